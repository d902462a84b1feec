import { changes } from "../commands/changes/changes.ts";
import { hostTokenInput } from "./around/host-token.ts";
import { ruleStatuses } from "./around/rule-statuses/rule-statuses.ts";
import { type Action, temporaryFile } from "./frame/action.ts";

export const action: Action = {
  name: "change-gate",
  description: "Hold a pull request against the rules of its base branch, and set one status a rule.",
  command: changes,
  around: [hostTokenInput, ruleStatuses],
  runnerDefaults: (env) => ({
    report: temporaryFile(env, "change-gate.json"),
    sarif: temporaryFile(env, "change-gate.sarif"),
  }),
  outputs: {
    result: "`clean`, `drift` (a rule does not hold) or `unverified`.",
    rules: "What each rule in force came to, as JSON: `holds`, `does-not-hold`, `unverified` or `pending`.",
    findings: "How many findings there are.",
    report: "The path of the report, as JSON.",
    sarif: "The path of the report, as SARIF 2.1.0.",
  },
};
