import { approvedByKeeper, type RuleCase } from "./rule-case.ts";

export const reviews: RuleCase = {
  rule: "reviews",
  settings: {
    groups: { owners: { members: ["keeper"] } },
    reviews: [{ group: "owners", paths: ["config/**"] }],
  },
  broken: { files: { "config/reviewed.txt": "Somebody has to look at this.\n" } },
  // Somebody who is not of the group approves.
  pretend: async ({ stage, repository, number }) => {
    const review = { event: "APPROVED", body: "Approved by keeper." };
    await repository.api("POST", `/pulls/${number}/reviews`, review, stage.mallory);
  },
  putRight: approvedByKeeper,
};
