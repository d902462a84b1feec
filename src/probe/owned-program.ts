import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { pause } from "../fault/stopped.ts";
import { codeOf } from "../fault/thrown.ts";
import { endProcessGroup } from "../runtime/process-group.ts";

export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  /** All that it is given: nothing of our own environment comes along. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Bytes of standard output at most. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Why a program could not be run to its end. Its message never holds anything that the program wrote. */
export class ProgramTrouble extends Error {
  override readonly name = "ProgramTrouble";
  readonly kind: "missing" | "failed" | "flood" | "late";

  constructor(kind: ProgramTrouble["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A program has so long to end by itself, and so long again after it was asked to. */
const graceMs = 500;

/**
 * A program that is ours until it is disposed of: then it is gone, with everything that it started in its process group. What it
 * writes is bounded; its standard error is not read, since it may show what it was given.
 */
export class OwnedProgram implements AsyncDisposable {
  readonly #call: ProgramCall;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<number | null>;
  #failure: unknown;

  constructor(call: ProgramCall) {
    this.#call = call;
    const { program, args, env, cwd } = call;
    this.#child = spawn(program, args, {
      env: { ...env },
      cwd,
      stdio: ["pipe", "pipe", "ignore"],
      // A group of its own, which is ended as a whole.
      detached: true,
      windowsHide: true,
    });
    // It may end without reading what it is sent.
    this.#child.stdin.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        this.#failure = error;
        resolve(null);
      });
      this.#child.once("exit", resolve);
    });
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  /**
   * What it writes, line by line, until it closes its output.
   * @throws {ProgramTrouble}, and what the signal says where that is not a time limit
   */
  async *lines(): AsyncGenerator<string, void> {
    const { signal, maxBytes, program } = this.#call;
    const { stdout } = this.#child;
    const stop = () => void stdout.destroy();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const decoder = new TextDecoder();
    let [rest, bytes] = ["", 0];
    try {
      for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new ProgramTrouble("flood", `it wrote more than ${maxBytes} bytes`);
        const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
        rest = parts.pop() ?? "";
        yield* parts;
      }
    } catch (caught) {
      if (!signal.aborted) throw caught;
    } finally {
      signal.removeEventListener("abort", stop);
    }
    if (signal.aborted) throw new ProgramTrouble("late", "it took too long");
    if (rest !== "") yield rest;
    if (this.#failure !== undefined) throw troubleStarting(program, this.#failure);
  }

  /** Its exit code, once it has ended; `null` where a signal ended it. */
  async exitCode(): Promise<number | null> {
    const { signal, program } = this.#call;
    const late = new Promise<"late">((resolve) =>
      signal.addEventListener("abort", () => resolve("late"), { once: true }),
    );
    const code = signal.aborted ? "late" : await Promise.race([this.#ended, late]);
    if (code === "late") throw new ProgramTrouble("late", "it took too long");
    if (this.#failure !== undefined) throw troubleStarting(program, this.#failure);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, stdin, stdout } = this.#child;
    stdin.end();
    if (pid !== undefined) {
      if (!(await this.#isGoneIn(graceMs))) endProcessGroup(pid, "SIGTERM");
      await this.#isGoneIn(graceMs);
      // What it started may outlive it.
      endProcessGroup(pid, "SIGKILL");
    }
    stdin.destroy();
    stdout.destroy();
    await this.#ended;
  }

  async #isGoneIn(milliseconds: number): Promise<boolean> {
    const over = new AbortController();
    const gone = this.#ended.then(() => true);
    const waited = pause(milliseconds, over.signal).then(
      () => false,
      () => false,
    );
    const isGone = await Promise.race([gone, waited]);
    over.abort();
    return isGone;
  }
}

/** Everything that a program writes until it ends. @throws {ProgramTrouble} */
export async function outputOf(call: ProgramCall): Promise<string> {
  await using program = new OwnedProgram(call);
  const lines = await Array.fromAsync(program.lines());
  const code = await program.exitCode();
  if (code !== 0)
    throw new ProgramTrouble("failed", `it ended with ${code === null ? "a signal" : `code ${code}`}`);
  return lines.join("\n");
}

function troubleStarting(program: string, cause: unknown): ProgramTrouble {
  const code = codeOf(cause);
  if (code === "ENOENT") return new ProgramTrouble("missing", `${program} is not on the PATH here`);
  return new ProgramTrouble(
    "failed",
    `${program} could not be started${code === undefined ? "" : ` (${code})`}`,
  );
}
