import { allRequired } from "./all-required.ts";
import { checklist } from "./checklist.ts";
import { forbiddenEnv } from "./forbidden-env.ts";
import { forbiddenPaths } from "./forbidden-paths.ts";
import { hostToken } from "./host-token.ts";
import { requiredWithoutPaths } from "./required-without-paths.ts";
import { reservedPaths } from "./reserved-paths.ts";
import { reviews } from "./reviews.ts";
import type { RuleCase } from "./rule-case.ts";
import { secrets } from "./secrets.ts";

/** The rules of the change gate that are played. */
export const ruleCases: readonly RuleCase[] = [
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
