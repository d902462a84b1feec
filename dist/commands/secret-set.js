import { setSecret } from "../rooms/config.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { checkSecretName } from "../rooms/secret.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { keySource } from "../rooms/commands.js";
// src/commands/secret-set/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database);
	checkSecretName(options.name);
	const value = await context.askHidden(`Value of ${options.name} (not shown): `) ?? secretText(await context.readInput());
	context.log.mask(value);
	const { version, changed, keyId } = await setSecret(database, keySource(context, project), options.name, value);
	return {
		outputs: {
			name: options.name,
			version,
			changed
		},
		changed,
		account: [changed ? `sealed ${options.name} under key ${keyId}` : `${options.name} has this value already`]
	};
}
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
