import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "./error.ts";

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Tries in all. Default 8: with the default waits, what is down is given about ten seconds. */
  readonly tries?: number;
  /** The first wait, in milliseconds; it doubles each time, up to five seconds. Default 100. */
  readonly firstWaitMs?: number;
}

const defaultTries = 8;
const defaultFirstWaitMs = 100;
const longestWaitMs = 5_000;
/** A server that asks for more patience than this is not waited for: the fault says how long it wanted. */
const longestAskedMs = 60_000;
/** Nobody listens there: waiting long for that only hides a typing mistake. */
const triesOfRefusedConnection = 3;

/** Too slow, too many, or failing by itself: what RFC 9110 and RFC 6585 let a client try again. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
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
 * Tries until it succeeds, fails with a fault whose retry policy is `never`, or was tried often enough.
 * @throws what the last try threw; the signal's reason
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (caught) {
      await waitBeforeRetry(caught, tried, options);
    }
  }
}

/**
 * Waits before the next try, not before the time that the fault names, or throws where there is to be none.
 * @param tried how many tries there were
 */
export async function waitBeforeRetry(caught: unknown, tried: number, options: RetryOptions): Promise<void> {
  const { signal, tries = defaultTries, firstWaitMs = defaultFirstWaitMs } = options;
  if (signal.aborted) throw stopped(signal);
  if (!(caught instanceof IdentikitError) || caught.retry.kind === "never") throw caught;
  if (tried >= Math.min(tries, isRefusedConnection(caught) ? triesOfRefusedConnection : tries)) {
    throw tried === 1 ? caught : tiredOf(caught, tried);
  }
  const asked = caught.retry.afterMs;
  if (asked !== undefined && asked > longestAskedMs) throw caught;
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (tried - 1));
  // Half of it is random, so that clients do not march in step.
  await sleep(asked ?? full / 2 + (full / 2) * Math.random(), undefined, { signal }).catch(() => {
    throw stopped(signal);
  });
}

/** A deadline keeps its own reason, which the one who set it knows; anything else was told to stop. */
function stopped({ reason }: AbortSignal): unknown {
  if (reason instanceof IdentikitError || (reason as Error | undefined)?.name === "TimeoutError")
    return reason;
  const details = { remedy: "Run it again: it takes up where it was left.", cause: reason };
  return new IdentikitError("CANCELLED", "stopped while waiting to try again", details);
}

function isRefusedConnection(fault: IdentikitError): boolean {
  return (fault.cause as { code?: unknown } | undefined)?.code === "ECONNREFUSED";
}

function tiredOf(fault: IdentikitError, tried: number): IdentikitError {
  const { code, message, remedy, retry, location, cause } = fault;
  return new IdentikitError(code, `${message} (tried ${tried} times)`, {
    remedy,
    cause: cause ?? fault,
    retry,
    ...(location ? { location } : {}),
  });
}
