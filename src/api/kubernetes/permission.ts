import type { Actor } from "../../agents/kinds/actor.ts";
import { apiGroup } from "../../agents/resource/resource.ts";
import { type AccessQuestion, type Authenticator, bearerToken, type RequestAuthorizer } from "./access.ts";
import { namespaceVerbs, objectVerbs, statusVerbs } from "./discovery.ts";
import { truthOf } from "./list-query.ts";
import type { RequestTarget } from "./request-target.ts";
import { RequestRefused } from "./status.ts";

/** What says who asks, and what they may do. */
export interface Guards {
  readonly authenticator: Authenticator;
  readonly authorizer: RequestAuthorizer;
}

/** What can be asked without saying who asks: whether the server is there. */
const open = new Set(["/healthz", "/livez", "/readyz"]);

/**
 * Holds a request to what its sender may do.
 * @returns the sender; nothing where none is asked for
 * @throws {RequestRefused} 401, 403; 405 for a method that the target does not have
 */
export async function permitted(
  guards: Guards,
  request: Request,
  target: RequestTarget,
): Promise<Actor | undefined> {
  if (target.kind === "document" && open.has(target.path)) return undefined;
  const user = await guards.authenticator.authenticate(bearerToken(request.headers.get("authorization")));
  if (!user)
    throw new RequestRefused("Unauthorized", "Unauthorized", { headers: { "www-authenticate": "Bearer" } });
  const question = questionOf(request, target, user);
  const { allowed, reason } = await guards.authorizer.authorize(question);
  if (!allowed) throw forbidden(question, reason);
  return user;
}

/**
 * What a request wants to do, in the word that roles have for it.
 * @throws {RequestRefused} 405
 */
export function verbOf(request: Request, target: RequestTarget): string {
  const { method } = request;
  if (target.kind === "document") return method.toLowerCase();
  const verb = target.name === undefined ? manyVerb(request, target) : oneVerb[method];
  const allowed: readonly string[] = verbsOf(target);
  if (verb !== undefined && allowed.includes(verb)) return verb;
  throw new RequestRefused(
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
  );
}

const oneVerb: Readonly<Record<string, string>> = {
  GET: "get",
  HEAD: "get",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

function manyVerb({ method, url }: Request, target: RequestTarget): string | undefined {
  if (method === "POST")
    return target.kind === "objects" && target.namespace === undefined ? undefined : "create";
  if (method !== "GET" && method !== "HEAD") return undefined;
  return truthOf(new URL(url).searchParams, "watch") ? "watch" : "list";
}

function verbsOf(target: RequestTarget): readonly string[] {
  if (target.kind === "namespaces") return namespaceVerbs;
  return target.kind === "objects" && target.subresource === "status" ? statusVerbs : objectVerbs;
}

function questionOf(request: Request, target: RequestTarget, user: Actor): AccessQuestion {
  const verb = verbOf(request, target);
  if (target.kind === "document") return { user, kind: "path", verb, path: target.path };
  if (target.kind === "namespaces")
    return { user, kind: "resource", verb, group: "", resource: "namespaces", name: target.name };
  const { of, namespace, name, subresource } = target;
  return { user, kind: "resource", verb, group: apiGroup, resource: of.plural, subresource, namespace, name };
}

function forbidden(question: AccessQuestion, reason: string | undefined): RequestRefused {
  const why = reason === undefined ? "" : `: ${reason}`;
  const who = `User ${JSON.stringify(question.user.name)} cannot ${question.verb}`;
  if (question.kind === "path")
    return new RequestRefused("Forbidden", `forbidden: ${who} path ${JSON.stringify(question.path)}${why}`);
  const { group, resource, subresource, namespace, name } = question;
  const what = group === "" ? resource : `${resource}.${group}`;
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where =
    namespace === undefined ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
  const object = name === undefined ? "" : ` ${JSON.stringify(name)}`;
  const message = `${what}${object} is forbidden: ${who} resource ${JSON.stringify(whole)} in API group ${JSON.stringify(group)} ${where}${why}`;
  return new RequestRefused("Forbidden", message, { details: { name, group, kind: resource } });
}
