import { IdentikitError } from "../fault/error.ts";
import { type Finding, verdictOf } from "../fault/finding.ts";
import { shortened, visible } from "../fault/visible.ts";
import type { ChangeHost } from "./change-host.ts";
import type { ChangeContent } from "./content.ts";
import type { PullRequest } from "./facts.ts";
import { about } from "./finding.ts";
import { type GitContent, type Merge, mostCommits } from "./git-content.ts";
import { judgeChange } from "./judge-change.ts";
import { known, unverifiedBy } from "./known.ts";
import type { RuleResult } from "./rules.ts";

export interface AuditQuestion {
  readonly git: GitContent;
  readonly host: ChangeHost;
  readonly branch: string;
  /** The newest commit of the branch. */
  readonly tip: string;
  readonly since: Date;
  readonly now: Date;
}

/** What an audit looked at, and what it found. */
export interface Audit {
  readonly merges: number;
  readonly direct: number;
  readonly findings: readonly Finding[];
}

/** Commits on the mainline that one pull request brought, newest first; a commit alone that none did. */
interface Arrival {
  readonly request: PullRequest | undefined;
  readonly commits: Merge[];
}

/**
 * Judges again what came to a branch since a date, by the rules that the branch had right before, with the reviews and checks that
 * were there when it was merged. What came without a pull request is named.
 * @throws {IdentikitError} `CHANGE_UNKNOWN` for a checkout without history, `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function auditMerges(question: AuditQuestion): Promise<Audit> {
  const arrivals = await arrivalsSince(question);
  const findings: Finding[] = [];
  for (const { request, commits } of arrivals)
    findings.push(...(request ? await judgeMerge(question, request, commits) : commits.map(direct)));
  const merges = arrivals.filter(({ request }) => request !== undefined).length;
  return { merges, direct: arrivals.length - merges, findings };
}

/**
 * What came to the branch, newest first, back to the first pull request that the host says is older. The dates of commits are
 * anybody's to write: they only end the list where no pull request does.
 */
async function arrivalsSince({ git, host, branch, tip, since }: AuditQuestion): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  const commits = await git.mainline(tip);
  let whole = commits.length < mostCommits;
  for (const commit of commits) {
    const number = await host.requestOf(commit.commit, branch);
    const last = arrivals.at(-1);
    if (last?.request && last.request.number === number) {
      // A pull request that was rebased brings several.
      last.commits.push(commit);
      continue;
    }
    const request = number === undefined ? undefined : await host.request(number);
    if (request?.merged && request.merged.at < since) {
      whole = true;
      break;
    }
    arrivals.push({ request, commits: [commit] });
  }
  if (!whole) throw tooMany(branch);
  const oldest = arrivals.findLastIndex(({ request }) => request !== undefined);
  return arrivals.filter(({ commits }, at) => at <= oldest || commits.some((one) => one.at >= since));
}

function tooMany(branch: string): IdentikitError {
  return new IdentikitError(
    "CHANGE_UNKNOWN",
    `more than ${mostCommits} commits came to ${branch} since then`,
    {
      remedy: "Judge fewer days.",
    },
  );
}

async function judgeMerge(
  { git, host, now }: AuditQuestion,
  request: PullRequest,
  commits: readonly Merge[],
): Promise<readonly Finding[]> {
  const [newest, oldest] = [commits[0], commits.at(-1)];
  const base = oldest?.parents[0];
  if (!newest || base === undefined) return [];
  const judged = await known(async () => {
    const at = request.merged?.at ?? newest.at;
    const { results, findings } = await judgeChange({
      content: arrived(git, base, newest.commit),
      host: asOf(host, at),
      request: { value: request },
      base,
      head: request.head,
      tree: newest.commit,
      directory: git.directory,
      only: [],
      now,
    });
    // A branch that had no rules yet allowed everything.
    return results.length === 0 && findings.length > 0
      ? []
      : results.flatMap((one) => broken(one, request, newest));
  });
  return "value" in judged
    ? judged.value
    : [{ ...unverifiedBy(judged.fault), path: `#${request.number} as ${newest.commit.slice(0, 12)}` }];
}

/** What really came to the branch: also what the merge itself added. */
function arrived(git: GitContent, base: string, commit: string): ChangeContent {
  return {
    description: git.description,
    diff: () => git.diff(base, commit),
    file: (at, path) => git.file(at, path),
    list: (at, directory) => git.list(at, directory),
  };
}

/** The host as it was: reviews and checks that came later do not count. */
function asOf(host: ChangeHost, at: Date): ChangeHost {
  const before = (one: { readonly at: Date | undefined }) => one.at === undefined || one.at <= at;
  return {
    dialect: host.dialect,
    request: (number) => host.request(number),
    open: () => host.open(),
    requestOf: (commit, branch) => host.requestOf(commit, branch),
    reviews: async (number) => (await host.reviews(number)).filter(before),
    checks: async (commit) => (await host.checks(commit)).filter(before),
    tip: (branch) => host.tip(branch),
    required: (branch) => host.required(branch),
    members: (team) => host.members(team),
    content: (number) => host.content(number),
  };
}

function broken({ rule, findings, verdict }: RuleResult, request: PullRequest, merge: Merge): Finding[] {
  if (verdict === "clean") return [];
  const actor = request.merged?.by || "somebody";
  const [first] = findings.filter(({ severity }) => severity !== "warning");
  const missing = shortened(visible(`${first?.path}: ${first?.problem ?? first?.actual ?? ""}`), 300);
  const path = `#${request.number} as ${merge.commit.slice(0, 12)}, merged by ${actor}`;
  const said = verdictOf(findings) === "drift" ? "did not hold" : "could not be verified";
  return [
    {
      ...about(path, {
        code: "MERGE_UNRULED",
        severity: verdict === "drift" ? "error" : "unverified",
        problem: `${rule} ${said}: ${missing}`,
        remedy:
          "Look at the change with the group that the rule names, and require its check in branch protection.",
      }),
      subject: rule,
    },
  ];
}

function direct({ commit, author }: Merge): Finding {
  return about(commit.slice(0, 12), {
    code: "MERGE_DIRECT",
    problem: `the commit came without a pull request; it names ${JSON.stringify(visible(author))} as its author`,
    remedy: "Look at the commit, and let branch protection refuse pushes.",
  });
}
