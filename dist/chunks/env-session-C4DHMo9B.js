import "./rolldown-runtime-DqgWs3Hx.js";
import { S as text, k as workPath } from "./foundation-QtvXJkSz.js";
import { n as openEventSinks } from "./event-sinks-Cyq0jAEY.js";
import { resolve } from "node:path";
/** Where env directories are, and how what happens to them is accounted for. */
const envOptions = {
	envRoot: text("DIR", "The env directories, DIR/<agent>/; .identikit/env if left out."),
	shard: text("I/N", "Only the I-th of N parts of the fleet, the same agents each time."),
	reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; the command's name if left out."),
	accessor: text("NAME", "Who, for the access log; GITHUB_ACTOR or USER if left out."),
	events: text("FILE", "Append events to FILE, as JSON lines; .identikit/events.jsonl if left out."),
	accessLog: text("FILE", "Write the reads of secrets to FILE as well, as JSON lines.")
};
/**
* Opens what renders share.
* @param secretsFrom where the sealed secrets are, and the log of their reads
*/
async function openEnvSession(context, project, of) {
	let { openSecretReader } = await import("./secret-reader-C1tSpBuO.js"), { DatabaseAccessLog } = await import("./secret-store-DF2TwvmE.js"), { formatAccesses, RecordingAccessLog } = await import("./access-log-DRt3nnRC.js"), { findKeyring } = await import("./keys-kUFPdPgY.js"), { ledgerKeysOf } = await import("./ledger-keys-CfNOiaFc.js"), { writeFileAtomically } = await import("./atomic-file-Dazo7Uq8.js"), { secretsFrom: database, options, job } = of, { env, clock, log, signal, cwd } = context, envRoot = options.envRoot === void 0 ? workPath(project, "env") : resolve(cwd, options.envRoot), keyring = findKeyring(context, project), ledgerKeys = ledgerKeysOf(keyring, envRoot, job === "render" ? "write" : "read"), keys = keyring ? { keyring } : { fingerprintKey: ledgerKeys[0].derive("fingerprint") }, accessLog = new RecordingAccessLog(new DatabaseAccessLog(database)), events = await openEventSinks(context, project, options.events);
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
			accessor: options.accessor ?? env.GITHUB_ACTOR ?? env.USER ?? "unknown",
			reason: options.reason ?? job,
			ledgerKeys,
			events,
			clock,
			signal
		},
		writeAccessLog: async () => {
			if (options.accessLog === void 0) return;
			let file = resolve(cwd, options.accessLog);
			return writeFileAtomically(file, formatAccesses(accessLog.recorded), { mode: 384 }), file;
		},
		[Symbol.asyncDispose]: () => events[Symbol.asyncDispose]()
	};
}
export { openEnvSession as n, envOptions as t };
