import { afterAll, beforeAll, expect, test } from "vitest";
import { agentRoleBinding } from "../../src/agents/kinds/config/agent-role-binding.ts";
import { applyManifests } from "../../src/agents/manifest/apply-manifests.ts";
import { readManifests } from "../../src/agents/manifest/read-manifests.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { openDatabase } from "../../src/config/database.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

let fleet: FleetCopy;
beforeAll(async () => {
  fleet = copyFleet();
  await withStore(fleet, async (store) => {
    const set = readManifests(fleet.root, "agents", { namespace: "tidewater" });
    await applyManifests(store, set, { asRepository: true });
  });
});
afterAll(() => fleet[Symbol.dispose]());

async function withStore(of: FleetCopy, work: (store: SqlStore) => Promise<unknown>): Promise<void> {
  await using database = await openDatabase(of.path(".identikit/config.db"));
  await using store = new SqlStore(database);
  await work(store);
}

const access = (...args: readonly string[]) => identikit(["access", ...args], { cwd: fleet.root });
const canI = (...args: readonly string[]) => access("can-i", ...args);
const crew = ["--as", "mira", "--as-group", "tidewater/harbour-masters"];

test("can-i says yes with the role that gives it, and no with exit code 2", async () => {
  expect(await canI("use", "agentstacks/fixer", ...crew)).toMatchObject({
    code: 0,
    stdout:
      "yes, by agentrolebindings/harbour-masters-run-fixer with agentroles/run-fixer: use agentstacks named fixer (identikit.dev)\n",
  });
  expect(await canI("use", "agentstacks/reviewer", ...crew)).toMatchObject({
    code: 2,
    stdout: "no: no role of mira gives it\n",
  });
  // A kind, a short name and a name of its own word mean the same.
  for (const target of [["stack", "fixer"], ["AgentStack/fixer"], ["agentstacks.identikit.dev", "Fixer"]])
    expect((await canI("use", ...target, ...crew)).code, target.join(" ")).toBe(
      target.includes("Fixer") ? 2 : 0,
    );
});

test("can-i takes permissions of the forge for the repository that they are about", async () => {
  const writer = ["--as", "mira", "--as-group", "forge:write:tidewater/berths"];
  const dispatch = (...more: readonly string[]) => canI("create", "agentdispatchruns", ...writer, ...more);
  expect((await dispatch("--repository", "tidewater/berths")).code).toBe(0);
  expect((await dispatch("--repository", "tidewater/tugs")).code).toBe(2);
  expect((await dispatch()).code).toBe(2);
  expect((await dispatch("--repository", "tidewater/berths", "--organization", "acme")).code).toBe(2);
  const declarer = ["--as-group", "forge:write:tidewater/fleet"];
  expect((await canI("create", "agentdispatchruns", ...declarer)).code).toBe(0);
  expect((await canI("list", "agentdispatchruns", ...declarer)).code).toBe(0);
  const cancel = ["update", "agentdispatchruns/r1", "--subresource", "cancel"];
  expect((await canI(...cancel, ...declarer)).code).toBe(0);
  expect((await canI("delete", "agentdispatchruns/r1", ...declarer)).code).toBe(2);
});

test("can-i as JSON holds the answer, who asked and for what", async () => {
  const { code, json } = await identikitJson(["access", "can-i", "use", "stack", "fixer", ...crew], {
    cwd: fleet.root,
  });
  expect(code).toBe(0);
  expect(json).toMatchObject({
    allowed: true,
    binding: "agentrolebindings/harbour-masters-run-fixer",
    role: "agentroles/run-fixer",
    who: { name: "mira", groups: ["tidewater/harbour-masters", "system:authenticated"] },
    asked: { verb: "use", resource: "agentstacks", name: "fixer", namespace: "tidewater" },
  });
  const no = await identikitJson(["access", "can-i", "get", "/metrics", "--as", "mira"], { cwd: fleet.root });
  expect(no).toMatchObject({ code: 2, json: { allowed: false, asked: { path: "/metrics" } } });
});

test("can-i asks for the actor of a CI job where nobody is named", async () => {
  const args = ["access", "can-i", "use", "agentstacks/fixer"];
  const inJob = await identikit(args, { cwd: fleet.root, env: { GITHUB_ACTOR: "mira" } });
  expect(inJob).toMatchObject({ code: 2, stdout: "no: no role of mira gives it\n" });
});

