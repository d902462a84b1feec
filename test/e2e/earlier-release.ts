import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { Finished } from "./identikit.ts";

/** The earlier releases that are kept in `releases/`, by commit, so that a clone without history has them too. */
export const keptReleases = {
  /** The last program that knew only the first schema. */
  firstSchema: "1e11174",
  /** The last program of schema version 3: no rows for settings, no rows of one agent, no history. */
  thirdSchema: "7bebd40",
} as const;

export type KeptRelease = (typeof keptReleases)[keyof typeof keptReleases];

/** The tar archive of a release's `dist/` and `package.json`, as `git archive` writes it. */
export function archiveOf(commit: KeptRelease): Buffer {
  return brotliDecompressSync(readFileSync(join(import.meta.dirname, "releases", `${commit}.tar.br`)));
}

/** The built program of an earlier commit, in a directory of its own. */
export class EarlierRelease implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), "identikit-earlier-"));

  constructor(commit: KeptRelease) {
    execFileSync("tar", ["-x", "-C", this.#directory], { input: archiveOf(commit) });
  }

  run(
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
    input = "",
  ): Promise<Finished> {
    const child = spawn(process.execPath, [join(this.#directory, "dist/identikit.js"), ...args], {
      cwd,
      env: { PATH: process.env.PATH ?? "", HOME: cwd, ...env },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdin.on("error", () => undefined).end(input);
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
