import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { type DirectoryView, GlancedDirectory } from "../tree/directory-view.ts";

/** The directory beside the env directories in which ledgers and locks stand. */
export const placeName = ".identikit";

const ledgersMode = 0o700;

/** The root of the env directories and its ledgers, held open. */
export class EnvDirectories implements Disposable {
  readonly root: AnchoredDirectory;
  readonly ledgers: AnchoredDirectory;
  /** The same two, to look at only. */
  readonly glance: { readonly root: DirectoryView; readonly ledgers: DirectoryView };

  private constructor(root: AnchoredDirectory, ledgers: AnchoredDirectory) {
    this.root = root;
    this.ledgers = ledgers;
    const glance = GlancedDirectory.at(realpathSync(root.path)) ?? root;
    this.glance = { root: glance, ledgers: glance.enter(placeName) ?? ledgers };
  }

  /**
   * Opens an env root, and makes it where it is missing.
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `PATH_LINKED`, `ENTRY_TYPE`
   */
  static make(envRoot: string): EnvDirectories {
    const root = AnchoredDirectory.make(envRoot);
    try {
      const place = new EnvDirectories(root, root.enterOrMake(placeName, ledgersMode));
      place.tighten();
      return place;
    } catch (cause) {
      root[Symbol.dispose]();
      throw cause;
    }
  }

  /**
   * Opens an env root in which something was rendered before; `undefined` where none was.
   * @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
   */
  static find(envRoot: string): EnvDirectories | undefined {
    if (!existsSync(envRoot)) return undefined;
    const root = AnchoredDirectory.open(envRoot);
    let ledgers: AnchoredDirectory | undefined;
    try {
      ledgers = root.enter(placeName);
      return ledgers && new EnvDirectories(root, ledgers);
    } finally {
      if (!ledgers) root[Symbol.dispose]();
    }
  }

  /**
   * Takes from others the right to write beside the ledgers, where they have it.
   * @throws {IdentikitError} `FILE_UNWRITABLE`
   */
  tighten(): void {
    if ((this.ledgers.status().mode & 0o022) !== 0) this.ledgers.setMode(ledgersMode);
  }

  /** The lock file of one agent's env directory. */
  lockFile(agent: string): string {
    return join(this.ledgers.path, `${agent}.lock`);
  }

  /** The lock file of the rebuild of one agent's container. */
  rebuildLockFile(agent: string): string {
    return join(this.ledgers.path, `${agent}.rebuild-lock`);
  }

  [Symbol.dispose](): void {
    this.ledgers[Symbol.dispose]();
    this.root[Symbol.dispose]();
  }
}
