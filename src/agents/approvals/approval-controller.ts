import type { Controller } from "../control/controller.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { ResourceReader, ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import {
  type Approval,
  type ApprovalWorld,
  isGate,
  isOpen,
  phaseOf,
  settledStatus,
} from "./approval-state.ts";
import { runAfterApprovals } from "./run-after-approvals.ts";

/** Asks the forge what the target of an approval is now. */
export interface TargetHeads {
  /**
   * @returns the commit; nothing where the target has none
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  headOf(
    target: NonNullable<Approval["spec"]["target"]> & { readonly repository: string },
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

export interface ApprovalPorts {
  readonly store: ResourceStore;
  readonly now: () => Date;
  /** Left out where no forge can be asked: the write-back itself compares the head again. */
  readonly heads?: TargetHeads | undefined;
}

/** How often the forge is asked about the target of an approval that is open. */
const headEveryMs = 5 * 60_000;

/**
 * Keeps approvals to what they are about, and lets runs go on with what was decided: Pending ends in time (Expired) or when its subject
 * changes (Superseded), an approved gate queues its run again, a refused one ends it.
 */
export function approvalController(ports: ApprovalPorts): Controller {
  return {
    name: "approval",
    watches: [
      { kind: agentApproval, keysOf: ({ object: { metadata } }) => [keyOf(metadata)] },
      {
        kind: agentArtifact,
        keysOf: async ({ object: { metadata, spec } }, reader) =>
          await keysOfRun(reader, metadata.namespace, agentArtifact.spec.parse(spec).run),
      },
      {
        kind: agentDispatchRun,
        keysOf: async ({ object: { metadata } }, reader) =>
          await keysOfRun(reader, metadata.namespace, metadata.name),
      },
      {
        kind: webhookDelivery,
        beside: async (namespace, reader) => {
          const open = await approvalsWith(reader, namespace, "status.phase=Pending");
          const approved = await approvalsWith(reader, namespace, "status.phase=Approved");
          return [...open, ...approved]
            .filter(({ spec }) => spec.targetHead !== undefined)
            .map((approval) => keyOf(approval.metadata));
        },
      },
    ],
    reconcile: async (key, signal) => {
      const head = await headOf(ports, key, signal);
      const approval = await ports.store.write((writer) => settle(writer, key, head, ports.now()));
      return { againMs: approval && waitOf(approval, ports) };
    },
  };
}

async function headOf(
  { store, heads }: ApprovalPorts,
  key: WorkKey,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!heads) return undefined;
  const { approval, run } = await store.read(async (reader) => {
    const found = await reader.get(agentApproval, key);
    const of =
      found && (await reader.get(agentDispatchRun, { namespace: key.namespace, name: found.spec.run }));
    return { approval: found, run: of };
  });
  if (!approval || !run || !isOpen(approval)) return undefined;
  const { target, targetHead } = approval.spec;
  if (!target || targetHead === undefined) return undefined;
  return await heads.headOf({ ...target, repository: run.spec.repository }, signal);
}

/** @returns the approval as it is afterwards; nothing where it is gone */
async function settle(
  writer: ResourceWriter,
  { namespace, name }: WorkKey,
  targetHead: string | undefined,
  now: Date,
): Promise<Approval | undefined> {
  const approval = await writer.get(agentApproval, { namespace, name });
  if (!approval) return undefined;
  const run = await writer.get(agentDispatchRun, { namespace, name: approval.spec.run });
  const artifacts = await Array.fromAsync(
    writer.each(agentArtifact, { namespace, fields: parseFieldSelector(`spec.run=${approval.spec.run}`) }),
  );
  const { resourceVersion } = approval.metadata;
  const status = settledStatus(approval, { run, artifacts, targetHead, now });
  const settled = await writer.setStatus(agentApproval, approval.metadata, status, { resourceVersion });
  await markArtifact(writer, settled, artifacts);
  if (run) {
    const all = await approvalsWith(writer, namespace, `spec.run=${run.metadata.name}`);
    const next = runAfterApprovals(run, all, now);
    const { resourceVersion: before } = run.metadata;
    await writer.setStatus(agentDispatchRun, run.metadata, next, { resourceVersion: before });
    if (run.status.phase === "Waiting" && next.phase === "Queued") await useUp(writer, all.filter(isGate));
  }
  return settled;
}

/** What let a run go on lets it go on once. */
async function useUp(writer: ResourceWriter, gates: readonly Approval[]): Promise<void> {
  for (const { metadata, status } of gates) {
    if (status.phase !== "Approved") continue;
    await writer.setStatus(agentApproval, metadata, {
      ...status,
      phase: "Applied",
      result: "the run goes on",
    });
  }
}

/** An artifact shows whether it may be written back. */
async function markArtifact(
  writer: ResourceWriter,
  approval: Approval,
  artifacts: ApprovalWorld["artifacts"],
): Promise<void> {
  const artifact = artifacts.find(({ metadata }) => metadata.name === approval.spec.artifact);
  if (!artifact) return;
  const { phase } = artifact.status;
  const isApproved = phaseOf(approval) === "Approved";
  const next =
    isApproved && phase === "Ready" ? "Approved" : !isApproved && phase === "Approved" ? "Ready" : undefined;
  // What was applied stays so.
  if (next === undefined || phaseOf(approval) === "Applied") return;
  const { resourceVersion } = artifact.metadata;
  await writer.setStatus(
    agentArtifact,
    artifact.metadata,
    { ...artifact.status, phase: next },
    { resourceVersion },
  );
}

/** When to look again though nothing changes. */
function waitOf(approval: Approval, { heads, now }: ApprovalPorts): number | undefined {
  if (!isOpen(approval)) return undefined;
  const { expires, targetHead } = approval.spec;
  const waits = [
    phaseOf(approval) === "Pending" && expires !== undefined
      ? [Math.max(0, Date.parse(expires) - now().getTime())]
      : [],
    heads && targetHead !== undefined ? [headEveryMs] : [],
  ].flat();
  return waits.length === 0 ? undefined : Math.min(...waits);
}

async function keysOfRun(reader: ResourceReader, namespace: string, run: string): Promise<WorkKey[]> {
  const found = await approvalsWith(reader, namespace, `spec.run=${run}`);
  return found.filter(isOpen).map(({ metadata }) => keyOf(metadata));
}

async function approvalsWith(
  reader: ResourceReader,
  namespace: string,
  selector: string,
): Promise<Approval[]> {
  return await Array.fromAsync(
    reader.each(agentApproval, { namespace, fields: parseFieldSelector(selector) }),
  );
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): WorkKey {
  return { kind: agentApproval.kind, namespace, name };
}
