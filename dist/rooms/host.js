import { IdentikitError, fieldsOf, markdownCode, shortened, visible } from "../start/faces.js";
import { int, looseObject, string } from "../vendor/zod.js";
import { AnchoredDirectory, readFileIn } from "./tree.js";
import { reportMarkdown, verdictSummary } from "./report.js";
import { runUrlOf } from "../start/actions.js";
import { randomUUID } from "node:crypto";
import { basename, dirname } from "node:path";
// src/host/api.ts
/** One answer takes at most this long, and is at most this big. */
const answerLimits = {
	milliseconds: 3e4,
	bytes: 33554432
};
/** A rate limit is waited for when it ends within this time; a job's minutes are worth more than a comment. */
const rateLimitSeconds = 60;
/** Rows are read from this many pages at most. */
const pageLimit = 200;
/** The host's API for one repository. Requests are tried again after server errors and short rate limits. */
var HostApi = class HostApi {
	octokit;
	owner;
	repo;
	dialect;
	#url;
	#signal;
	constructor(octokit, owner, repo, options) {
		this.octokit = octokit;
		this.owner = owner;
		this.repo = repo;
		this.dialect = options.host.dialect;
		this.#url = options.host.apiUrl;
		this.#signal = options.signal;
	}
	/** Loads the client; nothing is sent. @throws {IdentikitError} `USAGE` for a repository that is not `owner/name` */
	static async open(options) {
		const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(options.repository) ?? [];
		if (owner === void 0 || repo === void 0) throw new IdentikitError("USAGE", `"${visible(options.repository)}" is not a repository as owner/name`, { remedy: "The runner gives it in GITHUB_REPOSITORY." });
		return new HostApi(await loadClient(options), owner, repo, options);
	}
	/**
	* The rows of a list, page after page. Pages are asked for by number at our own base, since the links that an
	* instance behind a proxy sends lead to its outward address; they only say whether there are more.
	* @param read gives one page of at most `limit` rows; Gitea answers `null` for none
	*/
	async *rows(read) {
		for (let page = 1; page <= pageLimit; page++) {
			const { data, headers } = await read({
				page,
				per_page: 100,
				limit: 50
			});
			yield* data ?? [];
			if (!/\brel="?next\b/.test(headers.link ?? "")) return;
		}
	}
	/**
	* What a failed request means for the user.
	* @param attempt what was tried, in words: "set a status"
	*/
	fault(cause, attempt) {
		if (cause instanceof IdentikitError) return cause;
		const place = `${this.owner}/${this.repo} on ${this.#url}`;
		if (this.#signal.aborted) return new IdentikitError("CANCELLED", `stopped while trying to ${attempt} in ${place}`, {
			remedy: "Run again.",
			cause
		});
		const status = hostStatus(cause);
		const said = cause instanceof Error ? shortened(visible(cause.message), 200) : "no answer";
		if (status === 401 || status === 403 || status === 404) return new IdentikitError("HOST_DENIED", `may not ${attempt} in ${place}: ${status} ${said}`, {
			remedy: "Give the job's token the permission that the action's page names, or give another token.",
			cause
		});
		const later = status === void 0 || status >= 500 || status === 429;
		return new IdentikitError("HOST_UNREACHABLE", `could not ${attempt} in ${place}: ${said}`, {
			remedy: later ? "Run the job again when the host answers." : "Check the repository and the commit.",
			cause,
			retry: later ? { kind: "later" } : { kind: "never" }
		});
	}
};
/** The HTTP status of a failed request, where there was an answer. */
function hostStatus(cause) {
	const { status, response } = fieldsOf(cause);
	return response !== void 0 && typeof status === "number" ? status : void 0;
}
async function loadClient({ host, token, log, signal }) {
	const [{ Octokit }, { retry }, { throttling }] = await Promise.all([
		import("../vendor/octokit.js"),
		import("../vendor/octokit.js"),
		import("../vendor/octokit.js")
	]);
	const mayWait = (kind) => (seconds, _, __, tries) => {
		log.warn(`the host's ${kind} rate limit ends in ${seconds} s`);
		return tries < 2 && seconds <= rateLimitSeconds;
	};
	return new (Octokit.plugin(retry, throttling))({
		baseUrl: host.apiUrl,
		userAgent: "identikit",
		...token === "" ? {} : { auth: token },
		log: {
			debug: log.debug,
			info: log.debug,
			warn: log.debug,
			error: log.debug
		},
		request: { fetch: boundedFetch(signal) },
		retry: { retries: 2 },
		throttle: {
			id: randomUUID(),
			onRateLimit: mayWait("primary"),
			onSecondaryRateLimit: mayWait("secondary")
		}
	});
}
function boundedFetch(signal) {
	return async (input, init) => {
		const limit = AbortSignal.any([signal, AbortSignal.timeout(answerLimits.milliseconds)]);
		const answer = await fetch(input, {
			...init,
			signal: limit
		});
		if (!answer.body) return answer;
		let room = answerLimits.bytes;
		const bounded = new TransformStream({ transform(chunk, controller) {
			room -= chunk.length;
			if (room < 0) controller.error(new Error(`an answer of more than ${answerLimits.bytes} bytes`));
			else controller.enqueue(chunk);
		} });
		const { status, statusText, headers } = answer;
		return new Response(answer.body.pipeThrough(bounded), {
			status,
			statusText,
			headers
		});
	};
}
// src/host/comment.ts
/**
* Keeps one comment of a purpose on an issue up to date: the oldest of ours that starts with its marker, on whatever
* page it stands, is rewritten; only where there is none a new one is made. A comment of somebody else who copied the
* marker is none of ours: its author could change it again. A token that may only read is an outcome.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all
*/
async function keepComment(api, comment) {
	const { owner, repo } = api;
	const marker = `<!-- identikit:${comment.purpose} -->\n`;
	const body = `${marker}${comment.body}`;
	const attempt = `write the comment on #${comment.issue}`;
	try {
		const ours = await authorship(api);
		for await (const row of commentsOf(api, comment.issue)) {
			if (!normalised(row.body).startsWith(marker) || !ours(row)) continue;
			if (normalised(row.body).trim() === body.trim()) return { kind: "unchanged" };
			if (await rewrite(api, row.id, body)) return { kind: "written" };
		}
		if (!comment.create) return { kind: "unchanged" };
		await api.octokit.rest.issues.createComment({
			owner,
			repo,
			issue_number: comment.issue,
			body
		});
		return { kind: "written" };
	} catch (cause) {
		const code = hostStatus(cause);
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
		const { login } = (await api.octokit.rest.users.getAuthenticated()).data;
		return ({ user }) => user?.login === login;
	} catch (cause) {
		const code = hostStatus(cause);
		if (code !== 401 && code !== 403 && code !== 404) throw cause;
		return ({ user }) => user?.type === "Bot" || (user?.id ?? 0) < 0;
	}
}
/** False where the comment may not be changed, or is gone by now. */
async function rewrite(api, id, body) {
	const { owner, repo } = api;
	try {
		await api.octokit.rest.issues.updateComment({
			owner,
			repo,
			comment_id: id,
			body
		});
		return true;
	} catch (cause) {
		const code = hostStatus(cause);
		if (code === 403 || code === 404) return false;
		throw cause;
	}
}
function commentsOf(api, issue) {
	const { owner, repo } = api;
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
// src/host/status.ts
/** The state that a verdict becomes. */
function stateOf(verdict) {
	return {
		clean: "success",
		drift: "failure",
		unverified: "error"
	}[verdict];
}
/**
* Sets a commit status. A token that may only read, as forks get it, is an outcome and not an error.
* @throws {IdentikitError} `HOST_UNREACHABLE`; `HOST_DENIED` for a token that is not valid at all
*/
async function setCommitStatus(api, status) {
	const { owner, repo } = api;
	const attempt = `set the status ${status.context} on ${status.commit.slice(0, 12)}`;
	try {
		await api.octokit.rest.repos.createCommitStatus({
			owner,
			repo,
			sha: status.commit,
			state: status.state,
			context: status.context,
			description: describe(status),
			...status.targetUrl === void 0 ? {} : { target_url: status.targetUrl }
		});
		return { kind: "written" };
	} catch (cause) {
		const code = hostStatus(cause);
		if (code === 403 || code === 404) return {
			kind: "denied",
			reason: api.fault(cause, attempt).message
		};
		if (code === 422 && await currentState(api, status) === status.state) return { kind: "unchanged" };
		throw api.fault(cause, attempt);
	}
}
/**
* The newest state of a context on a commit, `undefined` where none was set.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
*/
async function currentState(api, { commit, context }) {
	const { owner, repo } = api;
	const rows = api.rows(async (paging) => {
		const { data, headers } = await api.octokit.rest.repos.getCombinedStatusForRef({
			owner,
			repo,
			ref: commit,
			...paging
		});
		const { statuses } = data || {};
		return {
			data: statuses ?? null,
			headers
		};
	});
	try {
		for await (const row of rows) if (row.context === context) return row.state ?? row.status;
		return;
	} catch (cause) {
		throw api.fault(cause, `read the statuses of ${commit.slice(0, 12)}`);
	}
}
function describe(status) {
	return shortened(visible(status.description), 140);
}
// src/host/announce.ts
/**
* Tells a verdict where people look: as the status `identikit/<action>` of the commit and as one comment on the pull
* request. What a read-only token may not do is said in the log and left to the job's own result.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED` for a token that is not valid at all; both were tried
*/
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
/** Which run says so, of which commit. */
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
/** One line of the log on what came of a write; `permission` is what a token needs for it. */
function explain(what, outcome, permission, { event, log }) {
	if (outcome.kind !== "denied") {
		log.info(`${what} ${outcome.kind}`);
		return;
	}
	const why = event.kind === "pull-request" && event.fork ? "pull requests from forks get a token that may only read" : `the token lacks \`${permission}\``;
	log.warn(`${what} not written (${outcome.reason}): ${why}; the job's own result is the gate`);
}
// src/host/event.ts
/** GitHub cuts payloads at 25 MB; Gitea's are smaller. */
const payloadBytes = 26214400;
const side = looseObject({
	sha: string().optional(),
	repo: looseObject({ full_name: string() }).nullish()
});
const payloadSchema = looseObject({
	pull_request: looseObject({
		number: int().positive(),
		head: side.optional(),
		base: side.optional()
	}).optional(),
	workflow_run: looseObject({ head_sha: string() }).optional()
});
const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/**
* The event of this job, from the runner's variables and its payload file.
* @throws {IdentikitError} `USAGE` where the commit is not known, `DOCUMENT_INVALID` for a payload that is no event,
* `FILE_UNREADABLE` for one that cannot be read
*/
function readEvent(env) {
	const payload = readPayload(env.GITHUB_EVENT_PATH);
	const name = env.GITHUB_EVENT_NAME ?? "";
	if (name.startsWith("pull_request") && payload.pull_request) return pullRequest(payload.pull_request, env);
	if (name === "workflow_run") return {
		kind: "other",
		name,
		commit: commitOf(payload.workflow_run?.head_sha ?? env.GITHUB_SHA)
	};
	const commit = commitOf(env.GITHUB_SHA);
	if (name === "schedule" || name === "") return name === "" ? {
		kind: "other",
		name,
		commit
	} : {
		kind: name,
		commit
	};
	if (name === "workflow_dispatch") return {
		kind: "dispatch",
		commit
	};
	return name === "push" ? pushed(env.GITHUB_REF ?? "", commit) : {
		kind: "other",
		name,
		commit
	};
}
function pullRequest(request, env) {
	const commit = commitOf(request.head?.sha ?? env.GITHUB_SHA);
	const head = request.head?.repo?.full_name.toLowerCase();
	const base = request.base?.repo?.full_name.toLowerCase() ?? env.GITHUB_REPOSITORY?.toLowerCase();
	return {
		kind: "pull-request",
		number: request.number,
		commit,
		fork: head !== base
	};
}
function pushed(ref, commit) {
	if (ref.startsWith("refs/tags/")) return {
		kind: "tag",
		tag: ref.slice(10),
		commit
	};
	return {
		kind: "push",
		branch: ref.replace(/^refs\/heads\//, ""),
		commit
	};
}
function commitOf(text) {
	if (text !== void 0 && commitId.test(text)) return text;
	throw new IdentikitError("USAGE", "the event of this job names no commit", { remedy: "Name the commit in the input `commit`; the runner gives it in GITHUB_SHA or in the event's payload." });
}
function readPayload(path) {
	if (!path) return {};
	using directory = AnchoredDirectory.open(dirname(path));
	const file = readFileIn(directory, basename(path), payloadBytes);
	if (!file || file.bytes.length === 0) return {};
	try {
		return payloadSchema.parse(JSON.parse(file.bytes.toString("utf8")));
	} catch (cause) {
		throw new IdentikitError("DOCUMENT_INVALID", `the event payload ${path} is not an event`, {
			remedy: "The runner writes it; under act give a JSON object with -e FILE.",
			cause
		});
	}
}
// src/host/package-link.ts
/**
* Links a container package to the repository that publishes it, so that it stands on the repository's page. Gitea and Forgejo want to be
* asked (`POST /packages/{owner}/{type}/{name}/-/link/{repo}`, Gitea 1.24 on); GitHub reads the image's label
* `org.opencontainers.image.source`. What the host refuses is an outcome: the image is published all the same.
*/
async function linkPackage(name, options) {
	const { host, repository } = options;
	if (host.dialect !== "gitea") return {
		kind: "not needed",
		reason: "the host reads the label org.opencontainers.image.source"
	};
	const [owner = "", ...rest] = name.repository.split("/");
	const [ownerOfRepository = "", repo = ""] = repository.split("/");
	if (name.host !== new URL(host.serverUrl).host) return {
		kind: "not needed",
		reason: `the package is on ${name.host}, not on ${host.serverUrl}`
	};
	if (owner.toLowerCase() !== ownerOfRepository.toLowerCase()) return {
		kind: "not needed",
		reason: `the package belongs to ${owner}, the repository to ${ownerOfRepository}`
	};
	try {
		await (await HostApi.open(options)).octokit.request("POST /packages/{owner}/{type}/{name}/-/link/{repo}", {
			owner,
			type: "container",
			name: rest.join("/"),
			repo
		});
		return { kind: "linked" };
	} catch (caught) {
		if (caught instanceof IdentikitError) return {
			kind: "refused",
			reason: caught.message
		};
		const status = hostStatus(caught);
		const said = caught instanceof Error ? visible(caught.message) : "no answer";
		return {
			kind: "refused",
			reason: status === void 0 ? said : `${status} ${said}`
		};
	}
}
// src/host/token-powers.ts
/** No commit has this id, so a status on it is never made. */
const noCommit = "0".repeat(40);
/**
* Finds out what a token may do in a repository: it asks who it is, reads the repository, and tries to set a status on a commit that
* does not exist, which a server refuses for the missing right or, with the right, for the missing commit. Nothing is written.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `USAGE`
*/
async function tokenPowers(options) {
	const api = await HostApi.open(options);
	const { owner, repo, dialect } = api;
	const refused = (cause, attempt) => {
		const status = hostStatus(cause);
		if (status === 401 || status === 403 || status === 404) return void 0;
		throw api.fault(cause, attempt);
	};
	const who = await api.octokit.rest.users.getAuthenticated().catch((cause) => refused(cause, "ask whose token it is"));
	const read = await api.octokit.rest.repos.get({
		owner,
		repo
	}).catch((cause) => refused(cause, "read the repository"));
	const scopes = read?.headers["x-oauth-scopes"];
	return {
		holder: who?.data.login ?? null,
		scopes: typeof scopes === "string" ? scopes.split(/,\s*/).filter((scope) => scope !== "") : null,
		reads: read !== void 0,
		writes: read !== void 0 && await mayWrite(api, dialect)
	};
}
async function mayWrite({ octokit, owner, repo }, dialect) {
	try {
		await octokit.rest.repos.createCommitStatus({
			owner,
			repo,
			sha: noCommit,
			state: "pending",
			context: "identikit/token",
			request: { retries: 0 }
		});
		return true;
	} catch (cause) {
		const status = hostStatus(cause);
		return dialect === "github" ? status === 422 : status !== void 0 && status !== 401 && status !== 403;
	}
}
export { HostApi, announce, linkPackage, readEvent, setCommitStatus, tokenPowers };
