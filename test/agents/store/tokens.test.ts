import { expect, test } from "vitest";
import { isTokenScope, scopeActions, scopesAllow } from "../../../src/agents/admission/rbac/token-scope.ts";
import { ApiTokens } from "../../../src/agents/store/tokens/api-tokens.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore } from "./scene.ts";

const start = new Date("2026-11-22T08:00:00Z");
const after = (ms: number) => new Date(start.getTime() + ms);
const hourMs = 3600_000;
const mira = {
  actor: { kind: "User" as const, name: "mira" },
  namespace: "acme",
  expires: after(8 * hourMs),
};

describeOnBoth("a token of the API", (databases) => {
  test("is found with its limits until its time is over, and the database does not have it", async () => {
    await using scene = await openStore(databases);
    const tokens = new ApiTokens(scene.database);
    const whole = await tokens.issue(mira, start);
    const limited = await tokens.issue({ ...mira, scopes: ["read", "dispatch"] }, start);
    const useless = await tokens.issue({ ...mira, scopes: [] }, start);
    expect(await tokens.find(whole, start)).toEqual(mira);
    expect(await tokens.find(limited, start)).toEqual({ ...mira, scopes: ["read", "dispatch"] });
    // No scope at all is nothing, and not everything.
    const { scopes = ["*"] } = (await tokens.find(useless, start)) ?? {};
    expect(
      scopesAllow(scopes, {
        verb: "get",
        namespace: "acme",
        apiGroup: "identikit.dev",
        resource: "agentstacks",
      }),
    ).toBe(false);
    expect(await tokens.find(limited, after(8 * hourMs))).toBeUndefined();
    expect(await tokens.find("idt_other", start)).toBeUndefined();
  });

  test("that may go unused for a while ends after it, and a use counts", async () => {
    await using scene = await openStore(databases);
    const tokens = new ApiTokens(scene.database);
    const token = await tokens.issue({ ...mira, idleMs: hourMs }, start);
    expect(await tokens.find(token, after(hourMs - 1))).toBeDefined();
    expect(await tokens.find(token, after(2 * hourMs - 2))).toBeDefined();
    expect(await tokens.find(token, after(3 * hourMs - 2))).toBeUndefined();
  });

  test("is taken away alone, or with all of its holder's", async () => {
    await using scene = await openStore(databases);
    const tokens = new ApiTokens(scene.database);
    const issued = [await tokens.issue(mira, start), await tokens.issue({ ...mira, idleMs: hourMs }, start)];
    const last = await tokens.issue({ ...mira, scopes: ["read"] }, start);
    const others = await tokens.issue({ ...mira, actor: { kind: "User", name: "noa" }, idleMs: 1 }, start);
    expect([await tokens.revoke(last), await tokens.revoke(last)]).toEqual([true, false]);
    expect(await tokens.withdraw({ kind: "User", name: "Mira" }, "acme")).toBe(2);
    for (const token of [...issued, last]) expect(await tokens.find(token, start)).toBeUndefined();
    expect(await tokens.find(others, start)).toBeDefined();
  });
});

test("a scope is about what its words say, and about nothing else", () => {
  const ask = (verb: string, resource: string, subresource?: string) => ({
    ...{ verb, resource, subresource, namespace: "acme", apiGroup: "identikit.dev" },
  });
  const may = (scope: string, ...asked: Parameters<typeof ask>) => scopesAllow([scope], ask(...asked));
  expect([may("read", "list", "agentstacks"), may("read", "create", "agentstacks")]).toEqual([true, false]);
  expect([
    may("read:agentstacks", "get", "agentstacks"),
    may("read:agentstacks", "get", "agentdispatchruns"),
  ]).toEqual([true, false]);
  expect([
    may("write:agentstacks", "patch", "agentstacks"),
    may("write:agentstacks", "delete", "agentroles"),
  ]).toEqual([true, false]);
  expect([may("dispatch", "create", "agentdispatchruns"), may("dispatch", "use", "agentstacks")]).toEqual([
    true,
    true,
  ]);
  expect([
    may("dispatch", "get", "agentdispatchruns"),
    may("dispatch", "update", "agentapprovals", "decision"),
  ]).toEqual([false, false]);
  expect(may("approve", "update", "agentapprovals", "decision")).toBe(true);
  expect(may("write:agentapprovals", "update", "agentapprovals", "decision")).toBe(false);
  expect(scopesAllow(["read"], { verb: "get", path: "/metrics" })).toBe(true);
  expect(scopesAllow(["dispatch"], { verb: "get", path: "/metrics" })).toBe(false);
  for (const scope of ["read", "read:agentstacks", "write:agentroles", ...scopeActions])
    expect([scope, isTokenScope(scope)]).toEqual([scope, true]);
  for (const scope of [
    "",
    "*",
    "write",
    "read:",
    "read:*",
    "read:secrets",
    "READ",
    "read ",
    "admin",
    "read:agentstacks:x",
  ])
    expect([scope, isTokenScope(scope)]).toEqual([scope, false]);
});
