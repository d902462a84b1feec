import { IdentikitError } from "../fault/error.ts";
import { type RetryOptions, withRetries } from "../fault/retry.ts";
import { readArchive } from "../tree/archive-reader.ts";
import type { FileTree } from "../tree/file-tree.ts";
import type { ArchiveApi } from "./archive-api.ts";
import { AssetSelection } from "./asset-selection.ts";
import { listCommit } from "./commit-listing.ts";
import type { Policy } from "./policy.ts";
import { provenContent } from "./proven-content.ts";
import { unknownRef } from "./ref-name.ts";
import type { CommitId, Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";

export interface ArchiveSourceOptions {
  readonly limits: SourceLimits;
  /** The template's directory in the repository; left out or empty for its root. */
  readonly directory?: string | undefined;
  readonly retry?: Omit<RetryOptions, "signal"> | undefined;
}

/**
 * A repository on a server that gives out archives: the ref becomes a commit first, then that commit's archive is read. What
 * a server packs is not always what the commit holds (`export-subst`, `export-ignore`, `eol` and other attributes), so the
 * commit's own listing is asked for at the same time, and decides.
 */
export class ArchiveSource implements TemplateSource {
  readonly description: string;
  readonly #api: ArchiveApi;
  readonly #limits: SourceLimits;
  readonly #directory: string;
  readonly #retry: Omit<RetryOptions, "signal">;

  constructor(api: ArchiveApi, { limits, directory = "", retry = {} }: ArchiveSourceOptions) {
    this.description = api.description;
    this.#api = api;
    this.#limits = limits;
    this.#directory = directory;
    this.#retry = retry;
  }

  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    return withRetries(() => this.#api.resolve(ref, signal), { ...this.#retry, signal });
  }

  movedTo(signal: AbortSignal): Promise<string | null> {
    return withRetries(() => this.#api.movedTo(signal), { ...this.#retry, signal });
  }

  async read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
    const { commit } = revision;
    const [limits, directory, { objects }] = [this.#limits, this.#directory, this.#api];
    // The one that fails first stops the other: neither answer is worth anything alone.
    const failed = new AbortController();
    const retry = { ...this.#retry, signal: AbortSignal.any([signal, failed.signal]) };
    const owner = `${this.description} at ${commit.slice(0, 12)}`;
    try {
      const [archive, entries] = await Promise.all([
        withRetries(() => this.#unpack(commit, policy, retry.signal), retry),
        listCommit(commit, { objects, owner, directory, limits, retry }),
      ]);
      const content = await provenContent({ archive, entries, objects, owner, limits, retry }, policy);
      return { ...content, commit, origin: "commit" };
    } catch (caught) {
      failed.abort(caught);
      throw caught;
    }
  }

  async #unpack(commit: CommitId, policy: Policy, signal: AbortSignal): Promise<FileTree> {
    const owner = `archive of ${this.description} at ${commit.slice(0, 12)}`;
    const { tree, comment } = await readArchive(await this.#api.archive(commit, signal), {
      owner,
      selection: new AssetSelection(policy, owner, this.#limits, this.#directory),
      maxBytes: this.#limits.maxArchiveBytes,
      isTopFolder: (name) => this.#api.isTopFolder(name, commit),
    });
    if (comment !== undefined && comment !== commit) throw otherCommit(owner, commit, comment);
    return this.#directory === "" ? tree : tree.subtree(this.#directory);
  }
}

function otherCommit(owner: string, commit: CommitId, comment: string): IdentikitError {
  const problem = `${owner} says that it is of commit ${JSON.stringify(comment.slice(0, 80))}, not of ${commit}`;
  return new IdentikitError("COMMIT_MISMATCH", problem, {
    remedy: "Run again; if it stays so, a cache between here and the server mixes up archives.",
  });
}
