import { IdentikitError } from "../fault/error.ts";

export interface StopSignal extends Disposable {
  readonly signal: AbortSignal;
  /** The signal that asked us to stop, if one did. */
  received(): NodeJS.Signals | undefined;
}

/**
 * Turns the first Ctrl-C, SIGTERM or SIGHUP into an abort, so that what is under way is left whole; the second one ends
 * the process the hard way.
 */
export function stopOnSignals(target: NodeJS.Process = process): StopSignal {
  const controller = new AbortController();
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let received: NodeJS.Signals | undefined;
  const stop = (name: NodeJS.Signals) => {
    received = name;
    release();
    const reason = new IdentikitError("CANCELLED", `interrupted (${name}) before it was done`, {
      remedy: "Run it again: it takes up where it was left.",
    });
    controller.abort(reason);
  };
  const release = () => {
    for (const name of names) target.removeListener(name, stop);
  };
  for (const name of names) target.on(name, stop);
  return { signal: controller.signal, received: () => received, [Symbol.dispose]: release };
}
