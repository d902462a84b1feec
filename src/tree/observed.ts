import type { Digest } from "./digest.ts";

export type EntryKind = "file" | "directory" | "symlink" | "fifo" | "socket" | "device";

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
}
