import { databaseOption, declareOptions, defineCommand, dryRunOption, flag, rootOption, text } from "./faces.js";
// src/commands/config-sync/config-sync.ts
const options = declareOptions(() => ({
	templates: text("DIR", "Fetched templates, one directory each; the settings' directory, where it is, if left out."),
	...dryRunOption(),
	strict: flag("Make an agent without a prompt, or with one that lost parts, an error."),
	...rootOption(),
	...databaseOption()
}));
const configSync = defineCommand({
	name: "config sync",
	summary: "Bring agent types, agents, the builtin scope and the objects of the agent platform to what the repository's files and templates say.",
	example: "identikit config sync --templates .tenant-bundle-deps/workspace-configs-templates",
	options,
	body: () => import("../commands/config-sync.js")
});
// src/actions/sync-config.ts
const action = {
	name: "sync-config",
	description: "Bring agent types, agents and the builtin scope of the config database to what the repository says.",
	command: configSync,
	outputs: {
		changes: "How many rows were created, changed or deleted.",
		agents: "The agents that are to be rendered for it, as a JSON list.",
		"object-changes": "How many objects of the agent platform were created, changed or deleted.",
		objects: "Those objects with the fields that changed, as a JSON list."
	}
};
export { action, configSync };
