import { ambiguousImage, invalid } from "../image-fault.ts";
import type { ArchiveFile } from "./archive-file.ts";

/**
 * A document that an archive must hold, whole.
 * @param limit bytes
 * @throws {IdentikitError} `IMAGE_INVALID` where it is not there or too large; `IMAGE_AMBIGUOUS` where it is a link
 */
export async function readMember(
  archive: ArchiveFile,
  name: string,
  limit: number,
  place: string,
): Promise<Buffer> {
  if (archive.isLink(name))
    throw ambiguousImage(place, `its ${name} is a link, which not all programs follow`);
  const size = archive.sizeOf(name);
  if (size === undefined) throw invalid(place, `it has no ${name}, so it is no docker-archive`);
  if (size > limit) throw invalid(place, `${name} is over ${limit} bytes`);
  const parts: Uint8Array[] = [];
  for await (const part of archive.read(name)) parts.push(part);
  return Buffer.concat(parts);
}
