import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { c as int, f as object, g as string, m as record } from "./zod-BjridcMG.js";
import { i as writeFileAtomically } from "./atomic-file-ChCRe45G.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { join } from "node:path";
const metadata = object({
	mode: int(),
	uid: int(),
	gid: int()
}), schema = object({
	key: string(),
	directories: record(string(), metadata)
});
/**
* What layers were found to be silent, by their digests and the paths that were asked about. Only silence is kept: a
* layer that has something at the destination is read and verified each time. Losing the index costs time, nothing else:
* what is wrong with it is never a fault of the run.
*/
var LayerIndex = class {
	#directory;
	/** @param directory made when something is first kept */
	constructor(directory) {
		this.#directory = directory;
	}
	recall(layer, paths) {
		let key = keyOf(layer, paths);
		try {
			using directory = AnchoredDirectory.open(this.#directory);
			let file = readFileIn(directory, fileOf(key), 1048576), found = file && schema.safeParse(JSON.parse(file.bytes.toString("utf8"))).data;
			return found?.key === key ? new Map(Object.entries(found.directories)) : void 0;
		} catch (caught) {
			if (caught instanceof IdentikitError || caught instanceof SyntaxError) return;
			throw caught;
		}
	}
	keep(layer, paths, silent) {
		let key = keyOf(layer, paths);
		try {
			let text = JSON.stringify({
				key,
				directories: Object.fromEntries(silent)
			});
			writeFileAtomically(join(this.#directory, fileOf(key)), text, {
				mode: 384,
				sync: !1
			});
		} catch (caught) {
			if (!(caught instanceof IdentikitError)) throw caught;
		}
	}
};
/** Where the index is kept by the XDG base directory specification; nowhere where there is no home. */
function layerIndexOf(env) {
	let home = env.HOME ?? env.USERPROFILE, caches = env.XDG_CACHE_HOME || home && join(home, ".cache");
	return caches ? new LayerIndex(join(caches, "identikit", "layers")) : void 0;
}
/** Both digests: the diff ID is the config's word, and another config may not borrow what was found under it. */
function keyOf({ descriptor, diffId }, paths) {
	return JSON.stringify([
		"identikit-layer/v1",
		descriptor.digest,
		diffId,
		...paths
	]);
}
function fileOf(key) {
	return `${digestOf(key).slice(7)}.json`;
}
export { layerIndexOf };
