import { findTemplate, readIdentity } from "./gate-with-child_process-image-template-yaml.js";
import { checkFetchedCopy, readTemplateLock } from "./template.js";
import { copiesIn, policiesUnderLock } from "./commands-with-template.js";
import { requiredFilesOf, templateNameOf } from "./commands-with-image-template.js";
import { sourceLimitsOf } from "./commands.js";
import { relative, resolve } from "node:path";
// src/commands/places/template-side.ts
async function findTemplateSide(context, project, { template, name: wanted }) {
	const { settings } = project;
	const explicit = template === void 0 ? void 0 : resolve(context.cwd, template);
	const name = templateNameOf(project, {
		name: wanted,
		directory: explicit
	});
	const canonical = project.path(`${settings.templates}/${name}`);
	const { directory, said } = findTemplate({
		explicit,
		environment: wanted === void 0 ? context.env.PLATFORM_AGENT_TEMPLATE_REPO_PATH : void 0,
		from: project.root,
		canonical: `${settings.templates}/${name}`
	});
	const isNamed = said !== "canonical";
	const names = isNamed ? [] : [name];
	const copies = copiesIn(project, project.path(settings.templates), names);
	const near = relative(context.cwd, directory);
	const locked = resolve(directory) === canonical ? readTemplateLock(project.path(settings.lock)).get(name)?.policy : void 0;
	return {
		name,
		directory,
		shown: near !== "" && !near.startsWith("..") ? near : directory,
		...policiesUnderLock(settings, locked),
		isNamed,
		copyFindings: copies.flatMap(checkFetchedCopy)
	};
}
async function readTemplateSide({ env: environment, signal, fetched }, project, found) {
	const { settings } = project;
	const { directory, profile, name } = found;
	const options = {
		name,
		required: requiredFilesOf(project, name),
		profile,
		environment,
		signal,
		fetched,
		limits: sourceLimitsOf(settings)
	};
	return {
		...found,
		...await readIdentity(directory, options)
	};
}
function templateLine({ shown, commit, note, isNamed }) {
	if (commit !== null) return `template ${shown} at commit ${commit.slice(0, 12)}`;
	const notes = [...note === null ? [] : [note], ...isNamed ? ["not compared with identikit.lock"] : []];
	return `template ${shown} as it stands${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}
const mostNames = 5;
function coverageFacts({ profile, compared, notBaked, notDelivered }) {
	return [
		{
			label: "compared",
			value: `${compared} files (${profile}) and the marker`
		},
		...notBaked.length > 0 ? [{
			label: "delivered, not baked",
			value: listed(notBaked)
		}] : [],
		...notDelivered.length > 0 ? [{
			label: "neither delivered nor baked",
			value: listed(notDelivered)
		}] : []
	];
}
function listed(paths) {
	const more = paths.length > mostNames ? ", …" : "";
	return `${paths.length} (${paths.slice(0, mostNames).join(", ")}${more})`;
}
export { coverageFacts, findTemplateSide, readTemplateSide, templateLine };
