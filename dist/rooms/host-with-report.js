import { reportMarkdown, verdictSummary } from "./report.js";
import { markdownCode, runUrlOf } from "../start/faces.js";
import { HostApi, keepComment, setCommitStatus, stateOf } from "./host.js";
// src/host/announce.ts
async function announce(options) {
	const { event, token, log } = options;
	const wantsComment = options.comment && event.kind === "pull-request";
	if (!options.status && !wantsComment) return;
	if (token === "") {
		log.warn("no token was given, so no status or comment is written; the job's own result is the gate");
		return;
	}
	const failed = (await Promise.allSettled([...options.status ? [announceStatus(options)] : [], ...wantsComment ? [announceComment(options, event.number)] : []])).find((write) => write.status === "rejected");
	if (failed) throw failed.reason;
}
async function announceStatus(options) {
	const { host, event, env, report } = options;
	const context = `identikit/${options.action}`;
	const targetUrl = runUrlOf(host, env);
	const outcome = await setCommitStatus(await open(options), {
		commit: event.commit,
		context,
		state: stateOf(report.verdict),
		description: verdictSummary(report),
		...targetUrl === void 0 ? {} : { targetUrl }
	});
	explain(`status ${context}`, outcome, host.dialect === "gitea" ? "contents: write" : "statuses: write", options);
}
async function announceComment(options, issue) {
	const outcome = await keepComment(await open(options), {
		issue,
		purpose: options.action,
		body: `${reportMarkdown(options.report)}\n${originOf(options)}\n`,
		create: options.report.verdict !== "clean" || (options.report.pending ?? []).length > 0
	});
	explain(`comment on #${issue}`, outcome, "pull-requests: write", options);
}
function originOf({ host, env, event }) {
	const url = runUrlOf(host, env);
	const commit = markdownCode(event.commit.slice(0, 12));
	return url === void 0 ? `Commit ${commit}.` : `Commit ${commit}, [this run](<${url.replace(/[<>\\]/g, "")}>).`;
}
function open({ host, env, token, log, signal }) {
	return HostApi.open({
		host,
		repository: env.GITHUB_REPOSITORY ?? "",
		token,
		log,
		signal
	});
}
function explain(what, outcome, permission, { event, log }) {
	if (outcome.kind !== "denied") {
		log.info(`${what} ${outcome.kind}`);
		return;
	}
	const why = event.kind === "pull-request" && event.fork ? "pull requests from forks get a token that may only read" : `the token lacks \`${permission}\``;
	log.warn(`${what} not written (${outcome.reason}): ${why}; the job's own result is the gate`);
}
export { announce };
