import { expect, test } from "vitest";
import { agentApproval } from "../../src/agents/kinds/record/agent-approval.ts";
import { agentPause } from "../../src/agents/kinds/record/agent-pause.ts";
import { agentSession } from "../../src/agents/kinds/record/agent-session.ts";
import { agentTriggerExecution } from "../../src/agents/kinds/record/agent-trigger-execution.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { putFleet } from "./fleet-objects.ts";
import { workWorld } from "./work-world.ts";

test("the overview counts, and shows what is under way and what is to be decided (P-10)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.become(agentSession, "session-1", { phase: "Live", adapter: "claude" });
  const { model, frame } = await world.page("overview", "agents");
  expect(frame.counters).toEqual({ running: 1, queued: 0, approvals: 2 });
  expect(model.counters.map(({ label, value }) => `${label} ${value}`)).toEqual(
    expect.arrayContaining(["Running 1", "To decide 2", "Stacks blocked 1"]),
  );
  expect(model.runs?.map(({ run }) => run.metadata.name)).toEqual(["run-1"]);
  expect(model.approvals?.rows).toHaveLength(2);
  const rows = Object.fromEntries(model.sections.map(({ id, table }) => [id, JSON.stringify(table?.rows)]));
  expect(rows.rules).toContain("fix-on-label");
  expect(rows.workspaces).toContain("berths-12");
  expect(rows.sessions).toContain("session-1");
});

test("what needs a person stands on the overview: stacks, workspaces, write-backs, rejections, pauses, budgets (P-23, P-81)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.become(agentWorkspace, "berths-12", { phase: "Missing", git: { missing: true } });
  await world.become(agentApproval, "run-1-pr", { phase: "ApplyFailed", result: "the forge said no" });
  await world.put(
    agentTriggerExecution,
    "x-2",
    {
      ...{
        triggerRule: "fix-on-label",
        delivery: "d-1",
        decision: "Rejected",
        time: new Date().toISOString(),
      },
      ...{ reason: "eve may not dispatch", code: "ACTOR_CANNOT_WRITE" },
    },
    { phase: "Rejected" },
  );
  await world.put(
    agentPause,
    "stop",
    { target: { kind: "Repository", name: "tidewater/berths" }, reason: "A token leaked." },
    { phase: "Active" },
  );
  const { model } = await world.page("overview", "agents");
  const found = Object.fromEntries(model.attention.map(({ what, name, why }) => [name, `${what}: ${why}`]));
  expect(found).toMatchObject({
    fixer: "Stack blocked: The secret FORGE_TOKEN is not granted.",
    "berths-12": "Workspace: Its path is gone on runner-a.",
    "run-1-pr": "Write-back failed: the forge said no",
    "x-2": "Rejected by fix-on-label: eve may not dispatch",
    stop: "Repository tidewater/berths is stopped: A token leaked.",
    organisation: "Budget used up: 1 of 1 runs of today are used.",
  });
  const tones = model.attention.map(({ tone }) => tone);
  expect(tones).toEqual(
    tones.toSorted((a, b) => ["bad", "warn", "wait"].indexOf(a) - ["bad", "warn", "wait"].indexOf(b)),
  );
});

test("who may list nothing sees an overview that says so, and counts nothing", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { model, frame } = await world.page("overview", "agents", "nobody");
  expect([frame.counters, model.counters, model.attention, model.sections]).toEqual([{}, [], [], []]);
  expect(await world.html("agents", "nobody")).toContain("You may not list runs.");
});
