import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { often } from "../often.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** Announces a check and is over before it says what came of it. */
const dying = ({ actions }: Stage) => `name: dying
on: pull_request
permissions:
  contents: write
jobs:
  dying:
    runs-on: ubuntu-latest
    steps:
      - uses: ${actions("commit-status")}
        with:
          context: identikit/dying
          result: pending
      - run: exit 1
`;

/** Announces a check and goes on until a file is there. */
const lasting = ({ actions }: Stage, end: string) => `name: lasting
on: pull_request
permissions:
  contents: write
jobs:
  lasting:
    runs-on: ubuntu-latest
    steps:
      - uses: ${actions("commit-status")}
        with:
          context: identikit/lasting
          result: pending
      - run: for second in $(seq 600); do test ! -e ${end} || exit 0; sleep 1; done; exit 1
      - uses: ${actions("commit-status")}
        with:
          context: identikit/lasting
          result: success
`;

/** The shipped workflow, every minute, for statuses of more than a minute. */
function reaper(stage: Stage): string {
  return `${often(stage.shipped("reap-statuses")).trimEnd()}\n        with:\n          after: 1\n`;
}

export const reaping: Scenario = {
  name: "the pending status of a dead run becomes an error by the clock, and those of runs that go on or are not ours stay",
  action: "reap-statuses",
  async play(stage) {
    const { ann, gitea } = stage;
    const end = join(gitea.directory, "lasting-is-over");
    const pier = await stage.repository("pier", {
      "README.md": "# The pier\n",
      ".gitea/workflows/dying.yml": dying(stage),
      ".gitea/workflows/lasting.yml": lasting(stage, end),
      ".gitea/workflows/reap-statuses.yml": reaper(stage),
    });
    try {
      const head = pier.pushBranch("slow", { "README.md": "# The pier, mended\n" });
      await pier.openPull("slow", ann, "identikit/dying: success");
      const others = { "other/check": "pending", "identikit/change/all-required": "pending" };
      for (const [context, state] of Object.entries(others))
        await pier.api("POST", `/statuses/${head}`, { context, state }, ann);
      expect(await pier.ended("dying.yml", head)).toMatchObject({ conclusion: "failure" });
      await pier.waitFor("both statuses", async () => {
        const statuses = await pier.statuses(head);
        return statuses.get("identikit/dying") === "pending" &&
          statuses.get("identikit/lasting") === "pending"
          ? true
          : undefined;
      });
      await pier.waitFor("the error", async () =>
        (await pier.statuses(head)).get("identikit/dying") === "error" ? true : undefined,
      );
      // One more time, now that every status is old enough.
      const reaped = await pier.endedAfter("reap-statuses.yml", await pier.lastRun());
      expect(reaped, await pier.log(reaped)).toMatchObject({ event: "schedule", conclusion: "success" });
      const statuses = await pier.statuses(head);
      expect(Object.fromEntries(statuses)).toMatchObject({ ...others, "identikit/lasting": "pending" });
      expect(existsSync(end)).toBe(false);
      writeFileSync(end, "");
      expect(await pier.ended("lasting.yml", head)).toMatchObject({ conclusion: "success" });
      expect((await pier.statuses(head)).get("identikit/lasting")).toBe("success");
    } finally {
      writeFileSync(end, "");
      await pier.disable("reap-statuses.yml");
    }
  },
};
