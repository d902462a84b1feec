import type { Decision } from "../../kinds/actor.ts";
import { apiGroup } from "../../resource/resource.ts";
import { foldedName } from "../folded-name.ts";
import type { GrantContext } from "../grants/answer-need.ts";
import { objectNamed } from "../grants/grant-world.ts";
import { trustTierOf } from "../trust/trust-tier.ts";
import { accessFindings } from "./access-findings.ts";
import { actorFindings, whoIs } from "./actor-findings.ts";
import type { AdmissionRequest, RunRequest, StackSave } from "./admission-request.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import { afterApprovals } from "./approvals.ts";
import { basisFact, contentDigest, sortedBasis } from "./basis.ts";
import { brakeReasons } from "./brakes.ts";
import { driftReasons } from "./drift-reasons.ts";
import { type AdmissionFindings, together } from "./findings.ts";
import { grantFindings } from "./grant-findings.ts";
import { launchChanges } from "./launch-changes.ts";
import { type BasisFact, type Reason, reason, sortedReasons, verdictFrom } from "./reason.ts";
import { ruleFindings } from "./rule-findings.ts";
import { stackRefusal } from "./stack-refusal.ts";
import { workFindings } from "./work-findings.ts";

/** What a decision tells at most: a refusal comes before what is left out. */
const mostReasons = 500;

/**
 * Whether something may be done, and why: the one answer for saving a stack, a dry run, a dispatch and a launch. It depends on its
 * two arguments alone. The digest is over all that the answer rests on; the clock and the counters of budgets are in it as far as
 * they decide something, so that the same rights give the same digest tomorrow.
 */
export function admit(request: AdmissionRequest, snapshot: AdmissionSnapshot): Decision {
  return request.purpose === "stack-save" ? admitSave(request, snapshot) : admitRun(request, snapshot);
}

/** Saving needs the right to; what a run would lack is shown, and blocks the stack instead. */
function admitSave({ organization, actor, stack, change }: StackSave, snapshot: AdmissionSnapshot): Decision {
  const { who, reasons } = whoIs(actor, organization);
  const { name } = stack.metadata;
  const right = {
    verb: change,
    namespace: organization,
    apiGroup,
    resource: "agentstacks",
    ...(change === "update" ? { name } : {}),
  };
  const context = { organization, stack, who, now: snapshot.now };
  const found = together([
    { reasons: [...reasons, ...driftReasons(organization, snapshot, "warn")], basis: [] },
    ...(who ? accessFindings(snapshot.access, who, [right]) : []),
    ...grantFindings(context, snapshot.grants),
  ]);
  return decided("trusted", found.reasons, [
    basisFact("request", { organization, actor, stack, change }),
    ...found.basis,
  ]);
}

function admitRun(request: RunRequest, snapshot: AdmissionSnapshot): Decision {
  const { organization, actor, host, repository } = request;
  const tier = host ? trustTierOf(actor.kind, host) : "untrusted";
  const stack = objectNamed(snapshot.stacks, request.stack);
  const common: AdmissionFindings[] = [
    { reasons: [], basis: [requestFact(request), basisFact("tier", tier)] },
    { reasons: driftReasons(organization, snapshot, "deny"), basis: [] },
    { reasons: brakeReasons(request, snapshot), basis: [] },
    ruleFindings(request, snapshot),
    ...actorFindings(request, snapshot),
  ];
  if (!stack) {
    const { reasons, basis } = together(common);
    return decided(tier, [...reasons, stackUnknown(request.stack)], basis);
  }
  const { who } = whoIs(actor, organization, host, repository);
  const { ref, source, run: name } = request;
  const run = { repository, ref, source, name };
  // Who sends a fork's event gets nothing that was given to them as a person.
  const context: GrantContext = {
    organization,
    stack,
    who: host?.isFork ? undefined : who,
    run,
    now: snapshot.now,
  };
  const refusal = stackRefusal(stack);
  const found = together([
    ...common,
    { reasons: refusal ? [refusal] : [], basis: [] },
    workFindings(stack, tier, request, snapshot),
    ...grantFindings(context, snapshot.grants, tier),
  ]);
  const changes =
    request.purpose === "launch" ? launchChanges(request.dispatched, [...found.spare, ...found.basis]) : [];
  const reasons = afterApprovals([...found.reasons, ...changes], request, stack, tier, snapshot);
  return decided(tier, reasons, found.basis);
}

function decided(tier: Decision["tier"], found: readonly Reason[], facts: readonly BasisFact[]): Decision {
  const sorted = sortedReasons(found);
  const verdict = verdictFrom(sorted);
  const reasons = sorted.slice(0, mostReasons);
  const basis = sortedBasis(facts);
  return { verdict, tier, reasons, basis, digest: contentDigest({ verdict, tier, reasons, basis }) };
}

/** What was asked for: a decision about one run says nothing about another. */
function requestFact(request: RunRequest): BasisFact {
  const { organization, actor, repository, ref, source, stack, taskKind, rule, chainDepth = 0 } = request;
  const who = { kind: actor.kind, name: actor.kind === "User" ? foldedName(actor.name) : actor.name };
  const where = { organization, repository: foldedName(repository), ref };
  return basisFact("request", { who, ...where, source, stack, taskKind, rule, chainDepth });
}

function stackUnknown(name: string): Reason {
  return reason("deny", "STACK_UNKNOWN", `there is no stack ${name}`, {
    object: `agentstacks/${name}`,
    remedy: "Run identikit get agentstacks.",
  });
}
