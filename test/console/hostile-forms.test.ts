import { expect, test } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { consoleWorld, organization, repository } from "./console-world.ts";

const base = `/orgs/${organization}`;
const drafts = `${base}/drafts/agentcontextlabels`;
const review = `${base}/review/apply?kind=agentcontextlabels&name=`;
const runSpec = { ...agentDispatchRun.example.spec, repository };

/** Texts that readers of YAML differ about, or that grow as they are read. */
const odd: Readonly<Record<string, string>> = {
  "aliases that grow": `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, at) => `${"bcdefghij"[at]}: &${"bcdefghij"[at]} [*${"abcdefghi"[at]},*${"abcdefghi"[at]},*${"abcdefghi"[at]}]`).join("\n")}\n`,
  "a key twice": "kind: AgentContextLabel\nkind: AgentRole\n",
  "two documents": "kind: AgentContextLabel\n---\nkind: AgentRole\n",
  "a key that objects inherit": "__proto__: { polluted: true }\n",
  "no object": "- 1\n- 2\n",
  nothing: "",
  "deep nesting": `${"[".repeat(5000)}${"]".repeat(5000)}`,
  "a tag": "kind: !!js/function 'function () {}'\n",
};

test("YAML that is wrong is kept as it was typed, told with its line, and never applied", async () => {
  await using world = await consoleWorld();
  const mira = await world.visit("mira");
  for (const [what, yaml] of Object.entries(odd)) {
    const saved = await mira.send(drafts, { name: "", yaml, do: "review" });
    expect(saved.status, what).toBe(303);
    const page = await mira.model(review);
    expect(page.status, what).toBe(200);
    expect(page.data.model.offer.reason, what).toEqual(expect.any(String));
    const applied = await mira.send(`${base}/actions/apply`, page.data.model.hidden);
    expect(applied.status, what).toBeGreaterThanOrEqual(400);
    const form = await mira.model(`${base}/objects/agentcontextlabels/new`);
    expect(form.data.model.yaml, what).toBe(yaml);
  }
  expect(await world.list(agentContextLabel)).toEqual([]);
  expect(world.faults).toEqual([]);
});

test("a field of a megabyte comes back as it was typed, with what the server has against it", async () => {
  await using world = await consoleWorld();
  const mira = await world.visit("mira");
  const long = "x".repeat(1_000_000);
  const typed = {
    name: "",
    "metadata.name": "long",
    "spec.promptFragment": long,
    "has:spec.allowedSources": "",
    "spec.allowedSources": "label",
  };
  expect((await mira.send(drafts, { ...typed, do: "review" })).status).toBe(303);
  const page = await mira.model(review);
  expect(page.data.model.fault).toMatchObject({ code: "RESOURCE_INVALID" });
  const form = await mira.model(page.data.model.form);
  const field = form.data.model.fields.find(({ name }: { name: string }) => name === "spec.promptFragment");
  expect(field.values[0].length).toBe(1_000_000);
  expect(field.problem).toBeDefined();
  expect((await mira.send(drafts, { ...typed, "spec.title": "y".repeat(2_200_000) })).status).toBe(413);
});

test("fields sent twice, forms of other types and forms without an end are refused", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const mira = await world.visit("mira");
  const cancel = `${base}/actions/cancel`;
  const fields = { kind: "agentdispatchruns", name: "run-1" };
  expect((await mira.send(cancel, { ...fields, name: ["run-1", "run-2"] })).status).toBe(422);
  for (const type of [
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/x-www-form-urlencodedx",
  ])
    expect((await mira.send(cancel, fields, { headers: { "content-type": type } })).status, type).toBe(415);
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`f${at}`, "1"]));
  expect((await mira.send(cancel, { ...fields, ...many })).status).toBe(422);
  expect((await mira.send(cancel, fields, { body: "kind=%ff%fe" })).status).toBeGreaterThanOrEqual(404);
  expect((await world.get(agentDispatchRun, "run-1"))?.spec).toMatchObject({ cancelled: false });
});

test("nothing is done in another organisation, to other kinds, or by names that are paths", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const mira = await world.visit("mira");
  const fields = { kind: "agentdispatchruns", name: "run-1" };
  expect((await mira.send("/orgs/acme/actions/cancel", fields)).status).toBe(404);
  expect((await mira.send(`${base}/actions/cancel`, { ...fields, kind: "agentstacks" })).status).toBe(404);
  expect((await mira.send(`${base}/actions/constructor`, fields)).status).toBe(404);
  for (const name of [
    "../../agentstacks/fixer",
    "run-1/cancel?x=",
    "run-1#",
    "",
    "<b>run-1</b>",
    "\u202Erun-1",
  ])
    expect(
      (await mira.send(`${base}/actions/cancel`, { ...fields, name })).status,
      name,
    ).toBeGreaterThanOrEqual(403);
  const nobody = await fetch(`${world.url}${base}/actions/cancel`, { method: "POST", redirect: "manual" });
  expect(nobody.status).toBe(401);
  expect((await world.get(agentDispatchRun, "run-1"))?.spec).toMatchObject({ cancelled: false });
  expect(world.faults).toEqual([]);
});

test("an address is never taken for a place to go: what is done leads to this site only", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const mira = await world.visit("mira");
  const more = { next: "https://evil.test/", return: "//evil.test", done: "https://evil.test/" };
  const done = await mira.send(`${base}/actions/cancel?next=//evil.test`, {
    kind: "agentdispatchruns",
    name: "run-1",
    ...more,
  });
  expect(done.location).toBe(`${base}/agents/runs/run-1?done=cancel`);
  const page = await mira.html(`${base}/objects?done=constructor`);
  expect(page.text).not.toContain("notice tone-ok");
});
