import { ruleNames } from "../../rooms/changes.js";
import { openHostApi } from "../../rooms/commands-with-changes-child_process-host-template.js";
import { verdictOf } from "../../rooms/fault.js";
import { hostOf, isRecord, runUrlOf } from "../../start/faces.js";
import { readChangeEvent, setCommitStatus, stateOf } from "../../rooms/host.js";
import { tally } from "../../rooms/report.js";
// src/actions/around/rule-statuses/body.ts
async function tellRules(context, { status }, outcome) {
	if (!status) return outcome;
	const commit = commitOf(context, outcome);
	const api = commit === void 0 ? void 0 : await openHostApi(context, void 0);
	if (commit === void 0 || api === void 0) {
		context.log.warn("no token or no commit is known, so no status is written; the job's own result is the gate");
		return outcome;
	}
	return await setAll(context, api, commit, statusesOf(outcome)) && outcome.kind === "result" ? {
		kind: "result",
		result: withoutPending(outcome.result)
	} : outcome;
}
function commitOf({ env }, outcome) {
	if (outcome.kind === "fault") return readChangeEvent(env).head;
	const { head } = outcome.result.outputs;
	return typeof head === "string" ? head : void 0;
}
async function setAll({ env, log }, api, commit, statuses) {
	const targetUrl = runUrlOf(hostOf(env), env);
	let written = true;
	for (const { rule, state, description } of statuses) {
		const context = `identikit/change/${rule}`;
		const outcome = await setCommitStatus(api, {
			commit,
			context,
			state,
			description,
			...targetUrl === void 0 ? {} : { targetUrl }
		});
		if (outcome.kind === "denied") {
			log.warn(`status ${context} not written (${outcome.reason}); the job's own result is the gate`);
			written = false;
		} else log.info(`status ${context} is ${state}`);
	}
	return written;
}
function statusesOf(outcome) {
	if (outcome.kind === "fault") {
		const description = `could not be verified: ${outcome.fault.message}`;
		return ruleNames.map((rule) => ({
			rule,
			state: "error",
			description
		}));
	}
	const { outputs, report } = outcome.result;
	const findings = report?.findings ?? [];
	return Object.entries(isRecord(outputs.rules) ? outputs.rules : {}).map(([rule, word]) => statusOf(rule, word === "pending", findings.filter(({ subject }) => subject === rule)));
}
function statusOf(rule, pending, findings) {
	if (pending) return {
		rule,
		state: "pending",
		description: waitsFor(findings)
	};
	const verdict = verdictOf(findings);
	const said = {
		clean: "holds",
		drift: "does not hold",
		unverified: "could not be verified"
	}[verdict];
	const counted = findings.length === 0 ? said : `${said}: ${tally(findings)}`;
	return {
		rule,
		state: stateOf(verdict),
		description: counted
	};
}
function waitsFor(findings) {
	return `waits for ${findings.flatMap(({ code, path }) => code === "CHECK_PENDING" ? [path] : []).join(", ")}`;
}
function withoutPending(result) {
	const { report } = result;
	const findings = (report?.findings ?? []).filter(({ code }) => code !== "CHECK_PENDING");
	if (!report || findings.length === report.findings.length) return result;
	return {
		...result,
		report: {
			...report,
			verdict: verdictOf(findings),
			findings
		}
	};
}
export { tellRules };
