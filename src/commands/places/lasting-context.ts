import type { CommandContext } from "../context.ts";

/** The context of a command that runs until it is told to stop, which is how it ends: not how its work fails. */
export interface LastingContext extends Disposable {
  /** Stopped like the command until {@link lasts} is called, so that nothing is waited for on the way there; then never. */
  readonly context: CommandContext;
  lasts(): void;
}

export function lastingContext(given: CommandContext): LastingContext {
  const own = new AbortController();
  const stop = () => own.abort(given.signal.reason);
  const lasts = () => given.signal.removeEventListener("abort", stop);
  if (given.signal.aborted) stop();
  else given.signal.addEventListener("abort", stop, { once: true });
  return { context: { ...given, signal: own.signal }, lasts, [Symbol.dispose]: lasts };
}
