import { expect, test } from "vitest";
import { dispatchController } from "../../../src/agents/dispatch/dispatch-controller.ts";
import type { DispatchServices } from "../../../src/agents/dispatch/dispatch-services.ts";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { storeDelivery } from "../../../src/agents/dispatch/store-delivery.ts";
import { triggerController } from "../../../src/agents/dispatch/trigger-controller.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import { webhookDelivery } from "../../../src/agents/kinds/record/webhook-delivery.ts";
import { actOnRun } from "../../../src/agents/workspaces/person-actions.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { keysOfChange } from "../control/keys-of-change.ts";
import {
  allow,
  type DispatchScene,
  declareRule,
  dispatchOne,
  labelled,
  openDispatch,
  organization,
  pull,
  repository,
  requested,
  runOf,
} from "./scene.ts";

const runKey = (name: string) => ({ kind: agentDispatchRun.kind, namespace: organization, name });

/** A run of a fork's pull request that waits for a person. */
async function waiting(scene: DispatchScene) {
  pull(scene.forge, 7, "mallory/fleet");
  await declareRule(scene, "review", {
    sources: ["pull_request"],
    match: { forks: "untrusted" },
    agentStack: "reviewer",
    taskKind: "review",
  });
  const { run, execution } = await dispatchOne(scene, requested(7, "mallory", "mallory/fleet"));
  const approvals = await scene.store.read((reader) => reader.list(agentApproval));
  return { run: certain(run), execution, approval: certain(approvals.items[0]) };
}

async function decide(
  { store }: DispatchScene,
  { metadata }: { readonly metadata: { readonly namespace: string; readonly name: string } },
  by: string,
  verdict: "approve" | "reject",
): Promise<void> {
  await store.write((writer) =>
    writer.setStatus(agentApproval, metadata, {
      phase: verdict === "approve" ? "Approved" : "Rejected",
      decisions: [{ by: { kind: "User", name: by }, verdict, via: "command", time: "2026-11-22T11:00:00Z" }],
    }),
  );
}

