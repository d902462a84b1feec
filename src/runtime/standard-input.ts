import { IdentikitError } from "../fault/error.ts";

/** The most that is read from standard input, in bytes. */
export const maxInputBytes: number = 16 * 1024 * 1024;

/**
 * Standard input to its end.
 * @throws {IdentikitError} `USAGE` where it is a terminal (nobody piped anything) or over the bound; what `signal` was aborted with
 */
export async function readStandardInput(stream: NodeJS.ReadStream, signal: AbortSignal): Promise<Uint8Array> {
  if (stream.isTTY) {
    throw new IdentikitError("USAGE", "the value is read from standard input, and nothing is piped into it", {
      remedy: 'Pipe it in: printf %s "$VALUE" | identikit …',
    });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  signal.throwIfAborted();
  // Whoever holds the other end may never write: a run that is told to stop does not wait for that.
  using _stop = onAbort(signal, () => stream.destroy(asError(signal.reason)));
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxInputBytes) {
      throw new IdentikitError("USAGE", `standard input is larger than ${maxInputBytes} bytes`, {
        remedy: "Check what is piped in.",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Standard input as it comes in, to its end or until the signal. */
export async function* openStandardInput(
  stream: NodeJS.ReadStream,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (signal.aborted) return;
  using _stop = onAbort(signal, () => stream.destroy());
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
  } catch (caught) {
    if (!signal.aborted) throw caught;
  }
}

function onAbort(signal: AbortSignal, work: () => void): Disposable {
  signal.addEventListener("abort", work, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", work) };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
