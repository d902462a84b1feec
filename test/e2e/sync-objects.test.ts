import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const account = (name: string) => `apiVersion: identikit.dev/v1alpha1
kind: AgentServiceAccount
metadata: {name: ${name}}
spec: {serviceAccountName: ${name}}
`;

test("a sync applies what the repository declares, owns it, and prunes what it no longer declares (P-30)", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const sync = (...args: string[]) => identikitJson(["config", "sync", ...args], at);
  writeFileSync(fleet.path("agents/extra.yaml"), account("extra"));

  const rehearsed = await sync("--dry-run");
  expect(rehearsed.code, rehearsed.stderr).toBe(0);
  expect(rehearsed.json.objectChanges).toBeGreaterThan(10);
  expect((await identikitJson(["get", "rules"], at)).json.items).toEqual([]);

  const synced = await sync();
  expect(synced.json.objects).toEqual(rehearsed.json.objects);
  expect(synced.json.objects).toContainEqual(
    expect.objectContaining({ does: "create", kind: "AgentServiceAccount", name: "extra" }),
  );
  expect(await sync()).toMatchObject({ code: 0, json: { changes: 0, objectChanges: 0, objects: [] } });

  // What the repository owns changes by pull request only.
  const byHand = { ...at, input: account("extra").replace("spec: {", "spec: {title: Other, ") };
  for (const args of [
    ["apply", "-f", "-"],
    ["delete", "-f", "-"],
    ["delete", "agentserviceaccounts", "extra"],
  ])
    expect(await identikitJson(args, byHand), args.join(" ")).toMatchObject({
      code: 1,
      json: { error: { code: "MANAGED_BY_REPOSITORY" } },
    });
  // What somebody made by hand stays where the repository does not declare it.
  expect((await identikit(["apply", "-f", "-"], { ...at, input: account("by-hand") })).code).toBe(0);
  expect((await identikit(["get", "agentserviceaccounts", "-o", "wide"], at)).stdout).toMatch(
    /by-hand .* hand [\s\S]*\n\S+ +extra .* repository /,
  );

  rmSync(fleet.path("agents/extra.yaml"));
  expect((await sync("--dry-run")).json.objects).toMatchObject([{ does: "delete", name: "extra" }]);
  expect((await sync()).json).toMatchObject({ objectChanges: 1 });
  const { json } = await identikitJson(["get", "agentserviceaccounts"], at);
  const names = json.items.map((item: { metadata: { name: string } }) => item.metadata.name);
  expect(names).toContain("by-hand");
  expect(names).not.toContain("extra");
});

test("manifests that are wrong, or give rights beyond the organisation, keep rows and objects as they were", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const rules = readFileSync(fleet.path("agents/rules.yaml"), "utf8");
  const refused = async (text: string, code: string) => {
    writeFileSync(fleet.path("agents/rules.yaml"), text);
    const { code: exit, json } = await identikitJson(["config", "sync"], at);
    expect([exit, json.error.code]).toEqual([1, code]);
    const validated = await identikitJson(["validate"], at);
    expect(validated.json.findings.map((finding: { code: string }) => finding.code)).toContain(code);
    expect((await identikitJson(["config", "list"], at)).json.total).toBe(0);
  };
  await refused(
    `${rules}---\napiVersion: identikit.dev/v1alpha1\nkind: AgentRoleBinding\nmetadata: {name: all}\nspec:\n  subject: {kind: User, name: mallory}\n  roleRef: {kind: RoleTemplate, name: owner}\n  scope: {kind: AllOrganizations}\n`,
    "BINDING_ESCALATION",
  );
  await refused(rules.replace("  agentStack:", "  schedule: 0 0 30 2 *\n  agentStack:"), "SCHEDULE_INVALID");
});
