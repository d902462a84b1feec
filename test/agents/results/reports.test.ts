import { expect, test } from "vitest";
import { decideApproval } from "../../../src/agents/approvals/decide-approval.ts";
import { dispatchController } from "../../../src/agents/dispatch/dispatch-controller.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { takeReport } from "../../../src/agents/results/take-report.ts";
import type { AttemptReport } from "../../../src/agents/run-bundle/attempt-report.ts";
import type { RunEvent } from "../../../src/agents/run-bundle/run-event.ts";
import { actOnRun } from "../../../src/agents/workspaces/person-actions.ts";
import { workspaceController } from "../../../src/agents/workspaces/workspace-controller.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import { organization } from "../dispatch/scene.ts";
import { bring, type LaunchedScene, launchedScene, recordsOf, takeIn } from "./scene.ts";

const event = (seq: number): RunEvent => ({
  seq,
  type: "message",
  text: `the event ${seq}`,
  time: "2026-11-22T10:00:00Z",
});
const events = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => event(first + at));
const said = (part: Partial<AttemptReport>): AttemptReport => ({
  ...{ version: 1, runner: { name: "runner-1" }, events: [], asks: [] },
  ...part,
});
const report = (scene: LaunchedScene, part: Partial<AttemptReport>) =>
  takeReport(scene.services, { namespace: organization, name: scene.attempt }, said(part));
const gate = { type: "approval" as const, id: "deploy", action: "release" as const, title: "Deploy it?" };

describeOnBoth("what a supervisor reports while its agent works", (databases) => {
  test("is stored once, however often and in whatever order it comes, and the bundle adds only what is new (P-65)", async () => {
    await using scene = await launchedScene(databases);
    expect(await report(scene, { events: events(1, 3) })).toEqual({ last: 3, answers: [] });
    expect(await report(scene, { events: events(2, 5) }), "half of it again").toMatchObject({ last: 5 });
    expect(await report(scene, { events: events(1, 3) }), "all of it again").toMatchObject({ last: 5 });
    expect(await report(scene, { events: events(8, 9) }), "a gap").toMatchObject({ last: 5 });
    expect(await report(scene, { events: [event(7), event(6)] }), "backwards").toMatchObject({ last: 5 });
    const { run, attempt } = await recordsOf(scene);
    expect(run.status).toMatchObject({ phase: "Running", runner: "runner-1" });
    expect(attempt.status).toMatchObject({ phase: "Running", lastEvent: 5, heartbeat: expect.any(String) });
    await takeIn(scene, (await bring(scene, { events: events(1, 7) })).file);
    const after = await recordsOf(scene);
    expect(after.events.map(({ spec }) => spec.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(after.run.status.phase).toBe("Succeeded");
  });

  test("no longer counts once the attempt has reported, was cancelled, or never was", async () => {
    await using scene = await launchedScene(databases);
    const other = { namespace: organization, name: "run-none-1" };
    await expect(takeReport(scene.services, other, said({}))).rejects.toMatchObject({
      code: "ATTEMPT_UNKNOWN",
    });
    await takeIn(scene, (await bring(scene, {})).file);
    await expect(report(scene, { events: events(1, 1) })).rejects.toMatchObject({ code: "ATTEMPT_REPORTED" });
    await using cancelled = await launchedScene(databases);
    const key = { namespace: organization, name: cancelled.run };
    const by = { kind: "User" as const, name: "mira" };
    await actOnRun(cancelled.store, { ...key, action: "cancel", by, via: "command" }, cancelled.clock.now());
    const work = { ...key, kind: "AgentDispatchRun" };
    await dispatchController(cancelled.services).reconcile(work, cancelled.signal);
    await expect(report(cancelled, { events: events(1, 1) })).rejects.toMatchObject({
      code: "ATTEMPT_UNKNOWN",
    });
    expect((await recordsOf(cancelled)).events).toEqual([]);
  });

  test.each(["approve", "reject"] as const)(
    "asks people once what the agent asks, and brings it their answer: %s (P-16)",
    async (verdict) => {
      await using scene = await launchedScene(databases);
      for (const _ of [1, 2]) expect(await report(scene, { asks: [gate] })).toEqual({ last: 0, answers: [] });
      const { approvals, run } = await recordsOf(scene);
      expect(approvals).toMatchObject([{ spec: { action: "release", title: "Deploy it?" } }]);
      expect(run.status.conditions).toContainEqual(
        expect.objectContaining({ type: "ApprovalBlocked", status: "True" }),
      );
      const { metadata, spec } = certain(approvals[0]);
      await decideApproval(scene.services, {
        ...{
          namespace: organization,
          name: metadata.name,
          digest: spec.artifactDigest,
          verdict,
          via: "command",
        },
        ...{ comment: "After lunch.", by: { kind: "User", name: "jon" }, host: { permission: "admin" } },
      });
      const answer = verdict === "approve" ? "approved" : "rejected";
      expect(await report(scene, { asks: [gate] })).toEqual({
        last: 0,
        answers: [{ id: "deploy", answer, by: "jon", comment: "After lunch." }],
      });
      // The bundle says it again: it is the same approval, and the run waits for nothing.
      await takeIn(scene, (await bring(scene, { requests: [gate] })).file);
      const after = await recordsOf(scene);
      expect(after.approvals).toHaveLength(1);
      expect(after.run.status.phase).toBe("Succeeded");
      const key = { namespace: organization, name: metadata.name };
      const decided = await scene.store.read((reader) => reader.get(agentApproval, key));
      expect(decided?.status.phase).toBe(verdict === "approve" ? "Approved" : "Rejected");
    },
  );

  test("shows what runs in its workspace without credentials and query, and a dead one makes the workspace degraded (P-71)", async () => {
    await using scene = await launchedScene(databases);
    const secret = "ghp_0123456789abcdef0123";
    const link = (url: string, health: "ready" | "unavailable") => ({
      ...{ type: "runtime" as const, kind: "preview" as const, name: "app", url, health },
    });
    const asked = [
      link(`https://mira:${secret}@preview.example.test:8443/app/?token=${secret}#${secret}`, "ready"),
      { ...link("javascript:alert(1)", "unavailable"), name: "dead" },
    ];
    const workspace = { ...{ name: `w-${scene.run}`, git: {}, storeIntact: true }, refused: [] };
    const brought = { requests: asked, more: { workspace } };
    await takeIn(scene, (await bring(scene, brought)).file);
    await once(scene.database, workspaceController({ store: scene.store, now: scene.clock.now }));
    const { status } = certain((await recordsOf(scene)).workspace);
    expect(status.runtime).toMatchObject([
      { kind: "preview", name: "app", url: "https://preview.example.test:8443/app/", health: "ready" },
      { kind: "preview", name: "dead", health: "unavailable" },
    ]);
    expect(JSON.stringify(status)).not.toMatch(/ghp_|javascript/);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: "Degraded", status: "True", message: expect.stringContaining("dead") }),
    );
  });
});
