import "./rolldown-runtime-DqgWs3Hx.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
/** The name of the settings file at a repository's root. */
const settingsFile = "identikit.yaml";
/** What holds where nothing is settled. */
async function defaultSettings() {
	let { settingsSchema } = await import("./settings-schema-ZwP5XQFZ.js");
	return settingsSchema.parse({});
}
/**
* The settings of a repository; the defaults where it has no settings file. The YAML reader is loaded only where there
* is something to read.
* @throws {IdentikitError} `SETTINGS_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
*/
async function loadSettings(root) {
	let file = join(root, settingsFile);
	if (!existsSync(file)) return defaultSettings();
	let { settingsSchema } = await import("./settings-schema-ZwP5XQFZ.js"), { checkDocument } = await import("./check-BjkTUP6N.js"), { readYamlDocument } = await import("./yaml-y8M7hGWD.js"), document = readYamlDocument(file, settingsFile);
	return checkDocument({
		...document,
		value: document.value ?? {}
	}, settingsSchema, "SETTINGS_INVALID");
}
export { loadSettings as n, settingsFile as r, defaultSettings as t };
