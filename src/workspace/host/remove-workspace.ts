import { randomUUID } from "node:crypto";
import { readdirSync, renameSync } from "node:fs";
import { IdentikitError } from "../../fault/error.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import { keepCaches } from "./caches.ts";
import { lookAt, refuseUnharvested } from "./take-again.ts";
import { readWorkspaceRecord, removeWorkspaceRecord, type WorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "./workspace-root.ts";

/**
 * Removes a workspace's files, where nothing in it would be lost: also after a crash, changes beyond what was harvested are kept.
 * @param path where the workspace's record says that it lies; anywhere but in its place in the root it is not touched
 * @returns whether there was anything to remove
 * @throws {IdentikitError} `CLEANUP_OUTSIDE_ROOT`, `WORKSPACE_DIRTY`, `FILE_UNWRITABLE`
 */
export async function removeWorkspace(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  path: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const { tree } = root.place(key);
  if (path !== undefined && path !== tree) throw outside(path, `its place is ${tree}`);
  const record = readWorkspaceRecord(root, key);
  const isThere = insideOnly(path ?? tree, () => {
    using open = root.openTree(key);
    return open !== undefined;
  });
  if (!record) {
    if (!isThere) return false;
    throw new IdentikitError(
      "WORKSPACE_DIRTY",
      `workspace ${key.name} has files, and nothing is known of what was harvested`,
      { remedy: "Look at them and remove the folder by hand." },
    );
  }
  if (record.state === "made" && isThere) {
    const store = root.storeNamed(record.store);
    const now = await lookAt(root, store, record, signal);
    if (now) refuseUnharvested(record, now);
    await keepCaches(root, store, record, signal);
  }
  removeFiles(root, key, record);
  removeOwnStores(root, record);
  removeWorkspaceRecord(root, key);
  return true;
}

/**
 * Removes what stands in a workspace's place, whatever it is, and its folder in the store; links are never followed.
 * @throws {IdentikitError} `CLEANUP_OUTSIDE_ROOT`, `FILE_UNWRITABLE`
 */
export function removeFiles(
  root: WorkspaceRoot,
  { namespace, name }: WorkspaceKey,
  record: WorkspaceRecord | undefined,
): void {
  const { tree } = root.place({ namespace, name });
  const folder = tree.slice(0, -"/tree".length);
  const [mounted] = root.mountsBelow(folder);
  if (mounted !== undefined) throw outside(tree, `something is mounted at ${mounted}`);
  insideOnly(tree, () => {
    using above = root.enter("workspaces", namespace);
    using there = above?.enter(name);
    // Out of its place at once, and removed then: a kill leaves no half of it, which would look like changes.
    if (above && there) throwAway(root, above, name);
    if (!record) return;
    using worktrees = root.enter("stores", record.store, "store.git", "worktrees");
    if (worktrees) removeTreeIn(worktrees, record.admin);
  });
}

/** Moves a folder to where nobody looks for it, and removes it there, with what killed runs have left. */
function throwAway(root: WorkspaceRoot, above: AnchoredDirectory, name: string): void {
  using trash = root.make("trash");
  const thrown = randomUUID();
  renameSync(above.locate(name), trash.locate(thrown));
  removeTreeIn(trash, thrown);
  for (const left of readdirSync(trash.locate("."))) {
    try {
      removeTreeIn(trash, left);
    } catch {
      // Another process removes it.
    }
  }
}

/** Removes the stores that a workspace has for itself. */
export function removeOwnStores(root: WorkspaceRoot, { store, submodules }: WorkspaceRecord): void {
  using stores = root.enter("stores");
  for (const name of [store, ...submodules.map((one) => one.store)])
    if (stores && name.startsWith("own-")) removeTreeIn(stores, name);
}

/** Does something with a path in the root; a link in it leads elsewhere, and is not followed. */
function insideOnly<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (caught) {
    const isLink = caught instanceof IdentikitError && caught.code === "PATH_LINKED";
    if (isLink) throw outside(path, "a link stands in it", caught);
    throw caught;
  }
}

function outside(path: string, why: string, cause?: unknown): IdentikitError {
  return new IdentikitError("CLEANUP_OUTSIDE_ROOT", `${path} is not removed: ${why}`, {
    remedy: "Only folders that Identikit made below its root are removed. Remove this one by hand.",
    cause,
  });
}
