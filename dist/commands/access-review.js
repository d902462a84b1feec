import { isGroupName, reviewAccess } from "../rooms/agents.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { accessIdentity, accessPlace, accessState } from "../rooms/commands-with-agents-config.js";
import { asOutput } from "../start/faces.js";
// src/commands/access-review/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const place = accessPlace(project, options);
	const { organization, repository } = place;
	const isGroup = isGroupName(options.who);
	const who = accessIdentity(isGroup ? void 0 : options.who, isGroup ? [options.who, ...options.asGroup] : options.asGroup);
	const state = await accessState(context, project, options, place);
	const bindings = reviewAccess(state, who, {
		namespace: organization,
		repository
	});
	const where = repository === void 0 ? organization : `${organization}, ${repository}`;
	return {
		outputs: {
			who: asOutput(who),
			organization,
			repository,
			bindings: asOutput(bindings)
		},
		details: bindings.flatMap(bindingLines),
		account: [bindings.length === 0 ? `nothing gives ${options.who} a right in ${where}` : `${options.who}: ${count(bindings.length, "binding")} in ${where}`],
		...repository === void 0 ? { closing: ["rights in single repositories are shown with --repository OWNER/REPO"] } : {}
	};
}
function bindingLines({ binding, role, subject, scope, implied, rules, dangling }) {
	const marks = [...implied ? ["follows from the forge's permissions"] : [], ...dangling ? ["gives nothing: there is no such role, or it is empty"] : []];
	return [`${binding} gives ${role} to ${subject}, in ${scope}${marks.length === 0 ? "" : ` (${marks.join("; ")})`}`, ...rules.map((rule) => `  ${rule}`)];
}
export { run };
