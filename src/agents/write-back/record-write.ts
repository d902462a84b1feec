import { certain } from "../../fault/certain.ts";
import { type Approval, isOpen, phaseOf } from "../approvals/approval-state.ts";
import { runAfterApprovals } from "../approvals/run-after-approvals.ts";
import { withCondition } from "../dispatch/run-conditions.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { approversOf } from "./commit-message.ts";
import { moveWorkItem } from "./move-work-item.ts";
import type { PreparedWrite } from "./prepared-write.ts";
import { approvalsOfRun } from "./read-write-scene.ts";
import type { WaySeen } from "./read-write-way.ts";
import type { WriteRefusal } from "./write-back-codes.ts";
import type { WriteBackServices } from "./write-ports.ts";

type Recording = Pick<WriteBackServices, "store" | "now">;

/**
 * Writes down that a write is about to be sent, before it is.
 * @returns the approval with its intent; nothing where it may not be carried out any more
 */
export async function takeIntent(
  { store, now }: Recording,
  key: ResourceKey,
  idempotencyKey: string,
): Promise<Approval | undefined> {
  return await store.write(async (writer) => {
    const held = await writer.hold(agentApproval, key);
    if (!held || phaseOf(held) !== "Approved") return undefined;
    const { intentAt = now().toISOString() } = held.status;
    return await writer.setStatus(agentApproval, key, { ...held.status, intentAt, idempotencyKey });
  });
}

/** Writes down what came of a write: on its approval, its artifact, its run and its work item, and as an action for the record. */
export async function recordEnd(
  { store, now }: Recording,
  { approval, run, attempt }: WaySeen,
  phase: "Applied" | "ApplyFailed" | "Superseded",
  result: string,
  prepared?: PreparedWrite,
): Promise<void> {
  await store.write(async (writer) => {
    const held = await writer.hold(agentApproval, approval.metadata);
    if (!held || phaseOf(held) !== "Approved") return;
    const said = result.slice(0, 4000);
    const ended = await writer.setStatus(agentApproval, held.metadata, {
      ...held.status,
      phase,
      result: said,
    });
    if (phase === "Applied") await markApplied(writer, ended, said);
    if (phase === "Applied" && prepared?.action === "label") await moveWorkItem(writer, run, prepared);
    await endEscalation(writer, ended, run);
    const { namespace, name } = ended.metadata;
    const { action, artifactDigest, target, write } = ended.spec;
    const metadata = { namespace, name: derivedName("act", name, phase) };
    const spec = agentAction.spec.parse({
      target: { kind: agentDispatchRun.kind, name: run.metadata.name },
      action: "write-back",
      actor: ended.spec.requestedBy,
      arguments: {
        approval: name,
        write: action,
        artifactDigest,
        ...(write === undefined ? {} : { sent: write }),
        ...(target === undefined ? {} : { target: `${target.kind} ${target.id}` }),
        approvedBy: [...approversOf(ended)],
        attempt: attempt.metadata.name,
        stack: attempt.spec.stackSnapshot.digest,
        permission: attempt.spec.permissionSnapshot ?? "",
        idempotencyKey: ended.status.idempotencyKey ?? "",
      },
      via: "controller",
      time: now().toISOString(),
    });
    const status =
      phase === "Applied"
        ? { phase: "Done" as const, result: said }
        : { phase: "Failed" as const, message: said };
    if (!(await writer.get(agentAction, metadata)))
      await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, status);
    await settleRun(writer, run.metadata, now());
  });
}

/** What an escalation was approved for is over, and so is the escalation. */
async function endEscalation(
  writer: ResourceWriter,
  { spec, status }: Approval,
  run: DispatchRun,
): Promise<void> {
  for (const one of await approvalsOfRun(writer, run)) {
    if (one.spec.action !== "escalation" || one.spec.write !== spec.write || !isOpen(one)) continue;
    await writer.setStatus(agentApproval, one.metadata, { ...one.status, phase: status.phase });
  }
}

async function markApplied(writer: ResourceWriter, { metadata, spec }: Approval, url: string): Promise<void> {
  if (spec.artifact === undefined) return;
  const key = { namespace: metadata.namespace, name: spec.artifact };
  const artifact = await writer.hold(agentArtifact, key);
  if (artifact) await writer.setStatus(agentArtifact, key, { ...artifact.status, phase: "Applied" });
  const update = spec.action === "memory_update" ? await writer.hold(agentMemoryUpdate, key) : undefined;
  if (update)
    await writer.setStatus(agentMemoryUpdate, key, {
      ...update.status,
      phase: "Approved",
      pullRequest: url.slice(0, 2000),
    });
}

/** Says on the run what holds an approved write up. */
export async function noteHeldUp(
  { store, now }: Recording,
  { approval, run }: WaySeen,
  refusal: WriteRefusal,
): Promise<void> {
  await store.write(async (writer) => {
    const held = await writer.hold(agentDispatchRun, run.metadata);
    if (!held) return;
    const conditions = withCondition(
      held.status.conditions,
      {
        type: "WriteBackBlocked",
        status: "True",
        severity: "warning",
        reason: refusal.code,
        message: `${approval.metadata.name} (${approval.spec.action}): ${refusal.reason}`.slice(0, 30_000),
        remedy: remedies[refusal.code] ?? "Look at the run's approvals: identikit get agentapprovals.",
      },
      now().toISOString(),
    );
    await writer.setStatus(agentDispatchRun, run.metadata, { ...held.status, conditions });
  });
}

const remedies: Partial<Record<WriteRefusal["code"], string>> = {
  WRITE_BACK_REVIEW: "Have the changes made, and say so: identikit runs review NAME resolve.",
  WRITE_BACK_CONFLICTS: "Resolve the conflicts in the workspace, or start a new attempt.",
  WRITE_BACK_WIP: "Move another card out of the column, or raise the limit in the rule that sets it.",
  WRITE_BACK_ESCALATION: "Let somebody decide the escalation who may change what steers agents and CI.",
};

/** Nothing of the run is held up by what was done just now. */
async function settleRun(writer: ResourceWriter, key: ResourceKey, now: Date): Promise<void> {
  const run = certain(await writer.hold(agentDispatchRun, key));
  const approvals = await approvalsOfRun(writer, run);
  const blocked = run.status.conditions?.find(({ type }) => type === "WriteBackBlocked");
  const isOver = blocked?.status === "True" && blocked.reason in remedies;
  const waits = approvals.some((one) => one.spec.write !== undefined && phaseOf(one) === "Approved");
  const conditions =
    isOver && !waits
      ? withCondition(
          run.status.conditions,
          {
            type: "WriteBackBlocked",
            status: "False",
            reason: "NothingBlocked",
            message: "Nothing is held up any more.",
          },
          now.toISOString(),
        )
      : run.status.conditions;
  const status = conditions === undefined ? run.status : { ...run.status, conditions };
  await writer.setStatus(agentDispatchRun, key, runAfterApprovals({ ...run, status }, approvals, now));
}
