import { readHistory } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { changeDetails } from "../rooms/commands-with-diff.js";
import { count } from "../rooms/commands.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { asOutput } from "../start/faces.js";
// src/commands/config-history/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	const entries = await readHistory(database, options);
	return {
		outputs: { entries: asOutput(entries) },
		account: entries.length === 0 ? ["the history has no such change"] : entries.flatMap((entry) => [headingOf(entry), ...changeDetails(entry.changes, entry.total, true).map((line) => `  ${line}`)])
	};
}
function headingOf({ entry, time, who, role, command, origin, total }) {
	const hand = role === "" ? "somebody with SQL" : `role ${role} with SQL`;
	return `${entry}  ${time}  ${who === "" && command === "" ? hand : `${who || "somebody"} with ${command || "the library"}`}${origin === "" ? "" : `, from ${origin}`}: ${count(total, "change")}`;
}
export { run };
