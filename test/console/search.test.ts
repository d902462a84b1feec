import { expect, test } from "vitest";
import { agentRoleBinding } from "../../src/agents/kinds/config/agent-role-binding.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { newPath, otherAddress } from "../../src/console/old-paths.ts";
import { consoleWorld, organization, repository } from "./console-world.ts";

const base = `/orgs/${organization}`;
const runSpec = { ...agentDispatchRun.example.spec, repository, title: "Fix the flaky berth test" };

test("search finds what the viewer may list, by organisation and kind (P-63)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  await world.put(agentStack, "fixer");
  const mira = await world.visit("mira");
  const { data } = await mira.model(`${base}/agents/search?q=flaky%20FLEET`);
  expect(data.model.organizations).toMatchObject([
    {
      name: organization,
      groups: [{ kind: "AgentDispatchRun", hits: [{ name: "run-1", phase: "Running" }] }],
    },
  ]);
  const stranger = await world.visit("sam", []);
  const hidden = await stranger.model(`${base}/agents/search?q=fix`);
  expect(hidden.data.model.organizations).toEqual([{ name: organization, groups: [] }]);
});

test("what another organisation has is neither found nor named, whatever roles give (P-62, P-63)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  await world.store.write(async (writer) => {
    const spec = agentDispatchRun.spec.parse({ ...runSpec, title: "Fix the flaky vault test" });
    const metadata = { namespace: "acme", name: "acme-run" };
    await writer.create(
      agentDispatchRun,
      { kind: agentDispatchRun.kind, metadata, spec },
      { phase: "Running" },
    );
    const everywhere = agentRoleBinding.spec.parse({
      roleRef: { kind: "RoleTemplate", name: "owner" },
      subject: { kind: "User", name: "mira" },
      scope: { kind: "AllOrganizations" },
    });
    const binding = { namespace: "acme", name: "all" };
    await writer.create(agentRoleBinding, {
      kind: agentRoleBinding.kind,
      metadata: binding,
      spec: everywhere,
    });
  });
  const mira = await world.visit("mira");
  for (const page of ["search", "palette"]) {
    const { data } = await mira.model(`${base}/agents/${page}?q=flaky`);
    expect(JSON.stringify(data.model), page).toContain("run-1");
    expect(JSON.stringify(data), page).not.toContain("acme");
  }
  const { data } = await mira.model(`${base}/agents/search?q=flaky`);
  expect(data.model.organizations, "each result is named with its organisation").toMatchObject([
    { name: organization, groups: [{ hits: [{ name: "run-1" }] }] },
  ]);
  expect((await mira.model("/orgs/acme/agents/search?q=flaky")).status).toBe(404);
});

test("the palette offers what admission lets its viewer do, and nothing else (P-9)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const labelsOf = async (name: string, groups?: readonly string[]) => {
    const { data } = await (await world.visit(name, groups)).model(`${base}/agents/palette?q=flaky`);
    const [entry] = data.model.entries;
    return entry?.actions.map(({ word }: { word: string }) => word);
  };
  expect(await labelsOf("mira")).toEqual(expect.arrayContaining(["Cancel", "Write back"]));
  expect(await labelsOf("mira"), "a run that is under way is not retried").not.toContain("Retry");
  expect(await labelsOf("rory", [`forge:read:${repository}`])).toEqual([]);
});

test("what the palette offered is asked again where it is done (P-9)", async () => {
  await using world = await consoleWorld();
  await world.put(agentDispatchRun, "run-1", runSpec, { phase: "Running" });
  const mira = await world.visit("mira");
  const { data } = await mira.model(`${base}/agents/palette?q=flaky`);
  const cancel = data.model.entries[0].actions.find(({ word }: { word: string }) => word === "Cancel");
  await world.store.write(async (writer) => {
    await writer.setStatus(
      agentDispatchRun,
      { namespace: organization, name: "run-1" },
      { phase: "Succeeded" },
    );
  });
  const review = await mira.model(cancel.href);
  expect(review.data.model.offer).toMatchObject({ reason: "The run is Succeeded already." });
  expect((await mira.send(review.data.model.offer.href, review.data.model.hidden)).status).toBe(409);
});

test("old addresses, and others of a page, lead to the pages of today, with their query (P-7, P-19)", async () => {
  const from = (path: string) => {
    const { pathname, searchParams } = new URL(path, "http://x");
    return newPath(organization, pathname, searchParams);
  };
  expect(from("/agents/runs/run-1?org=tidewater&tab=context")).toBe(`${base}/agents/runs/run-1?tab=context`);
  expect(from("/agents")).toBe(`${base}/agents`);
  expect(from("/dispatches/run-1")).toBe(`${base}/agents/runs/run-1?from=%2Fdispatches%2Frun-1`);
  expect(from("/sessions/pending/run-1")).toBe(
    `${base}/agents/runs/run-1?from=%2Fsessions%2Fpending%2Frun-1&handoff=pending`,
  );
  expect(from("/inbox")).toBe(`${base}/agents/approvals`);
  expect(from("/automations/on-label")).toBe(`${base}/agents/rules/on-label`);
  expect(from("/workspaces")).toBe(`${base}/agents/workspaces`);
  expect(from("/projects/tidewater/fleet")).toBe(`${base}/repositories/tidewater%2Ffleet/code`);
  for (const odd of [
    "/dispatches/",
    "/agents//evil.test",
    "/agents/%2e%2e/x",
    "/agents/%5cevil.test",
    "/dispatches/%ff",
    "/inbox/x/y",
  ])
    expect(from(odd) ?? "", odd).not.toMatch(/evil|\.\./);
  const place = ["repositories", "tidewater/fleet"];
  for (const kept of [["runs"], ["issues", "12"], ["settings", "agents"], ["settings", "agents", "x"]])
    expect(otherAddress(organization, [...place, ...kept]), kept.join("/")).toBeUndefined();
  await using world = await consoleWorld();
  const mira = await world.visit("mira");
  const headers = { authorization: `Bearer ${mira.token}` };
  const at = `${base}/repositories/tidewater%2Ffleet`;
  for (const [address, to] of [
    [`${at}/runs/run-1`, `${base}/agents/runs/run-1`],
    [`${at}/agents/run-1`, `${base}/agents/runs/run-1`],
    [`${at}/runs/%2F%2Fevil.test`, `${base}/agents/runs/%2F%2Fevil.test`],
    [`${at}/settings/agents/triggers`, `${at}/settings/agents#rules`],
  ]) {
    const moved = await fetch(`${world.url}${address}`, { redirect: "manual", headers });
    expect([moved.status, moved.headers.get("location")], address).toEqual([308, to]);
  }
  const answer = await fetch(`${world.url}/dispatches/run-1`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([
    308,
    `${base}/agents/runs/run-1?from=%2Fdispatches%2Frun-1`,
  ]);
});
