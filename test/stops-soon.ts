import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "../src/fault/error.ts";

/** A signal that is aborted in a moment, as a runner's stop does it: with a fault that says why. */
export function stopsSoon(afterMs = 100): { readonly signal: AbortSignal; readonly reason: IdentikitError } {
  const reason = new IdentikitError("CANCELLED", "stopped by SIGTERM", { remedy: "Run it again." });
  const stop = new AbortController();
  void sleep(afterMs).then(() => stop.abort(reason));
  return { signal: stop.signal, reason };
}
