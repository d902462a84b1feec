import { approvedByKeeper, type RuleCase } from "./rule-case.ts";

export const reservedPaths: RuleCase = {
  rule: "reserved-paths",
  settings: {
    groups: { owners: { members: ["keeper"] } },
    reservedPaths: [
      { paths: ["manifest.json"], group: "owners", reason: "It says where templates come from." },
    ],
  },
  broken: {
    files: { "manifest.json": '{ "version": 1, "workspace_templates": [] }\n' },
    body: "Approved by keeper.",
  },
  // The approval is one of another commit.
  pretend: async (pull) => {
    await approvedByKeeper(pull);
    const { repository, branch } = pull;
    repository.git("checkout", "--quiet", "-B", branch, `origin/${branch}`);
    repository.pushFiles(branch, { "manifest.json": '{ "version": 1, "workspace_templates": [ ] }\n' });
  },
  putRight: approvedByKeeper,
};
