import { isGate, phaseOf } from "../approvals/approval-state.ts";
import { runAfterApprovals } from "../approvals/run-after-approvals.ts";
import type { DispatchAttempt, DispatchRun } from "../dispatch/run-status.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import { agentSession } from "../kinds/record/agent-session.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Outbox } from "../outbox/outbox-text.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { ProvenRun } from "../run-bundle/read-bundle.ts";
import type { RunEvent } from "../run-bundle/run-event.ts";
import type { TreePatch } from "../run-bundle/tree-patch.ts";
import type { SqlStore } from "../store/sql-store.ts";
import { bringArtifact } from "./announced-artifacts.ts";
import { sessionOf } from "./attempt-session.ts";
import { bundleAttempt } from "./bundle-attempt.ts";
import { gateApproval } from "./gate-approval.ts";
import type { ProposedUpdate } from "./memory-updates.ts";
import { proposeUpdates } from "./propose-updates.ts";
import { reportedWorkspace } from "./reported-workspace.ts";
import { artifactsOf, reviewsOf } from "./result-objects.ts";
import { type AttemptResult, endedSession, reportedAttempt, reportedRun } from "./result-status.ts";

/** All that is written down of an attempt. */
export interface ResultRecord {
  readonly proven: ProvenRun;
  readonly patch: TreePatch | undefined;
  readonly events: readonly RunEvent[];
  readonly outbox: Outbox;
  readonly updates: readonly ProposedUpdate[];
}

/** Writes down what an attempt came to, in one transaction, once. */
export async function recordResult(
  { store, now }: { readonly store: SqlStore; readonly now: () => Date },
  record: ResultRecord,
): Promise<{ readonly run: DispatchRun; readonly isNew: boolean }> {
  return await store.write(async (writer) => {
    const { run: bundle, digest } = record.proven;
    const { namespace } = bundle;
    const held = { get: writer.hold.bind(writer) };
    const { attempt, run, isReported } = await bundleAttempt(held, record.proven);
    if (isReported) return { run, isNew: false };
    const time = now();
    const gates = await askGates(writer, { run, attempt }, record, time);
    const session = await sessionOf(writer, run, attempt);
    const result: AttemptResult = {
      ...{ bundle, digest, session: session.metadata.name, events: record.events, gates },
      now: time.toISOString(),
    };
    await writer.setStatus(agentSession, session.metadata, endedSession(session.status, result));
    for (const artifact of artifactsOf(bundle, record.patch))
      await bringArtifact(writer, artifact, {
        phase: "Ready",
        ...cleanliness(artifact.spec, result.now),
      });
    for (const review of reviewsOf(bundle, run, record.outbox.requests))
      await writer.create(agentReviewArtifact, review, { phase: "Open" });
    await proposeUpdates(writer, record.updates, attempt.metadata.name, result.now);
    await writer.setStatus(agentDispatchAttempt, attempt.metadata, reportedAttempt(attempt, result));
    const workspace =
      bundle.workspace?.name !== undefined && bundle.workspace.name === run.status.workspace
        ? await writer.hold(agentWorkspace, { namespace, name: bundle.workspace.name })
        : undefined;
    // After an attempt that was given up as lost, another run may have it by now.
    const isOthers = workspace?.status.runs?.some((one) => one !== run.metadata.name);
    if (workspace && !isOthers) await reportedWorkspace(writer, workspace, record.outbox, result);
    const isCurrent = run.status.currentAttempt === attempt.metadata.name;
    if (!isCurrent) return { run, isNew: true };
    const status = reportedRun(run, result);
    const approvals = await approvalsOf(writer, run);
    const next = runAfterApprovals({ ...run, status }, approvals, time);
    return { run: await writer.setStatus(agentDispatchRun, run.metadata, next), isNew: true };
  });
}

/** Asks people about what the attempt ended to wait for. @returns how many gates of the run are open */
async function askGates(
  writer: ResourceWriter,
  { run, attempt }: { readonly run: DispatchRun; readonly attempt: DispatchAttempt },
  { proven, outbox }: ResultRecord,
  now: Date,
): Promise<number> {
  if (proven.run.outcome.phase === "Waiting")
    for (const { request } of outbox.requests) {
      if (request.type !== "approval") continue;
      const approval = gateApproval(run, request, agentActor(attempt), now);
      if (!(await writer.get(agentApproval, approval.metadata)))
        await writer.create(agentApproval, approval, { phase: "Pending" });
    }
  const approvals = await approvalsOf(writer, run);
  return approvals.filter((one) => isGate(one) && ["Pending", "Approved"].includes(phaseOf(one))).length;
}

async function approvalsOf(writer: ResourceWriter, { metadata: { namespace, name } }: DispatchRun) {
  const fields = parseFieldSelector(`spec.run=${name}`);
  return await Array.fromAsync(writer.each(agentApproval, { namespace, fields }));
}

/** Who asks for what an agent wants: what it runs as. */
export function agentActor({ spec: { serviceAccount } }: DispatchAttempt): Actor {
  return serviceAccount === undefined
    ? { kind: "System", name: "agent" }
    : { kind: "ServiceAccount", name: serviceAccount };
}

function cleanliness({ suspectedSecrets }: { readonly suspectedSecrets?: number | undefined }, now: string) {
  if (suspectedSecrets === undefined) return {};
  const isClean = suspectedSecrets === 0;
  const status = isClean ? ("True" as const) : ("False" as const);
  return {
    conditions: [
      {
        type: "Clean",
        status,
        reason: isClean ? "NothingFound" : "SuspectedSecrets",
        message: isClean
          ? "Nothing in it looks like a credential."
          : `${suspectedSecrets} places in it look like credentials; it is not written back.`,
        lastTransitionTime: now,
      },
    ],
  };
}
