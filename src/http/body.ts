import type { Incoming } from "./message.ts";

/** As much of an answer as is read where only its words matter. */
export const longestRefusal = 64 * 1024;

/** A body over the bound that its reader set. */
export class BodyTooLong extends Error {
  override readonly name = "BodyTooLong";
}

/**
 * The whole of an answer's body.
 * @param limit bytes
 * @throws {BodyTooLong}, and the connection's own error where it is cut
 */
export async function readWhole(
  incoming: { readonly body: AsyncIterable<Uint8Array> },
  limit: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming.body) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLong(`over ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The words of a refusal: what could be read of them, however the reading ended. */
export async function readWords(incoming: Incoming): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming.body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= longestRefusal) break; // leaving the loop closes the connection
    }
  } catch {
    // What was said before the cut is all there is.
  }
  return Buffer.concat(chunks).subarray(0, longestRefusal).toString("utf8");
}
