import { IdentikitError } from "../fault/error.ts";
import { isOutageStatus, isRetryableStatus, retryAfterMs } from "../fault/retry.ts";
import { stopped } from "../fault/stopped.ts";
import { BodyTooLong, readWhole } from "../http/body.ts";
import { BrokenConnection, troubleOf } from "../http/broken-connection.ts";
import { follow } from "../http/exchange.ts";
import { HttpClient } from "../http/http-client.ts";
import { isLoopback } from "../http/loopback.ts";
import type { Incoming, Outgoing } from "../http/message.ts";
import { AddressPolicy } from "../http/named-address.ts";
import { StrayRedirect } from "../http/redirect.ts";

export interface ApiClientOptions {
  /** Where relative addresses start; its origin is the only one that the credential goes to. */
  readonly base: URL;
  /** The value of the `Authorization` header. */
  readonly authorization?: string;
  /** What is asked, for messages: a repository's address without credentials. */
  readonly owner: string;
  /** Variables that may name a proxy (`HTTPS_PROXY`, `NO_PROXY` …); for this machine none is used. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hosts inside a network that the server may redirect to. */
  readonly allowPrivateHosts?: readonly string[] | undefined;
  /** Told of each address of the same server that a request was sent on to. */
  readonly onRedirect?: (to: URL) => void;
}

export interface ApiTextOptions {
  /** Statuses that are an answer although they are no success. */
  readonly expected?: readonly number[];
  /** A longer answer is refused. Default 1 MiB. */
  readonly maxBytes?: number;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const maxTextBytes = 1024 * 1024;
/** Several templates may come from one server. */
const connections = 16;

/** GET requests to one server, following its redirects without taking the credential along to another origin. */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #client: HttpClient;
  readonly #policy: AddressPolicy;

  /** @throws {IdentikitError} `SOURCE_INVALID` where the credential would travel unencrypted */
  constructor(options: ApiClientOptions) {
    this.#options = options;
    this.#client = new HttpClient({ connections, env: options.environment });
    this.#policy = new AddressPolicy(options.allowPrivateHosts);
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
   * @throws {IdentikitError} `SOURCE_DENIED` (401, 403), `SOURCE_NOT_FOUND` (404), `SOURCE_UNREACHABLE`,
   * `ADDRESS_REFUSED` for a redirect further into a network than the server is
   */
  async get(
    path: string,
    accept: string,
    signal: AbortSignal,
    expected: readonly number[] = [],
  ): Promise<ApiAnswer> {
    const { base, authorization } = this.#options;
    const incoming = await this.#follow(
      {
        method: "GET",
        at: { url: new URL(path, base), by: undefined },
        own: base,
        // Archives are compressed themselves; another layer would be unpacked unseen.
        headers: { accept, "accept-encoding": "identity" },
        ownHeaders: authorization === undefined ? undefined : { authorization },
      },
      signal,
    );
    const { status } = incoming;
    if (status >= 200 && status < 300) return { status, body: this.#body(incoming, signal) };
    // What is said in a refusal is not read: it could be long, or hold what must not be shown.
    incoming.discard();
    if (expected.includes(status)) return { status, body: nothing() };
    throw this.#refused(incoming);
  }

  /** The whole body of a small answer as text; `undefined` for a status in `expected`. */
  async text(
    path: string,
    accept: string,
    signal: AbortSignal,
    { expected = [], maxBytes = maxTextBytes }: ApiTextOptions = {},
  ): Promise<string | undefined> {
    const { status, body } = await this.get(path, accept, signal, expected);
    if (expected.includes(status)) return undefined;
    try {
      return (await readWhole({ body }, maxBytes)).toString();
    } catch (caught) {
      if (!(caught instanceof BodyTooLong)) throw caught;
      throw this.#unreachable(`answers with more than ${maxBytes} bytes`);
    }
  }

  async #follow(exchange: Parameters<typeof follow>[0], signal: AbortSignal): Promise<Incoming> {
    const { base, onRedirect } = this.#options;
    const send = (outgoing: Outgoing) => {
      const { url } = outgoing;
      if (url.origin === base.origin && url.href !== exchange.at.url.href) onRedirect?.(url);
      return this.#client.send(outgoing, signal);
    };
    try {
      return await follow(exchange, this.#policy, send);
    } catch (caught) {
      if (caught instanceof StrayRedirect) throw this.#unreachable(`redirects ${caught.message}`);
      throw caught instanceof BrokenConnection ? this.#broken("could not be reached", caught.cause) : caught;
    }
  }

  async *#body({ body }: Incoming, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* body;
    } catch (cause) {
      // What the reader of this stream throws does not come by here; only the connection does.
      if (signal.aborted) throw stopped(signal);
      throw this.#broken("broke off in the middle", cause);
    }
  }

  #refused(incoming: Incoming): IdentikitError {
    const { owner, authorization } = this.#options;
    const { status } = incoming;
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
      const afterMs = retryAfterMs(incoming.header("retry-after"), incoming.header("date"));
      return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, {
        remedy: "The server is busy or in trouble; run again later.",
        retry: {
          kind: "later",
          isOutage: isOutageStatus(status),
          ...(afterMs === undefined ? {} : { afterMs }),
        },
      });
    }
    return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, {
      remedy: "Check the server's address.",
    });
  }

  #broken(problem: string, cause: unknown): IdentikitError {
    const { meaning, isLasting } = troubleOf(cause);
    return this.#unreachable(`${problem}: ${meaning}`, {
      cause,
      retry: isLasting ? { kind: "never" } : { kind: "later", isOutage: true },
    });
  }

  #unreachable(problem: string, details: Partial<ConstructorParameters<typeof IdentikitError>[2]> = {}) {
    return new IdentikitError("SOURCE_UNREACHABLE", `${this.#options.owner} ${problem}`, {
      remedy: "Check the network and the server's address, then run again.",
      ...details,
    });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
