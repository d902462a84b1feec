import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";
import type { Finished } from "./identikit.ts";

/** The built program of an earlier commit, in a directory of its own. */
export class EarlierRelease implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), "identikit-earlier-"));

  constructor(commit: string) {
    const archive = execFileSync("git", ["archive", commit, "dist", "package.json"], {
      cwd: house,
      maxBuffer: 256 * 1024 * 1024,
    });
    execFileSync("tar", ["-x", "-C", this.#directory], { input: archive });
  }

  /** False in a shallow clone, which has no history. */
  static isThere(commit: string): boolean {
    try {
      execFileSync("git", ["cat-file", "-e", `${commit}:dist/identikit.js`], { cwd: house, stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
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
