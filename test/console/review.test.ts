import { expect, test } from "vitest";
import { agentMcpServer } from "../../src/agents/kinds/config/agent-mcp-server.ts";
import { agentSecretGrant } from "../../src/agents/kinds/config/agent-secret-grant.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentToolProfile } from "../../src/agents/kinds/config/agent-tool-profile.ts";
import { agentAction, platformAction, workspaceAction } from "../../src/agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../src/agents/kinds/record/agent-pause.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../src/agents/kinds/record/webhook-delivery.ts";
import { reviewAddress } from "../../src/console/page/review-address.ts";
import { allReviews } from "../../src/console/review/all-reviews.ts";
import { consoleWorld, organization, repository } from "./console-world.ts";

const runSpec = { ...agentDispatchRun.example.spec, repository };
const actions = `/orgs/${organization}/actions`;
const to = (action: string, kind: string, name?: string, more = {}) =>
  reviewAddress(organization, action, { kind, name, ...more });

test("every action of the platform has a review, so nothing is done without one (P-1, P-45)", () => {
  const known = new Set(allReviews.map(({ action }) => action));
  const elsewhere = new Set(["dispatch", "dry-run", "import"]);
  const missing = [...platformAction.options, ...workspaceAction.options].filter(
    (action) => !known.has(action) && !elsewhere.has(action),
  );
  expect(missing).toEqual([]);
});

test("a review shows target, right and reason before a run is cancelled, and the form does it once (P-45)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const mira = await world.visit("mira");
  const page = await mira.model(to("cancel", "agentdispatchruns", "run-1"));
  expect(page.status).toBe(200);
  expect(page.data.model).toMatchObject({
    target: { kind: "AgentDispatchRun", name: "run-1", phase: "Running", repository },
    offer: { href: `${actions}/cancel` },
  });
  expect(page.data.model.impact.rights[0]).toMatchObject({ isHeld: true });
  expect(page.data.model.impact.rights[0].why).toMatch(/with roletemplates\//);
  const fields = { ...page.data.model.hidden, csrf: page.data.frame.csrf };
  const done = await mira.send(page.data.model.offer.href, fields);
  expect(done).toMatchObject({
    status: 303,
    location: `/orgs/${organization}/agents/runs/run-1?done=cancel`,
  });
  expect((await world.get(agentDispatchRun, "run-1"))?.spec).toMatchObject({ cancelled: true });
  const [record] = await world.list(agentAction);
  expect(record?.spec).toMatchObject({ action: "cancel", actor: { name: "mira" } });
});

test("who may not sees the button with the reason, and the server refuses the form all the same (P-44)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const reader = await world.visit("rory", [`forge:read:${repository}`]);
  const { data } = await reader.model(to("cancel", "agentdispatchruns", "run-1"));
  expect(data.model.offer).toMatchObject({ reason: expect.any(String) });
  expect(data.model.offer.reason).toContain("rory may not update agentdispatchruns/cancel");
  const { text } = await reader.html(to("cancel", "agentdispatchruns", "run-1"));
  expect(text).toMatch(/<button[^>]*disabled[^>]*>Cancel/);
  expect(text).toContain("rory may not update agentdispatchruns/cancel");
  const refused = await reader.send(`${actions}/cancel`, data.model.hidden);
  expect(refused.status).toBe(403);
  expect(refused.data.model.fault).toMatchObject({ code: "POLICY_DENIED" });
  expect((await world.get(agentDispatchRun, "run-1"))?.spec).toMatchObject({ cancelled: false });
});

test("a form that is sent again is told what has become of it, and does nothing more", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Failed" });
  const mira = await world.visit("mira");
  await world.put(agentStack, "fixer");
  const fields = {
    kind: "agentdispatchruns",
    name: "run-1",
    message: "Look at the second test.\nThen stop.",
  };
  expect((await mira.send(`${actions}/continue`, fields)).status).toBe(303);
  const again = await mira.send(`${actions}/continue`, fields);
  expect(again.status).toBe(409);
  expect(again.data.model.fault).toMatchObject({ code: "CONFLICT" });
  const [message] = again.data.model.fields;
  expect(message.values, "what was typed is kept").toEqual([fields.message]);
  expect((await world.list(agentAction)).length).toBe(1);
});

