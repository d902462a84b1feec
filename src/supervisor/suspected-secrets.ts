import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import type { TreePatch } from "../agents/run-bundle/tree-patch.ts";
import { credentialRanges } from "../template/secret-scan.ts";
import type { PatchBlobs } from "../workspace/files/blob-folder.ts";

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
    const text = Buffer.from(blobs.read(after.digest)).toString("utf8");
    count += finder.find(text).found.length + (await credentialRanges(text)).length;
  }
  return count;
}
