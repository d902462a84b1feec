import "./rolldown-runtime-DqgWs3Hx.js";
import { t as AnchoredDirectory } from "./anchored-directory-BQ8o-l4g.js";
import { t as fileFault } from "./file-fault-hVPkJe-i.js";
import { n as newTemporaryName, t as isTemporaryName } from "./temporary-name-Bg8pnI25.js";
import { closeSync, constants, fchmodSync, fchownSync, fstatSync, fsync, fsyncSync, linkSync, lstatSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
const fsyncLater = promisify(fsync);
/**
* A file that stands complete under a temporary name, ready to take its own. Several can be staged, brought to the
* disk at once and then committed; one that was not committed is removed when it is disposed of.
*/
var StagedFile = class StagedFile {
	#directory;
	#name;
	#temporary;
	#descriptor;
	#committed = !1;
	constructor(directory, name, temporary) {
		this.#directory = directory, this.#name = name, this.#temporary = directory.locate(temporary);
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	static write(directory, name, bytes, options = {}) {
		let file = new StagedFile(directory, name, options.temporary ?? newTemporaryName());
		try {
			return file.#fill(bytes, options), file;
		} catch (cause) {
			throw file[Symbol.dispose](), file.#fault(cause);
		}
	}
	/** Brings the bytes to the disk. */
	async sync() {
		try {
			this.#descriptor !== void 0 && await fsyncLater(this.#descriptor);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	/** {@link sync}, and waits for it. */
	syncNow() {
		try {
			this.#descriptor !== void 0 && fsyncSync(this.#descriptor);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	/**
	* Gives the file its name. A link at the name is replaced, never followed.
	* @param check asked right before; what it throws keeps the old file
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	commit(check) {
		try {
			this.#close(), check?.(), renameSync(this.#temporary, this.#directory.locate(this.#name)), this.#committed = !0;
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	[Symbol.dispose]() {
		this.#close(), this.#committed || rmSync(this.#temporary, { force: !0 });
	}
	#fill(bytes, { mode = 420, owner }) {
		let flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, descriptor = openSync(this.#temporary, flags, mode);
		this.#descriptor = descriptor, owner && fstatSync(descriptor).uid !== owner.uid && fchownSync(descriptor, owner.uid, owner.gid), fchmodSync(descriptor, mode);
		for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
	}
	#close() {
		let descriptor = this.#descriptor;
		this.#descriptor = void 0, descriptor !== void 0 && closeSync(descriptor);
	}
	#fault(cause) {
		return fileFault("FILE_UNWRITABLE", join(this.#directory.path, this.#name), cause);
	}
};
/**
* Writes a file so that every reader sees the old content or the new, whole: a new file in the same directory,
* synced, then renamed over the name. A link at the name is replaced, never followed. A run that is killed
* leaves at most a temporary file, which {@link sweepTemporaries} removes.
* @throws {IdentikitError} `FILE_UNWRITABLE`; the old file is then untouched
*/
function writeFileIn(directory, name, bytes, options = {}) {
	let { sync = !0, check } = options;
	using file = StagedFile.write(directory, name, bytes, options);
	sync && file.syncNow(), file.commit(check), sync === !0 && directory.sync();
}
/**
* {@link writeFileIn} for a file that must not be there yet: of several that try at once, one makes it, whole, and
* the others find it.
* @returns whether this call made it
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
function createFileIn(directory, name, bytes, options = {}) {
	let temporary = newTemporaryName();
	writeFileIn(directory, temporary, bytes, options);
	try {
		return linkSync(directory.locate(temporary), directory.locate(name)), (options.sync ?? !0) && directory.sync(), !0;
	} catch (cause) {
		if (cause.code === "EEXIST") return !1;
		throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
	} finally {
		rmSync(directory.locate(temporary), { force: !0 });
	}
}
/** {@link writeFileIn} for a path that the caller chose; directories above it are made. */
function writeFileAtomically(path, content, options) {
	using directory = AnchoredDirectory.make(dirname(path));
	let bytes = typeof content == "string" ? Buffer.from(content) : content;
	writeFileIn(directory, basename(path), bytes, options);
}
/**
* Removes what killed runs left in a directory. Call it only while holding the lock of the place: a temporary
* file of a living writer looks the same.
*/
function sweepTemporaries(directory) {
	for (let name of readdirSync(directory.locate("."))) isTemporaryName(name) && rmSync(directory.locate(name), { force: !0 });
}
/**
* Removes what killed runs left in a directory where writers need no lock: only what nobody has written to for longer
* than any living writer pauses.
* @param now the file system's own time, in milliseconds
* @param idleMs default: a day
*/
function sweepAbandoned(directory, now, idleMs = 864e5) {
	for (let name of readdirSync(directory.locate("."))) {
		if (!isTemporaryName(name)) continue;
		let status = lstatSync(directory.locate(name), { throwIfNoEntry: !1 });
		status && now - status.mtimeMs > idleMs && rmSync(directory.locate(name), { force: !0 });
	}
}
export { writeFileIn as a, writeFileAtomically as i, sweepAbandoned as n, StagedFile as o, sweepTemporaries as r, createFileIn as t };
