import type { z } from "zod";
import type { Condition } from "../kinds/condition.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { withCondition } from "../resource/conditions.ts";
import type { Resource } from "../resource/resource.ts";
import { type Approval, isGate, phaseOf } from "./approval-state.ts";

type Run = Resource<typeof agentDispatchRun>;
type RunStatus = z.output<typeof agentDispatchRun.status>;

/**
 * What approvals make of their run: it says for whom it waits; it goes on when all that it waited for is approved; it ends when one
 * of them is refused, or nobody decided in time. The dispatch controller does the rest: a run that is Queued gets its next attempt.
 */
export function runAfterApprovals(run: Run, approvals: readonly Approval[], now: Date): RunStatus {
  const { status } = run;
  const time = now.toISOString();
  const pending = approvals.filter((approval) => phaseOf(approval) === "Pending");
  const conditions = withCondition(status.conditions ?? [], blockedCondition(run, pending, time));
  const isOver = ["Succeeded", "Failed", "Cancelled"].includes(status.phase ?? "");
  const next = { ...status, conditions };
  if (isOver || status.phase !== "Waiting" || status.reason === "PAUSED") return next;
  const gates = approvals.filter(isGate);
  const refused = gates.find((approval) => ["Rejected", "Expired"].includes(phaseOf(approval)));
  if (refused) {
    const { name } = refused.metadata;
    const isLate = phaseOf(refused) === "Expired";
    const message = isLate ? `nobody decided ${name} in time` : `${name} was rejected`;
    const reason = isLate ? "APPROVAL_EXPIRED" : "APPROVAL_REJECTED";
    return { ...next, phase: "Cancelled", reason, message, finishedAt: time };
  }
  const isFree = gates.some((approval) => phaseOf(approval) === "Approved") && !pending.some(isGate);
  if (!isFree) return next;
  return { ...next, phase: "Queued", reason: "APPROVED", message: "What it waited for is approved." };
}

function blockedCondition(run: Run, pending: readonly Approval[], time: string): Condition {
  const names = pending.map(({ metadata }) => metadata.name).sort();
  const isBlocked = names.length > 0;
  return {
    type: "ApprovalBlocked",
    status: isBlocked ? "True" : "False",
    ...(isBlocked ? { severity: "info" as const } : {}),
    reason: isBlocked ? "ApprovalPending" : "NothingPending",
    message: isBlocked ? `A person has to decide ${names.join(", ")}.` : "Nothing waits for a person.",
    ...(isBlocked
      ? { remedy: `identikit approve ${names[0]} ${pending[0]?.spec.artifactDigest ?? "DIGEST"}` }
      : {}),
    observedGeneration: run.metadata.generation,
    lastTransitionTime: time,
  };
}
