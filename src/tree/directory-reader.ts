import { type Dirent, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "./anchored-directory.ts";
import { digestOf } from "./digest.ts";
import type { DirectoryView } from "./directory-view.ts";
import { fileFault } from "./file-fault.ts";
import { readFileIn } from "./file-reader.ts";
import { FileTree } from "./file-tree.ts";
import { type EntryKind, kindOfStatus, type ObservedEntry } from "./observed.ts";
import { pathLimits } from "./path.ts";
import { isTemporaryName } from "./temporary-name.ts";

export interface ReadDirectoryOptions {
  /** Asked for each file and directory, with its path relative to the root; what it refuses is not read. */
  readonly keep?: (path: string, kind: EntryKind) => boolean;
  /** Bytes of all kept files together, at most. Default 256 MiB. */
  readonly maxBytes?: number;
  /** Entries at most, directories among them. Default 100,000. */
  readonly maxEntries?: number;
  /** Whether the bytes of files are kept. Default false. */
  readonly withBytes?: boolean;
}

/**
 * Everything under a directory as it is: links are reported, never followed; special files are reported, never
 * opened; our own temporary files are passed over.
 * @throws {IdentikitError} `FILE_UNREADABLE` for what cannot be opened or is over a bound
 */
export function observeDirectory(root: string, options: ReadDirectoryOptions = {}): ObservedEntry[] {
  using directory = AnchoredDirectory.open(root);
  return observeIn(directory, options);
}

/** {@link observeDirectory} of a directory that is held open. */
export function observeIn(directory: DirectoryView, options: ReadDirectoryOptions = {}): ObservedEntry[] {
  const entries: ObservedEntry[] = [];
  const walk = { entries, bytes: 0, root: directory.path, options };
  observe(directory, "", walk);
  return walk.entries;
}

/**
 * A directory as a tree.
 * @throws {IdentikitError} `ENTRY_TYPE` for a link or special file among what `keep` lets through, the faults of
 * {@link observeDirectory}, and those of {@link FileTree.of}
 */
export function readDirectory(root: string, options: ReadDirectoryOptions = {}): FileTree {
  return treeOfObserved(observeDirectory(root, { ...options, withBytes: true }), root);
}

/**
 * What was observed, with bytes, as a tree.
 * @throws {IdentikitError} `ENTRY_TYPE` for anything but files and directories
 */
export function treeOfObserved(entries: Iterable<ObservedEntry>, owner: string): FileTree {
  const files = [];
  for (const { path, kind, mode, bytes } of entries) {
    if (kind === "directory") continue;
    if (kind !== "file" || !bytes) {
      throw new IdentikitError(
        "ENTRY_TYPE",
        `${owner}: ${JSON.stringify(path)} is a ${kind}, not a regular file`,
        {
          remedy: "Replace it by a regular file.",
        },
      );
    }
    files.push({ path, mode, bytes });
  }
  return FileTree.of(files, owner);
}

interface Walk {
  readonly entries: ObservedEntry[];
  bytes: number;
  readonly root: string;
  readonly options: ReadDirectoryOptions;
}

function observe(directory: DirectoryView, prefix: string, walk: Walk): void {
  const { keep, maxEntries = 100_000 } = walk.options;
  for (const child of list(directory)) {
    const path = prefix + child.name;
    const kind = kindOfStatus(child);
    if (isTemporaryName(child.name) || (keep && !keep(path, kind))) continue;
    if (child.name.includes("\ufffd")) throw notUtf8(join(walk.root, path));
    if (walk.entries.length >= maxEntries) throw tooMuch(walk.root, `more than ${maxEntries} entries`);
    if (kind === "directory") {
      descend(directory, child.name, path, walk);
    } else if (kind === "file") {
      walk.entries.push(readFile(directory, child.name, path, walk));
    } else {
      const target = kind === "symlink" ? { target: readLink(directory, child.name) } : {};
      walk.entries.push({ path, kind, mode: 0o777, ...target });
    }
  }
}

function descend(parent: DirectoryView, name: string, path: string, walk: Walk): void {
  if (path.split("/").length >= pathLimits.depth)
    throw tooMuch(walk.root, `deeper than ${pathLimits.depth} levels`);
  using below = parent.enter(name);
  if (!below) return;
  const { mode, uid, gid } = below.status();
  walk.entries.push({ path, kind: "directory", mode, owner: { uid, gid } });
  observe(below, `${path}/`, walk);
}

function readFile(directory: DirectoryView, name: string, path: string, walk: Walk): ObservedEntry {
  const { maxBytes = 256 * 1024 * 1024, withBytes = false } = walk.options;
  const overBound = () => tooMuch(walk.root, `more than ${maxBytes} bytes`);
  const file = readFileIn(directory, name, maxBytes - walk.bytes, overBound);
  if (!file) throw fileFault("FILE_UNREADABLE", join(walk.root, path), { code: "ENOENT" });
  const { bytes, mode, owner } = file;
  walk.bytes += bytes.length;
  const entry = { path, kind: "file", mode, digest: digestOf(bytes), owner } as const;
  return withBytes ? { ...entry, bytes } : entry;
}

function readLink(directory: DirectoryView, name: string): string {
  try {
    return readlinkSync(directory.locate(name));
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", join(directory.path, name), cause);
  }
}

function list(directory: DirectoryView): Dirent[] {
  try {
    return readdirSync(directory.locate("."), { withFileTypes: true });
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", directory.path, cause);
  }
}

function tooMuch(root: string, bound: string): IdentikitError {
  return new IdentikitError("FILE_UNREADABLE", `${root} holds ${bound}`, {
    remedy: "Name the directory that holds the template itself, or take out what does not belong to it.",
  });
}

function notUtf8(path: string): IdentikitError {
  return new IdentikitError("PATH_UNSAFE", `${JSON.stringify(path)} has a name that is not valid UTF-8`, {
    remedy: "Rename the file.",
  });
}
