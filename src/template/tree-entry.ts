import type { AssetSelection } from "./asset-selection.ts";

/** One entry of a commit's tree that is no directory, as git itself or a server lists it. */
export interface TreeEntry {
  /** Six octal digits, such as `100644`. */
  readonly mode: string;
  /** The object's id. */
  readonly object: string;
  /** In bytes; 0 for what is no file. */
  readonly size: number;
  /** Below the template's directory. */
  readonly path: string;
}

/**
 * Whether the entry is an asset whose bytes are wanted. The same question for a commit that git reads and one that a server
 * lists, so that both give the same answer.
 * @throws {IdentikitError} the faults of {@link AssetSelection}; `ENTRY_TYPE` for a link or a submodule among the assets
 */
export function selectEntry(selection: AssetSelection, { mode, path, size }: TreeEntry): boolean {
  if (mode === "120000") selection.special(path, "symbolic link");
  else if (mode === "160000") selection.special(path, "submodule");
  else return selection.file(path, size);
  return false;
}

/** The mode of a file in a tree: executable or not, nothing else. */
export function fileMode({ mode }: TreeEntry): number {
  return mode === "100755" ? 0o755 : 0o644;
}
