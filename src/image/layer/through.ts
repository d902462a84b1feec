import { pipeline, Readable, type Transform } from "node:stream";
import { IdentikitError } from "../../fault/error.ts";
import { invalid } from "../image-fault.ts";

const chunkSize = 256 * 1024;

type Decompressor = Transform & { readonly bytesWritten: number };

/**
 * Bytes sent through a decompressor, which must have use for every one of them: those of Node stop at some that they do
 * not understand, and say nothing.
 * @param create gives the decompressor
 * @param place for messages
 * @throws {IdentikitError} `IMAGE_INVALID` for damaged compression, and for bytes that are none of it; faults of `chunks`
 * are passed on
 */
export async function* through(
  create: (options: { readonly chunkSize: number }) => Decompressor,
  chunks: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let given = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      given += next.value.length;
      yield next.value;
    }
  };
  const transform = create({ chunkSize });
  const input = Readable.from(counted());
  pipeline(input, transform, () => {});
  try {
    for await (const chunk of transform) yield chunk as Uint8Array;
    await closed(input);
    // The decompressor may be done before its input is.
    for (let next = await source.next(); !next.done; next = await source.next()) given += next.value.length;
  } catch (cause) {
    if (cause instanceof IdentikitError || isAbort(cause)) throw cause;
    throw invalid(place, "a layer's compression is damaged", undefined, cause);
  } finally {
    // A caller that stops early gets its answer once the source is closed as well.
    await closed(input);
    await source.return?.();
  }
  if (transform.bytesWritten !== given)
    throw invalid(place, "a layer's compression is followed by bytes that are none of it");
}

/** Ends a stream and waits until it has. */
async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once("close", resolve).destroy();
  await promise;
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "AbortError";
}
