import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError, L as asFault } from "./foundation-QtvXJkSz.js";
import { a as nameOf, i as listAgentContainers, n as asked, o as setAsideSuffix, r as inspectIfThere, t as agentOf } from "./agent-container-CnCFiLkv.js";
import { r as EnvironmentPlace } from "./ledger-key-Dpe_-5EC.js";
import { a as writeFileIn } from "./atomic-file-ChCRe45G.js";
import { n as observeIn } from "./directory-reader-CIov5Xvy.js";
import { r as applySyncIn, t as planSync } from "./sync-plan-9YkrMXQ9.js";
import { t as ExclusiveLock } from "./exclusive-lock-DJ9X1G-t.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
import { C as sharedFileNames, T as ClientLock, h as promptName, i as renderInstance, l as skillNames, p as maxFileBytes, t as emit, v as ledgerFileNames, x as desiredEnvironment, y as readLedgers } from "./render-instance-BIk176nn.js";
import { join } from "node:path";
import { rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { setTimeout } from "node:timers/promises";
/**
* What a render would replace in one env directory, kept in memory, since there is a secret in it: so that a
* container which is brought back finds the files that it was started with.
*/
var EnvironmentSnapshot = class {
	#agent;
	#place;
	#skills;
	#shared;
	#ledgers;
	#files;
	/** @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE` */
	constructor(agent, place) {
		this.#agent = agent, this.#place = place, this.#skills = [...skillNames(desiredEnvironment(agent), readLedgers(place.ledgers, agent.name))];
		using directory = place.root.enter(agent.name);
		this.#shared = new Map(sharedFileNames.map((name) => [name, directory && readFile(directory, name)])), this.#ledgers = new Map(ledgerFileNames(agent.name).map((name) => [name, readFile(place.ledgers, name)]));
		let entries = directory ? this.#observe(directory) : [];
		this.#files = FileTree.of(entries.filter(isFile), `env directory of ${agent.name}`);
	}
	/**
	* Puts everything back as it was.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `LOCK_HELD`
	*/
	async restore() {
		let { name, sync = !0 } = this.#agent, place = `env directory ${join(this.#agent.envRoot, name)}`;
		using _lock = await ExclusiveLock.acquire(this.#place.lockFile(name), { place }), directory = this.#place.root.enterOrMake(name, 448);
		let { uid, gid } = directory.status(), options = {
			sync,
			owner: {
				uid,
				gid
			}
		};
		{
			using _client = await ClientLock.acquire(directory, { clock: this.#agent.clock });
			for (let [each, file] of this.#shared) putBack(directory, each, file, options);
		}
		applySyncIn(directory, planSync(this.#files, this.#observe(directory), () => !0), options);
		for (let [each, file] of this.#ledgers) putBack(this.#place.ledgers, each, file, { sync });
	}
	/** The prompt and the skills, with their bytes. */
	#observe(directory) {
		let prompt = readFile(directory, promptName);
		using skills = directory.enter("skills");
		let entries = this.#skills.flatMap((name) => {
			using skill = skills?.enter(name);
			return (skill ? observeIn(skill, { withBytes: !0 }) : []).map((entry) => ({
				...entry,
				path: `skills/${name}/${entry.path}`
			}));
		});
		return prompt ? [{
			path: promptName,
			kind: "file",
			...prompt
		}, ...entries] : entries;
	}
};
function readFile(directory, name) {
	return directory.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
}
function isFile(entry) {
	return entry.kind === "file" && entry.bytes !== void 0;
}
function putBack(directory, name, file, options) {
	file ? writeFileIn(directory, name, file.bytes, {
		...options,
		mode: file.mode & 511
	}) : rmSync(directory.locate(name), { force: !0 });
}
/**
* Waits until a container has come up: by its health check where it has one, else by its not having ended for a while.
* @throws {IdentikitError} `CONTAINER_FAILED`; what `signal` was aborted with
*/
async function awaitHealth(engine, id, { withinMs, signal }) {
	let state;
	for (let waited = 0; waited <= withinMs; waited += 250) {
		if (signal?.throwIfAborted(), state = (await inspectIfThere(engine, id))?.State, !state) throw failed("it was removed");
		if (state.Restarting || !state.Running) throw failed(`it ended with exit code ${state.ExitCode}`);
		let health = state.Health?.Status;
		if (health === "unhealthy") throw failed("its health check failed");
		if (health !== void 0 && health !== "none" ? health === "healthy" : waited >= 3e3) return;
		await setTimeout(250, void 0, signal ? { signal } : {});
	}
	throw failed(`it was not healthy within ${withinMs / 1e3} seconds`);
}
function failed(how) {
	return new IdentikitError("CONTAINER_FAILED", `the new container did not come up: ${how}`, { remedy: "Look at the image and at what the container needs, then run again." });
}
/**
* What it takes to make a container anew from another image: the same name, mounts, networks, ports, labels and
* environment. What the old one only had because its image said so is left to the new image. Purely.
* @param defaults the configuration of the old container's image; empty where the image is gone
* @param image the new image
*/
function planRecreation(old, defaults, image) {
	let { Config, HostConfig } = old, own = (value, inherited) => isDeepStrictEqual(value, inherited) ? void 0 : value, [first, ...others] = networksOf(old);
	return {
		options: withoutUndefined({
			...Config,
			name: nameOf(old),
			Image: image,
			Hostname: old.Id.startsWith(Config.Hostname) ? void 0 : Config.Hostname,
			Env: (Config.Env ?? []).filter((line) => !defaults.Env?.includes(line)),
			Labels: Object.fromEntries(Object.entries(Config.Labels ?? {}).filter(([key, value]) => defaults.Labels?.[key] !== value)),
			Cmd: own(Config.Cmd, defaults.Cmd),
			Entrypoint: own(Config.Entrypoint, defaults.Entrypoint),
			WorkingDir: own(Config.WorkingDir, defaults.WorkingDir ?? ""),
			User: own(Config.User, defaults.User ?? ""),
			Healthcheck: own(Config.Healthcheck, defaults.Healthcheck),
			Volumes: own(Config.Volumes, defaults.Volumes),
			HostConfig: {
				...HostConfig,
				Binds: bindsOf(old)
			},
			NetworkingConfig: first && { EndpointsConfig: { [first.name]: first.endpoint } }
		}),
		networks: others
	};
}
/** The binds as they were given, and the volumes that the engine made by itself and that hold the container's data. */
function bindsOf({ HostConfig, Mounts }) {
	let given = HostConfig.Binds ?? [], taken = /* @__PURE__ */ new Set([...given.map((bind) => bind.split(":")[1]), ...(HostConfig.Mounts ?? []).map((mount) => mount.Target)]), anonymous = Mounts.filter(({ Type, Destination }) => Type === "volume" && !taken.has(Destination));
	return [...given, ...anonymous.map(({ Name, Destination, RW }) => `${Name}:${Destination}${RW ? "" : ":ro"}`)];
}
/** The networks that were chosen for the container, the one of its network mode first. */
function networksOf(old) {
	let mode = old.HostConfig.NetworkMode ?? "default";
	if (mode === "host" || mode === "none" || mode.startsWith("container:")) return [];
	let first = mode === "default" ? "bridge" : mode;
	return Object.entries(old.NetworkSettings.Networks ?? {}).sort(([a], [b]) => Number(b === first) - Number(a === first) || (a < b ? -1 : 1)).map(([name, network]) => {
		let { IPAMConfig, Links, Aliases, DriverOpts } = network;
		return {
			name,
			endpoint: withoutUndefined({
				IPAMConfig,
				Links,
				Aliases: Aliases?.filter((alias) => !old.Id.startsWith(alias)),
				DriverOpts
			})
		};
	});
}
function withoutUndefined(value) {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each != null));
}
/**
* Replaces a container by one from the current image, with the same mounts, networks and environment and a freshly
* rendered env directory. The old one is set aside, not removed, until the new one has come up; where it does not,
* or the run is stopped, the old one comes back with the files that it had.
* @throws what only a defect throws; everything else is the outcome
*/
async function rebuildContainer(agent, container, options) {
	let name = nameOf(container), told = {
		agent: agent.name,
		container: name
	};
	using place = EnvironmentPlace.make(agent.envRoot);
	let replacement;
	try {
		agent.signal?.throwIfAborted();
		let image = await currentImage(container, options);
		return replacement = new Replacement(container, options, new EnvironmentSnapshot(agent, place)), await replacement.make(image), await renderInstance(agent, place), await replacement.start(agent.signal), await replacement.finish(), emit(agent, {
			event: "container_rebuilt",
			...told,
			image: image.Id
		}), {
			...told,
			result: "rebuilt",
			image: image.Id
		};
	} catch (caught) {
		let error = asFault(caught), restored = await restore(replacement);
		return emit(agent, {
			event: "container_failed",
			...told,
			code: error.code,
			message: error.message
		}), restored === !0 ? {
			...told,
			result: replacement ? "restored" : "failed",
			error
		} : {
			...told,
			result: "failed",
			error: restored
		};
	}
}
/**
* Ends what a killed run left half done: where the successor of a container that was set aside has come up, the old
* one goes; where it has not, the old one comes back.
* @returns whether there was something to end
*/
async function recoverSetAside(engine, aside) {
	let name = nameOf(aside);
	if (!name.endsWith(".identikit-old")) return !1;
	let own = name.slice(0, -setAsideSuffix.length), successor = await inspectIfThere(engine, own), healthy = successor?.State.Running === !0 && (successor.State.Health?.Status ?? "healthy") === "healthy";
	return successor && agentOf(successor) !== agentOf(aside) ? !1 : healthy ? (await asked(`remove ${name}`, () => engine.getContainer(aside.Id).remove({ force: !0 })), !0) : (successor && await asked(`remove ${own}`, () => engine.getContainer(successor.Id).remove({ force: !0 })), await asked(`rename ${name}`, () => engine.getContainer(aside.Id).rename({ name: own })), await asked(`start ${own}`, () => engine.getContainer(aside.Id).start()).catch(notModified), !0);
}
async function restore(replacement) {
	try {
		return await replacement?.undo(), !0;
	} catch (caught) {
		let { message, remedy } = asFault(caught);
		return new IdentikitError("CONTAINER_FAILED", `the old container could not be brought back: ${message}`, {
			remedy,
			cause: caught
		});
	}
}
async function currentImage(container, { engine, image = container.Config.Image }) {
	if (container.HostConfig.AutoRemove) throw new IdentikitError("CONTAINER_FAILED", `container ${nameOf(container)} is removed when it stops (--rm), and could not come back`, { remedy: "Start it without --rm." });
	return await asked(`image ${image}`, () => engine.getImage(image).inspect());
}
/** One container that takes the place of another. */
var Replacement = class {
	#engine;
	#old;
	#options;
	#files;
	#setAside = !1;
	#successor;
	constructor(old, options, files) {
		this.#engine = options.engine, this.#old = old, this.#options = options, this.#files = files;
	}
	get #container() {
		return this.#engine.getContainer(this.#old.Id);
	}
	async make(image) {
		let name = nameOf(this.#old), defaults = await this.#engine.getImage(this.#old.Image).inspect().then(({ Config }) => Config).catch(() => ({})), reference = this.#options.image ?? this.#old.Config.Image, { options, networks } = planRecreation(this.#old, defaults, reference);
		await asked(`rename ${name}`, () => this.#container.rename({ name: name + setAsideSuffix })), this.#setAside = !0;
		let successor = await asked(`create ${name}`, () => this.#engine.createContainer(options));
		this.#successor = successor;
		for (let network of networks) {
			let EndpointConfig = network.endpoint;
			await asked(`connect ${name} to ${network.name}`, () => this.#engine.getNetwork(network.name).connect({
				Container: successor.id,
				EndpointConfig
			}));
		}
		if ((await asked(`inspect ${name}`, () => successor.inspect())).Image !== image.Id) throw new IdentikitError("CONTAINER_FAILED", `the image of ${name} moved while it was being made`, {
			remedy: "Run again.",
			retry: { kind: "later" }
		});
	}
	async start(signal) {
		let name = nameOf(this.#old), { healthMs = 12e4, stopSeconds = 10 } = this.#options;
		await asked(`stop ${name}`, () => this.#container.stop({ t: stopSeconds })).catch(notModified);
		let successor = this.#successor;
		await asked(`start ${name}`, () => successor.start()), await awaitHealth(this.#engine, successor.id, {
			withinMs: healthMs,
			...signal ? { signal } : {}
		});
	}
	async finish() {
		await asked(`remove the old ${nameOf(this.#old)}`, () => this.#container.remove({ force: !0 })), this.#setAside = !1;
	}
	/** The old container comes back, running where it ran, with the files that it had. */
	async undo() {
		if (!this.#setAside) return;
		let name = nameOf(this.#old), successor = this.#successor;
		successor && await asked(`remove the new ${name}`, () => successor.remove({ force: !0 })), await this.#files.restore(), await asked(`rename ${name} back`, () => this.#container.rename({ name })), this.#setAside = !1, this.#old.State.Running && await asked(`start ${name}`, () => this.#container.start()).catch(notModified);
	}
};
/** The engine answers 304 where a container already is what was asked for. */
function notModified(caught) {
	let { cause } = caught;
	if (cause?.statusCode !== 304) throw caught;
}
/**
* Rebuilds the containers (label `identikit.agent=NAME`) of agents, one after the other, so that never more than one
* of a fleet is down; a failure keeps no other from being rebuilt.
* @throws {IdentikitError} `CONTAINER_FAILED` where the named agent has no container; `ENGINE_UNREACHABLE`,
* `ENGINE_FAILED`; what `signal` was aborted with
*/
async function rebuildContainers(options) {
	let { agents, named, onOutcome, engine, image, healthMs, stopSeconds, ...settings } = options, configs = /* @__PURE__ */ new Map();
	for await (let agent of agents) configs.set(agent.name, agent);
	let ours = async () => (await listAgentContainers(engine, settings.signal)).filter((each) => configs.has(agentOf(each)));
	for (let container of await ours()) await recoverSetAside(engine, container);
	let outcomes = [];
	for (let container of (await ours()).filter((each) => !nameOf(each).endsWith(setAsideSuffix))) {
		settings.signal?.throwIfAborted();
		let outcome = await rebuildContainer({
			...configs.get(agentOf(container)),
			...settings
		}, container, options);
		outcomes.push(outcome), onOutcome?.(outcome);
	}
	if (outcomes.length > 0 || named === void 0) return outcomes;
	throw new IdentikitError("CONTAINER_FAILED", `no container runs agent ${JSON.stringify(named)}`, { remedy: `Start one with the label identikit.agent=${named}.` });
}
export { rebuildContainers };
