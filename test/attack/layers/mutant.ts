import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Check } from "./checks.ts";
import { WorkerSubject } from "./worker-subject.ts";

const root = new URL("../../../", import.meta.url).pathname;

interface Edit {
  readonly file: string;
  readonly at: number;
  readonly text: string;
  readonly instead: string;
}

/** A copy of the code under test with changes in its text. */
export class Mutant implements AsyncDisposable {
  readonly #directory: string;
  #subject: WorkerSubject | undefined;

  private constructor(edits: readonly Edit[]) {
    this.#directory = mkdtempSync(join(tmpdir(), "identikit-mutant-"));
    cpSync(join(root, "src"), join(this.#directory, "src"), { recursive: true });
    cpSync(join(root, "package.json"), join(this.#directory, "package.json"));
    symlinkSync(join(root, "node_modules"), join(this.#directory, "node_modules"));
    // From the end of each file on, so that places stay what they are.
    for (const edit of [...edits].sort((a, b) => b.at - a.at)) this.#apply(edit);
  }

  /** The code without one of its checks. */
  static without(check: Check): Mutant {
    return new Mutant([check]);
  }

  /** The code as it is, but that each check that is a throw tells {@link firedChecks} its number when it is reached. */
  static marking(checks: readonly Check[]): Mutant {
    const edits = checks.flatMap((check, number) =>
      check.isThrow
        ? [{ ...check, instead: `throw (globalThis.firedChecks ??= new Set()).add(${number}) && ` }]
        : [],
    );
    return new Mutant(edits);
  }

  /** The code on a thread of its own. */
  get subject(): WorkerSubject {
    this.#subject ??= new WorkerSubject(pathToFileURL(`${join(this.#directory, "src")}/`));
    return this.#subject;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#subject?.[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #apply({ file, at, text, instead }: Edit): void {
    const path = join(this.#directory, "src", file);
    const source = readFileSync(path, "utf8");
    if (!source.startsWith(text, at)) throw new Error(`${file} does not have at ${at}: ${text}`);
    writeFileSync(path, source.slice(0, at) + instead + source.slice(at + text.length));
  }
}

/** The checks that were reached since it was asked last, by their numbers. */
export function firedChecks(): ReadonlySet<number> {
  const place = globalThis as { firedChecks?: Set<number> | undefined };
  const fired = place.firedChecks ?? new Set<number>();
  place.firedChecks = undefined;
  return fired;
}
