import { auditMerges } from "../rooms/changes-with-child_process-template-yaml.js";
import { writeReportFiles } from "../rooms/commands.js";
import { openCheckout, requireHostApi } from "../rooms/commands-with-changes-child_process-host-template.js";
import { IdentikitError } from "../start/faces.js";
import { verdictOf } from "../rooms/fault.js";
import { forgeOf } from "../rooms/host-with-changes.js";
import { keepIssue } from "../rooms/host.js";
import { makeReport, reportMarkdown } from "../rooms/report.js";
// src/actions/audit-merges/body.ts
const dayMs = 864e5;
async function run(context, options) {
	const now = context.clock.now();
	const api = await requireHostApi(context);
	const git = openCheckout(context, options.root ?? ".");
	if (!git || !await git.has()) throw noHistory();
	const host = forgeOf(api);
	const branch = options.branch ?? branchOf(context);
	const tip = await host.tip(branch);
	if (!await git.has(tip)) throw noHistory();
	const since = new Date(now.getTime() - Number(options.days) * dayMs);
	const audit = await auditMerges({
		git,
		host,
		branch,
		tip,
		since,
		now
	});
	const report = reportOf(audit, `${branch} of ${api.owner}/${api.repo} since ${since.toISOString().slice(0, 10)}`);
	const files = await writeReportFiles(context, report, options);
	if (options.issue) await tell(context, api, report);
	return {
		outputs: {
			merges: audit.merges,
			...files
		},
		account: [],
		report
	};
}
function reportOf({ merges, direct, findings }, subject) {
	return makeReport({
		check: "audit-merges",
		verdict: verdictOf(findings),
		subject,
		facts: [{
			label: "pull requests",
			value: String(merges)
		}, {
			label: "commits without one",
			value: String(direct)
		}],
		anchor: "identikit.yaml",
		findings
	});
}
async function tell({ log }, api, report) {
	const outcome = await keepIssue(api, {
		purpose: "audit-merges",
		title: "Merges that went around the rules",
		body: reportMarkdown(report),
		open: report.verdict !== "clean"
	});
	if (outcome.kind === "denied") log.warn(`the issue was not written: ${outcome.reason}`);
	else log.info(`the issue is ${outcome.kind}`);
}
function branchOf({ env }) {
	const { GITHUB_REF: ref = "" } = env;
	if (ref.startsWith("refs/heads/")) return ref.slice(11);
	throw new IdentikitError("USAGE", "the run is on no branch", { remedy: "Name one in the input branch." });
}
function noHistory() {
	return new IdentikitError("CHANGE_UNKNOWN", "the checkout does not have the branch with its history", { remedy: "Check out the branch with fetch-depth: 0." });
}
export { run };
