import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { withRetries } from "../../fault/retry.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { BodyTooLong, readWhole, readWords } from "../../http/body.ts";
import { type Incoming, messageBody } from "../../http/message.ts";
import type { NamedAddress } from "../../http/named-address.ts";
import { basicHeader, type Credential } from "./credential.ts";
import { refusedBy } from "./refusal.ts";
import type { Call, Transport } from "./transport.ts";

export interface Token {
  readonly text: string;
  /** Milliseconds of the clock; from then on it is not used any more. */
  readonly staleAt: number;
}

export interface TokenRequest {
  readonly realm: NamedAddress;
  /** The address of the registry that named it. */
  readonly registry: URL;
  readonly service: string | undefined;
  /** Scopes in the token protocol's own form. */
  readonly scopes: readonly string[];
  readonly credential: Credential | undefined;
  /** For the token server, and for no other. */
  readonly headers: Readonly<Record<string, string>>;
}

const clientId = "identikit";
const longestAnswer = 1024 * 1024;
/** What the token protocol gives a token whose server names no time. */
const defaultSeconds = 60;

/**
 * Fetches a token. A password goes by GET, the form that every token server has (Gitea has no other), and by POST
 * only where that is not allowed; a refresh token by POST, the only form that takes one.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/
 * @throws {IdentikitError} `REGISTRY_DENIED` where the server refuses the credential or gives no token, and the
 * transport's faults
 */
export async function fetchToken(transport: Transport, request: TokenRequest): Promise<Token> {
  const { credential } = request;
  if (credential?.kind === "identity-token") {
    return await ask(
      transport,
      posted(request, { grant_type: "refresh_token", refresh_token: credential.token }),
    );
  }
  const byGet = await ask(transport, got(request), credential ? [404, 405] : []);
  if (byGet !== undefined || credential?.kind !== "password") return certain(byGet);
  const { username, password } = credential;
  return await ask(transport, posted(request, { grant_type: "password", username, password }));
}

async function ask(transport: Transport, call: Call): Promise<Token>;
async function ask(
  transport: Transport,
  call: Call,
  elsewhere: readonly number[],
): Promise<Token | undefined>;
async function ask(
  transport: Transport,
  call: Call,
  elsewhere: readonly number[] = [],
): Promise<Token | undefined> {
  return await withRetries(async () => {
    const incoming = await transport.open(call);
    const { status } = incoming;
    if (status === 200) return await tokenIn(incoming, call, transport.clock.now().getTime());
    const body = await readWords(incoming);
    if (elsewhere.includes(status)) return undefined;
    // Token servers say 400 and 404, too, of credentials and repositories that they do not know.
    const hadCredential = call.ownHeaders?.authorization !== undefined || call.method === "POST";
    throw refusedBy({
      registry: call.at.url.host,
      what: call.what,
      status,
      body,
      hadCredential,
      isDenial: true,
    });
  }, transport.retry);
}

function got(request: TokenRequest): Call {
  const url = new URL(request.realm.url);
  if (request.service !== undefined) url.searchParams.set("service", request.service);
  for (const scope of request.scopes) url.searchParams.append("scope", scope);
  const { credential } = request;
  if (credential?.kind !== "password") return callOf(request, { method: "GET", url });
  url.searchParams.set("account", credential.username);
  const ownHeaders = { authorization: basicHeader(credential.username, credential.password) };
  return callOf(request, { method: "GET", url, ownHeaders });
}

function posted(request: TokenRequest, grant: Readonly<Record<string, string>>): Call {
  const form = new URLSearchParams({ ...grant, client_id: clientId, scope: request.scopes.join(" ") });
  if (request.service !== undefined) form.set("service", request.service);
  return callOf(request, {
    method: "POST",
    url: request.realm.url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: messageBody(Buffer.from(form.toString(), "utf8")),
  });
}

/** What a token server is asked goes nowhere else: it has a credential in it, or in its body. */
function callOf(
  { realm, registry, headers }: TokenRequest,
  {
    url,
    ownHeaders,
    ...call
  }: Pick<Call, "method" | "headers" | "ownHeaders" | "body"> & { readonly url: URL },
): Call {
  const what = "a token request";
  const at = { url, by: realm.by };
  const secrets = { ...headers, ...ownHeaders };
  return { ...call, kind: "token", what, at, own: registry, ownHeaders: secrets, isRedirected: false };
}

async function tokenIn(incoming: Incoming, call: Call, now: number): Promise<Token> {
  let document: unknown;
  try {
    document = JSON.parse((await readWhole(incoming, longestAnswer)).toString("utf8"));
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof BodyTooLong)) throw cause;
    throw noToken(call);
  }
  const answer = fieldsOf(document);
  const text = [answer.token, answer.access_token].find((field) => typeof field === "string" && field !== "");
  if (typeof text !== "string" || !/^[\x21-\x7e]+$/.test(text)) throw noToken(call);
  const given = answer.expires_in;
  const seconds = typeof given === "number" && given > 0 ? given : defaultSeconds;
  // A tenth early: a token must still hold when the request that carries it is checked.
  return { text, staleAt: now + seconds * 900 };
}

function noToken(call: Call): IdentikitError {
  return new IdentikitError("REGISTRY_DENIED", `${call.at.url.host} answered ${call.what} without a token`, {
    remedy: "Check that the registry's token server is the one it names.",
  });
}
