import { constants, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { fieldsOf } from "../fault/thrown.ts";
import type { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";
import { refuseToReplace } from "./special-file.ts";
import { newTemporaryName } from "./temporary-name.ts";

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

export interface StreamWriteOptions {
  /** Permission bits. Default 0644. */
  readonly mode?: number;
  /** Where the file grows, on the same file system; the directory itself if left out. */
  readonly staging?: AnchoredDirectory;
}

/**
 * Writes a file of any size so that it appears under its name whole or not at all. Where `chunks` fails, nothing is
 * left and the failure is passed on.
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE` where a device or a FIFO has the name, and whatever `chunks` throws
 */
export async function writeStreamIn(
  directory: AnchoredDirectory,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  { mode = 0o644, staging = directory }: StreamWriteOptions = {},
): Promise<void> {
  const temporary = staging.locate(newTemporaryName());
  const target = directory.locate(name);
  refuseToReplace(target, join(directory.path, name));
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    await using file = await open(temporary, flags, mode);
    await file.chmod(mode);
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    const isSystem = typeof fieldsOf(cause).syscall === "string";
    throw isSystem ? fileFault("FILE_UNWRITABLE", join(directory.path, name), cause) : cause;
  }
  directory.sync();
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
