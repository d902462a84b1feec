import { afterEach, beforeEach, expect, test } from "vitest";
import { randomFrom } from "../../config/random-writes.ts";
import { expectAnswered, head, headers, methods, targets } from "../odd-requests.ts";
import { jsonRequest, kubernetesWorld, manifestOf, pathOf } from "./kubernetes-world.ts";

const uncaught: unknown[] = [];
const note = (problem: unknown) => void uncaught.push(problem);
beforeEach(() => {
  uncaught.length = 0;
  process.on("uncaughtExceptionMonitor", note);
});
afterEach(() => {
  process.off("uncaughtExceptionMonitor", note);
  expect(uncaught).toEqual([]);
});

const paths = [
  ...["/api", "/api/v1", "/api/v1/namespaces", "/api/v1/namespaces/berths", "/apis", "/apis/identikit.dev"],
  ...[
    "/apis/identikit.dev/v1alpha1",
    "/openapi/v2",
    "/openapi/v3",
    "/openapi/v3/apis/identikit.dev/v1alpha1",
  ],
  ...[
    "/version",
    "/healthz",
    "/apis/identikit.dev/v1alpha1/agentstacks",
    pathOf("AgentStack"),
    pathOf("AgentDispatchRun"),
  ],
  ...[
    pathOf("AgentStack", "fixer"),
    `${pathOf("AgentStack", "fixer")}/status`,
    pathOf("AgentStack", "%2e%2e"),
    pathOf("AgentStack", "a%2Fb"),
  ],
];
const words = [
  "",
  "0",
  "1",
  "-1",
  "true",
  "All",
  "x",
  "a=b",
  "((",
  "a in (",
  "NotOlderThan",
  "Exact",
  "Strict",
  "\u0000",
  "99999999999999999999",
  "%",
  "ü",
  "a".repeat(3000),
];
const parameters = [
  ...[
    "limit",
    "continue",
    "labelSelector",
    "fieldSelector",
    "resourceVersion",
    "resourceVersionMatch",
    "dryRun",
  ],
  ...["fieldValidation", "includeObject", "sendInitialEvents", "allowWatchBookmarks", "pretty", "watch"],
];
const accepts = [
  "*/*",
  "application/json",
  "application/json;as=Table;v=v1;g=meta.k8s.io",
  ";;;",
  "a/b;q=x,*/*;q=0.1",
  ",",
  "text/html",
];
const types = [
  "application/json",
  "application/merge-patch+json",
  "application/json-patch+json",
  "application/apply-patch+yaml",
  "x",
  ";",
];
const values: unknown[] = [
  null,
  0,
  -1,
  1e300,
  "",
  "x",
  [],
  {},
  [[]],
  { a: null },
  true,
  "\u0000",
  "__proto__",
  { constructor: {} },
  "2026-01-01T00:00:00Z",
];

test("whatever is asked of the objects is answered or refused, and the server goes on", async () => {
  await using world = await kubernetesWorld();
  const random = randomFrom(20261122);
  const pick = <One>(list: readonly One[]): One => list[random(list.length)] as One;
  const statuses = new Set<number>();
  await world.ask(pathOf("AgentStack"), jsonRequest("POST", manifestOf("AgentStack", "fixer")));
  const body = (): string => {
    const manifest: Record<string, unknown> = structuredClone(
      manifestOf("AgentStack", pick(["fixer", "b", ""])),
    );
    for (let changes = random(4); changes > 0; changes--) {
      const holder = pick([manifest, manifest.metadata, manifest.spec]) as
        | Record<string, unknown>
        | undefined;
      if (typeof holder === "object" && holder !== null)
        Object.assign(holder, {
          [pick([
            "name",
            "spec",
            "metadata",
            "kind",
            "adapter",
            "labels",
            "annotations",
            "uid",
            "zzz",
            "writeBack",
          ])]: structuredClone(pick(values)),
        });
    }
    const patch = [
      {
        op: pick(["add", "remove", "replace", "move", "copy", "test", "x"]),
        path: pick([
          "",
          "/",
          "/spec",
          "/spec/skills/-",
          "/spec/skills/9",
          "/metadata/name",
          "/~2",
          "/__proto__/a",
        ]),
        from: pick(["", "/spec", "/x"]),
        value: pick(values),
      },
    ];
    const text = JSON.stringify(random(3) === 0 ? patch : manifest);
    return random(10) === 0 ? text.slice(0, random(text.length)) : text;
  };
  for (let count = 0; count < 2500; count++) {
    const query = new URLSearchParams({ timeoutSeconds: "1" });
    // One in four is nearly right, so that what lies behind the first checks is reached too.
    const isNear = random(4) === 0;
    for (let more = isNear ? 0 : random(3); more > 0; more--) query.append(pick(parameters), pick(words));
    const method = isNear
      ? "POST"
      : pick(["GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
    const type = isNear ? "application/json" : pick(types);
    const init: RequestInit = {
      method,
      headers: { accept: isNear ? "*/*" : pick(accepts), "content-type": type },
    };
    if (method !== "GET" && method !== "HEAD") init.body = body();
    const response = await world.ask(`${isNear ? pathOf("AgentStack") : pick(paths)}?${query}`, init);
    statuses.add(response.status);
    if (query.has("watch")) await response.body?.cancel();
    else await response.arrayBuffer();
  }
  // A status of 500 would be a fault of ours that nobody has thought of.
  expect(world.faults).toEqual([]);
  expect([...statuses].filter((status) => status >= 500 && status !== 504)).toEqual([]);
  expect([200, 201, 400, 404, 405, 406, 409, 415, 422].filter((status) => !statuses.has(status))).toEqual([]);
  expect((await world.ask("/apis")).status).toBe(200);
});

test("odd targets, methods and headers are answered or refused too, with a token in the path or without", async () => {
  await using world = await kubernetesWorld();
  const token = "/t/a-token.of_mira~1";
  for (const target of targets)
    for (const start of ["/apis", `${token}/apis/identikit.dev/v1alpha1`, token])
      await expectAnswered(world.url, `GET ${start}${target} HTTP/1.1\r\n${head}\r\n`);
  for (const method of methods)
    await expectAnswered(world.url, `${method} ${token}/apis HTTP/1.1\r\n${head}\r\n`);
  for (const lines of headers)
    await expectAnswered(world.url, `POST ${token}${pathOf("AgentStack")} HTTP/1.1\r\n${lines}\r\n`);
  expect(world.faults).toEqual([]);
  expect((await world.ask("/apis")).status).toBe(200);
});
