import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";

/** How records of a kind get into the audit. */
export interface AuditedKind {
  /** Where a record names its run; for a run itself, its name. */
  readonly run: string;
  /** Which changes of the status have a line; the others come by the minute and say how far something is. */
  readonly changes: "all" | "phase";
  /** What a line says of a record: a name, and where it stands. Never free text, which may hold anything. */
  readonly fields: Readonly<Record<string, string>>;
}

const outcome = { phase: "status.phase", code: "status.code", account: "status.account" };

/** The kinds with lines in the audit: what was asked for, launched, taken in, decided and written back. */
export const auditedKinds: ReadonlyMap<string, AuditedKind> = new Map<string, AuditedKind>([
  [
    agentDispatchRun.kind,
    {
      run: "metadata.name",
      changes: "phase",
      fields: {
        phase: "status.phase",
        code: "status.reason",
        actor: "spec.requestedBy",
        source: "spec.source",
        event: "spec.delivery",
        rule: "spec.triggerRule",
        parentRun: "spec.parentRun",
        repository: "spec.repository",
        refs: "spec.sourceRefs",
        stack: "spec.agentStack",
        cancelled: "spec.cancelled",
        tier: "status.trustTier",
        permissionSnapshot: "status.admission.digest",
        contextDigest: "status.contextDigest",
      },
    },
  ],
  [
    agentDispatchAttempt.kind,
    {
      run: "spec.run",
      changes: "phase",
      fields: {
        phase: "status.phase",
        code: "status.reason",
        reason: "spec.reason",
        stackSnapshot: "spec.stackSnapshot.digest",
        permissionSnapshot: "spec.permissionSnapshot",
        contextBundle: "spec.contextBundle",
        ticketDigest: "spec.ticketDigest",
        identityDigest: "spec.identityDigest",
        serviceAccount: "spec.serviceAccount",
        runnerPool: "spec.runnerPool",
        secrets: "spec.secrets",
        bundleDigest: "status.bundleDigest",
        runner: "status.runner",
      },
    },
  ],
  [agentContextBundle.kind, { run: "spec.run", changes: "all", fields: { digest: "spec.digest" } }],
  [
    agentArtifact.kind,
    {
      run: "spec.run",
      changes: "all",
      fields: { ...outcome, attempt: "spec.attempt", kind: "spec.kind", digest: "spec.digest" },
    },
  ],
  [
    agentReviewArtifact.kind,
    { run: "spec.run", changes: "all", fields: { ...outcome, decidedBy: "status.decidedBy" } },
  ],
  [
    agentMemoryUpdate.kind,
    {
      run: "spec.run",
      changes: "all",
      fields: { ...outcome, digest: "spec.artifactDigest", pullRequest: "status.pullRequest" },
    },
  ],
  [
    agentApproval.kind,
    {
      run: "spec.run",
      changes: "all",
      fields: {
        ...outcome,
        action: "spec.action",
        actor: "spec.requestedBy",
        digest: "spec.artifactDigest",
        write: "spec.write",
        target: "spec.target",
        targetHead: "spec.targetHead",
        decisions: "status.decisions",
        intentAt: "status.intentAt",
        idempotencyKey: "status.idempotencyKey",
      },
    },
  ],
  [
    agentAction.kind,
    {
      run: "spec.target.name",
      changes: "all",
      fields: {
        ...outcome,
        action: "spec.action",
        target: "spec.target",
        actor: "spec.actor",
        via: "spec.via",
        arguments: "spec.arguments",
        permissionSnapshot: "status.admission.digest",
      },
    },
  ],
]);
