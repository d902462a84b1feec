import { Hono } from "hono";
import { guardedStore, type RightsAuthor } from "../../agents/admission/rbac/guarded-store.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import { SharedTexts } from "../shared-texts.ts";
import type { Authenticator, RequestAuthorizer } from "./access.ts";
import { refusalAnswer, withHeaders } from "./answer.ts";
import { discoveryPaths } from "./discovery-paths.ts";
import { Documents } from "./documents.ts";
import { refusalOf } from "./fault-status.ts";
import type { Organisations } from "./namespaces.ts";
import { answerNamespaces } from "./namespaces.ts";
import { answerObjects, type ObjectPlaces } from "./objects.ts";
import { permitted, verbOf } from "./permission.ts";
import { requestTarget } from "./request-target.ts";
import { stampedStore } from "./server-fields.ts";
import { RequestRefused } from "./status.ts";
import { Watchers } from "./watchers.ts";
import { refuseProgramsOwn } from "./written-by-programs.ts";

export interface KubernetesApiOptions {
  readonly store: ResourceStore;
  readonly organisations: Organisations;
  readonly authenticator: Authenticator;
  readonly authorizer: RequestAuthorizer;
  /** Who somebody is to roles: what they write of roles and bindings is held to the rights that they have. */
  readonly authorOf: (user: Actor) => Promise<RightsAuthor>;
  /** Identikit's. */
  readonly version: string;
  readonly now: () => Date;
  /** Ends all watches. */
  readonly signal: AbortSignal;
  /** Told of what went wrong with the server itself; clients are not. */
  readonly onFault: (thrown: unknown) => void;
}

/** The first words of the paths that are this protocol's; `/api/…` has other routes beside it. */
const ours = ["/api/", "/api/v1", "/api/v1/*", ...discoveryPaths.filter((path) => path !== "/api/*")];

/**
 * Kubernetes' protocol on the objects of the store (Kubernetes API concepts), so that kubectl works without a cluster. Every request is
 * from somebody, and is asked about before anything is read.
 */
export function kubernetesApi(options: KubernetesApiOptions): Hono {
  const documents = new Documents(options);
  const places: ObjectPlaces = { ...options, watchers: new Watchers(), texts: new SharedTexts() };
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const target = requestTarget(pathname);
    const user = await permitted(options, request, target ?? { kind: "document", path: pathname });
    if (target === undefined)
      throw new RequestRefused("NotFound", "the server could not find the requested resource");
    const verb = verbOf(request, target);
    if (target.kind === "objects") {
      refuseProgramsOwn(verb, target);
      const store =
        user && isWrite(verb)
          ? stampedStore(guardedStore(places.store, await options.authorOf(user)), user, options.now)
          : places.store;
      return await answerObjects({ ...places, store }, { request, target, verb });
    }
    if (target.kind === "namespaces")
      return await answerNamespaces(options.organisations, request, target.name);
    return documents.answer(target.path, request);
  };
  return new Hono().on("ALL", ours, async (context) => {
    try {
      return withHeaders(await answer(context.req.raw));
    } catch (thrown) {
      const refused = refusalOf(thrown);
      if (refused.reason === "InternalError") options.onFault(thrown);
      return withHeaders(refusalAnswer(refused));
    }
  });
}

function isWrite(verb: string): boolean {
  return !["get", "list", "watch"].includes(verb);
}
