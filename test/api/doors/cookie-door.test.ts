import { describe, expect, test } from "vitest";
import { csrfTokenOf } from "../../../src/api/doors/csrf-token.ts";
import { exchange } from "../odd-requests.ts";
import { doorsWorld } from "./doors-world.ts";

describe("a changing request with a session's cookie", () => {
  test("needs the page's token, in a form or in a header", async () => {
    await using world = await doorsWorld();
    const { cookie, csrf, token } = await world.enter();
    expect((await world.form("/act", { csrf, what: "pin" }, { cookie })).status).toBe(200);
    expect(world.seen.at(-1)).toEqual({
      ...{ method: "POST", path: "/act", authorization: `Bearer ${token}`, cookie: null },
      body: `csrf=${csrf}&what=pin`,
    });
    const json = (headers: Record<string, string>, method = "POST") =>
      world.ask("/act", {
        method,
        headers: { cookie, origin: world.url, "content-type": "application/json", ...headers },
        body: '{"a":"b"}',
      });
    expect((await json({ "x-csrf-token": csrf })).status).toBe(200);
    expect(world.seen.at(-1)).toMatchObject({ body: '{"a":"b"}' });

    const count = world.seen.length;
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect((await json({}, method)).status).toBe(403);
      expect((await json({ "x-csrf-token": "" }, method)).status).toBe(403);
      expect((await json({ "x-csrf-token": csrfTokenOf("another") }, method)).status).toBe(403);
    }
    expect((await world.form("/act", {}, { cookie })).status).toBe(403);
    expect((await world.form("/act", { csrf: csrfTokenOf("another") }, { cookie })).status).toBe(403);
    const twice = { cookie, origin: world.url, "content-type": "application/x-www-form-urlencoded" };
    const body = `csrf=${csrf}&csrf=${csrf}`;
    expect((await world.ask("/act", { method: "POST", headers: twice, body })).status).toBe(403);
    for (const type of ["text/plain", "application/x-www-form-urlencodedx"])
      expect(
        (await world.ask("/act", { method: "POST", headers: { ...twice, "content-type": type }, body }))
          .status,
      ).toBe(403);
    const data = new FormData();
    data.set("csrf", csrf);
    const headers = { cookie, origin: world.url };
    expect((await world.ask("/act", { method: "POST", headers, body: data })).status).toBe(415);
    const long = `csrf=${csrf}&x=${"y".repeat(2 * 1024 * 1024)}`;
    expect((await world.ask("/act", { method: "POST", headers: twice, body: long })).status).toBe(413);
    expect(world.seen).toHaveLength(count);
  });

  test("has to come from a page of the same origin, also with the right token", async () => {
    await using world = await doorsWorld();
    const { cookie, csrf } = await world.enter();
    const status = async (headers: Record<string, string>) => {
      const base = { cookie, "x-csrf-token": csrf };
      return (await world.ask("/act", { method: "POST", headers: { ...base, ...headers } })).status;
    };
    expect(await status({ origin: world.url })).toBe(200);
    expect(await status({ origin: world.url, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await status({ "sec-fetch-site": "same-origin" })).toBe(200);
    const port = Number(world.port) + 1;
    for (const origin of [
      "https://evil.example",
      "null",
      `http://127.0.0.1:${port}`,
      `https://127.0.0.1:${world.port}`,
      "",
      `${world.url}.evil.example`,
    ])
      expect([origin, await status({ origin })]).toEqual([origin, 403]);
    for (const site of ["cross-site", "same-site", "none"])
      expect([site, await status({ origin: world.url, "sec-fetch-site": site })]).toEqual([site, 403]);
    // Whoever sends a cookie and says nothing of a page is no browser: programs send a token.
    expect(await status({})).toBe(403);
  });

  test("is told what to do, in the words of who asks", async () => {
    await using world = await doorsWorld();
    const { cookie } = await world.enter();
    const headers = { cookie, origin: world.url };
    const json = await world.ask("/api/agents/runs", { method: "POST", headers });
    expect(await json.json()).toMatchObject({
      error: { code: "CSRF_REFUSED", remedy: expect.stringContaining("Load the page") },
    });
    const page = await world.ask("/act", { method: "POST", headers: { ...headers, accept: "text/html" } });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("CSRF_REFUSED");
  });

  test("leads back to the page of ours that it came from, and to no other", async () => {
    await using world = await doorsWorld();
    const { cookie } = await world.enter();
    const backOf = async (referer: string, site = "same-origin") => {
      const headers = { cookie, origin: world.url, accept: "text/html", referer, "sec-fetch-site": site };
      const text = await (await world.ask("/act", { method: "POST", headers })).text();
      expect(text).toContain('<a href="/">Go to the overview</a>');
      return /<a href="([^"]*)">Back to the form/.exec(text)?.[1];
    };
    expect(await backOf(`${world.url}/orgs/acme/config/bundle?a=b&c='d'#e`)).toBe(
      "/orgs/acme/config/bundle?a=b&#38;c=%27d%27",
    );
    for (const odd of [`${world.url}//evil.example`, `${world.url}/login?next=/x`, world.url, "nothing", ""])
      expect(await backOf(odd), odd).toBeUndefined();
    expect(await backOf("https://evil.example/orgs/acme/config", "cross-site")).toBeUndefined();
  });
});

