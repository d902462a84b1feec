import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { nodeHttp } from "../../http/node-http.ts";
import { plain } from "./allow-list.ts";
import { carriedHeaders } from "./carried-headers.ts";
import { type Destination, lookupOf, ProxyRefusal } from "./destination.ts";

export interface Passage {
  readonly protocol: "http:" | "https:";
  readonly to: Destination;
  /** Path and query, as they came. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** Further authorities of TLS, in PEM. */
  readonly authorities?: readonly string[] | undefined;
}

/** A model may think for minutes before it says something. */
const idleMs = 15 * 60_000;

/**
 * Sends a request on and its answer back, both as streams, over a connection of its own. A redirect is the client's to follow: it comes
 * back to the proxy as any other request, or not at all.
 * @throws {ProxyRefusal} before anything of the answer was sent
 */
export async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  passage: Passage,
): Promise<void> {
  const { protocol, to, path, headers, authorities } = passage;
  const usual = protocol === "https:" ? 443 : 80;
  const tls = protocol === "https:" ? { ca: await authoritiesWith(authorities) } : {};
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onward = nodeHttp(protocol).request({
    method: request.method ?? "GET",
    host: plain(to.host),
    port: to.port,
    path,
    headers: {
      ...headers,
      ...framing(request),
      host: to.port === usual ? to.host : `${to.host}:${to.port}`,
      connection: "close",
    },
    lookup: lookupOf(to),
    agent: false,
    timeout: idleMs,
    ...tls,
  });
  onward.on("timeout", () => onward.destroy(new Error("nothing moved")));
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, carriedHeaders(answer));
    pipeline(answer, response, () => resolve());
  });
  onward.on("error", () => {
    if (!response.headersSent) return reject(new ProxyRefusal(502, `${to.host}:${to.port} did not answer`));
    response.destroy();
    resolve();
  });
  response.on("close", () => onward.destroy());
  pipeline(request, onward, () => {});
  await promise;
}

function framing({ headers, method }: IncomingMessage): OutgoingHttpHeaders {
  if (headers["transfer-encoding"] !== undefined) return { "transfer-encoding": "chunked" };
  const hasBody = method !== "GET" && method !== "HEAD" && method !== "OPTIONS" && method !== "DELETE";
  return headers["content-length"] === undefined && hasBody ? { "content-length": "0" } : {};
}

async function authoritiesWith(more: readonly string[] | undefined): Promise<string[] | undefined> {
  if (more === undefined) return undefined;
  // Only an authority of one's own needs the list of the others.
  const { getCACertificates } = await import("node:tls");
  return [...getCACertificates("default"), ...more];
}
