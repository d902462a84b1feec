import { createHash } from "node:crypto";

/**
 * The id that git gives to a file's bytes (gitformat-pack(5): the hash of `blob`, the size, a NUL and the bytes).
 * @param like an id of the repository; its length says whether it uses SHA-1 or SHA-256
 */
export function blobId(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
