import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError, L as asFault } from "./foundation-QtvXJkSz.js";
import { t as ExclusiveLock } from "./exclusive-lock-DJ9X1G-t.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { n as observeIn } from "./directory-reader-CIov5Xvy.js";
import { r as comparePaths } from "./path-BaLveIPn.js";
import { i as readLedger } from "./delivery-ledger-CLZiXSTA.js";
import { n as stateDirectory } from "./delivery-place-CQHvU-3g.js";
import { s as layOut, t as readTemplate } from "./read-template-CdCT4p14.js";
import { a as writeTemplateLock, i as readTemplateLock, n as lockChange, r as lockedEntry } from "./template-lock-BLcjZvkG.js";
import { n as templateNamed } from "./template-of-D_F9TJ1k.js";
import { basename, dirname, join, resolve } from "node:path";
/**
* Makes `<into>/<name>/` hold the assets, and leaves what nobody of us wrote. The ledger lies beside the directory, so
* that the directory holds the assets alone. A run that is killed is completed by the next.
* @throws {IdentikitError} `LOCK_HELD`, `PATH_LINKED`, `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `DOCUMENT_INVALID`
*/
async function deliverInto(into, assets, signal) {
	let { name } = assets.origin;
	using root = AnchoredDirectory.make(into), state = root.enterOrMake(stateDirectory);
	let options = {
		place: `${into}/${name}`,
		signal
	};
	using _lock = await ExclusiveLock.acquire(`${state.path}/${name}.lock`, options), directory = root.enterOrMake(name);
	let ledgerName = `${name}.json`, ledger = readLedger(state, ledgerName), have = [], laidOut = await layOut({
		directory,
		state,
		ledgerName,
		ledger,
		durable: !1
	}, assets, () => (have = observeIn(directory), have), () => !0, signal), ours = new Set(ledger?.files), foreign = have.filter(({ path, kind }) => kind !== "directory" && !assets.tree.get(path) && !ours.has(path)).map((entry) => entry.path).sort(comparePaths);
	return {
		...laidOut,
		foreign
	};
}
/**
* Fetches templates, several at once, each with its own result: one failure hides no other and undoes none.
* @throws {IdentikitError} only for what makes the whole call meaningless: `TEMPLATE_UNKNOWN` for a name,
* `LOCK_INVALID` for the file, `USAGE` for options that exclude each other
*/
async function fetchTemplates(options) {
	let { manifest, names, lockFile, log, concurrency = 8 } = options;
	if (options.locked && options.updateLock) throw new IdentikitError("USAGE", "--locked and --update-lock exclude each other", { remedy: "Leave one of them out." });
	let entries = names === "all" ? manifest.workspaceTemplates : names.map((name) => templateNamed(manifest, name));
	for (let name of Object.keys(options.sources ?? {})) templateNamed(manifest, name);
	let lock = readTemplateLock(lockFile), entriesOfLock = /* @__PURE__ */ new Map(), results = await inParallel(entries, concurrency, async (entry) => {
		let progress = log.progress(`fetch ${entry.name}`);
		try {
			let { result, locked } = await fetchOne(entry, lock, options);
			return locked && entriesOfLock.set(entry.name, locked), progress.done(summary(result)), result;
		} catch (caught) {
			let fault = faultOf(entry, manifest, caught);
			return progress.done(`${entry.name} failed: ${fault.code}`, !0), {
				kind: "failed",
				name: entry.name,
				fault
			};
		}
	});
	return options.signal.throwIfAborted(), {
		results,
		lockWritten: await updateLockFile(lock, entriesOfLock, options)
	};
}
/** Several fail at once, so each says which template it was, and the manifest's line is where its fix goes. */
function faultOf(entry, manifest, caught) {
	let fault = asFault(caught), { code, message, remedy, retry } = fault, named = message.startsWith(`${entry.name}: `) || message.startsWith(`${entry.name} `);
	return new IdentikitError(code, named ? message : `${entry.name}: ${message}`, {
		remedy,
		retry,
		cause: fault,
		location: fault.location ?? {
			file: manifest.file,
			line: entry.line
		}
	});
}
async function fetchOne(entry, lock, options) {
	let { policy, into, signal } = options, pinned = options.locked ? lockedEntry(lock, entry, policy.name) : void 0, elsewhere = Object.hasOwn(options.sources ?? {}, entry.name) ? options.sources?.[entry.name] : void 0, { assets, content, revision } = await readTemplate({
		entry,
		elsewhere,
		pinned
	}, options), delivered = await deliverInto(resolve(into), assets, signal), locked = toLock(entry, policy, revision, assets.tree), change = pinned ? void 0 : lockChange(entry.name, lock.get(entry.name), locked), result = {
		kind: "fetched",
		name: entry.name,
		source: assets.origin.source,
		ref: revision?.ref ?? null,
		commit: content.commit,
		origin: content.origin,
		note: content.note,
		treeDigest: assets.digest,
		files: assets.tree.size,
		leftOut: content.leftOut,
		path: resolve(into, entry.name),
		...delivered,
		lockChange: change ?? null
	};
	return elsewhere === void 0 && change ? {
		result,
		locked
	} : { result };
}
/** A directory's commit is not locked: it may be that of the very repository which holds the lock file. */
function toLock(entry, policy, revision, tree) {
	let files = Object.fromEntries([...tree].map((file) => [file.path, file.digest])), commit = revision?.commit ?? null;
	return {
		repo: entry.repo,
		ref: entry.ref ?? null,
		commit,
		treeDigest: tree.digest,
		policy: policy.name,
		files
	};
}
async function updateLockFile(before, fetched, options) {
	let { lockFile, updateLock, log, signal } = options, changed = nextLock(before, fetched, options) !== void 0;
	if (!updateLock) for (let name of fetched.keys()) before.has(name) && log.warn(`${name} is not what identikit.lock says; --update-lock records it`);
	if (!changed) return !1;
	let place = basename(lockFile), held = join(dirname(lockFile), stateDirectory, `${place}.lock`);
	using _lock = await ExclusiveLock.acquire(held, {
		place,
		signal
	});
	let next = nextLock(readTemplateLock(lockFile), fetched, options);
	return next && writeTemplateLock(lockFile, next), next !== void 0;
}
/** What the lock file is to hold, or `undefined` where it holds just that. */
function nextLock(lock, fetched, { updateLock, manifest }) {
	let next = new Map(lock);
	for (let [name, entry] of fetched) (updateLock || !lock.has(name)) && next.set(name, entry);
	if (updateLock) {
		let known = new Set(manifest.workspaceTemplates.map((entry) => entry.name));
		for (let name of lock.keys()) known.has(name) || next.delete(name);
	}
	return next.size !== lock.size || [...next].some(([name, entry]) => lock.get(name) !== entry) ? next : void 0;
}
/** Runs one task for each item, some at a time, and gives the results in the items' order. */
async function inParallel(items, width, task) {
	let results = [], queue = items.entries();
	return await Promise.all(Array.from({ length: Math.min(width, items.length) }, async () => {
		for (let [index, item] of queue) results[index] = await task(item);
	})), results;
}
function summary({ files, source, commit, written, removed }) {
	return `${files} files from ${source} ${commit === null ? "as it stands" : `at ${commit.slice(0, 12)}`}, ${written.length + removed.length === 0 ? "unchanged" : `${written.length} written, ${removed.length} removed`}`;
}
export { fetchTemplates as t };
