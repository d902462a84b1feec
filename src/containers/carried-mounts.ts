import { posix } from "node:path";
import type Docker from "dockerode";
import type { Inspected } from "./agent-container.ts";

type Mounts = Pick<Docker.HostConfig, "Binds" | "Mounts">;
type Mount = Inspected["Mounts"][number];

/**
 * The mounts of a container as its successor asks for them: as they were given, and every volume that the engine named
 * by itself by that name, so that its data stays. Such a volume is filled already: nothing of the image is copied
 * into it once more. What comes from another container (`--volumes-from`) is left to that. Purely.
 * @param borrowed the inspections of the containers that `VolumesFrom` names
 */
export function carriedMounts(
  { HostConfig, Mounts }: Inspected,
  borrowed: readonly Inspected[] = [],
): Mounts {
  const volumes = new Map(
    Mounts.filter(({ Type, Name }) => Type === "volume" && Name).map((mount) => [
      placeOf(mount.Destination),
      mount,
    ]),
  );
  const taken = new Set<string>();
  const take = (destination: string) => {
    const place = placeOf(destination);
    taken.add(place);
    return volumes.get(place);
  };
  const given = (HostConfig.Mounts ?? []).map((mount) => {
    const volume = take(mount.Target);
    return mount.Type === "volume" && !mount.Source && volume ? withSource(mount, volume) : mount;
  });
  const binds = (HostConfig.Binds ?? []).map((bind) => {
    const parts = bind.split(":");
    const volume = take(parts[1] ?? bind);
    return parts.length === 1 && volume ? bindOf(volume) : bind;
  });
  for (const { Mounts: others } of borrowed)
    for (const mount of others) taken.add(placeOf(mount.Destination));
  const unnamed = [...volumes].filter(([place]) => !taken.has(place)).map(([, volume]) => bindOf(volume));
  return {
    Binds: [...binds, ...unnamed],
    ...(HostConfig.Mounts ? { Mounts: given } : {}),
  };
}

function withSource(mount: Docker.MountSettings, { Name = "" }: Mount): Docker.MountSettings {
  const options = mount.VolumeOptions as Partial<NonNullable<Docker.MountSettings["VolumeOptions"]>>;
  return Object.assign({}, mount, { Source: Name, VolumeOptions: { ...options, NoCopy: true } });
}

function bindOf({ Name, Destination, RW }: Mount): string {
  return `${Name}:${Destination}:${RW ? "" : "ro,"}nocopy`;
}

/** One spelling for one destination: an engine cleans those that it shows, not those that it was given. */
function placeOf(destination: string): string {
  return posix.resolve("/", destination);
}
