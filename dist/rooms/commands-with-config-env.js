import { DatabaseAccessLog, openSecretReader } from "./config.js";
import { ledgerKeysOf } from "./env.js";
import { RecordingAccessLog, formatAccesses } from "./secret.js";
import { writeOutput } from "./tree.js";
import { envRootOf, findKeyring, openEventSinks, outputPath } from "./commands.js";
// src/commands/places/env-session.ts
async function openEnvSession(context, project, of) {
	const { secretsFrom: database, options, command, events: use = "required" } = of;
	const { env, clock, log, signal } = context;
	const envRoot = envRootOf(context, project, options.envRoot);
	const keyring = findKeyring(context, project, of.keys);
	const ledgerKeys = ledgerKeysOf(keyring, envRoot, command === "render" && use !== "none" ? "write" : "read");
	const keys = keyring ? { keyring } : { fingerprintKey: ledgerKeys[0].derive("fingerprint") };
	const accessLog = new RecordingAccessLog(new DatabaseAccessLog(database, keyring));
	const events = await openEventSinks(context, project, options.events, use);
	return {
		settings: {
			envRoot,
			secrets: openSecretReader({
				database,
				env,
				log,
				clock,
				accessLog,
				...keys
			}),
			accessor: options.accessor ?? await context.who(),
			reason: options.reason ?? command,
			ledgerKeys,
			events,
			clock,
			signal
		},
		writeAccessLog: async () => {
			if (options.accessLog === void 0) return void 0;
			const file = outputPath(context, options.accessLog);
			writeOutput(file, formatAccesses(accessLog.recorded), { mode: 384 });
			return file;
		},
		[Symbol.asyncDispose]: () => events[Symbol.asyncDispose]()
	};
}
export { openEnvSession };
