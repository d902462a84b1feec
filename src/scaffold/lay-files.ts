import { lstatSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { createFileIn } from "../tree/atomic-file.ts";
import type { StarterFiles } from "./starter-template.ts";

/** What became of each file, or would become of it; in the order of the files. */
export interface Laid {
  readonly written: readonly string[];
  /** Files that were there already and stay as they are. */
  readonly kept: readonly string[];
}

/** Which files are there already. */
export function planLaying(directory: string, files: StarterFiles): Laid {
  const paths = [...files.keys()];
  // A dangling link is there as well.
  const isThere = (path: string) => lstatSync(join(directory, path), { throwIfNoEntry: false }) !== undefined;
  return { written: paths.filter((path) => !isThere(path)), kept: paths.filter(isThere) };
}

/**
 * Writes the files that are missing; one that appears meanwhile is kept as well.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function layFiles(directory: string, files: StarterFiles, { written }: Laid): void {
  for (const path of written) {
    const place = join(directory, path);
    using above = AnchoredDirectory.make(dirname(place));
    createFileIn(above, basename(place), Buffer.from(files.get(path) ?? ""), { mode: 0o644 });
  }
}
