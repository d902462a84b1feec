import type { IncomingMessage } from "node:http";

/** A token as a URL's path has it, without anything that would have to be encoded. */
const form = /^\/t\/([A-Za-z0-9._~-]{1,512})(?=\/|\?|$)/;

/** The beginning of a path that bears a token, for clients that send none over plain HTTP. */
export function tokenPath(token: string): string {
  return `/t/${encodeURIComponent(token)}`;
}

/**
 * Takes the token out of a request's path and puts it where all others have theirs, before anything looks at the request: so nothing
 * that logs, routes or answers ever sees it, and the door compares it as it does any other. A request that also has a header of its own
 * then has two, which no door opens to.
 */
export function takePathToken(request: IncomingMessage): void {
  const match = form.exec(request.url ?? "");
  if (!match) return;
  const [whole, token = ""] = match;
  const rest = (request.url ?? "").slice(whole.length);
  request.url = rest.startsWith("/") ? rest : `/${rest}`;
  request.rawHeaders.push("authorization", `Bearer ${token}`);
}
