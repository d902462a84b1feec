import { readdirSync, renameSync } from "node:fs";
import { matchesGlob, matchesPathPattern } from "../../agents/triggers/glob.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { digestOf } from "../../tree/digest.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import { BaseTree } from "../files/base-tree.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import type { WorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceRoot, WorkspaceTier } from "./workspace-root.ts";

/** A folder that is kept from run to run, and the refs whose runs may fill and use it; `caches` of a policy. */
export interface CacheRule {
  readonly path: string;
  readonly refs: readonly string[];
}

const mostFolders = 100_000;
const longestName = 240;

/** The patterns of the folders that a workspace may have from earlier runs: for trusted work on the refs that the policy names. */
export function cachesFor(wanted: {
  readonly tier: WorkspaceTier;
  readonly ref?: string | undefined;
  readonly caches?: readonly CacheRule[] | undefined;
}): string[] {
  const { tier, ref, caches = [] } = wanted;
  if (tier !== "trusted" || ref === undefined) return [];
  return caches
    .filter(({ refs }) => refs.some((pattern) => matchesGlob(pattern, ref)))
    .map(({ path }) => path);
}

/** Moves what was kept for the repository and ref into a workspace; a folder is in one workspace at a time. */
export function fillCaches(root: WorkspaceRoot, record: WorkspaceRecord): void {
  if (record.caches.length === 0) return;
  using kept = openCaches(root, record);
  using tree = root.openTree(record);
  if (!tree) return;
  for (const name of readdirSync(kept.locate("."))) {
    const path = decodeURIComponent(name);
    if (!record.caches.some((pattern) => matchesPathPattern(pattern, path))) continue;
    const segments = path.split("/");
    const last = segments.pop() ?? "";
    move(kept, name, tree, segments, last);
  }
}

/** Takes the folders that are kept out of a workspace, for the next one. What the base has stays where it is. */
export async function keepCaches(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<void> {
  if (record.caches.length === 0) return;
  const base = await BaseTree.read(store.git, record.base, signal);
  const ofBase = new Set([...base.all()].flatMap(([path]) => prefixesOf(path)));
  using kept = openCaches(root, record);
  using tree = root.openTree(record);
  if (!tree) return;
  let left = mostFolders;
  const visit = (directory: AnchoredDirectory, prefix: string): void => {
    for (const child of readdirSync(directory.locate("."), { withFileTypes: true })) {
      const path = prefix + child.name;
      if (!child.isDirectory() || child.name === ".git" || left-- <= 0) continue;
      const isCache = record.caches.some((pattern) => matchesPathPattern(pattern, path)) && !ofBase.has(path);
      const name = encodeURIComponent(path);
      if (isCache && name.length <= longestName) {
        removeTreeIn(kept, name);
        renameSync(directory.locate(child.name), kept.locate(name));
      } else if (!isCache) {
        using below = directory.enter(child.name);
        if (below) visit(below, `${path}/`);
      }
    }
  };
  visit(tree, "");
}

function openCaches(root: WorkspaceRoot, { store, ref }: WorkspaceRecord): AnchoredDirectory {
  return root.make("caches", store, digestOf(ref ?? "").slice(7, 47));
}

/** Moves a folder to its place, where nothing stands in its way. */
function move(
  from: AnchoredDirectory,
  name: string,
  to: AnchoredDirectory,
  [next, ...rest]: readonly string[],
  last: string,
): void {
  if (next === undefined) {
    if (!to.has(last)) renameSync(from.locate(name), to.locate(last));
    return;
  }
  const kind = to.kindOf(next);
  if (kind !== undefined && kind !== "directory") return;
  using below = to.enterOrMake(next);
  move(from, name, below, rest, last);
}

function prefixesOf(path: string): string[] {
  const found = [path];
  for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1))
    found.push(path.slice(0, end));
  return found;
}
