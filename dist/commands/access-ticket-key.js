import { publicTicketKey, ticketKeysOf } from "../rooms/agents.js";
import { openProject } from "../rooms/project.js";
import { writeOutput } from "../rooms/tree.js";
import { keySource, outputPath } from "../rooms/commands.js";
// src/commands/access-ticket-key/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const keys = ticketKeysOf(keySource(context, project).take()).map(publicTicketKey);
	const text = keys.join("");
	if (options.to === void 0) return {
		outputs: { keys },
		account: [],
		document: text
	};
	const file = outputPath(context, options.to);
	writeOutput(file, text, { mode: 420 });
	return {
		outputs: {
			keys,
			file
		},
		changed: true,
		account: [`wrote ${file}: ${keys.length} public keys of tickets`]
	};
}
export { run };
