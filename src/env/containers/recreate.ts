import { isDeepStrictEqual } from "node:util";
import type Docker from "dockerode";
import { type Inspected, nameOf } from "./agent-container.ts";

/** How a container's successor is made: its options, and the networks that it joins once it exists. */
export interface Recreation {
  readonly options: Docker.ContainerCreateOptions;
  readonly networks: readonly { readonly name: string; readonly endpoint: Docker.EndpointSettings }[];
}

type Defaults = Partial<Docker.ImageInspectInfo["Config"]>;

/**
 * What it takes to make a container anew from another image: the same name, mounts, networks, ports, labels and
 * environment. What the old one only had because its image said so is left to the new image. Purely.
 * @param defaults the configuration of the old container's image; empty where the image is gone
 * @param image the new image
 */
export function planRecreation(old: Inspected, defaults: Defaults, image: string): Recreation {
  const { Config, HostConfig } = old;
  const own = <Value>(value: Value, inherited: unknown): Value | undefined =>
    isDeepStrictEqual(value, inherited) ? undefined : value;
  const networks = networksOf(old);
  const [first, ...others] = networks;
  const options: Docker.ContainerCreateOptions = withoutUndefined({
    ...Config,
    name: nameOf(old),
    Image: image,
    Hostname: old.Id.startsWith(Config.Hostname) ? undefined : Config.Hostname,
    Env: (Config.Env ?? []).filter((line) => !defaults.Env?.includes(line)),
    Labels: Object.fromEntries(
      Object.entries(Config.Labels ?? {}).filter(([key, value]) => defaults.Labels?.[key] !== value),
    ),
    Cmd: own(Config.Cmd, defaults.Cmd),
    Entrypoint: own(Config.Entrypoint, defaults.Entrypoint),
    WorkingDir: own(Config.WorkingDir, defaults.WorkingDir ?? ""),
    User: own(Config.User, defaults.User ?? ""),
    Healthcheck: own(Config.Healthcheck, defaults.Healthcheck),
    Volumes: own(Config.Volumes, defaults.Volumes),
    HostConfig: { ...HostConfig, Binds: bindsOf(old) },
    NetworkingConfig: first && { EndpointsConfig: { [first.name]: first.endpoint } },
  });
  return { options, networks: others };
}

/** The binds as they were given, and the volumes that the engine made by itself and that hold the container's data. */
function bindsOf({ HostConfig, Mounts }: Inspected): string[] {
  const given = HostConfig.Binds ?? [];
  const taken = new Set([
    ...given.map((bind) => bind.split(":")[1]),
    ...(HostConfig.Mounts ?? []).map((mount) => mount.Target),
  ]);
  const anonymous = Mounts.filter(({ Type, Destination }) => Type === "volume" && !taken.has(Destination));
  return [
    ...given,
    ...anonymous.map(({ Name, Destination, RW }) => `${Name}:${Destination}${RW ? "" : ":ro"}`),
  ];
}

/** The networks that were chosen for the container, the one of its network mode first. */
function networksOf(old: Inspected): Recreation["networks"] {
  const mode = old.HostConfig.NetworkMode ?? "default";
  if (mode === "host" || mode === "none" || mode.startsWith("container:")) return [];
  const first = mode === "default" ? "bridge" : mode;
  return Object.entries(old.NetworkSettings.Networks ?? {})
    .sort(([a], [b]) => Number(b === first) - Number(a === first) || (a < b ? -1 : 1))
    .map(([name, network]) => {
      const { IPAMConfig, Links, Aliases, DriverOpts } = network as Docker.EndpointSettings;
      const aliases = (Aliases as string[] | null)?.filter((alias) => !old.Id.startsWith(alias));
      const endpoint = { IPAMConfig, Links, Aliases: aliases, DriverOpts };
      return { name, endpoint: withoutUndefined(endpoint) };
    });
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined && each !== null),
  ) as Value;
}
