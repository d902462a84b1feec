import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** Headers of one connection (RFC 9110, 7.6.1), and those that a proxy is told by; they end here. */
const ofTheConnection: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-authentication-info",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  // Written again, from where the request really goes.
  "host",
]);

/** What clients put a credential into. Where the proxy adds one, the agent adds none. */
const credentials: readonly string[] = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"];

/**
 * The headers of a message that go on. How long the body is, is told from how it was read, and written again: a message that two
 * servers would cut differently does not get through.
 */
export function carriedHeaders(
  message: IncomingMessage,
  without: readonly string[] = [],
): OutgoingHttpHeaders {
  const named = (message.headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const dropped = new Set([...ofTheConnection, ...named, ...without]);
  // The length is the body's; no Connection header can take it away.
  dropped.delete("content-length");
  const headers: Record<string, string | string[]> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined && !dropped.has(name))
      headers[name] = values.length === 1 ? values.join() : values;
  }
  return headers;
}

/** The headers of a request to the host of a secret: what the agent says in the secret's place is dropped. */
export function headersWithSecret(
  request: IncomingMessage,
  { header, value }: { readonly header: string; readonly value: string },
): OutgoingHttpHeaders {
  const name = header.toLowerCase();
  return { ...carriedHeaders(request, [...credentials, name]), [name]: value };
}
