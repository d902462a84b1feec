import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { listenAlone } from "../../services/free-port.ts";

export const client = { id: "identikit", secret: "a-secret+of%the:client" };

/** What a person is to the provider. */
export type Claims = Readonly<Record<string, unknown>>;

/** Answers requests of the provider. */
type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A place of its own on loopback for a provider: its address is known before anybody answers there, and nobody else gets it meanwhile. */
export async function reserveProvider() {
  let answer: Answer | undefined;
  const server = createServer((request, response) => {
    // Who is away does not even say so.
    if (answer) answer(request, response);
    else request.socket.destroy();
  });
  await listenAlone(server);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    /** From here on a provider answers, where who asks is signed in at once as whoever `claims` says. */
    open(redirectUri: string, claims: () => Claims): void {
      answer = providerAt(issuer, redirectUri, claims);
    },
    /** From here on nobody answers. */
    leave(): void {
      answer = undefined;
      server.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A real provider of OpenID Connect. */
function providerAt(issuer: string, redirectUri: string, claims: () => Claims): Answer {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ ...claims(), sub }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ["a-key-of-the-provider"] },
  });
  const callback = provider.callback();
  return async (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return callback(request, response);
    try {
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (prompt.name === "login")
        return await provider.interactionFinished(request, response, { login: { accountId: "subject-1" } });
      const grant = new provider.Grant({
        accountId: session?.accountId ?? "",
        clientId: String(params.client_id),
      });
      grant.addOIDCScope(String(params.scope));
      await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    } catch (thrown) {
      response.writeHead(500).end(String(thrown));
    }
  };
}

/** A browser's cookies by host and port: two servers on one machine are two here, as they are two hosts elsewhere. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Follows redirects, as a browser does, until it is at a page. @returns the page, where it is, and everywhere it was */
  async open(start: string, headers: Record<string, string> = {}) {
    const been: string[] = [];
    for (let at = new URL(start), hops = 0; hops < 20; hops++) {
      been.push(at.href);
      const answer = await fetch(at, {
        redirect: "manual",
        headers: { ...headers, cookie: this.cookies(at) },
      });
      this.#keep(at, answer);
      const location = answer.headers.get("location");
      if (location === null) return { answer, url: at, been };
      at = new URL(location, at);
    }
    throw new Error(`no end: ${been.join(" ")}`);
  }

  /** One request. @returns where it leads */
  async step(at: URL): Promise<URL> {
    const answer = await fetch(at, { redirect: "manual", headers: { cookie: this.cookies(at) } });
    this.#keep(at, answer);
    return new URL(answer.headers.get("location") ?? "", at);
  }

  cookies({ host }: URL): string {
    return [...(this.#jars.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep({ host }: URL, { headers }: Response): void {
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    for (const cookie of headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    this.#jars.set(host, jar);
  }
}
