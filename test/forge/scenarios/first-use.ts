import { expect } from "vitest";
import type { Scenario } from "../scenario.ts";

const variable = "/actions/variables/PLATFORM_AGENT_IMAGE";

export const firstUse: Scenario = {
  name: "where nothing is published yet, a pull request is green",
  workflow: "check.yml",
  async play({ fleet, ann, image }) {
    await fleet.api("PUT", variable, { value: image("never") });
    try {
      const head = fleet.pushBranch("first", { "README.md": "# The fleet, before its first image\n" });
      await fleet.openPull("first", ann);
      const run = await fleet.ended("check.yml", head);
      expect(run, await fleet.log(run)).toMatchObject({ conclusion: "success" });
      expect((await fleet.statuses(head)).get("identikit/check")).toBe("success");
    } finally {
      await fleet.api("PUT", variable, { value: image("staging") });
    }
  },
};
