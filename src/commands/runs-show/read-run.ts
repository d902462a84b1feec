import type { Approval } from "../../agents/approvals/approval-state.ts";
import type { DispatchAttempt, DispatchRun } from "../../agents/dispatch/run-status.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../agents/kinds/record/agent-artifact.ts";
import { agentContextBundle } from "../../agents/kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../../agents/kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import type { Resource, ResourceKey } from "../../agents/resource/resource.ts";
import type { ResourceReader } from "../../agents/resource/resource-store.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";

/** A run with all that belongs to it. */
export interface WholeRun {
  readonly run: DispatchRun;
  /** In the order of their numbers. */
  readonly attempts: readonly DispatchAttempt[];
  readonly context: Resource<typeof agentContextBundle> | undefined;
  readonly approvals: readonly Approval[];
  readonly artifacts: readonly Resource<typeof agentArtifact>[];
  readonly reviews: readonly Resource<typeof agentReviewArtifact>[];
  readonly workspace: Resource<typeof agentWorkspace> | undefined;
}

/** @throws {IdentikitError} `NOT_FOUND` */
export async function readRun(reader: ResourceReader, key: ResourceKey): Promise<WholeRun> {
  const { namespace, name } = key;
  const run = await reader.get(agentDispatchRun, key);
  if (!run) throw objectMissing(agentDispatchRun, key);
  const { contextBundle, workspace } = run.status;
  const of = { namespace, fields: [{ field: "spec.run", equals: true, value: name }] };
  const attempts = await Array.fromAsync(reader.each(agentDispatchAttempt, of));
  return {
    run,
    attempts: attempts.sort((a, b) => a.spec.number - b.spec.number),
    context:
      contextBundle === undefined
        ? undefined
        : await reader.get(agentContextBundle, { namespace, name: contextBundle }),
    approvals: await Array.fromAsync(reader.each(agentApproval, of)),
    artifacts: await Array.fromAsync(reader.each(agentArtifact, of)),
    reviews: await Array.fromAsync(reader.each(agentReviewArtifact, of)),
    workspace:
      workspace === undefined ? undefined : await reader.get(agentWorkspace, { namespace, name: workspace }),
  };
}
