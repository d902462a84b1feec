import { setRow, skillValue } from "../rooms/config.js";
import { openProject } from "../rooms/project.js";
import { editResult } from "../rooms/commands-with-diff.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { rowAddress } from "../rooms/commands.js";
import { decodeText, parseJson, readText } from "../rooms/document.js";
import { IdentikitError } from "../start/faces.js";
import { credentialIn } from "../rooms/secret.js";
import { readDirectory } from "../rooms/tree.js";
import { resolve } from "node:path";
import { statSync } from "node:fs";
// src/commands/config-set/row-content.ts
async function rowContent(context, options) {
	const { table, value, file, off } = options;
	if (Number(off) + Number(value !== void 0) + Number(file !== void 0) > 1) throw oneValue();
	if (off) return { kind: "off" };
	const json = await jsonOf(context, options);
	const found = options.literal || table === "skill" ? void 0 : credentialIn(JSON.parse(json));
	if (found !== void 0) throw secretInRow(table, options.key, found);
	return {
		kind: "value",
		json
	};
}
async function jsonOf(context, options) {
	const { table, value, file } = options;
	if (value === void 0 && file === void 0) {
		if (table === "plugin_binding") return "true";
		throw oneValue();
	}
	const path = file === void 0 || file === "-" ? void 0 : resolve(context.cwd, file);
	if (table === "skill" && path !== void 0 && isDirectory(path)) return skillValue(readDirectory(path));
	const name = value === void 0 ? path ?? "standard input" : "VALUE";
	const text = value ?? (path === void 0 ? decodeText(await context.readInput(), name) : readText(path, name));
	if (table === "system_prompt" || table === "client_file") return JSON.stringify(text);
	parseJson(text, name);
	return onOneLine(text);
}
function onOneLine(json) {
	return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string) => string ?? "");
}
function isDirectory(path) {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
function oneValue() {
	return new IdentikitError("USAGE", "one value is needed: VALUE, --file or --off", { remedy: "Give exactly one of them; --file - reads standard input." });
}
function secretInRow(table, key, where) {
	return new IdentikitError("SECRET_IN_ROW", `${table} ${key}: ${where} holds what looks like a credential`, { remedy: "Seal it with identikit secret set NAME and write ${SECRET:NAME} in its place; if it is not a secret, say --literal." });
}
// src/commands/config-set/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const address = rowAddress(options);
	const content = await rowContent(context, options);
	await using database = await openConfigDatabase(context, project, options.database);
	const { dryRun } = options;
	return editResult(await setRow(database, address, content, { dryRun }), dryRun);
}
export { run };
