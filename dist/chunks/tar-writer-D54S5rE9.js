import { r as comparePaths } from "./path-BaLveIPn.js";
/**
* A POSIX.1-1988 (ustar) archive whose bytes follow from its members alone: no clock, no user names, one form for each
* value. A path that ustar cannot hold travels in a pax record (POSIX.1-2001) before its entry.
* @param mtime seconds since the epoch, for every entry
*/
function writeTar(members, mtime) {
	let blocks = [];
	for (let member of members) {
		let bytes = member.bytes ?? /* @__PURE__ */ new Uint8Array(), split = splitPath(member.path);
		if (!split) {
			let record = paxRecord("path", member.path);
			blocks.push(header({
				name: "././@PaxHeader",
				prefix: ""
			}, "x", 420, record.length, mtime), padded(record));
		}
		let type = member.path.endsWith("/") ? "5" : "0", names = split ?? {
			name: `pax/${blocks.length}`,
			prefix: ""
		};
		blocks.push(header(names, type, member.mode, bytes.length, mtime, member.owner), padded(bytes));
	}
	return blocks.push(archiveEnd), Buffer.concat(blocks);
}
/** The header of one regular file, 0644 and 0:0, whose content follows by itself; the name is plain and short. */
function fileHeader(name, size) {
	return header({
		name,
		prefix: ""
	}, "0", 420, size, 0);
}
/** What follows a file's content, so that the next header starts at a whole block. */
function filePadding(size) {
	return new Uint8Array((512 - size % 512) % 512);
}
/** What ends an archive. */
const archiveEnd = /* @__PURE__ */ new Uint8Array(1024);
/** Members in byte order of their paths, each directory before what is in it. */
function sortMembers(members) {
	return [...members].sort((a, b) => comparePaths(a.path, b.path));
}
/** The two name fields of ustar, where the path is ASCII and fits. */
function splitPath(path) {
	if (!/^[\x20-\x7e]*$/.test(path)) return;
	if (path.length <= 100) return {
		name: path,
		prefix: ""
	};
	let slash = path.indexOf("/", path.length - 101);
	if (!(slash <= 0 || slash > 155 || slash === path.length - 1)) return {
		name: path.slice(slash + 1),
		prefix: path.slice(0, slash)
	};
}
function header({ name, prefix }, type, mode, size, mtime, owner = {
	uid: 0,
	gid: 0
}) {
	let block = Buffer.alloc(512);
	block.write(name, 0, 100, "latin1"), block.write(octal(mode, 7), 100, "latin1"), block.write(octal(owner.uid, 7), 108, "latin1"), block.write(octal(owner.gid, 7), 116, "latin1"), writeSize(block, size), block.write(octal(mtime, 11), 136, "latin1"), block.write("        ", 148, "latin1"), block.write(type, 156, "latin1"), block.write("ustar\x0000", 257, "latin1"), block.write(prefix, 345, 155, "latin1");
	let sum = 0;
	for (let byte of block) sum += byte;
	return block.write(`${octal(sum, 6)}\u0000 `, 148, "latin1"), block;
}
/** Octal, and GNU's base-256 form from 8 GiB on. */
function writeSize(block, size) {
	size < 8 ** 11 ? block.write(octal(size, 11), 124, "latin1") : (block[124] = 128, block.writeBigUInt64BE(BigInt(size), 128));
}
function octal(value, digits) {
	return value.toString(8).padStart(digits, "0");
}
function padded(bytes) {
	let padding = filePadding(bytes.length);
	return padding.length === 0 ? bytes : Buffer.concat([bytes, padding]);
}
/** `<length> key=value\n`, where the length counts its own digits. */
function paxRecord(key, value) {
	let rest = Buffer.byteLength(` ${key}=${value}\n`), length = rest;
	for (; length !== rest + String(length).length;) length = rest + String(length).length;
	return Buffer.from(`${length} ${key}=${value}\n`);
}
export { writeTar as a, sortMembers as i, fileHeader as n, filePadding as r, archiveEnd as t };
