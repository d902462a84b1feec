import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { codeOf } from "../fault/thrown.ts";
import type { DirectoryView } from "./directory-view.ts";
import { fileFault } from "./file-fault.ts";

/** A regular file as it was read: content, permission and special bits, owner. */
export interface RegularFile {
  readonly bytes: Buffer;
  readonly mode: number;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** How many names the file has; one where there is no hard link to it. */
  readonly links: number;
}

/**
 * Reads one file of a directory that somebody else may write to; `undefined` where there is nothing of that name.
 * @param maxBytes bytes at most
 * @param overBound the fault for a file over the bound, where the bound is of more than this one file
 * @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does;
 * `FILE_UNREADABLE`, also for a file over the bound
 */
export function readFileIn(
  directory: DirectoryView,
  name: string,
  maxBytes: number,
  overBound: (path: string) => IdentikitError = (path) => tooLarge(path, maxBytes),
): RegularFile | undefined {
  // Put together for messages only: this is called for every file of a fleet.
  const path = () => join(directory.path, name);
  // Not blocking: a fifo at the name would keep an open waiting for its writer.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(directory.locate(name), flags);
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw notAFile(path());
    const bytes = readUpTo(descriptor, status.size, maxBytes);
    if (!bytes) throw overBound(path());
    return {
      bytes,
      mode: status.mode & 0o7777,
      owner: { uid: status.uid, gid: status.gid },
      links: status.nlink,
    };
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP") throw linked(path());
    // What opening a socket gives.
    if (code === "ENXIO") throw notAFile(path());
    throw fileFault("FILE_UNREADABLE", path(), cause);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Reads to the end, or gives `undefined` past the bound: the size in the status is a first guess, not a promise. A
 * read that gives less than there was room for has met the end, except in files that claim to be empty.
 */
function readUpTo(descriptor: number, size: number, maxBytes: number): Buffer | undefined {
  if (size > maxBytes) return undefined;
  let buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += read;
    if (length > maxBytes) return undefined;
    if (read === 0 || (size > 0 && length === size)) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(length + 4096)]);
  }
}

function linked(path: string): IdentikitError {
  return new IdentikitError("PATH_LINKED", `${path} is a symbolic link where a regular file must be`, {
    remedy: "Remove it or move it away, then run again; nothing was written through it.",
  });
}

function notAFile(path: string): IdentikitError {
  return new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, {
    remedy: "Remove it or move it away, then run again.",
  });
}

function tooLarge(path: string, maxBytes: number): IdentikitError {
  return new IdentikitError("FILE_UNREADABLE", `${path} is larger than ${maxBytes} bytes`, {
    remedy: "Check that this is the file that was meant.",
  });
}
