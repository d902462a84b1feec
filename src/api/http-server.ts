import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { IdentikitError } from "../fault/error.ts";
import { isLoopback } from "../http/loopback.ts";
import { type Auth, checkDoor, door } from "./door.ts";
import type { ListenAddress } from "./listen-address.ts";
import { takePathToken } from "./path-token.ts";

export interface HttpServerOptions {
  readonly address: ListenAddress;
  readonly auth: Auth;
  /** What is answered behind the door. */
  readonly app: Hono;
  readonly signal: AbortSignal;
}

/** Bounds of what one client may take: milliseconds for a request's head and body, bytes of its head, connections. */
const bounds = { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384 } as const;
/**
 * How long an idle connection is kept, in milliseconds: longer than proxies keep theirs (a minute, as they come). One that we close while a
 * proxy sends a request on it is a 502 for whoever asked.
 */
const keepAliveTimeout = 75_000;
const maxConnections = 1024;

/**
 * The product's HTTP server. Whatever arrives is answered or refused: what is no HTTP gets 400 and the connection is closed, a
 * fault of ours is 500 without its text.
 */
export class HttpServer implements AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    const { address, port, family } = server.address() as AddressInfo;
    this.url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
    this.#server = server;
  }

  /** @throws {IdentikitError} `AUTH_REQUIRED`; `USAGE` for an address that cannot be taken */
  static async start({ address, auth, app, signal }: HttpServerOptions): Promise<HttpServer> {
    checkDoor(address, auth);
    const all = new Hono()
      .use(door(address, auth))
      .route("/", app)
      .notFound((context) => context.body(null, 404))
      .onError((_, context) => context.body(null, 500));
    const answer = getRequestListener(all.fetch, {
      overrideGlobalObjects: false,
      errorHandler: () => new Response(null, { status: 400 }),
    });
    const takesPathTokens = auth.kind === "inside" ? auth.takesPathTokens : isLoopback(address.host);
    const server = createServer({ ...bounds, keepAliveTimeout }, (request, response) => {
      if (takesPathTokens) takePathToken(request);
      answer(request, response).catch(() => response.destroy());
    });
    server.maxConnections = maxConnections;
    server.listen(address.port, address.host);
    try {
      await once(server, "listening", { signal });
    } catch (cause) {
      server.close();
      throw new IdentikitError("USAGE", `cannot listen on ${address.host}:${address.port}`, {
        remedy: "Choose another address.",
        cause,
      });
    }
    return new HttpServer(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
