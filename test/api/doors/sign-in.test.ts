import { describe, expect, test } from "vitest";
import { doorsWorld, hourMs, minuteMs } from "./doors-world.ts";

describe("the login link of a server on loopback", () => {
  test("signs in once, with a cookie that no script reads and no other site sends", async () => {
    await using world = await doorsWorld();
    await world.ask("/login");
    const [link = ""] = world.printed;
    const answer = await world.form("/login", { link });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      new RegExp(
        `^identikit-${world.port}=idt_[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800$`,
      ),
    );
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect(await (await world.ask("/here", { headers })).json()).toEqual({ user: "mira" });
    // What is behind the doors has the token, and no cookie.
    expect(world.seen.at(-1)).toMatchObject({
      authorization: `Bearer ${headers.cookie.split("=")[1]}`,
      cookie: null,
    });

    const again = await world.form("/login", { link });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await again.text()).toContain("used or over");
    // Another one is printed then, and not before: what is out stays good.
    expect(world.printed).toHaveLength(2);
    await world.ask("/login");
    await world.form("/login", { link: "guessed" });
    expect(world.printed).toHaveLength(2);
  });

  test("is good for ten minutes", async () => {
    await using world = await doorsWorld();
    const late = world.links.make();
    world.clock.now = new Date(world.clock.now.getTime() + 10 * minuteMs);
    expect((await world.form("/login", { link: late })).status).toBe(401);
    const inTime = world.links.make();
    world.clock.now = new Date(world.clock.now.getTime() + 10 * minuteMs - 1);
    expect((await world.form("/login", { link: inTime })).status).toBe(303);
  });

  test("lets one in where many come with it at once", async () => {
    await using world = await doorsWorld();
    const link = world.links.make();
    const answers = await Promise.all(Array.from({ length: 40 }, () => world.form("/login", { link })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  test("can be pasted, whole or what stands behind its #", async () => {
    await using world = await doorsWorld();
    for (const before of ["", `${world.url}/login#`])
      expect((await world.form("/login", { token: ` ${before}${world.links.make()} ` })).status).toBe(303);
  });

  test("gives everything in the organisation, and nothing in others", async () => {
    await using world = await doorsWorld();
    const { token } = await world.enter();
    const user = await world.access.authenticate(token);
    const may = (verb: string, resource: string, namespace: string) =>
      user &&
      world.access.authorize({ user, kind: "resource", verb, group: "identikit.dev", resource, namespace });
    expect(await may("delete", "agentrolebindings", "tidewater")).toMatchObject({ allowed: true });
    expect(await may("list", "agentstacks", "others")).toMatchObject({ allowed: false });
  });
});

describe("a token of the API that is pasted", () => {
  test("begins a session of its own, which lasts no longer and is good for no more", async () => {
    await using world = await doorsWorld({ kind: "token" });
    const expires = new Date(world.clock.now.getTime() + 2 * hourMs);
    const actor = { kind: "User" as const, name: "noa" };
    const scopes = ["read"];
    const token = await world.tokens.issue(
      { actor, namespace: "tidewater", expires, scopes },
      world.clock.now,
    );
    const answer = await world.form("/login", { token });
    const [, session = ""] =
      /=(idt_[^;]+); .*Max-Age=7200/.exec(answer.headers.get("set-cookie") ?? "") ?? [];
    expect(session).not.toBe(token);
    expect(await world.tokens.find(session, world.clock.now)).toMatchObject({ actor, scopes, expires });
    const headers = { cookie: `identikit-${world.port}=${session}` };
    await world.form("/logout", { csrf: "" }, headers);
    // Signing out of the browser takes nothing from where else the token is used.
    expect(await world.tokens.find(token, world.clock.now)).toBeDefined();
  });

  test("is not taken out of an address: nobody is signed in as somebody else by a link", async () => {
    await using world = await doorsWorld();
    const grant = { actor: { kind: "User" as const, name: "noa" }, namespace: "tidewater" };
    const expires = new Date(world.clock.now.getTime() + hourMs);
    const token = await world.tokens.issue({ ...grant, expires }, world.clock.now);
    expect((await world.form("/login", { link: token })).status).toBe(401);
    expect((await world.form("/login", { token })).status).toBe(303);
  });
});

describe("a session", () => {
  test("ends when it is not used, and at its end in any case", async () => {
    await using world = await doorsWorld();
    const { cookie } = await world.enter();
    const status = async () => (await world.ask("/here", { headers: { cookie } })).status;
    const wait = (ms: number) => {
      world.clock.now = new Date(world.clock.now.getTime() + ms);
    };
    for (let hours = 0; hours < 7; hours++) {
      wait(hourMs - minuteMs);
      expect(await status()).toBe(200);
    }
    wait(hourMs);
    expect(await status()).toBe(401);

    const other = await world.enter();
    const again = async () => (await world.ask("/here", { headers: { cookie: other.cookie } })).status;
    for (let used = 0; used < 15; used++) {
      wait(hourMs / 2);
      expect(await again()).toBe(200);
    }
    wait(hourMs / 2);
    expect(await again()).toBe(401);
  });

  test("is taken away by signing out, with the token behind it", async () => {
    await using world = await doorsWorld();
    const { cookie, token, csrf } = await world.enter();
    expect((await world.form("/logout", { csrf: "wrong" }, { cookie })).status).toBe(403);
    expect((await world.ask("/logout", { headers: { cookie } })).status).toBe(200);
    expect(await world.tokens.find(token, world.clock.now)).toBeDefined();
    const answer = await world.form("/logout", { csrf }, { cookie });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/login"]);
    expect(answer.headers.get("set-cookie")).toMatch(/^identikit-\d+=; .*Max-Age=0$/);
    expect(await world.tokens.find(token, world.clock.now)).toBeUndefined();
    expect((await world.ask("/here", { headers: { cookie } })).status).toBe(401);
  });

  test("is a new one after each sign-in, and the one before ends: nobody knows it beforehand", async () => {
    await using world = await doorsWorld();
    const first = await world.enter();
    const answer = await world.form("/login", { link: world.links.make() }, { cookie: first.cookie });
    expect(answer.headers.get("set-cookie")).not.toContain(first.token);
    expect(await world.tokens.find(first.token, world.clock.now)).toBeUndefined();
  });
});

test("who has not signed in is led to the login page, and from there to where they wanted", async () => {
  await using world = await doorsWorld();
  const headers = { accept: "text/html" };
  const answer = await world.ask("/orgs/tidewater/agents?phase=Running", { headers });
  expect([answer.status, answer.headers.get("location")]).toEqual([
    303,
    "/login?next=%2Forgs%2Ftidewater%2Fagents%3Fphase%3DRunning",
  ]);
  expect((await world.ask("/api/agents/runs")).status).toBe(401);
  const page = await (await world.ask(answer.headers.get("location") ?? "")).text();
  expect(page).toContain('name="next" value="/orgs/tidewater/agents?phase=Running"');
  const next = "/orgs/tidewater/agents?phase=Running";
  expect((await world.form("/login", { link: world.links.make(), next })).headers.get("location")).toBe(next);
  // A browser that another site sent here has kept its cookie back: it is sent once more from a page of ours.
  const cross = await world.ask(`/login?next=${encodeURIComponent(next)}`, {
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect(await cross.text()).toContain('http-equiv="refresh" content="0;url=/login?next=%2Forgs');
});

test("nobody is sent to another server after signing in", async () => {
  await using world = await doorsWorld();
  const odd = [
    ...["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil.example"],
    ...[
      "javascript:alert(1)",
      "/%0d%0a\r\nSet-Cookie: a=b",
      "/..//evil.example",
      "/./\\evil.example",
      "",
      "evil",
    ],
    ...["/login", "/login?next=/", "/logout", "/t/idt_x/here", `/${"a".repeat(2001)}`, "/\u0000", "/\u00e9"],
  ];
  for (const next of odd) {
    const { answer } = await world.enter({ next });
    expect([next, answer.status, answer.headers.get("location")]).toEqual([next, 303, "/"]);
  }
});
