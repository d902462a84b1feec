/** Own scripts and styles only, no framing, no HTML from strings, forms that go to us only (CSP Level 3, Trusted Types). */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/**
 * What every page of ours says about itself. A browser names no `Origin` on forms of a page with the policy `no-referrer` (Fetch, 3.2), so
 * pages have `same-origin`: other sites are told nothing either.
 */
const ofPages = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "same-origin",
} as const;

/** What every answer says, unless it says it itself. */
const ofAll = {
  "cache-control": "no-store",
  "content-security-policy": contentPolicy,
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** Gives an answer the headers that keep browsers from reading more into it than it is. */
export function guardAnswer({ headers }: Response, isSecure: boolean): void {
  for (const [name, value] of Object.entries(ofAll)) if (!headers.has(name)) headers.set(name, value);
  if (isSecure) headers.set("strict-transport-security", "max-age=31536000");
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get("content-type") ?? "")) return;
  for (const [name, value] of Object.entries(ofPages)) headers.set(name, value);
}
