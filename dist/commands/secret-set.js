import { setSecret } from "../rooms/config.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { findOrMakeKeyring } from "../rooms/commands.js";
// src/commands/secret-set/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const value = secretText(await context.readInput());
	context.log.mask(value);
	const keyring = findOrMakeKeyring(context, project);
	await using database = await openConfigDatabase(context, project, options.database);
	const { version, changed } = await setSecret(database, keyring, options.name, value);
	return {
		outputs: {
			name: options.name,
			version,
			changed
		},
		account: [changed ? `sealed ${options.name} under key ${keyring.sealingKeyId}` : `${options.name} has this value already`]
	};
}
/** The bytes as text, without the one line end that `echo` and editors put behind a value. */
function secretText(bytes) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes).replace(/\r?\n$/, "");
	} catch (cause) {
		throw new IdentikitError("SECRET_INVALID", "the value on standard input is not UTF-8 text", {
			remedy: "Encode binary values, for instance with base64.",
			cause
		});
	}
}
export { run };
