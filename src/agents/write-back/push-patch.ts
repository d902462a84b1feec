import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import type { Approval } from "../approvals/approval-state.ts";
import type { DispatchAttempt } from "../dispatch/run-status.ts";
import { memoryProposal } from "../memory/memory-proposal.ts";
import { patchDigest, type TreePatch, treePatch } from "../run-bundle/tree-patch.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import { commitMessage, hasTrailer } from "./commit-message.ts";
import { keyTrailer } from "./idempotency-key.ts";
import type { WriteOf } from "./prepared-write.ts";
import type { BranchTip, CommitPort, WriteBackServices } from "./write-ports.ts";

type CommitWrite = WriteOf<"branch"> | WriteOf<"pull_request"> | WriteOf<"memory_update">;

/** What a commit is made for. */
export interface CommitCause {
  readonly approval: Approval;
  readonly attempt: DispatchAttempt;
  readonly key: string;
}

/**
 * Makes sure that the branch of a write is there, with one commit whose changes are the approved ones: pushes it, or finds that it was
 * pushed before, and reads it back from the forge either way.
 * @throws {IdentikitError} `WRITE_BACK_FAILED` where the branch is somebody else's, or what is there is not what was approved
 */
export async function pushPatch(
  services: WriteBackServices,
  write: CommitWrite,
  cause: CommitCause,
  signal: AbortSignal,
): Promise<BranchTip> {
  const { commits } = services;
  const { repository, branch, base } = write;
  const { patch, content } = await patchOf(services, write, cause, signal);
  const before = await commits.tip(repository, branch, signal);
  const tip = before ?? (await pushed(commits, { write, patch, content, ...cause }, signal));
  const there = await commits.changesOf({ repository, commit: tip.commit, base }, signal);
  if (patchDigest(there) !== patchDigest(patch))
    throw failed(
      before
        ? `the branch ${branch} of ${repository} is there already, with other changes than those that were approved`
        : `the commit ${tip.commit} of ${repository} reads back as other changes than those that were approved`,
      "Look at the branch, remove it where it is nobody's, and ask for the write-back again under another name.",
    );
  const run = `${cause.approval.metadata.namespace}/${cause.attempt.metadata.name}`;
  const isOurs =
    hasTrailer(tip.message, keyTrailer, cause.key) || hasTrailer(tip.message, "Identikit-Run", run);
  if (isOurs) return tip;
  throw failed(
    `the branch ${branch} of ${repository} is there already, and is not of this run`,
    "Ask for the write-back again under another name.",
  );
}

interface Push extends CommitCause {
  readonly write: CommitWrite;
  readonly patch: TreePatch;
  readonly content: (digest: string) => Promise<Uint8Array>;
}

async function pushed(commits: CommitPort, push: Push, signal: AbortSignal): Promise<BranchTip> {
  const { write, patch, content, approval, attempt, key } = push;
  const { repository, branch } = write;
  const message = commitMessage(write.message, approval, attempt, key);
  // A push that was cut off is made again: of the same time, it is the same commit.
  const time = approval.status.intentAt ?? approval.metadata.creationTimestamp;
  return await commits.push({ repository, branch, patch, content, message, time }, signal);
}

/** The approved changes, with where their bytes are. */
async function patchOf(
  { database, commits }: WriteBackServices,
  write: CommitWrite,
  { approval }: CommitCause,
  signal: AbortSignal,
): Promise<Pick<Push, "patch" | "content">> {
  const run = { namespace: approval.metadata.namespace, name: approval.spec.run };
  const blobs = new BlobStore(database);
  const stored: unknown = JSON.parse(Buffer.from(await blobs.get(run, write.patch)).toString("utf8"));
  if (write.action !== "memory_update")
    return { patch: treePatch.parse(stored), content: (digest) => blobs.get(run, digest) };
  const { files, base } = memoryProposal.parse(stored);
  const paths = files.map(({ path }) => path);
  const before = await commits.filesAt({ repository: write.repository, commit: base, paths }, signal);
  const contents = new Map<string, Uint8Array>(
    files.flatMap(({ text }) => (text === null ? [] : [[digestOf(text), Buffer.from(text)] as const])),
  );
  const changes = files.flatMap(({ path, text }) => {
    const was = before.get(path);
    const after = text === null ? undefined : { digest: digestOf(text), bytes: Buffer.byteLength(text) };
    const isSame = after?.digest === was?.digest;
    if (isSame) return [];
    return [
      {
        path,
        ...(was ? { before: was } : {}),
        ...(after ? { after: { mode: was?.mode ?? ("100644" as const), ...after } } : {}),
      },
    ];
  });
  if (changes.length === 0)
    throw failed(
      `the memory is at ${base} as the proposal wants it`,
      "Reject the proposal: nothing is left to do.",
    );
  return {
    patch: { version: 1, base, changes },
    content: async (digest) => contents.get(digest) ?? (await blobs.get(run, digest)),
  };
}

function failed(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("WRITE_BACK_FAILED", problem, { remedy });
}
