import { choice, databaseOption, defineCommand, envOptions, flag, list, rootOption } from "./faces.js";
import { object } from "../vendor/zod.js";
import { temporaryFile } from "./actions.js";
// src/commands/render/render.ts
const options = object({
	agent: list("NAME", "An agent to render."),
	all: flag("Render every agent; so it is, too, where neither agents are named nor --queued is given."),
	queued: flag("Render the agents that are due in the render queue, beside any number of other workers. An agent that failed is left alone for 1, 2, 4, … 60 minutes unless it is written to; while one is, the exit code is 1."),
	retryNow: flag("With --queued: try agents again now that are left alone because they failed."),
	...envOptions,
	onMissingSecret: choice(["fail", "skip"], "fail", "A missing secret fails the command, or its agent is reported and skipped with its old files left whole."),
	...rootOption,
	...databaseOption
});
const render = defineCommand({
	name: "render",
	summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
	example: "identikit render --all --env-root /srv/agents",
	options,
	body: () => import("../commands/render.js")
});
// src/actions/render-env.ts
const action = {
	name: "render-env",
	description: "Bring agents' env directories to what the config says, every secret read accounted for.",
	command: render,
	runnerDefaults: (env) => ({ accessLog: temporaryFile(env, "secret-access.jsonl") }),
	outputs: {
		path: "The directory of the env directories.",
		rendered: "How many agents were rendered.",
		unchanged: "How many agents were as they should be already.",
		skipped: "How many agents were left as they were, since a secret is missing.",
		"access-log": "The path of the reads of secrets, as JSON lines."
	}
};
export { action, render };
