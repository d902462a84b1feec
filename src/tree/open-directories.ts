import type { AnchoredDirectory } from "./anchored-directory.ts";
import { sweepTemporaries } from "./atomic-file.ts";

/** What directories are made with. */
export interface DirectoryOptions {
  readonly mode?: number | undefined;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

interface Open {
  readonly name: string;
  readonly directory: AnchoredDirectory;
  /** Whether a file or directory was put into it since it was opened. */
  written: boolean;
}

/**
 * The directories in which files are written one after the other: those above the last file stay open for the next. One
 * that was left stays open, too, until {@link letGo}, since files may wait there for their names.
 */
export class OpenDirectories implements Disposable {
  readonly #base: Open;
  readonly #options: DirectoryOptions;
  readonly #at: Open[] = [];
  #left: Open[] = [];

  /** @param base stays open; its own temporaries were swept */
  constructor(base: AnchoredDirectory, options: DirectoryOptions) {
    this.#base = { name: "", directory: base, written: false };
    this.#options = options;
  }

  /**
   * The directory of a path, made where it is missing, for a file that is to be put into it.
   * @throws {IdentikitError} `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNWRITABLE`
   */
  enterFor(segments: readonly string[]): AnchoredDirectory {
    let common = 0;
    while (common < this.#at.length && this.#at[common]?.name === segments[common]) common++;
    this.#left.push(...this.#at.splice(common).reverse());
    for (const name of segments.slice(common)) this.#at.push(this.#enter(name));
    const parent = this.#last;
    parent.written = true;
    return parent.directory;
  }

  /**
   * Closes the directories that were left.
   * @param sync whether what was put into them is brought to the disk first
   */
  async letGo(sync: boolean): Promise<void> {
    const left = this.#left;
    this.#left = [];
    try {
      if (sync) await syncAll(left);
    } finally {
      close(left);
    }
  }

  /** Brings to the disk what was put into those that are still open. */
  async sync(): Promise<void> {
    await syncAll([this.#base, ...this.#at, ...this.#left]);
  }

  [Symbol.dispose](): void {
    close([...this.#at, ...this.#left]);
  }

  get #last(): Open {
    return this.#at.at(-1) ?? this.#base;
  }

  #enter(name: string): Open {
    const { mode, owner } = this.#options;
    const parent = this.#last;
    const directory = parent.directory.enterOrMake(name, mode);
    if (directory.isNew) {
      parent.written = true;
      if (owner && directory.status().uid !== owner.uid) directory.setOwner(owner);
    } else {
      sweepTemporaries(directory);
    }
    return { name, directory, written: false };
  }
}

async function syncAll(directories: readonly Open[]): Promise<void> {
  await Promise.all(directories.filter((each) => each.written).map((each) => each.directory.syncLater()));
}

function close(directories: readonly Open[]): void {
  for (const { directory } of directories) directory[Symbol.dispose]();
}