test("a decision is bound to the digest that its page showed", async () => {
  await using world = await consoleWorld();
  await world.put(
    agentDispatchRun,
    "run-1",
    { ...runSpec, requestedBy: { kind: "User", name: "ida" } },
    { trustTier: "trusted" },
  );
  const spec = { ...agentApproval.example.spec, run: "run-1" };
  await world.put(agentApproval, "a-1", spec, { phase: "Pending" });
  const mira = await world.visit("mira");
  const { data } = await mira.model(to("approve", "agentapprovals", "a-1"));
  const digest = data.model.fields.find(({ name }: { name: string }) => name === "digest");
  expect(digest.values).toEqual([spec.artifactDigest]);
  const other = await mira.send(`${actions}/approve`, {
    ...data.model.hidden,
    digest: `sha256:${"1".repeat(64)}`,
    comment: "fine",
  });
  expect(other.data.model.fault.code).toBe("APPROVAL_DIFFERS");
  expect(other.data.model.fields.at(-1).values).toEqual(["fine"]);
  const done = await mira.send(`${actions}/approve`, {
    ...data.model.hidden,
    digest: spec.artifactDigest,
    comment: "fine",
  });
  expect(done.status).toBe(303);
  expect((await world.get(agentApproval, "a-1"))?.status).toMatchObject({ phase: "Approved" });
  const closed = await mira.send(`${actions}/reject`, { ...data.model.hidden, digest: spec.artifactDigest });
  expect(closed).toMatchObject({ status: 409, data: { model: { fault: { code: "APPROVAL_CLOSED" } } } });
});

test("each of the thirteen actions on workspaces goes through its review, and is on record", async () => {
  await using world = await consoleWorld();
  await world.put(agentWorkspace, "w-1", { ...agentWorkspace.example.spec, repository });
  const mira = await world.visit("mira");
  for (const action of workspaceAction.options) {
    const { data } = await mira.model(to(action, "agentworkspaces", "w-1"));
    if (data.model.offer.reason !== undefined) throw new Error(`${action}: ${data.model.offer.reason}`);
    const notes = action === "notes-save" ? { notes: "kept for the audit" } : {};
    const done = await mira.send(data.model.offer.href, { ...data.model.hidden, ...notes });
    expect(done.status, action).toBe(303);
  }
  expect((await world.get(agentWorkspace, "w-1"))?.spec).toMatchObject({ notes: "kept for the audit" });
  const asked = (await world.list(agentAction)).map(({ spec }) => spec.action);
  expect(asked.sort()).toEqual([...workspaceAction.options].sort());
});

test("deleting shows what goes, what refers to it and what a dry run says; only what was seen is deleted", async () => {
  await using world = await consoleWorld();
  await world.put(agentToolProfile, "careful");
  await world.put(agentStack, "fixer");
  const mira = await world.visit("mira");
  const { data } = await mira.model(to("delete", "agenttoolprofiles", "careful"));
  expect(data.model.difference.join("\n")).toContain("-kind: AgentToolProfile");
  expect(data.model.impact.touches).toMatchObject([
    { kind: "AgentStack", name: "fixer", field: "spec.toolProfile" },
  ]);
  expect(data.model.impact.rehearsal).toMatchObject({ isDone: true });
  const stale = await mira.send(data.model.offer.href, { ...data.model.hidden, version: "1" });
  expect(stale).toMatchObject({ status: 409, data: { model: { fault: { code: "CONFLICT" } } } });
  expect((await mira.send(data.model.offer.href, data.model.hidden)).location).toBe(
    `/orgs/${organization}/objects/agenttoolprofiles?done=delete`,
  );
  expect(await world.get(agentToolProfile, "careful")).toBeUndefined();
});

