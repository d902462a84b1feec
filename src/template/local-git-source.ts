import { IdentikitError } from "../fault/error.ts";
import { type Checkout, localCommit } from "./git-checkout.ts";
import { readCommit } from "./git-objects.ts";
import type { Policy } from "./policy.ts";
import { isCommitId, pickRevision, refCandidates, unknownRef } from "./ref-name.ts";
import type { CommitId, Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";

/** A git repository on this machine, bare or not, read in place through its objects. */
export class LocalGitSource implements TemplateSource {
  readonly description: string;
  readonly #checkout: Checkout;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #limits: SourceLimits;

  constructor(
    description: string,
    checkout: Checkout,
    environment: Readonly<Record<string, string | undefined>>,
    limits: SourceLimits,
  ) {
    this.description = description;
    this.#checkout = checkout;
    this.#environment = environment;
    this.#limits = limits;
  }

  async resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    const find = (name: string) => localCommit(this.#run(signal), name);
    if (ref === undefined || isCommitId(ref)) {
      const commit = await find(ref ?? "HEAD");
      if (commit === undefined) throw unknownRef(ref ?? "HEAD", this.description, "is no commit of it");
      return { commit, ref: ref ?? "HEAD" };
    }
    const found = new Map<string, CommitId>();
    for (const name of [...refCandidates(ref, this.description), `refs/remotes/origin/${ref}`]) {
      // A clone's own branch stands before the branch that it was cloned from.
      if (found.size > 0 && name.startsWith("refs/remotes/")) break;
      const commit = await find(name);
      if (commit !== undefined) found.set(name, commit);
    }
    return pickRevision(ref, this.description, found);
  }

  async read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    if (!revision) {
      throw new IdentikitError("INTERNAL", `${this.description}: read without a commit`, {
        remedy: "Report this.",
      });
    }
    const { commit } = revision;
    const objects = {
      owner: `${this.description} at ${commit.slice(0, 12)}`,
      run: this.#run(signal),
      prefix: this.#checkout.prefix,
      limits: this.#limits,
    };
    try {
      const content = await readCommit(objects, commit, policy);
      return { ...content, commit, origin: "commit", note: null };
    } catch (caught) {
      if ((await localCommit(this.#run(signal), commit)) !== undefined) throw caught;
      throw unknownRef(commit, this.description, "is no commit of it");
    }
  }

  async movedTo(): Promise<null> {
    return null;
  }

  #run(signal: AbortSignal) {
    return { environment: this.#environment, signal, gitDirectory: this.#checkout.gitDirectory };
  }
}
