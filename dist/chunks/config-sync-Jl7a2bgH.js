import { O as openProject, S as text, c as defineJob, f as databaseOption, m as rootOption } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { n as changeOutputs, r as changeSummary, t as changeDetails } from "./change-account-DM1Jh4Kk.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
const configSync = defineJob({
	name: "config sync",
	summary: "Bring agent types, agents and the builtin scope to what the repository's files and templates say.",
	example: "identikit config sync --templates .tenant-bundle-deps/workspace-configs-templates",
	options: object({
		templates: text("DIR", "Fetched templates, one directory each; the settings' directory, where it is, if left out."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { syncBuiltin } = await import("./sync-D1LSiJI-.js"), { readManifest } = await import("./manifest-BJ-laDeI.js"), { chooseTemplate } = await import("./template-of-Bi6N5qh6.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), project = await openProject(context.cwd, options.root), { settings } = project, manifest = readManifest(project.path(settings.manifest), settings.manifest), named = (file) => ({
			name: file,
			path: project.path(file)
		}), templatesDir = templatesOf(context, project, options.templates);
		await using database = await openConfigDatabase(context, project, options.database);
		let { changes, agents, retired } = await syncBuiltin({
			database,
			files: {
				agents: named(settings.agents),
				mcpServers: named(settings.builtin.mcpServers),
				marketplaces: named(settings.builtin.marketplaces)
			},
			...templatesDir === void 0 ? {} : { templatesDir },
			templateOf: (runtime) => {
				let choice = chooseTemplate(manifest, { runtime });
				return choice.kind === "template" ? choice.entry.name : void 0;
			}
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
				...templatesDir === void 0 ? ["no fetched templates, so prompts and skills stay as they are: identikit fetch brings them"] : [],
				...retired.map((name) => `switched off, since rows of operators still name it: ${name}`)
			]
		};
	}
});
function templatesOf(context, project, named) {
	if (named !== void 0) return resolve(context.cwd, named);
	let usual = project.path(project.settings.templates);
	return existsSync(usual) ? usual : void 0;
}
export { configSync as t };
