import { AnchoredDirectory, clearLeftoversBelow, comparePaths, observeIn, planSync } from "./tree.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { laidOutBy, layOut, readLedger, stateDirectory } from "./template.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/template/deliver.ts
async function deliverInto(into, assets, { signal, prune = false, dryRun = false }) {
	if (dryRun) return rehearseDelivery(into, assets, prune);
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
	return {
		...laidOut,
		foreign: foreignIn(have, assets, ours)
	};
}
function rehearseDelivery(into, assets, prune) {
	const { name } = assets.origin;
	using opened = new DisposableStack();
	const root = existsSync(into) ? opened.use(AnchoredDirectory.open(into)) : void 0;
	const state = opened.use(root?.enter(stateDirectory));
	const directory = opened.use(root?.enter(name));
	const ours = new Set(state && readLedger(state, `${name}.json`)?.files);
	const have = directory ? observeIn(directory) : [];
	const plan = planSync(assets.tree, have, (path) => prune || ours.has(path));
	return {
		...laidOutBy(plan),
		foreign: prune ? [] : foreignIn(have, assets, ours)
	};
}
function foreignIn(have, assets, ours) {
	return have.filter(({ path, kind }) => kind !== "directory" && !assets.tree.get(path) && !ours.has(path)).map((entry) => entry.path).sort(comparePaths);
}
// src/template/stage-identity.ts
const identitySuffix = "@identity";
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
