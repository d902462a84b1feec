import type Docker from "dockerode";
import type { Inspected } from "./agent-container.ts";
import { isEmpty } from "./inspection-fields.ts";

export interface CarriedNetwork {
  readonly name: string;
  readonly endpoint: Docker.EndpointSettings;
}

/** The networks that a successor joins. */
export interface CarriedNetworks {
  /** The one that it is created with, where the container is in the network of its network mode. */
  readonly first: CarriedNetwork | undefined;
  /** Those that it is connected to before it starts. */
  readonly others: readonly CarriedNetwork[];
  /** The one of its network mode, where the container was disconnected from it. */
  readonly left: string | undefined;
}

/**
 * The networks that were chosen for a container, each with what was chosen there: addresses, aliases, links, options
 * of the driver. What the engine found by itself (addresses, the container's own id as an alias) is left to it. Purely.
 */
export function carriedNetworks(container: Inspected): CarriedNetworks {
  const mode = container.HostConfig.NetworkMode ?? "default";
  if (hasNoEndpoints(mode)) return { first: undefined, others: [], left: undefined };
  const networks = Object.entries(container.NetworkSettings.Networks ?? {});
  const isFirst = ([name, { NetworkID }]: (typeof networks)[number]) =>
    name === (mode === "default" ? "bridge" : mode) || (NetworkID !== "" && NetworkID === mode);
  const carried = networks.map((network) => ({
    isFirst: isFirst(network),
    name: network[0],
    endpoint: chosenOf(container, network[1]),
  }));
  const first = carried.find((each) => each.isFirst);
  return {
    first: first && { name: first.name, endpoint: first.endpoint },
    others: carried.filter((each) => each !== first).map(({ name, endpoint }) => ({ name, endpoint })),
    left: first ? undefined : mode,
  };
}

/** True for the modes in which a container has no network interface that is its own to configure. */
function hasNoEndpoints(mode: string): boolean {
  return mode === "host" || mode === "none" || mode.startsWith("container:");
}

type Endpoint = Partial<Docker.EndpointSettings> & {
  readonly MacAddress?: string;
  readonly IPAddress?: string;
  readonly GwPriority?: number;
};

function chosenOf(container: Inspected, endpoint: Endpoint): Docker.EndpointSettings {
  const { IPAMConfig, Links, DriverOpts, GwPriority } = endpoint;
  const aliases = endpoint.Aliases?.filter((alias) => !container.Id.startsWith(alias));
  const MacAddress = chosenMac(container, endpoint);
  const chosen = { IPAMConfig, Links, Aliases: aliases, DriverOpts, GwPriority, MacAddress };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => !isEmpty(value)));
}

/**
 * Until version 1.43 of its API an engine keeps a chosen address in the configuration, and makes one of its own
 * of `02:42` and the IPv4 address. Later it may make a random one, which cannot be told from a chosen one and is kept.
 */
function chosenMac({ Config }: Inspected, { MacAddress, IPAddress }: Endpoint): string | undefined {
  if (!MacAddress || "MacAddress" in Config) return undefined;
  const numbers = (IPAddress ?? "").split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return MacAddress === `02:42:${numbers.join(":")}` ? undefined : MacAddress;
}
