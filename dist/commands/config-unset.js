import { unsetRow } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { editResult } from "../rooms/commands-with-diff.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { rowAddress } from "../rooms/commands.js";
// src/commands/config-unset/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const address = rowAddress(options);
	await using database = await openConfigDatabase(context, project, options.database);
	const { dryRun } = options;
	return editResult(await unsetRow(database, address, { dryRun }), dryRun);
}
export { run };
