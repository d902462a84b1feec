import { expect, test } from "vitest";
import { agentApproval } from "../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../src/agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import type { PageDataOf } from "../../src/console/page/page.ts";
import { organization } from "./console-world.ts";
import { hostile, putFleet, putReview } from "./fleet-objects.ts";
import { type Who, type WorkWorld, workWorld } from "./work-world.ts";

const ended = {
  phase: "Succeeded",
  currentAttempt: "run-1-1",
  workspace: "berths-12",
  session: "session-1",
} as const;

async function runModel(world: WorkWorld, who?: Who, query = "") {
  return (await world.page("run", `agents/runs/run-1${query}`, who)).model;
}

async function offersOf(world: WorkWorld, who?: Who) {
  const { offers } = await runModel(world, who);
  return Object.fromEntries(
    offers.map((one) => [one.word, one.reason === undefined ? "" : `${one.reason} ${one.remedy}`]),
  );
}

test("a run in a list has status, source, stack, repository, runner, wait, duration, cost and who asked (P-8)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { model } = await world.page("run-list", "agents/runs");
  expect(model.runs).toMatchObject([
    {
      href: "/orgs/tidewater/agents/runs/run-1",
      run: {
        spec: {
          repository: "tidewater/berths",
          source: "label",
          agentStack: "fixer",
          requestedBy: { name: "mira" },
        },
        status: { phase: "Running", runner: "runner-a", cost: "0.42", queuedAt: "2026-11-22T10:00:02Z" },
      },
    },
  ]);
  const html = await world.html("agents/runs");
  for (const word of ["Running", "fixer", "tidewater/berths", "label", "Waited", "7 s", "$0.42", "mira"])
    expect(html).toContain(word);
});

test("runs are filtered by phase, stack, repository, rule and who asked, and paged with the newest first (P-8)", async () => {
  await using world = await workWorld();
  for (let at = 0; at < 120; at++)
    await world.put(
      agentDispatchRun,
      `run-${String(at).padStart(3, "0")}`,
      {
        ...{ repository: `tidewater/${at % 2 ? "berths" : "tides"}`, sourceRefs: {}, taskKind: "fix" },
        ...{ agentStack: at % 3 ? "fixer" : "reviewer", requestedBy: { kind: "User", name: "mira" } },
        ...(at % 4 ? {} : { triggerRule: "fix-on-label" }),
      },
      { phase: at % 5 ? "Succeeded" : "Failed" },
    );
  const count = async (query: string) => {
    let [found, path]: [number, string | undefined] = [0, `agents/runs?${query}`];
    while (path !== undefined) {
      const { model }: PageDataOf<"run-list"> = await world.page(
        "run-list",
        path.replace(/^\/orgs\/tidewater\//, ""),
      );
      found += model.runs.length;
      path = model.next;
    }
    return found;
  };
  expect(await count("")).toBe(120);
  expect(await count("phase=Failed")).toBe(24);
  expect(await count("stack=reviewer")).toBe(40);
  expect(await count("repository=tidewater%2Fberths")).toBe(60);
  expect(await count("rule=fix-on-label")).toBe(30);
  expect(await count("requester=mira&phase=Failed&stack=reviewer")).toBe(8);
  expect(await count("requester=eve")).toBe(0);
  const { model } = await world.page("run-list", "agents/runs");
  expect(model.runs).toHaveLength(50);
  expect(model.filter.fields.map(({ name }) => name)).toEqual([
    "phase",
    "stack",
    "repository",
    "rule",
    "requester",
  ]);
});

test("a run leads to repository, source object, rule, delivery, workspace, session, accounts and artifacts (P-3, P-47, P-83)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { frame, model } = await world.page("run", "agents/runs/run-1");
  expect(frame.crumbs.map(({ word, href }) => [word, href])).toEqual([
    ["tidewater", "/orgs/tidewater/agents"],
    ["Runs", "/orgs/tidewater/agents/runs"],
    ["tidewater/berths", "/orgs/tidewater/repositories/tidewater%2Fberths/runs"],
    ["issue 12", "https://forge.example/tidewater/berths/issues/12"],
    ["fix-on-label", "/orgs/tidewater/agents/rules/fix-on-label"],
  ]);
  const facts = Object.fromEntries(model.facts.map(({ label, value }) => [label, value]));
  expect(facts).toMatchObject({
    Source: { outside: "https://forge.example/tidewater/berths/issues/12", text: "issue 12" },
    Rule: { link: "/orgs/tidewater/agents/rules/fix-on-label" },
    Delivery: { text: "d-1" },
    Workspace: { link: "/orgs/tidewater/agents/workspaces/berths-12" },
    Session: { link: "/orgs/tidewater/agents/sessions/session-1" },
    Account: { text: "fixer" },
    "Runner's account": { text: "runner" },
  });
  expect(JSON.stringify(model.sections)).toContain("run-1-patch");
});

