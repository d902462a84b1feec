import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";

const chunkBytes = 256 * 1024;

/**
 * Bytes of a regular file in chunks, read when they are asked for. A link is not followed.
 * @param range the part to read; left out, the whole file
 * @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
 */
export async function* streamFileIn(
  directory: AnchoredDirectory,
  name: string,
  range: { readonly start: number; readonly length: number } = { start: 0, length: Number.MAX_SAFE_INTEGER },
): AsyncGenerator<Uint8Array> {
  const path = join(directory.path, name);
  await using file = await openRegular(directory, name);
  for (let at = range.start, left = range.length; left > 0; ) {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, left));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at).catch((cause: unknown) => {
      throw fileFault("FILE_UNREADABLE", path, cause);
    });
    if (bytesRead === 0) return;
    at += bytesRead;
    left -= bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function openRegular(directory: AnchoredDirectory, name: string): Promise<FileHandle> {
  const path = join(directory.path, name);
  let file: FileHandle;
  try {
    // Not blocking: a fifo may stand there.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    file = await open(directory.locate(name), flags);
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", path, cause);
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, { remedy: "Check the path." });
}
