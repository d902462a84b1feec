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
async function asked(what, ask) {
	try {
		return await ask();
	} catch (cause) {
		throw faultOf(what, cause);
	}
}
async function ensured(what, ask) {
	try {
		await ask();
	} catch (cause) {
		if (engineStatus(cause) !== 304) throw faultOf(what, cause);
	}
}
function engineStatus(cause) {
	const { statusCode } = fieldsOf(cause);
	return typeof statusCode === "number" ? statusCode : void 0;
}
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
const agentLabel = "identikit.agent";
const lockLabel = "identikit.rebuild";
const setAsideSuffix = ".identikit-old";
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
async function inspectIfThere(engine, name) {
	try {
		return await engine.getContainer(name).inspect();
	} catch (cause) {
		if (engineStatus(cause) === 404) return void 0;
		throw engineFault(`inspect container ${name}`, cause);
	}
}
function agentOf(container) {
	return container.Config.Labels?.["identikit.agent"] ?? "";
}
function nameOf(container) {
	return container.Name.replace(/^\//, "");
}
function isSetAside(container) {
	return nameOf(container).endsWith(setAsideSuffix);
}
function activityOf({ State }) {
	if (State.Paused) return "paused";
	return State.Running || State.Restarting ? "running" : "stopped";
}
// src/containers/plan-successor.ts
const notCarried = new Set(["OnBuild"]);
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
function ownHostname({ Id, Config, HostConfig }, machine) {
	const mode = HostConfig.NetworkMode ?? "default";
	if (mode.startsWith("container:")) return {
		Hostname: void 0,
		Domainname: void 0
	};
	return Id.startsWith(Config.Hostname) || HostConfig.UTSMode === "host" || mode === "host" && Config.Hostname === machine ? { Hostname: void 0 } : {};
}
// src/containers/env-mount.ts
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
async function refuseGuests(container, engine, accept) {
	const refusing = (await asked("list containers", () => engine.listContainers({ all: true }))).filter(({ HostConfig }) => HostConfig.NetworkMode === `container:${container.Id}`).map(({ Names, Id }) => Names[0]?.replace(/^\//, "") ?? Id).filter((name) => !accept.includes(name));
	if (refusing.length > 0) throw unacceptedFault(container, `lends its network to ${refusing.join(", ")}, which would lose it`, refusing);
}
function unacceptedFault(container, what, fields) {
	const accept = fields.map((field) => `--accept ${field}`).join(" ");
	return new IdentikitError("CONTAINER_REFUSED", `container ${nameOf(container)} ${what}`, { remedy: `Create the container again by hand, or accept it: ${accept}.` });
}
// src/containers/plan-rebuild.ts
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
			throw new IdentikitError("CONTAINER_REFUSED", message, { remedy: "Create the container again with these volumes by their names." });
		}
		borrowed.push(other);
	}
	return borrowed;
}
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
const byName = new Set([
	"Annotations",
	"PortBindings",
	"StorageOpt",
	"Sysctls",
	"Tmpfs"
]);
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
function endpointHolds(have, value, field) {
	if (field === "MacAddress") return true;
	if (field !== "Aliases") return isSame(have, value);
	return Array.isArray(have) && value.every((alias) => have.includes(alias));
}
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
function isUnset(value) {
	return value === void 0 || value === null || value === "" || value === 0 || value === false;
}
function isSame(one, other) {
	return isDeepStrictEqual(bare(one), bare(other));
}
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
const taskMarker = ".identikit-task";
const startSlackMs = 2e3;
async function runningTask(engine, container, envRoot) {
	if (!container.State.Running) return void 0;
	const session = await execSession(engine, container);
	if (session !== void 0) return `an exec session of ${JSON.stringify(session)}`;
	const marker = lstatSync(join(envRoot, agentOf(container), taskMarker), { throwIfNoEntry: false });
	const started = Date.parse(container.State.StartedAt);
	return marker && marker.mtimeMs >= started - startSlackMs ? `a task, says ${taskMarker}` : void 0;
}
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
	async assertHeld() {
		if (await inspectIfThere(this.#engine, this.#id)) return;
		throw new IdentikitError("LOCK_HELD", `another run has taken over the rebuild of agent ${this.#agent}`, { remedy: "Let it end; it finishes what this run began." });
	}
	async [Symbol.asyncDispose]() {
		clearInterval(this.#beating);
		await removeContainer(this.#engine, this.#id, { volumes: true }).catch(() => {});
	}
};
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
