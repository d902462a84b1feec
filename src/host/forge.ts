import { z } from "zod";
import type { ChangeHost } from "../changes/change-host.ts";
import type { CheckResult, PullRequest, Review } from "../changes/facts.ts";
import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { readRequiredChecks } from "./branch-protection.ts";
import { HostContent } from "./change-content.ts";
import { readChecks } from "./commit-checks.ts";
import { readOne, readRows } from "./host-read.ts";
import { listOpenRequests, readPullRequest } from "./pull-requests.ts";
import { readReviews } from "./reviews.ts";
import { readTeamMembers } from "./team-members.ts";

const numbered = z.looseObject({
  number: z.int().positive(),
  merged_at: z.string().nullish(),
  base: z.looseObject({ ref: z.string() }),
});

/** GitHub calls the commit's id `sha`, Gitea `id`. */
const tipped = z.looseObject({
  commit: z.union([
    z.looseObject({ sha: z.string().min(1), id: z.undefined().optional() }),
    z.looseObject({ id: z.string().min(1), sha: z.undefined().optional() }),
  ]),
});

/** What GitHub, Gitea and Forgejo tell of pull requests. */
class Forge implements ChangeHost {
  protected readonly api: HostApi;

  constructor(api: HostApi) {
    this.api = api;
  }

  get dialect(): ChangeHost["dialect"] {
    return this.api.dialect;
  }

  request(number: number): Promise<PullRequest> {
    return readPullRequest(this.api, number);
  }

  open(): Promise<readonly PullRequest[]> {
    return listOpenRequests(this.api);
  }

  reviews(number: number): Promise<readonly Review[]> {
    return readReviews(this.api, number);
  }

  checks(commit: string): Promise<readonly CheckResult[]> {
    return readChecks(this.api, commit);
  }

  async tip(branch: string): Promise<string> {
    const attempt = `read the branch ${branch}`;
    const { commit } = await readOne(this.api, {
      attempt,
      url: `branches/${encodeURIComponent(branch)}`,
      schema: tipped,
    });
    return commit.sha ?? commit.id ?? "";
  }

  required(branch: string): Promise<readonly string[]> {
    return readRequiredChecks(this.api, branch);
  }

  members(team: string): Promise<readonly string[]> {
    return readTeamMembers(this.api, team);
  }

  content(number: number): HostContent {
    return new HostContent(this.api, number);
  }

  async requestOf(commit: string, branch: string): Promise<number | undefined> {
    const rows = await this.requestsWith(
      encodeURIComponent(commit),
      `look for the pull request of ${commit.slice(0, 12)}`,
    );
    return rows.find(({ merged_at: at, base }) => at && base.ref === branch)?.number;
  }

  /** GitHub: every pull request with a commit in it. */
  protected requestsWith(commit: string, attempt: string): Promise<z.output<typeof numbered>[]> {
    return readRows(this.api, { attempt, url: `commits/${commit}/pulls`, schema: numbered });
  }
}

/** Gitea: the one that brought it. */
class GiteaForge extends Forge {
  protected override async requestsWith(
    commit: string,
    attempt: string,
  ): Promise<z.output<typeof numbered>[]> {
    try {
      return [await readOne(this.api, { attempt, url: `commits/${commit}/pull`, schema: numbered })];
    } catch (caught) {
      if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return [];
      throw caught;
    }
  }
}

/** The host of a repository, as rules ask it. */
export function forgeOf(api: HostApi): ChangeHost {
  return api.dialect === "gitea" ? new GiteaForge(api) : new Forge(api);
}
