import { IdentikitError } from "../fault/error.ts";
import type { FileTree } from "../tree/file-tree.ts";

/** A pointer is smaller than this, and its first line is its version (git-lfs, docs/spec.md). */
const pointerBytes = 1024;
const firstLine = /^version https:\/\/(git-lfs|hawser)\.github\.com\/spec\/v[0-9]+\r?\n/;

/**
 * Refuses a tree with a file that only points to its content in Git LFS: no route delivers that content.
 * @param owner whose tree it is, for messages
 * @throws {IdentikitError} `ENTRY_TYPE`
 */
export function refusePointers(tree: FileTree, owner: string): void {
  for (const { path, bytes } of tree) {
    if (bytes.length >= pointerBytes || bytes[0] !== 0x76) continue;
    const text = Buffer.from(bytes).toString("latin1");
    if (!firstLine.test(text) || !/^oid sha256:[0-9a-f]{64}\r?$/m.test(text)) continue;
    throw new IdentikitError(
      "ENTRY_TYPE",
      `${owner}: ${JSON.stringify(path)} is a Git LFS pointer, not the file itself`,
      {
        remedy: "Commit the file itself (`git lfs migrate export`), or move it out of the assets.",
      },
    );
  }
}
