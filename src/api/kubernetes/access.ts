import type { Actor } from "../../agents/kinds/actor.ts";

/** What somebody wants to do: with objects of a kind, or with a path that is none. */
export type AccessQuestion =
  | {
      readonly user: Actor;
      readonly kind: "resource";
      /** `get`, `list`, `watch`, `create`, `update`, `patch` or `delete`. */
      readonly verb: string;
      /** Empty for the core group, which has `namespaces`. */
      readonly group: string;
      /** A plural. */
      readonly resource: string;
      readonly subresource?: string | undefined;
      /** Left out where all organisations are asked for. */
      readonly namespace?: string | undefined;
      readonly name?: string | undefined;
    }
  | {
      readonly user: Actor;
      readonly kind: "path";
      /** A method of HTTP in lower case. */
      readonly verb: string;
      readonly path: string;
    };

export interface RequestAnswer {
  readonly allowed: boolean;
  /** For the person who asked. */
  readonly reason?: string | undefined;
}

/** Says what somebody may do; asked for every request before anything is read or written. */
export interface RequestAuthorizer {
  authorize(question: AccessQuestion): Promise<RequestAnswer>;
}

/** Says who somebody is. */
export interface Authenticator {
  /** @param token what the request bears; `undefined` where it bears none */
  authenticate(token: string | undefined): Promise<Actor | undefined>;
}

/** The token of an `Authorization: Bearer` header (RFC 6750, 2.1). */
export function bearerToken(header: string | null): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? "")?.[1];
}
