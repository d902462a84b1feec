import type { TrustTier } from "../admission/trust/trust-tier.ts";
import { workTerms } from "../admission/trust/work-terms.ts";
import type { WriteBackPolicy } from "../kinds/write-back.ts";

type Entry = WriteBackPolicy[number];

/** Paths in a list of a policy. */
const mostPaths = 100;

/**
 * What a run may write back: what its stack and its rule both allow, the narrower of each. A person approves it unless both say never,
 * and the work is trusted. Without a rule the stack's policy holds.
 */
export function runWriteBack(
  stack: WriteBackPolicy = [],
  rule: WriteBackPolicy | "no rule",
  tier: TrustTier,
): WriteBackPolicy {
  const both = rule === "no rule" ? stack : stack.flatMap((entry) => narrowed(entry, rule));
  return both.map((entry) =>
    workTerms(tier).unapprovedWriteBack ? entry : { ...entry, approval: "required" as const },
  );
}

function narrowed(stack: Entry, rule: WriteBackPolicy): Entry[] {
  const other = rule.find(({ action }) => action === stack.action);
  if (!other) return [];
  const paths = common(stack.paths, other.paths, isWithin);
  const labels = common(stack.labels, other.labels, (one, outer) => one === outer);
  // A list that nothing is left of allows nothing, and one that is left out everything.
  if (paths?.length === 0 || labels?.length === 0) return [];
  const isFree = stack.approval === "never" && other.approval === "never";
  return [
    {
      action: stack.action,
      limit: Math.min(stack.limit, other.limit),
      approval: isFree ? "never" : "required",
      ...(paths ? { paths } : {}),
      ...(labels ? { labels } : {}),
      ...stricter(stack, other),
    },
  ];
}

/** What both ask of an approval, and what both allow beyond the run's own. */
function stricter(stack: Entry, other: Entry): Pick<Entry, "needed" | "fourEyes" | "otherTargets"> {
  const needed = Math.max(stack.needed ?? 1, other.needed ?? 1);
  const fourEyes = [...new Set([...(stack.fourEyes ?? []), ...(other.fourEyes ?? [])])];
  return {
    ...(needed > 1 ? { needed } : {}),
    // More than a policy can list are all paths.
    ...(fourEyes.length > 0 ? { fourEyes: fourEyes.length > mostPaths ? ["**"] : fourEyes } : {}),
    ...(stack.otherTargets && other.otherTargets ? { otherTargets: true } : {}),
  };
}

/** What of two lists both allow: of each what lies within something of the other. */
function common(
  some: readonly string[] | undefined,
  others: readonly string[] | undefined,
  lies: (one: string, outer: string) => boolean,
): string[] | undefined {
  if (!some || !others) return some || others ? [...(some ?? others ?? [])] : undefined;
  const inner = some.filter((one) => others.some((outer) => lies(one, outer)));
  return [...new Set([...inner, ...others.filter((one) => some.some((outer) => lies(one, outer)))])];
}

/** Whether every path of one pattern is one of another's, as far as that can be seen at once: the same, or below a whole folder. */
function isWithin(pattern: string, outer: string): boolean {
  if (pattern === outer) return true;
  const [, folder] = /^([^*]+\/)\*\*$/.exec(outer) ?? [];
  return outer === "**" || (folder !== undefined && pattern.startsWith(folder));
}
