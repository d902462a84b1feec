/** How long a watcher may take nothing before it is let go. Milliseconds. */
const patienceMs = 60_000;

export interface WatchStreamOptions {
  /** Makes the lines; they end with the signal. */
  lines(signal: AbortSignal): AsyncGenerator<string, void>;
  /** Ends the watch from outside. */
  readonly signal: AbortSignal;
  /** When the client wants it to end. Milliseconds. */
  readonly timeoutMs: number;
  /** Told once, when nothing more will be sent. */
  readonly onEnd: () => void;
}

/**
 * What one watcher gets. Nothing is read before the watcher has taken what came before, so that a slow one costs no memory; one that
 * takes nothing for a minute is let go, and asks again where it was.
 */
export function watchStream({
  lines,
  signal,
  timeoutMs,
  onEnd,
}: WatchStreamOptions): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const timeout = setTimeout(() => stop.abort(), timeoutMs).unref();
  const source = lines(ended);
  let idle: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start: (controller) => {
      const end = () => {
        clearTimeout(timeout);
        clearTimeout(idle);
        void source.return().catch(() => {});
        onEnd();
        try {
          controller.close();
        } catch {
          // The watcher has closed it already.
        }
      };
      if (ended.aborted) end();
      else ended.addEventListener("abort", end, { once: true });
    },
    pull: async (controller) => {
      clearTimeout(idle);
      const { done, value } = await source.next();
      if (ended.aborted) return;
      if (done) return stop.abort();
      controller.enqueue(Buffer.from(value));
      idle = setTimeout(() => stop.abort(), patienceMs).unref();
    },
    cancel: () => stop.abort(),
  });
}
