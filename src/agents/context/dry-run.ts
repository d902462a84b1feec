import { IdentikitError } from "../../fault/error.ts";
import type { HostFacts } from "../kinds/actor.ts";
import type { PlannedExecution, StoredRule } from "../triggers/delivery-plan.ts";
import type { EventFacts } from "../triggers/event-facts.ts";
import { isForkEvent, type MatchCheck, matchChecks } from "../triggers/match-rule.ts";
import type { KnownRun } from "../triggers/open-run.ts";
import { planDelivery } from "../triggers/plan-delivery.ts";
import { concurrencyKey, dedupeKey } from "../triggers/rule-keys.ts";
import { fillRuleText } from "../triggers/rule-text.ts";
import { labelsForRun, type StoredLabel } from "./context-labels.ts";

export interface DryRunInput {
  readonly rule: StoredRule;
  /** The sample: of a stored delivery. */
  readonly facts: EventFacts;
  readonly host?: HostFacts | undefined;
  readonly runs: Iterable<KnownRun>;
  readonly labels: readonly StoredLabel[];
  /** RFC 3339, in UTC. */
  readonly now: string;
}

/** What would come of a sample event, and why. */
export interface DryRun {
  readonly matched: boolean;
  /** Every demand of the rule, in order. */
  readonly checks: readonly MatchCheck[];
  readonly dedupeKey: string;
  readonly concurrencyKey?: string;
  /** What would be stored; left out where the rule does not match. */
  readonly execution?: PlannedExecution;
  /** What the run would be told, as far as the rule says it. */
  readonly context: {
    readonly prompt?: string;
    readonly labels: readonly string[];
    /** Why there is no prompt, or not every label. */
    readonly problem?: string;
  };
}

/** Plans one event for one rule and stores nothing. Everything comes from the functions that the real thing goes through. */
export function dryRun({ rule, facts, host, runs, labels, now }: DryRunInput): DryRun {
  const checks = matchChecks({ rule: rule.name, spec: rule.spec, facts, host });
  const keyed = { rule: rule.name, spec: rule.spec, facts, isFork: isForkEvent(facts, host), at: now };
  const group = concurrencyKey(keyed);
  const { executions } = planDelivery({ delivery: "dry-run", facts, host, rules: [rule], runs, now });
  const [execution] = executions;
  return {
    matched: execution !== undefined,
    checks,
    dedupeKey: dedupeKey(keyed),
    ...(group === undefined ? {} : { concurrencyKey: group }),
    ...(execution ? { execution } : {}),
    context: contextOf(rule, facts, labels),
  };
}

function contextOf(
  { spec }: StoredRule,
  facts: EventFacts,
  labels: readonly StoredLabel[],
): DryRun["context"] {
  try {
    const chosen = labelsForRun({ asked: spec.contextLabels ?? [], facts, labels }).map(({ name }) => name);
    return {
      ...(spec.prompt === undefined ? {} : { prompt: fillRuleText(spec.prompt, facts) }),
      labels: chosen,
    };
  } catch (caught) {
    if (caught instanceof IdentikitError) return { labels: [], problem: caught.message };
    throw caught;
  }
}
