import { bundleSigner, choice, count, databaseOption, defineCommand, openProject, outputPath, requiredOutputFile, rootOption, signOption } from "./faces.js";
import { object } from "../vendor/zod.js";
import { storing } from "./actions-with-crypto.js";
import { temporaryFile } from "./actions.js";
// src/commands/config-export/config-export.ts
const configExport = defineCommand({
	name: "config export",
	summary: "Write the config database as one canonical file: the same rows give the same bytes.",
	example: "identikit config export --to config.bundle",
	options: object({
		to: requiredOutputFile("The bundle to write, mode 0600; - is standard output."),
		secrets: choice(["omit", "sealed"], "omit", "Leave secrets out, or take their ciphertexts along."),
		...signOption,
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { exportBundle } = await import("../rooms/config.js");
		const { makeOutput } = await import("../rooms/tree.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const project = await openProject(context.cwd, options.root);
		const bundle = outputPath(context, options.to);
		await using database = await openConfigDatabase(context, project, options.database);
		const signer = await bundleSigner(context, project, options.signKey);
		const { digest, rows, tables, signature } = await makeOutput(bundle, (file) => exportBundle({
			database,
			file,
			secrets: options.secrets,
			signer
		}));
		return {
			outputs: {
				bundle,
				digest,
				rows,
				tables: { ...tables },
				secrets: options.secrets,
				signedBy: signature?.keyId ?? null
			},
			account: [`exported ${count(rows, "row")} to ${bundle}`, `digest ${digest}${signature ? `, signed with key ${signature.keyId}` : ""}`]
		};
	}
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
