import { expect, test } from "vitest";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentToolProfile } from "../../src/agents/kinds/config/agent-tool-profile.ts";
import { consoleWorld, organization, repository, type Visitor } from "./console-world.ts";

const base = `/orgs/${organization}`;
const labels = `${base}/drafts/agentcontextlabels`;
const labelSpec = { promptFragment: "Write a failing test.", allowedSources: ["label"] };
const review = (name: string, plural = "agentcontextlabels") =>
  `${base}/review/apply?kind=${plural}&name=${name}`;

/** Applies the draft that a review shows. */
async function apply(who: Visitor, address: string) {
  const { data } = await who.model(address);
  return await who.send(data.model.offer.href, data.model.hidden);
}

test("a new object goes from form to draft to review to apply, and the draft is gone then (P-43, P-54)", async () => {
  await using world = await consoleWorld();
  const mira = await world.visit("mira");
  const form = await mira.model(`${base}/objects/agentcontextlabels/new`);
  const names = form.data.model.fields.map(({ name }: { name: string }) => name);
  expect(names.slice(0, 4)).toEqual([
    "metadata.name",
    "spec.title",
    "spec.promptFragment",
    "spec.allowedSources",
  ]);
  const typed = {
    ...{ name: "", "metadata.name": "needs-test", "spec.promptFragment": "Test first." },
    ...{ "has:spec.allowedSources": "", "spec.allowedSources": ["label", "comment"], do: "save" },
  };
  const saved = await mira.send(labels, typed);
  expect(saved).toMatchObject({ status: 303, location: `${base}/objects/agentcontextlabels/new?done=draft` });
  const drafts = await mira.model(`${base}/agents/drafts`);
  expect(drafts.data.model.drafts).toMatchObject([{ kind: "agentcontextlabels", name: "" }]);
  const reviewed = await mira.send(labels, { ...typed, do: "review" });
  expect(reviewed.location).toBe(review(""));
  const page = await mira.model(review(""));
  expect(page.data.model.difference).toContain("+  promptFragment: Test first.");
  expect(page.data.model.impact.rehearsal).toMatchObject({ isDone: true });
  expect(await world.get(agentContextLabel, "needs-test"), "a dry run keeps nothing").toBeUndefined();
  const done = await apply(mira, review(""));
  expect(done).toMatchObject({
    status: 303,
    location: `${base}/objects/agentcontextlabels/needs-test?done=apply`,
  });
  expect((await world.get(agentContextLabel, "needs-test"))?.spec).toEqual({
    ...{ promptFragment: "Test first.", allowedSources: ["label", "comment"] },
  });
  expect((await mira.model(`${base}/agents/drafts`)).data.model.drafts).toEqual([]);
});

test("fields and YAML are one draft, and the form keeps the comments of what it does not change (P-43)", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", labelSpec);
  const mira = await world.visit("mira");
  const yaml = [
    "apiVersion: identikit.dev/v1alpha1",
    "kind: AgentContextLabel",
    `metadata: { name: needs-test, namespace: ${organization} }`,
    "spec:",
    "  # agreed on in March",
    "  promptFragment: Write a failing test.",
    "  allowedSources:",
    "    - label # the board",
    "  attachments:",
    "    - path: docs/testing.md",
    "",
  ].join("\n");
  const saved = await mira.send(labels, { name: "needs-test", yaml, do: "form" });
  expect(saved.location).toBe(`${base}/objects/agentcontextlabels/needs-test/edit`);
  const { data } = await mira.model(saved.location ?? "");
  const attachments = data.model.fields.find(({ name }: { name: string }) => name === "spec.attachments");
  expect(attachments).toMatchObject({ type: "elsewhere" });
  const fields = {
    name: "needs-test",
    "spec.title": "Test first",
    "has:spec.allowedSources": "",
    "spec.allowedSources": ["label", "comment"],
  };
  await mira.send(labels, { ...fields, do: "yaml" });
  const after = await mira.model(`${base}/objects/agentcontextlabels/needs-test/edit?tab=yaml`);
  expect(after.data.model.yaml).toContain("# agreed on in March");
  expect(after.data.model.yaml).toContain("- label # the board");
  expect(after.data.model.yaml).toContain("title: Test first");
  expect(after.data.model.yaml).toContain("path: docs/testing.md");
});

