import { pipeline, Readable, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { IdentikitError } from "../../fault/error.ts";
import { invalid } from "../model.ts";

const chunkSize = 256 * 1024;

/**
 * A layer's archive: gzip and zstd are known by their first bytes, whatever the media type says, and anything else is
 * passed on as it is.
 * @param place for messages
 * @throws {IdentikitError} `IMAGE_INVALID` for damaged compression; faults of `chunks` are passed on
 */
export async function* decompressed(
  chunks: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < 4) {
    const next = await iterator.next();
    if (next.done) break;
    head.push(next.value);
    size += next.value.length;
  }
  const whole = resume(head, iterator);
  const transform = decompressorFor(Buffer.concat(head));
  if (!transform) {
    yield* whole;
    return;
  }
  const input = Readable.from(whole);
  pipeline(input, transform, () => {});
  try {
    for await (const chunk of transform) yield chunk as Uint8Array;
  } catch (cause) {
    if (cause instanceof IdentikitError || isAbort(cause)) throw cause;
    throw invalid(place, "a layer's compression is damaged", undefined, cause);
  } finally {
    // Whoever stops early is told so when the source has let go, too.
    await closed(input);
  }
}

/** Ends a stream and waits until what it reads from has ended as well. */
async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once("close", resolve).destroy();
  await promise;
}

async function* resume(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function decompressorFor(head: Buffer): Transform | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip({ chunkSize });
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return createZstdDecompress({ chunkSize });
  return undefined;
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "AbortError";
}
