import { decode } from "./pax-records.ts";

/** One header block of 512 bytes, as it stands, before anything that precedes it changes its meaning. */
export interface TarHeader {
  /** With the ustar prefix; a trailing slash is kept. */
  readonly path: string;
  /** The type flag as a character; NUL is `0`. */
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly linkPath: string;
}

/**
 * Reads a header in the ustar or GNU form, strictly: right checksum, plain octal numbers, nothing behind the end of a
 * name. Base-256 numbers, which only sizes beyond 8 GiB need, are refused, and so negative ones are.
 * @returns the header, or what is wrong with it
 */
export function parseTarHeader(block: Buffer): TarHeader | string {
  const magic = block.toString("latin1", 257, 265);
  if (magic !== "ustar\u000000" && magic !== "ustar  \0")
    return "is in no form of tar that is read (ustar, pax, GNU)";
  if (octal(block, 148, 8) !== checksum(block)) return "has a header with a wrong checksum";
  const size = octal(block, 124, 12);
  if (size === undefined) return "has a size that is no octal number";
  const mode = octal(block, 100, 8);
  if (mode === undefined) return "has a mode that is no octal number";
  const name = text(block, 0, 100);
  const prefix = magic === "ustar\u000000" ? text(block, 345, 155) : "";
  const linkPath = text(block, 157, 100);
  if (name === undefined || prefix === undefined || linkPath === undefined)
    return "has a name that is not UTF-8, or goes on behind its end";
  const flag = String.fromCharCode(block[156] as number);
  return {
    path: prefix === "" ? name : `${prefix}/${name}`,
    type: flag === "\0" ? "0" : flag,
    size,
    mode,
    linkPath,
  };
}

function octal(block: Buffer, at: number, length: number): number | undefined {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(block.toString("latin1", at, at + length))?.[1];
  if (digits === undefined) return undefined;
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < 148; at++) sum += block[at] as number;
  for (let at = 156; at < 512; at++) sum += block[at] as number;
  return sum;
}

function text(block: Buffer, at: number, length: number): string | undefined {
  let end = at;
  const last = at + length;
  while (end < last && block[end] !== 0) end++;
  for (let behind = end; behind < last; behind++) if (block[behind] !== 0) return undefined;
  return decode(block.subarray(at, end));
}
