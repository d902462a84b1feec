import { ExclusiveLock } from "./tree-with-sqlite.js";
import { fileFault, removeTreeIn } from "./tree.js";
import { hasLedger, removeLedger } from "./env-with-config-smol-toml.js";
import { removeRebuildFiles } from "./env.js";
import { join } from "node:path";
import { existsSync, readdirSync, rmSync } from "node:fs";
// src/env/orphans.ts
function findOrphans(place, isOrphan) {
	return listIn(place).filter(isOrphan).map((name) => {
		const ours = hasLedger(place.ledgers, name);
		return {
			code: "ORPHAN_ENV",
			severity: ours ? "error" : "warning",
			path: name,
			expected: null,
			actual: "an env directory",
			remedy: ours ? "Remove it with reconcile --repair --prune, or bring its agent back." : "No render made it; move it away if it does not belong here.",
			subject: name
		};
	});
}
async function removeOrphan(place, name, options = {}) {
	const path = join(place.root.path, name);
	const rebuildLock = place.rebuildLockFile(name);
	using _rebuild = existsSync(rebuildLock) ? await ExclusiveLock.acquire(rebuildLock, {
		place: `the rebuild of agent ${name}`,
		...options
	}) : void 0;
	using _lock = await ExclusiveLock.acquire(place.lockFile(name), {
		place: `env directory ${path}`,
		...options
	});
	removeTreeIn(place.root, name);
	removeRebuildFiles(place.ledgers, name);
	removeLedger(place.ledgers, name);
	rmSync(place.ledgers.locate(`${name}.fights`), { force: true });
}
function listIn(place) {
	try {
		return readdirSync(place.root.locate("."), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map((entry) => entry.name).sort();
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", place.root.path, cause);
	}
}
export { findOrphans, removeOrphan };
