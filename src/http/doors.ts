import { type LookupAddress, lookup as systemLookup } from "node:dns";
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { LookupFunction } from "node:net";
import type { HttpClientOptions } from "./http-client.ts";
import { isLoopback } from "./loopback.ts";
import { addressRefused, mayLeadTo, type Namer } from "./named-address.ts";
import { nodeHttp } from "./node-http.ts";
import { type Reach, reachOf, reachOfHost } from "./reach.ts";

/** What starts requests to one host, with its connections. */
export interface Door {
  start(options: RequestOptions): ClientRequest;
  /** Where the other end of an answer's connection is. */
  reachOf(message: IncomingMessage): Reach;
}

/** The kept connections of one kind. */
interface Room {
  readonly agent: Agent;
  readonly request: typeof import("node:http").request;
  /** Hosts whose names were resolved here, and not by a proxy, and the most public address that each had. */
  readonly resolved: Map<string, Reach>;
}

/**
 * The connections of a client, by what they may be used for: one that was opened because the user named the host must not
 * serve a request that a server has led to, since nothing was checked about it.
 */
export class Doors implements Disposable {
  readonly #options: HttpClientOptions;
  readonly #rooms = new Map<string, Room>();

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /** @param by the server that named the address, if one did */
  to(url: URL, by: Namer | undefined): Door {
    const room = this.#room(url, by);
    return {
      start: (options) =>
        room.request(url, { ...options, agent: room.agent, lookup: this.#lookup(url, by, room) }),
      reachOf: ({ socket }) => {
        const known = reachOfHost(url.hostname);
        if (known !== undefined) return known;
        // What a proxy connects to is the proxy's to know: a name counts as what is out there.
        const resolved = room.resolved.get(url.hostname) ?? "public";
        const isKnown = room.resolved.has(url.hostname) && socket.remoteAddress !== undefined;
        return isKnown ? reachOf(socket.remoteAddress) : resolved;
      },
    };
  }

  [Symbol.dispose](): void {
    for (const { agent } of this.#rooms.values()) agent.destroy();
    this.#rooms.clear();
  }

  #room({ protocol, hostname }: URL, by: Namer | undefined): Room {
    const isProxied = !isLoopback(hostname);
    const key = [protocol, isProxied, by?.clearance ?? "any"].join(" ");
    const known = this.#rooms.get(key);
    if (known) return known;
    const { Agent: AgentOf, request } = nodeHttp(protocol);
    const { connections, env } = this.#options;
    const agent = new AgentOf({
      keepAlive: true,
      maxSockets: connections,
      scheduling: "lifo",
      ...(isProxied && env ? { proxyEnv: { ...env } } : {}),
    });
    const room = { agent, request, resolved: new Map<string, Reach>() };
    this.#rooms.set(key, room);
    return room;
  }

  /**
   * Resolves a name for a connection, and leaves out addresses that whoever named it may not lead to. It is this very
   * answer that is connected to, so a name that resolves otherwise the next time gains nothing. Called for no host that
   * is an address, nor for one that a proxy is asked for.
   */
  #lookup(url: URL, by: Namer | undefined, room: Room): LookupFunction {
    return (hostname, options, callback) => {
      void this.#resolve(hostname, options).then(
        (addresses) => {
          if (hostname === url.hostname) room.resolved.set(hostname, outermost(addresses));
          const open = by ? addresses.filter(({ address }) => mayLeadTo(reachOf(address), by)) : addresses;
          const [first] = open;
          const [closed] = addresses;
          if (!first && by && closed)
            return callback(addressRefused(url, by, reachOf(closed.address), closed.address), "");
          if (options.all) callback(null, open);
          else callback(null, first?.address ?? "", first?.family ?? 0);
        },
        (fault: NodeJS.ErrnoException) => callback(fault, ""),
      );
    };
  }

  async #resolve(hostname: string, options: object): Promise<LookupAddress[]> {
    const lookup = this.#options.lookup ?? systemLookup;
    const { promise, resolve, reject } = Promise.withResolvers<LookupAddress[]>();
    (lookup as LookupFunction)(hostname, { ...options, all: true }, (fault, found) => {
      if (fault) reject(fault);
      else resolve(typeof found === "string" ? [{ address: found, family: 0 }] : found);
    });
    return await promise;
  }
}

function outermost(addresses: readonly LookupAddress[]): Reach {
  const reaches = addresses.map(({ address }) => reachOf(address));
  return (["public", "private", "loopback"] as const).find((reach) => reaches.includes(reach)) ?? "public";
}