describeOnBoth("the dispatch controller", (databases) => {
  test("queues a run that a person has approved who may, and the run can then be launched (P-35, P-57)", async () => {
    await using scene = await openDispatch(databases);
    const { run, execution, approval } = await waiting(scene);
    const controller = dispatchController(scene.services);
    await controller.reconcile(runKey(run.metadata.name), scene.signal);
    expect((await runOf(scene, run.metadata.name))?.status.phase).toBe("Waiting");
    await decide(scene, approval, "mira", "approve");
    await controller.reconcile(runKey(run.metadata.name), scene.signal);
    const after = await scene.store.read(async (reader) => ({
      run: await reader.get(agentDispatchRun, run.metadata),
      approval: await reader.get(agentApproval, approval.metadata),
      execution: await reader.get(agentTriggerExecution, execution.metadata),
    }));
    expect(after.run?.status).toMatchObject({ phase: "Queued", trustTier: "untrusted" });
    expect(after.approval?.status.phase).toBe("Applied");
    expect(after.execution?.status.phase).toBe("Created");
    const { claims } = await launchRun(scene.services, run.metadata, scene.signal);
    expect(claims).toMatchObject({ trustTier: "untrusted", serviceAccount: "visitor", secrets: [] });
  });

  test("does not count an approval of somebody who may not give it, nor one by who lost the right since", async () => {
    await using scene = await openDispatch(databases);
    const { run, approval } = await waiting(scene);
    const controller = dispatchController(scene.services);
    await decide(scene, approval, "mira", "approve");
    allow(scene.forge, "mira", "read");
    await controller.reconcile(runKey(run.metadata.name), scene.signal);
    expect((await runOf(scene, run.metadata.name))?.status.phase).toBe("Waiting");
  });

  test("ends a run that a person has rejected", async () => {
    await using scene = await openDispatch(databases);
    const { run, execution, approval } = await waiting(scene);
    await decide(scene, approval, "mira", "reject");
    await dispatchController(scene.services).reconcile(runKey(run.metadata.name), scene.signal);
    expect((await runOf(scene, run.metadata.name))?.status).toMatchObject({
      phase: "Cancelled",
      reason: "APPROVAL_REJECTED",
    });
    const noted = await scene.store.read((reader) => reader.get(agentTriggerExecution, execution.metadata));
    expect(noted?.status.phase).toBe("Rejected");
  });

  test("asks admission about a run that somebody made over the API, and shows why it is refused", async () => {
    await using scene = await openDispatch(databases);
    const make = (name: string, login: string) =>
      scene.store.write((writer) =>
        writer.create(agentDispatchRun, {
          kind: agentDispatchRun.kind,
          metadata: { namespace: organization, name },
          spec: agentDispatchRun.spec.parse({
            repository,
            sourceRefs: { ref: "refs/heads/main" },
            agentStack: "fixer",
            taskKind: "fix",
            requestedBy: { kind: "User", name: login },
          }),
        }),
      );
    await make("run-a", "mira");
    await make("run-b", "mallory");
    const controller = dispatchController(scene.services);
    for (const name of ["run-a", "run-b"]) await controller.reconcile(runKey(name), scene.signal);
    expect((await runOf(scene, "run-a"))?.status).toMatchObject({ phase: "Queued", trustTier: "trusted" });
    expect((await runOf(scene, "run-b"))?.status).toMatchObject({
      phase: "Failed",
      reason: expect.stringMatching(/^(ACCESS_DENIED|ACTOR_CANNOT_WRITE)$/),
      admission: { verdict: "denied" },
    });
  });

  test("lets a held run go when the one before it is over, and not before", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", { concurrencyPolicy: { group: ["rule"], limit: 1, whenFull: "queue" } });
    const names: string[] = [];
    for (const number of [12, 13, 14]) {
      names.push(certain((await dispatchOne(scene, labelled(number))).run).metadata.name);
      scene.clock.forward(1000);
    }
    const [first = "", second = "", third = ""] = names;
    const controller = dispatchController(scene.services);
    const reconcileAll = async () => {
      for (const name of names) await controller.reconcile(runKey(name), scene.signal);
    };
    const held = async () =>
      await Promise.all(
        names.map(async (name) => (await runOf(scene, name))?.status.reason === "CONCURRENCY_QUEUED"),
      );
    await reconcileAll();
    expect(await held()).toEqual([false, true, true]);
    await expect(
      launchRun(scene.services, { namespace: organization, name: second }, scene.signal),
    ).rejects.toMatchObject({
      code: "RUN_NOT_READY",
    });
    const ended = await scene.store.write((writer) =>
      writer.setStatus(
        agentDispatchRun,
        { namespace: organization, name: first },
        { phase: "Succeeded", concurrencyKey: "rule=fix" },
      ),
    );
    const keys = await keysOfChange(scene.store, controller, { type: "MODIFIED", object: ended });
    expect(keys.map(({ name }) => name).toSorted()).toEqual([first, second, third].toSorted());
    await reconcileAll();
    expect(await held()).toEqual([false, false, true]);
  });

  test("ends a run that was cancelled, and its ticket no longer counts", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const run = certain((await dispatchOne(scene, labelled(12))).run);
    const { attempt } = await launchRun(scene.services, run.metadata, scene.signal);
    await scene.store.write(async (writer) => {
      const { namespace, name } = run.metadata;
      await writer.update(agentDispatchRun, {
        kind: agentDispatchRun.kind,
        metadata: { namespace, name },
        spec: { ...run.spec, cancelled: true },
      });
    });
    const controller = dispatchController(scene.services);
    for (const _ of [1, 2]) await controller.reconcile(runKey(run.metadata.name), scene.signal);
    expect((await runOf(scene, run.metadata.name))?.status).toMatchObject({
      phase: "Cancelled",
      reason: "CANCELLED",
    });
    const ended = await scene.store.read((reader) => reader.get(agentDispatchAttempt, attempt.metadata));
    expect(ended?.status).toMatchObject({ phase: "Cancelled", revoked: true });
  });

  test("lets a run wait for a stack that has changed and was not looked at, and dispatches it when that is Ready", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", { concurrencyPolicy: { limit: 1, group: ["rule"], whenFull: "queue" } });
    const key = { namespace: organization, name: "fixer" };
    const stack = certain(await scene.store.read((reader) => reader.get(agentStack, key)));
    const { kind, spec } = stack;
    await scene.store.write((writer) =>
      writer.update(agentStack, {
        kind,
        metadata: key,
        spec: { ...spec, prompt: { text: "Mind the gap." } },
      }),
    );
    const first = certain((await dispatchOne(scene, labelled(12))).run);
    scene.clock.forward(1000);
    const second = certain((await dispatchOne(scene, labelled(13))).run);
    const { name } = first.metadata;
    expect(first.status).toMatchObject({
      phase: "Queued",
      reason: "STACK_PENDING",
      message: expect.stringContaining("has changed"),
    });
    await expect(launchRun(scene.services, first.metadata, scene.signal)).rejects.toMatchObject({
      code: "RUN_NOT_READY",
    });
    const controller = dispatchController(scene.services);
    await controller.reconcile(runKey(name), scene.signal);
    expect((await runOf(scene, name))?.status.reason, "nobody has looked at it yet").toBe("STACK_PENDING");
    const seen = await scene.store.write(async (writer) => {
      const changed = certain(await writer.get(agentStack, key));
      const { generation } = changed.metadata;
      return await writer.setStatus(agentStack, key, { ...changed.status, observedGeneration: generation });
    });
    const keys = await keysOfChange(scene.store, controller, { type: "MODIFIED", object: seen });
    expect(keys.map((one) => one.name).toSorted()).toEqual([name, second.metadata.name].toSorted());
    for (const one of keys) await controller.reconcile(one, scene.signal);
    const after = await runOf(scene, name);
    expect(after?.status).toMatchObject({ phase: "Queued", admission: { verdict: "allowed" } });
    expect(after?.status).not.toHaveProperty("reason");
    expect((await runOf(scene, second.metadata.name))?.status.reason, "its group has no room").toBe(
      "CONCURRENCY_QUEUED",
    );
    await launchRun(scene.services, first.metadata, scene.signal);
  });

  test("has the CI run of a cancelled run stopped, once, unless others are at work in it, and says what came of it", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const ciRun = "https://forge.example.test/acme/fleet/actions/runs/42";
    const asked: string[] = [];
    const ci = {
      cancel: async (url: string) => {
        asked.push(url);
        return { state: "told" as const, message: `the host was told to stop ${url}` };
      },
    };
    const launch = async (number: number) => {
      const run = certain((await dispatchOne(scene, labelled(number))).run);
      return (await launchRun({ ...scene.services, ciRun }, run.metadata, scene.signal)).attempt;
    };
    const [first, second] = [await launch(12), await launch(13)];
    const cancel = async (
      { spec: { run }, metadata }: typeof first,
      services: DispatchServices = { ...scene.services, ci },
    ) => {
      const key = { namespace: organization, name: run };
      const by = { kind: "User" as const, name: "mira" };
      const held = certain(await runOf(scene, run));
      if (!held.spec.cancelled)
        await actOnRun(scene.store, { ...key, action: "cancel", by, via: "command" }, scene.clock.now());
      for (const _ of [1, 2, 3]) await dispatchController(services).reconcile(runKey(run), scene.signal);
      const attempt = await scene.store.read((reader) => reader.get(agentDispatchAttempt, metadata));
      return attempt?.status.conditions?.find(({ type }) => type === "CiRunStopped");
    };
    expect(await cancel(first)).toMatchObject({
      status: "False",
      message: expect.stringContaining("1 other attempts"),
    });
    expect(asked).toEqual([]);
    expect(await cancel(second, { ...scene.services, ci: undefined }), "nobody has a token").toMatchObject({
      status: "Unknown",
    });
    expect(await cancel(second)).toMatchObject({ status: "True", reason: "Told" });
    expect(asked).toEqual([ciRun]);
  });
});

