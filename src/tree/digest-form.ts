/** A SHA-256 digest in the form of the OCI image specification: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

/** True for a well-formed SHA-256 digest. */
export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
