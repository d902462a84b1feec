import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import { agentContextBundle } from "../../../agents/kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../../../agents/kinds/record/agent-dispatch-attempt.ts";
import type { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../../../agents/kinds/record/agent-memory.ts";
import { agentReviewArtifact } from "../../../agents/kinds/record/agent-review-artifact.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";
import type { RunScene } from "./run-offers.ts";

/** A run with all that belongs to it, as far as its viewer may see it; lists with the newest first. */
export interface RunObjects extends RunScene {
  /** The attempt that counts. */
  readonly attempt: Resource<typeof agentDispatchAttempt> | undefined;
  readonly attempts: readonly Resource<typeof agentDispatchAttempt>[];
  readonly approvals: readonly Resource<typeof agentApproval>[];
  readonly artifacts: readonly Resource<typeof agentArtifact>[];
  readonly context: Resource<typeof agentContextBundle> | undefined;
  readonly memoryUpdates: readonly Resource<typeof agentMemoryUpdate>[];
}

/** Objects of a kind that are shown of one run. */
const most = 100;

export async function readRunObjects(
  objects: ViewerObjects,
  run: Resource<typeof agentDispatchRun>,
): Promise<RunObjects> {
  const { name } = run.metadata;
  const query = {
    ...{ newestFirst: true, limit: most },
    fields: [{ field: "spec.run", equals: true, value: name }],
  };
  const attempts = (await objects.listed(agentDispatchAttempt, query))?.items ?? [];
  const attempt = attempts.find(({ metadata }) => metadata.name === run.status.currentAttempt) ?? attempts[0];
  const sessions = (await objects.listed(agentSession, query))?.items ?? [];
  const workspace = run.status.workspace ?? attempt?.spec.workspaceRef ?? run.spec.workspaceRef;
  return {
    ...{ run, attempt, attempts },
    approvals: (await objects.listed(agentApproval, query))?.items ?? [],
    artifacts: (await objects.listed(agentArtifact, query))?.items ?? [],
    reviews: (await objects.listed(agentReviewArtifact, query))?.items ?? [],
    memoryUpdates: (await objects.listed(agentMemoryUpdate, query))?.items ?? [],
    session: sessions.find(({ metadata }) => metadata.name === run.status.session) ?? sessions[0],
    context: await objects.seen(agentContextBundle, attempt?.spec.contextBundle ?? run.status.contextBundle),
    workspace: await objects.seen(agentWorkspace, workspace),
  };
}
