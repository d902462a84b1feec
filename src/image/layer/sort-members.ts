import type { TarMember } from "../../tar/tar-writer.ts";
import { comparePaths } from "../../tree/path.ts";

/** Members in byte order of their paths, each directory before what is in it. */
export function sortMembers(members: readonly TarMember[]): TarMember[] {
  return [...members].sort((a, b) => comparePaths(a.path, b.path));
}
