import { lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { certain } from "../fault/certain.ts";
import { codeOf } from "../fault/thrown.ts";
import type { AnchoredDirectory } from "./anchored-directory.ts";
import { sweepTemporaries } from "./atomic-file.ts";
import { fileFault } from "./file-fault.ts";
import type { TreeFile } from "./file-tree.ts";
import { OpenDirectories } from "./open-directories.ts";
import { ancestorsOf, comparePaths } from "./path.ts";
import { StagedFile } from "./staged-file.ts";
import type { SyncPlan } from "./sync-plan.ts";

export interface ApplyOptions {
  /**
   * Whether every file and rename reaches the disk before the call returns. With `content` the bytes of each file do
   * before it takes its name: when the power goes, each name has its old content or the new. Default true.
   */
  readonly sync?: boolean | "content";
  /** Asked on the way: throws when the run was stopped. */
  readonly signal?: AbortSignal;
  /** Permission bits of files and directories where they are not 0644/0755, such as 0600 and 0700. */
  readonly modes?: { readonly file: number; readonly directory: number };
  /** Who the files and the directories that are made belong to; left out, whoever runs this. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** So many files wait for the disk together. */
const batchSize = 16;

/**
 * Carries out a plan under a directory: a reader sees the old or the new content of each file, and a run that was stopped
 * is completed by the next. Removals come first, so that a file can become a directory; directories that a removal
 * leaves empty go too. Nothing is written through a link. The disk is waited for once for several files.
 *
 * The caller holds the lock of the place (see `ExclusiveLock`).
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `PATH_LINKED`, `ENTRY_TYPE`
 */
export async function applyPlan(
  directory: AnchoredDirectory,
  plan: SyncPlan,
  options: ApplyOptions = {},
): Promise<void> {
  const { sync = true, signal, modes, owner } = options;
  sweepTemporaries(directory);
  for (const path of plan.remove) {
    signal?.throwIfAborted();
    removeIn(directory, path.split("/"));
  }
  using directories = new OpenDirectories(directory, { mode: modes?.directory, owner });
  // Where nothing is waited for, each file takes its name at once.
  const atOnce = sync === false ? 1 : batchSize;
  for (let at = 0; at < plan.write.length; at += atOnce) {
    signal?.throwIfAborted();
    using uncommitted = new DisposableStack();
    const staged = plan.write
      .slice(at, at + atOnce)
      .map((file) => uncommitted.use(stage(directories, file, options)));
    if (sync) await Promise.all(staged.map((file) => file.sync()));
    for (const file of staged) file.commit();
    await directories.letGo(sync === true);
  }
  if (sync === true) await directories.sync();
}

function stage(directories: OpenDirectories, file: TreeFile, { owner, modes }: ApplyOptions): StagedFile {
  const segments = file.path.split("/");
  const name = certain(segments.pop());
  const parent = directories.enterFor(segments);
  // An empty directory in the file's place gives way; one with content is somebody's, and the rename fails.
  if (!parent.isNew) rmdirIfEmpty(parent, name);
  const mode = modes?.file ?? file.mode;
  return StagedFile.write(parent, name, file.bytes, { mode, ...(owner ? { owner } : {}) });
}

/**
 * Clears away what a killed run may have left in the directories above some paths: temporary files, and directories
 * that it emptied. Links are passed over. The caller holds the lock of the place.
 */
export function clearLeftovers(root: AnchoredDirectory, paths: Iterable<string>): void {
  const directories = new Set([...paths].flatMap(ancestorsOf));
  sweepTemporaries(root);
  for (const path of [...directories].sort(comparePaths).reverse()) clearIn(root, path.split("/"));
}

function clearIn(directory: AnchoredDirectory, segments: readonly string[]): void {
  const [name = "", ...rest] = segments;
  if (directory.kindOf(name) !== "directory") return;
  using below = directory.enter(name);
  if (!below) return;
  if (rest.length > 0) {
    clearIn(below, rest);
    return;
  }
  sweepTemporaries(below);
  rmdirIfEmpty(directory, name);
}

/**
 * Clears away what a killed run may have left anywhere below a directory: temporary files, and directories that are
 * empty without them, itself included. Links are passed over. The caller holds the lock of the place.
 */
export function clearLeftoversBelow(parent: AnchoredDirectory, name: string): void {
  if (parent.kindOf(name) !== "directory") return;
  using directory = parent.enter(name);
  if (!directory) return;
  sweepTemporaries(directory);
  for (const entry of readdirSync(directory.locate("."), { withFileTypes: true })) {
    if (entry.isDirectory()) clearLeftoversBelow(directory, entry.name);
  }
  rmdirIfEmpty(parent, name);
}

function removeIn(directory: AnchoredDirectory, segments: string[]): void {
  const [name = "", ...rest] = segments;
  try {
    sweepTemporaries(directory);
    if (rest.length === 0) {
      rmSync(directory.locate(name), { force: true });
      return;
    }
    using below = directory.enter(name);
    if (!below) return;
    removeIn(below, rest);
    rmdirIfEmpty(directory, name);
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", join(directory.path, ...segments), cause);
  }
}

function rmdirIfEmpty(parent: AnchoredDirectory, name: string): void {
  if (!lstatSync(parent.locate(name), { throwIfNoEntry: false })?.isDirectory()) return;
  try {
    rmdirSync(parent.locate(name));
  } catch (cause) {
    const code = codeOf(cause) ?? "";
    if (!["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(code))
      throw fileFault("FILE_UNWRITABLE", join(parent.path, name), cause);
  }
}
