import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, isIP } from "node:net";
import { IdentikitError } from "../fault/error.ts";
import { tailEvents } from "./event-tail.ts";

export interface EventServerOptions {
  /** The JSON lines file that runs append their events to. */
  readonly file: string;
  /** `host:port`, `:port` or `port`; without a host, this machine only. Port 0 takes a free one. */
  readonly listen: string;
  readonly signal: AbortSignal;
}

/** Listeners at most; each further one is told to come back later. */
const maxListeners = 256;
const heartbeatMs = 15_000;
const retryMs = 2_000;

/**
 * Serves events as server-sent events (HTML Living Standard, 9.2) at `/events`: `event` is an event's name, `data` the
 * rest of it as JSON, `id` what a listener sends back as `Last-Event-ID` to go on without a gap. Without it, a listener
 * hears what is yet to come; `Last-Event-ID: 0` gives everything in the file.
 */
export class EventServer implements AsyncDisposable {
  /** Where to listen. */
  readonly url: string;
  readonly #server: Server;
  readonly #stop: AbortController;

  private constructor(server: Server, stop: AbortController) {
    const { address, port, family } = server.address() as AddressInfo;
    this.url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}/events`;
    this.#server = server;
    this.#stop = stop;
  }

  /** @throws {IdentikitError} `USAGE` for an address that cannot be read or taken */
  static async start({ file, listen, signal }: EventServerOptions): Promise<EventServer> {
    const { host, port } = parseAddress(listen);
    const stop = new AbortController();
    const ended = AbortSignal.any([signal, stop.signal]);
    const listeners = new Set<ServerResponse>();
    const server = createServer((request, response) => {
      const refusal = refusalOf(request, host, listeners.size);
      if (refusal) {
        response.writeHead(refusal.status, refusal.headers).end();
        return;
      }
      listeners.add(response);
      serve(request, response, { file, ended })
        .catch(() => response.destroy())
        .finally(() => listeners.delete(response));
    });
    server.listen(port, host);
    try {
      await once(server, "listening", { signal });
    } catch (cause) {
      server.close();
      throw new IdentikitError("USAGE", `cannot listen on ${listen}`, {
        remedy: "Choose another address.",
        cause,
      });
    }
    return new EventServer(server, stop);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

function refusalOf(
  { method, url, headers }: IncomingMessage,
  host: string,
  listening: number,
): Refusal | undefined {
  if (method !== "GET") return { status: 405, headers: { allow: "GET" } };
  // A page in a browser on this machine must not read along under a name that it made resolve to here.
  if (isLoopback(host) && !isLoopback(hostOf(headers.host ?? ""))) return { status: 421, headers: {} };
  if (new URL(url ?? "/", "http://localhost").pathname !== "/events") return { status: 404, headers: {} };
  return listening >= maxListeners ? { status: 503, headers: { "retry-after": "5" } } : undefined;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { file, ended }: { readonly file: string; readonly ended: AbortSignal },
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const signal = AbortSignal.any([ended, gone.signal]);
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(`retry: ${retryMs}\n\n`);
  const heartbeat = setInterval(() => response.write(": still here\n\n"), heartbeatMs);
  try {
    const last = request.headers["last-event-id"];
    const after = typeof last === "string" && /^\d{1,15}$/.test(last) ? { after: Number(last) } : {};
    for await (const { id, event, data } of tailEvents(file, { ...after, signal })) {
      const taken = response.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`);
      if (!taken) await once(response, "drain", { signal });
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function parseAddress(listen: string): { host: string; port: number } {
  const match = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]]*):)?(?<port>\d{1,5})$/i.exec(listen);
  const port = Number(match?.groups?.port);
  if (match && port <= 65_535) {
    return { host: match.groups?.host?.replace(/^\[|\]$/g, "") || "127.0.0.1", port };
  }
  throw new IdentikitError("USAGE", `${JSON.stringify(listen)} is not an address to listen on`, {
    remedy: "Write it as host:port, such as 127.0.0.1:8787.",
  });
}

function hostOf(header: string): string {
  return header.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
