import { describe, expect, test } from "vitest";
import {
  jsonRequest,
  type KubernetesWorld,
  kindCalled,
  kubernetesWorld,
  manifestOf,
  namespace,
  pathOf,
} from "./kubernetes-world.ts";

const stacks = pathOf("AgentStack");
const fixer = pathOf("AgentStack", "fixer");

async function create(world: KubernetesWorld, name: string, changes: Parameters<typeof manifestOf>[2] = {}) {
  const response = await world.ask(stacks, jsonRequest("POST", manifestOf("AgentStack", name, changes)));
  expect(response.status).toBe(201);
  return await read(response);
}

interface Answered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation: number;
    readonly resourceVersion: string;
    readonly continue?: string;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
  readonly rows: readonly unknown[];
}

async function read(response: Response): Promise<Answered> {
  return JSON.parse(await response.text());
}

/** An answer that is a Status, as every refusal is. */
async function refused(
  response: Response,
): Promise<{ reason: string; message: string; details?: Record<string, unknown> }> {
  const status = JSON.parse(await response.text());
  expect(status).toMatchObject({
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code: response.status,
  });
  return status;
}

describe("a request", () => {
  test("without a token, or with a wrong one, learns nothing but that", async () => {
    await using world = await kubernetesWorld();
    for (const headers of [{}, { authorization: "Bearer wrong" }, { authorization: "Basic bWlyYQ==" }])
      for (const path of [
        "/api",
        "/apis",
        "/openapi/v3",
        "/version",
        stacks,
        `${stacks}/x/y/z`,
        "/apis/other",
      ]) {
        const response = await fetch(`${world.url}${path}`, { headers });
        expect([path, response.status]).toEqual([path, 401]);
        await refused(response);
      }
    expect(world.asked).toEqual([]);
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
  });

  test("is asked about before anything is read, in the words of roles", async () => {
    await using world = await kubernetesWorld(() => false);
    const body = manifestOf("AgentStack", "fixer");
    const requests: [string, RequestInit, object][] = [
      [stacks, {}, { verb: "list", namespace, name: undefined }],
      ["/apis/identikit.dev/v1alpha1/agentstacks", {}, { verb: "list", namespace: undefined }],
      [`${stacks}?watch=true`, {}, { verb: "watch" }],
      [stacks, jsonRequest("POST", body), { verb: "create" }],
      [fixer, {}, { verb: "get", name: "fixer" }],
      [fixer, jsonRequest("PUT", body), { verb: "update" }],
      [fixer, jsonRequest("PATCH", {}, "application/merge-patch+json"), { verb: "patch" }],
      [fixer, { method: "DELETE" }, { verb: "delete" }],
      [`${fixer}/status`, jsonRequest("PUT", body), { verb: "update", subresource: "status" }],
      ["/api/v1/namespaces", {}, { verb: "list", group: "", resource: "namespaces" }],
      ["/openapi/v3", {}, { verb: "get", kind: "path", path: "/openapi/v3" }],
    ];
    for (const [path, init, question] of requests) {
      const response = await world.ask(path, init);
      expect([path, response.status]).toEqual([path, 403]);
      expect((await refused(response)).reason).toBe("Forbidden");
      expect(world.asked.at(-1)).toMatchObject({ user: { name: "mira" }, ...question });
    }
  });

  test("for what is not there is 404, with a method that is not offered 405, in a form that is not spoken 406 or 415", async () => {
    await using world = await kubernetesWorld();
    const status = async (path: string, init?: RequestInit) => {
      const response = await world.ask(path, init);
      return [response.status, (await refused(response)).reason];
    };
    for (const path of [
      "/apis/apps/v1",
      `${stacks}/a/scale`,
      "/apis/identikit.dev/v1alpha1/agentstacks/a",
      "/api/v1/pods",
      fixer,
      "/openapi/v3/apis/apps/v1",
    ])
      expect([path, ...(await status(path))]).toEqual([path, 404, "NotFound"]);
    expect(await status(stacks, { method: "DELETE" })).toEqual([405, "MethodNotAllowed"]);
    expect(await status("/apis", { method: "POST" })).toEqual([405, "MethodNotAllowed"]);
    expect(await status("/api/v1/namespaces", { method: "POST" })).toEqual([405, "MethodNotAllowed"]);
    expect(await status("/apis/identikit.dev/v1alpha1/agentstacks", jsonRequest("POST", {}))).toEqual([
      405,
      "MethodNotAllowed",
    ]);
    expect(await status(stacks, { headers: { accept: "application/yaml" } })).toEqual([406, "NotAcceptable"]);
    for (const type of ["application/yaml", "text/plain", "application/vnd.kubernetes.protobuf"])
      expect(await status(stacks, jsonRequest("POST", {}, type))).toEqual([415, "UnsupportedMediaType"]);
    expect(await status(fixer, jsonRequest("PATCH", {}, "application/strategic-merge-patch+json"))).toEqual([
      415,
      "UnsupportedMediaType",
    ]);
    // Without a type: a page of another site can send it unasked.
    expect(await status(stacks, { method: "POST", body: new Uint8Array(Buffer.from("{}")) })).toEqual([
      415,
      "UnsupportedMediaType",
    ]);
  });

  test("with a body that is too long, cut or no JSON is refused", async () => {
    await using world = await kubernetesWorld();
    const post = (body: string) =>
      world.ask(stacks, { method: "POST", body, headers: { "content-type": "application/json" } });
    expect((await post(`"${"a".repeat(3 * 1024 * 1024)}"`)).status).toBe(413);
    for (const body of ["", "{", "[]", "7", '{"a":1,"a":2}', '{"__proto__":{}}', "[".repeat(5000)])
      expect([body.slice(0, 20), (await post(body)).status]).toEqual([body.slice(0, 20), 400]);
  });
});

