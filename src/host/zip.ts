import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { IdentikitError } from "../fault/error.ts";

/** A file in an archive of an artifact. */
export interface ZipFile {
  /** Letters, digits, dots, dashes, underscores. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Signatures, fixed lengths and the marks that are used of PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. */
const local = { signature: 0x04034b50, length: 30 } as const;
const central = { signature: 0x02014b50, length: 46 } as const;
const end = { signature: 0x06054b50, length: 22 } as const;
const deflated = 8;
const utf8Names = 0x0800;
/** The first day that the format knows: the same files give the same bytes. */
const firstDay = 0x0021;
const madeOnUnix = 0x0314;
const plainFile = 0o100600 << 16;

/** A ZIP archive of some small files, without Zip64: what the v4 artifact protocol stores. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
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
    after.writeUInt32LE(plainFile >>> 0, 6);
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
  return Buffer.concat([...parts, listing, tail]);
}

/**
 * The files of a small ZIP archive, read by its central directory, checked against its sizes and checksums.
 * @param maxBytes of all files together
 * @throws {IdentikitError} `ARCHIVE_INVALID` for anything else than plain files in the form above, `ARCHIVE_TOO_LARGE`
 */
export function unzip(archive: Buffer, maxBytes: number): Map<string, Buffer> {
  const tail = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (tail === -1 || tail + end.length > archive.length) throw invalid("it has no end of central directory");
  const count = archive.readUInt16LE(tail + 10);
  const files = new Map<string, Buffer>();
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

function contentOf(archive: Buffer, entry: number, size: number): Buffer {
  const header = archive.readUInt32LE(entry + 42);
  if (!startsWith(archive, header, local)) throw invalid("an entry points nowhere");
  const start = header + local.length + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const data = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
  const method = archive.readUInt16LE(entry + 10);
  if (method !== 0 && method !== deflated) throw invalid("an entry is compressed in an unknown way");
  const bytes = method === 0 ? data : inflate(data, size);
  if (bytes.length !== size || crc32(bytes) !== archive.readUInt32LE(entry + 16)) {
    throw invalid("an entry is not what its checksum says");
  }
  return bytes;
}

/** Never more than the size that was announced: that one is bounded. */
function inflate(data: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    throw invalid("an entry cannot be decompressed to its size", cause);
  }
}

function startsWith(archive: Buffer, at: number, record: { signature: number; length: number }): boolean {
  return at + record.length <= archive.length && archive.readUInt32LE(at) === record.signature;
}

function invalid(reason: string, cause?: unknown): IdentikitError {
  return new IdentikitError("ARCHIVE_INVALID", `the artifact's archive is refused: ${reason}`, {
    remedy: "Run the job that stores it again; nothing of it was used.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function tooLarge(maxBytes: number): IdentikitError {
  return new IdentikitError("ARCHIVE_TOO_LARGE", `the artifact's archive holds more than ${maxBytes} bytes`, {
    remedy: "Check that this is the artifact that was meant; nothing of it was used.",
  });
}
