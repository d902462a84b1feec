import { expect, test } from "vitest";
import { agentRole } from "../../../src/agents/kinds/config/agent-role.ts";
import { agentRoleBinding } from "../../../src/agents/kinds/config/agent-role-binding.ts";
import { jsonRequest, kubernetesWorld, manifestOf, namespace, pathOf } from "./kubernetes-world.ts";

const reading = { verbs: ["get"], apiGroups: ["identikit.dev"], resources: ["agentstacks"] };
const writing = { ...reading, verbs: ["get", "delete"] };
const subject = { kind: "User", name: "mira" } as const;

/** A server whose authorizer lets mira write everything; what she has by roles is to read stacks. */
async function scene() {
  const world = await kubernetesWorld();
  const metadata = (name: string) => ({ name, namespace });
  await world.store.write(async (writer) => {
    const spec = agentRole.spec.parse({ rules: [reading] });
    await writer.create(agentRole, { kind: "AgentRole", metadata: metadata("readers"), spec });
    await writer.create(agentRole, {
      kind: "AgentRole",
      metadata: metadata("writers"),
      spec: agentRole.spec.parse({ rules: [writing] }),
    });
    const binding = {
      subject,
      roleRef: { kind: "AgentRole", name: "readers" },
      scope: { kind: "Organization" },
    };
    await writer.create(agentRoleBinding, {
      kind: "AgentRoleBinding",
      metadata: metadata("mira-reads"),
      spec: agentRoleBinding.spec.parse(binding),
    });
  });
  const send = async (method: string, path: string, body: object, type?: string) => {
    const response = await world.ask(path, jsonRequest(method, body, type));
    const { message = "", details } = JSON.parse(await response.text());
    return { status: response.status, message, cause: details?.causes?.[0]?.reason };
  };
  return { ...world, send, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

const roles = pathOf("AgentRole");
const bindings = pathOf("AgentRoleBinding");
const role = (rules: readonly object[]) => manifestOf("AgentRole", "mine", { spec: { rules } });
const binding = (name: string, more: object = {}) =>
  manifestOf("AgentRoleBinding", "mine", {
    spec: { subject, roleRef: { kind: "AgentRole", name }, scope: { kind: "Organization" }, ...more },
  });

test("nobody writes a role with rights that they do not have, by any way of writing", async () => {
  await using world = await scene();
  expect(await world.send("POST", roles, role([writing]))).toMatchObject({
    status: 403,
    cause: "ROLE_ESCALATION",
    message: expect.stringContaining("mira"),
  });
  expect(await world.send("POST", roles, role([reading]))).toMatchObject({ status: 201 });
  const path = pathOf("AgentRole", "mine");
  const patch = { spec: { rules: [writing] } };
  const merge = "application/merge-patch+json";
  expect(await world.send("PATCH", path, patch, merge)).toMatchObject({
    status: 403,
    cause: "ROLE_ESCALATION",
  });
  expect(await world.send("PATCH", `${path}?dryRun=All`, patch, merge)).toMatchObject({ status: 403 });
  const operations = [{ op: "replace", path: "/spec/rules/0/verbs", value: ["*"] }];
  expect(await world.send("PATCH", path, operations, "application/json-patch+json")).toMatchObject({
    status: 403,
  });
  const { status } = await world.send("PATCH", path, { spec: { title: "Mine" } }, merge);
  expect(status).toBe(200);
  expect(
    (await world.store.read((reader) => reader.get(agentRole, { namespace, name: "mine" })))?.spec,
  ).toEqual({
    title: "Mine",
    rules: [reading],
  });
});

test("nobody binds a role with rights that they do not have, nor beyond where they have them, nor one to come", async () => {
  await using world = await scene();
  const refused = { status: 403, cause: "BINDING_ESCALATION" };
  expect(await world.send("POST", bindings, binding("writers"))).toMatchObject(refused);
  expect(await world.send("POST", bindings, binding("to-come"))).toMatchObject(refused);
  expect(
    await world.send("POST", bindings, binding("readers", { scope: { kind: "AllOrganizations" } })),
  ).toMatchObject(refused);
  const owner = { roleRef: { kind: "RoleTemplate", name: "owner" } };
  expect(await world.send("POST", bindings, binding("", owner))).toMatchObject(refused);
  expect(await world.send("POST", bindings, binding("readers"))).toMatchObject({ status: 201 });
  const patch = { spec: { scope: { kind: "AllOrganizations" } } };
  expect(
    await world.send("PATCH", pathOf("AgentRoleBinding", "mine"), patch, "application/merge-patch+json"),
  ).toMatchObject(refused);
});
