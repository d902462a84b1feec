import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentArtifact } from "../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { allow, declareFleet, organization, poolKey } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";
import { firstCommit } from "../template/git-repository.ts";
import { identikit, identikitJson } from "./identikit.ts";

const settings = `version: 1
platform: { organization: acme, repositories: ["acme/*"], configRepository: acme/fleet }
`;
const work = `read -r task; echo "$task" > task.txt
echo '{"type":"message","text":"done"}'
echo '{"type":"cost","turns":2,"tokens":300,"cost":"0.25"}'
echo '{"type":"result","outcome":"succeeded"}'`;

/** A repository, a forge that knows its people, and a database with a stack whose agent is a script. */
async function openScene(script = work) {
  const root = scratchDirectory();
  writeFileSync(join(root, "identikit.yaml"), settings);
  const repository = join(root, "git/acme/fleet.git");
  mkdirSync(repository, { recursive: true });
  const commit = firstCommit(repository, { "README.md": "hello\n" });
  const location = join(root, "config.db");
  await using store = await openStoreAt(location);
  await declareFleet(store);
  await store.store.write(async (writer) => {
    const metadata = { namespace: organization, name: "fixer" };
    const stack = await writer.get(agentStack, metadata);
    if (!stack) throw new Error("no stack");
    await writer.setStatus(agentStack, metadata, { ...stack.status, profile: profileOf(script) });
  });
  const forge = await ForgeApi.listen("gitea");
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: commit }, protected: true });
  forge.answers.set("/user", { login: "mira" });
  allow(forge, "mira", "write");
  const env = {
    DATABASE_URL: location,
    IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1"),
    GITHUB_API_URL: forge.apiUrl,
    GITHUB_SERVER_URL: forge.serverUrl,
    IDENTIKIT_HOST_TOKEN: forgeTokens.read,
  };
  return {
    ...{ root, location, env },
    dispatch: () =>
      identikitJson(
        [
          "dispatch",
          "fixer",
          "--repository",
          "acme/fleet",
          "--task",
          "Close the gate",
          "--tickets",
          "tickets",
        ],
        { cwd: root, env },
      ),
    records: async () => {
      await using opened = await openStoreAt(location);
      return await opened.store.read(async (reader) => ({
        runs: (await reader.list(agentDispatchRun)).items,
        attempts: (await reader.list(agentDispatchAttempt)).items,
        artifacts: (await reader.list(agentArtifact)).items,
      }));
    },
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
}

function profileOf(script: string) {
  return {
    ...{ stack: "fixer", approvalMode: "write_back_only" },
    adapter: { name: "command", command: ["sh", "-c", script] },
    client: { capabilities: ["headless", "events", "costs"] },
    toolProfile: {
      name: "careful",
      filesystemPolicy: { mode: "workspace_write" },
      approvalPolicyByTool: { "*": "allow" },
      networkPolicy: { mode: "none" },
      isolation: "user",
    },
  };
}

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("run", () => {
  test("runs the attempt of a ticket without database and keys, and writes a bundle that says what came of it", async () => {
    await using scene = await openScene();
    const { json: dispatched } = await scene.dispatch();
    const { DATABASE_URL: _, ...others } = scene.env;
    const pem = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
    const env = {
      ...others,
      IDENTIKIT_SECRET_KEYS: "",
      IDENTIKIT_POOL_KEY: poolKey,
      IDENTIKIT_TICKET_KEY: pem.stdout,
    };
    const args = [
      "run",
      "--tickets",
      dispatched.ticketFile,
      "--pool",
      "linux",
      "--remote",
      join(scene.root, "git"),
    ];
    const { code, json, stderr } = await identikitJson(args, { cwd: scene.root, env });
    expect(code, stderr + JSON.stringify(json)).toBe(0);
    expect(json).toMatchObject({
      phase: "Succeeded",
      attempt: `${dispatched.run}-1`,
      attempts: [{ cost: "0.25", patch: expect.stringMatching(/^sha256:/) }],
    });
  });

  test("runs the ticket of one run, whatever the others in the file are", async () => {
    await using scene = await openScene();
    const { json: dispatched } = await scene.dispatch();
    expect(dispatched.launched).toEqual([{ run: dispatched.run, pool: "linux", labels: ["ubuntu-latest"] }]);
    const other = Buffer.from(JSON.stringify({ run: "run-other", aud: "sandbox" })).toString("base64url");
    appendFileSync(dispatched.ticketFile, `e30.${other}.AA\n`);
    const { stdout: pem } = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey, IDENTIKIT_TICKET_KEY: pem };
    const args = ["run", "--tickets", dispatched.ticketFile, "--pool", "linux"];
    const remote = ["--remote", join(scene.root, "git")];
    const { code, json, stderr } = await identikitJson([...args, ...remote, "--run", dispatched.run], {
      cwd: scene.root,
      env,
    });
    expect(code, stderr + JSON.stringify(json)).toBe(0);
    expect(json.attempts).toHaveLength(1);
    const named = await identikitJson([...args, "--run", "run-other"], { cwd: scene.root, env });
    expect(named.json).toMatchObject({ error: { code: "TICKET_INVALID" } });
  });

  test("launches, runs and takes in what is queued on one machine", async () => {
    await using scene = await openScene();
    await scene.dispatch();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const { code, json, stderr } = await identikitJson(args, { cwd: scene.root, env });
    expect(code, stderr).toBe(0);
    expect(json.phase).toBe("Succeeded");
    const { runs, attempts, artifacts } = await scene.records();
    expect(runs).toMatchObject([{ status: { phase: "Succeeded", cost: "0.25", turns: 2, tokens: 300 } }]);
    expect(attempts).toMatchObject([{ status: { phase: "Succeeded" } }]);
    expect(artifacts.map(({ spec }) => spec.kind).sort()).toEqual(["patch", "transcript"]);
  });

  test("ends with an error where an attempt failed, and its bundle is there all the same", async () => {
    await using scene = await openScene(`echo '{"type":"result","outcome":"failed","text":"I cannot"}'`);
    await scene.dispatch();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const { code, json } = await identikitJson(args, { cwd: scene.root, env });
    expect(code).toBe(1);
    expect(json).toMatchObject({ phase: "Failed", bundle: expect.stringContaining(".bundle") });
    expect((await scene.records()).runs).toMatchObject([
      { status: { phase: "Failed", reason: "AGENT_FAILED", message: expect.stringContaining("I cannot") } },
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["the pool's key", {}, "POOL_KEY_INVALID"],
    ["the public key of tickets", { IDENTIKIT_POOL_KEY: poolKey }, "TICKET_KEY_INVALID"],
  ])("starts nothing without %s", async (_, env, code) => {
    await using scene = await openScene();
    const { json: dispatched } = await scene.dispatch();
    const result = await identikitJson(["run", "--pool", "linux", "--tickets", dispatched.ticketFile], {
      cwd: scene.root,
      env,
    });
    expect(result.json).toMatchObject({ error: { code } });
  });
});
