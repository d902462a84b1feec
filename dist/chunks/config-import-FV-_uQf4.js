import { O as openProject, S as text, b as positional, c as defineJob, f as databaseOption, g as flag, m as rootOption, x as requiredText } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { n as changeOutputs, r as changeSummary, t as changeDetails } from "./change-account-DM1Jh4Kk.js";
import { resolve } from "node:path";
const configImport = defineJob({
	name: "config import",
	summary: "Apply a bundle to the config database in one transaction: all of it or nothing.",
	example: "identikit config import config.bundle --plan config.plan",
	options: object({
		file: positional(requiredText("FILE", "The bundle.")),
		plan: text("FILE", "The plan that was agreed to; refused where the bundle or the database is another by now."),
		prune: flag("Delete the rows that the bundle lacks."),
		pruneToNothing: flag("With --prune: do so even where no agent, or nothing at all, is left."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { importBundle } = await import("./import-bundle-Bd3Z9V0A.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), project = await openProject(context.cwd, options.root), plan = options.plan === void 0 ? void 0 : await readPlan(resolve(context.cwd, options.plan));
		await using database = await openConfigDatabase(context, project, options.database);
		let shown = [], { bundle, counts, agents } = await importBundle({
			database,
			file: resolve(context.cwd, options.file),
			prune: options.prune ? options.pruneToNothing ? "everything" : "missing" : "none",
			onChange: (change) => shown.length < 200 && shown.push(change),
			...plan ? { plan } : {}
		}), changes = counts.create + counts.change + counts.delete;
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
	let { parsePlan } = await import("./plan-GZ-gZjgI.js"), { readText } = await import("./text-BkPzpieF.js");
	return parsePlan(readText(file), file);
}
export { configImport as t };
