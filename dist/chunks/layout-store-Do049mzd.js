import "./rolldown-runtime-Dl-MpCDs.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
import { c as int, h as string, l as literal, o as custom, p as record, r as array, u as looseObject } from "./schemas-CnfP5DpY.js";
import { t as AnchoredDirectory } from "./anchored-directory-3C0hGsTK.js";
import { i as writeFileIn, n as sweepTemporaries } from "./atomic-file-Bb4y7_gT.js";
import { t as ExclusiveLock } from "./exclusive-lock-O72tCTcS.js";
import { t as fileFault } from "./file-fault-ixeXHb3F.js";
import { r as temporaryNameOf } from "./temporary-name-Cc8V-h6-.js";
import { n as imageLimits, r as invalid } from "./model-Cm_dzu2p.js";
import { i as verified, t as checkManifest } from "./verified-blob-BIHaUeN4.js";
import { n as isDigest } from "./digest-B-_e-Hg1.js";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { constants, lstatSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
/**
* Bytes of a regular file in chunks, read when they are asked for. A link is not followed.
* @param range the part to read; left out, the whole file
* @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
*/
async function* streamFileIn(directory, name, range = {
	start: 0,
	length: 2 ** 53 - 1
}) {
	let path = join(directory.path, name);
	await using file = await openRegular(directory, name);
	for (let at = range.start, left = range.length; left > 0;) {
		let buffer = Buffer.allocUnsafe(Math.min(262144, left)), { bytesRead } = await file.read(buffer, 0, buffer.length, at).catch((cause) => {
			throw fileFault("FILE_UNREADABLE", path, cause);
		});
		if (bytesRead === 0) return;
		at += bytesRead, left -= bytesRead, yield buffer.subarray(0, bytesRead);
	}
}
/**
* A whole small file.
* @throws {IdentikitError} `FILE_UNREADABLE` also where it is over `maxBytes`; `ENTRY_TYPE`
*/
async function readFileIn(directory, name, maxBytes) {
	let chunks = [], size = 0;
	for await (let chunk of streamFileIn(directory, name, {
		start: 0,
		length: maxBytes + 1
	})) size += chunk.length, chunks.push(chunk);
	if (size <= maxBytes) return Buffer.concat(chunks);
	throw new IdentikitError("FILE_UNREADABLE", `${join(directory.path, name)} is over ${maxBytes} bytes`, { remedy: "Check that this is the file you meant." });
}
/**
* Writes a file of any size so that it appears under its name whole or not at all. Where `chunks` fails, nothing is
* left and the failure is passed on.
* @throws {IdentikitError} `FILE_UNWRITABLE`, and whatever `chunks` throws
*/
async function writeStreamIn(directory, name, chunks, mode = 420) {
	let temporary = directory.locate(temporaryNameOf(randomBytes(6)));
	try {
		let flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
		await using file = await open(temporary, flags, mode);
		await file.chmod(mode);
		for await (let chunk of chunks) await file.writeFile(chunk);
		await file.sync(), renameSync(temporary, directory.locate(name));
	} catch (cause) {
		throw rmSync(temporary, { force: !0 }), typeof cause.syscall == "string" ? fileFault("FILE_UNWRITABLE", join(directory.path, name), cause) : cause;
	}
	directory.sync();
}
async function openRegular(directory, name) {
	let path = join(directory.path, name), file;
	try {
		let flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
		file = await open(directory.locate(name), flags);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", path, cause);
	}
	if ((await file.stat()).isFile()) return file;
	throw await file.close(), new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, { remedy: "Check the path." });
}
// src/image/layout/layout-index.ts
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
	let value;
	try {
		value = JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch (cause) {
		throw invalid(place, "index.json is not JSON", void 0, cause);
	}
	let result = schema.safeParse(value);
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
// src/image/layout/layout-store.ts
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
		let descriptor = await this.#find(selector), { digest, mediaType } = descriptor, bytes = await this.#blobBytes(descriptor.digest, imageLimits.manifestBytes), declared = mediaType || JSON.parse(Buffer.from(bytes).toString()).mediaType;
		return checkManifest({
			bytes,
			mediaType: declared ?? "",
			digest
		}, digest, this.name);
	}
	/**
	* The digest of the layout's only image.
	* @throws {IdentikitError} `IMAGE_MISSING` where there is none, or more than one to choose from
	*/
	async only() {
		let index = await this.#readIndex(), digests = new Set(index.manifests.map(({ digest }) => digest)), [only] = digests;
		if (only && digests.size === 1) return only;
		throw this.#missing(only ? `${digests.size} images` : "no image", index);
	}
	async *blob(descriptor) {
		using blobs = this.#openBlobs(descriptor.digest);
		for await (let chunk of verified(descriptor, streamFileIn(blobs, hexOf(descriptor.digest)), this.name)) this.#signal?.throwIfAborted(), yield chunk;
	}
	async putBlob(descriptor, open) {
		using root = await this.#prepare(), blobs = enterBlobs(root);
		return await this.#isPresent(blobs, descriptor) ? "present" : (await writeStreamIn(blobs, hexOf(descriptor.digest), verified(descriptor, open(), this.name)), "sent");
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
		sweepTemporaries(root);
		let index = await this.#readIndex(), next = withEntry(index, descriptor, tag);
		next !== index && writeFileIn(root, "index.json", Buffer.from(`${JSON.stringify(next, null, 2)}\n`));
	}
	async [Symbol.asyncDispose]() {}
	async #find(selector) {
		let index = await this.#readIndex(), found = entriesOf(index, selector), digests = new Set(found.map(({ digest }) => digest)), [first] = found;
		if (first && digests.size === 1) return first;
		if (first) throw this.#missing(`${digests.size} images under one name`, index);
		if (selector.kind === "digest" && this.#hasFile(selector.digest)) return {
			digest: selector.digest,
			mediaType: ""
		};
		throw this.#missing(`no image ${selector.kind === "tag" ? selector.tag : selector.digest}`, index);
	}
	async #readIndex() {
		if (!lstatSync(this.#directory, { throwIfNoEntry: !1 })) return emptyLayoutIndex;
		using root = AnchoredDirectory.open(this.#directory);
		if (!root.has("index.json")) return emptyLayoutIndex;
		if (!root.has(marker)) throw invalid(this.name, `there is no ${marker} file, so it is not an OCI layout`);
		let { imageLayoutVersion } = JSON.parse(Buffer.from(await readFileIn(root, marker, 4096)).toString("utf8"));
		if (imageLayoutVersion !== "1.0.0") throw invalid(this.name, `its layout version is ${imageLayoutVersion}`);
		return parseLayoutIndex(await readFileIn(root, "index.json", imageLimits.manifestBytes), this.name);
	}
	async #blobBytes(digest, limit) {
		using blobs = this.#openBlobs(digest);
		return await readFileIn(blobs, hexOf(digest), limit);
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
