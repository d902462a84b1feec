import "./rolldown-runtime-DqgWs3Hx.js";
import { a as passGate, c as nothingAhead, n as writeStaged, o as askAhead, s as endOf } from "./write-staged-GQQ9UZYV.js";
import { n as RememberedBase } from "./base-cache-CxDYTUm_.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { d as typesOf, t as diffIds, u as mediaTypes } from "./model--eBDUm4k.js";
import { t as readImage } from "./image-DxFbhWcu.js";
import { t as defaultPlatform } from "./platform-DQyzrjr3.js";
import { n as formatWritten, o as registryName, t as formatImageReference } from "./reference-CTn93rgt.js";
import { c as selectIdentity, i as destinationPath, t as bakedTree } from "./identity-Ddzfemv6.js";
import { t as templateLabels } from "./labels-Dg2nnUG5.js";
import { t as ancestorsOf } from "./path-BaLveIPn.js";
import { a as writeTar, i as sortMembers } from "./tar-writer-D54S5rE9.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { crc32 } from "node:zlib";
/** The annotation of a baked image that carries its base's config, in base64. */
const annotation = "io.identikit.base.config";
/**
* A baked image carries the config of its base: so a later bake that finds the image under its name has what it needs to
* tell that there is nothing to do, on a machine that knows nothing of the base yet. Only a manifest can carry it, and
* only of the OCI family; an index is told by its children.
*/
function carrying(config) {
	return !config || config.length > 32768 ? {} : { [annotation]: Buffer.from(config).toString("base64") };
}
/** The config that an image carries, by its digest: whoever takes it for a base's compares that with the base's. */
function carriedConfigIn(raw) {
	let text = raw && annotationOf(raw.bytes);
	if (typeof text != "string") return /* @__PURE__ */ new Map();
	let config = Buffer.from(text, "base64");
	return /* @__PURE__ */ new Map([[digestOf(config), config]]);
}
function annotationOf(manifest) {
	try {
		return JSON.parse(Buffer.from(manifest).toString("utf8"))?.annotations?.[annotation];
	} catch {
		return;
	}
}
/** How the history of an image names the layer; the same in every version, as the image's digest depends on it. */
const createdBy = "identikit bake";
/**
* Stages one platform's image: the base's layers as they are, one more, and the base's config with the layer's diff ID,
* one line of history and the labels.
* @param carried the base's config as it stands, for the manifest to carry
*/
function composeManifest(staged, base, addition, family, carried) {
	let types = typesOf(family), below = "manifest" in base ? base : void 0, config = below ? extendConfig(below.config, addition) : newConfig(base.platform, addition), value = {
		schemaVersion: 2,
		mediaType: types.manifest,
		config: staged.addBlob(Buffer.from(JSON.stringify(config)), types.config),
		layers: [...below?.manifest.layers ?? [], staged.addBlob(addition.layer.bytes, types.layer)],
		...annotationsOf(addition, family, carried)
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
function annotationsOf({ labels }, family, carried) {
	return family === "oci" ? { annotations: {
		...labels,
		...carrying(carried)
	} } : {};
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
/** Nothing, for each platform asked for. */
function belowScratch(platforms, family = "oci") {
	let images = (platforms.length === 0 ? [defaultPlatform] : platforms).map((platform) => ({
		platform,
		family
	}));
	return {
		images,
		index: images.length > 1 ? family : void 0,
		digest: void 0,
		configs: /* @__PURE__ */ new Map()
	};
}
/**
* A base's manifests and configs. The manifest that a name stands for is always read; configs that were kept are not.
* @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`, and the place's faults
*/
async function readBelow(base, platforms, { known = /* @__PURE__ */ new Map(), cache, baked }) {
	let remembered = new RememberedBase(base.store, async (digest) => known.get(digest) ?? carriedConfigIn(await baked).get(digest)), { raw, index, images } = await readImage(remembered, await base.select(), platforms);
	[...remembered.configs.keys()].some((digest) => !known.has(digest)) && base.store.origin && cache?.keep(formatImageReference(base.reference), remembered.configs);
	let isIndex = index !== void 0 && (platforms.length !== 1 || images.length > 1);
	return {
		images: images.map((image) => ({
			...image,
			family: familyOf(image.manifest.mediaType)
		})),
		index: isIndex ? familyOf(index.mediaType) : void 0,
		digest: raw.digest,
		configs: remembered.configs
	};
}
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
/**
* The direct builder: the base's layers untouched, one layer with the identity on top, for each platform. Nothing but
* manifests and configs of the base is read. Same template, base digest and epoch give the same image digest on any
* machine; the image is reachable only after the gate has passed it.
* @throws {IdentikitError} `SSOT_MISSING`, `GATE_FAILED`, `PLATFORM_MISSING`, and the faults of the places
*/
async function bake(options) {
	let { base, to, sourceDateEpoch = 0 } = options, identity = selectIdentity(options.template, "the template", options.required), layer = writeIdentityLayer(identity, {
		destination: destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/"),
		sourceDateEpoch
	}), known = base === "scratch" ? void 0 : options.cache?.recall(formatImageReference(base.reference)), ahead = options.ancestors === "read" ? nothingAhead : askAhead(to, layer, known !== void 0);
	try {
		return await build(options, {
			identity,
			layer,
			known,
			ahead
		});
	} catch (caught) {
		throw await endOf(ahead), caught;
	}
}
async function build(options, settled) {
	let { base, to, platforms = [], sourceDateEpoch = 0 } = options, { identity, layer, known, ahead } = settled, baked = ahead.kind === "layer" ? ahead.found : Promise.resolve(void 0), below = base === "scratch" ? belowScratch(platforms, options.mediaTypes) : await readBelow(base, platforms, {
		known,
		cache: options.cache,
		baked
	}), created = (/* @__PURE__ */ new Date(sourceDateEpoch * 1e3)).toISOString().replace(".000Z", "Z"), labels = {
		...ownLabels(options, identity, below.digest, created),
		...options.labels
	}, layers = await layersFor(below, options, layer), additionTo = (at) => ({
		layer: layers[at] ?? layer,
		labels,
		created
	}), subject = formatImageReference(to.reference), staged = new StagedImage(subject, base === "scratch" ? void 0 : base.store), images = below.images.map((image, at) => ({
		platform: image.platform,
		raw: composeManifest(staged, image, additionTo(at), image.family, carriedBy(below, image))
	})), top = below.index ? composeIndex(staged, images, additionTo(0), below.index) : images[0]?.raw;
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
		first: additionTo(0).layer.digest,
		from,
		ahead
	});
	return {
		image: formatWritten(to.reference, to.tag, top.digest),
		digest: top.digest,
		layerDigest: additionTo(0).layer.digest,
		treeDigest: identity.digest,
		platforms: images.map(({ platform }) => platform),
		changed
	};
}
/** The base's config, for the manifest of a single image; of an index's children nobody asks by name. */
function carriedBy({ index, configs }, image) {
	return index || !("manifest" in image) ? void 0 : configs.get(image.manifest.config.digest);
}
/** One layer for all platforms, or one for each where the base's own directories go into it. */
async function layersFor({ images }, options, assumed) {
	let { base, sourceDateEpoch = 0, ancestors = "assume", index, signal } = options;
	if (ancestors === "assume" || base === "scratch") return images.map(() => assumed);
	let { viewAncestors } = await import("./container-view-CHXGEoPH.js"), identity = selectIdentity(options.template, "the template", options.required), destination = destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/"), layers = [];
	for (let image of images) {
		let view = {
			index,
			...signal ? { signal } : {}
		}, above = "manifest" in image ? await viewAncestors(base.store, image, destination, view) : /* @__PURE__ */ new Map();
		layers.push(writeIdentityLayer(identity, {
			destination,
			sourceDateEpoch,
			ancestors: above
		}));
	}
	return layers;
}
/** The image specification's annotations, and the template's labels. */
function ownLabels({ base, provenance }, identity, baseDigest, created) {
	let labels = {
		...templateLabels(identity, provenance),
		"org.opencontainers.image.created": created
	};
	if (baseDigest && (labels["org.opencontainers.image.base.digest"] = baseDigest), base !== "scratch" && base.reference.kind === "registry") {
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
export { bake as t };