describeOnBoth("the trigger controller", (databases) => {
  test("decides about a delivery that is stored, once (P-34)", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const { delivery } = await storeDelivery(scene.services, organization, labelled(12));
    const controller = triggerController(scene.services);
    const keys = await keysOfChange(scene.store, controller, { type: "ADDED", object: delivery });
    expect(keys).toHaveLength(1);
    for (const key of [...keys, ...keys]) expect(await controller.reconcile(key, scene.signal)).toEqual({});
    const { items } = await scene.store.read((reader) => reader.list(agentDispatchRun));
    expect(items).toHaveLength(1);
  });

  test("makes one event of a schedule however many times were missed, in nobody's name, and says when it looks again", async () => {
    await using scene = await openDispatch(databases);
    const { metadata } = await declareRule(scene, "nightly", {
      sources: ["schedule"],
      schedule: "30 6 * * *",
      match: { repositories: [repository] },
    });
    const key = { kind: agentTriggerRule.kind, namespace: organization, name: "nightly" };
    const controller = triggerController(scene.services);
    await scene.store.write((writer) =>
      writer.setStatus(agentTriggerRule, metadata, { lastSchedule: "2026-11-19T00:00:00Z" }),
    );
    const { againMs } = await controller.reconcile(key, scene.signal);
    expect(againMs).toBe(20.5 * 3_600_000);
    await controller.reconcile(key, scene.signal);
    const deliveries = await scene.store.read((reader) => reader.list(webhookDelivery));
    expect(deliveries.items).toMatchObject([
      { spec: { source: "schedule", deliveryId: `schedule:nightly:${repository}:2026-11-22T06:30:00.000Z` } },
    ]);
    const { namespace, name } = certain(deliveries.items[0]).metadata;
    await controller.reconcile({ kind: webhookDelivery.kind, namespace, name }, scene.signal);
    const runs = await scene.store.read((reader) => reader.list(agentDispatchRun));
    expect(runs.items).toMatchObject([
      {
        spec: { requestedBy: { kind: "System" }, sourceRefs: { ref: "refs/heads/main" }, source: "schedule" },
        status: { phase: "Queued" },
      },
    ]);
    await launchRun(scene.services, certain(runs.items[0]).metadata, scene.signal);
    const rule = await scene.store.read((reader) => reader.get(agentTriggerRule, metadata));
    expect(rule?.status).toMatchObject({
      phase: "Active",
      lastSchedule: "2026-11-22T06:30:00.000Z",
      conditions: [
        { type: "Resolved", status: "True" },
        { type: "Schedulable", status: "True" },
      ],
    });
  });

  test("says of a rule that names no stack, or has a schedule that nobody can read, that it is invalid", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "lost", { agentStack: "absent" });
    await declareRule(scene, "odd", { sources: ["schedule"], schedule: "61 * * * *" });
    const controller = triggerController(scene.services);
    for (const name of ["lost", "odd"]) {
      await controller.reconcile(
        { kind: agentTriggerRule.kind, namespace: organization, name },
        scene.signal,
      );
      const rule = await scene.store.read((reader) =>
        reader.get(agentTriggerRule, { namespace: organization, name }),
      );
      expect(rule?.status.phase).toBe("Invalid");
    }
  });

  test("shows a rule's lifecycle as its phase, also of one that is never looked at for events", async () => {
    await using scene = await openDispatch(databases);
    const controller = triggerController(scene.services);
    const key = { namespace: organization, name: "changing" };
    for (const lifecycle of ["Draft", "Active", "Paused", "Disabled", "Archived", "Active"] as const) {
      await declareRule(scene, key.name, { lifecycle });
      await controller.reconcile({ kind: agentTriggerRule.kind, ...key }, scene.signal);
      const rule = await scene.store.read((reader) => reader.get(agentTriggerRule, key));
      expect(rule?.status).toMatchObject({
        phase: lifecycle,
        observedGeneration: rule?.metadata.generation,
        conditions: [{ type: "Resolved", status: "True" }],
      });
    }
  });
});
