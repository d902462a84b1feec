import type { Finding } from "../fault/finding.ts";
import type { ChangesSettings } from "../project/changes-schema.ts";
import type { FactName, Facts } from "./facts.ts";

/** The rules, in the order in which they are told; the last one looks at what all others came to. */
export const ruleNames = [
  "forbidden-paths",
  "forbidden-env",
  "host-token",
  "secrets",
  "reserved-paths",
  "reviews",
  "checklist",
  "required-without-paths",
  "all-required",
] as const;
export type RuleName = (typeof ruleNames)[number];

/** One rule over a pull request: data in, findings out, nothing asked and nothing written. */
export interface Rule {
  readonly name: RuleName;
  readonly needs: readonly FactName[];
  /** Whether the settings of the base branch ask for it. */
  inForce(settings: ChangesSettings): boolean;
  judge(facts: Facts, settings: ChangesSettings): readonly Finding[] | Promise<readonly Finding[]>;
}
