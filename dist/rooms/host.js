import { IdentikitError, asFault, fieldsOf, shortened, visible } from "../start/faces.js";
import { AnchoredDirectory, readFileIn } from "./tree.js";
import { _instanceof, array, boolean, int, looseObject, number, string, union, unknown } from "../vendor/zod.js";
import { randomUUID } from "node:crypto";
import { basename, dirname } from "node:path";
// src/host/api.ts
const answerLimits = {
	milliseconds: 3e4,
	bytes: 33554432
};
const rateLimitSeconds = 60;
const pageLimit = 200;
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
	static async open(options) {
		const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(options.repository) ?? [];
		if (owner === void 0 || repo === void 0) throw new IdentikitError("USAGE", `"${visible(options.repository)}" is not a repository as owner/name`, { remedy: "The runner gives it in GITHUB_REPOSITORY." });
		return new HostApi(await loadClient(options), owner, repo, options);
	}
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
	fault(cause, attempt) {
		if (cause instanceof IdentikitError) return cause;
		const place = `${this.owner}/${this.repo} on ${this.#url}`;
		if (this.#signal.aborted) return asFault(this.#signal.reason);
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
			enabled: host.dialect === "github",
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
		}).catch((cause) => {
			if (signal.aborted) throw new DOMException("stopped", "AbortError");
			throw cause;
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
async function keepComment(api, comment) {
	const { owner, repo } = api;
	const marker = `<!-- identikit:${comment.purpose} -->\n`;
	const body = `${marker}${comment.body}`;
	const attempt = `write the comment on #${comment.issue}`;
	try {
		const ours = await authorship(api);
		for await (const row of commentsOf(api, comment.issue)) {
			if (!normalised(row.body).startsWith(marker) || !ours(row.user)) continue;
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
async function authorship(api) {
	try {
		const { login } = (await api.octokit.rest.users.getAuthenticated()).data;
		return (user) => user?.login === login;
	} catch (cause) {
		const code = hostStatus(cause);
		if (code !== 401 && code !== 403 && code !== 404) throw cause;
		return (user) => user?.type === "Bot" || (user?.id ?? 0) < 0;
	}
}
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
function stateOf(verdict) {
	return {
		clean: "success",
		drift: "failure",
		unverified: "error"
	}[verdict];
}
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
// src/host/event.ts
const payloadBytes = 26214400;
const side$2 = looseObject({
	sha: string().optional(),
	repo: looseObject({ full_name: string() }).nullish()
});
const payloadSchema = looseObject({
	pull_request: looseObject({
		number: int().positive(),
		head: side$2.optional(),
		base: side$2.optional()
	}).optional(),
	workflow_run: looseObject({ head_sha: string() }).optional()
});
const commitId$1 = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
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
	if (text !== void 0 && commitId$1.test(text)) return text;
	throw new IdentikitError("USAGE", "the event of this job names no commit", { remedy: "Name the commit in the input `commit`; the runner gives it in GITHUB_SHA or in the event's payload." });
}
function readEventFile(path, mostBytes) {
	using directory = AnchoredDirectory.open(dirname(path));
	const file = readFileIn(directory, basename(path), mostBytes);
	if (file) return file.bytes;
	throw new IdentikitError("FILE_UNREADABLE", `there is no event payload ${path}`, { remedy: "Run this in a CI job, whose runner writes it, or name a file with --event." });
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
// src/host/host-read.ts
async function readOne(api, { attempt, url, query, schema }) {
	try {
		const { data } = await api.octokit.request({
			method: "GET",
			url: place(api, url),
			...query
		});
		return schema.parse(data);
	} catch (cause) {
		throw api.fault(cause, attempt);
	}
}
async function readRows(api, { attempt, url, query, schema }, pick = (data) => data) {
	const rows = api.rows(async (paging) => {
		const { data, headers } = await api.octokit.request({
			method: "GET",
			url: place(api, url),
			...query,
			...paging
		});
		const picked = pick(data);
		return {
			data: Array.isArray(picked) ? picked : null,
			headers
		};
	});
	const parsed = [];
	try {
		for await (const row of rows) parsed.push(schema.parse(row));
		return parsed;
	} catch (cause) {
		throw api.fault(cause, attempt);
	}
}
function place({ owner, repo }, url) {
	if (url.startsWith("/")) return url;
	return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${url}`;
}
// src/host/pull-requests.ts
const userSchema = looseObject({
	login: string(),
	id: number().optional(),
	type: string().optional()
});
const side$1 = looseObject({
	sha: string(),
	ref: string()
});
const pullSchema$3 = looseObject({
	number: int().positive(),
	title: string().nullish(),
	body: string().nullish(),
	state: string(),
	user: userSchema.nullish(),
	labels: array(looseObject({ name: string() })).nullish(),
	requested_reviewers: array(userSchema.nullable()).nullish(),
	head: side$1,
	base: side$1,
	changed_files: int().nonnegative().nullish(),
	merged_at: string().nullish(),
	merged_by: userSchema.nullish(),
	merge_commit_sha: string().nullish()
});
async function readPullRequest(api, number) {
	return requestFrom(await readOne(api, {
		attempt: `read the pull request #${number}`,
		url: `pulls/${number}`,
		schema: pullSchema$3
	}), api.dialect);
}
async function listOpenRequests(api) {
	return (await readRows(api, {
		attempt: "list the open pull requests",
		url: "pulls",
		query: { state: "open" },
		schema: pullSchema$3
	})).map((row) => requestFrom(row, api.dialect));
}
function hostAccount(user) {
	if (!user) return {
		login: "",
		bot: true
	};
	const bot = user.type === "Bot" || user.login.endsWith("[bot]") || (user.id ?? 0) < 0;
	return {
		login: user.login,
		bot
	};
}
function timeOf(text) {
	const time = new Date(text ?? "");
	return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1990 ? void 0 : time;
}
function requestInPayload(value) {
	return requestFrom(pullSchema$3.parse(value));
}
function requestFrom(row, dialect) {
	const at = timeOf(row.merged_at);
	const merged = at && row.merge_commit_sha ? {
		at,
		by: hostAccount(row.merged_by).login,
		commit: row.merge_commit_sha
	} : void 0;
	const { changed_files: changedFiles } = row;
	return {
		number: row.number,
		title: row.title ?? "",
		body: row.body ?? "",
		author: hostAccount(row.user),
		labels: (row.labels ?? []).map(({ name }) => name),
		head: row.head.sha,
		base: row.base.sha,
		baseBranch: row.base.ref,
		asked: dialect === "github" ? (row.requested_reviewers ?? []).flatMap((user) => user ? [user.login] : []) : [],
		open: row.state === "open",
		...typeof changedFiles === "number" ? { changedFiles } : {},
		...merged ? { merged } : {}
	};
}
// src/host/change-event.ts
const text = string().optional().catch(void 0);
const eventSchema = looseObject({
	merge_group: looseObject({
		head_sha: text,
		base_sha: text
	}).optional(),
	workflow_run: looseObject({ head_sha: text }).optional(),
	check_run: looseObject({ head_sha: text }).optional(),
	check_suite: looseObject({ head_sha: text }).optional(),
	before: text,
	after: text,
	sha: text
});
const commitId = /^(?!0+$)[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
function readChangeEvent(env) {
	const payload = readPayload(env.GITHUB_EVENT_PATH);
	if (payload.pull_request) {
		const request = requestOrNothing(payload.pull_request);
		if (request) return {
			request,
			base: request.base,
			head: request.head
		};
	}
	const event = eventSchema.parse(payload);
	const head = event.merge_group?.head_sha ?? event.workflow_run?.head_sha ?? event.check_run?.head_sha ?? event.check_suite?.head_sha ?? event.after ?? event.sha;
	const base = event.merge_group?.base_sha ?? event.before;
	return {
		...isCommit(base) ? { base } : {},
		...isCommit(head) ? { head } : {}
	};
}
function requestOrNothing(value) {
	try {
		return requestInPayload(value);
	} catch {
		return;
	}
}
function isCommit(commit) {
	return commit !== void 0 && commitId.test(commit);
}
// src/host/branch-protection.ts
const contexts = array(string()).nullish();
const branchSchema$1 = looseObject({
	protection: looseObject({ required_status_checks: looseObject({ contexts }).nullish() }).nullish(),
	enable_status_check: boolean().nullish(),
	status_check_contexts: contexts
});
const ruleSchema = looseObject({
	type: string(),
	parameters: looseObject({ required_status_checks: array(looseObject({ context: string() })).nullish() }).nullish()
});
async function readRequiredChecks(api, branch) {
	const name = encodeURIComponent(branch);
	const attempt = `read the protection of the branch ${branch}`;
	const row = await readOne(api, {
		attempt,
		url: `branches/${name}`,
		schema: branchSchema$1
	});
	if (api.dialect === "gitea") return row.enable_status_check ? row.status_check_contexts ?? [] : [];
	const rules = await branchRulesOf(api, name, attempt);
	return [...row.protection?.required_status_checks?.contexts ?? [], ...rules.filter(({ type }) => type === "required_status_checks").flatMap(({ parameters }) => parameters?.required_status_checks ?? []).map(({ context }) => context)];
}
async function branchRulesOf(api, name, attempt) {
	try {
		return await readRows(api, {
			attempt,
			url: `rules/branches/${name}`,
			schema: ruleSchema
		});
	} catch (caught) {
		if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return [];
		throw caught;
	}
}
// src/host/commit-checks.ts
const statusSchema = looseObject({
	id: number(),
	context: string(),
	state: string().nullish(),
	status: string().nullish(),
	creator: userSchema.nullish(),
	created_at: string().nullish(),
	updated_at: string().nullish(),
	target_url: string().nullish()
});
const runSchema$1 = looseObject({
	id: number(),
	name: string(),
	status: string(),
	conclusion: string().nullish(),
	app: looseObject({ slug: string().nullish() }).nullish(),
	check_suite: looseObject({ id: number() }).nullish(),
	completed_at: string().nullish(),
	details_url: string().nullish()
});
async function readChecks(api, commit) {
	const attempt = `read the checks of ${commit.slice(0, 12)}`;
	const at = `commits/${encodeURIComponent(commit)}`;
	const results = (await readRows(api, {
		attempt,
		url: `${at}/statuses`,
		schema: statusSchema
	})).map((row) => statusResult(row, api.dialect));
	if (api.dialect !== "github") return results;
	const runs = await readRows(api, {
		attempt,
		url: `${at}/check-runs`,
		query: { filter: "latest" },
		schema: runSchema$1
	}, (data) => fieldsOf(data).check_runs);
	return [...results, ...runs.map(runResult)];
}
const jobOfGitea = /\/actions\/runs\/\d+\/jobs\/\d+$/;
function creatorOf({ creator, target_url: target }, dialect) {
	return dialect === "gitea" && !creator && jobOfGitea.test(target ?? "") ? "gitea-actions" : hostAccount(creator).login;
}
function statusResult(row, dialect) {
	const word = row.state ?? row.status ?? "";
	return {
		id: row.id,
		name: row.context,
		by: creatorOf(row, dialect),
		state: word === "success" || word === "pending" || word === "skipped" ? word : "failure",
		at: timeOf(row.created_at ?? row.updated_at),
		url: row.target_url ?? void 0,
		suite: void 0
	};
}
function runResult(row) {
	const { conclusion } = row;
	const ended = conclusion === "success" ? "success" : conclusion === "skipped" || conclusion === "neutral" ? "skipped" : "failure";
	return {
		id: row.id,
		name: row.name,
		by: row.app?.slug ?? "",
		state: row.status === "completed" ? ended : "pending",
		at: timeOf(row.completed_at),
		url: row.details_url ?? void 0,
		suite: row.check_suite?.id ?? row.id
	};
}
// src/host/reviews.ts
const reviewSchema = looseObject({
	id: number(),
	user: userSchema.nullish(),
	state: string(),
	commit_id: string().nullish(),
	submitted_at: string().nullish(),
	dismissed: boolean().nullish(),
	stale: boolean().nullish()
});
const states = {
	APPROVED: "approved",
	CHANGES_REQUESTED: "changes-requested",
	DISMISSED: "dismissed",
	COMMENTED: "other",
	PENDING: "other",
	REQUEST_CHANGES: "changes-requested",
	COMMENT: "other",
	REQUEST_REVIEW: "asked"
};
async function readReviews(api, number) {
	return (await readRows(api, {
		attempt: `read the reviews of #${number}`,
		url: `pulls/${number}/reviews`,
		schema: reviewSchema
	})).flatMap((row) => row.user ? [reviewFrom(row)] : []);
}
function reviewFrom(row) {
	const said = states[row.state.toUpperCase()] ?? "changes-requested";
	const state = row.dismissed && said !== "asked" ? "dismissed" : said;
	return {
		id: row.id,
		reviewer: hostAccount(row.user),
		state,
		commit: row.stale ? void 0 : row.commit_id ?? void 0,
		at: timeOf(row.submitted_at)
	};
}
// src/host/path-name.ts
function checkPathName(what, name) {
	if (name !== "" && name !== "." && name !== ".." && !/[/\\\p{Cc}\s]/u.test(name)) return;
	throw new IdentikitError("EVENT_INVALID", `${what} is "${visible(shortened(name, 100))}", which no forge allows`, { remedy: "Look at who sent the event: nothing is asked about such a name." });
}
// src/host/team-members.ts
const memberSchema = looseObject({ state: string().optional() });
const teamSchema = looseObject({
	id: int(),
	name: string()
});
async function readTeamMembers(api, team) {
	const [organisation = "", name = ""] = team.split("/");
	const attempt = `read the members of the team ${team}`;
	const org = encodeURIComponent(organisation);
	return (await readRows(api, {
		attempt,
		url: api.dialect === "github" ? `/orgs/${org}/teams/${encodeURIComponent(name)}/members` : `/teams/${await teamId(api, org, name, attempt)}/members`,
		schema: userSchema
	})).map(({ login }) => login);
}
async function isMemberOf(api, team, login) {
	const [organisation = "", name = ""] = team.split("/");
	for (const part of [
		organisation,
		name,
		login
	]) checkPathName("team or login", part);
	const attempt = `look for ${login} in the team ${team}`;
	const [org, user] = [encodeURIComponent(organisation), encodeURIComponent(login)];
	const id = api.dialect === "github" ? void 0 : await teamNumber(api, org, name, attempt);
	const place = id === void 0 ? `/orgs/${org}/teams/${encodeURIComponent(name)}` : `/teams/${id}`;
	await readOne(api, {
		attempt,
		url: place,
		schema: looseObject({ id: int() })
	});
	const member = api.dialect === "github" ? `memberships/${user}` : `members/${user}`;
	try {
		const found = await readOne(api, {
			attempt,
			url: `${place}/${member}`,
			schema: memberSchema
		});
		return found.state === void 0 || found.state === "active";
	} catch (caught) {
		if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return false;
		throw caught;
	}
}
async function teamNumber(api, org, name, attempt) {
	try {
		return await teamId(api, org, name, attempt);
	} catch (caught) {
		if (!(caught instanceof IdentikitError) || caught.code !== "CHANGE_UNKNOWN") throw caught;
		throw new IdentikitError("HOST_DENIED", caught.message, {
			remedy: "Name a team that there is, or give a token that may read the organisation.",
			cause: caught
		});
	}
}
async function teamId(api, org, name, attempt) {
	const found = (await readRows(api, {
		attempt,
		url: `/orgs/${org}/teams`,
		schema: teamSchema
	})).filter((team) => team.name.toLowerCase() === name.toLowerCase());
	const [team] = found;
	if (team && found.length === 1) return team.id;
	throw new IdentikitError("CHANGE_UNKNOWN", `the organisation ${org} has no team ${JSON.stringify(name)} that the token sees`, { remedy: "Correct changes.groups in identikit.yaml, name the members there, or give a token that may read the organisation." });
}
// src/host/kept-issue.ts
const issueSchema$1 = looseObject({
	number: int().positive(),
	body: string().nullish(),
	user: userSchema.nullish(),
	pull_request: unknown().optional()
});
async function keepIssue(api, issue) {
	const { owner, repo } = api;
	const marker = `<!-- identikit:${issue.purpose} -->\n`;
	const body = `${marker}${issue.body}`;
	const attempt = `write the issue ${JSON.stringify(issue.title)}`;
	const number = await ownIssue(api, marker, attempt);
	if (number === void 0 && !issue.open) return { kind: "unchanged" };
	try {
		if (number === void 0) await api.octokit.rest.issues.create({
			owner,
			repo,
			title: issue.title,
			body
		});
		else {
			const state = issue.open ? "open" : "closed";
			await api.octokit.rest.issues.update({
				owner,
				repo,
				issue_number: number,
				body,
				state
			});
		}
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
async function ownIssue(api, marker, attempt) {
	const rows = await readRows(api, {
		attempt,
		url: "issues",
		query: {
			state: "open",
			type: "issues"
		},
		schema: issueSchema$1
	});
	const isOurs = await authorship(api);
	return rows.filter(({ body, pull_request: request }) => !request && (body ?? "").replaceAll("\r\n", "\n").startsWith(marker)).filter(({ user }) => isOurs(user)).map(({ number }) => number).sort((a, b) => a - b)[0];
}
// src/host/run-state.ts
const runSchema = looseObject({ status: string() });
async function readRunState(api, serverUrl, url) {
	const prefix = `${serverUrl}/${api.owner}/${api.repo}/actions/runs/`;
	const id = url?.startsWith(prefix) ? /^\d{1,18}(?=\/|$)/.exec(url.slice(prefix.length))?.[0] : void 0;
	if (id === void 0) return "unknown";
	try {
		const { status } = await readOne(api, {
			attempt: `read the run ${id}`,
			url: `actions/runs/${id}`,
			schema: runSchema
		});
		return [
			"completed",
			"success",
			"failure",
			"cancelled",
			"skipped"
		].includes(status) ? "over" : "running";
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "HOST_DENIED" && hostStatus(caught.cause) !== 401) return "unknown";
		throw caught;
	}
}
// src/host/forge-writer/send-write.ts
const writtenRow = looseObject({
	id: number().optional(),
	number: int().optional(),
	body: string().nullish(),
	user: userSchema.nullish(),
	html_url: string().nullish(),
	created_at: string().nullish()
});
async function sendWrite(api, write) {
	try {
		return await requestOnce(api, write);
	} catch (cause) {
		throw api.fault(cause, write.attempt);
	}
}
async function requestOnce(api, { method, url, body }) {
	const { owner, repo } = api;
	const place = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${url}`;
	const { data } = await api.octokit.request({
		method,
		url: place,
		...body,
		request: { retries: 0 }
	});
	return data;
}
function isStatus(cause, ...codes) {
	const status = hostStatus(cause);
	return status !== void 0 && codes.includes(status);
}
async function markedRow(api, rows, marker) {
	const isOurs = await authorship(api);
	for await (const row of rows) if ((row.body ?? "").replaceAll("\r\n", "\n").startsWith(marker) && isOurs(row.user)) return placeOfRow(row);
}
function placeOfRow(row) {
	const { html_url: url, state } = writtenRow.parse(row);
	return {
		url: url ?? "",
		...state === "closed" ? { isClosed: true } : {}
	};
}
const soughtDays = 60;
async function* recentRows(api, { url, query, now }) {
	const { owner, repo } = api;
	const place = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${url}`;
	const rows = api.rows(async (paging) => {
		const { data, headers } = await api.octokit.request({
			method: "GET",
			url: place,
			...query,
			...paging
		});
		return {
			data: Array.isArray(data) ? data : null,
			headers
		};
	});
	const oldest = now.getTime() - soughtDays * 864e5;
	for await (const value of rows) {
		const row = writtenRow.parse(value);
		if (Date.parse(row.created_at ?? "") < oldest) return;
		yield row;
	}
}
// src/host/host-apis.ts
var HostApis = class {
	#options;
	#open = new Map();
	constructor(options) {
		this.#options = options;
	}
	of(repository) {
		for (const part of repository.split("/")) checkPathName("repository", part);
		let api = this.#open.get(repository);
		if (!api) {
			api = HostApi.open({
				...this.#options,
				repository
			});
			this.#open.set(repository, api);
		}
		return api;
	}
};
// src/host/ci-runs.ts
const runRow$1 = looseObject({
	status: string(),
	html_url: string().nullish()
});
const ended = new Set([
	"completed",
	"success",
	"failure",
	"cancelled",
	"skipped"
]);
var HostCiRuns = class {
	#options;
	#apis;
	constructor(options) {
		this.#options = options;
		this.#apis = new HostApis(options);
	}
	async cancel(url) {
		const { serverUrl } = this.#options.host;
		const path = url.startsWith(`${serverUrl}/`) ? url.slice(serverUrl.length + 1) : "";
		const [, repository = "", id = ""] = /^([^/]+\/[^/]+)\/actions\/runs\/(\d{1,18})$/.exec(path) ?? [];
		if (repository === "" || !this.#options.isOurs(repository)) return impossible(`${url} is no CI run of a repository of the organisation on ${serverUrl}`);
		const api = await this.#apis.of(repository);
		const row = await this.#run(api, id);
		if (typeof row === "string") return impossible(row);
		if (row.html_url?.toLowerCase() !== url.toLowerCase()) return impossible(`the host says of the number ${id} that it is ${row.html_url ?? "no page"}, not ${url}`);
		if (ended.has(row.status)) return {
			state: "over",
			message: `${url} is over`
		};
		return await this.#stop(api, id, url);
	}
	async #run(api, id) {
		try {
			return await readOne(api, {
				attempt: `read the CI run ${id}`,
				url: `actions/runs/${id}`,
				schema: runRow$1
			});
		} catch (caught) {
			if (caught instanceof IdentikitError && caught.code === "HOST_DENIED") return caught.message;
			throw caught;
		}
	}
	async #stop(api, id, url) {
		const attempt = `stop the CI run ${id}`;
		try {
			await requestOnce(api, {
				method: "POST",
				url: `actions/runs/${id}/cancel`,
				attempt
			});
			return {
				state: "told",
				message: `the host was told to stop ${url}`
			};
		} catch (caught) {
			const status = hostStatus(caught);
			if (status === 409) return {
				state: "over",
				message: `${url} is over`
			};
			if (status === 404 || status === 405) return impossible(`this host has no way to stop a run by its API, so ${url} goes on`);
			const fault = api.fault(caught, attempt);
			if (fault.code === "HOST_DENIED") return impossible(fault.message);
			throw fault;
		}
	}
};
function impossible(message) {
	return {
		state: "impossible",
		message
	};
}
// src/host/ci-starts.ts
const runsPage = looseObject({ workflow_runs: array(looseObject({
	id: int(),
	display_title: string().nullish(),
	html_url: string().nullish()
})).nullish() });
const mostPages = 50;
var HostCiStarts = class {
	#options;
	#apis;
	constructor(options) {
		this.#options = options;
		this.#apis = new HostApis(options);
	}
	async newest({ repository }) {
		if (!this.#options.isOurs(repository)) return 0;
		const [newest] = await pageOf(await this.#apis.of(repository), 1);
		return newest?.id ?? 0;
	}
	async find({ repository }, { run, after }) {
		if (!this.#options.isOurs(repository)) return void 0;
		const api = await this.#apis.of(repository);
		for (let page = 1; page <= mostPages; page++) {
			const rows = await pageOf(api, page);
			const newer = rows.filter(({ id }) => id > after);
			const found = newer.find(({ display_title: title }) => title === runTitle(run));
			if (found) return found.html_url ?? `${repository}, CI run ${found.id}`;
			if (newer.length < rows.length || rows.length === 0) return void 0;
		}
	}
	async start({ repository, file, ref }, run) {
		if (!this.#options.isOurs(repository)) return refused("RepositoryNotOurs", `${repository} is no repository of the organisation`, { remedy: "Name a repository of platform.repositories in the pool's workflow." });
		const api = await this.#apis.of(repository);
		const attempt = `start the workflow ${file} on ${ref}`;
		try {
			await requestOnce(api, {
				method: "POST",
				url: `actions/workflows/${encodeURIComponent(file)}/dispatches`,
				attempt,
				body: {
					ref,
					inputs: { run }
				}
			});
			return { state: "started" };
		} catch (caught) {
			const fault = api.fault(caught, attempt);
			const status = hostStatus(caught);
			const place = `${repository}, ${file} on ${ref}`;
			if (status === 404) return refused("WorkflowMissing", `${fault.message}`, { remedy: `Look whether ${place} exists, and whether IDENTIKIT_HOST_TOKEN may write its Actions.` });
			if (status === 401 || status === 403) return refused("TokenRefused", fault.message, { remedy: `Give IDENTIKIT_HOST_TOKEN the permission actions: write on ${repository}; look whether the workflow is disabled.` });
			if (status === 400 || status === 422) return refused("WorkflowNotDispatchable", fault.message, { remedy: `Let ${place} have on: workflow_dispatch with the input run, as the shipped dispatch-agent.yml.` });
			throw fault;
		}
	}
};
function runTitle(run) {
	return `dispatch-agent ${run}`;
}
async function pageOf(api, page) {
	const { workflow_runs: rows } = await readOne(api, {
		attempt: "list the CI runs that were started by hand",
		url: "actions/runs",
		query: {
			event: "workflow_dispatch",
			page: String(page),
			per_page: "50",
			limit: "50"
		},
		schema: runsPage
	});
	return rows ?? [];
}
function refused(code, message, { remedy }) {
	return {
		state: "refused",
		code,
		message,
		remedy
	};
}
// src/host/changed-paths.ts
const fileSchema = looseObject({
	filename: string(),
	previous_filename: string().nullish()
});
const pullSchema$2 = looseObject({
	changed_files: int().nonnegative().nullish(),
	head: looseObject({ sha: string() })
});
const files = array(fileSchema).nullish();
const comparisonSchema = looseObject({
	files,
	total_commits: int().nullish(),
	commits: array(looseObject({ files })).nullish()
});
const listedOfComparison = 300;
async function readChangedPaths(api, { pullRequest, base, head }) {
	if (pullRequest !== void 0) return await ofRequest(api, pullRequest, head);
	if (base === void 0 || head === void 0) return void 0;
	const url = `compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`;
	const row = await readOne(api, {
		attempt: `compare ${base.slice(0, 12)} and ${head.slice(0, 12)}`,
		url,
		schema: comparisonSchema
	});
	if (api.dialect === "github") return row.files && row.files.length < listedOfComparison ? pathsIn(row.files) : void 0;
	const { commits, total_commits: total } = row;
	if (!commits || typeof total === "number" && total !== commits.length) return void 0;
	return commits.every(({ files: of }) => of) ? pathsIn(commits.flatMap(({ files: of }) => of ?? [])) : void 0;
}
async function ofRequest(api, number, head) {
	const rows = await readRows(api, {
		attempt: `list the files of #${number}`,
		url: `pulls/${number}/files`,
		schema: fileSchema
	});
	const pull = await readOne(api, {
		attempt: `read the pull request #${number}`,
		url: `pulls/${number}`,
		schema: pullSchema$2
	});
	return head !== void 0 && pull.head.sha !== head || pull.changed_files !== rows.length ? void 0 : pathsIn(rows);
}
function pathsIn(rows) {
	return [...new Set(rows.flatMap(({ filename, previous_filename: from }) => from ? [filename, from] : [filename]))].sort();
}
// src/host/kept-answers.ts
var KeptAnswers = class {
	#answers = new Map();
	async once(key, ask) {
		const known = this.#answers.get(key);
		if (known) return await known;
		const answer = ask();
		this.#answers.set(key, answer);
		answer.catch(() => this.#answers.delete(key));
		return await answer;
	}
};
// src/host/permission.ts
const permissionSchema = looseObject({
	permission: string(),
	role_name: string().nullish(),
	user: userSchema.nullish()
});
const levels = {
	none: "none",
	read: "read",
	triage: "triage",
	write: "write",
	maintain: "maintain",
	admin: "admin",
	owner: "admin"
};
async function readPermission(api, login) {
	const row = await readOne(api, {
		attempt: `read the permission of ${login}`,
		url: `collaborators/${encodeURIComponent(login)}/permission`,
		schema: permissionSchema
	});
	return {
		permission: levels[row.role_name ?? ""] ?? levels[row.permission] ?? "none",
		isBot: (row.user ? hostAccount(row.user) : void 0)?.bot === true || login.endsWith("[bot]")
	};
}
// src/host/ref-protection.ts
const keeping = new Set([
	"pull_request",
	"update",
	"required_status_checks"
]);
async function readProtection(api, ref, readBranch) {
	const [, branch] = /^refs\/heads\/(.+)$/s.exec(ref) ?? [];
	if (branch === void 0) return false;
	const name = encodeURIComponent(branch);
	const attempt = `read the protection of the branch ${branch}`;
	try {
		const row = await readBranch(branch);
		if (row.protected === true || api.dialect === "gitea") return row.protected === true;
	} catch (caught) {
		if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return false;
		throw caught;
	}
	return (await branchRulesOf(api, name, attempt)).some(({ type }) => keeping.has(type));
}
// src/host/repository-readings.ts
const side = looseObject({
	ref: string(),
	sha: string(),
	repo: looseObject({ full_name: string() }).nullish()
});
const pullSchema$1 = looseObject({
	head: side,
	base: side
});
const repositorySchema = looseObject({ default_branch: string() });
const branchSchema = looseObject({
	commit: looseObject({
		sha: string().optional(),
		id: string().optional()
	}).nullish(),
	protected: boolean().nullish()
});
var RepositoryReadings = class {
	#api;
	#answers = new KeptAnswers();
	constructor(api) {
		this.#api = api;
	}
	pull(number) {
		const attempt = `read the pull request #${number}`;
		return this.#answers.once(`pulls/${number}`, () => readOne(this.#api, {
			attempt,
			url: `pulls/${number}`,
			schema: pullSchema$1
		}));
	}
	async defaultBranch() {
		const { owner, repo } = this.#api;
		const url = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
		const read = () => readOne(this.#api, {
			attempt: "read the repository",
			url,
			schema: repositorySchema
		});
		return (await this.#answers.once(url, read)).default_branch;
	}
	branch(name) {
		const url = `branches/${encodeURIComponent(name)}`;
		return this.#answers.once(url, () => readOne(this.#api, {
			attempt: `read the branch ${name}`,
			url,
			schema: branchSchema
		}));
	}
	protection(ref) {
		return this.#answers.once(`protection ${ref}`, () => readProtection(this.#api, ref, (name) => this.branch(name)));
	}
	permission(login) {
		return this.#answers.once(`permission ${login}`, () => readPermission(this.#api, login));
	}
};
// src/host/forge-writer/write-labels.ts
const labelRow = looseObject({
	id: number().optional(),
	name: string()
});
const labelled = looseObject({
	labels: array(labelRow).nullish(),
	html_url: string().nullish()
});
async function findLabels(api, write) {
	const { labels, html_url: url } = await labelsOf(api, write);
	const set = new Set((labels ?? []).map(({ name }) => name.toLowerCase()));
	return write.add.every((name) => set.has(name.toLowerCase())) && !write.remove.some((name) => set.has(name.toLowerCase())) ? { url: url ?? "" } : void 0;
}
async function sendLabels(api, write) {
	const { number, add, remove } = write;
	const { labels, html_url: url } = await labelsOf(api, write);
	const set = new Map((labels ?? []).map(({ name, id }) => [name.toLowerCase(), {
		name,
		id
	}]));
	const missing = add.filter((name) => !set.has(name.toLowerCase()));
	const named = api.dialect === "gitea" ? await giteaLabelIds(api, missing) : missing;
	const attempt = `set labels of #${number}`;
	if (missing.length > 0) await sendWrite(api, {
		method: "POST",
		url: `issues/${number}/labels`,
		body: { labels: named },
		attempt
	});
	for (const label of remove.flatMap((name) => set.get(name.toLowerCase()) ?? [])) {
		const which = api.dialect === "gitea" ? String(label.id) : encodeURIComponent(label.name);
		try {
			await requestOnce(api, {
				method: "DELETE",
				url: `issues/${number}/labels/${which}`,
				attempt
			});
		} catch (cause) {
			if (!isStatus(cause, 404)) throw api.fault(cause, attempt);
		}
	}
	return { url: url ?? "" };
}
function labelsOf(api, { number }) {
	return readOne(api, {
		attempt: `read the labels of #${number}`,
		url: `issues/${number}`,
		schema: labelled
	});
}
async function giteaLabelIds(api, names) {
	if (names.length === 0) return [];
	const known = await readRows(api, {
		attempt: "list the labels",
		url: "labels",
		schema: labelRow
	});
	const shared = await ofOrganisation(api);
	return names.map((name) => {
		const found = [...known, ...shared].find((label) => label.name.toLowerCase() === name.toLowerCase());
		if (found?.id !== void 0) return found.id;
		throw new IdentikitError("WRITE_BACK_FAILED", `${api.owner}/${api.repo} has no label ${JSON.stringify(name)}`, { remedy: "Make the label, and ask for the write-back again." });
	});
}
async function ofOrganisation(api) {
	try {
		return await readRows(api, {
			attempt: "list the labels of the organisation",
			url: `/orgs/${encodeURIComponent(api.owner)}/labels`,
			schema: labelRow
		});
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "HOST_DENIED") return [];
		throw caught;
	}
}
// src/host/forge-writer/diff-lines.ts
const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
function linesOfPatch(patch) {
	const found = {
		old: new Set(),
		new: new Set()
	};
	takeHunks(patch.split("\n"), 0, found);
	return found;
}
function linesOfDiff(diff) {
	const files = new Map();
	const lines = diff.split("\n");
	let names = [];
	for (let at = 0; at < lines.length;) {
		const line = lines[at] ?? "";
		const [, name] = /^(?:---|\+\+\+) [ab]\/(.*?)\t?$/.exec(line) ?? [];
		if (line.startsWith("diff --git ")) names = [];
		else if (name !== void 0) names = [...names, name];
		if (!hunk.test(line)) {
			at++;
			continue;
		}
		const found = {
			old: new Set(),
			new: new Set()
		};
		at = takeHunks(lines, at, found);
		for (const one of new Set(names)) files.set(one, found);
	}
	return files;
}
function takeHunks(lines, from, found) {
	let at = from;
	for (;;) {
		const [, before, oldCount = "1", after, newCount = "1"] = hunk.exec(lines[at] ?? "") ?? [];
		if (before === void 0) return at;
		const sides = {
			old: Number(before),
			new: Number(after)
		};
		at = takeLines(lines, at + 1, sides, {
			old: Number(oldCount),
			new: Number(newCount)
		}, found);
		if (lines[at]?.startsWith("\\")) at++;
	}
}
function takeLines(lines, from, next, left, found) {
	let at = from;
	for (; (left.old > 0 || left.new > 0) && at < lines.length; at++) {
		const sign = lines[at]?.[0];
		if (sign === "\\") continue;
		for (const side of ["old", "new"]) {
			if (sign === (side === "old" ? "+" : "-")) continue;
			found[side].add(next[side]++);
			left[side]--;
		}
	}
	return at;
}
// src/host/forge-writer/write-review.ts
const fileRow = looseObject({
	filename: string(),
	patch: string().nullish()
});
async function findReview(api, { number }, marker) {
	const url = `pulls/${number}/reviews`;
	return await markedRow(api, await readRows(api, {
		attempt: `list the reviews of #${number}`,
		url,
		schema: writtenRow
	}), marker);
}
async function sendReview(api, review, marker) {
	const { number, head, verdict } = review;
	const lines = await shownLines(api, number);
	const placed = review.findings.filter((finding) => isShown(finding, lines));
	const others = review.findings.filter((finding) => !placed.includes(finding));
	const body = `${marker}${bodyOf(review.body, others)}`;
	const comments = placed.map((finding) => api.dialect === "github" ? gitHubComment(finding) : giteaComment(finding));
	const send = (event) => requestOnce(api, {
		method: "POST",
		url: `pulls/${number}/reviews`,
		body: {
			commit_id: head,
			body,
			event,
			comments
		},
		attempt: ""
	});
	const attempt = `review #${number}`;
	try {
		return placeOfRow(await send(verdict === "request_changes" ? "REQUEST_CHANGES" : "COMMENT"));
	} catch (cause) {
		if (verdict !== "request_changes" || !isStatus(cause, 422)) throw api.fault(cause, attempt);
	}
	try {
		return placeOfRow(await send("COMMENT"));
	} catch (cause) {
		throw api.fault(cause, attempt);
	}
}
async function shownLines(api, number) {
	const attempt = `read the diff of #${number}`;
	if (api.dialect === "github") {
		const rows = await readRows(api, {
			attempt,
			url: `pulls/${number}/files`,
			schema: fileRow
		});
		return new Map(rows.map(({ filename, patch }) => [filename, linesOfPatch(patch ?? "")]));
	}
	const schema = union([string(), _instanceof(ArrayBuffer)]);
	const text = await readOne(api, {
		attempt,
		url: `pulls/${number}.diff`,
		schema
	});
	return linesOfDiff(typeof text === "string" ? text : Buffer.from(text).toString("utf8"));
}
function isShown({ path, line, endLine, side }, lines) {
	const shown = lines.get(path)?.[side];
	return line !== void 0 && shown?.has(line) === true && shown.has(lastLine({
		line,
		endLine
	}));
}
function lastLine({ line = 0, endLine = line }) {
	return Math.max(line, endLine);
}
function gitHubComment(finding) {
	const { path, body, line } = finding;
	const side = finding.side === "old" ? "LEFT" : "RIGHT";
	const last = lastLine(finding);
	return last === line ? {
		path,
		body,
		line,
		side
	} : {
		path,
		body,
		line: last,
		side,
		start_line: line,
		start_side: side
	};
}
function giteaComment(finding) {
	const { path, body, side } = finding;
	const last = lastLine(finding);
	return side === "old" ? {
		path,
		body,
		old_position: last,
		new_position: 0
	} : {
		path,
		body,
		new_position: last,
		old_position: 0
	};
}
function bodyOf(body, others) {
	const listed = others.map(({ path, line, body: said }) => {
		return `- ${`\`${path.replaceAll("`", "'")}${line === void 0 ? "" : `:${line}`}\``}: ${said.replaceAll("\n", "\n  ")}`;
	});
	const text = listed.length === 0 ? body : `${body}\n\n${listed.join("\n")}`;
	return text.length > 64e3 ? `${text.slice(0, 63900).toWellFormed()}\n\n(The rest was cut off.)` : text;
}
// src/host/forge-writer/write-state.ts
const statusRow = looseObject({
	context: string(),
	state: string().nullish(),
	status: string().nullish(),
	description: string().nullish(),
	creator: userSchema.nullish()
});
const runRow = looseObject({
	run_attempt: int().nullish(),
	html_url: string().nullish()
});
async function findStatus(api, write) {
	const newest = (await readRows(api, {
		attempt: `read the statuses of ${write.commit.slice(0, 12)}`,
		url: `commits/${encodeURIComponent(write.commit)}/statuses`,
		schema: statusRow
	})).find(({ context }) => context === write.context);
	if (!newest) return void 0;
	const isSame = (newest.state ?? newest.status) === write.state && (newest.description ?? "") === write.description;
	const isOurs = await authorship(api);
	return isSame && isOurs(newest.creator) ? placeOfStatus(write) : void 0;
}
async function sendStatus(api, write) {
	const { commit, context, state, description } = write;
	const url = `statuses/${encodeURIComponent(commit)}`;
	const attempt = `set the status ${context}`;
	await sendWrite(api, {
		method: "POST",
		url,
		body: {
			context,
			state,
			description
		},
		attempt
	});
	return placeOfStatus(write);
}
function placeOfStatus({ context, commit }) {
	return { url: `${context} on ${commit}` };
}
async function runAttempt(api, workflowRun) {
	const url = `actions/runs/${encodeURIComponent(workflowRun)}`;
	try {
		return await readOne(api, {
			attempt: `read the CI run ${workflowRun}`,
			url,
			schema: runRow
		});
	} catch (caught) {
		if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return void 0;
		throw caught;
	}
}
async function findRerun(api, { workflowRun, attempt }) {
	const run = await runAttempt(api, workflowRun);
	return run && (run.run_attempt ?? 0) > attempt ? { url: run.html_url ?? "" } : void 0;
}
async function sendRerun(api, { workflowRun, job }) {
	const run = `actions/runs/${encodeURIComponent(workflowRun)}`;
	const ofJob = api.dialect === "gitea" ? `${run}/jobs/${job}` : `actions/jobs/${job}`;
	await sendWrite(api, {
		method: "POST",
		url: `${job === void 0 ? run : ofJob}/rerun`,
		attempt: `run CI ${workflowRun} again`
	});
	return { url: (await runAttempt(api, workflowRun))?.html_url ?? "" };
}
// src/host/forge-writer/write-texts.ts
async function findComment(api, { number }, marker) {
	return await markedRow(api, await readRows(api, {
		attempt: `list the comments on #${number}`,
		url: `issues/${number}/comments`,
		schema: writtenRow
	}), marker);
}
async function sendComment(api, { number, body }, marker) {
	const url = `issues/${number}/comments`;
	const attempt = `comment on #${number}`;
	return placeOfRow(await sendWrite(api, {
		method: "POST",
		url,
		body: { body: marker + body },
		attempt
	}));
}
async function findIssue(api, marker, now) {
	const query = {
		state: "all",
		type: "issues",
		sort: "created",
		direction: "desc"
	};
	try {
		return await markedRow(api, recentRows(api, {
			url: "issues",
			query,
			now
		}), marker);
	} catch (cause) {
		throw api.fault(cause, "list the issues");
	}
}
async function sendIssue(api, { title, body, labels }, marker) {
	const named = api.dialect === "gitea" ? await giteaLabelIds(api, labels) : labels;
	return placeOfRow(await sendWrite(api, {
		method: "POST",
		url: "issues",
		body: {
			title,
			body: marker + body,
			labels: named
		},
		attempt: "open an issue"
	}));
}
async function findPull(api, { branch }, marker, now) {
	const query = {
		state: "all",
		head: `${api.owner}:${branch}`,
		sort: "created",
		direction: "desc"
	};
	try {
		return await markedRow(api, recentRows(api, {
			url: "pulls",
			query,
			now
		}), marker);
	} catch (cause) {
		throw api.fault(cause, "list the pull requests");
	}
}
async function sendPull(api, write, marker) {
	const { branch, into, title, body } = write;
	const isDraft = write.action === "pull_request" && write.draft;
	const content = {
		head: branch,
		base: into,
		title: isDraft && api.dialect === "gitea" ? `WIP: ${title}` : title,
		body: marker + body
	};
	const draft = isDraft && api.dialect === "github" ? { draft: true } : {};
	const attempt = `open a pull request from ${branch} into ${into}`;
	return placeOfRow(await sendWrite(api, {
		method: "POST",
		url: "pulls",
		body: {
			...content,
			...draft
		},
		attempt
	}));
}
// src/host/item-states.ts
const issueSchema = looseObject({ state: string() });
const pullSchema = looseObject({
	merged: boolean().nullish(),
	merged_at: string().nullish()
});
var ItemStates = class {
	#apis;
	constructor(options) {
		this.#apis = new HostApis(options);
	}
	async isClosed({ repository, kind, id }) {
		const number = Number(id);
		if (kind !== "issue" && kind !== "pull_request" || !Number.isSafeInteger(number) || number < 1) return void 0;
		const row = await this.#read(repository, {
			attempt: `read the issue #${number}`,
			url: `issues/${number}`,
			schema: issueSchema
		});
		return row && row.state === "closed";
	}
	async mergedAt(repository, number) {
		const row = await this.#read(repository, {
			attempt: `read the pull request #${number}`,
			url: `pulls/${number}`,
			schema: pullSchema
		});
		return row?.merged && row.merged_at ? new Date(row.merged_at).toISOString() : void 0;
	}
	async #read(repository, question) {
		const api = await this.#apis.of(repository);
		try {
			return await readOne(api, question);
		} catch (caught) {
			if (caught instanceof IdentikitError && caught.code === "HOST_DENIED") return void 0;
			throw caught;
		}
	}
};
// src/host/remembered-facts.ts
var RememberedFacts = class {
	#source;
	#answers = new KeptAnswers();
	constructor(source) {
		this.#source = source;
	}
	factsOf(question, signal) {
		const { repository, actor, ref, pullRequest } = question;
		return this.#answers.once(JSON.stringify([
			"facts",
			repository,
			actor,
			ref,
			pullRequest
		]), () => this.#source.factsOf(question, signal));
	}
	changedPaths(question, signal) {
		const { repository, pullRequest, base, head } = question;
		return this.#answers.once(JSON.stringify([
			"paths",
			repository,
			pullRequest,
			base,
			head
		]), () => this.#source.changedPaths(question, signal));
	}
	placeOf(question, signal) {
		const { repository, ref, pullRequest } = question;
		return this.#answers.once(JSON.stringify([
			"place",
			repository,
			ref,
			pullRequest
		]), () => this.#source.placeOf(question, signal));
	}
	fileAt(repository, commit, path, signal) {
		return this.#answers.once(JSON.stringify([
			"file",
			repository,
			commit,
			path
		]), () => this.#source.fileAt(repository, commit, path, signal));
	}
};
// src/host/token-powers.ts
const noCommit = "0".repeat(40);
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
export { HostApi, HostApis, HostCiRuns, HostCiStarts, ItemStates, RememberedFacts, RepositoryReadings, checkPathName, findComment, findIssue, findLabels, findPull, findRerun, findReview, findStatus, hostStatus, isMemberOf, keepComment, keepIssue, linkPackage, listOpenRequests, readChangeEvent, readChangedPaths, readChecks, readEvent, readEventFile, readOne, readPullRequest, readRequiredChecks, readReviews, readRows, readRunState, readTeamMembers, runAttempt, sendComment, sendIssue, sendLabels, sendPull, sendRerun, sendReview, sendStatus, setCommitStatus, stateOf, tokenPowers, userSchema };
