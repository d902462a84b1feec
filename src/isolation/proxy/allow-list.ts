import { isIP } from "node:net";
import { IdentikitError } from "../../fault/error.ts";

/** Ports of a host that is listed without one. */
const usualPorts: readonly number[] = [80, 443];

interface Entry {
  /** In the one form that URLs give a host: lower case, addresses in full. */
  readonly host: string;
  /** Whether it stands for the names below `host`, and not for `host` itself. */
  readonly below: boolean;
  readonly ports: readonly number[];
}

/** The hosts that an agent may reach: `host`, `*.host`, `host:port`, `*.host:port`. Without a port these are 80 and 443. */
export class AllowList {
  readonly #entries: readonly Entry[];

  /** @throws {IdentikitError} `USAGE` for what is no host */
  constructor(hosts: readonly string[]) {
    this.#entries = hosts.map(parseEntry);
  }

  /** @param host as {@link canonicalHost} gives it */
  allows(host: string, port: number): boolean {
    return this.#entries.some(
      ({ host: listed, below, ports }) =>
        ports.includes(port) &&
        // An address has no names below it, though its text may end like one.
        (below ? isIP(plain(host)) === 0 && host.endsWith(`.${listed}`) : host === listed),
    );
  }

  /** Whether an address itself is listed: the only way to one that is not public. */
  allowsAddress(address: string, port: number): boolean {
    const host = canonicalHost(isIP(address) === 6 ? `[${address}]` : address);
    return this.#entries.some((entry) => !entry.below && entry.host === host && entry.ports.includes(port));
  }
}

/**
 * A host in the one form that comparisons need: lower case, without the last dot, every spelling of an address as the address;
 * `undefined` for what is no host.
 */
export function canonicalHost(text: string): string | undefined {
  if (!/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)$/.test(text)) return undefined;
  const name = URL.parse(`http://${text}/`)?.hostname.replace(/\.$/, "");
  return name === "" ? undefined : name;
}

/** An address without the brackets that URLs put around one of IPv6. */
export function plain(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}

function parseEntry(text: string): Entry {
  const [, star, name = "", port] = /^(\*\.)?(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(text) ?? [];
  const host = canonicalHost(name);
  const number = port === undefined ? undefined : Number(port);
  if (host === undefined || number === 0 || (number ?? 1) > 65_535)
    throw new IdentikitError("USAGE", `${JSON.stringify(text)} is no host that an agent could be let to`, {
      remedy: "Write host, *.host or host:port in networkPolicy.hosts.",
    });
  return { host, below: star !== undefined, ports: number === undefined ? usualPorts : [number] };
}
