import { S as text, g as flag, i as hostOf, v as option } from "./foundation-QtvXJkSz.js";
import { f as object, g as string } from "./zod-BjridcMG.js";
import "./report-B67fYwoG.js";
import { t as version } from "./version-CUozDK-N.js";
import { n as defineAround } from "./action-BUSh5IPR.js";
/** The token of the job, for actions that write to the host. */
const tokenInput = option(string().optional(), {
	kind: "text",
	description: "The token that writes to the CI host; the job's own suffices.",
	expression: "${{ github.token }}"
}), commitInput = text("SHA", "The commit that the status belongs on; the head of the pull request or push if left out."), inputs = object({
	status: flag("Set a commit status with the verdict."),
	comment: flag("Keep one comment with the findings up to date on the pull request."),
	token: tokenInput,
	commit: commitInput
});
/**
* Tells what a check came to as the status `identikit/<action>` and as one comment. A job that ended with a fault
* verified nothing, and its status says so.
*/
function announcing(action, check) {
	return defineAround({
		inputs,
		after: async (context, given, outcome) => {
			let report = outcome.kind === "result" ? outcome.result.report : unverified(check, outcome.fault), more = outcome.kind === "fault" ? { result: "unverified" } : {};
			if (!report || !given.status && !given.comment) return more;
			let { env, log, signal } = context, { announce } = await import("./announce-you-cFdl.js");
			return await announce({
				host: hostOf(env),
				event: await eventOf(context, given.commit),
				env,
				token: given.token ?? "",
				report: withFaults(report, outcome),
				action,
				status: given.status,
				comment: given.comment,
				log,
				signal
			}), more;
		}
	});
}
/** The event of this job; with a commit that the workflow names, that one is meant. */
async function eventOf({ env }, commit) {
	let { readEvent } = await import("./event-BEIyRNqs.js");
	return commit === void 0 ? readEvent(env) : {
		...readEvent({
			...env,
			GITHUB_SHA: commit
		}),
		commit
	};
}
/** A check of which a part failed verified less than all: its verdict cannot be clean. */
function withFaults(report, outcome) {
	let faults = outcome.kind === "result" ? outcome.result.faults ?? [] : [];
	if (faults.length === 0) return report;
	let findings = [...report.findings, ...faults.map(findingOf)];
	return {
		...report,
		verdict: "unverified",
		findings
	};
}
function unverified(check, fault) {
	return {
		version: 1,
		tool: {
			name: "identikit",
			version
		},
		check,
		verdict: "unverified",
		subject: "the check did not come to its end",
		facts: [],
		findings: [findingOf(fault)]
	};
}
function findingOf(fault) {
	let { code, message, remedy, location } = fault;
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
export { tokenInput as i, commitInput as n, eventOf as r, announcing as t };
