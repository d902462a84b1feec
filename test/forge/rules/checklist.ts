import type { RuleCase } from "./rule-case.ts";

const item = "I ran it on staging";

export const checklist: RuleCase = {
  rule: "checklist",
  settings: { checklist: {} },
  main: () => ({ ".gitea/PULL_REQUEST_TEMPLATE.md": `- [ ] ${item}\n` }),
  broken: { files: { "checked.md": "A page.\n" }, body: `- [ ] ${item}\n<!-- - [x] ${item} -->` },
  putRight: async ({ stage, repository, number }) => {
    await repository.api("PATCH", `/pulls/${number}`, { body: `- [x] ${item}\n` }, stage.ann);
  },
};
