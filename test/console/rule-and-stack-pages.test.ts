import { expect, test } from "vitest";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentCapabilityRequirement } from "../../src/agents/kinds/record/agent-capability-requirement.ts";
import { agentTriggerExecution } from "../../src/agents/kinds/record/agent-trigger-execution.ts";
import { putFleet } from "./fleet-objects.ts";
import { workWorld } from "./work-world.ts";

const execution = {
  triggerRule: "fix-on-label",
  delivery: "d-1",
  time: "2026-11-22T12:00:00Z",
  actor: "eve",
} as const;

test("a rule shows what an event has to be, its policies and its lifecycle (P-50)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { model } = await world.page("rule", "agents/rules/fix-on-label");
  expect(model.status).toMatchObject({ phase: "Active" });
  const match = model.sections.find(({ id }) => id === "match")?.facts;
  expect(match).toContainEqual({ label: "labels", value: { several: [{ code: "agent:fix" }] } });
  const policy = model.sections.find(({ id }) => id === "policy")?.facts;
  expect(policy).toContainEqual({ label: "Two events are one by", value: "rule, repository, number, head" });
});

test("an event that a rule rejected is shown with rule, delivery, actor and reason, and can be replayed (P-23)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.put(
    agentTriggerExecution,
    "x-2",
    { ...execution, decision: "Rejected", code: "ACTOR_CANNOT_WRITE", reason: "eve has the permission read" },
    { phase: "Rejected" },
  );
  const { model } = await world.page("rule", "agents/rules/fix-on-label");
  expect(model.states).toMatchObject([{ state: "AutomationRejected" }]);
  expect(model.states[0]?.happened).toMatch(
    /d-1.*eve caused.*ACTOR_CANNOT_WRITE: eve has the permission read/,
  );
  expect(model.states[0]?.links.map(({ link }) => link)).toContain(
    "/orgs/tidewater/review/replay?kind=webhookdeliveries&name=d-1",
  );
  expect(model.offers.find(({ word }) => word.startsWith("Replay"))?.reason).toBeUndefined();
  expect(await world.html("agents/rules/fix-on-label")).toContain('data-state="AutomationRejected"');
});

test("an event that joined a run is shown with the run and the key that both have (P-24)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.put(
    agentTriggerExecution,
    "x-3",
    { ...execution, decision: "Coalesced", dedupeKey: "fix-on-label/berths/12", run: "run-1" },
    { phase: "Coalesced" },
  );
  const { model } = await world.page("rule", "agents/rules/fix-on-label");
  expect(model.states).toMatchObject([
    { state: "AutomationCoalesced", links: [{ link: "/orgs/tidewater/agents/runs/run-1" }] },
  ]);
  expect(model.executions.rows[0]?.cells.slice(1, 4)).toMatchObject([
    { phase: "Coalesced" },
    { text: "run-1" },
    { code: "fix-on-label/berths/12" },
  ]);
});

test("a dry run of a stored delivery shows match, keys, policy and context, and stores nothing (P-28, P-50)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const before = (await world.page("rule", "agents/rules/fix-on-label")).frame.live.version;
  const { model, frame } = await world.page("rule", "agents/rules/fix-on-label?delivery=d-1");
  const { result, problem } = model.dryRun;
  expect(problem).toBeUndefined();
  expect(result?.sections.map(({ id }) => id)).toEqual([
    "dry-run-match",
    "dry-run-policy",
    "dry-run-context",
  ]);
  expect(JSON.stringify(result)).toContain("Dedupe key");
  expect(frame.live.version).toBe(before);
  const missing = await world.page("rule", "agents/rules/fix-on-label?delivery=d-9");
  expect(missing.model.dryRun.problem).toContain("d-9");
  const denied = await world.page("rule", "agents/rules/fix-on-label?delivery=d-1", "lena");
  expect(denied.model.dryRun).toMatchObject({ offer: { reason: expect.stringContaining("lena may not") } });
  expect(denied.model.dryRun.result).toBeUndefined();
});

test("a stack shows its ten states, each with why and what to do, its needs, its servers and who may use it (P-28)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { model } = await world.page("stack", "agents/stacks/fixer");
  const states = Object.fromEntries(model.builder.rows.map(({ key, cells }) => [key, cells.slice(1)]));
  expect(Object.keys(states)).toHaveLength(10);
  expect(states["Role bindings and grants"]).toEqual([
    { phase: "Blocked", kind: "AgentStack" },
    "The secret FORGE_TOKEN is not granted.",
    "Grant it for the server forge.",
  ]);
  expect(states["Permission review"]?.[2]).toBe("Grant FORGE_TOKEN to the server forge.");
  expect(states["MCP health"]?.[0]).toMatchObject({ phase: "Pending" });
  expect(model.needs).toMatchObject([{ spec: { name: "FORGE_TOKEN" }, status: { phase: "Missing" } }]);
  expect(model.servers).toMatchObject([
    { server: { status: { phase: "Unhealthy" } }, offers: [{ word: "Ask it now" }] },
  ]);
  expect(model.offers[0]).toMatchObject({
    word: "Dispatch",
    remedy: "Grant it for the server forge.",
  });
  expect(JSON.stringify(model.sections)).toContain('\\"model\\": \\"opus\\"');
  const html = await world.html("agents/stacks/fixer");
  expect(html).toContain("forge:admin:tidewater/fleet");
});

test("a stack that is ready can be dispatched, and says what of it is applied (P-28)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const types = Object.keys(agentStack.conditions ?? {});
  const conditions = types.map((type) => ({
    ...{
      type,
      status: "True" as const,
      reason: "Fine",
      message: "It is so.",
      lastTransitionTime: "2026-11-22T10:00:00Z",
    },
  }));
  await world.become(agentStack, "fixer", { phase: "Ready", observedGeneration: 1, conditions });
  await world.become(agentCapabilityRequirement, "fixer-forge-token", { phase: "Met", grant: "g" });
  const { model } = await world.page("stack", "agents/stacks/fixer");
  expect(model.offers[0]).toEqual(expect.not.objectContaining({ reason: expect.anything() }));
  expect(model.builder.rows.map(({ cells }) => cells[1])).toEqual(
    Array.from({ length: 10 }, () => ({ phase: "Ready", kind: "AgentStack" })),
  );
});
