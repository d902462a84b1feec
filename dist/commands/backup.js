import { backupDatabase } from "../rooms/config-with-sqlite.js";
import { openProject } from "../rooms/project.js";
import { refusePrecious } from "../rooms/secret.js";
import { count } from "../rooms/commands.js";
import { databaseLocation, openConfigDatabase } from "../rooms/commands-with-config.js";
import { resolve } from "node:path";
// src/commands/backup/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const file = resolve(context.cwd, options.to);
	refusePrecious(file);
	await using database = await openConfigDatabase(context, project, options.database);
	const location = databaseLocation(context, project, options.database);
	const { digest, rows, tables } = await backupDatabase(database, location, file);
	return {
		outputs: {
			backup: file,
			digest,
			rows,
			tables: { ...tables }
		},
		account: [`backed up ${count(rows, "row")} of ${database.name} to ${file}`, `digest ${digest}`]
	};
}
export { run };
