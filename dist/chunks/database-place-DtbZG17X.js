import "./rolldown-runtime-DqgWs3Hx.js";
import { t as openDatabase } from "./database-DypAEI1d.js";
import { resolve } from "node:path";
/** Which database is meant: the one named, else `DATABASE_URL`, else the settings'. A path is made absolute. */
function databaseLocation(context, project, named) {
	let given = named ?? context.env.DATABASE_URL;
	if (given !== void 0 && given !== "") return isUrl(given) ? given : resolve(context.cwd, given);
	let { database } = project.settings;
	return isUrl(database) ? database : project.path(database);
}
/** Opens the config database of a run. */
function openConfigDatabase(context, project, named) {
	return openDatabase(databaseLocation(context, project, named), { signal: context.signal });
}
function isUrl(location) {
	return /^[a-z]+:\/\//i.test(location);
}
export { databaseLocation, openConfigDatabase };
