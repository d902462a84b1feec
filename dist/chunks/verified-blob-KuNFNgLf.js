import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { createHash } from "node:crypto";
/**
* Passes a blob's bytes on while counting and hashing them.
* @param place where the blob comes from, for messages
* @throws {IdentikitError} `DIGEST_MISMATCH`: as soon as there are more bytes than the descriptor says, else at the end
*/
async function* verified(descriptor, chunks, place) {
	let hash = createHash("sha256"), size = 0;
	for await (let chunk of chunks) {
		if (size += chunk.length, size > descriptor.size) throw mismatch(place, descriptor, `it is longer than ${descriptor.size} bytes`);
		hash.update(chunk), yield chunk;
	}
	if (size < descriptor.size) throw mismatch(place, descriptor, `it ends after ${size} of ${descriptor.size} bytes`);
	let actual = `sha256:${hash.digest("hex")}`;
	if (actual !== descriptor.digest) throw mismatch(place, descriptor, `its content has ${actual}`);
}
/**
* A whole blob in memory, verified.
* @param limit bytes at most
* @throws {IdentikitError} `IMAGE_INVALID` where the descriptor says more than `limit`, and the faults of the source
*/
async function readBlob(source, descriptor, limit) {
	if (descriptor.size > limit) {
		let message = `${source.name}: blob ${descriptor.digest} has ${descriptor.size} bytes, over the bound of ${limit}`;
		throw new IdentikitError("IMAGE_INVALID", message, { remedy: "Build the image again." });
	}
	let chunks = [];
	for await (let chunk of source.blob(descriptor)) chunks.push(chunk);
	return Buffer.concat(chunks);
}
/**
* Checks that a manifest is the one that was asked for by digest, and that its own digest is its content's.
* @throws {IdentikitError} `DIGEST_MISMATCH`
*/
function checkManifest(raw, asked, place) {
	let actual = digestOf(raw.bytes);
	if (actual === raw.digest && (asked === void 0 || asked === actual)) return raw;
	throw mismatch(place, { digest: asked ?? raw.digest }, `its content has ${actual}`);
}
/** The fault of content that is not what its digest says. */
function mismatch(place, { digest }, reason) {
	return new IdentikitError("DIGEST_MISMATCH", `${place}: ${digest} is not what it says: ${reason}`, { remedy: "The copy is damaged or was tampered with: write the image again from its source." });
}
export { verified as i, mismatch as n, readBlob as r, checkManifest as t };
