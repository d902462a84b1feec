import { listSecrets } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/secret-list/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database);
	const secrets = await listSecrets(database);
	const account = secrets.map(({ name, version, keyId }) => `${name}  version ${version}, key ${keyId}`);
	return {
		outputs: { secrets },
		account: account.length > 0 ? account : ["no secrets"]
	};
}
export { run };
