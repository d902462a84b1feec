import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { a as boolean, c as int, f as object, g as string, l as literal, m as record, o as custom, p as preprocess, r as array, u as looseObject } from "./zod-BjridcMG.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
/** The media types of the OCI image specification and of Docker's image manifest, version 2, schema 2. */
const mediaTypes = {
	ociManifest: "application/vnd.oci.image.manifest.v1+json",
	ociIndex: "application/vnd.oci.image.index.v1+json",
	ociConfig: "application/vnd.oci.image.config.v1+json",
	ociLayer: "application/vnd.oci.image.layer.v1.tar",
	ociLayerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
	ociLayerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
	dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
	dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
	dockerConfig: "application/vnd.docker.container.image.v1+json",
	dockerLayer: "application/vnd.docker.image.rootfs.diff.tar",
	dockerLayerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip"
};
function isIndexType(mediaType) {
	return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerIndex;
}
function isManifestType(mediaType) {
	return mediaType === mediaTypes.ociManifest || mediaType === mediaTypes.dockerManifest;
}
/** Docker's schema 1, whose layers have no digests of their own; registries of today refuse it. */
function isSchema1Type(mediaType) {
	return /^application\/vnd\.docker\.distribution\.manifest\.v1\+/.test(mediaType);
}
/** The media types of what an image of that family is made of; the identity layer is always gzip. */
function typesOf(family) {
	return family === "oci" ? {
		manifest: mediaTypes.ociManifest,
		index: mediaTypes.ociIndex,
		config: mediaTypes.ociConfig,
		layer: mediaTypes.ociLayerGzip
	} : {
		manifest: mediaTypes.dockerManifest,
		index: mediaTypes.dockerIndex,
		config: mediaTypes.dockerConfig,
		layer: mediaTypes.dockerLayerGzip
	};
}
/** Bounds of what an image may consist of. Registries take manifests of 4 MiB; engines, 127 layers. */
const imageLimits = {
	manifestBytes: 10485760,
	configBytes: 10485760,
	layers: 512,
	indexEntries: 512,
	indexDepth: 3
}, digest = custom((value) => typeof value == "string" && isDigest(value), { error: "must be a SHA-256 digest" }), platform = looseObject({
	os: string(),
	architecture: string(),
	variant: string().exactOptional(),
	"os.version": string().exactOptional()
}), descriptor = object({
	mediaType: string().max(255),
	digest,
	size: int().nonnegative(),
	platform: platform.exactOptional(),
	annotations: record(string(), string()).exactOptional(),
	urls: array(string()).exactOptional()
}), annotations = record(string(), string()).exactOptional(), manifest = object({
	schemaVersion: literal(2),
	mediaType: string().exactOptional(),
	config: descriptor,
	layers: preprocess((value) => value ?? [], array(descriptor).max(imageLimits.layers)),
	annotations
}), index = object({
	schemaVersion: literal(2),
	mediaType: string().exactOptional(),
	manifests: array(descriptor).max(imageLimits.indexEntries),
	annotations
}), config = looseObject({
	architecture: string(),
	os: string(),
	variant: string().exactOptional(),
	"os.version": string().exactOptional(),
	created: string().nullish(),
	config: looseObject({ Labels: record(string(), string()).nullish() }).nullish(),
	rootfs: looseObject({
		type: literal("layers"),
		diff_ids: array(digest).max(imageLimits.layers).nullable()
	}),
	history: array(looseObject({ empty_layer: boolean().exactOptional() })).nullish()
});
/**
* A manifest or index as a value.
* @param place for messages: "docker://host/repository:tag"
* @throws {IdentikitError} `IMAGE_INVALID` for malformed ones, for schema 1, and where the media type that came with it
* contradicts its content (CVE-2021-41190: one digest must not be read two ways)
*/
function parseManifest(raw, place) {
	if (raw.bytes.length > imageLimits.manifestBytes) throw invalid(place, "the manifest is over 10 MiB");
	let value = parseJsonObject(raw.bytes, `${place}: manifest ${raw.digest}`), { mediaType: declared, schemaVersion, manifests, layers, config: own } = value, mediaType = typeof declared == "string" ? declared : raw.mediaType;
	if (schemaVersion === 1 || isSchema1Type(mediaType) || isSchema1Type(raw.mediaType)) throw invalid(place, "it is a schema 1 manifest, whose layers cannot be verified", "Push it again with a tool of today.");
	if (manifests !== void 0 && (own !== void 0 || layers !== void 0)) throw invalid(place, `manifest ${raw.digest} is an index and an image at once`);
	let carried = [mediaType, raw.mediaType];
	if (manifests !== void 0) {
		if (carried.some(isManifestType)) throw invalid(place, `index ${raw.digest} is declared to be a manifest`);
		return {
			kind: "index",
			...check(index, value, place),
			mediaType
		};
	}
	if (carried.some(isIndexType)) throw invalid(place, `manifest ${raw.digest} is declared to be an index`);
	if (!carried.some(isManifestType)) throw invalid(place, `${JSON.stringify(mediaType)} is not an image's media type`);
	return {
		kind: "manifest",
		...check(manifest, value, place),
		mediaType
	};
}
/**
* An image's config as a value.
* @throws {IdentikitError} `IMAGE_INVALID` where it is malformed or does not have one diff ID a layer
*/
function parseConfig(bytes, layers, place) {
	let parsed = check(config, parseJsonObject(bytes, `${place}: config`), place), count = diffIds(parsed).length;
	if (count !== layers) throw invalid(place, `its config has ${count} diff IDs for ${layers} layers`);
	return parsed;
}
/** The digests of the uncompressed layers, lowest first. */
function diffIds(of) {
	return of.rootfs.diff_ids ?? [];
}
/**
* Bytes as a JSON object.
* @param what the document, for messages
* @throws {IdentikitError} `IMAGE_INVALID`
*/
function parseJsonObject(bytes, what) {
	let value = parseJson(bytes, what);
	if (typeof value == "object" && value && !Array.isArray(value)) return value;
	throw invalid(what, "it is not a JSON object");
}
/** {@link parseJsonObject} for any value. */
function parseJson(bytes, what) {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: !0 }).decode(bytes));
	} catch (cause) {
		throw invalid(what, "it is not JSON", void 0, cause);
	}
}
function check(schema, value, place) {
	let result = schema.safeParse(value);
	if (result.success) return result.data;
	let issue = result.error.issues[0];
	throw invalid(place, `${issue?.path.join(".") || "the document"}: ${issue?.message ?? "malformed"}`);
}
/** The fault of a malformed image. */
function invalid(place, reason, remedy, cause) {
	return new IdentikitError("IMAGE_INVALID", `${place}: ${reason}`, {
		remedy: remedy ?? "Build or push the image again; nothing was changed.",
		cause
	});
}
export { parseJson as a, isIndexType as c, typesOf as d, parseConfig as i, isManifestType as l, imageLimits as n, parseJsonObject as o, invalid as r, parseManifest as s, diffIds as t, mediaTypes as u };
