import { expect, test } from "vitest";
import { OidcProvider } from "../../src/api/doors/oidc-provider.ts";
import { doorsWorld } from "../api/doors/doors-world.ts";
import { freePort } from "../services/free-port.ts";
import { requiresForge } from "./forge-programs.ts";
import { Gitea } from "./gitea.ts";
import { sessionOf } from "./sign-in.ts";

requiresForge()("Gitea as a provider", (programs) => {
  test("signs its people in, with their login and their teams", async () => {
    await using gitea = await Gitea.start(programs);
    const keeper = gitea.account("keeper", { admin: true });
    gitea.account("ann");
    await gitea.ask(keeper, "POST", "/orgs", { username: "team", visibility: "public" });
    const { id } = await gitea.ask(keeper, "POST", "/orgs/team/teams", {
      ...{ name: "maintainers", permission: "write", units: ["repo.code"] },
    });
    await gitea.ask(keeper, "PUT", `/teams/${id}/members/ann`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const application = await gitea.ask(keeper, "POST", "/user/applications/oauth2", {
      ...{ name: "identikit", redirect_uris: [`${url}/login/callback`], confidential_client: true },
    });
    const provider = new OidcProvider({
      // As its discovery document writes it.
      issuer: `${gitea.origin}/`,
      ...{ clientId: application.client_id, clientSecret: application.client_secret },
      ...{ scope: "openid profile groups", loginClaim: "preferred_username", groupsClaim: "groups" },
    });
    await using world = await doorsWorld({ port, signIn: { kind: "oidc", provider } });

    // Ann's browser: signed in at the forge, sent there by us, and back after she has said yes.
    const forge = await sessionOf(gitea, "ann");
    const left = await world.ask("/login/oidc?next=%2Forgs%2Fteam");
    const [own = ""] = (left.headers.get("set-cookie") ?? "").split(";");
    const asked = await fetch(left.headers.get("location") ?? "", {
      headers: { cookie: forge },
      redirect: "manual",
    });
    const page = await asked.text();
    expect(asked.status, page.slice(0, 400)).toBe(200);
    const body = new URLSearchParams({ granted: "true" });
    for (const [input] of page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const value = /value="([^"]*)"/.exec(input)?.[1] ?? "";
      body.append(/name="([^"]*)"/.exec(input)?.[1] ?? "", value.replaceAll("&amp;", "&"));
    }
    const granted = await fetch(`${gitea.origin}/login/oauth/grant`, {
      method: "POST",
      headers: { cookie: forge, origin: gitea.origin },
      body,
      redirect: "manual",
    });
    const back = new URL(granted.headers.get("location") ?? "", gitea.origin);
    expect(back.origin).toBe(url);
    const done = await world.ask(`${back.pathname}${back.search}`, { headers: { cookie: own } });
    expect(world.faults.map((fault) => JSON.stringify(fault instanceof Error ? fault.cause : fault))).toEqual(
      [],
    );
    expect(await done.text()).toContain('content="0;url=/orgs/team"');
    const [, token = ""] = /=(idt_[\w-]+);/.exec(done.headers.getSetCookie().join("\n")) ?? [];
    expect(await world.tokens.find(token, world.clock.now)).toMatchObject({
      actor: { kind: "User", name: "ann", groups: ["team/maintainers"] },
    });
  });
});
