import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { gitState } from "../../agents/kinds/git-state.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import type { Harvest } from "../files/take-patch.ts";
import { isUnharvested, lookAt } from "../host/take-again.ts";
import { readWorkspaceRecord, type WorkspaceRecord } from "../host/workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "../host/workspace-root.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import { editorLink } from "./links.ts";

export type WorkspaceGitState = z.output<typeof gitState>;

const mostConflicts = 1000;
const longestPath = 1000;

/**
 * The git state of a workspace. Nothing is run that an agent configured: its HEAD is read as text, what differs is found by comparing files, and
 * commits are counted in the store by our own git.
 * @param seen what a harvest has just found: the files are not compared again, and nothing in them is beyond that harvest
 * @throws {IdentikitError} `HARVEST_TOO_LARGE`, `STORE_UNUSABLE`, `WORKSPACE_UNUSABLE`
 */
export async function readGitState(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  signal: AbortSignal,
  seen?: Harvest,
): Promise<WorkspaceGitState> {
  const record = readWorkspaceRecord(root, key);
  if (record?.state !== "made") return { missing: true };
  const store = root.storeNamed(record.store);
  const now = seen ?? (await lookAt(root, store, record, signal));
  if (!now) return { missing: true };
  const { branch, head } = headOf(root, record);
  const target = record.ref === undefined ? undefined : await store.head(record.ref, signal);
  const counts = target === undefined ? {} : await countCommits(root, store, record, target, head, signal);
  const changedAt = now.changedAt ?? Date.parse(record.madeAt);
  return {
    ...(branch === undefined ? {} : { branch }),
    head,
    ...(record.ref === undefined ? {} : { upstream: upstreamOf(record.ref) }),
    ...counts,
    dirty: seen === undefined && isUnharvested(record, now),
    uncommitted: now.patch.changes.length,
    conflicts: (record.rebase?.conflicts ?? [])
      .slice(0, mostConflicts)
      .map((path) => path.slice(0, longestPath)),
    rebase: rebaseOf(record, now.patch.changes.length > 0, target),
    lastActivity: new Date(Math.min(changedAt, root.now().getTime())).toISOString(),
    missing: false,
    editorLink: editorLink(root.place(key).tree),
  };
}

/** What stands in the HEAD of the agent's own worktree folder; the base where that is no HEAD. */
function headOf(root: WorkspaceRoot, record: WorkspaceRecord): { branch?: string; head: string } {
  const { base, store, admin } = record;
  using folder = root.enter("stores", store, "store.git", "worktrees", admin);
  const text = folder && fileText(folder, "HEAD");
  const [, head] = /^([0-9a-f]{40}|[0-9a-f]{64})$/.exec(text ?? "") ?? [];
  const [, branch] = /^ref: refs\/heads\/([\w./+-]{1,300})$/.exec(text ?? "") ?? [];
  return { ...(branch === undefined ? {} : { branch }), head: head ?? base };
}

function fileText(folder: Parameters<typeof readFileIn>[0], name: string): string | undefined {
  try {
    return readFileIn(folder, name, 1000)?.bytes.toString().trim();
  } catch {
    // A link, or more than a HEAD has: then it is none.
    return undefined;
  }
}

/** How many commits the agent's head and the upstream do not have of each other. */
async function countCommits(
  root: WorkspaceRoot,
  store: RepositoryStore,
  record: WorkspaceRecord,
  target: string,
  head: string,
  signal: AbortSignal,
): Promise<{ ahead?: number; behind?: number }> {
  const { objects } = root.place(record);
  // Objects of the agent are data like others; where they come from elsewhere in turn, they are left alone.
  const isOwn = !existsSync(join(objects, "info/alternates"));
  const git = isOwn ? store.git.with({ GIT_ALTERNATE_OBJECT_DIRECTORIES: objects }) : store.git;
  for (const from of head === record.base ? [head] : [head, record.base]) {
    const range = `${from}...${target}`;
    const { status, output } = await git.run(
      ["rev-list", "--count", "--left-right", "--end-of-options", range, "--"],
      signal,
    );
    const [, ahead, behind] = /^(\d+)\t(\d+)$/.exec(output.toString().trim()) ?? [];
    if (status === 0 && ahead !== undefined) return { ahead: Number(ahead), behind: Number(behind) };
  }
  return {};
}

function rebaseOf(
  { base, rebase }: WorkspaceRecord,
  hasChanges: boolean,
  target: string | undefined,
): NonNullable<WorkspaceGitState["rebase"]> {
  if (rebase?.phase === "conflicts") return "conflicts";
  if (hasChanges && target !== undefined && target !== base) return "needed";
  return rebase?.phase ?? "none";
}

function upstreamOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, "origin/");
}
