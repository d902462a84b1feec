import { describe, expect, test } from "vitest";
import { agentMemoryRepository } from "../../../src/agents/kinds/config/agent-memory-repository.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { MemoryRepository } from "../../agents/memory/memory-repository.ts";
import { run } from "../../agents/store/scene.ts";
import { agentsWorld } from "./agents-world.ts";

type World = Awaited<ReturnType<typeof agentsWorld>>;

/** A run, an approval of it and a workspace, as they are stored. */
async function lay({ store }: World) {
  const namespace = "acme";
  return await store.write(async (writer) => {
    const made = await writer.create(agentDispatchRun, run("one"), { phase: "Running" });
    const approval = await writer.create(
      agentApproval,
      {
        kind: agentApproval.kind,
        metadata: { namespace, name: "ask" },
        spec: agentApproval.spec.parse({ ...agentApproval.example.spec, run: "one" }),
      },
      { phase: "Pending" },
    );
    const spec = agentWorkspace.spec.parse(agentWorkspace.example.spec);
    await writer.create(agentWorkspace, {
      kind: agentWorkspace.kind,
      metadata: { namespace, name: "place" },
      spec,
    });
    return { made, approval };
  });
}

test("every route is in the document, and nothing else is", async () => {
  await using world = await agentsWorld();
  const document = JSON.parse(await (await world.ask("GET", "/api/openapi.json")).text());
  const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routed = world.api.routes.map(
    ({ method, path }) => `${method} ${path.replace(/:([a-z]+)/g, "{$1}")}`,
  );
  expect(described.sort()).toEqual(routed.sort());
  expect(described.length).toBeGreaterThan(24);
  const text = JSON.stringify(document);
  const names = new Set(
    [...text.matchAll(/"#\/components\/(schemas|responses)\/([^"]+)"/g)].map(
      ([, of, name]) => `${of} ${name}`,
    ),
  );
  for (const name of names) {
    const [of = "", key = ""] = name.split(" ");
    expect(document.components[of], name).toHaveProperty([key]);
  }
  const { requestBody } = document.paths["/api/agents/approvals/{approval}/decision"].post;
  expect(requestBody.content["application/json"].schema).toMatchObject({
    required: ["digest", "verdict"],
    properties: { verdict: { enum: ["approve", "reject"] }, expectedGeneration: { type: "integer" } },
  });
});

