import type { ConfigDatabase } from "../../config/database.ts";
import { agentChannel } from "../../config/schema/agent-triggers-postgres.ts";
import { asFault, IdentikitError } from "../../fault/error.ts";
import { pause } from "../../fault/stopped.ts";
import { demandWork, readWaits, type WorkClaim, WorkQueue } from "../store/queue/work-queue.ts";
import type { Controller } from "./controller.ts";
import { feed, lagging } from "./feed.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { type WorkOutcome, work } from "./work.ts";

export interface RunOptions {
  readonly database: ConfigDatabase;
  readonly controllers: readonly Controller[];
  /** Names this process among all that work on the queue. */
  readonly worker: string;
  /** Ends it: nothing more is begun, what is under way is told to end, and what was not done is given back. */
  readonly until: AbortSignal;
  /** How long claims hold unless they are extended; 60 seconds if left out. */
  readonly leaseMs?: number | undefined;
  /** How often it looks by itself; a second if left out. A server says when there is something. */
  readonly pollMs?: number | undefined;
  readonly onOutcome?: ((outcome: WorkOutcome) => void) | undefined;
  /** Told of a database that did not answer, or of changes that could not be read; it is tried again. */
  readonly onOutage?: ((fault: IdentikitError) => void) | undefined;
}

/** How many objects were looked at, and what came of it; one that came several times counts so often. */
export interface ControlCounts {
  readonly done: number;
  readonly again: number;
  readonly failed: number;
  readonly lost: number;
  readonly returned: number;
}

/** Claims of one controller at a time, and objects of it that are looked at at the same time. */
const [batch, atOnce] = [20, 4];
/** How often one object is looked at in a run that is to end by itself. */
const looksOfOne = 50;
const usualPollMs = 1000;
/** How often a controller is told of changes of which none is what it watches. */
const catchUpMs = 60_000;
/** The longest rest after work. */
const longestRestMs = 500;
/** The longest wait for a database that does not answer, in waits of `pollMs`. */
const longestWait = 32;

/** Runs controllers beside any number of other processes, until it is told to end. */
export async function runControllers(options: RunOptions): Promise<ControlCounts> {
  return await new ControlLoop(options, "forever").run();
}

/**
 * Takes everything that is due until nothing is: what changed since controllers ran last, and what follows from it. An object that never
 * comes to rest is left for later with `CONTROL_UNSETTLED`.
 */
export async function runControllersOnce(options: RunOptions): Promise<ControlCounts> {
  return await new ControlLoop(options, "once").run();
}

class ControlLoop {
  readonly #options: RunOptions;
  readonly #mode: "once" | "forever";
  readonly #queue: WorkQueue;
  readonly #pollMs: number;
  /** The turn of each controller that has one. */
  readonly #turns = new Map<string, Promise<void>>();
  /** Until when a controller is left alone whose changes or claims could not be read, and after how many failures in a row. */
  readonly #resting = new Map<string, { readonly until: number; readonly failures: number }>();
  readonly #looks = new Map<string, number>();
  /** When each controller was told of changes last. */
  readonly #toldAt = new Map<string, number>();
  readonly #counts = { done: 0, again: 0, failed: 0, lost: 0, returned: 0 };
  #fault: IdentikitError | undefined;
  #wake: () => void = () => {};
  #isTold = false;

  constructor(options: RunOptions, mode: "once" | "forever") {
    this.#options = options;
    this.#mode = mode;
    this.#queue = new WorkQueue(options.database);
    this.#pollMs = options.pollMs ?? usualPollMs;
  }

