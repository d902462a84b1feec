import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ObjectScratch } from "../commit/object-scratch.ts";
import type { WorkspaceRecord } from "../host/workspace-record.ts";
import type { WorkspaceRoot } from "../host/workspace-root.ts";

/**
 * Makes the files of a workspace those of a tree. Files that are in neither tree stay: what is ignored, and what somebody else put there. It can be
 * done again after it was broken off.
 * @param trees the tree that the files are now, or may be; the one that they are to be; and the commit that is the base then
 * @throws {IdentikitError} `STORE_UNUSABLE`
 */
export async function resetFiles(
  root: WorkspaceRoot,
  record: WorkspaceRecord,
  { git }: ObjectScratch,
  trees: { readonly from: string; readonly to: string; readonly base: string },
  signal: AbortSignal,
): Promise<void> {
  const { tree, records } = root.place(record);
  const index = join(records, "index");
  // Nobody else writes this index; a lock is of a git that was killed.
  rmSync(`${index}.lock`, { force: true });
  const own = git.with({ GIT_INDEX_FILE: index, GIT_WORK_TREE: tree });
  const readTree = (...args: readonly string[]) =>
    own.ask(["read-tree", "--no-recurse-submodules", "--reset", ...args], signal, { cwd: tree });
  await readTree(trees.from);
  await readTree("-u", trees.to);
  await readTree(trees.base);
}
