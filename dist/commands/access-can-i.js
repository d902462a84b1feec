import { apiGroup, canI, parseAsk } from "../rooms/agents.js";
import { IdentikitError, asOutput } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { accessIdentity, accessPlace, accessState, askedTarget } from "../rooms/commands-with-agents-config.js";
// src/commands/access-can-i/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const place = accessPlace(project, options);
	const { organization, repository } = place;
	const who = askingIdentity(context, options);
	const target = targetOf(options);
	const { verb, subresource } = options;
	const asked = parseAsk(verb, target, {
		namespace: organization,
		apiGroup,
		subresource,
		repository
	});
	const state = await accessState(context, project, options, place);
	const { message, ...answer } = canI(state, who, asked);
	return {
		outputs: {
			...answer,
			message,
			who: asOutput(who),
			asked: asOutput(asked)
		},
		account: [message],
		holds: answer.allowed
	};
}
function askingIdentity({ env }, { as, asGroup }) {
	const name = as ?? (asGroup.length === 0 ? env.GITHUB_ACTOR : void 0);
	if (name === void 0 && asGroup.length === 0) throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", { remedy: "Add --as LOGIN, or --as-group for whoever is in a group." });
	return accessIdentity(name, asGroup);
}
function targetOf({ resource, name }) {
	const target = askedTarget(resource);
	if (name === void 0) return target;
	if (!target.includes("/")) return `${target}/${name}`;
	throw new IdentikitError("USAGE", `${resource} and ${name} both name an object`, { remedy: "Leave one of them out; a path such as /metrics has no object." });
}
export { run };
