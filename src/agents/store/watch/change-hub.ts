import type { ConfigDatabase } from "../../../config/database.ts";
import { agentChannel } from "../../../config/schema/agent-triggers-postgres.ts";
import { certain } from "../../../fault/certain.ts";
import { cancelled } from "../../../fault/error.ts";
import { pause } from "../../../fault/stopped.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { Resource } from "../../resource/resource.ts";
import { type EventRow, eventsBetween } from "../events/event-rows.ts";
import { resourceOf } from "../object-row.ts";
import { readClock } from "../version-clock.ts";
import { type ChangePage, type ChangeRow, changeBytes, readChanges } from "./read-changes.ts";

/** How often who watches looks by itself: a server says when there is something, a file does not. */
const lookMs = { sqlite: 50, postgres: 1000 } as const;
/** From the beginning of a read to that of the next one: of many changes, those of so long are one read, and one packet for each who watches. */
const readEveryMs = 20;
/** What is kept in memory of the last changes, for those who are a little behind. */
const [keptChanges, keptBytes] = [4096, 32 * 1024 * 1024];
const keptExpansions = 16;
const keptObjects = 64;

/**
 * Reads the log of changes once for everybody in the process who watches: they all take the last changes from here. Nobody is handed
 * anything: who is slow asks later, and reads from the database what is no longer here.
 */
export class ChangeHub implements AsyncDisposable {
  readonly #database: ConfigDatabase;
  #kept: ChangeRow[] = [];
  #keptBytes = 0;
  /** What is kept are all changes after this version, up to the other one. */
  #from = 0;
  #upTo = -1;
  #members = 0;
  /** Reads of the log that have begun, and those of them that are done. */
  #begunReads = 0;
  #doneReads = 0;
  readonly #awaitingRead = new Set<() => void>();
  #running: Promise<void> | undefined;
  readonly #disposed = new AbortController();
  #end = new AbortController();
  #wakeReader: () => void = () => {};
  #isTold = false;
  readonly #waiting = new Set<() => void>();
  #fault: { readonly cause: unknown } | undefined;
  readonly #expansions = new Map<number, Promise<readonly EventRow[]>>();
  readonly #objects = new Map<ChangeRow, Resource>();

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** Takes part until it is disposed of; the log is read as long as somebody does. */
  join(): Disposable {
    this.#members++;
    if (this.#members === 1) this.#start();
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (left) return;
        left = true;
        this.#members--;
        if (this.#members === 0) this.#end.abort();
      },
    };
  }

  /** Says that there may be something new, as who wrote it knows. */
  look(): void {
    this.#isTold = true;
    this.#wakeReader();
  }

