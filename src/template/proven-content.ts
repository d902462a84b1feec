import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { type RetryOptions, withRetries } from "../fault/retry.ts";
import { inParallel } from "../fault/slots.ts";
import { FileTree } from "../tree/file-tree.ts";
import { AssetSelection } from "./asset-selection.ts";
import { blobId } from "./blob-id.ts";
import type { ObjectApi } from "./object-api.ts";
import type { Policy } from "./policy.ts";
import type { SourceContent, SourceLimits } from "./source.ts";
import { fileMode, selectEntry, type TreeEntry } from "./tree-entry.ts";

/** So many files that an archive has otherwise are read one by one; a template with more of them is for git itself. */
export const mostSingleFiles = 64;
const filesAtOnce = 8;

/** An archive's files, and what they are held against. */
export interface Proof {
  /** The assets as the archive has them, without the template's directory. */
  readonly archive: FileTree;
  /** What the commit has there. */
  readonly entries: readonly TreeEntry[];
  readonly objects: ObjectApi;
  readonly owner: string;
  readonly limits: SourceLimits;
  readonly retry: RetryOptions;
}

/**
 * The assets of a commit: which there are, and their modes, is what the commit lists; their bytes are those of the archive where
 * they have the blob's id, and else those of the blob, which is asked for. So a commit has one digest, whether an archive or
 * git itself brought it.
 * @throws {IdentikitError} the faults of {@link AssetSelection}; `ARCHIVE_ALTERED` where the archive has an asset that the commit
 * does not have, or more than {@link mostSingleFiles} others; the faults of asking for blobs
 */
export async function provenContent(
  { archive, entries, objects, owner, limits, retry }: Proof,
  policy: Policy,
): Promise<Pick<SourceContent, "tree" | "leftOut" | "note">> {
  const selection = new AssetSelection(policy, owner, limits);
  const wanted = entries.filter((entry) => selectEntry(selection, entry));
  const known = new Set(wanted.map(({ path }) => path));
  const strange = [...archive].find(({ path }) => !known.has(path));
  if (strange) throw altered(owner, `has ${JSON.stringify(strange.path)}, which the commit does not have`);
  const others = wanted.filter(({ path, object }) => {
    const packed = archive.get(path);
    return packed === undefined || blobId(packed.bytes, object) !== object;
  });
  const [first] = others;
  if (others.length > mostSingleFiles)
    throw altered(owner, `has ${others.length} files otherwise than the commit, ${first?.path} among them`);
  const single = new Map(
    await inParallel(others, filesAtOnce, async ({ path, object, size }) => {
      const bytes = await withRetries(() => objects.blob(object, size, retry.signal), retry);
      return [path, bytes] as const;
    }),
  );
  const files = wanted.map((entry) => {
    const { path } = entry;
    const bytes = single.get(path) ?? certain(archive.get(path)).bytes;
    return { path, mode: fileMode(entry), bytes };
  });
  return { tree: FileTree.of(files, owner), leftOut: selection.leftOut, note: noteOf(others) };
}

function noteOf(others: readonly TreeEntry[]): string | null {
  const [first, ...more] = others.map(({ path }) => path);
  if (first === undefined) return null;
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  return `the server's archive has ${JSON.stringify(first)}${rest} otherwise than the commit (.gitattributes), so these files were read one by one`;
}

function altered(owner: string, problem: string): IdentikitError {
  return new IdentikitError("ARCHIVE_ALTERED", `${owner}: the server's archive ${problem}`, {
    remedy:
      "Take export-subst, export-ignore, eol and filters out of .gitattributes, or name the repository by its git+https:// URL.",
  });
}
