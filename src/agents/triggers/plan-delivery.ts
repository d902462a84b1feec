import { createHash } from "node:crypto";
import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import type { Decision, HostFacts } from "../kinds/actor.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { agentTriggerExecution } from "../kinds/record/agent-trigger-execution.ts";
import type { EventFacts } from "./event-facts.ts";
import type { ExecutionCode } from "./execution-code.ts";
import { isForkEvent, type MatchCheck, matchChecks, type TriggerRuleSpec } from "./match-rule.ts";
import { type KnownRun, KnownRuns } from "./open-run.ts";
import { plannedRun } from "./planned-run.ts";
import { concurrencyKey, dedupeKey } from "./rule-keys.ts";

export type ExecutionSpec = z.output<typeof agentTriggerExecution.spec>;
export type RunInput = z.input<typeof agentDispatchRun.spec>;

/** A rule as it is stored. */
export interface StoredRule {
  readonly name: string;
  readonly generation: number;
  readonly spec: TriggerRuleSpec;
}

export interface DeliveryInput {
  /** The name of the stored delivery. */
  readonly delivery: string;
  readonly facts: EventFacts;
  /** What the host says; without it nothing is started. */
  readonly host?: HostFacts | undefined;
  readonly rules: readonly StoredRule[];
  /** Runs that are not over, and those that are younger than the longest window of a rule. */
  readonly runs: Iterable<KnownRun>;
  /** Admission's answer to a run that a rule would make; everything is allowed where it is left out, as in a dry run. */
  readonly admit?: ((rule: StoredRule, run: RunInput) => Decision) | undefined;
  /** RFC 3339, in UTC. */
  readonly now: string;
}

/** What is to be stored of one rule that matched. */
export interface PlannedExecution {
  readonly name: string;
  readonly spec: ExecutionSpec;
  /** The run to make; one that waits for a person must not start. */
  readonly run?: {
    readonly name: string;
    readonly spec: RunInput;
    readonly dedupeKey: string;
    readonly concurrencyKey?: string;
  };
  /** Whether the run has to wait until its group has room. */
  readonly isHeld: boolean;
  /** Runs to cancel first. */
  readonly cancel: readonly string[];
}

export interface DeliveryPlan {
  readonly phase: "Matched" | "Ignored";
  readonly executions: readonly PlannedExecution[];
  /** Rules in force that did not match, each with the first demand that does not hold. */
  readonly unmatched: readonly { readonly rule: string; readonly check: MatchCheck }[];
}

/**
 * What comes of a delivery: for each rule that matches one execution. The same input gives the same plan, names included, so a plan
 * that was stored in part can be made again. Rules are taken in the order of their names; a run that one of them makes counts for
 * those after it. Reads no clock and asks nobody.
 */
export function planDelivery(input: DeliveryInput): DeliveryPlan {
  const runs = new KnownRuns(input.runs);
  const executions: PlannedExecution[] = [];
  const unmatched: DeliveryPlan["unmatched"][number][] = [];
  for (const rule of input.rules.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (rule.spec.lifecycle === "Disabled" || rule.spec.lifecycle === "Archived") continue;
    const failed = matchChecks({ ...input, rule: rule.name, spec: rule.spec }).filter(({ holds }) => !holds);
    const [check] = failed;
    // Paths that nobody knows are no reason to keep still: what would have matched is refused with the reason.
    const isPathsOnly =
      failed.length === 1 && check?.member === "match.paths" && input.facts.paths === undefined;
    if (check && !isPathsOnly) unmatched.push({ rule: rule.name, check });
    else executions.push(planExecution(input, rule, isPathsOnly, runs));
  }
  return { phase: executions.length > 0 ? "Matched" : "Ignored", executions, unmatched };
}

interface Outcome {
  readonly decision: ExecutionSpec["decision"];
  readonly code?: ExecutionCode | undefined;
  readonly reason?: string | undefined;
  readonly joins?: string;
  readonly makes?: RunInput;
  readonly isHeld?: boolean;
  readonly cancel?: readonly KnownRun[];
  readonly admission?: Decision;
}