test("what happens in a run is a line of time by number, with lanes of subagents, cost and artifacts (P-14, P-51)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const model = await runModel(world);
  expect(model.events).toMatchObject({ total: 5, attempt: "run-1-1" });
  expect(model.events?.rows.map(({ seq, type }) => [seq, type])).toEqual([
    [1, "status"],
    [2, "message"],
    [3, "tool"],
    [4, "subagent"],
    [5, "subagent"],
  ]);
  expect(model.lanes).toMatchObject([
    { name: "reviewer", status: "running" },
    { name: "tester", status: "failed", text: "2 tests fail" },
  ]);
  expect(model.patch).toMatchObject({
    artifact: "run-1-patch",
    files: [
      { path: "src/berths.ts", change: "added", lines: ["@@ -0,0 +1,1 @@", "+export const berths = 12;"] },
    ],
  });
});

test("a long line of time is read in parts by number, each with the address of the one before and after (P-14)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const events = Array.from({ length: 995 }, (_, at) => ({
    ...{ run: "run-1", attempt: "run-1-1", seq: at + 6, type: "tool" as const, text: `step ${at + 6}` },
  }));
  await world.store.appendEvents(organization, events);
  const newest = (await runModel(world)).events;
  expect(newest).toMatchObject({ total: 1000 });
  expect([newest?.rows[0]?.seq, newest?.rows.at(-1)?.seq, newest?.newer]).toEqual([941, 1000, undefined]);
  expect(newest?.older).toMatch(/from=741$/);
  const { model } = await world.page("run-events", "agents/runs/run-1/events?attempt=run-1-1&from=301");
  const { rows = [], older, newer } = model.part ?? {};
  expect([rows.length, rows[0]?.seq, rows.at(-1)?.text]).toEqual([200, 301, "step 500"]);
  expect([older, newer].map((address) => address?.split("from=")[1])).toEqual(["101", "501"]);
  expect(await world.html("agents/runs/run-1/events?from=301")).toContain("Events 301 to 500 of 1000");
});

test("the conversation is a panel of the run's page, and what an agent says in it is text (P-64)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const html = await world.html("agents/runs/run-1");
  expect(html.indexOf('id="timeline"')).toBeLessThan(html.indexOf('id="conversation"'));
  expect(html).not.toContain("<img");
  expect(html).not.toContain('href="javascript:');
  const drawn = html.slice(html.indexOf('id="status"'), html.indexOf('<script type="application/json"'));
  expect(drawn).not.toContain("\u202e");
  expect(JSON.stringify((await runModel(world)).messages)).toContain(JSON.stringify(hostile).slice(1, -1));
});

test("the context shows each source with trust and digest, the layers with hashes, and the commit of the memory (P-28, P-51)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { sections } = await runModel(world);
  const ids = sections.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(["workspace", "artifacts", "context", "layers", "memory", "digests"]),
  );
  const memory = sections.find(({ id }) => id === "memory");
  expect(memory?.summary).toContain("two days ago");
  expect(memory?.facts).toContainEqual({ label: "Commit", value: { digest: "1".repeat(40) } });
});

test("each action on a run is offered, or says why not: by phase first of all (P-17, P-51)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const running = await offersOf(world);
  expect(running).toMatchObject({ Cancel: "" });
  for (const label of ["Retry", "Resume", "Fork", "Continue"])
    expect(running[label]).toContain("The run is Running.");
  await world.become(agentDispatchRun, "run-1", ended);
  const over = await offersOf(world);
  expect(over).toMatchObject({ Retry: "", "Ask for a write-back": "" });
  expect(over.Cancel).toContain("The run is over already");
  expect(over.Resume).toContain("no name");
  await world.become(agentSession, "session-1", { phase: "Ended", clientSessionId: "c-1", resumable: true });
  expect(await offersOf(world)).toMatchObject({ Resume: "", Fork: "", Continue: "" });
});

test("who may only look is shown every action with the right that is missing (P-51)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const offers = await offersOf(world, "lena");
  expect(Object.keys(offers)).toHaveLength(6);
  for (const reason of Object.values(offers)) expect(reason).toMatch(/^lena may not .* A role with the verb/);
});

