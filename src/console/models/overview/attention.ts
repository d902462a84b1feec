import { agentBudget } from "../../../agents/kinds/config/agent-budget.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../../agents/kinds/kind.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentPause } from "../../../agents/kinds/record/agent-pause.ts";
import { agentTriggerExecution } from "../../../agents/kinds/record/agent-trigger-execution.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";

/** Something that needs a person. */
export interface AttentionEntry {
  readonly tone: "bad" | "warn" | "wait";
  readonly what: string;
  readonly name: string;
  readonly href: string;
  /** Why, and what to do. */
  readonly why: string;
  readonly remedy?: string | undefined;
  readonly since?: string | undefined;
}

/** Objects of a kind that are listed; more of one kind say no more. */
const most = 20;

/** What needs a person, the worst first: what somebody may not see is left out. */
export async function attentionList(objects: ViewerObjects, now: Date): Promise<readonly AttentionEntry[]> {
  const found = [
    ...(await stacks(objects)),
    ...(await workspaces(objects)),
    ...(await failedWrites(objects)),
    ...(await rejected(objects, now)),
    ...(await pauses(objects)),
    ...(await budgets(objects)),
    ...(await rules(objects)),
  ];
  const rank = { bad: 0, warn: 1, wait: 2 } as const;
  return found.toSorted((a, b) => rank[a.tone] - rank[b.tone]);
}

async function stacks(objects: ViewerObjects): Promise<AttentionEntry[]> {
  const found: AttentionEntry[] = [];
  for (const phase of ["Blocked", "Error"]) {
    for (const stack of await inPhase(objects, agentStack, phase)) {
      const first = stack.status.conditions?.find(({ status }) => status !== "True");
      found.push({
        ...entry(objects, agentStack, stack, "bad", `Stack ${phase.toLowerCase()}`),
        why: first?.message ?? "It cannot be dispatched.",
        remedy: first?.remedy,
      });
    }
  }
  return found;
}

/** Whether a workspace needs somebody, and why. */
export function workspaceTrouble({ spec, status }: Resource<typeof agentWorkspace>): string | undefined {
  const { git, phase } = status;
  if (phase === "Missing" || git?.missing === true)
    return `Its path is gone${spec.host ? ` on ${spec.host}` : ""}.`;
  if (git?.rebase === "conflicts" || (git?.conflicts ?? []).length > 0)
    return `It has conflicts in ${(git?.conflicts ?? []).slice(0, 5).join(", ") || "some files"}.`;
  const dirty = status.conditions?.some((one) => one.type === "Dirty" && one.status === "True");
  if (dirty || (git?.dirty === true && (status.runs ?? []).length === 0))
    return `It has ${git?.uncommitted ?? "some"} changes that were not harvested.`;
  if (git?.rebase === "needed") return "Its target has moved.";
  return undefined;
}

async function workspaces(objects: ViewerObjects): Promise<AttentionEntry[]> {
  const found: AttentionEntry[] = [];
  for (const phase of ["Missing", "Active", "Idle"])
    for (const workspace of await inPhase(objects, agentWorkspace, phase, 200)) {
      const why = workspaceTrouble(workspace);
      if (why !== undefined)
        found.push({
          ...entry(objects, agentWorkspace, workspace, phase === "Missing" ? "bad" : "warn", "Workspace"),
          why,
        });
    }
  return found.slice(0, most);
}

async function failedWrites(objects: ViewerObjects): Promise<AttentionEntry[]> {
  const failed = await inPhase(objects, agentApproval, "ApplyFailed");
  return failed.map((approval) => ({
    ...entry(objects, agentApproval, approval, "bad", "Write-back failed"),
    why: approval.status.result ?? "It was approved and could not be done.",
    remedy: "Fix what the result names, then ask for the write-back again.",
  }));
}

/** Rejections of the last day: older ones are history. */
async function rejected(objects: ViewerObjects, now: Date): Promise<AttentionEntry[]> {
  const since = new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString();
  const found = await inPhase(objects, agentTriggerExecution, "Rejected");
  return found
    .filter(({ spec }) => spec.time >= since)
    .map((execution) => ({
      ...entry(
        objects,
        agentTriggerExecution,
        execution,
        "warn",
        `Rejected by ${execution.spec.triggerRule}`,
      ),
      href: `${objectAddress(objects.organization, agentTriggerRule, execution.spec.triggerRule)}#executions`,
      why: execution.spec.reason ?? "Its policy refused it.",
      since: execution.spec.time,
    }));
}

async function pauses(objects: ViewerObjects): Promise<AttentionEntry[]> {
  const found = await inPhase(objects, agentPause, "Active");
  return found.map((pause) => ({
    ...entry(
      objects,
      agentPause,
      pause,
      "wait",
      `${pause.spec.target.kind} ${pause.spec.target.name} is stopped`,
    ),
    why: `${pause.spec.reason}${pause.spec.by ? ` (${pause.spec.by.name})` : ""}`,
    remedy:
      pause.spec.until === undefined
        ? "Delete the pause to go on."
        : `It ends by itself at ${pause.spec.until}.`,
  }));
}

async function budgets(objects: ViewerObjects): Promise<AttentionEntry[]> {
  const all = (await objects.listed(agentBudget, { limit: 200 }))?.items ?? [];
  return all.flatMap((budget) => {
    const spent = budget.status.conditions?.find(
      ({ type, status }) => type === "Within" && status === "False",
    );
    return spent
      ? [
          {
            ...entry(objects, agentBudget, budget, "bad", "Budget used up"),
            ...{ why: spent.message, remedy: spent.remedy },
          },
        ]
      : [];
  });
}

async function rules(objects: ViewerObjects): Promise<AttentionEntry[]> {
  const found = await inPhase(objects, agentTriggerRule, "Invalid");
  return found.map((rule) => ({
    ...entry(objects, agentTriggerRule, rule, "bad", "Rule invalid"),
    why:
      rule.status.conditions?.find(({ status }) => status === "False")?.message ??
      "It names what does not exist.",
  }));
}

async function inPhase<One extends Kind>(objects: ViewerObjects, kind: One, phase: string, limit = most) {
  const fields = [{ field: "status.phase", equals: true, value: phase }];
  const newestFirst = kind.storage === "record";
  return (await objects.listed(kind, { fields, limit, newestFirst }))?.items ?? [];
}

function entry(
  { organization }: ViewerObjects,
  kind: Kind,
  { metadata: { name, creationTimestamp } }: Resource,
  tone: AttentionEntry["tone"],
  what: string,
) {
  return {
    tone,
    what,
    name,
    href: objectAddress(organization, kind, name),
    since: creationTimestamp,
  } as const;
}
