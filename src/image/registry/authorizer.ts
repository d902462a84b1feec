import { IdentikitError } from "../../fault/error.ts";
import type { NamedAddress, Namer } from "../../http/named-address.ts";
import { type Challenge, parseChallenges } from "./challenge.ts";
import { basicHeader, type Credential, type CredentialSource } from "./credential.ts";
import type { HeaderSource } from "./docker-headers.ts";
import { trustedRealm } from "./realm.ts";
import { covers, type RepositoryScope, scopeText, unionOf } from "./scope.ts";
import { fetchToken, type Token } from "./token-server.ts";
import type { Transport } from "./transport.ts";

export interface AuthorizerOptions {
  readonly transport: Transport;
  /** The registry as the user wrote it: what credentials are kept under. */
  readonly host: string;
  readonly endpoint: URL;
  readonly credentials: CredentialSource;
  /** What else each request to the registry's own address carries. */
  readonly headers: HeaderSource;
  /** Hosts that the user said are spoken to in plain HTTP. */
  readonly insecure: readonly string[];
}

/** A 401. */
export interface Refused {
  /** The answer's `WWW-Authenticate`. */
  readonly challenge: string | undefined;
  /** Who answered. */
  readonly namer: Namer;
}

/** What a request was sent with, so that its refusal can be told from that of another. */
export interface Grant {
  readonly header: string | undefined;
  /** How often this request has been refused so far. */
  readonly refusals: number;
}

type Scheme =
  | { readonly kind: "open" }
  | { readonly kind: "basic"; readonly header: string }
  | { readonly kind: "bearer"; readonly realm: NamedAddress; readonly service: string | undefined };

interface HeldToken {
  readonly scopes: readonly RepositoryScope[];
  readonly token: Promise<Token>;
}

