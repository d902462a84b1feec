import type { Finding } from "../fault/finding.ts";
import type { ChangesSettings } from "../project/changes-schema.ts";
import { type BaseRules, readBaseRules } from "./base-settings.ts";
import { about } from "./finding.ts";
import { gatherFacts, type Question } from "./gather.ts";
import type { RuleName } from "./rule.ts";
import { judgeRules, type RuleResult, rulesInForce } from "./rules.ts";

/** What a change came to. */
export interface Judgement {
  readonly rules: BaseRules;
  readonly results: readonly RuleResult[];
  /** Of all rules, in their order. */
  readonly findings: readonly Finding[];
}

export type ChangeQuestion = Omit<Question, "settings" | "acceptedFile" | "ownFiles"> & {
  /** Where the settings lie, from the top of the repository. */
  readonly directory: string;
  /** The rules that are asked for; all that are in force if empty. */
  readonly only: readonly RuleName[];
};

/**
 * Judges a change by the rules of its base.
 * @throws {IdentikitError} where the rules themselves cannot be read: `SETTINGS_INVALID`, `CHANGE_UNKNOWN` and those of a host
 */
export async function judgeChange({ directory, only, ...question }: ChangeQuestion): Promise<Judgement> {
  const rules = await readBaseRules(question.content, question.base, directory);
  if (rules.settings === undefined) return { rules, results: [], findings: [unsettled(rules)] };
  const results = await judgeBy(rules, rules.settings, { ...question, only });
  return { rules, results, findings: results.flatMap(({ findings }) => findings) };
}

async function judgeBy(
  { acceptedFile, ownFiles }: BaseRules,
  settings: ChangesSettings,
  { only, ...question }: Omit<ChangeQuestion, "directory">,
): Promise<RuleResult[]> {
  const inForce = rulesInForce(settings, only);
  const facts = await gatherFacts({ ...question, settings, acceptedFile, ownFiles }, inForce);
  return await judgeRules(inForce, facts, settings);
}

function unsettled({ file }: BaseRules): Finding {
  return about(file, {
    code: "CHANGE_UNRULED",
    severity: "warning",
    problem: "the base branch has no changes: in this file, so no rule is in force",
    remedy:
      "Add changes: to it on the base branch; an empty mapping puts the rules that need no setting in force.",
  });
}
