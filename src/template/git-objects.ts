import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { type GitRun, runGit } from "../git/git-command.ts";
import { FileTree, type TreeFileInput } from "../tree/file-tree.ts";
import { AssetSelection } from "./asset-selection.ts";
import type { Policy } from "./policy.ts";
import type { CommitId, SourceLimits } from "./source.ts";
import { fileMode, selectEntry, type TreeEntry } from "./tree-entry.ts";

/** A repository's objects, and where in its tree the template lies. */
export interface GitObjects {
  /** What the objects belong to, for messages. */
  readonly owner: string;
  readonly run: GitRun & { readonly gitDirectory: string };
  /** The template's directory inside the repository, without slashes at its ends; empty for the root. */
  readonly prefix: string;
  readonly limits: SourceLimits;
}

export interface SelectedObjects {
  readonly tree: FileTree;
  readonly leftOut: readonly string[];
}

/**
 * The assets of a commit, from its objects alone: no worktree, so no filter, no line ending conversion, no umask.
 * @throws {IdentikitError} `SOURCE_INVALID` where the commit has no such directory or an object is missing, and the
 * faults of {@link AssetSelection}
 */
export async function readCommit(
  objects: GitObjects,
  commit: CommitId,
  policy: Policy,
): Promise<SelectedObjects> {
  const { owner, limits } = objects;
  const selection = new AssetSelection(policy, owner, limits);
  const wanted = (await listTree(objects, commit)).filter((line) => selectEntry(selection, line));
  const blobs = await readBlobs(objects, wanted);
  const files = wanted.map(
    (entry, index): TreeFileInput => ({
      path: entry.path,
      mode: fileMode(entry),
      bytes: certain(blobs[index]),
    }),
  );
  return { tree: FileTree.of(files, owner), leftOut: selection.leftOut };
}

async function listTree(objects: GitObjects, commit: CommitId): Promise<TreeEntry[]> {
  const { owner, prefix, run, limits } = objects;
  const treeish = prefix === "" ? `${commit}^{tree}` : `${commit}:${prefix}`;
  // Each line has some 60 bytes besides a path that has 1,024 at most; the sum stays far below this.
  const maxOutput = limits.maxEntries * 1200;
  const { status, output, complaint } = await runGit(["ls-tree", "-r", "-l", "-z", "--full-tree", treeish], {
    ...run,
    maxOutput,
  });
  if (status !== 0) {
    const what =
      prefix === "" ? `commit ${commit}` : `directory ${JSON.stringify(prefix)} at commit ${commit}`;
    throw unreadable(owner, `${what} could not be read`, complaint);
  }
  return splitRecords(output, owner).map((record) => parseLine(record, owner));
}

function splitRecords(output: Buffer, owner: string): string[] {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(output).split("\0").slice(0, -1);
  } catch (cause) {
    throw new IdentikitError("PATH_UNSAFE", `${owner}: a path is not valid UTF-8`, {
      remedy: "Rename the entry where it is written; nothing was changed.",
      cause,
    });
  }
}

function parseLine(record: string, owner: string): TreeEntry {
  const match = /^(\d{6}) (?:blob|commit) ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(record) ?? [];
  const [, mode, object, size, path] = match;
  if (!mode || !object || !size || path === undefined)
    throw unreadable(owner, "git listed an entry in an unknown form", "");
  return { mode, object, size: size === "-" ? 0 : Number(size), path };
}

async function readBlobs(objects: GitObjects, wanted: readonly TreeEntry[]): Promise<Buffer[]> {
  if (wanted.length === 0) return [];
  const { owner, run, limits } = objects;
  const { status, output, complaint } = await runGit(["cat-file", "--batch"], {
    ...run,
    input: Buffer.from(wanted.map((line) => `${line.object}\n`).join("")),
    maxOutput: limits.maxBytes + wanted.length * 100,
  });
  if (status !== 0) throw unreadable(owner, "objects could not be read", complaint);
  let at = 0;
  return wanted.map(({ object, size, path }) => {
    const header = `${object} blob ${size}\n`;
    const start = at + header.length;
    if (output.toString("latin1", at, start) !== header)
      throw unreadable(owner, `the object of ${JSON.stringify(path)} is missing`, "");
    at = start + size + 1;
    return output.subarray(start, start + size);
  });
}

function unreadable(owner: string, problem: string, complaint: string): IdentikitError {
  return new IdentikitError("SOURCE_INVALID", `${owner}: ${problem}`, {
    remedy: "Check the repository with `git fsck`, and that the ref holds the template.",
    cause: complaint === "" ? undefined : new Error(complaint),
  });
}
