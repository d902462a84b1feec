import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
/** The largest document that is read, in bytes. */
const maxDocumentBytes = 8388608;
/**
* Reads a text file: UTF-8, with or without a byte order mark, bounded.
* @param file the path to read
* @param name what messages call it; the path, if left out
* @throws {IdentikitError} `FILE_UNREADABLE`; `DOCUMENT_INVALID` for bytes that are not UTF-8
*/
function readText(file, name = file) {
	return decodeText(readBytes(file, name), name);
}
/**
* UTF-8 bytes as text, without a byte order mark.
* @throws {IdentikitError} `DOCUMENT_INVALID` for bytes that are not UTF-8
*/
function decodeText(bytes, name) {
	try {
		return new TextDecoder("utf-8", { fatal: !0 }).decode(bytes);
	} catch (cause) {
		throw new IdentikitError("DOCUMENT_INVALID", `${name} is not UTF-8 text`, {
			remedy: "Save the file as UTF-8.",
			cause,
			location: { file: name }
		});
	}
}
function readBytes(file, name) {
	let descriptor;
	try {
		descriptor = openSync(file, "r");
		let { size } = fstatSync(descriptor);
		if (size > 8388608) throw tooLarge(name);
		return readFileSync(descriptor);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", name, cause);
	} finally {
		descriptor !== void 0 && closeSync(descriptor);
	}
}
function tooLarge(name) {
	return new IdentikitError("FILE_UNREADABLE", `${name} is larger than ${maxDocumentBytes} bytes`, { remedy: "Check that this is the file that was meant." });
}
export { maxDocumentBytes as n, readText as r, decodeText as t };
