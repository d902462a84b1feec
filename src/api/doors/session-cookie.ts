/** A cookie is read only if it has the form of what we set. */
const form = /^[A-Za-z0-9._~-]{1,4000}$/;

export interface CookieOptions {
  readonly name: string;
  readonly isSecure: boolean;
  /** `Lax` for what must come back with a browser that another site sent to us. */
  readonly sameSite: "Strict" | "Lax";
  readonly maxAgeSeconds: number;
}

/**
 * The name of a cookie of ours. Over https the prefix `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis, 4.1.3.2).
 * Plain HTTP is for loopback only, whose ports share their cookies: the port in the name keeps two servers apart.
 */
export function cookieName(kind: "session" | "login", host: string, isSecure: boolean): string {
  const port = /:(\d{1,5})$/.exec(host)?.[1] ?? "80";
  const own = kind === "session" ? "identikit" : "identikit-login";
  return isSecure ? `__Host-${own}` : `${own}-${port}`;
}

/**
 * The one value of a cookie in a `Cookie` header (RFC 6265, 4.2). Two cookies of one name are none: one of them was set by somebody else, and
 * which comes first says nothing.
 */
export function cookieValue(header: string | null, name: string): string | undefined {
  const values = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && form.test(value) ? value : undefined;
}

/** The `Set-Cookie` header for a value; an age of 0 takes the cookie away. */
export function setCookie(value: string, { name, isSecure, sameSite, maxAgeSeconds }: CookieOptions): string {
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}${secure}`;
}
