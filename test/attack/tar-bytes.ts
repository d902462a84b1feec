import { gzipSync } from "node:zlib";

export interface RawEntry {
  /** The bytes of the name field; a string is written as UTF-8. */
  readonly name: string | Buffer;
  readonly type?: string;
  readonly content?: string | Buffer;
  readonly mode?: number;
  readonly linkName?: string;
  readonly prefix?: string;
  /** The size field as it is to stand, instead of the content's length. */
  readonly size?: number | Buffer;
  readonly magic?: string;
  /** Changes the header before its checksum is worked out. */
  readonly edit?: (header: Buffer) => void;
  /** The checksum field, instead of the right one. */
  readonly checksum?: number;
}

/** One entry's header and padded content, byte by byte. */
export function entry(raw: RawEntry): Buffer {
  const content = Buffer.from(raw.content ?? "");
  const header = Buffer.alloc(512);
  Buffer.from(raw.name).copy(header, 0, 0, 100);
  header.write(octal(raw.mode ?? 0o644, 8), 100, "latin1");
  header.write(octal(0, 8), 108, "latin1");
  header.write(octal(0, 8), 116, "latin1");
  const size = raw.size ?? content.length;
  if (typeof size === "number") header.write(octal(size, 12), 124, "latin1");
  else size.copy(header, 124);
  header.write(octal(0, 12), 136, "latin1");
  header.write(raw.type ?? "0", 156, "latin1");
  header.write(raw.linkName ?? "", 157, "utf8");
  header.write(raw.magic ?? "ustar\u000000", 257, "latin1");
  header.write(raw.prefix ?? "", 345, "utf8");
  raw.edit?.(header);
  header.fill(" ", 148, 156);
  const sum = raw.checksum ?? header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

export const file = (name: string | Buffer, content: string | Buffer = "x", more: Partial<RawEntry> = {}) =>
  entry({ name, content, ...more });

export const directory = (name: string) => entry({ name: `${name}/`, type: "5", mode: 0o755 });

export const link = (name: string, linkName: string, type: "1" | "2" = "2") =>
  entry({ name, linkName, type });

/** A pax extended header with the given records, lengths right. */
export function pax(records: Readonly<Record<string, string>>, type: "x" | "g" = "x"): Buffer {
  const body = Object.entries(records).map(([key, value]) => paxRecord(key, value));
  return entry({ name: "PaxHeader/x", type, content: Buffer.concat(body) });
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length++;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

/** A GNU long name (`L`) or long link name (`K`) header. */
export const longName = (text: string | Buffer, type: "L" | "K" = "L") =>
  entry({
    name: "././@LongLink",
    type,
    content: Buffer.concat([Buffer.from(text), Buffer.alloc(1)]),
    magic: "ustar  \0",
  });

/** A whole archive, not compressed. */
export function tar(...entries: readonly Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}

/** A whole archive, compressed. */
export function tgz(...entries: readonly Buffer[]): Buffer {
  return gzipSync(tar(...entries));
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}
