import { createGunzip } from "node:zlib";
import { ambiguousLayer } from "../image-fault.ts";
import { through } from "./through.ts";
import { unpackZstd } from "./zstd.ts";
import { startsFrame, startsSkippable } from "./zstd-frames.ts";

/** Bytes that tell what a blob is. */
const headBytes = 6;
const gzipMagic = Buffer.from([0x1f, 0x8b]);
const deflateMethod = 8;

/** First bytes that only some engines take for compression, and the others for the name of an archive's first entry. */
const disputed = [
  { name: "bzip2", magic: Buffer.from("BZh") },
  { name: "xz", magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
] as const;

/**
 * A layer's archive: gzip (RFC 1952, any number of members) and zstd (RFC 8878, any number of frames) are known by their
 * first bytes, whatever the media type says, as engines know them; anything else is passed on as it is. (Those that go by
 * the media type refuse a blob that is something else, and all but go-containerregistry compare the diff ID.)
 * @param place for messages
 * @throws {IdentikitError} `IMAGE_INVALID` for damaged compression and bytes after it; `IMAGE_AMBIGUOUS` for what only some
 * engines decompress; faults of `chunks` are passed on
 */
export async function* decompressed(
  chunks: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await iterator.next();
    if (next.done) break;
    head.push(next.value);
    size += next.value.length;
  }
  try {
    yield* unpack(Buffer.concat(head), resume(head, iterator), place);
  } finally {
    await iterator.return?.();
  }
}

function unpack(head: Buffer, whole: AsyncGenerator<Uint8Array>, place: string): AsyncGenerator<Uint8Array> {
  if (startsFrame(head)) return unpackZstd(whole, place);
  // containerd and Docker's newer releases know such a blob for zstd, containers/storage and go-containerregistry do not.
  if (startsSkippable(head))
    throw ambiguousLayer(place, "it starts with a skippable zstd frame, which not all engines take for zstd");
  const found = disputed.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
  if (found)
    throw ambiguousLayer(place, `it is compressed with ${found.name}, or looks so; some engines unpack that`);
  if (!head.subarray(0, gzipMagic.length).equals(gzipMagic)) return whole;
  // Two bytes are enough for go-containerregistry; the others want the only method that there is, as well.
  if (head[2] !== deflateMethod)
    throw ambiguousLayer(place, "it starts as gzip does, and has no method of gzip's");
  return through(createGunzip, whole, place);
}

async function* resume(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
