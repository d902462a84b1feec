import { EnvDirectories } from "./env.js";
import { lookIfSettled } from "./env-with-config-diff-smol-toml.js";
import { parentPort, workerData } from "node:worker_threads";
// src/env/settled-program.ts
if (parentPort) {
	const port = parentPort;
	const { envRoot, ledgerKeys, since } = workerData;
	const place = EnvDirectories.find(envRoot);
	const known = new Map();
	port.on("message", ({ told, forget, asked }) => {
		if (forget) known.clear();
		for (const [number, expected] of told) known.set(number, expected);
		const answers = asked.map(({ agent, expected: number, digest }) => {
			const expected = known.get(number);
			return expected && place && lookAt({
				agent,
				expected,
				digest
			}, {
				place,
				ledgerKeys,
				since
			});
		});
		port.postMessage(answers);
	});
	port.postMessage("up");
}
function lookAt(...asked) {
	try {
		return lookIfSettled(...asked);
	} catch {
		return;
	}
}
export {};