describe("the token in the path", () => {
  test("is one like any other, and two are none", async () => {
    await using world = await kubernetesWorld();
    const good = `${world.url}/t/a-token.of_mira~1`;
    const response = await fetch(`${good}${stacks}`);
    expect([response.status, response.headers.get("referrer-policy")]).toEqual([200, "no-referrer"]);
    expect(
      (await fetch(`${good}/apis`, { headers: { authorization: "Bearer a-token.of_mira~1" } })).status,
    ).toBe(401);
    for (const wrong of [
      "/t/a-token.of_mira~2/apis",
      "/t//apis",
      "/t/apis",
      "/t/a-token.of_mira%7E1/apis",
      "//t/a-token.of_mira~1/apis",
    ])
      expect([wrong, (await fetch(`${world.url}${wrong}`)).ok]).toEqual([wrong, false]);
    const unknown = await fetch(`${good}/apis/unknown`);
    expect(JSON.stringify([await unknown.text(), [...unknown.headers]])).not.toContain("a-token");
  });
});

describe("a write", () => {
  test("of unknown fields is refused, warned of, or done without a word, as the client wants it", async () => {
    await using world = await kubernetesWorld();
    const body = {
      ...manifestOf("AgentStack", "fixer", {
        spec: { foo: 1, adapter: { name: "claude", bar: 2 } },
        metadata: { baz: 3 },
      }),
      top: 4,
    };
    const post = (query: string) => world.ask(`${stacks}?dryRun=All${query}`, jsonRequest("POST", body));
    const strict = await post("&fieldValidation=Strict");
    const { reason, message } = await refused(strict);
    expect([strict.status, reason]).toEqual([400, "BadRequest"]);
    for (const path of ["top", "metadata.baz", "spec.foo", "spec.adapter.bar"])
      expect(message).toContain(`unknown field "${path}"`);
    const warned = await post("");
    expect([warned.status, warned.headers.get("warning")]).toEqual([
      201,
      expect.stringContaining(String.raw`299 - "unknown field \"spec.adapter.bar\""`),
    ]);
    expect((await read(warned)).spec).not.toHaveProperty("foo");
    const ignored = await post("&fieldValidation=Ignore");
    expect([ignored.status, ignored.headers.get("warning")]).toEqual([201, null]);
    expect((await post("&fieldValidation=strict")).status).toBe(400);
  });

  test("that does not fit the kind says each cause with its field (P-43)", async () => {
    await using world = await kubernetesWorld();
    const body = manifestOf("AgentStack", "fixer", {
      spec: { baseAgent: undefined, budget: { turns: 0 }, writeBack: [{ action: "bribe" }] },
    });
    const response = await world.ask(stacks, jsonRequest("POST", body));
    const { reason, details } = await refused(response);
    expect([response.status, reason]).toEqual([422, "Invalid"]);
    expect(details).toMatchObject({
      name: "fixer",
      group: "identikit.dev",
      kind: "AgentStack",
      causes: expect.arrayContaining([
        expect.objectContaining({ field: "spec.baseAgent", reason: "FieldValueRequired" }),
        expect.objectContaining({ field: "spec.budget.turns", reason: "FieldValueInvalid" }),
        expect.objectContaining({ field: "spec.writeBack[0].action", reason: "FieldValueInvalid" }),
      ]),
    });
  });

  test("under another name, organisation, version or kind than the path's is refused", async () => {
    await using world = await kubernetesWorld();
    const good = manifestOf("AgentStack", "fixer");
    const wrong = [
      { ...good, apiVersion: "v1" },
      { ...good, kind: "AgentSkill" },
      { ...good, metadata: { name: "fixer", namespace: "tidewater" } },
      { ...good, metadata: { name: "fixer", finalizers: ["a"] } },
      { ...good, metadata: { name: "fixer", resourceVersion: "1" } },
      { ...good, metadata: "fixer" },
    ];
    for (const body of wrong) expect((await world.ask(stacks, jsonRequest("POST", body))).status).toBe(400);
    expect(
      (
        await world.ask(
          pathOf("AgentStack", "other"),
          jsonRequest("PATCH", {}, "application/merge-patch+json"),
        )
      ).status,
    ).toBe(404);
    await create(world, "fixer");
    const renamed = { ...good, metadata: { name: "other" } };
    expect((await world.ask(fixer, jsonRequest("PUT", renamed))).status).toBe(400);
    expect((await world.ask(stacks, jsonRequest("POST", { ...good, metadata: {} }))).status).toBe(422);
  });

  test("makes a name where it is given only the beginning of one", async () => {
    await using world = await kubernetesWorld();
    const body = { ...manifestOf("AgentStack", ""), metadata: { generateName: "fixer-" } };
    const { metadata } = await read(await world.ask(stacks, jsonRequest("POST", body)));
    expect(metadata.name).toMatch(/^fixer-[a-z0-9]{5}$/);
  });

  test("of what has changed meanwhile is a conflict, and of what is there already too", async () => {
    await using world = await kubernetesWorld();
    const first = await create(world, "fixer");
    const again = await world.ask(stacks, jsonRequest("POST", manifestOf("AgentStack", "fixer")));
    expect([again.status, (await refused(again)).reason]).toEqual([409, "AlreadyExists"]);
    const put = (resourceVersion: unknown, pool: string) => {
      const { metadata, ...rest } = manifestOf("AgentStack", "fixer", { spec: { runnerPool: pool } });
      return world.ask(fixer, jsonRequest("PUT", { ...rest, metadata: { ...metadata, resourceVersion } }));
    };
    const second = await put(first.metadata.resourceVersion, "macos");
    expect(second.status).toBe(200);
    const third = await put(first.metadata.resourceVersion, "windows");
    expect([third.status, (await refused(third)).reason]).toEqual([409, "Conflict"]);
    expect((await put(undefined, "windows")).status).toBe(422);
    const patch = {
      metadata: { resourceVersion: first.metadata.resourceVersion },
      spec: { runnerPool: "windows" },
    };
    expect((await world.ask(fixer, jsonRequest("PATCH", patch, "application/merge-patch+json"))).status).toBe(
      409,
    );
    const uid = { metadata: { uid: "another" } };
    expect((await world.ask(fixer, jsonRequest("PATCH", uid, "application/merge-patch+json"))).status).toBe(
      409,
    );
    const remove = (preconditions: object) =>
      world.ask(fixer, jsonRequest("DELETE", { kind: "DeleteOptions", preconditions }));
    expect((await remove({ uid: "another" })).status).toBe(409);
    expect((await remove({ resourceVersion: first.metadata.resourceVersion })).status).toBe(409);
    expect((await remove({ uid: first.metadata.uid })).status).toBe(200);
  });

  test("of the object leaves its status, and of the status leaves the object", async () => {
    await using world = await kubernetesWorld();
    const made = await create(world, "fixer", {});
    expect(made.status).toEqual({});
    const merge = (path: string, patch: object) =>
      world.ask(path, jsonRequest("PATCH", patch, "application/merge-patch+json"));
    const both = { spec: { runnerPool: "macos" }, status: { phase: "Ready" } };
    const whole = await read(await merge(fixer, both));
    expect([whole.spec.runnerPool, whole.status.phase, whole.metadata.generation]).toEqual([
      "macos",
      undefined,
      2,
    ]);
    const status = await read(
      await merge(`${fixer}/status`, { spec: { runnerPool: "windows" }, status: { phase: "Ready" } }),
    );
    expect([status.spec.runnerPool, status.status.phase, status.metadata.generation]).toEqual([
      "macos",
      "Ready",
      2,
    ]);
    expect((await merge(`${fixer}/status`, { status: { phase: "Splendid" } })).status).toBe(422);
    expect((await world.ask(`${fixer}/status`, { method: "DELETE" })).status).toBe(405);
  });

  test("that is only tried changes nothing and gives what it would (P-45)", async () => {
    await using world = await kubernetesWorld();
    const dry = await world.ask(
      `${stacks}?dryRun=All`,
      jsonRequest("POST", manifestOf("AgentStack", "fixer")),
    );
    expect([dry.status, (await read(dry)).metadata.resourceVersion]).toEqual([201, undefined]);
    expect((await world.ask(fixer)).status).toBe(404);
    const made = await create(world, "fixer");
    const patch = jsonRequest("PATCH", { spec: { runnerPool: "macos" } }, "application/merge-patch+json");
    const tried = await read(await world.ask(`${fixer}?dryRun=All`, patch));
    expect([tried.spec.runnerPool, tried.metadata.resourceVersion]).toEqual([
      "macos",
      made.metadata.resourceVersion,
    ]);
    expect((await world.ask(`${fixer}?dryRun=All`, { method: "DELETE" })).status).toBe(200);
    expect(await read(await world.ask(fixer))).toEqual(made);
    expect((await world.ask(`${fixer}?dryRun=Some`, { method: "DELETE" })).status).toBe(400);
  });
});

