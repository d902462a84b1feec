import { changeDetails, changeOutputs, changeSummary, copyDrift, copyWarnings, databaseOption, defineCommand, openProject, rootOption, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/config-sync/config-sync.ts
const configSync = defineCommand({
	name: "config sync",
	summary: "Bring agent types, agents and the builtin scope to what the repository's files and templates say.",
	example: "identikit config sync --templates .tenant-bundle-deps/workspace-configs-templates",
	options: object({
		templates: text("DIR", "Fetched templates, one directory each; the settings' directory, where it is, if left out."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { syncBuiltin } = await import("../rooms/config.js");
		const { readManifest } = await import("../rooms/template.js");
		const { chooseTemplate } = await import("../rooms/template.js");
		const { copiesIn } = await import("../rooms/commands.js");
		const { checkFetchedCopy } = await import("../rooms/template.js");
		const { openConfigDatabase } = await import("./identikit.js");
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
		const findings = (templatesDir === void 0 ? [] : await copiesIn(project, templatesDir, names)).flatMap(checkFetchedCopy);
		const drift = copyDrift(context, project, {
			check: "sync",
			findings,
			undone: "nothing was synced"
		});
		if (drift) return drift;
		await using database = await openConfigDatabase(context, project, options.database);
		const { changes, agents, retired } = await syncBuiltin({
			database,
			files: {
				agents: named(settings.agents),
				mcpServers: named(settings.builtin.mcpServers),
				marketplaces: named(settings.builtin.marketplaces)
			},
			...templatesDir === void 0 ? {} : { templatesDir },
			templateOf
		});
		return {
			outputs: {
				changes: changes.length,
				agents: [...agents],
				retired: [...retired],
				rows: changeOutputs(changes)
			},
			changed: changes.length > 0,
			details: changeDetails(changes, changes.length),
			account: [
				changeSummary(changes.length, agents),
				...copyWarnings(findings),
				...templatesDir === void 0 ? ["no fetched templates, so prompts and skills stay as they are: identikit fetch brings them"] : [],
				...retired.map((name) => `switched off, since rows of operators still name it: ${name}`)
			]
		};
	}
});
function templatesOf(context, project, named) {
	if (named !== void 0) return resolve(context.cwd, named);
	const usual = project.path(project.settings.templates);
	return existsSync(usual) ? usual : void 0;
}
// src/actions/sync-config.ts
const action = {
	name: "sync-config",
	description: "Bring agent types, agents and the builtin scope of the config database to what the repository says.",
	command: configSync,
	outputs: {
		changes: "How many rows were created, changed or deleted.",
		agents: "The agents that are to be rendered for it, as a JSON list."
	}
};
export { action, configSync };
