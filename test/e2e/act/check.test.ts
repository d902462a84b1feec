import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { CiApi, tokens } from "../../services/ci-api.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { identikit } from "../identikit.ts";
import { pullRequest, runWorkflow, type WorkflowResult } from "./act.ts";
import { publishFleetImage } from "./published.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const concierge = "examples/fleet/templates/platform-agent/prompts/concierge.md";

requires("act", "docker-registry")("check.yml", () => {
  let registry: DockerRegistry;
  let image: string;

  beforeAll(async () => {
    registry = await DockerRegistry.start();
    image = await publishFleetImage(registry);
  });
  afterAll(() => registry?.[Symbol.asyncDispose]());

  test.each(["gitea", "github"] as const)(
    "on %s a pull request that edits a prompt is green, and its comment says what will change for whom",
    async (dialect) => {
      await using api = await CiApi.listen({ dialect });
      using workspace = makeWorkspace();
      const base = workspace.commit();
      const head = await editPrompt(workspace);
      const run = await check(workspace, api, { base, head, image });
      expect(run).toMatchObject({ code: 0 });
      expect(run.log).toContain("::set-output:: result=clean");
      expect(run.log).toMatch(/set-output:: candidate-digest=sha256:/);
      expect(api.statuses).toMatchObject([
        { commit: head, state: "success", context: "identikit/check", description: "clean: no findings" },
      ]);
      expect(api.comments).toHaveLength(1);
      const [{ body } = { body: "" }] = api.comments;
      expect(body).toContain("✅ clean");
      expect(body).toContain("| Identity file | `prompts/concierge.md` | changed |");
      expect(body).toContain("| Agent | `concierge` | rendered again |");
      expect(body).toContain("| Config row | `system_prompt builtin concierge` | changed |");
    },
  );

  test("a pull request that changes nothing in use gets a passing status and no comment", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const base = workspace.commit();
    workspace.write("README.md", "Only words.\n");
    const run = await check(workspace, api, { base, head: workspace.commit(), image });
    expect(run.code).toBe(0);
    expect(api.statuses).toMatchObject([{ state: "success" }]);
    expect(api.comments).toEqual([]);
  });

  test("what main would refuse fails the job and the status, and the comment is rewritten once it is put right", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const base = workspace.commit();
    workspace.write(concierge, "You are somebody else now.\n");
    const red = await check(workspace, api, { base, head: workspace.commit(), image });
    expect(red.code).toBe(1);
    expect(red.log).toContain("error LOCK_MISMATCH template platform-agent");
    expect(red.log).toContain("[examples/fleet/identikit.lock:");
    expect(api.statuses).toMatchObject([{ state: "failure" }]);
    expect(api.comments[0]?.body).toContain("would not be shipped whole");

    const head = await editPrompt(workspace);
    const green = await check(workspace, api, { base, head, image });
    expect(green.code).toBe(0);
    expect(api.comments).toHaveLength(1);
    expect(api.comments[0]?.body).toContain("✅ clean");
  });

  test("a fork has no secrets and a token that only reads: the job alone is the verdict", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const base = workspace.commit();
    const head = await editPrompt(workspace);
    const fork = { token: tokens.read, repository: "mallory/fleet" };
    const green = await check(workspace, api, { base, head, ...fork, image: `docker://127.0.0.1:1/a/b:c` });
    expect(green.code).toBe(0);
    expect(green.log).toContain("pull requests from forks get a token that may only read");
    workspace.write(concierge, "Not in the lock.\n");
    const red = await check(workspace, api, { base, head: workspace.commit(), ...fork, image });
    expect(red.code).toBe(1);
    expect([...api.statuses, ...api.comments]).toEqual([]);
  });

  test("a template that cannot be fetched is an error in status and comment, and never missing or clean", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    workspace.write(
      "examples/fleet/manifest.json",
      '{"workspace_templates": [{"name": "platform-agent", "repo": "https://127.0.0.1:1/acme/template.git", "ref": "main"}]}',
    );
    workspace.write("examples/fleet/agents.json", '{"types": [], "agents": []}');
    const commit = "1".repeat(40);
    const lock = {
      repo: "https://127.0.0.1:1/acme/template.git",
      ref: "main",
      commit,
      treeDigest: `sha256:${"0".repeat(64)}`,
      policy: "assets/v2",
      files: {},
    };
    workspace.write(
      "examples/fleet/identikit.lock",
      JSON.stringify({ version: 1, templates: { "platform-agent": lock } }),
    );
    const base = workspace.commit();
    const run = await check(workspace, api, { base, head: base, image });
    expect(run.code).toBe(1);
    expect(api.statuses).toMatchObject([{ state: "error" }]);
    expect(api.statuses[0]?.description).toMatch(/^unverified: 1 unverified.*: SOURCE_UNREACHABLE: /);
    expect(api.comments[0]?.body).toContain("could not be verified");
  });

  test("a hostile title and a hostile file name are text in the log, the summary, the comment and the outputs", async () => {
    await using api = await CiApi.listen({ dialect: "github" });
    using workspace = makeWorkspace();
    const base = workspace.commit();
    const name = "##[add-mask]x `<img src=x onerror=alert(1)>` @everyone.md";
    workspace.write(`examples/fleet/templates/platform-agent/prompts/${name}`, "Hostile by name only.\n");
    const head = workspace.commit();
    const title = '"; echo "::set-output name=result::clean" #\n::add-mask::x $(touch owned)';
    const run = await check(workspace, api, { base, head, image, title });
    expect(run.code).toBe(1);
    expect(api.statuses).toMatchObject([{ state: "failure" }]);
    expect(api.comments[0]?.body).toContain("<code>prompts/&#35;&#35;&#91;add-mask");
    expect(api.comments[0]?.body).not.toContain("<img");
    expect(run.log).not.toContain("::set-output:: result=clean");
    expect(run.log).not.toMatch(/\*\*\*/);
  });
});

/** Edits the prompt and takes the lock along, as the author of a change does; gives the commit. */
async function editPrompt(workspace: Workspace): Promise<string> {
  workspace.write(concierge, "You are the concierge. Speak plainly.\n");
  const { code } = await identikit(["fetch", "--all", "--update-lock", "--root", "examples/fleet"], {
    cwd: workspace.root,
  });
  expect(code).toBe(0);
  execFileSync("rm", ["-rf", "examples/fleet/.tenant-bundle-deps"], { cwd: workspace.root });
  return workspace.commit();
}

function check(
  workspace: Workspace,
  api: CiApi,
  of: { base: string; head: string; image: string; token?: string; repository?: string; title?: string },
): Promise<WorkflowResult> {
  return runWorkflow(workspace, {
    workflow: "check",
    event: "pull_request",
    payload: pullRequest(of.head, of),
    api,
    token: of.token ?? tokens.write,
    vars: { PLATFORM_AGENT_IMAGE: of.image },
  });
}
