import { n as engineFault } from "./connection-Bx_dOvTS.js";
/** The label that names the agent which a container runs. */
const setAsideSuffix = ".identikit-old";
/**
* Every container that runs an agent, stopped ones too, in the order of their names.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function listAgentContainers(engine, signal) {
	let found = await asked("list containers", () => engine.listContainers({
		all: !0,
		filters: { label: ["identikit.agent"] },
		...signal ? { abortSignal: signal } : {}
	})), inspected = [];
	for (let { Id } of found) {
		let container = await inspectIfThere(engine, Id);
		container && inspected.push(container);
	}
	return inspected.sort((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
}
/** A container's own account of itself; `undefined` for one that was removed meanwhile. */
async function inspectIfThere(engine, name) {
	try {
		return await engine.getContainer(name).inspect();
	} catch (cause) {
		if (cause.statusCode === 404) return;
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
/** Asks the engine something; its failure becomes one clear line. */
async function asked(what, ask) {
	try {
		return await ask();
	} catch (cause) {
		throw engineFault(what, cause);
	}
}
export { nameOf as a, listAgentContainers as i, asked as n, setAsideSuffix as o, inspectIfThere as r, agentOf as t };
