import { announce } from "../../rooms/host-with-report.js";
import { hostOf } from "../../start/faces.js";
import { makeReport } from "../../rooms/report.js";
import { eventOf } from "../../rooms/actions-with-host.js";
// src/actions/around/announcing/body.ts
async function announceOutcome({ env, log, signal }, { status, comment, token = "", commit }, of) {
	const { action, check, outcome } = of;
	const report = outcome.kind === "result" ? outcome.result.report : unverified(check, outcome.fault);
	const more = outcome.kind === "fault" ? { result: "unverified" } : {};
	if (!report || !status && !comment) return more;
	await announce({
		host: hostOf(env),
		event: eventOf(env, commit),
		env,
		token,
		report: withFaults(report, outcome),
		action,
		status,
		comment,
		log,
		signal
	});
	return more;
}
function withFaults(report, outcome) {
	const faults = outcome.kind === "result" ? outcome.result.faults ?? [] : [];
	if (faults.length === 0) return report;
	const findings = [...report.findings, ...faults.map(findingOf)];
	return {
		...report,
		verdict: "unverified",
		findings
	};
}
function unverified(check, fault) {
	return makeReport({
		check,
		verdict: "unverified",
		subject: "the check did not come to its end",
		facts: [],
		findings: [findingOf(fault)]
	});
}
function findingOf(fault) {
	const { code, message, remedy, location } = fault;
	return {
		code,
		severity: "unverified",
		path: "the check",
		expected: null,
		actual: message,
		remedy,
		...location ? { location } : {}
	};
}
export { announceOutcome };
