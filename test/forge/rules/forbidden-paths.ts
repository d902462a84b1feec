import { type RuleCase, takenBack } from "./rule-case.ts";

const files = { "vendor/✅ identikit/change/forbidden-paths.txt": "copied\n" };

export const forbiddenPaths: RuleCase = {
  rule: "forbidden-paths",
  settings: { forbiddenPaths: [{ paths: ["vendor/**"], reason: "Nothing is vendored here." }] },
  broken: { files, title: "::error file=x::identikit/change/forbidden-paths holds" },
  putRight: takenBack(files),
};
