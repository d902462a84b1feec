import { personRequest } from "../rooms/agents.js";
import { IdentikitError } from "../start/faces.js";
import { runActionResult } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
// src/commands/runs-write-back/body.ts
async function run(context, options) {
	const text = options.request ?? Buffer.from(await context.readInput()).toString("utf8");
	const read = personRequest(parsed(text));
	if ("problem" in read) throw new IdentikitError("USAGE", `the request: ${read.problem}`, { remedy: "Write one JSON object as an outbox has it; docs/explanation/agent-runs.md shows each kind." });
	return await runActionResult(context, options, {
		action: "write-back",
		request: read.request
	});
}
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new IdentikitError("USAGE", "the request is not JSON", {
			remedy: "Write one JSON object, such as {\"type\":\"comment\",\"body\":\"Done.\"}.",
			cause
		});
	}
}
export { run };
