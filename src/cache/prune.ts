import { lstatSync, readdirSync, rmSync } from "node:fs";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";

export interface PruneBounds {
  /** Of all files together. */
  readonly maxBytes: number;
  /** Since a file was written, in milliseconds. */
  readonly maxAgeMs: number;
  /** The file that was written just now: its time is the file system's own, and it stays. */
  readonly newest: string;
}

/** Removes files that are too old, then the oldest ones until the rest is within the bound. */
export function pruneDirectory(directory: AnchoredDirectory, bounds: PruneBounds): void {
  const files = readdirSync(directory.locate(".")).flatMap((name) => {
    const status = lstatSync(directory.locate(name), { throwIfNoEntry: false });
    return status?.isFile() ? { name, time: status.mtimeMs, size: status.size } : [];
  });
  const now = files.find(({ name }) => name === bounds.newest)?.time ?? 0;
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, time, size } of files.sort((a, b) => a.time - b.time)) {
    if (name === bounds.newest || (now - time <= bounds.maxAgeMs && total <= bounds.maxBytes)) continue;
    rmSync(directory.locate(name), { force: true });
    total -= size;
  }
}
