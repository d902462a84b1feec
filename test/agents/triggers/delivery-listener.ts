import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { listenAlone } from "../../services/free-port.ts";

/** A request as it came in. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Listens on loopback for what a forge delivers, and keeps it. */
export class DeliveryListener implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<DeliveryListener> {
    const server = createServer();
    const listener = new DeliveryListener(server);
    server.on("request", async (request, response) => {
      const body = await buffer(request);
      listener.received.push({ path: request.url ?? "", headers: request.headers, body });
      response.end("ok");
    });
    await listenAlone(server);
    return listener;
  }

  get origin(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  /** The first request that is as described, waited for. */
  async await(what: string, isIt: (one: Received) => boolean, patienceMs = 120_000): Promise<Received> {
    for (let waited = 0; waited < patienceMs; waited += 100) {
      const found = this.received.find(isIt);
      if (found) return found;
      await sleep(100);
    }
    throw new Error(`${what} did not come; there were ${this.received.map(nameOf).join(", ")}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** The event of a webhook and what happened, such as `issues issue_label label_updated`. */
export function nameOf({ headers, body, path }: Received): string {
  const { action = "" }: { readonly action?: string } = JSON.parse(body.toString());
  const event = headers["x-gitea-event"] ?? headers["x-ci-event"];
  return [path === "/ci" ? "ci" : "hook", event, headers["x-gitea-event-type"], action]
    .filter(Boolean)
    .join(" ");
}
