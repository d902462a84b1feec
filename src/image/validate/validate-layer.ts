import { createHash } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { TarParser } from "../../tar/tar-parser.ts";
import type { Digest } from "../../tree/digest.ts";
import { decompressed } from "../layer/decompress.ts";
import { imageArchive } from "../layer/image-archive.ts";

import type { Descriptor, ImageSource } from "../store.ts";
import { verified } from "../verified-blob.ts";
import { faultOfPart, type ImagePart, imageFinding } from "./image-finding.ts";

/** The first bytes of what is compressed (RFC 1952, 2.3.1; RFC 8878, 3.1.1). */
const magics = { gzip: Buffer.from([0x1f, 0x8b]), zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]) } as const;
const headBytes = 4;

/** One layer of an image that is being validated. */
export interface LayerToValidate {
  readonly descriptor: Descriptor;
  /** Of the uncompressed archive, as the config says; left out where it says nothing of this layer. */
  readonly diffId: Digest | undefined;
  readonly part: ImagePart;
}

/**
 * Reads a layer to its last byte: its size and digest, its compression against its media type, its archive entry by entry,
 * and its diff ID.
 */
export async function validateLayer(
  source: ImageSource,
  { descriptor, diffId, part }: LayerToValidate,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const head: number[] = [];
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of verified(descriptor, source.blob(descriptor), source.name)) {
      signal?.throwIfAborted();
      head.push(...chunk.subarray(0, headBytes - head.length));
      yield chunk;
    }
  }
  try {
    const findings: Finding[] = [];
    const actual = await archiveDigest(watched(), `${source.name}: ${part.path}`);
    if (diffId !== undefined && actual !== diffId)
      findings.push(imageFinding("IMAGE_DIFF_ID", part, diffId, actual));
    const { mediaType } = descriptor;
    const [declared, found] = [compressionIn(mediaType), compressionOf(Buffer.from(head))];
    if (declared !== found)
      findings.push(imageFinding("IMAGE_LAYER_TYPE", part, `${declared} (${mediaType})`, found));
    return findings;
  } catch (fault) {
    signal?.throwIfAborted();
    return [faultOfPart(await atItsRoot(fault, source, descriptor, signal), part)];
  }
}

async function archiveDigest(chunks: AsyncIterable<Uint8Array>, place: string): Promise<string> {
  const hash = createHash("sha256");
  const parser = new TarParser(() => undefined, imageArchive(place));
  for await (const chunk of decompressed(chunks, place)) {
    hash.update(chunk);
    parser.write(chunk);
  }
  parser.end();
  return `sha256:${hash.digest("hex")}`;
}

/** Damage shows as bad compression or an odd archive before the digest can tell: the digest is the better answer. */
async function atItsRoot(
  fault: unknown,
  source: ImageSource,
  descriptor: Descriptor,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (!(fault instanceof IdentikitError) || !/^IMAGE_(INVALID|AMBIGUOUS)$/.test(fault.code)) return fault;
  try {
    const bytes = verified(descriptor, source.blob(descriptor), source.name);
    for await (const _ of bytes) signal?.throwIfAborted();
    return fault;
  } catch (deeper) {
    return deeper;
  }
}

function compressionOf(head: Buffer): "none" | "gzip" | "zstd" {
  if (head.subarray(0, magics.gzip.length).equals(magics.gzip)) return "gzip";
  return head.equals(magics.zstd) ? "zstd" : "none";
}

function compressionIn(mediaType: string): "none" | "gzip" | "zstd" {
  if (/[.+]gzip$/.test(mediaType)) return "gzip";
  return /[.+]zstd$/.test(mediaType) ? "zstd" : "none";
}
