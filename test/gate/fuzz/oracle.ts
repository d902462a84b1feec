import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { programPath } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { type ContextFile, destination } from "./world.ts";

/** What stands at a path in the image that BuildKit would make. */
export interface BuiltEntry {
  readonly kind: "file" | "directory" | "other";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly content?: string;
}

export interface ParsedInstruction {
  readonly keyword: string;
  readonly line: number;
  readonly flags: readonly string[];
  readonly words: readonly string[];
  readonly heredocs: readonly { readonly name: string }[];
}

/** The word of BuildKit and buildah on one Dockerfile. */
export interface Answer {
  readonly refused?: string;
  readonly syntax?: string;
  readonly instructions?: readonly ParsedInstruction[];
  readonly tree?: Readonly<Record<string, BuiltEntry>>;
  /** What buildah would make of it; nothing where it refuses. */
  readonly buildah?: Readonly<Record<string, BuiltEntry>>;
}

export interface Question {
  readonly text: string;
  readonly ignore: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** Asks about many Dockerfiles with one build context in one go. */
export type Oracle = (
  questions: readonly Question[],
  context: Readonly<Record<string, ContextFile>>,
) => Answer[];

/** Builds the Go program of `test/oracle/dockerfile`, as `oracle` in a directory. */
export function buildOracle(directory: string = scratchDirectory()): Oracle {
  const program = join(directory, "oracle");
  const module = new URL("../../oracle", import.meta.url).pathname;
  execFileSync(programPath("go") ?? "go", ["build", "-o", program, "./dockerfile"], { cwd: module });
  return oracleAt(program);
}

/** The Go program where it is built already. */
export function oracleAt(program: string): Oracle {
  return (questions, context) => {
    const input = questions
      .map(({ text, ignore, buildArgs }, at) =>
        JSON.stringify({
          dockerfile: text,
          ignore,
          buildArgs,
          destination,
          ...(at === 0 ? { context } : {}),
        }),
      )
      .join("\n");
    const { stdout, status, stderr } = spawnSync(program, { input, maxBuffer: 1024 * 1024 * 1024 });
    if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
    const answers = stdout
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Answer);
    if (answers.length !== questions.length) throw new Error("the oracle left a question out");
    return answers;
  };
}