describe("a request is refused", () => {
  const code = async (answer: Promise<Response>) => {
    const response = await answer;
    const { error } = JSON.parse(await response.text());
    expect(Object.keys(error)).toEqual(expect.arrayContaining(["code", "message", "reasons"]));
    return [response.status, error.code];
  };

  test("with 401 without a token that counts", async () => {
    await using world = await agentsWorld();
    for (const authorization of ["", "Bearer idt_wrong", "Basic eDp5"])
      expect(await code(world.ask("GET", "/api/agents/runs", undefined, { authorization }))).toEqual([
        401,
        "AUTH_REQUIRED",
      ]);
    const token = await world.issue();
    const bearer = { authorization: `Bearer ${token}` };
    expect((await world.ask("GET", "/api/agents/runs", undefined, bearer)).status).toBe(200);
    await world.tokens.revoke(token);
    expect((await world.ask("GET", "/api/agents/runs", undefined, bearer)).status).toBe(401);
  });

  test("with 403 where roles do not give it, or the token is not for it", async () => {
    await using world = await agentsWorld();
    const { approval } = await lay(world);
    const nobody = { authorization: `Bearer ${await world.issue({ actor: { kind: "User", name: "noa" } })}` };
    expect(await code(world.ask("GET", "/api/agents/runs", undefined, nobody))).toEqual([
      403,
      "POLICY_DENIED",
    ]);
    const limited = async (...scopes: string[]) => ({
      authorization: `Bearer ${await world.issue({ scopes })}`,
    });
    const reading = await limited("read");
    expect((await world.ask("GET", "/api/agents/runs", undefined, reading)).status).toBe(200);
    const decision = { digest: approval.spec.artifactDigest, verdict: "reject" };
    for (const [method, path, body] of [
      ["POST", "/api/agents/stacks", {}],
      ["POST", "/api/agents/runs/one/cancel", {}],
      ["POST", "/api/agents/approvals/ask/decision", decision],
      ["POST", "/api/agents/workspaces/place/action", { action: "pin" }],
      ["POST", "/api/agents/rules/one/dry-run", { delivery: "one" }],
      ["POST", "/api/agents/reviews/any/decision", { verdict: "resolve" }],
      ["POST", "/api/agents/deliveries/any/replay", {}],
      ["POST", "/api/agents/mcp/any/probe", {}],
    ] as const)
      expect([path, ...(await code(world.ask(method, path, body, reading)))]).toEqual([
        path,
        403,
        "POLICY_DENIED",
      ]);
    const cancelling = await limited("cancel", "read:agentstacks");
    expect(await code(world.ask("GET", "/api/agents/runs", undefined, cancelling))).toEqual([
      403,
      "POLICY_DENIED",
    ]);
    expect((await world.ask("GET", "/api/agents/stacks", undefined, cancelling)).status).toBe(200);
    expect((await world.ask("POST", "/api/agents/runs/one/cancel", {}, cancelling)).status).toBe(200);
    expect(await code(world.ask("GET", "/api/agents/stacks", undefined, await limited()))).toEqual([
      403,
      "POLICY_DENIED",
    ]);
  });

  test("with 404 for what is not there", async () => {
    await using world = await agentsWorld();
    expect(await code(world.ask("GET", "/api/agents/runs?org=others"))).toEqual([404, "NOT_FOUND"]);
    expect(await code(world.ask("POST", "/api/agents/runs/none/cancel", {}))).toEqual([404, "NOT_FOUND"]);
  });

  test("with 409 where the object is not the one that was looked at, and is done with its generation", async () => {
    await using world = await agentsWorld();
    const { made, approval } = await lay(world);
    const { generation } = made.metadata;
    const digest = approval.spec.artifactDigest;
    const asked = [
      ["runs/one/write-back", { type: "comment", body: "x" }],
      ["workspaces/place/action", { action: "recover", host: "berth-2" }],
      ["workspaces/place/action", { action: "pin" }],
      ["approvals/ask/decision", { digest, verdict: "reject" }],
      ["runs/one/cancel", {}],
    ] as const;
    for (const [path, body] of asked) {
      const at = `/api/agents/${path}`;
      const other = { ...body, expectedGeneration: generation + 1 };
      expect([path, ...(await code(world.ask("POST", at, other)))]).toEqual([path, 409, "CONFLICT"]);
      expect([
        path,
        (await world.ask("POST", at, { ...body, expectedGeneration: generation })).status,
      ]).toEqual([path, 200]);
    }
    // Cancelling has changed the run: who still looks at the run of before is told.
    expect(
      await code(world.ask("POST", "/api/agents/runs/one/retry", { expectedGeneration: generation })),
    ).toEqual([409, "CONFLICT"]);
  });

  test("with 410 where changes since then are no longer kept", async () => {
    await using world = await agentsWorld();
    await lay(world);
    const at = "/api/watch/orgs/acme/agentdispatchruns";
    expect(await code(world.ask("GET", at, undefined, { "last-event-id": "1" }))).toEqual([
      410,
      "WATCH_TOO_OLD",
    ]);
    const [far] = [new Date(Date.now() + 3600_000)];
    await pruneRecords(world.database, { before: new Date(0), changesBefore: far, changes: 0 });
    expect((await world.ask("GET", at, undefined, { "last-event-id": "2" })).status).toBe(410);
    const fresh = await world.ask("GET", at);
    expect(fresh.status).toBe(200);
    await fresh.body?.cancel();
  });

  test("with 413 and 422 for what has not the size or the shape", async () => {
    await using world = await agentsWorld();
    await lay(world);
    for (const [path, body] of [
      ["approvals/ask/decision", { digest: "x", verdict: "maybe" }],
      ["approvals/ask/decision", { verdict: "approve" }],
      ["runs/one/cancel", { expectedGeneration: -1 }],
      ["runs/one/cancel", { expectedGeneration: "1" }],
      ["runs/one/cancel", { force: true }],
      ["runs/one/continue", {}],
      ["workspaces/place/action", { action: "melt" }],
      ["workspaces/place/action", []],
      ["rules/one/dry-run", { delivery: 7 }],
      ["stacks", { metadata: { name: "x" }, spec: {} }],
    ] as const)
      expect([path, ...(await code(world.ask("POST", `/api/agents/${path}`, body)))]).toEqual([
        path,
        422,
        "RESOURCE_INVALID",
      ]);
    const long = { message: "x".repeat(4 * 1024 * 1024) };
    expect((await world.ask("POST", "/api/agents/runs/one/fork", long)).status).toBe(413);
  });

  test("with 503 where 256 streams are open, until one of them ends", async () => {
    await using world = await agentsWorld();
    const at = "/api/watch/orgs/acme?kinds=agentdispatchruns";
    const open = [];
    for (let count = 0; count < 256; count++) open.push(await world.ask("GET", at));
    expect(open.every(({ status }) => status === 200)).toBe(true);
    const refused = await world.ask("GET", at);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    await open[0]?.body?.cancel();
    await expect.poll(async () => (await world.ask("GET", at)).status, { timeout: 60_000 }).toBe(200);
    await Promise.all(open.map(({ body }) => body?.cancel()));
  });
});

test("a list is a list, also where a watch is asked for: those have routes of their own", async () => {
  await using world = await agentsWorld();
  const answer = await world.ask("GET", "/api/agents/runs?watch=true&timeoutSeconds=60");
  expect(await answer.json()).toMatchObject({ items: [] });
});

test("the memory is searched by those who may, and their token has to be good for it (P-60)", async () => {
  const memory = new MemoryRepository();
  const commit = memory.commit("2026-11-19T00:00:00Z", { "gates.md": "# Gates\n\nThey close at dusk." });
  await using world = await agentsWorld(() => memory.store);
  await world.store.write((writer) =>
    writer.create(agentMemoryRepository, {
      kind: agentMemoryRepository.kind,
      metadata: { namespace: "acme", name: "brain" },
      spec: agentMemoryRepository.spec.parse({ repositoryRef: { name: "acme/brain" } }),
    }),
  );
  const path = "/api/agents/memory/query";
  const answer = await world.ask("POST", path, { text: "dusk" });
  expect(JSON.parse(await answer.text())).toMatchObject({
    ...{ query: expect.stringMatching(/^q-/), commit, more: 0, withheld: 0 },
    hits: [{ path: "gates.md", title: "Gates", lines: [{ line: 3, text: "They close at dusk." }] }],
  });
  const reader = { authorization: `Bearer ${await world.issue({ scopes: ["read"] })}` };
  expect((await world.ask("POST", path, {}, reader)).status).toBe(403);
  expect((await world.ask("POST", path, { words: "dusk" })).status).toBe(422);
  expect((await world.ask("POST", path, { at: "in two days" })).status).toBe(400);
});
