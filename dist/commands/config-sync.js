import { syncBuiltin } from "../rooms/config.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { checkFetchedCopy, chooseTemplate, readManifest, refuseSecrets } from "../rooms/template.js";
import { changeDetails, changeOutputs, changeSummary, copyDrift, copyWarnings, ownConfigFiles, rowLimitsOf } from "../rooms/commands.js";
import { acceptedSecretsOf, copiesIn, staleLines } from "../rooms/commands-with-template.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/config-sync/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { settings } = project;
	const manifest = readManifest(project.path(settings.manifest), settings.manifest);
	const templateOf = (runtime) => {
		const choice = chooseTemplate(manifest, { runtime });
		return choice.kind === "template" ? choice.entry.name : void 0;
	};
	const named = (file) => ({
		name: file,
		path: project.path(file)
	});
	const templatesDir = templatesOf(context, project, options.templates);
	const names = manifest.workspaceTemplates.map(({ name }) => name);
	const findings = (templatesDir === void 0 ? [] : copiesIn(project, templatesDir, names)).flatMap(checkFetchedCopy);
	const drift = copyDrift(context, project, {
		check: "sync",
		findings,
		undone: "nothing was synced"
	});
	if (drift) return drift;
	const accepted = await acceptedSecretsOf(context, project);
	await refuseSecrets(ownConfigFiles(project), {
		owner: "this repository",
		accepted
	});
	await using database = await openConfigDatabase(context, project, options.database);
	const { changes, agents, retired, failed } = await syncBuiltin({
		database,
		files: {
			agents: named(settings.agents),
			mcpServers: named(settings.builtin.mcpServers),
			marketplaces: named(settings.builtin.marketplaces)
		},
		...templatesDir === void 0 ? {} : { templatesDir },
		templateOf,
		limits: rowLimitsOf(settings)
	});
	return {
		outputs: {
			changes: changes.length,
			agents: [...agents],
			retired: [...retired],
			rows: changeOutputs(changes)
		},
		changed: changes.length > 0,
		faults: failed.map(({ type, fault }) => keptBack(type, fault)),
		details: changeDetails(changes, changes.length),
		account: [
			changeSummary(changes.length, agents),
			...copyWarnings(findings),
			...staleLines(accepted, [void 0]),
			...templatesDir === void 0 ? ["no fetched templates, so prompts and skills stay as they are: identikit fetch brings them"] : [],
			...retired.map((name) => `switched off, since rows of operators still name it: ${name}`)
		]
	};
}
function keptBack(type, fault) {
	const { code, message, remedy } = fault;
	const problem = `${message}; prompt and skills of the type ${type} stay as they were`;
	return new IdentikitError(code, problem, {
		remedy,
		cause: fault
	});
}
function templatesOf(context, project, named) {
	if (named !== void 0) return resolve(context.cwd, named);
	const usual = project.path(project.settings.templates);
	return existsSync(usual) ? usual : void 0;
}
export { run };
