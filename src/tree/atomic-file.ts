import { lstatSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AnchoredDirectory } from "./anchored-directory.ts";
import { refuseToReplace } from "./special-file.ts";
import { StagedFile, type StageOptions } from "./staged-file.ts";
import { isTemporaryName } from "./temporary-name.ts";

export interface AtomicWriteOptions extends Pick<StageOptions, "mode" | "owner" | "temporary"> {
  /**
   * Whether the bytes and the rename reach the disk before the call returns. With `content` the bytes do, and the
   * caller syncs the directory after the last file in it. Default true.
   */
  readonly sync?: boolean | "content";
  /** Asked when the new file is complete, right before it takes the name; what it throws keeps the old one. */
  readonly check?: () => void;
}

/**
 * Writes a file so that every reader sees the old content or the new, whole: a new file in the same directory,
 * synced, then renamed over the name. A link at the name is replaced, never followed. A run that is killed
 * leaves at most a temporary file, which {@link sweepTemporaries} removes.
 * @throws {IdentikitError} `FILE_UNWRITABLE`; the old file is then untouched
 */
export function writeFileIn(
  directory: AnchoredDirectory,
  name: string,
  bytes: Uint8Array,
  options: AtomicWriteOptions = {},
): void {
  const { sync = true, check } = options;
  using file = StagedFile.write(directory, name, bytes, options);
  if (sync) file.syncNow();
  file.commit(check);
  if (sync === true) directory.sync();
}

/**
 * {@link writeFileIn} for a file that must not be there yet: of several that try at once, one makes it, whole, and
 * the others find it.
 * @returns whether this call made it
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function createFileIn(
  directory: AnchoredDirectory,
  name: string,
  bytes: Uint8Array,
  options: AtomicWriteOptions = {},
): boolean {
  const { sync = true } = options;
  using file = StagedFile.write(directory, name, bytes, options);
  if (sync) file.syncNow();
  const made = file.commitNew();
  if (made && sync) directory.sync();
  return made;
}

/**
 * {@link writeFileIn} for content of any size, which is on the disk when this returns. Where `chunks` fails, nothing is left
 * and the failure is passed on.
 * @throws {IdentikitError} as {@link writeFileIn}, and whatever `chunks` throws
 */
export async function writeChunksIn(
  directory: AnchoredDirectory,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  options: StageOptions = {},
): Promise<void> {
  refuseToReplace(directory.locate(name), join(directory.path, name));
  using file = StagedFile.open(directory, name, options);
  await file.appendAll(chunks);
  await file.sync();
  file.commit();
  await directory.syncLater();
}

/** {@link writeFileIn} for a path that the caller chose; directories above it are made. */
export function writeFileAtomically(
  path: string,
  content: Uint8Array | string,
  options?: AtomicWriteOptions,
): void {
  using directory = AnchoredDirectory.make(dirname(path));
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  writeFileIn(directory, basename(path), bytes, options);
}

/**
 * Removes what killed runs left in a directory. Call it only while holding the lock of the place: a temporary
 * file of a living writer looks the same.
 */
export function sweepTemporaries(directory: AnchoredDirectory): void {
  for (const name of readdirSync(directory.locate("."))) {
    if (isTemporaryName(name)) rmSync(directory.locate(name), { force: true });
  }
}

/**
 * Removes what killed runs left in a directory where writers need no lock: only what nobody has written to for longer
 * than any living writer pauses.
 * @param now the file system's own time, in milliseconds
 * @param idleMs default: a day
 */
export function sweepAbandoned(directory: AnchoredDirectory, now: number, idleMs = 24 * 3_600_000): void {
  for (const name of readdirSync(directory.locate("."))) {
    if (!isTemporaryName(name)) continue;
    const status = lstatSync(directory.locate(name), { throwIfNoEntry: false });
    if (status && now - status.mtimeMs > idleMs) rmSync(directory.locate(name), { force: true });
  }
}
