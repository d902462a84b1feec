import { createHash } from "node:crypto";
import { IdentikitError } from "../fault/error.ts";
import { comparePaths } from "../tree/path.ts";

/**
 * Reads a share of a fleet: `5%`, `0.5%`, `100%`.
 * @returns the part, over 0 and at most 1
 * @throws {IdentikitError} `USAGE`
 */
export function parseShare(text: string): number {
  const percent = /^\d{1,3}(\.\d{1,4})?%$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (percent > 0 && percent <= 100) return percent / 100;
  throw new IdentikitError(
    "USAGE",
    `share ${JSON.stringify(text)} is not a percentage over 0% and up to 100%`,
    {
      remedy: "Write it as 5%, then as 25%, then leave it out.",
    },
  );
}

/**
 * The agents of a share of a fleet: the same ones each time, at least one of a fleet that has any, and all of them also in every
 * larger share. They are chosen by a hash of their names, so that no type comes first.
 */
export function shareOf(fleet: readonly string[], share: number): ReadonlySet<string> {
  const ranked = fleet
    .map((name) => ({ name, rank: createHash("sha256").update(`share/${name}`).digest("hex") }))
    .sort((a, b) => comparePaths(a.rank, b.rank));
  return new Set(ranked.slice(0, Math.ceil(fleet.length * share - 1e-9)).map(({ name }) => name));
}
