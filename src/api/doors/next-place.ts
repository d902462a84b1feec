/** Places that somebody who has just signed in is not sent to. */
const notThere = /^\/(?:login|logout|t)(?:[/?]|$)/;

/**
 * Where somebody goes after signing in: a path on this server, whatever the address asked for. What a browser could read as another
 * host (`//host`, `/\host`, with tabs or line breaks between) is not a path.
 */
export function nextPlace(asked: string | null | undefined): string {
  if (!asked || asked.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes("\\"))
    return "/";
  const base = "http://here.invalid";
  const url = URL.canParse(asked, base) ? new URL(asked, base) : undefined;
  if (!url || url.origin !== base || notThere.test(url.pathname) || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}`;
}
