import type { z } from "zod";
import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../resource/resource.ts";
import { type Approval, isGate, phaseOf } from "./approval-state.ts";

type Run = Resource<typeof agentDispatchRun>;
type RunStatus = z.output<typeof agentDispatchRun.status>;

/**
 * What approvals make of a run that has begun: it says for whom it waits; it goes on when all that it waited for is approved; it ends when
 * one of them is refused, or nobody decided in time. Before its first attempt that is for the dispatch controller, which asks admission
 * again: an approval counts only as long as who gave it may.
 */
export function runAfterApprovals(run: Run, approvals: readonly Approval[], now: Date): RunStatus {
  const { status } = run;
  if ((status.attempts ?? 0) === 0) return status;
  const time = now.toISOString();
  const pending = approvals.filter((approval) => phaseOf(approval) === "Pending");
  const next = { ...status, conditions: withCondition(status.conditions, blockedCondition(pending), time) };
  if (status.phase !== "Waiting") return next;
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

function blockedCondition(pending: readonly Approval[]): RunCondition {
  const names = pending.map(({ metadata }) => metadata.name).sort();
  const [first] = pending;
  const type = "ApprovalBlocked";
  if (!first)
    return { type, status: "False", reason: "NothingPending", message: "Nothing waits for a person." };
  return {
    ...{ type, status: "True", severity: "info", reason: "ApprovalPending" },
    message: `A person has to decide ${names.join(", ")}.`,
    remedy: `identikit approve ${first.metadata.name} ${first.spec.artifactDigest}`,
  };
}
