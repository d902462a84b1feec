import { IdentikitError, asOutput, errorOf, outputMembers } from "../start/faces.js";
import { verdictOf } from "./fault.js";
import { adviceOf, makeReport } from "./report.js";
import { count } from "./commands.js";
// src/commands/accounts/copy-drift.ts
function copyDrift(context, project, of) {
	const { check, findings, undone } = of;
	if (verdictOf(findings) === "clean") return void 0;
	const report = makeReport({
		check,
		verdict: verdictOf(findings),
		subject: "the fetched templates against identikit.lock",
		facts: [],
		anchor: project.settings.lock,
		findings
	}, {
		cwd: context.cwd,
		root: project.root
	});
	return {
		outputs: { changed: false },
		changed: false,
		account: [undone],
		report
	};
}
function copyWarnings(findings) {
	return findings.map(({ code, subject, actual, expected, remedy }) => `warning: ${code}: the ${subject} is ${actual}, identikit.lock says ${expected}. ${remedy}`);
}
// src/commands/accounts/several-templates.ts
const ofTheRun = new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE",
	"REFERENCE_INVALID"
]);
async function eachTemplate(runs, work) {
	const outcomes = [];
	for (const one of runs) {
		const name = one.name ?? "";
		try {
			outcomes.push({
				kind: "done",
				name,
				result: await work(one)
			});
		} catch (caught) {
			if (!(caught instanceof IdentikitError) || ofTheRun.has(caught.code)) throw caught;
			outcomes.push({
				kind: "failed",
				name,
				fault: ofTemplate(name, caught)
			});
		}
	}
	return outcomes;
}
function templateOutputs(outcomes) {
	return outcomes.map((outcome) => {
		if (outcome.kind === "failed") return {
			name: outcome.name,
			error: errorOf(outcome.fault)
		};
		const { report, outputs } = outcome.result;
		return {
			name: outcome.name,
			...report ? { result: report.verdict } : {},
			...outputMembers(outputs)
		};
	});
}
function resultOfSeveral(places, outcomes) {
	const results = outcomes.flatMap((outcome) => outcome.kind === "done" ? [outcome.result] : []);
	const faults = outcomes.flatMap((outcome) => outcome.kind === "failed" ? [outcome.fault] : []);
	const changed = results.some((result) => result.changed === true);
	const reported = outcomes.filter((one) => one.kind === "done" && one.result.report !== void 0);
	return {
		outputs: {
			templates: templateOutputs(outcomes),
			changed,
			requests: requestsOf(outcomes)
		},
		changed,
		account: templateLines(outcomes),
		...reported.length > 0 ? { report: reportOfSeveral(places, reported) } : {},
		...faults.length > 0 ? { faults } : {}
	};
}
function templateLines(outcomes) {
	const width = Math.max(...outcomes.map(({ name }) => name.length));
	return outcomes.flatMap((outcome) => {
		return (outcome.kind === "done" ? outcome.result.account : ["failed"]).map((line, at) => `${(at === 0 ? outcome.name : "").padEnd(width)}  ${line}`);
	});
}
function requestsOf(outcomes) {
	return outcomes.map((outcome) => outcome.kind === "done" ? outcome.result.outputs.requests : 0).reduce((sum, requests) => sum + (typeof requests === "number" ? requests : 0), 0);
}
function reportOfSeveral({ cwd, root, check, anchor }, outcomes) {
	const parts = outcomes.flatMap((outcome) => {
		const { name } = outcome;
		if (outcome.kind === "done") return outcome.result.report ? [{
			name,
			...outcome.result.report
		}] : [];
		const findings = [faultFinding(outcome)];
		const of = {
			check,
			verdict: verdictOf(findings),
			subject: "the check did not come to its end",
			facts: [],
			anchor,
			findings
		};
		return [{
			name,
			...makeReport(of, {
				cwd,
				root
			})
		}];
	});
	const findings = parts.flatMap(({ name, findings: own }) => own.map((one) => ({
		...one,
		template: name
	})));
	const pending = parts.flatMap(({ name, pending: own = [] }) => own.map((one) => ({
		...one,
		template: name
	})));
	const names = parts.map(({ name }) => name).join(", ");
	return makeReport({
		check,
		verdict: verdictOf(findings),
		subject: `${count(parts.length, "template")}: ${names}`,
		facts: [],
		sections: parts.map(({ name, verdict, subject, facts }) => ({
			template: name,
			verdict,
			subject,
			facts
		})),
		...parts[0]?.anchor === void 0 ? {} : { anchor: parts[0].anchor },
		findings,
		...parts.some((part) => part.pending) ? { pending } : {}
	});
}
function faultFinding({ name, fault }) {
	const { code, message, remedy, location } = fault;
	return {
		code,
		severity: "unverified",
		path: `template ${name}`,
		expected: null,
		actual: message,
		problem: message,
		remedy,
		...location ? { location } : {}
	};
}
function ofTemplate(name, fault) {
	const { code, message, remedy, retry, location } = fault;
	const said = message.includes(name) ? message : `template ${name}: ${message}`;
	return new IdentikitError(code, said, {
		remedy,
		retry,
		cause: fault,
		...location ? { location } : {}
	});
}
// src/commands/accounts/render-outcome.ts
function outcomeOutput(outcome) {
	if ("error" in outcome) return {
		agent: outcome.agent,
		result: outcome.result,
		error: errorOf(outcome.error)
	};
	const { agent, result, written, removed, secrets, warnings } = outcome;
	return {
		agent,
		result,
		written: [...written],
		removed: [...removed],
		secrets: [...secrets],
		warnings: asOutput(warnings)
	};
}
function outcomeAccount(outcome, dryRun = false) {
	const { agent, result } = outcome;
	if ("error" in outcome) {
		const { code, message } = outcome.error;
		return [`${agent} ${result}: ${result === "failed" ? code : `${code}: ${message}`}`];
	}
	const files = outcome.written.length + outcome.removed.length;
	const what = result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`;
	const would = `would be rendered, ${count(files, "file")} would change`;
	return [
		`${agent} ${dryRun && result === "rendered" ? would : what}`,
		...dryRun ? plannedFiles(outcome) : [],
		...outcome.warnings.map((warning) => `  ${warning.code} ${warning.path}: ${adviceOf(warning)}`)
	];
}
function plannedFiles({ written, removed }) {
	return [...written.map((path) => `  ~ ${path}`), ...removed.map((path) => `  - ${path}`)];
}
// src/commands/accounts/warnings-report.ts
function warningsReport({ cwd }, { root }, { check, subject, anchor, findings }) {
	if (findings.length === 0) return {};
	return { report: makeReport({
		check,
		verdict: "clean",
		subject,
		facts: [],
		anchor,
		findings
	}, {
		cwd,
		root
	}) };
}
export { copyDrift, copyWarnings, eachTemplate, outcomeAccount, outcomeOutput, reportOfSeveral, requestsOf, resultOfSeveral, templateOutputs, warningsReport };
