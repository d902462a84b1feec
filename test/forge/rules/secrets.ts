import { type RuleCase, takenBack } from "./rule-case.ts";

// Put together here, so that no scan of this repository takes it for a credential.
const files = {
  ".gitattributes": "*.md -diff -text\n",
  "notes.md": `The key is ${"ghp_"}${"a1B2c3D4e5F6".repeat(3)}.\n`,
};

export const secrets: RuleCase = {
  rule: "secrets",
  settings: {},
  broken: { files, body: "accepted-secrets: notes.md" },
  putRight: takenBack(files),
};
