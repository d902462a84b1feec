import { t as IdentikitError } from "./error-okWnR_fy.js";
import { t as verdictOf } from "./finding-BHSrlvfM.js";
import { a as parseManifest } from "./model-Cm_dzu2p.js";
// src/image/image-gate.ts
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
// src/image/image-at.ts
/** The manifest that a name stands for, or `undefined` where the place has no such name. */
async function imageAt(source, selector) {
	try {
		return await source.manifest(selector);
	} catch (fault) {
		if (fault instanceof IdentikitError && fault.code === "IMAGE_MISSING") return;
		throw fault;
	}
}
// src/image/parallel.ts
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
* Writes blobs, then manifests, then the name. The identity's layer goes first: only where the place has it already can
* the image be there, so only then is the name looked up.
* @returns whether anything was written
*/
async function writeStaged(to, write) {
	let { staged, top, children, first, from } = write, { store, tag } = to, blobs = blobsOf(children.length > 0 ? children : [top], store.name), put = async (descriptor) => {
		let isOurs = staged.staged(descriptor.digest) !== void 0;
		return await store.putBlob(descriptor, () => staged.blob(descriptor), isOurs ? void 0 : from) !== "present";
	}, changed = await put(blobs.find(({ digest }) => digest === first)), isNamed = !changed && (await imageAt(store, {
		kind: "tag",
		tag
	}))?.digest === top.digest;
	if (isNamed && store.origin) return !1;
	let others = blobs.filter(({ digest }) => digest !== first);
	for (let sent of await inParallel(others, 4, put)) changed ||= sent;
	if (isNamed && !changed) return !1;
	for (let child of children) await store.putManifest(child);
	return await store.putManifest(top, tag), !0;
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
export { passGate as a, imageAt as i, writeStaged as n, inParallel as r, blobsOf as t };
