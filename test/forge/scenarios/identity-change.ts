import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { identikit, identikitJson } from "../../e2e/identikit.ts";
import { protectMain, requiredCheck } from "../protection.ts";
import type { Scenario } from "../scenario.ts";

const prompt = "templates/platform-agent/prompts/concierge.md";

export const identityChange: Scenario = {
  name: "a pull request that edits a prompt is green, shows what will change, is merged and published",
  workflow: "check.yml",
  async play({ fleet, ann, image }) {
    await using _ = await protectMain(fleet);
    fleet.git("fetch", "--quiet", "origin", "main");
    fleet.git("checkout", "--quiet", "-B", "prompt", "origin/main");
    appendFileSync(join(fleet.root, prompt), "\nAnswer in one sentence where one is enough.\n");
    const locked = await identikit(["fetch", "--all", "--update-lock"], { cwd: fleet.root });
    expect(locked.code, locked.stderr).toBe(0);
    const head = fleet.pushFiles("prompt", {});
    const pull = await fleet.openPull("prompt", ann);
    const run = await fleet.ended("check.yml", head);
    expect(run, await fleet.log(run)).toMatchObject({ conclusion: "success" });
    const statuses = await fleet.statuses(head);
    expect(statuses.get("identikit/check")).toBe("success");
    expect(statuses.get(requiredCheck)).toBe("success");
    const comments = await fleet.comments(pull);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain("prompts/concierge.md");

    await fleet.waitFor("the merge", async () => ((await fleet.merge(pull, ann)) === 200 ? true : undefined));
    fleet.git("fetch", "--quiet", "origin", "main");
    const main = fleet.git("rev-parse", "origin/main");
    const published = await fleet.ended("publish-platform-agent.yml", main);
    expect(published, await fleet.log(published)).toMatchObject({ conclusion: "success" });
    const template = join(fleet.root, "templates/platform-agent");
    const gate = await identikitJson(["gate", "--template", template, "--image", image("staging")], {
      cwd: fleet.root,
    });
    expect(gate).toMatchObject({ code: 0, json: { result: "clean" } });
  },
};
