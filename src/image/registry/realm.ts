import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "./endpoint.ts";

/**
 * The token server that a registry names in its challenge, if a credential may go there.
 *
 * A registry chooses its token server freely (Docker Hub's is on another host), and every client of the field follows
 * it; the registry's credential is the token server's. What it may not choose is a channel that others can read. So the
 * realm must be HTTPS; plain HTTP only where the registry itself is spoken to in plain HTTP, and then only on this
 * machine or at the registry's own origin.
 *
 * @throws {IdentikitError} `REGISTRY_DENIED` for any other realm
 */
export function trustedRealm(realm: string, registry: URL): URL {
  const url = URL.parse(realm);
  if (!url || url.username || url.password || !/^https?:$/.test(url.protocol)) {
    throw refused(registry, "is not an http(s) address without a user name");
  }
  url.hash = "";
  if (url.protocol === "https:") return url;
  if (
    registry.protocol === "http:" &&
    (isLoopback(url.hostname) ? isLoopback(registry.hostname) : url.origin === registry.origin)
  )
    return url;
  throw refused(registry, `is reached in plain HTTP at ${url.host}`);
}

function refused(registry: URL, why: string): IdentikitError {
  return new IdentikitError("REGISTRY_DENIED", `the token server that ${registry.host} names ${why}`, {
    remedy: "No credential was sent. Have the registry name its token server by HTTPS.",
  });
}
