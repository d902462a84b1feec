import { z } from "zod";
import {
  commitId,
  namespaceName,
  objectName,
  repositoryName,
  sha256,
  timestamp,
  trustTier,
} from "../../agents/kinds/fields.ts";
import { treePatch } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";
import { writeFileIn } from "../../tree/atomic-file.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import type { WorkspaceKey, WorkspaceRoot } from "./workspace-root.ts";

/** Where a rebase stands; `original` is what an abort puts back. */
const rebaseState = z.strictObject({
  phase: z.enum(["conflicts", "aborted", "done"]),
  from: commitId,
  onto: commitId,
  conflicts: z.array(z.string()),
  original: treePatch.optional(),
  /** Whether that had been harvested. */
  harvested: z.boolean().optional(),
});

const storeName = z.string().regex(/^(shared|own)-[0-9a-f]{40}$/);

/** What this machine knows of a workspace that it holds. Agents cannot reach it. */
export const workspaceRecord = z.strictObject({
  version: z.literal(1),
  namespace: namespaceName,
  name: objectName,
  repository: repositoryName,
  /** Without a credential. */
  remote: z.string(),
  ref: z.string().optional(),
  base: commitId,
  tier: trustTier,
  mode: z.enum(["worktree", "clone"]),
  /** The folder of its store. */
  store: storeName,
  /** The name of its folder in the store's `worktrees`. */
  admin: z.string().regex(/^w-[0-9a-f]{24}$/),
  /** `making` until everything is in its place: what is found so was broken off, and is made again. */
  state: z.enum(["making", "made"]),
  /** Whether files that were not touched since may be passed over by their times. */
  trustTimes: z.boolean(),
  /** The patch that was laid on it when it was made. */
  laid: sha256.optional(),
  /** The digest of what was harvested last. */
  harvested: sha256.optional(),
  /** Folders that are kept from run to run. */
  caches: z.array(z.string()),
  /** Those that were checked out, each with the store of its own. */
  submodules: z.array(z.strictObject({ path: z.string(), commit: commitId, store: storeName })),
  madeAt: timestamp,
  rebase: rebaseState.optional(),
});
export type WorkspaceRecord = z.output<typeof workspaceRecord>;

const mostBytes = 64 * 1024 * 1024;

/**
 * What is known of a workspace; `undefined` where this machine does not hold it.
 * @throws {IdentikitError} `WORKSPACE_UNUSABLE`; `CLEANUP_OUTSIDE_ROOT` for a name that no object has
 */
export function readWorkspaceRecord(root: WorkspaceRoot, key: WorkspaceKey): WorkspaceRecord | undefined {
  root.place(key);
  using folder = root.enter("records", key.namespace, key.name);
  const file = folder && readFileIn(folder, "workspace.json", mostBytes);
  if (!file) return undefined;
  try {
    return workspaceRecord.parse(JSON.parse(file.bytes.toString()));
  } catch (cause) {
    throw new IdentikitError(
      "WORKSPACE_UNUSABLE",
      `the record of workspace ${key.name} cannot be read: ${messageOf(cause).split("\n", 1)[0]}`,
      { remedy: "Remove the workspace by hand and provision it again.", cause },
    );
  }
}

/** @throws {IdentikitError} `FILE_UNWRITABLE` */
export function writeWorkspaceRecord(root: WorkspaceRoot, record: WorkspaceRecord): void {
  using folder = root.make("records", record.namespace, record.name);
  writeFileIn(folder, "workspace.json", Buffer.from(JSON.stringify(record)), { mode: 0o600 });
}

/** Forgets a workspace. */
export function removeWorkspaceRecord(root: WorkspaceRoot, { namespace, name }: WorkspaceKey): void {
  using folder = root.enter("records", namespace);
  if (folder) removeTreeIn(folder, name);
}

/**
 * The record of a workspace that this machine holds.
 * @throws {IdentikitError} `WORKSPACE_MISSING`
 */
export function heldWorkspace(root: WorkspaceRoot, key: WorkspaceKey): WorkspaceRecord {
  const record = readWorkspaceRecord(root, key);
  if (record?.state === "made") return record;
  throw new IdentikitError("WORKSPACE_MISSING", `this machine does not hold the workspace ${key.name}`, {
    remedy: "Act on the machine that its record names, or recover it here.",
  });
}
