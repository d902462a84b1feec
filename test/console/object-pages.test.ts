import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allKinds, configKinds } from "../../src/agents/kinds/all-kinds.ts";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentToolProfile } from "../../src/agents/kinds/config/agent-tool-profile.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { kubeconfig, kubeconfigMode } from "../../src/api/kubernetes/kubeconfig.ts";
import { programPath, requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { consoleWorld, organization, repository } from "./console-world.ts";

const at = (plural: string, name: string) => `/orgs/${organization}/objects/${plural}/${name}`;
const labelSpec = { promptFragment: "Write a failing test.", allowedSources: ["label"] };

test("an object's page shows each field with what it means, status, conditions with remedies, and both ends of its associations", async () => {
  await using world = await consoleWorld();
  await world.put(agentToolProfile, "careful");
  await world.put(agentStack, "fixer", undefined, {
    phase: "Blocked",
    conditions: [
      {
        ...{ type: "RuntimeIdentityReady", status: "False", severity: "error", reason: "Missing" },
        ...{
          message: "there is no account fixer",
          remedy: "Declare it.",
          lastTransitionTime: "2026-11-22T11:00:00Z",
        },
      },
    ],
  });
  const mira = await world.visit("mira");
  const { data, status } = await mira.model(at("agentstacks", "fixer"));
  expect(status).toBe(200);
  const { model } = data;
  expect(model.phase).toMatchObject({
    name: "Blocked",
    meaning: expect.stringContaining("cannot be dispatched"),
  });
  expect(model.spec).toContainEqual({
    ...{ path: "spec.adapter.name", label: "name", depth: 1, value: "claude" },
    description: expect.stringContaining("How the client is run"),
  });
  expect(model.conditions).toMatchObject([{ type: "RuntimeIdentityReady", remedy: "Declare it." }]);
  expect(model.associations.names).toContainEqual(
    expect.objectContaining({ kind: "AgentToolProfile", name: "careful", isSeen: true }),
  );
  expect(model.associations.names).toContainEqual(
    expect.objectContaining({ kind: "AgentServiceAccount", name: "fixer", isSeen: false }),
  );
  const profile = await mira.model(at("agenttoolprofiles", "careful"));
  expect(profile.data.model.associations.namedBy).toMatchObject([
    { kind: "AgentStack", name: "fixer", field: "spec.toolProfile", phase: "Blocked" },
  ]);
});

test("every kind has a list and a detail page made from its schema, also without a script (P-54)", async () => {
  await using world = await consoleWorld();
  const mira = await world.visit("mira");
  for (const kind of configKinds) await world.put(kind, "one");
  const { data } = await mira.model(`/orgs/${organization}/objects`);
  expect(data.model.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(
    allKinds.map(({ kind }) => kind),
  );
  for (const { plural, kind } of configKinds) {
    const { status, text } = await mira.html(at(plural, "one"));
    expect(status, kind).toBe(200);
    expect(text, kind).toContain("What it is meant to be");
  }
  expect(world.faults).toEqual([]);
});

test("what was done with an object is its history, with the lines of the audit (P-2)", async () => {
  await using world = await consoleWorld();
  await world.put(agentWorkspace, "w-1", { ...agentWorkspace.example.spec, repository });
  const mira = await world.visit("mira");
  await mira.send(`/orgs/${organization}/actions/pin`, { kind: "agentworkspaces", name: "w-1" });
  const { data } = await mira.model(at("agentworkspaces", "w-1"));
  expect(data.model.history.entries).toMatchObject([{ who: "mira", what: "pin", phase: "Done" }]);
  await world.put(
    agentDispatchRun,
    "run-1",
    { ...agentDispatchRun.example.spec, repository },
    { phase: "Running" },
  );
  await mira.send(`/orgs/${organization}/actions/cancel`, { kind: "agentdispatchruns", name: "run-1" });
  const run = await mira.model(at("agentdispatchruns", "run-1"));
  const said = run.data.model.history.entries.map(({ what }: { what: string }) => what);
  expect(said).toContain("cancel");
  expect(said).toContain("audited: created");
});

test("who may not see an object gets neither it nor its name from another's page", async () => {
  await using world = await consoleWorld();
  await world.put(agentToolProfile, "careful");
  const stranger = await world.visit("sam", []);
  const { status, data } = await stranger.model(at("agenttoolprofiles", "careful"));
  expect(status).toBe(403);
  expect(JSON.stringify(data)).not.toContain("approval");
  const elsewhere = await stranger.model("/orgs/acme/objects/agenttoolprofiles/careful");
  expect(elsewhere.status).toBe(404);
});

test("names and texts with markup and bidirectional characters are text", async () => {
  await using world = await consoleWorld();
  const evil = "<script>alert(1)</script>\u202Egnp.exe\u0007</textarea><img src=x onerror=alert(1)>";
  await world.put(agentContextLabel, "odd", { ...labelSpec, promptFragment: evil });
  const mira = await world.visit("mira");
  const { text } = await mira.html(at("agentcontextlabels", "odd"));
  const body = text.slice(0, text.indexOf('<script type="application/json"'));
  expect(body).not.toContain("<script>alert");
  expect(body).not.toContain("<img");
  expect(body).toContain("⟨U+202E⟩");
  expect(text.split("</script").length, "the page's data end where they should").toBe(3);
});

requires("kubectl")("with kubectl", () => {
  test("the command on the page applies the object, whatever its texts are (P-30)", async () => {
    await using world = await consoleWorld();
    const mira = await world.visit("mira");
    const hostile = "Line one\nMANIFEST\n$(touch /tmp/never) `id` 'quoted' \"twice\" \\ end\nMANIFEST";
    await world.put(agentContextLabel, "needs-test", { ...labelSpec, promptFragment: hostile });
    const { data } = await mira.model(at("agentcontextlabels", "needs-test"));
    await mira.send(`/orgs/${organization}/actions/delete`, {
      kind: "agentcontextlabels",
      name: "needs-test",
    });
    expect(await world.get(agentContextLabel, "needs-test")).toBeUndefined();
    const home = scratchDirectory();
    const config = join(home, "config");
    const file = kubeconfig({ server: world.url, token: mira.token, user: "mira", namespace: organization });
    writeFileSync(config, file, { mode: kubeconfigMode });
    const folder = join(programPath("kubectl") ?? "", "..");
    const said = await new Promise<string>((done) => {
      const env = { PATH: `${folder}:${process.env.PATH}`, HOME: home, KUBECONFIG: config };
      execFile("sh", ["-c", data.model.command], { env }, (_, stdout, stderr) => done(stdout + stderr));
    });
    expect(said).toContain("agentcontextlabel.identikit.dev/needs-test created");
    const made = await world.get(agentContextLabel, "needs-test");
    expect(made?.spec).toMatchObject({ promptFragment: hostile });
  });
});
