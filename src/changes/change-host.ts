import type { ChangeContent } from "./content.ts";
import type { CheckResult, PullRequest, Review } from "./facts.ts";

/**
 * What only the CI host knows of a pull request. Every method reads all pages, and throws `HOST_UNREACHABLE`, `HOST_DENIED`, or
 * `CHANGE_UNKNOWN` for an answer that does not tell.
 */
export interface ChangeHost {
  readonly dialect: "github" | "gitea";
  request(number: number): Promise<PullRequest>;
  open(): Promise<readonly PullRequest[]>;
  /** The pull request that brought a commit to a branch; `undefined` for none. */
  requestOf(commit: string, branch: string): Promise<number | undefined>;
  reviews(number: number): Promise<readonly Review[]>;
  /** Every status and check run of a commit, also those that a newer one replaced. */
  checks(commit: string): Promise<readonly CheckResult[]>;
  /** The newest commit of a branch. */
  tip(branch: string): Promise<string>;
  /** The names of the checks that protection of a branch requires. */
  required(branch: string): Promise<readonly string[]>;
  /** The logins of a team, `organisation/team`. */
  members(team: string): Promise<readonly string[]>;
  /** The content of a pull request's change, as the host gives it. */
  content(number: number): ChangeContent;
}
