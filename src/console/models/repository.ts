import { foldedName } from "../../agents/admission/folded-name.ts";
import { isRepositoryOf } from "../../agents/admission/pattern.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../agents/kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { workItem } from "../../agents/kinds/record/work-item.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { parseFieldSelector } from "../../agents/resource/selector.ts";
import { boardLimits } from "../../agents/workspaces/board-limits.ts";
import { addressOf, withQuery } from "../page/address.ts";
import { objectAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";
import { reviewAddress } from "../page/review-address.ts";
import { isItemOf, isRunOn, issueOfAddress, isWorkspaceOf } from "./issue-of-address.ts";
import { workspaceTrouble } from "./overview/attention.ts";

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

export interface RunOfRepository {
  readonly name: string;
  readonly href: string;
  readonly title: string;
  readonly phase: string;
  readonly stack: string;
  readonly source: string;
  readonly target?: string | undefined;
  readonly since: string;
}

/** A record with what is worth a line of it. */
export interface LinkedRecord {
  readonly name: string;
  readonly href: string;
  readonly phase: string;
  readonly text: string;
  readonly since: string;
}

/** A column of the board: a label of the forge. */
export interface BoardLane {
  readonly label: string;
  /** How many cards it takes. */
  readonly limit?: number | undefined;
  readonly items: readonly {
    readonly name: string;
    readonly title: string;
    readonly phase: string;
    readonly href: string;
    /** To each other column, and to another label; a reason where it cannot be moved. */
    readonly moves: readonly ActionOffer[];
  }[];
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
        ? shown.map((run) => runRow(organization, run))
        : [],
      workspaces: isTab("code", "workspaces", "pull-requests", "issues")
        ? await workspacesOf(ask, own, issue)
        : [],
      sessions: isTab("code", "pull-requests", "issues") ? await sessionsOf(ask, runNames) : [],
      approvals: isTab("pull-requests") ? await approvalsOf(ask, runNames) : [],
      deliveries: isTab("hooks") ? await deliveriesOf(ask, own) : [],
      ...(isTab("settings/agents")
        ? { stacks: await stacksOf(ask), rules: await rulesOf(ask, repository) }
        : { stacks: [], rules: [] }),
      board: isTab("issues") ? await boardOf(ask, own, { repository, issue }) : [],
    },
  };
}

/** OWNER/REPO; a name alone is a repository of the organisation's own. @throws {PageRefused} 404 */
function repositoryOf(organization: string, given: string): string {
  const repository = given.includes("/") ? given : `${organization}/${given}`;
  if (/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository)) return repository;
  throw new PageRefused(404, `repository ${given}`);
}

function dispatchOffer(
  { organization, objects }: PageAsk,
  repository: string,
  issue: number | undefined,
): ActionOffer {
  const query = { repository, ...(issue === undefined ? {} : { issue: String(issue) }) };
  const href = withQuery(addressOf(organization, "agents", "dispatch", "new"), query);
  return objects.rights.offer(
    { id: "dispatch", word: "Dispatch an agent", href, icon: "play", weight: "first" },
    objects.rights.mayDo("dispatch", { repository }),
  );
}

/** Its form leads to the form of the kind, where the workspace is reviewed before it is made. */
function workspaceOffer({ organization, objects }: PageAsk, repository: string): ActionOffer {
  const href = withQuery(addressOf(organization, "workspaces", "new"), { "spec.repository": repository });
  return objects.rights.offer(
    { id: "workspace", word: "New workspace", href, icon: "folder" },
    objects.rights.may("create", agentWorkspace),
  );
}

function runRow(
  organization: string,
  { metadata, spec, status }: Resource<typeof agentDispatchRun>,
): RunOfRepository {
  return {
    name: metadata.name,
    href: objectAddress(organization, agentDispatchRun, metadata.name),
    title: spec.title ?? spec.taskKind,
    phase: status.phase ?? "Queued",
    stack: spec.agentStack,
    source: spec.source,
    target: spec.target && `${spec.target.kind} ${spec.target.id}`,
    since: metadata.creationTimestamp,
  };
}

type OwnQuery = Parameters<PageAsk["objects"]["listed"]>[1];

async function workspacesOf(
  { organization, objects }: PageAsk,
  own: OwnQuery,
  issue: number | undefined,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(agentWorkspace, own))?.items ?? [];
  const shown = found.filter((workspace) => isWorkspaceOf(issue, workspace));
  return shown.map((workspace) => ({
    name: workspace.metadata.name,
    href: objectAddress(organization, agentWorkspace, workspace.metadata.name),
    phase: workspace.status.phase ?? "Provisioning",
    text: workspaceText(workspace),
    since: workspace.metadata.creationTimestamp,
  }));
}

/** Its branch, whose it is, and what keeps work in it from being written back. */
function workspaceText(workspace: Resource<typeof agentWorkspace>): string {
  const { spec, status } = workspace;
  const owner = spec.ownerRef ? `${spec.ownership} ${spec.ownerRef.id}` : spec.ownership;
  const words = [status.git?.branch, owner, spec.trustTier].filter((word) => word !== undefined);
  const trouble = workspaceTrouble(workspace);
  return `${words.join(", ")}${trouble === undefined ? "" : `. ${trouble}`}`;
}

