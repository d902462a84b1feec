import { codeOf } from "../start/faces.js";
import { pause } from "./fault.js";
import { OutputStream, fileFault, isStream, makeDirectories } from "./tree.js";
import { dirname } from "node:path";
import { closeSync, constants, openSync } from "node:fs";
import { open } from "node:fs/promises";
// src/events/event-file.ts
/**
* Appends events to a file as JSON lines. Each line is one write to a file opened for appending, so that lines of
* several processes do not mix. A device, a FIFO or standard output is written into.
*/
var EventFile = class {
	#stream;
	/**
	* @param path made where it is missing, with the directories above it
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE`
	*/
	constructor(path) {
		if (!isStream(path)) makeEmptyFile(path);
		this.#stream = new OutputStream(path);
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	emit(event) {
		this.#stream.write(Buffer.from(`${JSON.stringify(event)}\n`));
	}
	[Symbol.dispose]() {
		this.#stream[Symbol.dispose]();
	}
};
function makeEmptyFile(path) {
	try {
		makeDirectories(dirname(path), 493);
		closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK, 420));
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", path, cause);
	}
}
// src/events/event-sink.ts
/** For runs that nobody watches. */
const noEvents = { emit: () => {} };
/** Gives each event to all of several sinks. */
function toAll(...sinks) {
	return { emit: (event) => {
		for (const sink of sinks) sink.emit(event);
	} };
}
// src/events/event-tail.ts
const pollMs = 200;
const chunkBytes = 65536;
/** A longer line is no event of ours, and is passed over. */
const maxLineBytes = 1048576;
const lineFeed = 10;
/**
* The events of a file, those that are there and then those that are appended, until `signal` is aborted. A file that
* does not exist yet is waited for; one that became shorter was begun anew, and is read from its start.
* @throws {IdentikitError} `FILE_UNREADABLE`
*/
async function* tailEvents(file, { after, signal }) {
	let at = after ?? await sizeOf(file);
	let skipping = at > 0 && !await isLineStart(file, at);
	while (!signal.aborted) {
		const size = await sizeOf(file);
		if (size < at) {
			at = 0;
			skipping = false;
		}
		const chunk = size > at ? await readAt(file, at) : Buffer.alloc(0);
		const end = chunk.lastIndexOf(lineFeed) + 1;
		for (let start = 0; start < end;) {
			const next = chunk.indexOf(lineFeed, start) + 1;
			const parsed = skipping ? void 0 : parse(chunk.subarray(start, next), at + next);
			skipping = false;
			start = next;
			if (parsed) yield parsed;
		}
		at += end;
		if (end === 0 && chunk.length >= maxLineBytes) {
			at += chunk.length;
			skipping = true;
		} else if (end === 0) await pause(pollMs, signal).catch(() => {});
	}
}
function parse(line, id) {
	try {
		const { event, ...data } = JSON.parse(line.toString());
		return typeof event === "string" && /^\w+$/.test(event) ? {
			id,
			event,
			data: JSON.stringify(data)
		} : void 0;
	} catch {
		return;
	}
}
async function sizeOf(file) {
	return await withFile(file, async (handle) => (await handle.stat()).size) ?? 0;
}
async function isLineStart(file, at) {
	const byte = await withFile(file, (handle) => handle.read({
		buffer: Buffer.alloc(1),
		position: at - 1
	}));
	return byte?.bytesRead === 1 && byte.buffer[0] === lineFeed;
}
/** A piece of the file, made larger until a whole line is in it or it is longer than any. */
async function readAt(file, position) {
	for (let length = chunkBytes;; length *= 4) {
		const read = await withFile(file, (handle) => handle.read({
			buffer: Buffer.alloc(length),
			position
		}));
		const chunk = read ? read.buffer.subarray(0, read.bytesRead) : Buffer.alloc(0);
		if (chunk.length < length || length >= maxLineBytes || chunk.includes(lineFeed)) return chunk;
	}
}
async function withFile(file, use) {
	try {
		await using handle = await open(file, "r");
		return await use(handle);
	} catch (cause) {
		if (codeOf(cause) === "ENOENT") return void 0;
		throw fileFault("FILE_UNREADABLE", file, cause);
	}
}
export { EventFile, noEvents, tailEvents, toAll };
