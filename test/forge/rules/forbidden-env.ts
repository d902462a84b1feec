import { type RuleCase, takenBack } from "./rule-case.ts";

const files = { "config/tenant.env": "NAME=harbour\r\nexport HETZNER_API_KEY=some-value\r\n" };

export const forbiddenEnv: RuleCase = {
  rule: "forbidden-env",
  settings: {},
  broken: { files, title: "identikit/change/forbidden-env: success" },
  putRight: takenBack(files),
};
