import { join } from "node:path";
import { expect, test } from "vitest";
import { accessGraph } from "../../../src/agents/admission/access/access-graph.ts";
import { canI, parseAsk } from "../../../src/agents/admission/access/can-i.ts";
import { admit } from "../../../src/agents/admission/decision/admit.ts";
import { agentRoleBinding } from "../../../src/agents/kinds/config/agent-role-binding.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentPause } from "../../../src/agents/kinds/record/agent-pause.ts";
import { applyManifests } from "../../../src/agents/manifest/apply-manifests.ts";
import { readManifests, readManifestTexts } from "../../../src/agents/manifest/read-manifests.ts";
import { apiGroup, type Declared } from "../../../src/agents/resource/resource.ts";
import { declaredRoles } from "../../../src/agents/snapshot/declared-roles.ts";
import { readAdmissionSnapshot } from "../../../src/agents/snapshot/read-snapshot.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { house } from "../../architecture/rooms.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { facts, request } from "../admission/sample.ts";
import { openStore } from "../store/scene.ts";

const organizations = [
  { name: "tidewater", repositories: ["tidewater/*"], configRepository: "tidewater/fleet" },
];
const fleet = readManifests(join(house, "examples/fleet"), "agents", { namespace: "tidewater" });
const options = {
  organization: "tidewater",
  organizations,
  now: new Date("2026-11-22T10:00:00Z"),
  declared: declaredRoles(fleet),
};

/** The example's objects, as its repository declares them. */
async function openFleet(databases: TestDatabases) {
  const scene = await openStore(databases);
  await applyManifests(scene.store, fleet, { asRepository: true });
  return scene;
}

describeOnBoth("what admission looks at", (databases) => {
  test("is what the database holds: roles of all organisations, everything else of one", async () => {
    await using scene = await openFleet(databases);
    const elsewhere = <One extends Kind>(kind: One, spec: Declared<One>["spec"]) =>
      scene.store.write((objects) =>
        objects.create(kind, { kind: kind.kind, metadata: { namespace: "acme", name: "elsewhere" }, spec }),
      );
    await elsewhere(agentPause, agentPause.spec.parse(agentPause.example.spec));
    await elsewhere(agentStack, agentStack.spec.parse(agentStack.example.spec));
    await elsewhere(
      agentRoleBinding,
      agentRoleBinding.spec.parse({
        subject: { kind: "User", name: "root" },
        roleRef: { kind: "RoleTemplate", name: "owner" },
        scope: { kind: "AllOrganizations" },
      }),
    );
    const snapshot = await readAdmissionSnapshot(scene.database, options);
    expect(snapshot.pauses).toEqual([]);
    expect(snapshot.stacks.length).toBeGreaterThan(0);
    for (const { metadata } of [...snapshot.stacks, ...snapshot.rules, ...snapshot.grants.secretGrants])
      expect(metadata.namespace).toBe("tidewater");
    const names = snapshot.access.bindings.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
    expect(names).toEqual(["acme/elsewhere", "tidewater/harbour-masters-run-fixer"]);
    const asked = parseAsk("delete", "agentstacks/fixer", { namespace: "tidewater", apiGroup });
    expect(canI(snapshot.access, { name: "root", groups: [] }, asked)).toMatchObject({
      allowed: true,
      binding: "agentrolebindings/elsewhere",
    });
  });

  test("knows the names of sealed secrets, so that a granted one is not missing", async () => {
    await using scene = await openFleet(databases);
    const before = await readAdmissionSnapshot(scene.database, options);
    expect(before.grants.secrets).toEqual([]);
    await setSecret(
      scene.database,
      Keyring.parse(Keyring.generateEntry("k1"), "test"),
      "FORGE_TOKEN",
      "value",
    );
    const after = await readAdmissionSnapshot(scene.database, options);
    expect(after.grants.secrets).toEqual(["FORGE_TOKEN"]);
  });

  test("shows a binding that was changed by hand, which stops every dispatch until it agrees", async () => {
    await using scene = await openFleet(databases);
    const { store, database } = scene;
    const run = request({ host: facts() });
    const codes = async () =>
      admit(run, await readAdmissionSnapshot(database, options)).reasons.map(({ code }) => code);
    expect(await codes()).not.toContain("ROLE_DRIFT");
    const key = { namespace: "tidewater", name: "harbour-masters-run-fixer" };
    await store.asRepository().write(async (objects) => {
      const found = await objects.get(agentRoleBinding, key);
      if (!found) throw new Error("the example has no such binding");
      await objects.update(agentRoleBinding, {
        kind: found.kind,
        metadata: key,
        spec: { ...found.spec, subject: { kind: "User", name: "mallory" } },
      });
    });
    expect(await codes()).toContain("ROLE_DRIFT");
    const graph = accessGraph("tidewater", await readAdmissionSnapshot(database, options));
    expect(graph.edges.find(({ from }) => from === "User/mallory")).toMatchObject({ drift: "differs" });
    const gone = { ...options, declared: { roles: options.declared.roles, bindings: [] } };
    const undeclared = accessGraph("tidewater", await readAdmissionSnapshot(database, gone));
    expect(undeclared.edges.find(({ from }) => from === "User/mallory")).toMatchObject({
      drift: "undeclared",
    });
  });

  test("makes the same decision of the same rows, digest and all", async () => {
    await using one = await openFleet(databases);
    await using two = await openFleet(databases);
    const decide = async ({ database }: typeof one) =>
      admit(request(), await readAdmissionSnapshot(database, options));
    const [first, second] = [await decide(one), await decide(two)];
    expect(second).toEqual(first);
    await one.store.write((objects) =>
      objects.create(agentPause, {
        kind: agentPause.kind,
        metadata: { namespace: "tidewater", name: "berths" },
        spec: agentPause.spec.parse(agentPause.example.spec),
      }),
    );
    const paused = await decide(one);
    expect(paused.verdict).toBe("denied");
    expect(paused.reasons).toContainEqual(
      expect.objectContaining({ code: "PAUSED", object: "agentpauses/berths" }),
    );
    expect(paused.digest).not.toBe(first.digest);
  });
});

test("manifests that cannot be read declare nothing: the first problem is the answer", () => {
  const set = readManifestTexts([{ file: "agents/a.yaml", text: "kind: AgentRoll\n" }], {
    namespace: "tidewater",
  });
  expect(() => declaredRoles(set)).toThrow(
    expect.objectContaining({
      code: "RESOURCE_INVALID",
      message: expect.stringContaining("agents/a.yaml:1"),
    }),
  );
});
