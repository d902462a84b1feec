import { expect } from "vitest";
import type { Scenario } from "../scenario.ts";

export const byHand: Scenario = {
  name: "somebody asks by hand whether the published image is what the repository says, and a status answers",
  workflow: "drift-gate.yml",
  async play({ fleet }) {
    fleet.git("fetch", "--quiet", "origin", "main");
    const main = fleet.git("rev-parse", "origin/main");
    await fleet.ended("publish-platform-agent.yml", main, "push");
    const last = await fleet.lastRun();
    await fleet.dispatch("drift-gate.yml");
    const run = await fleet.endedAfter("drift-gate.yml", last);
    expect(run, await fleet.log(run)).toMatchObject({ event: "workflow_dispatch", conclusion: "success" });
    expect((await fleet.statuses(main)).get("identikit/drift-gate")).toBe("success");
  },
};
