import { describe, expect, test } from "vitest";
import { TrustedPeers } from "../../../src/api/doors/peers.ts";
import { ProxySignIn } from "../../../src/api/doors/proxy-sign-in.ts";
import { exchange } from "../odd-requests.ts";
import { doorsWorld, hourMs } from "./doors-world.ts";

function proxied(trusted: readonly string[]) {
  const peers = new TrustedPeers(trusted);
  const proxy = new ProxySignIn({
    userHeader: "X-Forwarded-User",
    groupsHeader: "X-Forwarded-Groups",
    peers,
  });
  return doorsWorld({ signIn: { kind: "proxy", proxy }, peers });
}

describe("whom the proxy names", () => {
  test("is signed in, with the teams that it names, and leads on from a page of ours", async () => {
    await using world = await proxied(["127.0.0.0/8"]);
    const named = {
      "x-forwarded-user": "Noa",
      "x-forwarded-groups": "tidewater/maintainers, engineers,forge:admin:tidewater/fleet",
    };
    const led = await world.ask("/orgs/tidewater", { headers: { ...named, accept: "text/html" } });
    expect([led.status, led.headers.get("location")]).toEqual([303, "/login?next=%2Forgs%2Ftidewater"]);
    const page = await world.ask("/login?next=%2Forgs%2Ftidewater", { headers: named });
    expect(await page.text()).toContain('content="0;url=/orgs/tidewater"');
    const [cookie = ""] = (page.headers.get("set-cookie") ?? "").split(";");
    const token = cookie.split("=")[1] ?? "";
    expect(await world.tokens.find(token, world.clock.now)).toMatchObject({
      actor: { kind: "User", name: "Noa", groups: ["tidewater/maintainers"] },
    });
    const status = async (headers: Record<string, string>) =>
      (await world.ask("/here", { headers: { cookie, ...headers } })).status;
    expect(await status(named)).toBe(200);
    // Who has signed out at the proxy, or is somebody else there, is nobody here.
    expect(await status({})).toBe(401);
    expect(await status({ ...named, "x-forwarded-user": "mira" })).toBe(401);
    expect(await status({ ...named, "x-forwarded-groups": "tidewater/others" })).toBe(401);
  });

  test.each(["", "a b", "noa,mira", "system:identikit", "noa@example.com", "noa/mira", "ñ".repeat(101)])(
    "is nobody as %j",
    async (name) => {
      await using world = await proxied(["127.0.0.1"]);
      const answer = await exchange(
        world.url,
        Buffer.from(`GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-User: ${name}\r\n\r\n`, "utf8"),
      );
      expect(answer).toMatch(/^HTTP\/1.1 403 [\s\S]*PROXY_UNTRUSTED/);
      expect(answer).not.toMatch(/set-cookie/i);
    },
  );

  test("is one: a header that was sent twice is refused", async () => {
    await using world = await proxied(["127.0.0.1"]);
    const lines = "Host: 127.0.0.1\r\nX-Forwarded-User: noa\r\nX-Forwarded-User: mira\r\n";
    expect(await exchange(world.url, `GET /login HTTP/1.1\r\n${lines}\r\n`)).toMatch(/ 403 /);
  });
});

describe("from anywhere else", () => {
  test("the header is refused, whatever else is right", async () => {
    await using world = await proxied(["10.0.0.0/8", "::1"]);
    const expires = new Date(world.clock.now.getTime() + hourMs);
    const grant = { actor: { kind: "User" as const, name: "noa" }, namespace: "tidewater", expires };
    const token = await world.tokens.issue(grant, world.clock.now);
    const authorization = `Bearer ${token}`;
    for (const path of ["/login", "/here", "/api/agents/runs"])
      for (const name of ["x-forwarded-user", "x-forwarded-groups"]) {
        const answer = await world.ask(path, {
          headers: { [name]: "noa", "x-forwarded-for": "10.0.0.1", authorization },
        });
        expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
      }
    expect((await world.ask("/here", { headers: { authorization } })).status).toBe(200);
    expect((await world.ask("/login")).status).toBe(401);
  });
});

test.each(["10.0.0.0/33", "10.0.0", "example.com", "::1/129", "", "10.0.0.0/8/8", "0x7f.1", "10.0.0.0/-1"])(
  "%j is not a range of addresses",
  (range) => {
    expect(() => new TrustedPeers([range])).toThrow(expect.objectContaining({ code: "USAGE" }));
  },
);

test("an address is in a range in whatever form a socket shows it", () => {
  const peers = new TrustedPeers(["10.0.0.0/8", "2001:db8::/32", "127.0.0.1"]);
  for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1", "127.0.0.1"])
    expect(peers.has(address)).toBe(true);
  for (const address of ["11.0.0.1", "::ffff:11.0.0.1", "2001:db9::1", "127.0.0.2", "", "evil"])
    expect(peers.has(address)).toBe(false);
});
