import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type GitRun, runGit, withoutCredentials } from "../git/git-command.ts";
import type { CommitId } from "./source.ts";

/** A git repository on this machine, and where in its tree a directory lies. */
export interface Checkout {
  /** The directory that holds objects and refs. */
  readonly gitDirectory: string;
  /** The directory inside the repository, `/`-separated; empty for its root. */
  readonly prefix: string;
  readonly bare: boolean;
}

/**
 * The repository that a directory lies in, or is; `undefined` where there is none. Nothing is run: git would first
 * ask who owns the directory, which says nothing about its objects, and is often wrong in a container.
 */
export function findCheckout(directory: string): Checkout | undefined {
  const start = realpathSync(directory);
  if (isGitDirectory(start)) return { gitDirectory: start, prefix: "", bare: true };
  for (let at = start; ; at = dirname(at)) {
    const gitDirectory = gitDirectoryOf(join(at, ".git"));
    if (gitDirectory !== undefined) {
      return { gitDirectory, prefix: relative(at, start).split(sep).join("/"), bare: false };
    }
    if (dirname(at) === at) return undefined;
  }
}

function gitDirectoryOf(path: string): string | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) return isGitDirectory(path) ? path : undefined;
  if (!status?.isFile() || status.size > 4096) return undefined;
  // A linked worktree or a submodule: a file that says where the repository is.
  const target = /^gitdir: (.+?)\s*$/.exec(readFileSync(path, "utf8"))?.[1];
  const gitDirectory = target === undefined ? undefined : resolve(dirname(path), target);
  return gitDirectory !== undefined && existsSync(join(gitDirectory, "HEAD")) ? gitDirectory : undefined;
}

function isGitDirectory(path: string): boolean {
  const has = (name: string) => lstatSync(join(path, name), { throwIfNoEntry: false }) !== undefined;
  return has("HEAD") && has("objects") && has("refs");
}

/** The commit that a revision names in a repository on this machine; `undefined` where it names none. */
export async function localCommit(run: GitRun, revision: string): Promise<CommitId | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const { status, output } = await runGit(args, run);
  return status === 0 ? output.toString().trim() : undefined;
}

/** Where a checkout says it came from, without credentials; `null` where it does not say. */
export async function originOf(run: GitRun): Promise<string | null> {
  const { status, output } = await runGit(["config", "--get", "remote.origin.url"], run);
  return status === 0 ? withoutCredentials(output.toString()) : null;
}

/**
 * What git itself finds changed among some paths of a checkout against HEAD, untracked and ignored files included:
 * the first path, or `undefined` where all is clean. Here git may decide that it does not trust the repository, whose
 * configured filters it would run; that is an answer in words as well.
 */
export async function firstChange(
  run: Omit<GitRun, "gitDirectory">,
  directory: string,
  paths: readonly string[],
): Promise<string | undefined> {
  const args = [
    "status",
    "--porcelain=v1",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignored=matching",
  ];
  const { status, output, complaint } = await runGit([...args, "--ignore-submodules=dirty", "--", ...paths], {
    ...run,
    cwd: directory,
  });
  if (status !== 0)
    return /dubious ownership/.test(complaint) ? "the checkout belongs to another user" : "git status failed";
  // Git passes over what it cannot open and says only on standard error that it did: nobody knows whether that is clean.
  if (/Permission denied/.test(complaint)) return "git could not open all of it";
  const [first] = output.toString().split("\0");
  return first ? `${JSON.stringify(first.slice(3))} is not as it was committed` : undefined;
}

/**
 * The first submodule among some paths of a checkout, as its index has it, relative to the directory; `undefined` where there is none, or
 * where git does not trust the checkout. In a worktree it is an empty directory or a repository of its own.
 */
export async function firstSubmodule(
  run: Omit<GitRun, "gitDirectory">,
  directory: string,
  paths: readonly string[],
): Promise<string | undefined> {
  const args = ["ls-files", "--stage", "-z", "--", ...paths];
  const { status, output } = await runGit(args, { ...run, cwd: directory });
  if (status !== 0) return undefined;
  return output
    .toString()
    .split("\0")
    .find((record) => record.startsWith("160000 "))
    ?.replace(/^[^\t]*\t/, "");
}
