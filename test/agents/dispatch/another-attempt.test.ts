import { expect, test } from "vitest";
import { dispatchController } from "../../../src/agents/dispatch/dispatch-controller.ts";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { openTicket } from "../../../src/agents/tickets/sign-ticket.ts";
import { actOnRun, askForWriteBack } from "../../../src/agents/workspaces/person-actions.ts";
import { certain } from "../../../src/fault/certain.ts";
import { asFault, IdentikitError } from "../../../src/fault/error.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import {
  allow,
  type DispatchScene,
  declareRule,
  dispatchOne,
  labelled,
  openDispatch,
  organization,
} from "./scene.ts";

const mira = { kind: "User", name: "mira" } as const;

/** A run whose first attempt is over. */
async function tried(scene: DispatchScene) {
  await declareRule(scene, "fix");
  const { metadata } = certain((await dispatchOne(scene, labelled(12))).run);
  await launchRun(scene.services, metadata, scene.signal);
  await end(scene, metadata.name, 1);
  return metadata;
}

/** What a runner says in the end. */
async function end({ store }: DispatchScene, name: string, attempt: number): Promise<void> {
  await store.write(async (writer) => {
    for (const [kind, key] of [
      [agentDispatchAttempt, `${name}-${attempt}`],
      [agentDispatchRun, name],
    ] as const) {
      const held = certain(await writer.hold(kind, { namespace: organization, name: key }));
      await writer.setStatus(kind, held.metadata, { ...held.status, phase: "Succeeded" });
    }
  });
}

const ask = (
  { store, clock }: DispatchScene,
  name: string,
  action: "cancel" | "retry" | "continue" | "resume" | "fork",
  text?: string,
) => actOnRun(store, { namespace: organization, name, action, by: mira, via: "api", text }, clock.at);

const actionsOf = async ({ store }: DispatchScene) =>
  (await store.read((reader) => Array.fromAsync(reader.each(agentAction, { namespace: organization }))))
    .filter(({ spec }) => spec.action !== "dispatch")
    .map(({ spec, status }) => ({ action: spec.action, ...status }));

