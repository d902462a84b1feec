import { restoreBackup } from "../rooms/config-with-kysely.js";
import { openDatabase } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { databaseLocation } from "../rooms/commands-with-config.js";
import { resolve } from "node:path";
// src/commands/restore/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const file = resolve(context.cwd, options.file);
	const { signal } = context;
	const location = databaseLocation(context, project, options.database);
	await using database = await openDatabase(location, {
		signal,
		schema: "any"
	});
	const { digest, rows } = await restoreBackup({
		database,
		file,
		replace: options.replace
	});
	return {
		outputs: {
			digest,
			rows
		},
		account: [`restored ${count(rows, "row")} from ${file} into ${database.name}`, "env directories may be newer than the backup: run identikit render to bring them back in line"],
		changed: true
	};
}
export { run };
