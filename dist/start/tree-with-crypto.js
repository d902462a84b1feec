import { hash } from "node:crypto";
// src/tree/digest.ts
/** The digest of some bytes or of UTF-8 text. */
function digestOf(content) {
	return `sha256:${hash("sha256", content, "hex")}`;
}
/** True for a well-formed SHA-256 digest. */
function isDigest(text) {
	return /^sha256:[0-9a-f]{64}$/.test(text);
}
export { digestOf, isDigest };
