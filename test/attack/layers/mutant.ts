import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Check } from "./checks.ts";
import { loadSubject, type Subject } from "./subject.ts";

const root = new URL("../../../", import.meta.url).pathname;

/** The code under test without one of its checks: a copy with one change in its text. */
export class Mutant implements Disposable {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static without({ file, at, text, instead }: Check): Mutant {
    const directory = mkdtempSync(join(tmpdir(), "identikit-mutant-"));
    const mutant = new Mutant(directory);
    cpSync(join(root, "src"), join(directory, "src"), { recursive: true });
    cpSync(join(root, "package.json"), join(directory, "package.json"));
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    const path = join(directory, "src", file);
    const source = readFileSync(path, "utf8");
    if (!source.startsWith(text, at)) throw new Error(`${file} does not have at ${at}: ${text}`);
    writeFileSync(path, source.slice(0, at) + instead + source.slice(at + text.length));
    return mutant;
  }

  load(): Promise<Subject> {
    return loadSubject(pathToFileURL(`${join(this.#directory, "src")}/`));
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