test("a pause, its end, a grant, a replay and a probe are forms as well", async () => {
  await using world = await consoleWorld();
  await world.put(agentMcpServer, "forge");
  await world.put(webhookDelivery, "d-1", webhookDelivery.example.spec, { phase: "Received" });
  const mira = await world.visit("mira");
  const paused = await mira.send(`${actions}/pause`, {
    ...{ kind: "agentpauses", object: "stop-1", "spec.target.kind": "Repository" },
    ...{ "spec.target.name": repository, "spec.reason": "A token leaked." },
  });
  expect(paused.status).toBe(303);
  expect((await world.get(agentPause, "stop-1"))?.spec).toMatchObject({
    by: { name: "mira" },
    reason: "A token leaked.",
  });
  const { data } = await mira.model(to("unpause", "agentpauses", "stop-1"));
  expect((await mira.send(data.model.offer.href, data.model.hidden)).status).toBe(303);
  expect(await world.get(agentPause, "stop-1")).toBeUndefined();
  const grant = {
    ...{
      kind: "agentsecretgrants",
      object: "g-1",
      "spec.subject.kind": "AgentMcpServer",
      "spec.subject.name": "forge",
    },
    ...{ "spec.purpose": "mcp", "spec.secretRef.name": "FORGE_TOKEN" },
  };
  const wrong = await mira.send(`${actions}/grant`, { ...grant, "spec.purpose": "everything" });
  expect(wrong.status).toBe(422);
  const purpose = wrong.data.model.fields.find(({ name }: { name: string }) => name === "spec.purpose");
  expect(purpose).toMatchObject({ values: ["everything"] });
  expect((await mira.send(`${actions}/grant`, grant)).status).toBe(303);
  expect((await world.list(agentSecretGrant)).map(({ metadata }) => metadata.name)).toEqual(["g-1"]);
  for (let time = 0; time < 2; time++)
    expect(
      (await mira.send(`${actions}/replay`, { kind: "webhookdeliveries", name: "d-1", request: "r1" }))
        .status,
    ).toBe(303);
  expect((await world.list(webhookDelivery)).length, "the same request twice is one delivery").toBe(2);
  expect((await mira.send(`${actions}/probe`, { kind: "agentmcpservers", name: "forge" })).status).toBe(303);
  expect((await world.get(agentMcpServer, "forge"))?.status).toMatchObject({ phase: "Unknown" });
});

test("a write-back's form has the fields of what is written, and a wrong one is told at its field", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Succeeded" });
  const mira = await world.visit("mira");
  const { data } = await mira.model(to("write-back", "agentdispatchruns", "run-1", { type: "issue" }));
  expect(data.model.fields.map(({ name }: { name: string }) => name)).toContain("request.labels");
  const empty = await mira.send(data.model.offer.href, {
    ...data.model.hidden,
    type: "issue",
    "request.title": "Flaky",
  });
  expect(empty.status).toBe(422);
  const body = empty.data.model.fields.find(({ name }: { name: string }) => name === "request.body");
  expect(body.problem).toContain("expected string");
  const done = await mira.send(data.model.offer.href, {
    ...{
      ...data.model.hidden,
      type: "issue",
      "request.title": "Flaky",
      "request.body": "It fails.",
      "request.labels": "ci\nflaky",
    },
  });
  expect(done.status).toBe(303);
  const [record] = await world.list(agentAction);
  expect(record?.spec).toMatchObject({
    arguments: { request: { type: "issue", title: "Flaky", body: "It fails.", labels: ["ci", "flaky"] } },
  });
});

test("a change of the memory is proposed by a form, a file at a time, and a wrong one is told at its field (P-1, P-60)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Succeeded" });
  const mira = await world.visit("mira");
  const { data } = await mira.model(
    to("write-back", "agentdispatchruns", "run-1", { type: "memory_update" }),
  );
  const names = data.model.fields.map(({ name }: { name: string }) => name);
  expect(names).toEqual([
    "type",
    ...["title", "body", "path", "text", "remove", "id"].map((field) => `request.${field}`),
  ]);
  const said = { ...data.model.hidden, type: "memory_update", "request.title": "Gates close earlier" };
  const send = (more: Readonly<Record<string, string>>) =>
    mira.send(data.model.offer.href, { ...said, "request.path": "services/gates.md", ...more });
  const empty = await send({});
  expect(empty.status).toBe(422);
  const text = empty.data.model.fields.find(({ name }: { name: string }) => name === "request.text");
  expect(text.problem).toContain("expected string");
  expect((await send({ "request.text": "# Gates\n", "request.id": "one" })).status).toBe(303);
  expect((await send({ "request.remove": "true", "request.id": "two" })).status).toBe(303);
  const asked = (await world.list(agentAction)).map(
    ({ spec }) => agentAction.spec.parse(spec).arguments?.request,
  );
  const title = "Gates close earlier";
  expect(asked).toHaveLength(2);
  expect(asked).toEqual(
    expect.arrayContaining([
      { type: "memory_update", id: "one", title, files: [{ path: "services/gates.md", text: "# Gates\n" }] },
      { type: "memory_update", id: "two", title, files: [{ path: "services/gates.md", text: null }] },
    ]),
  );
});
