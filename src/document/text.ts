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
    throw new IdentikitError("DOCUMENT_INVALID", `${name} is not UTF-8 text`, {
      remedy: "Save the file as UTF-8.",
      cause,
      location: { file: name },
    });
  }
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
    remedy: "Check that this is the file that was meant.",
  });
}
