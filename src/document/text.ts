import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { IdentikitError } from "../fault/error.ts";
import { fileFault } from "../tree/file-fault.ts";

/** The largest document that is read, in bytes. */
export const maxDocumentBytes: number = 8 * 1024 * 1024;

/**
 * Reads a text file: UTF-8, with or without a byte order mark, bounded.
 * @param file the path to read
 * @param name what messages call it; the path, if left out
 * @throws {IdentikitError} `FILE_UNREADABLE`; `DOCUMENT_INVALID` for bytes that are not UTF-8
 */
export function readText(file: string, name: string = file): string {
  return decodeText(readBytes(file, name), name);
}

/**
 * UTF-8 bytes as text, without a byte order mark.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for bytes that are not UTF-8
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const line = brokenLine(bytes);
    throw new IdentikitError("DOCUMENT_INVALID", `${name} is not UTF-8 text (line ${line})`, {
      remedy: "Save the file as UTF-8.",
      cause,
      location: { file: name, line },
    });
  }
}

/** The 1-based line with the first bytes that are not UTF-8; for bytes that are, the one after the last. A line feed is no part of a longer sequence (RFC 3629, 3). */
export function brokenLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

function readBytes(file: string, name: string): Uint8Array {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    const { size } = fstatSync(descriptor);
    if (size > maxDocumentBytes) throw tooLarge(name);
    return readFileSync(descriptor);
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", name, cause);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function tooLarge(name: string): IdentikitError {
  return new IdentikitError("FILE_UNREADABLE", `${name} is larger than ${maxDocumentBytes} bytes`, {
    location: { file: name },
    remedy: "Check that this is the file that was meant.",
  });
}
