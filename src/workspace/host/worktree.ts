import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { certain } from "../../fault/certain.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeFileIn } from "../../tree/atomic-file.ts";
import { digestOf } from "../../tree/digest.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import { StatIndex } from "../files/stat-index.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import type { WorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "./workspace-root.ts";

const mostIndexBytes = 1024 * 1024 * 1024;
const plain = { mode: 0o644, sync: false } as const;

/** The name of a workspace's folder among the store's worktrees. */
export function adminName({ namespace, name }: WorkspaceKey): string {
  return `w-${digestOf(JSON.stringify([namespace, name])).slice(7, 31)}`;
}

/**
 * Makes a worktree as `git worktree add --detach` does (gitrepository-layout(5)), without reading what agents wrote into the folders of
 * others. The index that git writes stays with us, and the agent gets a copy.
 * @throws {IdentikitError} `STORE_UNUSABLE`
 */
export async function checkOut(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<void> {
  const { tree, objects, records } = root.place(record);
  using _ = root.make("workspaces", record.namespace, record.name);
  mkdirSync(tree);
  mkdirSync(objects);
  await readTree(store, { index: join(records, "index"), tree }, ["-m", "-u", record.base], signal);
  giveAdmin(root, store, record);
}

/** Runs `git read-tree` with an index and a worktree that are named outright. */
export async function readTree(
  store: RepositoryStore,
  { index, tree }: { readonly index: string; readonly tree: string },
  args: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  // A git that outlives a supervisor that was killed has its own index and lock, and is in nobody's way.
  const own = `${index}-${randomUUID()}`;
  try {
    if (existsSync(index)) copyFileSync(index, own);
    const git = store.git.with({ GIT_INDEX_FILE: own, GIT_WORK_TREE: tree });
    await git.ask(["read-tree", "--no-recurse-submodules", ...args], signal, { cwd: tree });
    renameSync(own, index);
  } finally {
    for (const file of [own, `${own}.lock`]) rmSync(file, { force: true });
  }
}

/** Makes the worktree's folder in the store again: whatever an agent wrote into it is gone. */
export function giveAdmin(root: WorkspaceRoot, store: RepositoryStore, record: WorkspaceRecord): void {
  const { tree } = root.place(record);
  using git = AnchoredDirectory.open(store.gitDirectory);
  using worktrees = git.enterOrMake("worktrees");
  removeTreeIn(worktrees, record.admin);
  using admin = worktrees.enterOrMake(record.admin);
  writeFileIn(admin, "HEAD", Buffer.from(`${record.base}\n`), plain);
  writeFileIn(admin, "commondir", Buffer.from("../..\n"), plain);
  writeFileIn(admin, "gitdir", Buffer.from(`${join(tree, ".git")}\n`), plain);
  using records = root.make("records", record.namespace, record.name);
  const index = readFileIn(records, "index", mostIndexBytes);
  if (index) writeFileIn(admin, "index", index.bytes, plain);
  using open = certain(root.openTree(record));
  // In place of whatever stands there, a folder as well.
  if (open.kindOf(".git") === "directory") removeTreeIn(open, ".git");
  writeFileIn(
    open,
    ".git",
    Buffer.from(`gitdir: ${join(store.gitDirectory, "worktrees", record.admin)}\n`),
    plain,
  );
}

/** Our copy of the index, where the workspace's files may be passed over by their times. */
export function statIndexOf(root: WorkspaceRoot, record: WorkspaceRecord): StatIndex | undefined {
  if (!record.trustTimes) return undefined;
  using records = root.enter("records", record.namespace, record.name);
  const file = records && readFileIn(records, "index", mostIndexBytes);
  if (!file || !records) return undefined;
  return StatIndex.parse(file.bytes, lstatSync(records.locate("index"), { bigint: true }).mtimeNs);
}
