import { IdentikitError } from "../start/faces.js";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
// src/host/zip.ts
const local = {
	signature: 67324752,
	length: 30
};
const central = {
	signature: 33639248,
	length: 46
};
const end = {
	signature: 101010256,
	length: 22
};
const deflated = 8;
const utf8Names = 2048;
const firstDay = 33;
const madeOnUnix = 788;
function zipOf(files) {
	const parts = [];
	const directory = [];
	let offset = 0;
	for (const { name, bytes } of files) {
		const nameBytes = Buffer.from(name);
		const data = deflateRawSync(bytes);
		const shared = Buffer.alloc(26);
		shared.writeUInt16LE(20, 0);
		shared.writeUInt16LE(utf8Names, 2);
		shared.writeUInt16LE(deflated, 4);
		shared.writeUInt16LE(firstDay, 8);
		shared.writeUInt32LE(crc32(bytes), 10);
		shared.writeUInt32LE(data.length, 14);
		shared.writeUInt32LE(bytes.length, 18);
		shared.writeUInt16LE(nameBytes.length, 22);
		const before = Buffer.alloc(6);
		before.writeUInt32LE(central.signature, 0);
		before.writeUInt16LE(madeOnUnix, 4);
		const after = Buffer.alloc(14);
		after.writeUInt32LE(2172649472, 6);
		after.writeUInt32LE(offset, 10);
		directory.push(before, shared, after, nameBytes);
		const signature = Buffer.alloc(4);
		signature.writeUInt32LE(local.signature);
		parts.push(signature, shared, nameBytes, data);
		offset += local.length + nameBytes.length + data.length;
	}
	const listing = Buffer.concat(directory);
	const tail = Buffer.alloc(end.length);
	tail.writeUInt32LE(end.signature, 0);
	tail.writeUInt16LE(files.length, 8);
	tail.writeUInt16LE(files.length, 10);
	tail.writeUInt32LE(listing.length, 12);
	tail.writeUInt32LE(offset, 16);
	return Buffer.concat([
		...parts,
		listing,
		tail
	]);
}
function unzip(archive, maxBytes) {
	const tail = archive.lastIndexOf(Buffer.from([
		80,
		75,
		5,
		6
	]));
	if (tail === -1 || tail + end.length > archive.length) throw invalid("it has no end of central directory");
	const count = archive.readUInt16LE(tail + 10);
	const files = new Map();
	let at = archive.readUInt32LE(tail + 16);
	let room = maxBytes;
	for (let n = 0; n < count; n++) {
		if (!startsWith(archive, at, central)) throw invalid("its central directory is malformed");
		const nameLength = archive.readUInt16LE(at + 28);
		const name = archive.toString("utf8", at + central.length, at + central.length + nameLength);
		if (files.has(name)) throw invalid("it holds a name twice");
		const size = archive.readUInt32LE(at + 24);
		room -= size;
		if (room < 0) throw tooLarge(maxBytes);
		files.set(name, contentOf(archive, at, size));
		at += central.length + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return files;
}
function contentOf(archive, entry, size) {
	const header = archive.readUInt32LE(entry + 42);
	if (!startsWith(archive, header, local)) throw invalid("an entry points nowhere");
	const start = header + local.length + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
	const data = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
	const method = archive.readUInt16LE(entry + 10);
	if (method !== 0 && method !== deflated) throw invalid("an entry is compressed in an unknown way");
	const bytes = method === 0 ? data : inflate(data, size);
	if (bytes.length !== size || crc32(bytes) !== archive.readUInt32LE(entry + 16)) throw invalid("an entry is not what its checksum says");
	return bytes;
}
function inflate(data, size) {
	try {
		return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
	} catch (cause) {
		throw invalid("an entry cannot be decompressed to its size", cause);
	}
}
function startsWith(archive, at, record) {
	return at + record.length <= archive.length && archive.readUInt32LE(at) === record.signature;
}
function invalid(reason, cause) {
	return new IdentikitError("ARCHIVE_INVALID", `the artifact's archive is refused: ${reason}`, {
		remedy: "Run the job that stores it again; nothing of it was used.",
		...cause === void 0 ? {} : { cause }
	});
}
function tooLarge(maxBytes) {
	return new IdentikitError("ARCHIVE_TOO_LARGE", `the artifact's archive holds more than ${maxBytes} bytes`, { remedy: "Check that this is the artifact that was meant; nothing of it was used." });
}
export { unzip, zipOf };
