import { z } from "zod";
import type { AdapterEvent, AttemptUsage } from "../adapter-event.ts";
import { dataFields } from "./event-text.ts";

/** A count of tokens as clients give them; a wrong one counts as none. */
export const tokenCount = z.number().min(0).max(1e12).transform(Math.ceil).optional().catch(undefined);
/** US dollars as clients give them. */
export const dollars = z.number().min(0).max(999_999_999).optional().catch(undefined);

/** More than anybody pays for: what is beyond it is told as it. */
const [mostCounted, mostDollars] = [1e15, 999_999_999];

/** What an attempt has used, which only ever grows: a client that takes something back is not believed. */
export class UsageSum {
  #turns = 0;
  #tokens = 0;
  #dollars: number | undefined;

  addTurn(): void {
    this.#turns++;
  }

  /** @param turns what the client counts itself; ours is kept where it is higher */
  raise({
    turns = 0,
    tokens = 0,
    cost,
  }: {
    readonly turns?: number;
    readonly tokens?: number;
    readonly cost?: number | undefined;
  }): void {
    const grown = (before: number, now: number, most: number) => Math.max(before, Math.min(now, most));
    this.#turns = grown(this.#turns, turns, mostCounted);
    this.#tokens = grown(this.#tokens, tokens, mostCounted);
    if (cost !== undefined) this.#dollars = grown(this.#dollars ?? 0, cost, mostDollars);
  }

  get usage(): AttemptUsage {
    const [turns, tokens] = [this.#turns, this.#tokens];
    return this.#dollars === undefined ? { turns, tokens } : { turns, tokens, cost: moneyOf(this.#dollars) };
  }

  /** The sums for who counts, and the same as an event for who reads. */
  *told(): Generator<AdapterEvent> {
    const { usage } = this;
    yield { kind: "usage", usage };
    yield { kind: "event", event: { type: "cost", ...dataFields({ ...usage }) } };
  }
}

/** An amount as the kinds have it: rounded up, so that nothing is used for nothing. */
function moneyOf(amount: number): string {
  // Sums of fractions end in noise: 0.00009599999999999999 is 0.000096.
  const micros = Math.ceil(Number((amount * 1e6).toPrecision(12)));
  const decimals = String(micros % 1e6)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const whole = String(Math.floor(micros / 1e6));
  return decimals === "" ? whole : `${whole}.${decimals}`;
}
