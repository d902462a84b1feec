import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson, type RunOptions } from "./identikit.ts";

const account = (name: string, purpose = "Fixes.") => `apiVersion: identikit.dev/v1alpha1
kind: AgentServiceAccount
metadata:
  name: ${name}
  labels: {team: berths}
spec:
  title: ${purpose}
  serviceAccountName: ${name}
`;

/** The whole way of objects made by hand, on one database. */
async function goTheWay(fleet: FleetCopy, options: RunOptions): Promise<void> {
  const at = { cwd: fleet.root, ...options };
  const run = (args: readonly string[], input?: string) =>
    identikit(args, input === undefined ? at : { ...at, input });
  const runJson = (args: readonly string[], input?: string) =>
    identikitJson(args, input === undefined ? at : { ...at, input });

  const pending = await runJson(["diff", "-f", "-"], account("mender"));
  expect(pending).toMatchObject({ code: 2, json: { changes: 1, result: "drift" } });
  const rehearsed = await runJson(["apply", "-f", "-", "--dry-run"], account("mender"));
  expect(rehearsed).toMatchObject({ code: 0, json: { changes: 1, dryRun: true } });
  expect((await runJson(["get", "agentserviceaccounts"])).json.items).toEqual([]);

  const made = await runJson(["apply", "-f", "-"], account("mender"));
  expect(made.json.objects).toMatchObject([
    { does: "create", kind: "AgentServiceAccount", namespace: "tidewater", name: "mender" },
  ]);
  expect((await runJson(["apply", "-f", "-"], account("mender"))).json).toMatchObject({ changes: 0 });
  expect(await runJson(["diff", "-f", "-"], account("mender"))).toMatchObject({
    code: 0,
    json: { changes: 0 },
  });

  const changed = await runJson(["diff", "-f", "-"], account("mender", "Fixes more."));
  expect(changed.json.objects[0].fields).toEqual([
    { path: ".spec.title", before: "Fixes.", after: "Fixes more." },
  ]);
  const told = await run(["diff", "-f", "-"], account("mender", "Fixes more."));
  expect(told).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('.spec.title: "Fixes." -> "Fixes more."'),
  });

  const table = await run(["get", "AgentServiceAccount", "--all-organizations"]);
  expect(table.stdout).toMatch(/^ORGANIZATION +NAME .*\n(.*\n)?tidewater +mender /);
  const yaml = await run(["get", "agentserviceaccounts", "mender", "-o", "yaml"]);
  expect((await runJson(["apply", "-f", "-"], yaml.stdout)).json).toMatchObject({ changes: 0 });
  const whole = JSON.parse((await run(["get", "agentserviceaccounts", "mender", "--output", "json"])).stdout);
  expect(whole).toMatchObject({
    metadata: { name: "mender", generation: 1 },
    spec: { serviceAccountName: "mender" },
  });
  expect((await run(["get", "agentserviceaccounts", "-o", "name", "-l", "team=berths"])).stdout).toBe(
    "agentserviceaccounts/mender\n",
  );
  expect((await run(["get", "agentserviceaccounts/mender", "--output", "json"])).stdout).toBe(
    `${JSON.stringify(whole, undefined, 2)}\n`,
  );
  expect((await run(["get", "agentserviceaccounts", "-o", "name", "-l", "team!=berths"])).stdout).toBe("");

  const unused = await runJson(["delete", "agentserviceaccounts/mender", "--dry-run"]);
  expect(unused).toMatchObject({ code: 0, json: { changes: 1, dryRun: true } });
  expect(await runJson(["delete", "-f", "-"], account("mender"))).toMatchObject({
    code: 0,
    json: { changes: 1 },
  });
  const gone = await runJson(["delete", "agentserviceaccounts", "mender"]);
  expect(gone).toMatchObject({ code: 1, json: { error: { code: "NOT_FOUND" } } });
}

test("objects are compared, made, shown, made again from what was shown, and deleted", async () => {
  using fleet = copyFleet();
  await goTheWay(fleet, {});
});

requires(
  "initdb",
  "postgres",
  "psql",
)("on a server", () => {
  test("objects go the same way", async () => {
    await using server = await PostgresServer.start();
    using fleet = copyFleet();
    await server.psql("postgres", "CREATE DATABASE objects");
    const env = { DATABASE_URL: server.url("objects") };
    expect((await identikit(["config", "migrate"], { cwd: fleet.root, env })).code).toBe(0);
    await goTheWay(fleet, { env });
  });
});

