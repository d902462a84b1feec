import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { patchDigest } from "../../agents/run-bundle/tree-patch.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { PatchBlobs } from "../files/blob-folder.ts";
import { checkPatch } from "../files/check-patch.ts";
import { layPatch } from "../files/lay-patch.ts";
import type { GitRemote } from "../store/git-remote.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import { type AgentGit, agentGit } from "./agent-git.ts";
import { type CacheRule, cachesFor, fillCaches } from "./caches.ts";
import { removeFiles, removeWorkspace } from "./remove-workspace.ts";
import { checkOutSubmodules, submodulesOf } from "./submodules.ts";
import { takeAgain } from "./take-again.ts";
import { readWorkspaceRecord, type WorkspaceRecord, writeWorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot, WorkspaceTier } from "./workspace-root.ts";
import { adminName, checkOut } from "./worktree.ts";

/** What a workspace is: a repository, a commit, a ref and a patch. The rest says how it is kept here. */
export interface WantedWorkspace extends WorkspaceKey {
  readonly repository: string;
  readonly remote: GitRemote;
  /** The full ref; without one the commit is asked for by itself. */
  readonly ref?: string | undefined;
  /** The commit; without one the head of the ref. */
  readonly commit?: string | undefined;
  readonly tier: WorkspaceTier;
  /** A worktree of the store that is kept for the repository, or a clone of its own; untrusted work always gets a clone. */
  readonly mode: "worktree" | "clone";
  /** How many commits of history; all of it if left out. */
  readonly depth?: number | undefined;
  readonly patch?: { readonly patch: TreePatch; readonly blobs: PatchBlobs } | undefined;
  /** Of the policy; they count for trusted work only. */
  readonly caches?: readonly CacheRule[] | undefined;
  /** Whether submodules are checked out, as the policy says; they come from the repository's own origin only. */
  readonly submodules?: boolean | undefined;
}

/** A workspace that is ready. */
export interface MadeWorkspace extends WorkspaceKey {
  readonly path: string;
  readonly base: string;
  readonly ref?: string | undefined;
  readonly tier: WorkspaceTier;
  /** Whether files of an earlier run are still there, such as what it built. */
  readonly reused: boolean;
  readonly git: AgentGit;
}

/**
 * Makes a workspace, or takes one up again that is there: only of the same repository, ref and tier, never for untrusted work, and never over
 * changes that were not harvested.
 * @throws {IdentikitError} `WORKSPACE_TAKEN`, `WORKSPACE_DIRTY`, `PATCH_INVALID`, `SUBMODULE_REFUSED`, `STORE_TAMPERED`, `REF_UNSAFE`, `REF_UNKNOWN`, `SOURCE_DENIED`,
 * `SOURCE_NOT_FOUND`, `SOURCE_UNREACHABLE`, `STORE_UNUSABLE`
 */
export async function makeWorkspace(
  root: WorkspaceRoot,
  wanted: WantedWorkspace,
  signal: AbortSignal,
): Promise<MadeWorkspace> {
  const { namespace, name, repository, tier, ref } = wanted;
  if (ref === undefined && wanted.commit === undefined)
    throw new IdentikitError("REF_UNKNOWN", `workspace ${name} is of no ref and no commit`, {
      remedy: "Name one of the two.",
    });
  const there = readWorkspaceRecord(root, wanted);
  if (there) refuseOther(there, wanted);
  // Nothing of an untrusted workspace is used again, its store among it.
  if (there && tier === "untrusted") await removeWorkspace(root, wanted, undefined, signal);
  const isAlone = tier === "untrusted" || wanted.mode === "clone";
  const store = isAlone ? root.ownStore(wanted) : root.sharedStore(namespace, repository, tier);
  const base = await store.fetch(wanted.remote, { ref, commit: wanted.commit, depth: wanted.depth }, signal);
  if (wanted.patch) {
    if (wanted.patch.patch.base !== base) throw otherBase(wanted.patch.patch.base, base);
    await checkPatch(store.git, wanted.patch.patch, signal);
  }
  const named = { namespace, name, base, store: nameOf(store) };
  const submodules = wanted.submodules ? await submodulesOf(store, named, wanted.remote, signal) : [];
  const record: WorkspaceRecord = {
    ...{ version: 1, namespace, name, repository, tier, base, state: "making" },
    ...{ remote: wanted.remote.url, mode: isAlone ? "clone" : "worktree", store: nameOf(store) },
    ...{ admin: adminName(wanted), trustTimes: tier !== "untrusted" },
    submodules: submodules.map(({ submodule }) => submodule),
    ...{ caches: cachesFor(wanted), madeAt: root.now().toISOString() },
    ...(ref === undefined ? {} : { ref }),
    ...(wanted.patch
      ? { laid: patchDigest(wanted.patch.patch), harvested: patchDigest(wanted.patch.patch) }
      : {}),
  };
  const reused =
    there !== undefined && tier !== "untrusted" && (await takeAgain(root, store, there, record, signal));
  if (!reused) {
    removeFiles(root, wanted, there);
    writeWorkspaceRecord(root, record);
    rmSync(join(root.place(wanted).records, "index"), { force: true });
    await checkOut(root, store, record, signal);
    await checkOutSubmodules(root, record, submodules, signal);
    fillCaches(root, record);
  }
  if (wanted.patch) {
    using open = certain(root.openTree(wanted));
    layPatch(open, wanted.patch.patch, wanted.patch.blobs);
  }
  writeWorkspaceRecord(root, { ...record, state: "made" });
  return madeWorkspace(root, store, record, reused);
}

/** A workspace as a supervisor is given it. */
export function madeWorkspace(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  reused: boolean,
): MadeWorkspace {
  const { namespace, name, base, ref, tier } = record;
  const { tree } = root.place(record);
  return { namespace, name, path: tree, base, ref, tier, reused, git: agentGit(root, store, record) };
}

function nameOf(store: RepositoryStore): string {
  return store.folder.slice(store.folder.lastIndexOf("/") + 1);
}

function refuseOther(there: WorkspaceRecord, { name, repository, ref, tier }: WantedWorkspace): void {
  const isSame =
    there.repository.toLowerCase() === repository.toLowerCase() && there.ref === ref && there.tier === tier;
  if (isSame) return;
  throw new IdentikitError(
    "WORKSPACE_TAKEN",
    `workspace ${name} is of ${there.repository} ${there.ref ?? there.base}, ${there.tier}; it is not used for ${repository} ${ref ?? ""}, ${tier}`,
    { remedy: "Use another workspace, or clean this one up first." },
  );
}

function otherBase(of: string, base: string): IdentikitError {
  return new IdentikitError("PATCH_INVALID", `the patch is of commit ${of}, not ${base}`, {
    remedy: "Make the workspace from the commit of the patch, or rebase the patch.",
  });
}
