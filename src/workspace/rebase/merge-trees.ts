import type { StoreGit } from "../store/store-git.ts";
import { unusable } from "../store/store-git.ts";

/** A path at which both sides changed the same, and what each of the three has there. */
export interface MergeConflict {
  readonly path: string;
  readonly base?: ConflictSide;
  /** What the target has. */
  readonly target?: ConflictSide;
  /** What the patch makes of it. */
  readonly patch?: ConflictSide;
}

export interface ConflictSide {
  readonly mode: string;
  readonly object: string;
}

export interface MergedTrees {
  /** The merged tree; where there are conflicts its files have git's markers. */
  readonly tree: string;
  readonly conflicts: readonly MergeConflict[];
}

const identity = { name: "identikit", email: "identikit@localhost", date: "1970-01-01T00:00:00Z" };
const variables = {
  GIT_AUTHOR_NAME: identity.name,
  GIT_AUTHOR_EMAIL: identity.email,
  GIT_AUTHOR_DATE: identity.date,
  GIT_COMMITTER_NAME: identity.name,
  GIT_COMMITTER_EMAIL: identity.email,
  GIT_COMMITTER_DATE: identity.date,
};

/**
 * Merges the trees of a target and of a patch, which both come from one base, with git-merge-tree(1): three trees, no worktree, no merge driver, no
 * record of earlier resolutions. Commits of our own stand for the trees, so that the base is this one whatever the histories say.
 * @param git may write objects
 * @throws {IdentikitError} `STORE_UNUSABLE`
 */
export async function mergeTrees(
  git: StoreGit,
  { base, target, patch }: Readonly<Record<"base" | "target" | "patch", string>>,
  signal: AbortSignal,
): Promise<MergedTrees> {
  const root = await commitOf(git, base, [], signal);
  const ours = await commitOf(git, target, [root], signal);
  const theirs = await commitOf(git, patch, [root], signal);
  const { status, output, complaint } = await git.run(
    ["merge-tree", "--write-tree", "-z", "--no-messages", "--end-of-options", ours, theirs],
    signal,
    { maxOutput: 64 * 1024 * 1024 },
  );
  if (status !== 0 && status !== 1) throw unusable("git merge-tree failed", new Error(complaint));
  const [tree = "", ...entries] = output.toString().split("\0").slice(0, -1);
  return { tree, conflicts: status === 0 ? [] : conflictsOf(entries) };
}

async function commitOf(
  git: StoreGit,
  treeish: string,
  parents: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const args = [
    "commit-tree",
    ...parents.flatMap((parent) => ["-p", parent]),
    "-m",
    "side",
    `${treeish}^{tree}`,
  ];
  return (await git.ask(args, signal, { variables })).toString().trim();
}

function conflictsOf(entries: readonly string[]): MergeConflict[] {
  const sides = { "1": "base", "2": "target", "3": "patch" } as const;
  const found = new Map<string, MergeConflict>();
  for (const entry of entries) {
    const [, mode = "", object = "", stage, path = ""] =
      /^(\d{6}) ([0-9a-f]+) ([123])\t([\s\S]+)$/.exec(entry) ?? [];
    if (stage !== "1" && stage !== "2" && stage !== "3") continue;
    found.set(path, { ...found.get(path), path, [sides[stage]]: { mode, object } });
  }
  return [...found.values()];
}
