import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Scenario } from "../scenario.ts";

export const artifacts: Scenario = {
  name: "the config goes from one job to the next ones as an artifact, and every agent is rendered",
  async play({ fleet, envRoot }) {
    const run = await fleet.ended("render-env.yml", fleet.git("rev-parse", "origin/main"));
    const log = await fleet.log(run);
    expect(run, log).toMatchObject({ conclusion: "success" });
    expect(log).not.toContain("a-value-that-no-log-may-show");
    for (const agent of ["concierge", "engineer-berths", "engineer-pilotage", "engineer-tariffs"])
      expect(existsSync(join(envRoot, agent, ".claude.json")), agent).toBe(true);
    expect(readFileSync(join(envRoot, "concierge/.claude.json"), "utf8")).toContain(
      "a-value-that-no-log-may-show",
    );
  },
};
