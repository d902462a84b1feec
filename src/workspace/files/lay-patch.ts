import { readdirSync, rmdirSync, rmSync } from "node:fs";
import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeFileIn } from "../../tree/atomic-file.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import type { PatchBlobs } from "./blob-folder.ts";
import { newContent } from "./check-patch.ts";

/**
 * Lays a patch that was checked on a directory that holds its base, through no link.
 * @throws {IdentikitError} `PATCH_INVALID`, `FILE_UNWRITABLE`, `PATH_LINKED`
 */
export function layPatch(directory: AnchoredDirectory, patch: TreePatch, blobs: PatchBlobs): void {
  for (const { path } of patch.changes.filter(({ after }) => !after)) removePath(directory, path);
  for (const { path, after } of patch.changes)
    if (after) writePath(directory, path, after.mode, newContent(blobs, after));
}

/** Removes what stands at a path, and the folders above it that are empty then. */
export function removePath(directory: AnchoredDirectory, path: string): void {
  removeBelow(directory, path.split("/"));
}

function removeBelow(directory: AnchoredDirectory, [name = "", ...rest]: readonly string[]): void {
  if (rest.length === 0) {
    if (directory.kindOf(name) === "directory") removeTreeIn(directory, name);
    else rmSync(directory.locate(name), { force: true });
    return;
  }
  if (directory.kindOf(name) !== "directory") return;
  using below = directory.enter(name);
  if (!below) return;
  removeBelow(below, rest);
  if (readdirSync(below.locate(".")).length === 0) rmdirSync(directory.locate(name));
}

/** Writes a file, with the folders that it needs, in place of whatever stands at its path. */
export function writePath(
  directory: AnchoredDirectory,
  path: string,
  mode: "100644" | "100755",
  bytes: Uint8Array,
): void {
  writeBelow(directory, path.split("/"), mode === "100755" ? 0o755 : 0o644, bytes);
}

function writeBelow(
  directory: AnchoredDirectory,
  [name = "", ...rest]: readonly string[],
  mode: number,
  bytes: Uint8Array,
): void {
  const kind = directory.kindOf(name);
  if (rest.length > 0) {
    if (kind !== undefined && kind !== "directory") rmSync(directory.locate(name), { force: true });
    using below = directory.enterOrMake(name);
    writeBelow(below, rest, mode, bytes);
    return;
  }
  if (kind === "directory") removeTreeIn(directory, name);
  else if (kind !== undefined) rmSync(directory.locate(name), { force: true });
  writeFileIn(directory, name, bytes, { mode, sync: false });
}
