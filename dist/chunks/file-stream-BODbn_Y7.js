import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { n as newTemporaryName } from "./temporary-name-Bg8pnI25.js";
import { join } from "node:path";
import { constants, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
/**
* Bytes of a regular file in chunks, read when they are asked for. A link is not followed.
* @param range the part to read; left out, the whole file
* @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
*/
async function* streamFileIn(directory, name, range = {
	start: 0,
	length: 2 ** 53 - 1
}) {
	let path = join(directory.path, name);
	await using file = await openRegular(directory, name);
	for (let at = range.start, left = range.length; left > 0;) {
		let buffer = Buffer.allocUnsafe(Math.min(262144, left)), { bytesRead } = await file.read(buffer, 0, buffer.length, at).catch((cause) => {
			throw fileFault("FILE_UNREADABLE", path, cause);
		});
		if (bytesRead === 0) return;
		at += bytesRead, left -= bytesRead, yield buffer.subarray(0, bytesRead);
	}
}
/**
* Writes a file of any size so that it appears under its name whole or not at all. Where `chunks` fails, nothing is
* left and the failure is passed on.
* @throws {IdentikitError} `FILE_UNWRITABLE`, and whatever `chunks` throws
*/
async function writeStreamIn(directory, name, chunks, { mode = 420, staging = directory } = {}) {
	let temporary = staging.locate(newTemporaryName());
	try {
		let flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
		await using file = await open(temporary, flags, mode);
		await file.chmod(mode);
		for await (let chunk of chunks) await file.writeFile(chunk);
		await file.sync(), renameSync(temporary, directory.locate(name));
	} catch (cause) {
		throw rmSync(temporary, { force: !0 }), typeof cause.syscall == "string" ? fileFault("FILE_UNWRITABLE", join(directory.path, name), cause) : cause;
	}
	directory.sync();
}
async function openRegular(directory, name) {
	let path = join(directory.path, name), file;
	try {
		let flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
		file = await open(directory.locate(name), flags);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", path, cause);
	}
	if ((await file.stat()).isFile()) return file;
	throw await file.close(), new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, { remedy: "Check the path." });
}
export { writeStreamIn as n, streamFileIn as t };
