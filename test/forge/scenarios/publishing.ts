import { expect } from "vitest";
import { identikitJson } from "../../e2e/identikit.ts";
import type { Scenario } from "../scenario.ts";

/** The first push to main is also the first use: nothing was published before it. */
export const publishing: Scenario = {
  name: "a push to main bakes, gates, publishes and promotes the image, which the gate then finds clean by its tag",
  async play({ fleet, gitea, keeper, image }) {
    const main = fleet.git("rev-parse", "HEAD");
    const run = await fleet.ended("publish-platform-agent.yml", main);
    expect(run, await fleet.log(run)).toMatchObject({ conclusion: "success" });
    const versions = await gitea.ask(keeper, "GET", "/packages/molecule-ai?type=container&limit=50");
    const tags = versions.map(({ version }: { version: string }) => version);
    expect(tags).toEqual(expect.arrayContaining(["staging", `staging-${main}`]));

    for (const tag of ["staging", `staging-${main}`]) {
      const template = `${fleet.root}/templates/platform-agent`;
      const gate = await identikitJson(["gate", "--template", template, "--image", image(tag)], {
        cwd: fleet.root,
      });
      expect(gate).toMatchObject({ code: 0, json: { result: "clean" } });
    }
  },
};
