import { AnchoredDirectory, clearLeftoversBelow, comparePaths, observeIn, planSync } from "./tree.js";
import { laidOutBy, layOut, readLedger, readTemplateLock, stateDirectory, writeTemplateLock } from "./template.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { basename, dirname, join } from "node:path";
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
// src/template/update-lock.ts
function toLock(entry, policy, revision, tree, prompts) {
	const files = Object.fromEntries([...tree].map((file) => [file.path, file.digest]));
	const commit = revision?.commit ?? null;
	return {
		repo: entry.repo,
		ref: entry.ref ?? null,
		...entry.path === void 0 ? {} : { path: entry.path },
		commit,
		treeDigest: tree.digest,
		policy: policy.name,
		...policy.promptFiles ? { prompts: [...prompts] } : {},
		files
	};
}
async function updateLockFile(before, fetched, options) {
	const { lockFile, updateLock, log, signal } = options;
	const changed = nextLock(before, fetched, options) !== void 0;
	if (!updateLock) {
		for (const name of fetched.keys()) if (before.has(name)) log.warn(`${name} is not what identikit.lock says; --update-lock records it`);
	}
	if (!changed || options.dryRun) return changed;
	const place = basename(lockFile);
	const held = join(dirname(lockFile), stateDirectory, `${place}.lock`);
	using _lock = await ExclusiveLock.acquire(held, {
		place,
		signal
	});
	const next = nextLock(readTemplateLock(lockFile), fetched, options);
	if (next) writeTemplateLock(lockFile, next);
	return next !== void 0;
}
function nextLock(lock, fetched, { updateLock, manifest }) {
	const next = new Map(lock);
	for (const [name, entry] of fetched) if (updateLock || !lock.has(name)) next.set(name, entry);
	if (updateLock) {
		const known = new Set(manifest.workspaceTemplates.map((entry) => entry.name));
		for (const name of lock.keys()) if (!known.has(name)) next.delete(name);
	}
	return next.size !== lock.size || [...next].some(([name, entry]) => lock.get(name) !== entry) ? next : void 0;
}
export { deliverInto, identitySuffix, stageIdentity, toLock, updateLockFile };
