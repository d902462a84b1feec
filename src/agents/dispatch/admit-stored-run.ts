import { admit } from "../admission/decision/admit.ts";
import { waitsForStack } from "../admission/decision/waits-for-stack.ts";
import type { Decision } from "../kinds/actor.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../kinds/record/agent-trigger-execution.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { boundingBudgets, budgetLocks, runsOfDay, withUse } from "../snapshot/runs-of-day.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { executionCodes } from "../triggers/execution-code.ts";
import { type DispatchServices, snapshotNow } from "./dispatch-services.ts";
import { hasRoom, runsUnder } from "./group-runs.ts";
import { approvalsFor, askForApprovals, startApprovalsOf } from "./run-approvals.ts";
import { currentRequest } from "./run-request.ts";
import {
  admittedStatus,
  type DispatchRun,
  endRun,
  isOver,
  isPendingStack,
  type PhaseReason,
} from "./run-status.ts";

/**
 * Asks admission about a run that nobody has looked at yet, or that waits for people: it is Queued, goes on waiting, or has failed, with
 * the reasons. What people have to decide is asked for; an approval that let the run go on is Applied.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`: the run then stays as it is
 */
export async function admitStoredRun(
  services: DispatchServices,
  run: DispatchRun,
  signal: AbortSignal,
): Promise<void> {
  const { store } = services;
  const { namespace } = run.metadata;
  const request = await currentRequest(services, run, "dispatch", signal);
  const snapshot = await snapshotNow(services, namespace);
  const { now } = snapshot;
  await store.write(async (writer, session) => {
    const budgets = boundingBudgets(request, snapshot);
    const keys = new ObjectKeys(session, services.database, namespace);
    await keys.lock(budgetLocks(budgets));
    const uses =
      budgets.length === 0 ? undefined : await runsOfDay(session, namespace, snapshot, run.metadata.name);
    const decision = admit(request, uses === undefined ? snapshot : withUse(snapshot, uses));
    const held = await writer.hold(agentDispatchRun, run.metadata);
    if (!held || isOver(held) || (held.status.phase === "Queued" && !isPendingStack(held))) return;
    const approvals = await startApprovalsOf(writer, held);
    const stopped = approvals.find(({ status: { phase } }) => phase === "Rejected" || phase === "Expired");
    if (stopped) await endRun(writer, held, { phase: "Cancelled", why: stoppedBy(stopped), now });
    else await writeAnswer(writer, held, decision, { now, held: await groupHolds(writer, keys, held) });
    const isAllowed = !stopped && decision.verdict === "allowed";
    if (isAllowed) await markApplied(writer, approvals);
    const isRejected = stopped !== undefined || (decision.verdict === "denied" && !waitsForStack(decision));
    if (isAllowed || isRejected) await noteExecution(writer, held, isAllowed ? "Created" : "Rejected");
  });
}

/** Why a run that waited for its stack has to wait for its group as well; nothing where there is room. */
async function groupHolds(
  writer: ResourceWriter,
  keys: ObjectKeys,
  run: DispatchRun,
): Promise<PhaseReason | undefined> {
  const { concurrencyKey: value } = run.status;
  const { triggerRule: name } = run.spec;
  if (!isPendingStack(run) || value === undefined || name === undefined) return undefined;
  const { namespace } = run.metadata;
  await keys.lock([`group ${value}`]);
  const rule = await writer.get(agentTriggerRule, { namespace, name });
  const group = await runsUnder(writer, keys, namespace, { purpose: "group", value });
  if (!rule || hasRoom(run, group, rule)) return undefined;
  return { code: "CONCURRENCY_QUEUED", message: executionCodes.CONCURRENCY_QUEUED };
}

type Approval = Resource<typeof agentApproval>;

async function writeAnswer(
  writer: ResourceWriter,
  run: DispatchRun,
  decision: Decision,
  at: Parameters<typeof admittedStatus>[2],
): Promise<void> {
  await writer.setStatus(agentDispatchRun, run.metadata, admittedStatus(run.status, decision, at));
  const isFirst = run.status.admission === undefined;
  const requestedBy = run.spec.requestedBy ?? { kind: "System", name: "unknown" };
  if (isFirst && decision.verdict === "requiresApproval")
    await askForApprovals(writer, approvalsFor(run.metadata, decision, requestedBy));
}

async function markApplied(writer: ResourceWriter, approvals: readonly Approval[]): Promise<void> {
  for (const { metadata, status } of approvals)
    if (status.phase === "Approved")
      await writer.setStatus(agentApproval, metadata, {
        ...status,
        phase: "Applied",
        result: "the run is queued",
      });
}

/** What has come of the execution that the run comes from. */
async function noteExecution(
  writer: ResourceWriter,
  { metadata: { namespace }, spec: { delivery, triggerRule } }: DispatchRun,
  phase: "Created" | "Rejected",
): Promise<void> {
  if (delivery === undefined || triggerRule === undefined) return;
  const key = { namespace, name: derivedName("x", delivery, triggerRule) };
  const execution = await writer.hold(agentTriggerExecution, key);
  if (execution) await writer.setStatus(agentTriggerExecution, key, { ...execution.status, phase });
}

function stoppedBy({ metadata, spec, status }: Approval): PhaseReason {
  const isExpired = status.phase === "Expired";
  return {
    code: isExpired ? "APPROVAL_EXPIRED" : "APPROVAL_REJECTED",
    message: `${metadata.name} (${spec.action}) ${isExpired ? "was not decided in time" : "was rejected"}`,
  };
}
