import { type Context, Hono } from "hono";
import { rightText } from "../../agents/admission/decision/access-findings.ts";
import { type ActionName, type ActionTarget, rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { apiGroup } from "../../agents/resource/resource.ts";
import { bearerToken } from "../kubernetes/access.ts";
import { withHeaders } from "../kubernetes/answer.ts";
import type { TokenAccess } from "../kubernetes/token-access.ts";
import { routeAnswer, Unanswered } from "./unanswered.ts";

export interface TypedRouterOptions {
  readonly access: TokenAccess;
  readonly organization: string;
  readonly onFault: (thrown: unknown) => void;
}

/** Routes whose sender is known, and that are answered in the words of `/api/agents/`, whatever happens. */
export class TypedRouter {
  readonly app: Hono = new Hono();
  readonly #options: TypedRouterOptions;

  constructor(options: TypedRouterOptions) {
    this.#options = options;
  }

  on(
    method: "GET" | "POST",
    path: string,
    answer: (context: Context, user: Actor) => Promise<Response>,
  ): void {
    this.app.on(method, path, async (context) => {
      try {
        return withHeaders(await answer(context, await this.#signedIn(context)));
      } catch (thrown) {
        return withHeaders(routeAnswer(thrown, this.#options.onFault));
      }
    });
  }

  /** @throws {Unanswered} 403 where somebody lacks a right that an action takes */
  async demand(user: Actor, action: ActionName, target: Omit<ActionTarget, "namespace">): Promise<void> {
    const { access, organization: namespace } = this.#options;
    const missing = await access.missingRight(user, rightsFor(action, { ...target, namespace }));
    if (missing) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not ${rightText(missing)}`);
  }

  /** For what asks for the rights itself: holds the token to its scopes. @throws {Unanswered} 403 */
  demandScope(user: Actor, action: ActionName, target: Omit<ActionTarget, "namespace">): void {
    const { access, organization: namespace } = this.#options;
    const limit = access.limitOn(user, rightsFor(action, { ...target, namespace }));
    if (limit !== undefined)
      throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not ${action}: ${limit}`);
  }

  /** @throws {Unanswered} 403 */
  async mayList(user: Actor, resource: string): Promise<void> {
    const { access, organization: namespace } = this.#options;
    const question = { user, kind: "resource" as const, verb: "list", group: apiGroup, resource, namespace };
    const { allowed, reason } = await access.authorize(question);
    if (!allowed)
      throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not list ${resource}: ${reason}`);
  }

  async #signedIn({ req }: Context): Promise<Actor> {
    const { access, organization } = this.#options;
    const user = await access.authenticate(bearerToken(req.header("authorization") ?? null));
    if (!user) throw new Unanswered(401, "AUTH_REQUIRED", "the request bears no token that counts");
    const asked = req.param("org") ?? req.query("org") ?? organization;
    if (asked !== organization)
      throw new Unanswered(404, "NOT_FOUND", `there is no organisation ${JSON.stringify(asked)}`);
    return user;
  }
}
