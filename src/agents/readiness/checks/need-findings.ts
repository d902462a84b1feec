import { type AnsweredNeed, answeredNeeds } from "../../admission/decision/grant-findings.ts";
import type { ReasonCode } from "../../admission/decision/reason.ts";
import { foldedName } from "../../admission/folded-name.ts";
import { answerNeed, type GrantContext } from "../../admission/grants/answer-need.ts";
import { objectNamed } from "../../admission/grants/grant-world.ts";
import type { Need } from "../../admission/grants/needs.ts";
import { type ReadinessFinding, readinessFinding, type StackCondition } from "../readiness-finding.ts";
import type { ReadinessReason } from "../readiness-reasons.ts";
import type { StackView } from "../stack-parts.ts";

/** What admission says of a need, as a reason of a stack. */
const reasonsOf: Partial<Record<ReasonCode, ReadinessReason>> = {
  NEED_ABSENT: "NeedAbsent",
  GRANT_MISSING: "GrantMissing",
  GRANT_DENIED: "GrantDenied",
  GRANT_EXPIRED: "GrantExpired",
  GRANT_MOUNT_UNTRUSTED: "GrantMountRefused",
  GRANT_PROXY_HOST_MISSING: "GrantMountRefused",
};

/** Every need of a stack with admission's answer, as far as it follows from the stack alone. */
export function stackNeeds({
  stack,
  snapshot,
}: Pick<StackView, "stack" | "snapshot">): readonly AnsweredNeed[] {
  const account = objectNamed(snapshot.grants.serviceAccounts, stack.spec.runtimeIdentity);
  // All work of an untrusted account is untrusted; of others it is known with the run.
  const tier = account?.spec.trustTier === "untrusted" ? "untrusted" : undefined;
  return answeredNeeds(contextOf({ stack, snapshot }), snapshot.grants, tier).answered;
}

/** Whether every secret and config that is needed exists and is granted, in admission's own words. */
export function needFindings(view: StackView): ReadinessFinding[] {
  const answered = stackNeeds(view);
  return (["secret", "config"] as const).flatMap((kind) => {
    const type = kind === "secret" ? "SecretsAdmitted" : "ConfigAdmitted";
    const own = answered.filter(({ answer }) => answer.need.need === kind);
    if (own.length === 0) return [readinessFinding(type, "NothingToCheck", `it needs no ${kind}`)];
    return own.flatMap((one) => answerFindings(type, one, view));
  });
}

/** Who has something only as a person or in a group: runs of others lack it. */
export function givenTo(need: Need, { stack, snapshot }: Pick<StackView, "stack" | "snapshot">): string[] {
  const { secretGrants, configGrants } = snapshot.grants;
  const context = contextOf({ stack, snapshot });
  const subjects = [...secretGrants, ...configGrants].map(({ spec }) => spec.subject);
  const people = subjects.filter(({ kind }) => kind === "User" || kind === "Group");
  const given = people.filter(({ kind, name }) => {
    const who =
      kind === "User" ? { name: foldedName(name), groups: [] } : { name: "", groups: [foldedName(name)] };
    return answerNeed(need, { ...context, who }, snapshot.grants).phase === "Met";
  });
  return [...new Set(given.map(({ kind, name }) => `${kind} ${name}`))].sort();
}

function contextOf({ stack, snapshot }: Pick<StackView, "stack" | "snapshot">): GrantContext {
  return { organization: stack.metadata.namespace, stack, now: snapshot.now };
}

function answerFindings(
  type: StackCondition,
  { answer, findings }: AnsweredNeed,
  view: StackView,
): ReadinessFinding[] {
  return findings.reasons.map(({ code, message, remedy }) => {
    const found = Object.entries(reasonsOf).find(([known]) => known === code)?.[1];
    if (found === undefined) return readinessFinding(type, "Verified", message);
    if (found !== "GrantMissing" && found !== "GrantExpired")
      return readinessFinding(type, found, message, remedy);
    const people = givenTo(answer.need, view);
    if (people.length > 0)
      return readinessFinding(
        type,
        "GrantForSome",
        `${message} that holds for every run; it is given to ${people.join(", ")}`,
        remedy,
      );
    const reason = view.stack.spec.missingGrants === "ask" ? "GrantAwaited" : found;
    return readinessFinding(type, reason, message, remedy);
  });
}