  /**
   * The changes after a version, or none where there are none yet.
   * @throws {IdentikitError} `WATCH_TOO_OLD`, and the faults of the database
   */
  async after(version: number): Promise<ChangePage> {
    this.#checkFault();
    // Who is ahead of the log as it was read last would otherwise read for themselves from here on.
    if (version > this.#upTo) await this.#readAgain();
    this.#checkFault();
    // A version beyond the newest may be one of a database that is restored.
    if (version < this.#from || version > this.#upTo) return await readChanges(this.#database, version);
    if (version === this.#upTo) return { changes: [], upTo: version };
    return { changes: this.#kept.slice(this.#indexAfter(version)), upTo: this.#upTo };
  }

  /** Waits until there may be changes after a version, or the signal ends it. */
  async until(version: number, signal: AbortSignal): Promise<void> {
    this.#checkFault();
    if (signal.aborted || version < this.#upTo) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
    this.#checkFault();
  }

  /** The object of a line of the log, read once for all who watch: they share it, and change nothing of it. */
  object(kind: Kind, change: ChangeRow): Resource {
    const there = this.#objects.get(change);
    if (there) return there;
    const object = resourceOf(kind, change);
    const oldest = this.#objects.keys().next();
    if (this.#objects.size >= keptObjects && !oldest.done) this.#objects.delete(oldest.value);
    this.#objects.set(change, object);
    return object;
  }

  /** The events that a line of the log stands for; several who ask at about the same time cause one query. */
  events(
    change: ChangeRow,
    range: { readonly first: number; readonly last: number },
  ): Promise<readonly EventRow[]> {
    const there = this.#expansions.get(change.version);
    if (there) return there;
    const attempt = { namespace: change.namespace, attempt: change.name };
    const asked = this.#database.transaction("read", (session) => eventsBetween(session, attempt, range));
    const oldest = this.#expansions.keys().next();
    if (this.#expansions.size >= keptExpansions && !oldest.done) this.#expansions.delete(oldest.value);
    this.#expansions.set(change.version, asked);
    asked.catch(() => this.#expansions.delete(change.version));
    return asked;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort();
    this.#end.abort();
    await this.#running;
    this.#fault = { cause: cancelled("the store that is watched was closed", undefined) };
    this.#wakeAll();
  }

  #start(): void {
    const before = this.#running;
    const end = new AbortController();
    this.#end = end;
    if (!this.#disposed.signal.aborted) this.#fault = undefined;
    this.#upTo = -1;
    this.#running = (async () => {
      await before;
      await this.#run(AbortSignal.any([end.signal, this.#disposed.signal]));
    })();
  }

  async #run(signal: AbortSignal): Promise<void> {
    await using _ = this.#database.listen(agentChannel, () => this.look());
    try {
      const { version } = await this.#database.transaction("read", readClock);
      [this.#kept, this.#keptBytes, this.#from, this.#upTo] = [[], 0, version, version];
      this.#wakeAll();
      while (!signal.aborted) {
        this.#isTold = false;
        this.#begunReads++;
        const begun = performance.now();
        const page = await readChanges(this.#database, this.#upTo);
        this.#keep(page);
        this.#readIsDone();
        if (page.upTo > (page.changes.at(-1)?.version ?? page.upTo) || page.changes.length === 0)
          await this.#rest(begun, signal);
      }
    } catch (cause) {
      this.#fault = { cause };
    }
    this.#wakeAll();
    this.#readIsDone();
  }

  /** Waits until the log has been read by a read that begins from now on. */
  async #readAgain(): Promise<void> {
    if (this.#members === 0 || this.#disposed.signal.aborted) return;
    const wanted = this.#begunReads + 1;
    this.look();
    while (this.#doneReads < wanted && this.#fault === undefined && !this.#disposed.signal.aborted)
      await new Promise<void>((resolve) => this.#awaitingRead.add(resolve));
  }

  #readIsDone(): void {
    this.#doneReads = this.#begunReads;
    const told = [...this.#awaitingRead];
    this.#awaitingRead.clear();
    for (const tell of told) tell();
  }

  /** Waits for a word, or for the time to look anyway; the next read begins a little after the one before it. */
  async #rest(begun: number, signal: AbortSignal): Promise<void> {
    if (!this.#isTold && !signal.aborted) {
      const rest = new AbortController();
      this.#wakeReader = () => rest.abort();
      await pause(lookMs[this.#database.kind], AbortSignal.any([signal, rest.signal])).catch(() => {});
      this.#wakeReader = () => {};
    }
    const early = readEveryMs - (performance.now() - begun);
    if (early > 0) await pause(early, signal).catch(() => {});
  }

  #keep({ changes, upTo }: ChangePage): void {
    for (const change of changes) {
      this.#kept.push(change);
      this.#keptBytes += changeBytes(change);
    }
    let gone = 0;
    while (this.#kept.length - gone > keptChanges || this.#keptBytes > keptBytes) {
      const oldest = certain(this.#kept[gone++]);
      this.#keptBytes -= changeBytes(oldest);
      this.#from = oldest.version;
    }
    if (gone > 0) this.#kept = this.#kept.slice(gone);
    const moved = upTo > this.#upTo;
    this.#upTo = upTo;
    if (moved) this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #checkFault(): void {
    if (this.#fault) throw this.#fault.cause;
  }

  /** Where the changes after a version begin among those that are kept. */
  #indexAfter(version: number): number {
    let [low, high] = [0, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (certain(this.#kept[middle]).version > version) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
