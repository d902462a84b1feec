import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { i as foldPath, n as checkPath, r as comparePaths, t as ancestorsOf } from "./path-BaLveIPn.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { createHash } from "node:crypto";
/**
* The paths of one archive, commit or tree, claimed one by one: refuses a path that is unsafe, or that is another
* path on some file system (same after case folding or Unicode normalisation, a file where a directory is needed).
*/
var PathClaims = class {
	#owner;
	#files = /* @__PURE__ */ new Map();
	#directories = /* @__PURE__ */ new Map();
	#known = /* @__PURE__ */ new Set();
	/** @param owner what the paths belong to, for messages: "archive x.tar.gz" */
	constructor(owner) {
		this.#owner = owner;
	}
	/**
	* Claims a path for anything that is no directory.
	* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`, `PATH_COLLIDES`
	*/
	file(path) {
		checkPath(path, this.#owner);
		let key = foldPath(path), other = this.#files.get(key) ?? this.#directories.get(key);
		if (other !== void 0) throw this.#collision(other, path);
		this.#files.set(key, path);
		for (let above of ancestorsOf(path)) this.#claimDirectory(above);
	}
	/** Claims a path for a directory; the same directory may be claimed again. */
	directory(path) {
		checkPath(path, this.#owner);
		for (let above of ancestorsOf(path)) this.#claimDirectory(above);
		this.#claimDirectory(path);
	}
	#claimDirectory(path) {
		if (this.#known.has(path)) return;
		let key = foldPath(path), other = this.#files.get(key) ?? this.#directories.get(key);
		if (other !== void 0 && other !== `${path}/`) throw this.#collision(other, `${path}/`);
		this.#directories.set(key, `${path}/`), this.#known.add(path);
	}
	#collision(one, other) {
		let message = `${this.#owner}: ${JSON.stringify(one)} and ${JSON.stringify(other)} are one path on some file system`;
		return new IdentikitError("PATH_COLLIDES", message, { remedy: "Rename one of the two where it is written; nothing was changed." });
	}
}, FileTree = class FileTree {
	static empty = new FileTree(/* @__PURE__ */ new Map());
	#files;
	#digest;
	constructor(files) {
		this.#files = files;
	}
	/**
	* Makes a tree of files in any order.
	* @param owner what the files come from, for messages
	* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`; `PATH_COLLIDES` where two paths are one after case
	* folding or Unicode normalisation, or a file stands where a directory is needed
	*/
	static of(files, owner) {
		let sorted = [...files].sort((a, b) => comparePaths(a.path, b.path)), claims = new PathClaims(owner);
		for (let { path } of sorted) claims.file(path);
		return new FileTree(new Map(sorted.map((file) => [file.path, freeze(file)])));
	}
	/** {@link treeDigest} of the files. Independent of order, clock, umask and compression. */
	get digest() {
		return this.#digest ??= treeDigest(this), this.#digest;
	}
	/** How many files there are. */
	get size() {
		return this.#files.size;
	}
	/** Bytes of all files together. */
	get byteLength() {
		let total = 0;
		for (let file of this) total += file.bytes.length;
		return total;
	}
	get(path) {
		return this.#files.get(path);
	}
	/** The files in byte order of their paths. */
	[Symbol.iterator]() {
		return this.#files.values();
	}
	/** The files for which `keep` says yes; paths stay as they are. */
	select(keep) {
		return new FileTree(new Map([...this.#files].filter(([path]) => keep(path))));
	}
	/** What stands under a directory of the tree, with paths relative to it. */
	subtree(directory) {
		let prefix = `${directory}/`, below = [...this].filter(({ path }) => path.startsWith(prefix));
		return new FileTree(new Map(below.map((file) => [file.path.slice(prefix.length), {
			...file,
			path: file.path.slice(prefix.length)
		}])));
	}
};
/**
* SHA-256 over the lines `100644 <sha256 of the bytes> <path>` (100755 for executables), each ended by a line feed,
* after the line `identikit-tree/v1`. Paths have no line feed, so the lines cannot be read two ways.
* @param files in byte order of their paths
*/
function treeDigest(files) {
	let hash = createHash("sha256").update("identikit-tree/v1\n");
	for (let { mode, digest, path } of files) hash.update(`100${mode.toString(8)} ${digest.slice(7)} ${path}\n`);
	return `sha256:${hash.digest("hex")}`;
}
function freeze(file) {
	let mode = (file.mode ?? 420) & 64 ? 493 : 420;
	return Object.freeze({
		path: file.path,
		mode,
		bytes: file.bytes,
		digest: digestOf(file.bytes)
	});
}
export { treeDigest as n, PathClaims as r, FileTree as t };
