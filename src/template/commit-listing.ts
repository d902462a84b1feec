import { IdentikitError } from "../fault/error.ts";
import { type RetryOptions, withRetries } from "../fault/retry.ts";
import type { ListedEntry, ObjectApi } from "./object-api.ts";
import type { CommitId, SourceLimits } from "./source.ts";
import type { TreeEntry } from "./tree-entry.ts";

export interface ListingOptions {
  readonly objects: ObjectApi;
  readonly owner: string;
  /** The template's directory in the repository; empty for its root. */
  readonly directory: string;
  readonly limits: SourceLimits;
  readonly retry: RetryOptions;
}

/**
 * What a commit has in a directory, as the server lists it. For a directory below the root, the trees above are asked for one by
 * one: however large the repository is, only the template's own part of it is listed.
 * @throws {IdentikitError} `SOURCE_INVALID` where the commit has no such directory, `ARCHIVE_TOO_LARGE`, and the faults of
 * asking
 */
export async function listCommit(commit: CommitId, options: ListingOptions): Promise<TreeEntry[]> {
  const { objects, owner, directory, limits, retry } = options;
  const list = (id: string, deep: boolean) =>
    withRetries(() => objects.tree(id, deep, limits.maxEntries, retry.signal), retry);
  let tree = commit;
  for (const segment of directory === "" ? [] : directory.split("/")) {
    const found = (await list(tree, false)).find(({ path }) => path === segment);
    if (found?.type !== "tree") throw noDirectory(owner, directory, commit);
    tree = found.object;
  }
  return (await list(tree, true)).filter(isEntry);
}

/** Git lists no directories of their own: they are there because of what is in them. */
function isEntry({ type }: ListedEntry): boolean {
  return type !== "tree";
}

function noDirectory(owner: string, directory: string, commit: CommitId): IdentikitError {
  const problem = `${owner}: directory ${JSON.stringify(directory)} at commit ${commit} could not be read`;
  return new IdentikitError("SOURCE_INVALID", problem, {
    remedy: "Check `path` in the manifest, and that the ref holds the template.",
  });
}
