import { expect, test } from "vitest";
import { workspaceAction } from "../../src/agents/kinds/record/agent-action.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../src/agents/resource/resource.ts";
import { commit, putFleet, putReview } from "./fleet-objects.ts";
import { jsonPost, type Who, type WorkWorld, workWorld } from "./work-world.ts";

const dirty: NonNullable<Status["conditions"]>[number] = {
  ...{ type: "Dirty", status: "True", severity: "warning", reason: "Reported", message: "3 files differ." },
  lastTransitionTime: "2026-11-22T10:00:00Z",
};

type Status = Resource<typeof agentWorkspace>["status"];

async function offersOf(world: WorkWorld, who?: Who) {
  const { model } = await world.page("workspace", "agents/workspaces/berths-12", who);
  return Object.fromEntries(
    model.offers.map((one) => [
      new URL(one.href ?? "", "http://x").pathname.split("/").at(-1),
      one.reason ?? "",
    ]),
  );
}

test("workspaces are listed by repository, state, owner, age and tier (P-52, P-81)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await world.put(
    agentWorkspace,
    "tides-1",
    { repository: "tidewater/tides", externalId: "x", ownership: "manual", trustTier: "untrusted" },
    { phase: "Idle", git: { missing: false, dirty: false }, lastUsedAt: "2026-11-01T00:00:00Z" },
  );
  const names = async (query: string) => {
    const { model } = await world.page("workspace-list", `agents/workspaces?${query}`);
    return model.table.rows.map(({ key }) => key).toSorted();
  };
  expect(await names("")).toEqual(["berths-12", "tides-1"]);
  expect(await names("repository=tidewater%2Ftides")).toEqual(["tides-1"]);
  expect(await names("phase=Active")).toEqual(["berths-12"]);
  expect(await names("owner=issue")).toEqual(["berths-12"]);
  expect(await names("tier=untrusted")).toEqual(["tides-1"]);
  expect(await names("age=7+d")).toContain("tides-1");
});

test("the attention mode shows what is missing, dirty, in conflict or behind its target, and nothing else (P-81)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const needs = async () => {
    const { model } = await world.page("workspace-list", "agents/workspaces?mode=attention");
    return model.table.rows.map(({ cells }) => cells[7]);
  };
  const cases: readonly (readonly [Status, string])[] = [
    [{ phase: "Missing", git: { missing: true } }, "gone"],
    [{ phase: "Idle", git: { dirty: true, uncommitted: 3 }, conditions: [dirty] }, "3 changes"],
    [{ phase: "Idle", git: { rebase: "conflicts", conflicts: ["a.ts"] } }, "a.ts"],
    [{ phase: "Idle", git: { rebase: "needed" } }, "moved"],
  ];
  for (const [status, why] of cases) {
    await world.become(agentWorkspace, "berths-12", status);
    expect(await needs()).toEqual([expect.stringContaining(why)]);
  }
  await world.become(agentWorkspace, "berths-12", { phase: "Idle", git: { dirty: false } });
  expect(await needs()).toEqual([]);
});

test("a workspace shows all of its git state, what it was made for, what runs in it and its notes (P-52, P-65, P-66, P-70, P-71, P-79)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const html = await world.html("agents/workspaces/berths-12");
  for (const words of [
    ...["identikit/run-1", commit.slice(0, 12), "origin/main", "vscode://file/srv/workspaces/berths-12"],
    ...["/srv/workspaces/berths-12", "runner-a", "trusted", "Keep until Friday.", "Issue 12"],
    ...["http://127.0.0.1:5173/", "unavailable", "npm test", "exit code 1"],
  ])
    expect(html, words).toContain(words);
});

test("a workspace is linked with work items, sessions, runs, artifacts and reviews, each seen from both ends (P-67, P-83)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  await putReview(world);
  const { model } = await world.page("workspace", "agents/workspaces/berths-12");
  expect(model.runs.map(({ href }) => href)).toEqual(["/orgs/tidewater/agents/runs/run-1"]);
  const rows = Object.fromEntries(
    model.sections.map(({ id, table }) => [id, JSON.stringify(table?.rows ?? [])]),
  );
  expect(rows["work-items"]).toContain("berths-12");
  expect(rows["work-items"]).toContain("session-1");
  expect(rows.artifacts).toContain("run-1-patch");
  expect(rows.reviews).toContain("run-1-review");
  const here = "/orgs/tidewater/agents/workspaces/berths-12";
  for (const path of ["agents/runs/run-1", "agents/sessions/session-1"])
    expect(await world.html(path)).toContain(here);
});

test("all thirteen actions are offered, each with the reason where it cannot be done now (P-52, P-68)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const active = await offersOf(world);
  expect(Object.keys(active).toSorted()).toEqual(workspaceAction.options.toSorted());
  expect(active).toMatchObject({ pin: "", "notes-save": "", unpin: "It is not pinned." });
  expect(active.cleanup).toContain("run-1 is under way");
  expect(active.recover).toContain("Its files are there");
  expect(active["rebase-abort"]).toContain("No rebase is under way");
  await world.become(agentWorkspace, "berths-12", { phase: "Missing", git: { missing: true } });
  expect(await offersOf(world)).toMatchObject({
    recover: "",
    link: "",
    "rebase-start": "Its files are not there.",
  });
  await world.become(agentWorkspace, "berths-12", {
    phase: "Idle",
    git: { dirty: true, uncommitted: 3 },
    conditions: [dirty],
  });
  expect((await offersOf(world)).cleanup).toContain("3 changes that were not harvested");
  await world.become(agentWorkspace, "berths-12", {
    phase: "Idle",
    git: { rebase: "conflicts", conflicts: ["a.ts"] },
  });
  expect(await offersOf(world)).toMatchObject({
    ...{
      "rebase-auto-resolve": "",
      "rebase-open-in-editor": "",
      "rebase-mark-resolved": "",
      "rebase-abort": "",
    },
    cleanup: "It has conflicts in a.ts.",
  });
  for (const reason of Object.values(await offersOf(world, "lena"))) expect(reason).toMatch(/^lena may not/);
});

