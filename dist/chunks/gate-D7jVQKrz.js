import "./rolldown-runtime-Dl-MpCDs.js";
import { c as selectIdentity, i as destinationPath, t as bakedTree } from "./identity-DKj0NfJN.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
import { t as readImage } from "./image-CgQtsKW4.js";
import { n as formatPlatform } from "./platform-D_IL7fEa.js";
import { r as invalid, t as diffIds } from "./model-Cm_dzu2p.js";
import { n as mismatch } from "./verified-blob-BIHaUeN4.js";
import { r as comparePaths } from "./path-C7SrUl-b.js";
import { n as differenceFinding, t as compareTree } from "./compare-DGHWnVH4.js";
import { Readable, pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { createHash } from "node:crypto";
// src/image/layer/decompress.ts
const chunkSize = 262144;
/**
* A layer's archive: gzip and zstd are known by their first bytes, whatever the media type says, and anything else is
* passed on as it is.
* @param place for messages
* @throws {IdentikitError} `IMAGE_INVALID` for damaged compression; faults of `chunks` are passed on
*/
async function* decompressed(chunks, place) {
	let iterator = chunks[Symbol.asyncIterator](), head = [], size = 0;
	for (; size < 4;) {
		let next = await iterator.next();
		if (next.done) break;
		head.push(next.value), size += next.value.length;
	}
	let whole = resume(head, iterator), transform = decompressorFor(Buffer.concat(head));
	if (!transform) yield* whole;
	else {
		pipeline(Readable.from(whole), transform, () => {});
		try {
			for await (let chunk of transform) yield chunk;
		} catch (cause) {
			throw cause instanceof IdentikitError || isAbort(cause) ? cause : invalid(place, "a layer's compression is damaged", void 0, cause);
		}
	}
}
async function* resume(head, rest) {
	try {
		yield* head;
		for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
	} finally {
		await rest.return?.();
	}
}
function decompressorFor(head) {
	if (head[0] === 31 && head[1] === 139) return createGunzip({ chunkSize });
	if (head.length >= 4 && head.readUInt32LE(0) === 4247762216) return createZstdDecompress({ chunkSize });
}
function isAbort(cause) {
	return cause instanceof Error && cause.name === "AbortError";
}
// src/image/layer/tar-fields.ts
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
		if (first & 64) throw invalid(place, "a layer's archive has a negative number in a header");
		let value = first & 63;
		for (let byte of block.subarray(at + 1, at + length)) value = value * 256 + byte;
		if (Number.isSafeInteger(value)) return value;
	} else {
		let text = block.toString("latin1", at, at + length).replace(/^[ \0]+|[ \0].*$/gs, "");
		if (/^[0-7]*$/.test(text)) return text === "" ? 0 : Number.parseInt(text, 8);
	}
	throw invalid(place, "a layer's archive has a malformed number in a header");
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
		if (end <= space || end > bytes.length || bytes[end - 1] !== 10 || equals === -1 || equals >= end) throw invalid(place, "a layer's archive has a malformed pax record");
		let key = bytes.toString("utf8", space + 1, equals), value = bytes.toString("utf8", equals + 1, end - 1);
		if ((key === "path" || key === "linkpath") && value.includes("\0")) throw invalid(place, "a layer's archive has a path with NUL in a pax record");
		value === "" ? records.delete(key) : records.set(key, value), at = end;
	}
	return records;
}
// src/image/layer/tar-parser.ts
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
	/** @throws {IdentikitError} `IMAGE_INVALID` where the archive was cut off */
	end() {
		let between = this.#state === "header" && this.#filled === 0 && !this.#extensionPending();
		if (this.#state !== "ended" && !between) throw invalid(this.#place, "a layer's archive is cut off");
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
		if (block.every((byte) => byte === 0)) {
			this.#sawZeroBlock && (this.#state = "ended"), this.#sawZeroBlock = !0;
			return;
		}
		if (this.#sawZeroBlock) throw invalid(this.#place, "a layer's archive goes on after its end");
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
		if (size > 1048576) throw invalid(this.#place, "a layer's archive has a header over 1 MiB");
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
		if (stored !== unsigned && stored !== signed) throw invalid(this.#place, "a layer is not a tar archive, or one of its headers is damaged");
	}
};
// src/image/layer/read-layer.ts
/** Bytes of one uncompressed layer, at most: a bound on time, as memory does not grow with a layer. */
const maxArchiveBytes = 64 * 1024 ** 3;
/**
* Reads one layer to its last byte, checks it against both its digests, and hands its entries over on the way. What the
* handler was given is only true when this returns.
* @throws {IdentikitError} `DIGEST_MISMATCH`, `IMAGE_INVALID`, and the faults of the source
*/
async function readLayer(source, layer, handler, signal) {
	let { descriptor } = layer;
	try {
		await parse(source, layer, handler, signal);
	} catch (fault) {
		if (fault instanceof IdentikitError && fault.code === "IMAGE_INVALID") for await (let _ of source.blob(descriptor)) signal?.throwIfAborted();
		throw fault;
	}
}
async function parse(source, { descriptor, diffId }, handler, signal) {
	let place = `${source.name}: layer ${descriptor.digest}`, parser = new TarParser(handler, place), hash = createHash("sha256"), size = 0;
	for await (let chunk of decompressed(source.blob(descriptor), place)) {
		if (signal?.throwIfAborted(), size += chunk.length, size > maxArchiveBytes) throw invalid(place, "it is over 64 GiB when uncompressed");
		hash.update(chunk), parser.write(chunk);
	}
	parser.end();
	let actual = `sha256:${hash.digest("hex")}`;
	if (actual !== diffId) throw mismatch(place, { digest: diffId }, `the layer's archive has ${actual}`);
}
// src/image/view/path.ts
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
// src/image/view/layer-stack.ts
const absent = { kind: "absent" };
/**
* Layers stacked as an overlay file system stacks them: the topmost layer that has a name decides what it is,
* directories show what is in them in all layers down to an opaque one, a whiteout hides what is below it.
*/
var LayerStack = class {
	#layers;
	#complete;
	#watched;
	#place;
	/**
	* @param layers topmost first
	* @param complete whether these are all the image's layers, down to the lowest
	*/
	constructor(layers, complete, watched, place) {
		this.#layers = layers, this.#complete = complete, this.#watched = watched, this.#place = place;
	}
	/**
	* Everything below a directory, which is reached as a program in the container reaches it, through links. Links in it
	* are reported, not followed. Where there is no such directory, nothing is below it.
	*/
	list(path) {
		let found = this.#walk(path, this.#layers, !0);
		if (isUnknown(found)) return found;
		if (found.kind !== "directory") return [];
		let entries = [];
		return this.#list(found.directory, "", entries) ?? entries.sort((a, b) => comparePaths(a.path, b.path));
	}
	#list(directory, prefix, entries) {
		if (directory.open) return { kind: "needs-layer" };
		let names = new Set(directory.layers.flatMap((layer) => [...layer.childrenOf(directory.path)]));
		for (let name of names) {
			let found = this.#child(directory, name), path = prefix + name;
			if (found.kind === "needs-layer") return found;
			if (found.kind === "absent") continue;
			if (found.kind === "directory") {
				entries.push({
					path,
					kind: "directory",
					mode: 493
				});
				let unknown = this.#list(found.directory, `${path}/`, entries);
				if (unknown) return unknown;
				continue;
			}
			let entry = this.#observe(path, found.node, found.layer);
			if (isUnknown(entry)) return entry;
			entries.push(entry);
		}
	}
	#observe(path, node, layer) {
		switch (node.kind) {
			case "symlink": return {
				path,
				kind: "symlink",
				mode: 511,
				target: node.target
			};
			case "special": return {
				path,
				kind: node.what,
				mode: 420
			};
			case "unwatched-link": return {
				kind: "needs-watch",
				path: node.target
			};
			case "file": return fileEntry(path, node.inode);
			case "lower-link": {
				let below = this.#layers.slice(this.#layers.indexOf(layer) + 1), target = this.#walk(node.target, below, !1);
				if (isUnknown(target)) return target;
				if (target.kind !== "node") throw invalid(this.#place, `${JSON.stringify(path)} is a hard link to ${node.target}, which is no file`);
				let entry = this.#observe(path, target.node, target.layer), { mode, uid, gid } = node;
				return entry.kind === "file" ? {
					...entry,
					mode,
					owner: {
						uid,
						gid
					}
				} : entry;
			}
			case "directory": throw invalid(this.#place, `${JSON.stringify(path)} is a directory and a file at once`);
		}
	}
	/** Goes to a path from the root of some of the layers. */
	#walk(path, layers, followLast) {
		let way = [{
			path: "",
			layers,
			open: !this.#complete
		}], segments = segmentsOf(path).reverse();
		for (let followed = 0; segments.length > 0;) {
			let found = this.#step(way, segments.pop(), segments);
			if (found === void 0) continue;
			let isLast = segments.length === 0, target = isLast && !followLast ? void 0 : linkTarget(found);
			if (target === void 0) return found.kind === "node" && !isLast ? absent : found;
			if (++followed > 40) return absent;
			target.startsWith("/") && (way.length = 1), segments.push(...segmentsOf(target).reverse());
		}
		let directory = way.at(-1);
		return this.#watched.covers(directory.path) ? {
			kind: "directory",
			directory
		} : {
			kind: "needs-watch",
			path: directory.path
		};
	}
	/** Goes into a directory or out of it; what is no directory is given back. */
	#step(way, segment, rest) {
		if (segment === "..") {
			way.length > 1 && way.pop();
			return;
		}
		let found = this.#look(way.at(-1), segment, rest);
		if (found.kind !== "directory") return found;
		way.push(found.directory);
	}
	/** {@link #child}, where the place is watched; else the rest of the way is what has to be watched. */
	#look(directory, name, rest) {
		let path = joinPath(directory.path, name);
		if (this.#watched.concerns(path)) return this.#child(directory, name);
		let up = rest.lastIndexOf("..");
		return {
			kind: "needs-watch",
			path: [path, ...rest.slice(up + 1).toReversed()].join("/")
		};
	}
	#child(directory, name) {
		let path = joinPath(directory.path, name), contributing = [];
		for (let layer of directory.layers) {
			let node = layer.node(path);
			if (node && node.kind !== "directory") return contributing.length === 0 ? {
				kind: "node",
				node,
				layer
			} : closed(path, contributing);
			if (node && contributing.push(layer), layer.hidesBelow(path) || node && layer.isOpaque(path)) return contributing.length === 0 ? absent : closed(path, contributing);
		}
		return contributing.length > 0 ? {
			kind: "directory",
			directory: {
				path,
				layers: contributing,
				open: directory.open
			}
		} : directory.open ? { kind: "needs-layer" } : absent;
	}
};
function closed(path, layers) {
	return {
		kind: "directory",
		directory: {
			path,
			layers,
			open: !1
		}
	};
}
function fileEntry(path, { mode, uid, gid, digest }) {
	return {
		path,
		kind: "file",
		mode,
		owner: {
			uid,
			gid
		},
		...digest === void 0 ? {} : { digest }
	};
}
function isUnknown(value) {
	return value.kind === "needs-layer" || value.kind === "needs-watch";
}
function linkTarget(found) {
	return found.kind === "node" && found.node.kind === "symlink" ? found.node.target : void 0;
}
function segmentsOf(path) {
	return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
// src/image/view/layer-tree.ts
const directoryNode = { kind: "directory" };
/**
* What one layer puts, hides and replaces at the watched paths: the layer unpacked by itself, as the directory that an
* engine's overlay file system stacks on the layers below. Links that the layer itself has put at a directory's place are
* followed, as unpacking follows them; links of lower layers are replaced by the directory, as in an overlay.
*/
var LayerTree = class {
	#nodes = /* @__PURE__ */ new Map();
	#children = /* @__PURE__ */ new Map();
	#opaque = /* @__PURE__ */ new Set();
	#whiteouts = /* @__PURE__ */ new Set();
	/** Every symbolic link of the layer so far, watched or not, and the directories above them. */
	#links = /* @__PURE__ */ new Map();
	#aboveLinks = /* @__PURE__ */ new Set();
	#watched;
	#place;
	/** @param place the layer, for messages */
	constructor(watched, place) {
		this.#watched = watched, this.#place = place;
	}
	node(path) {
		return path === "" ? directoryNode : this.#nodes.get(path);
	}
	/** Names in a watched directory, in no order. */
	childrenOf(directory) {
		return this.#children.get(directory) ?? [];
	}
	/** True where nothing of the layers below may be seen at the path, unless this layer has it itself. */
	hidesBelow(path) {
		return this.#whiteouts.has(path);
	}
	/** True where nothing of the layers below may be seen in the directory. */
	isOpaque(directory) {
		return this.#opaque.has(directory);
	}
	/** Takes the next entry of the layer's archive; the body is wanted where its content matters. */
	apply = (header) => {
		let cleaned = cleanPath(header.path, this.#place);
		if (cleaned === "") return;
		let split = splitPath(cleaned), parent = this.#links.size === 0 ? split.parent : this.#follow(split.parent);
		if (split.name.startsWith(".wh.")) {
			this.#whiteout(parent, split.name);
			return;
		}
		let path = joinPath(parent, split.name);
		this.#clearLinks(path, header.type), header.type === "symlink" && this.#rememberLink(path, header.target);
		let linked = header.type === "link" ? this.#touchLinked(header) : "";
		if (this.#watched.concerns(path)) {
			if (this.#makeParents(parent), header.type !== "link") return this.#put(path, header);
			this.#putLink(path, linked, header);
		}
	};
	/** Lets go of what only unpacking needs. */
	seal() {
		this.#links.clear(), this.#aboveLinks.clear();
	}
	#whiteout(parent, name) {
		if (name === ".wh..wh..opq") this.#watched.concerns(parent) && this.#opaque.add(parent);
		else if (!name.startsWith(".wh..wh.")) {
			let path = joinPath(parent, name.slice(4));
			this.#watched.concerns(path) && this.#whiteouts.add(path);
		}
		this.#makeParents(parent);
	}
	#put(path, header) {
		switch (header.type) {
			case "directory":
				this.#nodes.get(path)?.kind !== "directory" && this.#set(path, directoryNode);
				return;
			case "file": return this.#putFile(path, header);
			case "symlink":
				this.#set(path, {
					kind: "symlink",
					target: header.target
				});
				return;
			case "fifo":
			case "device":
				this.#set(path, {
					kind: "special",
					what: header.type
				});
				return;
			default: throw invalid(this.#place, `${JSON.stringify(path)} is an entry of a kind that engines do not unpack alike`);
		}
	}
	#putFile(path, { mode, uid, gid }) {
		let inode = {
			mode,
			uid,
			gid,
			digest: void 0
		};
		if (this.#set(path, {
			kind: "file",
			inode
		}), !this.#watched.covers(path)) return;
		let hash = createHash("sha256");
		return {
			write: (chunk) => hash.update(chunk),
			end: () => {
				inode.digest = `sha256:${hash.digest("hex")}`;
			}
		};
	}
	/** Unpacking a hard link sets the link's own mode and owner, and with them its target's, wherever the link is. */
	#touchLinked({ target, mode, uid, gid }) {
		let { parent, name } = splitPath(cleanPath(target, this.#place)), linked = joinPath(this.#follow(parent), name), node = this.#nodes.get(linked);
		return node?.kind === "file" && Object.assign(node.inode, {
			mode,
			uid,
			gid
		}), linked;
	}
	#putLink(path, linked, { mode, uid, gid }) {
		if (!this.#watched.covers(linked)) {
			this.#set(path, {
				kind: "unwatched-link",
				target: linked
			});
			return;
		}
		let node = this.#nodes.get(linked);
		if (node?.kind === "directory") throw invalid(this.#place, `${JSON.stringify(path)} is a hard link to a directory`);
		this.#set(path, node ?? {
			kind: "lower-link",
			target: linked,
			mode,
			uid,
			gid
		});
	}
	#set(path, node) {
		this.#nodes.get(path)?.kind === "directory" && node.kind !== "directory" && this.#removeBelow(path), this.#nodes.set(path, node);
		let { parent, name } = splitPath(path), names = this.#children.get(parent);
		names ? names.add(name) : this.#children.set(parent, /* @__PURE__ */ new Set([name]));
	}
	#removeBelow(directory) {
		for (let name of this.childrenOf(directory)) {
			let path = joinPath(directory, name);
			this.#removeBelow(path), this.#nodes.delete(path);
		}
		this.#children.delete(directory), this.#opaque.delete(directory);
	}
	#makeParents(directory) {
		if (directory === "" || !this.#watched.concerns(directory)) return;
		let node = this.#nodes.get(directory);
		if (node?.kind !== "directory") {
			if (node) throw invalid(this.#place, `${JSON.stringify(directory)} is a file and a directory at once`);
			this.#makeParents(splitPath(directory).parent), this.#set(directory, directoryNode);
		}
	}
	/** A directory's real path within this layer. */
	#follow(directory) {
		let resolved = "", segments = directory.split("/").reverse();
		for (let followed = 0; segments.length > 0;) {
			let segment = segments.pop();
			if (segment === "" || segment === ".") continue;
			if (segment === "..") {
				resolved = splitPath(resolved).parent;
				continue;
			}
			let path = joinPath(resolved, segment), target = this.#links.get(path);
			if (target === void 0) resolved = path;
			else {
				if (++followed > 40) throw invalid(this.#place, `${JSON.stringify(directory)} leads in a circle`);
				target.startsWith("/") && (resolved = ""), segments.push(...target.split("/").reverse());
			}
		}
		return resolved;
	}
	#rememberLink(path, target) {
		this.#links.set(path, target);
		for (let { parent } = splitPath(path); parent !== "" && !this.#aboveLinks.has(parent); {parent} = splitPath(parent)) this.#aboveLinks.add(parent);
	}
	/** Forgets the links that a new entry replaces. */
	#clearLinks(path, type) {
		if (this.#links.delete(path), type !== "directory" && this.#aboveLinks.has(path)) for (let link of this.#links.keys()) link.startsWith(`${path}/`) && this.#links.delete(link);
	}
};
/**
* A directory of an image as a program in a container of it would see it. Layers are read from the top, each to its
* last byte and against both its digests, and no further than the answer needs.
* @param directory without slashes at its ends
* @throws {IdentikitError} `DIGEST_MISMATCH`, `IMAGE_INVALID`, and the faults of the source
*/
async function viewDirectory(source, image, directory, signal) {
	let topFirst = layersOf(image).reverse(), watched = new WatchedPaths([directory]);
	for (let round = 0; round < 64; round++) {
		let trees = [];
		for (;;) {
			let listed = new LayerStack(trees, trees.length === topFirst.length, watched, source.name).list(directory);
			if (Array.isArray(listed)) return {
				entries: listed,
				layersRead: trees.length
			};
			if (listed.kind === "needs-watch") {
				watched.add(listed.path);
				break;
			}
			trees.push(await readTree(source, topFirst[trees.length], watched, signal));
		}
	}
	throw invalid(source.name, `the way to /${directory} leads through too many links`);
}
function layersOf(image) {
	let ids = diffIds(image.config);
	return image.manifest.layers.map((descriptor, at) => ({
		descriptor,
		diffId: ids[at]
	}));
}
async function readTree(source, layer, watched, signal) {
	let tree = new LayerTree(watched, `${source.name}: layer ${layer.descriptor.digest}`);
	return await readLayer(source, layer, tree.apply, signal), tree.seal(), tree;
}
// src/gate/image-side.ts
/** Faults that say nothing about the image: they stop the gate instead of becoming a finding. */
const notAboutTheImage = /* @__PURE__ */ new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE",
	"REFERENCE_INVALID"
]), root = {
	uid: 0,
	gid: 0
};
/**
* Compares an image with the identity, platform by platform. What cannot be read is a finding of severity `unverified`
* with the fault's code; the other platforms are looked at all the same.
*/
async function checkImage(identity, side) {
	let { source, selector, platforms, subject } = side, findings = [];
	try {
		let { images, index } = await readImage(source, selector, platforms);
		for (let image of images) {
			let name = index ? `${subject} (${formatPlatform(image.platform)})` : subject;
			findings.push(...await checkPlatform(identity, image, side, name));
		}
	} catch (fault) {
		findings.push(unverified(fault, side, subject));
	}
	return findings;
}
async function checkPlatform(identity, image, side, subject) {
	try {
		let { entries } = await viewDirectory(side.source, image, side.destination, side.signal);
		return compareTree(bakedTree(identity), entries, { owner: root }).map((difference) => differenceFinding(difference, remedyFor(difference.code, difference.path), subject));
	} catch (fault) {
		return [unverified(fault, side, subject)];
	}
}
function remedyFor(code, path) {
	if (path === "IMAGE_BAKED_IDENTITY_PRESENT") return "Bake the image again; the marker is written by the bake and by nothing else.";
	switch (code) {
		case "FILE_EXTRA": return "Bake the image again; if the file belongs to the identity, add it to the template first.";
		case "FILE_MODE":
		case "FILE_OWNER":
		case "FILE_TYPE": return "Bake the image again, and take out what changes the destination after the identity is copied.";
		default: return "Bake the image again from the template as it is now.";
	}
}
function unverified(fault, side, subject) {
	if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
	return {
		code: fault.code,
		severity: "unverified",
		path: `/${side.destination}`,
		expected: null,
		actual: fault.message,
		remedy: fault.remedy,
		subject
	};
}
// src/gate/gate.ts
/**
* The gate for one template: given an image, every difference between the identity in it, as a container would see it,
* and the template's.
* @throws {IdentikitError} `SSOT_MISSING` at once where the template is no source of truth
*/
function gateFor(options) {
	let identity = selectIdentity(options.template, "the template", options.required), destination = destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/"), { signal } = options;
	return ({ source, selector, platforms = [], subject }) => checkImage(identity, {
		source,
		selector,
		platforms,
		destination,
		subject,
		...signal ? { signal } : {}
	});
}
export { gateFor };
