import { nextPlace } from "./next-place.ts";

/**
 * The page of ours from which a form was sent, as a path on this server; nothing where the browser does not say so. A page can change neither
 * `Referer` nor `Sec-Fetch-Site` (Fetch, 2.2.2), and of a page of another origin nothing is taken.
 */
export function pageBefore({ method, headers }: Request): string | undefined {
  if (method !== "POST" || headers.get("sec-fetch-site") !== "same-origin") return undefined;
  const referrer = headers.get("referer");
  if (referrer === null || !URL.canParse(referrer)) return undefined;
  const { pathname, search } = new URL(referrer);
  const place = nextPlace(pathname + search);
  return place === "/" ? undefined : place;
}
