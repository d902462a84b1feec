import { C as count, O as openProject, c as defineJob, f as databaseOption, h as choice, m as rootOption, x as requiredText } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { resolve } from "node:path";
const configExport = defineJob({
	name: "config export",
	summary: "Write the config database as one canonical file: the same rows give the same bytes.",
	example: "identikit config export --to config.bundle",
	options: object({
		to: requiredText("FILE", "The bundle to write, mode 0600."),
		secrets: choice(["omit", "sealed"], "omit", "Leave secrets out, or take their ciphertexts along."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { exportBundle } = await import("./export-bundle-s4BHeZqQ.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), project = await openProject(context.cwd, options.root), bundle = resolve(context.cwd, options.to);
		await using database = await openConfigDatabase(context, project, options.database);
		let { digest, rows, tables } = await exportBundle({
			database,
			file: bundle,
			secrets: options.secrets
		});
		return {
			outputs: {
				bundle,
				digest,
				rows,
				tables: { ...tables },
				secrets: options.secrets
			},
			account: [`exported ${count(rows, "row")} to ${bundle}`, `digest ${digest}`]
		};
	}
});
export { configExport as t };
