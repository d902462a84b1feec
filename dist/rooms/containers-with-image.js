import { IdentikitError, asFault, codeOf, fieldsOf } from "../start/faces.js";
import { certain, pause } from "./fault.js";
import { engineFault } from "./image.js";
import { carriedMounts, carriedNetworks, isEmpty, ownConfig, unknownFields } from "./containers.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { lstatSync, realpathSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
// src/containers/engine-call.ts
const pollMs$2 = 100;
const removalMs = 6e4;
/**
* Asks the engine something; its failure becomes one clear line.
* @param what was asked, for the message
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; `IMAGE_MISSING` where it is an image that is not there
*/
async function asked(what, ask) {
	try {
		return await ask();
	} catch (cause) {
		throw faultOf(what, cause);
	}
}
/** {@link asked} for what may already be as it is asked to be: the engine then answers 304. */
async function ensured(what, ask) {
	try {
		await ask();
	} catch (cause) {
		if (engineStatus(cause) !== 304) throw faultOf(what, cause);
	}
}
/** The status of an engine's refusal; `undefined` for any other failure. */
function engineStatus(cause) {
	const { statusCode } = fieldsOf(cause);
	return typeof statusCode === "number" ? statusCode : void 0;
}
/**
* Removes a container, running or not, and waits until it is gone, also where another request is removing it.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function removeContainer(engine, id, { volumes }) {
	const container = engine.getContainer(id);
	const what = `remove container ${id.slice(0, 12)}`;
	for (let waited = 0;; waited += pollMs$2) {
		try {
			await container.remove({
				force: true,
				v: volumes
			});
			return;
		} catch (cause) {
			const status = engineStatus(cause);
			if (status === 404) return;
			if (status !== 409 || waited >= removalMs) throw faultOf(what, cause);
		}
		await pause(pollMs$2);
	}
}
/**
* Stops a container gently, and waits until it has stopped; one that is paused could not obey and is woken first.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function stopContainer(engine, id, seconds) {
	const container = engine.getContainer(id);
	const what = `stop container ${id.slice(0, 12)}`;
	const { State } = await asked(what, () => container.inspect());
	if (State.Paused) await asked(what, () => container.unpause());
	await ensured(what, () => container.stop({ t: seconds }));
}
function faultOf(what, cause) {
	const { message } = fieldsOf(fieldsOf(cause).json);
	if (engineStatus(cause) !== 404 || typeof message !== "string" || /image/i.test(message)) return engineFault(what, cause);
	return new IdentikitError("ENGINE_FAILED", `${what}: ${message.replace(/\s+/g, " ").slice(0, 500)}`, {
		remedy: "Bring back what the engine does not find, then run again.",
		cause
	});
}
// src/containers/agent-container.ts
/** The label that names the agent which a container runs. */
const agentLabel = "identikit.agent";
/** The label of a container that is nothing but a lock: the agent whose containers are being rebuilt. */
const lockLabel = "identikit.rebuild";
/** What a container is called while its successor is tried. */
const setAsideSuffix = ".identikit-old";
/**
* Every container that runs an agent, stopped ones too, in the order of their names.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function listAgentContainers(engine, { agent, signal } = {}) {
	const label = agent === void 0 ? agentLabel : `${agentLabel}=${agent}`;
	const found = await asked("list containers", () => engine.listContainers({
		all: true,
		filters: { label: [label] },
		...signal ? { abortSignal: signal } : {}
	}));
	const inspected = [];
	for (const { Id, Labels } of found) {
		const container = "identikit.rebuild" in Labels ? void 0 : await inspectIfThere(engine, Id);
		if (container) inspected.push(container);
	}
	return inspected.sort((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
}
/**
* A container's own account of itself; `undefined` where there is none.
* @param name its name or its id
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function inspectIfThere(engine, name) {
	try {
		return await engine.getContainer(name).inspect();
	} catch (cause) {
		if (engineStatus(cause) === 404) return void 0;
		throw engineFault(`inspect container ${name}`, cause);
	}
}
/** The agent that a container runs. */
function agentOf(container) {
	return container.Config.Labels?.["identikit.agent"] ?? "";
}
/** A container's name without the slash that the engine puts before it. */
function nameOf(container) {
	return container.Name.replace(/^\//, "");
}
/** True for a container that a rebuild has set aside. */
function isSetAside(container) {
	return nameOf(container).endsWith(setAsideSuffix);
}
/** What a container does now; one that the engine is about to restart counts as running. */
function activityOf({ State }) {
	if (State.Paused) return "paused";
	return State.Running || State.Restarting ? "running" : "stopped";
}
// src/containers/plan-successor.ts
/** Fields of a configuration that say nothing about a successor. */
const notCarried = new Set(["OnBuild"]);
/** Fields that {@link ownConfig} decides on: where it leaves one out, the image's holds. */
const completed = [
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
	"Volumes"
];
/**
* What it takes to make a container anew from another image: everything that was set for the old one, fields that are
* not known here among them. What the old one only had because its image said so is left to the new image. Purely.
*/
function planSuccessor(old, options) {
	const { defaults, image, platform, machine, borrowed } = options;
	const config = {
		...old.Config,
		...Object.fromEntries(completed.map((field) => [field, void 0])),
		...ownConfig(old.Config, defaults),
		Image: image,
		...ownHostname(old, machine)
	};
	const given = Object.entries(config).filter(([field, value]) => value !== void 0 && value !== null && !notCarried.has(field));
	return {
		name: nameOf(old),
		...platform === void 0 ? {} : { platform },
		config: Object.fromEntries(given),
		hostConfig: {
			...old.HostConfig,
			...carriedMounts(old, borrowed)
		},
		networks: carriedNetworks(old)
	};
}
/**
* A container that is given no hostname takes the head of its id; in the network of the engine's machine, or with its
* hostname, that machine's; in another container's network, that container's.
*/
function ownHostname({ Id, Config, HostConfig }, machine) {
	const mode = HostConfig.NetworkMode ?? "default";
	if (mode.startsWith("container:")) return {
		Hostname: void 0,
		Domainname: void 0
	};
	return Id.startsWith(Config.Hostname) || HostConfig.UTSMode === "host" || mode === "host" && Config.Hostname === machine ? { Hostname: void 0 } : {};
}
// src/containers/env-mount.ts
/**
* The finding `CONTAINER_ENV` for a container that does not mount its agent's env directory, the one that a render
* writes; `undefined` for one that does. A bind of the directory counts, and a volume of the driver `local` that is
* bound to it. A directory above it does not: it would show the agent the others' secrets.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function envMountFinding(engine, container, envRoot) {
	const expected = realOr(join(envRoot, agentOf(container)));
	const mounted = await mountedDirectories(engine, container);
	if (mounted.includes(expected)) return void 0;
	return {
		code: "CONTAINER_ENV",
		severity: "error",
		path: nameOf(container),
		expected,
		actual: mounted.length > 0 ? mounted.join(", ") : null,
		remedy: "Create the container with its agent's env directory mounted.",
		subject: agentOf(container)
	};
}
/** The directories of the engine's machine that a container sees. */
async function mountedDirectories(engine, { Mounts }) {
	const directories = [];
	for (const { Type, Name, Source } of Mounts) {
		if (Type === "bind") directories.push(realOr(Source));
		if (Type !== "volume" || Name === void 0) continue;
		const { Options } = await asked(`inspect volume ${Name}`, () => engine.getVolume(Name).inspect());
		if (Options?.o?.split(",").some((word) => word === "bind" || word === "rbind") && Options?.device) directories.push(realOr(Options.device));
	}
	return directories;
}
function realOr(path) {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}
// src/containers/refusals.ts
/**
* Throws where a container must not be rebuilt: it could not come back, it would be rebuilt onto files that are not its
* own, or something or somebody would lose what it has. Nothing is touched.
* @throws {IdentikitError} `CONTAINER_ENV`, `CONTAINER_REFUSED`, `CONTAINER_FAILED`, `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function refuseRebuild(agent, container, { engine, accept }) {
	refuseRemovedOnes(container);
	await refuseOtherEnv(agent, container, engine);
	const unknown = unknownFields(container).filter((field) => !accept.includes(field));
	if (unknown.length > 0) throw unacceptedFault(container, `has ${unknown.join(", ")}, which is not known here`, unknown);
	await refuseDeadNeighbours(container, engine);
	await refuseGuests(container, engine, accept);
}
function refuseRemovedOnes(container) {
	const name = nameOf(container);
	if (container.HostConfig.AutoRemove) {
		const message = `container ${name} is removed when it stops (--rm), and could not come back`;
		throw new IdentikitError("CONTAINER_FAILED", message, { remedy: "Start it without --rm." });
	}
	if (container.State.Dead || container.State.Status === "removing") {
		const message = `container ${name} is being removed`;
		throw new IdentikitError("CONTAINER_FAILED", message, { remedy: "Wait until it is gone." });
	}
}
async function refuseOtherEnv(agent, container, engine) {
	const finding = await envMountFinding(engine, container, agent.envRoot);
	if (!finding) return;
	const mounted = finding.actual === null ? "mounts no directory" : `mounts ${finding.actual}`;
	const message = `container ${nameOf(container)} ${mounted}, not the env directory ${finding.expected}`;
	throw new IdentikitError("CONTAINER_ENV", message, { remedy: finding.remedy });
}
/** Without the container whose namespace it shares, neither the successor nor the old one would start. */
async function refuseDeadNeighbours(container, engine) {
	const { NetworkMode, IpcMode, PidMode } = container.HostConfig;
	for (const [field, mode] of Object.entries({
		NetworkMode,
		IpcMode,
		PidMode
	})) {
		const [kind, id] = mode?.split(":") ?? [];
		if (kind !== "container" || id === void 0) continue;
		if ((await inspectIfThere(engine, id))?.State.Running || !container.State.Running) continue;
		const message = `container ${nameOf(container)} shares a namespace (HostConfig.${field}) with ${id.slice(0, 12)}, which does not run`;
		throw new IdentikitError("CONTAINER_REFUSED", message, { remedy: "Start that one first." });
	}
}
/** Another container that uses this one's network would be cut off when it is removed. */
async function refuseGuests(container, engine, accept) {
	const refusing = (await asked("list containers", () => engine.listContainers({ all: true }))).filter(({ HostConfig }) => HostConfig.NetworkMode === `container:${container.Id}`).map(({ Names, Id }) => Names[0]?.replace(/^\//, "") ?? Id).filter((name) => !accept.includes(name));
	if (refusing.length > 0) throw unacceptedFault(container, `lends its network to ${refusing.join(", ")}, which would lose it`, refusing);
}
/** The refusal of what can be accepted by its name. */
function unacceptedFault(container, what, fields) {
	const accept = fields.map((field) => `--accept ${field}`).join(" ");
	return new IdentikitError("CONTAINER_REFUSED", `container ${nameOf(container)} ${what}`, { remedy: `Make the container anew by hand, or accept it: ${accept}.` });
}
// src/containers/plan-rebuild.ts
/**
* Works out how a container is replaced, or why it must not be. Nothing is touched.
* @throws {IdentikitError} `CONTAINER_ENV` where it does not mount the env directory that is rendered;
* `CONTAINER_REFUSED` where it has what its successor would not have; `CONTAINER_FAILED` where it could not come back;
* `IMAGE_MISSING`, `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function planRebuild(agent, container, options) {
	const { engine, accept = [], image: reference = container.Config.Image } = options;
	await refuseRebuild(agent, container, {
		engine,
		accept
	});
	const image = await asked(`image ${reference}`, () => engine.getImage(reference).inspect());
	const old = await oldImage(container, engine, accept);
	const machine = container.HostConfig.NetworkMode === "host" ? await machineName(engine) : void 0;
	const successor = planSuccessor(container, {
		defaults: old?.Config ?? {},
		image: reference,
		borrowed: await borrowedFrom(container, engine),
		...machine === void 0 ? {} : { machine },
		...await platformOf(old, engine)
	});
	return {
		image: image.Id,
		successor
	};
}
/** Without it nobody can tell what was set for the container from what its image said. */
async function oldImage(container, engine, accept) {
	try {
		return await asked("image", () => engine.getImage(container.Image).inspect());
	} catch (caught) {
		if (asFault(caught).code !== "IMAGE_MISSING") throw caught;
		if (accept.includes("Image")) return void 0;
		throw unacceptedFault(container, `is from image ${container.Image.slice(0, 19)}, which is gone: what it set cannot be told from what that image said`, ["Image"]);
	}
}
async function borrowedFrom(container, engine) {
	const borrowed = [];
	for (const from of container.HostConfig.VolumesFrom ?? []) {
		const name = certain(from.split(":", 1)[0]);
		const other = await inspectIfThere(engine, name);
		if (!other) {
			const message = `container ${nameOf(container)} uses the volumes of ${name} (HostConfig.VolumesFrom), which is gone`;
			throw new IdentikitError("CONTAINER_REFUSED", message, { remedy: "Make the container anew with these volumes by their names." });
		}
		borrowed.push(other);
	}
	return borrowed;
}
/** The platform is asked for where the engine would choose its own, and the container has another. */
async function platformOf(image, engine) {
	if (!image) return {};
	const { Os, Architecture, Variant } = image;
	const { Arch } = await asked("version", () => engine.version());
	if (!Architecture || Architecture === Arch) return {};
	return { platform: [
		Os,
		Architecture,
		...Variant ? [Variant] : []
	].join("/") };
}
async function machineName(engine) {
	const { Name } = fieldsOf(await asked("info", () => engine.info()));
	return typeof Name === "string" ? Name : void 0;
}
// src/containers/await-settled.ts
const pollMs$1 = 250;
/**
* Waits until a container has settled: it is up (healthy, where it has a health check) and stays so for the settle
* time. The one proof on which a container may be removed in favour of this one.
* @throws {IdentikitError} `CONTAINER_FAILED`; what `signal` was aborted with
*/
async function awaitSettled(engine, id, options) {
	const { withinMs, settleMs, signal } = options;
	const began = performance.now();
	let first;
	let upSince;
	for (;;) {
		signal?.throwIfAborted();
		const seen = await inspectIfThere(engine, id);
		if (!seen) throw failed("it was removed");
		first ??= seen;
		checkUp(seen, first, options.restarts ?? first.RestartCount);
		const now = performance.now();
		if (isHealthy(seen)) upSince ??= now;
		else upSince = void 0;
		if (upSince !== void 0 && now - upSince >= settleMs) return;
		if (upSince === void 0 && now - began > withinMs) throw failed(`it was not healthy within ${withinMs / 1e3} seconds`);
		const rest = upSince === void 0 ? pollMs$1 : settleMs - (now - upSince);
		await pause(Math.min(pollMs$1, Math.max(rest, 1)), signal);
	}
}
/** {@link awaitSettled} as an answer. What keeps it from being found out is thrown. */
async function hasSettled(engine, id, options) {
	try {
		await awaitSettled(engine, id, options);
		return true;
	} catch (caught) {
		if (codeOf(caught) === "CONTAINER_FAILED") return false;
		throw caught;
	}
}
function checkUp({ State, RestartCount }, first, restarts) {
	if (State.Restarting || !State.Running) throw failed(`it ended with exit code ${State.ExitCode}`);
	if (RestartCount > restarts || State.StartedAt !== first.State.StartedAt) throw failed("it ended and was restarted");
	if (State.Health?.Status === "unhealthy") throw failed("its health check failed");
}
function isHealthy({ State }) {
	const status = State.Health?.Status ?? "none";
	return status === "none" || status === "healthy";
}
function failed(how) {
	return new IdentikitError("CONTAINER_FAILED", `the new container did not come up: ${how}`, { remedy: "Look at the image and at what the container needs, then run again." });
}
// src/containers/compare-carried.ts
/** Fields whose entries have names that users choose: an entry without a value is one, too. */
const byName = new Set([
	"Annotations",
	"PortBindings",
	"StorageOpt",
	"Sysctls",
	"Tmpfs"
]);
/**
* The fields in which a successor, made and not yet started, is not what was planned: the engine did not take them, or
* reads them in another way. What was left open, the engine may have filled in. Purely.
* @param old the container that it takes the place of
*/
function lostFields(plan, old, made) {
	return [
		...lostConfig(plan, made),
		...lostHostConfig(plan, made),
		...lostNetworks(plan, made),
		...lostMounts(old, made)
	];
}
function lostConfig({ config }, { Config }) {
	const have = { ...Config };
	return Object.entries(config).filter(([field, value]) => !holds(have[field], value, field)).map(([field]) => `Config.${field}`);
}
/** An engine adds the image's to lists and objects, and shows an entrypoint that was taken away as none. */
function holds(have, value, field) {
	if (isUnset(value)) return true;
	if (field === "Entrypoint" && isDeepStrictEqual(value, [""])) return isEmpty(have);
	if (field === "Env") return value.every((line) => have.includes(line));
	if (!isObject(value) || !isObject(have)) return isSame(have, value);
	return Object.entries(value).every(([name, each]) => name in have && isSame(have[name], each));
}
function lostHostConfig({ name, hostConfig }, made) {
	const have = { ...made.HostConfig };
	return Object.entries(hostConfig).filter(([field, value]) => {
		if (isUnset(value)) return false;
		if (field === "Links") return !isDeepStrictEqual(linksOf(have.Links, nameOf(made)), linksOf(value, name));
		return byName.has(field) ? !isDeepStrictEqual(have[field] ?? {}, value) : !isSame(have[field], value);
	}).map(([field]) => `HostConfig.${field}`);
}
/** Links of the old kind: `name:alias` as they are given, `/name:/container/alias` as they are shown. */
function linksOf(links, container) {
	return (links ?? []).map((link) => link.replace(/^\//, "").replace(`:/${container}/`, ":")).sort();
}
function lostNetworks({ networks }, made) {
	const { first, others } = networks;
	const have = made.NetworkSettings.Networks ?? {};
	return (first ? [first, ...others] : others).filter(({ name, endpoint }) => {
		const endpointMade = have[name] && { ...have[name] };
		return Object.entries(endpoint).some(([field, value]) => !endpointHolds(endpointMade?.[field], value, field));
	}).map(({ name }) => `NetworkSettings.Networks.${name}`);
}
/** An engine adds the container's id to its aliases; an address it shows once the container runs. */
function endpointHolds(have, value, field) {
	if (field === "MacAddress") return true;
	if (field !== "Aliases") return isSame(have, value);
	return Array.isArray(have) && value.every((alias) => have.includes(alias));
}
/** Every place where the old one had something mounted, with the same thing there, and as writable. */
function lostMounts(old, made) {
	return old.Mounts.filter((mount) => {
		const same = made.Mounts.find(({ Destination }) => Destination === mount.Destination);
		const fields = mount.Type === "volume" ? [
			"Type",
			"Name",
			"RW"
		] : [
			"Type",
			"Source",
			"RW",
			"Propagation"
		];
		return !same || fields.some((field) => !isSame(same[field], mount[field]));
	}).map(({ Destination }) => `Mounts.${Destination}`);
}
/** What an engine may fill in: a list that is empty on purpose is not among it. */
function isUnset(value) {
	return value === void 0 || value === null || value === "" || value === 0 || value === false;
}
function isSame(one, other) {
	return isDeepStrictEqual(bare(one), bare(other));
}
/** A value without what says nothing in it: engines differ in whether they write that down. */
function bare(value) {
	if (Array.isArray(value)) return value.length === 0 ? void 0 : value.map((each) => bare(each) ?? null);
	if (!isObject(value)) return value ? value : void 0;
	const kept = Object.entries(value).map(([field, each]) => [field, bare(each)]).filter(([, each]) => each !== void 0);
	return kept.length === 0 ? void 0 : Object.fromEntries(kept);
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/containers/running-task.ts
/**
* The entry of an env directory that says that a task runs: whoever gives the agent a task makes it, and removes it
* when the task has ended.
*/
const taskMarker = ".identikit-task";
/** A container's start is noted a moment after its first process began, which may have made the marker by then. */
const startSlackMs = 2e3;
/**
* What an agent's container is busy with, in a few words; `undefined` where no task runs. A task runs in a container
* that is up and
*
* - has an exec session other than its health check, or
* - has a {@link taskMarker} in its env directory that is not older than the container's start: one from before it
*   belongs to a process that is gone.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function runningTask(engine, container, envRoot) {
	if (!container.State.Running) return void 0;
	const session = await execSession(engine, container);
	if (session !== void 0) return `an exec session of ${JSON.stringify(session)}`;
	const marker = lstatSync(join(envRoot, agentOf(container), taskMarker), { throwIfNoEntry: false });
	const started = Date.parse(container.State.StartedAt);
	return marker && marker.mtimeMs >= started - startSlackMs ? `a task, says ${taskMarker}` : void 0;
}
/** The program of a running exec session: its arguments may hold secrets and are not shown. */
async function execSession(engine, container) {
	for (const id of container.ExecIDs ?? []) {
		const exec = await execIfThere(engine, id);
		const program = exec?.Running ? exec.ProcessConfig : void 0;
		if (program && !isHealthCheck(program, container)) return program.entrypoint;
	}
}
async function execIfThere(engine, id) {
	return asked(`inspect exec session ${id.slice(0, 12)}`, async () => {
		try {
			return await engine.getExec(id).inspect();
		} catch (cause) {
			if (engineStatus(cause) === 404) return void 0;
			throw cause;
		}
	});
}
/** The engine runs health checks as exec sessions: `CMD` as it is given, `CMD-SHELL` as the last word for a shell. */
function isHealthCheck(program, { Config }) {
	const [kind, ...test] = Config.Healthcheck?.Test ?? [];
	const words = [program.entrypoint, ...program.arguments ?? []];
	if (kind === "CMD-SHELL") return words.length > 1 && words.at(-1) === test[0];
	return kind === "CMD" && words.length === test.length && words.every((word, at) => word === test[at]);
}
// src/containers/engine-lock.ts
const holderLabel = "identikit.rebuild.holder";
const placeLabel = "identikit.rebuild.place";
const pollMs = 250;
/**
* One rebuild of an agent at a time on one engine, from whichever machines it is driven. The lock is a container that
* is never started: its name is the lock, since an engine gives a name once; its labels say who holds it; and its
* restart count, the one number that an engine lets be changed later and does nothing with, is counted up while the
* holder lives. Who waits looks at that count by its own clock, so no two clocks are compared.
*/
var EngineLock = class EngineLock {
	#engine;
	#id;
	#agent;
	#beating;
	constructor(engine, id, { agent, beatMs = 5e3 }) {
		this.#engine = engine;
		this.#id = id;
		this.#agent = agent;
		let count = 0;
		this.#beating = setInterval(() => {
			const RestartPolicy = {
				Name: "on-failure",
				MaximumRetryCount: ++count
			};
			engine.getContainer(id).update({ RestartPolicy }).catch(() => {});
		}, beatMs);
		this.#beating.unref();
	}
	/**
	* Waits for the lock and takes it.
	* @throws {IdentikitError} `LOCK_HELD` with the holder after the wait; `IMAGE_MISSING` where there is none of the
	* images; `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; what `signal` was aborted with
	*/
	static async acquire(engine, options) {
		const { waitMs, leaseMs = 3e4, place, signal } = options;
		const began = performance.now();
		let watched;
		for (;;) {
			signal?.throwIfAborted();
			const id = await tryMake(engine, options);
			if (id !== void 0) return new EngineLock(engine, id, options);
			const holder = await inspectIfThere(engine, lockName(options.agent));
			if (!holder) continue;
			const now = performance.now();
			const beat = holder.HostConfig.RestartPolicy?.MaximumRetryCount ?? 0;
			if (watched?.id !== holder.Id || watched.beat !== beat) watched = {
				id: holder.Id,
				beat,
				since: now
			};
			if (holder.Config.Labels[placeLabel] === place || now - watched.since >= leaseMs) {
				await removeContainer(engine, holder.Id, { volumes: true });
				continue;
			}
			if (now - began >= waitMs) throw held(options.agent, holder);
			await pause(pollMs, signal);
		}
	}
	/**
	* Asked before each step that cannot be undone.
	* @throws {IdentikitError} `LOCK_HELD` where the lock was taken over, since nothing was heard of this run for too long
	*/
	async assertHeld() {
		if (await inspectIfThere(this.#engine, this.#id)) return;
		throw new IdentikitError("LOCK_HELD", `another run has taken over the rebuild of agent ${this.#agent}`, { remedy: "Let it end; it finishes what this run began." });
	}
	async [Symbol.asyncDispose]() {
		clearInterval(this.#beating);
		await removeContainer(this.#engine, this.#id, { volumes: true }).catch(() => {});
	}
};
/** An agent's name may have characters that a container's must not have. */
function lockName(agent) {
	return `identikit-rebuild-${createHash("sha256").update(agent).digest("hex").slice(0, 32)}`;
}
async function tryMake(engine, options) {
	const { agent, images, holder, place } = options;
	const last = images.at(-1);
	for (const Image of images) try {
		return (await engine.createContainer({
			name: lockName(agent),
			Image,
			Entrypoint: ["never-started"],
			Labels: {
				[lockLabel]: agent,
				[holderLabel]: holder,
				[placeLabel]: place
			},
			HostConfig: {
				NetworkMode: "none",
				RestartPolicy: {
					Name: "on-failure",
					MaximumRetryCount: 0
				}
			}
		})).id;
	} catch (cause) {
		if (engineStatus(cause) === 409) return void 0;
		if (engineStatus(cause) !== 404 || Image === last) await asked(`lock the rebuild of agent ${agent}`, () => Promise.reject(cause));
	}
	throw new TypeError("a lock needs an image");
}
function held(agent, { Config }) {
	const holder = Config.Labels[holderLabel] ?? "another run";
	return new IdentikitError("LOCK_HELD", `the containers of agent ${agent} are being rebuilt by ${holder}`, {
		remedy: "Wait for it to end; a run that was killed holds nothing for long.",
		retry: { kind: "later" }
	});
}
// src/containers/compare-containers.ts
/**
* What differs between the containers that run agents and what they should be: the image, the env directory, whether
* they run. Nothing is changed.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function compareContainers(options) {
	const findings = [];
	for (const container of await listAgentContainers(options.engine, options)) {
		const agent = agentOf(container);
		const found = options.agents.has(agent) ? await compareOne(container, options) : [orphan(container)];
		findings.push(...found.map((finding) => ({
			...finding,
			subject: agent
		})));
	}
	return findings;
}
async function compareOne(container, options) {
	const { engine, envRoot, image } = options;
	const path = nameOf(container);
	const rebuild = `Run containers rebuild ${agentOf(container)}.`;
	if (isSetAside(container)) return [{
		code: "CONTAINER_SET_ASIDE",
		severity: "error",
		path,
		expected: null,
		actual: "a container that a rebuild set aside",
		remedy: rebuild
	}];
	const findings = [];
	const { State, Image } = container;
	const wanted = await wantedImage(engine, container, image);
	if (wanted !== Image) {
		const what = {
			expected: wanted,
			actual: Image,
			remedy: rebuild
		};
		findings.push({
			code: "CONTAINER_IMAGE",
			severity: "error",
			path,
			...what
		});
	}
	const env = await envMountFinding(engine, container, envRoot);
	if (env) findings.push(env);
	if (!State.Running || State.Health?.Status === "unhealthy") {
		const actual = State.Running ? "unhealthy" : `${State.Status}, exit code ${State.ExitCode}`;
		findings.push({
			code: "CONTAINER_DOWN",
			severity: "warning",
			path,
			expected: "running",
			actual,
			remedy: "Look at its log, then start it or rebuild it."
		});
	}
	return findings;
}
/**
* The id of the image that a container should run; `null` where there is none under its reference any more.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function wantedImage(engine, container, reference = container.Config.Image) {
	try {
		return (await asked(`image ${reference}`, () => engine.getImage(reference).inspect())).Id;
	} catch (caught) {
		if (asFault(caught).code === "IMAGE_MISSING") return null;
		throw caught;
	}
}
function orphan(container) {
	return {
		code: "CONTAINER_ORPHAN",
		severity: "warning",
		path: nameOf(container),
		expected: null,
		actual: `a container of agent ${JSON.stringify(agentOf(container))}`,
		remedy: "Remove it, or bring its agent back."
	};
}
export { EngineLock, activityOf, agentOf, asked, awaitSettled, compareContainers, engineStatus, ensured, hasSettled, inspectIfThere, isSetAside, listAgentContainers, lostFields, nameOf, planRebuild, removeContainer, runningTask, setAsideSuffix, stopContainer, wantedImage };
