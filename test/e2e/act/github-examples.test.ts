import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { requires } from "../../requirement.ts";
import { CiApi, tokens } from "../../services/ci-api.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { pullRequest, runWorkflow, type WorkflowRun } from "./act.ts";
import { shipped } from "./act-pull.ts";
import { makeWorkspace } from "./workspace.ts";

const names = ["publish-platform-agent", "check", "render-env", "reconcile", "drift-gate"];

requires("act", "docker-registry")("the examples for GitHub", () => {
  test("publish, check, render, reconcile and gate a fleet that is a repository of its own", async () => {
    await using registry = await DockerRegistry.start();
    await using api = await CiApi.listen({ dialect: "github" });
    using workspace = makeWorkspace();
    const filter = (source: string) => !/\/(\.identikit|\.tenant-bundle-deps)$/.test(source);
    cpSync(join(house, "examples/fleet"), workspace.root, { recursive: true, filter });
    for (const name of names) workspace.write(`.github/workflows/${name}.yml`, shipped("github", name));
    const head = workspace.commit();
    const vars = {
      PLATFORM_AGENT_IMAGE: `docker://${registry.host}/molecule-ai/platform-platform-agent:staging`,
      REGISTRY: registry.host,
      ENV_ROOT: join(workspace.outside, "env"),
    };
    const secrets = { FORGE_TOKEN: "forge-token-of-a-test" };
    const play = async (workflow: string, run: Pick<WorkflowRun, "event" | "payload">) => {
      const given = { workflow, folder: ".github/workflows", api, token: tokens.write, vars, secrets };
      const { code, log } = await runWorkflow(workspace, { ...given, ...run });
      expect(code, log).toBe(0);
      expect(log).not.toContain(secrets.FORGE_TOKEN);
    };
    await play("publish-platform-agent", { event: "push" });
    await play("check", { event: "pull_request", payload: pullRequest(head) });
    await play("render-env", { event: "push" });
    await play("reconcile", { event: "schedule" });
    await play("drift-gate", { event: "workflow_dispatch" });
    expect(api.statuses.map(({ commit, context, state }) => [commit, context, state])).toEqual(
      ["check", "drift-gate", "reconcile", "drift-gate"].map((name) => [
        head,
        `identikit/${name}`,
        "success",
      ]),
    );
  });
});