test("without files, the repository's own folder is meant; files and folders are read from anywhere", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.path("templates") };
  const all = await identikitJson(["apply"], at);
  expect(all.code, all.stderr).toBe(0);
  expect(all.json.changes).toBeGreaterThan(10);
  expect(await identikitJson(["diff"], at)).toMatchObject({ code: 0, json: { changes: 0 } });
  const folder = await identikitJson(["diff", "-f", "../agents", "--file", "../agents/../agents.json"], at);
  expect(folder).toMatchObject({ code: 1, json: { error: { code: "RESOURCE_INVALID" } } });
  expect(await identikitJson(["diff", "-f", "../agents"], at)).toMatchObject({ code: 0 });
  // What one file names may be there already.
  expect(await identikitJson(["diff", "-f", "../agents/stacks.yaml"], at)).toMatchObject({ code: 0 });
  const absent = await identikitJson(["apply", "-f", "absent.yaml"], at);
  expect(absent).toMatchObject({ code: 1, json: { error: { code: "FILE_UNREADABLE" } } });
});

test("one wrong object keeps all of them out, at its file and line", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  writeFileSync(
    fleet.path("new.yaml"),
    `${account("mender")}---\n${account("other").replace("spec:", "spek:")}`,
  );
  const refused = await identikit(["apply", "-f", "new.yaml"], at);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/error RESOURCE_INVALID: new.yaml:1\d: /),
  });
  const token = `ghp_${"a1B2".repeat(9)}`;
  const secret = await identikit(["apply", "-f", "-"], { ...at, input: account("mender", token) });
  expect([secret.code, secret.stderr]).toEqual([1, expect.stringContaining("standard input")]);
  expect(secret.stderr).not.toContain(token);
  expect((await identikitJson(["get", "agentserviceaccounts"], at)).json.items).toEqual([]);
});

test("rights beyond the organisation need a word of their own", async () => {
  using fleet = copyFleet();
  const at = {
    cwd: fleet.root,
    input: `apiVersion: identikit.dev/v1alpha1
kind: AgentRoleBinding
metadata: {name: operators}
spec:
  subject: {kind: User, name: mallory}
  roleRef: {kind: RoleTemplate, name: owner}
  scope: {kind: AllOrganizations}
`,
  };
  const refused = await identikitJson(["apply", "-f", "-"], at);
  expect(refused).toMatchObject({ code: 1, json: { error: { code: "BINDING_ESCALATION" } } });
  expect(await identikitJson(["apply", "-f", "-", "--all-organizations"], at)).toMatchObject({
    code: 0,
    json: { changes: 1 },
  });
  expect(await identikitJson(["delete", "-f", "-"], at)).toMatchObject({ code: 0, json: { changes: 1 } });
});

test("a kind is explained with its fields, phases and an example that can be applied", async () => {
  const whole = await identikit(["explain", "rules"]);
  expect(whole.stdout).toMatch(
    /^AgentTriggerRule <object>\n[\s\S]*spec <object> \(required\)[\s\S]*Phases:[\s\S]*Conditions:[\s\S]*Example:/,
  );
  const field = await identikitJson(["explain", "agenttriggerrules.spec.concurrencyPolicy"]);
  expect(field.json.fields).toContainEqual(
    expect.objectContaining({ name: "limit", type: "integer", facts: ["Default: 1", "1 to 1000 value"] }),
  );
  const inside = await identikit(["explain", "AgentTriggerRule.spec.writeBack.action"]);
  expect(inside.stdout).toContain("One of: ");
  const wrong = await identikitJson(["explain", "rules.spec.mach"]);
  expect(wrong).toMatchObject({
    code: 1,
    json: { error: { code: "RESOURCE_INVALID", message: expect.stringContaining('"match"') } },
  });
  const unknown = await identikitJson(["explain", "rulez"]);
  expect(unknown.json.error.message).toContain('no kind "rulez"');
});

test("wrong usage of the words is refused before anything is opened", async () => {
  for (const args of [
    ["delete", "rules"],
    ["delete"],
    ["delete", "rules", "a", "-f", "x"],
    ["delete", "rules/"],
    ["delete", "rules/a", "b"],
    ["get", "rules", "a", "-l", "b=c"],
    ["get", "rules/a", "-l", "b=c"],
  ])
    expect((await identikit(args)).code, args.join(" ")).toBe(64);
});
