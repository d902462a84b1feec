import { certain } from "./fault.js";
import { isSecretLike } from "./secret.js";
import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
// src/containers/carried-mounts.ts
/**
* The mounts of a container as its successor asks for them: as they were given, and every volume that the engine named
* by itself by that name, so that its data stays. Such a volume is filled already: nothing of the image is copied
* into it once more. What comes from another container (`--volumes-from`) is left to that. Purely.
* @param borrowed the inspections of the containers that `VolumesFrom` names
*/
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
/** One spelling for one destination: an engine cleans those that it shows, not those that it was given. */
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
/**
* The fields of an inspection that say something and are not known here, such as `HostConfig.Anything`: a newer engine
* may mean by them what a successor must not lose. Purely.
*/
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
/** True for what says nothing: no value, zero, false, or an empty text, list or object. */
function isEmpty(value) {
	if (!value) return true;
	return typeof value === "object" && Object.values(value).every((each) => each === void 0);
}
// src/containers/carried-networks.ts
/**
* The networks that were chosen for a container, each with what was chosen there: addresses, aliases, links, options
* of the driver. What the engine found by itself (addresses, the container's own id as an alias) is left to it. Purely.
*/
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
/** True for the modes in which a container has no network interface that is its own to configure. */
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
/**
* Until version 1.43 of its API an engine keeps a chosen address in the configuration, and makes one of its own
* of `02:42` and the IPv4 address. Later it may make a random one, which cannot be told from a chosen one and is kept.
*/
function chosenMac({ Config }, { MacAddress, IPAddress }) {
	if (!MacAddress || "MacAddress" in Config) return void 0;
	return MacAddress === `02:42:${(IPAddress ?? "").split(".").map((part) => Number(part).toString(16).padStart(2, "0")).join(":")}` ? void 0 : MacAddress;
}
// src/containers/image-defaults.ts
/**
* What was set for a container itself: its configuration without what the engine took from the image. An engine
* completes, value by value, what a request leaves out (moby, `runconfig.Merge`); this undoes it. A value that was
* set and equals the image's looks like one that was left out, except where the engine's order tells them apart: it then
* counts as the image's, unless its name is that of a secret. Purely.
*/
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
/**
* The variables that were set. The engine appends the image's after them, in the image's order, without those whose
* name was set: so the image's are the longest such tail.
*/
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
/**
* Entrypoint and command that were set. The image's command is taken only where neither was; the image's entrypoint
* where none was. An entrypoint that was taken away shows as none, and is asked for as `[""]`.
*/
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
/** The entries of an object that are not the image's. */
function ownEntries(values, image, isAlwaysOwn = () => false) {
	const defaults = new Map(Object.entries(image ?? {}));
	const own = Object.entries(values ?? {}).filter(([name, value]) => isAlwaysOwn(name) || !defaults.has(name) || !isDeepStrictEqual(value, defaults.get(name)));
	return own.length > 0 ? Object.fromEntries(own) : void 0;
}
// src/containers/rebuild-options.ts
/** What is used where nothing is given. */
const rebuildDefaults = {
	healthMs: 12e4,
	settleMs: 5e3,
	stopSeconds: 10,
	lockMs: 6e4
};
export { carriedMounts, carriedNetworks, isEmpty, ownConfig, rebuildDefaults, unknownFields };
