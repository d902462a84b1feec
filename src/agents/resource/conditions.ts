import type { Condition } from "../kinds/condition.ts";

/** Conditions with one in place of that of its type; the time of the change is that of the status. */
export function withCondition(conditions: readonly Condition[], condition: Condition): Condition[] {
  const before = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime =
    before?.status === condition.status ? before.lastTransitionTime : condition.lastTransitionTime;
  return [...conditions.filter(({ type }) => type !== condition.type), { ...condition, lastTransitionTime }];
}
