import { outboxFiles, serveOutbox } from "../rooms/adapters.js";
import { outboxTools } from "../rooms/adapters-with-agents.js";
import { version } from "../start/first.js";
import { resolve } from "node:path";
// src/commands/outbox/body.ts
async function run({ cwd, openInput, writeOutput, signal }, { file, answers, ask, closed }) {
	await serveOutbox({
		tools: outboxTools(),
		files: outboxFiles(resolve(cwd, file), resolve(cwd, answers)),
		rules: {
			asked: ask,
			closed
		},
		version,
		input: openInput(),
		write: (line) => void writeOutput(line),
		signal
	});
	return {
		outputs: {},
		account: [],
		printed: true
	};
}
export { run };
