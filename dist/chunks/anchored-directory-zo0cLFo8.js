import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { t as makeDirectories } from "./make-directories-BaPcnKzY.js";
import { join } from "node:path";
import { closeSync, constants, existsSync, fchmodSync, fchownSync, fstatSync, fsync, fsyncSync, lstatSync, mkdirSync, openSync, realpathSync } from "node:fs";
import { promisify } from "node:util";
/**
* A directory looked at by its path, with nothing held open: the cheap way to find that there is nothing to do. Who
* swaps a parent for a link between two looks makes it see another directory; so before anything is written on what
* it saw, the same is looked at again through an `AnchoredDirectory`.
*/
var GlancedDirectory = class GlancedDirectory {
	path;
	#status;
	constructor(path, status) {
		this.path = path, this.#status = status;
	}
	/** The directory at a path whose last name is no link; `undefined` where there is nothing. */
	static at(path) {
		try {
			let status = lstatSync(path, { throwIfNoEntry: !1 });
			if (!status) return;
			if (!status.isDirectory()) throw obstacle(path, status.isSymbolicLink());
			return new GlancedDirectory(path, {
				mode: status.mode & 4095,
				uid: status.uid,
				gid: status.gid
			});
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	locate(name) {
		return `${this.path}/${name}`;
	}
	enter(name) {
		return GlancedDirectory.at(this.locate(name));
	}
	status() {
		return this.#status;
	}
	[Symbol.dispose]() {}
};
/** Says what stands where a directory must be. */
function obstacle(path, linked) {
	return new IdentikitError(linked ? "PATH_LINKED" : "ENTRY_TYPE", linked ? `${path} is a symbolic link where a directory must be` : `${path} is not a directory`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
/** The kind of what a directory lists or `lstat` describes. */
function kindOfStatus(status) {
	return status.isFile() ? "file" : status.isDirectory() ? "directory" : status.isSymbolicLink() ? "symlink" : status.isFIFO() ? "fifo" : status.isSocket() ? "socket" : "device";
}
const fsyncLater = promisify(fsync), followNoLink = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
let descriptorsAreReachable;
/**
* A directory held open, so that what is done in it happens in that very directory even when somebody swaps a
* parent for a link meanwhile. Names are entered one by one and never through a symbolic link.
*
* On Linux paths go through the open descriptor (`/proc/self/fd/N/name`, which is `openat` in all but name);
* elsewhere through the real path, checked at each step.
*/
var AnchoredDirectory = class AnchoredDirectory {
	/** The path for messages. */
	path;
	#descriptor;
	#base;
	#isNew = !1;
	constructor(path, descriptor) {
		this.path = path, this.#descriptor = descriptor, descriptorsAreReachable ??= existsSync("/proc/self/fd/0") || existsSync("/proc/self/fd"), this.#base = descriptorsAreReachable ? `/proc/self/fd/${descriptor}` : realpathSync(path);
	}
	/**
	* Opens a directory that the caller chose; links on the way to it are followed, since the choice was theirs.
	* @throws {IdentikitError} `FILE_UNREADABLE`
	*/
	static open(path) {
		try {
			return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	/**
	* As {@link open}, making the directory and those above it where they are missing.
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	static make(path, mode = 493) {
		try {
			return makeDirectories(path, mode), new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", path, cause);
		}
	}
	/** A path for one name in this directory, for calls that do not follow a link in the last place. */
	locate(name) {
		return `${this.#base}/${name}`;
	}
	/** True where there is an entry of that name, a dangling link included. */
	has(name) {
		return lstatSync(this.locate(name), { throwIfNoEntry: !1 }) !== void 0;
	}
	/** What stands at that name, not followed where it is a link; `undefined` where there is nothing. */
	kindOf(name) {
		let status = lstatSync(this.locate(name), { throwIfNoEntry: !1 });
		return status && kindOfStatus(status);
	}
	/**
	* Opens the directory of that name, or gives `undefined` where there is nothing.
	* @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does
	*/
	enter(name) {
		let path = join(this.path, name);
		try {
			return new AnchoredDirectory(path, openSync(this.locate(name), followNoLink));
		} catch (cause) {
			let code = cause.code;
			if (code === "ENOENT") return;
			throw code === "ELOOP" || code === "ENOTDIR" ? this.#obstacle(name) : fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	/** As {@link enter}, making the directory where it is missing; the umask does not lessen the mode. */
	enterOrMake(name, mode = 493) {
		let path = join(this.path, name);
		for (let made = !1;;) {
			let directory = made || this.has(name) ? this.enter(name) : void 0;
			if (directory && made && (directory.#isNew = !0, directory.status().mode !== mode && directory.setMode(mode)), directory) return directory;
			try {
				mkdirSync(this.locate(name), { mode }), made = !0;
			} catch (cause) {
				if (cause.code !== "EEXIST") throw fileFault("FILE_UNWRITABLE", path, cause);
			}
		}
	}
	/** True where {@link enterOrMake} has just made this directory, so that nothing can be in it yet. */
	get isNew() {
		return this.#isNew;
	}
	/** Permission bits and owner of this directory. */
	status() {
		let { mode, uid, gid } = fstatSync(this.#descriptor);
		return {
			mode: mode & 4095,
			uid,
			gid
		};
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	setMode(mode) {
		try {
			fchmodSync(this.#descriptor, mode);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.path, cause);
		}
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	setOwner({ uid, gid }) {
		try {
			fchownSync(this.#descriptor, uid, gid);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.path, cause);
		}
	}
	/** {@link sync}, without keeping anything else waiting. */
	async syncLater() {
		await fsyncLater(this.#descriptor);
	}
	/** Brings renames and removals in this directory to the disk. */
	sync() {
		fsyncSync(this.#descriptor);
	}
	[Symbol.dispose]() {
		closeSync(this.#descriptor);
	}
	#obstacle(name) {
		let linked = lstatSync(this.locate(name), { throwIfNoEntry: !1 })?.isSymbolicLink() ?? !0;
		return obstacle(join(this.path, name), linked);
	}
};
export { kindOfStatus as n, GlancedDirectory as r, AnchoredDirectory as t };
