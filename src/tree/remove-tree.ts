import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";

/**
 * Removes a directory and everything in it. Links are removed, never followed, even when somebody swaps a directory
 * for a link meanwhile. Nothing happens where there is nothing of that name.
 * @throws {IdentikitError} `FILE_UNWRITABLE`; `PATH_LINKED`, `ENTRY_TYPE` where no directory stands there
 */
export function removeTreeIn(directory: AnchoredDirectory, name: string): void {
  try {
    using below = directory.enter(name);
    if (!below) return;
    for (const entry of readdirSync(below.locate("."), { withFileTypes: true })) {
      if (entry.isDirectory()) removeTreeIn(below, entry.name);
      else rmSync(below.locate(entry.name), { force: true });
    }
    rmdirSync(directory.locate(name));
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
  }
}
