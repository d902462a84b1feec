import { codeOf } from "../start/faces.js";
import { pause } from "./fault.js";
import { OutputStream, fileFault, isStream, makeDirectories } from "./tree.js";
import { dirname } from "node:path";
import { closeSync, constants, openSync } from "node:fs";
import { open } from "node:fs/promises";
// src/events/event-file.ts
var EventFile = class {
	#stream;
	constructor(path) {
		if (!isStream(path)) makeEmptyFile(path);
		this.#stream = new OutputStream(path);
	}
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
const noEvents = { emit: () => {} };
function toAll(...sinks) {
	return { emit: (event) => {
		for (const sink of sinks) sink.emit(event);
	} };
}
// src/events/event-tail.ts
const pollMs = 200;
const chunkBytes = 65536;
const maxLineBytes = 1048576;
const lineFeed = 10;
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
