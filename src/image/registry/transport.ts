import { IdentikitError } from "../../fault/error.ts";
import { isOutageStatus, isRetryableStatus, type RetryOptions, retryAfterMs } from "../../fault/retry.ts";
import { stopped } from "../../fault/stopped.ts";
import { readWords } from "../../http/body.ts";
import { BrokenConnection, troubleOf } from "../../http/broken-connection.ts";
import { type Exchange, follow } from "../../http/exchange.ts";
import type { HttpClient } from "../../http/http-client.ts";
import type { Incoming, Outgoing } from "../../http/message.ts";
import type { AddressPolicy } from "../../http/named-address.ts";
import { StrayRedirect } from "../../http/redirect.ts";
import type { Clock } from "../../runtime/clock.ts";
import { failedAt } from "./refusal.ts";
import type { RequestKind, RequestRecord } from "./traffic.ts";

/** One thing to ask a server for. */
export interface Call extends Exchange {
  readonly kind: RequestKind;
  /** For messages, after "to": "the manifest of tag v1". */
  readonly what: string;
}

export interface TransportOptions {
  readonly client: HttpClient;
  readonly policy: AddressPolicy;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long one request is tried; left out, the default of `fault/retry.ts`. */
  readonly patienceMs?: number | undefined;
  readonly onRequest: (record: RequestRecord) => void;
}

/**
 * One request and its answer: redirects followed, counted, and every failure a fault whose retry policy says whether
 * the same again can help. Trying again is the caller's, since only it knows what has to be done again.
 */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** How requests are tried again. */
  get retry(): RetryOptions {
    const { signal, patienceMs } = this.#options;
    return { signal, patienceMs };
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  get policy(): AddressPolicy {
    return this.#options.policy;
  }

  /**
   * Sends a call and gives its answer, whose body fails with the same faults. A status that may be another one later
   * is a fault; every other one is the caller's to judge.
   * @throws {IdentikitError} `REGISTRY_UNREACHABLE` (later where that can help), `REGISTRY_REFUSED` for a redirect
   * that is not followed, `ADDRESS_REFUSED`, `CANCELLED`; what the request's body throws
   */
  async open(call: Call): Promise<Incoming> {
    try {
      const incoming = await follow(call, this.policy, (outgoing) => this.#once(call, outgoing));
      if (isRetryableStatus(incoming.status)) throw await this.#failure(call, incoming);
      return incoming;
    } catch (caught) {
      if (!(caught instanceof StrayRedirect)) throw caught;
      const message = `${call.at.url.host} redirects ${call.what} ${caught.message}`;
      throw new IdentikitError("REGISTRY_REFUSED", message, {
        remedy: "Name the registry by the address that it serves its API at.",
      });
    }
  }

  async #once(call: Call, outgoing: Outgoing): Promise<Incoming> {
    const { method, url } = outgoing;
    const record = { kind: call.kind, method, host: url.host, status: 0, sent: 0, received: 0 };
    try {
      const incoming = await this.#options.client.send(outgoing, this.signal);
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
    const { status } = incoming;
    const afterMs = retryAfterMs(incoming.header("retry-after"), incoming.header("date"));
    return failedAt(
      { registry: call.at.url.host, what: call.what, status, body: await readWords(incoming) },
      { kind: "later", isOutage: isOutageStatus(status), ...(afterMs === undefined ? {} : { afterMs }) },
    );
  }

  #faultOf(call: Call, url: URL, cause: unknown): unknown {
    if (this.signal.aborted) return stopped(this.signal, "stopped while talking to a registry");
    const { meaning, remedy, isLasting } = troubleOf(cause);
    return new IdentikitError(
      "REGISTRY_UNREACHABLE",
      `${url.host} could not be reached for ${call.what}: ${meaning}`,
      { remedy, cause, retry: isLasting ? { kind: "never" } : { kind: "later", isOutage: true } },
    );
  }
}
