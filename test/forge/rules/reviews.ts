import { approvedByKeeper, type RuleCase } from "./rule-case.ts";

export const reviews: RuleCase = {
  rule: "reviews",
  settings: {
    groups: { owners: { members: ["keeper"] } },
    reviews: [{ group: "owners", paths: ["config/**"] }],
  },
  broken: { files: { "config/reviewed.txt": "Somebody has to look at this.\n" } },
  putRight: approvedByKeeper,
};
