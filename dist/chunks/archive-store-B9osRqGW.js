import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { n as writeStreamIn, t as streamFileIn } from "./file-stream-BODbn_Y7.js";
import { g as string, r as array, u as looseObject } from "./zod-BjridcMG.js";
import { i as verified, t as checkManifest } from "./verified-blob-KuNFNgLf.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { a as TarParser, i as splitPath, n as cleanPath, r as joinPath } from "./path-BlacIo4h.js";
import { a as parseJson, c as isIndexType, i as parseConfig, n as imageLimits, o as parseJsonObject, r as invalid, s as parseManifest, t as diffIds, u as mediaTypes } from "./model--eBDUm4k.js";
import { n as isDigest, t as digestOf } from "./digest-CDBbUiOQ.js";
import { n as fileHeader, r as filePadding, t as archiveEnd } from "./tar-writer-D54S5rE9.js";
import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { existsSync, realpathSync } from "node:fs";
const maxMembers = 1e5;
/** A tar file whose members are read where they stand; opening it reads headers only. */
var ArchiveFile = class ArchiveFile {
	#directory;
	#file;
	#members = /* @__PURE__ */ new Map();
	constructor(directory, file) {
		this.#directory = directory, this.#file = file;
	}
	/**
	* @param place for messages
	* @throws {IdentikitError} `FILE_UNREADABLE`, `IMAGE_MISSING` where there is no such file, `IMAGE_INVALID`
	*/
	static async open(path, place) {
		let real = realPath(path, place), archive = new ArchiveFile(AnchoredDirectory.open(dirname(real)), basename(real));
		try {
			return await archive.#scan(place), archive;
		} catch (fault) {
			throw archive[Symbol.dispose](), fault;
		}
	}
	/** The content's place; links of the archive are followed, as old engines write them for layers that repeat. */
	#find(name) {
		for (let at = name, followed = 0; followed < 8; followed++) {
			let found = this.#members.get(at);
			if (!found || "start" in found) return found;
			at = found.target;
		}
	}
	sizeOf(name) {
		return this.#find(name)?.size;
	}
	/** The names of all members. */
	names() {
		return this.#members.keys();
	}
	/** A member's content; one that is not there is empty. */
	async *read(name) {
		let member = this.#find(name);
		member && member.size !== 0 && (yield* streamFileIn(this.#directory, this.#file, {
			start: member.start,
			length: member.size
		}));
	}
	[Symbol.dispose]() {
		this.#directory[Symbol.dispose]();
	}
	async #scan(place) {
		let offset = 0, parser = new TarParser(({ path, type, size, target }) => {
			if (this.#members.size >= maxMembers) throw invalid(place, `it has more than ${maxMembers} members`);
			let name = cleanPath(path, place);
			type === "file" && this.#members.set(name, {
				start: offset + 512,
				size
			}), type === "link" && this.#members.set(name, { target: cleanPath(target, place) }), type === "symlink" && this.#members.set(name, { target: cleanPath(joinPath(splitPath(name).parent, target), place) });
		}, place);
		for (let isFirst = !0;; isFirst = !1) {
			let block = await this.#block(offset);
			if (isFirst && block[0] === 31 && block[1] === 139) throw invalid(place, "it is compressed", "Unpack it first: gunzip FILE.");
			if (block.length === 0) break;
			parser.write(block), offset += block.length;
			for (let skip = parser.skippable; skip > 0; skip = parser.skippable) parser.skip(skip), offset += skip;
			if (parser.hasEnded) return;
		}
		parser.end();
	}
	async #block(start) {
		let parts = [];
		for await (let part of streamFileIn(this.#directory, this.#file, {
			start,
			length: 512
		})) parts.push(part);
		return Buffer.concat(parts);
	}
};
function realPath(path, place) {
	try {
		return realpathSync(path);
	} catch (cause) {
		throw cause.code === "ENOENT" ? new IdentikitError("IMAGE_MISSING", `${place}: there is no such file`, { remedy: "Check the path, or save an image to it first." }) : fileFault("FILE_UNREADABLE", path, cause);
	}
}
const schema = array(looseObject({
	Config: string(),
	RepoTags: array(string()).nullish(),
	Layers: array(string()).max(imageLimits.layers)
})).max(1e3);
/**
* The images that a `docker save` archive holds.
* @throws {IdentikitError} `IMAGE_INVALID`
*/
async function savedImages(archive, place) {
	let bytes = await readMember(archive, "manifest.json", imageLimits.manifestBytes, place), result = schema.safeParse(parseJson(bytes, `${place}: manifest.json`));
	if (!result.success) throw invalid(place, "its manifest.json is malformed");
	return result.data.map(({ Config, RepoTags, Layers }) => ({
		config: Config,
		tags: RepoTags ?? [],
		layers: Layers
	}));
}
/**
* The manifest of a saved image: the original, where the archive carries an OCI layout, too (engines from 25 on, and our
* own archives); else one that names the archive's own, mostly uncompressed layers.
* @throws {IdentikitError} `IMAGE_INVALID`
*/
async function manifestOf(archive, image, place) {
	let configBytes = await readMember(archive, image.config, imageLimits.configBytes, place), digest = digestOf(configBytes), original = await originalManifest(archive, digest, place);
	if (original) return original;
	let config = parseConfig(configBytes, image.layers.length, place), members = /* @__PURE__ */ new Map([[digest, image.config]]), layers = [];
	for (let [at, name] of image.layers.entries()) {
		let layer = await layerDescriptor(archive, name, diffIds(config)[at], place);
		members.set(layer.digest, name), layers.push(layer);
	}
	let value = {
		schemaVersion: 2,
		mediaType: mediaTypes.dockerManifest,
		config: {
			mediaType: mediaTypes.dockerConfig,
			digest,
			size: configBytes.length
		},
		layers
	}, bytes = Buffer.from(JSON.stringify(value));
	return {
		raw: {
			bytes,
			mediaType: mediaTypes.dockerManifest,
			digest: digestOf(bytes)
		},
		members
	};
}
/** A member that must be there, whole. */
async function readMember(archive, name, limit, place) {
	let size = archive.sizeOf(name);
	if (size === void 0) throw invalid(place, `it has no ${name}, so it is no docker-archive`);
	if (size > limit) throw invalid(place, `${name} is over ${limit} bytes`);
	let parts = [];
	for await (let part of archive.read(name)) parts.push(part);
	return Buffer.concat(parts);
}
/** An uncompressed layer's digest is its diff ID, which reading it proves; a compressed one's has to be worked out. */
async function layerDescriptor(archive, name, diffId, place) {
	let size = archive.sizeOf(name);
	if (size === void 0) throw invalid(place, `it lacks the layer ${name}`);
	let hash = createHash("sha256"), isFirst = !0;
	for await (let chunk of archive.read(name)) {
		if (isFirst && (chunk[0] !== 31 || chunk[1] !== 139)) return {
			mediaType: mediaTypes.dockerLayer,
			digest: diffId,
			size
		};
		isFirst = !1, hash.update(chunk);
	}
	return {
		mediaType: mediaTypes.dockerLayerGzip,
		digest: `sha256:${hash.digest("hex")}`,
		size
	};
}
/** The manifest, among those that the archive's `index.json` leads to, whose config is the given one. */
async function originalManifest(archive, config, place) {
	if (archive.sizeOf("index.json") === void 0) return;
	let members = blobMembers(archive), todo = descriptorsIn(await readMember(archive, "index.json", imageLimits.manifestBytes, place), place);
	for (let looked = 0; todo.length > 0 && looked < imageLimits.indexEntries; looked++) {
		let { digest, mediaType } = todo.shift(), member = members.get(digest);
		if (member === void 0) continue;
		let bytes = await readMember(archive, member, imageLimits.manifestBytes, place);
		if (isIndexType(mediaType)) todo.push(...descriptorsIn(bytes, place));
		else if (parseJsonObject(bytes, place).config?.digest === config) return {
			raw: {
				bytes,
				mediaType,
				digest: digestOf(bytes)
			},
			members
		};
	}
}
function descriptorsIn(index, place) {
	let { manifests } = parseJsonObject(index, place);
	return Array.isArray(manifests) ? manifests.filter((entry) => typeof entry?.digest == "string" && isDigest(entry.digest)) : [];
}
function blobMembers(archive) {
	let members = /* @__PURE__ */ new Map();
	for (let name of archive.names()) {
		let { parent, name: hex } = splitPath(name), digest = `sha256:${hex}`;
		parent === "blobs/sha256" && isDigest(digest) && members.set(digest, name);
	}
	return members;
}
/**
* One image as a stream that both `docker load` and readers of OCI layouts take: `manifest.json` for the former,
* `index.json` with the manifest as it is for the latter, over the same blobs. Blobs are verified on the way.
* @param names `repository:tag` names that the image is to have
* @throws {IdentikitError} `IMAGE_INVALID` for an index, which such an archive cannot hold
*/
async function* writeArchive(raw, names, open, place) {
	let manifest = parseManifest(raw, place);
	if (manifest.kind === "index") throw invalid(place, "it can hold one platform only", "Bake for one platform with --platform, and take that image.");
	let { mediaType, digest, bytes } = raw, top = {
		mediaType,
		digest,
		size: bytes.length
	}, index = {
		schemaVersion: 2,
		manifests: names.length === 0 ? [top] : names.map((name) => ({
			...top,
			annotations: annotationsOf(name)
		}))
	}, saved = [{
		Config: pathOf(manifest.config),
		RepoTags: names.length === 0 ? null : names,
		Layers: manifest.layers.map(pathOf)
	}];
	yield* member("oci-layout", Buffer.from("{\"imageLayoutVersion\":\"1.0.0\"}")), yield* member("index.json", Buffer.from(JSON.stringify(index))), yield* member("manifest.json", Buffer.from(JSON.stringify(saved))), yield* member(pathOf(top), bytes);
	let blobs = new Map([manifest.config, ...manifest.layers].map((blob) => [blob.digest, blob]));
	for (let blob of blobs.values()) yield fileHeader(pathOf(blob), blob.size), yield* verified(blob, open(blob), place), yield filePadding(blob.size);
	yield archiveEnd;
}
function* member(name, bytes) {
	yield fileHeader(name, bytes.length), yield bytes, yield filePadding(bytes.length);
}
function pathOf({ digest }) {
	return `blobs/sha256/${digest.slice(7)}`;
}
function annotationsOf(name) {
	return {
		"io.containerd.image.name": name,
		"org.opencontainers.image.ref.name": name.slice(name.lastIndexOf(":") + 1)
	};
}
/** A file as `docker save` writes it and `docker load` reads it. Writing replaces the whole file, at once. */
var ArchiveStore = class {
	name;
	#file;
	#repository;
	#pending = /* @__PURE__ */ new Map();
	#names;
	#archive;
	#manifests = /* @__PURE__ */ new Map();
	#images = [];
	/** @param repository what images are called in it; a name in the archive is `repository:tag` */
	constructor(file, repository, name = `docker-archive:${file}`) {
		this.#file = file, this.#repository = repository, this.name = name;
	}
	async manifest(selector) {
		for (let image of await this.#load()) {
			let isNamed = selector.kind === "tag" && image.tags.some((each) => familiar(each) === `${this.#repository}:${selector.tag}`);
			if (selector.kind === "tag" && !isNamed) continue;
			let { raw } = await this.#manifestOf(image);
			if (isNamed || selector.kind === "digest" && raw.digest === selector.digest) return checkManifest(raw, void 0, this.name);
		}
		let asked = selector.kind === "tag" ? `${this.#repository}:${selector.tag}` : selector.digest;
		throw this.#missing(`has no image ${asked}`);
	}
	/**
	* The digest of the archive's only image.
	* @throws {IdentikitError} `IMAGE_MISSING` where there is none, or more than one to choose from
	*/
	async only() {
		let [image, ...others] = await this.#load();
		if (!image || others.length > 0) throw this.#missing(`has ${image ? others.length + 1 : "no"} images`);
		return (await this.#manifestOf(image)).raw.digest;
	}
	async *blob(descriptor) {
		for (let image of await this.#load()) {
			let member = (await this.#manifestOf(image)).members.get(descriptor.digest);
			if (member !== void 0 && this.#archive) {
				yield* verified(descriptor, this.#archive.read(member), this.name);
				return;
			}
		}
		throw this.#missing(`has no blob ${descriptor.digest}`);
	}
	/** Notes the blob; it is read when the manifest is written. */
	async putBlob(descriptor, open) {
		return this.#pending.set(descriptor.digest, open), await this.#has(descriptor.digest) ? "present" : "sent";
	}
	/** The file is written for each name; what has no name of its own has no place in it. */
	async putManifest(manifest, tag) {
		if (tag === void 0) return;
		let names = [...this.#names?.digest === manifest.digest ? this.#names.names : [], `${this.#repository}:${tag}`];
		this.#names = {
			digest: manifest.digest,
			names
		};
		let open = (blob) => this.#pending.get(blob.digest)?.() ?? this.blob(blob);
		using directory = AnchoredDirectory.make(dirname(this.#file));
		await writeStreamIn(directory, basename(this.#file), writeArchive(manifest, names, open, this.name)), this.#forget();
	}
	async [Symbol.asyncDispose]() {
		this.#forget();
	}
	async #load() {
		return this.#archive || (this.#archive = await ArchiveFile.open(this.#file, this.name), this.#images = await savedImages(this.#archive, this.name)), this.#images;
	}
	async #manifestOf(image) {
		let known = this.#manifests.get(image);
		if (known) return known;
		let manifest = await manifestOf(this.#archive, image, this.name);
		return this.#manifests.set(image, manifest), manifest;
	}
	async #has(digest) {
		if (!existsSync(this.#file)) return !1;
		for (let image of await this.#load()) if ((await this.#manifestOf(image)).members.has(digest)) return !0;
		return !1;
	}
	#forget() {
		this.#archive?.[Symbol.dispose](), this.#archive = void 0, this.#images = [], this.#manifests.clear();
	}
	#missing(what) {
		let names = this.#images.flatMap(({ tags }) => tags);
		return new IdentikitError("IMAGE_MISSING", `${this.name} ${what}`, { remedy: names.length > 0 ? `It has ${names.slice(0, 10).join(", ")}; name one of these.` : "Check the file." });
	}
};
/** A name without what is implied in it, which some tools write out. */
function familiar(name) {
	return name.replace(/^docker\.io\/(?:library\/)?/, "");
}
export { writeArchive as n, ArchiveStore as t };
