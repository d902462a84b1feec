/** How long a reader may take nothing before it is let go. Milliseconds. */
const patienceMs = 60_000;

export interface PatientStreamOptions {
  /** Makes the pieces; they end with the signal. */
  pieces(signal: AbortSignal): AsyncGenerator<string | Uint8Array, void>;
  /** Ends the stream from outside. */
  readonly signal: AbortSignal;
  /** When it ends at the latest. Milliseconds. */
  readonly timeoutMs: number;
  /** Told once, when nothing more will be sent. */
  readonly onEnd?: () => void;
}

/**
 * A body that is made while it is read. Nothing is made before the reader has taken what came before, so that a slow one costs no
 * memory; one that takes nothing for a minute is let go.
 */
export function patientStream({
  pieces,
  signal,
  timeoutMs,
  onEnd,
}: PatientStreamOptions): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const timeout = setTimeout(() => stop.abort(), timeoutMs).unref();
  const source = pieces(ended);
  let idle: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start: (controller) => {
      const end = () => {
        clearTimeout(timeout);
        clearTimeout(idle);
        void source.return().catch(() => {});
        onEnd?.();
        try {
          controller.close();
        } catch {
          // Its reader has closed it already, or it has failed.
        }
      };
      if (ended.aborted) end();
      else ended.addEventListener("abort", end, { once: true });
    },
    pull: async (controller) => {
      clearTimeout(idle);
      try {
        const { done, value } = await source.next();
        if (ended.aborted) return;
        if (done) return stop.abort();
        controller.enqueue(typeof value === "string" ? Buffer.from(value) : value);
        idle = setTimeout(() => stop.abort(), patienceMs).unref();
      } catch (thrown) {
        // The reader sees that the body is cut short.
        controller.error(thrown);
        stop.abort();
      }
    },
    cancel: () => stop.abort(),
  });
}
