import type { Condition } from "../kinds/condition.ts";
import { type ReadinessFinding, type StackCondition, stackConditions } from "./readiness-finding.ts";
import { isWorse, readinessReasons, type StackPhase, worstPhase } from "./readiness-reasons.ts";

const [longestMessage, longestRemedy] = [4000, 1000];

/** What conditions were before, and what they are about. */
export interface ConditionBasis {
  /** RFC 3339. */
  readonly now: string;
  readonly generation: number | undefined;
  readonly before: readonly Condition[];
}

/**
 * All conditions of a stack, in one order, and the phase that follows from them. A condition is as bad as the worst that was found for
 * it, and tells everything that is not as it should be. The order of the findings changes nothing.
 */
export function makeConditions(
  findings: readonly ReadinessFinding[],
  basis: ConditionBasis,
): { readonly phase: StackPhase; readonly conditions: Condition[] } {
  const conditions = stackConditions.map((type) =>
    conditionOf(
      type,
      findings.filter((one) => one.type === type),
      basis,
    ),
  );
  return { phase: worstPhase(findings.map(({ reason }) => readinessReasons[reason].phase)), conditions };
}

function conditionOf(
  type: StackCondition,
  findings: readonly ReadinessFinding[],
  { now, generation, before }: ConditionBasis,
): Condition {
  const sorted = findings.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const worst = sorted.reduce<ReadinessFinding | undefined>(
    (found, one) => (found === undefined || isWorse(one.reason, found.reason) ? one : found),
    undefined,
  );
  // A check that says nothing proves nothing.
  const reason = worst?.reason ?? "ReferenceMissing";
  const { status, phase } = readinessReasons[reason];
  const told =
    phase === "Ready" ? sorted : sorted.filter((one) => readinessReasons[one.reason].phase !== "Ready");
  const remedy = joined(
    told.flatMap((one) => one.remedy ?? []),
    " ",
    longestRemedy,
  );
  const then = before.find((one) => one.type === type);
  return {
    type,
    status,
    severity: phase === "Ready" ? "info" : phase === "Warning" ? "warning" : "error",
    reason,
    message: joined(
      told.map(({ message }) => message),
      "; ",
      longestMessage,
    ),
    ...(remedy === "" ? {} : { remedy }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    lastTransitionTime: then?.status === status ? then.lastTransitionTime : now,
  };
}

function keyOf({ reason, message }: ReadinessFinding): string {
  return `${message}\u0000${reason}`;
}

/** Texts without doubles, as many as fit; where some are left out, how many. */
function joined(texts: readonly string[], between: string, most: number): string {
  const unique = [...new Set(texts)];
  let told = "";
  for (const [at, text] of unique.entries()) {
    const next = at === 0 ? text : told + between + text;
    const more = `${between}(${unique.length - at} more)`;
    if (next.length > most - more.length) return at === 0 ? text.slice(0, most) : told + more;
    told = next;
  }
  return told;
}
