import { IdentikitError } from "../../fault/error.ts";
import { isRetryableStatus, retryAfterMs } from "../../fault/retry.ts";
import type { Clock } from "../../runtime/clock.ts";
import { readWords } from "./body.ts";
import { isLoopback } from "./endpoint.ts";
import { type Body, BrokenConnection, type HttpClient, type Incoming } from "./http-client.ts";
import { cancelled, failedAt } from "./refusal.ts";
import type { RequestKind, RequestRecord } from "./traffic.ts";

/** One thing to ask a server for. */
export interface Call {
  readonly kind: RequestKind;
  readonly method: string;
  readonly url: URL;
  /** For messages, after "to": "the manifest of tag v1". */
  readonly what: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The `Authorization` header; it goes to the origin of `url` and to no other. */
  readonly authorization?: string | undefined;
  readonly body?: Body;
  /** Bytes that the answer may have, where it can be large. */
  readonly expectedBytes?: number;
}

export interface TransportOptions {
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onRequest: (record: RequestRecord) => void;
}

const mostRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * One request and its answer: redirects followed, counted, and every failure a fault whose retry policy says whether
 * the same again can help. Trying again is the caller's, since only it knows what has to be done anew.
 */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /**
   * Sends a call and gives its answer, whose body fails with the same faults. A status that may be another one later
   * is a fault; every other one is the caller's to judge.
   * @throws {IdentikitError} `REGISTRY_UNREACHABLE` (later where that can help), `REGISTRY_REFUSED` for a redirect
   * that is not followed, `CANCELLED`; what the request's body throws
   */
  async open(call: Call): Promise<Incoming> {
    let url = call.url;
    for (let hop = 0; ; hop++) {
      const incoming = await this.#once(call, url);
      const { status } = incoming;
      const location = incoming.header("location");
      if (isRetryableStatus(status)) throw await this.#failure(call, incoming);
      if (!redirects.has(status) || location === undefined) return incoming;
      await readWords(incoming);
      if (hop === mostRedirects) throw strayed(call, `over more than ${mostRedirects} redirects`);
      url = redirected(call, url, status, location);
    }
  }

  async #once(call: Call, url: URL): Promise<Incoming> {
    const record = { kind: call.kind, method: call.method, host: url.host, status: 0, sent: 0, received: 0 };
    try {
      const incoming = await this.#options.client.send(
        {
          method: call.method,
          url,
          headers: headersFor(call, url),
          ...(call.body ? { body: call.body } : {}),
          ...(call.expectedBytes === undefined ? {} : { expectedBytes: call.expectedBytes }),
        },
        this.signal,
      );
      record.status = incoming.status;
      record.sent = incoming.sent;
      return { ...incoming, body: this.#watched(call, url, incoming.body, record) };
    } catch (caught) {
      // Anything else is what the source of a body threw, and is none of the registry's.
      throw caught instanceof BrokenConnection ? this.#faultOf(call, url, caught.cause) : caught;
    } finally {
      this.#options.onRequest(record);
    }
  }

  async *#watched(call: Call, url: URL, body: AsyncIterable<Buffer>, record: { received: number }) {
    try {
      for await (const chunk of body) {
        record.received += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      throw this.#faultOf(call, url, cause);
    }
  }

  async #failure(call: Call, incoming: Incoming): Promise<IdentikitError> {
    const afterMs = retryAfterMs(incoming.header("retry-after"), incoming.header("date"));
    return failedAt(
      { registry: call.url.host, what: call.what, status: incoming.status, body: await readWords(incoming) },
      { kind: "later", ...(afterMs === undefined ? {} : { afterMs }) },
    );
  }

  #faultOf(call: Call, url: URL, cause: unknown): IdentikitError {
    if (this.signal.aborted) return cancelled();
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
    const trouble = troubles.find(({ codes }) => codes.test(code));
    return new IdentikitError(
      "REGISTRY_UNREACHABLE",
      `${url.host} could not be reached for ${call.what}: ${trouble?.meaning ?? (code || "the connection broke")}`,
      {
        remedy: trouble?.remedy ?? "Check the network and run again.",
        cause,
        retry: { kind: trouble?.lasting ? "never" : "later" },
      },
    );
  }
}

/** A credential, in a header or signed into the address, never goes to an origin it was not given for. */
function headersFor(call: Call, url: URL): Record<string, string> {
  const headers = { ...call.headers };
  if (call.authorization !== undefined && url.origin === call.url.origin) {
    headers.authorization = call.authorization;
  }
  return headers;
}

/**
 * Where a redirect leads (RFC 9110, 15.4). Reading follows all of them; a request with a body or an effect only those
 * that keep its method. Never from TLS to plain HTTP.
 */
function redirected(call: Call, from: URL, status: number, location: string): URL {
  const to = URL.parse(location, from.href);
  const reads = call.method === "GET" || call.method === "HEAD";
  if (!to || !/^https?:$/.test(to.protocol)) throw strayed(call, "to something that is no http(s) address");
  if (call.kind === "token") throw strayed(call, `to ${to.host}`);
  if (!reads && status !== 307 && status !== 308) throw strayed(call, `to ${to.host} with status ${status}`);
  if (from.protocol === "https:" && to.protocol === "http:")
    throw strayed(call, `from TLS to plain HTTP at ${to.host}`);
  if (isLoopback(to.hostname) && !isLoopback(call.url.hostname))
    throw strayed(call, `to this machine (${to.host})`);
  to.username = "";
  to.password = "";
  return to;
}

function strayed(call: Call, how: string): IdentikitError {
  return new IdentikitError("REGISTRY_REFUSED", `${call.url.host} redirects ${call.what} ${how}`, {
    remedy: "Name the registry by the address that it serves its API at.",
  });
}

const troubles: readonly { codes: RegExp; meaning: string; remedy: string; lasting: boolean }[] = [
  {
    codes: /^ENOTFOUND$/,
    meaning: "there is no host of that name",
    remedy: "Check the registry's name.",
    lasting: true,
  },
  {
    codes: /^ECONNREFUSED$/,
    meaning: "nothing listens there",
    remedy: "Start the registry, or check its port.",
    lasting: false,
  },
  {
    codes: /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/,
    meaning: "its certificate is not trusted",
    remedy: "Name its certificate authority in NODE_EXTRA_CA_CERTS.",
    lasting: true,
  },
  {
    codes: /^(EPROTO|ERR_SSL_)/,
    meaning: "it does not speak TLS",
    remedy: "Where plain HTTP is meant, name the registry with --insecure-registry.",
    lasting: true,
  },
  {
    codes: /^(ETIMEDOUT|ESOCKETTIMEDOUT)$/,
    meaning: "it took too long",
    remedy: "Check the network and run again.",
    lasting: false,
  },
  {
    codes: /^HPE_/,
    meaning: "it does not speak HTTP",
    remedy: "Check the registry's name and port.",
    lasting: true,
  },
];
