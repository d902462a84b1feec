import { isUtf8 } from "node:buffer";
// src/tar/tar-fields.ts
const slash = 47;
const space = 32;
const zero = 48;
/**
* Bytes as text that keeps them apart: UTF-8 where they are, else each byte over 0x7f as the lone surrogate U+DC00 + byte,
* which no UTF-8 gives. Names are compared by bytes on Linux, and two of them must not become one. It is decided for each
* segment of a path, so that a directory has one name whatever stands below it.
*/
function textOf(bytes) {
	if (isUtf8(bytes)) return bytes.toString("utf8");
	const segments = [];
	for (let at = 0; at <= bytes.length;) {
		const next = bytes.indexOf(slash, at);
		const end = next === -1 ? bytes.length : next;
		segments.push(segmentOf(bytes.subarray(at, end)));
		at = end + 1;
	}
	return segments.join("/");
}
function segmentOf(bytes) {
	if (isUtf8(bytes)) return bytes.toString("utf8");
	const units = [...bytes].map((byte) => byte < 128 ? byte : 56320 + byte);
	return String.fromCharCode(...units);
}
/** The bytes of which {@link textOf} made a text. */
function bytesOf(text) {
	const parts = text.split("/").map((segment) => /[\udc80-\udcff]/.test(segment) && !segment.isWellFormed() ? Buffer.from([...segment].map((unit) => unit.charCodeAt(0) & 255)) : Buffer.from(segment));
	return Buffer.concat(parts.flatMap((part, number) => number === 0 ? [part] : [Buffer.of(slash), part]));
}
/** A text field: the bytes up to the first NUL. */
function readBytes(block, at, length) {
	const end = block.indexOf(0, at);
	return block.subarray(at, end === -1 || end > at + length ? at + length : end);
}
/**
* A number field as Go's `archive/tar` reads it (`parseNumeric`): octal digits between spaces and NULs, or two's
* complement in base 256. It is a `bigint` where a number would not be exact.
* @returns `undefined` for anything else, and for what does not fit 64 bits
*/
function parseNumber(block, at, length) {
	const first = block[at];
	if (!(first & 128)) return parseOctal(block, at, length);
	const isNegative = (first & 64) !== 0;
	let value = BigInt(isNegative ? first | -256 : first & 127);
	for (const byte of block.subarray(at + 1, at + length)) value = value << 8n | BigInt(byte);
	if (BigInt.asIntN(64, value) !== value) return void 0;
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value;
}
/**
* The octal form alone, which is all that a checksum may have: digits between blanks (spaces and NULs), of which the first NUL
* ends the number.
*/
function parseOctal(block, at, length) {
	const end = at + length;
	let next = at;
	while (next < end && isBlank(block[next])) next++;
	const first = next;
	let value = 0;
	for (; next < end; next++) {
		const digit = block[next] - zero;
		if (digit < 0 || digit > 7) break;
		value = value * 8 + digit;
	}
	if (next === end || block[next] === 0 && next > first) return value;
	const isOver = next > first && block[next] === space;
	while (next < end && isBlank(block[next])) next++;
	return isOver && next === end ? value : void 0;
}
function isBlank(byte) {
	return byte === space || byte === 0;
}
/** @throws the place's fault where {@link parseNumber} finds none */
function readNumber(block, at, length, place) {
	const value = parseNumber(block, at, length);
	if (value === void 0) throw place.invalid("an archive has a malformed number in a header");
	return value;
}
/** True where every byte is zero. */
function isZero(bytes) {
	for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
	return true;
}
// src/tar/pax.ts
const sparseOffset = "GNU.sparse.offset";
const sparseBytes = "GNU.sparse.numbytes";
/** Records whose value must be free of NUL; of the others only the key must. */
const texts = new Set([
	"path",
	"linkpath",
	"uname",
	"gname"
]);
const maxInteger = 2n ** 63n - 1n;
/**
* Pax records, `<length> key=value\n`, as Go's `archive/tar` reads them (`parsePAX`): the length counts the whole record.
* @throws the place's fault where Go refuses them
*/
function parseRecords(bytes, place) {
	const records = [];
	for (let at = 0; at < bytes.length;) {
		const [record, end] = parseRecord(bytes, at, place);
		records.push(record);
		at = end;
	}
	return records;
}
/**
* Records by their keys. The pairs of GNU's first sparse format are put together under `GNU.sparse.map`.
* @throws the place's fault where Go refuses the pairs
*/
function mergeRecords(records, place) {
	const merged = new Map();
	const sparse = [];
	for (const { key, value } of records) {
		if (key !== sparseOffset && key !== sparseBytes) {
			merged.set(key, value);
			continue;
		}
		if (key !== (sparse.length % 2 === 0 ? sparseOffset : sparseBytes) || value.includes(",")) throw place.invalid("an archive has a sparse map out of order in its pax records");
		sparse.push(value);
	}
	if (sparse.length > 0) merged.set("GNU.sparse.map", sparse.join(","));
	return merged;
}
function parseRecord(bytes, at, place) {
	const space = bytes.indexOf(32, at);
	const digits = space === -1 ? "" : bytes.toString("latin1", at, space);
	const length = parseInteger(digits);
	const end = at + (length ?? 0);
	const equals = bytes.indexOf(61, space + 1);
	if (!(length !== void 0 && length >= 5 && end > space + 1 && end <= bytes.length && bytes[end - 1] === 10) || equals === -1 || equals >= end - 1 || equals === space + 1) throw place.invalid("an archive has a malformed pax record");
	const key = textOf(bytes.subarray(space + 1, equals));
	const value = textOf(bytes.subarray(equals + 1, end - 1));
	if (texts.has(key) ? value.includes("\0") : key.includes("\0")) throw place.invalid("an archive has a path with NUL in a pax record");
	return [{
		length: digits,
		key,
		value
	}, end];
}
/** A whole number in the form of Go's `strconv.ParseInt` with base 10, of 64 bits; `undefined` for anything else. */
function parseInteger(text) {
	if (!/^[+-]?[0-9]+$/.test(text)) return void 0;
	const value = BigInt(text.replace(/^\+/, ""));
	return value > maxInteger || value < -maxInteger - 1n ? void 0 : Number(value);
}
/** True for a time as Go takes it (`parsePAXTime`): whole seconds, then perhaps a point and digits. */
function isPaxTime(text) {
	const [, seconds = "", rest = ""] = /^([^.]*)(.*)$/s.exec(text) ?? [];
	return parseInteger(seconds) !== void 0 && /^(\.[0-9]*)?$/.test(rest);
}
// src/tar/sparse-map.ts
/** Bytes that a map in a body may take, as in Go's `archive/tar`. */
const maxMapBytes = 1048576;
const blockBytes$1 = 512;
/** True where pax records say anything about a sparse file. */
function hasSparseRecords(pax) {
	return [...pax.keys()].some((key) => key.startsWith("GNU.sparse."));
}
/**
* A sparse file of GNU's pax formats 0.0, 0.1 and 1.0, as Go's `archive/tar` takes it (`readGNUSparsePAXHeaders`).
* @param size bytes of the entry's body
* @returns `undefined` where Go does not know the version, and reads an ordinary entry
* @throws the place's fault where Go refuses the map, here or at the end of the body
*/
function sparseFile(pax, size, place) {
	const [major = "", minor = ""] = [pax.get("GNU.sparse.major"), pax.get("GNU.sparse.minor")];
	const isInRecords = major === "0" && (minor === "0" || minor === "1") || major === "" && minor === "" && !!pax.get("GNU.sparse.map");
	if (!isInRecords && !(major === "1" && minor === "0")) return void 0;
	const stated = pax.get("GNU.sparse.size") || pax.get("GNU.sparse.realsize");
	const real = stated ? parseInteger(stated) : size;
	if (real === void 0) throw damaged(place);
	const name = pax.get("GNU.sparse.name") || void 0;
	if (!isInRecords) return {
		name,
		body: new MapInBody(size, real, place)
	};
	const numbers = pax.get("GNU.sparse.map") ? pax.get("GNU.sparse.map").split(",") : [];
	if (parseInteger(pax.get("GNU.sparse.numblocks") ?? "") !== numbers.length / 2) throw damaged(place);
	checkMap(numbers, real, size, place);
	return {
		name,
		body: {
			write: () => {},
			end: () => {}
		}
	};
}
/** Format 1.0: the map stands before the content, as lines of whole blocks. */
var MapInBody = class {
	#size;
	#real;
	#place;
	#text = "";
	#isRead = false;
	constructor(size, real, place) {
		this.#size = size;
		this.#real = real;
		this.#place = place;
	}
	write(chunk) {
		if (this.#isRead) return;
		this.#text += Buffer.from(chunk).toString("latin1");
		this.#isRead = this.#check();
		if (!this.#isRead && this.#text.length > maxMapBytes) throw damaged(this.#place);
	}
	end() {
		if (!this.#isRead) throw damaged(this.#place);
	}
	/** True where the whole map has arrived, and is one. */
	#check() {
		const lines = this.#text.split("\n");
		const count = lines.length > 1 ? parseInteger(lines[0]) : 0;
		if (count === void 0 || count < 0) throw damaged(this.#place);
		if (lines.length < 2 * count + 2) return false;
		const map = lines.slice(0, 2 * count + 1);
		const mapBytes = Math.ceil((map.join("\n").length + 1) / blockBytes$1) * blockBytes$1;
		checkMap(map.slice(1), this.#real, this.#size - mapBytes, this.#place);
		return true;
	}
};
/** Offsets and lengths in order, within the file, and as much of them as there is content. */
function checkMap(numbers, real, content, place) {
	let end = 0;
	let total = 0;
	for (let at = 0; at < numbers.length; at += 2) {
		const [offset, length] = numbers.slice(at, at + 2).map(parseInteger);
		if (offset === void 0 || length === void 0 || offset < end || length < 0) throw damaged(place);
		end = offset + length;
		total += length;
	}
	if (end > real || total !== content) throw damaged(place);
}
function damaged(place) {
	return place.invalid("an archive has a sparse file whose map is malformed");
}
// src/tar/access-list.ts
const version = 2;
/** Tags of the owner, the group and the others (`linux/posix_acl.h`), in the order in which a list must have them. */
const baseTags = [
	1,
	4,
	32
];
/**
* True for an access control list that says no more than a mode, and the same as it, or nothing at all: a version, then a
* tag, a permission and an id for each entry (`linux/posix_acl_xattr.h`).
*/
function isPlainAccessList(value, mode) {
	if (value.length === 0) return true;
	if (value.length !== 4 + baseTags.length * 8 || value.readUInt32LE(0) !== version) return false;
	return baseTags.every((tag, number) => {
		const at = 4 + number * 8;
		const permission = mode >> 6 - number * 3 & 7;
		return value.readUInt16LE(at) === tag && value.readUInt16LE(at + 2) === permission;
	});
}
// src/tar/attributes.ts
/** What engines unpack attributes from. */
const schily = "SCHILY.xattr.";
/** What libarchive writes beside it, or instead: the name percent-encoded, the value in base64. No engine reads it. */
const libarchive = "LIBARCHIVE.xattr.";
/** The attribute that holds a POSIX access control list. */
const accessList = "system.posix_acl_access";
const none = {
	set: [],
	passedOver: []
};
/**
* The attributes that pax records give an entry. An access list that says what the mode says is none: a kernel keeps only
* the mode of it.
* @param mode the entry's
*/
function attributesIn(records, mode) {
	if (records.size === 0) return none;
	const set = [];
	const passedOver = [];
	for (const [key, value] of records) {
		const name = key.startsWith(schily) ? key.slice(13) : void 0;
		if (name !== void 0 && !(name === "system.posix_acl_access" && isPlainAccessList(bytesOf(value), mode))) set.push(name);
		if (key.startsWith(libarchive)) passedOver.push(decoded(key.slice(17)));
	}
	if (set.length === 0 && passedOver.length === 0) return none;
	return {
		set: set.sort(),
		passedOver: passedOver.filter((name) => !set.includes(name)).sort()
	};
}
function decoded(name) {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
// src/tar/tar-header.ts
const types = {
	"0": "file",
	"\0": "file",
	"1": "link",
	"2": "symlink",
	"3": "device",
	"4": "device",
	"5": "directory",
	"6": "fifo",
	S: "sparse",
	g: "global"
};
const noRecords = new Map();
const bodiless = new Set([
	"link",
	"symlink",
	"device",
	"directory",
	"fifo"
]);
/**
* A header block as Go's `archive/tar` reads it (`readHeader`): V7, ustar, star and GNU, told apart by their magic.
* @throws the place's fault where Go refuses it
*/
function readHeader(block, place) {
	checkSum(block, place);
	const number = (at, length) => readNumber(block, at, length, place);
	const format = formatOf(block);
	number(136, 12);
	const device = format === "v7" ? [0, 0] : [number(329, 8), number(337, 8)];
	if (format === "star") for (const at of [476, 488]) number(at, 12);
	const prefix = prefixOf(block, format);
	const name = readBytes(block, 0, 100);
	const flag = String.fromCharCode(block[156]);
	return {
		format,
		flag,
		name: textOf(prefix.length === 0 ? name : Buffer.concat([
			prefix,
			Buffer.from("/"),
			name
		])),
		target: textOf(readBytes(block, 157, 100)),
		mode: lowBits(number(100, 8)),
		uid: Number(number(108, 8)),
		gid: Number(number(116, 8)),
		size: Number(number(124, 12)),
		isOverlayWhiteout: flag === "3" && isDeviceZero(device)
	};
}
/**
* An entry's header, with the pending ones applied as Go applies them (`mergePAX`, then GNU's long names).
* @throws the place's fault where Go refuses it, or where a body is beyond 2^53 bytes
*/
function resolveHeader(raw, pending, place) {
	const { pax = noRecords } = pending;
	const number = (key, own) => {
		const text = pax.get(key) || void 0;
		const value = text === void 0 ? own : parseInteger(text);
		if (value === void 0) throw place.invalid(`a pax record has ${key}=${JSON.stringify(text)}`);
		return value;
	};
	for (const key of [
		"atime",
		"mtime",
		"ctime"
	]) {
		const time = pax.get(key) || void 0;
		if (time !== void 0 && !isPaxTime(time)) throw place.invalid(`a pax record has ${key}=${JSON.stringify(time)}`);
	}
	const path = pending.name || pax.get("path") || raw.name;
	const type = raw.flag === "\0" && path.endsWith("/") ? "directory" : types[raw.flag] ?? "unknown";
	if (bodiless.has(type) && sparseFile(pax, 0, place)) throw place.invalid("an archive has a sparse entry that is no file");
	const stated = number("size", raw.size);
	const size = bodiless.has(type) ? 0 : stated;
	if (size < 0 || !Number.isSafeInteger(size) || raw.size < 0 && !bodiless.has(types[raw.flag] ?? "unknown")) throw place.invalid("an archive has a size in a header that nothing can have");
	return {
		path,
		type,
		mode: raw.mode,
		uid: number("uid", raw.uid),
		gid: number("gid", raw.gid),
		size,
		target: pending.target || pax.get("linkpath") || raw.target,
		isOverlayWhiteout: raw.isOverlayWhiteout,
		claimsBody: stated !== size,
		attributes: attributesIn(pax, raw.mode)
	};
}
/** A global header as an entry of its own, which is what Go gives its readers. */
function globalHeader(raw, records) {
	const path = records.get("path") || raw.name;
	const alias = path === raw.name ? {} : { alias: raw.name };
	const { mode, uid, gid } = raw;
	const rest = {
		mode,
		uid,
		gid,
		size: 0,
		target: "",
		claimsBody: false,
		attributes: {
			set: [],
			passedOver: []
		}
	};
	return {
		path,
		...alias,
		type: "global",
		...rest
	};
}
function formatOf(block) {
	const magic = block.toString("latin1", 257, 265);
	if (magic === "ustar  \0") return "gnu";
	if (!magic.startsWith("ustar\0")) return "v7";
	return block.toString("latin1", 508, 512) === "tar\0" ? "star" : "ustar";
}
/** What stands before the name. */
function prefixOf(block, format) {
	if (format === "ustar") return readBytes(block, 345, 155);
	if (format === "star") return readBytes(block, 345, 131);
	const isMistaken = format === "gnu" && [345, 357].some((at) => block[at] !== 0 && parseNumber(block, at, 12) === void 0);
	const prefix = readBytes(block, 345, 155);
	return isMistaken && prefix.every((byte) => byte < 128) ? prefix : Buffer.alloc(0);
}
/** Permission and special bits. A bit operation takes them from a negative number, too, and from one over 2^32. */
function lowBits(mode) {
	return typeof mode === "number" ? mode & 4095 : Number(BigInt.asUintN(12, mode));
}
/** As `mknod` takes a device: 12 bits of its major and 20 of its minor number. */
function isDeviceZero([major, minor]) {
	return BigInt.asUintN(12, BigInt(major)) === 0n && BigInt.asUintN(20, BigInt(minor)) === 0n;
}
function checkSum(block, place) {
	const stored = parseOctal(block, 148, 8);
	let unsigned = 256;
	let high = 0;
	for (let at = 0; at < 148; at++) {
		unsigned += block[at];
		high += block[at] >> 7;
	}
	for (let at = 156; at < block.length; at++) {
		unsigned += block[at];
		high += block[at] >> 7;
	}
	if (stored !== unsigned && stored !== unsigned - 256 * high) throw place.invalid("it is not a tar archive, or one of its headers is damaged");
}
// src/tar/tar-parser.ts
const blockBytes = 512;
/** Bytes of one pax or long-name header. */
const maxExtension = 1048576;
/**
* Reads a tar stream as Go's `archive/tar` does, which all engines unpack layers with, and refuses what it refuses: V7,
* ustar, star, GNU long names, GNU and pax sparse files (their content is not put together), pax records. A profile may
* refuse more. Chunks of any size are pushed in; nothing but one header is kept, and no body is copied.
*/
var TarParser = class {
	#handler;
	#profile;
	#block = Buffer.alloc(blockBytes);
	#filled = 0;
	#state = "header";
	#left = 0;
	#padding = 0;
	#body;
	#extension;
	#pending = {};
	#sawZeroBlock = false;
	/** @param profile whose archive it is, and what it may hold */
	constructor(handler, profile) {
		this.#handler = handler;
		this.#profile = profile;
	}
	/** @throws the profile's faults where the stream is no tar archive, or one that it refuses */
	write(chunk) {
		for (let at = 0; at < chunk.length;) {
			if (this.#state === "ended") {
				this.#profile.rest(chunk.subarray(at));
				return;
			}
			if (this.#state === "header" || this.#state === "sparse-map") at += this.#fillBlock(chunk, at);
			else at += this.#consume(chunk, at);
		}
	}
	/** True after the two blocks that end an archive. */
	get hasEnded() {
		return this.#state === "ended";
	}
	/** True while the body of an extension header is still to come. */
	get isInExtension() {
		return this.#state === "extension";
	}
	/** Bytes that come next and that nobody looks at: a reader of a file may pass over them, see {@link skip}. */
	get skippable() {
		return this.#state === "body" && !this.#body || this.#state === "padding" ? this.#left : 0;
	}
	/** Goes on as if so many of the {@link skippable} bytes had been written. */
	skip(count) {
		this.#left -= count;
		if (this.#left === 0) this.#leave();
	}
	/**
	* @throws the profile's fault where the archive was cut off. Go's reader, and so engines, take the end of
	* the stream for the archive's between two entries, and within the padding that umoci leaves out.
	*/
	end() {
		const isBetween = this.#state === "padding" || this.#state === "header" && this.#filled === 0;
		if (this.#state !== "ended" && !isBetween) throw this.#profile.invalid("an archive is cut off");
	}
	#fillBlock(chunk, at) {
		const take = Math.min(blockBytes - this.#filled, chunk.length - at);
		this.#block.set(chunk.subarray(at, at + take), this.#filled);
		this.#filled += take;
		if (this.#filled === blockBytes) {
			this.#filled = 0;
			if (this.#state === "header") this.#header();
			else if (this.#block[504] === 0) this.#enterBody();
		}
		return take;
	}
	#consume(chunk, at) {
		const take = Math.min(this.#left, chunk.length - at);
		const part = chunk.subarray(at, at + take);
		if (this.#state === "padding") this.#profile.padding(part);
		else {
			this.#body?.write(part);
			this.#extension?.parts.push(Buffer.from(part));
		}
		this.#left -= take;
		if (this.#left === 0) this.#leave();
		return take;
	}
	#leave() {
		if (this.#state === "padding") {
			this.#state = "header";
			return;
		}
		this.#body?.end();
		this.#body = void 0;
		if (this.#extension) this.#endExtension(this.#extension);
		this.#extension = void 0;
		this.#left = this.#padding;
		this.#state = this.#left > 0 ? "padding" : "header";
	}
	#endExtension({ header, parts }) {
		const bytes = Buffer.concat(parts);
		const isPax = header.flag === "x" || header.flag === "g";
		const records = isPax ? parseRecords(bytes, this.#profile) : [];
		this.#profile.extension(header, bytes, records);
		if (!isPax) {
			const text = textOf(readBytes(bytes, 0, bytes.length));
			const key = header.flag === "L" ? "name" : "target";
			this.#pending = {
				...this.#pending,
				[key]: text
			};
			return;
		}
		const pax = mergeRecords(records, this.#profile);
		if (header.flag === "x") {
			this.#pending = {
				...this.#pending,
				pax
			};
			return;
		}
		this.#pending = {};
		this.#handler(globalHeader(header, pax));
	}
	#header() {
		const block = this.#block;
		if (block[0] === 0 && isZero(block)) {
			if (this.#sawZeroBlock) this.#state = "ended";
			this.#sawZeroBlock = true;
			return;
		}
		if (this.#sawZeroBlock) throw this.#profile.invalid("an archive goes on after its end");
		const raw = readHeader(block, this.#profile);
		this.#profile.header(raw, block);
		if ("xgLK".includes(raw.flag)) this.#startExtension(raw);
		else this.#startEntry(raw);
	}
	#startEntry(raw) {
		this.#profile.entry(raw, this.#pending);
		const header = resolveHeader(raw, this.#pending, this.#profile);
		const { pax } = this.#pending;
		this.#pending = {};
		this.#expect(header.size);
		if (raw.flag === "S") this.#startOldSparse(raw, header);
		else if (pax && header.type === "file" && hasSparseRecords(pax)) this.#startSparse(header, pax);
		else {
			this.#body = this.#handler(header);
			this.#enterBody();
		}
	}
	/** GNU's first form: the map is in the header, and goes on in blocks after it. No engine unpacks it. */
	#startOldSparse({ format }, header) {
		if (format !== "gnu") throw this.#profile.invalid("an archive has a sparse entry of an unknown format");
		this.#handler(header);
		if (this.#block[482] !== 0) this.#state = "sparse-map";
		else this.#enterBody();
	}
	#startSparse(header, pax) {
		const sparse = sparseFile(pax, header.size, this.#profile);
		const name = pax.get("GNU.sparse.name") || header.path;
		const [path, alias] = sparse?.name ? [sparse.name, header.path] : [header.path, name];
		this.#handler({
			...header,
			path,
			alias,
			type: "sparse"
		});
		this.#body = sparse?.body;
		this.#enterBody();
	}
	#startExtension(header) {
		if (header.size < 0 || header.size > maxExtension) throw this.#profile.invalid("an archive has a header over 1 MiB, or of a negative size");
		this.#expect(header.size);
		this.#extension = {
			header,
			parts: []
		};
		this.#state = "extension";
		if (header.size === 0) this.#leave();
	}
	#expect(size) {
		this.#left = size;
		this.#padding = -size & 511;
	}
	#enterBody() {
		this.#state = "body";
		if (this.#left === 0) this.#leave();
	}
};
// src/tar/tar-profile.ts
/** Asks nothing beyond what the reader does. */
function anyArchive(place) {
	const accept = () => {};
	return {
		invalid: (reason) => place.invalid(reason),
		header: accept,
		extension: accept,
		padding: accept,
		entry: accept,
		rest: accept
	};
}
export { TarParser, accessList, anyArchive, isZero };
