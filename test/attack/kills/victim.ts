import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { bareEnvironment } from "../../e2e/identikit.ts";

/** What a process is started with. */
export interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly input?: string;
}

/** How a process ended, and where it was meant to. */
export interface KilledRun {
  readonly killed: boolean;
  /** `time`, or `before`, `during` or `after` a commit, or a moment that was seen from outside. */
  readonly point: string;
}

type Point =
  | { readonly point: "time"; readonly afterMs: number }
  | { readonly point: "seen"; readonly moment: Promise<string> }
  | { readonly point: "before" | "after"; readonly commit: number }
  | { readonly point: "during"; readonly commit: number; readonly afterMs: number };

/** After a commit was announced: as long as the disk takes, and a little more. */
const commitMs = 6;

/**
 * Runs one kind of command of the product and kills it: half of the time at any moment of its whole run, from the start of the process to
 * its end, else at one of its commits. How long it runs, and how many commits it makes, is learned from the runs that were done.
 */
export class Victim {
  readonly #program: string;
  readonly #hasCommits: boolean;
  #longestMs = 500;
  #commits = 1;

  /**
   * @param program the built command line
   * @param hasCommits false for a command without a database, which is killed at any moment
   */
  constructor(program: string, hasCommits = true) {
    this.#program = program;
    this.#hasCommits = hasCommits;
  }

  /** Runs a command to its end. @throws where it fails */
  async complete(command: Command): Promise<void> {
    const { tookMs, commits } = await this.#run(command);
    this.#longestMs = Math.max(tookMs, (this.#longestMs + tookMs) / 2);
    this.#commits = Math.max(1, commits);
  }

  /** Runs a command, and kills it unless it is done before. @throws where it fails by itself */
  async kill(command: Command, random: (below: number) => number): Promise<KilledRun> {
    const point = this.#choose(random);
    const { killed, tookMs } = await this.#run(command, point);
    if (!killed) this.#longestMs = (this.#longestMs + tookMs) / 2;
    return { killed, point: point.point };
  }

  /**
   * Runs a command, and kills it at a moment that somebody else sees, unless it is done before. @throws where it fails by itself
   * @param moment what that is, in a word
   */
  async killWhen(command: Command, moment: Promise<string>): Promise<KilledRun> {
    const { killed } = await this.#run(command, { point: "seen", moment });
    return { killed, point: killed ? await moment : "time" };
  }

  #choose(random: (below: number) => number): Point {
    if (!this.#hasCommits || random(2) === 0)
      return { point: "time", afterMs: random(Math.ceil(this.#longestMs * 1.05)) };
    // The last one is, of most commands, what it was run for.
    const commit = random(2) === 0 ? this.#commits : 1 + random(this.#commits);
    const point = (["before", "during", "after"] as const)[random(3)] as "before" | "during" | "after";
    return point === "during"
      ? { point, commit, afterMs: random(commitMs * 1000) / 1000 }
      : { point, commit };
  }

  async #run(command: Command, point?: Point): Promise<{ killed: boolean; tookMs: number; commits: number }> {
    const bell = join(import.meta.dirname, "bell.ts");
    const killAt =
      point?.point === "before" || point?.point === "after" ? `${point.commit} ${point.point}` : "";
    const start = performance.now();
    const child = spawn(process.execPath, ["--import", bell, this.#program, ...command.args], {
      cwd: command.cwd,
      env: { ...bareEnvironment(), ...command.env, KILL_AT: killAt },
      stdio: ["pipe", "ignore", "pipe", "pipe"],
      // In a process group of its own: who stops the long run from a terminal does not stop this one in the middle.
      detached: true,
    });
    const closed = once(child, "close");
    child.stdin?.on("error", () => undefined).end(command.input ?? "");
    let complaint = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      complaint += chunk;
    });
    let commits = 0;
    (child.stdio[3] as Readable).on("data", (rung: Buffer) => {
      const before = commits;
      commits += rung.length;
      if (point?.point === "during" && before < point.commit && commits >= point.commit)
        void sleep(point.afterMs).then(() => child.kill("SIGKILL"));
    });
    if (point?.point === "time") void sleep(point.afterMs).then(() => child.kill("SIGKILL"));
    if (point?.point === "seen") void point.moment.then(() => child.kill("SIGKILL"));
    await closed;
    const killed = child.signalCode === "SIGKILL";
    if (!killed && child.exitCode !== 0)
      throw new Error(`it failed by itself (${child.exitCode}): ${complaint}`);
    return { killed, tookMs: performance.now() - start, commits };
  }
}
