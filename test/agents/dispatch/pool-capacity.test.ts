import { expect, test } from "vitest";
import { z } from "zod";
import { dispatchController } from "../../../src/agents/dispatch/dispatch-controller.ts";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { agentRunnerPool } from "../../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../../../src/agents/resource/resource.ts";
import { takeReport } from "../../../src/agents/results/take-report.ts";
import { actOnRun } from "../../../src/agents/workspaces/person-actions.ts";
import { certain } from "../../../src/fault/certain.ts";
import { HostCiStarts } from "../../../src/host/ci-starts.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { workflowApi } from "../../services/workflow-api.ts";
import { keysOfChange } from "../control/keys-of-change.ts";
import { openStoreAt } from "../store/scene.ts";
import {
  type DispatchScene,
  declareRule,
  dispatchOne,
  giveSecret,
  labelled,
  launchServices,
  openDispatch,
  organization,
  runOf,
} from "./scene.ts";

type PoolSpec = Partial<(typeof agentRunnerPool)["example"]["spec"]>;

async function setPool({ store }: Pick<DispatchScene, "store">, changes: PoolSpec): Promise<void> {
  await store.write(async (writer) => {
    const key = { namespace: organization, name: "linux" };
    const { spec } = certain(await writer.get(agentRunnerPool, key));
    const declared = { kind: agentRunnerPool.kind, metadata: key };
    await writer.update(agentRunnerPool, {
      ...declared,
      spec: agentRunnerPool.spec.parse({ ...spec, ...changes }),
    });
  });
}

/** Queued runs of a pool that takes so many at a time. */
async function poolScene(databases: TestDatabases, spec: PoolSpec, runs: number) {
  const scene = await openDispatch(databases);
  await setPool(scene, spec);
  await declareRule(scene, "fix", {});
  const keys: ResourceKey[] = [];
  for (let number = 1; number <= runs; number++) {
    keys.push(certain((await dispatchOne(scene, labelled(number))).run).metadata);
    scene.clock.forward(1000);
  }
  const attempts = () => scene.store.read(async (reader) => (await reader.list(agentDispatchAttempt)).items);
  return {
    ...{ ...scene, keys, attempts },
    atWork: async () =>
      (await attempts()).filter(({ status: { phase } }) => phase === "Queued" || phase === "Running").length,
    launch: (at: number) => launchRun(scene.services, certain(keys[at]), scene.signal),
    cancel: async (at: number) => {
      const by = { kind: "User" as const, name: "mira" };
      const asked = { ...certain(keys[at]), action: "cancel" as const, by, via: "command" as const };
      await actOnRun(scene.store, asked, scene.clock.now());
    },
    statusOf: async (at: number) => certain(await runOf(scene, certain(keys[at]).name)).status,
  };
}

