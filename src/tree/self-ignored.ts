import { closeSync, constants, openSync, writeSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { codeOf } from "../fault/thrown.ts";

/** Directories that hold what is derived or secret: keys, databases, ledgers, env directories, fetched copies. */
const stateDirectories = new Set([".identikit", ".tenant-bundle-deps"]);

/** What keeps everything in a directory out of version control, this file included (gitignore(5)). */
const everything = "*\n";

/** Whether a directory of that name ignores itself. */
export function isSelfIgnored(name: string): boolean {
  return stateDirectories.has(name);
}

/**
 * Makes the state directory that a path is, or lies in, ignore itself, so that `git add --all` takes none of it. One that has a
 * `.gitignore` of its own keeps it.
 * @param path of a directory that is there
 * @throws the operating system's error where it cannot be written
 */
export function ignoreOwnState(path: string): void {
  const segments = resolve(path).split(sep);
  const at = segments.findIndex(isSelfIgnored);
  if (at !== -1) writeIgnoreFile(join(segments.slice(0, at + 1).join(sep), ".gitignore"));
}

/** {@link ignoreOwnState} of one directory, by a path for a name in it. */
export function writeIgnoreFile(file: string): void {
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const descriptor = openSync(file, flags, 0o644);
    try {
      writeSync(descriptor, everything);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
}
