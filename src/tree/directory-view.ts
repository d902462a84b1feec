import { lstatSync } from "node:fs";
import { IdentikitError } from "../fault/error.ts";
import { fileFault } from "./file-fault.ts";

/** A directory as readers need it: names are entered one by one, and never through a symbolic link. */
export interface DirectoryView extends Disposable {
  /** The path for messages. */
  readonly path: string;
  /** A path for one name in this directory, for calls that do not follow a link in the last place. */
  locate(name: string): string;
  /**
   * The directory of that name, or `undefined` where there is nothing.
   * @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does
   */
  enter(name: string): DirectoryView | undefined;
  /** Permission bits and owner of this directory. */
  status(): DirectoryStatus;
}

export interface DirectoryStatus {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * A directory looked at by its path, with nothing held open: the cheap way to find that there is nothing to do. Who
 * swaps a parent for a link between two looks makes it see another directory; so before anything is written on what
 * it saw, the same is looked at again through an `AnchoredDirectory`.
 */
export class GlancedDirectory implements DirectoryView {
  readonly path: string;
  readonly #status: DirectoryStatus;

  private constructor(path: string, status: DirectoryStatus) {
    this.path = path;
    this.#status = status;
  }

  /** The directory at a path whose last name is no link; `undefined` where there is nothing. */
  static at(path: string): GlancedDirectory | undefined {
    try {
      const status = lstatSync(path, { throwIfNoEntry: false });
      if (!status) return undefined;
      if (!status.isDirectory()) throw obstacle(path, status.isSymbolicLink());
      return new GlancedDirectory(path, { mode: status.mode & 0o7777, uid: status.uid, gid: status.gid });
    } catch (cause) {
      throw fileFault("FILE_UNREADABLE", path, cause);
    }
  }

  locate(name: string): string {
    return `${this.path}/${name}`;
  }

  enter(name: string): GlancedDirectory | undefined {
    return GlancedDirectory.at(this.locate(name));
  }

  status(): DirectoryStatus {
    return this.#status;
  }

  [Symbol.dispose](): void {}
}

/** Says what stands where a directory must be. */
export function obstacle(path: string, linked: boolean): IdentikitError {
  return new IdentikitError(
    linked ? "PATH_LINKED" : "ENTRY_TYPE",
    linked ? `${path} is a symbolic link where a directory must be` : `${path} is not a directory`,
    { remedy: "Remove it or move it away, then run again; nothing was written through it." },
  );
}
