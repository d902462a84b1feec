import type { Actor } from "../../agents/kinds/actor.ts";
import type { ApiTokens, TokenGrant } from "../../agents/store/tokens/api-tokens.ts";
import type { ServerNames } from "./server-names.ts";
import { cookieName, cookieValue, setCookie } from "./session-cookie.ts";

export interface SessionsOptions {
  readonly tokens: ApiTokens;
  readonly names: ServerNames;
  /** The organisation that sessions are good for. */
  readonly organization: string;
  /** How long a session may go unused, and how long it lasts at most. Milliseconds. */
  readonly idleMs: number;
  readonly longestMs: number;
  readonly now: () => Date;
}

/**
 * Sessions of the console: a session is a token of the API in a cookie that no script reads and no other site sends. A new sign-in always
 * makes a new one, so nobody can be given a session that somebody else knows.
 */
export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** The token of a request's session. */
  tokenOf({ headers }: Request): string | undefined {
    return cookieValue(headers.get("cookie"), this.#nameAt(headers.get("host")));
  }

  /**
   * Begins a session, and ends the one that the request came with.
   * @param from the token that somebody signed in with, where it was one: the session lasts no longer, and is good for no more
   * @returns the `Set-Cookie` header
   */
  async begin(request: Request, actor: Actor, from?: TokenGrant): Promise<string> {
    const { tokens, organization, idleMs, longestMs, now } = this.#options;
    const [time, before] = [now(), this.tokenOf(request)];
    const end = Math.min(time.getTime() + longestMs, from?.expires.getTime() ?? Number.POSITIVE_INFINITY);
    const [expires, scopes] = [new Date(end), from?.scopes];
    const namespace = from?.namespace ?? organization;
    const token = await tokens.issue({ actor, namespace, expires, idleMs, scopes }, time);
    if (before !== undefined) await tokens.revoke(before);
    return this.#cookie(request, token, (end - time.getTime()) / 1000);
  }

  /** Ends the session of a request. @returns the `Set-Cookie` header that takes its cookie away */
  async end(request: Request): Promise<string> {
    const token = this.tokenOf(request);
    if (token !== undefined) await this.#options.tokens.revoke(token);
    return this.#cookie(request, "", 0);
  }

  #cookie({ headers }: Request, value: string, maxAgeSeconds: number): string {
    const { isSecure } = this.#options.names;
    const name = this.#nameAt(headers.get("host"));
    return setCookie(value, { name, isSecure, sameSite: "Strict", maxAgeSeconds });
  }

  #nameAt(host: string | null): string {
    return cookieName("session", host ?? "", this.#options.names.isSecure);
  }
}
