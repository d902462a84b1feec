import type { Decision } from "../../kinds/actor.ts";
import { type BasisFact, type Reason, reason } from "./reason.ts";

/**
 * What has changed since a run was dispatched: whatever the decision rested on has to be there and be the same. What has come
 * since is looked at like everything else, and says for itself whether it stands in the way.
 * @param now what the answer rests on, or could rest on, at the launch
 */
export function launchChanges(dispatched: Decision | undefined, now: readonly BasisFact[]): Reason[] {
  const again = { remedy: "Dispatch it again, so that it is looked at as it is now." };
  if (!dispatched?.basis)
    return [
      reason("deny", "DISPATCH_DECISION_MISSING", "it is not known what the run was dispatched for", again),
    ];
  if (dispatched.verdict === "denied")
    return [reason("deny", "DISPATCH_DECISION_MISSING", "the run was denied when it was dispatched", again)];
  const have = new Map(now.map(({ fact, digest }) => [fact, digest]));
  return dispatched.basis
    .filter(({ fact, digest }) => have.get(fact) !== digest)
    .map(({ fact }) => {
      const what = have.has(fact) ? "has changed" : "no longer holds";
      return reason("deny", "CHANGED_SINCE_DISPATCH", `${fact} ${what} since the run was dispatched`, {
        ...again,
        object: fact,
      });
    });
}
