import { hash } from "node:crypto";
import type { Digest } from "./digest-form.ts";

// Whoever only parses digests takes the form itself, and does without node:crypto.
export { type Digest, isDigest } from "./digest-form.ts";

/** The digest of some bytes or of UTF-8 text. */
export function digestOf(content: Uint8Array | string): Digest {
  return `sha256:${hash("sha256", content, "hex")}`;
}
