import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { c as int, g as string, l as literal, m as record, o as custom, r as array, u as looseObject } from "./zod-BjridcMG.js";
import { a as writeFileIn, n as sweepAbandoned } from "./atomic-file-ChCRe45G.js";
import { t as ExclusiveLock } from "./exclusive-lock-DJ9X1G-t.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { n as writeStreamIn, t as streamFileIn } from "./file-stream-BODbn_Y7.js";
import { a as parseJson, n as imageLimits, o as parseJsonObject, r as invalid } from "./model--eBDUm4k.js";
import { i as verified, t as checkManifest } from "./verified-blob-KuNFNgLf.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
import { join } from "node:path";
import { lstatSync } from "node:fs";
/** The annotation under which a layout's index names an image. */
const refName = "org.opencontainers.image.ref.name", entry = looseObject({
	mediaType: string(),
	digest: custom((value) => typeof value == "string" && isDigest(value)),
	size: int().nonnegative(),
	annotations: record(string(), string()).exactOptional()
}), schema = looseObject({
	schemaVersion: literal(2),
	manifests: array(entry).max(1e4)
}), emptyLayoutIndex = {
	schemaVersion: 2,
	manifests: []
};
/** @throws {IdentikitError} `IMAGE_INVALID` */
function parseLayoutIndex(bytes, place) {
	let result = schema.safeParse(parseJson(bytes, `${place}: index.json`));
	if (result.success) return result.data;
	let issue = result.error.issues[0];
	throw invalid(place, `index.json: ${issue?.path.join(".")}: ${issue?.message}`);
}
/** The entries that a selector means; of several with one name, all. */
function entriesOf(index, selector) {
	return selector.kind === "digest" ? index.manifests.filter(({ digest }) => digest === selector.digest) : index.manifests.filter(({ annotations }) => annotations?.[refName] === selector.tag);
}
/** The names that a layout's images have, for messages. */
function namesOf(index) {
	return index.manifests.flatMap(({ annotations }) => annotations?.[refName] ?? []);
}
/** The index in which the name stands for this image and for no other; the same index where it does already. */
function withEntry(index, descriptor, tag) {
	let named = entriesOf(index, {
		kind: "tag",
		tag
	});
	if (named.length === 1 && named[0]?.digest === descriptor.digest) return index;
	let others = index.manifests.filter(({ annotations }) => annotations?.[refName] !== tag), { mediaType, digest, size } = descriptor;
	return {
		...index,
		manifests: [...others, {
			mediaType,
			digest,
			size,
			annotations: { [refName]: tag }
		}]
	};
}
/** A blob up to this size that is there already is read again before it is called present. */
const marker = "oci-layout";
/**
* A directory of the OCI image layout, version 1.0.0. Blobs and `index.json` appear whole or not at all; writers of
* one layout wait for each other. Links inside it are not followed.
*/
var LayoutStore = class {
	name;
	#directory;
	#signal;
	/** Opens nothing yet; the directory may be missing until it is written to. */
	constructor(directory, signal) {
		this.#directory = directory, this.#signal = signal, this.name = `oci:${directory}`;
	}
	async manifest(selector) {
		let descriptor = this.#find(selector), { digest, mediaType } = descriptor, bytes = this.#blobBytes(descriptor.digest, imageLimits.manifestBytes), raw = checkManifest({
			bytes,
			mediaType,
			digest
		}, digest, this.name);
		if (mediaType !== "") return raw;
		let declared = parseJsonObject(bytes, this.name).mediaType;
		return typeof declared == "string" ? {
			...raw,
			mediaType: declared
		} : raw;
	}
	/**
	* The digest of the layout's only image.
	* @throws {IdentikitError} `IMAGE_MISSING` where there is none, or more than one to choose from
	*/
	async only() {
		let index = this.#readIndex(), digests = new Set(index.manifests.map(({ digest }) => digest)), [only] = digests;
		if (only && digests.size === 1) return only;
		throw this.#missing(only ? `${digests.size} images` : "no image", index);
	}
	async *blob(descriptor) {
		using blobs = this.#openBlobs(descriptor.digest);
		for await (let chunk of verified(descriptor, streamFileIn(blobs, hexOf(descriptor.digest)), this.name)) this.#signal?.throwIfAborted(), yield chunk;
	}
	async putBlob(descriptor, open) {
		using root = await this.#prepare(), blobs = enterBlobs(root);
		if (await this.#isPresent(blobs, descriptor)) return "present";
		let bytes = verified(descriptor, open(), this.name);
		return await writeStreamIn(blobs, hexOf(descriptor.digest), bytes, { staging: root }), "sent";
	}
	async putManifest(manifest, tag) {
		let { digest, mediaType, bytes } = manifest, descriptor = {
			mediaType,
			digest,
			size: bytes.length
		};
		if (await this.putBlob(descriptor, async function* () {
			yield bytes;
		}), tag === void 0) return;
		using _lock = await this.#lock(), root = AnchoredDirectory.open(this.#directory);
		let index = this.#readIndex(), next = withEntry(index, descriptor, tag);
		next !== index && (writeFileIn(root, "index.json", Buffer.from(`${JSON.stringify(next, null, 2)}\n`)), sweepAbandoned(root, lstatSync(root.locate("index.json")).mtimeMs));
	}
	async [Symbol.asyncDispose]() {}
	#find(selector) {
		let index = this.#readIndex(), found = entriesOf(index, selector), digests = new Set(found.map(({ digest }) => digest)), [first] = found;
		if (first && digests.size === 1) return first;
		if (first) throw this.#missing(`${digests.size} images under one name`, index);
		if (selector.kind === "digest" && this.#hasFile(selector.digest)) return {
			digest: selector.digest,
			mediaType: ""
		};
		throw this.#missing(`no image ${selector.kind === "tag" ? selector.tag : selector.digest}`, index);
	}
	#readIndex() {
		if (!lstatSync(this.#directory, { throwIfNoEntry: !1 })) return emptyLayoutIndex;
		using root = AnchoredDirectory.open(this.#directory);
		if (!root.has("index.json")) return emptyLayoutIndex;
		if (!root.has(marker)) throw invalid(this.name, `there is no ${marker} file, so it is not an OCI layout`);
		let version = readFileIn(root, marker, 4096)?.bytes ?? /* @__PURE__ */ new Uint8Array(), { imageLayoutVersion } = parseJsonObject(version, `${this.name}: ${marker}`);
		if (imageLayoutVersion !== "1.0.0") throw invalid(this.name, `its layout version is ${imageLayoutVersion}`);
		let index = readFileIn(root, "index.json", imageLimits.manifestBytes);
		return index ? parseLayoutIndex(index.bytes, this.name) : emptyLayoutIndex;
	}
	#blobBytes(digest, limit) {
		using blobs = this.#openBlobs(digest);
		return readFileIn(blobs, hexOf(digest), limit)?.bytes ?? /* @__PURE__ */ new Uint8Array();
	}
	#hasFile(digest) {
		let path = join(this.#directory, "blobs", "sha256", hexOf(digest));
		return lstatSync(path, { throwIfNoEntry: !1 }) !== void 0;
	}
	#openBlobs(digest) {
		using root = AnchoredDirectory.open(this.#directory), above = root.enter("blobs");
		let blobs = above?.enter("sha256");
		if (blobs?.has(hexOf(digest))) return blobs;
		throw blobs?.[Symbol.dispose](), new IdentikitError("IMAGE_MISSING", `${this.name}: there is no blob ${digest}`, { remedy: "The layout is incomplete: write the image to it again." });
	}
	/** The directory, made into a layout where it is none yet. */
	async #prepare() {
		let root = AnchoredDirectory.make(this.#directory);
		try {
			if (root.has(marker) && root.has("index.json")) return root;
			using _lock = await this.#lock();
			let version = Buffer.from("{\"imageLayoutVersion\":\"1.0.0\"}");
			root.has(marker) || writeFileIn(root, marker, version);
			let index = Buffer.from(`${JSON.stringify(emptyLayoutIndex, null, 2)}\n`);
			return root.has("index.json") || writeFileIn(root, "index.json", index), root;
		} catch (cause) {
			throw root[Symbol.dispose](), cause;
		}
	}
	async #isPresent(blobs, descriptor) {
		let hex = hexOf(descriptor.digest), status = lstatSync(blobs.locate(hex), { throwIfNoEntry: !1 });
		if (!status?.isFile() || status.size !== descriptor.size) return !1;
		if (descriptor.size > 4194304) return !0;
		try {
			for await (let _ of verified(descriptor, streamFileIn(blobs, hex), this.name));
			return !0;
		} catch (fault) {
			if (fault instanceof IdentikitError && fault.code === "DIGEST_MISMATCH") return !1;
			throw fault;
		}
	}
	#lock() {
		let options = {
			place: this.name,
			...this.#signal ? { signal: this.#signal } : {}
		};
		return ExclusiveLock.acquire(join(this.#directory, ".identikit.lock"), options);
	}
	#missing(what, index) {
		let names = namesOf(index), remedy = names.length ? `Name one of its images: ${names.slice(0, 10).join(", ")}.` : "Check the directory, or write an image to it first.";
		return new IdentikitError("IMAGE_MISSING", `${this.name} has ${what}`, { remedy });
	}
};
function enterBlobs(root) {
	using above = root.enterOrMake("blobs");
	return above.enterOrMake("sha256");
}
function hexOf(digest) {
	return digest.slice(7);
}
export { LayoutStore };
