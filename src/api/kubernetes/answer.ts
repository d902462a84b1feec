import { type RequestRefused, reasons } from "./status.ts";

/** Whatever the API answers is of the moment, is no page, and leads nowhere else with its address, which may hold a token. */
const always = {
  "cache-control": "no-cache, private",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

export function jsonAnswer(
  body: object,
  more: Readonly<Record<string, string>> | Headers = {},
  status = 200,
): Response {
  const headers = new Headers(more);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return new Response(`${JSON.stringify(body)}\n`, { status, headers });
}

/** The answer to a request that is not done. */
export function refusalAnswer(refused: RequestRefused): Response {
  return jsonAnswer(refused.status(), refused.headers, reasons[refused.reason]);
}

/** The same answer with the headers that all answers have. */
export function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(always)) response.headers.set(name, value);
  return response;
}

/**
 * The `Warning` headers (RFC 7234, 5.5) of what a client is told beside an answer: at most ten, each one line of printable ASCII, as
 * the header's grammar wants it.
 */
export function warningHeaders(warnings: readonly string[]): Headers {
  const headers = new Headers();
  for (const warning of warnings.slice(0, 10)) {
    const text = warning.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
    headers.append("warning", `299 - "${text.replace(/[\\"]/g, "\\$&")}"`);
  }
  return headers;
}
