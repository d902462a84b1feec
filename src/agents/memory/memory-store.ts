/** A Markdown file of the memory at a commit. */
export interface MemoryFile {
  readonly path: string;
  readonly text: string;
  /** When it changed last: the committer's date, RFC 3339, in UTC. */
  readonly changedAt?: string;
}

/** What was read of a commit. */
export interface MemoryContent {
  readonly commit: string;
  readonly files: readonly MemoryFile[];
  /** What is there and was not read, each with the reason. */
  readonly unread: readonly { readonly path: string; readonly problem: string }[];
}

/** A commit of a branch, and its committer's date. */
export interface DatedCommit {
  readonly commit: string;
  /** RFC 3339, in UTC. */
  readonly at: string;
}

/** The git repository that holds the memory. */
export interface MemoryStore {
  /** The commit that a full ref or a commit's ID names; `undefined` where it names none. */
  resolve(name: string, signal: AbortSignal): Promise<string | undefined>;
  /** The commits of a full ref along first parents, the newest first. @throws {IdentikitError} `MEMORY_UNREADABLE` */
  history(ref: string, signal: AbortSignal): Promise<readonly DatedCommit[]>;
  /** @throws {IdentikitError} `MEMORY_UNREADABLE` */
  read(commit: string, signal: AbortSignal): Promise<MemoryContent>;
}
