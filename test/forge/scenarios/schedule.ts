import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { often } from "../often.ts";
import type { Scenario } from "../scenario.ts";

const workflow = ".gitea/workflows/reconcile.yml";

export const schedule: Scenario = {
  name: "the scheduled run finds nothing to do after a merge, and repairs an env directory that somebody changed",
  async play({ fleet, envRoot }) {
    fleet.git("fetch", "--quiet", "origin", "main");
    fleet.git("checkout", "--quiet", "-B", "main", "origin/main");
    const hourly = readFileSync(join(fleet.root, workflow), "utf8");
    const main = fleet.pushFiles("main", { [workflow]: often(hourly) });
    await fleet.ended("publish-platform-agent.yml", main);

    const scheduled = async (known: ReadonlySet<number>) =>
      await fleet.waitFor("a scheduled run", async () =>
        (await fleet.runs(main)).find(
          ({ id, event, status }) => event === "schedule" && status === "completed" && !known.has(id),
        ),
      );
    const settings = join(envRoot, "concierge/settings.json");
    const rendered = readFileSync(settings, "utf8");
    const first = await scheduled(new Set());
    expect(first, await fleet.log(first)).toMatchObject({ conclusion: "success" });
    expect((await fleet.statuses(main)).get("identikit/reconcile")).toBe("success");

    writeFileSync(settings, rendered.replace("enabledPlugins", "disabledPlugins"));
    const before = new Set((await fleet.runs(main)).map(({ id }) => id));
    const repairing = await scheduled(before);
    expect(repairing, await fleet.log(repairing)).toMatchObject({ conclusion: "success" });
    expect(JSON.parse(readFileSync(settings, "utf8"))).toHaveProperty("enabledPlugins");
    fleet.pushFiles("main", { [workflow]: hourly });
  },
};
