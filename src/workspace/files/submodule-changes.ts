import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import type { BaseTree } from "./base-tree.ts";
import { compareDirectory } from "./compare-directory.ts";
import type { RefusedEntry } from "./comparison.ts";

/** A submodule whose files were checked out. */
export interface CheckedOutSubmodule {
  readonly path: string;
  /** The files of its commit. */
  readonly base: BaseTree;
}

/**
 * What differs in submodules: no patch has it, so it is refused. Every byte is read.
 * @throws {IdentikitError} `HARVEST_TOO_LARGE`
 */
export async function submoduleChanges(
  directory: AnchoredDirectory,
  submodules: readonly CheckedOutSubmodule[],
  signal: AbortSignal,
): Promise<RefusedEntry[]> {
  const refused: RefusedEntry[] = [];
  for (const { path, base } of submodules) {
    using folder = directory.reach(path.split("/"));
    if (!folder) continue;
    const found = await compareDirectory(folder, { base, signal });
    const paths = [...found.changes, ...found.refused].map((one) => one.path);
    for (const one of paths)
      refused.push({
        path: `${path}/${one}`,
        reason: "it is in a submodule, and nothing in one is in a patch",
      });
  }
  return refused;
}
