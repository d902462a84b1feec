import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { IdentikitError } from "../fault/error.ts";
import { isLoopback } from "../http/loopback.ts";
import { hostOfHeader, type ListenAddress } from "./listen-address.ts";

/** Who may ask: whoever is on this machine, whoever has the token, or what is behind says it for each request (see `doors/`). */
export type Auth =
  | { readonly kind: "loopback" }
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "inside";
      /** Whether a token may stand in the path: only where nothing but this machine reaches the server. */
      readonly takesPathTokens: boolean;
    };

/**
 * Refuses to open a server to other machines without asking who is there.
 * @throws {IdentikitError} `AUTH_REQUIRED`
 */
export function checkDoor({ host }: ListenAddress, auth: Auth): void {
  if (auth.kind !== "loopback" || isLoopback(host)) return;
  throw new IdentikitError("AUTH_REQUIRED", `${host} can be reached from other machines`, {
    remedy: "Listen on 127.0.0.1, or ask for a token (--auth token).",
  });
}

/**
 * Stands before everything that the server answers: 421 for a request under another host's name (a page in a browser must not
 * read along under a name that it made resolve to this machine), 401 without the token.
 */
export function door({ host }: ListenAddress, auth: Auth): MiddlewareHandler {
  const expected = auth.kind === "token" ? hashOf(`Bearer ${auth.token}`) : undefined;
  if (auth.kind === "inside") return (_, next) => next();
  return async (context, next) => {
    const asked = hostOfHeader(context.req.header("host") ?? "");
    if (isLoopback(host) && !isLoopback(asked)) return context.body(null, 421);
    const given = hashOf(context.req.header("authorization") ?? "");
    // Hashes have one length, so the comparison says nothing about the token's.
    if (expected && !timingSafeEqual(expected, given))
      return context.body(null, 401, { "www-authenticate": "Bearer" });
    return await next();
  };
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
