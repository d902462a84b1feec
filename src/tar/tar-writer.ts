/** One entry of an archive that we write; everything else in its header is the same for all. */
export interface TarMember {
  /** Relative; directories end in a slash. */
  readonly path: string;
  readonly mode: number;
  /** Owner, 0:0 where it is left out. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly bytes?: Uint8Array;
}

const blockBytes = 512;

/**
 * A POSIX.1-1988 (ustar) archive whose bytes follow from its members alone: no clock, no user names, one form for each
 * value. A path that ustar cannot hold travels in a pax record (POSIX.1-2001) before its entry.
 * @param mtime seconds since the epoch, for every entry
 */
export function writeTar(members: readonly TarMember[], mtime: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const member of members) {
    const bytes = member.bytes ?? new Uint8Array();
    const split = splitPath(member.path);
    if (!split) {
      const record = paxRecord("path", member.path);
      blocks.push(
        header({ name: "././@PaxHeader", prefix: "" }, "x", 0o644, record.length, mtime),
        padded(record),
      );
    }
    const type = member.path.endsWith("/") ? "5" : "0";
    const names = split ?? { name: `pax/${blocks.length}`, prefix: "" };
    blocks.push(header(names, type, member.mode, bytes.length, mtime, member.owner), padded(bytes));
  }
  blocks.push(archiveEnd);
  return Buffer.concat(blocks);
}

/** The header of one regular file, 0644 and 0:0, whose content follows by itself; the name is plain and short. */
export function fileHeader(name: string, size: number): Uint8Array {
  return header({ name, prefix: "" }, "0", 0o644, size, 0);
}

/** What follows a file's content, so that the next header starts at a whole block. */
export function filePadding(size: number): Uint8Array {
  return new Uint8Array((blockBytes - (size % blockBytes)) % blockBytes);
}

/** What ends an archive. */
export const archiveEnd: Uint8Array = new Uint8Array(2 * blockBytes);

interface Names {
  readonly name: string;
  readonly prefix: string;
}

/** The two name fields of ustar, where the path is ASCII and fits. */
function splitPath(path: string): Names | undefined {
  if (!/^[\x20-\x7e]*$/.test(path)) return undefined;
  if (path.length <= 100) return { name: path, prefix: "" };
  const slash = path.indexOf("/", path.length - 101);
  if (slash <= 0 || slash > 155 || slash === path.length - 1) return undefined;
  return { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}

function header(
  { name, prefix }: Names,
  type: string,
  mode: number,
  size: number,
  mtime: number,
  owner = { uid: 0, gid: 0 },
): Uint8Array {
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, 100, "latin1");
  block.write(octal(mode, 7), 100, "latin1");
  block.write(octal(owner.uid, 7), 108, "latin1");
  block.write(octal(owner.gid, 7), 116, "latin1");
  writeSize(block, size);
  block.write(octal(mtime, 11), 136, "latin1");
  block.write("        ", 148, "latin1");
  block.write(type, 156, "latin1");
  block.write("ustar\u000000", 257, "latin1");
  block.write(prefix, 345, 155, "latin1");
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${octal(sum, 6)}\u0000 `, 148, "latin1");
  return block;
}

/** Octal, and GNU's base-256 form from 8 GiB on. */
function writeSize(block: Buffer, size: number): void {
  if (size < 8 ** 11) {
    block.write(octal(size, 11), 124, "latin1");
    return;
  }
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(size), 128);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padded(bytes: Uint8Array): Uint8Array {
  const padding = filePadding(bytes.length);
  return padding.length === 0 ? bytes : Buffer.concat([bytes, padding]);
}

/** `<length> key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
