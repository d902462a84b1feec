import type { StoredRule } from "../triggers/delivery-plan.ts";
import { isForkEvent, matchChecks } from "../triggers/match-rule.ts";
import { concurrencyKey, dedupeKey } from "../triggers/rule-keys.ts";
import type { KnownEvent } from "./known-event.ts";

/** The keys that an event has for a rule which it may match. */
export interface EventKeys {
  readonly rule: string;
  readonly dedupe: string;
  readonly group: string | undefined;
}

/** The keys of an event for every rule that something may come of. @param now RFC 3339, in UTC */
export function keysOfRules(
  { facts, host }: KnownEvent,
  rules: readonly StoredRule[],
  now: string,
): EventKeys[] {
  return rules
    .filter((rule) => mayMatch({ facts, host }, rule))
    .map(({ name, spec }) => {
      const keyed = { rule: name, spec, facts, isFork: isForkEvent(facts, host), at: now };
      return { rule: name, dedupe: dedupeKey(keyed), group: concurrencyKey(keyed) };
    });
}

/** Whether all that a rule demands holds, changed paths aside: nobody may have asked for these yet. */
export function mayMatch(
  { facts, host }: Pick<KnownEvent, "facts" | "host">,
  { name, spec }: StoredRule,
): boolean {
  if (spec.lifecycle === "Disabled" || spec.lifecycle === "Archived") return false;
  return matchChecks({ rule: name, spec, facts, host }).every(
    ({ holds, member }) => holds || member === "match.paths",
  );
}
