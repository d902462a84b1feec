import { patchDigest } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type GitRemote, remoteFault, remoteRun } from "../store/git-remote.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import type { PatchCommit } from "./commit-patch.ts";
import { ObjectScratch } from "./object-scratch.ts";
import { patchBetween } from "./patch-between.ts";
import { branchRef, remoteHead } from "./push-branch.ts";

/**
 * Reads a branch back from its remote, into objects of its own, and compares: the commit, its tree, its parent, and the difference to its parent
 * with the digest that was approved.
 * @throws {IdentikitError} `PUSH_UNPROVEN`, and the faults of a remote
 */
export async function proveBranch(
  store: RepositoryStore,
  { remote, branch }: { readonly remote: GitRemote; readonly branch: string },
  made: Pick<PatchCommit, "commit" | "tree" | "head" | "digest">,
  signal: AbortSignal,
): Promise<void> {
  using fresh = new ObjectScratch(store);
  const { git } = fresh;
  const ref = branchRef(branch);
  const at = await remoteHead(git, remote, ref, signal);
  if (at !== made.commit) throw unproven(branch, `it is at ${at ?? "nothing"}, not ${made.commit}`);
  const { status, complaint } = await git.run(
    [
      ...["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"],
      ...["--end-of-options", remote.url, ref],
    ],
    signal,
    remoteRun(remote),
  );
  if (status !== 0) throw remoteFault(remote, complaint);
  const format = "--format=%T %P";
  const [tree, ...parents] = (
    await git.ask(
      ["show", "--no-patch", "--no-show-signature", format, "--end-of-options", made.commit],
      signal,
    )
  )
    .toString()
    .trim()
    .split(" ");
  if (tree !== made.tree) throw unproven(branch, `its tree is ${tree}, not ${made.tree}`);
  if (parents.length !== 1 || parents[0] !== made.head)
    throw unproven(branch, `it comes from ${parents.join(", ")}, not ${made.head}`);
  const digest = patchDigest(await patchBetween(git, made.head, made.commit, signal));
  if (digest !== made.digest) throw unproven(branch, `its difference is ${digest}, not ${made.digest}`);
}

function unproven(branch: string, problem: string): IdentikitError {
  return new IdentikitError("PUSH_UNPROVEN", `${branch} is not what was approved: ${problem}`, {
    remedy:
      "Look at the branch: somebody else wrote to it, or the forge changed it. Do not merge it as it is.",
  });
}
