import "./rolldown-runtime-Dl-MpCDs.js";
import { c as mediaTypes, l as typesOf, t as diffIds } from "./model-Cm_dzu2p.js";
import { c as selectIdentity, i as destinationPath, t as bakedTree } from "./identity-DKj0NfJN.js";
import { t as readImage } from "./image-CgQtsKW4.js";
import { a as passGate, n as writeStaged } from "./write-staged-B2heIZCA.js";
import { t as digestOf } from "./digest-B-_e-Hg1.js";
import { r as comparePaths, t as ancestorsOf } from "./path-C7SrUl-b.js";
import { t as defaultPlatform } from "./platform-D_IL7fEa.js";
import { n as formatWritten, o as registryName, t as formatImageReference } from "./reference-lv1kc_YJ.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
import { crc32 } from "node:zlib";
// src/image/compose.ts
/** How the history of an image names the layer; the same in every version, as the image's digest depends on it. */
const createdBy = "identikit bake";
/**
* Stages one platform's image: the base's layers as they are, one more, and the base's config with the layer's diff ID,
* one line of history and the labels.
*/
function composeManifest(staged, base, addition, family) {
	let types = typesOf(family), below = "manifest" in base ? base : void 0, config = below ? extendConfig(below.config, addition) : newConfig(base.platform, addition), value = {
		schemaVersion: 2,
		mediaType: types.manifest,
		config: staged.addBlob(Buffer.from(JSON.stringify(config)), types.config),
		layers: [...below?.manifest.layers ?? [], staged.addBlob(addition.layer.bytes, types.layer)],
		...annotationsOf(addition, family)
	};
	return staged.addManifest(value, types.manifest);
}
/** Stages the index over several platforms' images. */
function composeIndex(staged, images, addition, family) {
	let types = typesOf(family), manifests = images.map(({ raw, platform }) => ({
		mediaType: raw.mediaType,
		digest: raw.digest,
		size: raw.bytes.length,
		platform
	})), value = {
		schemaVersion: 2,
		mediaType: types.index,
		manifests,
		...annotationsOf(addition, family)
	};
	return staged.addManifest(value, types.index);
}
/** The family that a manifest or index of that media type belongs to. */
function familyOf(mediaType) {
	return mediaType === mediaTypes.dockerManifest || mediaType === mediaTypes.dockerIndex ? "docker" : "oci";
}
/** Docker's manifests have no annotations; there the labels alone carry what both carry elsewhere. */
function annotationsOf({ labels }, family) {
	return family === "oci" ? { annotations: labels } : {};
}
function extendConfig(base, { layer, labels, created }) {
	let ids = diffIds(base), history = base.history ?? [], isComplete = history.filter((line) => !line.empty_layer).length === ids.length;
	return {
		...base,
		created,
		config: {
			...base.config,
			Labels: sorted({
				...base.config?.Labels,
				...labels
			})
		},
		rootfs: {
			...base.rootfs,
			diff_ids: [...ids, layer.diffId]
		},
		...isComplete ? { history: [...history, {
			created,
			created_by: createdBy
		}] } : {}
	};
}
function newConfig(platform, { layer, labels, created }) {
	return {
		created,
		...platform,
		config: { Labels: sorted(labels) },
		rootfs: {
			type: "layers",
			diff_ids: [layer.diffId]
		},
		history: [{
			created,
			created_by: createdBy
		}]
	};
}
function sorted(labels) {
	return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1));
}
// src/image/layer/stored-gzip.ts
const maxBlock = 65535;
/**
* A gzip member (RFC 1952) of stored blocks (RFC 1951, 3.2.4): a valid layer for every reader, whose bytes no version
* of any compressor decides. What is baked is small text, so little is lost.
*/
function storedGzip(content) {
	let parts = [Buffer.from([
		31,
		139,
		8,
		0,
		0,
		0,
		0,
		0,
		0,
		255
	])];
	for (let at = 0; at === 0 || at < content.length; at += maxBlock) {
		let block = content.subarray(at, at + maxBlock), head = Buffer.alloc(5);
		head.writeUInt8(+(at + maxBlock >= content.length), 0), head.writeUInt16LE(block.length, 1), head.writeUInt16LE(~block.length & 65535, 3), parts.push(head, block);
	}
	let tail = Buffer.alloc(8);
	return tail.writeUInt32LE(crc32(content), 0), tail.writeUInt32LE(content.length >>> 0, 4), parts.push(tail), Buffer.concat(parts);
}
/**
* A POSIX.1-1988 (ustar) archive whose bytes follow from its members alone: no clock, no user names, one form for each
* value. A path that ustar cannot hold travels in a pax record (POSIX.1-2001) before its entry.
* @param mtime seconds since the epoch, for every entry
*/
function writeTar(members, mtime) {
	let blocks = [];
	for (let member of members) {
		let bytes = member.bytes ?? /* @__PURE__ */ new Uint8Array(), split = splitPath(member.path);
		if (!split) {
			let record = paxRecord("path", member.path);
			blocks.push(header({
				name: "././@PaxHeader",
				prefix: ""
			}, "x", 420, record.length, mtime), padded(record));
		}
		let type = member.path.endsWith("/") ? "5" : "0", names = split ?? {
			name: `pax/${blocks.length}`,
			prefix: ""
		};
		blocks.push(header(names, type, member.mode, bytes.length, mtime, member.owner), padded(bytes));
	}
	return blocks.push(/* @__PURE__ */ new Uint8Array(1024)), Buffer.concat(blocks);
}
/** Members in byte order of their paths, each directory before what is in it. */
function sortMembers(members) {
	return [...members].sort((a, b) => comparePaths(a.path, b.path));
}
/** The two name fields of ustar, where the path is ASCII and fits. */
function splitPath(path) {
	if (!/^[\x20-\x7e]*$/.test(path)) return;
	if (path.length <= 100) return {
		name: path,
		prefix: ""
	};
	let slash = path.indexOf("/", path.length - 101);
	if (!(slash <= 0 || slash > 155 || slash === path.length - 1)) return {
		name: path.slice(slash + 1),
		prefix: path.slice(0, slash)
	};
}
function header({ name, prefix }, type, mode, size, mtime, owner = {
	uid: 0,
	gid: 0
}) {
	let block = Buffer.alloc(512);
	block.write(name, 0, 100, "latin1"), block.write(octal(mode, 7), 100, "latin1"), block.write(octal(owner.uid, 7), 108, "latin1"), block.write(octal(owner.gid, 7), 116, "latin1"), block.write(octal(size, 11), 124, "latin1"), block.write(octal(mtime, 11), 136, "latin1"), block.write("        ", 148, "latin1"), block.write(type, 156, "latin1"), block.write("ustar\x0000", 257, "latin1"), block.write(prefix, 345, 155, "latin1");
	let sum = 0;
	for (let byte of block) sum += byte;
	return block.write(`${octal(sum, 6)}\u0000 `, 148, "latin1"), block;
}
function octal(value, digits) {
	return value.toString(8).padStart(digits, "0");
}
function padded(bytes) {
	let padding = -bytes.length & 511;
	return padding === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(padding)]);
}
/** `<length> key=value\n`, where the length counts its own digits. */
function paxRecord(key, value) {
	let rest = Buffer.byteLength(` ${key}=${value}\n`), length = rest;
	for (; length !== rest + String(length).length;) length = rest + String(length).length;
	return Buffer.from(`${length} ${key}=${value}\n`);
}
/**
* The one layer that a direct bake adds: the directories above the destination, the destination made opaque, the
* identity and the marker. As every ancestor is named in it as a directory, nothing of a lower layer can show through or
* lead elsewhere, and this layer alone proves what stands at the destination.
*/
function writeIdentityLayer(identity, options) {
	let { destination, sourceDateEpoch, ancestors } = options, tree = bakedTree(identity), above = ancestorsOf(destination).map((path) => ancestor(path, ancestors?.get(path))), members = [...[...new Set([...tree].flatMap(({ path }) => ancestorsOf(path)))].map((path) => ({
		path: `${destination}/${path}/`,
		mode: 493
	})), ...[...tree].map(({ path, mode, bytes }) => ({
		path: `${destination}/${path}`,
		mode,
		bytes
	}))], archive = writeTar([
		...above,
		{
			path: `${destination}/`,
			mode: 493
		},
		{
			path: `${destination}/.wh..wh..opq`,
			mode: 420
		},
		...sortMembers(members)
	], sourceDateEpoch), bytes = storedGzip(archive);
	return {
		bytes,
		digest: digestOf(bytes),
		diffId: digestOf(archive)
	};
}
function ancestor(path, metadata) {
	let { mode, uid, gid } = metadata ?? {
		mode: 493,
		uid: 0,
		gid: 0
	};
	return {
		path: `${path}/`,
		mode,
		owner: {
			uid,
			gid
		}
	};
}
// src/image/staged-image.ts
/** Blobs and manifests that are made but not written yet, over the image that they were made from. */
var StagedImage = class {
	name;
	#base;
	#blobs = /* @__PURE__ */ new Map();
	#manifests = /* @__PURE__ */ new Map();
	/** @param base holds the blobs that are not staged; left out, there are none */
	constructor(name, base) {
		this.name = name, this.#base = base;
	}
	addBlob(bytes, mediaType) {
		let digest = digestOf(bytes);
		return this.#blobs.set(digest, bytes), {
			mediaType,
			digest,
			size: bytes.length
		};
	}
	/** Stages a manifest or index, as JSON without spaces. */
	addManifest(value, mediaType) {
		let bytes = Buffer.from(JSON.stringify(value)), manifest = {
			bytes,
			mediaType,
			digest: digestOf(bytes)
		};
		return this.#manifests.set(manifest.digest, manifest), manifest;
	}
	/** The bytes of a staged blob. */
	staged(digest) {
		return this.#blobs.get(digest);
	}
	async manifest(selector) {
		let found = selector.kind === "digest" ? this.#manifests.get(selector.digest) : void 0;
		if (found) return found;
		throw new IdentikitError("IMAGE_MISSING", `${this.name}: no such image is being made`, { remedy: "Report this with the command that you ran." });
	}
	async *blob(descriptor) {
		let bytes = this.#blobs.get(descriptor.digest);
		if (bytes) yield bytes;
		else if (this.#base) yield* this.#base.blob(descriptor);
		else throw new IdentikitError("IMAGE_MISSING", `${this.name}: there is no blob ${descriptor.digest}`, { remedy: "Report this with the command that you ran." });
	}
};
// src/image/bake.ts
/**
* The direct builder: the base's layers untouched, one layer with the identity on top, for each platform. Nothing but
* manifests and configs of the base is read. Same template, base digest and epoch give the same image digest on any
* machine; the image is reachable only after the gate has passed it.
* @throws {IdentikitError} `SSOT_MISSING`, `GATE_FAILED`, `PLATFORM_MISSING`, and the faults of the places
*/
async function bake(options) {
	let { base, to, platforms = [], sourceDateEpoch = 0 } = options, identity = selectIdentity(options.template, "the template", options.required), layer = writeIdentityLayer(identity, {
		destination: destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/"),
		sourceDateEpoch
	}), below = base === "scratch" ? scratch(platforms, options.mediaTypes) : await readBase(base, platforms), created = (/* @__PURE__ */ new Date(sourceDateEpoch * 1e3)).toISOString().replace(".000Z", "Z"), addition = {
		layer,
		labels: {
			...ownLabels(options, identity, below.digest, created),
			...options.labels
		},
		created
	}, subject = formatImageReference(to.reference), staged = new StagedImage(subject, base === "scratch" ? void 0 : base.store), images = below.images.map((image) => ({
		platform: image.platform,
		raw: composeManifest(staged, image, addition, image.family)
	})), top = below.index ? composeIndex(staged, images, addition, below.index) : images[0]?.raw;
	await passGate(options.gate, {
		source: staged,
		selector: {
			kind: "digest",
			digest: top.digest
		},
		subject
	});
	let children = below.index ? images.map(({ raw }) => raw) : [], from = base === "scratch" ? void 0 : base.store.origin, changed = await writeStaged(to, {
		staged,
		top,
		children,
		first: layer.digest,
		from
	});
	return {
		image: formatWritten(to.reference, to.tag, top.digest),
		digest: top.digest,
		layerDigest: layer.digest,
		treeDigest: identity.digest,
		platforms: images.map(({ platform }) => platform),
		changed
	};
}
function scratch(platforms, family = "oci") {
	let images = (platforms.length === 0 ? [defaultPlatform] : platforms).map((platform) => ({
		platform,
		family
	}));
	return {
		images,
		index: images.length > 1 ? family : void 0,
		digest: void 0
	};
}
async function readBase(base, platforms) {
	let { raw, index, images } = await readImage(base.store, await base.select(), platforms), isIndex = index !== void 0 && (platforms.length !== 1 || images.length > 1);
	return {
		images: images.map((image) => ({
			...image,
			family: familyOf(image.manifest.mediaType)
		})),
		index: isIndex ? familyOf(index.mediaType) : void 0,
		digest: raw.digest
	};
}
/** The image specification's annotations, and the template's, under names of our own. */
function ownLabels({ base, provenance }, identity, baseDigest, created) {
	let labels = {
		"io.identikit.template.tree-digest": identity.digest,
		"org.opencontainers.image.created": created
	};
	if (provenance?.commit && (labels["io.identikit.template.commit"] = provenance.commit), provenance?.repository && (labels["io.identikit.template.repository"] = provenance.repository), baseDigest && (labels["org.opencontainers.image.base.digest"] = baseDigest), base !== "scratch" && base.reference.kind === "registry") {
		let { kind, host, repository, tag = base.tag } = base.reference;
		labels["org.opencontainers.image.base.name"] = registryName({
			kind,
			host,
			repository,
			tag
		});
	}
	return labels;
}
export { bake };
