/** A line that a change adds, without its line end. */
export interface AddedLine {
  /** 1-based, in the file as the change leaves it. */
  readonly line: number;
  readonly text: string;
}

/** One path that a change touches. A move is the removal of one path and a whole new file at the other. */
export interface ChangedFile {
  readonly path: string;
  readonly kind: "added" | "deleted" | "modified";
  /** Where the file stood before, when it was moved. */
  readonly from?: string;
  /** What the path is now or was before, when it is no regular file: its content is not in the diff. */
  readonly special?: "symlink" | "submodule";
  /** The lines that were added; `undefined` where they are not known. All lines of a file that is new or was moved here. */
  readonly added: readonly AddedLine[] | undefined;
}

/** What a change does to a repository, from the merge base to its head. */
export interface Diff {
  readonly files: readonly ChangedFile[];
}
