import { IdentikitError } from "../../fault/error.ts";
import { takePatch } from "../files/take-patch.ts";
import { removeFiles } from "./remove-workspace.ts";
import { checkedOut } from "./submodules.ts";
import { heldWorkspace, removeWorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "./workspace-root.ts";

/**
 * Reads every file of a workspace that was just made back, and compares the whole with its base and patch. One that differs is removed: nobody
 * has worked in it.
 * @param digest of the patch on its base
 * @throws {IdentikitError} `PATCH_INVALID`, and the faults of a harvest
 */
export async function proveWorkspace(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  digest: string,
  signal: AbortSignal,
): Promise<void> {
  const record = heldWorkspace(root, key);
  const { git } = root.storeNamed(record.store);
  using open = root.openTree(key);
  const now =
    open &&
    (await takePatch(open, {
      ...{ git, commit: record.base, leftOut: record.caches, signal },
      submodules: await checkedOut(root, record, signal),
    }));
  if (now?.digest === digest) return;
  removeFiles(root, key, record);
  removeWorkspaceRecord(root, key);
  throw new IdentikitError(
    "PATCH_INVALID",
    `workspace ${key.name} was made again as ${now?.digest ?? "its base alone"}, not as ${digest}; it is removed`,
    { remedy: "Look at the policy of the workspace: a folder that its patch changes is among its caches." },
  );
}
