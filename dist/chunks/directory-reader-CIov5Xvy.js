import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { n as kindOfStatus, t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
import { a as pathLimits } from "./path-BaLveIPn.js";
import { t as isTemporaryName } from "./temporary-name-Bg8pnI25.js";
import { join } from "node:path";
import { readdirSync, readlinkSync } from "node:fs";
/**
* Everything under a directory as it is: links are reported, never followed; special files are reported, never
* opened; our own temporary files are passed over.
* @throws {IdentikitError} `FILE_UNREADABLE` for what cannot be opened or is over a bound
*/
function observeDirectory(root, options = {}) {
	using directory = AnchoredDirectory.open(root);
	return observeIn(directory, options);
}
/** {@link observeDirectory} of a directory that is held open. */
function observeIn(directory, options = {}) {
	let walk = {
		entries: [],
		bytes: 0,
		root: directory.path,
		options
	};
	return observe(directory, "", walk), walk.entries;
}
/**
* A directory as a tree.
* @throws {IdentikitError} `ENTRY_TYPE` for a link or special file among what `keep` lets through, the faults of
* {@link observeDirectory}, and those of {@link FileTree.of}
*/
function readDirectory(root, options = {}) {
	return treeOfObserved(observeDirectory(root, {
		...options,
		withBytes: !0
	}), root);
}
/**
* What was observed, with bytes, as a tree.
* @throws {IdentikitError} `ENTRY_TYPE` for anything but files and directories
*/
function treeOfObserved(entries, owner) {
	let files = [];
	for (let { path, kind, mode, bytes } of entries) if (kind !== "directory") {
		if (kind !== "file" || !bytes) throw new IdentikitError("ENTRY_TYPE", `${owner}: ${JSON.stringify(path)} is a ${kind}, not a regular file`, { remedy: "Replace it by a regular file." });
		files.push({
			path,
			mode,
			bytes
		});
	}
	return FileTree.of(files, owner);
}
function observe(directory, prefix, walk) {
	let { keep, maxEntries = 1e5 } = walk.options;
	for (let child of list(directory)) {
		let path = prefix + child.name, kind = kindOfStatus(child);
		if (!(isTemporaryName(child.name) || keep && !keep(path, kind))) {
			if (child.name.includes("�")) throw notUtf8(join(walk.root, path));
			if (walk.entries.length >= maxEntries) throw tooMuch(walk.root, `more than ${maxEntries} entries`);
			if (kind === "directory") descend(directory, child.name, path, walk);
			else if (kind === "file") walk.entries.push(readFile(directory, child.name, path, walk));
			else {
				let target = kind === "symlink" ? { target: readLink(directory, child.name) } : {};
				walk.entries.push({
					path,
					kind,
					mode: 511,
					...target
				});
			}
		}
	}
}
function descend(parent, name, path, walk) {
	if (path.split("/").length >= pathLimits.depth) throw tooMuch(walk.root, `deeper than ${pathLimits.depth} levels`);
	using below = parent.enter(name);
	if (!below) return;
	let { mode, uid, gid } = below.status();
	walk.entries.push({
		path,
		kind: "directory",
		mode,
		owner: {
			uid,
			gid
		}
	}), observe(below, `${path}/`, walk);
}
function readFile(directory, name, path, walk) {
	let { maxBytes = 268435456, withBytes = !1 } = walk.options, file = readFileIn(directory, name, maxBytes - walk.bytes, () => tooMuch(walk.root, `more than ${maxBytes} bytes`));
	if (!file) throw fileFault("FILE_UNREADABLE", join(walk.root, path), { code: "ENOENT" });
	let { bytes, mode, owner } = file;
	walk.bytes += bytes.length;
	let entry = {
		path,
		kind: "file",
		mode,
		digest: digestOf(bytes),
		owner
	};
	return withBytes ? {
		...entry,
		bytes
	} : entry;
}
function readLink(directory, name) {
	try {
		return readlinkSync(directory.locate(name));
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", join(directory.path, name), cause);
	}
}
function list(directory) {
	try {
		return readdirSync(directory.locate("."), { withFileTypes: !0 });
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory.path, cause);
	}
}
function tooMuch(root, bound) {
	return new IdentikitError("FILE_UNREADABLE", `${root} holds ${bound}`, { remedy: "Name the directory that holds the template itself, or take out what does not belong to it." });
}
function notUtf8(path) {
	return new IdentikitError("PATH_UNSAFE", `${JSON.stringify(path)} has a name that is not valid UTF-8`, { remedy: "Rename the file." });
}
export { treeOfObserved as i, observeIn as n, readDirectory as r, observeDirectory as t };
