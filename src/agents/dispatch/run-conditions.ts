import type { Condition } from "../kinds/condition.ts";

/** What is known of a run, apart from when it changed. */
export type RunCondition = Pick<Condition, "type" | "status" | "reason" | "message" | "severity" | "remedy">;

/** Conditions with one of them as it is now; the time of the last change stays where the status does. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  condition: RunCondition,
  now: string,
): Condition[] {
  const others = (conditions ?? []).filter(({ type }) => type !== condition.type);
  const before = conditions?.find(({ type }) => type === condition.type);
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : now;
  return [...others, { ...condition, lastTransitionTime }].sort((a, b) => (a.type < b.type ? -1 : 1));
}
