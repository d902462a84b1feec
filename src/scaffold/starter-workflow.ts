/** Identikit needs Node.js 24; where the runner has another one, npx takes it from npm. */
const onNode24 = "npx --yes --package node@24 --";

/**
 * A workflow for GitHub, Gitea and Forgejo, which all read `.github/workflows`: a pull request is told every mistake and what it
 * would change, and what is merged goes through the whole chain. The action is pinned by its commit.
 */
export const starterWorkflow: string = `name: identikit
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

concurrency:
  group: identikit-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  # Require this job in branch protection. Nothing is written or pushed by it.
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
          # The commit that is merged into is what rows are compared with.
          fetch-depth: 0
      - run: npm install
      - run: ${onNode24} npm run validate
      - run: ${onNode24} npm run check -- --main "$MAIN"
        env:
          MAIN: \${{ github.event.pull_request.base.sha }}

  ship:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - run: npm install
      - run: ${onNode24} npm start
`;
