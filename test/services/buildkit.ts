import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { programPath } from "../requirement.ts";

/** Milliseconds for which it is waited that the program answers: on a busy machine it starts slowly. */
const patienceMs = 100_000;

/** A real BuildKit daemon (`buildkitd`) with its own data and socket. Needs to be root. */
export class BuildKit implements AsyncDisposable {
  readonly #address: string;
  readonly #child: ChildProcess;
  readonly #directory: string;

  private constructor(directory: string, address: string, child: ChildProcess) {
    this.#directory = directory;
    this.#address = address;
    this.#child = child;
  }

  static async start(): Promise<BuildKit> {
    const directory = mkdtempSync(join(tmpdir(), "ikb-"));
    const address = `unix://${join(directory, "s")}`;
    const options = [
      ["--root", join(directory, "d")],
      ["--addr", address],
      ["--containerd-worker=false", "--oci-worker-snapshotter=native", "--oci-worker-net=host"],
      ["--oci-worker-binary", programPath("runc") ?? "runc"],
    ].flat();
    const child = spawn(programPath("buildkitd") ?? "buildkitd", options, { stdio: "ignore" });
    const daemon = new BuildKit(directory, address, child);
    await daemon.#answers();
    return daemon;
  }

  /**
   * Builds a directory that has a Dockerfile in it.
   * @param output as `buildctl --output` has it
   */
  build(context: string, output: string, ...options: readonly string[]): void {
    const dockerfile = ["--frontend", "dockerfile.v0", "--local", `context=${context}`];
    this.#control("build", ...dockerfile, "--local", `dockerfile=${context}`, "--output", output, ...options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await Promise.race([once(this.#child, "exit"), sleep(15_000)]);
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #control(...args: readonly string[]): void {
    const program = programPath("buildctl") ?? "buildctl";
    const { status, stderr } = spawnSync(program, ["--addr", this.#address, ...args], { encoding: "utf8" });
    if (status !== 0) throw new Error(`buildctl: ${stderr}`);
  }

  async #answers(): Promise<void> {
    for (const began = performance.now(); performance.now() - began < patienceMs; ) {
      try {
        this.#control("debug", "workers");
        return;
      } catch {
        if (this.#child.exitCode !== null) break;
        await sleep(100);
      }
    }
    throw new Error("buildkitd does not answer");
  }
}
