import { checkManifest, checkRunnable, childManifest, diffIds, formatPlatform, imageArchive, imageLimits, invalid, isAttestation, isSameMachine, parseImageManifest, parseLoneConfig, platformOf, verified } from "./image.js";
import { faultOfPart, imageFinding } from "./image-with-guide.js";
import { IdentikitError } from "../start/faces.js";
import { TarParser } from "./tar.js";
import { decompressed } from "./image-with-zlib.js";
import { createHash } from "node:crypto";
// src/image/validate/validate-layer.ts
const magics = {
	gzip: Buffer.from([31, 139]),
	zstd: Buffer.from([
		40,
		181,
		47,
		253
	])
};
const headBytes = 4;
async function validateLayer(source, { descriptor, diffId, part }, signal) {
	const head = [];
	async function* watched() {
		for await (const chunk of verified(descriptor, source.blob(descriptor), source.name)) {
			signal?.throwIfAborted();
			head.push(...chunk.subarray(0, headBytes - head.length));
			yield chunk;
		}
	}
	try {
		const findings = [];
		const actual = await archiveDigest(watched(), `${source.name}: ${part.path}`);
		if (diffId !== void 0 && actual !== diffId) findings.push(imageFinding("IMAGE_DIFF_ID", part, diffId, actual));
		const { mediaType } = descriptor;
		const [declared, found] = [compressionIn(mediaType), compressionOf(Buffer.from(head))];
		if (declared !== found) findings.push(imageFinding("IMAGE_LAYER_TYPE", part, `${declared} (${mediaType})`, found));
		return findings;
	} catch (fault) {
		signal?.throwIfAborted();
		return [faultOfPart(await atItsRoot(fault, source, descriptor, signal), part)];
	}
}
async function archiveDigest(chunks, place) {
	const hash = createHash("sha256");
	const parser = new TarParser(() => void 0, imageArchive(place));
	for await (const chunk of decompressed(chunks, place)) {
		hash.update(chunk);
		parser.write(chunk);
	}
	parser.end();
	return `sha256:${hash.digest("hex")}`;
}
async function atItsRoot(fault, source, descriptor, signal) {
	if (!(fault instanceof IdentikitError) || !/^IMAGE_(INVALID|AMBIGUOUS)$/.test(fault.code)) return fault;
	try {
		const bytes = verified(descriptor, source.blob(descriptor), source.name);
		for await (const _ of bytes) signal?.throwIfAborted();
		return fault;
	} catch (deeper) {
		return deeper;
	}
}
function compressionOf(head) {
	if (head.subarray(0, magics.gzip.length).equals(magics.gzip)) return "gzip";
	return head.equals(magics.zstd) ? "zstd" : "none";
}
function compressionIn(mediaType) {
	if (/[.+]gzip$/.test(mediaType)) return "gzip";
	return /[.+]zstd$/.test(mediaType) ? "zstd" : "none";
}
// src/image/validate/validate-image.ts
async function validateImage(source, selector, signal) {
	const raw = await source.manifest(selector);
	const walk = new Walk(source, signal);
	const asked = selector.kind === "digest" ? selector.digest : void 0;
	await walk.manifest(raw, {
		asked,
		listed: void 0,
		depth: 0
	});
	return {
		digest: raw.digest,
		findings: walk.findings,
		images: walk.images,
		layersRead: walk.layersRead
	};
}
var Walk = class {
	findings = [];
	images = [];
	layersRead = 0;
	#source;
	#signal;
	constructor(source, signal) {
		this.#source = source;
		this.#signal = signal;
	}
	async manifest(raw, way) {
		const subject = way.listed?.platform ? formatPlatform(way.listed.platform) : raw.digest;
		await this.#part({
			path: `manifest ${raw.digest}`,
			subject
		}, async () => {
			const { name } = this.#source;
			const parsed = parseImageManifest(checkManifest(raw, way.asked, name), name);
			if (parsed.kind === "index") await this.#index(parsed, way);
			else if (way.listed && isAttestation(way.listed)) await this.#content(parsed, subject);
			else await this.#image(raw.digest, parsed, way);
		});
	}
	async #index({ manifests }, { depth }) {
		const { name } = this.#source;
		if (depth >= imageLimits.indexDepth) throw invalid(name, "its indexes are nested too deeply");
		if (manifests.length > imageLimits.indexEntries) throw invalid(name, "it has too many entries");
		if (manifests.every(isAttestation)) throw invalid(name, "its index holds no image");
		for (const listed of manifests) {
			const { digest, platform } = listed;
			const subject = platform ? formatPlatform(platform) : digest;
			await this.#part({
				path: `manifest ${digest}`,
				subject
			}, async () => {
				const raw = await childManifest(this.#source, listed);
				await this.manifest(raw, {
					asked: digest,
					listed,
					depth: depth + 1
				});
			});
		}
	}
	async #image(digest, manifest, { listed }) {
		const { name } = this.#source;
		const subject = listed?.platform ? formatPlatform(listed.platform) : digest;
		await this.#part({
			path: `manifest ${digest}`,
			subject
		}, async () => checkRunnable(manifest, name));
		const part = {
			path: `config ${manifest.config.digest}`,
			subject
		};
		const config = await this.#part(part, async () => parseLoneConfig(await this.#bytes(manifest.config), name));
		if (config) {
			const platform = platformOf(config);
			this.images.push({
				digest,
				platform,
				layers: manifest.layers,
				config
			});
			this.findings.push(...differencesOf(manifest, config, listed?.platform, part));
		}
		const ids = config ? diffIds(config) : [];
		for (const [at, descriptor] of manifest.layers.entries()) {
			const layer = {
				path: `layer ${at + 1} ${descriptor.digest}`,
				subject
			};
			const found = await validateLayer(this.#source, {
				descriptor,
				diffId: ids[at],
				part: layer
			}, this.#signal);
			this.findings.push(...found);
			this.layersRead++;
		}
	}
	async #content({ config, layers }, subject) {
		for (const blob of [config, ...layers]) await this.#part({
			path: `blob ${blob.digest}`,
			subject
		}, async () => {
			const chunks = verified(blob, this.#source.blob(blob), this.#source.name);
			for await (const _ of chunks) this.#signal?.throwIfAborted();
		});
	}
	async #bytes(descriptor) {
		if (descriptor.size > imageLimits.configBytes) throw invalid(this.#source.name, "its config is over 10 MiB");
		const chunks = [];
		for await (const chunk of verified(descriptor, this.#source.blob(descriptor), this.#source.name)) chunks.push(chunk);
		return Buffer.concat(chunks);
	}
	async #part(part, check) {
		try {
			return await check();
		} catch (fault) {
			this.#signal?.throwIfAborted();
			this.findings.push(faultOfPart(fault, part));
			return;
		}
	}
};
function differencesOf({ layers }, config, listed, part) {
	const findings = [];
	const expected = `${layers.length} layers`;
	const ids = diffIds(config).length;
	if (ids !== layers.length) findings.push(imageFinding("IMAGE_LAYER_COUNT", part, expected, `${ids} diff IDs`));
	const history = config.history ?? [];
	const steps = history.filter(({ empty_layer: isEmpty }) => !isEmpty).length;
	if (history.length > 0 && steps !== layers.length) findings.push(imageFinding("IMAGE_HISTORY", part, expected, `${steps} entries with a layer`));
	const own = platformOf(config);
	if (listed && !isSameMachine(listed, own)) findings.push(imageFinding("IMAGE_PLATFORM", part, formatPlatform(listed), formatPlatform(own)));
	return findings;
}
export { validateImage };
