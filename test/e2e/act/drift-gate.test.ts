import { expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { CiApi, tokens } from "../../services/ci-api.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { runWorkflow } from "./act.ts";
import { publishFleetImage } from "./published.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const concierge = "examples/fleet/templates/platform-agent/prompts/concierge.md";

requires("act", "docker-registry")("drift-gate.yml", () => {
  test("an image that is the template's is clean, and one that is not fails the job at the template's file", async () => {
    await using registry = await DockerRegistry.start();
    const image = await publishFleetImage(registry);
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const commit = workspace.commit();
    expect(await gate(workspace, api, image)).toMatchObject({ code: 0 });
    expect(api.statuses).toMatchObject([{ commit, state: "success", context: "identikit/drift-gate" }]);
    workspace.write(concierge, "You are somebody else now.\n");
    workspace.commit();
    const red = await gate(workspace, api, image);
    expect(red.code).toBe(1);
    expect(red.log).toContain("error FILE_CHANGED prompts/concierge.md");
    expect(red.log).toContain(`[${concierge}:1]`);
    expect(api.statuses.at(-1)).toMatchObject({ state: "failure" });
  });

  test("a registry that is down is an error in the status with the reason, and never clean", async () => {
    const gone = await DockerRegistry.start();
    await gone[Symbol.asyncDispose]();
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    workspace.commit();
    const run = await gate(workspace, api, `docker://${gone.host}/a/b:c`);
    expect(run.code).toBe(1);
    expect(run.log).toContain("unverified: 1 unverified: REGISTRY_UNREACHABLE: ");
    expect(api.statuses).toMatchObject([{ state: "error" }]);
    expect(api.statuses[0]?.description).toContain("REGISTRY_UNREACHABLE");
  });

  test("a template that cannot be fetched still gets its status, and an image that is not named is said by its variable", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    workspace.write("examples/fleet/manifest.json", '{"workspace_templates": []}');
    workspace.commit();
    const run = await gate(workspace, api, "oci:nowhere:x");
    expect(run.code).toBe(1);
    expect(api.statuses).toMatchObject([{ state: "error", context: "identikit/drift-gate" }]);
    const unnamed = await gate(workspace, api, "");
    expect(unnamed.log).toContain("PLATFORM_AGENT_IMAGE");
  });
});

function gate(workspace: Workspace, api: CiApi, image: string) {
  const vars = image === "" ? {} : { PLATFORM_AGENT_IMAGE: image };
  return runWorkflow(workspace, {
    workflow: "drift-gate",
    event: "workflow_dispatch",
    api,
    token: tokens.write,
    vars,
  });
}
