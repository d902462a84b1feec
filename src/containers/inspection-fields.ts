import type { Inspected } from "./agent-container.ts";

/** An object of an inspection, by its fields. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of an inspection (Docker Engine API, `GET /containers/{id}/json`, up to version 1.51) whose meaning is
 * known here: each is carried over, follows from one that is, or says what happened to this very container.
 */
const known = {
  "": `Id Created Path Args State Image ResolvConfPath HostnamePath HostsPath LogPath Name RestartCount Driver Platform
    MountLabel ProcessLabel AppArmorProfile ExecIDs HostConfig GraphDriver Storage SizeRw SizeRootFs Mounts Config
    NetworkSettings ImageManifestDescriptor`,
  Config: `Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts Tty OpenStdin StdinOnce Env Cmd
    Healthcheck ArgsEscaped Image Volumes WorkingDir Entrypoint NetworkDisabled MacAddress OnBuild Labels StopSignal
    StopTimeout Shell`,
  HostConfig: `Binds ContainerIDFile LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumeDriver VolumesFrom
    ConsoleSize Annotations CapAdd CapDrop CgroupnsMode Dns DnsOptions DnsSearch ExtraHosts GroupAdd IpcMode Cgroup Links
    OomScoreAdj PidMode Privileged PublishAllPorts ReadonlyRootfs SecurityOpt StorageOpt Tmpfs UTSMode UsernsMode ShmSize
    Sysctls Runtime Isolation CpuShares Memory NanoCpus CgroupParent BlkioWeight BlkioWeightDevice BlkioDeviceReadBps
    BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime
    CpusetCpus CpusetMems Devices DeviceCgroupRules DeviceRequests KernelMemory KernelMemoryTCP MemoryReservation
    MemorySwap MemorySwappiness OomKillDisable PidsLimit Ulimits CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth
    Mounts MaskedPaths ReadonlyPaths Init`,
  NetworkSettings: `Bridge SandboxID SandboxKey HairpinMode LinkLocalIPv6Address LinkLocalIPv6PrefixLen Ports
    SecondaryIPAddresses SecondaryIPv6Addresses EndpointID Gateway GlobalIPv6Address GlobalIPv6PrefixLen IPAddress
    IPPrefixLen IPv6Gateway MacAddress Networks`,
  "NetworkSettings.Networks": `IPAMConfig Links Aliases MacAddress DriverOpts GwPriority NetworkID EndpointID Gateway
    IPAddress IPPrefixLen IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen DNSNames`,
} as const;

const names = new Map(Object.entries(known).map(([part, text]) => [part, new Set(text.split(/\s+/))]));

/**
 * The fields of an inspection that say something and are not known here, such as `HostConfig.Anything`: a newer engine
 * may mean by them what a successor must not lose. Purely.
 */
export function unknownFields(container: Inspected): string[] {
  const { Config, HostConfig, NetworkSettings } = container;
  const networks = Object.entries(NetworkSettings.Networks ?? {});
  return [
    ...unknownIn("", container),
    ...unknownIn("Config", Config),
    ...unknownIn("HostConfig", HostConfig),
    ...unknownIn("NetworkSettings", NetworkSettings),
    ...networks.flatMap(([name, endpoint]) =>
      unknownIn("NetworkSettings.Networks", endpoint, `NetworkSettings.Networks.${name}`),
    ),
  ];
}

function unknownIn(part: keyof typeof known, fields: object, path: string = part): string[] {
  return Object.entries(fields)
    .filter(([field, value]) => !names.get(part)?.has(field) && !isEmpty(value))
    .map(([field]) => (path === "" ? field : `${path}.${field}`));
}

/** True for what says nothing: no value, zero, false, or an empty text, list or object. */
export function isEmpty(value: unknown): boolean {
  if (!value) return true;
  return typeof value === "object" && Object.values(value).every((each) => each === undefined);
}
