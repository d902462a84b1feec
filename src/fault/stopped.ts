import { setTimeout as sleep } from "node:timers/promises";
import { cancelled, IdentikitError } from "./error.ts";
import { fieldsOf } from "./thrown.ts";

/**
 * What a run that was told to stop throws: the signal's own reason where that says why (a fault of ours, a deadline),
 * else `CANCELLED`.
 */
export function stopped({ reason }: AbortSignal, what = "stopped before it was done"): unknown {
  if (reason instanceof IdentikitError || fieldsOf(reason).name === "TimeoutError") return reason;
  return cancelled(what, reason);
}

/**
 * Waits, unless the signal ends it. Every wait of the house is this one, so that none ends with an error of its own.
 * @throws what {@link stopped} says
 */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
  } catch (cause) {
    throw signal?.aborted ? stopped(signal, "stopped while waiting") : cause;
  }
}
