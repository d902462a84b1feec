import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { patchDigest, type TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Digest } from "../../tree/digest.ts";
import type { PatchBlobs } from "../files/blob-folder.ts";
import { mergeTrees } from "../rebase/merge-trees.ts";
import { type CommitMessage, type CommitPerson, messageText, personVariables } from "./commit-text.ts";
import type { ObjectScratch } from "./object-scratch.ts";
import { patchBetween } from "./patch-between.ts";
import { writePatchTree } from "./patch-tree.ts";

/** With what a commit is signed, by git's own means. */
export type CommitSigning =
  /** The text of a private key; ssh-keygen signs. */
  | { readonly format: "ssh"; readonly privateKey: string }
  /** A key of a GnuPG home directory. */
  | { readonly format: "openpgp"; readonly key: string; readonly home: string };

export interface CommitOrder {
  readonly patch: TreePatch;
  readonly blobs: PatchBlobs;
  /** The commit that the branch is at; where it is not the patch's base, the patch is moved to it, if that is without conflicts. */
  readonly head: string;
  readonly message: CommitMessage;
  readonly author: CommitPerson;
  readonly committer: CommitPerson;
  /** When, for author and committer: the same order makes the same commit. RFC 3339. */
  readonly date: string;
  readonly signing?: CommitSigning | undefined;
}

/** A commit in the objects of a scratch. */
export interface PatchCommit {
  readonly commit: string;
  readonly tree: string;
  readonly head: string;
  /** Of the difference of `head` and `commit`: the patch's own digest, or that of the moved patch. */
  readonly digest: Digest;
  readonly moved: boolean;
}

/**
 * Makes a commit of a patch by plumbing alone: no worktree, no hook, no filter.
 * @throws {IdentikitError} `PATCH_INVALID`; `PATCH_CONFLICTS` where the head has changed what the patch changes; `COMMIT_UNSIGNED`; `STORE_UNUSABLE`
 */
export async function commitPatch(
  scratch: ObjectScratch,
  order: CommitOrder,
  signal: AbortSignal,
): Promise<PatchCommit> {
  const { patch, head } = order;
  const made = await writePatchTree(scratch, patch, order.blobs, signal);
  const moved = head !== patch.base;
  const tree = moved ? await moveTree(scratch, patch.base, head, made, signal) : made;
  const commit = await writeCommit(scratch, order, tree, signal);
  const between = await patchBetween(scratch.git, head, commit, signal);
  const digest = patchDigest(between);
  if (!moved && digest !== patchDigest(patch))
    throw new IdentikitError("PATCH_INVALID", "the commit's tree is not what the patch says", {
      remedy: "Take the patch from the run bundle again; a patch is not edited by hand.",
    });
  if (between.changes.length === 0)
    throw new IdentikitError("PATCH_INVALID", `the patch changes nothing at ${head}`, {
      remedy: "Its changes are there already; there is nothing to write back.",
    });
  return { commit, tree, head, digest, moved };
}

async function moveTree(
  { git }: ObjectScratch,
  base: string,
  head: string,
  patch: string,
  signal: AbortSignal,
): Promise<string> {
  const { tree, conflicts } = await mergeTrees(git, { base, target: head, patch }, signal);
  if (conflicts.length === 0) return tree;
  const paths = conflicts.map(({ path }) => path);
  const more = paths.length > 10 ? ` and ${paths.length - 10} more` : "";
  throw new IdentikitError(
    "PATCH_CONFLICTS",
    `the target has changed what the patch changes: ${paths.slice(0, 10).join(", ")}${more}`,
    { remedy: "Rebase the workspace, resolve the conflicts and have the result approved." },
  );
}

async function writeCommit(
  scratch: ObjectScratch,
  { head, message, author, committer, date, signing }: CommitOrder,
  tree: string,
  signal: AbortSignal,
): Promise<string> {
  const input = Buffer.from(messageText(message));
  const variables = {
    ...personVariables("AUTHOR", author, date),
    ...personVariables("COMMITTER", committer, date),
    ...(signing?.format === "openpgp" ? { GNUPGHOME: signing.home } : {}),
  };
  const args = ["commit-tree", "-p", head, "-F", "-"];
  if (!signing)
    return (await scratch.git.ask([...args, tree], signal, { input, variables })).toString().trim();
  const key = signing.format === "ssh" ? keyFile(scratch, signing.privateKey) : signing.key;
  const { status, output, complaint } = await scratch.git.run([...args, "-S", tree], signal, {
    input,
    variables,
    config: [
      ["gpg.format", signing.format],
      ["user.signingKey", key],
    ],
  });
  if (status === 0) return output.toString().trim();
  throw new IdentikitError("COMMIT_UNSIGNED", "the commit could not be signed", {
    remedy:
      "Check the signing key: an ssh key without a passphrase, or a key of the GnuPG home that is named.",
    cause: new Error(complaint),
  });
}

/** The key as a file that only this user reads, for as long as the scratch is there. */
function keyFile({ folder }: ObjectScratch, privateKey: string): string {
  const path = join(folder, "signing-key");
  writeFileSync(path, privateKey.endsWith("\n") ? privateKey : `${privateKey}\n`, { mode: 0o600 });
  return path;
}
