import type { z } from "zod";
import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import type { Condition } from "../kinds/condition.ts";
import type { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Resource } from "../resource/resource.ts";

export type Workspace = Resource<typeof agentWorkspace>;
export type WorkspaceStatus = z.output<typeof agentWorkspace.status>;

interface Fact {
  readonly type: string;
  /** Nothing where it is not known. */
  readonly holds: boolean | undefined;
  readonly message: string;
  readonly remedy: string;
  readonly severity: Condition["severity"];
}

/** What the last report of a host says of a workspace, as conditions. Without a report nothing is known. */
export function workspaceConditions(
  { git, runtime = [], conditions = [] }: WorkspaceStatus,
  now: Date,
): Condition[] {
  const behind = git?.behind;
  const conflicts = git?.conflicts ?? [];
  const down = runtime.filter(({ health }) => health === "unavailable").map(({ name }) => name);
  const facts: readonly Fact[] = [
    {
      ...{ type: "Stale", holds: behind === undefined ? undefined : behind > 0, severity: "info" },
      message: `Its upstream ${git?.upstream ?? ""} has ${behind ?? 0} commits that it does not have.`,
      remedy: "Rebase it before its changes are written back.",
    },
    {
      ...{ type: "RebaseNeeded", holds: git?.rebase && git.rebase === "needed", severity: "warning" },
      message: "Its target has moved, and its changes are to be moved with it.",
      remedy: "Start a rebase.",
    },
    {
      ...{ type: "RebaseConflicts", severity: "error" },
      holds: git && (git.rebase === "conflicts" || conflicts.length > 0),
      message: `Its changes and those of the target contradict each other in ${conflicts.slice(0, 10).join(", ") || "some files"}.`,
      remedy: "Resolve them in an editor and mark the rebase as resolved, or abort it.",
    },
    {
      ...{ type: "Dirty", holds: git?.dirty, severity: "warning" },
      message: `${git?.uncommitted ?? "Some"} files have changes that were not harvested.`,
      remedy: "Harvest them, or look at them and throw them away; it is not removed before.",
    },
    {
      ...{ type: "Degraded", holds: runtime.length === 0 ? undefined : down.length > 0, severity: "warning" },
      message: `${down.join(", ")} should run in it and does not.`,
      remedy: "Start it again; the workspace itself can be used.",
    },
  ];
  return facts.reduce<Condition[]>(
    (found, fact) => withCondition(found, conditionOf(fact), now.toISOString()),
    [...conditions],
  );
}

function conditionOf({ type, holds, message, remedy, severity }: Fact): RunCondition {
  const common = { type };
  if (holds === undefined)
    return { ...common, status: "Unknown", reason: "NotReported", message: "No host has reported it." };
  if (!holds) return { ...common, status: "False", reason: "Clear", message: "It is not so." };
  return {
    ...common,
    status: "True",
    ...(severity ? { severity } : {}),
    reason: "Reported",
    message,
    remedy,
  };
}
