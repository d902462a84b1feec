import { createHash } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { type TarHandler, TarParser } from "../../tar/tar-parser.ts";
import type { Digest } from "../../tree/digest.ts";
import { invalid } from "../image-fault.ts";
import type { Descriptor, ImageSource } from "../store.ts";
import { mismatch } from "../verified-blob.ts";
import { decompressed } from "./decompress.ts";
import { imageArchive } from "./image-archive.ts";

/** Bytes of one uncompressed layer, at most: a bound on time, as memory does not grow with a layer. */
const maxArchiveBytes = 64 * 1024 ** 3;

/** A layer, by both its digests. */
export interface Layer {
  readonly descriptor: Descriptor;
  /** Of the uncompressed archive. */
  readonly diffId: Digest;
}

/**
 * Reads one layer to its last byte, checks it against both its digests, and hands its entries over on the way. What the
 * handler was given is only true when this returns.
 * @throws {IdentikitError} `DIGEST_MISMATCH`, `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`, and the faults of the source
 */
export async function readLayer(
  source: ImageSource,
  layer: Layer,
  handler: TarHandler,
  signal?: AbortSignal,
): Promise<void> {
  const { descriptor } = layer;
  try {
    await parse(source, layer, handler, signal);
  } catch (fault) {
    // Damage shows up as bad compression or an odd archive before the digest can tell: ask the digest.
    if (isAboutContent(fault)) for await (const _ of source.blob(descriptor)) signal?.throwIfAborted();
    throw fault;
  }
}

async function parse(
  source: ImageSource,
  { descriptor, diffId }: Layer,
  handler: TarHandler,
  signal: AbortSignal | undefined,
): Promise<void> {
  const place = `${source.name}: layer ${descriptor.digest}`;
  const parser = new TarParser(handler, imageArchive(place));
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of decompressed(source.blob(descriptor), place)) {
    signal?.throwIfAborted();
    size += chunk.length;
    if (size > maxArchiveBytes) throw invalid(place, "it is over 64 GiB when uncompressed");
    hash.update(chunk);
    parser.write(chunk);
  }
  parser.end();
  const actual = `sha256:${hash.digest("hex")}`;
  if (actual !== diffId) throw mismatch(place, { digest: diffId }, `the layer's archive has ${actual}`);
}

function isAboutContent(fault: unknown): boolean {
  return (
    fault instanceof IdentikitError && (fault.code === "IMAGE_INVALID" || fault.code === "IMAGE_AMBIGUOUS")
  );
}
