import type { ServerNames } from "./server-names.ts";

/**
 * Why a changing request does not come from a page of ours; nothing where it does. Browsers name the page's origin (Fetch, 3.2), and say how
 * it is related to us (Fetch Metadata), and no page can change either. A request that says neither is no browser's.
 */
export function foreignPage({ headers }: Request, names: ServerNames): string | undefined {
  const [origin, site] = [headers.get("origin"), headers.get("sec-fetch-site")];
  const expected = names.originOf(headers.get("host") ?? "");
  if (origin !== null && origin !== expected)
    return `it came from a page of ${shown(origin)}, not of ${expected}`;
  if (site !== null && site !== "same-origin")
    return `it came from a page of another origin (${shown(site)})`;
  return origin === null && site === null ? "it does not say what page it came from" : undefined;
}

/**
 * Whether a reading request is a page of another origin that takes something of ours in: a script, an image, a fetch. Going to a page of
 * ours by a link is none.
 */
export function isTakenIn({ headers }: Request): boolean {
  const [site, mode] = [headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")];
  return site !== null && site !== "same-origin" && site !== "none" && mode !== "navigate";
}

function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
