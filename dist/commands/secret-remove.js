import { withdrawSecret } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/secret-remove/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { name, force, dryRun } = options;
	await using database = await openConfigDatabase(context, project, options.database);
	const { rows, agents } = await withdrawSecret(database, name, {
		force,
		dryRun
	});
	return {
		outputs: {
			name,
			rows: [...rows],
			agents: [...agents],
			dryRun
		},
		changed: !dryRun,
		account: [`${dryRun ? "would remove" : "removed"} ${name}`, ...rows.length > 0 ? [`${count(rows.length, "row")} still name it: ${rows.join(", ")}`] : []]
	};
}
export { run };
