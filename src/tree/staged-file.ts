import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  write,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { codeOf } from "../fault/thrown.ts";
import type { AnchoredDirectory } from "./anchored-directory.ts";
import { fileFault } from "./file-fault.ts";
import { takeName } from "./take-name.ts";
import { newTemporaryName } from "./temporary-name.ts";

const fsyncLater = promisify(fsync);
const writeLater = promisify(write);

export interface StageOptions {
  /** Permission bits from the first byte on; the umask does not lessen them. Default 0644. */
  readonly mode?: number;
  /** Who the file belongs to from before its first byte; left out, whoever runs this. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /**
   * The name that the file has until it takes its own; by default one that nobody else has. For a file that has one writer at a time: what
   * is there under this name is what a killed one left, and is replaced.
   */
  readonly temporary?: string;
  /** Where it is until then, on the same file system; the directory itself if left out. */
  readonly staging?: AnchoredDirectory;
}

/**
 * A file that stands complete under a temporary name, ready to take its own. Several can be staged, brought to the
 * disk at once and then committed; one that was not committed is removed when it is disposed of.
 */
export class StagedFile implements Disposable {
  readonly #directory: AnchoredDirectory;
  readonly #name: string;
  readonly #temporary: string;
  #descriptor: number | undefined;
  #committed = false;
  #end = 0;

  private constructor(
    directory: AnchoredDirectory,
    name: string,
    { temporary = newTemporaryName(), staging = directory }: StageOptions,
  ) {
    this.#directory = directory;
    this.#name = name;
    this.#temporary = staging.locate(temporary);
  }

  /**
   * An empty file, to be filled piece by piece.
   * @throws {IdentikitError} `FILE_UNWRITABLE`
   */
  static open(directory: AnchoredDirectory, name: string, options: StageOptions = {}): StagedFile {
    const file = new StagedFile(directory, name, options);
    try {
      file.#create(options);
      return file;
    } catch (cause) {
      file[Symbol.dispose]();
      throw file.#fault(cause);
    }
  }

  /** A file with this content. @throws {IdentikitError} `FILE_UNWRITABLE` */
  static write(
    directory: AnchoredDirectory,
    name: string,
    bytes: Uint8Array,
    options: StageOptions = {},
  ): StagedFile {
    const file = StagedFile.open(directory, name, options);
    try {
      file.append(bytes);
      return file;
    } catch (cause) {
      file[Symbol.dispose]();
      throw cause;
    }
  }

  /** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
  append(bytes: Uint8Array): void {
    this.replace(bytes, this.#end);
    this.#end += bytes.length;
  }

  /**
   * Adds everything at the end, keeping nothing else waiting.
   * @throws {IdentikitError} `FILE_UNWRITABLE`, and whatever `chunks` throws
   */
  async appendAll(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) {
      try {
        for (let at = 0; at < chunk.length; ) {
          const left = chunk.length - at;
          const { bytesWritten } = await writeLater(this.#open, chunk, at, left, this.#end);
          at += bytesWritten;
          this.#end += bytesWritten;
        }
      } catch (cause) {
        throw this.#fault(cause);
      }
    }
  }

  /** Puts bytes in the place of others that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
  replace(bytes: Uint8Array, position: number): void {
    try {
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(this.#open, bytes, at, bytes.length - at, position + at);
      }
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  /** Brings the bytes to the disk. */
  async sync(): Promise<void> {
    try {
      if (this.#descriptor !== undefined) await fsyncLater(this.#descriptor);
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  /** {@link sync}, and waits for it. */
  syncNow(): void {
    try {
      if (this.#descriptor !== undefined) fsyncSync(this.#descriptor);
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  /**
   * Gives the file its name. A link at the name is replaced, never followed; a device or a FIFO is never replaced.
   * @param check asked right before; what it throws keeps the old file
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE`
   */
  commit(check?: () => void): void {
    try {
      this.#close();
      check?.();
      takeName(this.#temporary, this.#directory, this.#name);
      this.#committed = true;
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  /**
   * Gives the file its name where nothing has the name: of several that try at once, one does it.
   * @returns whether this one did
   * @throws {IdentikitError} `FILE_UNWRITABLE`
   */
  commitNew(): boolean {
    try {
      this.#close();
      // A rename would replace what another run has just made; a link refuses.
      linkSync(this.#temporary, this.#directory.locate(this.#name));
      return true;
    } catch (cause) {
      if (codeOf(cause) === "EEXIST") return false;
      throw this.#fault(cause);
    }
  }

  [Symbol.dispose](): void {
    this.#close();
    if (!this.#committed) rmSync(this.#temporary, { force: true });
  }

  #create({ mode = 0o644, owner, temporary }: StageOptions): void {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const open = () => openSync(this.#temporary, flags, mode);
    let descriptor: number;
    try {
      descriptor = open();
    } catch (cause) {
      if (temporary === undefined || codeOf(cause) !== "EEXIST") throw cause;
      rmSync(this.#temporary);
      descriptor = open();
    }
    this.#descriptor = descriptor;
    // Asked for only where it is a change, since an unprivileged user may not even ask.
    if (owner && fstatSync(descriptor).uid !== owner.uid) fchownSync(descriptor, owner.uid, owner.gid);
    fchmodSync(descriptor, mode);
  }

  get #open(): number {
    if (this.#descriptor === undefined) throw new TypeError("the file is closed");
    return this.#descriptor;
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }

  #fault(cause: unknown): unknown {
    return fileFault("FILE_UNWRITABLE", join(this.#directory.path, this.#name), cause);
  }
}
