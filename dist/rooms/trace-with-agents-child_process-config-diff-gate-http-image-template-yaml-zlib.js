import { IdentikitError } from "../start/faces.js";
import { addAgents } from "./trace-with-agents-config-zlib.js";
import { addContainers } from "./trace-with-image.js";
import { addImage } from "./trace-with-diff-gate-image-zlib.js";
import { addRuns } from "./trace-with-agents-config-template-zlib.js";
import { addTemplates } from "./trace-with-template.js";
import { commitAsked, knownTemplates } from "./trace-with-child_process-http-template-yaml-zlib.js";
import { Draft, drawGraph, findNode } from "./trace.js";
// src/trace/trace.ts
async function trace(options) {
	const { what, others, signal } = options;
	const draft = new Draft();
	const known = await knownTemplates(options.templates.sources, commitAsked(what));
	const identities = addTemplates(draft, {
		...options.templates,
		known
	});
	const asked = commitAsked(what);
	const wanted = known.find(({ entry }) => entry.name === (asked?.name ?? what.replace(/^template:/, "")));
	if (wanted?.asked instanceof IdentikitError) throw wanted.asked;
	const usual = wanted ?? known.find(({ entry }) => entry.name === options.usualTemplate);
	const template = stateOf(usual?.asked) ?? stateOf(usual?.pinned) ?? stateOf(usual?.now);
	const ids = new Map();
	const imageNode = (reference, of) => {
		const added = ids.get(reference) ?? addImage(draft, options.imageArea, {
			reference,
			...of
		}, identities);
		ids.set(reference, added);
		return added;
	};
	for (const { reference, namedBy } of options.images) await imageNode(reference, {
		namedBy,
		template
	});
	const directories = new Map(draft.nodes.flatMap(({ id, kind, facts }) => kind === "directory" ? [[facts.template ?? "", id]] : []));
	addAgents(draft, {
		...options.agents,
		directories
	});
	await addRuns(draft, {
		...options.runs,
		word: what,
		imageNode: (reference) => imageNode(reference, {
			namedBy: "a stack",
			isForeign: true,
			template
		})
	});
	await addRunning(draft, options, (reference) => imageNode(reference, { namedBy: "a container" }));
	const commit = wanted?.asked && `commit:${wanted.entry.name}@${wanted.asked.commit}`;
	const start = findNode(draft, commit ?? what, others);
	return await drawGraph(draft, start, signal);
}
async function addRunning(draft, { agents, engine, signal }, addOne) {
	try {
		const names = new Set(agents.rows.agents);
		const { envRoot } = agents;
		await addContainers(draft, {
			engine: await engine(),
			agents: names,
			envRoot,
			signal,
			addImage: addOne
		});
	} catch (caught) {
		signal.throwIfAborted();
		if (!(caught instanceof IdentikitError) || caught.code !== "ENGINE_UNREACHABLE") throw caught;
		draft.passedOver(`containers, since ${caught.message}`);
	}
}
function stateOf(state) {
	return state instanceof IdentikitError ? void 0 : state;
}
export { trace };
