import { rotateSecrets } from "../rooms/config.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { count, findKeyring } from "../rooms/commands.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
// src/commands/secret-rotate/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const keyring = findKeyring(context, project);
	if (!keyring) throw noKeys();
	await using database = await openConfigDatabase(context, project, options.database);
	const { rotated, current } = await rotateSecrets(database, keyring);
	return {
		outputs: {
			rotated: [...rotated],
			current,
			keyId: keyring.sealingKeyId
		},
		account: [`${count(rotated.length, "secret")} sealed again under ${keyring.sealingKeyId}, ${current} already were`]
	};
}
function noKeys() {
	return new IdentikitError("KEYRING_INVALID", "there are no secret keys to rotate to", { remedy: "Set IDENTIKIT_SECRET_KEYS=new:base64,old:base64; the first one seals." });
}
export { run };
