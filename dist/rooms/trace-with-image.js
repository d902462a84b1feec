import { agentOf, compareContainers, listAgentContainers, nameOf } from "./containers-with-image.js";
// src/trace/areas/container-area.ts
const ofImage = new Set(["CONTAINER_IMAGE", "CONTAINER_SET_ASIDE"]);
async function addContainers(draft, area) {
	const { engine, signal, agents, envRoot } = area;
	const containers = await listAgentContainers(engine, { signal });
	if (containers.length === 0) return;
	const findings = await compareContainers({
		engine,
		agents,
		envRoot,
		signal
	});
	for (const container of containers) {
		const agent = agentOf(container);
		const own = findings.filter(({ path, severity }) => path === nameOf(container) && severity !== "warning");
		const to = draft.node("container", nameOf(container), {
			agent,
			image: container.Config.Image
		}, [container.Id]);
		if (agents.has(agent)) addEnv(draft, area, {
			agent,
			to,
			own
		});
		await addRunning(draft, area, {
			container,
			to,
			own
		});
	}
}
function addEnv(draft, { envRoot }, of) {
	draft.claim({
		from: draft.node("env", `${envRoot}/${of.agent}`, { agent: of.agent }),
		to: of.to,
		says: "mounted in",
		restsOn: "the container's mounts",
		verifiedBy: "the engine was asked what the container sees",
		verify: () => verdictOf(of.own.filter(({ code }) => !ofImage.has(code)))
	});
}
async function addRunning(draft, area, of) {
	const from = await area.addImage(`docker-daemon:${of.container.Image}`);
	if (from === void 0) return;
	draft.claim({
		from,
		to: of.to,
		says: "run by",
		restsOn: `the container's image ${of.container.Config.Image}`,
		verifiedBy: "the engine was asked what the image's name stands for",
		verify: () => verdictOf(of.own.filter(({ code }) => ofImage.has(code)))
	});
}
function verdictOf(findings) {
	const [first] = findings;
	if (!first) return {
		verdict: "holds",
		detail: "as it should be"
	};
	const { code, actual, expected, remedy } = first;
	return {
		verdict: "broken",
		code,
		detail: `${actual ?? "nothing"}, expected ${expected ?? "nothing"}`,
		remedy,
		findings
	};
}
export { addContainers };
