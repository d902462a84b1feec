import { t as fileFault } from "./file-fault-D9frYiGs.js";
import "./anchored-directory-zo0cLFo8.js";
import { t as StagedFile } from "./staged-file-Cvdd886a.js";
import { r as comparePaths, t as ancestorsOf } from "./path-BaLveIPn.js";
import { a as writeFileIn, r as sweepTemporaries } from "./atomic-file-ChCRe45G.js";
import { r as modeDiffers } from "./compare-DsY7ZTJ2.js";
import { join } from "node:path";
import { lstatSync, readdirSync, rmSync, rmdirSync } from "node:fs";
/** {@link applySync} under a directory that is held open. */
function applySyncIn(directory, plan, options = {}) {
	sweepTemporaries(directory);
	for (let path of plan.remove) options.signal?.throwIfAborted(), removeIn(directory, path.split("/"));
	let base = {
		name: "",
		directory,
		written: !1
	}, at = [];
	try {
		for (let file of plan.write) {
			options.signal?.throwIfAborted();
			let segments = file.path.split("/"), name = segments.pop();
			moveTo(base, at, segments, options);
			let parent = at.at(-1) ?? base;
			parent.directory.isNew || rmdirIfEmpty(parent.directory, name), writeFileIn(parent.directory, name, file.bytes, writeOptions(file, options)), parent.written = !0;
		}
		finish([base, ...at], options);
	} finally {
		close(at);
	}
}
/**
* As {@link applySyncIn}, where the disk is waited for once for many files rather than once for each. Each file is
* still replaced whole, and a run that was stopped is completed by the next.
*/
async function applyBatchedIn(directory, plan, options = {}) {
	applySyncIn(directory, {
		...plan,
		write: []
	}, options);
	for (let at = 0; at < plan.write.length; at += 16) options.signal?.throwIfAborted(), await applyBatch(directory, plan.write.slice(at, at + 16), options);
}
async function applyBatch(directory, files, options) {
	let { sync = !0 } = options;
	using open = new DisposableStack();
	let directories = /* @__PURE__ */ new Map([["", {
		name: "",
		directory,
		written: !1
	}]]), staged = files.map((file) => {
		let [name, parent] = enterParent(directories, file.path, {
			...options,
			open
		});
		return parent.directory.isNew || rmdirIfEmpty(parent.directory, name), parent.written = !0, open.use(StagedFile.write(parent.directory, name, file.bytes, writeOptions(file, options)));
	});
	sync && await Promise.all(staged.map((file) => file.sync()));
	for (let file of staged) file.commit();
	let written = [...directories.values()].filter((each) => each.written);
	sync === !0 && await Promise.all(written.map((each) => each.directory.syncLater()));
}
/** The name of a path in its directory, with that directory, which stays open as long as its batch. */
function enterParent(directories, path, options) {
	let parent = directories.get(""), name = path.slice(path.lastIndexOf("/") + 1);
	for (let above of ancestorsOf(path)) {
		let next = directories.get(above);
		next || (next = enterFrom(parent, above.slice(above.lastIndexOf("/") + 1), options), options.open.use(next.directory), directories.set(above, next)), parent = next;
	}
	return [name, parent];
}
function writeOptions(file, { sync = !0, owner, modes }) {
	return {
		mode: modes?.file ?? file.mode,
		sync: sync && "content",
		...owner ? { owner } : {}
	};
}
/**
* Clears away what a killed run may have left in the directories above some paths: temporary files, and directories
* that it emptied. Links are passed over. The caller holds the lock of the place.
*/
function clearLeftovers(root, paths) {
	let directories = new Set([...paths].flatMap(ancestorsOf));
	sweepTemporaries(root);
	for (let path of [...directories].sort(comparePaths).reverse()) clearIn(root, path.split("/"));
}
function clearIn(directory, segments) {
	let [name, ...rest] = segments;
	if (directory.kindOf(name) !== "directory") return;
	using below = directory.enter(name);
	below && (rest.length > 0 ? clearIn(below, rest) : (sweepTemporaries(below), rmdirIfEmpty(directory, name)));
}
/**
* Clears away what a killed run may have left anywhere below a directory: temporary files, and directories that are
* empty without them, itself included. Links are passed over. The caller holds the lock of the place.
*/
function clearLeftoversBelow(parent, name) {
	if (parent.kindOf(name) !== "directory") return;
	using directory = parent.enter(name);
	if (directory) {
		sweepTemporaries(directory);
		for (let entry of readdirSync(directory.locate("."), { withFileTypes: !0 })) entry.isDirectory() && clearLeftoversBelow(directory, entry.name);
		rmdirIfEmpty(parent, name);
	}
}
/** Keeps the common ancestors of two neighbouring files open instead of opening them again. */
function moveTo(base, at, segments, options) {
	let common = 0;
	for (; common < at.length && at[common]?.name === segments[common];) common++;
	finish(at.slice(common), options), close(at.splice(common));
	for (let name of segments.slice(common)) at.push(enterFrom(at.at(-1) ?? base, name, options));
}
function enterFrom(parent, name, { modes, owner }) {
	let directory = parent.directory.enterOrMake(name, modes?.directory);
	return directory.isNew ? (parent.written = !0, owner && giveTo(directory, owner)) : sweepTemporaries(directory), {
		name,
		directory,
		written: !1
	};
}
/** Brings what was put into directories to the disk, once for each. */
function finish(open, { sync = !0 }) {
	for (let { directory, written } of open) sync === !0 && written && directory.sync();
}
function giveTo(directory, owner) {
	directory.status().uid !== owner.uid && directory.setOwner(owner);
}
function close(open) {
	for (let { directory } of open) directory[Symbol.dispose]();
}
function removeIn(directory, segments) {
	let [name, ...rest] = segments;
	try {
		if (sweepTemporaries(directory), rest.length === 0) {
			rmSync(directory.locate(name), { force: !0 });
			return;
		}
		using below = directory.enter(name);
		if (!below) return;
		removeIn(below, rest), rmdirIfEmpty(directory, name);
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(directory.path, ...segments), cause);
	}
}
function rmdirIfEmpty(parent, name) {
	if (lstatSync(parent.locate(name), { throwIfNoEntry: !1 })?.isDirectory()) try {
		rmdirSync(parent.locate(name));
	} catch (cause) {
		let code = cause.code ?? "";
		if (![
			"ENOTEMPTY",
			"EEXIST",
			"ENOENT",
			"ENOTDIR"
		].includes(code)) throw fileFault("FILE_UNWRITABLE", join(parent.path, name), cause);
	}
}
/**
* Decides what to write and what to remove. Purely: nothing is read or written.
* @param owned says whether a path that the tree lacks is ours to remove; everything else is left alone
*/
function planSync(want, have, owned) {
	let seen = /* @__PURE__ */ new Map(), remove = [];
	for (let entry of have) seen.set(entry.path, entry), entry.kind !== "directory" && !want.get(entry.path) && owned(entry.path) && remove.push(entry.path);
	let write = [...want].filter((file) => differs(file, seen.get(file.path)));
	return {
		write,
		remove: remove.sort(comparePaths).reverse(),
		unchanged: want.size - write.length
	};
}
function differs(want, have) {
	return have?.kind !== "file" || have.digest !== want.digest || modeDiffers(want.mode, have.mode);
}
export { clearLeftoversBelow as a, clearLeftovers as i, applyBatchedIn as n, applySyncIn as r, planSync as t };
