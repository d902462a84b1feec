import { IdentikitError } from "../../fault/error.ts";
import { waitsForStack } from "../admission/decision/waits-for-stack.ts";
import type { Decision, HostFacts } from "../kinds/actor.ts";
import type { DeliveryInput, ExecutionSpec, RunInput, StoredRule } from "./delivery-plan.ts";
import type { EventFacts } from "./event-facts.ts";
import type { ExecutionCode } from "./execution-code.ts";
import { isForkEvent, type TriggerRuleSpec } from "./match-rule.ts";
import type { KnownRun, KnownRuns } from "./open-run.ts";
import { plannedRun } from "./planned-run.ts";

/** What comes of an event for one rule. */
export interface RuleOutcome {
  readonly decision: ExecutionSpec["decision"];
  readonly code?: ExecutionCode | undefined;
  readonly reason?: string | undefined;
  readonly joins?: string;
  readonly makes?: RunInput;
  readonly isHeld?: boolean;
  readonly cancel?: readonly KnownRun[];
  readonly admission?: Decision;
}

/** A delivery, and whether a rule asks for paths that nobody knows. */
export interface RuleInput extends DeliveryInput {
  readonly arePathsUnknown: boolean;
}

/** The keys that an event has for a rule. */
export interface RuleKeys {
  readonly key: string;
  readonly group: string | undefined;
}

/** What comes of an event for a rule that it matches. */
export function decideRule(input: RuleInput, rule: StoredRule, keys: RuleKeys, runs: KnownRuns): RuleOutcome {
  return forLifecycle(rule.spec, decide(input, rule, keys, runs));
}

/** What comes of an event for a rule that it matches, before anybody looks at the rule's lifecycle. */
function decide(input: RuleInput, rule: StoredRule, keys: RuleKeys, runs: KnownRuns): RuleOutcome {
  const { facts, host, now, arePathsUnknown } = input;
  if (arePathsUnknown) return rejected("PATHS_UNKNOWN", "the host does not list every changed path");
  if (facts.repository === undefined)
    return rejected("REPOSITORY_MISSING", "the event names no repository to work on");
  if (!host && facts.scheduledRule === undefined)
    return rejected("HOST_FACTS_MISSING", "the host was not asked who caused the event and what they may do");
  let run: RunInput;
  try {
    const { delivery, parent } = input;
    run = plannedRun({ rule, facts, host, repository: facts.repository, delivery, parent });
  } catch (caught) {
    if (caught instanceof IdentikitError) return rejected("RULE_INVALID", caught.message);
    throw caught;
  }
  // Who may not start a run may not join one either.
  const admission = input.admit?.(rule, run);
  const told = admission === undefined ? {} : { admission };
  const isPending = admission !== undefined && waitsForStack(admission);
  if (admission?.verdict === "denied" && !isPending)
    return { ...rejected("ADMISSION_DENIED", reasonOf(admission)), ...told };
  const known = runs.sharing(keys.key, rule.spec.dedupePolicy?.window, now);
  if (known)
    return {
      decision: "Coalesced",
      code: "DEDUPED",
      reason: `${known.name} has the key ${keys.key}`,
      joins: known.name,
      ...told,
    };
  const full = whenFull(rule.spec, keys.group, runs);
  if (full && !full.makes) return { ...full.outcome, ...told };
  // Who has to approve it is found out when admission is asked again.
  const waits = isPending ? undefined : approvalOf(rule.spec, facts, host, admission);
  const base: RuleOutcome = { ...(full?.outcome ?? { decision: "Created" }), ...told, makes: run };
  // What nobody has approved yet ends nothing that is under way.
  return waits ? { ...base, decision: "WaitingForApproval", ...waits, cancel: [] } : base;
}

function approvalOf(
  spec: TriggerRuleSpec,
  facts: EventFacts,
  host: HostFacts | undefined,
  admission: Decision | undefined,
): { readonly code: ExecutionCode; readonly reason: string } | undefined {
  if (isForkEvent(facts, host)) return { code: "FORK_APPROVAL", reason: "the content comes from a fork" };
  if (spec.approval === "required") return { code: "RULE_APPROVAL", reason: "the rule wants it" };
  return admission?.verdict === "requiresApproval"
    ? { code: "ADMISSION_APPROVAL", reason: reasonOf(admission) }
    : undefined;
}

function reasonOf({ reasons, verdict }: Decision): string {
  return (
    reasons.find(({ effect }) => effect === (verdict === "denied" ? "deny" : "approval"))?.message ?? verdict
  );
}

/** What becomes of one more run of a group; `undefined` where there is room. */
function whenFull(
  spec: TriggerRuleSpec,
  group: string | undefined,
  runs: KnownRuns,
): { readonly outcome: RuleOutcome; readonly makes: boolean } | undefined {
  const policy = spec.concurrencyPolicy;
  if (!policy || group === undefined) return undefined;
  const open = runs.under(group);
  if (open.length < policy.limit) return undefined;
  const reason = `${open.length} of ${policy.limit} runs of ${group} are under way`;
  const newest = open.at(-1)?.name;
  if (policy.whenFull === "reject")
    return { outcome: rejected("CONCURRENCY_REJECTED", reason), makes: false };
  if (policy.whenFull === "coalesce")
    return {
      outcome: {
        decision: "Coalesced",
        code: "CONCURRENCY_COALESCED",
        reason,
        ...(newest === undefined ? {} : { joins: newest }),
      },
      makes: false,
    };
  if (policy.whenFull === "cancel_oldest")
    return {
      outcome: { decision: "Created", cancel: open.slice(0, open.length - policy.limit + 1) },
      makes: true,
    };
  return { outcome: { decision: "Created", code: "CONCURRENCY_QUEUED", reason, isHeld: true }, makes: true };
}

/** A draft and a paused rule record what would have happened, and do nothing. */
function forLifecycle(spec: TriggerRuleSpec, outcome: RuleOutcome): RuleOutcome {
  if (spec.lifecycle !== "Draft" && spec.lifecycle !== "Paused") return outcome;
  const because = outcome.reason === undefined ? "" : ` (${outcome.code}: ${outcome.reason})`;
  return {
    ...rejected(
      spec.lifecycle === "Draft" ? "RULE_DRAFT" : "RULE_PAUSED",
      `the rule is ${spec.lifecycle}; otherwise this would be ${outcome.decision}${because}`,
    ),
    ...(outcome.admission === undefined ? {} : { admission: outcome.admission }),
  };
}

function rejected(code: ExecutionCode, reason: string): RuleOutcome {
  return { decision: "Rejected", code, reason };
}
