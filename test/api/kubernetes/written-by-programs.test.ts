import { expect, test } from "vitest";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import {
  jsonRequest,
  kindCalled,
  kubernetesWorld,
  manifestOf,
  namespace,
  pathOf,
} from "./kubernetes-world.ts";

test.each([
  "AgentApproval",
  "AgentAction",
  "AgentArtifact",
  "AgentDispatchAttempt",
  "AgentReviewArtifact",
  "AgentToolEvent",
  "WebhookDelivery",
])("nobody writes a record of the kind %s over the API, whatever their roles give", async (kind) => {
  await using world = await kubernetesWorld();
  const refused = await world.ask(pathOf(kind), jsonRequest("POST", manifestOf(kind, "forged")));
  expect([refused.status, await refused.json()]).toEqual([
    403,
    expect.objectContaining({ message: expect.stringContaining("is written by Identikit alone") }),
  ]);
  const found = await world.store.read((reader) => reader.list(kindCalled(kind), { namespace }));
  expect(found.items).toEqual([]);
});

test("nobody approves by writing the status or the spec of an approval", async () => {
  await using world = await kubernetesWorld();
  const metadata = { namespace, name: "a-1" };
  const spec = agentApproval.spec.parse(agentApproval.example.spec);
  await world.store.write((writer) =>
    writer.create(agentApproval, { kind: agentApproval.kind, metadata, spec }, { phase: "Pending" }),
  );
  const path = pathOf("AgentApproval", "a-1");
  const merge = "application/merge-patch+json";
  for (const [at, method, body] of [
    [`${path}/status`, "PATCH", { status: { phase: "Approved" } }],
    [path, "PATCH", { metadata: { annotations: { a: "b" } } }],
    [path, "PUT", manifestOf("AgentApproval", "a-1")],
  ] as const)
    expect(
      (await world.ask(at, jsonRequest(method, body, method === "PATCH" ? merge : undefined))).status,
    ).toBe(403);
  const approval = await world.store.read((reader) => reader.get(agentApproval, metadata));
  expect(approval?.status).toEqual({ phase: "Pending" });
});

test("people go on declaring runs, and say of one that it is to end", async () => {
  await using world = await kubernetesWorld();
  const made = await world.ask(
    pathOf("AgentDispatchRun"),
    jsonRequest("POST", manifestOf("AgentDispatchRun", "run-1")),
  );
  expect(made.status).toBe(201);
  const path = pathOf("AgentDispatchRun", "run-1");
  const merge = "application/merge-patch+json";
  expect((await world.ask(path, jsonRequest("PATCH", { spec: { cancelled: true } }, merge))).status).toBe(
    200,
  );
  const status = { status: { phase: "Succeeded" } };
  expect((await world.ask(`${path}/status`, jsonRequest("PATCH", status, merge))).status).toBe(403);
});
