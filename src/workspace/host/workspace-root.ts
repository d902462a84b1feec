import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { namespaceName, objectName } from "../../agents/kinds/fields.ts";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { digestOf } from "../../tree/digest.ts";
import { RepositoryStore } from "../store/repository-store.ts";
import type { CallerEnvironment } from "../store/store-git.ts";

/** A workspace by the name of its record. */
export interface WorkspaceKey {
  readonly namespace: string;
  readonly name: string;
}

/** The three tiers of trust; see Admission. */
export type WorkspaceTier = "trusted" | "restricted" | "untrusted";

/** Where the files of a workspace lie. */
export interface WorkspacePlace {
  /** The worktree. */
  readonly tree: string;
  /** Objects that the agent's git makes; nobody reads them but for a count of commits. */
  readonly objects: string;
  /** What we know of it, out of reach of agents. */
  readonly records: string;
}

/** A folder of this machine that has the stores, the workspaces and what is known of them. Nothing outside of it is ever removed. */
export class WorkspaceRoot {
  readonly path: string;
  readonly environment: CallerEnvironment;
  readonly now: () => Date;

  /** @param path made where it is missing; the folder's own name may be a link, since the choice was the caller's */
  constructor(path: string, environment: CallerEnvironment, now: () => Date) {
    using _ = AnchoredDirectory.make(path, 0o755);
    this.path = realpathSync(path);
    this.environment = environment;
    this.now = now;
  }

  /** @throws {IdentikitError} `CLEANUP_OUTSIDE_ROOT` for a name that no object has */
  place(key: WorkspaceKey): WorkspacePlace {
    const { namespace, name } = checkedKey(key);
    const folder = join(this.path, "workspaces", namespace, name);
    return {
      tree: join(folder, "tree"),
      objects: join(folder, "objects"),
      records: join(this.path, "records", namespace, name),
    };
  }

  /** The store that the workspaces of a repository and a tier share. */
  sharedStore(namespace: string, repository: string, tier: WorkspaceTier): RepositoryStore {
    const id = digestOf(JSON.stringify([namespace, repository.toLowerCase(), tier])).slice(7, 47);
    return this.storeNamed(`shared-${id}`);
  }

  /** The store that one workspace has for itself. */
  ownStore(key: WorkspaceKey): RepositoryStore {
    const { namespace, name } = checkedKey(key);
    return this.storeNamed(`own-${digestOf(JSON.stringify([namespace, name])).slice(7, 47)}`);
  }

  storeNamed(name: string): RepositoryStore {
    return new RepositoryStore(join(this.path, "stores", name), this.environment);
  }

  /**
   * Opens a folder below the root, name by name and through no link.
   * @throws {IdentikitError} `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
   */
  enter(...names: readonly string[]): AnchoredDirectory | undefined {
    using root = AnchoredDirectory.open(this.path);
    return root.reach(names);
  }

  /** As {@link enter}, making what is missing. */
  make(...names: readonly string[]): AnchoredDirectory {
    let at = AnchoredDirectory.open(this.path);
    for (const name of names) {
      using above = at;
      at = above.enterOrMake(name, 0o755);
    }
    return at;
  }

  /** The worktree of a workspace, held open; `undefined` where it is gone. */
  openTree({ namespace, name }: WorkspaceKey): AnchoredDirectory | undefined {
    return this.enter("workspaces", namespace, name, "tree");
  }

  /** What is mounted at or below a folder of the root: removing it would remove what lies elsewhere. */
  mountsBelow(path: string): string[] {
    let table: string;
    try {
      table = readFileSync("/proc/self/mountinfo", "utf8");
    } catch {
      return [];
    }
    const points = table
      .split("\n")
      .map((line) =>
        (line.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, (_, code) =>
          String.fromCharCode(Number.parseInt(code, 8)),
        ),
      );
    return points.filter((point) => point === path || point.startsWith(`${path}/`));
  }
}

function checkedKey(key: WorkspaceKey): WorkspaceKey {
  if (namespaceName.safeParse(key.namespace).success && objectName.safeParse(key.name).success) return key;
  throw new IdentikitError(
    "CLEANUP_OUTSIDE_ROOT",
    `${JSON.stringify(`${key.namespace}/${key.name}`)} is not the name of a workspace`,
    { remedy: "Name the workspace as its record does." },
  );
}
