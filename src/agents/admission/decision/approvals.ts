import { foldedName } from "../folded-name.ts";
import type { Stack } from "../grants/grant-world.ts";
import { rightsFor } from "../rbac/action-rights.ts";
import { permissionFor } from "../rbac/rights.ts";
import { canWrite, type TrustTier } from "../trust/trust-tier.ts";
import { workTerms } from "../trust/work-terms.ts";
import { rightText } from "./access-findings.ts";
import { whoIs } from "./actor-findings.ts";
import type { GivenApproval, RunRequest } from "./admission-request.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import { type Reason, type ReasonCode, reason } from "./reason.ts";

/** The reasons that an approval of the run settles; a missing grant is settled by the grant that a person gives. */
const settled: readonly string[] = [
  "APPROVAL_REQUIRED_FOR_FORK",
  "APPROVAL_REQUIRED_BY_RULE",
] satisfies readonly ReasonCode[];

/** The reasons after the approvals that were given: one that counts turns what asked for it into an allowance. */
export function afterApprovals(
  reasons: readonly Reason[],
  request: RunRequest,
  stack: Stack,
  tier: TrustTier,
  snapshot: AdmissionSnapshot,
): Reason[] {
  const { approvals = [] } = request;
  if (approvals.length === 0 || !reasons.some(({ code }) => settled.includes(code))) return [...reasons];
  const judged = approvals.map((approval) => ({
    name: approval.by.name,
    fault: faultOf(approval, request, stack, tier, snapshot),
  }));
  const invalid = judged.flatMap(({ name, fault }) =>
    fault === undefined
      ? []
      : [
          reason("warn", "APPROVAL_INVALID", `the approval by ${name} does not count: ${fault}`, {
            remedy: "Let somebody else approve it who may.",
          }),
        ],
  );
  const valid = judged.find(({ fault }) => fault === undefined);
  if (!valid) return [...reasons, ...invalid];
  const others = reasons.filter(({ code }) => !settled.includes(code));
  return [...others, ...invalid, reason("allow", "APPROVED", `${valid.name} has approved it`)];
}

/** Why an approval does not count; nothing where it does. */
function faultOf(
  { by, host, digest }: GivenApproval,
  { actor, organization, repository, stack: name, dispatched, run }: RunRequest,
  stack: Stack,
  tier: TrustTier,
  { access }: AdmissionSnapshot,
): string | undefined {
  const { who } = whoIs(by, organization, host, repository);
  if (by.kind !== "User" || !who) return "only a person can approve";
  if (digest !== dispatched?.digest) return "it is about another decision";
  if (!canWrite(host.permission)) return `they have the permission ${host.permission} on ${repository}`;
  const isOwn = actor.kind === "User" && foldedName(actor.name) === who.name;
  if (isOwn && !(stack.spec.approvers === "anyone" && workTerms(tier).selfApproval))
    return "nobody approves a run that they asked for";
  // Who approves a run answers for it, and so has to be somebody who could have started it.
  const asked = [
    ...rightsFor("approve", { namespace: organization, repository, name: run }),
    ...rightsFor("dispatch", { namespace: organization, repository, stack: name }),
  ];
  const refused = asked.find((right) => !permissionFor(access, who, right));
  return refused && `they may not ${rightText(refused)}`;
}