async function sessionsOf(
  { organization, objects }: PageAsk,
  runs: ReadonlySet<string>,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(agentSession, { newestFirst: true, limit: 200 }))?.items ?? [];
  return found
    .filter(({ spec }) => runs.has(spec.run))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      href: objectAddress(organization, agentSession, metadata.name),
      phase: status.phase ?? "Pending",
      text: spec.run,
      since: metadata.creationTimestamp,
    }));
}

async function approvalsOf(
  { organization, objects }: PageAsk,
  runs: ReadonlySet<string>,
): Promise<LinkedRecord[]> {
  const found = (await objects.listed(agentApproval, { newestFirst: true, limit: 200 }))?.items ?? [];
  return found
    .filter(({ spec }) => runs.has(spec.run))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      href: objectAddress(organization, agentApproval, metadata.name),
      phase: status.phase ?? "Pending",
      text: spec.title ?? spec.action,
      since: metadata.creationTimestamp,
    }));
}

async function deliveriesOf({ organization, objects }: PageAsk, own: OwnQuery): Promise<LinkedRecord[]> {
  const found = (await objects.listed(webhookDelivery, own))?.items ?? [];
  return found.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    href: objectAddress(organization, webhookDelivery, metadata.name),
    phase: status.phase ?? "Received",
    text: spec.action === undefined ? spec.event : `${spec.event} ${spec.action}`,
    since: metadata.creationTimestamp,
  }));
}

async function stacksOf({ organization, objects }: PageAsk): Promise<LinkedRecord[]> {
  const found = await Array.fromAsync(objects.each(agentStack));
  return found.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    href: objectAddress(organization, agentStack, metadata.name),
    phase: status.phase ?? "Pending",
    text: spec.title ?? spec.baseAgent,
    since: metadata.creationTimestamp,
  }));
}

/** Rules that name no repository hold for all. */
async function rulesOf({ organization, objects }: PageAsk, repository: string): Promise<LinkedRecord[]> {
  const found = await Array.fromAsync(objects.each(agentTriggerRule));
  return found
    .filter(({ spec }) => {
      const patterns = spec.match?.repositories;
      return patterns === undefined || patterns.some((pattern) => isRepositoryOf(pattern, repository));
    })
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      href: objectAddress(organization, agentTriggerRule, metadata.name),
      phase: status.phase ?? spec.lifecycle,
      text: `${spec.sources.join(", ")} → ${spec.agentStack}`,
      since: metadata.creationTimestamp,
    }));
}

const unlabelled = "no label";

async function boardOf(
  { organization, objects }: PageAsk,
  own: OwnQuery,
  { repository, issue }: { readonly repository: string; readonly issue: number | undefined },
): Promise<BoardLane[]> {
  const all = (await objects.listed(workItem, own))?.items ?? [];
  const found = all.filter((item) => isItemOf(issue, item));
  const labels = [...new Set(found.map(({ spec }) => spec.state ?? unlabelled))].sort();
  const inLane = (label: string) => found.filter(({ spec }) => (spec.state ?? unlabelled) === label);
  const rules = await Array.fromAsync(objects.each(agentTriggerRule));
  const limits = boardLimits(rules, repository);
  return labels.map((label) => ({
    label,
    limit: limits.get(foldedName(label)),
    items: inLane(label).map((item) => ({
      name: item.metadata.name,
      title: item.spec.title ?? `${item.spec.target.kind} ${item.spec.target.id}`,
      phase: item.status.phase ?? "Open",
      // The page of an issue leads on to its work item.
      href:
        issue === undefined && item.spec.target.kind === "issue"
          ? addressOf(organization, "repositories", repository, "issues", item.spec.target.id)
          : objectAddress(organization, workItem, item.metadata.name),
      moves: movesOf(
        objects,
        item,
        labels.filter((one) => one !== label && one !== unlabelled),
      ),
    })),
  }));
}

/** Where a card can go: a move is a write-back of a label by a run that works on it. */
function movesOf(
  { organization, rights }: PageAsk["objects"],
  { metadata: { name }, spec: { repository, runs = [] } }: Resource<typeof workItem>,
  labels: readonly string[],
): readonly ActionOffer[] {
  const answer = rights.mayDo("write-back", { name: runs.at(-1), repository });
  const obstacle =
    runs.length === 0
      ? {
          reason: "No run has worked on it.",
          remedy: "Dispatch an agent on it, or set the label on the forge.",
        }
      : undefined;
  const offer = (to: string | undefined) => {
    const href = reviewAddress(organization, "move", { kind: workItem.plural, name, to });
    const id = to === undefined ? `move-${name}` : `move-${name}-${to}`;
    return rights.offer(
      { id, word: to === undefined ? "Another label" : `To ${to}`, href },
      answer,
      obstacle,
    );
  };
  // One reason is said once.
  return answer.allowed && !obstacle ? [...labels.map(offer), offer(undefined)] : [offer(undefined)];
}
