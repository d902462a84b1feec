import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { i as writeFileAtomically } from "./atomic-file-ChCRe45G.js";
import { n as isDigest, t as digestOf } from "./digest-CDBbUiOQ.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { isAbsolute, join } from "node:path";
/** Bytes of all configs of one base, and of the file that they are kept in. */
const bounds = {
	configs: 8388608,
	file: 16777216
};
/**
* The configs of bases that were built on before, one file for each base's name. A base's tag is always read anew; what
* is kept is only what a digest names, and is checked against it. Losing the cache costs requests, nothing else: what is
* wrong with it is never a fault of the run.
*/
var BaseCache = class {
	#directory;
	/** @param directory made when something is first kept */
	constructor(directory) {
		this.#directory = directory;
	}
	/** What was kept for a base; `undefined` where it was never built on. */
	recall(name) {
		try {
			using directory = AnchoredDirectory.open(this.#directory);
			let file = readFileIn(directory, fileOf(name), bounds.file);
			return file && parse(file.bytes);
		} catch (caught) {
			if (caught instanceof IdentikitError) return;
			throw caught;
		}
	}
	/** Keeps the configs of a base in place of what was kept for it. */
	keep(name, configs) {
		if ([...configs.values()].reduce((total, bytes) => total + bytes.length, 0) > bounds.configs) return;
		let entries = [...configs].map(([digest, bytes]) => [digest, Buffer.from(bytes).toString("base64")]);
		try {
			let text = JSON.stringify({
				name,
				configs: Object.fromEntries(entries)
			});
			writeFileAtomically(join(this.#directory, fileOf(name)), text, {
				mode: 384,
				sync: !1
			});
		} catch (caught) {
			if (!(caught instanceof IdentikitError)) throw caught;
		}
	}
};
/** Where caches are kept by the XDG base directory specification; nowhere where there is no home. */
function baseCacheOf(env) {
	let home = env.HOME ?? env.USERPROFILE, given = env.XDG_CACHE_HOME ?? "", caches = isAbsolute(given) ? given : home && join(home, ".cache");
	return caches ? new BaseCache(join(caches, "identikit", "bases")) : void 0;
}
/** A base whose configs come from what was kept, and are kept where they were not. */
var RememberedBase = class {
	name;
	/** The configs that were read. */
	configs = /* @__PURE__ */ new Map();
	#base;
	#recall;
	/** @param recall content that has this digest, where it is at hand */
	constructor(base, recall) {
		this.#base = base, this.#recall = recall, this.name = base.name;
	}
	manifest(selector) {
		return this.#base.manifest(selector);
	}
	async *blob(descriptor) {
		let known = await this.#recall(descriptor.digest);
		if (known?.length === descriptor.size) {
			this.configs.set(descriptor.digest, known), yield known;
			return;
		}
		let chunks = [];
		for await (let chunk of this.#base.blob(descriptor)) chunks.push(chunk), yield chunk;
		this.configs.set(descriptor.digest, Buffer.concat(chunks));
	}
};
/** A base's name may have characters and a length that a file's may not. */
function fileOf(name) {
	return `${digestOf(name).slice(7)}.json`;
}
function parse(bytes) {
	let kept = /* @__PURE__ */ new Map();
	try {
		let { configs } = JSON.parse(Buffer.from(bytes).toString("utf8"));
		for (let [digest, text] of Object.entries(configs ?? {})) {
			let config = Buffer.from(String(text), "base64");
			isDigest(digest) && digestOf(config) === digest && kept.set(digest, config);
		}
	} catch {
		return;
	}
	return kept;
}
export { RememberedBase as n, baseCacheOf as r, BaseCache as t };
