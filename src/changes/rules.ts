import type { Finding, Verdict } from "../fault/finding.ts";
import { verdictOf } from "../fault/finding.ts";
import type { ChangesSettings } from "../project/changes-schema.ts";
import type { Facts } from "./facts.ts";
import type { Rule, RuleName } from "./rule.ts";
import { allRequired } from "./rules/all-required.ts";
import { checklist } from "./rules/checklist.ts";
import { forbiddenEnv } from "./rules/forbidden-env.ts";
import { forbiddenPaths } from "./rules/forbidden-paths.ts";
import { hostToken } from "./rules/host-token.ts";
import { requiredWithoutPaths } from "./rules/required-without-paths.ts";
import { reservedPaths } from "./rules/reserved-paths.ts";
import { reviews } from "./rules/reviews.ts";
import { secrets } from "./rules/secrets.ts";

const allRules: readonly Rule[] = [
  forbiddenPaths,
  forbiddenEnv,
  hostToken,
  secrets,
  reservedPaths,
  reviews,
  checklist,
  requiredWithoutPaths,
  allRequired,
];

/** What one rule came to. */
export interface RuleResult {
  readonly rule: RuleName;
  readonly verdict: Verdict;
  /** Nothing is wrong, and something has not come to its end yet. */
  readonly pending: boolean;
  /** Each with the rule as its subject. */
  readonly findings: readonly Finding[];
}

/** The rules that settings put in force, in their order; of some names, those among them. */
export function rulesInForce(settings: ChangesSettings, only: readonly RuleName[] = []): Rule[] {
  return allRules.filter((rule) => rule.inForce(settings) && (only.length === 0 || only.includes(rule.name)));
}

/** Judges facts by each rule. */
export async function judgeRules(
  rules: readonly Rule[],
  facts: Facts,
  settings: ChangesSettings,
): Promise<RuleResult[]> {
  const results: RuleResult[] = [];
  for (const rule of rules) {
    const findings = (await rule.judge(facts, settings)).map((finding) => ({
      ...finding,
      subject: rule.name,
    }));
    results.push({ rule: rule.name, verdict: verdictOf(findings), pending: isPending(findings), findings });
  }
  return results;
}

/** True where all that keeps the findings from holding has only not come to its end. */
export function isPending(findings: readonly Finding[]): boolean {
  const open = findings.filter(({ severity }) => severity !== "warning");
  return open.length > 0 && open.every(({ code }) => code === "CHECK_PENDING");
}
