import { databaseOption, declareOptions, defineCommand, dryRunOption, fetching, flag, positional, requiredText, rootOption, signatureOption, text } from "./faces.js";
// src/commands/config-import/config-import.ts
const options = declareOptions(() => ({
	file: positional(requiredText("FILE", "The bundle.")),
	plan: text("FILE", "The plan that was agreed to; refused where the bundle or the database is another by now."),
	prune: flag("Delete the rows that the bundle lacks."),
	pruneToNothing: flag("With --prune: do so even where no agent, or nothing at all, is left."),
	...signatureOption(),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const configImport = defineCommand({
	name: "config import",
	summary: "Apply a bundle to the config database in one transaction: all of it or nothing.",
	example: "identikit config import config.bundle --plan config.plan",
	options,
	body: () => import("../commands/config-import.js")
});
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
