import { spanMs } from "./span.ts";

/** A run that is there, as far as triggers look at it. */
export interface KnownRun {
  readonly name: string;
  readonly dedupeKey?: string | undefined;
  readonly concurrencyKey?: string | undefined;
  /** Whether it has come to its end. */
  readonly isOver: boolean;
  /** RFC 3339, in UTC. */
  readonly queuedAt: string;
}

/** The runs that events can join or have to wait for, each found by its key without going through all. */
export class KnownRuns {
  readonly #byDedupeKey = new Map<string, KnownRun[]>();
  readonly #byGroup = new Map<string, KnownRun[]>();

  constructor(runs: Iterable<KnownRun>) {
    for (const run of runs) this.add(run);
  }

  add(run: KnownRun): void {
    insert(this.#byDedupeKey, run.dedupeKey, run);
    if (!run.isOver) insert(this.#byGroup, run.concurrencyKey, run);
  }

  /**
   * The newest run that counts under a key: one that is not over, or with a window one that is young enough.
   * @param now RFC 3339, in UTC
   */
  sharing(key: string, window: string | undefined, now: string): KnownRun | undefined {
    const youngest = window === undefined ? undefined : Date.parse(now) - spanMs(window);
    return this.#byDedupeKey
      .get(key)
      ?.findLast((run) => (youngest === undefined ? !run.isOver : Date.parse(run.queuedAt) > youngest));
  }

  /** The runs of a group that are not over, the oldest first. */
  under(group: string): readonly KnownRun[] {
    return this.#byGroup.get(group) ?? [];
  }

  /** A run that is cancelled makes room. */
  end({ name }: KnownRun, group: string): void {
    this.#byGroup.set(
      group,
      this.under(group).filter((run) => run.name !== name),
    );
  }
}

function insert(map: Map<string, KnownRun[]>, key: string | undefined, run: KnownRun): void {
  if (key === undefined) return;
  const list = map.get(key) ?? [];
  list.push(run);
  list.sort((a, b) => Date.parse(a.queuedAt) - Date.parse(b.queuedAt));
  map.set(key, list);
}
