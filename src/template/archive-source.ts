import { IdentikitError } from "../fault/error.ts";
import { type RetryOptions, withRetries } from "../fault/retry.ts";
import { readArchive } from "../tree/archive-reader.ts";
import type { ArchiveApi } from "./archive-api.ts";
import { AssetSelection } from "./asset-selection.ts";
import type { Policy } from "./policy.ts";
import { unknownRef } from "./ref-name.ts";
import type { CommitId, Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";

/** A repository on a server that gives out archives: the ref becomes a commit first, then that commit's archive is read. */
export class ArchiveSource implements TemplateSource {
  readonly description: string;
  readonly #api: ArchiveApi;
  readonly #limits: SourceLimits;
  readonly #retry: Omit<RetryOptions, "signal">;

  constructor(api: ArchiveApi, limits: SourceLimits, retry: Omit<RetryOptions, "signal"> = {}) {
    this.description = api.description;
    this.#api = api;
    this.#limits = limits;
    this.#retry = retry;
  }

  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    return withRetries(() => this.#api.resolve(ref, signal), { ...this.#retry, signal });
  }

  async read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
    return withRetries(() => this.#readOnce(revision.commit, policy, signal), { ...this.#retry, signal });
  }

  async #readOnce(commit: CommitId, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    const owner = `archive of ${this.description} at ${commit.slice(0, 12)}`;
    const selection = new AssetSelection(policy, owner, this.#limits);
    const { tree, comment } = await readArchive(await this.#api.archive(commit, signal), {
      owner,
      selection,
      maxBytes: this.#limits.maxBytes,
      isTopFolder: (name) => this.#api.isTopFolder(name),
    });
    if (comment !== undefined && comment !== commit) throw otherCommit(owner, commit, comment);
    return { tree, leftOut: selection.leftOut, commit, origin: "commit", note: null };
  }
}

function otherCommit(owner: string, commit: CommitId, comment: string): IdentikitError {
  const problem = `${owner} says that it is of commit ${JSON.stringify(comment.slice(0, 80))}, not of ${commit}`;
  return new IdentikitError("COMMIT_MISMATCH", problem, {
    remedy: "Run again; if it stays so, a cache between here and the server mixes up archives.",
  });
}
