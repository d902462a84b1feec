import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileFault } from "../../tree/file-fault.ts";
import type { IsolationHost } from "../isolation.ts";

/** A directory of ours that an attempt's container sees. Attempts have names of their own, so a later process finds it again. */
export function ownDirectoryOf({ stateDirectory }: IsolationHost, attempt: string): string {
  return join(stateDirectory, "containers", attempt);
}

/** Makes it again from nothing, with a file of that name in it. @throws {IdentikitError} `FILE_UNWRITABLE` */
export function makeOwnDirectory(host: IsolationHost, attempt: string, name: string): string {
  const path = ownDirectoryOf(host, attempt);
  try {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true, mode: 0o755 });
    writeFileSync(join(path, name), "");
    return path;
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", path, cause);
  }
}
