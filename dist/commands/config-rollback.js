import { rollBack } from "../rooms/config.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { changeDetails, changeOutputs, changeSummary } from "../rooms/commands-with-diff.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/config-rollback/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const point = pointOf(options.point);
	await using database = await openConfigDatabase(context, project, options.database);
	const { dryRun } = options;
	const shown = [];
	const onChange = (change) => {
		if (shown.length < 200) shown.push(change);
	};
	const { entry, changes, agents, secrets } = await rollBack(database, point, {
		dryRun,
		onChange
	});
	const isBuiltin = shown.some(({ table, key }) => /^agent(_type)?$/.test(table) || key.startsWith("builtin"));
	return {
		outputs: {
			entry,
			changes,
			agents: [...agents],
			rows: changeOutputs(shown),
			keptSecrets: [...secrets],
			dryRun
		},
		changed: changes > 0 && !dryRun,
		details: changeDetails(shown, changes, true),
		account: [
			`to entry ${entry}: ${changeSummary(changes, {
				agents,
				dryRun
			})}`,
			...secrets.map((name) => `secret ${name} stays as it is: earlier values are not kept; set it again with identikit secret set`),
			...isBuiltin ? ["rows of the builtin scope, types and agents follow the repository again with the next config sync"] : []
		]
	};
}
function pointOf(given) {
	if (/^\d{1,15}$/.test(given)) return {
		kind: "entry",
		entry: Number(given)
	};
	const time = new Date(given);
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given) && !Number.isNaN(time.getTime())) return {
		kind: "time",
		time
	};
	throw new IdentikitError("USAGE", `${JSON.stringify(given)} is neither an entry of the history nor a time`, { remedy: "Give a number of identikit config history, or a time with its zone: 2026-07-01T09:30:00Z." });
}
export { run };
