import { type RuleCase, takenBack } from "./rule-case.ts";

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

/** Asked again by the end of what it waits for; no runner waits. */
const aggregate = (action: string) => `name: all-required
on:
  workflow_run:
    workflows: [CI]
    types: [completed]
permissions:
  contents: write
  pull-requests: read
jobs:
  all-required:
    runs-on: ubuntu-latest
    steps:
      - uses: ${action}
        with:
          rule: all-required
`;

export const allRequired: RuleCase = {
  rule: "all-required",
  settings: { allRequired: { checks: ["CI / test (pull_request)"] } },
  main: ({ actions }) => ({
    ".gitea/workflows/ci.yml": ci,
    ".gitea/workflows/all-required.yml": aggregate(actions("change-gate")),
  }),
  broken: { files, title: "CI / test (pull_request): success" },
  putRight: takenBack(files),
};
