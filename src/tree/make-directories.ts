import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ignoreOwnState } from "./self-ignored.ts";

/**
 * Makes a directory and those above it that are missing. Node's own recursive `mkdirSync` never returns where a
 * directory that is there answers ENOENT, as `/proc` does. A state directory that is made ignores itself.
 * @param mode of each directory that is made, before the umask
 * @throws the operating system's error
 */
export function makeDirectories(path: string, mode: number): void {
  if (isDirectory(path)) return;
  makeMissing(path, mode);
  ignoreOwnState(path);
}

function makeMissing(path: string, mode: number): void {
  const above = dirname(path);
  if (above !== path && !existsSync(above)) makeMissing(above, mode);
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    // Another run may have made it meanwhile.
    if (!isDirectory(path)) throw cause;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
