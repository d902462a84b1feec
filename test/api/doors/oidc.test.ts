import { beforeAll, describe, expect, test, vi } from "vitest";
import { type OidcOptions, OidcProvider } from "../../../src/api/doors/oidc-provider.ts";
import { doorsWorld, minuteMs } from "./doors-world.ts";
import { Browser, type Claims, client, reserveProvider } from "./provider.ts";

// The provider warns that it keeps what it knows in memory, which is what a test wants.
beforeAll(() => {
  for (const level of ["info", "warn"] as const) vi.spyOn(console, level).mockImplementation(() => {});
});

async function world(claims: Claims, options: Partial<OidcOptions> = {}) {
  // Each has to know the other's address before it is there.
  const served = await reserveProvider();
  const provider = new OidcProvider({
    ...{ issuer: served.issuer, clientId: client.id, clientSecret: client.secret, scope: "openid profile" },
    ...{ loginClaim: "preferred_username", groupsClaim: "groups", ...options },
  });
  const doors = await doorsWorld({ signIn: { kind: "oidc", provider } });
  const start = () => served.open(`${doors.url}/login/callback`, () => claims);
  start();
  return {
    doors,
    start,
    served,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await doors[Symbol.asyncDispose]();
    },
  };
}

const noa = {
  preferred_username: "Noa",
  groups: ["tidewater:maintainers", "forge:admin:tidewater/fleet", "staff"],
};

describe("who signs in at a provider", () => {
  test("has the login and the teams that it says, in a session of their own (code flow, PKCE, state, nonce)", async () => {
    await using scene = await world(noa);
    const { doors } = scene;
    const browser = new Browser();
    const { answer, url, been } = await browser.open(`${doors.url}/login/oidc?next=%2Forgs%2Ftidewater`);
    expect(await answer.text()).toContain('content="0;url=/orgs/tidewater"');
    expect(url.pathname).toBe("/login/callback");
    const asked = new URL(been.find((one) => one.includes("/auth?")) ?? "").searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ response_type: "code", code_challenge_method: "S256", scope: "openid profile" },
      ...{ state: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.stringMatching(/^[\w-]{43}$/) },
    });
    const cookie = browser.cookies(new URL(doors.url));
    expect(cookie).toMatch(/^identikit-\d+=idt_[\w-]+$/);
    expect(await (await doors.ask("/here", { headers: { cookie } })).json()).toEqual({ user: "Noa" });
    const [found] = [await doors.tokens.find(cookie.split("=")[1] ?? "", doors.clock.now)];
    expect(found?.actor).toEqual({ kind: "User", name: "Noa", groups: ["tidewater/maintainers"] });
    expect(answer.headers.getSetCookie().join()).toContain("SameSite=Strict");
  });

  test("gives groups without an organisation one, if there is one for them", async () => {
    await using scene = await world(noa, { organization: "tidewater" });
    const browser = new Browser();
    await browser.open(`${scene.doors.url}/login/oidc`);
    const token = browser.cookies(new URL(scene.doors.url)).split("=")[1] ?? "";
    expect((await scene.doors.tokens.find(token, scene.doors.clock.now))?.actor.groups).toEqual([
      "tidewater/maintainers",
      "tidewater/staff",
    ]);
  });

  test.each<[string, Claims]>([
    ["no login", {}],
    ["a login that is an account of ours", { preferred_username: "system:identikit" }],
    ["an address instead of a login", { preferred_username: "noa@example.com" }],
    ["a list of logins", { preferred_username: ["noa"] }],
  ])("is nobody with %s", async (_, claims) => {
    await using scene = await world(claims);
    const { answer } = await new Browser().open(`${scene.doors.url}/login/oidc`);
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await answer.json()).toMatchObject({ error: { code: "OIDC_REFUSED" } });
    expect(scene.doors.faults).toHaveLength(1);
  });
});

describe("an answer of the provider", () => {
  /** Signs in as far as the address that leads back, and does not go there. */
  async function answerOf(scene: Awaited<ReturnType<typeof world>>, browser: Browser): Promise<URL> {
    let at = new URL(`${scene.doors.url}/login/oidc`);
    for (let hops = 0; hops < 20; hops++) {
      if (at.pathname === "/login/callback") return at;
      at = await browser.step(at);
    }
    throw new Error("no answer");
  }

  test("counts in the browser that asked, and once", async () => {
    await using scene = await world(noa);
    const { doors } = scene;
    const mine = new Browser();
    const back = await answerOf(scene, mine);
    // Somebody else's browser, with an answer that is for another: no one is signed in as somebody else.
    const other = new Browser();
    expect((await other.open(back.href)).answer.status).toBe(401);
    await answerOf(scene, other);
    expect((await other.open(back.href)).answer.status).toBe(401);
    expect(other.cookies(new URL(doors.url))).not.toContain("idt_");
    for (const [name, value] of [
      ["state", "another"],
      ["code", "another"],
      ["iss", "http://127.0.0.1:1"],
    ] as const) {
      doors.clock.now = new Date(doors.clock.now.getTime() + minuteMs);
      const changed = new URL(back);
      changed.searchParams.set(name, value);
      expect([name, (await mine.open(changed.href)).answer.status]).toEqual([name, 401]);
    }
    doors.clock.now = new Date(doors.clock.now.getTime() + minuteMs);
    for (const search of ["", "?", "?error=access_denied", "?code=x", `?${"a=b&".repeat(500)}`])
      expect((await mine.open(`${doors.url}/login/callback${search}`)).answer.status).toBe(401);
  });

  test("is used up by the one who is signed in with it", async () => {
    await using scene = await world(noa);
    const browser = new Browser();
    const back = await answerOf(scene, browser);
    const before = browser.cookies(new URL(scene.doors.url));
    const again = () => fetch(back, { redirect: "manual", headers: { cookie: before } });
    expect((await again()).status).toBe(200);
    expect((await again()).status).toBe(401);
  });
});

test("a provider that is away is asked again at the next sign-in", async () => {
  await using scene = await world(noa);
  scene.served.leave();
  const open = () => new Browser().open(`${scene.doors.url}/login/oidc`);
  const { answer } = await open();
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await answer.json()).toMatchObject({ error: { code: "OIDC_UNREACHABLE" } });
  scene.start();
  expect((await open()).answer.status).toBe(200);
});

test.each([
  ["http://forge.example.com", "AUTH_REQUIRED"],
  ["forge.example.com", "USAGE"],
  ["file:///etc/passwd", "USAGE"],
])("%s is no issuer (%s)", (issuer, code) => {
  const rest = { clientId: "a", scope: "openid", loginClaim: "sub", groupsClaim: "groups" };
  expect(() => new OidcProvider({ issuer, ...rest })).toThrow(expect.objectContaining({ code }));
});
