import { join } from "node:path";
import { Hono } from "hono";
import { localOwners } from "../../../src/agents/admission/rbac/identity.ts";
import { ApiTokens } from "../../../src/agents/store/tokens/api-tokens.ts";
import { csrfTokenOf } from "../../../src/api/doors/csrf-token.ts";
import { doors } from "../../../src/api/doors/doors.ts";
import { LoginLinks } from "../../../src/api/doors/login-links.ts";
import type { TrustedPeers } from "../../../src/api/doors/peers.ts";
import { serverNames } from "../../../src/api/doors/server-names.ts";
import { Sessions } from "../../../src/api/doors/sessions.ts";
import type { SignIn } from "../../../src/api/doors/sign-in.ts";
import { HttpServer } from "../../../src/api/http-server.ts";
import { bearerToken } from "../../../src/api/kubernetes/access.ts";
import { TokenAccess } from "../../../src/api/kubernetes/token-access.ts";
import { RequestFigures } from "../../../src/api/probes/request-figures.ts";
import { openStoreAt } from "../../agents/store/scene.ts";
import { scratchDirectory } from "../../scratch.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

export interface DoorsWorldOptions {
  readonly listens?: string;
  /** A free one if left out. */
  readonly port?: number;
  readonly publicUrl?: string;
  readonly kind?: "loopback" | "token";
  /** Instead of `kind`. */
  readonly signIn?: SignIn;
  readonly peers?: TrustedPeers;
  readonly probes?: Hono;
  /** What `/form` shows to who has signed in with a token. */
  readonly pages?: (token: string) => string;
}

/** What came through the doors: what a page or a route behind them sees. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly cookie: string | null;
  readonly body: string;
}

export type DoorsWorld = Awaited<ReturnType<typeof doorsWorld>>;

/** The doors on a real server and a real database, with an app behind them that notes what comes through. */
export async function doorsWorld({
  listens = "127.0.0.1",
  port: wanted = 0,
  publicUrl,
  kind = "loopback",
  ...given
}: DoorsWorldOptions = {}) {
  const clock = { now: new Date("2026-11-22T08:00:00Z") };
  const now = () => clock.now;
  const {
    store,
    database,
    [Symbol.asyncDispose]: close,
  } = await openStoreAt(join(scratchDirectory(), "objects.db"));
  const address = { host: listens, port: wanted };
  const names = serverNames(address, publicUrl);
  const tokens = new ApiTokens(database);
  const organizations = [{ name: "tidewater", repositories: ["tidewater/*"] }];
  const access = new TokenAccess({ tokens, store, organizations, now });
  const bounds = { idleMs: hourMs, longestMs: 8 * hourMs };
  const sessions = new Sessions({ tokens, names, organization: "tidewater", ...bounds, now });
  const links = new LoginLinks(now);
  const printed: string[] = [];
  const owner = { kind: "User" as const, name: "mira", groups: [localOwners] };
  const print = () => {
    if (!links.isOpen) printed.push(links.make());
  };
  const signIn = given.signIn ?? (kind === "loopback" ? { kind, owner, links, print } : { kind });
  const faults: unknown[] = [];
  const onFault = (thrown: unknown) => void faults.push(thrown);
  const elapsed = () => clock.now.getTime();
  const figures = new RequestFigures();
  const seen: SeenRequest[] = [];
  const acted: string[] = [];
  const app = new Hono().all("*", async ({ req }) => {
    const { pathname, search } = new URL(req.url);
    const authorization = req.header("authorization") ?? null;
    const cookie = req.header("cookie") ?? null;
    seen.push({
      method: req.method,
      path: `${pathname}${search}`,
      authorization,
      cookie,
      body: await req.text(),
    });
    const user = await access.authenticate(bearerToken(authorization));
    if (!user) return new Response("{}", { status: 401 });
    if (pathname === "/act") {
      acted.push(user.name);
      return Response.json({ user: user.name, done: true });
    }
    if (pathname === "/form" && given.pages) {
      const html = given.pages(bearerToken(authorization) ?? "");
      return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    return Response.json({ user: user.name });
  });
  const { signal } = new AbortController();
  const { peers, probes } = given;
  const behind = doors({ signIn, sessions, access, names, app, elapsed, onFault, figures, peers, probes });
  const auth = { kind: "inside", takesPathTokens: true } as const;
  const server = await HttpServer.start({ address, auth, app: behind, signal });
  const port = new URL(server.url).port;
  const url = `http://127.0.0.1:${port}`;
  /** A request that follows no redirect. */
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { redirect: "manual", ...init });
  const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    ask(path, {
      method: "POST",
      headers: { origin: url, accept: "text/html", ...headers },
      body: new URLSearchParams(fields),
    });
  return {
    ...{
      acted,
      faults,
      figures,
      url,
      port,
      server,
      tokens,
      access,
      database,
      links,
      printed,
      seen,
      clock,
      ask,
      form,
    },
    /** Signs in by a fresh link. @returns the session's cookie and what follows from it */
    async enter(more: Record<string, string> = {}) {
      const answer = await form("/login", { link: links.make(), ...more });
      const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
      const token = cookie.slice(cookie.indexOf("=") + 1);
      return { answer, cookie, token, csrf: csrfTokenOf(token) };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await close();
    },
  };
}
