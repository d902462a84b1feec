import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import type { TreePatch } from "../agents/run-bundle/tree-patch.ts";
import { credentialRanges } from "../template/secret-scan.ts";
import type { BlobFolder, PatchBlobs } from "../workspace/files/blob-folder.ts";

/** Bytes of a file that are looked at; what is larger is no text that a person wrote. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Counts places in what a run has changed that look like credentials, or are values of the secrets that it was given: also in the names of
 * files. What the base had in the same file already counts, too: it would be in the commit's difference.
 */
export async function countSuspectedSecrets(
  { changes }: TreePatch,
  blobs: PatchBlobs,
  finder: SecretFinder,
): Promise<number> {
  let count = 0;
  for (const { path, after } of changes) {
    if (!after) continue;
    count += finder.find(path).found.length;
    if (after.bytes > mostBytes) continue;
    count += await suspectedIn(blobs.read(after.digest), finder);
  }
  return count;
}

/**
 * What the files of a patch were before, as far as the harvest kept it, without the texts in which something looks like a credential: the run
 * was not to bring these out of the repository.
 * @returns digests and lengths
 */
export async function cleanBefore(
  { changes }: TreePatch,
  blobs: BlobFolder,
  finder: SecretFinder,
): Promise<ReadonlyMap<string, number>> {
  const clean = new Map<string, number>();
  for (const { before } of changes) {
    if (!before || !blobs.has(before.digest)) continue;
    if ((await suspectedIn(blobs.read(before.digest), finder)) === 0) clean.set(before.digest, before.bytes);
  }
  return clean;
}

async function suspectedIn(content: Uint8Array, finder: SecretFinder): Promise<number> {
  const text = Buffer.from(content).toString("utf8");
  return finder.find(text).found.length + (await credentialRanges(text)).length;
}
