import { explainAgent, loadRows } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { outputMembers } from "../start/faces.js";
// src/commands/config-show/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database);
	const explanation = explainAgent(await loadRows(database, [options.agent]), options.agent);
	return {
		outputs: outputMembers(explanation),
		account: accountOf(explanation)
	};
}
const groups = [
	"plugins",
	"marketplaces",
	"mcpServers",
	"systemPrompt",
	"skills"
];
function accountOf(explanation) {
	const { name, type, runtime, typeConfig } = explanation;
	return [
		`${name}: type ${type}, runtime ${runtime}`,
		...groups.flatMap((group) => explanation[group].map((entry) => `  ${group} ${entryLine(entry)}`)),
		...typeConfig.map(({ key }) => `  typeConfig ${key}`)
	];
}
function entryLine(entry) {
	const verb = entry.enabled ? "from" : "taken away by";
	const lost = entry.overrides.length > 0 ? `, over ${entry.overrides.map(placeOf).join(", ")}` : "";
	return `${entry.key}  ${verb} ${placeOf(entry)}${lost}`;
}
function placeOf({ scope, of }) {
	return of === null ? scope : `${scope} ${of}`;
}
export { run };
