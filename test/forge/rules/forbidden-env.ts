import { type RuleCase, takenBack } from "./rule-case.ts";

const files = { "config/tenant.env": "NAME=harbour\nHETZNER_API_KEY=some-value\n" };

export const forbiddenEnv: RuleCase = {
  rule: "forbidden-env",
  settings: {},
  broken: { files },
  putRight: takenBack(files),
};
