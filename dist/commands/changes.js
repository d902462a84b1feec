import { judgeChange } from "../rooms/changes-with-template-yaml.js";
import { ruleNames } from "../rooms/changes.js";
import { IdentikitError, suggestion } from "../start/faces.js";
import { verdictOf } from "../rooms/fault.js";
import { makeReport, tally } from "../rooms/report.js";
import { writeReportFiles } from "../rooms/commands.js";
import { openChange } from "../rooms/commands-with-changes-child_process-host-template.js";
// src/commands/changes/body.ts
async function run(context, options) {
	const only = options.rule.map(ruleNamed);
	const change = await openChange(context, options);
	const { head, base, request } = change;
	const judgement = await judgeChange({
		...change,
		tree: head,
		only,
		now: context.clock.now()
	});
	const report = makeReport({
		check: "changes",
		verdict: verdictOf(judgement.findings),
		subject: subjectOf(change),
		facts: factsOf(change, judgement),
		anchor: judgement.rules.file,
		findings: judgement.findings
	}, {
		cwd: context.cwd,
		root: change.top
	});
	const files = await writeReportFiles(context, report, options);
	return {
		outputs: {
			rules: Object.fromEntries(judgement.results.map((result) => [result.rule, wordOf(result)])),
			pullRequest: "value" in request ? request.value.number : null,
			base,
			head,
			...files
		},
		account: [],
		report,
		format: options.format
	};
}
function ruleNamed(text) {
	const name = ruleNames.find((rule) => rule === text);
	if (name !== void 0) return name;
	throw new IdentikitError("USAGE", `${JSON.stringify(text)} is no rule${suggestion(text, ruleNames)}`, { remedy: `The rules are ${ruleNames.join(", ")}.` });
}
function wordOf({ verdict, pending }) {
	if (pending) return "pending";
	return {
		clean: "holds",
		drift: "does-not-hold",
		unverified: "unverified"
	}[verdict];
}
function subjectOf({ request, base, head }) {
	return `${"value" in request ? `#${request.value.number} at ${head.slice(0, 12)}` : head.slice(0, 12)} by the rules of ${base.slice(0, 12)}`;
}
function factsOf({ content }, { results }) {
	return [{
		label: "read from",
		value: content.description
	}, ...results.map((result) => ({
		label: result.rule,
		value: result.findings.length === 0 ? "holds" : `${wordOf(result)}: ${tally(result.findings)}`
	}))];
}
export { run };
