import { IdentikitError } from "../fault/error.ts";
import { type Reach, reachOfHost } from "./reach.ts";

/** A server that names addresses: an upload's location, a token server, a redirect. */
export interface Namer {
  /** For messages. */
  readonly host: string;
  /** The innermost that it may name, which is where it is itself. */
  readonly clearance: Clearance;
}

export type Clearance = Exclude<Reach, "special">;

/** An address that may be asked. */
export interface NamedAddress {
  readonly url: URL;
  /** Who named it; `undefined` where it is as good as the user's own word. */
  readonly by: Namer | undefined;
}

const inward: readonly Reach[] = ["public", "private", "loopback"];

/** What a server at an address may name: it knows of nothing that lies further inside than itself. */
export function clearanceAt(reach: Reach): Clearance {
  return reach === "special" ? "private" : reach;
}

/** The lesser one: what is named on the way from one server to the next has to be fit for both. */
export function lesser(a: Clearance, b: Clearance): Clearance {
  return inward.indexOf(a) < inward.indexOf(b) ? a : b;
}

/** Whether a server may lead to an address of that reach. `special` ones are led to by nobody. */
export function mayLeadTo(reach: Reach, { clearance }: Namer): boolean {
  return reach !== "special" && inward.indexOf(reach) <= inward.indexOf(clearance);
}

/** Hosts that the environment allows (`IDENTIKIT_ALLOW_PRIVATE_HOSTS`, between commas or spaces), for every server. */
export function privateHostsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return (env.IDENTIKIT_ALLOW_PRIVATE_HOSTS ?? "").split(/[\s,]+/).filter((host) => host !== "");
}

/** Decides which addresses that servers name are asked at all. */
export class AddressPolicy {
  readonly #allowed: ReadonlySet<string>;

  /** @param allowed hosts (`HOST` or `HOST:PORT`) that any server may name, wherever they are */
  constructor(allowed: readonly string[] = []) {
    this.#allowed = new Set(allowed.map((host) => host.toLowerCase()));
  }

  /**
   * An address that a server named, if it may. A name that has to be resolved is let through here and checked again
   * when it is connected to.
   * @param own the address that the user named in the first place: its origin is the user's word, whoever names it, and so
   * is its literal address at another port where it names that itself
   * @throws {IdentikitError} `ADDRESS_REFUSED`
   */
  admit(url: URL, by: Namer, own: URL): NamedAddress {
    const known = reachOfHost(url.hostname);
    const isOwnHost = known !== undefined && url.hostname === own.hostname && by.host === own.host;
    const isOwn = url.origin === own.origin || isOwnHost;
    if (isOwn || this.#isAllowed(url)) return { url, by: undefined };
    if (known !== undefined && !mayLeadTo(known, by)) throw addressRefused(url, by, known);
    return { url, by };
  }

  #isAllowed({ hostname, host, port, protocol }: URL): boolean {
    const usual = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : host;
    return this.#allowed.has(hostname) || this.#allowed.has(usual) || this.#allowed.has(host);
  }
}

const places: Readonly<Record<Reach, string>> = {
  public: "a public address",
  private: "an address of a private network",
  loopback: "an address of this machine",
  special: "a link-local, metadata or multicast address",
};

/** @param address what a name resolved to */
export function addressRefused(url: URL, by: Namer, reach: Reach, address?: string): IdentikitError {
  const where = address === undefined ? "" : ` (${address})`;
  return new IdentikitError(
    "ADDRESS_REFUSED",
    `${by.host} leads to ${url.host}${where}, ${places[reach]}; nothing was sent there`,
    {
      remedy: `If this is meant, name ${url.host} in network.allowPrivateHosts of identikit.yaml, in IDENTIKIT_ALLOW_PRIVATE_HOSTS, or with --allow-private-host.`,
    },
  );
}