function planExecution(
  input: DeliveryInput,
  rule: StoredRule,
  arePathsUnknown: boolean,
  runs: KnownRuns,
): PlannedExecution {
  const keyed = { rule: rule.name, spec: rule.spec, facts: input.facts, at: input.now };
  const key = dedupeKey(keyed);
  const group = concurrencyKey(keyed);
  const decided = arePathsUnknown
    ? rejected("PATHS_UNKNOWN", "the host does not list every changed path")
    : decide(input, rule, { key, group }, runs);
  const {
    decision,
    code,
    reason,
    joins,
    makes,
    isHeld = false,
    cancel = [],
    admission,
  } = forLifecycle(rule.spec, decided);
  const made = makes && {
    name: nameOf("run", input.delivery, rule.name),
    spec: makes,
    dedupeKey: key,
    ...(group === undefined ? {} : { concurrencyKey: group }),
  };
  for (const run of cancel) if (group !== undefined) runs.end(run, group);
  if (made)
    runs.add({ name: made.name, dedupeKey: key, concurrencyKey: group, isOver: false, queuedAt: input.now });
  const actor = input.host?.actor ?? input.facts.actor;
  const run = made?.name ?? joins;
  return {
    name: nameOf("x", input.delivery, rule.name),
    isHeld,
    cancel: cancel.map(({ name }) => name),
    ...(made ? { run: made } : {}),
    spec: {
      triggerRule: rule.name,
      delivery: input.delivery,
      decision,
      dedupeKey: key,
      ...(group === undefined ? {} : { concurrencyKey: group }),
      ...(run === undefined ? {} : { run }),
      ...(reason === undefined ? {} : { reason: reason.slice(0, 4000) }),
      ...(code === undefined ? {} : { code }),
      ...(admission === undefined ? {} : { admission }),
      ...(actor === undefined ? {} : { actor }),
      ruleGeneration: rule.generation,
      time: input.now,
    },
  };
}

function decide(
  input: DeliveryInput,
  rule: StoredRule,
  keys: { readonly key: string; readonly group: string | undefined },
  runs: KnownRuns,
): Outcome {
  const { facts, host, now } = input;
  if (facts.repository === undefined)
    return rejected("REPOSITORY_MISSING", "the event names no repository to work on");
  if (!host)
    return rejected("HOST_FACTS_MISSING", "the host was not asked who caused the event and what they may do");
  let run: RunInput;
  try {
    run = plannedRun({ rule, facts, host, repository: facts.repository, delivery: input.delivery });
  } catch (caught) {
    if (caught instanceof IdentikitError) return rejected("RULE_INVALID", caught.message);
    throw caught;
  }
  // Who may not start a run may not join one either.
  const admission = input.admit?.(rule, run);
  const told = admission === undefined ? {} : { admission };
  if (admission?.verdict === "denied")
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
  const waits = approvalOf(rule.spec, facts, host, admission);
  const base: Outcome = { ...(full?.outcome ?? { decision: "Created" }), ...told, makes: run };
  return waits ? { ...base, decision: "WaitingForApproval", ...waits } : base;
}

function approvalOf(
  spec: TriggerRuleSpec,
  facts: EventFacts,
  host: HostFacts,
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
): { readonly outcome: Outcome; readonly makes: boolean } | undefined {
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
function forLifecycle(spec: TriggerRuleSpec, outcome: Outcome): Outcome {
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

function rejected(code: ExecutionCode, reason: string): Outcome {
  return { decision: "Rejected", code, reason };
}

/** A name that the same delivery and rule always give. */
function nameOf(prefix: string, delivery: string, rule: string): string {
  return `${prefix}-${createHash("sha256")
    .update(JSON.stringify([delivery, rule]))
    .digest("hex")
    .slice(0, 20)}`;
}
