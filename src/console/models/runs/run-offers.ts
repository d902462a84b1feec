import type { ActionName } from "../../../agents/admission/rbac/action-rights.ts";
import { isOver } from "../../../agents/dispatch/run-status.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { agentReviewArtifact } from "../../../agents/kinds/record/agent-review-artifact.ts";
import type { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import type { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ActionOffer } from "../../page/page.ts";
import { reviewAddress } from "../../page/review-address.ts";
import type { ViewerRights } from "../../page/viewer-rights.ts";

/** What decides, beside rights, what can be done with a run. */
export interface RunScene {
  readonly run: Resource<typeof agentDispatchRun>;
  readonly session: Resource<typeof agentSession> | undefined;
  readonly workspace: Resource<typeof agentWorkspace> | undefined;
  readonly reviews: readonly Resource<typeof agentReviewArtifact>[];
}

type Obstacle = Required<Pick<ActionOffer, "reason" | "remedy">>;

const labels = {
  cancel: "Cancel",
  retry: "Retry",
  resume: "Resume",
  fork: "Fork",
  continue: "Continue",
  "write-back": "Ask for a write-back",
} as const satisfies Partial<Record<ActionName, string>>;

/** What can be done with a run; each that cannot with the reason, of rights first. */
export function runOffers(rights: ViewerRights, scene: RunScene): ActionOffer[] {
  const { name } = scene.run.metadata;
  const { repository, agentStack: stack } = scene.run.spec;
  const actions = ["cancel", "retry", "resume", "fork", "continue", "write-back"] as const;
  const offers = actions.map((action) =>
    rights.offer(
      {
        word: labels[action],
        href: reviewAddress(rights.organization, action, { kind: agentDispatchRun.plural, name }),
        ...(action === "cancel" ? { weight: "danger" } : {}),
      },
      rights.mayDo(action, { name, repository, stack }),
      obstacleOf(action, scene),
    ),
  );
  // What can be done now stands first.
  return offers.toSorted((a, b) => Number(a.reason !== undefined) - Number(b.reason !== undefined));
}

function obstacleOf(action: keyof typeof labels, scene: RunScene): Obstacle | undefined {
  if (action === "write-back") return writeBackObstacle(scene);
  const { run, session } = scene;
  const phase = run.status.phase ?? "new";
  if (action === "cancel")
    return isOver(run)
      ? { reason: `The run is over already: it is ${phase}.`, remedy: "There is nothing to end." }
      : undefined;
  if (!isOver(run))
    return { reason: `The run is ${phase}.`, remedy: "Cancel it first, or wait for its end." };
  if (action === "retry") return undefined;
  const bound = session?.status.clientSessionId;
  if (session?.status.resumable !== false && bound !== undefined) return undefined;
  return {
    reason:
      session && bound !== undefined
        ? `The client of the session ${session.metadata.name} cannot go on with it.`
        : "The client gave the run's conversation no name, so there is nothing to go on with.",
    remedy: "Retry the run: that begins a new conversation with the same context.",
  };
}

/** Why nothing of a run should be written back now; nothing where nothing is in the way. */
export function writeBackObstacle({ run, workspace, reviews }: RunScene): Obstacle | undefined {
  if (!isOver(run))
    return { reason: "The run is not over yet.", remedy: "Wait for its end: its results come with it." };
  const review = reviews.find(({ status }) => status.phase === "ChangesRequested");
  if (review)
    return {
      reason: `The review ${review.metadata.name} asks for changes${review.status.comment === undefined ? "" : `: ${review.status.comment}`}.`,
      remedy: "Continue the run with what was asked for, or resolve the review.",
    };
  const { git, phase } = workspace?.status ?? {};
  const name = workspace?.metadata.name ?? "";
  if (phase === "Missing" || git?.missing === true)
    return {
      reason: `The workspace ${name} is missing: its path is gone.`,
      remedy: "Recover it: it is made again of repository, commit and patch.",
    };
  if (git?.rebase === "conflicts" || (git?.conflicts ?? []).length > 0)
    return {
      reason: `The workspace ${name} has conflicts in ${(git?.conflicts ?? []).slice(0, 10).join(", ") || "some files"}.`,
      remedy: "Resolve them and mark the rebase as resolved, or abort it.",
    };
  const dirty = workspace?.status.conditions?.find(
    ({ type, status }) => type === "Dirty" && status === "True",
  );
  if (dirty && git?.dirty)
    return {
      reason: `The workspace ${name} has changes that were not harvested.`,
      remedy: "Look at them first: harvest them, or throw them away.",
    };
  const blocked = run.status.conditions?.find(
    ({ type, status }) => type === "WriteBackBlocked" && status === "True",
  );
  return (
    blocked && { reason: blocked.message, remedy: blocked.remedy ?? "See what keeps it from being written." }
  );
}
