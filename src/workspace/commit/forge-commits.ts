import { join } from "node:path";
import type { FileState, TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { BranchTip, CommitPort, CommitRequest } from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import { BaseTree } from "../files/base-tree.ts";
import { readObjects } from "../files/blob-reader.ts";
import type { GitRemote } from "../store/git-remote.ts";
import { RepositoryStore } from "../store/repository-store.ts";
import type { CallerEnvironment } from "../store/store-git.ts";
import { type CommitSigning, commitPatch } from "./commit-patch.ts";
import { type CommitPerson, messageText } from "./commit-text.ts";
import { ObjectScratch } from "./object-scratch.ts";
import { patchBetween } from "./patch-between.ts";
import { pushBranch } from "./push-branch.ts";

export interface ForgeCommitsOptions {
  /** A folder for a store of each repository; made where it is missing. */
  readonly stores: string;
  readonly environment: CallerEnvironment;
  /** Where a repository of the forge is, and what may be done there. */
  readonly remoteOf: (repository: string) => GitRemote;
  /** Whose commits they are. */
  readonly person: CommitPerson;
  readonly signing?: CommitSigning | undefined;
}

/** Commits of approved patches on a forge, by git alone, in stores that no agent has ever seen. */
export class ForgeCommits implements CommitPort {
  readonly #options: ForgeCommitsOptions;

  constructor(options: ForgeCommitsOptions) {
    this.#options = options;
  }

  async tip(repository: string, branch: string, signal: AbortSignal): Promise<BranchTip | undefined> {
    const { store, remote } = this.#at(repository);
    try {
      const commit = await store.fetch(remote, { ref: `refs/heads/${branch}` }, signal);
      const args = ["show", "--no-patch", "--no-show-signature", "--format=%B", "--end-of-options", commit];
      return { commit, message: (await store.git.ask(args, signal)).toString() };
    } catch (caught) {
      if (caught instanceof IdentikitError && caught.code === "REF_UNKNOWN") return undefined;
      throw caught;
    }
  }

  async push(request: CommitRequest, signal: AbortSignal): Promise<BranchTip> {
    const { repository, branch, patch, message, time } = request;
    const { store, remote } = this.#at(repository);
    const { person, signing } = this.#options;
    const contents = await contentsOf(request);
    await store.fetch(remote, { commit: patch.base }, signal);
    using scratch = new ObjectScratch(store);
    const order = {
      ...{ patch, head: patch.base, message, author: person, committer: person, date: time, signing },
      blobs: { read: (digest: string) => known(contents, digest) },
    };
    const { commit } = await commitPatch(scratch, order, signal);
    await pushBranch(scratch.git, { remote, branch: `refs/heads/${branch}`, commit }, signal);
    return { commit, message: messageText(message) };
  }

  async changesOf(
    { repository, commit, base }: Parameters<CommitPort["changesOf"]>[0],
    signal: AbortSignal,
  ): Promise<TreePatch> {
    const { store, remote } = this.#at(repository);
    for (const one of [base, commit]) await store.fetch(remote, { commit: one }, signal);
    const args = ["show", "--no-patch", "--no-show-signature", "--format=%P", "--end-of-options", commit];
    const parents = (await store.git.ask(args, signal)).toString().trim();
    if (parents === base) return await patchBetween(store.git, base, commit, signal);
    throw new IdentikitError(
      "PUSH_UNPROVEN",
      `${commit} of ${repository} comes from ${parents || "nothing"}, not ${base}`,
      {
        remedy:
          "Look at the branch: somebody else wrote to it, or the forge changed it. Do not merge it as it is.",
      },
    );
  }

  async filesAt(
    { repository, commit, paths }: Parameters<CommitPort["filesAt"]>[0],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, FileState>> {
    const { store, remote } = this.#at(repository);
    await store.fetch(remote, { commit }, signal);
    const tree = await BaseTree.read(store.git, commit, signal);
    const entries = paths.flatMap((path) => {
      const entry = tree.entry(path);
      const mode = entry?.mode;
      return entry && (mode === "100644" || mode === "100755") ? [{ path, mode, object: entry.object }] : [];
    });
    const states = new Map<string, { readonly digest: string; readonly bytes: number }>();
    const objects = [...new Set(entries.map(({ object }) => object))];
    for await (const [object, bytes] of readObjects(store.git, objects, signal))
      states.set(object, { digest: digestOf(bytes), bytes: bytes.length });
    return new Map(
      entries.flatMap(({ path, mode, object }) => {
        const state = states.get(object);
        return state ? [[path, { mode, ...state }] as const] : [];
      }),
    );
  }

  #at(repository: string): { readonly store: RepositoryStore; readonly remote: GitRemote } {
    const { stores, environment, remoteOf } = this.#options;
    const remote = remoteOf(repository);
    const name = digestOf(JSON.stringify([remote.url, repository.toLowerCase()])).slice(7, 47);
    return { remote, store: new RepositoryStore(join(stores, name), environment) };
  }
}

/** The new content of a patch, which is read from the database piece by piece. */
async function contentsOf({ patch, content }: CommitRequest): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const { after } of patch.changes)
    if (after && !contents.has(after.digest)) contents.set(after.digest, await content(after.digest));
  return contents;
}

function known(contents: ReadonlyMap<string, Uint8Array>, digest: string): Uint8Array {
  const content = contents.get(digest);
  if (content) return content;
  throw new IdentikitError("PATCH_INVALID", `the content ${digest} of a patch is missing`, {
    remedy: "Take the run's bundle in again.",
  });
}
