import { type Attributes, attributesIn } from "./attributes.ts";
import { isPaxTime, type PaxRecords, parseInteger } from "./pax.ts";
import { sparseFile } from "./sparse-map.ts";
import { parseNumber, parseOctal, readBytes, readNumber, textOf } from "./tar-fields.ts";
import type { TarPlace } from "./tar-profile.ts";

export type TarType =
  | "file"
  | "link"
  | "symlink"
  | "directory"
  | "device"
  | "fifo"
  | "sparse"
  /** A global pax header. It is no entry, but most engines take its name for that of one. */
  | "global"
  | "unknown";

/** One entry's header, with what its pax and GNU long-name headers say already applied. */
export interface TarHeader {
  /** As it stands in the archive. */
  readonly path: string;
  /** Another path that a reader of another kind would take it for. */
  readonly alias?: string;
  readonly type: TarType;
  /** Permission and special bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of the body. */
  readonly size: number;
  /** Where a link points. */
  readonly target: string;
  /** True for the character device 0:0, by which an overlay file system marks what is hidden. */
  readonly isOverlayWhiteout?: boolean;
  /** True for a size where there is no body: go-containerregistry takes that for the end of the image, and tells nobody. */
  readonly claimsBody: boolean;
  readonly attributes: Attributes;
}

/** The form of a header, as its magic tells it. */
export type TarFormat = "v7" | "ustar" | "star" | "gnu";

/** What a header block says by itself. Sizes and owners are as large, or as negative, as the block has them. */
export interface RawHeader {
  readonly format: TarFormat;
  readonly flag: string;
  readonly name: string;
  readonly target: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly isOverlayWhiteout: boolean;
}

/** What the headers before an entry say about it. */
export interface Pending {
  readonly pax?: PaxRecords;
  /** GNU's long name and target; an empty one says nothing. */
  readonly name?: string;
  readonly target?: string;
}

const types: Readonly<Record<string, TarType>> = {
  "0": "file",
  "\0": "file",
  "1": "link",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
  S: "sparse",
  g: "global",
};
const noRecords: PaxRecords = new Map();
const bodiless: ReadonlySet<TarType> = new Set(["link", "symlink", "device", "directory", "fifo"]);

/**
 * A header block as Go's `archive/tar` reads it (`readHeader`): V7, ustar, star and GNU, told apart by their magic.
 * @throws the place's fault where Go refuses it
 */
export function readHeader(block: Buffer, place: TarPlace): RawHeader {
  checkSum(block, place);
  const number = (at: number, length: number) => readNumber(block, at, length, place);
  const format = formatOf(block);
  number(136, 12);
  const device = format === "v7" ? ([0, 0] as const) : ([number(329, 8), number(337, 8)] as const);
  if (format === "star") for (const at of [476, 488]) number(at, 12);
  const prefix = prefixOf(block, format);
  const name = readBytes(block, 0, 100);
  const flag = String.fromCharCode(block[156] as number);
  return {
    format,
    flag,
    name: textOf(prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from("/"), name])),
    target: textOf(readBytes(block, 157, 100)),
    mode: lowBits(number(100, 8)),
    uid: Number(number(108, 8)),
    gid: Number(number(116, 8)),
    size: Number(number(124, 12)),
    isOverlayWhiteout: flag === "3" && isDeviceZero(device),
  };
}

/**
 * An entry's header, with the pending ones applied as Go applies them (`mergePAX`, then GNU's long names).
 * @throws the place's fault where Go refuses it, or where a body is beyond 2^53 bytes
 */
export function resolveHeader(raw: RawHeader, pending: Pending, place: TarPlace): TarHeader {
  const { pax = noRecords } = pending;
  const number = (key: string, own: number): number => {
    const text = pax.get(key) || undefined;
    const value = text === undefined ? own : parseInteger(text);
    if (value === undefined) throw place.invalid(`a pax record has ${key}=${JSON.stringify(text)}`);
    return value;
  };
  for (const key of ["atime", "mtime", "ctime"]) {
    const time = pax.get(key) || undefined;
    if (time !== undefined && !isPaxTime(time))
      throw place.invalid(`a pax record has ${key}=${JSON.stringify(time)}`);
  }
  const path = pending.name || pax.get("path") || raw.name;
  const type = raw.flag === "\0" && path.endsWith("/") ? "directory" : (types[raw.flag] ?? "unknown");
  if (bodiless.has(type) && sparseFile(pax, 0, place))
    throw place.invalid("an archive has a sparse entry that is no file");
  const stated = number("size", raw.size);
  const size = bodiless.has(type) ? 0 : stated;
  if (
    size < 0 ||
    !Number.isSafeInteger(size) ||
    (raw.size < 0 && !bodiless.has(types[raw.flag] ?? "unknown"))
  )
    throw place.invalid("an archive has a size in a header that nothing can have");
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
    attributes: attributesIn(pax, raw.mode),
  };
}

/** A global header as an entry of its own, which is what Go gives its readers. */
export function globalHeader(raw: RawHeader, records: PaxRecords): TarHeader {
  const path = records.get("path") || raw.name;
  const alias = path === raw.name ? {} : { alias: raw.name };
  const { mode, uid, gid } = raw;
  const attributes = { set: [], passedOver: [] };
  const rest = { mode, uid, gid, size: 0, target: "", claimsBody: false, attributes };
  return { path, ...alias, type: "global", ...rest };
}

function formatOf(block: Buffer): TarFormat {
  const magic = block.toString("latin1", 257, 265);
  if (magic === "ustar  \0") return "gnu";
  if (!magic.startsWith("ustar\0")) return "v7";
  return block.toString("latin1", 508, 512) === "tar\0" ? "star" : "ustar";
}

/** What stands before the name. */
function prefixOf(block: Buffer, format: TarFormat): Buffer {
  if (format === "ustar") return readBytes(block, 345, 155);
  if (format === "star") return readBytes(block, 345, 131);
  // Go once wrote GNU's magic with ustar's prefix. It reads its own mistake where the times in that place are none.
  const isMistaken =
    format === "gnu" && [345, 357].some((at) => block[at] !== 0 && parseNumber(block, at, 12) === undefined);
  const prefix = readBytes(block, 345, 155);
  return isMistaken && prefix.every((byte) => byte < 0x80) ? prefix : Buffer.alloc(0);
}

/** Permission and special bits. A bit operation takes them from a negative number, too, and from one over 2^32. */
function lowBits(mode: number | bigint): number {
  return typeof mode === "number" ? mode & 0xfff : Number(BigInt.asUintN(12, mode));
}

/** As `mknod` takes a device: 12 bits of its major and 20 of its minor number. */
function isDeviceZero([major, minor]: readonly [number | bigint, number | bigint]): boolean {
  return BigInt.asUintN(12, BigInt(major)) === 0n && BigInt.asUintN(20, BigInt(minor)) === 0n;
}

function checkSum(block: Buffer, place: TarPlace): void {
  const stored = parseOctal(block, 148, 8);
  // The field itself counts as spaces. Old programs summed signed bytes: each from 0x80 on as 256 less.
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let at = 0; at < 148; at++) {
    unsigned += block[at] as number;
    high += (block[at] as number) >> 7;
  }
  for (let at = 156; at < block.length; at++) {
    unsigned += block[at] as number;
    high += (block[at] as number) >> 7;
  }
  if (stored !== unsigned && stored !== unsigned - 256 * high)
    throw place.invalid("it is not a tar archive, or one of its headers is damaged");
}
