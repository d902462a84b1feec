import { structuredPatch } from "diff";
import { shortened } from "../fault/visible.ts";

/** Characters of a text that is still compared line by line; more is a matter for another tool. */
const maxLength = 512 * 1024;
/** Lines that may differ before comparing takes too long for what it shows. */
const maxEdits = 4000;
const lineLength = 200;

/**
 * Where two texts differ, as lines of a unified diff without file names: `@@ … @@`, ` same`, `-before`, `+after`. What is secret in
 * them must have been hidden before.
 * @param most lines at most; one more says how many were left out
 */
export function textDifference(before: string, after: string, most = 40): string[] {
  if (before === after) return [];
  if (before.length + after.length > maxLength) return ["(too long to compare line by line)"];
  const lines = differingLines(before, after, { edits: maxEdits, length: lineLength });
  return lines ? firstLines(lines, most) : ["(too different to compare line by line)"];
}

/**
 * All lines of a unified diff, as {@link textDifference} has them.
 * @param most how many lines may differ, since the time grows with the square of that; and the characters of one that is shown whole
 * @returns nothing where more lines differ
 */
export function differingLines(
  before: string,
  after: string,
  most: { readonly edits: number; readonly length: number },
): readonly string[] | undefined {
  const options = { context: 2, maxEditLength: most.edits };
  const patch = structuredPatch("", "", before, after, undefined, undefined, options);
  return patch?.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`,
    ...own.map((line) => shortened(line, most.length)),
  ]);
}

/** Of no lines, the unified format names the line before them. */
function rangeOf(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

/** The first lines of a difference; one more says how many were left out. */
export function firstLines(lines: readonly string[], most: number): string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `(and ${more} more lines)`] : [...lines];
}