test("what keeps results from being written back is said: changes, conflicts, a path that is gone (P-77, P-84)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.become(agentDispatchRun, "run-1", ended);
  const condition = {
    severity: "warning",
    reason: "Reported",
    message: "",
    lastTransitionTime: "2026-11-22T10:00:00Z",
  } as const;
  const blocked = async () => (await offersOf(world))["Ask for a write-back"];
  await world.become(agentWorkspace, "berths-12", {
    phase: "Idle",
    git: { conflicts: ["a.ts"], rebase: "conflicts" },
  });
  expect(await blocked()).toContain("conflicts in a.ts");
  await world.become(agentWorkspace, "berths-12", { phase: "Missing", git: { missing: true } });
  expect(await blocked()).toContain("missing");
  await world.become(agentWorkspace, "berths-12", {
    ...{ phase: "Idle", git: { dirty: true }, conditions: [{ ...condition, type: "Dirty", status: "True" }] },
  });
  expect(await blocked()).toContain("not harvested");
  await world.become(agentWorkspace, "berths-12", { phase: "Idle", git: { dirty: false } });
  await putReview(world);
  expect(await blocked()).toContain("asks for changes: Name the berth");
});

async function stateOf(world: WorkWorld, state: string, query = "") {
  const { states } = await runModel(world, "mira", query);
  const found = states.find((one) => one.state === state);
  expect(found?.happened, state).toBeTruthy();
  expect(found?.holds).toBeTruthy();
  expect(found?.remedy).toBeTruthy();
  expect(await world.html(`agents/runs/run-1${query}`)).toContain(`data-state="${state}"`);
  return found;
}

test("a run whose client has given its session no name yet is shown as SessionBindingPending (P-18)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  expect((await stateOf(world, "SessionBindingPending"))?.happened).toContain("run-1-1");
  await world.become(agentDispatchAttempt, "run-1-1", { phase: "Running", clientSessionId: "c-1" });
  expect((await runModel(world)).states.map(({ state }) => state)).not.toContain("SessionBindingPending");
});

test("old addresses of a run lead to its page, which says so and keeps its breadcrumbs (P-19)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const location = async (path: string) => (await world.ask(path)).headers.get("location");
  expect(await location("/dispatches/run-1")).toBe(
    "/orgs/tidewater/agents/runs/run-1?from=%2Fdispatches%2Frun-1",
  );
  expect(await location("/sessions/pending/run-1")).toContain("/agents/runs/run-1?from=");
  expect(await location("/agents/rules?x=1")).toBe("/orgs/tidewater/agents/rules?x=1");
  expect((await stateOf(world, "LegacyRunRedirect", "?from=%2Fdispatches%2Frun-1"))?.happened).toContain(
    "/dispatches/run-1",
  );
});

test("a run whose workspace is missing, has to be rebased or has conflicts says so (P-21, P-22, P-78)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.become(agentWorkspace, "berths-12", { phase: "Missing", git: { missing: true } });
  await stateOf(world, "WorkspaceMissing");
  await world.become(agentWorkspace, "berths-12", { phase: "Idle", git: { rebase: "needed", behind: 4 } });
  expect((await stateOf(world, "WorkspaceRebaseNeeded"))?.happened).toContain("4 commits behind");
  await world.become(agentWorkspace, "berths-12", {
    phase: "Idle",
    git: { rebase: "conflicts", conflicts: ["a.ts", "b.ts"] },
  });
  expect((await stateOf(world, "WorkspaceRebaseConflicts"))?.happened).toContain("a.ts, b.ts");
});

test("a review that asks for changes and an approval that is open are states of the run (P-25, P-26)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  expect((await stateOf(world, "ApprovalBlocked"))?.links.map(({ link }) => link).toSorted()).toEqual([
    "/orgs/tidewater/agents/approvals/run-1-comment",
    "/orgs/tidewater/agents/approvals/run-1-pr",
  ]);
  await putReview(world);
  expect((await stateOf(world, "ReviewChangesRequested"))?.happened).toContain("olaf wants changes");
  for (const name of ["run-1-pr", "run-1-comment"])
    await world.become(agentApproval, name, { phase: "Rejected" });
  expect((await runModel(world)).states.map(({ state }) => state)).not.toContain("ApprovalBlocked");
});

test("a context label that has changed since the dispatch is shown before a retry (P-27)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.become(agentDispatchRun, "run-1", {
    ...ended,
    conditions: [
      {
        ...{ type: "ContextCurrent", status: "False", severity: "warning", reason: "ContextLabelDrift" },
        ...{
          message: "careful has changed since generation 1 (now 2)",
          lastTransitionTime: "2026-11-22T11:00:00Z",
        },
      },
    ],
  });
  expect((await stateOf(world, "ContextLabelDrift"))?.happened).toContain(
    "careful has changed since generation 1",
  );
});

test("who may not see runs gets no run, no count, and the right that is missing", async () => {
  await using world = await workWorld();
  await putFleet(world);
  for (const path of ["agents/runs", "agents/runs/run-1", "agents/runs/run-1/events"]) {
    const response = await world.ask(`/orgs/tidewater/${path}`, { who: "nobody" });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("A role with the verb");
  }
});
