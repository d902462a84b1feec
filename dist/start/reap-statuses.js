import { declareOptions, defineCommand, hostTokenInput, option, reportOptions, temporaryFile, text } from "./faces.js";
import { _default, _minLength, _regex, array, string } from "../vendor/faces.js";
// src/actions/reap-statuses.ts
const options = declareOptions(() => ({
	after: option(_default(string().check(_regex(/^[1-9]\d{0,4}$/, "must be a number of minutes")), "120"), {
		kind: "text",
		value: "MINUTES",
		description: "How long a status may be pending."
	}),
	context: option(_default(array(string().check(_minLength(1))), ["identikit/*"]), {
		kind: "list",
		value: "NAME",
		description: "Statuses that are looked at; * stands for any part of a name."
	}),
	except: option(_default(array(string().check(_minLength(1))), ["identikit/change/all-required"]), {
		kind: "list",
		value: "NAME",
		description: "Statuses that wait for others, and are left alone."
	}),
	branch: text("NAME", "A branch whose newest commit is looked at, too; the run's own if left out."),
	...reportOptions()
}));
const action = {
	name: "reap-statuses",
	description: "End statuses that are pending although their run is over: they become errors, which can be seen.",
	command: defineCommand({
		name: "reap-statuses",
		summary: "End the pending statuses of runs that are over",
		example: "only as an action",
		options,
		body: () => import("../actions/reap-statuses.js")
	}),
	around: [hostTokenInput],
	runnerDefaults: (env) => ({ report: temporaryFile(env, "reap-statuses.json") }),
	outputs: {
		result: "`clean`, `drift` (a status could not be ended) or `unverified`.",
		reaped: "How many statuses were ended.",
		report: "The path of the report, as JSON."
	}
};
export { action };
