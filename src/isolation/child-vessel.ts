import { type ChildProcess, spawn } from "node:child_process";
import { Server } from "node:net";
import type { Readable, Writable } from "node:stream";
import { pause } from "../fault/stopped.ts";
import { signalProcess } from "../runtime/signal-process.ts";
import { firstFile } from "./bubblewrap/bubblewrap-command.ts";
import {
  descendantsOf,
  isAlive,
  ownMemoryOf,
  type ProcessMark,
  processesOf,
  processFacts,
} from "./launch/processes.ts";
import type { AgentUid } from "./user/agent-uid.ts";
import type { ProgramEnd, Vessel } from "./vessel.ts";

export interface ChildVesselOptions {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from descriptors 4, 5 and so on. */
  readonly files: readonly string[];
  /** The user that the program becomes, where that is another one. */
  readonly uid: AgentUid | undefined;
  /** Whether it has a pid namespace, so that everything in it stays below it. */
  readonly hasNamespace: boolean;
  readonly onServer: ((server: Server) => void) | undefined;
  /** Gives back everything else that was taken. */
  readonly release: () => void;
}

const pollMs = 10;
const killMs = 10_000;

/** A program that is a child process of ours, through others that make its place. */
export class ChildVessel implements Vessel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<ProgramEnd>;
  readonly #child: ChildProcess;
  readonly #uid: AgentUid | undefined;
  readonly #release: () => void;
  readonly #hasNamespace: boolean;

  private constructor(
    child: ChildProcess,
    streams: readonly [Writable, Readable, Readable],
    options: ChildVesselOptions,
  ) {
    [this.stdin, this.stdout, this.stderr] = streams;
    this.#child = child;
    this.#uid = options.uid;
    this.#release = options.release;
    this.#hasNamespace = options.hasNamespace;
    this.exited = new Promise((resolve) => {
      child.once("error", (failure) => resolve({ code: null, signal: null, failure }));
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  }

  static start(options: ChildVesselOptions): ChildVessel {
    const {
      command: [program = "", ...args],
      env,
      files,
      onServer,
    } = options;
    const child = spawn(program, args, {
      env: { ...env },
      // The stage goes to where the agent starts, as its user.
      cwd: "/",
      stdio: ["pipe", "pipe", "pipe", onServer ? "ipc" : "ignore", ...files.map(() => "pipe" as const)],
      // A session of its own: no terminal of ours, and a group that signals to ours do not reach.
      detached: true,
    });
    const { stdin, stdout, stderr } = child;
    if (!stdin || !stdout || !stderr) throw new TypeError("its streams are pipes");
    // It may end without reading what it is sent.
    stdin.on("error", () => {});
    for (const [index, text] of files.entries()) give(child.stdio[firstFile + index], text);
    if (onServer) {
      child.once("message", (_text, handle) => {
        if (handle instanceof Server) onServer(handle);
        // It waits for this, so that the handle is ours before its channel is gone.
        child.send("taken", () => child.disconnect());
      });
    }
    return new ChildVessel(child, [stdin, stdout, stderr], options);
  }

  async terminate(): Promise<void> {
    if (this.#uid) return await this.#uid.signalAll("TERM");
    for (const { pid } of this.#processes()) signalProcess(pid, "SIGTERM");
  }

  async destroy(): Promise<void> {
    const { pid } = this.#child;
    if (pid !== undefined) {
      const own = processFacts(pid);
      // The namespace's first process dies with its parent, and all others of it with that one.
      const all = [
        ...(own && this.#child.exitCode === null && this.#child.signalCode === null ? [own] : []),
        ...this.#processes(),
      ];
      for (const each of all) signalProcess(each.pid, "SIGKILL");
      for (let waited = 0; waited < killMs && all.some(isAlive); waited += pollMs) await pause(pollMs);
    }
    await this.#uid?.endAll();
    await this.exited;
  }

  async release(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    for (const stream of [this.stdin, this.stderr]) stream.destroy();
    try {
      this.#release();
    } finally {
      this.#uid?.[Symbol.dispose]();
    }
  }

  memory(): number {
    const { pid } = this.#child;
    const all = this.#hasNamespace && pid !== undefined ? descendantsOf(pid) : this.#processes();
    return all.reduce((sum, { pid }) => sum + ownMemoryOf(pid), 0);
  }

  #processes(): readonly ProcessMark[] {
    if (this.#uid) return processesOf(this.#uid.id);
    const { pid } = this.#child;
    return pid === undefined ? [] : descendantsOf(pid);
  }
}

function give(pipe: Readable | Writable | null | undefined, text: string): void {
  if (!pipe || !("write" in pipe)) return;
  pipe.on("error", () => {});
  pipe.end(text);
}
