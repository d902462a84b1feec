import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { BlobFolder } from "../files/blob-folder.ts";
import type { WantedWorkspace } from "../host/make-workspace.ts";
import type { WorkspaceKey, WorkspaceRoot } from "../host/workspace-root.ts";

/** Holds the content of a patch that comes from elsewhere, until its workspace is made. */
export class IncomingFolder implements Disposable {
  readonly #path: string;
  #blobs: BlobFolder | undefined;

  constructor(root: WorkspaceRoot, key: WorkspaceKey) {
    // The names are checked there.
    root.place(key);
    this.#path = join(root.path, "incoming", key.namespace, key.name);
  }

  /** @param fetch puts the content of a patch into the folder */
  async take(
    fetch: (blobs: BlobFolder) => Promise<TreePatch>,
  ): Promise<NonNullable<WantedWorkspace["patch"]>> {
    // What a killed process has left is not looked at.
    rmSync(this.#path, { recursive: true, force: true });
    this.#blobs = new BlobFolder(this.#path);
    return { patch: await fetch(this.#blobs), blobs: this.#blobs };
  }

  [Symbol.dispose](): void {
    this.#blobs?.[Symbol.dispose]();
    rmSync(this.#path, { recursive: true, force: true });
  }
}
