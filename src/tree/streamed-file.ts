import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { AnchoredDirectory } from "./anchored-directory.ts";
import type { AtomicWriteOptions } from "./atomic-file.ts";
import { fileFault } from "./file-fault.ts";

/**
 * A file that is too large to be held in memory, written piece by piece under a temporary name; {@link commit} gives it
 * its own name, whole. Disposed of without that, it is gone. The rules are those of `writeFileIn`.
 */
export class StreamedFile implements Disposable {
  readonly path: string;
  readonly #directory: AnchoredDirectory;
  readonly #temporary: string;
  readonly #sync: NonNullable<AtomicWriteOptions["sync"]>;
  readonly #descriptor: number;
  #end = 0;
  #open = true;

  /**
   * @param path the file's own name; directories above it are made
   * @throws {IdentikitError} `FILE_UNWRITABLE`
   */
  constructor(path: string, options: AtomicWriteOptions = {}) {
    const { mode = 0o644, sync = true } = options;
    this.path = path;
    this.#sync = sync;
    this.#directory = AnchoredDirectory.make(dirname(path));
    this.#temporary = this.#directory.locate(`.identikit-${randomBytes(6).toString("hex")}.tmp`);
    try {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
      this.#descriptor = openSync(this.#temporary, flags, mode);
      fchmodSync(this.#descriptor, mode);
    } catch (cause) {
      this.#directory[Symbol.dispose]();
      throw this.#fault(cause);
    }
  }

  /** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
  append(bytes: Uint8Array): void {
    this.#write(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Replaces bytes that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
  replace(bytes: Uint8Array, position: number): void {
    this.#write(bytes, position);
  }

  /** Puts the file in its place. @throws {IdentikitError} `FILE_UNWRITABLE` */
  commit(): void {
    try {
      if (this.#sync) fsyncSync(this.#descriptor);
      renameSync(this.#temporary, this.#directory.locate(basename(this.path)));
      if (this.#sync === true) this.#directory.sync();
    } catch (cause) {
      throw this.#fault(cause);
    }
    this.#close();
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    rmSync(this.#temporary, { force: true });
    this.#close();
  }

  #write(bytes: Uint8Array, position: number): void {
    try {
      for (let at = 0; at < bytes.length; )
        at += writeSync(this.#descriptor, bytes, at, bytes.length - at, position + at);
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  #close(): void {
    this.#open = false;
    closeSync(this.#descriptor);
    this.#directory[Symbol.dispose]();
  }

  #fault(cause: unknown): Error {
    return fileFault("FILE_UNWRITABLE", join(this.#directory.path, basename(this.path)), cause);
  }
}