test.each([
  [["can-i", "use", "agentstacks/fixer"], "nobody is named"],
  [["can-i", "use", "stack/fixer", "x", "--as", "a"], "stack/fixer and x both name an object"],
  [
    ["can-i", "use", "agentstaks", "--as", "a"],
    'there is no resource "agentstaks"; did you mean "agentstacks"?',
  ],
  [["can-i", "use", "stack", "--as", "system:masters"], '"system:masters" is not somebody'],
  [["can-i", "use", "stack", "--as-group", "forge:wirte:a/b"], '"forge:wirte:a/b" is not a group'],
  [["can-i", "use", "stack", "--as", "a", "--repository", "berths"], '"berths" is not a repository'],
  [["review", "a", "--organization", "A B"], '"A B" is not the name of an organisation'],
  [["graph", "--repository", "berths"], '"berths" is not a repository'],
] as const)("%j is wrong usage, not an answer", async (args, problem) => {
  const { code, stderr } = await access(...args);
  expect(stderr).toContain(`error USAGE: ${problem}`);
  expect(code).toBe(64);
});

test("review shows every binding of a team, of a login and of an account, with its rules", async () => {
  const team = await access("review", "tidewater/harbour-masters");
  expect(team.code).toBe(0);
  expect(team.stdout).toContain(
    "agentrolebindings/harbour-masters-run-fixer gives agentroles/run-fixer to Group tidewater/harbour-masters, in tidewater\n  create agentdispatchruns (identikit.dev)\n  use agentstacks named fixer (identikit.dev)\n",
  );
  expect(team.stdout).toContain("tidewater/harbour-masters: 1 binding in tidewater\n");
  const nobody = await access("review", "nobody");
  expect(nobody).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing gives nobody a right") });
  const args = ["access", "review", "forge:write:tidewater/berths", "--repository", "tidewater/berths"];
  const { json } = await identikitJson(args, { cwd: fleet.root });
  expect(json.bindings).toMatchObject([
    { binding: "agentrolebindings/forge-read", role: "roletemplates/viewer", implied: true },
    { binding: "agentrolebindings/forge-write-dispatch", role: "roletemplates/dispatcher" },
    { binding: "agentrolebindings/forge-write-approve", role: "roletemplates/approver" },
  ]);
});

test("graph draws roles and grants as lines, JSON, Mermaid and Graphviz, and shows what was changed by hand", async () => {
  const text = await access("graph");
  expect(text.code).toBe(0);
  expect(text.stdout).toContain(
    "Group/tidewater/harbour-masters has agentroles/run-fixer by agentrolebindings/harbour-masters-run-fixer (tidewater)\n",
  );
  expect(text.stdout).toContain(
    "AgentServiceAccount/engineer has secret/FORGE_TOKEN by agentsecretgrants/forge-token-for-engineers (mcp, tidewater/*)\n",
  );
  expect(text.stdout).not.toContain("is not what the repository declares");
  expect((await access("graph", "--format", "mermaid")).stdout).toMatch(/^flowchart LR\n {2}n0\["/);
  expect((await access("graph", "--format", "dot")).stdout).toMatch(/^digraph access \{\n/);
  const forge = await access("graph", "--repository", "tidewater/berths");
  expect(forge.stdout).toContain("Group/forge:write:tidewater/berths has roletemplates/dispatcher");

  using changed = copyFleet();
  await withStore(changed, async (store) => {
    await applyManifests(store, readManifests(fleet.root, "agents", { namespace: "tidewater" }), {
      asRepository: true,
    });
    await store.asRepository().write((objects) =>
      objects.update(agentRoleBinding, {
        kind: agentRoleBinding.kind,
        metadata: { namespace: "tidewater", name: "harbour-masters-run-fixer" },
        spec: agentRoleBinding.spec.parse({
          subject: { kind: "User", name: "mallory" },
          roleRef: { kind: "AgentRole", name: "run-fixer" },
          scope: { kind: "Organization" },
        }),
      }),
    );
  });
  const { json } = await identikitJson(["access", "graph"], { cwd: changed.root });
  expect(json.edges).toContainEqual(expect.objectContaining({ from: "User/mallory", drift: "differs" }));
});
