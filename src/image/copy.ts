import { inParallel } from "../fault/slots.ts";
import type { Digest } from "../tree/digest.ts";
import { childManifest } from "./child-manifest.ts";
import { invalid } from "./image-fault.ts";
import { imageLimits } from "./limits.ts";
import { parseImageManifest } from "./model.ts";
import type { BlobArrival, Descriptor, ImageSink, ImageSource, RawManifest } from "./store.ts";
import { blobsOf, parallelBlobs } from "./write-staged.ts";

/** What a copy took: how many blobs came to be there in which way. */
export type CopyTally = Record<BlobArrival, number>;

/**
 * Copies an image whole and byte for byte: every platform, attestations included, all blobs, then the manifests from the
 * inside out, and last the names.
 * @throws {IdentikitError} `IMAGE_INVALID`, `DIGEST_MISMATCH`, and the faults of both places
 */
export async function copyImage(
  source: ImageSource,
  top: RawManifest,
  sink: ImageSink,
  tags: readonly string[],
): Promise<CopyTally> {
  const manifests = await manifestsBelow(source, top);
  const tally: CopyTally = { present: 0, mounted: 0, sent: 0 };
  const blobs = blobsOf([top, ...manifests], source.name);
  const put = (blob: Descriptor) => sink.putBlob(blob, () => source.blob(blob), source.origin);
  for (const arrival of await inParallel(blobs, parallelBlobs, put)) tally[arrival]++;
  for (const manifest of manifests) await sink.putManifest(manifest);
  if (tags.length === 0) await sink.putManifest(top);
  for (const tag of tags) await sink.putManifest(top, tag);
  return tally;
}

/** The manifests that an index leads to, innermost first. */
export async function manifestsBelow(source: ImageSource, top: RawManifest): Promise<RawManifest[]> {
  const found = new Map<Digest, RawManifest>();
  const descend = async (raw: RawManifest, depth: number): Promise<void> => {
    const parsed = parseImageManifest(raw, source.name);
    if (parsed.kind === "manifest") return;
    if (depth > imageLimits.indexDepth) throw invalid(source.name, "its indexes are nested too deeply");
    for (const entry of parsed.manifests) {
      if (found.has(entry.digest)) continue;
      const child = await childManifest(source, entry);
      await descend(child, depth + 1);
      found.set(entry.digest, child);
      if (found.size > imageLimits.indexEntries) throw invalid(source.name, "it has too many manifests");
    }
  };
  await descend(top, 1);
  return [...found.values()];
}
