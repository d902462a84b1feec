import type { z } from "zod";
import type { agentApproval } from "../kinds/record/agent-approval.ts";
import type { agentArtifact } from "../kinds/record/agent-artifact.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../resource/resource.ts";

export type Approval = Resource<typeof agentApproval>;
export type ApprovalStatus = z.output<typeof agentApproval.status>;

/** What an approval is compared with. */
export interface ApprovalWorld {
  readonly run: Resource<typeof agentDispatchRun> | undefined;
  /** The artifacts of the run. */
  readonly artifacts: readonly Resource<typeof agentArtifact>[];
  /** The state of the target now, where somebody could be asked. */
  readonly targetHead?: string | undefined;
  readonly now: Date;
}

/** The gates at which a run waits: nothing goes on before a person has decided. */
const gates: ReadonlySet<string> = new Set([
  "dispatch",
  "grant",
  "tool",
  "shell",
  "network",
  "secret",
  "rebase",
  "release",
]);

/** Whether the run itself waits for the approval; a write-back waits by itself. */
export function isGate({ spec: { action } }: Approval): boolean {
  return gates.has(action);
}

export function phaseOf({ status }: Approval): NonNullable<ApprovalStatus["phase"]> {
  return status.phase ?? "Pending";
}

/** Whether an approval can still come to something. */
export function isOpen(approval: Approval): boolean {
  return ["Pending", "Approved"].includes(phaseOf(approval)) && approval.status.intentAt === undefined;
}

/** What has become of an approval by itself: what it is about has changed, or its time is over. */
export function settledStatus(approval: Approval, world: ApprovalWorld): ApprovalStatus {
  const { status, metadata, spec } = approval;
  const phase = phaseOf(approval);
  const settled = (
    next: ApprovalStatus["phase"],
    result: string | undefined = status.result,
  ): ApprovalStatus => ({
    ...status,
    phase: next,
    observedGeneration: metadata.generation,
    ...(result === undefined ? {} : { result }),
  });
  if (!isOpen(approval)) return settled(phase);
  const changed = changeOf(approval, world);
  if (changed !== undefined) return settled("Superseded", changed);
  const isLate = spec.expires !== undefined && Date.parse(spec.expires) <= world.now.getTime();
  if (phase === "Pending" && isLate) return settled("Expired", `nobody decided before ${spec.expires}`);
  return settled(phase);
}

/** Why it no longer is what a person looked at; nothing where it is. */
function changeOf({ spec }: Approval, { run, artifacts, targetHead }: ApprovalWorld): string | undefined {
  if (!run) return `the run ${spec.run} is gone`;
  if (run.status.phase === "Cancelled") return `the run ${spec.run} was cancelled`;
  const decided = run.status.admission?.digest;
  if (spec.action === "dispatch" && decided !== undefined && decided !== spec.artifactDigest)
    return "admission has looked at the run again and come to something else";
  if (spec.targetHead !== undefined && targetHead !== undefined && targetHead !== spec.targetHead)
    return `the target has moved from ${spec.targetHead} to ${targetHead}`;
  if (spec.artifact === undefined) return undefined;
  const artifact = artifacts.find(({ metadata }) => metadata.name === spec.artifact);
  if (!artifact) return `the artifact ${spec.artifact} is gone`;
  if (artifact.spec.digest !== spec.artifactDigest) return `the artifact ${spec.artifact} is another one now`;
  const newer = artifacts.find((other) => replaces(other, artifact));
  return newer && `the run has made ${newer.metadata.name} since`;
}

/** Whether a later attempt of the run has made the same again, with another content. */
function replaces(
  other: ApprovalWorld["artifacts"][number],
  artifact: ApprovalWorld["artifacts"][number],
): boolean {
  const { kind, attempt, digest } = artifact.spec;
  return (
    (kind === "patch" || kind === "memory_patch") &&
    other.spec.kind === kind &&
    other.status.phase !== "Pending" &&
    other.spec.attempt !== attempt &&
    other.spec.digest !== digest &&
    other.metadata.creationTimestamp > artifact.metadata.creationTimestamp
  );
}

/** The phase that follows from what people said: one no is a no, and a yes takes as many people as it needs. */
export function decidedPhase(
  { needed }: Approval["spec"],
  decisions: NonNullable<ApprovalStatus["decisions"]>,
): NonNullable<ApprovalStatus["phase"]> {
  if (decisions.some(({ verdict }) => verdict === "reject")) return "Rejected";
  const people = new Set(decisions.map(({ by }) => `${by.kind} ${by.name.toLowerCase()}`));
  return people.size >= needed ? "Approved" : "Pending";
}
