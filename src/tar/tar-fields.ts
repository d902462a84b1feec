import { isUtf8 } from "node:buffer";
import type { TarPlace } from "./tar-profile.ts";

const slash = 0x2f;
const space = 0x20;
const zero = 0x30;

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

/**
 * The octal form alone, which is all that a checksum may have: digits between blanks (spaces and NULs), of which the first NUL
 * ends the number.
 */
export function parseOctal(block: Buffer, at: number, length: number): number | undefined {
  const end = at + length;
  let next = at;
  while (next < end && isBlank(block[next])) next++;
  const first = next;
  let value = 0;
  for (; next < end; next++) {
    const digit = (block[next] as number) - zero;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  if (next === end || (block[next] === 0 && next > first)) return value;
  const isOver = next > first && block[next] === space;
  while (next < end && isBlank(block[next])) next++;
  return isOver && next === end ? value : undefined;
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === 0;
}

/** @throws the place's fault where {@link parseNumber} finds none */
export function readNumber(block: Buffer, at: number, length: number, place: TarPlace): number | bigint {
  const value = parseNumber(block, at, length);
  if (value === undefined) throw place.invalid("an archive has a malformed number in a header");
  return value;
}

/** True where every byte is zero. */
export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
