import { type RuleCase, takenBack } from "./rule-case.ts";

const files = { "config/--allow-host-token.env": "URL=https://git.example\nGITEA_ADMIN_TOKEN=later\n" };

export const hostToken: RuleCase = {
  rule: "host-token",
  settings: {},
  broken: { files, body: "allow: host-token" },
  putRight: takenBack(files),
};
