import { declareOptions, defineCommand, flag, hostTokenInput, option, reportOptions, rootOption, temporaryFile, text } from "./faces.js";
import { _default, _regex, string } from "../vendor/faces.js";
// src/actions/audit-merges.ts
const options = declareOptions(() => ({
	branch: text("NAME", "The branch whose merges are judged; the run's own if left out."),
	days: option(_default(string().check(_regex(/^[1-9]\d{0,2}$/, "must be a number of days")), "7"), {
		kind: "text",
		value: "DAYS",
		description: "How far back merges are judged."
	}),
	issue: flag("Keep one issue with what was found up to date."),
	...reportOptions(),
	...rootOption()
}));
const action = {
	name: "audit-merges",
	description: "Judge every merge again by the rules that its base branch had, and name what went around them.",
	command: defineCommand({
		name: "audit-merges",
		summary: "Judge again what was merged",
		example: "only as an action",
		options,
		body: () => import("../actions/audit-merges.js")
	}),
	around: [hostTokenInput],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "audit-merges.json"),
		sarif: temporaryFile(env, "audit-merges.sarif")
	}),
	outputs: {
		result: "`clean`, `drift` (a merge went around a rule) or `unverified`.",
		findings: "How many findings there are.",
		merges: "How many pull requests were judged.",
		report: "The path of the report, as JSON.",
		sarif: "The path of the report, as SARIF 2.1.0."
	}
};
export { action };
