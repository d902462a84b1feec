import "./rolldown-runtime-DqgWs3Hx.js";
import { n as markdownCode, t as reportMarkdown } from "./markdown-OWfhMXpQ.js";
import { n as tally } from "./report-B67fYwoG.js";
import { n as statusOf, t as HostApi } from "./api-Bpn2FH3j.js";
import { a as runUrlOf } from "./foundation-QtvXJkSz.js";
import { i as stateOf, r as setCommitStatus } from "./status-DH68Pj8X.js";
/**
* Keeps one comment of a purpose on an issue up to date: the oldest of ours that starts with its marker, on whatever
* page it stands, is rewritten; only where there is none a new one is made. A comment of somebody else who copied the
* marker is none of ours: its author could change it again. A token that may only read is an outcome.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all
*/
async function keepComment(api, comment) {
	let { owner, repo } = api, marker = `<!-- identikit:${comment.purpose} -->\n`, body = `${marker}${comment.body}`, attempt = `write the comment on #${comment.issue}`;
	try {
		let ours = await authorship(api);
		for await (let row of commentsOf(api, comment.issue)) if (normalised(row.body).startsWith(marker) && ours(row)) {
			if (normalised(row.body).trim() === body.trim()) return { kind: "unchanged" };
			if (await rewrite(api, row.id, body)) return { kind: "written" };
		}
		return comment.create ? (await api.octokit.rest.issues.createComment({
			owner,
			repo,
			issue_number: comment.issue,
			body
		}), { kind: "written" }) : { kind: "unchanged" };
	} catch (cause) {
		let code = statusOf(cause);
		if (code === 403 || code === 404) return {
			kind: "denied",
			reason: api.fault(cause, attempt).message
		};
		throw api.fault(cause, attempt);
	}
}
/**
* Which comments are by whoever the token belongs to. A job's own token may not ask who it is on GitHub; its comments
* are a bot's there, and on Gitea and Forgejo those of a system user, which have negative ids.
*/
async function authorship(api) {
	try {
		let { login } = (await api.octokit.rest.users.getAuthenticated()).data;
		return ({ user }) => user?.login === login;
	} catch (cause) {
		let code = statusOf(cause);
		if (code !== 401 && code !== 403 && code !== 404) throw cause;
		return ({ user }) => user?.type === "Bot" || (user?.id ?? 0) < 0;
	}
}
/** False where the comment may not be changed, or is gone by now. */
async function rewrite(api, id, body) {
	let { owner, repo } = api;
	try {
		return await api.octokit.rest.issues.updateComment({
			owner,
			repo,
			comment_id: id,
			body
		}), !0;
	} catch (cause) {
		let code = statusOf(cause);
		if (code === 403 || code === 404) return !1;
		throw cause;
	}
}
function commentsOf(api, issue) {
	let { owner, repo } = api;
	return api.rows((paging) => api.octokit.rest.issues.listComments({
		owner,
		repo,
		issue_number: issue,
		...paging
	}));
}
function normalised(body) {
	return (body ?? "").replaceAll("\r\n", "\n");
}
/**
* Tells a verdict where people look: as the status `identikit/<action>` of the commit and as one comment on the pull
* request. What a read-only token may not do is said in the log and left to the job's own result.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all; both were tried
*/
async function announce(options) {
	let { event, token, log } = options, wantsComment = options.comment && event.kind === "pull-request";
	if (!options.status && !wantsComment) return;
	if (token === "") {
		log.warn("no token was given, so no status or comment is written; the job's own result is the gate");
		return;
	}
	let failed = (await Promise.allSettled([...options.status ? [announceStatus(options)] : [], ...wantsComment ? [announceComment(options, event.number)] : []])).find((write) => write.status === "rejected");
	if (failed) throw failed.reason;
}
async function announceStatus(options) {
	let { host, event, env, report } = options, context = `identikit/${options.action}`, targetUrl = runUrlOf(host, env), outcome = await setCommitStatus(await open(options), {
		commit: event.commit,
		context,
		state: stateOf(report.verdict),
		description: `${report.verdict}: ${tally(report.findings)}`,
		...targetUrl === void 0 ? {} : { targetUrl }
	});
	explain(`status ${context}`, outcome, host.dialect === "gitea" ? "contents: write" : "statuses: write", options);
}
async function announceComment(options, issue) {
	let outcome = await keepComment(await open(options), {
		issue,
		purpose: options.action,
		body: `${reportMarkdown(options.report)}\n${originOf(options)}\n`,
		create: options.report.verdict !== "clean"
	});
	explain(`comment on #${issue}`, outcome, "pull-requests: write", options);
}
/** Which run says so, of which commit. */
function originOf({ host, env, event }) {
	let url = runUrlOf(host, env), commit = markdownCode(event.commit.slice(0, 12));
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
/** One line of the log on what came of a write; `permission` is what a token needs for it. */
function explain(what, outcome, permission, { event, log }) {
	if (outcome.kind !== "denied") {
		log.info(`${what} ${outcome.kind}`);
		return;
	}
	let why = event.kind === "pull-request" && event.fork ? "pull requests from forks get a token that may only read" : `the token lacks \`${permission}\``;
	log.warn(`${what} not written (${outcome.reason}): ${why}; the job's own result is the gate`);
}
export { announce };
