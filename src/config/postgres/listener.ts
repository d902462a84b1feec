import { pause } from "../../fault/stopped.ts";
import type { Server } from "./server.ts";

const retryMs = 1000;

/** Listens on a channel of a server, on a connection of its own; a connection that is lost is replaced until it is disposed of. */
export class Listener implements AsyncDisposable {
  readonly #end = new AbortController();
  readonly #running: Promise<void>;

  /** @param told called for each notification, and whenever some may have been missed */
  constructor(server: Server, channel: string, told: () => void) {
    this.#running = this.#run(server, channel, told);
  }

  async #run(server: Server, channel: string, told: () => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const client = server.openAlone();
      const ended = new Promise<void>((resolve) => {
        client.once("end", () => resolve());
        client.once("error", () => resolve());
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      client.on("notification", told);
      try {
        await client.connect();
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
        told();
        await ended;
      } catch {
        // Whoever watches looks from time to time as well: through a pooler nobody can listen.
      }
      await client.end().catch(() => {});
      if (!signal.aborted) await pause(retryMs, signal).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#running;
  }
}
