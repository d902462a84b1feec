import "./rolldown-runtime-DqgWs3Hx.js";
import { a as nameOf, i as listAgentContainers, n as asked, t as agentOf } from "./agent-container-CnCFiLkv.js";
import { join } from "node:path";
import { realpathSync } from "node:fs";
/**
* What differs between the containers that run agents and what they should be: the image, the env directory, whether
* they run. Nothing is changed.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
async function compareContainers(options) {
	let findings = [];
	for (let container of await listAgentContainers(options.engine, options.signal)) {
		let agent = agentOf(container), found = options.agents.has(agent) ? await compareOne(container, options) : [orphan(container)];
		findings.push(...found.map((finding) => ({
			...finding,
			subject: agent
		})));
	}
	return findings;
}
async function compareOne(container, options) {
	let path = nameOf(container), rebuild = `Run containers rebuild ${agentOf(container)}.`;
	if (path.endsWith(".identikit-old")) return [{
		code: "CONTAINER_SET_ASIDE",
		severity: "error",
		path,
		expected: null,
		actual: "a container that a rebuild set aside",
		remedy: rebuild
	}];
	let findings = [], { State, Mounts, Image } = container, wanted = await imageIdOf(container, options);
	wanted !== Image && findings.push({
		code: "CONTAINER_IMAGE",
		severity: "error",
		path,
		expected: wanted,
		actual: Image,
		remedy: rebuild
	});
	let directory = realOr(join(options.envRoot, agentOf(container))), sources = Mounts.filter(({ Type }) => Type === "bind").map(({ Source }) => realOr(Source));
	if (!sources.includes(directory)) {
		let actual = sources.length > 0 ? sources.join(", ") : null;
		findings.push({
			code: "CONTAINER_ENV",
			severity: "error",
			path,
			expected: directory,
			actual,
			remedy: "Create the container with its agent's env directory mounted."
		});
	}
	if (!State.Running || State.Health?.Status === "unhealthy") {
		let actual = State.Running ? "unhealthy" : `${State.Status}, exit code ${State.ExitCode}`;
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
/** The image that a container should run; `null` where there is none under its reference any more. */
async function imageIdOf(container, { engine, image }) {
	let reference = image ?? container.Config.Image;
	try {
		return (await asked(`image ${reference}`, () => engine.getImage(reference).inspect())).Id;
	} catch (caught) {
		if (caught.code === "IMAGE_MISSING") return null;
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
function realOr(path) {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}
export { compareContainers };
