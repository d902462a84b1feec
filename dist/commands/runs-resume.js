import { runActionResult } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
// src/commands/runs-resume/body.ts
async function run(context, options) {
	return await runActionResult(context, options, {
		action: "resume",
		text: options.message
	});
}
export { run };
