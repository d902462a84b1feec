import { expect, test } from "vitest";
import { dispatchController } from "../../../src/agents/dispatch/dispatch-controller.ts";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { artifactsOf } from "../../../src/agents/results/result-objects.ts";
import { takeReport } from "../../../src/agents/results/take-report.ts";
import type { AttemptReport } from "../../../src/agents/run-bundle/attempt-report.ts";
import { actOnRun } from "../../../src/agents/workspaces/person-actions.ts";
import { workspaceController } from "../../../src/agents/workspaces/workspace-controller.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import { organization } from "../dispatch/scene.ts";
import { type Brought, bring, type LaunchedScene, launchedScene, recordsOf, takeIn } from "./scene.ts";

const minute = 60_000;
const mira = { kind: "User" as const, name: "mira" };

const report = (scene: LaunchedScene, part: Partial<AttemptReport> = {}) =>
  takeReport(
    scene.services,
    { namespace: organization, name: scene.attempt },
    { ...{ version: 1, runner: { name: "runner-1" }, events: [], asks: [] }, ...part },
  );

/** Lets time pass, and the controllers look as they do in a service: at what changed, and at what is due. */
async function after(scene: LaunchedScene, milliseconds: number) {
  scene.clock.forward(milliseconds);
  const dispatch = dispatchController(scene.services);
  const { session } = (await recordsOf(scene)).run.status;
  if (session !== undefined)
    await dispatch.reconcile({ kind: "AgentSession", namespace: organization, name: session }, scene.signal);
  await once(scene.database, dispatch, workspaceController({ store: scene.store, now: scene.clock.now }));
  return await recordsOf(scene);
}

const retry = (scene: LaunchedScene) =>
  actOnRun(
    scene.store,
    { namespace: organization, name: scene.run, action: "retry", by: mira, via: "command" },
    scene.clock.now(),
  );
const launch = (scene: LaunchedScene) =>
  launchRun(scene.services, { namespace: organization, name: scene.run }, scene.signal);

/** What a runner says last: the artifacts of a bundle, before it is taken in. */
async function announce(scene: LaunchedScene, brought: Brought) {
  const { bundle, file } = await bring(scene, brought);
  const announced = artifactsOf(bundle, undefined).map(
    ({ spec: { run: _, attempt: __, location: ___, ...said } }) => said,
  );
  await report(scene, { announced });
  return file;
}

