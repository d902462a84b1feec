import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { join } from "node:path";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
/**
* Reads one file of a directory that somebody else may write to; `undefined` where there is nothing of that name.
* @param maxBytes bytes at most
* @param overBound the fault for a file over the bound, where the bound is of more than this one file
* @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does;
* `FILE_UNREADABLE`, also for a file over the bound
*/
function readFileIn(directory, name, maxBytes, overBound = (path) => tooLarge(path, maxBytes)) {
	let path = () => join(directory.path, name), flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, descriptor;
	try {
		descriptor = openSync(directory.locate(name), flags);
		let status = fstatSync(descriptor);
		if (!status.isFile()) throw notAFile(path());
		let bytes = readUpTo(descriptor, status.size, maxBytes);
		if (!bytes) throw overBound(path());
		return {
			bytes,
			mode: status.mode & 4095,
			owner: {
				uid: status.uid,
				gid: status.gid
			}
		};
	} catch (cause) {
		let code = cause.code;
		if (code === "ENOENT") return;
		throw code === "ELOOP" ? linked(path()) : code === "ENXIO" ? notAFile(path()) : fileFault("FILE_UNREADABLE", path(), cause);
	} finally {
		descriptor !== void 0 && closeSync(descriptor);
	}
}
/**
* Reads to the end, or gives `undefined` past the bound: the size in the status is a first guess, not a promise. A
* read that gives less than there was room for has met the end, except in files that claim to be empty.
*/
function readUpTo(descriptor, size, maxBytes) {
	if (size > maxBytes) return;
	let buffer = Buffer.allocUnsafe(size + 1), length = 0;
	for (;;) {
		let read = readSync(descriptor, buffer, length, buffer.length - length, null);
		if (length += read, length > maxBytes) return;
		if (read === 0 || size > 0 && length === size) return buffer.subarray(0, length);
		length === buffer.length && (buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(length + 4096)]));
	}
}
function linked(path) {
	return new IdentikitError("PATH_LINKED", `${path} is a symbolic link where a regular file must be`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
function notAFile(path) {
	return new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, { remedy: "Remove it or move it away, then run again." });
}
function tooLarge(path, maxBytes) {
	return new IdentikitError("FILE_UNREADABLE", `${path} is larger than ${maxBytes} bytes`, { remedy: "Check that this is the file that was meant." });
}
export { readFileIn as t };
