import { isUtf8 } from "node:buffer";
// src/tar/tar-fields.ts
const slash = 47;
const space = 32;
const zero = 48;
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
function bytesOf(text) {
	const parts = text.split("/").map((segment) => /[\udc80-\udcff]/.test(segment) && !segment.isWellFormed() ? Buffer.from([...segment].map((unit) => unit.charCodeAt(0) & 255)) : Buffer.from(segment));
	return Buffer.concat(parts.flatMap((part, number) => number === 0 ? [part] : [Buffer.of(slash), part]));
}
function readBytes(block, at, length) {
	const end = block.indexOf(0, at);
	return block.subarray(at, end === -1 || end > at + length ? at + length : end);
}
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
function readNumber(block, at, length, place) {
	const value = parseNumber(block, at, length);
	if (value === void 0) throw place.invalid("an archive has a malformed number in a header");
	return value;
}
function isZero(bytes) {
	for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
	return true;
}
// src/tar/pax.ts
const sparseOffset = "GNU.sparse.offset";
const sparseBytes = "GNU.sparse.numbytes";
const texts = new Set([
	"path",
	"linkpath",
	"uname",
	"gname"
]);
const maxInteger = 2n ** 63n - 1n;
function parseRecords(bytes, place) {
	const records = [];
	for (let at = 0; at < bytes.length;) {
		const [record, end] = parseRecord(bytes, at, place);
		records.push(record);
		at = end;
	}
	return records;
}
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
function parseInteger(text) {
	if (!/^[+-]?[0-9]+$/.test(text)) return void 0;
	const value = BigInt(text.replace(/^\+/, ""));
	return value > maxInteger || value < -maxInteger - 1n ? void 0 : Number(value);
}
function isPaxTime(text) {
	const [, seconds = "", rest = ""] = /^([^.]*)(.*)$/s.exec(text) ?? [];
	return parseInteger(seconds) !== void 0 && /^(\.[0-9]*)?$/.test(rest);
}
// src/tar/sparse-map.ts
const maxMapBytes = 1048576;
const blockBytes$2 = 512;
function hasSparseRecords(pax) {
	return [...pax.keys()].some((key) => key.startsWith("GNU.sparse."));
}
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
	#check() {
		const lines = this.#text.split("\n");
		const count = lines.length > 1 ? parseInteger(lines[0]) : 0;
		if (count === void 0 || count < 0) throw damaged(this.#place);
		if (lines.length < 2 * count + 2) return false;
		const map = lines.slice(0, 2 * count + 1);
		const mapBytes = Math.ceil((map.join("\n").length + 1) / blockBytes$2) * blockBytes$2;
		checkMap(map.slice(1), this.#real, this.#size - mapBytes, this.#place);
		return true;
	}
};
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
const baseTags = [
	1,
	4,
	32
];
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
const schily = "SCHILY.xattr.";
const libarchive = "LIBARCHIVE.xattr.";
const accessList = "system.posix_acl_access";
const none = {
	set: [],
	passedOver: []
};
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
function prefixOf(block, format) {
	if (format === "ustar") return readBytes(block, 345, 155);
	if (format === "star") return readBytes(block, 345, 131);
	const isMistaken = format === "gnu" && [345, 357].some((at) => block[at] !== 0 && parseNumber(block, at, 12) === void 0);
	const prefix = readBytes(block, 345, 155);
	return isMistaken && prefix.every((byte) => byte < 128) ? prefix : Buffer.alloc(0);
}
function lowBits(mode) {
	return typeof mode === "number" ? mode & 4095 : Number(BigInt.asUintN(12, mode));
}
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
const blockBytes$1 = 512;
const maxExtension = 1048576;
var TarParser = class {
	#handler;
	#profile;
	#block = Buffer.alloc(blockBytes$1);
	#filled = 0;
	#state = "header";
	#left = 0;
	#padding = 0;
	#body;
	#extension;
	#pending = {};
	#sawZeroBlock = false;
	constructor(handler, profile) {
		this.#handler = handler;
		this.#profile = profile;
	}
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
	get hasEnded() {
		return this.#state === "ended";
	}
	get isInExtension() {
		return this.#state === "extension";
	}
	get skippable() {
		return this.#state === "body" && !this.#body || this.#state === "padding" ? this.#left : 0;
	}
	skip(count) {
		this.#left -= count;
		if (this.#left === 0) this.#leave();
	}
	end() {
		const isBetween = this.#state === "padding" || this.#state === "header" && this.#filled === 0;
		if (this.#state !== "ended" && !isBetween) throw this.#profile.invalid("an archive is cut off");
	}
	#fillBlock(chunk, at) {
		const take = Math.min(blockBytes$1 - this.#filled, chunk.length - at);
		this.#block.set(chunk.subarray(at, at + take), this.#filled);
		this.#filled += take;
		if (this.#filled === blockBytes$1) {
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
// src/tar/tar-writer.ts
const blockBytes = 512;
function writeTar(members, mtime) {
	const blocks = [];
	for (const member of members) {
		const bytes = member.bytes ?? new Uint8Array();
		const split = splitPath(member.path);
		if (!split) {
			const record = paxRecord("path", member.path);
			blocks.push(header({
				name: "././@PaxHeader",
				prefix: ""
			}, "x", 420, record.length, mtime), padded(record));
		}
		const type = member.path.endsWith("/") ? "5" : "0";
		const names = split ?? {
			name: `pax/${blocks.length}`,
			prefix: ""
		};
		blocks.push(header(names, type, member.mode, bytes.length, mtime, member.owner), padded(bytes));
	}
	blocks.push(archiveEnd);
	return Buffer.concat(blocks);
}
function fileHeader(name, size) {
	return header({
		name,
		prefix: ""
	}, "0", 420, size, 0);
}
function filePadding(size) {
	return new Uint8Array((blockBytes - size % blockBytes) % blockBytes);
}
const archiveEnd = new Uint8Array(2 * blockBytes);
function splitPath(path) {
	if (!/^[\x20-\x7e]*$/.test(path)) return void 0;
	if (path.length <= 100) return {
		name: path,
		prefix: ""
	};
	const slash = path.indexOf("/", path.length - 101);
	if (slash <= 0 || slash > 155 || slash === path.length - 1) return void 0;
	return {
		name: path.slice(slash + 1),
		prefix: path.slice(0, slash)
	};
}
function header({ name, prefix }, type, mode, size, mtime, owner = {
	uid: 0,
	gid: 0
}) {
	const block = Buffer.alloc(blockBytes);
	block.write(name, 0, 100, "latin1");
	block.write(octal(mode, 7), 100, "latin1");
	block.write(octal(owner.uid, 7), 108, "latin1");
	block.write(octal(owner.gid, 7), 116, "latin1");
	writeSize(block, size);
	block.write(octal(mtime, 11), 136, "latin1");
	block.write("        ", 148, "latin1");
	block.write(type, 156, "latin1");
	block.write("ustar\x0000", 257, "latin1");
	block.write(prefix, 345, 155, "latin1");
	let sum = 0;
	for (const byte of block) sum += byte;
	block.write(`${octal(sum, 6)}\u0000 `, 148, "latin1");
	return block;
}
function writeSize(block, size) {
	if (size < 8 ** 11) {
		block.write(octal(size, 11), 124, "latin1");
		return;
	}
	block[124] = 128;
	block.writeBigUInt64BE(BigInt(size), 128);
}
function octal(value, digits) {
	return value.toString(8).padStart(digits, "0");
}
function padded(bytes) {
	const padding = filePadding(bytes.length);
	return padding.length === 0 ? bytes : Buffer.concat([bytes, padding]);
}
function paxRecord(key, value) {
	const rest = Buffer.byteLength(` ${key}=${value}\n`);
	let length = rest;
	while (length !== rest + String(length).length) length = rest + String(length).length;
	return Buffer.from(`${length} ${key}=${value}\n`);
}
export { TarParser, accessList, anyArchive, archiveEnd, fileHeader, filePadding, isZero, writeTar };
