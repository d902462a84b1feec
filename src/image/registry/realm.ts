import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "../../http/loopback.ts";
import type { AddressPolicy, NamedAddress, Namer } from "../../http/named-address.ts";

/** Who names a token server, and what is known of it. */
export interface RealmContext {
  /** The registry's own address. */
  readonly registry: URL;
  /** The answer that named the realm. */
  readonly by: Namer;
  readonly policy: AddressPolicy;
  /** Hosts that the user said are spoken to in plain HTTP. */
  readonly insecure: readonly string[];
}

/**
 * The token server that a registry names in its challenge, if a credential may go there.
 *
 * A registry chooses its token server freely (Docker Hub's is on another host), and every client of the field follows
 * it; the registry's credential is the token server's. What it may not choose is a channel that others can read. So the
 * realm must be HTTPS; plain HTTP only where the registry itself is spoken to in plain HTTP, and then only on this
 * machine, on the registry's own host, or on one that the user said is spoken to in plain HTTP. Nor may it lead further
 * inside a network than the registry is.
 *
 * @throws {IdentikitError} `ADDRESS_REFUSED` for a realm at an address that is closed to the registry, `REGISTRY_DENIED`
 * for any other realm that is not asked
 */
export function trustedRealm(realm: string, { registry, by, policy, insecure }: RealmContext): NamedAddress {
  const url = URL.parse(realm);
  if (!url || url.username || url.password || !/^https?:$/.test(url.protocol)) {
    throw refused(registry, "is not an http(s) address without a user name");
  }
  url.hash = "";
  const named = policy.admit(url, by, registry);
  if (url.protocol === "https:") return named;
  const isPlain = isLoopback(url.hostname)
    ? isLoopback(registry.hostname)
    : url.hostname === registry.hostname || insecure.includes(url.host);
  if (registry.protocol === "http:" && isPlain) return named;
  throw refused(registry, `is reached in plain HTTP at ${url.host}`);
}

function refused(registry: URL, why: string): IdentikitError {
  return new IdentikitError("REGISTRY_DENIED", `the token server that ${registry.host} names ${why}`, {
    remedy: "No credential was sent. Have the registry name its token server by HTTPS.",
  });
}
