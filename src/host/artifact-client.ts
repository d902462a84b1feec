import { IdentikitError, type RetryPolicy } from "../fault/error.ts";
import { isOutageStatus, isRetryableStatus, retryAfterMs, withRetries } from "../fault/retry.ts";
import { shortened, visible } from "../fault/visible.ts";
import { BodyTooLong, readWhole } from "../http/body.ts";
import { BrokenConnection, troubleOf } from "../http/broken-connection.ts";
import { type Exchange, follow } from "../http/exchange.ts";
import { HttpClient } from "../http/http-client.ts";
import type { Incoming } from "../http/message.ts";
import { AddressPolicy, type NamedAddress, type Namer, privateHostsIn } from "../http/named-address.ts";
import { StrayRedirect } from "../http/redirect.ts";
import type { JobEnv } from "./host.ts";

/** What an artifact service answered. */
export interface ArtifactAnswer {
  readonly bytes: Buffer;
  /** Who answered, for the addresses that the answer names. */
  readonly namer: Namer;
}

/** Requests to an artifact service, and to the storage that it names; tried again where the server stumbles. */
export class ArtifactClient {
  readonly #own: URL;
  readonly #client: HttpClient;
  readonly #policy: AddressPolicy;
  readonly #signal: AbortSignal;

  /** @param own the service's address, as the runner gave it */
  constructor(own: URL, env: JobEnv, signal: AbortSignal) {
    this.#own = own;
    this.#client = new HttpClient({ connections: 1, env });
    this.#policy = new AddressPolicy(privateHostsIn(env));
    this.#signal = signal;
  }

  /**
   * An address of the storage, as the service signed it.
   * @throws {IdentikitError} `ADDRESS_REFUSED` for one further inside a network than the service is
   */
  named(address: string, by: Namer): NamedAddress {
    return this.#policy.admit(new URL(address), by, this.#own);
  }

  /**
   * Asks, and asks again where that can help. Addresses are not repeated in messages: they are signed.
   * @param what is asked for, for messages
   * @throws {IdentikitError} `ARTIFACT_FAILED`, `ADDRESS_REFUSED`, `CANCELLED`
   */
  async request(what: string, exchange: Omit<Exchange, "own">, maxBytes: number): Promise<ArtifactAnswer> {
    const signal = this.#signal;
    try {
      return await withRetries(() => this.#ask(what, { ...exchange, own: this.#own }, maxBytes), { signal });
    } catch (caught) {
      throw signal.aborted ? stopped(caught) : caught;
    }
  }

  async #ask(what: string, exchange: Exchange, maxBytes: number): Promise<ArtifactAnswer> {
    try {
      const answer = await follow(exchange, this.#policy, (one) => this.#client.send(one, this.#signal));
      const bytes = await bytesOf(answer, maxBytes);
      if (answer.status >= 200 && answer.status < 300) return { bytes, namer: answer.namer };
      const said = shortened(visible(bytes.toString("utf8").trim()), 200);
      throw artifactFault(`${what} was answered ${answer.status} ${said}`.trimEnd(), {
        retry: policyOf(answer),
      });
    } catch (caught) {
      if (caught instanceof StrayRedirect) throw artifactFault(`${what} was redirected ${caught.message}`);
      if (!(caught instanceof BrokenConnection)) throw caught;
      const { meaning, isLasting } = troubleOf(caught.cause);
      throw artifactFault(`${what}: the artifact service could not be reached: ${meaning}`, {
        cause: caught.cause,
        retry: isLasting ? { kind: "never" } : { kind: "later", isOutage: true },
      });
    }
  }
}

/** The fault of a service that does not do what it is asked. */
export function artifactFault(
  reason: string,
  details: { readonly cause?: unknown; readonly retry?: RetryPolicy } = {},
): IdentikitError {
  return new IdentikitError("ARTIFACT_FAILED", reason, {
    remedy: "Check that the host serves v4 artifacts, and that the artifact's name is used once in a run.",
    ...details,
  });
}

async function bytesOf(answer: Incoming, maxBytes: number): Promise<Buffer> {
  try {
    return await readWhole(answer, maxBytes);
  } catch (cause) {
    if (cause instanceof BodyTooLong) throw artifactFault(`the server sent more than ${maxBytes} bytes`);
    throw new BrokenConnection(cause);
  }
}

function policyOf(answer: Incoming): RetryPolicy {
  if (!isRetryableStatus(answer.status)) return { kind: "never" };
  const afterMs = retryAfterMs(answer.header("retry-after"), answer.header("date"));
  return {
    kind: "later",
    isOutage: isOutageStatus(answer.status),
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

function stopped(cause: unknown): IdentikitError {
  return new IdentikitError("CANCELLED", "stopped while an artifact was under way", {
    remedy: "Run again.",
    cause,
  });
}
