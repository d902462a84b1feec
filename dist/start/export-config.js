import { choice, databaseOption, declareOptions, defineCommand, requiredOutputFile, rootOption, signOption, storing, temporaryFile } from "./faces.js";
// src/commands/config-export/config-export.ts
const options = declareOptions(() => ({
	to: requiredOutputFile("The bundle to write, mode 0600; - is standard output."),
	secrets: choice(["omit", "sealed"], "omit", "Leave secrets out, or take their ciphertexts along."),
	...signOption(),
	...rootOption(),
	...databaseOption()
}));
const configExport = defineCommand({
	name: "config export",
	summary: "Write the config database as one canonical file: the same rows give the same bytes.",
	example: "identikit config export --to config.bundle",
	options,
	body: () => import("../commands/config-export.js")
});
// src/actions/export-config.ts
const action = {
	name: "export-config",
	description: "Write the config database as one canonical bundle and store it as an artifact of the run.",
	command: configExport,
	around: [storing("bundle")],
	runnerDefaults: (env) => ({ to: temporaryFile(env, "config.bundle") }),
	outputs: {
		bundle: "The path of the bundle.",
		digest: "The digest of the whole bundle: equal rows, equal digest.",
		"artifact-id": "The id of the artifact.",
		"artifact-digest": "The digest of the bundle's file; what a later job checks the artifact against."
	}
};
export { action, configExport };
