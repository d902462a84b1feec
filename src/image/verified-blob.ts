import { createHash } from "node:crypto";
import { IdentikitError } from "../fault/error.ts";
import { digestOf } from "../tree/digest.ts";
import type { Descriptor, ImageSource, RawManifest } from "./store.ts";

/**
 * Passes a blob's bytes on while counting and hashing them.
 * @param place where the blob comes from, for messages
 * @throws {IdentikitError} `DIGEST_MISMATCH`: as soon as there are more bytes than the descriptor says, else at the end
 */
export async function* verified(
  descriptor: Descriptor,
  chunks: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > descriptor.size)
      throw mismatch(place, descriptor, `it is longer than ${descriptor.size} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  if (size < descriptor.size)
    throw mismatch(place, descriptor, `it ends after ${size} of ${descriptor.size} bytes`);
  const actual = `sha256:${hash.digest("hex")}`;
  if (actual !== descriptor.digest) throw mismatch(place, descriptor, `its content has ${actual}`);
}

/**
 * A whole blob in memory, verified.
 * @param limit bytes at most
 * @throws {IdentikitError} `IMAGE_INVALID` where the descriptor says more than `limit`, and the faults of the source
 */
export async function readBlob(
  source: ImageSource,
  descriptor: Descriptor,
  limit: number,
): Promise<Uint8Array> {
  if (descriptor.size > limit) {
    const message = `${source.name}: blob ${descriptor.digest} has ${descriptor.size} bytes, over the bound of ${limit}`;
    throw new IdentikitError("IMAGE_INVALID", message, { remedy: "Build the image again." });
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.blob(descriptor)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Checks that a manifest is the one that was asked for by digest, and that its own digest is its content's.
 * @throws {IdentikitError} `DIGEST_MISMATCH`
 */
export function checkManifest(raw: RawManifest, asked: string | undefined, place: string): RawManifest {
  const actual = digestOf(raw.bytes);
  if (actual === raw.digest && (asked === undefined || asked === actual)) return raw;
  throw mismatch(place, { digest: asked ?? raw.digest }, `its content has ${actual}`);
}

/** The fault of content that is not what its digest says. */
export function mismatch(
  place: string,
  { digest }: { readonly digest: string },
  reason: string,
): IdentikitError {
  return new IdentikitError("DIGEST_MISMATCH", `${place}: ${digest} is not what it says: ${reason}`, {
    remedy: "The copy is damaged or was tampered with: write the image again from its source.",
  });
}
