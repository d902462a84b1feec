import type { CheckResult } from "./facts.ts";
import { matchesName } from "./path-pattern.ts";

/** What counts as stuck. */
export interface StuckLimits {
  readonly now: Date;
  /** A status younger than this is left to its run. */
  readonly afterMs: number;
  /** Names, with `*` for any part: which statuses are looked at, and which of them are not. */
  readonly contexts: readonly string[];
  readonly except: readonly string[];
}

/** The statuses of a commit that are pending for too long: of each name the newest, whoever set it. Check runs end by themselves. */
export function stuckStatuses(
  results: readonly CheckResult[],
  { now, afterMs, contexts, except }: StuckLimits,
): CheckResult[] {
  const newest = new Map<string, CheckResult>();
  for (const result of results) {
    if (result.suite !== undefined) continue;
    if ((newest.get(result.name)?.id ?? -1) < result.id) newest.set(result.name, result);
  }
  return [...newest.values()].filter(
    ({ name, state, at }) =>
      state === "pending" &&
      (at === undefined || now.getTime() - at.getTime() >= afterMs) &&
      contexts.some((pattern) => matchesName(pattern, name)) &&
      !except.some((pattern) => matchesName(pattern, name)),
  );
}
