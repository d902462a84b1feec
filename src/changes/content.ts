import type { Diff } from "./diff.ts";

/** Where a change's content is read from: a checkout with its history, or the host. */
export interface ChangeContent {
  /** What it is, for messages. */
  readonly description: string;
  /**
   * What changed from the merge base of two commits to the second of them.
   * @throws {IdentikitError} `CHANGE_UNKNOWN` where a part of it cannot be had, `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  diff(base: string, head: string): Promise<Diff>;
  /**
   * The text of a file of a commit; `undefined` where there is none.
   * @throws {IdentikitError} `DOCUMENT_INVALID` for what is no text or too large; as above
   */
  file(commit: string, path: string): Promise<string | undefined>;
  /** The paths of the regular files right in a directory of a commit; none where there is no such directory. */
  list(commit: string, directory: string): Promise<readonly string[]>;
}
