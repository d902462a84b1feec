import { exportAudit } from "../rooms/agents.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/audit-export/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	return {
		outputs: { lines: await exportAudit(database, context.writeOutput) },
		account: [],
		printed: true
	};
}
export { run };
