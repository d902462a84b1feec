import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { basename, dirname } from "node:path";
import { closeSync, constants, lstatSync, openSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
/**
* One writer at a time at a place, across processes. The lock is SQLite's own lock on a file: the kernel lets go
* of it when its holder dies, however it dies, so there is no stale lock to break and no age to guess.
*/
var ExclusiveLock = class ExclusiveLock {
	#database;
	constructor(database) {
		this.#database = database;
	}
	/**
	* Waits for the lock and takes it.
	* @param file where the lock lives; made if missing, empty, and left there
	* @throws {IdentikitError} `LOCK_HELD` after the wait; `PATH_LINKED` where a link stands at the name;
	* `FILE_UNWRITABLE`
	*/
	static async acquire(file, options) {
		let { waitMs = 3e4, signal, place } = options, made = makeLockFile(file), database = open(file);
		try {
			for (let waited = 0; !tryLock(database, file); waited += 50) {
				if (waited >= waitMs) throw held(place, file, made);
				await setTimeout(50, void 0, signal ? { signal } : {});
			}
			if (!isSameFile(file, made)) throw linked(file);
			return new ExclusiveLock(database);
		} catch (cause) {
			throw database.close(), cause;
		}
	}
	[Symbol.dispose]() {
		this.#database.close();
	}
};
/**
* SQLite would follow a link at the name, and make the file that it points to: so the file is made here. One that
* is there is not opened, since a close drops every lock that this process already has on it.
*/
function makeLockFile(file) {
	using directory = AnchoredDirectory.make(dirname(file));
	let path = directory.locate(basename(file));
	try {
		closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 420));
	} catch (cause) {
		if (cause.code !== "EEXIST") throw fileFault("FILE_UNWRITABLE", file, cause);
	}
	let status = lstatSync(path, { throwIfNoEntry: !1 });
	if (!status?.isFile()) throw linked(file);
	return status;
}
function isSameFile(file, { dev, ino }) {
	let now = lstatSync(file, { throwIfNoEntry: !1 });
	return now?.isFile() === !0 && now.dev === dev && now.ino === ino;
}
function open(file) {
	try {
		return new DatabaseSync(file, { timeout: 0 });
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", file, cause);
	}
}
function tryLock(database, file) {
	try {
		return database.exec("BEGIN EXCLUSIVE"), !0;
	} catch (cause) {
		if (cause.errcode === 5) return !1;
		throw fileFault("FILE_UNWRITABLE", file, cause);
	}
}
function held(place, file, identity) {
	let holder = holderOf(identity), who = holder === void 0 ? "" : `process ${holder}, `;
	return new IdentikitError("LOCK_HELD", `${place} is in use by another run (${who}lock ${file})`, {
		remedy: "Wait for it to end; a run that was killed holds nothing.",
		retry: { kind: "later" }
	});
}
/** The process that has a lock on a file, where the kernel says so (Linux; not across containers). */
function holderOf({ ino }) {
	try {
		let line = readFileSync("/proc/locks", "utf8").split("\n").find((each) => /POSIX\s+ADVISORY\s+WRITE/.test(each) && each.includes(`:${ino} `)), holder = line && /WRITE\s+(\d+)/.exec(line)?.[1];
		return holder === "0" ? void 0 : holder;
	} catch {
		return;
	}
}
function linked(file) {
	return new IdentikitError("PATH_LINKED", `${file} is not the regular lock file that it must be`, { remedy: "Remove it and run again; nothing was written." });
}
export { ExclusiveLock as t };
