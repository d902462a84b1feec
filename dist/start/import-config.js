import { bundleVerifier, changeDetails, changeOutputs, changeSummary, databaseOption, defineCommand, flag, openProject, positional, requiredText, rootOption, signatureOption, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { fetching } from "./actions-with-crypto.js";
import { resolve } from "node:path";
// src/commands/config-import/config-import.ts
const configImport = defineCommand({
	name: "config import",
	summary: "Apply a bundle to the config database in one transaction: all of it or nothing.",
	example: "identikit config import config.bundle --plan config.plan",
	options: object({
		file: positional(requiredText("FILE", "The bundle.")),
		plan: text("FILE", "The plan that was agreed to; refused where the bundle or the database is another by now."),
		prune: flag("Delete the rows that the bundle lacks."),
		pruneToNothing: flag("With --prune: do so even where no agent, or nothing at all, is left."),
		...signatureOption,
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { importBundle } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const project = await openProject(context.cwd, options.root);
		const plan = options.plan === void 0 ? void 0 : await readPlan(resolve(context.cwd, options.plan));
		const verifier = await bundleVerifier(context, project, options.requireSignature);
		await using database = await openConfigDatabase(context, project, options.database);
		const shown = [];
		const { bundle, counts, agents } = await importBundle({
			database,
			file: resolve(context.cwd, options.file),
			prune: options.prune ? options.pruneToNothing ? "everything" : "missing" : "none",
			verifier,
			onChange: (change) => shown.length < 200 && shown.push(change),
			...plan ? { plan } : {}
		});
		const changes = counts.create + counts.change + counts.delete;
		return {
			outputs: {
				changes,
				counts: { ...counts },
				agents: [...agents],
				digest: bundle,
				rows: changeOutputs(shown)
			},
			changed: changes > 0,
			details: changeDetails(shown, changes),
			account: [changeSummary(changes, agents)]
		};
	}
});
async function readPlan(file) {
	const { parsePlan } = await import("../rooms/config.js");
	const { readText } = await import("../rooms/document.js");
	return parsePlan(readText(file), file);
}
// src/actions/import-config.ts
const action = {
	name: "import-config",
	description: "Apply a config bundle, from a path or an artifact of the run, in one transaction.",
	command: configImport,
	around: [fetching("file")],
	outputs: {
		changes: "How many rows were created, changed or deleted.",
		agents: "The agents that are to be rendered for it, as a JSON list."
	}
};
export { action, configImport };
