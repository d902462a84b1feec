import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as copyImage } from "./copy-MBRWwb-g.js";
import { a as passGate, l as imageAt, r as readBack } from "./write-staged-GQQ9UZYV.js";
import { n as formatWritten, t as formatImageReference } from "./reference-CTn93rgt.js";
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
export { publish as n, promote as t };
