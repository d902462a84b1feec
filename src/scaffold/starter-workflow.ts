/**
 * A workflow for GitHub, Gitea and Forgejo, which all read `.github/workflows`: every change is validated and put through the
 * whole chain. The action is pinned by its commit.
 */
export const starterWorkflow: string = `name: identikit
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      # Identikit needs Node.js 24; npx takes it from npm where the runner has another one.
      - run: npm install
      - run: npx --yes --package node@24 -- node node_modules/identikit/dist/identikit.js validate
      - run: npx --yes --package node@24 -- node node_modules/identikit/dist/identikit.js pipeline
`;
