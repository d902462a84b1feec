import { type Context, Hono } from "hono";
import { asFault } from "../../fault/error.ts";
import { onwardPage } from "./login-page.ts";
import { nextPlace } from "./next-place.ts";
import { newSecret, type OidcProvider } from "./oidc-provider.ts";
import { type DoorRefusal, refusalTo } from "./refusal.ts";
import type { ServerNames } from "./server-names.ts";
import { cookieName, cookieValue, setCookie } from "./session-cookie.ts";
import type { Sessions } from "./sessions.ts";

export interface OidcRoutes {
  readonly provider: OidcProvider;
  readonly sessions: Sessions;
  readonly names: ServerNames;
  /** Counts a try to sign in. */
  readonly limit: (context: Context) => DoorRefusal | undefined;
  /** Told why somebody could not be signed in; they are told less. */
  readonly onFault: (thrown: unknown) => void;
}

/** Seconds that somebody may take to sign in at the provider. */
const patienceSeconds = 600;

/** `/login/oidc` leads to the provider, which leads back to `/login/callback`. */
export function oidcRoutes({ provider, sessions, names, limit, onFault }: OidcRoutes): Hono {
  const { isSecure } = names;
  const nameAt = (host = "") => cookieName("login", host, isSecure);
  const redirectUri = (host = "") => `${names.originOf(host)}/login/callback`;
  // The way back begins at the provider, so this cookie is sent by links of others, too; it is good for this one sign-in only.
  const cookie = (host: string | undefined, value: string, maxAgeSeconds: number) =>
    setCookie(value, { name: nameAt(host), isSecure, sameSite: "Lax", maxAgeSeconds });
  const refuse = (context: Context, thrown: unknown) => {
    onFault(thrown);
    return refusalTo(context.req.raw, refusalOfFault(thrown));
  };

  const leave = async (context: Context) => {
    const { req } = context;
    try {
      const secret = newSecret();
      const host = req.header("host");
      const location = await provider.begin(secret, redirectUri(host));
      const value = `${secret}.${Buffer.from(nextPlace(req.query("next"))).toString("base64url")}`;
      const headers = { location: location.href, "set-cookie": cookie(host, value, patienceSeconds) };
      return new Response(null, { status: 302, headers });
    } catch (thrown) {
      return refuse(context, thrown);
    }
  };
  const comeBack = async (context: Context) => {
    const { req } = context;
    const limited = limit(context);
    if (limited) return refusalTo(req.raw, limited);
    const host = req.header("host");
    const kept = cookieValue(req.header("cookie") ?? null, nameAt(host));
    const [secret = "", place = ""] = kept?.split(".") ?? [];
    if (secret === "") return refusalTo(req.raw, notBegun);
    try {
      const answer = new URL(redirectUri(host));
      answer.search = new URL(req.url).search;
      const actor = await provider.finish(secret, answer);
      const page = onwardPage(nextPlace(Buffer.from(place, "base64url").toString()));
      page.headers.append("set-cookie", await sessions.begin(req.raw, actor));
      page.headers.append("set-cookie", cookie(host, "", 0));
      return page;
    } catch (thrown) {
      return refuse(context, thrown);
    }
  };
  return new Hono().get("/login/oidc", leave).get("/login/callback", comeBack);
}

const notBegun: DoorRefusal = {
  status: 401,
  code: "OIDC_REFUSED",
  message: "this sign-in did not begin in this browser, or took too long",
  remedy: "Open /login and sign in again.",
};

function refusalOfFault(thrown: unknown): DoorRefusal {
  const { code, message, remedy } = asFault(thrown);
  if (code === "OIDC_REFUSED") return { status: 401, code, message, remedy };
  return {
    status: 503,
    code: "OIDC_UNREACHABLE",
    message: "nobody can be signed in just now",
    remedy: "Try again in a while; the log of the server says why.",
    headers: { "retry-after": "10" },
  };
}
