import { describe, expect, test } from "vitest";
import { TrustedPeers } from "../../../src/api/doors/peers.ts";
import { addressKey, RateLimit } from "../../../src/api/doors/rate-limit.ts";
import { doorsWorld, hourMs } from "./doors-world.ts";

describe("sign-ins", () => {
  test("are ten at once from one address, then one each six seconds; a right link is never kept waiting", async () => {
    await using world = await doorsWorld();
    const wrong = async () => await world.form("/login", { token: "idt_wrong" });
    for (let tries = 0; tries < 10; tries++) expect((await wrong()).status).toBe(401);
    const refused = await wrong();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "6"]);
    expect(await refused.text()).toContain("RATE_LIMITED");
    expect((await world.enter()).answer.status).toBe(303);
    world.clock.now = new Date(world.clock.now.getTime() + 6000);
    expect((await wrong()).status).toBe(401);
    expect((await wrong()).status).toBe(429);
  });

  test("are counted by the address that a trusted proxy names, and by no other word", async () => {
    const tries = async (peers: TrustedPeers | undefined, forwarded: (at: number) => string) => {
      await using world = await doorsWorld({ kind: "token", ...(peers ? { peers } : {}) });
      const statuses: number[] = [];
      for (let at = 0; at < 12; at++) {
        const headers = { "x-forwarded-for": forwarded(at) };
        statuses.push((await world.form("/login", { token: "idt_wrong" }, headers)).status);
      }
      return statuses.at(-1);
    };
    const proxy = new TrustedPeers(["127.0.0.1", "10.0.0.0/8"]);
    expect(await tries(proxy, (at) => `203.0.113.${at}`)).toBe(401);
    expect(await tries(proxy, (at) => `203.0.113.${at}, 10.1.2.3`)).toBe(401);
    // What a client wrote there itself stands before what the proxy wrote.
    expect(await tries(proxy, (at) => `203.0.113.${at}, 198.51.100.7`)).toBe(429);
    expect(await tries(undefined, (at) => `203.0.113.${at}`)).toBe(429);
  });
});

describe("dispatches and decisions", () => {
  const people = async (world: Awaited<ReturnType<typeof doorsWorld>>) => {
    const expires = new Date(world.clock.now.getTime() + hourMs);
    const tokenOf = async (name: string) =>
      await world.tokens.issue(
        { actor: { kind: "User", name }, namespace: "tidewater", expires },
        world.clock.now,
      );
    return { tokenOf };
  };

  test.each([
    ["/api/agents/runs", 30],
    ["/api/agents/runs/one/retry", 30],
    ["/apis/identikit.dev/v1alpha1/namespaces/tidewater/agentdispatchruns", 30],
    ["/orgs/tidewater/agents/dispatch/new?stack=fixer", 30],
    ["/orgs/tidewater/actions/retry", 30],
    ["/api/agents/approvals/one/decision", 60],
    ["/orgs/tidewater/actions/approve", 60],
  ])("%s takes %i a minute of one person, whatever they sign in with", async (path, most) => {
    await using world = await doorsWorld();
    const { tokenOf } = await people(world);
    const ask = async (token: string) =>
      await world.ask(path, { method: "POST", headers: { authorization: `Bearer ${token}` } });
    const tokens = [await tokenOf("noa"), await tokenOf("Noa")];
    for (let at = 0; at < most; at++) expect((await ask(tokens[at % 2] ?? "")).status).toBe(200);
    const refused = await ask(tokens[0] ?? "");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, most === 30 ? "2" : "1"]);
    expect(await refused.json()).toMatchObject(
      path.startsWith("/apis/")
        ? { kind: "Status", reason: "TooManyRequests" }
        : { error: { code: "RATE_LIMITED" } },
    );
    // Others go on, and so does reading.
    expect((await ask(await tokenOf("mira"))).status).toBe(200);
    expect((await world.ask(path, { headers: { authorization: `Bearer ${tokens[0]}` } })).status).toBe(200);
  });
});

test("what is remembered of keys has a bound", () => {
  const limit = new RateLimit({ perMinute: 1, now: () => 0 });
  for (let at = 0; at < 30_000; at++) expect(limit.take(String(at))).toBeUndefined();
  expect(limit.take("29999")).toBe(60);
  expect(limit.take("1")).toBeUndefined();
});

test("an IPv6 client is its network", () => {
  expect(addressKey("2001:db8:1:2:3:4:5:6")).toBe(addressKey("2001:db8:1:2::9"));
  expect(addressKey("2001:db8:1:2::")).not.toBe(addressKey("2001:db8:1:3::"));
  expect(addressKey("::1")).toBe("0:0:0:0");
  expect(addressKey("203.0.113.9")).toBe("203.0.113.9");
});
