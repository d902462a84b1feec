import { AnchoredDirectory, clearLeftoversBelow, comparePaths, observeIn } from "./tree.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { layOut, readLedger, stateDirectory } from "./template.js";
import { join } from "node:path";
// src/template/deliver.ts
/**
* Makes `<into>/<name>/` hold the assets, and keeps what Identikit did not write. The ledger lies beside the directory, so
* that the directory holds the assets alone. A run that is killed is completed by the next.
* @throws {IdentikitError} `LOCK_HELD`, `PATH_LINKED`, `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `DOCUMENT_INVALID`
*/
async function deliverInto(into, assets, { signal, prune = false }) {
	const { name } = assets.origin;
	using root = AnchoredDirectory.make(into);
	using state = root.enterOrMake(stateDirectory);
	const options = {
		place: `${into}/${name}`,
		signal
	};
	using _lock = await ExclusiveLock.acquire(`${state.path}/${name}.lock`, options);
	using directory = root.enterOrMake(name);
	const ledgerName = `${name}.json`;
	const ledger = readLedger(state, ledgerName);
	let have = [];
	const observe = () => {
		have = observeIn(directory);
		return have;
	};
	const ours = new Set(ledger?.files);
	const laidOut = await layOut({
		directory,
		state,
		ledgerName,
		ledger,
		durable: false
	}, assets, observe, (path) => prune || ours.has(path), signal);
	if (prune) {
		for (const { path, kind } of have) if (kind === "directory" && !path.includes("/")) clearLeftoversBelow(directory, path);
		return {
			...laidOut,
			foreign: []
		};
	}
	const foreign = have.filter(({ path, kind }) => kind !== "directory" && !assets.tree.get(path) && !ours.has(path)).map((entry) => entry.path).sort(comparePaths);
	return {
		...laidOut,
		foreign
	};
}
// src/template/stage-identity.ts
/** What stands after a template's name in the directory of its staged identity; no template's name can end so. */
const identitySuffix = "@identity";
/**
* Makes `<into>/<name>@identity/` hold what an image of the template holds, so that a Dockerfile copies one directory and lists no
* files.
* @param tree the identity and its marker
* @throws {IdentikitError} as {@link deliverInto} does
*/
async function stageIdentity(into, assets, tree, options) {
	const staged = assets.staged(`${assets.origin.name}${identitySuffix}`, tree);
	const { foreign } = await deliverInto(into, staged, options);
	return {
		path: join(into, staged.origin.name),
		treeDigest: tree.digest,
		files: tree.size,
		foreign
	};
}
export { deliverInto, identitySuffix, stageIdentity };