  async run(): Promise<ControlCounts> {
    const { database, until, leaseMs = 60_000, onOutage } = this.#options;
    await using _ = database.listen(agentChannel, () => this.#look());
    await using keeper = new LeaseKeeper({ queue: this.#queue, leaseMs, until });
    try {
      await this.#demandStanding();
      if (this.#mode === "once") await this.#hasten();
      for (let outages = 0; !until.aborted && this.#fault === undefined; ) {
        this.#isTold = false;
        const began = performance.now();
        try {
          const wait = await this.#begin(keeper);
          if (wait === undefined) break;
          outages = 0;
          if (this.#mode === "forever") await pause(restAfter(began), until).catch(() => {});
          await this.#rest(wait);
        } catch (caught) {
          const fault = asFault(caught);
          if (this.#mode === "once" || fault.retry.kind !== "later") throw fault;
          onOutage?.(fault);
          await this.#rest(this.#pollMs * Math.min(longestWait, 2 ** ++outages));
        }
      }
    } finally {
      await Promise.all(this.#turns.values());
    }
    if (this.#fault) throw this.#fault;
    return { ...this.#counts };
  }

  /** Begins a turn of each controller that has something to do. @returns when to look again; nothing where all is done */
  async #begin(keeper: LeaseKeeper): Promise<number | undefined> {
    const { database, controllers } = this.#options;
    const told = controllers.filter(({ watches }) => watches.length > 0);
    const [behind, waits] = await database.transaction("read", async (session) => [
      await lagging(session, told),
      await readWaits(session),
    ]);
    let next = this.#pollMs;
    for (const controller of controllers) {
      const { name } = controller;
      if (this.#turns.has(name)) continue;
      const isDue = this.#isToBeTold(name, behind.get(name));
      const wait = Math.max(isDue ? 0 : (waits.get(name) ?? this.#pollMs), this.#restOf(name));
      if (wait === 0) this.#turns.set(name, this.#turn(controller, keeper));
      else next = Math.min(next, wait);
    }
    return this.#mode === "once" && this.#turns.size === 0 ? undefined : next;
  }

  /** Tells a controller of changes and takes what is due, until there is neither. It never throws. */
  async #turn(controller: Controller, keeper: LeaseKeeper): Promise<void> {
    const { database, worker, until, leaseMs, onOutage } = this.#options;
    const { name } = controller;
    const isForever = this.#mode === "forever";
    let began = performance.now();
    try {
      for (let isOver = false; !isOver && !until.aborted; ) {
        began = performance.now();
        const isMore = controller.watches.length > 0 && (await feed(database, controller));
        this.#toldAt.set(name, began);
        const claims = await this.#queue.claim(name, { worker, limit: batch, leaseMs });
        await work(controller, claims, {
          queue: this.#queue,
          keeper,
          until,
          atOnce,
          refuse: (claim) => this.#refuse(claim),
          onOutcome: (outcome) => this.#note(outcome),
        });
        isOver = !isMore && claims.length === 0;
        if (isForever && !isOver) await pause(restAfter(began), until).catch(() => {});
      }
      if (isForever) this.#resting.set(name, { until: performance.now() + restAfter(began), failures: 0 });
    } catch (caught) {
      const fault = asFault(caught);
      if (this.#mode === "once") this.#fault ??= fault;
      const { failures = 0 } = this.#resting.get(name) ?? {};
      const rest = this.#pollMs * Math.min(longestWait, 2 ** failures);
      this.#resting.set(name, { until: performance.now() + rest, failures: failures + 1 });
      if (!until.aborted) onOutage?.(fault);
    } finally {
      this.#turns.delete(name);
      this.#look();
    }
  }

  /** What is none of its business is told to a controller now and then, so that its cursor is never far behind. */
  #isToBeTold(name: string, lag: "concerned" | "behind" | undefined): boolean {
    if (lag === undefined || lag === "concerned" || this.#mode === "once") return lag !== undefined;
    return performance.now() - (this.#toldAt.get(name) ?? Number.NEGATIVE_INFINITY) > catchUpMs;
  }

  #restOf(name: string): number {
    return Math.max(0, Math.ceil((this.#resting.get(name)?.until ?? 0) - performance.now()));
  }

  /** In a run that is to end by itself, what is looked at again and again is left for later. */
  #refuse({ controller, kind, namespace, name }: WorkClaim): IdentikitError | undefined {
    if (this.#mode === "forever") return undefined;
    const key = `${controller} ${kind} ${namespace}/${name}`;
    const looks = (this.#looks.get(key) ?? 0) + 1;
    this.#looks.set(key, looks);
    if (looks <= looksOfOne) return undefined;
    return new IdentikitError(
      "CONTROL_UNSETTLED",
      `${key} does not come to rest: it was looked at ${looksOfOne} times`,
      {
        remedy: "See what changes it: identikit get it twice, and compare. It is looked at again later.",
      },
    );
  }

  #note(outcome: WorkOutcome): void {
    this.#counts[outcome.result]++;
    this.#options.onOutcome?.(outcome);
  }

  /** Demands what is looked at anyway, unless it waits for its time already. */
  async #demandStanding(): Promise<void> {
    const { database, controllers } = this.#options;
    for (const { name, standing = [] } of controllers)
      await database.transaction("write", async (session) => {
        const { query, sql } = session;
        const { rows } = await sql<{ kind: string; name: string }>`
          SELECT kind, name FROM agent_queue WHERE controller = ${name}`.execute(query);
        const waiting = new Set(rows.map((row) => `${row.kind} ${row.name}`));
        const keys = standing.filter((key) => !waiting.has(`${key.kind} ${key.name}`));
        await demandWork(session, database, name, keys);
      });
  }

  async #hasten(): Promise<void> {
    for (const { name, looksAtAll = false } of this.#options.controllers)
      if (looksAtAll) await this.#queue.hasten(name);
  }

  #look(): void {
    this.#isTold = true;
    this.#wake();
  }

  /** Waits for a word, or for the time to look anyway. */
  async #rest(milliseconds: number): Promise<void> {
    if (this.#isTold) return;
    const rest = new AbortController();
    this.#wake = () => rest.abort();
    await pause(milliseconds, AbortSignal.any([this.#options.until, rest.signal])).catch(() => {});
    this.#wake = () => {};
  }
}

/**
 * How long who worked since a moment rests, in milliseconds: as long as that took. So controllers take half of the time at most where changes
 * never end, and what changes meanwhile is looked at once.
 */
function restAfter(began: number): number {
  return Math.min(performance.now() - began, longestRestMs);
}
