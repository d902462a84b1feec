import { posix } from "node:path";
import { certain } from "../../fault/certain.ts";
import { type IgnorePattern, ignorePattern } from "./ignore-pattern.ts";
import { ambiguousLine } from "./refusal.ts";

/** What an ignore file does with one path. */
export type IgnoreVerdict =
  | { readonly kind: "kept" }
  | { readonly kind: "ignored"; readonly line: number }
  | { readonly kind: "unclear"; readonly line: number; readonly reason: string };

interface Rule extends IgnorePattern {
  readonly line: number;
}

/** A `.dockerignore`: which files of the build context no builder ever sees. */
export class IgnoreFile {
  /** As messages name it. */
  readonly file: string;
  readonly #rules: readonly Rule[];

  private constructor(file: string, rules: readonly Rule[]) {
    this.file = file;
    this.#rules = rules;
  }

  /**
   * Reads it as `moby/patternmatcher/ignorefile` does: comments only at a line's very beginning, blanks around a pattern and one
   * leading slash do not count, later lines win.
   * @throws {IdentikitError} `DOCKERFILE_AMBIGUOUS` for a pattern that is not read in one way
   */
  static parse(text: string, file: string): IgnoreFile {
    const rules = text
      .replace(/^\ufeff/, "")
      .split("\n")
      .flatMap((row, at): Rule[] => {
        if (row.startsWith("#") || row.trim() === "") return [];
        const place = { file, line: at + 1 };
        const pattern = /[^\t\r\u0020-\u007e]/.test(row) ? undefined : ignorePattern(cleaned(row.trim()));
        if (!pattern) throw ambiguousLine(place, `builders differ in what ${row.trim()} matches`);
        return [{ ...pattern, line: at + 1 }];
      });
    return new IgnoreFile(file, rules);
  }

  /** @param path of a file in the build context, without a leading slash */
  verdict(path: string): IgnoreVerdict {
    const parents = parentsOf(path);
    const last = this.#decide((rule) => rule.matches(path) || parents.some((each) => rule.matches(each)));
    const walked = this.#walk([...parents, path]);
    const first = this.#decide((rule) => rule.matches(path) || rule.matches(parents[rule.depth - 1] ?? path));
    const answers = new Set([last, walked, first].map((rule) => rule !== undefined));
    if (answers.size > 1) {
      const line = certain(last ?? walked ?? first).line;
      return { kind: "unclear", line, reason: "the matchers of builders differ in what it takes away" };
    }
    return last === undefined ? { kind: "kept" } : { kind: "ignored", line: last.line };
  }

  /** The rule that ignores, when each is asked in turn, which is how the Docker command line checks a context. */
  #decide(matches: (rule: Rule) => boolean): Rule | undefined {
    let by: Rule | undefined;
    for (const rule of this.#rules) {
      if (rule.isException === (by !== undefined) && matches(rule)) by = rule.isException ? undefined : rule;
    }
    return by;
  }

  /** The same from the top down, where a directory hands on what matched it, which is how a context is sent. */
  #walk(paths: readonly string[]): Rule | undefined {
    let inherited = this.#rules.map(() => false);
    let by: Rule | undefined;
    for (const path of paths) {
      by = undefined;
      inherited = this.#rules.map((rule, at) => {
        const matches =
          inherited[at] === true || (rule.isException === (by !== undefined) && rule.matches(path));
        if (matches) by = rule.isException ? undefined : rule;
        return matches;
      });
    }
    return by;
  }
}

function cleaned(row: string): string {
  const isException = row.startsWith("!");
  const pattern = (isException ? row.slice(1) : row).trim();
  const clean = pattern === "" ? "" : posix.normalize(pattern).replace(/(?<=.)\/$/, "");
  return (isException ? "!" : "") + (clean.length > 1 ? clean.replace(/^\//, "") : clean);
}

function parentsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join("/"));
}
