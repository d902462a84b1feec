import type { Approval } from "../approvals/approval-state.ts";
import { phaseOf } from "../approvals/approval-state.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import type { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import type { WriteBackPolicy } from "../kinds/write-back.ts";
import type { Resource } from "../resource/resource.ts";
import type { Workspace } from "../workspaces/workspace-conditions.ts";
import type { WriteRefusal } from "./write-back-codes.ts";

/** What may be in the way of a write that is approved. */
export interface WriteWay {
  readonly approval: Approval;
  readonly run: DispatchRun;
  /** All approvals of the run. */
  readonly approvals: readonly Approval[];
  readonly reviews: readonly Resource<typeof agentReviewArtifact>[];
  readonly workspace: Workspace | undefined;
  /** What rule and stack allow now. */
  readonly policy: WriteBackPolicy;
}

const committed = new Set(["branch", "pull_request"]);

/** Why an approved write is not done yet; nothing where it may be done. What holds it up can go away, and then it is done. */
export function heldUp({
  approval,
  approvals,
  reviews,
  workspace,
  policy,
}: WriteWay): WriteRefusal | undefined {
  const { action, write } = approval.spec;
  if (!policy.some((entry) => entry.action === action))
    return {
      code: "WRITE_BACK_NOT_ALLOWED",
      reason: `the stack and the rule of the run do not both allow ${action} any more`,
    };
  const escalation = approvals.find((one) => one.spec.action === "escalation" && one.spec.write === write);
  if (escalation && phaseOf(escalation) !== "Approved" && phaseOf(escalation) !== "Applied")
    return {
      code: "WRITE_BACK_ESCALATION",
      reason: `it changes what steers agents or CI, and ${escalation.metadata.name} is ${phaseOf(escalation)}`,
    };
  const review = reviews.find(({ status }) => status.phase === "ChangesRequested");
  if (review)
    return {
      code: "WRITE_BACK_REVIEW",
      reason: `the review ${review.metadata.name} asks for changes${review.status.comment === undefined ? "" : `: ${review.status.comment.slice(0, 500)}`}`,
    };
  const { git } = workspace?.status ?? {};
  const conflicts = git?.conflicts ?? [];
  if (committed.has(action) && (conflicts.length > 0 || git?.rebase === "conflicts"))
    return {
      code: "WRITE_BACK_CONFLICTS",
      reason: `its changes and those of the target contradict each other in ${conflicts.slice(0, 10).join(", ") || "some files"}`,
    };
  return undefined;
}
