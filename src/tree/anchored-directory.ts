import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { IdentikitError } from "../fault/error.ts";
import { codeOf } from "../fault/thrown.ts";
import { type DirectoryStatus, type DirectoryView, obstacle } from "./directory-view.ts";
import { fileFault } from "./file-fault.ts";
import { makeDirectories } from "./make-directories.ts";
import { type EntryKind, kindOfStatus } from "./observed.ts";
import { isSelfIgnored, writeIgnoreFile } from "./self-ignored.ts";

const fsyncLater = promisify(fsync);
const followNoLink = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
let descriptorsAreReachable: boolean | undefined;

/**
 * A directory held open, so that what is done in it happens in that very directory even when somebody swaps a
 * parent for a link meanwhile. Names are entered one by one and never through a symbolic link.
 *
 * On Linux paths go through the open descriptor (`/proc/self/fd/N/name`, which is `openat` in all but name);
 * elsewhere through the real path, checked at each step.
 */
export class AnchoredDirectory implements DirectoryView {
  /** The path for messages. */
  readonly path: string;
  readonly #descriptor: number;
  readonly #base: string;
  #isNew = false;

  private constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
    descriptorsAreReachable ??= existsSync("/proc/self/fd/0") || existsSync("/proc/self/fd");
    this.#base = descriptorsAreReachable ? `/proc/self/fd/${descriptor}` : realpathSync(path);
  }

  /**
   * Opens a directory that the caller chose; links on the way to it are followed, since the choice was theirs.
   * @throws {IdentikitError} `FILE_UNREADABLE`
   */
  static open(path: string): AnchoredDirectory {
    try {
      return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
    } catch (cause) {
      throw fileFault("FILE_UNREADABLE", path, cause);
    }
  }

  /**
   * As {@link open}, making the directory and those above it where they are missing.
   * @throws {IdentikitError} `FILE_UNWRITABLE`
   */
  static make(path: string, mode = 0o755): AnchoredDirectory {
    try {
      makeDirectories(path, mode);
      return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", path, cause);
    }
  }

  /** A path for one name in this directory, for calls that do not follow a link in the last place. */
  locate(name: string): string {
    return `${this.#base}/${name}`;
  }

  /** True where there is an entry of that name, a dangling link included. */
  has(name: string): boolean {
    return lstatSync(this.locate(name), { throwIfNoEntry: false }) !== undefined;
  }

  /** What stands at that name, not followed where it is a link; `undefined` where there is nothing. */
  kindOf(name: string): EntryKind | undefined {
    const status = lstatSync(this.locate(name), { throwIfNoEntry: false });
    return status && kindOfStatus(status);
  }

  /**
   * Opens the directory of that name, or gives `undefined` where there is nothing.
   * @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does
   */
  enter(name: string): AnchoredDirectory | undefined {
    const path = join(this.path, name);
    try {
      return new AnchoredDirectory(path, openSync(this.locate(name), followNoLink));
    } catch (cause) {
      const code = codeOf(cause);
      if (code === "ENOENT") return undefined;
      if (code === "ELOOP" || code === "ENOTDIR") throw this.#obstacle(name);
      throw fileFault("FILE_UNREADABLE", path, cause);
    }
  }

  /** Opens the directory that some names lead to, one by one; `undefined` where one of them is missing. */
  reach(names: readonly string[]): AnchoredDirectory | undefined {
    let at = this.enter(".");
    for (const name of names) {
      using above = at;
      at = above?.enter(name);
    }
    return at;
  }

  /** As {@link enter}, making the directory where it is missing; the umask does not lessen the mode. */
  enterOrMake(name: string, mode = 0o755): AnchoredDirectory {
    const path = join(this.path, name);
    for (let made = false; ; ) {
      const directory = made || this.has(name) ? this.enter(name) : undefined;
      if (directory && made) {
        directory.#isNew = true;
        if (directory.status().mode !== mode) directory.setMode(mode);
      }
      if (directory) return directory;
      try {
        mkdirSync(this.locate(name), { mode });
        made = true;
        if (isSelfIgnored(name)) writeIgnoreFile(`${this.locate(name)}/.gitignore`);
      } catch (cause) {
        if (codeOf(cause) !== "EEXIST") throw fileFault("FILE_UNWRITABLE", path, cause);
      }
    }
  }

  /** True where {@link enterOrMake} has just made this directory, so that nothing can be in it yet. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Permission bits and owner of this directory. */
  status(): DirectoryStatus {
    const { mode, uid, gid } = fstatSync(this.#descriptor);
    return { mode: mode & 0o7777, uid, gid };
  }

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  setMode(mode: number): void {
    try {
      fchmodSync(this.#descriptor, mode);
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", this.path, cause);
    }
  }

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  setOwner({ uid, gid }: { readonly uid: number; readonly gid: number }): void {
    try {
      fchownSync(this.#descriptor, uid, gid);
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", this.path, cause);
    }
  }

  /** {@link sync}, without keeping anything else waiting. */
  async syncLater(): Promise<void> {
    await fsyncLater(this.#descriptor);
  }

  /** Brings renames and removals in this directory to the disk. */
  sync(): void {
    fsyncSync(this.#descriptor);
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #obstacle(name: string): IdentikitError {
    const linked = lstatSync(this.locate(name), { throwIfNoEntry: false })?.isSymbolicLink() ?? true;
    return obstacle(join(this.path, name), linked);
  }
}
