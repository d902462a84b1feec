import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { reachOf } from "../../http/reach.ts";
import { type AllowList, plain } from "./allow-list.ts";

/** Why something is not connected to; what the agent is told, and its operator reads. */
export class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Where a connection goes: the addresses that were looked at are those that are connected to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly LookupAddress[];
}

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** Names as addresses, by the system or by what stands for it. */
export function resolver(lookup: LookupFunction | undefined): Resolve {
  const ask: LookupFunction = lookup ?? ((host, options, answer) => systemLookup(host, options, answer));
  return (host) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>();
    ask(host, { all: true }, (fault, found) => {
      if (fault) reject(new ProxyRefusal(502, `${host} could not be resolved`));
      else resolve(typeof found === "string" ? [{ address: found, family: isIP(found) }] : found);
    });
    return promise;
  };
}

/**
 * A destination that the list allows. A name does not lead to a private, loopback, link-local or metadata address, unless that address
 * is listed as well.
 * @param host as `canonicalHost` gives it
 * @throws {ProxyRefusal}
 */
export async function allowedDestination(
  host: string,
  port: number,
  list: AllowList,
  resolve: Resolve,
): Promise<Destination> {
  if (!list.allows(host, port)) throw new ProxyRefusal(403, `${host}:${port} is not in the list of hosts`);
  const found = await addressesOf(host, resolve);
  const open = found.filter(
    ({ address }) => reachOf(address) === "public" || list.allowsAddress(address, port),
  );
  if (open.length > 0) return { host, port, addresses: open };
  const [first] = found;
  throw new ProxyRefusal(
    403,
    `${host} leads to ${first?.address ?? "nothing"}, which is not a public address`,
  );
}

/**
 * The destination of a secret. A grant names its host, TLS proves who answers there, so it may be inside the network; it is never a
 * link-local or metadata address.
 * @throws {ProxyRefusal}
 */
export async function secretDestination(host: string, port: number, resolve: Resolve): Promise<Destination> {
  const found = await addressesOf(host, resolve);
  const open = found.filter(({ address }) => reachOf(address) !== "special");
  if (open.length > 0) return { host, port, addresses: open };
  throw new ProxyRefusal(403, `${host} leads to no address that a secret is sent to`);
}

/** Gives a connection the addresses that were looked at, instead of asking again: a name that changes meanwhile gains nothing. */
export function lookupOf({ addresses }: Destination): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family ?? 4);
  };
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const address = plain(host);
  const family = isIP(address);
  return family === 0 ? await resolve(host) : [{ address, family }];
}
