import { IdentikitError } from "../start/faces.js";
import { AnchoredDirectory, readFileIn, streamFileIn, sweepAbandoned, writeChunksIn, writeFileIn } from "./tree.js";
import { looseObject, string } from "../vendor/zod.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { TaggedReferrers, checkLayoutMarker, checkManifest, decodeDocument, emptyLayoutIndex, entryOf, imageAt, imageLimits, invalid, isReferrersTag, layoutMarker, mismatch, nameAnnotations, namesOf, parseLayoutIndex, verified, withEntry } from "./image.js";
import { join } from "node:path";
import { lstatSync } from "node:fs";
// src/image/layout/layout-store.ts
const rehashBytes = 4194304;
const ownType = looseObject({ mediaType: string().exactOptional() });
var LayoutStore = class {
	name;
	takesWhole = false;
	referrers = new TaggedReferrers(this);
	#directory;
	#signal;
	constructor(directory, signal) {
		this.#directory = directory;
		this.#signal = signal;
		this.name = `oci:${directory}`;
	}
	async manifest(selector) {
		const descriptor = this.#find(selector);
		const { digest, mediaType, size } = descriptor;
		const bytes = this.#blobBytes(descriptor.digest, imageLimits.manifestBytes);
		const raw = checkManifest({
			bytes,
			mediaType,
			digest
		}, digest, this.name);
		if (size !== void 0 && size !== bytes.length) throw mismatch(this.name, descriptor, `it has ${bytes.length} bytes, and is listed with ${size}`);
		if (mediaType !== "") return raw;
		const declared = decodeDocument(bytes, ownType, `${this.name}: manifest ${digest}`).mediaType;
		return {
			...raw,
			mediaType: declared ?? ""
		};
	}
	async foundUnder(tag) {
		return await imageAt(this, {
			kind: "tag",
			tag
		});
	}
	async only() {
		const index = this.#readIndex();
		const digests = new Set(imagesOf(index).map(({ digest }) => digest));
		const [only] = digests;
		if (only && digests.size === 1) return only;
		throw this.#missing(only ? `${digests.size} images` : "no image", index);
	}
	names() {
		return [...new Set(namesOf(this.#readIndex()))].filter((name) => !isReferrersTag(name));
	}
	async *blob(descriptor) {
		using blobs = this.#openBlobs(descriptor.digest);
		for await (const chunk of verified(descriptor, streamFileIn(blobs, hexOf(descriptor.digest)), this.name)) {
			this.#signal?.throwIfAborted();
			yield chunk;
		}
	}
	async putBlob(descriptor, open) {
		using root = await this.#prepare();
		using blobs = enterBlobs(root);
		if (await this.#isPresent(blobs, descriptor)) return "present";
		const bytes = verified(descriptor, open(), this.name);
		await writeChunksIn(blobs, hexOf(descriptor.digest), bytes, { staging: root });
		return "sent";
	}
	async putManifest(manifest, tag) {
		const { digest, mediaType, bytes } = manifest;
		const descriptor = {
			mediaType,
			digest,
			size: bytes.length
		};
		await this.putBlob(descriptor, async function* () {
			yield bytes;
		});
		if (tag === void 0) return;
		using _lock = await this.#lock();
		using root = AnchoredDirectory.open(this.#directory);
		const index = this.#readIndex();
		const next = withEntry(index, descriptor, tag);
		if (next === index) return;
		writeFileIn(root, "index.json", Buffer.from(`${JSON.stringify(next, null, 2)}\n`));
		sweepAbandoned(root, lstatSync(root.locate("index.json")).mtimeMs);
	}
	async [Symbol.asyncDispose]() {}
	#find(selector) {
		const index = this.#readIndex();
		const entry = entryOf(index, selector, this.name);
		if (entry) return entry;
		if (selector.kind === "digest" && this.#hasFile(selector.digest)) return {
			digest: selector.digest,
			mediaType: ""
		};
		throw this.#missing(`no image ${selector.kind === "tag" ? selector.tag : selector.digest}`, index);
	}
	#readIndex() {
		if (!lstatSync(this.#directory, { throwIfNoEntry: false })) return emptyLayoutIndex;
		using root = AnchoredDirectory.open(this.#directory);
		if (!root.has("index.json")) return emptyLayoutIndex;
		if (!root.has("oci-layout")) throw invalid(this.name, `there is no ${layoutMarker} file, so it is not an OCI layout`);
		checkLayoutMarker(readFileIn(root, "oci-layout", 4096)?.bytes ?? new Uint8Array(), this.name);
		const index = readFileIn(root, "index.json", imageLimits.manifestBytes);
		return index ? parseLayoutIndex(index.bytes, this.name) : emptyLayoutIndex;
	}
	#blobBytes(digest, limit) {
		using blobs = this.#openBlobs(digest);
		return readFileIn(blobs, hexOf(digest), limit)?.bytes ?? new Uint8Array();
	}
	#hasFile(digest) {
		const path = join(this.#directory, "blobs", "sha256", hexOf(digest));
		return lstatSync(path, { throwIfNoEntry: false }) !== void 0;
	}
	#openBlobs(digest) {
		using root = AnchoredDirectory.open(this.#directory);
		using above = root.enter("blobs");
		const blobs = above?.enter("sha256");
		if (blobs?.has(hexOf(digest))) return blobs;
		blobs?.[Symbol.dispose]();
		throw new IdentikitError("IMAGE_MISSING", `${this.name}: there is no blob ${digest}`, { remedy: "The layout is incomplete: write the image to it again." });
	}
	async #prepare() {
		const root = AnchoredDirectory.make(this.#directory);
		try {
			if (root.has("oci-layout") && root.has("index.json")) return root;
			using _lock = await this.#lock();
			const version = Buffer.from("{\"imageLayoutVersion\":\"1.0.0\"}");
			if (!root.has("oci-layout")) writeFileIn(root, layoutMarker, version);
			const index = Buffer.from(`${JSON.stringify(emptyLayoutIndex, null, 2)}\n`);
			if (!root.has("index.json")) writeFileIn(root, "index.json", index);
			return root;
		} catch (cause) {
			root[Symbol.dispose]();
			throw cause;
		}
	}
	async #isPresent(blobs, descriptor) {
		const hex = hexOf(descriptor.digest);
		const status = lstatSync(blobs.locate(hex), { throwIfNoEntry: false });
		if (!status?.isFile() || status.size !== descriptor.size) return false;
		if (descriptor.size > rehashBytes) return true;
		try {
			for await (const _ of verified(descriptor, streamFileIn(blobs, hex), this.name));
			return true;
		} catch (fault) {
			if (fault instanceof IdentikitError && fault.code === "DIGEST_MISMATCH") return false;
			throw fault;
		}
	}
	#lock() {
		const options = {
			place: this.name,
			...this.#signal ? { signal: this.#signal } : {}
		};
		return ExclusiveLock.acquire(join(this.#directory, ".identikit.lock"), options);
	}
	#missing(what, index) {
		const names = namesOf(index).filter((name) => !isReferrersTag(name));
		const remedy = names.length ? `Name one of its images: ${names.slice(0, 10).join(", ")}.` : "Check the directory, or write an image to it first.";
		return new IdentikitError("IMAGE_MISSING", `${this.name} has ${what}`, { remedy });
	}
};
function imagesOf({ manifests }) {
	return manifests.filter(({ annotations }) => !isReferrersTag(annotations?.[nameAnnotations.tag] ?? ""));
}
function enterBlobs(root) {
	using above = root.enterOrMake("blobs");
	return above.enterOrMake("sha256");
}
function hexOf(digest) {
	return digest.slice(7);
}
export { LayoutStore };
