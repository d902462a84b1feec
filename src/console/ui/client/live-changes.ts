import type { Frame, LiveState } from "../../page/page.ts";

/** Reads at most this often, in milliseconds: many changes at once are one. */
const readEveryMs = 250;
/** Longer than the server's heartbeat, in milliseconds: after that nothing that the page shows can be vouched for. */
const staleAfterMs = 20_000;
const retryMs = { first: 500, most: 30_000 } as const;

/** What a page does with what it hears. */
export interface LiveListener {
  /** Reads and draws the page again. */
  readonly refresh: () => Promise<void>;
  /** Shows whether the page can be vouched for. */
  readonly tell: (state: LiveState) => void;
}

/**
 * One stream of changes for a page. Each change of what it shows makes it read its data again. What it cannot vouch for it says: that it is
 * stale, and since when.
 */
export class LiveChanges {
  #frame: Frame;
  readonly #listener: LiveListener;
  #version: string;
  #source: EventSource | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #reading = false;
  #isDirty = false;
  #failures = 0;
  #state: LiveState["state"] = "still";
  #heardAt = new Date();
  #isStopped = false;
  readonly #look = () => (document.hidden ? this.#close() : this.#open());

  constructor(frame: Frame, listener: LiveListener) {
    this.#frame = frame;
    this.#listener = listener;
    this.#version = frame.live.version;
  }

  start(): void {
    if (this.#frame.live.kinds.length === 0) return;
    document.addEventListener("visibilitychange", this.#look);
    this.#open();
  }

  /** Hears nothing any more. */
  stop(): void {
    this.#isStopped = true;
    document.removeEventListener("visibilitychange", this.#look);
    this.#close();
  }

  /** Listens to what the page shows by now: another attempt of a run, for one. */
  follow(frame: Frame): void {
    const before = this.#frame.live;
    this.#frame = frame;
    const { kinds, attempt } = frame.live;
    if (attempt === before.attempt && kinds.join() === before.kinds.join()) return;
    this.#close();
    this.#open();
  }

  #open(): void {
    if (this.#source || this.#isStopped || document.hidden) return;
    const { organization, live } = this.#frame;
    const query = new URLSearchParams({
      ...{ kinds: live.kinds.join(","), after: this.#version },
      ...(live.attempt === undefined ? {} : { attempt: live.attempt }),
    });
    const source = new EventSource(`/api/watch/orgs/${encodeURIComponent(organization)}?${query}`);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#heard();
    };
    source.onerror = () => this.#again();
    for (const type of ["ADDED", "MODIFIED", "DELETED"])
      source.addEventListener(type, (event) => {
        this.#version = event.lastEventId;
        this.#heard();
        void this.#read();
      });
    source.addEventListener("BOOKMARK", (event) => {
      this.#version = event.lastEventId;
      this.#heard();
    });
    source.addEventListener("HEARTBEAT", () => this.#heard());
    source.addEventListener("GONE", () => location.reload());
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#silence);
  }

  /** The browser's own way of trying again gives up on some answers, and comes back to all at the same moment. */
  #again(): void {
    this.#close();
    this.#tell("StreamReconnecting");
    const wait = Math.min(retryMs.most, retryMs.first * 2 ** this.#failures++);
    setTimeout(() => this.#open(), wait * (0.5 + Math.random()));
  }

  #heard(): void {
    this.#heardAt = new Date();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#tell("StreamDisconnected"), staleAfterMs);
    this.#tell("live");
  }

  async #read(): Promise<void> {
    this.#isDirty = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#isDirty) {
      this.#isDirty = false;
      await this.#listener.refresh().catch(() => this.#tell("StreamReconnecting"));
      await new Promise((done) => setTimeout(done, readEveryMs));
    }
    this.#reading = false;
  }

  #tell(state: Exclude<LiveState["state"], "still">): void {
    if (this.#state === state) return;
    this.#state = state;
    const since = this.#heardAt.toISOString();
    this.#listener.tell(state === "live" ? { state } : { state, since });
  }
}
