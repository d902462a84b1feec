import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { n as newTemporaryName } from "./temporary-name-Bg8pnI25.js";
import { join } from "node:path";
import { closeSync, constants, fchmodSync, fchownSync, fstatSync, fsync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
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
	#end = 0;
	constructor(directory, name, temporary) {
		this.#directory = directory, this.#name = name, this.#temporary = directory.locate(temporary);
	}
	/**
	* An empty file, to be filled piece by piece.
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	static open(directory, name, options = {}) {
		let file = new StagedFile(directory, name, options.temporary ?? newTemporaryName());
		try {
			return file.#create(options), file;
		} catch (cause) {
			throw file[Symbol.dispose](), file.#fault(cause);
		}
	}
	/** A file with this content. @throws {IdentikitError} `FILE_UNWRITABLE` */
	static write(directory, name, bytes, options = {}) {
		let file = StagedFile.open(directory, name, options);
		try {
			return file.append(bytes), file;
		} catch (cause) {
			throw file[Symbol.dispose](), cause;
		}
	}
	/** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
	append(bytes) {
		this.replace(bytes, this.#end), this.#end += bytes.length;
	}
	/** Puts bytes in the place of others that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
	replace(bytes, position) {
		let descriptor = this.#descriptor;
		if (descriptor === void 0) throw TypeError("the file is closed");
		try {
			for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
		} catch (cause) {
			throw this.#fault(cause);
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
	#create({ mode = 420, owner }) {
		let flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, descriptor = openSync(this.#temporary, flags, mode);
		this.#descriptor = descriptor, owner && fstatSync(descriptor).uid !== owner.uid && fchownSync(descriptor, owner.uid, owner.gid), fchmodSync(descriptor, mode);
	}
	#close() {
		let descriptor = this.#descriptor;
		this.#descriptor = void 0, descriptor !== void 0 && closeSync(descriptor);
	}
	#fault(cause) {
		return fileFault("FILE_UNWRITABLE", join(this.#directory.path, this.#name), cause);
	}
};
export { StagedFile as t };
