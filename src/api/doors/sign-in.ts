import { type Context, Hono } from "hono";
import type { Actor } from "../../agents/kinds/actor.ts";
import type { TokenAccess } from "../kubernetes/token-access.ts";
import { bearSession } from "./cookie-door.ts";
import { isForm, oneField, readFormBody } from "./form-body.ts";
import type { LoginLinks } from "./login-links.ts";
import { type LoginPage, loginPage, loginScript, loginScriptPath, onwardPage } from "./login-page.ts";
import { nextPlace } from "./next-place.ts";
import type { OidcProvider } from "./oidc-provider.ts";
import { oidcRoutes } from "./oidc-routes.ts";
import { foreignPage } from "./own-page.ts";
import type { ProxySignIn } from "./proxy-sign-in.ts";
import { type DoorRefusal, refusalTo } from "./refusal.ts";
import type { ServerNames } from "./server-names.ts";
import type { Sessions } from "./sessions.ts";

/** How people sign in. */
export type SignIn =
  | {
      readonly kind: "loopback";
      /** Who has the link. */
      readonly owner: Actor;
      readonly links: LoginLinks;
      /** Prints a new link, where none is out. */
      readonly print: () => void;
    }
  | { readonly kind: "token" }
  | { readonly kind: "oidc"; readonly provider: OidcProvider }
  | { readonly kind: "proxy"; readonly proxy: ProxySignIn };

export interface SignInOptions {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly access: TokenAccess;
  readonly names: ServerNames;
  readonly stylesheet?: string | undefined;
  /** Told of what is wrong with the server or its provider; who wants to sign in is told less. */
  readonly onFault: (thrown: unknown) => void;
}

/** What the doors know of the connection that a request came by. */
export interface SignInDoor {
  /** The address of who is at the other end of the connection. */
  peerOf(context: Context): string;
  /** Counts a try to sign in. */
  limit(context: Context): DoorRefusal | undefined;
}

/** `/login` and `/logout`. Signing in needs a page of ours as well: nobody is signed in as somebody else by a page of theirs. */
export function signInRoutes(options: SignInOptions, door: SignInDoor): Hono {
  const { signIn, sessions, access, names, stylesheet, onFault } = options;
  const show = (page: Omit<LoginPage, "kind" | "stylesheet">) =>
    loginPage({ ...page, kind: signIn.kind, stylesheet });
  const isSignedIn = async (request: Request) =>
    (await access.authenticate(sessions.tokenOf(request))) !== undefined;

  const ask = async (context: Context) => {
    const { req } = context;
    const next = nextPlace(req.query("next"));
    if (signIn.kind === "proxy") {
      const person = signIn.proxy.personOf(req.raw, door.peerOf(context));
      if (person && "status" in person) return refusalTo(req.raw, person);
      if (!person) return show({ status: 401, next });
      return withCookie(onwardPage(next), await sessions.begin(req.raw, person));
    }
    if (await isSignedIn(req.raw)) return onwardPage(next);
    // A browser that comes from another site has kept the cookie back: coming from a page of ours, it sends it.
    if (req.header("sec-fetch-site") === "cross-site") return onwardPage(loginPath(next), "Sign in");
    if (signIn.kind === "loopback") signIn.print();
    return show({ status: 200, next });
  };
  /** The cookie of a session for who pasted a token of the API. */
  const cookieFor = async (request: Request, token: string) => {
    const actor = signIn.kind === "proxy" ? undefined : await access.authenticate(token);
    const grant = actor && access.grantOf(actor);
    return actor && grant ? await sessions.begin(request, actor, grant) : undefined;
  };
  const enter = async (context: Context) => {
    const { raw } = context.req;
    const foreign = foreignPage(raw, names);
    if (foreign !== undefined || !isForm(raw)) return refusalTo(raw, notOurForm(foreign));
    const fields = (await readFormBody(raw))?.fields ?? new URLSearchParams();
    const next = nextPlace(oneField(fields, "next"));
    const [link, token] = [oneField(fields, "link") || undefined, oneField(fields, "token")?.trim() ?? ""];
    // A link is looked at before it is counted: nobody keeps the owner out by guessing.
    if (signIn.kind === "loopback" && signIn.links.take(link ?? fragmentOf(token)))
      return redirect(next, await sessions.begin(raw, signIn.owner));
    const limited = door.limit(context);
    if (limited) return refusalTo(raw, limited);
    const cookie = link === undefined ? await cookieFor(raw, token) : undefined;
    if (cookie !== undefined) return redirect(next, cookie);
    if (signIn.kind === "loopback") signIn.print();
    return show({ status: 401, next, problem: problemOf(signIn.kind, link) });
  };
  const leave = async ({ req: { raw } }: Context) => {
    const request = await bearSession(raw, sessions, names);
    return request instanceof Request ? redirect("/login", await sessions.end(raw)) : refusalTo(raw, request);
  };

  const routes = new Hono()
    .get("/login", ask)
    .post("/login", enter)
    .get(loginScriptPath, () => scriptAnswer())
    .post("/logout", leave);
  if (signIn.kind !== "oidc") return routes;
  const { provider } = signIn;
  return routes.route("/", oidcRoutes({ provider, sessions, names, limit: door.limit, onFault }));
}

/** Where people are sent who have to sign in first. */
export function loginPath(next: string): string {
  return next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
}

/** Who pastes the whole link has pasted its token. */
function fragmentOf(pasted: string): string {
  return pasted.slice(pasted.indexOf("#") + 1);
}

function problemOf(kind: SignIn["kind"], link: string | undefined): string {
  if (kind === "loopback" && link !== undefined)
    return "That link is used or over. A new one stands on the terminal of identikit serve.";
  return "That token is wrong, withdrawn or over.";
}

function redirect(location: string, cookie: string): Response {
  return withCookie(new Response(null, { status: 303, headers: { location } }), cookie);
}

function withCookie(answer: Response, cookie: string): Response {
  answer.headers.append("set-cookie", cookie);
  return answer;
}

function scriptAnswer(): Response {
  return new Response(loginScript, { headers: { "content-type": "text/javascript; charset=utf-8" } });
}

function notOurForm(foreign: string | undefined) {
  return {
    status: 403,
    code: "CSRF_REFUSED",
    message: `nobody is signed in by this request: ${foreign ?? "it is not the form of the login page"}`,
    remedy: "Open /login on this server and use its form.",
  } as const;
}
