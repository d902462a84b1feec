import type { NamedAddress } from "./named-address.ts";

/** A redirect that is not followed; `message` goes on after "… redirects …". */
export class StrayRedirect extends Error {
  override readonly name = "StrayRedirect";
}

/** However long the way, it ends here. */
export const mostRedirects = 5;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number): boolean {
  return redirects.has(status);
}

/**
 * Where a redirect leads (RFC 9110, 15.4). Reading follows all of them; a request with a body or an effect only those
 * that keep its method. Never from TLS to plain HTTP.
 * @throws {StrayRedirect}
 */
export function redirected(
  { url: from }: NamedAddress,
  method: string,
  status: number,
  location: string,
): URL {
  const to = URL.parse(location, from.href);
  const reads = method === "GET" || method === "HEAD";
  if (!to || !/^https?:$/.test(to.protocol))
    throw new StrayRedirect("to something that is no http(s) address");
  if (!reads && status !== 307 && status !== 308)
    throw new StrayRedirect(`to ${to.host} with status ${status}`);
  if (from.protocol === "https:" && to.protocol === "http:")
    throw new StrayRedirect(`from TLS to plain HTTP at ${to.host}`);
  to.username = "";
  to.password = "";
  return to;
}
