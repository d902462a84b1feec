import type { AttackLine } from "./attack-line.ts";

/** What came of one test. */
export interface TestResult {
  readonly file: string;
  /** Its name behind those of the groups that it is in, a space between. */
  readonly name: string;
  readonly passed: boolean;
}

/** What came of a line: of each file that proves it, how many of its tests passed, and the names that found no test. */
export interface LineResult {
  readonly line: AttackLine;
  readonly files: readonly { readonly file: string; readonly passed: number; readonly of: number }[];
  readonly missing: readonly string[];
}

/** A part of a test's name as a pattern: placeholders of tables stand for anything. */
export function patternOf(name: string): string {
  // Vitest puts " > " between levels where it selects tests, and a space in its reports.
  return name
    .split(/(%[sjid]|\$\{?\w+\}?| > )/)
    .map((part, at) => (at % 2 === 0 ? RegExp.escape(part) : part === " > " ? "(?: > | )" : ".*"))
    .join("");
}

export function resultOf(line: AttackLine, results: readonly TestResult[]): LineResult {
  const missing: string[] = [];
  const files = Object.entries(line.proofs).map(([file, names]) => {
    const ofFile = results.filter((result) => result.file === file);
    const counted = new Set<TestResult>();
    for (const name of names) {
      const pattern = new RegExp(patternOf(name));
      const found = ofFile.filter((result) => pattern.test(result.name));
      if (found.length === 0) missing.push(`${file}: ${name}`);
      for (const each of found) counted.add(each);
    }
    return { file, passed: [...counted].filter(({ passed }) => passed).length, of: counted.size };
  });
  return { line, files, missing };
}

export function holds({ files, missing }: LineResult): boolean {
  return missing.length === 0 && files.length > 0 && files.every(({ passed, of }) => of > 0 && passed === of);
}
