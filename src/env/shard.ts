import { createHash } from "node:crypto";
import { IdentikitError } from "../fault/error.ts";

/** One part of a fleet: the `index`th of `count`, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Reads `i/n`.
 * @throws {IdentikitError} `USAGE`
 */
export function parseShard(text: string): Shard {
  const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match && index <= count) return { index, count };
  throw new IdentikitError("USAGE", `shard ${JSON.stringify(text)} is not i/n with 1 <= i <= n`, {
    remedy: "Write it as 1/4 to 4/4 for a matrix of four jobs.",
  });
}

/**
 * Whether an agent belongs to a shard. Decided by its name alone, so that every job of a matrix agrees whatever it
 * knows of the rest of the fleet.
 */
export function isInShard(agent: string, { index, count }: Shard): boolean {
  return createHash("sha256").update(agent).digest().readUInt32BE(0) % count === index - 1;
}
