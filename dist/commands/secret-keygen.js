import { Keyring, writeKeyFile } from "../rooms/secret.js";
import { resolve } from "node:path";
// src/commands/secret-keygen/body.ts
async function run(context, options) {
	const { id = `key-${context.clock.now().toISOString().slice(0, 10)}` } = options;
	const key = Keyring.generateEntry(id);
	if (options.to === void 0) return {
		outputs: {
			id,
			key
		},
		account: [key]
	};
	const file = resolve(context.cwd, options.to);
	writeKeyFile(file, key);
	return {
		outputs: {
			id,
			file
		},
		changed: true,
		account: [`made key ${id} in ${file}`, "Put it first in IDENTIKIT_SECRET_KEYS, or name the file in IDENTIKIT_SECRET_KEYS_FILE, and run: identikit secret rotate"]
	};
}
export { run };
