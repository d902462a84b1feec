import { announcing, choice, databaseOption, declareOptions, defineCommand, dryRunOption, envOptions, flag, reportOptions, rootOption, temporaryFile } from "./faces.js";
// src/commands/reconcile/reconcile.ts
const options = declareOptions(() => ({
	...envOptions(),
	repair: flag("Render again what drifted."),
	containers: flag("Also compare the agents' containers with the image and env directory they should have; with --repair, rebuild those with another image in which no task runs."),
	prune: flag("With --repair: remove env directories whose agent is gone."),
	format: choice([
		"text",
		"json",
		"markdown",
		"sarif"
	], "text", "The form in which the findings are printed."),
	...dryRunOption(),
	...reportOptions(),
	...rootOption(),
	...databaseOption()
}));
const reconcile = defineCommand({
	name: "reconcile",
	summary: "Compare env directories with what was written and what should be there, and repair them where asked.",
	example: "identikit reconcile --env-root /srv/agents --repair",
	options,
	body: () => import("../commands/reconcile.js")
});
// src/actions/reconcile.ts
const action = {
	name: "reconcile",
	description: "Compare agents' env directories with what was written and what should be there, and repair them.",
	command: reconcile,
	around: [announcing("reconcile", "reconcile")],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "reconcile.json"),
		sarif: temporaryFile(env, "reconcile.sarif"),
		accessLog: temporaryFile(env, "secret-access.jsonl")
	}),
	outputs: {
		result: "`clean`, `drift` or `unverified`; drift that was fully repaired is `clean`.",
		drifted: "How many env directories had drifted.",
		repaired: "How many of them were repaired.",
		report: "The path of the report, as JSON."
	}
};
export { action, reconcile };
