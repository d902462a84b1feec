import { type RuleCase, takenBack } from "./rule-case.ts";

const check = "CI / test (pull_request)";

const files = { "broken.txt": "A job finds this.\n" };

const ci = `name: CI
on: pull_request
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - run: test ! -e broken.txt
`;

export const allRequired: RuleCase = {
  rule: "all-required",
  settings: { allRequired: { checks: [check] } },
  main: (stage) => ({
    ".gitea/workflows/ci.yml": ci,
    ".gitea/workflows/all-required.yml": stage.shipped("all-required"),
  }),
  broken: { files, title: `${check}: success` },
  // A status of the same name by a person, and an event after it.
  pretend: async ({ stage, repository, number }) => {
    const { head } = await repository.api("GET", `/pulls/${number}`);
    const status = {
      context: check,
      state: "success",
      target_url: `${repository.gitea.origin}/${repository.name}/actions/runs/1/jobs/0`,
    };
    await repository.api("POST", `/statuses/${head.sha}`, status, stage.ann);
    await repository.api("PATCH", `/pulls/${number}`, { title: "Everything is green" }, stage.ann);
  },
  putRight: takenBack(files),
};
