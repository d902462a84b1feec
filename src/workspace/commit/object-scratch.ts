import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RepositoryStore } from "../store/repository-store.ts";
import type { StoreGit } from "../store/store-git.ts";

/** A place for objects, an index and files of one piece of work, beside a store that stays as it is. Disposed of, it is gone. */
export class ObjectScratch implements Disposable {
  readonly folder: string;
  /** Git that reads the store's objects and writes its own here. */
  readonly git: StoreGit;

  constructor(store: RepositoryStore) {
    this.folder = mkdtempSync(join(tmpdir(), "identikit-objects-"));
    mkdirSync(join(this.folder, "objects"));
    this.git = store.git.with({
      GIT_OBJECT_DIRECTORY: join(this.folder, "objects"),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: store.objects,
      GIT_INDEX_FILE: join(this.folder, "index"),
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
