import { foldPath } from "../tree/path.ts";
import { matchesWildCard } from "../tree/wild-card.ts";
import type { ChangedFile } from "./diff.ts";

/**
 * Whether a path matches a pattern: `*` and `?` stand for parts of a segment (names that start with a dot too), `**` for any
 * number of segments, and a pattern that names a directory, or ends in `/**`, for that path itself and everything under it.
 * Time grows with the product of the two lengths, whatever the path is.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.replace(/\/+$/, "").split("/");
  return segmentsMatch(wanted.at(-1) === "**" ? wanted : [...wanted, "**"], path.split("/"));
}

/**
 * Whether a change touches what a pattern names. Letter case and Unicode forms are folded: a file system may take the two for
 * one. A link or submodule in the place of a directory above the pattern hides everything under it, so it touches it as well.
 */
export function touches(pattern: string, { path, from, special }: ChangedFile): boolean {
  const folded = foldPath(pattern);
  const paths = from === undefined ? [path] : [path, from];
  if (paths.some((each) => matchesPath(folded, foldPath(each)))) return true;
  const literal = folded.split("/").slice(0, folded.split("/").findIndex(isWild));
  const fixed = folded.split("/").some(isWild) ? literal.join("/") : folded;
  return special !== undefined && `${fixed}/`.startsWith(`${foldPath(path)}/`);
}

/** Whether a path is among patterns that leave something out: exactly as written. */
export function isExcepted(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => matchesPath(pattern, path));
}

/** Whether a name matches a pattern in which `*` stands for any text and `?` for one character. */
export function matchesName(pattern: string, name: string): boolean {
  return matchesWildCard([...pattern], [...name], "*", (wanted, got) => wanted === "?" || wanted === got);
}

function segmentsMatch(pattern: readonly string[], path: readonly string[]): boolean {
  return matchesWildCard(pattern, path, "**", matchesName);
}

function isWild(segment: string): boolean {
  return /[*?]/.test(segment);
}