/** Does what the dispatch controller does about a change of a run, and all that follows from it. */
async function follow(
  scene: DispatchScene,
  services: Parameters<typeof dispatchController>[0],
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<readonly string[]> {
  const controller = dispatchController(services);
  const key = { kind: agentDispatchRun.kind, namespace, name };
  await controller.reconcile(key, scene.signal);
  const object = certain(await runOf(scene, name));
  const keys = await keysOfChange(scene.store, controller, { type: "MODIFIED", object });
  const others = keys.filter((one) => one.kind === agentDispatchRun.kind && one.name !== name);
  for (const one of others) await controller.reconcile(one, scene.signal);
  return others.map((one) => one.name);
}

const full = {
  phase: "Queued",
  reason: "POOL_FULL",
  message: expect.stringContaining("the runner pool linux has room for 1 attempts at a time, and 1 are"),
  conditions: expect.arrayContaining([
    expect.objectContaining({
      ...{ type: "RoomInPool", status: "False", reason: "PoolFull" },
      remedy: expect.stringContaining("raise the capacity of agentrunnerpools/linux"),
    }),
  ]),
};

describeOnBoth("a runner pool with a capacity", (databases) => {
  test("never has more attempts at work than that, of eight runs that several processes launch at once", async () => {
    await using scene = await poolScene(databases, { capacity: 3 }, 8);
    const opened = await Promise.all([1, 2, 3, 4].map(() => openStoreAt(scene.location)));
    const services = opened.map((one) => launchServices(one, scene.forge, scene.keyring, scene.clock));
    const launch = async (key: (typeof scene.keys)[number], at: number) => {
      const launched = launchRun(certain(services[at % 4]), key, scene.signal);
      return await launched.then(
        () => "launched",
        ({ code }) => code,
      );
    };
    const came = await Promise.all(scene.keys.map(launch));
    expect(came.toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => "POOL_FULL"),
      ...Array.from({ length: 3 }, () => "launched"),
    ]);
    expect(await scene.atWork()).toBe(3);
    const waiting = came.flatMap((one, at) => (one === "POOL_FULL" ? [at] : []));
    for (const at of waiting) {
      const { phase, reason, attempts = 0 } = await scene.statusOf(at);
      expect({ phase, reason, attempts }).toEqual({ phase: "Queued", reason: "POOL_FULL", attempts: 0 });
    }
    // As many as end make room for as many others, who race for it again.
    const first = came.indexOf("launched");
    await scene.cancel(first);
    await follow(scene, scene.services, certain(scene.keys[first]));
    const again = await Promise.all(waiting.map((at) => launch(certain(scene.keys[at]), at)));
    expect(again.filter((one) => one === "launched")).toHaveLength(1);
    expect(await scene.atWork()).toBe(3);
    for (const one of opened) await one[Symbol.asyncDispose]();
  });

  test("keeps a run queued with what can be done, reads no secret for it, and lets it go when an attempt ends", async () => {
    await using scene = await poolScene(databases, { capacity: 1 }, 2);
    await giveSecret(scene, "FORGE_TOKEN", "s3cret");
    const { ticket } = await scene.launch(0);
    expect(ticket).toContain(".");
    const read: string[] = [];
    const secrets = {
      ...scene.services.secrets,
      read: async (name: string) => {
        read.push(name);
        return "";
      },
    };
    const second = launchRun({ ...scene.services, secrets }, certain(scene.keys[1]), scene.signal);
    await expect(second).rejects.toMatchObject({
      ...{ code: "POOL_FULL", retry: { kind: "later" } },
      remedy: expect.stringContaining("raise the capacity"),
    });
    expect(read).toEqual([]);
    expect(await scene.statusOf(1)).toMatchObject(full);
    expect((await scene.launch(0)).isAgain, "its own ticket is given out again").toBe(true);
    await scene.cancel(0);
    expect(await follow(scene, scene.services, certain(scene.keys[0]))).toEqual([scene.keys[1]?.name]);
    const freed = await scene.statusOf(1);
    expect(freed.reason).toBeUndefined();
    expect(freed.conditions).toContainEqual(expect.objectContaining({ type: "RoomInPool", status: "True" }));
    await scene.launch(1);
    expect((await scene.statusOf(1)).currentAttempt).toBe(`${scene.keys[1]?.name}-1`);
  });

  test("gives room back when a ticket runs out that nobody began with, and when the capacity is raised", async () => {
    await using scene = await poolScene(databases, { capacity: 1 }, 3);
    await scene.launch(0);
    await expect(scene.launch(1)).rejects.toMatchObject({ code: "POOL_FULL" });
    scene.clock.forward(7 * 3_600_000);
    await scene.launch(1);
    await expect(scene.launch(2)).rejects.toMatchObject({ code: "POOL_FULL" });
    await setPool(scene, { capacity: 2 });
    const controller = dispatchController(scene.services);
    const pool = await scene.store.read((reader) =>
      reader.get(agentRunnerPool, { namespace: organization, name: "linux" }),
    );
    const object = certain(pool);
    const keys = await keysOfChange(scene.store, controller, { type: "MODIFIED", object });
    expect(keys.map(({ name }) => name)).toEqual([scene.keys[2]?.name]);
    for (const key of keys) await controller.reconcile(key, scene.signal);
    expect((await scene.statusOf(2)).reason).toBeUndefined();
    await scene.launch(2);
  });

  test("takes no runner that begins with a ticket of yesterday, whose room is another one's by now", async () => {
    await using scene = await poolScene(databases, { capacity: 1 }, 2);
    const late = await scene.launch(0);
    scene.clock.forward(24 * 3_600_000);
    await scene.launch(1);
    const report = { version: 1 as const, runner: { name: "slow-clock" }, events: [], asks: [] };
    const { metadata: attempt } = late.attempt;
    await expect(takeReport(scene.services, attempt, report)).rejects.toMatchObject({
      ...{ code: "ATTEMPT_UNKNOWN", message: expect.stringContaining("its ticket had run out") },
    });
    expect((await scene.statusOf(0)).phase).toBe("Queued");
    await scene.cancel(1);
    await follow(scene, scene.services, certain(scene.keys[1]));
    await takeReport(scene.services, attempt, report);
    expect((await scene.statusOf(0)).phase, "nobody is in its place any more").toBe("Running");
  });

  test("counts the attempts of before it had a capacity", async () => {
    await using scene = await poolScene(databases, {}, 2);
    await scene.launch(0);
    await setPool(scene, { capacity: 1 });
    await expect(scene.launch(1)).rejects.toMatchObject({ code: "POOL_FULL" });
  });

  test("has as many workflows started as it has room for, and another one when an attempt ends", async () => {
    const workflow = { repository: "acme/config", file: "dispatch-agent.yml", ref: "main" };
    await using scene = await poolScene(databases, { capacity: 1, workflow }, 3);
    const api = await workflowApi("gitea");
    const asking = { host: api.host, log: silentLogger, signal: scene.signal, token: "the-token" };
    const starts = new HostCiStarts({ ...asking, isOurs: (one) => one === "acme/config" });
    const services = { ...scene.services, starts };
    const inputs = z.object({ inputs: z.object({ run: z.string() }) });
    const startedRuns = () => api.started.map(({ body }) => inputs.parse(body).inputs.run);
    for (const key of scene.keys) await follow(scene, services, key);
    expect(startedRuns()).toEqual([scene.keys[0]?.name]);
    for (const at of [1, 2]) expect(await scene.statusOf(at)).toMatchObject(full);
    await scene.launch(0);
    for (const key of scene.keys) await follow(scene, services, key);
    expect(api.started).toHaveLength(1);
    await scene.cancel(0);
    const looked = await follow(scene, services, certain(scene.keys[0]));
    expect(looked.toSorted()).toEqual([scene.keys[1]?.name, scene.keys[2]?.name].toSorted());
    expect(api.started).toHaveLength(2);
    const [, next] = startedRuns();
    const at = scene.keys.findIndex(({ name }) => name === next);
    expect(await scene.statusOf(3 - at), "the other one waits").toMatchObject(full);
    // The job of the CI run has the room that was kept for it, whoever else comes first.
    await expect(scene.launch(3 - at)).rejects.toMatchObject({ code: "POOL_FULL" });
    await scene.launch(at);
  });
});
