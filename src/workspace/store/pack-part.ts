import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";

const chunkBytes = 1024 * 1024;

/** Whether a file is a part of a pack that ends with the hash of what is before it. */
export function isPart(path: string): boolean {
  return /\.(pack|idx|rev)$/.test(path);
}

/** The last bytes of a part of a pack, where its hash stands. */
export function packTrailer(directory: AnchoredDirectory, name: string): string {
  return withFile(directory, name, (descriptor, size) => {
    const bytes = Buffer.alloc(Math.min(20, size));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("hex");
  });
}

/** Whether a part of a pack ends with the hash of its bytes, SHA-1 or SHA-256. */
export function isWholePart(directory: AnchoredDirectory, name: string): boolean {
  return withFile(directory, name, (descriptor, size) =>
    [
      ["sha1", 20],
      ["sha256", 32],
    ].some(([algorithm, length]) => {
      const end = size - Number(length);
      if (end < 0) return false;
      const digest = createHash(String(algorithm));
      const buffer = Buffer.alloc(chunkBytes);
      for (let at = 0; at < end; ) {
        const read = readSync(descriptor, buffer, 0, Math.min(chunkBytes, end - at), at);
        if (read === 0) return false;
        digest.update(buffer.subarray(0, read));
        at += read;
      }
      const trailer = Buffer.alloc(Number(length));
      readSync(descriptor, trailer, 0, trailer.length, end);
      return digest.digest().equals(trailer);
    }),
  );
}

function withFile<Result>(
  directory: AnchoredDirectory,
  name: string,
  work: (descriptor: number, size: number) => Result,
): Result {
  const descriptor = openSync(
    directory.locate(name),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  try {
    return work(descriptor, fstatSync(descriptor).size);
  } finally {
    closeSync(descriptor);
  }
}