describeOnBoth("another attempt at a run", (databases) => {
  test("of one that is being cancelled waits until the controllers have ended it", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const { metadata } = certain((await dispatchOne(scene, labelled(12))).run);
    const refusal = async () => {
      const fault = await ask(scene, metadata.name, "resume").catch(asFault);
      return fault instanceof IdentikitError ? [fault.code, fault.message, fault.remedy] : undefined;
    };
    expect(await refusal()).toEqual([
      "CONFLICT",
      `${metadata.name} is Queued`,
      "Cancel it first, or wait for its end.",
    ]);
    await ask(scene, metadata.name, "cancel");
    expect(await refusal()).toEqual([
      "CONFLICT",
      `${metadata.name} is Queued and being cancelled`,
      "Wait for its end.",
    ]);
    await once(scene.database, dispatchController(scene.services));
    expect(await refusal()).toBeUndefined();
    const run = await scene.store.read((reader) => reader.get(agentDispatchRun, metadata));
    expect(run).toMatchObject({ spec: { cancelled: false }, status: { phase: "Queued" } });
  });

  test.each(["continue", "resume", "fork"] as const)(
    "has the reason %s, what the agent is told and which attempt it follows, and so has its ticket (P-53)",
    async (action) => {
      await using scene = await openDispatch(databases);
      const metadata = await tried(scene);
      await ask(scene, metadata.name, action, "Mind the tide.");
      expect(await actionsOf(scene)).toMatchObject([{ action, phase: "Admitted" }]);
      const { attempt, ticket, claims } = await launchRun(scene.services, metadata, scene.signal);
      const previous = `${metadata.name}-1`;
      expect(attempt.spec).toMatchObject({ reason: action, number: 2, previous, message: "Mind the tide." });
      const opened = await openTicket(ticket, {
        keys: [scene.services.key.publicKey],
        pool: "linux",
        now: scene.clock.at,
      });
      expect(opened.again).toEqual({ reason: action, previous, message: "Mind the tide." });
      expect(claims.context.bundle).toBe(metadata.name);
      expect(await actionsOf(scene)).toMatchObject([{ action, phase: "Done", result: `${metadata.name}-2` }]);
      const again = await launchRun(scene.services, metadata, scene.signal);
      expect(again.claims).toEqual(claims);
    },
  );

  test("of a retry follows the attempt before, and tells the agent nothing", async () => {
    await using scene = await openDispatch(databases);
    const metadata = await tried(scene);
    await ask(scene, metadata.name, "retry");
    const { attempt, claims } = await launchRun(scene.services, metadata, scene.signal);
    expect(attempt.spec).toMatchObject({ reason: "retry", number: 2, previous: `${metadata.name}-1` });
    expect(claims.again).toEqual({ reason: "retry", previous: `${metadata.name}-1` });
  });

  test("is made for the newest that was asked; what was asked before is superseded", async () => {
    await using scene = await openDispatch(databases);
    const metadata = await tried(scene);
    await ask(scene, metadata.name, "continue", "First.");
    await scene.store.write(async (writer) => {
      const held = certain(await writer.hold(agentDispatchRun, metadata));
      await writer.setStatus(agentDispatchRun, metadata, { ...held.status, phase: "Cancelled" });
    });
    scene.clock.forward(1000);
    await ask(scene, metadata.name, "fork", "Second.");
    const { attempt } = await launchRun(scene.services, metadata, scene.signal);
    expect(attempt.spec).toMatchObject({ reason: "fork", message: "Second." });
    expect(await actionsOf(scene)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: "continue", phase: "Failed", code: "SUPERSEDED" }),
        expect.objectContaining({ action: "fork", phase: "Done" }),
      ]),
    );
  });

  test("that admission refuses by now leaves what was asked denied, with the reason", async () => {
    await using scene = await openDispatch(databases);
    const metadata = await tried(scene);
    await ask(scene, metadata.name, "resume");
    allow(scene.forge, "mira", "read");
    await expect(launchRun(scene.services, metadata, scene.signal)).rejects.toMatchObject({
      code: "DISPATCH_REFUSED",
    });
    expect(await actionsOf(scene)).toMatchObject([
      { action: "resume", phase: "Denied", code: "ACCESS_DENIED" },
    ]);
  });

  test("needs the launch profile that a controller makes of the stack", async () => {
    await using scene = await openDispatch(databases);
    const metadata = await tried(scene);
    await ask(scene, metadata.name, "retry");
    const stack = { namespace: organization, name: "fixer" };
    await scene.store.write(async (writer) => {
      const held = certain(await writer.hold(agentStack, stack));
      await writer.setStatus(agentStack, stack, { ...held.status, profile: {} });
    });
    await expect(launchRun(scene.services, metadata, scene.signal)).rejects.toMatchObject({
      code: "RUN_NOT_READY",
      message: expect.stringContaining("fixer has no launch profile yet"),
    });
  });

  test("is not what a wish for a write-back makes: that is written down and waits, whatever phase the run is in", async () => {
    await using scene = await openDispatch(databases);
    const metadata = await tried(scene);
    const request = { type: "comment", body: "Done by hand." } as const;
    await askForWriteBack(
      scene.store,
      { namespace: organization, name: metadata.name, action: "write-back", by: mira, via: "api", request },
      scene.clock.at,
    );
    const [action] = await scene.store.read((reader) =>
      Array.fromAsync(
        reader.each(agentAction, {
          namespace: organization,
          fields: [{ field: "spec.action", equals: true, value: "write-back" }],
        }),
      ),
    );
    expect(action).toMatchObject({
      spec: { target: { kind: "AgentDispatchRun", name: metadata.name }, arguments: { request } },
      status: { phase: "Admitted" },
    });
  });
});
