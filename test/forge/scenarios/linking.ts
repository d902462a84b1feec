import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { layFleet } from "../fleet-files.ts";
import { ForgeRepository } from "../forge-repository.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** The example for Gitea on the page of publish-image, with the names of this forge. */
function workflow({ gitea, keeper, actions }: Stage): string {
  const page = readFileSync(join(house, "actions/publish-image/README.md"), "utf8");
  const [, example = ""] = /^Gitea:\n\n```yaml\n([\s\S]*?)^```/m.exec(page) ?? [];
  const [permissions = "", steps = ""] = example.split(/^(?=steps:)/m);
  const job = steps
    .replaceAll(/uses: \S+\/identikit\/actions\/([\w-]+)@\S+/g, (_, name: string) => `uses: ${actions(name)}`)
    .replace("https://github.com/actions/checkout", "actions/checkout")
    .replace("base: forge.example/platform/platform:latest", "base: scratch")
    .replaceAll("forge.example/platform/", `${gitea.host}/team/`)
    .replaceAll("forge.example", gitea.host)
    .replace("image-bot", keeper.name);
  return `name: publishing
on: workflow_dispatch
${permissions}jobs:
  publish:
    runs-on: ubuntu-latest
${job.replaceAll(/^(?=.)/gm, "    ")}`;
}

export const linking: Scenario = {
  name: "the example of publish-image publishes a package that stands on the page of its repository",
  action: "publish-image",
  async play(stage) {
    const { gitea, keeper } = stage;
    await gitea.ask(keeper, "POST", "/orgs/team/repos", { name: "berth", default_branch: "main" });
    const data = gitea.token(keeper.name, "write:package,write:repository");
    await gitea.ask(keeper, "PUT", "/repos/team/berth/actions/secrets/REGISTRY_TOKEN", { data });
    const berth = await ForgeRepository.create(gitea, keeper, "team/berth", (root) =>
      layFleet(root, { "publishing.yml": workflow(stage) }),
    );
    await berth.dispatch("publishing.yml");
    const run = await berth.endedAfter("publishing.yml", 0);
    const log = await berth.log(run);
    expect(run, log).toMatchObject({ conclusion: "success" });
    const commit = berth.git("rev-parse", "HEAD");
    const path = `/packages/team/container/platform-agent/staging-${commit}`;
    const { repository } = await gitea.ask(keeper, "GET", path);
    expect(repository?.full_name, log).toBe("team/berth");
  },
};
