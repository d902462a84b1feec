import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../agents/kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { workItem } from "../../agents/kinds/record/work-item.ts";
import type { ConsolePage } from "../page/page.ts";

/** The tabs of a repository, as a forge has them: the end of the address, the title, what the tab shows. */
const tabs = [
  ["code", "Code", "What works on the code of a repository: dispatch, workspaces, sessions."],
  [
    "pull-requests",
    "Pull requests",
    "Runs that repair, review or write back to pull requests, with their patches and approvals.",
  ],
  ["issues", "Issues", "The issues that agents work on, as a board whose columns are labels."],
  ["runs", "Runs", "The agent runs of a repository, as its CI runs are listed."],
  ["hooks", "Deliveries", "Events of a repository as they came in, and what became of them."],
  ["workspaces", "Workspaces", "The workspaces of a repository."],
  ["settings/agents", "Agents", "The stacks, rules and grants that hold for a repository."],
] as const;

/** What agents do in each repository; the forge's own pages are linked, not copied. */
export const repositoryPages: readonly ConsolePage[] = [
  {
    id: "repositories",
    path: "repositories",
    title: "Repositories",
    view: "repositories",
    shows: "The repositories that agents work on.",
    reads: [agentDispatchRun, agentWorkspace, webhookDelivery],
    writes: [],
    watches: [agentDispatchRun],
  },
  ...tabs.map(([tab, title, shows]) => tabPage(tab, { path: tab, title, shows })),
  tabPage("issues", {
    path: "issues/:issue",
    title: "Issue",
    shows: "One issue: its column of the board, and the runs, workspaces and sessions that are for it.",
  }),
];

function tabPage(tab: string, { path, ...said }: Pick<ConsolePage, "path" | "title" | "shows">): ConsolePage {
  return {
    id: `repository-${path.replace("/:", "-").replace("/", "-")}`,
    path: `repositories/:repo/${path}`,
    view: "repository",
    params: { tab },
    ...said,
    reads: [
      ...[agentDispatchRun, agentWorkspace, agentApproval, agentArtifact, agentSession],
      ...[agentTriggerRule, agentStack, webhookDelivery, workItem],
    ],
    writes: ["dispatch", "replay", "write-back", agentWorkspace, ...(tab === "issues" ? ["move"] : [])],
    watches: [agentDispatchRun, agentWorkspace, agentApproval, agentSession, webhookDelivery, workItem],
  };
}
