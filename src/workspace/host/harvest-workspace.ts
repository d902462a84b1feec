import { IdentikitError } from "../../fault/error.ts";
import type { BlobFolder } from "../files/blob-folder.ts";
import type { CompareBounds } from "../files/comparison.ts";
import { type BeforeBounds, type Harvest, takePatch } from "../files/take-patch.ts";
import { checkedOut } from "./submodules.ts";
import {
  heldWorkspace,
  readWorkspaceRecord,
  type WorkspaceRecord,
  writeWorkspaceRecord,
} from "./workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "./workspace-root.ts";
import { statIndexOf } from "./worktree.ts";

export interface HarvestOptions {
  /** Takes the content of new and changed files. */
  readonly blobs: BlobFolder;
  /** Also keeps there what changed files were before, as far as these bounds go. */
  readonly before?: BeforeBounds | undefined;
  readonly bounds?: CompareBounds | undefined;
  readonly signal: AbortSignal;
}

/**
 * Takes what was changed out of a workspace, once nothing of the agent runs any more. The store is looked at first: what a base is, is not asked of
 * one that was touched. Until {@link keptElsewhere} the workspace is the only one that has it for good.
 * @throws {IdentikitError} `STORE_TAMPERED`, `HARVEST_TOO_LARGE`, `WORKSPACE_MISSING`, `STORE_UNUSABLE`, `FILE_UNREADABLE`
 */
export async function harvestWorkspace(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  { blobs, before, bounds, signal }: HarvestOptions,
): Promise<Harvest> {
  const record = heldWorkspace(root, key);
  const store = root.storeNamed(record.store);
  await store.check(signal);
  using open = root.openTree(key);
  if (!open) throw gone(record);
  return await takePatch(open, {
    ...{ git: store.git, commit: record.base, blobs, bounds, signal },
    ...(before ? { before: { blobs, most: before } } : {}),
    ...{ stats: statIndexOf(root, record), leftOut: record.caches },
    submodules: await checkedOut(root, record, signal),
  });
}

/**
 * Writes down that a harvest lies whole where the end of this process does not take it along: from then on the workspace's files may go. Where
 * the workspace is gone already, there is nothing to write down.
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `WORKSPACE_UNUSABLE`
 */
export function keptElsewhere(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  { digest }: Pick<Harvest, "digest">,
): void {
  const record = readWorkspaceRecord(root, key);
  if (record?.state !== "made") return;
  const { harvested: _, ...rest } = record;
  writeWorkspaceRecord(root, digest ? { ...rest, harvested: digest } : rest);
}

function gone({ name }: WorkspaceRecord): IdentikitError {
  return new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${name} are gone`, {
    remedy: "Recover it from its base and patch, or archive it.",
  });
}
