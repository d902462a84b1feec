import { type ReviewedBinding, reviewAccess } from "../../agents/admission/access/review.ts";
import type { AccessState, Organization } from "../../agents/admission/rbac/access-state.ts";
import type { RightsAuthor } from "../../agents/admission/rbac/guarded-store.ts";
import { type AccessIdentity, actorIdentity } from "../../agents/admission/rbac/identity.ts";
import { permissionFor } from "../../agents/admission/rbac/rights.ts";
import { type AccessAsk, type ResourceAsk, urlCovers } from "../../agents/admission/rbac/rule-allows.ts";
import { scopesAllow } from "../../agents/admission/rbac/token-scope.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import type { ResourceReader, ResourceStore } from "../../agents/resource/resource-store.ts";
import { AccessStates } from "../../agents/snapshot/access-states.ts";
import type { ApiTokens, TokenGrant } from "../../agents/store/tokens/api-tokens.ts";
import type { AccessQuestion, Authenticator, RequestAnswer, RequestAuthorizer } from "./access.ts";
import { discoveryPaths } from "./discovery-paths.ts";

export interface TokenAccessOptions {
  readonly tokens: ApiTokens;
  readonly store: ResourceStore;
  /** What of the forge belongs to each organisation. */
  readonly organizations: readonly Organization[];
  readonly now: () => Date;
}

/**
 * Who has a token may do what roles give to whom it was issued for, in the organisation that it is good for. Each request
 * looks whether roles have changed: who loses a right has lost it.
 */
export class TokenAccess implements Authenticator, RequestAuthorizer {
  readonly #options: TokenAccessOptions;
  readonly #states: AccessStates;
  /** The token by which somebody has signed in for a request. */
  readonly #grants = new WeakMap<Actor, TokenGrant>();

  constructor(options: TokenAccessOptions) {
    this.#options = options;
    this.#states = new AccessStates(options.organizations);
  }

  async authenticate(token: string | undefined): Promise<Actor | undefined> {
    const { tokens, now } = this.#options;
    const found = token === undefined ? undefined : await tokens.find(token, now());
    if (!found) return undefined;
    this.#grants.set(found.actor, found);
    return found.actor;
  }

  async authorize(question: AccessQuestion): Promise<RequestAnswer> {
    const { user, verb } = question;
    const own = this.#grants.get(user)?.namespace;
    const who = this.#identity(user);
    if (own === undefined || !who) return { allowed: false, reason: "it is not known who that is" };
    if (question.kind === "path") {
      const isDiscovery = verb === "get" && discoveryPaths.some((path) => urlCovers(path, question.path));
      return isDiscovery ? { allowed: true } : await this.#answer(user, who, { verb, path: question.path });
    }
    const { group: apiGroup, resource, subresource, namespace, name } = question;
    // Everybody sees which organisation they are in.
    if (apiGroup === "" && resource === "namespaces")
      return { allowed: name === undefined || name === own, reason: `the token is for ${own}` };
    if (namespace !== undefined && namespace !== own)
      return { allowed: false, reason: `the token is for ${own}` };
    const asked = { verb, apiGroup, resource, subresource, namespace: namespace ?? "", name };
    return await this.#answer(user, who, asked);
  }

  async #answer(user: Actor, who: AccessIdentity, asked: AccessAsk): Promise<RequestAnswer> {
    const limit = this.limitOn(user, [asked]);
    if (limit !== undefined) return { allowed: false, reason: limit };
    const permission = permissionFor(await this.#state(), who, asked);
    return { allowed: permission !== undefined, reason: "no role gives it" };
  }

  /** Why the token by which somebody signed in is not good for something, whatever their roles give; nothing where it is. */
  limitOn(user: Actor, asked: readonly AccessAsk[]): string | undefined {
    const scopes = this.#grants.get(user)?.scopes;
    if (scopes === undefined || asked.every((one) => scopesAllow(scopes, one))) return undefined;
    return `the token is limited to ${scopes.join(", ") || "nothing"}`;
  }

  /** The token by which somebody has signed in, for what is to last no longer than it. */
  grantOf(user: Actor): TokenGrant | undefined {
    return this.#grants.get(user);
  }

  /** The first of some rights that somebody does not have; nothing where they have all. */
  async missingRight(user: Actor, rights: readonly ResourceAsk[]): Promise<ResourceAsk | undefined> {
    const who = this.#identity(user);
    const own = this.#grants.get(user)?.namespace;
    const state = await this.#state();
    return rights.find(
      (right) =>
        !who || right.namespace !== own || this.limitOn(user, [right]) || !permissionFor(state, who, right),
    );
  }

  /** Everything that somebody may do in their organisation, by the bindings that give it. */
  async review(user: Actor): Promise<readonly ReviewedBinding[]> {
    const who = this.#identity(user);
    const namespace = this.#grants.get(user)?.namespace;
    return who && namespace !== undefined ? reviewAccess(await this.#state(), who, { namespace }) : [];
  }

  /** The organisation that somebody has signed in to. */
  organizationOf(user: Actor): string | undefined {
    return this.#grants.get(user)?.namespace;
  }

  /** @throws {TypeError} for somebody who has not signed in here */
  async authorOf(user: Actor): Promise<RightsAuthor> {
    const identity = this.#identity(user);
    if (!identity) throw new TypeError("somebody writes who has not signed in");
    return { identity, organizations: this.#options.organizations };
  }

  #identity(user: Actor): AccessIdentity | undefined {
    const own = this.#grants.get(user)?.namespace;
    return own === undefined ? undefined : actorIdentity(user, own, user.groups);
  }

  /** The rights of everybody, in the state of the database that a reader sees, which writes nothing. */
  async stateSeenBy(reader: ResourceReader): Promise<AccessState> {
    return await this.#states.read(reader);
  }

  async #state(): Promise<AccessState> {
    return await this.#options.store.read((reader) => this.stateSeenBy(reader));
  }
}
