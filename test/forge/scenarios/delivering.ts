import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Scenario } from "../scenario.ts";

export const delivering: Scenario = {
  name: "a push to main lays the template on the host's volume, and a status says so",
  workflow: "deliver-template.yml",
  async play({ fleet, volume }) {
    const main = fleet.git("rev-parse", "origin/main");
    const run = await fleet.ended("deliver-template.yml", main);
    expect(run, await fleet.log(run)).toMatchObject({ conclusion: "success" });
    expect((await fleet.statuses(main)).get("identikit/deliver-template")).toBe("success");
    expect(existsSync(join(volume, "prompts/concierge.md"))).toBe(true);
  },
};
