import { closeSync, openSync, readSync, statSync } from "node:fs";
import { IdentikitError } from "../fault/error.ts";

const sqliteStart = "SQLite format 3\0";
/** One `id:base64` of 32 bytes a line, after comments. */
const keyFile = /^(?:\s*(?:#[^\n]*)?\n)*\s*[\w.-]+:[A-Za-z0-9+/]{43}=\s*(?:$|[\n,])/;

/**
 * Asked before a file that a person named is written: a database (or what SQLite keeps beside it) and the keys that open its secrets
 * are never replaced by a report, a bundle or a backup, nor appended to. Links are followed.
 * @param path absolute
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function refusePrecious(path: string): void {
  const database = path.replace(/-(?:wal|shm|journal)$/, "");
  const what = startOf(database).startsWith(sqliteStart)
    ? "a file of an SQLite database"
    : keyFile.test(startOf(path))
      ? "a key file"
      : undefined;
  if (what === undefined) return;
  throw new IdentikitError("FILE_UNWRITABLE", `${path} is ${what}, and is not written over`, {
    remedy: "Name another file; if this one is not needed any more, remove it first.",
  });
}

/** The first bytes of a regular file; of anything else, nothing. */
function startOf(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return "";
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    // What cannot be read is not known to be precious; the write says itself what stands in its way.
    return "";
  }
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.toString("latin1", 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
