import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "../fault/error.ts";
import type { EventSink, TimedEvent } from "./events.ts";

export interface EventEndpointOptions {
  /** Where events are posted to, as JSON; a user name and password in it become a header. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string;
  /** Told once, in one line without credentials, when events could not be delivered. */
  readonly onUndelivered: (line: string) => void;
}

const attemptMs = 10_000;
const attempts = 4;
const firstPauseMs = 250;
/** Events that wait at most; further ones are counted and given up. */
const maxWaiting = 10_000;
/** After so long, a run does not wait for the endpoint any more. */
const flushMs = 30_000;

/**
 * Posts events to an HTTP endpoint, one after the other, each a few times. A run never fails because nobody listens:
 * what could not be delivered is said when the sink is closed, which also waits for what is still under way.
 */
export class EventEndpoint implements EventSink, AsyncDisposable {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #onUndelivered: EventEndpointOptions["onUndelivered"];
  readonly #stop = new AbortController();
  readonly #waiting: TimedEvent[] = [];
  #sending: Promise<void> | undefined;
  #undelivered = 0;

  /** @throws {IdentikitError} `USAGE` for what is no HTTP address */
  constructor({ url, token, onUndelivered }: EventEndpointOptions) {
    this.#url = parseUrl(url);
    const { username, password } = this.#url;
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const basic = username ? `Basic ${Buffer.from(pair).toString("base64")}` : undefined;
    const authorization = token ? `Bearer ${token}` : basic;
    this.#url.username = "";
    this.#url.password = "";
    this.#headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
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
    if (this.#undelivered === 0) return;
    this.#onUndelivered(`${this.#undelivered} events could not be delivered to ${this.#url.origin}`);
  }

  async #sendAll(): Promise<void> {
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      if (!(await this.#send(JSON.stringify(event)))) this.#undelivered++;
    }
    this.#sending = undefined;
  }

  async #send(body: string): Promise<boolean> {
    for (let attempt = 0; attempt < attempts && !this.#stop.signal.aborted; attempt++) {
      if (attempt > 0)
        await sleep(firstPauseMs * 2 ** attempt, undefined, { signal: this.#stop.signal }).catch(() => {});
      const status = await this.#post(body);
      if (status !== undefined && status < 300) return true;
      const final = status !== undefined && status < 500 && status !== 429 && status !== 408;
      if (final) return false;
    }
    return false;
  }

  /** The status of one attempt; `undefined` where there was no answer. */
  async #post(body: string): Promise<number | undefined> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(attemptMs)]);
    try {
      // A redirect would carry the credential to somewhere that nobody named.
      const options = { method: "POST", headers: this.#headers, redirect: "manual", body, signal } as const;
      const response = await fetch(this.#url, options);
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    }
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new IdentikitError("USAGE", "the address that events are to be posted to is no HTTP address", {
    remedy: "Write it as https://host/path.",
  });
}