test("an action that was asked for is on the page, with who asked and what came of it (P-69)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const asked = await world.ask(
    "/api/agents/workspaces/berths-12/action",
    jsonPost({ action: "pin" }, "mira"),
  );
  expect(asked.status).toBe(200);
  const { model } = await world.page("workspace", "agents/workspaces/berths-12");
  const actions = model.sections.find(({ id }) => id === "actions")?.table?.rows ?? [];
  expect(actions[0]?.cells.slice(0, 3)).toMatchObject([{ text: "pin" }, { phase: "Done" }, "mira"]);
  expect(await offersOf(world)).toMatchObject({ pin: "It is pinned already.", unpin: "" });
});

test("each state of a workspace that needs somebody says what happened, what holds and what can be done (P-21, P-22, P-78)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const cases: readonly (readonly [string, Status])[] = [
    ["WorkspaceMissing", { phase: "Missing", git: { missing: true } }],
    ["WorkspaceRebaseNeeded", { phase: "Idle", git: { rebase: "needed" } }],
    ["WorkspaceRebaseConflicts", { phase: "Idle", git: { rebase: "conflicts", conflicts: ["a.ts"] } }],
  ];
  for (const [state, status] of cases) {
    await world.become(agentWorkspace, "berths-12", status);
    const { model } = await world.page("workspace", "agents/workspaces/berths-12");
    expect(model.states.map((one) => one.state)).toEqual([state]);
    expect(await world.html("agents/workspaces/berths-12")).toContain(`data-state="${state}"`);
  }
});

test("the form of a new workspace asks for repository, ref, policy and owner, and leads to the form of its kind (P-52)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const html = await world.html("workspaces/new?spec.repository=tidewater%2Fberths");
  expect(html).toContain('action="/orgs/tidewater/objects/agentworkspaces/new"');
  for (const field of [
    "spec.repository",
    "spec.refs.ref",
    "spec.policy",
    "spec.ownership",
    "spec.ownerRef.id",
  ])
    expect(html).toContain(`name="${field}"`);
  const { model } = await world.page("workspace-new", "workspaces/new", "lena");
  expect(model.offer).toMatchObject({ reason: expect.stringContaining("lena may not") });
});

test("the pages of a repository show what agents do in it, and its workspaces with what keeps them from being written back (P-6, P-80)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const git = { branch: "identikit/run-1", rebase: "conflicts" as const, conflicts: ["berths.ts"] };
  await world.become(agentWorkspace, "berths-12", { phase: "Idle", git });
  const at = (tab: string, who?: Who) =>
    world.page("repository", `repositories/tidewater%2Fberths/${tab}`, who);
  for (const tab of ["code", "issues", "pull-requests", "workspaces"]) {
    const { model } = await at(tab);
    expect(model.workspaces, tab).toMatchObject([
      {
        ...{ name: "berths-12", href: "/orgs/tidewater/agents/workspaces/berths-12" },
        text: "identikit/run-1, issue 12, trusted. It has conflicts in berths.ts.",
      },
    ]);
    expect(model.offers.find(({ id }) => id === "workspace")?.href).toBe(
      "/orgs/tidewater/workspaces/new?spec.repository=tidewater%2Fberths",
    );
    const seen = await at(tab, "lena");
    expect(seen.model.offers.find(({ id }) => id === "workspace")?.reason).toContain("may not create");
  }
  for (const tab of ["code", "issues"])
    expect((await at(tab)).model.sessions, tab).toMatchObject([{ name: "session-1", text: "run-1" }]);
  for (const tab of ["code", "issues", "runs"])
    expect((await at(tab)).model.runs, tab).toMatchObject([{ name: "run-1", stack: "fixer" }]);
  const about = async (issue: string) => {
    const { frame, model } = await at(`issues/${issue}`);
    const names = (records: readonly { readonly name: string }[]) => records.map(({ name }) => name);
    const { runs, sessions, workspaces, board, offers } = model;
    const [dispatch] = offers;
    const cards = board.flatMap(({ items }) => names(items));
    return [frame.title, names(runs), names(sessions), names(workspaces), cards.length, dispatch?.href];
  };
  const dispatching = "/orgs/tidewater/agents/dispatch/new?repository=tidewater%2Fberths&issue=";
  const name = "tidewater/berths: issue";
  expect(await about("12")).toEqual([
    ...[`${name} 12`, ["run-1"], ["session-1"], ["berths-12"], 1, `${dispatching}12`],
  ]);
  expect(await about("13")).toEqual([`${name} 13`, [], [], [], 0, `${dispatching}13`]);
  const { model: policy } = await at("settings/agents");
  expect([policy.stacks[0]?.name, policy.rules[0]?.name]).toEqual(["fixer", "fix-on-label"]);
  expect((await at("hooks")).model.deliveries).toMatchObject([{ name: "d-1" }]);
  const card = (await world.page("run", "agents/runs/run-1")).model;
  expect(JSON.stringify(card), "the page of a run has its card").toContain("berths.ts");
});
