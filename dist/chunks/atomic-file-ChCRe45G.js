import "./rolldown-runtime-DqgWs3Hx.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { t as StagedFile } from "./staged-file-Cvdd886a.js";
import { n as newTemporaryName, t as isTemporaryName } from "./temporary-name-Bg8pnI25.js";
import { basename, dirname, join } from "node:path";
import { linkSync, lstatSync, readdirSync, rmSync } from "node:fs";
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
export { writeFileIn as a, writeFileAtomically as i, sweepAbandoned as n, sweepTemporaries as r, createFileIn as t };
