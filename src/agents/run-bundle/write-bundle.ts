import { createHash } from "node:crypto";
import { canonicalJson } from "../../document/canonical-json.ts";
import { archiveEnd, fileHeader, filePadding } from "../../tar/tar-writer.ts";
import { type BundleBlob, blobMember, bundleBlobs, bundleInvalid, bundleMembers } from "./bundle-file.ts";
import { bundleProof } from "./bundle-key.ts";
import { type RunBundle, runBundle } from "./run-bundle.ts";

/** Gives the content of a part from its start. */
export type OpenPart = (blob: BundleBlob) => AsyncIterable<Uint8Array>;

/**
 * A run bundle as a file: a tar archive (POSIX.1-1988, ustar) of `run.json`, its `proof`, and every blob that its parts name, each once
 * in their order. Its bytes follow from its content alone. Blobs are verified on the way.
 * @param key of the ticket, as it was sealed into it
 * @throws {IdentikitError} `RUN_BUNDLE_INVALID` where a part is not what run.json says of it, or over a bound
 */
export async function* writeBundle(
  run: RunBundle,
  key: Uint8Array,
  open: OpenPart,
): AsyncGenerator<Uint8Array, void> {
  const blobs = bundleBlobs(run);
  const text = Buffer.from(canonicalJson(runBundle.parse(run)));
  yield* member(bundleMembers.run, text);
  yield* member(bundleMembers.proof, Buffer.from(`${bundleProof(text, key)}\n`));
  for (const blob of blobs) {
    yield fileHeader(blobMember(blob), blob.bytes);
    yield* checked(blob, open(blob));
    yield filePadding(blob.bytes);
  }
  yield archiveEnd;
}

function* member(name: string, bytes: Uint8Array): Generator<Uint8Array> {
  yield fileHeader(name, bytes.length);
  yield bytes;
  yield filePadding(bytes.length);
}

/** The header is written before the content is known: what differs from it would make another archive of the rest. */
async function* checked(
  { digest, bytes }: BundleBlob,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let left = bytes;
  for await (const chunk of content) {
    left -= chunk.length;
    if (left < 0) break;
    hash.update(chunk);
    yield chunk;
  }
  if (left !== 0)
    throw bundleInvalid(`the content of ${digest} is not the ${bytes} bytes that run.json says`);
  if (`sha256:${hash.digest("hex")}` !== digest)
    throw bundleInvalid(`the content of ${digest} has another digest`);
}
