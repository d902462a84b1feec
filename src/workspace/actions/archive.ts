import { rmSync } from "node:fs";
import { join } from "node:path";
import { patchDigest, type TreePatch, treePatch } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import { writeFileIn } from "../../tree/atomic-file.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import { BlobFolder } from "../files/blob-folder.ts";
import type { Harvest } from "../files/take-patch.ts";
import { harvestWorkspace, keptElsewhere } from "../host/harvest-workspace.ts";
import type { WantedWorkspace } from "../host/make-workspace.ts";
import { removeWorkspace } from "../host/remove-workspace.ts";
import { heldWorkspace, readWorkspaceRecord } from "../host/workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "../host/workspace-root.ts";

const mostBytes = 256 * 1024 * 1024;

/**
 * Keeps what a workspace is, its base and its patch with all content, and removes its files.
 * @returns the base and the patch that it can be made again from
 * @throws {IdentikitError} `WORKSPACE_DIRTY` where it has something that no patch keeps, and the faults of harvest and removal
 */
export async function archiveWorkspace(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  path: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly base: string; readonly digest?: string | undefined }> {
  const before = readWorkspaceRecord(root, key) ? undefined : readArchive(root, key);
  // It was archived, and nobody wrote that down: it is asked for again after a crash.
  if (before)
    return { base: before.base, digest: before.changes.length === 0 ? undefined : patchDigest(before) };
  const { rebase } = heldWorkspace(root, key);
  if (rebase?.phase === "conflicts") throw unkept(key, "a rebase of it is under way");
  const folder = archiveFolder(root, key);
  rmSync(folder, { recursive: true, force: true });
  using blobs = new BlobFolder(folder);
  const harvest = await harvestWorkspace(root, key, { blobs, signal });
  const [refused] = harvest.refused;
  if (refused) throw unkept(key, `${JSON.stringify(refused.path)} would be lost: ${refused.reason}`);
  keepPatch(root, key, harvest);
  keptElsewhere(root, key, harvest);
  await removeWorkspace(root, key, path, signal);
  return { base: harvest.patch.base, digest: harvest.digest };
}

/** The patch of a workspace that was archived here; `undefined` where it is another one, or none. */
export function archivedPatch(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  digest: string,
): WantedWorkspace["patch"] {
  const patch = readArchive(root, key);
  if (!patch || patchDigest(patch) !== digest) return undefined;
  return { patch, blobs: new BlobFolder(archiveFolder(root, key)) };
}

function readArchive(root: WorkspaceRoot, { namespace, name }: WorkspaceKey): TreePatch | undefined {
  using folder = root.enter("archive", namespace, name);
  const file = folder && readFileIn(folder, "patch.json", mostBytes);
  return file && treePatch.parse(JSON.parse(file.bytes.toString()));
}

/** Forgets what was archived. */
export function forgetArchive(root: WorkspaceRoot, { namespace, name }: WorkspaceKey): void {
  using folder = root.enter("archive", namespace);
  if (folder) removeTreeIn(folder, name);
}

function keepPatch(root: WorkspaceRoot, { namespace, name }: WorkspaceKey, { patch }: Harvest): void {
  using folder = root.make("archive", namespace, name);
  writeFileIn(folder, "patch.json", Buffer.from(JSON.stringify(patch)), { mode: 0o600 });
}

function archiveFolder(root: WorkspaceRoot, key: WorkspaceKey): string {
  // The names were checked where the record was read.
  root.place(key);
  return join(root.path, "archive", key.namespace, key.name);
}

function unkept({ name }: WorkspaceKey, why: string): IdentikitError {
  return new IdentikitError("WORKSPACE_DIRTY", `workspace ${name} is not archived: ${why}`, {
    remedy: "Look at it, and remove by hand what is not to be kept.",
  });
}
