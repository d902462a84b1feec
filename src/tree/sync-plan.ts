import { modeDiffers } from "./compare.ts";
import type { FileTree, TreeFile } from "./file-tree.ts";
import type { ObservedEntry } from "./observed.ts";
import { comparePaths } from "./path.ts";

/** The steps that turn what is there into what is wanted; printing it is the dry run. */
export interface SyncPlan {
  /** Files to write whole, in byte order of paths. */
  readonly write: readonly TreeFile[];
  /** Files, links and special files to remove, in reverse byte order. */
  readonly remove: readonly string[];
  /** Files that are already right. */
  readonly unchanged: number;
}

/**
 * Decides what to write and what to remove. Purely: nothing is read or written.
 * @param owned says whether a path that the tree lacks is ours to remove; everything else is left alone
 */
export function planSync(
  want: FileTree,
  have: Iterable<ObservedEntry>,
  owned: (path: string) => boolean,
): SyncPlan {
  const seen = new Map<string, ObservedEntry>();
  const remove: string[] = [];
  for (const entry of have) {
    seen.set(entry.path, entry);
    if (entry.kind !== "directory" && !want.get(entry.path) && owned(entry.path)) remove.push(entry.path);
  }
  const write = [...want].filter((file) => differs(file, seen.get(file.path)));
  return { write, remove: remove.sort(comparePaths).reverse(), unchanged: want.size - write.length };
}

/** True where something else than the wanted file is at its path, or nothing is. */
export function differs(want: Pick<TreeFile, "mode" | "digest">, have: ObservedEntry | undefined): boolean {
  return have?.kind !== "file" || have.digest !== want.digest || modeDiffers(want.mode, have.mode);
}
