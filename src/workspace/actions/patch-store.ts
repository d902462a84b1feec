import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { BlobFolder } from "../files/blob-folder.ts";
import type { WorkspaceKey } from "../host/workspace-root.ts";

/** Where the patches of runs are kept for every machine. */
export interface PatchStore {
  /**
   * Brings a patch here.
   * @param blobs takes the content that it names
   * @throws {IdentikitError} `BLOB_MISSING` where a part of it is not there, or is not what its digest says
   */
  fetch(workspace: WorkspaceKey, digest: string, blobs: BlobFolder, signal: AbortSignal): Promise<TreePatch>;
}
