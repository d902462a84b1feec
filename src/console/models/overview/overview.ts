import { agentBudget } from "../../../agents/kinds/config/agent-budget.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../../agents/kinds/kind.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../../agents/kinds/record/agent-pause.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentTriggerExecution } from "../../../agents/kinds/record/agent-trigger-execution.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { withQuery } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownPlot, ShownSection, ShownTable } from "../../page/shown.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";
import { driftPlot } from "../plots/drift-plot.ts";
import { queuePlot, queuePlotFrom } from "../plots/queue-plot.ts";
import { fortnightBefore } from "../plots/time-steps.ts";
import { type RunEntry, runEntries } from "../runs/run-rows.ts";
import { approvalTable } from "../runs/run-sections.ts";
import { objectLink, phaseShown, timeShown } from "../shown/values.ts";
import { type AttentionEntry, attentionList } from "./attention.ts";

/** What is going on with the agents of an organisation, and what needs a person. */
export interface OverviewModel {
  readonly counters: readonly OverviewCounter[];
  readonly attention: readonly AttentionEntry[];
  /** Left out where the viewer may not list runs. */
  readonly runs?: readonly RunEntry[] | undefined;
  readonly approvals?: ShownTable | undefined;
  /** Nothing where nothing was measured, or the viewer may not see it. */
  readonly plots: readonly ShownPlot[];
  readonly sections: readonly ShownSection[];
}

export interface OverviewCounter {
  readonly label: string;
  readonly kind: string;
  readonly phase: string;
  readonly value: number;
  /** Whether there are more. */
  readonly more: boolean;
  readonly href: string;
}

const counted: readonly (readonly [label: string, kind: Kind, phase: string])[] = [
  ["Running", agentDispatchRun, "Running"],
  ["Queued", agentDispatchRun, "Queued"],
  ["Waiting for a person", agentDispatchRun, "Waiting"],
  ["To decide", agentApproval, "Pending"],
  ["Stacks blocked", agentStack, "Blocked"],
  ["Workspaces missing", agentWorkspace, "Missing"],
];
const [mostCounted, mostShown] = [100, 10];

export async function loadOverview(ask: PageAsk): Promise<LoadedPage<"overview">> {
  const { organization, objects, now } = ask;
  const active = [];
  for (const phase of ["Running", "Waiting", "Queued"])
    active.push(...((await newest(objects, agentDispatchRun, phase))?.items ?? []));
  const pending = await newest(objects, agentApproval, "Pending");
  const mayListRuns = objects.rights.may("list", agentDispatchRun).allowed;
  const model: OverviewModel = {
    counters: await counters(objects),
    attention: await attentionList(objects, now),
    runs: mayListRuns ? runEntries(organization, active) : undefined,
    approvals: pending && approvalTable(organization, pending.items, "Nothing waits for a person."),
    plots: [],
    sections: [...(await ruleHealth(objects)), ...(await activity(objects))],
  };
  return { model, finish: async () => ({ ...model, plots: await overviewPlots(ask) }) };
}

/** Plots of what the viewer may list. */
async function overviewPlots({
  organization,
  objects,
  sources,
  now,
}: PageAsk): Promise<readonly ShownPlot[]> {
  const asked = { namespace: organization };
  const plots: ShownPlot[] = [];
  if (objects.rights.may("list", agentDispatchRun).allowed) {
    const samples = await sources.samples({ ...asked, figure: "runs", since: queuePlotFrom(now) });
    plots.push(...[queuePlot(samples, now) ?? []].flat());
  }
  if (objects.rights.may("list", { plural: "environments" }).allowed) {
    const since = fortnightBefore(now);
    const samples = await sources.samples({ ...asked, figure: "env-directories", since });
    plots.push(...[driftPlot(samples, now) ?? []].flat());
  }
  return plots;
}

async function counters(objects: ViewerObjects): Promise<OverviewCounter[]> {
  const queries = counted.map(([, kind, phase]) => ({ kind, phase }));
  const counts = await objects.counted(queries, mostCounted + 1);
  return counted.flatMap(([label, kind, phase], at) => {
    const found = counts[at];
    if (found === undefined) return [];
    const href = withQuery(listAddress(objects.organization, kind), { phase });
    const value = Math.min(found, mostCounted);
    return [{ label, kind: kind.kind, phase, value, more: found > mostCounted, href }];
  });
}

async function ruleHealth(objects: ViewerObjects): Promise<ShownSection[]> {
  const { organization } = objects;
  const page = await objects.listed(agentTriggerRule, { limit: 50 });
  if (!page) return [];
  return [
    {
      ...{ id: "rules", title: "Rule health" },
      table: {
        columns: ["Rule", "Status", "Stack", "Created", "Coalesced", "Rejected", "Waiting", "Last"],
        rows: page.items.map(({ metadata: { name }, spec, status }) => ({
          key: name,
          cells: [
            objectLink(organization, agentTriggerRule, name),
            phaseShown(agentTriggerRule, status.phase ?? spec.lifecycle),
            objectLink(organization, agentStack, spec.agentStack),
            status.executions?.created ?? 0,
            status.executions?.coalesced ?? 0,
            status.executions?.rejected ?? 0,
            status.executions?.waiting ?? 0,
            timeShown(status.lastExecutionTime),
          ],
        })),
        empty: "No rule is declared, so no event starts a run.",
      },
    },
  ];
}

async function activity(objects: ViewerObjects): Promise<ShownSection[]> {
  const { organization } = objects;
  const workspaces = await newest(objects, agentWorkspace, "Active");
  const sessions = await newest(objects, agentSession, "Live");
  return [
    ...(workspaces
      ? [
          {
            ...{ id: "workspaces", title: "Workspaces at work" },
            table: {
              columns: ["Workspace", "Repository", "Branch", "Runs", "Last used"],
              rows: workspaces.items.map(({ metadata: { name }, spec, status }) => ({
                key: name,
                cells: [
                  objectLink(organization, agentWorkspace, name),
                  spec.repository,
                  status.git?.branch ?? null,
                  {
                    several: (status.runs ?? [])
                      .slice(0, 5)
                      .map((run) => objectLink(organization, agentDispatchRun, run)),
                  },
                  timeShown(status.lastUsedAt),
                ],
              })),
              empty: "No agent is at work in a workspace.",
            },
          },
        ]
      : []),
    ...(sessions
      ? [
          {
            ...{ id: "sessions", title: "Sessions that are live" },
            table: {
              columns: ["Session", "Run", "Client", "Messages", "Last said"],
              rows: sessions.items.map(({ metadata: { name }, spec, status }) => ({
                key: name,
                cells: [
                  objectLink(organization, agentSession, name),
                  objectLink(organization, agentDispatchRun, spec.run),
                  status.adapter ?? null,
                  status.messages ?? null,
                  timeShown(status.lastEventAt),
                ],
              })),
              empty: "No conversation is live.",
            },
          },
        ]
      : []),
  ];
}

async function newest<One extends Kind>(objects: ViewerObjects, kind: One, phase: string) {
  const fields = [{ field: "status.phase", equals: true, value: phase }];
  return await objects.listed(kind, { fields, newestFirst: true, limit: mostShown });
}

/** What the overview watches. */
export const overviewWatches = [
  agentDispatchRun,
  agentApproval,
  agentStack,
  agentTriggerRule,
  agentTriggerExecution,
  agentWorkspace,
  agentSession,
  agentPause,
  agentBudget,
] as const;
