import { type RuleCase, takenBack } from "./rule-case.ts";

const file = ".gitea/workflows/lint.yml";

const lint = (paths: string) => `name: lint
on:
  pull_request:
${paths}permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: "true"
`;

const files = { [file]: lint("    paths: [docs/**]\n") };

export const requiredWithoutPaths: RuleCase = {
  rule: "required-without-paths",
  settings: { requiredWithoutPaths: { checks: ["lint / lint (pull_request)"] } },
  main: () => ({ [file]: lint("") }),
  broken: { files, title: "No paths: here" },
  putRight: takenBack(files),
};
