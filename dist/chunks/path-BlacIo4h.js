import { r as invalid } from "./model--eBDUm4k.js";
/** Text up to the first NUL, as UTF-8. */
function readText(block, at, length) {
	let end = block.indexOf(0, at);
	return block.toString("utf8", at, end === -1 || end > at + length ? at + length : end);
}
/**
* A number field: octal digits between spaces and NULs, or GNU's base-256 form.
* @throws {IdentikitError} `IMAGE_INVALID` for anything else, for negative numbers and for those over 2^53
*/
function readNumber(block, at, length, place) {
	let first = block[at];
	if (first & 128) {
		if (first & 64) throw invalid(place, "an archive has a negative number in a header");
		let value = first & 63;
		for (let byte of block.subarray(at + 1, at + length)) value = value * 256 + byte;
		if (Number.isSafeInteger(value)) return value;
	} else {
		let text = block.toString("latin1", at, at + length).replace(/^[ \0]+|[ \0].*$/gs, "");
		if (/^[0-7]*$/.test(text)) return text === "" ? 0 : Number.parseInt(text, 8);
	}
	throw invalid(place, "an archive has a malformed number in a header");
}
/**
* Pax records: `<length> key=value\n`, where the length counts the whole record. A record with an empty value takes
* an earlier one back.
* @throws {IdentikitError} `IMAGE_INVALID`
*/
function parsePax(bytes, place) {
	let records = /* @__PURE__ */ new Map();
	for (let at = 0; at < bytes.length;) {
		let space = bytes.indexOf(32, at), digits = bytes.toString("latin1", at, space === -1 ? at : space), end = at + (/^[1-9][0-9]{0,6}$/.test(digits) ? Number(digits) : 0), equals = bytes.indexOf(61, space);
		if (end <= space || end > bytes.length || bytes[end - 1] !== 10 || equals === -1 || equals >= end) throw invalid(place, "an archive has a malformed pax record");
		let key = bytes.toString("utf8", space + 1, equals), value = bytes.toString("utf8", equals + 1, end - 1);
		if ((key === "path" || key === "linkpath") && value.includes("\0")) throw invalid(place, "an archive has a path with NUL in a pax record");
		value === "" ? records.delete(key) : records.set(key, value), at = end;
	}
	return records;
}
const types = {
	0: "file",
	"\0": "file",
	1: "link",
	2: "symlink",
	3: "device",
	4: "device",
	5: "directory",
	6: "fifo",
	S: "sparse"
}, bodiless = /* @__PURE__ */ new Set([
	"link",
	"symlink",
	"device",
	"directory",
	"fifo"
]);
/**
* Reads a tar stream as Go's `archive/tar` does, which all engines unpack layers with: V7, ustar, star, GNU long names,
* GNU and pax sparse files (their content is not put together), pax records. Chunks of any size are pushed in; nothing but
* one header is kept.
*/
var TarParser = class {
	#handler;
	#place;
	#block = Buffer.alloc(512);
	#filled = 0;
	#state = "header";
	#left = 0;
	#padding = 0;
	#body;
	#extension;
	#pax = /* @__PURE__ */ new Map();
	#longName;
	#longTarget;
	#sawZeroBlock = !1;
	/** @param place what is read, for messages */
	constructor(handler, place) {
		this.#handler = handler, this.#place = place;
	}
	/** @throws {IdentikitError} `IMAGE_INVALID` where the stream is no tar archive */
	write(chunk) {
		for (let at = 0; at < chunk.length && this.#state !== "ended";) this.#state === "header" || this.#state === "sparse-map" ? at += this.#fillBlock(chunk, at) : at += this.#consume(chunk, at);
	}
	/** True after the two blocks that end an archive. */
	get hasEnded() {
		return this.#state === "ended";
	}
	/** Bytes that come next and that nobody looks at: a reader of a file may pass over them, see {@link skip}. */
	get skippable() {
		return this.#state === "body" && !this.#body || this.#state === "padding" ? this.#left : 0;
	}
	/** Goes on as if so many of the {@link skippable} bytes had been written. */
	skip(count) {
		this.#left -= count, this.#left === 0 && this.#leave();
	}
	/** @throws {IdentikitError} `IMAGE_INVALID` where the archive was cut off */
	end() {
		let between = this.#state === "padding" || this.#state === "header" && this.#filled === 0;
		if (this.#state !== "ended" && (!between || this.#extensionPending())) throw invalid(this.#place, "an archive is cut off");
	}
	#extensionPending() {
		return this.#pax.size > 0 || this.#longName !== void 0 || this.#longTarget !== void 0;
	}
	#fillBlock(chunk, at) {
		let take = Math.min(512 - this.#filled, chunk.length - at);
		return this.#block.set(chunk.subarray(at, at + take), this.#filled), this.#filled += take, this.#filled === 512 && (this.#filled = 0, this.#state === "header" ? this.#header() : this.#block[504] === 0 && this.#enterBody()), take;
	}
	#consume(chunk, at) {
		let take = Math.min(this.#left, chunk.length - at);
		if (this.#state !== "padding") {
			let part = chunk.subarray(at, at + take);
			this.#body?.write(part), this.#extension?.parts.push(Buffer.from(part));
		}
		return this.#left -= take, this.#left === 0 && this.#leave(), take;
	}
	#leave() {
		this.#state === "padding" ? this.#state = "header" : (this.#body?.end(), this.#body = void 0, this.#extension && this.#endExtension(this.#extension), this.#extension = void 0, this.#left = this.#padding, this.#state = this.#left > 0 ? "padding" : "header");
	}
	#endExtension({ type, parts }) {
		let bytes = Buffer.concat(parts);
		type === "x" && (this.#pax = parsePax(bytes, this.#place)), type === "L" && (this.#longName = readText(bytes, 0, bytes.length)), type === "K" && (this.#longTarget = readText(bytes, 0, bytes.length));
	}
	#header() {
		let block = this.#block;
		if (block[0] === 0 && block.every((byte) => byte === 0)) {
			this.#sawZeroBlock && (this.#state = "ended"), this.#sawZeroBlock = !0;
			return;
		}
		if (this.#sawZeroBlock) throw invalid(this.#place, "an archive goes on after its end");
		this.#checkSum();
		let flag = String.fromCharCode(block[156]);
		"xgLK".includes(flag) ? this.#startExtension(flag) : this.#startEntry(flag);
	}
	#startEntry(flag) {
		let header = this.#resolveHeader(flag);
		this.#pax = /* @__PURE__ */ new Map(), this.#longName = void 0, this.#longTarget = void 0, this.#expect(header.size), this.#body = this.#handler(header), flag === "S" && this.#block[482] !== 0 ? this.#state = "sparse-map" : this.#enterBody();
	}
	#startExtension(type) {
		let size = readNumber(this.#block, 124, 12, this.#place);
		if (size > 1048576) throw invalid(this.#place, "an archive has a header over 1 MiB");
		this.#expect(size), this.#extension = {
			type,
			parts: []
		}, this.#state = "extension", size === 0 && this.#leave();
	}
	#expect(size) {
		this.#left = size, this.#padding = -size & 511;
	}
	#enterBody() {
		this.#state = "body", this.#left === 0 && this.#leave();
	}
	#resolveHeader(flag) {
		let block = this.#block, number = (key, at, length) => {
			let text = this.#pax.get(key);
			if (text === void 0) return readNumber(block, at, length, this.#place);
			if (!/^[0-9]{1,15}$/.test(text)) throw invalid(this.#place, `a pax record has ${key}=${JSON.stringify(text)}`);
			return Number(text);
		}, path = this.#longName ?? this.#pax.get("path") ?? this.#ustarPath(), type = [...this.#pax.keys()].some((key) => key.startsWith("GNU.sparse.")) ? "sparse" : types[flag] ?? "unknown";
		flag === "\0" && path.endsWith("/") && (type = "directory");
		let size = number("size", 124, 12);
		return {
			path,
			type,
			mode: readNumber(block, 100, 8, this.#place) & 4095,
			uid: number("uid", 108, 8),
			gid: number("gid", 116, 8),
			size: bodiless.has(type) ? 0 : size,
			target: this.#longTarget ?? this.#pax.get("linkpath") ?? readText(block, 157, 100)
		};
	}
	#ustarPath() {
		let block = this.#block, name = readText(block, 0, 100);
		if (block.toString("latin1", 257, 263) !== "ustar\0") return name;
		let prefix = readText(block, 345, block.toString("latin1", 508, 512) === "tar\0" ? 131 : 155);
		return prefix === "" ? name : `${prefix}/${name}`;
	}
	#checkSum() {
		let block = this.#block, stored = readNumber(block, 148, 8, this.#place), unsigned = 256, signed = unsigned;
		for (let at = 0; at < 512; at++) {
			if (at >= 148 && at < 156) continue;
			let byte = block[at];
			unsigned += byte, signed += byte < 128 ? byte : byte - 256;
		}
		if (stored !== unsigned && stored !== signed) throw invalid(this.#place, "it is not a tar archive, or one of its headers is damaged");
	}
};
/**
* A path of a layer's archive, relative to the root and without `.` and empty segments; `""` is the root.
* @throws {IdentikitError} `IMAGE_INVALID` where it leads above the root; engines refuse such layers
*/
function cleanPath(path, place) {
	let segments = [];
	for (let segment of path.split("/")) if (segment !== "" && segment !== ".") {
		if (segment !== "..") segments.push(segment);
		else if (segments.pop() === void 0) throw invalid(place, `the entry ${JSON.stringify(path)} leads out of the image`);
	}
	return segments.join("/");
}
function joinPath(directory, name) {
	return directory === "" ? name : `${directory}/${name}`;
}
/** The directory of a path and its last name. */
function splitPath(path) {
	let slash = path.lastIndexOf("/");
	return {
		parent: path.slice(0, Math.max(slash, 0)),
		name: path.slice(slash + 1)
	};
}
/**
* The paths of an image that somebody wants to know about; everything else in a layer is passed over.
*/
var WatchedPaths = class {
	#roots = /* @__PURE__ */ new Set();
	#above = /* @__PURE__ */ new Set([""]);
	constructor(paths) {
		for (let path of paths) this.add(path);
	}
	/** Adds a path; true where it was not covered yet. */
	add(path) {
		if (this.covers(path)) return !1;
		this.#roots.add(path);
		for (let { parent } = splitPath(path); !this.#above.has(parent); {parent} = splitPath(parent)) this.#above.add(parent);
		return !0;
	}
	/** The paths that were added, in an order of their own. */
	get roots() {
		return [...this.#roots].sort();
	}
	/** True for a watched path and what is below one. */
	covers(path) {
		if (this.#roots.has(path) || this.#roots.has("")) return !0;
		for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) if (this.#roots.has(path.slice(0, slash))) return !0;
		return !1;
	}
	/** True also for what is above a watched path: it decides how one gets there. */
	concerns(path) {
		return this.#above.has(path) || this.covers(path);
	}
};
export { TarParser as a, splitPath as i, cleanPath as n, joinPath as r, WatchedPaths as t };
