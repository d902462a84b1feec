import type { z } from "zod";
import { waitsForStack } from "../admission/decision/waits-for-stack.ts";
import type { Decision } from "../kinds/actor.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { withCondition } from "./run-conditions.ts";

export type DispatchRun = Resource<typeof agentDispatchRun>;
export type DispatchAttempt = Resource<typeof agentDispatchAttempt>;
export type RunStatus = z.output<typeof agentDispatchRun.status>;

const over = new Set<RunStatus["phase"]>(["Succeeded", "Failed", "Cancelled"]);

/** Whether a run or an attempt has come to its end. */
export function isOver({ status: { phase } }: DispatchRun | DispatchAttempt): boolean {
  return over.has(phase);
}

/** Why a run is in its phase. */
export interface PhaseReason {
  readonly code: string;
  readonly message: string;
}

/** The status of a run as an answer of admission leaves it. @param before the status so far */
export function admittedStatus(
  before: RunStatus,
  decision: Decision,
  { now, held }: { readonly now: string; readonly held?: PhaseReason | undefined },
): RunStatus {
  const { reason: _, message: __, ...kept } = before;
  const why = reasonOf(decision);
  if (waitsForStack(decision)) return pendingStatus(kept, decision, now);
  const phase = phases[decision.verdict];
  const conditions = withCondition(before.conditions, admittedCondition(decision), now);
  const waits = decision.verdict === "requiresApproval";
  return {
    ...kept,
    phase,
    // What an approval is about is the first answer: the later ones are compared with it.
    admission: before.admission ?? decision,
    trustTier: decision.tier,
    queuedAt: before.queuedAt ?? now,
    ...(phase === "Failed" ? { finishedAt: now } : {}),
    ...(phase === "Queued" ? shown(held) : shown(why)),
    conditions: withCondition(
      conditions,
      {
        type: "ApprovalBlocked",
        status: waits ? "True" : "False",
        reason: waits ? "ApprovalNeeded" : "NotNeeded",
        message: waits && why ? why.message : "nobody has to decide before it goes on",
      },
      now,
    ),
  };
}

/** The status of a run that waits for its stack: what admission said is no answer yet, so none is kept. */
function pendingStatus(kept: RunStatus, decision: Decision, now: string): RunStatus {
  return {
    ...kept,
    phase: "Queued",
    trustTier: decision.tier,
    queuedAt: kept.queuedAt ?? now,
    ...shown(reasonOf(decision)),
    conditions: withCondition(kept.conditions, admittedCondition(decision), now),
  };
}

/** Whether a run waits for its stack to be looked at. */
export function isPendingStack({ status: { phase, reason } }: DispatchRun): boolean {
  return phase === "Queued" && reason === "STACK_PENDING";
}

/** Ends a run that is not over, with its attempt, whose ticket then no longer counts. */
export async function endRun(
  writer: ResourceWriter,
  run: DispatchRun,
  end: { readonly phase: "Cancelled" | "Failed"; readonly why: PhaseReason; readonly now: string },
): Promise<DispatchRun> {
  const { namespace } = run.metadata;
  const { currentAttempt: name } = run.status;
  const ended = { phase: end.phase, finishedAt: end.now, ...shown(end.why) };
  const attempt =
    name === undefined ? undefined : await writer.hold(agentDispatchAttempt, { namespace, name });
  if (attempt && !isOver(attempt))
    await writer.setStatus(agentDispatchAttempt, attempt.metadata, {
      ...attempt.status,
      ...ended,
      revoked: true,
    });
  return await writer.setStatus(agentDispatchRun, run.metadata, { ...run.status, ...ended });
}

const phases = { allowed: "Queued", requiresApproval: "Waiting", denied: "Failed" } as const;

/** The weightiest reason of an answer that is not yes. */
export function reasonOf({ verdict, reasons }: Decision): PhaseReason | undefined {
  if (verdict === "allowed") return undefined;
  const effect = verdict === "denied" ? "deny" : "approval";
  const found = reasons.find((one) => one.effect === effect);
  return found && { code: found.code, message: found.message };
}

function admittedCondition(decision: Decision) {
  const why = reasonOf(decision);
  const remedy = decision.reasons.find(({ code }) => code === why?.code)?.remedy?.split("\n")[0];
  return {
    type: "Admitted",
    status: decision.verdict === "allowed" ? "True" : "False",
    reason: why?.code ?? "ADMITTED",
    message: why?.message ?? "admission allows it",
    ...(remedy === undefined ? {} : { remedy: remedy.slice(0, 1000) }),
  } as const;
}

function shown(why: PhaseReason | undefined) {
  return why === undefined ? {} : { reason: why.code, message: why.message.slice(0, 4000) };
}
