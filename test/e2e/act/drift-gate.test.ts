import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { requires } from "../../requirement.ts";
import { CiApi, tokens } from "../../services/ci-api.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { pullRequest, runWorkflow, type WorkflowResult } from "./act.ts";
import { publishFleetImage } from "./published.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

// Each run is a dozen processes, and runs of other files go on beside it.
vi.setConfig({ testTimeout: 120_000 });

const concierge = "examples/fleet/templates/platform-agent/prompts/concierge.md";

requires("act", "docker-registry")("drift-gate.yml", () => {
  let registry: DockerRegistry;
  let image: string;

  beforeAll(async () => {
    registry = await DockerRegistry.start();
    image = await publishFleetImage(registry);
  });
  afterAll(() => registry?.[Symbol.asyncDispose]());

  test("a pull request that changes no identity gets a passing status and no comment", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const head = workspace.commit();
    const run = await gate(workspace, api, image, { head });
    expect(run).toMatchObject({ code: 0 });
    expect(api.statuses).toMatchObject([
      { commit: head, state: "success", context: "identikit/drift-gate", description: "clean: no findings" },
    ]);
    expect(api.comments).toEqual([]);
  });

  test.each(["gitea", "github"] as const)(
    "on %s drift fails the job, sets the failing status and writes a comment, which is rewritten once it is put right",
    async (dialect) => {
      await using api = await CiApi.listen({ dialect });
      using workspace = makeWorkspace();
      workspace.write(concierge, "You are somebody else now.\n");
      const drifted = workspace.commit();
      const red = await gate(workspace, api, image, { head: drifted });
      expect(red.code).toBe(1);
      expect(red.log).toContain("error FILE_CHANGED prompts/concierge.md");
      expect(api.statuses).toMatchObject([{ commit: drifted, state: "failure" }]);
      expect(api.comments).toHaveLength(1);
      expect(api.comments[0]?.body).toContain("prompts/concierge.md");

      using repaired = makeWorkspace();
      const head = repaired.commit();
      const green = await gate(repaired, api, image, { head });
      expect(green.code).toBe(0);
      expect(api.statuses.at(-1)).toMatchObject({ commit: head, state: "success" });
      expect(api.comments).toHaveLength(1);
      expect(api.comments[0]?.body).toContain("✅ clean");
    },
  );

  test("a fork's read-only token writes nothing, and the job's own result is the gate", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    workspace.write(concierge, "You are somebody else now.\n");
    const head = workspace.commit();
    const run = await gate(workspace, api, image, { head, token: tokens.read, repository: "mallory/fleet" });
    expect(run.code).toBe(1);
    expect(run.log).toContain("pull requests from forks get a token that may only read");
    expect(api.statuses).toEqual([]);
    expect(api.comments).toEqual([]);
  });

  test("a registry that is down is an error in the status, and never clean", async () => {
    const gone = await DockerRegistry.start();
    await gone[Symbol.asyncDispose]();
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const head = workspace.commit();
    const run = await gate(workspace, api, image.replace(registry.host, gone.host), { head });
    expect(run.code).toBe(1);
    expect(run.log).toContain("REGISTRY_UNREACHABLE");
    expect(api.statuses).toMatchObject([{ commit: head, state: "error" }]);
    expect(api.comments[0]?.body).toContain("could not be verified");
  });

  test("a hostile title and a hostile file name are text in the log, the summary, the comment and the outputs", async () => {
    await using api = await CiApi.listen({ dialect: "github" });
    using workspace = makeWorkspace();
    const name = "##[add-mask]x `<img src=x onerror=alert(1)>` @everyone.md";
    workspace.write(`examples/fleet/templates/platform-agent/prompts/${name}`, "Hostile by name only.\n");
    const head = workspace.commit();
    const title = '"; echo "::set-output name=result::clean" #\n::add-mask::x $(touch owned)';
    const run = await gate(workspace, api, image, { head, title });
    expect(run.code).toBe(1);
    expect(api.statuses).toMatchObject([{ state: "failure" }]);
    expect(api.comments[0]?.body).toContain("<code>prompts/&#35;&#35;&#91;add-mask");
    expect(api.comments[0]?.body).not.toContain("<img");
    expect(run.log).not.toContain("::set-output:: result=clean");
    expect(run.log).not.toMatch(/\*\*\*/);
  });
});

function gate(
  workspace: Workspace,
  api: CiApi,
  image: string,
  of: { head: string; token?: string; repository?: string; title?: string },
): Promise<WorkflowResult> {
  return runWorkflow(workspace, {
    workflow: "drift-gate",
    event: "pull_request",
    payload: pullRequest(of.head, of),
    api,
    token: of.token ?? tokens.write,
    vars: { PLATFORM_AGENT_IMAGE: image },
  });
}
