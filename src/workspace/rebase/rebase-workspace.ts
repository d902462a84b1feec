import { join } from "node:path";
import { patchDigest, type TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { ObjectScratch } from "../commit/object-scratch.ts";
import { writePatchTree } from "../commit/patch-tree.ts";
import { BlobFolder } from "../files/blob-folder.ts";
import { takePatch } from "../files/take-patch.ts";
import { checkedOut } from "../host/submodules.ts";
import { lookAt } from "../host/take-again.ts";
import { heldWorkspace, type WorkspaceRecord, writeWorkspaceRecord } from "../host/workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "../host/workspace-root.ts";
import { giveAdmin, statIndexOf } from "../host/worktree.ts";
import type { GitRemote } from "../store/git-remote.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import { type MergedTrees, mergeTrees } from "./merge-trees.ts";
import { resetFiles } from "./reset-files.ts";

/** How a rebase stands. */
export interface RebaseOutcome {
  readonly phase: "done" | "conflicts" | "aborted";
  /** The commit that the workspace is based on now, or will be. */
  readonly onto: string;
  /** The files that somebody has to look at. */
  readonly conflicts: readonly string[];
}

/**
 * Moves a workspace to the head of its ref: its changes are merged with those of the target. Where they contradict each other, the files have
 * git's markers, and the workspace waits for a person; what it was before is kept until then.
 * @throws {IdentikitError} `REBASE_REFUSED`, `WORKSPACE_MISSING`, `STORE_TAMPERED`, and the faults of a remote
 */
export async function startRebase(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  remote: GitRemote,
  signal: AbortSignal,
): Promise<RebaseOutcome> {
  const record = heldWorkspace(root, key);
  const store = root.storeNamed(record.store);
  const begun = record.rebase?.phase === "conflicts" ? record.rebase : undefined;
  // One that waits for somebody is not begun again; one that was broken off while files were written is.
  if (begun && record.base === begun.onto)
    return { phase: "conflicts", onto: begun.onto, conflicts: begun.conflicts };
  if (record.submodules.length > 0) throw refused(record, "it has submodules");
  if (record.ref === undefined) throw refused(record, "it is of no ref, so nothing moves");
  const onto = begun?.onto ?? (await store.fetch(remote, { ref: record.ref }, signal));
  if (onto === record.base) return { phase: "done", onto, conflicts: [] };
  const original = begun?.original ?? (await originalOf(root, store, record, signal));
  using scratch = new ObjectScratch(store);
  using blobs = originalBlobs(root, record);
  const patch = await writePatchTree(scratch, original, blobs, signal);
  const merged = await mergeTrees(scratch.git, { base: record.base, target: onto, patch }, signal);
  const conflicts = merged.conflicts.map(({ path }) => path);
  // What had been harvested is so still: the same changes, in another place.
  const isHarvested = original.changes.length > 0 && record.harvested === patchDigest(original);
  const state = {
    ...{ phase: "conflicts" as const, from: record.base, onto, conflicts, original },
    harvested: begun?.harvested ?? isHarvested,
  };
  // Written before the first file is: whatever happens, an abort puts back what is kept here.
  writeWorkspaceRecord(root, { ...record, rebase: state });
  const from = begun ? merged.tree : patch;
  await resetFiles(root, record, scratch, { from, to: merged.tree, base: onto }, signal);
  const { harvested: _, ...rest } = record;
  const moved: WorkspaceRecord = { ...rest, base: onto, rebase: state };
  giveAdmin(root, store, moved);
  if (conflicts.length > 0) {
    writeWorkspaceRecord(root, moved);
    return { phase: "conflicts", onto, conflicts };
  }
  const now = certain(await lookAt(root, store, moved, signal));
  const kept = state.harvested && now.digest !== undefined ? { harvested: now.digest } : {};
  writeWorkspaceRecord(root, { ...moved, ...kept, rebase: { ...ended(state), phase: "done" } });
  return { phase: "done", onto, conflicts: [] };
}

/** A rebase that waits for somebody. @throws {IdentikitError} `REBASE_REFUSED`, `WORKSPACE_MISSING` */
export function waitingRebase(root: WorkspaceRoot, key: WorkspaceKey) {
  const record = heldWorkspace(root, key);
  const { rebase } = record;
  if (rebase?.phase === "conflicts" && rebase.original) return { record, rebase, original: rebase.original };
  throw refused(record, "no rebase of it is under way");
}

/** The merge of a rebase that waits, made again: the same trees give the same. */
export async function mergeAgain(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  scratch: ObjectScratch,
  signal: AbortSignal,
): Promise<MergedTrees & { readonly patchTree: string }> {
  const { record, rebase, original } = waitingRebase(root, key);
  using blobs = originalBlobs(root, record);
  const patchTree = await writePatchTree(scratch, original, blobs, signal);
  const sides = { base: rebase.from, target: rebase.onto, patch: patchTree };
  return { ...(await mergeTrees(scratch.git, sides, signal)), patchTree };
}

/** What stays of a rebase when it is over. */
export function ended({ from, onto }: NonNullable<WorkspaceRecord["rebase"]>) {
  return { from, onto, conflicts: [] };
}

async function originalOf(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<TreePatch> {
  using open = root.openTree(record);
  if (!open)
    throw new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${record.name} are gone`, {
      remedy: "Recover it first.",
    });
  using blobs = originalBlobs(root, record);
  const { patch, refused: others } = await takePatch(open, {
    ...{ git: store.git, commit: record.base, blobs, signal },
    ...{ stats: statIndexOf(root, record), leftOut: record.caches },
    submodules: await checkedOut(root, record, signal),
  });
  const [first] = others;
  if (first) throw refused(record, `${JSON.stringify(first.path)} cannot be moved: ${first.reason}`);
  return patch;
}

/** The content of what a workspace was before its rebase. */
function originalBlobs(root: WorkspaceRoot, record: WorkspaceRecord): BlobFolder {
  return new BlobFolder(join(root.place(record).records, "rebase"));
}

function refused({ name }: WorkspaceRecord, why: string): IdentikitError {
  return new IdentikitError("REBASE_REFUSED", `workspace ${name} is not rebased: ${why}`, {
    remedy: "Look at the workspace's git state; start, resolve or abort its rebase as that says.",
  });
}