/**
 * What one registry wants to see with each request, learnt from its refusals.
 *
 * The first token is asked for everything that the run has announced in this registry, so that pulling, pushing and
 * mounting from another repository cost one token request. Token servers that read only a part of such a list give
 * a token that is refused; then the request at hand gets one of its own.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  #announced: RepositoryScope[] = [];
  #scheme: Scheme = { kind: "open" };
  #tokens: HeldToken[] = [];
  #credential: Promise<Credential | undefined> | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** Says what the run will need, before it does. */
  announce(scope: RepositoryScope): void {
    this.#announced = unionOf(this.#announced, [scope]);
  }

  /** Whether there is a credential for this registry, as far as it was looked for. */
  async hasCredential(): Promise<boolean> {
    return (await this.#credential) !== undefined;
  }

  /** The `Authorization` header for a request that needs these scopes. */
  async header(needed: readonly RepositoryScope[]): Promise<string | undefined> {
    const scheme = this.#scheme;
    if (scheme.kind === "open") return undefined;
    if (scheme.kind === "basic") return scheme.header;
    return `Bearer ${(await this.#token(needed)).text}`;
  }

  /**
   * Takes in a 401. True where the same request has another chance, with what {@link header} gives next.
   * @throws {IdentikitError} `REGISTRY_DENIED`, `ADDRESS_REFUSED` for a token server that is not asked
   */
  async refused(refused: Refused, needed: readonly RepositoryScope[], grant: Grant): Promise<boolean> {
    if (grant.refusals > 2) return false;
    const challenges = parseChallenges(refused.challenge);
    const bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.realm);
    if (bearer) return await this.#challengedForToken(bearer, refused.namer, needed, grant);
    if (challenges.some(({ scheme }) => scheme === "basic"))
      return await this.#challengedForPassword(needed, grant);
    return false;
  }

  async #challengedForPassword(needed: readonly RepositoryScope[], grant: Grant): Promise<boolean> {
    const credential = await this.#credentialFor(needed);
    if (credential?.kind !== "password") return false;
    const header = basicHeader(credential.username, credential.password);
    if (grant.header === header) return false;
    this.#scheme = { kind: "basic", header };
    return true;
  }

  async #challengedForToken(
    challenge: Challenge,
    by: Namer,
    needed: readonly RepositoryScope[],
    grant: Grant,
  ): Promise<boolean> {
    const { realm, service, scope } = challenge.parameters;
    const { endpoint: registry, insecure, transport } = this.#options;
    const named = trustedRealm(realm ?? "", { registry, by, policy: transport.policy, insecure });
    this.#scheme = { kind: "bearer", realm: named, service };
    // Others may have been refused with the same token, and one of them has fetched the next already.
    const stale = await this.#drop(grant.header);
    if (grant.refusals === 1 || !stale) return true;
    const own = needed.map(scopeText);
    const asked = scope?.split(" ").filter((text) => text !== "" && !own.includes(text)) ?? [];
    await this.#hold(needed, [...own, ...asked], true);
    return true;
  }

  async #token(needed: readonly RepositoryScope[]): Promise<Token> {
    const now = this.#options.transport.clock.now().getTime();
    const held = this.#tokens.find(({ scopes }) => covers(scopes, needed));
    if (held) {
      const token = await held.token;
      if (token.staleAt > now) return token;
      this.#tokens = this.#tokens.filter((other) => other !== held);
    }
    return await this.#fetch(needed);
  }

  async #fetch(needed: readonly RepositoryScope[]): Promise<Token> {
    const wide = unionOf(needed, this.#announced);
    try {
      return await this.#hold(wide, wide.map(scopeText), false);
    } catch (caught) {
      const denied = caught instanceof IdentikitError && caught.code === "REGISTRY_DENIED";
      if (!denied || wide.length === needed.length) throw caught;
      return await this.#hold(needed, needed.map(scopeText), true);
    }
  }

  /** Fetches one token for all who wait for it. */
  #hold(scopes: readonly RepositoryScope[], texts: readonly string[], narrow: boolean): Promise<Token> {
    const token = this.#ask(scopes, texts);
    const held = { scopes, token };
    // The narrow ones are found first: where there are any, the wide one was refused for what they hold.
    this.#tokens = narrow ? [held, ...this.#tokens] : [...this.#tokens, held];
    token.catch(() => {
      this.#tokens = this.#tokens.filter((other) => other !== held);
    });
    return token;
  }

  async #ask(scopes: readonly RepositoryScope[], texts: readonly string[]): Promise<Token> {
    const scheme = this.#scheme;
    if (scheme.kind !== "bearer") throw new Error("a token is asked for without a token server");
    const credential = await this.#credentialFor(scopes);
    if (credential?.kind === "registry-token")
      return { text: credential.token, staleAt: Number.POSITIVE_INFINITY };
    const { realm, service } = scheme;
    const { transport, endpoint, headers, host } = this.#options;
    const isOwn = realm.url.origin === endpoint.origin;
    return await fetchToken(transport, {
      realm,
      registry: endpoint,
      service,
      scopes: texts,
      credential,
      headers: isOwn ? await headers({ host, signal: transport.signal }) : {},
    });
  }

  /** Forgets the token that a refused request carried; false where another has done so already. */
  async #drop(header: string | undefined): Promise<boolean> {
    if (header === undefined) return this.#tokens.length === 0;
    for (const held of this.#tokens) {
      const token = await held.token.catch(() => undefined);
      if (token && header === `Bearer ${token.text}`) {
        this.#tokens = this.#tokens.filter((other) => other !== held);
        return true;
      }
    }
    return false;
  }

  #credentialFor(scopes: readonly RepositoryScope[]): Promise<Credential | undefined> {
    const { credentials, host, transport } = this.#options;
    const place = this.#announced.find(({ access }) => access === "push") ?? scopes[0];
    const repository = place?.repository ?? "";
    this.#credential ??= credentials({ host, repository, signal: transport.signal });
    return this.#credential;
  }
}
