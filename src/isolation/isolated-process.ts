import type { Writable } from "node:stream";
import { pause } from "../fault/stopped.ts";
import type { AgentLimits, Ending, EndReason } from "./isolation.ts";
import { BoundedLines } from "./stream/bounded-lines.ts";
import { Tail } from "./stream/tail.ts";
import type { Vessel } from "./vessel.ts";

const usualLineBytes = 4 * 1024 * 1024;
const tailBytes = 64 * 1024;
/** How long what is asked to end may take, before it is made to. */
const graceMs = 5_000;
const memoryPollMs = 500;

/** A program apart from everything else. Once {@link IsolatedProcess.ended} is resolved, nothing of it is left. */
export class IsolatedProcess implements AsyncDisposable {
  readonly stdin: Writable;
  readonly ended: Promise<Ending>;
  readonly #vessel: Vessel;
  readonly #limits: AgentLimits;
  readonly #lines: BoundedLines;
  readonly #tail = new Tail(tailBytes);
  readonly #over = new AbortController();
  #bytes = 0;
  #reason: EndReason | undefined;
  #ending: Promise<void> | undefined;

  constructor(vessel: Vessel, limits: AgentLimits) {
    this.#vessel = vessel;
    this.#limits = limits;
    this.stdin = vessel.stdin;
    // Counted before it is read, so that a line without an end counts as well.
    const count = (chunk: Buffer): void => this.#count(chunk.length);
    const { stdout, stderr } = vessel;
    this.#lines = new BoundedLines(stdout, limits.lineBytes ?? usualLineBytes, count);
    stderr.on("error", () => {});
    stderr.on("data", (chunk: Buffer) => {
      this.#tail.push(chunk);
      count(chunk);
    });
    this.ended = this.#untilEnded();
    // Whoever starts a program may fail before it looks at its end.
    this.ended.catch(() => {});
    void this.#watch();
  }

  /** The lines of standard output, until it is closed. Where nobody reads them, the program waits. */
  lines(): AsyncGenerator<string, void> {
    return this.#lines.rest();
  }

  nextLine(): Promise<string | undefined> {
    return this.#lines.next();
  }

  /** The last 64 KiB of standard error. Secrets in it are not masked. */
  stderrTail(): string {
    return this.#tail.text();
  }

  /**
   * Ends it with all that it has started, orphans too: asked first, made to after five seconds. Returns when nothing is left; safe to call
   * again.
   */
  async end(reason: EndReason = "stopped"): Promise<void> {
    this.#reason ??= reason;
    this.#ending ??= this.#finish(true);
    await this.#ending;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    await this.ended;
  }

  async #untilEnded(): Promise<Ending> {
    const { code, signal, failure } = await this.#vessel.exited;
    // What it left running belongs to nobody.
    this.#ending ??= this.#finish(false);
    await this.#ending;
    return {
      code,
      signal,
      reason: this.#reason ?? (failure === undefined ? "exited" : "lost"),
      outputBytes: this.#bytes,
    };
  }

  async #finish(isAsked: boolean): Promise<void> {
    const vessel = this.#vessel;
    try {
      if (isAsked) {
        await vessel.terminate();
        const patience = new AbortController();
        await Promise.race([vessel.exited, pause(graceMs, patience.signal).catch(() => {})]);
        patience.abort();
      }
      await vessel.destroy();
    } finally {
      this.#over.abort();
      await vessel.release();
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.outputBytes && this.#reason === undefined) this.#endQuietly("output");
  }

  /** Limits of time, and of memory where the kernel does not keep it. */
  async #watch(): Promise<void> {
    const { milliseconds, memoryBytes } = this.#limits;
    const over = this.#over.signal;
    const late =
      milliseconds === undefined ? undefined : pause(milliseconds, over).then(() => this.#endQuietly("time"));
    late?.catch(() => {});
    if (memoryBytes === undefined) return;
    while (!over.aborted) {
      const used = this.#vessel.memory();
      if (used === undefined) return;
      if (used > memoryBytes) return this.#endQuietly("memory");
      await pause(memoryPollMs, over).catch(() => {});
    }
  }

  /** A failure to end it shows in {@link ended}. */
  #endQuietly(reason: EndReason): void {
    void this.end(reason).catch(() => {});
  }
}
