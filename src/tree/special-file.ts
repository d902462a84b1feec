import { lstatSync, type Stats, statSync } from "node:fs";
import { IdentikitError } from "../fault/error.ts";

/** True for the names under which a process finds its own open descriptors, whatever these are. */
export function isDescriptorPath(path: string): boolean {
  return /^\/(?:dev\/(?:fd\/[0-9]+|std(?:in|out|err))|proc\/(?:self|thread-self|[0-9]+)\/fd\/[0-9]+)$/.test(
    path,
  );
}

/** What something that is no regular file is called. */
export function kindOf(status: Stats): string {
  if (status.isCharacterDevice() || status.isBlockDevice()) return "device";
  if (status.isFIFO()) return "FIFO";
  return status.isSocket() ? "socket" : "special file";
}

/**
 * Asked before a file is renamed over a name: a device, a FIFO or a socket there would be gone, for the whole machine
 * where the name is `/dev/null`. Links are replaced, as everywhere, unless they lead to such a thing.
 * @param at where to look, which may be through an open directory
 * @param shown the path for messages, absolute
 * @throws {IdentikitError} `ENTRY_TYPE`
 */
export function refuseToReplace(at: string, shown: string): void {
  const status = lstatSync(at, { throwIfNoEntry: false });
  if (status === undefined || status.isFile() || status.isDirectory()) return;
  const target = status.isSymbolicLink() ? statSync(at, { throwIfNoEntry: false }) : status;
  const isSpecial = target !== undefined && !target.isFile() && !target.isDirectory();
  if (!isSpecial && !isDescriptorPath(shown)) return;
  const what = isSpecial ? kindOf(target) : "name of an open descriptor";
  throw new IdentikitError("ENTRY_TYPE", `${shown} is a ${what}, and is not replaced by a file`, {
    remedy: "Name a path where a regular file may be made.",
  });
}
