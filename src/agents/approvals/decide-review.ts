import { randomUUID } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { foldedName } from "../admission/folded-name.ts";
import type { Organization } from "../admission/rbac/access-state.ts";
import { workTerms } from "../admission/trust/work-terms.ts";
import type { reviewVerdictWords } from "../kinds/closed-words.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import { objectMissing } from "../store/object-fault.ts";
import type { Approver } from "./may-decide.ts";
import { refusedAction, writeRefusal } from "./refused-action.ts";

/** What somebody makes of a review. */
export interface ReviewVerdict extends Approver {
  readonly namespace: string;
  /** The review. */
  readonly name: string;
  readonly verdict: (typeof reviewVerdictWords)[number];
  readonly comment?: string | undefined;
  readonly via: "console" | "command" | "api";
}

type Review = Resource<typeof agentReviewArtifact>;
const phases = { resolve: "Resolved", "request-changes": "ChangesRequested" } as const;

/**
 * Decides about a review in somebody's name. While it asks for changes, nothing of its run is written back. What others want changed is not
 * resolved by the one who started the run, by the same rule as approvals; each try is on record.
 * @returns the review afterwards
 * @throws {IdentikitError} `NOT_FOUND`; `POLICY_DENIED`, which is on record; `CONFLICT` where it says so already
 */
export async function decideReview(
  ports: {
    readonly store: ResourceStore;
    readonly organizations: readonly Organization[];
    readonly now: () => Date;
  },
  asked: ReviewVerdict,
): Promise<Review> {
  const { namespace, name, verdict, comment, by } = asked;
  const now = ports.now();
  const done = await ports.store.write(async (writer) => {
    const review = await writer.hold(agentReviewArtifact, { namespace, name });
    if (!review) throw objectMissing(agentReviewArtifact, { namespace, name });
    const run = await writer.get(agentDispatchRun, { namespace, name: review.spec.run });
    if (!run) throw objectMissing(agentDispatchRun, { namespace, name: review.spec.run });
    const { repository } = run.spec;
    const said = comment === undefined ? {} : { comment: comment.slice(0, 10_000) };
    const of = { kind: agentReviewArtifact.kind, name };
    const action = { ...asked, action: verdict, of, at: { repository }, details: said };
    const refusal =
      (await refusedAction(writer, ports.organizations, action, now)) ??
      ((await isOwnWork(writer, asked, review, run))
        ? await writeRefusal(writer, action, "nobody resolves what others want changed of their own run", now)
        : undefined);
    if (refusal) return { refusal, review };
    const phase = phases[verdict];
    if (review.status.phase === phase)
      throw new IdentikitError("CONFLICT", `the review ${name} is ${phase} already`, {
        remedy: "Nothing has to be done.",
      });
    const { comment: _, ...before } = review.status;
    const decided = await writer.setStatus(agentReviewArtifact, review.metadata, {
      ...{ ...before, ...said, phase, decidedBy: by },
    });
    const spec = agentAction.spec.parse({
      ...{ target: of, action: verdict, actor: by, via: asked.via, time: now.toISOString() },
      ...(comment === undefined ? {} : { arguments: said }),
    });
    const metadata = { namespace, name: `a-${randomUUID()}` };
    const status = { phase: "Done" as const, result: `the review is ${phase}` };
    await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, status);
    return { review: decided };
  });
  if (done.refusal) throw done.refusal;
  return done.review;
}

/** Whether somebody resolves changes of others on a run that they started, where nothing lets them. */
async function isOwnWork(
  writer: ResourceWriter,
  { by, verdict, namespace }: ReviewVerdict,
  { status: { phase, decidedBy } }: Review,
  run: Resource<typeof agentDispatchRun>,
): Promise<boolean> {
  const isSame = (other: Approver["by"] | undefined) =>
    other?.kind === "User" && foldedName(other.name) === foldedName(by.name);
  if (verdict !== "resolve" || phase !== "ChangesRequested" || isSame(decidedBy)) return false;
  if (!isSame(run.spec.requestedBy)) return false;
  const stack = await writer.get(agentStack, { namespace, name: run.spec.agentStack });
  const terms = workTerms(run.status.trustTier ?? "untrusted");
  return !(stack?.spec.approvers === "anyone" && terms.selfApproval);
}
