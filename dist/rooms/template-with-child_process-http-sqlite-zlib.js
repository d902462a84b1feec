import { IdentikitError, asFault } from "../start/faces.js";
import { inParallel } from "./fault.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { deliverInto } from "./template-with-sqlite.js";
import { alterationsOf, lockChange, lockedEntry, readTemplateLock, stateDirectory, templateNamed, writeTemplateLock } from "./template.js";
import { readTemplate } from "./template-with-child_process-http-zlib.js";
import { basename, dirname, join, resolve } from "node:path";
// src/template/fetch.ts
/**
* Fetches templates, several at once, each with its own result: one failure hides no other and undoes none.
* @throws {IdentikitError} only for what makes the whole call meaningless: `TEMPLATE_UNKNOWN` for a name,
* `LOCK_INVALID` for the file, `USAGE` for options that exclude each other
*/
async function fetchTemplates(options) {
	const { manifest, names, lockFile, log, concurrency = 8 } = options;
	if (options.locked && options.updateLock) throw new IdentikitError("USAGE", "--locked and --update-lock exclude each other", { remedy: "Leave one of them out." });
	const entries = names === "all" ? manifest.workspaceTemplates : names.map((name) => templateNamed(manifest, name));
	for (const name of Object.keys(options.sources ?? {})) templateNamed(manifest, name);
	const lock = readTemplateLock(lockFile);
	const entriesOfLock = new Map();
	const results = await inParallel(entries, concurrency, async (entry) => {
		const progress = log.progress(`fetch ${entry.name}`);
		try {
			const { result, locked } = await fetchOne(entry, lock, options);
			if (locked) entriesOfLock.set(entry.name, locked);
			progress.done(summary(result));
			return result;
		} catch (caught) {
			const fault = faultOf(entry, manifest, caught);
			progress.done(`${entry.name} failed: ${fault.code}`, true);
			return {
				kind: "failed",
				name: entry.name,
				fault
			};
		}
	});
	options.signal.throwIfAborted();
	return {
		results,
		lockWritten: await updateLockFile(lock, entriesOfLock, options)
	};
}
/** Several fail at once, so each says which template it was, and the manifest's line is where its fix goes. */
function faultOf(entry, manifest, caught) {
	const fault = asFault(caught);
	const { code, message, remedy, retry } = fault;
	const named = message.startsWith(`${entry.name}: `) || message.startsWith(`${entry.name} `);
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
	const { policy, into, signal, prune } = options;
	const pinned = options.locked ? lockedEntry(lock, entry, policy.name) : void 0;
	const elsewhere = Object.hasOwn(options.sources ?? {}, entry.name) ? options.sources?.[entry.name] : void 0;
	const directory = resolve(into, entry.name);
	const altered = alterationsOf({
		name: entry.name,
		directory,
		locked: lock.get(entry.name),
		policy
	});
	if (options.locked && !prune && altered.length > 0) throw refuseAltered(directory, altered);
	const { assets, content, revision } = await readTemplate({
		entry,
		elsewhere,
		pinned
	}, options);
	const delivered = await deliverInto(resolve(into), assets, {
		signal,
		prune
	});
	options.fetched?.add(directory, assets);
	const locked = toLock(entry, policy, revision, assets.tree);
	const change = pinned ? void 0 : lockChange(entry.name, lock.get(entry.name), locked);
	const result = {
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
		path: directory,
		...delivered,
		restored: restoredBy(altered, delivered.written),
		lockChange: change ?? null
	};
	return elsewhere === void 0 && change ? {
		result,
		locked
	} : { result };
}
/** Of the files that were altered, those that the delivery wrote again. */
function restoredBy(altered, written) {
	const changed = new Set(altered.filter(({ code }) => code !== "FILE_EXTRA").map(({ path }) => path));
	return written.filter((path) => changed.has(path));
}
function refuseAltered(directory, altered) {
	const [first, ...others] = altered.map(({ path }) => path);
	const more = others.length > 0 ? ` and ${others.length} more` : "";
	return new IdentikitError("FETCHED_CHANGED", `${directory} holds files that were put there or changed after the fetch: ${first}${more}`, { remedy: "Look at them, then run with --prune to have exactly the template's files." });
}
/** A directory's commit is not locked: it may be that of the very repository which holds the lock file. */
function toLock(entry, policy, revision, tree) {
	const files = Object.fromEntries([...tree].map((file) => [file.path, file.digest]));
	const commit = revision?.commit ?? null;
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
	const { lockFile, updateLock, log, signal } = options;
	const changed = nextLock(before, fetched, options) !== void 0;
	if (!updateLock) {
		for (const name of fetched.keys()) if (before.has(name)) log.warn(`${name} is not what identikit.lock says; --update-lock records it`);
	}
	if (!changed) return false;
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
/** What the lock file is to hold, or `undefined` where it holds just that. */
function nextLock(lock, fetched, { updateLock, manifest }) {
	const next = new Map(lock);
	for (const [name, entry] of fetched) if (updateLock || !lock.has(name)) next.set(name, entry);
	if (updateLock) {
		const known = new Set(manifest.workspaceTemplates.map((entry) => entry.name));
		for (const name of lock.keys()) if (!known.has(name)) next.delete(name);
	}
	return next.size !== lock.size || [...next].some(([name, entry]) => lock.get(name) !== entry) ? next : void 0;
}
function summary({ files, source, commit, written, removed }) {
	return `${files} files from ${source} ${commit === null ? "as it stands" : `at ${commit.slice(0, 12)}`}, ${written.length + removed.length === 0 ? "unchanged" : `${written.length} written, ${removed.length} removed`}`;
}
export { fetchTemplates };
