import { generateKeyPairSync, type KeyObject, randomUUID, sign, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { certificateOf } from "./certificate.ts";
import { listenAlone } from "./free-port.ts";
import type { Arrival } from "./memory-registry.ts";

export interface TokenServerOptions {
  /** Which of the scopes asked for a token is given for. Default `all`. */
  readonly reads?: "all" | "first" | "last";
  /** Whether GET is served; POST always is. Default true. */
  readonly get?: boolean;
  /** Rights in a repository whoever asks; `undefined` gives none. Default: everything to `user`, pull to nobody else. */
  readonly allows?: (user: string | undefined, repository: string) => readonly string[];
  /** Seconds that a token says it lasts. Default 300. */
  readonly lasts?: number;
  /** Answers that are given instead of a token, in order. */
  readonly stumbles?: { readonly status: number; readonly body?: string }[];
}

/** What a token request said. */
export interface TokenRequestSeen {
  readonly method: string;
  readonly scopes: readonly string[];
  readonly user: string | undefined;
  readonly grant: string | undefined;
}

export const service = "registry.test";
export const issuer = "identikit-test";
export const refreshToken = "a-refresh-token";

/** A token server on the loopback, whose tokens a real registry takes: JWTs signed with a key of its certificate. */
export class TokenServer implements AsyncDisposable {
  readonly seen: TokenRequestSeen[] = [];
  readonly certificate: string;
  readonly #key: KeyObject;
  readonly #options: TokenServerOptions;
  readonly #server;

  private constructor(options: TokenServerOptions, key: KeyObject, certificate: string) {
    this.#options = options;
    this.#key = key;
    this.certificate = certificate;
    this.#server = createServer(async (request, response) => {
      const { status, body } = await this.#answer(request);
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  }

  /** @param options.signed a certificate is made by `openssl`, which a real registry needs; else there is none */
  static async start(options: TokenServerOptions & { readonly signed?: boolean } = {}): Promise<TokenServer> {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const server = new TokenServer(
      options,
      privateKey,
      options.signed ? certificateOf(privateKey, "DNS:token.test") : "",
    );
    await listenAlone(server.#server);
    return server;
  }

  get realm(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/token`;
  }

  get challenge(): string {
    return `Bearer realm="${this.realm}",service="${service}"`;
  }

  /** For a registry in memory: a 401 unless the request's token has the right that it needs. */
  guard(arrival: Arrival): string | undefined {
    const repository = /^\/v2\/(.+?)\/(?:manifests|blobs)\//.exec(arrival.path)?.[1] ?? "";
    const reads = arrival.method === "GET" || arrival.method === "HEAD";
    const needed = [[repository, reads && !arrival.path.includes("/uploads/") ? "pull" : "push"]];
    const from = arrival.query.get("from");
    if (from) needed.push([from, "pull"]);
    const token = /^Bearer (.+)$/.exec(arrival.headers.authorization ?? "")?.[1];
    const access = token ? accessIn(token) : [];
    const holds = needed.every(([name, action]) =>
      access.some((one) => one.name === name && one.actions.includes(action ?? "")),
    );
    return holds
      ? undefined
      : `${this.challenge},scope="repository:${repository}:pull${reads ? "" : ",push"}"`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const posted = request.method === "POST";
    const scopes = posted ? (form.get("scope") ?? "").split(" ") : url.searchParams.getAll("scope");
    const basic = Buffer.from(
      (request.headers.authorization ?? "").replace(/^Basic /, ""),
      "base64",
    ).toString();
    const [user, password] = posted ? [form.get("username"), form.get("password")] : basic.split(":");
    const grant = form.get("grant_type") ?? undefined;
    this.seen.push({ method: request.method ?? "", scopes, user: user || undefined, grant });
    const stumble = this.#options.stumbles?.shift();
    if (stumble) return { status: stumble.status, body: stumble.body ?? "" };
    if (!posted && this.#options.get === false) return { status: 404, body: "404 page not found" };
    const known =
      grant === "refresh_token" ? form.get("refresh_token") === refreshToken : password === "password";
    if ((user || grant) && !known) {
      return {
        status: 401,
        body: JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message: "wrong password" }] }),
      };
    }
    return this.#token(scopes, known ? (user ?? "user") : undefined, posted);
  }

  #token(
    asked: readonly string[],
    user: string | undefined,
    posted: boolean,
  ): { status: number; body: string } {
    const { reads = "all", lasts = 300, allows = toUser } = this.#options;
    const scopes = reads === "all" ? asked : reads === "first" ? asked.slice(0, 1) : asked.slice(-1);
    const access = scopes.map((scope) => {
      const [type = "", name = "", actions = ""] = scope.split(":");
      const allowed = allows(user, name);
      return { type, name, actions: actions.split(",").filter((action) => allowed.includes(action)) };
    });
    const token = this.#sign(access, lasts);
    const body = posted ? { access_token: token, expires_in: lasts } : { token, expires_in: lasts };
    return { status: 200, body: JSON.stringify(body) };
  }

  #sign(access: readonly object[], lasts: number): string {
    const now = Math.floor(Date.now() / 1000);
    const chain = this.certificate ? [new X509Certificate(this.certificate).raw.toString("base64")] : [];
    const header = { typ: "JWT", alg: "ES256", x5c: chain };
    const claims = {
      iss: issuer,
      aud: service,
      sub: "",
      jti: randomUUID(),
      iat: now,
      nbf: now - 5,
      exp: now + lasts,
      access,
    };
    const text = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signature = sign("sha256", Buffer.from(text), { key: this.#key, dsaEncoding: "ieee-p1363" });
    return `${text}.${signature.toString("base64url")}`;
  }
}

function toUser(user: string | undefined): readonly string[] {
  return user === undefined ? [] : ["pull", "push"];
}

function accessIn(token: string): { name: string; actions: string[] }[] {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString() || "{}");
  return claims.access ?? [];
}
