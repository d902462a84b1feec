import { createHmac, randomBytes } from "node:crypto";
import * as openid from "openid-client";
import type { Actor } from "../../agents/kinds/actor.ts";
import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "../../http/loopback.ts";
import { claimedPerson, groupsIn, type TeamNames } from "./claimed-person.ts";

export interface OidcOptions extends TeamNames {
  readonly issuer: string;
  readonly clientId: string;
  /** Left out for a client that is known by PKCE alone. */
  readonly clientSecret?: string | undefined;
  readonly scope: string;
  readonly loginClaim: string;
  readonly groupsClaim: string;
}

/** Seconds that an answer of the provider may take. */
const timeoutSeconds = 10;
/** Seconds that the clocks of the provider and of this machine may differ by. */
const toleranceSeconds = 30;

/**
 * Signs people in at a provider (OpenID Connect Core 1.0: code flow, with PKCE, RFC 7636, state and nonce). Everything that an answer has to
 * match follows from one secret in the browser's cookie: nothing is kept here, so any replica can take the answer.
 */
export class OidcProvider {
  readonly #options: OidcOptions;
  readonly #issuer: URL;
  #found: Promise<openid.Configuration> | undefined;

  /** @throws {IdentikitError} `USAGE`; `AUTH_REQUIRED` for a provider that is reached by plain HTTP */
  constructor(options: OidcOptions) {
    this.#options = options;
    this.#issuer = readIssuer(options.issuer);
  }

  /** Where somebody signs in. @param secret see {@link newSecret} @throws {IdentikitError} `OIDC_UNREACHABLE` */
  async begin(secret: string, redirectUri: string): Promise<URL> {
    const config = await this.#configuration();
    const { state, nonce, verifier } = partsOf(secret);
    return openid.buildAuthorizationUrl(config, {
      ...{ redirect_uri: redirectUri, scope: this.#options.scope, state, nonce },
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
  }

  /**
   * Who came back.
   * @param answer the address that the browser was sent to
   * @throws {IdentikitError} `OIDC_REFUSED` for an answer that does not hold; `OIDC_UNREACHABLE`
   */
  async finish(secret: string, answer: URL): Promise<Actor> {
    const config = await this.#configuration();
    const { state, nonce, verifier } = partsOf(secret);
    const claims = await this.#claims(config, answer, { state, nonce, verifier }).catch((cause) => {
      throw faultOf(cause);
    });
    const { loginClaim, groupsClaim } = this.#options;
    const person = claimedPerson(claims[loginClaim], groupsIn(claims[groupsClaim]), this.#options);
    if (person) return person;
    throw new IdentikitError("OIDC_REFUSED", `the claim ${loginClaim} does not hold a login`, {
      remedy:
        "Name the claim that has the login with --oidc-login-claim, and a scope that gives it with --oidc-scope.",
    });
  }

  async #claims(
    config: openid.Configuration,
    answer: URL,
    { state, nonce, verifier }: ReturnType<typeof partsOf>,
  ): Promise<Readonly<Record<string, unknown>>> {
    const tokens = await openid.authorizationCodeGrant(config, answer, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    });
    const claims = tokens.claims();
    if (!claims) throw new TypeError("there is no ID token");
    const { loginClaim, groupsClaim } = this.#options;
    const isWhole = loginClaim in claims && groupsClaim in claims;
    if (isWhole || config.serverMetadata().userinfo_endpoint === undefined) return claims;
    // What is signed counts before what is only said; both are about one subject.
    return { ...(await openid.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
  }

  async #configuration(): Promise<openid.Configuration> {
    this.#found ??= this.#discover();
    try {
      return await this.#found;
    } catch (cause) {
      this.#found = undefined;
      throw unreachable(this.#issuer, cause);
    }
  }

  async #discover(): Promise<openid.Configuration> {
    const { clientId, clientSecret } = this.#options;
    const isPlain = this.#issuer.protocol === "http:";
    const config = await openid.discovery(
      this.#issuer,
      clientId,
      { [openid.clockTolerance]: toleranceSeconds },
      clientSecret === undefined ? openid.None() : secretAuth(clientSecret),
      { timeout: timeoutSeconds, execute: isPlain ? [openid.allowInsecureRequests] : [] },
    );
    config.timeout = timeoutSeconds;
    return config;
  }
}

/**
 * The client's secret in the header, as every provider takes it unless it lists other ways (OpenID Connect Discovery 1.0, 3). Id and secret are
 * encoded there (RFC 6749, 2.3.1), but nothing that need not be: Gitea does not undo it, and the library also encodes the hyphens of its ids.
 */
function secretAuth(secret: string): openid.ClientAuth {
  const inForm = openid.ClientSecretPost(secret);
  return (server, client, body, headers) => {
    const known: readonly unknown[] = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    if (!known.includes("client_secret_basic")) return inForm(server, client, body, headers);
    const credential = [client.client_id, secret].map(formEncoded).join(":");
    headers.set("authorization", `Basic ${Buffer.from(credential).toString("base64")}`);
  };
}

/** As application/x-www-form-urlencoded has it (URL Standard, 5.2). */
function formEncoded(text: string): string {
  return new URLSearchParams([[text, ""]]).toString().slice(0, -1);
}

/** What a browser keeps while somebody signs in elsewhere. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function partsOf(secret: string) {
  const part = (name: string) =>
    createHmac("sha256", secret).update(`identikit oidc ${name}`).digest("base64url");
  return { state: part("state"), nonce: part("nonce"), verifier: part("verifier") };
}

/** @throws {IdentikitError} `USAGE`, `AUTH_REQUIRED` */
function readIssuer(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol))
    throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not the URL of an issuer`, {
      remedy: "Write it as the provider's discovery document does, such as https://forge.example.com/.",
    });
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new IdentikitError("AUTH_REQUIRED", `what ${url.origin} says of people would come as plain text`, {
      remedy: "Reach the provider by https; plain HTTP is for one on this machine.",
    });
  return url;
}

function unreachable(issuer: URL, cause: unknown): IdentikitError {
  return new IdentikitError("OIDC_UNREACHABLE", `the provider ${issuer.origin} does not answer as one`, {
    remedy: "Check --oidc-issuer and the network; the server asks again at the next sign-in.",
    retry: { kind: "later" },
    cause,
  });
}

function faultOf(cause: unknown): IdentikitError {
  const what = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return new IdentikitError("OIDC_REFUSED", `the answer of the provider does not hold${what}`, {
    remedy:
      "Sign in again, in one tab; if it stays, check the client, its secret and the callback address at the provider.",
    cause,
  });
}
