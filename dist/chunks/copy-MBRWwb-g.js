import { c as isIndexType, l as isManifestType, n as imageLimits, r as invalid, s as parseManifest } from "./model--eBDUm4k.js";
import { i as inParallel, t as blobsOf } from "./write-staged-GQQ9UZYV.js";
/**
* Copies an image whole and byte for byte: every platform, attestations included, all blobs, then the manifests from the
* inside out, and last the names.
* @throws {IdentikitError} `IMAGE_INVALID`, `DIGEST_MISMATCH`, and the faults of both places
*/
async function copyImage(source, top, sink, tags) {
	let manifests = await manifestsBelow(source, top), tally = {
		present: 0,
		mounted: 0,
		sent: 0
	}, blobs = blobsOf([top, ...manifests], source.name), put = (blob) => sink.putBlob(blob, () => source.blob(blob), source.origin);
	for (let arrival of await inParallel(blobs, 6, put)) tally[arrival]++;
	for (let manifest of manifests) await sink.putManifest(manifest);
	tags.length === 0 && await sink.putManifest(top);
	for (let tag of tags) await sink.putManifest(top, tag);
	return tally;
}
/** The manifests that an index leads to, innermost first. */
async function manifestsBelow(source, top) {
	let found = /* @__PURE__ */ new Map(), descend = async (raw, depth) => {
		let parsed = parseManifest(raw, source.name);
		if (parsed.kind !== "manifest") {
			if (depth > imageLimits.indexDepth) throw invalid(source.name, "its indexes are nested too deeply");
			for (let { digest, mediaType } of parsed.manifests) {
				if (found.has(digest)) continue;
				if (!isManifestType(mediaType) && !isIndexType(mediaType)) throw invalid(source.name, `its index lists ${digest} as ${mediaType}, which is no manifest`);
				let child = await source.manifest({
					kind: "digest",
					digest
				});
				if (await descend(child, depth + 1), found.set(digest, child), found.size > imageLimits.indexEntries) throw invalid(source.name, "it has too many manifests");
			}
		}
	};
	return await descend(top, 1), [...found.values()];
}
export { copyImage as t };
