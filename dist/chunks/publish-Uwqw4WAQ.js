import "./rolldown-runtime-Dl-MpCDs.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
import { a as parseManifest, n as imageLimits, o as isIndexType, r as invalid, s as isManifestType } from "./model-Cm_dzu2p.js";
import { a as passGate, i as imageAt, r as inParallel, t as blobsOf } from "./write-staged-B2heIZCA.js";
import { n as formatWritten, t as formatImageReference } from "./reference-lv1kc_YJ.js";
// src/image/copy.ts
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
	for (let arrival of await inParallel(blobs, 4, put)) tally[arrival]++;
	for (let manifest of manifests) await sink.putManifest(manifest);
	tags.length === 0 && await sink.putManifest(top);
	for (let tag of tags) await sink.putManifest(top, tag);
	return tally;
}
/**
* Reads back what was written, by its digest, and compares every byte.
* @throws {IdentikitError} `DIGEST_MISMATCH`
*/
async function readBack(source, written) {
	let selector = {
		kind: "digest",
		digest: written.digest
	}, found = await source.manifest(selector);
	if (!Buffer.from(found.bytes).equals(written.bytes)) throw new IdentikitError("DIGEST_MISMATCH", `${source.name}: ${written.digest} reads back as ${found.digest}`, { remedy: "Do not use what was pushed: the place does not give back what it was given." });
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
// src/image/publish.ts
/**
* Gates an image, copies it whole, names it, and reads it back by its digest.
* @throws {IdentikitError} `GATE_FAILED` with nothing pushed, and the faults of both places
*/
async function publish(options) {
	let { from, to, gate } = options, tags = options.tags.length > 0 ? options.tags : [to.tag], top = await from.store.manifest(await from.select()), selector = {
		kind: "digest",
		digest: top.digest
	};
	await passGate(gate, {
		source: from.store,
		selector,
		subject: formatImageReference(from.reference)
	});
	let blobs = await copyImage(from.store, top, to.store, tags);
	await readBack(to.store, top);
	let [tag] = tags;
	return {
		image: formatWritten(to.reference, tag, top.digest),
		digest: top.digest,
		tags,
		gated: gate !== "skip",
		blobs
	};
}
/**
* Lets a tag stand for the image of a digest, byte for byte: nothing is rebuilt.
* @throws {IdentikitError} `REFERENCE_INVALID` where `from` has no digest, `GATE_FAILED`, `DIGEST_MISMATCH`
*/
async function promote({ from, to, gate }) {
	let selector = await from.select();
	if (selector.kind !== "digest" || !("digest" in from.reference)) {
		let name = formatImageReference(from.reference);
		throw new IdentikitError("REFERENCE_INVALID", `${name} does not say which digest to promote`, { remedy: "Add @sha256:… of the image that was verified." });
	}
	let top = await from.store.manifest(selector);
	await passGate(gate, {
		source: from.store,
		selector,
		subject: formatImageReference(from.reference)
	});
	let previous = await imageAt(to.store, {
		kind: "tag",
		tag: to.tag
	}), changed = previous?.digest !== top.digest;
	return changed && (await copyImage(from.store, top, to.store, [to.tag]), await readBack(to.store, top)), {
		image: formatWritten(to.reference, to.tag, top.digest),
		digest: top.digest,
		previousDigest: previous?.digest ?? null,
		changed
	};
}
export { promote, publish };
