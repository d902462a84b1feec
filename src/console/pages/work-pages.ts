import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../agents/kinds/config/agent-trigger-rule.ts";
import { agentWorkspacePolicy } from "../../agents/kinds/config/agent-workspace-policy.ts";
import { workspaceAction } from "../../agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../agents/kinds/record/agent-artifact.ts";
import { agentContextBundle } from "../../agents/kinds/record/agent-context-bundle.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../agents/kinds/record/agent-session.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import { agentTriggerExecution } from "../../agents/kinds/record/agent-trigger-execution.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { workItemSessionLink } from "../../agents/kinds/record/work-item.ts";
import { overviewWatches } from "../models/overview/overview.ts";
import { runWatches } from "../models/runs/run.ts";
import { workspaceWatches } from "../models/workspaces/workspace.ts";
import type { ConsolePage } from "../page/page.ts";

/** Where people follow the work of agents and decide. */
export const workPages: readonly ConsolePage[] = [
  {
    id: "overview",
    path: "agents",
    title: "Agents",
    view: "overview",
    shows:
      "What needs a person, what is going on, what waits for a decision, and how rules, workspaces and sessions do.",
    reads: overviewWatches,
    writes: [],
    watches: overviewWatches,
  },
  {
    id: "runs",
    path: "agents/runs",
    title: "Runs",
    view: "run-list",
    shows:
      "All runs, as a CI lists its own: status, source, stack, repository, runner, wait, duration, cost, who asked; by phase, stack, repository, rule and who asked.",
    reads: [agentDispatchRun],
    writes: ["dispatch"],
    watches: [agentDispatchRun],
  },
  {
    id: "run",
    path: "agents/runs/:name",
    title: "Run",
    view: "run",
    shows:
      "A run: its line of time, subagents, conversation, attempts, approvals, context, artifacts, patch, workspace and digests, and what can be done with it.",
    reads: [...runWatches, agentContextBundle, agentToolEvent, "content of artifacts"],
    writes: ["cancel", "retry", "resume", "fork", "continue", "write-back", "approve", "reject"],
    watches: runWatches,
  },
  {
    id: "run-events",
    path: "agents/runs/:name/events",
    title: "Events",
    view: "run-events",
    shows: "The line of time of an attempt, 200 events a page.",
    reads: [agentDispatchRun, agentToolEvent],
    writes: [],
    watches: [agentDispatchRun],
  },
  {
    id: "approvals",
    path: "agents/approvals",
    title: "Approvals",
    view: "approval-list",
    shows:
      "What waits for a person first, then what was decided; by run and repository. Some of a run's can be chosen.",
    reads: [agentApproval, agentDispatchRun, agentStack],
    writes: ["approve", "reject"],
    watches: [agentApproval],
  },
  {
    id: "approval",
    path: "agents/approvals/:name",
    title: "Approval",
    view: "approval",
    shows:
      "Exactly what would be done, for which digests, why somebody is asked, who may decide, and the form.",
    reads: [agentApproval, agentDispatchRun, agentStack, agentArtifact, "content of artifacts"],
    writes: ["approve", "reject"],
    watches: [agentApproval, agentDispatchRun],
  },
  {
    id: "workspaces",
    path: "agents/workspaces",
    title: "Workspaces",
    view: "workspace-list",
    shows: "Workspaces by repository, state, owner, age and tier, or those that need somebody.",
    reads: [agentWorkspace],
    writes: [agentWorkspace],
    watches: [agentWorkspace],
  },
  {
    id: "workspace",
    path: "agents/workspaces/:name",
    title: "Workspace",
    view: "workspace",
    shows:
      "A workspace: git state, what runs in it, what it is linked with from both ends, notes, and its thirteen actions.",
    reads: [...workspaceWatches, workItemSessionLink],
    writes: workspaceAction.options,
    watches: workspaceWatches,
  },
  {
    id: "workspace-new",
    path: "workspaces/new",
    title: "New workspace",
    view: "workspace-new",
    shows: "What a new workspace is made of: repository, ref, policy and owner.",
    reads: [agentWorkspacePolicy, agentDispatchRun],
    writes: [agentWorkspace],
    watches: [],
  },
  {
    id: "sessions",
    path: "agents/sessions",
    title: "Sessions",
    view: "session-list",
    shows: "The conversations of runs.",
    reads: [agentSession],
    writes: [],
    watches: [agentSession],
  },
  {
    id: "session",
    path: "agents/sessions/:name",
    title: "Session",
    view: "session",
    shows: "A conversation: what was said, what it belongs to, and how it goes on.",
    reads: [...runWatches, agentToolEvent, workItemSessionLink],
    writes: ["resume", "fork", "continue"],
    watches: [agentSession, agentDispatchRun],
  },
  {
    id: "rules",
    path: "agents/rules",
    title: "Rules",
    view: "rule-list",
    shows: "Which events start which stacks, and what came of them.",
    reads: [agentTriggerRule],
    writes: [agentTriggerRule],
    watches: [agentTriggerRule],
  },
  {
    id: "rule",
    path: "agents/rules/:name",
    title: "Rule",
    view: "rule",
    shows:
      "A rule: what it asks of an event, its policies, its executions, and a dry run of a stored delivery.",
    reads: [agentTriggerRule, agentTriggerExecution, webhookDelivery],
    writes: ["dry-run", "replay", "pause", agentTriggerRule],
    watches: [agentTriggerRule, agentTriggerExecution, webhookDelivery],
  },
];
