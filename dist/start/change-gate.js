import { declareOptions, defineAround, defineCommand, hostTokenInput, list, option, printedReportOptions, rootOption, temporaryFile, text } from "./faces.js";
import { _default, boolean } from "../vendor/faces.js";
// src/commands/changes/changes.ts
const options = declareOptions(() => ({
	base: text("REF", "What the change is held against, and whose rules hold; the branch that the pull request goes to if left out."),
	head: text("REF", "The commit that is judged; the head of the pull request if left out."),
	event: text("FILE", "The payload of a CI event; that of the job if left out."),
	pullRequest: text("NUMBER", "The pull request; that of the event, or the one with this head, if left out."),
	repository: text("OWNER/NAME", "The repository on the CI host; GITHUB_REPOSITORY if left out."),
	rule: list("NAME", "Rules to judge by; all that are in force if left out."),
	...printedReportOptions(),
	...rootOption()
}));
const changes = defineCommand({
	name: "changes",
	summary: "Hold a pull request's diff, reviews, text and checks against the rules of its base branch.",
	example: "identikit changes --base main --head HEAD --rule forbidden-env",
	options,
	body: () => import("../commands/changes.js")
});
// src/actions/around/rule-statuses/rule-statuses.ts
const inputs = declareOptions(() => ({ status: option(_default(boolean(), true), {
	kind: "flag",
	description: "Set one commit status a rule, `identikit/change/<rule>`."
}) }));
const ruleStatuses = defineAround({
	inputs,
	revise: async (context, given, outcome) => {
		const { tellRules } = await import("../actions/around/rule-statuses.js");
		return await tellRules(context, given, outcome);
	}
});
// src/actions/change-gate.ts
const action = {
	name: "change-gate",
	description: "Hold a pull request against the rules of its base branch, and set one status a rule.",
	command: changes,
	around: [hostTokenInput, ruleStatuses],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "change-gate.json"),
		sarif: temporaryFile(env, "change-gate.sarif")
	}),
	outputs: {
		result: "`clean`, `drift` (a rule does not hold) or `unverified`.",
		rules: "What each rule in force came to, as JSON: `holds`, `does-not-hold`, `unverified` or `pending`.",
		findings: "How many findings there are.",
		report: "The path of the report, as JSON.",
		sarif: "The path of the report, as SARIF 2.1.0."
	}
};
export { action, changes };
