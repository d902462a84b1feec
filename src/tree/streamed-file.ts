import { basename, dirname } from "node:path";
import { AnchoredDirectory } from "./anchored-directory.ts";
import { StagedFile, type StageOptions } from "./staged-file.ts";

/**
 * A file that is too large to be held in memory, written piece by piece under a temporary name; {@link commit} gives it
 * its own name, whole. Disposed of without that, it is gone. The rules are those of `writeFileIn`.
 */
export class StreamedFile implements Disposable {
  readonly #directory: AnchoredDirectory;
  readonly #file: StagedFile;

  /**
   * @param path the file's own name; directories above it are made
   * @throws {IdentikitError} `FILE_UNWRITABLE`
   */
  constructor(path: string, options: Pick<StageOptions, "mode" | "temporary"> = {}) {
    this.#directory = AnchoredDirectory.make(dirname(path));
    try {
      this.#file = StagedFile.open(this.#directory, basename(path), options);
    } catch (cause) {
      this.#directory[Symbol.dispose]();
      throw cause;
    }
  }

  /** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
  append(bytes: Uint8Array): void {
    this.#file.append(bytes);
  }

  /** Puts bytes in the place of others that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
  replace(bytes: Uint8Array, position: number): void {
    this.#file.replace(bytes, position);
  }

  /** Puts the file in its place, synced. @throws {IdentikitError} `FILE_UNWRITABLE` */
  commit(): void {
    this.#file.syncNow();
    this.#file.commit();
    this.#directory.sync();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
    this.#directory[Symbol.dispose]();
  }
}
