import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { IdentikitError } from "../fault/error.ts";
import { isRetryableStatus, retryAfterMs } from "../fault/retry.ts";
import { isLoopback } from "./loopback.ts";

export interface HttpClientOptions {
  /** Where relative addresses start; its origin is the only one that the credential goes to. */
  readonly base: URL;
  /** The value of the `Authorization` header. */
  readonly authorization?: string;
  /** What is asked, for messages: a repository's address without credentials. */
  readonly owner: string;
  /** Variables that may name a proxy (`HTTPS_PROXY`, `NO_PROXY` …); for this machine none is used. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const maxRedirects = 5;
const maxTextBytes = 1024 * 1024;

/** GET requests to one server, following its redirects without taking the credential along to another origin. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #doors = new Map<string, Door>();

  /** @throws {IdentikitError} `SOURCE_INVALID` where the credential would travel unencrypted */
  constructor(options: HttpClientOptions) {
    this.#options = options;
    const { base, authorization, owner } = options;
    if (authorization !== undefined && base.protocol === "http:" && !isLoopback(base.hostname)) {
      throw new IdentikitError("SOURCE_INVALID", `${owner} would get the token unencrypted`, {
        remedy: "Use https:// in the server's address.",
      });
    }
  }

  /**
   * Asks once. A status that is neither success nor in `expected` is a fault; `retry` says whether asking again may
   * help, and not before when.
   * @throws {IdentikitError} `SOURCE_DENIED` (401, 403), `SOURCE_NOT_FOUND` (404), `SOURCE_UNREACHABLE`
   */
  async get(
    path: string,
    accept: string,
    signal: AbortSignal,
    expected: readonly number[] = [],
  ): Promise<HttpAnswer> {
    let url = new URL(path, this.#options.base);
    for (let redirects = 0; ; redirects++) {
      const response = await this.#ask(url, accept, signal);
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return { status, body: this.#body(response, signal) };
      // What is said in a refusal is not read: it could be long, or hold what must not be shown.
      response.destroy();
      if (expected.includes(status)) return { status, body: nothing() };
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
        throw this.#refused(status, response.headers);
      if (redirects >= maxRedirects) throw this.#unreachable(`redirects more than ${maxRedirects} times`);
      url = this.#follow(url, location);
    }
  }

  /** The whole body of a small answer as text; `undefined` for a status in `expected`. */
  async text(
    path: string,
    accept: string,
    signal: AbortSignal,
    expected: readonly number[] = [],
  ): Promise<string | undefined> {
    const { status, body } = await this.get(path, accept, signal, expected);
    if (expected.includes(status)) return undefined;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body) {
      length += chunk.length;
      if (length > maxTextBytes) throw this.#unreachable(`answers with more than ${maxTextBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString();
  }

  async #ask(url: URL, accept: string, signal: AbortSignal): Promise<IncomingMessage> {
    const { base, authorization } = this.#options;
    // Archives are compressed themselves; another layer would be unpacked unseen.
    const headers: Record<string, string> = {
      accept,
      "accept-encoding": "identity",
      "user-agent": "identikit",
    };
    if (authorization !== undefined && url.origin === base.origin) headers.authorization = authorization;
    const { request, agent } = await this.#door(url);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(url, { headers, agent, signal }).once("response", resolve).once("error", reject).end();
    try {
      return await promise;
    } catch (cause) {
      signal.throwIfAborted();
      throw this.#unreachable("could not be reached", cause);
    }
  }

  async #door({ protocol, hostname }: URL): Promise<Door> {
    const proxied = !isLoopback(hostname);
    const key = `${protocol} ${proxied}`;
    const known = this.#doors.get(key);
    if (known) return known;
    const { Agent, request } = protocol === "https:" ? await import("node:https") : await import("node:http");
    const proxyEnv = proxied ? { proxyEnv: { ...this.#options.environment } } : {};
    const door: Door = { request, agent: new Agent({ keepAlive: true, ...proxyEnv }) };
    this.#doors.set(key, door);
    return door;
  }

  #follow(from: URL, location: string): URL {
    const url = URL.parse(location, from.href);
    const safe =
      url?.protocol === "https:" ||
      (url?.protocol === "http:" && (from.protocol === "http:" || isLoopback(url.hostname)));
    if (!url || !safe) throw this.#unreachable("redirects to an address that is not followed");
    return url;
  }

  async *#body(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* response;
    } catch (cause) {
      // What the reader of this stream throws does not come by here; only the connection does.
      signal.throwIfAborted();
      throw this.#unreachable("broke off in the middle", cause);
    }
  }

  #refused(status: number, headers: IncomingHttpHeaders): IdentikitError {
    const { owner, authorization } = this.#options;
    if (status === 401 || status === 403) {
      const problem = authorization === undefined ? "wants a credential" : "refused the credential";
      return new IdentikitError("SOURCE_DENIED", `${owner} ${problem} (HTTP ${status})`, {
        remedy: "Check the token, and that its owner may read the repository.",
      });
    }
    if (status === 404) {
      return new IdentikitError("SOURCE_NOT_FOUND", `${owner} is not there (HTTP 404)`, {
        remedy: "Check the name; a private repository looks missing to one who may not read it.",
      });
    }
    if (isRetryableStatus(status)) {
      const afterMs = retryAfterMs(headers["retry-after"], headers.date);
      return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, {
        remedy: "The server is busy or in trouble; run again later.",
        retry: { kind: "later", ...(afterMs === undefined ? {} : { afterMs }) },
      });
    }
    return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, {
      remedy: "Check the server's address.",
    });
  }

  #unreachable(problem: string, cause?: unknown): IdentikitError {
    return new IdentikitError("SOURCE_UNREACHABLE", `${this.#options.owner} ${problem}`, {
      remedy: "Check the network and the server's address, then run again.",
      cause,
      ...(cause === undefined ? {} : { retry: { kind: "later" } }),
    });
  }
}

/** What starts requests of one protocol, with its connections. */
interface Door {
  readonly request: typeof import("node:http").request;
  readonly agent: import("node:http").Agent;
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
