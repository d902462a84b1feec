import { about, known, stuckStatuses, unverifiedBy } from "../rooms/changes.js";
import { count, writeReportFiles } from "../rooms/commands.js";
import { requireHostApi } from "../rooms/commands-with-changes-child_process-host-template.js";
import { verdictOf } from "../rooms/fault.js";
import { forgeOf } from "../rooms/host-with-changes.js";
import { hostOf } from "../start/faces.js";
import { readRunState, setCommitStatus } from "../rooms/host.js";
import { makeReport } from "../rooms/report.js";
// src/actions/reap-statuses/body.ts
async function run(context, options) {
	const api = await requireHostApi(context);
	const forge = forgeOf(api);
	const branch = options.branch ?? branchOf(context);
	const heads = (await forge.open()).map(({ head }) => head);
	const tips = branch === void 0 ? [] : [await forge.tip(branch)];
	const commits = [...new Set([...heads, ...tips])];
	let reaped = 0;
	const findings = [];
	for (const commit of commits) {
		const done = await known(() => reap(context, api, commit, options));
		if ("fault" in done) findings.push(unverifiedBy(done.fault));
		else {
			reaped += done.value.count;
			findings.push(...done.value.findings);
		}
	}
	const report = makeReport({
		check: "reap-statuses",
		verdict: verdictOf(findings),
		subject: `statuses of ${count(commits.length, "commit")} of ${api.owner}/${api.repo}`,
		facts: [{
			label: "ended",
			value: String(reaped)
		}],
		findings
	});
	const files = await writeReportFiles(context, report, options);
	return {
		outputs: {
			reaped,
			...files
		},
		account: [],
		report
	};
}
async function reap({ env, clock, log }, api, commit, { after, context: contexts, except }) {
	const limits = {
		now: clock.now(),
		afterMs: Number(after) * 6e4,
		contexts,
		except
	};
	const findings = [];
	let ended = 0;
	for (const stuck of stuckStatuses(await forgeOf(api).checks(commit), limits)) {
		if (await readRunState(api, hostOf(env).serverUrl, stuck.url) === "running") continue;
		const outcome = await setCommitStatus(api, {
			commit,
			context: stuck.name,
			state: "error",
			description: `pending for more than ${after} minutes, and its run is over; run it again`,
			...stuck.url === void 0 ? {} : { targetUrl: stuck.url }
		});
		if (outcome.kind === "denied") findings.push(left(stuck.name, commit, outcome.reason));
		else {
			ended++;
			log.info(`status ${stuck.name} of ${commit.slice(0, 12)} is an error now: its run is over`);
		}
	}
	return {
		count: ended,
		findings
	};
}
function left(name, commit, reason) {
	return about(`${name} of ${commit.slice(0, 12)}`, {
		code: "STATUS_STUCK",
		problem: `the status is pending, its run is over, and the token may not end it: ${reason}`,
		remedy: "Give the job a token that may write statuses."
	});
}
function branchOf({ env }) {
	return env.GITHUB_REF?.startsWith("refs/heads/") ? env.GITHUB_REF.slice(11) : void 0;
}
export { run };