test("a page of another origin takes nothing in that a session's cookie would open", async () => {
  await using world = await doorsWorld();
  const { cookie } = await world.enter();
  const status = async (site: string, mode: string) => {
    const lines = `Host: 127.0.0.1:${world.port}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: ${site}\r\nSec-Fetch-Mode: ${mode}\r\n`;
    return / (\d+) /.exec(await exchange(world.url, `GET /here HTTP/1.1\r\n${lines}\r\n`))?.[1];
  };
  expect(await status("same-origin", "cors")).toBe("200");
  for (const site of ["none", "same-site", "cross-site"]) expect(await status(site, "navigate")).toBe("200");
  for (const site of ["same-site", "cross-site"])
    for (const mode of ["no-cors", "cors", "websocket"]) expect(await status(site, mode)).toBe("403");
});

test("a token of its own counts before the cookie, and is all that programs need", async () => {
  await using world = await doorsWorld();
  const { cookie } = await world.enter();
  const expires = new Date(world.clock.now.getTime() + 60_000);
  const grant = { actor: { kind: "User" as const, name: "noa" }, namespace: "tidewater", expires };
  const authorization = `Bearer ${await world.tokens.issue(grant, world.clock.now)}`;
  for (const headers of [{ authorization }, { authorization, cookie }])
    expect(await (await world.ask("/act", { method: "POST", headers })).json()).toMatchObject({
      user: "noa",
    });
  expect(world.seen.map((one) => one.cookie)).toEqual([null, null]);
  // Only one that is wrong does not fall back to the cookie.
  expect((await world.ask("/here", { headers: { authorization: "Bearer idt_wrong", cookie } })).status).toBe(
    401,
  );
});

describe("a cookie", () => {
  test("that is there twice is none: one of them was set by somebody else", async () => {
    await using world = await doorsWorld();
    const { cookie } = await world.enter();
    const name = cookie.split("=")[0];
    for (const header of [
      `${cookie}; ${name}=idt_other`,
      `${name}=idt_other; ${cookie}`,
      `${cookie}; ${cookie}`,
      `${name}=`,
      `${name}="idt_x"`,
    ])
      expect((await world.ask("/here", { headers: { cookie: header } })).status).toBe(401);
    expect((await world.ask("/here", { headers: { cookie: `a=b; ${cookie};c` } })).status).toBe(200);
  });

  test("of another server on this machine is not this one's", async () => {
    await using one = await doorsWorld();
    await using other = await doorsWorld();
    const { cookie } = await one.enter();
    expect((await other.ask("/here", { headers: { cookie } })).status).toBe(401);
  });

  test("over https is for this host alone, and never goes over plain HTTP", async () => {
    await using world = await doorsWorld({ publicUrl: "https://identikit.example", kind: "token" });
    const expires = new Date(world.clock.now.getTime() + 3600_000);
    const actor = { kind: "User" as const, name: "noa" };
    const token = await world.tokens.issue({ actor, namespace: "tidewater", expires }, world.clock.now);
    const send = (lines: string, body: string) =>
      exchange(
        world.url,
        `POST /login HTTP/1.1\r\nHost: identikit.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n${lines}\r\n${body}`,
      );
    const answer = await send("Origin: https://identikit.example\r\n", `token=${token}`);
    expect(answer).toMatch(
      /set-cookie: __Host-identikit=idt_[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=3600; Secure\r\n/i,
    );
    expect(answer).toMatch(/strict-transport-security: max-age=31536000/i);
    expect(await send("Origin: http://identikit.example\r\n", `token=${token}`)).toMatch(/ 403 /);
  });
});

describe("the names of a server", () => {
  const statusOf = async (world: { url: string }, host: string, lines = "") =>
    / (\d+) /.exec(await exchange(world.url, `GET /healthy HTTP/1.1\r\nHost: ${host}\r\n${lines}\r\n`))?.[1];

  test("on loopback are loopback's", async () => {
    await using world = await doorsWorld();
    for (const host of ["127.0.0.1", "localhost:1", "[::1]", "secret-name.localhost"])
      expect([host, await statusOf(world, host)]).toEqual([host, "401"]);
    for (const host of ["evil.example", "127.0.0.1.evil.example", "identikit.example"]) {
      expect([host, await statusOf(world, host)]).toEqual([host, "421"]);
      expect(
        await statusOf(world, host, "X-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n"),
      ).toBe("421");
    }
  });

  test("behind a proxy are the public one, and loopback's for this machine", async () => {
    await using world = await doorsWorld({ publicUrl: "https://identikit.example", kind: "token" });
    for (const host of ["identikit.example", "Identikit.Example:443", "localhost"])
      expect([host, await statusOf(world, host)]).toEqual([host, "401"]);
    for (const host of ["evil.example", "identikit.example.evil.example", "xidentikit.example"])
      expect([host, await statusOf(world, host)]).toEqual([host, "421"]);
  });

  test.each([
    "https://a.example/path",
    "ftp://a.example",
    "a.example",
    "https://u:p@a.example",
    "https://a.example/?x",
  ])("%s is not the URL of a server", async (publicUrl) => {
    await expect(doorsWorld({ publicUrl })).rejects.toMatchObject({ code: "USAGE" });
  });

  test("are not reached by plain HTTP from other machines: a session would be read on the way", async () => {
    await expect(doorsWorld({ publicUrl: "http://identikit.example" })).rejects.toMatchObject({
      code: "AUTH_REQUIRED",
    });
  });
});

test("every page says that nothing of others belongs in it", async () => {
  await using world = await doorsWorld();
  const page = await world.ask("/login");
  expect(Object.fromEntries(page.headers)).toMatchObject({
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
  });
  const json = await world.ask("/here");
  expect(Object.fromEntries(json.headers)).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
});
