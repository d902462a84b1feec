import { declareOptions, defineCommand, dryRunOption, flag, list, networkOptions, positional, rootOption, templateLogin, text } from "./faces.js";
// src/commands/fetch/fetch.ts
const options = declareOptions(() => ({
	name: positional(list("NAME", "Templates of the manifest, by name; every one of them if none is named.")),
	all: flag("Every workspace template of the manifest."),
	into: text("DIR", "Each template is laid into DIR/<name>/; the settings' template directory if left out."),
	locked: flag("Take only what identikit.lock says, and refuse anything else."),
	prune: flag("Remove files that no fetch wrote from the templates' directories."),
	updateLock: flag("Write what moved to identikit.lock, and say what did."),
	source: list("NAME=PATH_OR_URL", "Take a template from another place than the manifest says."),
	strict: flag("Make a path that the policy leaves out an error."),
	...networkOptions(),
	...dryRunOption(),
	...rootOption()
}));
const fetch = defineCommand({
	name: "fetch",
	summary: "Bring templates' assets from their repositories into a directory.",
	example: "identikit fetch --all --into .tenant-bundle-deps/workspace-configs-templates",
	options,
	body: () => import("../commands/fetch.js")
});
// src/actions/fetch-template.ts
const action = {
	name: "fetch-template",
	description: "Bring templates' assets from their repositories into the workspace, checked and pinned.",
	command: fetch,
	around: [templateLogin],
	outputs: {
		path: "Where the assets lie: the template's directory, or the directory above several.",
		commit: "The commit of a single template; empty for a plain directory.",
		"tree-digest": "The digest of a single template's assets.",
		files: "How many assets a single template has."
	}
};
export { action, fetch };
