import { lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { certain } from "../fault/certain.ts";
import { codeOf } from "../fault/thrown.ts";
import { AnchoredDirectory } from "./anchored-directory.ts";
import { type AtomicWriteOptions, sweepTemporaries, writeFileIn } from "./atomic-file.ts";
import { fileFault } from "./file-fault.ts";
import type { TreeFile } from "./file-tree.ts";
import { ancestorsOf, comparePaths } from "./path.ts";
import { StagedFile } from "./staged-file.ts";
import type { SyncPlan } from "./sync-plan.ts";

export interface ApplyOptions {
  /**
   * Whether every file and rename reaches the disk before the call returns. With `content` the bytes of each file do
   * before it takes its name: when the power goes, each name has its old content or the new. Default true.
   */
  readonly sync?: boolean | "content";
  /** Asked before each file: throws when the run was stopped. */
  readonly signal?: AbortSignal;
  /** Permission bits of files and directories where they are not 0644/0755, such as 0600 and 0700. */
  readonly modes?: { readonly file: number; readonly directory: number };
  /** Who the files and the directories that are made belong to; left out, whoever runs this. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/**
 * Carries out a plan under a directory, one atomic file at a time: a reader sees the old or the new content of
 * each file, and a run that was stopped is completed by the next. Removals come first, so that a file can become a
 * directory; directories that a removal leaves empty go too. Nothing is written through a link.
 *
 * The caller holds the lock of the place (see `ExclusiveLock`).
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `PATH_LINKED`, `ENTRY_TYPE`
 */
export function applySync(root: string, plan: SyncPlan, options: ApplyOptions = {}): void {
  using directory = AnchoredDirectory.make(root, options.modes?.directory);
  applySyncIn(directory, plan, options);
}

/** {@link applySync} under a directory that is held open. */
export function applySyncIn(directory: AnchoredDirectory, plan: SyncPlan, options: ApplyOptions = {}): void {
  sweepTemporaries(directory);
  for (const path of plan.remove) {
    options.signal?.throwIfAborted();
    removeIn(directory, path.split("/"));
  }
  const base: Open = { name: "", directory, written: false };
  const at: Open[] = [];
  try {
    for (const file of plan.write) {
      options.signal?.throwIfAborted();
      const segments = file.path.split("/");
      const name = certain(segments.pop());
      moveTo(base, at, segments, options);
      const parent = at.at(-1) ?? base;
      // An empty directory in the file's place gives way; one with content is somebody's, and the rename fails.
      if (!parent.directory.isNew) rmdirIfEmpty(parent.directory, name);
      writeFileIn(parent.directory, name, file.bytes, writeOptions(file, options));
      parent.written = true;
    }
    finish([base, ...at], options);
  } finally {
    close(at);
  }
}

/** So many files wait for the disk together. */
const batchSize = 16;

/**
 * As {@link applySyncIn}, where the disk is waited for once for many files rather than once for each. Each file is
 * still replaced whole, and a run that was stopped is completed by the next.
 */
export async function applyBatchedIn(
  directory: AnchoredDirectory,
  plan: SyncPlan,
  options: ApplyOptions = {},
): Promise<void> {
  applySyncIn(directory, { ...plan, write: [] }, options);
  for (let at = 0; at < plan.write.length; at += batchSize) {
    options.signal?.throwIfAborted();
    await applyBatch(directory, plan.write.slice(at, at + batchSize), options);
  }
}

async function applyBatch(
  directory: AnchoredDirectory,
  files: readonly TreeFile[],
  options: ApplyOptions,
): Promise<void> {
  const { sync = true } = options;
  using open = new DisposableStack();
  const directories = new Map<string, Open>([["", { name: "", directory, written: false }]]);
  const staged = files.map((file) => {
    const [name, parent] = enterParent(directories, file.path, { ...options, open });
    if (!parent.directory.isNew) rmdirIfEmpty(parent.directory, name);
    parent.written = true;
    return open.use(StagedFile.write(parent.directory, name, file.bytes, writeOptions(file, options)));
  });
  if (sync) await Promise.all(staged.map((file) => file.sync()));
  for (const file of staged) file.commit();
  const written = [...directories.values()].filter((each) => each.written);
  if (sync === true) await Promise.all(written.map((each) => each.directory.syncLater()));
}

/** The name of a path in its directory, with that directory, which stays open as long as its batch. */
function enterParent(
  directories: Map<string, Open>,
  path: string,
  options: ApplyOptions & { readonly open: DisposableStack },
): [name: string, parent: Open] {
  let parent = certain(directories.get(""));
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (const above of ancestorsOf(path)) {
    let next = directories.get(above);
    if (!next) {
      next = enterFrom(parent, above.slice(above.lastIndexOf("/") + 1), options);
      options.open.use(next.directory);
      directories.set(above, next);
    }
    parent = next;
  }
  return [name, parent];
}

function writeOptions(file: TreeFile, { sync = true, owner, modes }: ApplyOptions): AtomicWriteOptions {
  return { mode: modes?.file ?? file.mode, sync: sync && "content", ...(owner ? { owner } : {}) };
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

interface Open {
  readonly name: string;
  readonly directory: AnchoredDirectory;
  /** Whether a file or directory was put into it since it was opened. */
  written: boolean;
}

/** Keeps the common ancestors of two neighbouring files open instead of opening them again. */
function moveTo(base: Open, at: Open[], segments: string[], options: ApplyOptions): void {
  let common = 0;
  while (common < at.length && at[common]?.name === segments[common]) common++;
  finish(at.slice(common), options);
  close(at.splice(common));
  for (const name of segments.slice(common)) {
    at.push(enterFrom(at.at(-1) ?? base, name, options));
  }
}

function enterFrom(parent: Open, name: string, { modes, owner }: ApplyOptions): Open {
  const directory = parent.directory.enterOrMake(name, modes?.directory);
  if (directory.isNew) {
    parent.written = true;
    if (owner) giveTo(directory, owner);
  } else {
    sweepTemporaries(directory);
  }
  return { name, directory, written: false };
}

/** Brings what was put into directories to the disk, once for each. */
function finish(open: readonly Open[], { sync = true }: ApplyOptions): void {
  for (const { directory, written } of open) if (sync === true && written) directory.sync();
}

function giveTo(directory: AnchoredDirectory, owner: { readonly uid: number; readonly gid: number }): void {
  if (directory.status().uid !== owner.uid) directory.setOwner(owner);
}

function close(open: readonly Open[]): void {
  for (const { directory } of open) directory[Symbol.dispose]();
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