describe("a list", () => {
  test("comes in pages, each of which names the state of the first", async () => {
    await using world = await kubernetesWorld();
    for (const name of ["a", "b", "c", "d", "e"]) await create(world, name);
    const page = async (query: string) => await read(await world.ask(`${stacks}?${query}`));
    const first = await page("limit=2");
    await create(world, "f");
    const second = await page(`limit=2&continue=${first.metadata.continue}`);
    const rest = await page(`limit=200&continue=${second.metadata.continue}`);
    const names = [first, second, rest].map(({ items }) => items.map(({ metadata }) => metadata.name));
    expect(names).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
    ]);
    expect(rest.metadata.continue).toBeUndefined();
    for (const query of [
      "continue=!",
      "limit=-1",
      "limit=x",
      "labelSelector=((",
      "fieldSelector=a",
      "resourceVersion=x",
      "resourceVersionMatch=Never",
    ])
      expect([query, (await world.ask(`${stacks}?${query}`)).status]).toEqual([query, 400]);
  });

  test("of a state that is not kept, or not there yet, is refused", async () => {
    await using world = await kubernetesWorld();
    const { metadata } = await create(world, "a");
    await create(world, "b");
    const at = async (query: string) => (await world.ask(`${stacks}?${query}`)).status;
    expect(await at(`resourceVersion=${metadata.resourceVersion}`)).toBe(200);
    expect(await at(`resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`)).toBe(410);
    expect(
      await at(
        `resourceVersion=${BigInt(metadata.resourceVersion) + 1000n}&resourceVersionMatch=NotOlderThan`,
      ),
    ).toBe(504);
  });

  test("is one of thousands without holding them at once", async () => {
    await using world = await kubernetesWorld();
    const kind = kindCalled("AgentStack");
    const { spec } = manifestOf("AgentStack", "");
    await world.store.write(async (writer) => {
      for (let at = 0; at < 1000; at++)
        await writer.create(kind, {
          kind: "AgentStack",
          metadata: { name: `s-${at}`, namespace },
          spec: kind.spec.parse(spec),
        });
    });
    const { items, metadata } = await read(await world.ask(stacks));
    expect([items.length, metadata.continue]).toEqual([1000, undefined]);
    const table = await read(
      await world.ask(`${stacks}?limit=150`, {
        headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
      }),
    );
    expect([table.kind, table.rows.length, typeof table.metadata.continue]).toEqual(["Table", 150, "string"]);
    // A client that leaves in the middle leaves nothing behind.
    const half = await world.ask(stacks);
    await half.body?.cancel();
    expect((await world.ask(`${stacks}?limit=1`)).status).toBe(200);
  });
});
