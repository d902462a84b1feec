import { isUtf8 } from "node:buffer";
import { invalid } from "../image-fault.ts";

const slash = 0x2f;
const leadingBlanks = /^[ \0]+/;
const trailingBlanks = /[ \0]+$/;

/**
 * Bytes as text that keeps them apart: UTF-8 where they are, else each byte over 0x7f as the lone surrogate U+DC00 + byte,
 * which no UTF-8 gives. Names are compared by bytes on Linux, and two of them must not become one. It is decided for each
 * segment of a path, so that a directory has one name whatever stands below it.
 */
export function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const segments: string[] = [];
  for (let at = 0; at <= bytes.length; ) {
    const next = bytes.indexOf(slash, at);
    const end = next === -1 ? bytes.length : next;
    segments.push(segmentOf(bytes.subarray(at, end)));
    at = end + 1;
  }
  return segments.join("/");
}

function segmentOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const units = [...bytes].map((byte) => (byte < 0x80 ? byte : 0xdc00 + byte));
  return String.fromCharCode(...units);
}

/** The bytes of which {@link textOf} made a text. */
export function bytesOf(text: string): Buffer {
  const parts = text
    .split("/")
    .map((segment) =>
      /[\udc80-\udcff]/.test(segment) && !segment.isWellFormed()
        ? Buffer.from([...segment].map((unit) => unit.charCodeAt(0) & 0xff))
        : Buffer.from(segment),
    );
  return Buffer.concat(parts.flatMap((part, number) => (number === 0 ? [part] : [Buffer.of(slash), part])));
}

/** A text field: the bytes up to the first NUL. */
export function readBytes(block: Buffer, at: number, length: number): Buffer {
  const end = block.indexOf(0, at);
  return block.subarray(at, end === -1 || end > at + length ? at + length : end);
}

/**
 * A number field as Go's `archive/tar` reads it (`parseNumeric`): octal digits between spaces and NULs, or two's
 * complement in base 256. It is a `bigint` where a number would not be exact.
 * @returns `undefined` for anything else, and for what does not fit 64 bits
 */
export function parseNumber(block: Buffer, at: number, length: number): number | bigint | undefined {
  const first = block[at] as number;
  if (!(first & 0x80)) return parseOctal(block, at, length);
  const isNegative = (first & 0x40) !== 0;
  let value = BigInt(isNegative ? first | ~0xff : first & 0x7f);
  for (const byte of block.subarray(at + 1, at + length)) value = (value << 8n) | BigInt(byte);
  if (BigInt.asIntN(64, value) !== value) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The octal form alone, which is all that a checksum may have. */
export function parseOctal(block: Buffer, at: number, length: number): number | undefined {
  const trimmed = block
    .toString("latin1", at, at + length)
    .replace(leadingBlanks, "")
    .replace(trailingBlanks, "");
  const [digits = ""] = trimmed.split("\0", 1);
  if (digits === "") return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** @throws {IdentikitError} `IMAGE_INVALID` where {@link parseNumber} finds none */
export function readNumber(block: Buffer, at: number, length: number, place: string): number | bigint {
  const value = parseNumber(block, at, length);
  if (value === undefined) throw invalid(place, "an archive has a malformed number in a header");
  return value;
}
