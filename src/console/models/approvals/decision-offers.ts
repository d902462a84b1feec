import { type Approver, decisionRefusal } from "../../../agents/approvals/may-decide.ts";
import type { Actor } from "../../../agents/kinds/actor.ts";
import type { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import type { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { ActionOffer } from "../../page/page.ts";
import { reviewAddress } from "../../page/review-address.ts";
import type { ViewerRights } from "../../page/viewer-rights.ts";

export interface DecisionScene {
  readonly viewer: Actor;
  readonly approval: Resource<typeof agentApproval>;
  readonly run: Resource<typeof agentDispatchRun> | undefined;
  readonly stack: Resource<typeof agentStack> | undefined;
  readonly rights: ViewerRights;
  readonly now: Date;
}

/** Why nobody can decide any more, and what there is to do instead. */
export interface DecisionOver {
  readonly happened: string;
  readonly remedy: string;
}

/** Whether a viewer may approve and reject, each with the reason where they may not; and whether it is over for everybody. */
export function decisionOffers(scene: DecisionScene): {
  readonly offers: readonly ActionOffer[];
  readonly over: DecisionOver | undefined;
} {
  const { viewer, approval, rights, now } = scene;
  const { name } = approval.metadata;
  const over = overOf(approval, now);
  const offers = (["approve", "reject"] as const).map((verdict) => {
    const refusal = refusalFor(viewer, verdict, scene);
    return rights.offer(
      {
        // Several approvals may stand on one page.
        id: `${verdict}-${name}`,
        word: verdict === "approve" ? "Approve" : "Reject",
        href: reviewAddress(rights.organization, verdict, {
          ...{ kind: agentApproval.plural, name, digest: approval.spec.artifactDigest },
        }),
        ...(verdict === "reject" ? { weight: "danger" } : {}),
      },
      refusal === undefined
        ? { allowed: true }
        : { allowed: false, reason: `${viewer.name}: ${refusal}.`, remedy: "Let somebody decide who may." },
      over && { reason: over.happened, remedy: over.remedy },
    );
  });
  return { offers, over };
}

/** Why somebody may not decide, by what was noted of them when they signed in; the host is asked again when they do it. */
function refusalFor(
  viewer: Actor,
  verdict: "approve" | "reject",
  { rights, approval, run, stack }: DecisionScene,
): string | undefined {
  if (!run) return undefined;
  const { repository } = run.spec;
  const host = notedFacts(viewer, repository);
  return decisionRefusal({ by: viewer, host }, verdict, { approval, run, stack, access: rights.access });
}

function overOf({ spec, status }: Resource<typeof agentApproval>, now: Date): DecisionOver | undefined {
  const { phase = "Pending", result } = status;
  const why = result === undefined ? "" : `: ${result}`;
  if (phase === "Superseded")
    return {
      happened: `It is superseded${why}.`,
      remedy: "Look at the run: what it asks for now is another approval, with the digest of now.",
    };
  const isLate = spec.expires !== undefined && Date.parse(spec.expires) <= now.getTime();
  if (phase === "Expired" || (phase === "Pending" && isLate))
    return {
      happened: `Its time ended at ${spec.expires ?? "its end"}; nobody decided${why}.`,
      remedy: "Retry the run, or ask for the write-back again: that asks once more.",
    };
  if (phase === "ApplyFailed")
    return {
      happened: `It was approved and could not be done${why}.`,
      remedy: "Fix what the result names, then ask for the write-back again from the run.",
    };
  if (phase === "Pending") return undefined;
  return { happened: `It is ${phase}${why}.`, remedy: "What was decided stays as it is." };
}

/** What the forge said of somebody when they signed in: their groups are made of it. */
function notedFacts({ groups = [] }: Actor, repository: string): NonNullable<Approver["host"]> {
  const levels = ["read", "triage", "write", "maintain", "admin"] as const;
  const held = levels.filter((level) => groups.includes(`forge:${level}:${repository.toLowerCase()}`));
  return { permission: held.at(-1) ?? "none", teams: groups.filter((group) => !group.includes(":")) };
}