describeOnBoth("an attempt whose runner reports", (databases) => {
  test("has a session that is Pending until the client names it, Live, Stale in silence, Live again, and Ended (P-18)", async () => {
    await using scene = await launchedScene(databases);
    await report(scene);
    const [pending] = (await recordsOf(scene)).sessions;
    expect(pending?.status).toMatchObject({ phase: "Pending", workspaceRef: `w-${scene.run}` });
    const { run, attempt } = await recordsOf(scene);
    for (const { status } of [run, attempt]) {
      expect(status).toMatchObject({ phase: "Running", session: pending?.metadata.name });
      expect(status.conditions).toContainEqual(
        expect.objectContaining({ type: "SessionBound", status: "False" }),
      );
    }
    await report(scene, { session: "c-1" });
    const live = await after(scene, 59_000);
    expect(live.sessions).toMatchObject([{ status: { phase: "Live", clientSessionId: "c-1" } }]);
    expect(live.attempt.status).toMatchObject({ clientSessionId: "c-1" });
    expect(live.workspace?.status.sessions).toEqual([live.sessions[0]?.metadata.name]);
    const stale = await after(scene, minute);
    expect(stale.sessions).toMatchObject([{ status: { phase: "Stale" } }]);
    expect(stale.run.status.phase).toBe("Running");
    await report(scene);
    expect((await recordsOf(scene)).sessions).toMatchObject([{ status: { phase: "Live" } }]);
    await takeIn(scene, (await bring(scene)).file);
    expect((await recordsOf(scene)).sessions).toMatchObject([{ status: { phase: "Ended" } }]);
  });

  test("is not lost where the server was away for an hour: each runner has the time to be heard again", async () => {
    await using scene = await launchedScene(databases);
    await report(scene, { session: "c-1" });
    expect((await after(scene, 60 * minute)).run.status.phase).toBe("Running");
    expect((await after(scene, 3 * minute)).run.status.phase).toBe("Running");
    await report(scene);
    const { run, sessions } = await after(scene, 2000);
    expect(run.status.phase).toBe("Running");
    expect(sessions).toMatchObject([{ status: { phase: "Live" } }]);
  });

  test("is failed once its runner is lost, gives its workspace up, is retried, and what it brings then is refused", async () => {
    await using scene = await launchedScene(databases);
    await report(scene);
    await after(scene, 2 * minute);
    const lost = await after(scene, 4 * minute);
    for (const { status } of [lost.run, lost.attempt])
      expect(status).toMatchObject({
        ...{ phase: "Failed", reason: "RUNNER_LOST", message: expect.stringContaining("runner-1") },
        finishedAt: scene.clock.now().toISOString(),
      });
    expect(lost.attempt.status.revoked).toBe(true);
    expect(lost.sessions).toMatchObject([{ status: { phase: "Ended" } }]);
    expect(lost.workspace?.status).toMatchObject({ phase: "Archived", runs: [], lastRun: scene.run });
    await expect(report(scene)).rejects.toMatchObject({ code: "ATTEMPT_UNKNOWN" });
    await retry(scene);
    const next = await launch(scene);
    expect(next.attempt.spec).toMatchObject({ number: 2, reason: "retry", previous: scene.attempt });
    const { file } = await bring(scene, {
      files: { "a.ts": "late\n" },
      requests: [{ type: "comment", body: "Done." }],
    });
    await expect(takeIn(scene, file)).rejects.toMatchObject({ code: "ATTEMPT_UNKNOWN" });
    const end = await recordsOf(scene);
    expect([end.artifacts, end.approvals, end.updates, end.reviews]).toEqual([[], [], [], []]);
    expect(end.run.status).toMatchObject({ phase: "Queued", currentAttempt: next.attempt.metadata.name });
  });

  test("brings its work late, where nobody has gone on without it: once", async () => {
    await using scene = await launchedScene(databases);
    await report(scene);
    await after(scene, 2 * minute);
    expect((await after(scene, 4 * minute)).run.status.reason).toBe("RUNNER_LOST");
    const { file } = await bring(scene, { files: { "a.ts": "late\n" } });
    expect((await takeIn(scene, file)).isNew).toBe(true);
    expect((await takeIn(scene, file)).isNew).toBe(false);
    const { run, attempt, artifacts } = await recordsOf(scene);
    for (const { status } of [run, attempt]) {
      expect(status.phase).toBe("Succeeded");
      expect(status.reason).toBeUndefined();
    }
    expect(attempt.status.revoked).toBeUndefined();
    expect(artifacts).toHaveLength(1);
    await retry(scene);
    expect((await launch(scene)).attempt.spec.number).toBe(2);
  });

  test("may be silent after its last report, which says what its bundle will bring (P-14)", async () => {
    await using scene = await launchedScene(databases);
    const brought = { parts: () => [], requests: [{ type: "comment" as const, body: "Done." }] };
    const file = await announce(scene, brought);
    const waiting = await after(scene, 60 * minute);
    expect((await after(scene, 60 * minute)).run.status.phase).toBe("Running");
    expect(waiting.artifacts).toMatchObject([{ spec: { kind: "outbox" }, status: { phase: "Pending" } }]);
    await takeIn(scene, file);
    const { artifacts } = await recordsOf(scene);
    expect(artifacts).toMatchObject([{ status: { phase: "Ready" } }]);
    expect(artifacts[0]?.metadata.uid).toBe(waiting.artifacts[0]?.metadata.uid);
  });

  test("has what its bundle brings, whatever it announced", async () => {
    await using scene = await launchedScene(databases);
    await announce(scene, { requests: [{ type: "comment", body: "Another." }] });
    const { file } = await bring(scene, { requests: [{ type: "comment", body: "Done." }] });
    const [announced] = (await recordsOf(scene)).artifacts;
    await takeIn(scene, file);
    const { artifacts } = await recordsOf(scene);
    expect(artifacts).toMatchObject([
      { metadata: { name: announced?.metadata.name }, status: { phase: "Ready" } },
    ]);
    expect(artifacts[0]?.spec.digest).not.toBe(announced?.spec.digest);
    const stored = await scene.store.read((reader) =>
      reader.get(agentArtifact, certain(artifacts[0]).metadata),
    );
    expect(stored?.spec.kind).toBe("outbox");
  });

  test("is one machine's: another one with its ticket is told so once it has something to say, and what it brings is refused", async () => {
    await using scene = await launchedScene(databases);
    const of = (machine: string) => (seq: number) => ({
      seq,
      type: "message" as const,
      text: `${machine} says ${seq}`,
    });
    const [first, second] = [of("berth-1"), of("berth-2")];
    const conflict = { code: "EVENT_CONFLICT" };
    await report(scene, { events: [1, 2, 3].map(first) });
    await expect(report(scene, { events: [second(1)] })).rejects.toMatchObject(conflict);
    await expect(report(scene, { events: [1, 2, 3, 4].map(second) })).rejects.toMatchObject(conflict);
    // What was not answered is said again, with what is new.
    expect(await report(scene, { events: [2, 3, 4].map(first) })).toMatchObject({ last: 4 });
    const files = { "a.ts": "closed\n" };
    const late = await bring(scene, { files, events: [1, 2, 3, 4, 5].map(second) });
    await expect(takeIn(scene, late.file)).rejects.toMatchObject(conflict);
    const { file } = await bring(scene, { files, events: [1, 2, 3, 4, 5].map(first) });
    expect((await takeIn(scene, file)).isNew).toBe(true);
    await expect(takeIn(scene, late.file)).rejects.toMatchObject({ code: "ATTEMPT_REPORTED" });
    const { events, run } = await recordsOf(scene);
    expect(events.map(({ spec }) => spec.text)).toEqual([1, 2, 3, 4, 5].map((seq) => first(seq).text));
    expect(run.status.phase).toBe("Succeeded");
  });

  test("that is cancelled ends its session with it", async () => {
    await using scene = await launchedScene(databases);
    await report(scene, { session: "c-1" });
    await actOnRun(
      scene.store,
      { namespace: organization, name: scene.run, action: "cancel", by: mira, via: "command" },
      scene.clock.now(),
    );
    await once(scene.database, dispatchController(scene.services));
    const { run, sessions } = await recordsOf(scene);
    expect(run.status.phase).toBe("Cancelled");
    expect(sessions).toMatchObject([{ status: { phase: "Ended" } }]);
  });
});
