import type { LookupFunction } from "node:net";
import type { NetworkMode } from "../isolation.ts";

/** A secret that the agent never has: the proxy adds it to the requests to one host. */
export interface ProxySecret {
  /** `host`, or `host:port` where that is not 443. */
  readonly host: string;
  /** The header that holds it, such as `authorization` or `x-api-key`. */
  readonly header: string;
  /** The whole value of the header, such as `Bearer …`. */
  readonly value: string;
}

/** What an agent asked the proxy for. It names no path, which may hold anything. */
export interface ProxyEvent {
  readonly method: string;
  /** `host:port`, as far as it could be read. */
  readonly target: string;
  readonly outcome: "passed" | "refused";
  /** Why it was refused. */
  readonly reason?: string;
}

export interface AgentProxyOptions {
  readonly mode: NetworkMode;
  /** For `proxy`: `host`, `*.host`, `host:port`. */
  readonly hosts: readonly string[];
  readonly secrets: readonly ProxySecret[];
  /** Whether the agent has a network of its own, as every isolation but `open` gives it, or the machine's. */
  readonly listens: "in the agent's network" | "on this machine";
  readonly onEvent?: ((event: ProxyEvent) => void) | undefined;
  /** How names become addresses; left out, as the system does it. */
  readonly lookup?: LookupFunction | undefined;
  /** Authorities that TLS trusts beside those of Node.js, in PEM. */
  readonly authorities?: readonly string[] | undefined;
}
