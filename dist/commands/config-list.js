import { listRows } from "../rooms/config.js";
import { asOutput, shortened } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { editableTables } from "../start/identikit.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/config-list/body.ts
const valueLength = 120;
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	const { table, scope, ref, key, limit } = options;
	const { rows, total } = await listRows(database, {
		tables: table === void 0 ? editableTables : [table],
		scope,
		reference: ref,
		key,
		limit
	});
	const more = total - rows.length;
	return {
		outputs: {
			rows: asOutput(rows),
			total
		},
		account: [...rows.map(rowLine), more > 0 ? `and ${more} more; --limit shows them` : count(total, "row")]
	};
}
function rowLine({ table, name, enabled, value }) {
	return `${table} ${name}  ${enabled ? shortened(JSON.stringify(value), valueLength) : "taken away"}`;
}
export { run };
