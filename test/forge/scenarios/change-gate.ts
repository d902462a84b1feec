import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ruleCases } from "../rules/all.ts";
import type { BreakingPull } from "../rules/rule-case.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** One job for all rules; it is asked again when the text changes and when somebody reviews. */
const workflow = ({ actions }: Stage) => `name: change-gate
on:
  pull_request:
    types: [opened, synchronize, reopened, edited]
  pull_request_review:
permissions:
  contents: write
  issues: read
  pull-requests: read
jobs:
  change-gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
          fetch-depth: 0
      - uses: ${actions("change-gate")}
`;

/** Puts the rules of every case on main, each once. */
function settingsOf(stage: Stage): string {
  const before = readFileSync(join(stage.fleet.root, "identikit.yaml"), "utf8");
  const changes = Object.assign({}, ...ruleCases.map(({ settings }) => settings));
  return `${before}\nchanges: ${JSON.stringify(changes)}\n`;
}

export const changeGate: Scenario = {
  name: "each rule of the change gate is red on a pull request that breaks it, whatever that looks like, and green once it is put right",
  action: "change-gate",
  async play(stage) {
    const { fleet, ann } = stage;
    fleet.git("fetch", "--quiet", "origin", "main");
    fleet.git("checkout", "--quiet", "-B", "main", "origin/main");
    fleet.pushFiles("main", {
      ...Object.assign({}, ...ruleCases.map(({ main }) => main?.(stage) ?? {})),
      ".gitea/workflows/change-gate.yml": workflow(stage),
      "identikit.yaml": settingsOf(stage),
    });
    const pulls: BreakingPull[] = [];
    for (const { rule, broken } of ruleCases) {
      const branch = `break-${rule}`;
      fleet.pushBranch(branch, broken.files);
      const { title = `Break ${rule}`, body = "" } = broken;
      const pull = { title, body, head: branch, base: "main" };
      const { number } = await fleet.api("POST", "/pulls", pull, ann);
      pulls.push({ stage, fleet, branch, number });
    }
    const wrong: string[] = [];
    for (const [at, { rule, putRight }] of ruleCases.entries()) {
      const pull = pulls[at] as BreakingPull;
      const red = await settled(pull, rule, ["failure", "success", "error"]);
      if (red !== "failure") wrong.push(`${rule} is ${red} on what breaks it`);
      await putRight(pull);
      const green = await settled(pull, rule, ["success", "error"]);
      if (green !== "success") wrong.push(`${rule} is ${green} once it is put right`);
    }
    expect(wrong).toEqual([]);
  },
};

/** The state of a rule's status on the head, once it is one of these; what it is instead, where that does not come. */
async function settled(
  { fleet, number }: BreakingPull,
  rule: string,
  states: readonly string[],
): Promise<string> {
  let last: string | undefined;
  const look = async () => {
    const { head } = await fleet.api("GET", `/pulls/${number}`);
    last = (await fleet.statuses(head.sha)).get(`identikit/change/${rule}`);
    return last !== undefined && states.includes(last) ? last : undefined;
  };
  return await fleet
    .waitFor(`${rule} on #${number}`, look)
    .catch(() => `still ${last ?? "without a status"}`);
}
