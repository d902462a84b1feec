import { renameSync } from "node:fs";
import { join } from "node:path";
import type { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";
import { refuseToReplace } from "./special-file.ts";

/**
 * Gives a complete file its own name, in place of what has the name so far. A link is replaced, never followed; a device
 * or a FIFO is never replaced.
 * @param from the file, by a path on the same file system
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE`
 */
export function takeName(from: string, directory: AnchoredDirectory, name: string): void {
  const target = directory.locate(name);
  try {
    // A directory that was just made holds nothing but what was written into it: thousands of files need not be asked about.
    if (!directory.isNew) refuseToReplace(target, join(directory.path, name));
    renameSync(from, target);
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
  }
}
