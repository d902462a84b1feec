import { rmSync } from "node:fs";
import { join } from "node:path";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { removePath } from "../files/lay-patch.ts";
import { type Harvest, takePatch } from "../files/take-patch.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import { checkedOut } from "./submodules.ts";
import { type WorkspaceRecord, writeWorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceRoot } from "./workspace-root.ts";
import { giveAdmin, readTree, statIndexOf } from "./worktree.ts";

/** What is in a workspace now, beside its base. Nothing where its files are gone. */
export async function lookAt(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<Harvest | undefined> {
  using open = root.openTree(record);
  if (!open) return undefined;
  return await takePatch(open, {
    ...{ git: store.git, commit: record.base, signal },
    ...{ stats: statIndexOf(root, record), leftOut: record.caches },
    submodules: await checkedOut(root, record, signal),
  });
}

/**
 * Whether a workspace has changes that nobody harvested: then nothing is done that would lose them. What cannot be in a patch is not looked at,
 * since a harvest would not keep it.
 */
export function isUnharvested(record: WorkspaceRecord, now: Harvest): boolean {
  return now.digest !== undefined && now.digest !== record.harvested;
}

/** @throws {IdentikitError} `WORKSPACE_DIRTY` */
export function refuseUnharvested(record: WorkspaceRecord, now: Harvest): void {
  if (!isUnharvested(record, now)) return;
  throw new IdentikitError(
    "WORKSPACE_DIRTY",
    `workspace ${record.name} has changes in ${now.patch.changes.length} files that were not harvested`,
    {
      remedy: "Archive the workspace, which keeps them as a patch, or look at them and remove them by hand.",
    },
  );
}

/**
 * Makes a workspace of an earlier run equal to its new base again, and leaves what the base ignores, such as build output.
 * @returns false where that is not possible, so that it is made again
 * @throws {IdentikitError} `WORKSPACE_DIRTY`, `STORE_TAMPERED`, `STORE_UNUSABLE`
 */
export async function takeAgain(
  root: WorkspaceRoot,
  store: RepositoryStore,
  there: WorkspaceRecord,
  next: WorkspaceRecord,
  signal: AbortSignal,
): Promise<boolean> {
  if (there.state !== "made" || there.store !== next.store) return false;
  const isSame = there.base === next.base || (await store.has(there.base, signal));
  const now = isSame ? await lookAt(root, store, there, signal) : undefined;
  if (!now) return false;
  refuseUnharvested(there, now);
  if (now.refused.length > 0 || there.submodules.length + next.submodules.length > 0) return false;
  await store.check(signal);
  writeWorkspaceRecord(root, next);
  await restore(root, store, there, now, signal);
  const { tree, records } = root.place(there);
  const place = { index: join(records, "index"), tree };
  if (there.base !== next.base) await readTree(store, place, ["-m", "-u", there.base, next.base], signal);
  giveAdmin(root, store, next);
  return true;
}

/** Puts back what the base has where something was changed. */
async function restore(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  { patch }: Harvest,
  signal: AbortSignal,
): Promise<void> {
  if (patch.changes.length === 0) return;
  using open = certain(root.openTree(record));
  for (const { path } of patch.changes) removePath(open, path);
  const { tree, records } = root.place(record);
  const index = join(records, "index");
  // Nobody else writes this index; a lock is of a git that was killed.
  rmSync(`${index}.lock`, { force: true });
  const git = store.git.with({ GIT_INDEX_FILE: index, GIT_WORK_TREE: tree });
  // All that the index has and the directory has not: also links and folders that were replaced. By force, as a file that is the same but was
  // touched, such as by a change of owner, counts as another one here.
  await git.ask(["checkout-index", "--all", "--force", "--index", "--quiet"], signal, { cwd: tree });
}