test("what the server has against a draft stands at its fields, and nothing that was typed is lost", async () => {
  await using world = await consoleWorld();
  const mira = await world.visit("mira");
  const typed = {
    name: "",
    "metadata.name": "Not A Name",
    "spec.promptFragment": "Keep me",
    "spec.title": "x".repeat(2000),
  };
  await mira.send(labels, { ...typed, do: "review" });
  const page = await mira.model(review(""));
  expect(page.data.model.offer).toMatchObject({ reason: expect.any(String) });
  const refused = await mira.send(`${base}/actions/apply`, page.data.model.hidden);
  expect(refused).toMatchObject({ status: 422, data: { model: { fault: { code: "RESOURCE_INVALID" } } } });
  const form = await mira.model(page.data.model.form);
  const problems = form.data.model.fields.filter(
    ({ problem }: { problem?: string }) => problem !== undefined,
  );
  expect(problems.map(({ name }: { name: string }) => name)).toEqual([
    "metadata.name",
    "spec.title",
    "spec.allowedSources",
  ]);
  expect(form.data.model.fields[2]).toMatchObject({ name: "spec.promptFragment", values: ["Keep me"] });
  const { text } = await mira.html(page.data.model.form);
  expect(text).toMatch(/aria-invalid="true"/);
});

test("two browsers that change one object: the second is shown both changes, and keeps both (P-45)", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", labelSpec);
  const [mira, ida] = [await world.visit("mira"), await world.visit("ida")];
  for (const who of [mira, ida])
    await who.send(labels, { name: "needs-test", "spec.title": "mine", do: "save" });
  await mira.send(labels, {
    name: "needs-test",
    "spec.title": "Mira's",
    "spec.forgeLabel": "tests",
    do: "review",
  });
  await ida.send(labels, {
    name: "needs-test",
    "spec.title": "Ida's",
    "spec.promptFragment": "Test it.",
    do: "review",
  });
  const idaSaw = (await ida.model(review("needs-test"))).data.model;
  expect((await apply(mira, review("needs-test"))).status).toBe(303);
  const late = await ida.send(idaSaw.offer.href, idaSaw.hidden);
  expect(late).toMatchObject({ status: 409, data: { model: { fault: { code: "CONFLICT" } } } });
  const { conflict } = late.data.model;
  expect(conflict.contested).toMatchObject([{ path: "spec.title", theirs: '"Mira\'s"', mine: '"Ida\'s"' }]);
  expect(conflict.taken).toEqual(["spec.forgeLabel"]);
  expect(late.data.model.offer).toMatchObject({ reason: expect.any(String) });
  const both = await ida.send(`${base}/actions/apply`, { ...idaSaw.hidden, resolve: "both" });
  expect(both).toMatchObject({ status: 303, location: review("needs-test") });
  expect((await apply(ida, review("needs-test"))).status).toBe(303);
  expect((await world.get(agentContextLabel, "needs-test"))?.spec).toEqual({
    ...{ title: "Ida's", promptFragment: "Test it.", forgeLabel: "tests", allowedSources: ["label"] },
  });
});

test("a conflict can be settled for either side, and until then the draft stays", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", labelSpec);
  const mira = await world.visit("mira");
  const change = async (title: string) => {
    await mira.send(labels, { name: "needs-test", "spec.title": title, do: "save" });
    await world.store.write(async (writer) => {
      const metadata = { namespace: organization, name: "needs-test" };
      await writer.update(agentContextLabel, {
        kind: "AgentContextLabel",
        metadata,
        spec: agentContextLabel.spec.parse({ ...labelSpec, title: `not ${title}` }),
      });
    });
  };
  await change("one");
  await mira.send(`${base}/actions/apply`, {
    kind: "agentcontextlabels",
    name: "needs-test",
    resolve: "mine",
  });
  expect((await apply(mira, review("needs-test"))).status).toBe(303);
  expect((await world.get(agentContextLabel, "needs-test"))?.spec).toMatchObject({ title: "one" });
  await change("two");
  const settled = await mira.send(`${base}/actions/apply`, {
    kind: "agentcontextlabels",
    name: "needs-test",
    resolve: "theirs",
  });
  expect(settled.location).toContain("done=discard");
  expect((await world.get(agentContextLabel, "needs-test"))?.spec).toMatchObject({ title: "not two" });
  expect((await mira.model(review("needs-test"))).status).toBe(404);
});

