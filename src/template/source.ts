import type { FileTree } from "../tree/file-tree.ts";
import type { Policy } from "./policy.ts";

/** How much of a source is read at most; one over a bound is refused. */
export interface SourceLimits {
  /** Bytes of all assets together. */
  readonly maxBytes: number;
  /** Bytes of an archive, as it is sent and unpacked; what git sends for one commit may be eight times as much. */
  readonly maxArchiveBytes: number;
  /** Entries of the whole source, assets or not. */
  readonly maxEntries: number;
  /** Milliseconds for one resolve or one read, retries included. */
  readonly timeoutMs: number;
}

export const defaultLimits: SourceLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxArchiveBytes: 16 * 1024 * 1024,
  maxEntries: 10_000,
  timeoutMs: 120_000,
};

/** A full commit id: SHA-1 or SHA-256, in lower-case hex. */
export type CommitId = string;

export const commitPattern: RegExp = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** What a ref stood for when it was asked. */
export interface Revision {
  readonly commit: CommitId;
  /** The ref in full where the source knows it, such as `refs/heads/main`. */
  readonly ref: string;
}

/** Where the bytes of a template came from: a commit's objects, or files as they lie in a directory. */
export type ContentOrigin = "commit" | "directory";

/** The assets of a template, as its source gave them. */
export interface SourceContent {
  /** Only what the policy lets through. */
  readonly tree: FileTree;
  /** Paths that the policy left out, in byte order; a directory that was not entered ends in `/`. */
  readonly leftOut: readonly string[];
  readonly commit: CommitId | null;
  readonly origin: ContentOrigin;
  /**
   * What somebody should know of how the bytes were come by, or `null`: why they are those of a directory although it lies in a
   * checkout, or which ones the server's archive has otherwise than the commit.
   */
  readonly note: string | null;
}

/** One repository or directory that a template is read from. Nothing is written to it. */
export interface TemplateSource {
  /** The place for messages and the lock file, without credentials. */
  readonly description: string;
  /**
   * The commit that a ref stands for now; `undefined` where the source has no commits to choose from.
   * @param ref a branch, tag, full ref name or commit id; left out, the default branch
   * @throws {IdentikitError} `REF_UNKNOWN`, `SOURCE_DENIED`, `SOURCE_NOT_FOUND`, `SOURCE_UNREACHABLE`
   */
  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision | undefined>;
  /**
   * The assets at a commit, or as they are where the source has no commits to choose from.
   * @throws {IdentikitError} the faults of {@link resolve}, of {@link AssetSelection}, and those of the form that
   * the source reads
   */
  read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent>;
  /**
   * Where the repository is now, as far as the server said so while it was asked: the new `owner/repo`, or the new URL. `null`
   * where it was not renamed.
   */
  movedTo(signal: AbortSignal): Promise<string | null>;
}
