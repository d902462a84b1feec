import { createHash } from "node:crypto";
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Directories that change without a mistake being made or fixed. */
const passedOver = new Set([".git", "node_modules", ".identikit", ".tenant-bundle-deps"]);

/** More than any repository of templates has; what is beyond is not watched. */
const mostFiles = 50_000;

/**
 * What the files below some paths look like now, in one word: names, sizes and times of change. It changes when one of them is
 * written, added or removed.
 */
export function stampOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  const open = [...paths];
  for (let at = open.pop(), seen = 0; at !== undefined && seen < mostFiles; at = open.pop(), seen++) {
    const status = statSync(at, { throwIfNoEntry: false });
    if (status?.isDirectory())
      for (const { name } of entriesOf(at)) if (!passedOver.has(name)) open.push(join(at, name));
    hash.update(`${at}\0${status?.size}\0${status?.mtimeMs}\0${status?.ino}\n`);
  }
  return hash.digest("hex");
}

/** What cannot be listed now is told by the check itself. */
function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
