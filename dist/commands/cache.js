import { cacheRootOf, clearCaches, surveyCaches } from "../rooms/cache.js";
import { IdentikitError } from "../start/faces.js";
import { count, mebibytes } from "../rooms/commands.js";
// src/commands/cache/body.ts
async function run(context, { clear }) {
	const root = cacheRootOf(context.env);
	if (root === void 0) throw nowhere();
	const caches = surveyCaches(root);
	if (clear) clearCaches(root);
	const entries = caches.reduce((sum, { entries: each }) => sum + each, 0);
	const lines = caches.map(({ kind, entries: held, bytes, maxBytes }) => `${kind}: ${count(held, "file")}, ${mebibytes(bytes)} of at most ${mebibytes(maxBytes)}`);
	return {
		outputs: {
			path: root,
			cleared: clear,
			caches: caches.map((each) => ({ ...each }))
		},
		account: clear ? [`removed ${count(entries, "file")} from ${root}`] : [root, ...lines],
		changed: clear && entries > 0
	};
}
function nowhere() {
	return new IdentikitError("USAGE", "there is no place for a cache: neither XDG_CACHE_HOME nor HOME is set", { remedy: "Set HOME, or XDG_CACHE_HOME to an absolute path; without them nothing is cached." });
}
export { run };
