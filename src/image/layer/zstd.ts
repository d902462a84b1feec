import { createZstdDecompress, zstdDecompressSync } from "node:zlib";
import { invalid } from "../image-fault.ts";
import { through } from "./through.ts";
import { type FramePart, ZstdFrames } from "./zstd-frames.ts";

/** A frame of so many bytes, and of so many once unpacked, is unpacked at once: `zstd:chunked` has one for each file. */
const smallFrame = { packed: 256 * 1024, unpacked: 16 * 1024 * 1024 } as const;

/**
 * A Zstandard stream of any number of frames, to its last byte; skippable frames are skipped.
 * @param place for messages
 * @throws {IdentikitError} `IMAGE_INVALID` where a frame is damaged or cut off, or something else follows one
 */
export async function* unpackZstd(
  chunks: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<Uint8Array> {
  const parts = partsOf(chunks, place);
  try {
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      const held = await gather(next.value, parts);
      const whole = held.at(-1)?.isLast ? unpackSmall(held, place) : undefined;
      if (whole) yield whole;
      else yield* through(createZstdDecompress, rest(held, parts), place);
    }
  } finally {
    await parts.return();
  }
}

async function* partsOf(chunks: AsyncIterable<Uint8Array>, place: string): AsyncGenerator<FramePart, void> {
  const frames = new ZstdFrames(place);
  for await (const chunk of chunks) yield* frames.push(chunk);
  frames.end();
}

/** The first parts of a frame: all of a small one. */
async function gather(first: FramePart, parts: AsyncGenerator<FramePart, void>): Promise<FramePart[]> {
  const held = [first];
  for (let size = first.bytes.length; size < smallFrame.packed && !held.at(-1)?.isLast; ) {
    const next = await parts.next();
    if (next.done) break;
    held.push(next.value);
    size += next.value.bytes.length;
  }
  return held;
}

/** What is in a frame; `undefined` where that is too much to have at once. */
function unpackSmall(held: readonly FramePart[], place: string): Buffer | undefined {
  const packed = Buffer.concat(held.map(({ bytes }) => bytes));
  try {
    return zstdDecompressSync(packed, { maxOutputLength: smallFrame.unpacked });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw invalid(place, "a layer's compression is damaged", undefined, cause);
  }
}

/** A frame's bytes: those held, then those up to its end. */
async function* rest(
  held: readonly FramePart[],
  parts: AsyncGenerator<FramePart, void>,
): AsyncGenerator<Uint8Array> {
  for (const { bytes } of held) yield bytes;
  let isLast = held.at(-1)?.isLast ?? true;
  while (!isLast) {
    const next = await parts.next();
    if (next.done) return;
    yield next.value.bytes;
    isLast = next.value.isLast;
  }
}
