import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { parseFieldSelector } from "../../../agents/resource/selector.ts";
import { addressOf } from "../../page/address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import { PageRefused } from "../../page/page-refused.ts";
import { isRunOn, issueOfAddress } from "../issue-of-address.ts";
import { type BoardLane, repositoryBoard } from "./board.ts";
import type { LinkedRecord } from "./linked-record.ts";
import { linkedRules, linkedStacks } from "./repository-agents.ts";
import { dispatchOffer, workspaceOffer } from "./repository-offers.ts";
import { linkedApprovals, linkedDeliveries, linkedSessions, linkedWorkspaces } from "./repository-work.ts";
import { type RunOfRepository, runOfRepository } from "./run-of-repository.ts";

/** What agents do in one repository, under the tabs of a forge. The forge's own pages are linked, not copied. */
export interface RepositoryModel {
  readonly repository: string;
  readonly tab: string;
  readonly tabs: readonly { readonly word: string; readonly href: string }[];
  readonly offers: readonly ActionOffer[];
  readonly runs: readonly RunOfRepository[];
  readonly workspaces: readonly LinkedRecord[];
  readonly sessions: readonly LinkedRecord[];
  readonly approvals: readonly LinkedRecord[];
  readonly deliveries: readonly LinkedRecord[];
  readonly stacks: readonly LinkedRecord[];
  readonly rules: readonly LinkedRecord[];
  readonly board: readonly BoardLane[];
}

const tabNames = [
  ["code", "Code"],
  ["pull-requests", "Pull requests"],
  ["issues", "Issues"],
  ["runs", "Runs"],
  ["hooks", "Deliveries"],
  ["workspaces", "Workspaces"],
  ["settings/agents", "Agents"],
] as const;

/** Records of a kind on one tab. */
const most = 50;

export async function loadRepository(ask: PageAsk): Promise<LoadedPage<"repository">> {
  const { organization, objects, params } = ask;
  const tab = params.tab ?? "code";
  const repository = repositoryOf(organization, params.repo ?? "");
  const word = tabNames.find(([name]) => name === tab)?.[1] ?? tab;
  const issue = issueOfAddress(params.issue);
  // Those of one issue are sought among more.
  const limit = issue === undefined ? most : 10 * most;
  const own = { fields: parseFieldSelector(`spec.repository=${repository}`), newestFirst: true, limit };
  const runs = (await objects.listed(agentDispatchRun, own))?.items ?? [];
  const shown = runs.filter(
    (run) => isRunOn(issue, run) && (tab !== "pull-requests" || run.spec.target?.kind === "pull_request"),
  );
  const isTab = (...names: readonly string[]) => names.includes(tab);
  const runNames = new Set(shown.map(({ metadata }) => metadata.name));
  return {
    title: issue === undefined ? `${repository}: ${word}` : `${repository}: issue ${issue}`,
    crumbs: [
      { word: "Repositories", href: addressOf(organization, "repositories") },
      { word: repository, href: addressOf(organization, "repositories", repository, "code") },
      ...(issue === undefined
        ? []
        : [{ word, href: addressOf(organization, "repositories", repository, ...tab.split("/")) }]),
    ],
    model: {
      ...{ repository, tab },
      tabs: tabNames.map(([name, label]) => ({
        word: label,
        href: addressOf(organization, "repositories", repository, ...name.split("/")),
      })),
      offers: [
        dispatchOffer(ask, repository, issue),
        ...(isTab("code", "pull-requests", "issues", "workspaces") ? [workspaceOffer(ask, repository)] : []),
      ],
      runs: isTab("code", "pull-requests", "issues", "runs")
        ? shown.map((run) => runOfRepository(organization, run))
        : [],
      workspaces: isTab("code", "workspaces", "pull-requests", "issues")
        ? await linkedWorkspaces(ask, own, issue)
        : [],
      sessions: isTab("code", "pull-requests", "issues") ? await linkedSessions(ask, runNames) : [],
      approvals: isTab("pull-requests") ? await linkedApprovals(ask, runNames) : [],
      deliveries: isTab("hooks") ? await linkedDeliveries(ask, own) : [],
      ...(isTab("settings/agents")
        ? { stacks: await linkedStacks(ask), rules: await linkedRules(ask, repository) }
        : { stacks: [], rules: [] }),
      board: isTab("issues") ? await repositoryBoard(ask, own, { repository, issue }) : [],
    },
  };
}

/** OWNER/REPO; a name alone is a repository of the organisation's own. @throws {PageRefused} 404 */
function repositoryOf(organization: string, given: string): string {
  const repository = given.includes("/") ? given : `${organization}/${given}`;
  if (/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository)) return repository;
  throw new PageRefused(404, `repository ${given}`);
}
