import { expect, test } from "vitest";
import { dispatchController } from "../../../src/agents/dispatch/dispatch-controller.ts";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { agentRunnerPool } from "../../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { actOnRun } from "../../../src/agents/workspaces/person-actions.ts";
import { certain } from "../../../src/fault/certain.ts";
import { HostCiStarts } from "../../../src/host/ci-starts.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { workflowApi } from "../../services/workflow-api.ts";
import {
  type DispatchScene,
  declareRule,
  dispatchOne,
  labelled,
  openDispatch,
  organization,
  runOf,
} from "./scene.ts";

const workflow = { repository: "acme/config", file: "dispatch-agent.yml", ref: "main" };

async function setWorkflow({ store }: Pick<DispatchScene, "store">, next: typeof workflow) {
  await store.write(async (writer) => {
    const { metadata, spec } = certain(
      await writer.get(agentRunnerPool, { namespace: organization, name: "linux" }),
    );
    const { namespace, name } = metadata;
    const declared = { kind: agentRunnerPool.kind, metadata: { namespace, name } };
    await writer.update(agentRunnerPool, { ...declared, spec: { ...spec, workflow: next } });
  });
}

/** A queued run that a webhook started, of a pool with a workflow; each look is one of the dispatch controller. */
async function startScene(
  databases: TestDatabases,
  { dialect = "gitea" }: { readonly dialect?: "github" | "gitea" } = {},
) {
  const scene = await openDispatch(databases);
  const api = await workflowApi(dialect);
  await setWorkflow(scene, workflow);
  await declareRule(scene, "fix", {});
  const run = certain((await dispatchOne(scene, labelled(12))).run);
  const key = { namespace: organization, name: run.metadata.name };
  const asking = { host: api.host, log: silentLogger, signal: scene.signal };
  const servicesWith = (token: string) => ({
    ...scene.services,
    starts: new HostCiStarts({ ...asking, token, isOurs: (one) => one === "acme/config" }),
  });
  return {
    ...scene,
    ...{ api, key, run },
    look: async (token = "the-token") => {
      const work = { ...key, kind: agentDispatchRun.kind };
      const { againMs } = await dispatchController(servicesWith(token)).reconcile(work, scene.signal);
      const status = certain(await runOf(scene, key.name)).status;
      return { againMs, status, started: status.conditions?.find(({ type }) => type === "WorkflowStarted") };
    },
  };
}

describeOnBoth("a queued run of a pool with a workflow", (databases) => {
  test.each(["github", "gitea"] as const)(
    "is started once on %s, with its name as the only input, and gets its ticket from the job alone",
    async (dialect) => {
      await using scene = await startScene(databases, { dialect });
      const { status, started } = await scene.look();
      expect(started).toMatchObject({ status: "True", reason: "Started" });
      expect(status).toMatchObject({ phase: "Queued", ciStart: { attempt: 1, after: 0 } });
      expect(status.currentAttempt).toBeUndefined();
      const inputs = { run: scene.key.name };
      expect(scene.api.started).toEqual([
        { path: expect.stringContaining("/dispatch-agent.yml/dispatches"), body: { ref: "main", inputs } },
      ]);
      expect((await scene.look()).againMs).toBeUndefined();
      await launchRun(scene.services, scene.key, scene.signal);
      await scene.look();
      expect(scene.api.started).toHaveLength(1);
    },
  );

  test("is looked for by its title where nobody knows whether it was started, and not started again", async () => {
    await using scene = await startScene(databases);
    scene.api.add("dispatch-agent another-run");
    scene.api.answers.isDeaf = true;
    await expect(scene.look()).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
    scene.api.answers.isDeaf = false;
    for (let at = 0; at < 60; at++) scene.api.add(`dispatch-agent later-${at}`);
    const { status, started } = await scene.look();
    expect(started).toMatchObject({ status: "True" });
    expect(status.ciStart).toMatchObject({
      attempt: 1,
      after: 101,
      ciRun: expect.stringMatching(/\/runs\/102$/),
    });
    expect(scene.api.started).toHaveLength(1);
  });

  test("is started after a while where the host was asked and lists nothing, and one of before counts for nothing", async () => {
    await using scene = await startScene(databases);
    scene.api.add(`dispatch-agent ${scene.key.name}`);
    scene.api.add(`dispatch-agent ${scene.key.name}`, "push");
    scene.api.answers.refuse = 502;
    await expect(scene.look()).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
    scene.api.answers.refuse = undefined;
    expect((await scene.look()).againMs).toBe(60_000);
    expect(scene.api.started).toEqual([]);
    scene.clock.forward(60_000);
    expect((await scene.look()).started).toMatchObject({ status: "True" });
    expect(scene.api.started).toHaveLength(1);
  });

  test("says why it is not started, with a remedy, and is tried again", async () => {
    await using scene = await startScene(databases);
    const cases = [
      [{ ...workflow, file: "other.yml" }, undefined, "WorkflowMissing"],
      [{ ...workflow, ref: "gone" }, undefined, "WorkflowMissing"],
      [workflow, 422, "WorkflowNotDispatchable"],
      [workflow, 403, "TokenRefused"],
      [{ ...workflow, repository: "mallory/config" }, undefined, "RepositoryNotOurs"],
    ] as const;
    for (const [of, refuse, reason] of cases) {
      await setWorkflow(scene, of);
      scene.api.answers.refuse = refuse;
      const { started, againMs, status } = await scene.look();
      expect(started).toMatchObject({ status: "False", reason, remedy: expect.stringMatching(/./) });
      expect([againMs, status.ciStart]).toEqual([300_000, undefined]);
    }
    await setWorkflow(scene, workflow);
    expect((await scene.look("another-token")).started).toMatchObject({ reason: "TokenRefused" });
    expect((await scene.look()).started).toMatchObject({ status: "True" });
    expect(scene.api.started).toHaveLength(1);
  });

  test("is started again for each further attempt, and not where somebody cancelled it", async () => {
    await using scene = await startScene(databases);
    await scene.look();
    await launchRun(scene.services, scene.key, scene.signal);
    const by = { kind: "User" as const, name: "mira" };
    const act = (action: "cancel" | "retry") =>
      actOnRun(scene.store, { ...scene.key, action, by, via: "command" }, scene.clock.now());
    await act("cancel");
    await scene.look();
    expect((await scene.look()).status.phase).toBe("Cancelled");
    await act("retry");
    expect((await scene.look()).status.ciStart).toMatchObject({ attempt: 2, after: 101 });
    expect(scene.api.started).toHaveLength(2);
  });

  test("is left for a while to the command that dispatched it, which launches it itself", async () => {
    await using scene = await startScene(databases);
    await scene.store.write(async (writer) => {
      const { kind, metadata, spec } = certain(await writer.hold(agentDispatchRun, scene.key));
      const { delivery: _, ...own } = spec;
      const { namespace, name } = metadata;
      await writer.update(agentDispatchRun, { kind, metadata: { namespace, name }, spec: own });
    });
    expect((await scene.look()).againMs).toBe(30_000);
    expect(scene.api.started).toEqual([]);
    scene.clock.forward(30_000);
    await scene.look();
    expect(scene.api.started).toHaveLength(1);
  });
});
