import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../fault/finding.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { fileFault } from "../tree/file-fault.ts";
import { removeTreeIn } from "../tree/remove-tree.ts";
import type { EnvDirectories } from "./env-directories.ts";
import { hasLedger, removeLedger } from "./ledger.ts";
import { removeRebuildFiles } from "./rebuild-files.ts";

/**
 * The env directories whose agent is gone. One that no render of ours made is somebody's and only said.
 * @param isOrphan asked for each name that may be an agent's
 */
export function findOrphans(place: EnvDirectories, isOrphan: (name: string) => boolean): Finding[] {
  return listIn(place)
    .filter(isOrphan)
    .map((name) => {
      const ours = hasLedger(place.ledgers, name);
      return {
        code: "ORPHAN_ENV",
        severity: ours ? "error" : "warning",
        path: name,
        expected: null,
        actual: "an env directory",
        remedy: ours
          ? "Remove it with reconcile --repair --prune, or bring its agent back."
          : "No render made it; move it away if it does not belong here.",
        subject: name,
      };
    });
}

/**
 * Removes an env directory and what was known of it, also what a rebuild of its container that was killed had kept. The empty
 * files of the locks stay: whoever waits for one that is removed would hold a lock of its own.
 * @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`, `PATH_LINKED`
 */
export async function removeOrphan(
  place: EnvDirectories,
  name: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const path = join(place.root.path, name);
  const rebuildLock = place.rebuildLockFile(name);
  // The rebuild's lock first, as a rebuild takes them.
  using _rebuild = existsSync(rebuildLock)
    ? await ExclusiveLock.acquire(rebuildLock, { place: `the rebuild of agent ${name}`, ...options })
    : undefined;
  using _lock = await ExclusiveLock.acquire(place.lockFile(name), {
    place: `env directory ${path}`,
    ...options,
  });
  removeTreeIn(place.root, name);
  removeRebuildFiles(place.ledgers, name);
  removeLedger(place.ledgers, name);
  rmSync(place.ledgers.locate(`${name}.fights`), { force: true });
}

function listIn(place: EnvDirectories): string[] {
  try {
    return readdirSync(place.root.locate("."), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort();
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", place.root.path, cause);
  }
}
