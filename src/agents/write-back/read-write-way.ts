import type { DispatchAttempt } from "../dispatch/run-status.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { WriteWay } from "./held-up.ts";
import { approvalsOfRun, currentPolicy } from "./read-write-scene.ts";

/** An approved write with everything around it. */
export interface WaySeen extends WriteWay {
  /** The attempt that made what is written, else the run's newest. */
  readonly attempt: DispatchAttempt;
}

/** @returns nothing for an approval that is gone, or whose run is */
export async function readWriteWay(reader: ResourceReader, key: ResourceKey): Promise<WaySeen | undefined> {
  const { namespace } = key;
  const approval = await reader.get(agentApproval, key);
  const run = approval && (await reader.get(agentDispatchRun, { namespace, name: approval.spec.run }));
  if (!approval || !run) return undefined;
  const { artifact: named } = approval.spec;
  const artifact =
    named === undefined ? undefined : await reader.get(agentArtifact, { namespace, name: named });
  const name = artifact?.spec.attempt ?? run.status.currentAttempt;
  const attempt =
    name === undefined ? undefined : await reader.get(agentDispatchAttempt, { namespace, name });
  if (!attempt) return undefined;
  const fields = parseFieldSelector(`spec.run=${run.metadata.name}`);
  const { workspace } = run.status;
  return {
    approval,
    run,
    attempt,
    approvals: await approvalsOfRun(reader, run),
    reviews: await Array.fromAsync(reader.each(agentReviewArtifact, { namespace, fields })),
    workspace:
      workspace === undefined ? undefined : await reader.get(agentWorkspace, { namespace, name: workspace }),
    policy: await currentPolicy(reader, run, attempt),
  };
}
