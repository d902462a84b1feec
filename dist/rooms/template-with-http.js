import { IdentikitError } from "../start/faces.js";
import { isOutageStatus, isRetryableStatus, retryAfterMs, stopped } from "./fault.js";
import { object, string } from "../vendor/zod.js";
import { ObjectApi, checkRef, isCommitId, malformed, newName, noSuchCommit, parseAnswer, repositorySchema, serverBaseOf, unknownRef } from "./template.js";
import { AddressPolicy, BodyTooLong, BrokenConnection, HttpClient, StrayRedirect, follow, isLoopback, readWhole, troubleOf } from "../http.js";
// src/template/api-client.ts
const maxTextBytes = 1048576;
const connections = 16;
var ApiClient = class {
	#options;
	#client;
	#policy;
	constructor(options) {
		this.#options = options;
		this.#client = new HttpClient({
			connections,
			env: options.environment
		});
		this.#policy = new AddressPolicy(options.allowPrivateHosts);
		const { base, authorization, owner } = options;
		if (authorization !== void 0 && base.protocol === "http:" && !isLoopback(base.hostname)) throw new IdentikitError("SOURCE_INVALID", `${owner} would get the token unencrypted`, { remedy: "Use https:// in the server's address." });
	}
	async get(path, accept, signal, expected = []) {
		const { base, authorization } = this.#options;
		const incoming = await this.#follow({
			method: "GET",
			at: {
				url: new URL(path, base),
				by: void 0
			},
			own: base,
			headers: {
				accept,
				"accept-encoding": "identity"
			},
			ownHeaders: authorization === void 0 ? void 0 : { authorization }
		}, signal);
		const { status } = incoming;
		if (status >= 200 && status < 300) return {
			status,
			body: this.#body(incoming, signal)
		};
		incoming.discard();
		if (expected.includes(status)) return {
			status,
			body: nothing()
		};
		throw this.#refused(incoming);
	}
	async text(path, accept, signal, { expected = [], maxBytes = maxTextBytes } = {}) {
		const { status, body } = await this.get(path, accept, signal, expected);
		if (expected.includes(status)) return void 0;
		try {
			return (await readWhole({ body }, maxBytes)).toString();
		} catch (caught) {
			if (!(caught instanceof BodyTooLong)) throw caught;
			throw this.#unreachable(`answers with more than ${maxBytes} bytes`);
		}
	}
	async #follow(exchange, signal) {
		const { base, onRedirect } = this.#options;
		const send = (outgoing) => {
			const { url } = outgoing;
			if (url.origin === base.origin && url.href !== exchange.at.url.href) onRedirect?.(url);
			return this.#client.send(outgoing, signal);
		};
		try {
			return await follow(exchange, this.#policy, send);
		} catch (caught) {
			if (caught instanceof StrayRedirect) throw this.#unreachable(`redirects ${caught.message}`);
			throw caught instanceof BrokenConnection ? this.#broken("could not be reached", caught.cause) : caught;
		}
	}
	async *#body({ body }, signal) {
		try {
			yield* body;
		} catch (cause) {
			if (signal.aborted) throw stopped(signal);
			throw this.#broken("broke off in the middle", cause);
		}
	}
	#refused(incoming) {
		const { owner, authorization } = this.#options;
		const { status } = incoming;
		if (status === 401 || status === 403) return new IdentikitError("SOURCE_DENIED", `${owner} ${authorization === void 0 ? "wants a credential" : "refused the credential"} (HTTP ${status})`, { remedy: "Check the token, and that its owner may read the repository." });
		if (status === 404) return new IdentikitError("SOURCE_NOT_FOUND", `${owner} is not there (HTTP 404)`, { remedy: "Check the name; a private repository looks missing to one who may not read it." });
		if (isRetryableStatus(status)) {
			const afterMs = retryAfterMs(incoming.header("retry-after"), incoming.header("date"));
			return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, {
				remedy: "The server is busy or in trouble; run again later.",
				retry: {
					kind: "later",
					isOutage: isOutageStatus(status),
					...afterMs === void 0 ? {} : { afterMs }
				}
			});
		}
		return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with HTTP ${status}`, { remedy: "Check the server's address." });
	}
	#broken(problem, cause) {
		const { meaning, isLasting } = troubleOf(cause);
		return this.#unreachable(`${problem}: ${meaning}`, {
			cause,
			retry: isLasting ? { kind: "never" } : {
				kind: "later",
				isOutage: true
			}
		});
	}
	#unreachable(problem, details = {}) {
		return new IdentikitError("SOURCE_UNREACHABLE", `${this.#options.owner} ${problem}`, {
			remedy: "Check the network and the server's address, then run again.",
			...details
		});
	}
};
async function* nothing() {}
// src/template/gitea-archives.ts
const sha = object({ sha: string().refine(isCommitId, "is no commit id") });
var GiteaArchives = class {
	description;
	#http;
	#path;
	#name;
	#folders = new Set();
	#isRedirected = false;
	objects;
	constructor({ baseUrl, token, owner, repo, environment, allowPrivateHosts }) {
		const base = serverBaseOf(baseUrl);
		this.#name = `${owner}/${repo}`;
		this.#folders.add(repo.toLowerCase());
		this.description = `${base.href}${owner}/${repo}`;
		this.#path = `api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
		this.#http = new ApiClient({
			base,
			owner: this.description,
			environment,
			allowPrivateHosts,
			onRedirect: (to) => this.#noteRedirect(to),
			...token === void 0 ? {} : { authorization: `token ${token}` }
		});
		const [http, path] = [this.#http, this.#path];
		this.objects = new ObjectApi({
			http,
			path,
			owner: this.description,
			isPaged: true
		});
	}
	async resolve(ref, signal) {
		const name = ref ?? await this.#defaultBranch(signal);
		checkRef(name, this.description);
		const text = await this.#commit(`${this.#path}/git/commits/${encodeURIComponent(name)}?stat=false&verification=false&files=false`, name, signal);
		return {
			commit: parseAnswer(text, sha, this.description).sha,
			ref: name
		};
	}
	async archive(commit, signal) {
		return (await this.#http.get(`${this.#path}/archive/${commit}.tar.gz`, "*/*", signal)).body;
	}
	isTopFolder(name) {
		return this.#folders.has(name);
	}
	async movedTo(signal) {
		if (!this.#isRedirected) return null;
		const [http, path, name] = [
			this.#http,
			this.#path,
			this.#name
		];
		return await newName({
			http,
			path,
			name,
			description: this.description
		}, signal);
	}
	#noteRedirect(to) {
		this.#isRedirected = true;
		const repo = /\/api\/v1\/repos\/[^/]+\/([^/]+)\//.exec(to.pathname)?.[1];
		if (repo !== void 0) this.#folders.add(repo.toLowerCase());
	}
	async #defaultBranch(signal) {
		const text = await this.#http.text(this.#path, "application/json", signal);
		return parseAnswer(text, repositorySchema, this.description).default_branch;
	}
	async #commit(path, ref, signal) {
		const text = await this.#http.text(path, "application/json", signal, { expected: [404, ...noSuchCommit] });
		if (text !== void 0) return text;
		await this.#defaultBranch(signal);
		throw unknownRef(ref, this.description, "is no branch, tag or commit of it");
	}
};
// src/template/github-archives.ts
var GitHubArchives = class {
	description;
	#http;
	#path;
	#name;
	#isRedirected = false;
	objects;
	constructor({ baseUrl, token, owner, repo, environment, allowPrivateHosts }) {
		const base = serverBaseOf(baseUrl);
		this.description = base.hostname === "api.github.com" ? `https://github.com/${owner}/${repo}` : `${base.href}repos/${owner}/${repo}`;
		this.#path = `repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
		this.#name = `${owner}/${repo}`;
		this.#http = new ApiClient({
			base,
			owner: this.description,
			environment,
			allowPrivateHosts,
			onRedirect: () => {
				this.#isRedirected = true;
			},
			...token === void 0 ? {} : { authorization: `Bearer ${token}` }
		});
		const [http, path] = [this.#http, this.#path];
		this.objects = new ObjectApi({
			http,
			path,
			owner: this.description,
			isPaged: false
		});
	}
	async resolve(ref, signal) {
		if (ref !== void 0) checkRef(ref, this.description);
		const name = (ref ?? "HEAD").replace(/^refs\//, "");
		const path = `${this.#path}/commits/${encodeURIComponent(name)}`;
		const text = await this.#http.text(path, "application/vnd.github.sha", signal, { expected: noSuchCommit });
		if (text === void 0) throw unknownRef(ref ?? "HEAD", this.description, "is no branch, tag or commit of it");
		const commit = text.trim();
		if (!isCommitId(commit)) throw malformed(this.description);
		return {
			commit,
			ref: ref ?? "HEAD"
		};
	}
	async archive(commit, signal) {
		return (await this.#http.get(`${this.#path}/tarball/${commit}`, "*/*", signal)).body;
	}
	isTopFolder(name, commit) {
		const shown = /^.+-([0-9a-f]{7,64})$/.exec(name)?.[1];
		return shown !== void 0 && commit.startsWith(shown);
	}
	async movedTo(signal) {
		if (!this.#isRedirected) return null;
		const [http, path, name] = [
			this.#http,
			this.#path,
			this.#name
		];
		return await newName({
			http,
			path,
			name,
			description: this.description
		}, signal);
	}
};
export { GitHubArchives, GiteaArchives };
