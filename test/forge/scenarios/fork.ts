import { expect } from "vitest";
import { ForgeRepository } from "../forge-repository.ts";
import { requiredCheck } from "../protection.ts";
import type { Scenario } from "../scenario.ts";
import { approveRun } from "../sign-in.ts";

export const fork: Scenario = {
  name: "a fork's run waits for approval, may set no status, and its job is what a branch can require",
  workflow: "check.yml",
  async play({ fleet, gitea, keeper, mallory }) {
    await fleet.api("POST", "/forks", {}, mallory);
    const own = await fleet.waitFor("the fork", async () => {
      const { status } = await gitea.api(mallory, "GET", "/repos/mallory/fleet/branches/main");
      return status === 200 ? ForgeRepository.clone(gitea, mallory, "mallory/fleet") : undefined;
    });
    const head = own.pushBranch("gift", { "README.md": "# A gift\n" });
    const { number } = await fleet.api(
      "POST",
      "/pulls",
      { title: "A gift", head: "mallory:gift", base: "main" },
      mallory,
    );
    const waiting = await fleet.waitFor("the fork's run", async () => {
      const runs = await fleet.runs(head);
      return runs.length > 0 && runs.every(({ status }) => status !== "completed") ? runs : undefined;
    });
    for (const { id } of waiting) await approveRun(gitea, keeper.name, fleet.name, id);
    const run = await fleet.ended("check.yml", head);
    const log = await fleet.log(run);
    expect(run, log).toMatchObject({ conclusion: "success" });
    expect(log).toContain("pull requests from forks get a token that may only read");
    const statuses = await fleet.statuses(head);
    expect([...statuses.keys()].filter((context) => context.startsWith("identikit/"))).toEqual([]);
    expect(statuses.get(requiredCheck)).toBe("success");
    await fleet.api("PATCH", `/issues/${number}`, { state: "closed" });
  },
};
