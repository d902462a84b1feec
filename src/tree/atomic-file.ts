import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";

const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;

export interface AtomicWriteOptions {
  /** Permission bits from the first byte on; the umask does not lessen them. Default 0644. */
  readonly mode?: number;
  /**
   * Whether the bytes and the rename reach the disk before the call returns. With `content` the bytes do, and the
   * caller syncs the directory after the last file in it. Default true.
   */
  readonly sync?: boolean | "content";
  /** Asked when the new file is complete, right before it takes the name; what it throws keeps the old one. */
  readonly check?: () => void;
  /** Who the file belongs to from before its first byte; left out, whoever runs this. */
  readonly owner?: { readonly uid: number; readonly gid: number };
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
  const { mode = 0o644, sync = true } = options;
  const temporary = directory.locate(temporaryNameOf(randomBytes(6)));
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const descriptor = openSync(temporary, flags, mode);
    try {
      if (options.owner) giveTo(descriptor, options.owner);
      fchmodSync(descriptor, mode);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      if (sync) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    options.check?.();
    renameSync(temporary, directory.locate(name));
    if (sync === true) directory.sync();
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
  }
}

/** Asks for a change of owner only where it is one, since an unprivileged user may not even ask. */
function giveTo(descriptor: number, owner: { readonly uid: number; readonly gid: number }): void {
  if (fstatSync(descriptor).uid !== owner.uid) fchownSync(descriptor, owner.uid, owner.gid);
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
  const temporary = `.identikit-${randomBytes(6).toString("hex")}.tmp`;
  writeFileIn(directory, temporary, bytes, options);
  try {
    // A rename would replace what another run has just made; a link refuses.
    linkSync(directory.locate(temporary), directory.locate(name));
    if (options.sync ?? true) directory.sync();
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
  } finally {
    rmSync(directory.locate(temporary), { force: true });
  }
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
    if (temporaryName.test(name)) rmSync(directory.locate(name), { force: true });
  }
}

/** The name of a temporary file, from six random bytes. */
export function temporaryNameOf(random: Buffer): string {
  return `.identikit-${random.toString("hex")}.tmp`;
}

/** True for the name of a temporary file of {@link writeFileIn}. */
export function isTemporaryName(name: string): boolean {
  return temporaryName.test(name);
}
