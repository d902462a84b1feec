import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "./error.ts";

/**
 * What a run that was told to stop throws: the signal's own reason where that says why (a fault of ours, a deadline),
 * else `CANCELLED`.
 */
export function stopped({ reason }: AbortSignal, what = "stopped before it was done"): unknown {
  if (reason instanceof IdentikitError || (reason as Error | undefined)?.name === "TimeoutError")
    return reason;
  const details = { remedy: "Run it again: it takes up where it was left.", cause: reason };
  return new IdentikitError("CANCELLED", what, details);
}

/**
 * Waits, unless the signal ends it.
 * @throws what {@link stopped} says
 */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {
    throw stopped(signal, "stopped while waiting");
  });
}
