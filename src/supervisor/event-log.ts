import type { StreamEvent } from "../adapters/adapter-event.ts";
import type { RunEvent } from "../agents/run-bundle/run-event.ts";
import type { Clock } from "../runtime/clock.ts";

/** Bytes of the events of one attempt, at most: what comes after them is counted and not kept. */
const mostBytes = 48 * 1024 * 1024;

/** Where events go while the agent is at work; what it throws is its own affair. */
export type EventTaker = (event: RunEvent) => void;

/** The events of one attempt: numbered from 1 without gaps, with their time, a line each. */
export class EventLog {
  readonly #clock: Clock;
  readonly #taker: EventTaker | undefined;
  readonly #lines: Buffer[] = [];
  #bytes = 0;
  #seq = 0;
  #dropped = 0;

  constructor(clock: Clock, taker?: EventTaker) {
    this.#clock = clock;
    this.#taker = taker;
  }

  /** @param event without credentials */
  add(event: StreamEvent): void {
    const numbered: RunEvent = { ...event, seq: this.#seq + 1, time: this.#clock.now().toISOString() };
    const line = Buffer.from(`${JSON.stringify(numbered)}\n`);
    if (this.#bytes + line.length > mostBytes) {
      this.#dropped++;
      return;
    }
    this.#seq++;
    this.#bytes += line.length;
    this.#lines.push(line);
    this.#taker?.(numbered);
  }

  /** How many are kept. */
  get count(): number {
    return this.#seq;
  }

  get isTruncated(): boolean {
    return this.#dropped > 0;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#lines);
  }
}
