import { once } from "node:events";
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "./endpoint.ts";
import { nodeHttp } from "./node-http.ts";
import { cancelled } from "./refusal.ts";

/** A request's body: opened anew for each try. */
export interface Body {
  /** Bytes that `open` will give. */
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Bytes expected in either direction; the time that a request may take grows with them. */
  readonly expectedBytes?: number;
}

/** An answer whose body has yet to be read; where it is not read to its end, the connection is closed. */
export interface Incoming {
  readonly status: number;
  /** The address that answered, after redirects. */
  readonly url: URL;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: AsyncIterable<Buffer>;
  /** Body bytes sent before the answer came. */
  readonly sent: number;
}

/** No byte in either direction for so long ends a request. */
const idleMs = 60_000;
/** The whole of a request may take this and the time of its bytes at 16 KiB a second. */
const patienceMs = 180_000;
const slowestBytesPerMs = 16;

/** Where a request failed before its answer was complete: cut, refused, timed out. `cause.code` has the system's word. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
}

export interface HttpClientOptions {
  /** Connections to one host at a time. */
  readonly connections: number;
  /** Variables that may name a proxy (`HTTPS_PROXY`, `NO_PROXY` …). */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * HTTP/1.1 over kept-alive connections. Node's own client rather than `fetch`: it follows no redirect, sends a stream
 * with its length, answers before a body is sent are seen, and nothing of it is loaded that a run does not use.
 */
export class HttpClient implements Disposable {
  readonly #options: HttpClientOptions;
  #isClosed = false;
  readonly #doors = new Map<string, Door>();

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /**
   * Sends one request and gives its answer as soon as its headers are there. The body must be read to its end or
   * destroyed; it fails with {@link BrokenConnection}'s causes where it is cut.
   * @throws {BrokenConnection} no answer; {@link IdentikitError} `CANCELLED`, and what `body.open` throws
   */
  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
    if (signal.aborted || this.#isClosed) throw cancelled();
    const { agent, start } = this.#door(outgoing.url);
    const options: RequestOptions = {
      method: outgoing.method,
      headers: this.#headers(outgoing),
      agent,
      signal,
      timeout: idleMs,
    };
    const request = start(outgoing.url, options);
    const deadline =
      patienceMs + Math.ceil((outgoing.expectedBytes ?? outgoing.body?.size ?? 0) / slowestBytesPerMs);
    const timer = setTimeout(
      () => request.destroy(timedOut("it took longer than its size allows")),
      deadline,
    );
    timer.unref();
    request.once("timeout", () => request.destroy(timedOut(`nothing moved for ${idleMs / 1000} s`)));
    request.once("close", () => clearTimeout(timer));
    return await this.#converse(request, outgoing, signal);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const { agent } of this.#doors.values()) agent.destroy();
    this.#doors.clear();
  }

  async #converse(request: ClientRequest, { url, body }: Outgoing, signal: AbortSignal): Promise<Incoming> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    let failure: unknown;
    request.once("response", resolve);
    request.on("error", (error) => {
      failure ??= error;
      reject(error);
    });
    promise.catch(() => {}); // it is awaited below, after the body
    const sent = { bytes: 0 };
    const sending = body ? sendBody(request, body, sent, promise) : void request.end();
    try {
      // An answer that comes before the body is through ends the sending: it is a refusal.
      const first = await Promise.race([promise, Promise.resolve(sending).then(() => promise)]);
      first.once("end", () => request.writableFinished || request.destroy());
      return incomingOf(first, url, sent.bytes);
    } catch (cause) {
      request.destroy();
      if (signal.aborted) throw cancelled();
      if (cause instanceof IdentikitError) throw cause;
      if (failure === undefined) throw cause;
      throw new BrokenConnection(describe(failure), { cause: failure });
    }
  }

  #headers(outgoing: Outgoing): Record<string, string | number> {
    const headers: Record<string, string | number> = {
      "user-agent": "identikit",
      accept: "*/*",
      ...outgoing.headers,
    };
    if (outgoing.body) headers["content-length"] = outgoing.body.size;
    else if (outgoing.method !== "GET" && outgoing.method !== "HEAD") headers["content-length"] = 0;
    return headers;
  }

  #door(url: URL): Door {
    const proxied = !isLoopback(url.hostname);
    const key = `${url.protocol} ${proxied}`;
    let door = this.#doors.get(key);
    if (!door) {
      door = openDoor(url.protocol, this.#options.connections, proxied ? this.#options.env : undefined);
      this.#doors.set(key, door);
    }
    return door;
  }
}

/** What starts requests of one protocol, with its connections. */
interface Door {
  readonly agent: Agent;
  readonly start: (url: URL, options: RequestOptions) => ClientRequest;
}

function openDoor(protocol: string, connections: number, env: HttpClientOptions["env"]): Door {
  const { Agent, request } = nodeHttp(protocol);
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    scheduling: "lifo",
    ...(env ? { proxyEnv: { ...env } } : {}),
  });
  return { agent, start: request };
}

function incomingOf(message: IncomingMessage, url: URL, sent: number): Incoming {
  return {
    status: message.statusCode ?? 0,
    url,
    header: (name) => [message.headers[name] ?? []].flat().join(", ") || undefined,
    body: message,
    sent,
  };
}

/** A failure of the network in words, without what an address may hold. */
function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message ?? String(error);
}

function timedOut(why: string): NodeJS.ErrnoException {
  return Object.assign(new Error(why), { code: "ETIMEDOUT" });
}

async function sendBody(
  request: ClientRequest,
  body: Body,
  sent: { bytes: number },
  answer: Promise<IncomingMessage>,
): Promise<void> {
  let answered = false;
  const stop = (): void => {
    answered = true;
  };
  answer.then(stop, stop);
  for await (const chunk of body.open()) {
    if (answered) return;
    sent.bytes += chunk.length;
    if (sent.bytes > body.size) throw wrongLength(body.size);
    if (!request.write(chunk)) await Promise.race([once(request, "drain"), answer]);
  }
  if (sent.bytes < body.size && !answered) throw wrongLength(body.size);
  request.end();
}

function wrongLength(size: number): IdentikitError {
  return new IdentikitError(
    "DIGEST_MISMATCH",
    `what is to be sent is not the ${size} bytes that its descriptor says`,
    {
      remedy: "Read the image anew: its source changed, or is damaged.",
    },
  );
}
