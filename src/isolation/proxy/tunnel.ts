import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { plain } from "./allow-list.ts";
import { type Destination, lookupOf, ProxyRefusal } from "./destination.ts";

const connectMs = 30_000;

/**
 * A connection to the addresses that were looked at, and to no others.
 * @param keep told of it before it is there
 * @throws {ProxyRefusal}
 */
export async function connectedTo(to: Destination, keep: (socket: Socket) => void): Promise<Socket> {
  const host = plain(to.host);
  const own = isIP(host) === 0 ? { lookup: lookupOf(to) } : {};
  const onward = connect({ host, port: to.port, allowHalfOpen: true, ...own });
  keep(onward);
  onward.setTimeout(connectMs, () => onward.destroy(new Error("it took too long")));
  try {
    await once(onward, "connect");
  } catch {
    throw new ProxyRefusal(502, `${to.host}:${to.port} did not answer`);
  }
  onward.setTimeout(0);
  return onward;
}

/** Both ends of a tunnel: what one says the other hears, and when one is gone, so is the other. */
export function joinEnds(a: Duplex, b: Duplex): void {
  a.pipe(b);
  b.pipe(a);
  a.once("close", () => b.destroy());
  b.once("close", () => a.destroy());
}
