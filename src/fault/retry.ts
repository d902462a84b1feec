import { IdentikitError } from "./error.ts";
import { pause, stopped } from "./stopped.ts";

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Milliseconds from the first failure to the last try. Default {@link defaultPatienceMs}. */
  readonly patienceMs?: number | undefined;
  /** Failures that the other side may answer with; those of an outage are not counted. Default: no bound but the time. */
  readonly tries?: number;
  /** The first wait, in milliseconds; it doubles each time, up to five seconds. Default 100. */
  readonly firstWaitMs?: number;
}

/** A service that is restarted, or fails over, takes five seconds; who mistyped a name must not wait for much longer. */
export const defaultPatienceMs = 7_000;
const defaultFirstWaitMs = 100;
const longestWaitMs = 5_000;
/** A server that asks for more patience than this, or than the user has, is not waited for: the fault says how long. */
const longestAskedMs = 60_000;

/** Too slow, too many, or failing by itself: what RFC 9110 and RFC 6585 let a client try again. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** What a gateway answers in place of a server that is away. */
export function isOutageStatus(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

/**
 * The `Retry-After` header (RFC 9110, 10.2.3) in milliseconds, in either of its forms. A date is taken relative to the
 * answer's own `Date`, so that a wrong clock on either side does not matter; without that header it says nothing.
 */
export function retryAfterMs(header: string | undefined, date: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const wait = Date.parse(header) - Date.parse(date ?? "");
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/**
 * Tries until it succeeds, fails with a fault whose retry policy is `never`, or the patience is used up.
 * @throws what the last try threw; what {@link stopped} says
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const patience = new Patience(options);
  for (;;) {
    try {
      return await attempt();
    } catch (caught) {
      await patience.wait(caught);
    }
  }
}

/** How long one piece of work is tried; for work that can get on between two failures, else {@link withRetries}. */
export class Patience {
  readonly #options: RetryOptions;
  #tried = 0;
  #answered = 0;
  #endsAt: number | undefined;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** The work got on: the next failure is the first one again. */
  renew(): void {
    this.#tried = 0;
    this.#answered = 0;
    this.#endsAt = undefined;
  }

  /** Waits before the next try, not before the time that the fault names; throws where there is to be none. */
  async wait(caught: unknown): Promise<void> {
    const { signal, tries = Number.POSITIVE_INFINITY, firstWaitMs = defaultFirstWaitMs } = this.#options;
    const patienceMs = this.#options.patienceMs ?? defaultPatienceMs;
    if (signal.aborted) throw stopped(signal);
    if (!(caught instanceof IdentikitError) || caught.retry.kind === "never") throw caught;
    this.#tried++;
    if (!caught.retry.isOutage) this.#answered++;
    const now = performance.now();
    this.#endsAt ??= now + patienceMs;
    const left = this.#endsAt - now;
    if (left <= 0 || this.#answered >= tries) throw tiredOf(caught, this.#tried);
    const asked = caught.retry.afterMs ?? 0;
    if (asked > Math.max(longestAskedMs, patienceMs)) throw caught;
    // A part of it is random, so that clients do not march in step. The last try comes when the patience ends.
    const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#tried - 1));
    const own = full * (0.65 + 0.25 * Math.random());
    await pause(Math.max(asked, Math.min(own, Math.ceil(left) + 1)), signal);
  }
}

function tiredOf(fault: IdentikitError, tried: number): IdentikitError {
  if (tried === 1) return fault;
  const { code, message, remedy, retry, location, cause } = fault;
  return new IdentikitError(code, `${message} (tried ${tried} times)`, {
    remedy,
    cause: cause ?? fault,
    retry,
    ...(location ? { location } : {}),
  });
}
