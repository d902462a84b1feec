import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "../fault/error.ts";

/** Delays between tries, in milliseconds: doubled each time, each lengthened by up to half at random. */
export interface RetryOptions {
  /** Tries in all. Default 4. */
  readonly tries?: number;
  /** The first delay. Default 300. */
  readonly firstDelayMs?: number;
  /** A server that asks for a longer pause than this is taken at its word and not asked again. Default 60,000. */
  readonly longestDelayMs?: number;
  readonly signal: AbortSignal;
}

/**
 * Tries again while the fault says that it may help (`retry.kind` is `later`), not before the time that it names.
 * @throws the last fault, or the signal's reason
 */
export async function retrying<Result>(
  attempt: () => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const { tries = 4, firstDelayMs = 300, longestDelayMs = 60_000, signal } = options;
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (caught) {
      signal.throwIfAborted();
      if (!(caught instanceof IdentikitError) || caught.retry.kind === "never" || tried >= tries)
        throw caught;
      const backoff = firstDelayMs * 2 ** (tried - 1) * (1 + Math.random() / 2);
      const delay = Math.max(backoff, caught.retry.afterMs ?? 0);
      if (delay > longestDelayMs) throw caught;
      await sleep(delay, undefined, { signal });
    }
  }
}
