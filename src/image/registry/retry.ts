import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "../../fault/error.ts";
import { cancelled } from "./refusal.ts";

/** At most so many tries; with the waits below a registry that is down is given about ten seconds. */
export const maxTries = 8;
const firstWaitMs = 100;
const longestWaitMs = 5_000;
/** A registry that asks for more patience than this is not waited for: the fault says how long it wanted. */
export const longestRetryAfterMs = 60_000;

/** Too slow, too many, or failing by itself: what RFC 9110 and RFC 6585 let a client try again. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * The `Retry-After` header (RFC 9110, 10.2.3) in milliseconds, in either of its forms; a date is taken relative to
 * the answer's own `Date`, so that a wrong clock on either side does not matter.
 */
export function retryAfterMs(
  header: string | undefined,
  date: string | undefined,
  now: Date,
): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const until = Date.parse(header);
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(date ?? "");
  return Math.max(0, until - (Number.isNaN(sent) ? now.getTime() : sent));
}

/** How long to wait before the next try: doubling, with half of it random so that clients do not march in step. */
export function backoffMs(tried: number): number {
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (tried - 1));
  return full / 2 + (full / 2) * Math.random();
}

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** At most so many tries. Default {@link maxTries}. */
  readonly tries?: number;
}

/**
 * Runs `attempt` until it succeeds, fails with a fault whose retry policy is `never`, or has been tried often enough.
 * @throws what the last try threw; `CANCELLED`
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (caught) {
      await waitAfter(caught, tried, options);
    }
  }
}

/** Waits before the next try, or throws where there is none. */
export async function waitAfter(caught: unknown, tried: number, options: RetryOptions): Promise<void> {
  if (!(caught instanceof IdentikitError) || caught.retry.kind === "never") throw caught;
  const tries = Math.min(options.tries ?? maxTries, isRefusedConnection(caught) ? 3 : maxTries);
  if (tried >= tries) throw tries === 1 ? caught : tiredOf(caught, tried);
  const asked = caught.retry.afterMs;
  if (asked !== undefined && asked > longestRetryAfterMs) throw caught;
  try {
    await sleep(asked ?? backoffMs(tried), undefined, { signal: options.signal });
  } catch {
    throw cancelled();
  }
}

/** Nobody listens there: waiting long for that only hides a typing mistake. */
function isRefusedConnection(fault: IdentikitError): boolean {
  return (fault.cause as { code?: unknown } | undefined)?.code === "ECONNREFUSED";
}

function tiredOf(fault: IdentikitError, tried: number): IdentikitError {
  return new IdentikitError(fault.code, `${fault.message} (tried ${tried} times)`, {
    remedy: fault.remedy,
    cause: fault.cause ?? fault,
    retry: fault.retry,
  });
}
