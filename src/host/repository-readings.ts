import { z } from "zod";
import type { HostApi } from "./api.ts";
import { readOne } from "./host-read.ts";
import { KeptAnswers } from "./kept-answers.ts";
import { readPermission } from "./permission.ts";
import { readProtection } from "./ref-protection.ts";

const side = z.looseObject({
  ref: z.string(),
  sha: z.string(),
  repo: z.looseObject({ full_name: z.string() }).nullish(),
});
const pullSchema = z.looseObject({ head: side, base: side });
const repositorySchema = z.looseObject({ default_branch: z.string() });
/** GitHub calls the commit's id `sha`, Gitea `id`. */
const branchSchema = z.looseObject({
  commit: z.looseObject({ sha: z.string().optional(), id: z.string().optional() }).nullish(),
  protected: z.boolean().nullish(),
});

/** The two sides of a pull request. */
export type PullSides = z.output<typeof pullSchema>;
/** A branch as the host shows it. */
export type BranchRow = z.output<typeof branchSchema>;

/**
 * What a host says of one repository, each thing read once for as long as this lives: several questions are then answered from one state of
 * it. What was not answered is asked again.
 */
export class RepositoryReadings {
  readonly #api: HostApi;
  readonly #answers = new KeptAnswers();

  constructor(api: HostApi) {
    this.#api = api;
  }

  pull(number: number): Promise<PullSides> {
    const attempt = `read the pull request #${number}`;
    return this.#answers.once(`pulls/${number}`, () =>
      readOne(this.#api, { attempt, url: `pulls/${number}`, schema: pullSchema }),
    );
  }

  async defaultBranch(): Promise<string> {
    const { owner, repo } = this.#api;
    const url = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
    const read = () => readOne(this.#api, { attempt: "read the repository", url, schema: repositorySchema });
    return (await this.#answers.once(url, read)).default_branch;
  }

  branch(name: string): Promise<BranchRow> {
    const url = `branches/${encodeURIComponent(name)}`;
    return this.#answers.once(url, () =>
      readOne(this.#api, { attempt: `read the branch ${name}`, url, schema: branchSchema }),
    );
  }

  /** Whether a ref is protected, see {@link readProtection}. */
  protection(ref: string): Promise<boolean> {
    return this.#answers.once(`protection ${ref}`, () =>
      readProtection(this.#api, ref, (name) => this.branch(name)),
    );
  }

  permission(login: string): ReturnType<typeof readPermission> {
    return this.#answers.once(`permission ${login}`, () => readPermission(this.#api, login));
  }
}
