import { IdentikitError } from "../fault/error.ts";
import { isRetryableStatus, withRetries } from "../fault/retry.ts";
import { readWords } from "../http/body.ts";
import { HttpClient } from "../http/http-client.ts";
import { messageBody } from "../http/message.ts";
import type { EventSink } from "./event-sink.ts";
import type { TimedEvent } from "./fleet-event.ts";

export interface EventEndpointOptions {
  /** Where events are posted to, as JSON; a user name and password in it become a header. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string;
  /** Variables that may name a proxy. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told once, in one line without credentials, when events could not be delivered. */
  readonly onUndelivered: (line: string) => void;
}

/** One try at delivering an event; then, how long the next ones are made. Milliseconds. */
const attemptMs = 10_000;
const patienceMs = 4_000;
/** Events that wait at most; further ones are counted and given up. */
const maxWaiting = 10_000;
/** After so long, a run does not wait for the endpoint any more. */
const flushMs = 30_000;

/**
 * Posts events to an HTTP endpoint, one after the other, each for a few seconds. A run never fails because nobody listens:
 * what could not be delivered is said when the sink is closed, which also waits for what is still under way.
 */
export class EventEndpoint implements EventSink, AsyncDisposable {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #onUndelivered: EventEndpointOptions["onUndelivered"];
  readonly #client: HttpClient;
  readonly #stop = new AbortController();
  readonly #waiting: TimedEvent[] = [];
  #sending: Promise<void> | undefined;
  #undelivered = 0;

  /** @throws {IdentikitError} `USAGE` for what is no HTTP address */
  constructor({ url, token, env, onUndelivered }: EventEndpointOptions) {
    this.#url = parseUrl(url);
    const { username, password } = this.#url;
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const basic = username ? `Basic ${Buffer.from(pair).toString("base64")}` : undefined;
    const authorization = token ? `Bearer ${token}` : basic;
    this.#url.username = "";
    this.#url.password = "";
    this.#headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
    this.#client = new HttpClient({ connections: 1, env });
    this.#onUndelivered = onUndelivered;
  }

  emit(event: TimedEvent): void {
    if (this.#waiting.length >= maxWaiting) {
      this.#undelivered++;
      return;
    }
    this.#waiting.push(event);
    this.#sending ??= this.#sendAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const deadline = setTimeout(() => this.#stop.abort(), flushMs);
    await this.#sending;
    clearTimeout(deadline);
    this.#client[Symbol.dispose]();
    if (this.#undelivered === 0) return;
    this.#onUndelivered(`${this.#undelivered} events could not be delivered to ${this.#url.origin}`);
  }

  async #sendAll(): Promise<void> {
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      await this.#send(JSON.stringify(event)).catch(() => this.#undelivered++);
    }
    this.#sending = undefined;
  }

  /** @throws where the event was not taken, whatever the reason */
  async #send(text: string): Promise<void> {
    await withRetries(() => this.#post(text), { signal: this.#stop.signal, patienceMs });
  }

  async #post(text: string): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(attemptMs)]);
    const status = await this.#statusOf(text, signal).catch(() => undefined);
    // A redirect is not followed: it would carry the credential to somewhere that nobody named.
    if (status !== undefined && status < 300) return;
    const isFinal = status !== undefined && !isRetryableStatus(status);
    throw new IdentikitError("HOST_UNREACHABLE", `an event was answered ${status ?? "with nothing"}`, {
      remedy: "Check the address that events are posted to.",
      retry: { kind: isFinal ? "never" : "later" },
    });
  }

  async #statusOf(text: string, signal: AbortSignal): Promise<number> {
    const body = messageBody(Buffer.from(text));
    const incoming = await this.#client.send(
      { method: "POST", url: this.#url, headers: this.#headers, body },
      signal,
    );
    await readWords(incoming);
    return incoming.status;
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new IdentikitError("USAGE", "the address that events are to be posted to is no HTTP address", {
    remedy: "Write it as https://host/path.",
  });
}
