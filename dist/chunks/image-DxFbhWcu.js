import { c as isIndexType, i as parseConfig, n as imageLimits, r as invalid, s as parseManifest } from "./model--eBDUm4k.js";
import { a as platformMatches, n as formatPlatform, r as isAttestation } from "./platform-DQyzrjr3.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { r as readBlob, t as checkManifest } from "./verified-blob-KuNFNgLf.js";
/** The fault of a platform that an image does not have; the remedy names those that it has. */
function platformMissing(place, wanted, have) {
	return new IdentikitError("PLATFORM_MISSING", `${place} has no image for ${formatPlatform(wanted)}`, { remedy: `It has ${have.map(formatPlatform).join(", ") || "none"}; name one of these.` });
}
/**
* Reads manifests and configs, no layers.
* @param platforms the ones to read, all of which must be there; empty means all
* @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`, and those of the source
*/
async function readImage(source, selector, platforms = []) {
	let raw = await readManifest(source, selector), parsed = parseManifest(raw, source.name);
	if (parsed.kind === "manifest") {
		let image = await readPlatform(source, raw, parsed), missing = platforms.find((wanted) => !platformMatches(wanted, image.platform));
		if (missing) throw platformMissing(source.name, missing, [image.platform]);
		return {
			raw,
			index: void 0,
			images: [image]
		};
	}
	let chosen = choose(await flatten(source, parsed, 1), platforms, source.name), images = [];
	for (let entry of chosen) images.push(await readEntry(source, entry));
	if (images.length === 0) throw invalid(source.name, `index ${raw.digest} holds no image`);
	return {
		raw,
		index: parsed,
		images
	};
}
/** A manifest, with its digest worked out here once more: everything else hangs on it. */
async function readManifest(source, selector) {
	let asked = selector.kind === "digest" ? selector.digest : void 0;
	return checkManifest(await source.manifest(selector), asked, source.name);
}
/** The images of an index and of the indexes in it. */
async function flatten(source, index, depth) {
	let entries = [];
	for (let entry of index.manifests.filter((each) => !isAttestation(each))) {
		if (!isIndexType(entry.mediaType)) {
			entries.push(entry);
			continue;
		}
		if (depth >= imageLimits.indexDepth) throw invalid(source.name, "its indexes are nested too deeply");
		let nested = await readManifest(source, {
			kind: "digest",
			digest: entry.digest
		}), inner = parseManifest(nested, source.name);
		if (inner.kind === "manifest") throw invalid(source.name, `${entry.digest} is declared to be an index`);
		if (entries.push(...await flatten(source, inner, depth + 1)), entries.length > imageLimits.indexEntries) throw invalid(source.name, "it has too many entries");
	}
	return entries;
}
function choose(entries, platforms, place) {
	return platforms.length === 0 ? entries : platforms.flatMap((wanted) => {
		let matching = entries.filter(({ platform }) => platform && platformMatches(wanted, platform));
		if (matching.length > 0) return matching;
		throw platformMissing(place, wanted, entries.flatMap(({ platform }) => platform ?? []));
	});
}
async function readEntry(source, entry) {
	let raw = await readManifest(source, {
		kind: "digest",
		digest: entry.digest
	}), manifest = parseManifest(raw, source.name);
	if (manifest.kind === "index") throw invalid(source.name, `${entry.digest} is declared to be a manifest`);
	let image = await readPlatform(source, raw, manifest), declared = entry.platform;
	if (declared && (declared.os !== image.platform.os || declared.architecture !== image.platform.architecture)) {
		let reason = `${entry.digest} is listed as ${formatPlatform(declared)}, and says ${formatPlatform(image.platform)}`;
		throw invalid(source.name, reason);
	}
	return {
		...image,
		platform: declared ?? image.platform
	};
}
async function readPlatform(source, raw, manifest) {
	let bytes = await readBlob(source, manifest.config, imageLimits.configBytes), config = parseConfig(bytes, manifest.layers.length, source.name), { os, architecture, variant } = config, version = config["os.version"];
	return {
		platform: {
			os,
			architecture,
			...variant ? { variant } : {},
			...version ? { "os.version": version } : {}
		},
		raw,
		manifest,
		config
	};
}
export { readImage as t };
