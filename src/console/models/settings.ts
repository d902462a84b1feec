import { agentBudget } from "../../agents/kinds/config/agent-budget.ts";
import { agentMemoryRepository } from "../../agents/kinds/config/agent-memory-repository.ts";
import { agentWorkspacePolicy } from "../../agents/kinds/config/agent-workspace-policy.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../agents/kinds/record/agent-pause.ts";
import { listAddress, objectAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { reviewAddress } from "../page/review-address.ts";
import type { ShownPlot } from "../page/shown.ts";
import { dayPlots } from "./plots/day-plots.ts";
import { fortnightBefore } from "./plots/time-steps.ts";

/** What limits the agents of an organisation: pauses, budgets and policies. */
export interface SettingsModel {
  readonly pauses: readonly PauseRow[];
  readonly budgets: readonly BudgetRow[];
  readonly policies: readonly { readonly word: string; readonly href: string; readonly count: number }[];
  readonly offers: readonly ActionOffer[];
  /** What the runs of each day used; left out where the viewer may not list runs. */
  readonly use?: readonly ShownPlot[] | undefined;
}

export interface PauseRow {
  readonly name: string;
  readonly href: string;
  readonly target: string;
  readonly reason: string;
  readonly phase: string;
  readonly since: string;
  readonly until?: string | undefined;
  readonly end: ActionOffer;
}

export interface BudgetRow {
  readonly name: string;
  readonly href: string;
  readonly target: string;
  readonly runs: string;
  readonly tokens: string;
  readonly cost: string;
  readonly chainDepth?: number | undefined;
}

export async function loadOrganizationSettings({
  organization,
  objects,
  sources,
  now,
}: PageAsk): Promise<LoadedPage<"settings">> {
  const pauses = await objects.list(agentPause, { newestFirst: true, limit: 100 });
  const budgets = await Array.fromAsync(objects.each(agentBudget));
  const policies = await Array.fromAsync(objects.each(agentWorkspacePolicy));
  const memories = await Array.fromAsync(objects.each(agentMemoryRepository));
  const { rights } = objects;
  const model: SettingsModel = {
    pauses: pauses.items.map(({ metadata: { name, creationTimestamp }, spec, status }) => ({
      name,
      href: objectAddress(organization, agentPause, name),
      target: `${spec.target.kind} ${spec.target.name}`,
      reason: spec.reason,
      phase: status.phase ?? "Active",
      since: spec.since ?? creationTimestamp,
      until: spec.until,
      end: rights.offer(
        {
          id: `unpause-${name}`,
          word: "End it",
          href: reviewAddress(organization, "unpause", { kind: agentPause.plural, name }),
        },
        rights.mayDo("unpause", { name }),
      ),
    })),
    budgets: budgets.map(({ metadata: { name }, spec, status }) => ({
      name,
      href: objectAddress(organization, agentBudget, name),
      target: [spec.target.kind, spec.target.name].filter((part) => part !== undefined).join(" "),
      runs: used(status.runs, spec.runsPerDay),
      tokens: used(status.tokens, spec.tokensPerDay),
      cost: used(status.cost, spec.costPerDay),
      chainDepth: spec.chainDepth,
    })),
    policies: [
      {
        word: "Workspace policies",
        href: listAddress(organization, agentWorkspacePolicy),
        count: policies.length,
      },
      {
        word: "Memory repositories",
        href: listAddress(organization, agentMemoryRepository),
        count: memories.length,
      },
      { word: "Budgets", href: listAddress(organization, agentBudget), count: budgets.length },
    ],
    offers: [
      rights.offer(
        {
          id: "pause",
          word: "Pause the organisation",
          icon: "circle-pause",
          weight: "danger",
          href: reviewAddress(organization, "pause", {
            kind: agentPause.plural,
            "spec.target.kind": "Organization",
            "spec.target.name": organization,
          }),
        },
        rights.mayDo("pause", {}),
      ),
    ],
  };
  if (!rights.may("list", agentDispatchRun).allowed) return { model };
  const asked = { namespace: organization, figure: "day", since: fortnightBefore(now) } as const;
  return { model, finish: async () => ({ ...model, use: dayPlots(await sources.samples(asked), now) }) };
}

/** What is used of what there is; what is not limited is used without end. */
function used(now: number | string | undefined, limit: number | string | undefined): string {
  return limit === undefined ? `${now ?? 0}, no limit` : `${now ?? 0} of ${limit}`;
}
