import { expect, onTestFinished, test } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { agentRunnerPool } from "../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../src/agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { rehearseRun } from "../../src/commands/places/rehearse-run.ts";
import { hostOf } from "../../src/host/host.ts";
import { RunFacts } from "../../src/host/run-facts.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { head } from "../agents/dispatch/scene.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { consoleWorld, organization, repository } from "./console-world.ts";

const page = `/orgs/${organization}/agents/dispatch/new`;
const fields = {
  ...{ "spec.agentStack": "fixer", "spec.repository": repository, "spec.taskKind": "fix" },
  "spec.prompt": "Fix the berth test. The token is ghp_0123456789abcdefghijABCDEFGHIJ012345.",
};

/** A world with a stack that can be dispatched, and the forge that is asked about it. */
async function composerWorld() {
  const forge = await ForgeApi.listen("gitea");
  onTestFinished(() => forge[Symbol.asyncDispose]());
  forge.answers.set(`/repos/${repository}`, { default_branch: "main" });
  forge.answers.set(`/repos/${repository}/branches/main`, { commit: { id: head }, protected: true });
  forge.answers.set(`/repos/${repository}/collaborators/mira/permission`, {
    ...{ permission: "admin", role_name: "admin", user: forgeUser("gitea", "mira") },
  });
  const world = await consoleWorld(({ store, database, now }) => {
    const signal = AbortSignal.timeout(120_000);
    const teams = async () => ({ named: [], refused: [] });
    const facts = new RunFacts({
      host: hostOf(forge.env()),
      token: forgeTokens.write,
      log: silentLogger,
      signal,
      teams,
    });
    const organizations = [
      { name: organization, repositories: ["tidewater/*"], configRepository: repository },
    ];
    const services = {
      store,
      database,
      now,
      organizations,
      host: facts,
      repositories: facts,
      memory: undefined,
    };
    return { rehearse: rehearseRun(services, signal) };
  });
  await world.put(agentServiceAccount, "fixer", { serviceAccountName: "fixer", trustTier: "restricted" });
  await world.put(agentRunnerPool, "linux", {
    ...agentRunnerPool.example.spec,
    trustTiers: ["trusted", "restricted", "untrusted"],
  });
  await world.put(agentContextLabel, "needs-test", {
    promptFragment: "Write a failing test.",
    allowedSources: ["manual"],
  });
  const spec = {
    ...{
      baseAgent: "claude-code",
      adapter: { name: "claude" },
      runtimeIdentity: "fixer",
      runnerPool: "linux",
    },
    contextLabels: ["needs-test"],
  };
  await world.put(agentStack, "fixer", spec, { phase: "Ready" });
  return world;
}

test("a run's context with its digests, redacted, and the admission are seen before anything starts (P-12)", async () => {
  await using world = await composerWorld();
  const mira = await world.visit("mira");
  const preview = await mira.send(page, { ...fields, do: "preview" });
  expect(preview.data.model.fault).toBeUndefined();
  const { model } = preview.data;
  expect(model.preview).toMatchObject({ verdict: "allowed", digest: expect.stringMatching(/^sha256:/) });
  expect(model.preview.layers.map(({ name }: { name: string }) => name)).toEqual([
    "label needs-test",
    "task",
  ]);
  expect(model.preview.text).toContain("Write a failing test.");
  expect(model.preview.text).not.toContain("ghp_0123456789");
  expect(await world.list(agentDispatchRun), "nothing was started").toEqual([]);
  expect(model.offer).not.toHaveProperty("reason");
  const done = await mira.send(page, { ...fields, ...model.hidden, do: "dispatch" });
  expect(done.status).toBe(303);
  const [run] = await world.list(agentDispatchRun);
  expect(run?.spec).toMatchObject({ requestedBy: { name: "mira" }, sourceRefs: { head }, source: "manual" });
  const again = await mira.send(page, { ...fields, ...model.hidden, do: "dispatch" });
  expect(again.status, "a form that is sent again starts no second run").not.toBe(303);
  expect((await world.list(agentDispatchRun)).length).toBe(1);
});

test("what has changed since the preview is shown again instead of started", async () => {
  await using world = await composerWorld();
  const mira = await world.visit("mira");
  const { data } = await mira.send(page, { ...fields, do: "preview" });
  const other = await mira.send(page, {
    ...fields,
    ...data.model.hidden,
    "spec.prompt": "Delete everything.",
    do: "dispatch",
  });
  expect(other.status).toBe(200);
  expect(other.data.model.preview.text).toContain("Delete everything.");
  expect(await world.list(agentDispatchRun)).toEqual([]);
});

test("links from code, issues and runs fill the composer, and memory is folded away", async () => {
  await using world = await composerWorld();
  const mira = await world.visit("mira");
  const { data } = await mira.model(`${page}?repository=${repository}&path=src/a.ts&issue=12`);
  const fieldOf = (name: string) => data.model.fields.find((one: { name: string }) => one.name === name);
  expect(fieldOf("spec.repository").values).toEqual([repository]);
  expect(fieldOf("spec.sourceRefs.path").values).toEqual(["src/a.ts"]);
  expect(fieldOf("spec.sourceRefs.issue").values).toEqual(["12"]);
  expect(fieldOf("spec.memoryRef")).toMatchObject({ fold: "Memory" });
  expect(data.model.offer).toMatchObject({ reason: "Nothing was previewed yet." });
  await world.put(agentDispatchRun, "run-1", {
    ...agentDispatchRun.example.spec,
    repository,
    sourceRefs: { issue: 7 },
  });
  const from = await mira.model(`${page}?run=run-1`);
  const issue = from.data.model.fields.find((one: { name: string }) => one.name === "spec.sourceRefs.issue");
  expect(issue.values).toEqual(["7"]);
  expect(from.data.model.hidden.once).not.toBe("run-1");
});

test("who may not dispatch is shown nothing that the server's token reads (P-44)", async () => {
  await using world = await composerWorld();
  const rory = await world.visit("rory", [`forge:read:${repository}`]);
  const { status, data } = await rory.send(page, {
    ...fields,
    "spec.attachments": "secret.txt",
    do: "preview",
  });
  expect(status).toBe(403);
  expect(data.model.fault).toMatchObject({ code: "POLICY_DENIED" });
  expect(data.model.preview).toBeUndefined();
});
