import { rmSync } from "node:fs";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";

/** The names beside an agent's ledgers under which a rebuild of its container keeps what the run after a killed one needs. */
export function rebuildFileNames(agent: string): { readonly record: string; readonly files: string } {
  return { record: `${agent}.rebuild`, files: `${agent}.rebuild-files` };
}

/** Forgets a rebuild, also what it had begun to write. The caller holds the rebuild's lock. */
export function removeRebuildFiles(ledgers: AnchoredDirectory, agent: string): void {
  const { record, files } = rebuildFileNames(agent);
  // The snapshot first: without its record nobody would look for it.
  for (const name of [temporaryNameFor(files), temporaryNameFor(record), files, record])
    rmSync(ledgers.locate(name), { force: true });
}
