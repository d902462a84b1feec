import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { type DirectoryView, GlancedDirectory } from "../tree/directory-view.ts";

/** The directory beside the env directories in which ledgers and locks stand. */
export const placeName = ".identikit";

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
      return new EnvDirectories(root, root.enterOrMake(placeName, 0o700));
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
