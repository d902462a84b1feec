import { A as verdictOf, I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { s as parseManifest } from "./model--eBDUm4k.js";
/** The manifest that a name stands for, or `undefined` where the place has no such name. */
async function imageAt(source, selector) {
	try {
		return await source.manifest(selector);
	} catch (fault) {
		if (fault instanceof IdentikitError && fault.code === "IMAGE_MISSING") return;
		throw fault;
	}
}
const nothingAhead = { kind: "nothing" };
/**
* Asks a registry what can be asked before the base is known, since round trips are most of the time that a bake takes.
* On a base that was built on before, the image may well be there: its name is looked up. Else its layer is put, and
* only where that turns out to be there will the name be looked up.
*/
function askAhead(to, { bytes, digest }, isBaseKnown) {
	let { store, tag } = to;
	if (!store.origin) return nothingAhead;
	if (isBaseKnown) return {
		kind: "name",
		found: quietly(imageAt(store, {
			kind: "tag",
			tag
		}))
	};
	let isOpened = !1, sending = sendAhead(store, {
		mediaType: "application/octet-stream",
		digest,
		size: bytes.length
	}, () => (isOpened || store.expectBlob?.(), isOpened = !0, one(bytes)));
	return {
		kind: "layer",
		sending,
		found: quietly(sending.isLacking.then((isLacking) => isLacking ? void 0 : imageAt(store, {
			kind: "tag",
			tag
		})))
	};
}
/** Puts a blob, and tells before its end whether it was there. */
function sendAhead(store, descriptor, open) {
	let { promise, resolve, reject } = Promise.withResolvers(), arrived = store.putBlob(descriptor, () => (resolve(!0), open()));
	return arrived.then((arrival) => resolve(arrival !== "present"), reject), {
		isLacking: quietly(promise),
		arrived: quietly(arrived)
	};
}
/** Waits for what was asked ahead, so that nothing goes on after a failure elsewhere. */
async function endOf(ahead) {
	ahead.kind !== "nothing" && (await ahead.found.catch(() => {}), ahead.kind === "layer" && await ahead.sending.arrived.catch(() => {}));
}
/** A promise whose failure is told to whoever awaits it later, and is no unhandled one until then. */
function quietly(promise) {
	return promise.catch(() => {}), promise;
}
async function* one(bytes) {
	yield bytes;
}
/**
* Asks the gate, and stops where the image is not clean. `"skip"` has to be said; nothing is ungated by omission.
* @throws {IdentikitError} `GATE_FAILED` that names the first finding and how many there are
*/
async function passGate(gate, image) {
	if (gate === "skip") return [];
	let findings = await gate(image);
	if (verdictOf(findings) === "clean") return findings;
	let [first] = findings.filter(({ severity }) => severity !== "warning"), more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "", message = `${image.subject}: its identity is not the template's: ${first?.path}: ${first?.code}${more}`;
	throw new IdentikitError("GATE_FAILED", message, { remedy: first?.remedy ?? "Bake the image again from the template." });
}
/**
* Runs `work` for each item, at most `limit` at once, and gives the results in the items' order. The first failure is
* thrown once what is running has ended, so that nothing goes on in the background.
*/
async function inParallel(items, limit, work) {
	let results = [], faults = [], next = 0;
	if (await Promise.all(Array.from({ length: Math.min(limit, items.length) }, async () => {
		for (; next < items.length && faults.length === 0;) {
			let at = next++;
			try {
				results[at] = await work(items[at]);
			} catch (fault) {
				faults.push(fault);
			}
		}
	})), faults.length > 0) throw faults[0];
	return results;
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
/**
* Writes blobs, then manifests, then the name, and reads back what was written. Where the name stands for the image
* already, nothing is written; it is looked up only where it may: when it was asked for ahead, or when the identity's
* layer is there.
* @returns whether anything was written
*/
async function writeStaged(to, write) {
	let { staged, top, children, first, from, ahead } = write, { store, tag } = to;
	if (ahead.kind === "name" && (await ahead.found)?.digest === top.digest) return !1;
	let blobs = blobsOf(children.length > 0 ? children : [top], store.name), layer = blobs.find(({ digest }) => digest === first), sending = ahead.kind === "layer" ? ahead.sending : sendAhead(store, layer, () => staged.blob(layer));
	ahead.kind === "name" && store.expectBlob?.();
	let changed = await sending.isLacking, isNamed = !changed && (await namedBy(to, ahead))?.digest === top.digest;
	if (isNamed && store.origin) return !1;
	let put = (descriptor) => {
		if (descriptor === layer) return sending.arrived;
		let origin = isStaged(staged, descriptor) ? void 0 : from;
		return store.putBlob(descriptor, () => staged.blob(descriptor), origin);
	}, ordered = [...blobs].sort((a, b) => Number(isStaged(staged, b)) - Number(isStaged(staged, a)));
	for (let arrival of await inParallel(ordered, 6, put)) changed ||= arrival !== "present";
	if (isNamed && !changed) return !1;
	for (let child of children) await store.putManifest(child);
	return await store.putManifest(top, tag), await readBack(store, top), !0;
}
/** What has the name now, asked for once. */
function namedBy({ store, tag }, ahead) {
	return ahead.kind === "nothing" ? imageAt(store, {
		kind: "tag",
		tag
	}) : ahead.found;
}
function isStaged(staged, { digest }) {
	return staged.staged(digest) !== void 0;
}
/** Every blob that the manifests name, each once. */
function blobsOf(manifests, place) {
	let blobs = /* @__PURE__ */ new Map();
	for (let raw of manifests) {
		let manifest = parseManifest(raw, place);
		if (manifest.kind !== "index") for (let blob of [...manifest.layers, manifest.config]) blobs.set(blob.digest, blob);
	}
	return [...blobs.values()];
}
export { passGate as a, nothingAhead as c, inParallel as i, imageAt as l, writeStaged as n, askAhead as o, readBack as r, endOf as s, blobsOf as t };
