import { IdentikitError, codeOf, sqliteCodeOf } from "../start/faces.js";
import { pause } from "./fault.js";
import { AnchoredDirectory, fileFault, lockHolder } from "./tree.js";
import { basename, dirname } from "node:path";
import { closeSync, constants, lstatSync, openSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
// src/tree/exclusive-lock.ts
const pollMs = 50;
var ExclusiveLock = class ExclusiveLock {
	#file;
	#database;
	constructor(file, database) {
		this.#file = file;
		this.#database = database;
	}
	static async acquire(file, options) {
		const { waitMs = 3e4, signal, place } = options;
		for (let waited = 0;; waited += pollMs) {
			const made = makeLockFile(file);
			const database = made && lockFile(file, made);
			if (database) return new ExclusiveLock(file, database);
			if (waited >= waitMs) throw held(place, file, made);
			await pause(pollMs, signal);
		}
	}
	remove() {
		try {
			using directory = AnchoredDirectory.open(dirname(this.#file));
			rmSync(directory.locate(basename(this.#file)), { force: true });
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.#file, cause);
		} finally {
			this[Symbol.dispose]();
		}
	}
	[Symbol.dispose]() {
		this.#database.close();
	}
};
function makeLockFile(file) {
	using directory = AnchoredDirectory.make(dirname(file));
	const path = directory.locate(basename(file));
	try {
		closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 420));
	} catch (cause) {
		if (codeOf(cause) !== "EEXIST") throw fileFault("FILE_UNWRITABLE", file, cause);
	}
	const status = lstatSync(path, { throwIfNoEntry: false });
	if (status?.isFile() === false) throw linked(file);
	return status;
}
function lockFile(file, made) {
	const database = open(file);
	try {
		if (tryLock(database, file) && isSameFile(file, made)) return database;
	} catch (cause) {
		database.close();
		if (isSameFile(file, made)) throw cause;
		return;
	}
	database.close();
}
function isSameFile(file, { dev, ino }) {
	const now = lstatSync(file, { throwIfNoEntry: false });
	if (now?.isFile() === false) throw linked(file);
	return now?.dev === dev && now.ino === ino;
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
		database.exec("BEGIN EXCLUSIVE");
		return true;
	} catch (cause) {
		if (sqliteCodeOf(cause) === 5) return false;
		throw fileFault("FILE_UNWRITABLE", file, cause);
	}
}
function held(place, file, identity) {
	const holder = identity && lockHolder(identity.ino);
	const who = holder === void 0 ? "" : `process ${holder}, `;
	return new IdentikitError("LOCK_HELD", `${place} is in use by another run (${who}lock ${file})`, {
		remedy: "Wait for it to end; a run that was killed holds nothing.",
		retry: { kind: "later" }
	});
}
function linked(file) {
	return new IdentikitError("PATH_LINKED", `${file} is not the regular lock file that it must be`, { remedy: "Remove it and run again; nothing was written." });
}
export { ExclusiveLock };
