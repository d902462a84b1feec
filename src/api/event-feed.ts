import { type TailedEvent, tailEvents } from "../events/event-tail.ts";
import { pause } from "../fault/stopped.ts";

export interface EventFeedOptions {
  readonly file: string;
  /** The id to go on behind; left out, only what is yet to come. */
  readonly after?: number;
  readonly signal: AbortSignal;
  /** Told once, when nothing more will be sent. */
  readonly onEnd: () => void;
}

const heartbeatMs = 15_000;
const retryMs = 2_000;
/** How long a listener may take nothing before it is let go. Milliseconds. */
const patienceMs = 60_000;

/**
 * What one listener hears. Nothing is read before the listener has taken what came before, so that a slow one costs no memory; one
 * that takes nothing for a minute is let go, and asks again where it was.
 */
export class EventFeed {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #events: AsyncGenerator<TailedEvent>;
  readonly #stop = new AbortController();
  readonly #onEnd: () => void;
  #next: Promise<IteratorResult<TailedEvent>> | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor({ file, signal, onEnd, ...after }: EventFeedOptions) {
    const ended = AbortSignal.any([signal, this.#stop.signal]);
    this.#events = tailEvents(file, { ...after, signal: ended });
    this.#onEnd = onEnd;
    this.stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(Buffer.from(`retry: ${retryMs}\n\n`));
        ended.addEventListener("abort", () => this.#end(controller), { once: true });
      },
      pull: async (controller) => {
        clearTimeout(this.#idle);
        const piece = await this.#piece(ended);
        if (ended.aborted) return;
        if (piece === undefined) return this.#stop.abort();
        controller.enqueue(Buffer.from(piece));
        this.#idle = setTimeout(() => this.#stop.abort(), patienceMs).unref();
      },
      cancel: () => this.#stop.abort(),
    });
  }

  /** The next event, or a sign of life where there is none for a while; `undefined` at the end. */
  async #piece(signal: AbortSignal): Promise<string | undefined> {
    this.#next ??= this.#events.next();
    const quiet = new AbortController();
    const silence = pause(heartbeatMs, AbortSignal.any([signal, quiet.signal])).then(() => "quiet" as const);
    try {
      const first = await Promise.race([this.#next, silence]);
      if (first === "quiet") return ": still here\n\n";
      this.#next = undefined;
      if (first.done) return undefined;
      const { id, event, data } = first.value;
      return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
    } catch {
      // Stopped, or the file cannot be read any more: the listener asks again where it was.
      return undefined;
    } finally {
      quiet.abort();
      silence.catch(() => {});
    }
  }

  #end(controller: ReadableStreamDefaultController<Uint8Array>): void {
    clearTimeout(this.#idle);
    this.#next?.catch(() => {});
    void this.#events.return(undefined);
    this.#onEnd();
    try {
      controller.close();
    } catch {
      // The listener has closed it already.
    }
  }
}
