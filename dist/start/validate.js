import { declareOptions, defineCommand, flag, list, positional, printedReportOptions, rootOption, temporaryFile } from "./faces.js";
// src/commands/validate/validate.ts
const options = declareOptions(() => ({
	path: positional(list("PATH", "What to check: a source-of-truth repository, a template, or a file or directory in one; the working directory if left out.")),
	watch: flag("Check again whenever a file changes, until it is stopped."),
	...printedReportOptions(),
	...rootOption()
}));
const validate = defineCommand({
	name: "validate",
	summary: "Find every mistake in a repository or a template that can be found without database, registry or network.",
	example: "identikit validate",
	options,
	body: () => import("../commands/validate.js")
});
// src/actions/validate.ts
const action = {
	name: "validate",
	description: "Find every mistake in a repository or a template, with remarks on the lines where they stand.",
	command: validate,
	without: ["watch"],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "validate.json"),
		sarif: temporaryFile(env, "validate.sarif")
	}),
	outputs: {
		result: "`clean`, `drift` (there are mistakes) or `unverified` (something could not be read).",
		findings: "How many findings there are.",
		report: "The path of the report, as JSON.",
		sarif: "The path of the report, as SARIF 2.1.0."
	}
};
export { action, validate };
