import type Docker from "dockerode";
import { type Inspected, nameOf } from "./agent-container.ts";
import { carriedMounts } from "./carried-mounts.ts";
import { type CarriedNetworks, carriedNetworks } from "./carried-networks.ts";
import { type Completed, type ImageDefaults, ownConfig } from "./image-defaults.ts";
import type { Fields } from "./inspection-fields.ts";

/** How a container's successor is made. */
export interface SuccessorPlan {
  readonly name: string;
  /** Asked for where the engine would choose another. */
  readonly platform?: string;
  /** What is asked for, in the fields of an inspection's `Config` and `HostConfig`. */
  readonly config: Fields;
  readonly hostConfig: Docker.HostConfig;
  readonly networks: CarriedNetworks;
}

export interface SuccessorOptions {
  /** The configuration of the image that the container was made from. */
  readonly defaults: ImageDefaults;
  /** The new image. */
  readonly image: string;
  readonly platform?: string;
  /** The hostname of the engine's machine. */
  readonly machine?: string;
  /** The containers whose volumes the container uses (`VolumesFrom`). */
  readonly borrowed?: readonly Inspected[];
}

/** Fields of a configuration that say nothing about a successor. */
const notCarried: ReadonlySet<string> = new Set(["OnBuild"]);
/** Fields that {@link ownConfig} decides on: where it leaves one out, the image's holds. */
const completed: readonly (keyof Completed)[] = [
  "Env",
  "Cmd",
  "Entrypoint",
  "ArgsEscaped",
  "WorkingDir",
  "User",
  "StopSignal",
  "Healthcheck",
  "Labels",
  "ExposedPorts",
  "Volumes",
];

/**
 * What it takes to create a container again from another image: everything that was set for the old one, fields that are
 * not known here among them. What the old one only had because its image said so is left to the new image. Purely.
 */
export function planSuccessor(old: Inspected, options: SuccessorOptions): SuccessorPlan {
  const { defaults, image, platform, machine, borrowed } = options;
  const config: Record<string, unknown> = {
    ...old.Config,
    ...Object.fromEntries(completed.map((field) => [field, undefined])),
    ...ownConfig(old.Config, defaults),
    Image: image,
    ...ownHostname(old, machine),
  };
  const given = Object.entries(config).filter(
    ([field, value]) => value !== undefined && value !== null && !notCarried.has(field),
  );
  return {
    name: nameOf(old),
    ...(platform === undefined ? {} : { platform }),
    config: Object.fromEntries(given),
    hostConfig: { ...old.HostConfig, ...carriedMounts(old, borrowed) },
    networks: carriedNetworks(old),
  };
}

/**
 * A container that is given no hostname takes the head of its id; in the network of the engine's machine, or with its
 * hostname, that machine's; in another container's network, that container's.
 */
function ownHostname({ Id, Config, HostConfig }: Inspected, machine: string | undefined): Fields {
  const mode = HostConfig.NetworkMode ?? "default";
  if (mode.startsWith("container:")) return { Hostname: undefined, Domainname: undefined };
  const isTaken =
    Id.startsWith(Config.Hostname) ||
    HostConfig.UTSMode === "host" ||
    (mode === "host" && Config.Hostname === machine);
  return isTaken ? { Hostname: undefined } : {};
}
