import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

const token = "forge-token-of-a-test";

requires("act")("render-env.yml", () => {
  test("the config goes through an artifact to fresh databases, and each shard renders its agents", async () => {
    using workspace = makeWorkspace();
    workspace.commit();
    const envRoot = join(workspace.outside, "env");
    const run = await runWorkflow(workspace, {
      workflow: "render-env",
      event: "push",
      vars: { ENV_ROOT: envRoot },
      secrets: { FORGE_TOKEN: token },
    });
    expect(run).toMatchObject({ code: 0 });
    const agents = readdirSync(envRoot).filter((name) => !name.startsWith("."));
    expect(agents.sort()).toEqual([
      "concierge",
      "engineer-berths",
      "engineer-pilotage",
      "engineer-tariffs",
      "reviewer-infra",
      "reviewer-services",
    ]);
    for (const agent of agents) {
      const file = join(envRoot, agent, agent.startsWith("reviewer-") ? "config.toml" : ".claude.json");
      expect(readFileSync(file, "utf8")).toContain(token);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(run.log).not.toContain(token);
    expect(run.log).toContain("artifact config-bundle: config.bundle is sha256:");
  });

  test("a missing secret fails the render and names the secret", async () => {
    using workspace = makeWorkspace();
    workspace.commit();
    const vars = { ENV_ROOT: join(workspace.outside, "env") };
    const run = await runWorkflow(workspace, { workflow: "render-env", event: "push", vars });
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/MISSING_SECRET: .*FORGE_TOKEN/);
  });
});
