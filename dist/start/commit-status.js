import { declareOptions, defineCommand, option, statusInputs, text } from "./faces.js";
import { _enum } from "../vendor/faces.js";
// src/actions/commit-status/states.ts
const states = {
	clean: "success",
	drift: "failure",
	unverified: "error",
	success: "success",
	failure: "failure",
	error: "error",
	pending: "pending",
	cancelled: "error",
	skipped: "error"
};
// src/actions/commit-status.ts
const options = declareOptions(() => ({
	result: option(_enum(Object.keys(states)), {
		kind: "text",
		value: Object.keys(states).join("|"),
		description: `What came of the other step or job: ${Object.keys(states).join(", ")}.`,
		expression: "${{ job.status }}"
	}),
	context: text("NAME", "The status's name; `identikit/` and the job's id if left out."),
	description: text("TEXT", "One line beside the status; the result if left out."),
	targetUrl: text("URL", "Where the status leads; the page of this run if left out."),
	...statusInputs()
}));
const action = {
	name: "commit-status",
	description: "Sets a commit status from another step's result, on GitHub and Gitea alike.",
	command: defineCommand({
		name: "commit-status",
		summary: "Set a commit status from another step's result",
		example: "only as an action",
		options,
		body: () => import("../actions/commit-status.js")
	}),
	outputs: {
		state: "The state that was set: success, failure, error or pending.",
		written: "Whether the token was allowed to set it."
	}
};
export { action, states };
