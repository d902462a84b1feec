import { readRef } from "../../agents/triggers/ref-names.ts";
import { IdentikitError } from "../../fault/error.ts";
import { withoutCredentials } from "../../git/git-command.ts";
import { type GitRemote, remoteFault, remoteRun } from "../store/git-remote.ts";
import type { StoreGit } from "../store/store-git.ts";

/** A commit that is to be the head of a branch. */
export interface BranchPush {
  readonly remote: GitRemote;
  /** A full ref below `refs/heads/`. */
  readonly branch: string;
  readonly commit: string;
  /** What the branch is at now; left out, it must not be there. Anything else is refused. */
  readonly expected?: string | undefined;
}

/**
 * Pushes a commit to a branch, if that is still where it was seen. Done already, it does nothing: so it can be done again after a crash.
 * @param git has the commit
 * @returns whether anything was sent
 * @throws {IdentikitError} `PUSH_REFUSED` where the branch is elsewhere or the remote does not take it; `REF_UNSAFE`, `SOURCE_DENIED`,
 * `SOURCE_NOT_FOUND`, `SOURCE_UNREACHABLE`
 */
export async function pushBranch(git: StoreGit, push: BranchPush, signal: AbortSignal): Promise<boolean> {
  const { remote, branch, commit, expected } = push;
  const ref = branchRef(branch);
  const there = await remoteHead(git, remote, ref, signal);
  if (there === commit) return false;
  if (there !== expected)
    throw refusedPush(
      push,
      `it is ${there === undefined ? "not there" : `at ${there}`}, not ${expected ?? "new"}`,
    );
  const { status, output, complaint } = await git.run(
    [
      ...["push", "--porcelain", "--no-verify", "--no-signed", "--recurse-submodules=no", "--no-follow-tags"],
      `--force-with-lease=${ref}:${expected ?? ""}`,
      ...["--end-of-options", remote.url, `${commit}:${ref}`],
    ],
    signal,
    remoteRun(remote),
  );
  if (status === 0) return true;
  const [, reason] = /^!\t\S+\t(.*)$/m.exec(output.toString()) ?? [];
  if (reason !== undefined) throw refusedPush(push, reason, new Error(complaint));
  throw remoteFault(remote, complaint);
}

/** What a ref of a remote is at; `undefined` where it is not there. */
export async function remoteHead(
  git: StoreGit,
  remote: GitRemote,
  ref: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const args = ["ls-remote", "--refs", "--end-of-options", remote.url, ref];
  const { status, output, complaint } = await git.run(args, signal, remoteRun(remote));
  if (status !== 0) throw remoteFault(remote, complaint);
  for (const line of output.toString().split("\n")) {
    const [id, name] = line.split("\t");
    // The pattern also finds refs that only end like it.
    if (name === ref) return id;
  }
  return undefined;
}

/** @throws {IdentikitError} `REF_UNSAFE` for what is no branch */
export function branchRef(branch: string): string {
  const { ref, branch: name } = readRef(branch);
  if (name !== undefined && branch === ref) return ref;
  throw new IdentikitError("REF_UNSAFE", `${JSON.stringify(branch)} is not a branch`, {
    remedy: "Name it in full, such as refs/heads/agent/berths-12.",
  });
}

function refusedPush({ remote, branch }: BranchPush, why: string, cause?: unknown): IdentikitError {
  return new IdentikitError(
    "PUSH_REFUSED",
    `${branch} of ${withoutCredentials(remote.url)} was not written: ${withoutCredentials(why)}`,
    {
      remedy:
        "Somebody else may have moved the branch, or a rule of the forge protects it. Look at it, and decide again.",
      cause,
    },
  );
}
