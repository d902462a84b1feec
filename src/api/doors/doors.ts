import { EventEmitter } from "node:events";
import { type Context, Hono } from "hono";
import type { Actor } from "../../agents/kinds/actor.ts";
import { bearerToken } from "../kubernetes/access.ts";
import type { RequestFigures } from "../probes/request-figures.ts";
import { bearSession, withToken } from "./cookie-door.ts";
import { guardAnswer } from "./html-headers.ts";
import { TrustedPeers } from "./peers.ts";
import type { ProxySignIn } from "./proxy-sign-in.ts";
import { addressKey } from "./rate-limit.ts";
import { type DoorRefusal, refusalTo, wantsPage } from "./refusal.ts";
import { RequestLimits } from "./request-limits.ts";
import { loginPath, type SignInOptions, signInRoutes } from "./sign-in.ts";

export interface DoorsOptions extends SignInOptions {
  /** What is behind the doors: it asks each request for its token, and never sees a cookie. */
  readonly app: Hono;
  /** What is asked of the server by machines that know it by its address alone: whether it lives, and its figures. */
  readonly probes?: Hono | undefined;
  /** What stands before the server; nothing if left out. */
  readonly peers?: TrustedPeers | undefined;
  /** Where answers are counted. */
  readonly figures?: RequestFigures | undefined;
  /** Milliseconds on a clock that only goes on. */
  readonly elapsed: () => number;
}

/**
 * The doors of the server: which names it answers to, who signs in and how, what a cookie's request has to bring, and how much of it.
 * Behind them every request has its credential as `Authorization: Bearer`, or none.
 */
export function doors(options: DoorsOptions): Hono {
  const { names, sessions, access, signIn, app, probes = new Hono(), figures, elapsed } = options;
  const peers = options.peers ?? new TrustedPeers([]);
  const limits = new RequestLimits(elapsed);
  const probed = new Set(probes.routes.map(({ path }) => path));
  const peerOf = ({ env }: Context) => String(env.incoming?.socket?.remoteAddress ?? "");
  const limit = (context: Context) => {
    const client = peers.clientOf(peerOf(context), context.req.header("x-forwarded-for") ?? null);
    return limits.refuseLogin(addressKey(client));
  };
  const proxy = signIn.kind === "proxy" ? signIn.proxy : undefined;
  const letIn = async (context: Context): Promise<Request | DoorRefusal> => {
    const { raw } = context.req;
    const named = proxy && (await namedStill(raw, proxy, peerOf(context)));
    if (named && !(named instanceof Request)) return named;
    const request = await bearSession(named ?? raw, sessions, names);
    if (!(request instanceof Request)) return request;
    const kind = limits.kindOf(raw.method, new URL(raw.url).pathname);
    const user = kind && (await access.authenticate(bearerToken(request.headers.get("authorization"))));
    return (kind && user && limits.refuse(kind, user)) ?? request;
  };
  /** The session counts as long as the proxy names the same person: who has signed out there has signed out here. */
  const namedStill = async (request: Request, by: ProxySignIn, peer: string) => {
    const person = by.personOf(request, peer);
    if (person && "status" in person) return person;
    const token = request.headers.has("authorization") ? undefined : sessions.tokenOf(request);
    const actor = await access.authenticate(token);
    return actor && !(person && isSame(actor, person)) ? withToken(request, undefined) : request;
  };

  return new Hono()
    .use(async (context, next) => {
      const { req } = context;
      const began = elapsed();
      const isOurs = names.isOurs(req.header("host") ?? "") || probed.has(req.path);
      // A target with somebody's name in it (RFC 9110, 4.2.4) is no address of ours, and no request can be made from it.
      const refusal = !isOurs || new URL(req.url).username !== "" ? otherHost : otherMethod(req.method);
      if (refusal) context.res = refusalTo(req.raw, refusal);
      else await next();
      guardAnswer(context.res, names.isSecure);
      if (figures) countAnswer(context, figures, elapsed() - began);
    })
    .route("/", probes)
    .route("/", signInRoutes(options, { peerOf, limit }))
    .all("*", async (context) => {
      const { raw } = context.req;
      const request = await letIn(context);
      if (!(request instanceof Request)) return refusalTo(raw, request);
      const answer = await app.fetch(withoutCookie(request), context.env);
      if (answer.status !== 401 || !wantsPage(raw)) return answer;
      const { pathname, search } = new URL(raw.url);
      return context.redirect(loginPath(raw.method === "GET" ? `${pathname}${search}` : "/"), 303);
    });
}

function countAnswer({ req, res, env }: Context, figures: RequestFigures, ms: number): void {
  figures.count({ method: req.method, path: req.path, status: res.status, seconds: ms / 1000 });
  const isStream =
    res.headers.get("content-type") === "text/event-stream" || req.query("watch") !== undefined;
  if (isStream && res.ok && res.body && env.outgoing instanceof EventEmitter)
    env.outgoing.once("close", figures.open());
}

function isSame(one: Actor, other: Actor): boolean {
  const text = ({ kind, name, groups = [] }: Actor) =>
    JSON.stringify([kind, name.toLowerCase(), [...groups].sort()]);
  return text(one) === text(other);
}

/** What is behind a door has no use for cookies, ours or others'. */
function withoutCookie(request: Request): Request {
  if (!request.headers.has("cookie")) return request;
  const [, token] = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  return withToken(request, token);
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Refuses what nothing here answers to, TRACE for one, of which no request can be made again. */
function otherMethod(method: string): DoorRefusal | undefined {
  if (methods.has(method)) return undefined;
  return {
    status: 405,
    code: "USAGE",
    message: "this server does not know the method",
    remedy: `Use one of ${[...methods].join(", ")}.`,
    headers: { allow: [...methods].join(", ") },
  };
}

const otherHost: DoorRefusal = {
  status: 421,
  code: "HOST_UNKNOWN",
  message: "this server has another name",
  remedy: "Ask for it under its own name; who runs it behind a proxy gives that with --public-url.",
};