test("only the draft that was reviewed is applied", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", labelSpec);
  const mira = await world.visit("mira");
  await mira.send(labels, { name: "needs-test", "spec.title": "seen", do: "review" });
  const { data } = await mira.model(review("needs-test"));
  await mira.send(labels, { name: "needs-test", "spec.title": "unseen", do: "save" });
  const other = await mira.send(data.model.offer.href, data.model.hidden);
  expect(other).toMatchObject({ status: 409, data: { model: { fault: { code: "CONFLICT" } } } });
  expect((await world.get(agentContextLabel, "needs-test"))?.spec).not.toHaveProperty("title");
});

test("drafts are their writer's, of their organisation, and end", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", labelSpec);
  const [mira, ida] = [await world.visit("mira"), await world.visit("ida")];
  await mira.send(labels, { name: "needs-test", "spec.title": "a secret plan", do: "save" });
  expect(
    JSON.stringify((await ida.model(`${base}/objects/agentcontextlabels/needs-test/edit`)).data),
  ).not.toContain("secret plan");
  expect((await ida.model(`${base}/agents/drafts`)).data.model.drafts).toEqual([]);
  world.clock.at = new Date(world.clock.at.getTime() + 31 * 86_400_000);
  const later = await world.visit("mira");
  expect((await later.model(`${base}/agents/drafts`)).data.model.drafts).toEqual([]);
});

test("who may not change an object sees the form with the reason, and cannot apply (P-44)", async () => {
  await using world = await consoleWorld();
  await world.put(agentToolProfile, "careful");
  const reader = await world.visit("rory", [`forge:read:${repository}`]);
  const { data } = await reader.model(`${base}/objects/agenttoolprofiles/careful/edit`);
  expect(data.model.review).toMatchObject({
    reason: expect.stringContaining("may not update"),
  });
  await reader.send(`${base}/drafts/agenttoolprofiles`, {
    name: "careful",
    yaml: data.model.yaml,
    do: "save",
  });
  const page = await reader.model(review("careful", "agenttoolprofiles"));
  expect((await reader.send(`${base}/actions/apply`, page.data.model.hidden)).status).toBe(403);
});

test("a form that is saved as it came changes nothing, not even the order of a list", async () => {
  await using world = await consoleWorld();
  await world.put(agentContextLabel, "needs-test", { ...labelSpec, allowedSources: ["label", "comment"] });
  const mira = await world.visit("mira");
  const before = (await mira.model(`${base}/objects/agentcontextlabels/needs-test/edit?tab=yaml`)).data.model
    .yaml;
  const typed = {
    "spec.promptFragment": labelSpec.promptFragment,
    "has:spec.allowedSources": "",
    "spec.allowedSources": ["comment", "label"],
  };
  await mira.send(labels, { name: "needs-test", ...typed, do: "save" });
  const after = (await mira.model(`${base}/objects/agentcontextlabels/needs-test/edit?tab=yaml`)).data.model
    .yaml;
  expect(after).toBe(before);
});

test("references are chosen among what the viewer may see", async () => {
  await using world = await consoleWorld();
  await world.put(agentToolProfile, "careful");
  await world.put(agentStack, "fixer");
  const mira = await world.visit("mira");
  const { data } = await mira.model(`${base}/objects/agentstacks/fixer/edit`);
  const profile = data.model.fields.find(({ name }: { name: string }) => name === "spec.toolProfile");
  expect(profile).toMatchObject({ type: "choice", values: ["careful"], options: [{ value: "careful" }] });
  const source = data.model.fields.find(({ name }: { name: string }) => name === "spec.memory.source");
  expect(source).toMatchObject({ type: "choice", group: "memory" });
});
