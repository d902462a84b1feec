import { exportBundle } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { makeOutput } from "../rooms/tree.js";
import { count, outputPath } from "../rooms/commands.js";
import { bundleSigner, openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/config-export/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const bundle = outputPath(context, options.to);
	await using database = await openConfigDatabase(context, project, options.database, "read");
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
export { run };
