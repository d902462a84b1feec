import { IdentikitError } from "../start/faces.js";
import { TarParser } from "./tar.js";
import { ArchiveBodies, ArchiveProfile, FileTree } from "./tree.js";
import { certain } from "./fault.js";
import { crc32, createInflateRaw } from "node:zlib";
// src/tree/gzip-member.ts
const headerBytes = 10;
const trailerBytes = 8;
const maxHeaderBytes = 4096;
const chunkBytes = 524288;
const pieceBytes = 65536;
async function* gunzipOne(compressed, bounds) {
	const member = new GzipMember(bounds);
	try {
		for await (const chunk of compressed) yield* member.push(chunk);
		yield* member.end();
	} finally {
		member.close();
	}
}
var GzipMember = class {
	#bounds;
	#inflate = createInflateRaw({ chunkSize: chunkBytes });
	#state = "header";
	#held = Buffer.alloc(0);
	#compressed = 0;
	#unpacked = 0;
	#crc = 0;
	#output = [];
	#ended = false;
	#failure;
	#underway;
	#over;
	constructor(bounds) {
		this.#bounds = bounds;
		this.#inflate.on("data", (chunk) => this.#output.push(chunk));
		this.#over = new Promise((resolve) => {
			this.#inflate.on("end", () => {
				this.#ended = true;
				resolve();
			});
			this.#inflate.on("error", (cause) => {
				this.#failure = cause;
				resolve();
			});
		});
	}
	async *push(chunk) {
		this.#compressed += chunk.length;
		if (this.#compressed > this.#bounds.maxCompressed) throw this.#tooLarge(`${this.#bounds.maxCompressed} bytes as it is sent`);
		let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
		if (this.#state === "header") {
			this.#held = Buffer.concat([this.#held, rest]);
			const length = headerLength(this.#held, (problem) => this.#invalid(problem));
			if (length === void 0) return;
			rest = this.#held.subarray(length);
			this.#held = Buffer.alloc(0);
			this.#state = "body";
		}
		for (let at = 0; at < rest.length; at += pieceBytes) {
			const output = await this.#settle();
			const piece = rest.subarray(at, at + pieceBytes);
			if (this.#state === "trailer") this.#hold(piece);
			else this.#begin(piece);
			yield* output;
		}
	}
	async *end() {
		yield* await this.#settle();
		if (this.#state !== "trailer" || this.#held.length < trailerBytes) throw this.#invalid("is cut short");
		if (this.#held.readUInt32LE(0) !== this.#crc || this.#held.readUInt32LE(4) !== this.#unpacked % 2 ** 32) throw this.#invalid("is damaged: its checksum is not that of its content");
	}
	close() {
		this.#inflate.destroy();
	}
	#begin(piece) {
		const done = this.#write(piece);
		done.catch(() => {});
		this.#underway = {
			piece,
			before: this.#inflate.bytesWritten,
			done
		};
	}
	async #settle() {
		if (!this.#underway) return [];
		const { piece, before, done } = this.#underway;
		await done;
		this.#underway = void 0;
		const output = this.#count();
		if (this.#ended) {
			this.#state = "trailer";
			this.#hold(piece.subarray(this.#inflate.bytesWritten - before));
		}
		return output;
	}
	#hold(rest) {
		this.#held = Buffer.concat([this.#held, rest]);
		if (this.#held.length > trailerBytes) throw this.#invalid("goes on after the end of its gzip member");
	}
	#count() {
		const output = this.#output.splice(0);
		for (const chunk of output) {
			this.#unpacked += chunk.length;
			if (this.#unpacked > this.#bounds.maxUnpacked) throw this.#tooLarge(`${this.#bounds.maxUnpacked} bytes unpacked`);
			this.#crc = crc32(chunk, this.#crc);
		}
		return output;
	}
	async #write(piece) {
		const done = new Promise((resolve) => this.#inflate.write(piece, () => resolve()));
		await Promise.race([done, this.#over]);
		if (this.#failure) throw this.#invalid("is damaged: its content cannot be unpacked", this.#failure);
	}
	#invalid(problem, cause) {
		return new IdentikitError("ARCHIVE_INVALID", `${this.#bounds.owner} ${problem}`, {
			remedy: "Fetch it again; if it stays so, the server sends a damaged archive.",
			cause
		});
	}
	#tooLarge(bound) {
		return new IdentikitError("ARCHIVE_TOO_LARGE", `${this.#bounds.owner} is over ${bound}`, { remedy: "Keep the template in a repository of its own, or raise the bound." });
	}
};
function headerLength(bytes, invalid) {
	if (bytes.length < headerBytes) return void 0;
	if (bytes[0] !== 31 || bytes[1] !== 139 || bytes[2] !== 8) throw invalid("is not a gzip file");
	const flags = certain(bytes[3]);
	if ((flags & 224) !== 0) throw invalid("has a gzip header with reserved flags");
	let at = headerBytes;
	const skipText = () => {
		const end = bytes.indexOf(0, at);
		at = end === -1 ? Number.POSITIVE_INFINITY : end + 1;
	};
	if (flags & 4) at += bytes.length >= at + 2 ? 2 + bytes.readUInt16LE(at) : Number.POSITIVE_INFINITY;
	if (flags & 8) skipText();
	if (flags & 16) skipText();
	if (flags & 2) at += 2;
	if (at <= bytes.length) return at;
	if (bytes.length > maxHeaderBytes) throw invalid("has a gzip header without end");
}
// src/tree/archive-reader.ts
async function readArchive(compressed, options) {
	const { owner, selection, maxBytes, isTopFolder } = options;
	const { Parser } = await import("../vendor/tar.entry.js");
	const expected = [];
	const bodies = new ArchiveBodies();
	const profile = new ArchiveProfile(owner, (entry) => {
		expected.push(entry);
		bodies.expect(entry);
	});
	const strict = new TarParser(() => bodies.next(), profile);
	const top = new TopFolder(owner, isTopFolder);
	let failure;
	const parser = new Parser({
		strict: true,
		filter: () => false
	});
	parser.on("error", (cause) => {
		failure ??= refused(owner, "cannot be read", cause);
	});
	parser.on("ignoredEntry", (entry) => {
		const known = expected.shift();
		if (known === void 0 || !agree(known, entry)) failure ??= disagreement(owner, entry.path);
		else if (failure === void 0) try {
			const path = top.strip(known);
			bodies.decide(known, path !== void 0 && offer(selection, path, known) ? path : void 0);
		} catch (cause) {
			failure = cause;
		}
	});
	const check = () => {
		if (failure !== void 0) throw failure;
	};
	let held = [];
	for await (const chunk of gunzipOne(compressed, {
		owner,
		maxCompressed: maxBytes,
		maxUnpacked: maxBytes
	})) {
		strict.write(chunk);
		held.push(chunk);
		if (strict.isInExtension) continue;
		parser.write(held.length === 1 ? chunk : Buffer.concat(held));
		held = [];
		check();
		bodies.collect();
	}
	profile.end(strict.hasEnded);
	parser.end();
	check();
	if (expected.length > 0) throw disagreement(owner, expected[0]?.path ?? "");
	return {
		tree: FileTree.of(bodies.files, owner),
		comment: profile.comment
	};
}
function agree(known, entry) {
	const kind = kindOf(entry.type);
	return (kind === "directory" ? entry.path.replace(/\/$/, "") : entry.path) === known.path && kind === known.kind && entry.size === known.size;
}
function kindOf(type) {
	switch (type) {
		case "File":
		case "OldFile": return "file";
		case "Directory": return "directory";
		case "SymbolicLink": return "symbolic link";
		case "Link": return "hard link";
		case "FIFO": return "fifo";
		case "CharacterDevice":
		case "BlockDevice": return "device";
		default: return;
	}
}
function offer(selection, path, { kind, size }) {
	if (kind === "file") return selection.file(path, size);
	if (kind === "directory") selection.directory(path);
	else selection.special(path, kind);
	return false;
}
var TopFolder = class {
	#owner;
	#isTop;
	#name;
	#first = true;
	constructor(owner, isTop = () => false) {
		this.#owner = owner;
		this.#isTop = isTop;
	}
	strip({ path, kind }) {
		if (this.#first) {
			this.#first = false;
			if (kind === "directory" && !path.includes("/") && this.#isTop(path)) {
				this.#name = path;
				return;
			}
		}
		if (this.#name === void 0) return path;
		if (path === this.#name && kind === "directory") return void 0;
		if (path.startsWith(`${this.#name}/`)) return path.slice(this.#name.length + 1);
		throw refused(this.#owner, `has the entry ${JSON.stringify(path)} outside its folder ${JSON.stringify(this.#name)}`);
	}
};
function disagreement(owner, path) {
	return refused(owner, `has the entry ${JSON.stringify(path)}, which two readers understand differently`);
}
function refused(owner, problem, cause) {
	return new IdentikitError("ARCHIVE_INVALID", `${owner} ${problem}`, {
		remedy: "Make the archive again, from a repository that holds regular files only; nothing was changed.",
		cause
	});
}
export { readArchive };
