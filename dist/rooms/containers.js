import { certain } from "./fault.js";
import { isSecretLike } from "./secret.js";
import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
// src/containers/carried-mounts.ts
function carriedMounts({ HostConfig, Mounts }, borrowed = []) {
	const volumes = new Map(Mounts.filter(({ Type, Name }) => Type === "volume" && Name).map((mount) => [placeOf(mount.Destination), mount]));
	const taken = new Set();
	const take = (destination) => {
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
	for (const { Mounts: others } of borrowed) for (const mount of others) taken.add(placeOf(mount.Destination));
	const unnamed = [...volumes].filter(([place]) => !taken.has(place)).map(([, volume]) => bindOf(volume));
	return {
		Binds: [...binds, ...unnamed],
		...HostConfig.Mounts ? { Mounts: given } : {}
	};
}
function withSource(mount, { Name = "" }) {
	const options = mount.VolumeOptions;
	return Object.assign({}, mount, {
		Source: Name,
		VolumeOptions: {
			...options,
			NoCopy: true
		}
	});
}
function bindOf({ Name, Destination, RW }) {
	return `${Name}:${Destination}:${RW ? "" : "ro,"}nocopy`;
}
function placeOf(destination) {
	return posix.resolve("/", destination);
}
// src/containers/inspection-fields.ts
const names = new Map(Object.entries({
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
    IPAddress IPPrefixLen IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen DNSNames`
}).map(([part, text]) => [part, new Set(text.split(/\s+/))]));
function unknownFields(container) {
	const { Config, HostConfig, NetworkSettings } = container;
	const networks = Object.entries(NetworkSettings.Networks ?? {});
	return [
		...unknownIn("", container),
		...unknownIn("Config", Config),
		...unknownIn("HostConfig", HostConfig),
		...unknownIn("NetworkSettings", NetworkSettings),
		...networks.flatMap(([name, endpoint]) => unknownIn("NetworkSettings.Networks", endpoint, `NetworkSettings.Networks.${name}`))
	];
}
function unknownIn(part, fields, path = part) {
	return Object.entries(fields).filter(([field, value]) => !names.get(part)?.has(field) && !isEmpty(value)).map(([field]) => path === "" ? field : `${path}.${field}`);
}
function isEmpty(value) {
	if (!value) return true;
	return typeof value === "object" && Object.values(value).every((each) => each === void 0);
}
// src/containers/carried-networks.ts
function carriedNetworks(container) {
	const mode = container.HostConfig.NetworkMode ?? "default";
	if (hasNoEndpoints(mode)) return {
		first: void 0,
		others: [],
		left: void 0
	};
	const networks = Object.entries(container.NetworkSettings.Networks ?? {});
	const isFirst = ([name, { NetworkID }]) => name === (mode === "default" ? "bridge" : mode) || NetworkID !== "" && NetworkID === mode;
	const carried = networks.map((network) => ({
		isFirst: isFirst(network),
		name: network[0],
		endpoint: chosenOf(container, network[1])
	}));
	const first = carried.find((each) => each.isFirst);
	return {
		first: first && {
			name: first.name,
			endpoint: first.endpoint
		},
		others: carried.filter((each) => each !== first).map(({ name, endpoint }) => ({
			name,
			endpoint
		})),
		left: first ? void 0 : mode
	};
}
function hasNoEndpoints(mode) {
	return mode === "host" || mode === "none" || mode.startsWith("container:");
}
function chosenOf(container, endpoint) {
	const { IPAMConfig, Links, DriverOpts, GwPriority } = endpoint;
	const chosen = {
		IPAMConfig,
		Links,
		Aliases: endpoint.Aliases?.filter((alias) => !container.Id.startsWith(alias)),
		DriverOpts,
		GwPriority,
		MacAddress: chosenMac(container, endpoint)
	};
	return Object.fromEntries(Object.entries(chosen).filter(([, value]) => !isEmpty(value)));
}
function chosenMac({ Config }, { MacAddress, IPAddress }) {
	if (!MacAddress || "MacAddress" in Config) return void 0;
	return MacAddress === `02:42:${(IPAddress ?? "").split(".").map((part) => Number(part).toString(16).padStart(2, "0")).join(":")}` ? void 0 : MacAddress;
}
// src/containers/image-defaults.ts
function ownConfig(config, image) {
	const ownText = (name) => config[name] === (image[name] ?? "") ? void 0 : config[name];
	return {
		...ownProgram(config, image),
		Env: ownVariables(config.Env ?? [], image.Env ?? []),
		Labels: ownEntries(config.Labels, image.Labels, (name) => name.startsWith("identikit.")),
		ExposedPorts: ownEntries(config.ExposedPorts, image.ExposedPorts),
		Volumes: ownEntries(config.Volumes, image.Volumes),
		Healthcheck: ownEntries(config.Healthcheck, image.Healthcheck),
		WorkingDir: ownText("WorkingDir"),
		User: ownText("User"),
		StopSignal: ownText("StopSignal")
	};
}
function ownVariables(env, image) {
	const nameOf = (line) => certain(line.split("=", 1)[0]);
	for (let count = 0; count <= env.length; count++) {
		const set = env.slice(0, count);
		const names = new Set(set.map(nameOf));
		const appended = image.filter((line) => !names.has(nameOf(line)));
		if (!isDeepStrictEqual(env.slice(count), appended)) continue;
		return [...set, ...appended.filter((line) => isSecretLike(nameOf(line)))];
	}
	return env.filter((line) => !image.includes(line) || isSecretLike(nameOf(line)));
}
function ownProgram({ Entrypoint, Cmd, ArgsEscaped }, image) {
	const sameEntrypoint = isSame(Entrypoint, image.Entrypoint);
	if (sameEntrypoint && isSame(Cmd, image.Cmd)) return {};
	const command = isEmpty(Cmd) ? {} : {
		Cmd: Cmd ?? null,
		...ArgsEscaped ? { ArgsEscaped } : {}
	};
	if (isEmpty(Entrypoint) && !isEmpty(image.Entrypoint)) return {
		Entrypoint: [""],
		...command
	};
	if (!sameEntrypoint || isEmpty(Cmd)) return {
		Entrypoint: Entrypoint ?? null,
		...command
	};
	return command;
}
function isSame(one, other) {
	return isEmpty(one) && isEmpty(other) || isDeepStrictEqual(one, other);
}
function ownEntries(values, image, isAlwaysOwn = () => false) {
	const defaults = new Map(Object.entries(image ?? {}));
	const own = Object.entries(values ?? {}).filter(([name, value]) => isAlwaysOwn(name) || !defaults.has(name) || !isDeepStrictEqual(value, defaults.get(name)));
	return own.length > 0 ? Object.fromEntries(own) : void 0;
}
// src/containers/rebuild-options.ts
const rebuildDefaults = {
	healthMs: 12e4,
	settleMs: 5e3,
	stopSeconds: 10,
	lockMs: 6e4
};
export { carriedMounts, carriedNetworks, isEmpty, ownConfig, rebuildDefaults, unknownFields };
