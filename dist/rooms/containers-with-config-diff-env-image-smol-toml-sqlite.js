import { IdentikitError, asFault } from "../start/faces.js";
import { certain, pause } from "./fault.js";
import { EnvDirectories } from "./env.js";
import { activityOf, agentOf, asked, awaitSettled, engineStatus, ensured, hasSettled, inspectIfThere, isSetAside, listAgentContainers, lostFields, nameOf, planRebuild, removeContainer, runningTask, setAsideSuffix, stopContainer, wantedImage } from "./containers-with-image.js";
import { EnvDirectorySnapshot, emit, renderInstance } from "./env-with-config-diff-smol-toml-sqlite.js";
import { rebuildDefaults } from "./containers.js";
import { RebuildJournal } from "./containers-with-config-diff-env-smol-toml-sqlite.js";
import { RebuildLock } from "./containers-with-image-sqlite.js";
// src/containers/bring-back.ts
const nameTries = 20;
const nameTryMs = 500;
async function bringBack(scene, record, snapshot) {
	const { engine, stopSeconds = rebuildDefaults.stopSeconds } = scene.options;
	const journal = new RebuildJournal(scene.place, scene.agent);
	await removeSuccessor(engine, record, scene.agent.name);
	const filesFault = await restoreFiles(journal, record, snapshot);
	const nameFault = await takeName(engine, record, scene.agent.name);
	if (record.was !== "stopped" && (record.phase === "stopping" || record.phase === "stopped")) {
		if (record.phase === "stopping") await stopContainer(engine, record.id, stopSeconds);
		await startAgain(engine, record);
	}
	if (nameFault) throw nameFault;
	journal.remove();
	if (filesFault) throw filesFault;
}
async function removeSuccessor(engine, record, agent) {
	const successor = await inspectIfThere(engine, record.container);
	if (successor && isSuccessor(successor, record, agent)) await removeContainer(engine, successor.Id, { volumes: true });
}
function isSuccessor(container, record, agent) {
	return container.Id !== record.id && agentOf(container) === agent;
}
async function restoreFiles(journal, record, kept) {
	if (record.phase === "begun" || record.restored) return void 0;
	try {
		const snapshot = kept ?? journal.readFiles();
		if (!snapshot) throw notKept(record);
		if (record.phase !== "stopped") snapshot.refresh();
		await snapshot.restore();
		journal.write({
			...record,
			restored: true
		});
		return;
	} catch (caught) {
		return asFault(caught);
	}
}
async function takeName(engine, record, agent) {
	const old = engine.getContainer(record.id);
	for (let tried = 1;; tried++) {
		const { Name } = await asked(`inspect ${record.container}`, () => old.inspect());
		if (nameOf({ Name }) === record.container) return void 0;
		try {
			await old.rename({ name: record.container });
			return;
		} catch (cause) {
			if (engineStatus(cause) !== 409) return asFault(await faultOfRename(record, cause));
		}
		const other = await inspectIfThere(engine, record.container);
		if (other && !isSuccessor(other, record, agent)) return nameTaken(record);
		if (tried >= nameTries) return nameTaken(record);
		await removeSuccessor(engine, record, agent);
		await pause(nameTryMs);
	}
}
async function startAgain(engine, { id, container, was }) {
	const old = engine.getContainer(id);
	const look = () => asked(`inspect ${container}`, () => old.inspect());
	const found = activityOf(await look());
	if (found === "stopped") {
		await ensured(`start ${container}`, () => old.start());
		const { State } = await look();
		if (!State.Running && !State.Restarting) throw notStarted(container, State.ExitCode);
	}
	if (was === "paused" && found !== "paused") await asked(`pause ${container}`, () => old.pause());
}
function faultOfRename({ container }, cause) {
	return asked(`rename ${container} back`, () => Promise.reject(cause)).catch((fault) => fault);
}
function nameTaken({ container, id }) {
	const message = `container ${id.slice(0, 12)} cannot have its name ${container} back: another container has it`;
	return new IdentikitError("CONTAINER_FAILED", message, { remedy: "Rename or remove that one, then run again." });
}
function notStarted(container, exitCode) {
	return new IdentikitError("CONTAINER_FAILED", `${container} is back and ended with exit code ${exitCode}`, { remedy: "Look at its log, then start it." });
}
function notKept({ container }) {
	const message = `the env directory of ${container} could not be put back: what it held does not open`;
	return new IdentikitError("CONTAINER_FAILED", message, { remedy: "Give the secret keys of the run that was killed, or render the agent again." });
}
// src/containers/replacement.ts
var Replacement = class {
	#scene;
	#engine;
	#old;
	#plan;
	#was;
	#journal;
	#successor;
	#snapshot;
	#record;
	constructor(scene, old, plan) {
		this.#scene = scene;
		this.#engine = scene.options.engine;
		this.#old = old;
		this.#plan = plan;
		this.#was = activityOf(old);
		this.#journal = new RebuildJournal(scene.place, scene.agent);
	}
	async make() {
		const { name, config, hostConfig, networks, platform } = this.#plan.successor;
		this.#note("begun");
		await asked(`rename ${name}`, () => this.#container.rename({ name: name + setAsideSuffix }));
		const { first } = networks;
		const request = {
			_query: {
				name,
				...platform === void 0 ? {} : { platform }
			},
			_body: {
				...config,
				HostConfig: hostConfig,
				...first ? { NetworkingConfig: { EndpointsConfig: { [first.name]: first.endpoint } } } : {}
			}
		};
		const successor = await asked(`create ${name}`, () => this.#engine.createContainer(request));
		this.#successor = successor;
		for (const network of networks.others) {
			const EndpointConfig = network.endpoint;
			await asked(`connect ${name} to ${network.name}`, () => this.#engine.getNetwork(network.name).connect({
				Container: successor.id,
				EndpointConfig
			}));
		}
		if (networks.left !== void 0) await this.#leave(networks.left, successor);
		await this.#check(successor);
	}
	async render() {
		const { agent, place } = this.#scene;
		this.#snapshot = await EnvDirectorySnapshot.take(agent, place);
		this.#journal.writeFiles(this.#snapshot);
		this.#note("rendering");
		await renderInstance(agent, place);
		this.#snapshot.noteRendered();
		this.#journal.writeFiles(this.#snapshot);
	}
	async start() {
		if (this.#was === "stopped") return;
		const { name } = this.#plan.successor;
		const { agent, options } = this.#scene;
		const { healthMs, settleMs, stopSeconds } = {
			...rebuildDefaults,
			...options
		};
		await this.#scene.assertHeld();
		this.#note("stopping");
		await stopContainer(this.#engine, this.#old.Id, stopSeconds);
		this.#snapshot?.refresh();
		if (this.#snapshot) this.#journal.writeFiles(this.#snapshot);
		this.#note("stopped");
		const successor = certain(this.#successor);
		await asked(`start ${name}`, () => successor.start());
		const settling = {
			withinMs: healthMs,
			settleMs,
			restarts: 0,
			signal: agent.signal
		};
		await awaitSettled(this.#engine, successor.id, settling);
		if (this.#was === "paused") await asked(`pause ${name}`, () => successor.pause());
	}
	async finish() {
		await this.#scene.assertHeld();
		await removeContainer(this.#engine, this.#old.Id, { volumes: false });
		this.#journal.remove();
	}
	async undo() {
		await this.#scene.assertHeld();
		if (this.#record) await bringBack(this.#scene, this.#record, this.#snapshot);
	}
	get #container() {
		return this.#engine.getContainer(this.#old.Id);
	}
	#note(phase) {
		const container = this.#plan.successor.name;
		this.#record = {
			container,
			id: this.#old.Id,
			was: this.#was,
			phase,
			restored: false
		};
		this.#journal.write(this.#record);
	}
	async #leave(network, successor) {
		await asked(`disconnect ${this.#plan.successor.name} from ${network}`, () => this.#engine.getNetwork(network).disconnect({ Container: successor.id }));
	}
	async #check(successor) {
		const { successor: planned, image } = this.#plan;
		const made = await asked(`inspect ${planned.name}`, () => successor.inspect());
		if (made.Image !== image) throw new IdentikitError("CONTAINER_FAILED", `the image of ${planned.name} moved while it was being made`, {
			remedy: "Run again.",
			retry: { kind: "later" }
		});
		const accepted = new Set(this.#scene.options.accept);
		const lost = lostFields(planned, this.#old, made).filter((field) => !accepted.has(field));
		if (lost.length === 0) return;
		throw new IdentikitError("CONTAINER_REFUSED", `a successor of ${planned.name} would differ in ${lost.join(", ")}`, { remedy: `Create the container again by hand, or accept it: ${lost.map((field) => `--accept ${field}`).join(" ")}.` });
	}
};
// src/containers/rebuild.ts
async function rebuildContainer(scene, container) {
	const { agent } = scene;
	const told = {
		agent: agent.name,
		container: nameOf(container)
	};
	let plan;
	try {
		agent.signal?.throwIfAborted();
		plan = await planRebuild(agent, container, scene.options);
		const task = await taskOf(scene, container);
		if (task !== void 0) return {
			...told,
			result: "busy",
			task
		};
	} catch (caught) {
		const error = asFault(caught);
		return failure(scene, told, error, refusals.has(error.code) ? "refused" : "failed");
	}
	return await replace(scene, new Replacement(scene, container, plan), {
		container,
		told,
		image: plan.image
	});
}
const refusals = new Set(["CONTAINER_ENV", "CONTAINER_REFUSED"]);
async function replace(scene, replacement, of) {
	const { told, image } = of;
	try {
		await replacement.make();
		await replacement.render();
		const task = await taskOf(scene, of.container);
		if (task !== void 0) {
			await replacement.undo();
			return {
				...told,
				result: "busy",
				task
			};
		}
		await replacement.start();
	} catch (caught) {
		return await giveUp(scene, replacement, told, asFault(caught));
	}
	try {
		await replacement.finish();
	} catch (caught) {
		return failure(scene, told, asFault(caught), "failed");
	}
	emit(scene.agent, {
		event: "container_rebuilt",
		...told,
		image
	});
	return {
		...told,
		result: "rebuilt",
		image
	};
}
async function giveUp(scene, replacement, told, error) {
	try {
		await replacement.undo();
		return failure(scene, told, error, "restored");
	} catch (caught) {
		const { message, remedy } = asFault(caught);
		return failure(scene, told, new IdentikitError("CONTAINER_FAILED", `the old container could not be brought back: ${message}`, {
			remedy,
			cause: caught
		}), "failed");
	}
}
function failure({ agent }, told, error, result) {
	emit(agent, {
		event: "container_failed",
		...told,
		code: error.code,
		message: error.message
	});
	return {
		...told,
		result,
		error
	};
}
async function taskOf({ agent, options }, { Id }) {
	const { engine, onlyIdle = false } = options;
	const container = onlyIdle ? await engine.getContainer(Id).inspect() : void 0;
	return container && await runningTask(engine, container, agent.envRoot);
}
// src/containers/recover-rebuild.ts
async function recoverRebuilds(scene) {
	const { agent, place, options } = scene;
	const { engine } = options;
	const journal = new RebuildJournal(place, agent);
	const recovered = [];
	const record = journal.read();
	const noted = record && await inspectIfThere(engine, record.id);
	if (record && noted && agentOf(noted) === agent.name) recovered.push(...await endRebuild(scene, record, noted));
	journal.remove();
	for (const aside of await listAgentContainers(engine, {
		agent: agent.name,
		signal: agent.signal
	})) if (isSetAside(aside)) recovered.push(...await endRebuild(scene, recordOf(aside), aside));
	return recovered;
}
async function endRebuild(scene, record, old) {
	const { engine } = scene.options;
	const { container, was } = record;
	const found = await inspectIfThere(engine, container);
	const successor = found && found.Id !== old.Id && agentOf(found) === scene.agent.name ? found : void 0;
	const isGoing = old.State.Dead || old.State.Status === "removing";
	if (successor && (isGoing || await isUp(scene, successor, record))) {
		if (was === "paused") await pauseIfRunning(engine, successor);
		await scene.assertHeld();
		await removeContainer(engine, old.Id, { volumes: false });
		return [{
			container,
			kept: "new"
		}];
	}
	if (isGoing) {
		await removeContainer(engine, old.Id, { volumes: false });
		return [];
	}
	const isWhole = !successor && nameOf(old) === container && record.phase === "begun";
	await scene.assertHeld();
	await bringBack(scene, record);
	return isWhole ? [] : [{
		container,
		kept: "old"
	}];
}
async function isUp(scene, successor, { was }) {
	const { engine, healthMs, settleMs } = {
		...rebuildDefaults,
		...scene.options
	};
	if (was === "stopped" || !successor.State.Running) return false;
	if (successor.State.Paused) await asked(`wake ${nameOf(successor)}`, () => engine.getContainer(successor.Id).unpause());
	const { signal } = scene.agent;
	return hasSettled(engine, successor.Id, {
		withinMs: healthMs,
		settleMs,
		signal
	});
}
async function pauseIfRunning(engine, { Id }) {
	const container = engine.getContainer(Id);
	const { State } = await asked(`inspect container ${Id.slice(0, 12)}`, () => container.inspect());
	if (State.Running && !State.Paused) await asked(`pause container ${Id.slice(0, 12)}`, () => container.pause());
}
function recordOf(aside) {
	const container = nameOf(aside).slice(0, -setAsideSuffix.length);
	const did = activityOf(aside);
	const known = {
		container,
		id: aside.Id,
		restored: true
	};
	if (did !== "stopped") return {
		...known,
		was: did,
		phase: "begun"
	};
	return {
		...known,
		was: aside.State.Status === "created" ? "stopped" : "running",
		phase: "stopped"
	};
}
// src/containers/rebuild-containers.ts
async function rebuildContainers(options) {
	const { agents, named, onOutcome, engine, signal } = options;
	const configs = new Map();
	for await (const agent of agents) configs.set(agent.name, agent);
	const found = Map.groupBy(await listAgentContainers(engine, { signal }), agentOf);
	const outcomes = [];
	for (const [name, containers] of found) {
		const config = configs.get(name);
		if (!config) continue;
		for await (const outcome of rebuildAgent(config, containers, options)) {
			outcomes.push(outcome);
			onOutcome?.(outcome);
		}
	}
	if (outcomes.length > 0 || named === void 0 || found.has(named)) return outcomes;
	throw noContainer(named);
}
function noContainer(named) {
	return new IdentikitError("CONTAINER_FAILED", `no container runs agent ${JSON.stringify(named)}`, { remedy: `Start one with the label identikit.agent=${named}.` });
}
async function* rebuildAgent(config, containers, options) {
	const { engine, signal, lockMs = rebuildDefaults.lockMs } = options;
	const agent = resolvedAgent(config, options);
	signal?.throwIfAborted();
	using place = EnvDirectories.make(agent.envRoot);
	const named = containers.map(({ Config }) => options.image ?? Config.Image);
	const images = [...new Set([...containers.map(({ Image }) => Image), ...named])];
	const waiting = {
		agent: agent.name,
		place,
		images,
		waitMs: lockMs,
		signal
	};
	try {
		await using lock = await RebuildLock.acquire(engine, waiting);
		const scene = {
			agent,
			place,
			options,
			assertHeld: () => lock.assertHeld()
		};
		for (const container of await settled(scene, options)) {
			signal?.throwIfAborted();
			if (await (options.select?.(container) ?? true)) yield await rebuildContainer(scene, container);
		}
	} catch (caught) {
		const error = asFault(caught);
		if (signal?.aborted || error.code === "ENGINE_UNREACHABLE") throw caught;
		const names = new Set(containers.map((each) => nameOf(each).replace(setAsideSuffix, "")));
		for (const container of names) yield {
			agent: agent.name,
			container,
			result: "failed",
			error
		};
	}
}
async function settled(scene, { onRecovery }) {
	const { agent, options } = scene;
	for (let looks = 1;; looks++) {
		for (const recovery of await recoverRebuilds(scene)) onRecovery?.(agent.name, recovery);
		const containers = await listAgentContainers(options.engine, {
			agent: agent.name,
			signal: agent.signal
		});
		if (looks === 3 || !containers.some(isSetAside)) return containers.filter((each) => !isSetAside(each));
	}
}
function resolvedAgent(config, options) {
	return {
		...settingsOf(options),
		...config
	};
}
function settingsOf(options) {
	const { envRoot, secrets, accessor, reason, ledgerKeys, events, clock, sync, signal } = options;
	return {
		envRoot,
		secrets,
		accessor,
		reason,
		ledgerKeys,
		events,
		clock,
		...sync === void 0 ? {} : { sync },
		...signal ? { signal } : {}
	};
}
// src/containers/plan-rebuilds.ts
async function planRebuilds(options) {
	const { agents, named, onOutcome, engine, signal } = options;
	const found = Map.groupBy(await listAgentContainers(engine, { signal }), agentOf);
	const outcomes = [];
	for await (const config of agents) {
		const agent = resolvedAgent(config, options);
		for (const container of found.get(agent.name) ?? []) {
			if (isSetAside(container)) continue;
			signal?.throwIfAborted();
			const outcome = await planned(agent, container, options);
			outcomes.push(outcome);
			onOutcome?.(outcome);
		}
	}
	if (outcomes.length > 0 || named === void 0 || found.has(named)) return outcomes;
	throw noContainer(named);
}
async function planned(agent, container, options) {
	const told = {
		agent: agent.name,
		container: nameOf(container)
	};
	try {
		const { image } = await planRebuild(agent, container, options);
		const task = options.onlyIdle ? await runningTask(options.engine, container, agent.envRoot) : void 0;
		if (task !== void 0) return {
			...told,
			result: "busy",
			task
		};
		return {
			...told,
			result: "planned",
			image,
			from: container.Image
		};
	} catch (caught) {
		const error = asFault(caught);
		if (options.signal?.aborted || error.code === "ENGINE_UNREACHABLE") throw caught;
		return {
			...told,
			result: "refused",
			error
		};
	}
}
// src/containers/repair-containers.ts
const repairable = new Set(["CONTAINER_IMAGE", "CONTAINER_SET_ASIDE"]);
async function repairContainers(options) {
	const { findings, resolve, ...rebuild } = options;
	const outcomes = [];
	const recovered = [];
	const unresolved = [];
	const agents = new Set(findings.filter(({ code }) => repairable.has(code)).map(({ subject = "" }) => subject));
	for (const agent of agents) {
		let config;
		try {
			config = resolve(agent);
		} catch (caught) {
			unresolved.push(faultFinding(agent, agent, asFault(caught)));
			continue;
		}
		const done = await rebuildContainers({
			...rebuild,
			agents: [config],
			onlyIdle: true,
			select: async (container) => await wantedImage(options.engine, container, options.image) !== container.Image,
			onRecovery: (_, recovery) => recovered.push(recovery)
		});
		outcomes.push(...done);
	}
	return {
		findings: [
			...findings.map((finding) => afterRepair(finding, outcomes, recovered)),
			...unresolved,
			...outcomes.flatMap(failureFinding)
		],
		outcomes
	};
}
function afterRepair(finding, outcomes, recovered) {
	if (!repairable.has(finding.code)) return finding;
	const outcome = outcomes.find((each) => each.agent === finding.subject && each.container === finding.path);
	const ended = recovered.some(({ container }) => finding.path.startsWith(`${container}.`));
	if (finding.code === "CONTAINER_SET_ASIDE") return ended ? repaired(finding, "recovered") : finding;
	if (outcome?.result === "rebuilt") return repaired(finding, "rebuilt");
	if (outcome?.result !== "busy") return finding;
	return {
		...finding,
		remedy: `Run reconcile --repair again when its task has ended: ${outcome.task}.`
	};
}
function repaired(finding, done) {
	return {
		...finding,
		severity: "warning",
		done,
		remedy: "Nothing is left to do."
	};
}
function failureFinding(outcome) {
	if (!("error" in outcome) || outcome.error.code === "CONTAINER_ENV") return [];
	return [faultFinding(outcome.agent, outcome.container, outcome.error)];
}
function faultFinding(agent, path, { code, message, remedy }) {
	return {
		code,
		severity: "error",
		path,
		expected: null,
		actual: message,
		remedy,
		subject: agent
	};
}
export { planRebuilds, rebuildContainers, repairContainers };
