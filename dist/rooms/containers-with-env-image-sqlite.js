import { activityOf, agentOf, asked, engineStatus, ensured, hasSettled, inspectIfThere, isSetAside, listAgentContainers, nameOf, removeContainer, setAsideSuffix, stopContainer } from "./containers-with-image.js";
import { IdentikitError, asFault } from "../start/faces.js";
import { pause } from "./fault.js";
import { RebuildJournal } from "./containers-with-env-sqlite.js";
import { rebuildDefaults } from "./containers.js";
// src/containers/bring-back.ts
/** How often a name is asked for that a request of a killed run may still hold in the engine, and how far apart. */
const nameTries = 20;
const nameTryMs = 500;
/**
* Brings the old container of a rebuild back to where it was: its successor goes, its env directory is put back, it
* gets its name again and does what it did. Each step can be done twice, since this may be killed as well.
* @param snapshot what the env directory held; the journal's if left out
* @throws {IdentikitError} `CONTAINER_FAILED` where it does not start, or another container has its name;
* `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; what putting the files back throws, once the container is back
*/
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
/** Whoever has the container's name and runs its agent is its successor. */
async function removeSuccessor(engine, record, agent) {
	const successor = await inspectIfThere(engine, record.container);
	if (successor && isSuccessor(successor, record, agent)) await removeContainer(engine, successor.Id, { volumes: true });
}
function isSuccessor(container, record, agent) {
	return container.Id !== record.id && agentOf(container) === agent;
}
/** @returns what kept the files from being put back: no reason to keep the container from coming back */
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
// src/containers/recover-rebuild.ts
/**
* Ends what killed rebuilds of an agent left half done. A successor that runs gets the settle check that it would have
* had: where it settles, the old container goes; where it does not, or was not started yet, the old one comes back
* with its env directory. The caller holds the rebuild's lock.
* @throws {IdentikitError} as {@link bringBack}; what the agent's signal was aborted with
*/
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
/** Whether a successor is up and stays so; one that was paused by the run that was killed is woken for it. */
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
/** What is taken for granted of a container that was set aside from another machine, or by an older release. */
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
export { bringBack, recoverRebuilds };
