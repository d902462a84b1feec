import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { programPath } from "../requirement.ts";

/** A real registry that keeps lists of referrers (test/oracle/registry), on the loopback and in memory. */
export class ListingRegistry implements AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;

  private constructor(host: string, child: ChildProcessByStdio<Writable, Readable, null>) {
    this.host = host;
    this.#child = child;
  }

  static async start(): Promise<ListingRegistry> {
    const child = spawn(programPath("registry") ?? "registry", [], { stdio: ["pipe", "pipe", "ignore"] });
    const [address] = await once(child.stdout.setEncoding("utf8"), "data");
    return new ListingRegistry(String(address).trim(), child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.stdin.end();
    await gone;
  }
}
