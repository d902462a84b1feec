import { once } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { IdentikitError } from "../fault/error.ts";
import { stopped } from "../fault/stopped.ts";
import { BrokenConnection, timedOut } from "./broken-connection.ts";
import { Doors } from "./doors.ts";
import type { Body, Incoming, Outgoing } from "./message.ts";
import { addressRefused, clearanceAt, lesser, mayLeadTo } from "./named-address.ts";
import { reachOfHost } from "./reach.ts";

/** No byte in either direction for so long ends a request. */
const idleMs = 60_000;
/** The whole of a request may take this and the time of its bytes at 16 KiB a second. */
const patienceMs = 180_000;
const slowestBytesPerMs = 16;

export interface HttpClientOptions {
  /** Connections to one host at a time. */
  readonly connections: number;
  /** Variables that may name a proxy (`HTTPS_PROXY`, `NO_PROXY` …); for this machine none is used. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** How names become addresses; left out, as the system does it. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * HTTP/1.1 over kept-alive connections. Node's own client rather than `fetch`: it follows no redirect, sends a stream
 * with its length, hears an answer that comes before a body is through, shows which address it connects to, and nothing of it
 * is loaded that a run does not use.
 */
export class HttpClient implements Disposable {
  readonly #doors: Doors;
  #isClosed = false;

  constructor(options: HttpClientOptions) {
    this.#doors = new Doors(options);
  }

  /**
   * Sends one request and gives its answer as soon as its headers are there. The body must be read to its end or
   * destroyed; it fails with {@link BrokenConnection}'s causes where it is cut.
   * @throws {BrokenConnection} no answer; {@link IdentikitError} `ADDRESS_REFUSED` before anything is sent, what the
   * signal says, and what `body.open` throws
   */
  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
    if (signal.aborted || this.#isClosed) throw stopped(signal, "stopped while talking to a server");
    const { url, by, body, expectedBytes } = outgoing;
    const known = reachOfHost(url.hostname);
    if (by && known !== undefined && !mayLeadTo(known, by)) throw addressRefused(url, by, known);
    const door = this.#doors.to(url, by);
    const request = door.start({
      method: outgoing.method,
      headers: headersOf(outgoing),
      signal,
      timeout: idleMs,
    });
    const deadline = patienceMs + Math.ceil((expectedBytes ?? body?.size ?? 0) / slowestBytesPerMs);
    const late = () => request.destroy(timedOut("it took longer than its size allows"));
    const timer = setTimeout(late, deadline);
    timer.unref();
    request.once("timeout", () => request.destroy(timedOut(`nothing moved for ${idleMs / 1000} s`)));
    request.once("close", () => clearTimeout(timer));
    const { message, sent } = await converse(request, body, signal);
    const own = clearanceAt(door.reachOf(message));
    const namer = { host: url.host, clearance: by ? lesser(by.clearance, own) : own };
    return {
      status: message.statusCode ?? 0,
      url,
      header: (name) => [message.headers[name] ?? []].flat().join(", ") || undefined,
      body: message,
      discard: () => void message.destroy(),
      sent,
      namer,
    };
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#doors[Symbol.dispose]();
  }
}

async function converse(
  request: ClientRequest,
  body: Body | undefined,
  signal: AbortSignal,
): Promise<{ readonly message: IncomingMessage; readonly sent: number }> {
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
    const message = await Promise.race([promise, Promise.resolve(sending).then(() => promise)]);
    message.once("end", () => request.writableFinished || request.destroy());
    return { message, sent: sent.bytes };
  } catch (cause) {
    request.destroy();
    if (signal.aborted) throw stopped(signal, "stopped while talking to a server");
    if (failure instanceof IdentikitError) throw failure;
    if (cause instanceof IdentikitError || failure === undefined) throw cause;
    throw new BrokenConnection(failure);
  }
}

function headersOf(outgoing: Outgoing): Record<string, string | number> {
  const headers: Record<string, string | number> = {
    "user-agent": "identikit",
    accept: "*/*",
    ...outgoing.headers,
  };
  if (outgoing.body) headers["content-length"] = outgoing.body.size;
  else if (outgoing.method !== "GET" && outgoing.method !== "HEAD") headers["content-length"] = 0;
  return headers;
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
    `what is to be sent is not the ${size} bytes that were announced`,
    {
      remedy: "Read it again: its source changed, or is damaged.",
    },
  );
}
