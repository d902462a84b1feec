import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, I as IdentikitError, P as shortened } from "./foundation-QtvXJkSz.js";
import { randomUUID } from "node:crypto";
/** One answer takes at most this long, and is at most this big. */
const answerLimits = {
	milliseconds: 3e4,
	bytes: 33554432
};
/** The host's API for one repository. Requests are tried again after server errors and short rate limits. */
var HostApi = class HostApi {
	octokit;
	owner;
	repo;
	dialect;
	#url;
	#signal;
	constructor(octokit, owner, repo, options) {
		this.octokit = octokit, this.owner = owner, this.repo = repo, this.dialect = options.host.dialect, this.#url = options.host.apiUrl, this.#signal = options.signal;
	}
	/** Loads the client; nothing is sent. @throws {IdentikitError} `USAGE` for a repository that is not `owner/name` */
	static async open(options) {
		let [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(options.repository) ?? [];
		if (owner === void 0 || repo === void 0) throw new IdentikitError("USAGE", `"${visible(options.repository)}" is not a repository as owner/name`, { remedy: "The runner gives it in GITHUB_REPOSITORY." });
		return new HostApi(await loadClient(options), owner, repo, options);
	}
	/**
	* The rows of a list, page after page. Pages are asked for by number at our own base, since the links that an
	* instance behind a proxy sends lead to its outward address; they only say whether there are more.
	* @param read gives one page of at most `limit` rows; Gitea answers `null` for none
	*/
	async *rows(read) {
		for (let page = 1; page <= 200; page++) {
			let { data, headers } = await read({
				page,
				per_page: 100,
				limit: 50
			});
			if (yield* data ?? [], !/\brel="?next\b/.test(headers.link ?? "")) return;
		}
	}
	/**
	* What a failed request means for the user.
	* @param attempt what was tried, in words: "set a status"
	*/
	fault(cause, attempt) {
		if (cause instanceof IdentikitError) return cause;
		let place = `${this.owner}/${this.repo} on ${this.#url}`;
		if (this.#signal.aborted) return new IdentikitError("CANCELLED", `stopped while trying to ${attempt} in ${place}`, {
			remedy: "Run again.",
			cause
		});
		let status = statusOf(cause), said = cause instanceof Error ? shortened(visible(cause.message), 200) : "no answer";
		if (status === 401 || status === 403 || status === 404) return new IdentikitError("HOST_DENIED", `may not ${attempt} in ${place}: ${status} ${said}`, {
			remedy: "Give the job's token the permission that the action's page names, or give another token.",
			cause
		});
		let later = status === void 0 || status >= 500 || status === 429;
		return new IdentikitError("HOST_UNREACHABLE", `could not ${attempt} in ${place}: ${said}`, {
			remedy: later ? "Run the job again when the host answers." : "Check the repository and the commit.",
			cause,
			retry: later ? { kind: "later" } : { kind: "never" }
		});
	}
};
/** The HTTP status of a failed request, where there was an answer. */
function statusOf(cause) {
	let { status, response } = cause;
	return response !== void 0 && typeof status == "number" ? status : void 0;
}
async function loadClient({ host, token, log, signal }) {
	let [{ Octokit }, { retry }, { throttling }] = await Promise.all([
		import("./dist-src-ZtMj1oSM.js"),
		import("./dist-bundle-CfWPeJRQ.js"),
		import("./dist-bundle-DLgE3Pi9.js")
	]), mayWait = (kind) => (seconds, _, __, tries) => (log.warn(`the host's ${kind} rate limit ends in ${seconds} s`), tries < 2 && seconds <= 60);
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
		let limit = AbortSignal.any([signal, AbortSignal.timeout(answerLimits.milliseconds)]), answer = await fetch(input, {
			...init,
			signal: limit
		});
		if (!answer.body) return answer;
		let room = answerLimits.bytes, bounded = new TransformStream({ transform(chunk, controller) {
			room -= chunk.length, room < 0 ? controller.error(/* @__PURE__ */ Error(`an answer of more than ${answerLimits.bytes} bytes`)) : controller.enqueue(chunk);
		} }), { status, statusText, headers } = answer;
		return new Response(answer.body.pipeThrough(bounded), {
			status,
			statusText,
			headers
		});
	};
}
export { statusOf as n, HostApi as t };
