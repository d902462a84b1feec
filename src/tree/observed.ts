import type { Dirent, Stats } from "node:fs";
import type { Digest } from "./digest.ts";

export type EntryKind = "file" | "directory" | "symlink" | "fifo" | "socket" | "device";

/** The kind of what a directory lists or `lstat` describes. */
export function kindOfStatus(status: Dirent | Stats): EntryKind {
  if (status.isFile()) return "file";
  if (status.isDirectory()) return "directory";
  if (status.isSymbolicLink()) return "symlink";
  if (status.isFIFO()) return "fifo";
  return status.isSocket() ? "socket" : "device";
}

/** What a reader saw at one path of a copy, with nothing made up: the raw mode, the real kind, the owner if known. */
export interface ObservedEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** Permission and special bits, `0o7777` at most. */
  readonly mode: number;
  /** Present for regular files. */
  readonly digest?: Digest;
  /** Present for regular files where the reader was asked to keep content. */
  readonly bytes?: Uint8Array;
  /** Where a symbolic link points, as it is written in it. */
  readonly target?: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Extended attributes that change who may do what, by their names: capabilities, access control lists. */
  readonly attributes?: readonly string[];
}
