import { patchDigest } from "../../agents/run-bundle/tree-patch.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import { ObjectScratch } from "../commit/object-scratch.ts";
import { readObjects } from "../files/blob-reader.ts";
import { writePath } from "../files/lay-patch.ts";
import { heldWorkspace, type WorkspaceRecord, writeWorkspaceRecord } from "../host/workspace-record.ts";
import type { WorkspaceKey, WorkspaceRoot } from "../host/workspace-root.ts";
import { giveAdmin } from "../host/worktree.ts";
import { fileBytes, withMarkers } from "./conflict-markers.ts";
import type { ConflictSide, MergeConflict } from "./merge-trees.ts";
import { ended, mergeAgain, type RebaseOutcome, waitingRebase } from "./rebase-workspace.ts";
import { resetFiles } from "./reset-files.ts";

/**
 * Ends a rebase that somebody has resolved. A file that conflicted without markers, such as one that the other side removed, is taken as it is now.
 * @throws {IdentikitError} `REBASE_CONFLICTS` while a file has markers; `REBASE_REFUSED`, `WORKSPACE_MISSING`
 */
export function markResolved(root: WorkspaceRoot, key: WorkspaceKey): RebaseOutcome {
  const over = endedAs(root, key, "done");
  if (over) return over;
  const { record, rebase } = waitingRebase(root, key);
  using tree = root.openTree(key);
  const left = tree ? withMarkers(tree, rebase.conflicts) : rebase.conflicts;
  if (left.length > 0)
    throw new IdentikitError(
      "REBASE_CONFLICTS",
      `workspace ${key.name} still has conflict markers in ${left.slice(0, 10).join(", ")}`,
      { remedy: "Decide each place between <<<<<<< and >>>>>>>, remove the markers, and mark it again." },
    );
  return finish(root, record, rebase);
}

/**
 * Resolves what can be resolved without deciding anything: files in which one side changed nothing but line ends and space at the end of lines, and
 * files that both sides made the same but for these. There the other side's file, or the target's, is taken whole. Files that somebody has edited
 * since are left alone.
 * @throws {IdentikitError} `REBASE_REFUSED`, `WORKSPACE_MISSING`, `STORE_UNUSABLE`
 */
export async function autoResolve(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  signal: AbortSignal,
): Promise<RebaseOutcome> {
  const over = endedAs(root, key, "done");
  if (over) return over;
  const { record, rebase } = waitingRebase(root, key);
  const store = root.storeNamed(record.store);
  using scratch = new ObjectScratch(store);
  const { tree, conflicts } = await mergeAgain(root, key, scratch, signal);
  using open = certain(root.openTree(key));
  const left: string[] = [];
  for (const conflict of conflicts.filter(({ path }) => rebase.conflicts.includes(path))) {
    const marked = await objectAt(scratch, tree, conflict.path, signal);
    const now = fileBytes(open, conflict.path);
    const isEdited = !marked || !now?.equals(marked);
    const chosen = isEdited ? undefined : await choose(scratch, conflict, signal);
    if (chosen) writePath(open, conflict.path, chosen.mode, chosen.bytes);
    else left.push(conflict.path);
  }
  if (left.length === 0) return finish(root, record, rebase);
  writeWorkspaceRecord(root, { ...record, rebase: { ...rebase, conflicts: left } });
  return { phase: "conflicts", onto: rebase.onto, conflicts: left };
}

/**
 * Puts a workspace back to what it was before its rebase.
 * @throws {IdentikitError} `REBASE_REFUSED`, `WORKSPACE_MISSING`, `STORE_UNUSABLE`
 */
export async function abortRebase(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  signal: AbortSignal,
): Promise<RebaseOutcome> {
  const over = endedAs(root, key, "aborted");
  if (over) return over;
  const { record, rebase, original } = waitingRebase(root, key);
  const store = root.storeNamed(record.store);
  using scratch = new ObjectScratch(store);
  const { tree, patchTree } = await mergeAgain(root, key, scratch, signal);
  const trees = { from: tree, to: patchTree, base: rebase.from };
  await resetFiles(root, record, scratch, trees, signal);
  const back: WorkspaceRecord = {
    ...record,
    base: rebase.from,
    rebase: { ...ended(rebase), phase: "aborted" },
    ...(record.harvested === undefined && rebase.harvested ? { harvested: patchDigest(original) } : {}),
  };
  giveAdmin(root, store, back);
  writeWorkspaceRecord(root, back);
  forget(root, record);
  return { phase: "aborted", onto: rebase.from, conflicts: [] };
}

/** What was done already is not done again, and not refused: it may be asked for again after a crash. */
function endedAs(
  root: WorkspaceRoot,
  key: WorkspaceKey,
  phase: "done" | "aborted",
): RebaseOutcome | undefined {
  const { base, rebase } = heldWorkspace(root, key);
  return rebase?.phase === phase ? { phase, onto: base, conflicts: [] } : undefined;
}

function finish(
  root: WorkspaceRoot,
  record: WorkspaceRecord,
  rebase: NonNullable<WorkspaceRecord["rebase"]>,
): RebaseOutcome {
  writeWorkspaceRecord(root, { ...record, rebase: { ...ended(rebase), phase: "done" } });
  forget(root, record);
  return { phase: "done", onto: rebase.onto, conflicts: [] };
}

/** What the workspace was before is of no use any more. */
function forget(root: WorkspaceRoot, { namespace, name }: WorkspaceRecord): void {
  using records = root.enter("records", namespace, name);
  if (records) removeTreeIn(records, "rebase");
}

type Chosen = { readonly mode: "100644" | "100755"; readonly bytes: Buffer };

async function choose(
  scratch: ObjectScratch,
  { base, target, patch }: MergeConflict,
  signal: AbortSignal,
): Promise<Chosen | undefined> {
  if (!target || !patch || !isFile(target) || !isFile(patch)) return undefined;
  const objects = [target, patch, ...(base && isFile(base) ? [base] : [])].map(({ object }) => object);
  const contents = new Map<string, Buffer>();
  for await (const [object, bytes] of readObjects(scratch.git, [...new Set(objects)], signal))
    contents.set(object, bytes);
  const bytesOf = ({ object }: ConflictSide) => certain(contents.get(object));
  const plain = (side: ConflictSide) => plainLines(bytesOf(side));
  if (plain(target) === plain(patch)) return { mode: target.mode, bytes: bytesOf(target) };
  if (!base || !isFile(base) || target.mode !== patch.mode) return undefined;
  if (plain(base) === plain(target)) return { mode: patch.mode, bytes: bytesOf(patch) };
  if (plain(base) === plain(patch)) return { mode: target.mode, bytes: bytesOf(target) };
  return undefined;
}

function isFile(side: ConflictSide): side is ConflictSide & { readonly mode: Chosen["mode"] } {
  return side.mode === "100644" || side.mode === "100755";
}

/** A text without line ends of its own, and without space at the ends of its lines. Space at the beginning of a line means something. */
function plainLines(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => line.replace(/[ \t\r]+$/, ""))
    .join("\n")
    .replace(/\n+$/, "");
}

/** The bytes of a file in a tree; `undefined` where there is none. */
async function objectAt(
  { git }: ObjectScratch,
  tree: string,
  path: string,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const listed = await git.ask(["ls-tree", "-z", "--full-tree", tree, "--", path], signal);
  const [, object] = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(listed.toString()) ?? [];
  if (object === undefined) return undefined;
  for await (const [, bytes] of readObjects(git, [object], signal)) return bytes;
  return undefined;
}
