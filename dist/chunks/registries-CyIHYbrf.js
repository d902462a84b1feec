import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { n as basicHeader } from "./credential-CqxfKYtr.js";
import { i as withRetries, n as retryAfterMs, r as waitBeforeRetry, t as isRetryableStatus } from "./retry-CDhPDmv7.js";
import { n as failedAt, r as refusedBy, t as cancelled } from "./refusal-B23wp1zx.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { i as verified } from "./verified-blob-KuNFNgLf.js";
import { createRequire } from "node:module";
import { once, setMaxListeners } from "node:events";
/** A longer header is not read: a challenge has a realm, a service and a scope. */
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+", parameter = RegExp(`^\\s*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*(?:,|$)`), scheme = RegExp(`^[\\s,]*(${token})(?=\\s|,|$)`);
/** Reads the values of `WWW-Authenticate`, several to a header or a header each; what is malformed ends the reading. */
function parseChallenges(header) {
	let challenges = [], rest = (header ?? "").slice(0, 16384);
	for (;;) {
		let named = scheme.exec(rest);
		if (!named?.[1]) return challenges;
		rest = rest.slice(named[0].length);
		let parameters = Object.create(null);
		for (let pair = parameter.exec(rest); pair; pair = parameter.exec(rest)) parameters[(pair[1] ?? "").toLowerCase()] = pair[2]?.replace(/\\(.)/g, "$1") ?? pair[3] ?? "", rest = rest.slice(pair[0].length);
		challenges.push({
			scheme: named[1].toLowerCase(),
			parameters
		});
	}
}
/** True for a host name or address that cannot leave this machine. */
function isLoopback(hostname) {
	let name = hostname.toLowerCase();
	return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}
const dockerHub = /^(index\.|www\.)?docker\.io$/;
/**
* The address of a registry's API.
* @param host as it stands in a reference: a name or address, with a port where one is given
* @param insecure plain HTTP where true, TLS where false; where it is not given, plain HTTP for loopback only
* @throws {IdentikitError} `REFERENCE_INVALID` where the host is none
*/
function endpointOf(host, insecure) {
	let address = dockerHub.test(host) ? "registry-1.docker.io" : host, url = URL.parse(`https://${address}/`);
	if (url?.href !== `https://${url?.host}/`) throw new IdentikitError("REFERENCE_INVALID", "the registry's host is not a host name with an optional port", { remedy: "Write it as registry.example.com or registry.example.com:5000." });
	return insecure ?? isLoopback(url.hostname) ? new URL(`http://${address}/`) : url;
}
/**
* The token server that a registry names in its challenge, if a credential may go there.
*
* A registry chooses its token server freely (Docker Hub's is on another host), and every client of the field follows
* it; the registry's credential is the token server's. What it may not choose is a channel that others can read. So the
* realm must be HTTPS; plain HTTP only where the registry itself is spoken to in plain HTTP, and then only on this
* machine or at the registry's own origin.
*
* @throws {IdentikitError} `REGISTRY_DENIED` for any other realm
*/
function trustedRealm(realm, registry) {
	let url = URL.parse(realm);
	if (!url || url.username || url.password || !/^https?:$/.test(url.protocol)) throw refused(registry, "is not an http(s) address without a user name");
	if (url.hash = "", url.protocol === "https:" || registry.protocol === "http:" && (isLoopback(url.hostname) ? isLoopback(registry.hostname) : url.origin === registry.origin)) return url;
	throw refused(registry, `is reached in plain HTTP at ${url.host}`);
}
function refused(registry, why) {
	return new IdentikitError("REGISTRY_DENIED", `the token server that ${registry.host} names ${why}`, { remedy: "No credential was sent. Have the registry name its token server by HTTPS." });
}
/** The token protocol's text of a scope: `repository:NAME:pull,push`. */
function scopeText(scope) {
	return `repository:${scope.repository}:${scope.access === "push" ? "pull,push" : "pull"}`;
}
/** The least list of scopes that has all of both, one for each repository, in the order in which they first appear. */
function unionOf(first, second) {
	let access = /* @__PURE__ */ new Map();
	for (let scope of [...first, ...second]) scope.access !== "push" && access.has(scope.repository) || access.set(scope.repository, scope.access);
	return [...access].map(([repository, highest]) => ({
		repository,
		access: highest
	}));
}
/** True where `held` has all that `needed` asks for. */
function covers(held, needed) {
	return needed.every((want) => held.some((have) => have.repository === want.repository && (have.access === "push" || want.access === "pull")));
}
/** A body over the bound that its reader set. */
var BodyTooLong = class extends Error {
	name = "BodyTooLong";
};
/**
* The whole of an answer's body.
* @param limit bytes
* @throws {BodyTooLong}, and the connection's own error where it is cut
*/
async function readWhole(incoming, limit) {
	let chunks = [], size = 0;
	for await (let chunk of incoming.body) {
		if (size += chunk.length, size > limit) throw new BodyTooLong(`over ${limit} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
/** The words of a refusal: what could be read of them, however the reading ended. */
async function readWords(incoming) {
	let chunks = [], size = 0;
	try {
		for await (let chunk of incoming.body) if (chunks.push(chunk), size += chunk.length, size >= 65536) break;
	} catch {}
	return Buffer.concat(chunks).subarray(0, 65536).toString("utf8");
}
/**
* Fetches a token. A password goes by GET, the form that every token server has (Gitea has no other), and by POST
* only where that is not allowed; a refresh token by POST, the only form that takes one.
*
* @see https://distribution.github.io/distribution/spec/auth/token/ and …/oauth/
* @throws {IdentikitError} `REGISTRY_DENIED` where the server refuses the credential or gives no token, and the
* transport's faults
*/
async function fetchToken(transport, request) {
	let { credential } = request;
	if (credential?.kind === "identity-token") return await ask(transport, posted(request, {
		grant_type: "refresh_token",
		refresh_token: credential.token
	}));
	let byGet = await ask(transport, got(request), credential ? [404, 405] : []);
	if (byGet !== void 0 || credential?.kind !== "password") return byGet;
	let { username, password } = credential;
	return await ask(transport, posted(request, {
		grant_type: "password",
		username,
		password
	}));
}
async function ask(transport, call, elsewhere = []) {
	return await withRetries(async () => {
		let incoming = await transport.open(call), { status } = incoming;
		if (status === 200) return await tokenIn(incoming, call, transport.clock.now().getTime());
		let body = await readWords(incoming);
		if (elsewhere.includes(status)) return;
		let hadCredential = call.authorization !== void 0 || call.method === "POST";
		throw refusedBy({
			registry: call.url.host,
			what: call.what,
			status,
			body,
			hadCredential,
			isDenial: !0
		});
	}, { signal: transport.signal });
}
function got(request) {
	let url = new URL(request.realm);
	request.service !== void 0 && url.searchParams.set("service", request.service);
	for (let scope of request.scopes) url.searchParams.append("scope", scope);
	let { credential } = request;
	return credential?.kind === "password" ? (url.searchParams.set("account", credential.username), {
		kind: "token",
		method: "GET",
		url,
		what: "a token request",
		authorization: basicHeader(credential.username, credential.password)
	}) : {
		kind: "token",
		method: "GET",
		url,
		what: "a token request"
	};
}
function posted(request, grant) {
	let form = new URLSearchParams({
		...grant,
		client_id: "identikit",
		scope: request.scopes.join(" ")
	});
	return request.service !== void 0 && form.set("service", request.service), {
		kind: "token",
		method: "POST",
		url: request.realm,
		what: "a token request",
		headers: { "content-type": "application/x-www-form-urlencoded" },
		body: textBody(form.toString())
	};
}
function textBody(text) {
	let bytes = Buffer.from(text, "utf8");
	return {
		size: bytes.length,
		open: async function* () {
			yield bytes;
		}
	};
}
async function tokenIn(incoming, call, now) {
	let document;
	try {
		document = JSON.parse((await readWhole(incoming, 1048576)).toString("utf8"));
	} catch (cause) {
		throw cause instanceof SyntaxError || cause instanceof BodyTooLong ? noToken(call) : cause;
	}
	let answer = typeof document == "object" && document ? document : {}, text = [answer.token, answer.access_token].find((field) => typeof field == "string" && field !== "");
	if (typeof text != "string" || !/^[\x21-\x7e]+$/.test(text)) throw noToken(call);
	let given = answer.expires_in;
	return {
		text,
		staleAt: now + (typeof given == "number" && given > 0 ? given : 60) * 900
	};
}
function noToken(call) {
	return new IdentikitError("REGISTRY_DENIED", `${call.url.host} answered ${call.what} without a token`, { remedy: "Check that the registry's token server is the one it names." });
}
/**
* What one registry wants to see with each request, learnt from its refusals.
*
* The first token is asked for everything that the run has announced in this registry, so that pulling, pushing and
* mounting from another repository cost one token request. Token servers that read only a part of such a list give
* a token that is refused; then the request at hand gets one of its own.
*/
var Authorizer = class {
	#options;
	#announced = [];
	#scheme = { kind: "open" };
	#tokens = [];
	#credential;
	constructor(options) {
		this.#options = options;
	}
	/** Says what the run will need, before it does. */
	announce(scope) {
		this.#announced = unionOf(this.#announced, [scope]);
	}
	/** Whether there is a credential for this registry, as far as it was looked for. */
	async hasCredential() {
		return await this.#credential !== void 0;
	}
	/** The `Authorization` header for a request that needs these scopes. */
	async header(needed) {
		let scheme = this.#scheme;
		if (scheme.kind !== "open") return scheme.kind === "basic" ? scheme.header : `Bearer ${(await this.#token(needed)).text}`;
	}
	/**
	* Takes in a 401. True where the same request has another chance, with what {@link header} gives next.
	* @param challenge the answer's `WWW-Authenticate`
	*/
	async refused(challenge, needed, grant) {
		if (grant.refusals > 2) return !1;
		let challenges = parseChallenges(challenge), bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.realm);
		return bearer ? await this.#challengedForToken(bearer, needed, grant) : challenges.some(({ scheme }) => scheme === "basic") ? await this.#challengedForPassword(needed, grant) : !1;
	}
	async #challengedForPassword(needed, grant) {
		let credential = await this.#credentialFor(needed);
		if (credential?.kind !== "password") return !1;
		let header = basicHeader(credential.username, credential.password);
		return grant.header !== header && (this.#scheme = {
			kind: "basic",
			header
		}, !0);
	}
	async #challengedForToken(challenge, needed, grant) {
		let { realm, service, scope } = challenge.parameters, url = trustedRealm(realm ?? "", this.#options.endpoint);
		this.#scheme = {
			kind: "bearer",
			realm: url,
			service
		};
		let stale = await this.#drop(grant.header);
		if (grant.refusals === 1 || !stale) return !0;
		let own = needed.map(scopeText), asked = scope?.split(" ").filter((text) => text !== "" && !own.includes(text)) ?? [];
		return await this.#hold(needed, [...own, ...asked], !0), !0;
	}
	async #token(needed) {
		let now = this.#options.transport.clock.now().getTime(), held = this.#tokens.find(({ scopes }) => covers(scopes, needed));
		if (held) {
			let token = await held.token;
			if (token.staleAt > now) return token;
			this.#tokens = this.#tokens.filter((other) => other !== held);
		}
		return await this.#fetch(needed);
	}
	async #fetch(needed) {
		let wide = unionOf(needed, this.#announced);
		try {
			return await this.#hold(wide, wide.map(scopeText), !1);
		} catch (caught) {
			if (!(caught instanceof IdentikitError && caught.code === "REGISTRY_DENIED") || wide.length === needed.length) throw caught;
			return await this.#hold(needed, needed.map(scopeText), !0);
		}
	}
	/** Fetches one token for all who wait for it. */
	#hold(scopes, texts, narrow) {
		let token = this.#ask(scopes, texts), held = {
			scopes,
			token
		};
		return this.#tokens = narrow ? [held, ...this.#tokens] : [...this.#tokens, held], token.catch(() => {
			this.#tokens = this.#tokens.filter((other) => other !== held);
		}), token;
	}
	async #ask(scopes, texts) {
		let scheme = this.#scheme;
		if (scheme.kind !== "bearer") throw Error("a token is asked for without a token server");
		let credential = await this.#credentialFor(scopes);
		if (credential?.kind === "registry-token") return {
			text: credential.token,
			staleAt: Infinity
		};
		let { realm, service } = scheme;
		return await fetchToken(this.#options.transport, {
			realm,
			service,
			scopes: texts,
			credential
		});
	}
	/** Forgets the token that a refused request carried; false where another has done so already. */
	async #drop(header) {
		if (header === void 0) return this.#tokens.length === 0;
		for (let held of this.#tokens) {
			let token = await held.token.catch(() => void 0);
			if (token && header === `Bearer ${token.text}`) return this.#tokens = this.#tokens.filter((other) => other !== held), !0;
		}
		return !1;
	}
	#credentialFor(scopes) {
		let { credentials, host, transport } = this.#options, repository = (this.#announced.find(({ access }) => access === "push") ?? scopes[0])?.repository ?? "";
		return this.#credential ??= credentials({
			host,
			repository,
			signal: transport.signal
		}), this.#credential;
	}
};
const load = createRequire(import.meta.url);
/**
* Node's HTTP client for a protocol. Importing `node:http` as an ES module reads each of its exports, `WebSocket` among
* them, and so loads all of undici: 30 ms that a run of 200 ms need not have. Requiring it does not.
*/
function nodeHttp(protocol) {
	return load(protocol === "http:" ? "node:http" : "node:https");
}
/** No byte in either direction for so long ends a request. */
const idleMs = 6e4;
/** Where a request failed before its answer was complete: cut, refused, timed out. `cause.code` has the system's word. */
var BrokenConnection = class extends Error {
	name = "BrokenConnection";
}, HttpClient = class {
	#options;
	#isClosed = !1;
	#doors = /* @__PURE__ */ new Map();
	constructor(options) {
		this.#options = options;
	}
	/**
	* Sends one request and gives its answer as soon as its headers are there. The body must be read to its end or
	* destroyed; it fails with {@link BrokenConnection}'s causes where it is cut.
	* @throws {BrokenConnection} no answer; {@link IdentikitError} `CANCELLED`, and what `body.open` throws
	*/
	async send(outgoing, signal) {
		if (signal.aborted || this.#isClosed) throw cancelled();
		let { agent, start } = this.#door(outgoing.url), options = {
			method: outgoing.method,
			headers: this.#headers(outgoing),
			agent,
			signal,
			timeout: idleMs
		}, request = start(outgoing.url, options), deadline = 18e4 + Math.ceil((outgoing.expectedBytes ?? outgoing.body?.size ?? 0) / 16), timer = setTimeout(() => request.destroy(timedOut("it took longer than its size allows")), deadline);
		return timer.unref(), request.once("timeout", () => request.destroy(timedOut(`nothing moved for ${idleMs / 1e3} s`))), request.once("close", () => clearTimeout(timer)), await this.#converse(request, outgoing, signal);
	}
	[Symbol.dispose]() {
		this.#isClosed = !0;
		for (let { agent } of this.#doors.values()) agent.destroy();
		this.#doors.clear();
	}
	async #converse(request, { url, body }, signal) {
		let { promise, resolve, reject } = Promise.withResolvers(), failure;
		request.once("response", resolve), request.on("error", (error) => {
			failure ??= error, reject(error);
		}), promise.catch(() => {});
		let sent = { bytes: 0 }, sending = body ? sendBody(request, body, sent, promise) : void request.end();
		try {
			let first = await Promise.race([promise, Promise.resolve(sending).then(() => promise)]);
			return first.once("end", () => request.writableFinished || request.destroy()), incomingOf(first, url, sent.bytes);
		} catch (cause) {
			throw request.destroy(), signal.aborted ? cancelled() : cause instanceof IdentikitError || failure === void 0 ? cause : new BrokenConnection(describe(failure), { cause: failure });
		}
	}
	#headers(outgoing) {
		let headers = {
			"user-agent": "identikit",
			accept: "*/*",
			...outgoing.headers
		};
		return outgoing.body ? headers["content-length"] = outgoing.body.size : outgoing.method !== "GET" && outgoing.method !== "HEAD" && (headers["content-length"] = 0), headers;
	}
	#door(url) {
		let proxied = !isLoopback(url.hostname), key = `${url.protocol} ${proxied}`, door = this.#doors.get(key);
		return door || (door = openDoor(url.protocol, this.#options.connections, proxied ? this.#options.env : void 0), this.#doors.set(key, door)), door;
	}
};
function openDoor(protocol, connections, env) {
	let { Agent, request } = nodeHttp(protocol);
	return {
		agent: new Agent({
			keepAlive: !0,
			maxSockets: connections,
			scheduling: "lifo",
			...env ? { proxyEnv: { ...env } } : {}
		}),
		start: request
	};
}
function incomingOf(message, url, sent) {
	return {
		status: message.statusCode ?? 0,
		url,
		header: (name) => [message.headers[name] ?? []].flat().join(", ") || void 0,
		body: message,
		sent
	};
}
/** A failure of the network in words, without what an address may hold. */
function describe(error) {
	let { code, message } = error;
	return code ?? message ?? String(error);
}
function timedOut(why) {
	return Object.assign(Error(why), { code: "ETIMEDOUT" });
}
async function sendBody(request, body, sent, answer) {
	let answered = !1, stop = () => {
		answered = !0;
	};
	answer.then(stop, stop);
	for await (let chunk of body.open()) {
		if (answered) return;
		if (sent.bytes += chunk.length, sent.bytes > body.size) throw wrongLength$1(body.size);
		request.write(chunk) || await Promise.race([once(request, "drain"), answer]);
	}
	if (sent.bytes < body.size && !answered) throw wrongLength$1(body.size);
	request.end();
}
function wrongLength$1(size) {
	return new IdentikitError("DIGEST_MISMATCH", `what is to be sent is not the ${size} bytes that its descriptor says`, { remedy: "Read the image anew: its source changed, or is damaged." });
}
/** One registry's API: every request carries what the registry wants to see, and what it refuses is a fault. */
var RegistryApi = class {
	host;
	habits = { mounts: "unknown" };
	#options;
	constructor(options) {
		this.#options = options, this.host = options.host;
	}
	get signal() {
		return this.#options.transport.signal;
	}
	announce(scope) {
		this.#options.authorizer.announce(scope);
	}
	/** Opens a request and reads its answer, both tried again while that can help. */
	async call(call, read, tries) {
		let retry = {
			signal: this.signal,
			...tries === void 0 ? {} : { tries }
		};
		return await withRetries(async () => read(await this.open(call)), retry);
	}
	/**
	* Sends a request, and again with a credential where the registry asks for one; gives the answer as soon as its
	* headers are there.
	* @throws {IdentikitError} `REGISTRY_DENIED`, `REGISTRY_REFUSED` for a status that is not expected, the faults of
	* the transport
	*/
	async open(call) {
		let { transport, authorizer, endpoint } = this.#options, url = addressOf(call.url, endpoint), own = url.origin === endpoint.origin;
		for (let refusals = 1;; refusals++) {
			let header = own ? await authorizer.header(call.scopes) : void 0, { scopes, expects, ...request } = call, incoming = await transport.open({
				...request,
				url,
				authorization: header
			});
			if (expects.includes(incoming.status)) return incoming;
			let body = await readWords(incoming), asks = incoming.status === 401 && incoming.url.origin === endpoint.origin, challenge = incoming.header("www-authenticate");
			if (asks && await authorizer.refused(challenge, scopes, {
				header,
				refusals
			})) continue;
			let hadCredential = own && await authorizer.hasCredential();
			throw refusedBy({
				registry: this.host,
				what: call.what,
				status: incoming.status,
				body,
				hadCredential
			});
		}
	}
};
/**
* The address of a request. Registries behind a proxy that ends TLS often give their own address in plain HTTP: that is
* read as the address they were reached at, since a credential would be lost, or seen, on the other.
* @throws {IdentikitError} `REGISTRY_REFUSED` for an address that cannot be used
*/
function addressOf(given, endpoint) {
	let url = URL.parse(`${given}`, endpoint.href);
	if (!url || !/^https?:$/.test(url.protocol)) throw new IdentikitError("REGISTRY_REFUSED", `${endpoint.host} gives an address that is no http(s) address`, { remedy: "Check the registry's own external address in its configuration." });
	if (url.username = "", url.password = "", endpoint.protocol === "https:" && url.protocol === "http:") {
		if (url.hostname === endpoint.hostname) return new URL(`${url.pathname}${url.search}`, endpoint);
		throw new IdentikitError("REGISTRY_REFUSED", `${endpoint.host} leads from TLS to plain HTTP at ${url.host}`, { remedy: "Check the registry's own external address in its configuration." });
	}
	return url;
}
/**
* A blob's bytes as they arrive, verified to the last of them. The digest is taken over everything that is given out, so
* it does not matter which answer brought which part.
* @throws {IdentikitError} `DIGEST_MISMATCH` at the end or as soon as there is too much, `IMAGE_MISSING`, and the
* registry's faults
*/
function readBlob(place, descriptor) {
	return verified(descriptor, resumed(place, descriptor), `${place.api.host}/${place.repository}`);
}
/** The bytes of as many answers as it takes: one that is cut is picked up where it broke. */
async function* resumed(place, descriptor) {
	let { digest, size } = descriptor, moved = 0, tried = 0;
	for (let all = 1;; all++) {
		let before = moved;
		try {
			for await (let chunk of bytesFrom(place, descriptor, moved)) moved += chunk.length, yield chunk, place.onProgress({
				direction: "down",
				digest,
				moved,
				size
			});
			return;
		} catch (caught) {
			if (moved >= size && moved > before) return;
			if (tried = moved > before ? 1 : tried + 1, all === 32) throw caught;
			await waitBeforeRetry(caught, tried, { signal: place.api.signal });
		}
	}
}
/** What one answer gives of the blob from `offset` on. */
async function* bytesFrom(place, descriptor, offset) {
	let incoming = await openBlob(place, descriptor, offset), skip = incoming.status === 206 ? 0 : offset;
	for await (let chunk of incoming.body) {
		let rest = chunk.subarray(Math.min(skip, chunk.length));
		skip -= chunk.length - rest.length, rest.length > 0 && (yield rest);
	}
}
async function openBlob(place, { digest, size }, offset) {
	let { api, repository } = place, what = `the blob ${digest} of ${repository}`, incoming = await api.open({
		kind: "blob-read",
		method: "GET",
		url: `/v2/${repository}/blobs/${digest}`,
		what,
		scopes: [{
			repository,
			access: "pull"
		}],
		expectedBytes: size,
		expects: [
			200,
			206,
			404
		],
		...offset > 0 ? { headers: { range: `bytes=${offset}-` } } : {}
	});
	if (incoming.status === 206 && !startsAt(incoming, offset)) throw await readWords(incoming), refusedBy({
		registry: api.host,
		what,
		status: 206,
		body: "the answer is not the range asked for"
	});
	if (incoming.status !== 404) return incoming;
	let refusal = refusedBy({
		registry: api.host,
		what,
		status: 404,
		body: await readWords(incoming)
	});
	throw new IdentikitError("IMAGE_MISSING", refusal.message, { remedy: "Push the image again: its manifest names a blob that the repository does not have." });
}
function startsAt(incoming, offset) {
	return incoming.header("content-range")?.startsWith(`bytes ${offset}-`) ?? !1;
}
/**
* Asks for a blob to be mounted, and for an upload where that is refused in whatever way.
* @param from the repository to mount from; without one the target itself, to hear whether the blob is there
*/
async function beginUpload(place, descriptor, from) {
	let { habits } = place.api;
	if (habits.mounts !== "no") try {
		return await mount(place, descriptor, from);
	} catch (caught) {
		if (!isRefusal(caught)) throw caught;
		from === void 0 && (habits.mounts = "no");
	}
	return await start(place, `the upload of ${descriptor.digest} to ${place.repository}`);
}
/** True for a registry's "no" in whatever form, also for one that keeps failing. */
function isRefusal(caught) {
	return caught instanceof IdentikitError && [
		"REGISTRY_DENIED",
		"REGISTRY_REFUSED",
		"REGISTRY_UNREACHABLE"
	].includes(caught.code);
}
async function mount(place, { digest }, from) {
	let { api, repository } = place, source = from ?? repository, scopes = [{
		repository,
		access: "push"
	}];
	return from !== void 0 && scopes.push({
		repository: from,
		access: "pull"
	}), await api.call({
		kind: "upload-start",
		method: "POST",
		url: `/v2/${repository}/blobs/uploads/?${new URLSearchParams({
			mount: digest,
			from: source
		})}`,
		what: `the mount of ${digest} from ${source} into ${repository}`,
		scopes,
		expects: [201, 202]
	}, async (incoming) => {
		let location = await locationIn(place, incoming);
		return incoming.status === 202 ? {
			kind: "open",
			location
		} : (api.habits.mounts = "yes", {
			kind: "arrived",
			how: from === void 0 ? "present" : "mounted"
		});
	}, 3);
}
async function start(place, what) {
	let { api, repository } = place;
	return await api.call({
		kind: "upload-start",
		method: "POST",
		url: `/v2/${repository}/blobs/uploads/`,
		what,
		scopes: [{
			repository,
			access: "push"
		}],
		expects: [202]
	}, async (incoming) => ({
		kind: "open",
		location: await locationIn(place, incoming)
	}));
}
/** An upload that is opened before its blob is known; nothing where that fails, as the blob itself will say why. */
async function startExpected(place) {
	try {
		return await start(place, `an upload to ${place.repository}`);
	} catch {
		return;
	}
}
/** Where the upload goes on: absolute or relative, as RFC 9110, 10.2.2 has it; a 201 needs none. */
async function locationIn(place, incoming) {
	let { api, repository } = place;
	await readWords(incoming);
	let location = incoming.header("location"), url = location === void 0 ? null : URL.parse(location, incoming.url.href);
	if (url) return url;
	if (incoming.status === 201) return incoming.url;
	throw refusedBy({
		registry: api.host,
		what: `an upload to ${repository}`,
		status: incoming.status,
		body: "the answer does not say where to send it"
	});
}
/** Whether a blob is there, as far as the registry says; "no" where it does not. */
async function isPresent(place, { digest, size }) {
	let { api, repository } = place;
	try {
		return await api.call({
			kind: "blob-probe",
			method: "HEAD",
			url: `/v2/${repository}/blobs/${digest}`,
			what: `the blob ${digest} of ${repository}`,
			scopes: [{
				repository,
				access: "push"
			}],
			expects: [200]
		}, async (incoming) => (await readWords(incoming), incoming.header("content-length") === String(size)));
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED") return !1;
		throw caught;
	}
}
/**
* How much of an interrupted upload the registry kept, and where it goes on; nothing where it kept none or does not say.
*/
async function uploadedSoFar(place, { digest }, location) {
	let { api, repository } = place;
	try {
		return await api.call({
			kind: "upload-status",
			method: "GET",
			url: location,
			what: `the state of the upload of ${digest} to ${repository}`,
			scopes: [{
				repository,
				access: "push"
			}],
			expects: [204]
		}, async (incoming) => {
			await readWords(incoming);
			let last = Number(/^(?:bytes[= ])?0-(\d{1,15})$/.exec(incoming.header("range") ?? "")?.[1] ?? 0), next = URL.parse(incoming.header("location") ?? "", incoming.url.href) ?? location;
			return {
				location: incoming.header("location") ? next : location,
				offset: last === 0 ? 0 : last + 1
			};
		});
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED") return;
		throw caught;
	}
}
/**
* Puts a blob into a repository, in as few requests as the registry allows.
*
* A mount that a registry does not do starts an upload instead, so asking for one never costs a request more: from the
* repository named, else from the target itself, which a registry that mounts answers with "it is there". Only large
* blobs are asked after on their own, where nothing is known of the registry yet. The upload itself is one PUT. (A blob
* could also go along with the POST, but few registries take it: most would get it twice, and from those that do one
* would not learn whether it had been there.)
*
* @throws {IdentikitError} the registry's faults; `DIGEST_MISMATCH` where `open` does not give the descriptor's size;
* what `open` throws
*/
async function writeBlob(place, blob) {
	let { api, repository } = place, near = blob.from?.host === api.host ? blob.from.repository : void 0;
	if (near === repository) return "present";
	let { size } = blob.descriptor, large = size >= 1048576, expected = near === void 0 && !large ? await place.expected.shift() : void 0;
	if (expected?.kind === "open") return await send(place, blob, {
		location: expected.location,
		offset: 0,
		isDoubtful: !0
	});
	if (large && near === void 0 && api.habits.mounts !== "yes" && await isPresent(place, blob.descriptor)) return "present";
	let begun = await beginUpload(place, blob.descriptor, near);
	return begun.kind === "arrived" ? begun.how : large && near !== void 0 && await isPresent(place, blob.descriptor) ? "present" : await send(place, blob, fresh(begun.location));
}
function fresh(location) {
	return {
		location,
		offset: 0,
		isDoubtful: !1
	};
}
/** Sends what is missing until all is there. */
async function send(place, blob, start) {
	let at = start;
	for (let all = 1, tried = 1;; all++, tried++) {
		let body = partOf(place, blob, at.offset);
		try {
			return await finish(place, blob.descriptor, at, body), "sent";
		} catch (caught) {
			if (caught === body.fault || all === 32) throw caught;
			let next = await recover(place, blob.descriptor, at, caught, tried);
			if (next === void 0) return "sent";
			next.offset > at.offset && (tried = 0), at = next;
		}
	}
}
/** Where to go on after a failure: after what the registry kept, or from the start; nowhere where all has arrived. */
async function recover(place, descriptor, at, caught, tried) {
	if (!(caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED" && at.isDoubtful)) {
		await waitBeforeRetry(caught, tried, { signal: place.api.signal });
		let kept = await uploadedSoFar(place, descriptor, at.location);
		if (kept && kept.offset <= descriptor.size) return {
			...kept,
			isDoubtful: !0
		};
	}
	let begun = await beginUpload(place, descriptor, void 0);
	return begun.kind === "arrived" ? void 0 : fresh(begun.location);
}
async function finish(place, { digest, size }, { location, offset }, body) {
	let { api, repository } = place, url = new URL(location);
	url.search = `${url.search === "" ? "?" : `${url.search}&`}digest=${encodeURIComponent(digest)}`, await readWords(await api.open({
		kind: "upload",
		method: "PUT",
		url,
		what: `the upload of ${digest} to ${repository}`,
		scopes: [{
			repository,
			access: "push"
		}],
		headers: {
			"content-type": "application/octet-stream",
			...offset > 0 ? { "content-range": `${offset}-${size - 1}` } : {}
		},
		body,
		expects: [
			200,
			201,
			204
		]
	}));
}
/** The blob from `offset` on, reporting its progress; `fault` is what reading it threw. */
function partOf(place, { descriptor, open }, offset) {
	let { digest, size } = descriptor, body = {
		size: size - offset,
		open: async function* () {
			let moved = 0;
			try {
				for await (let chunk of open()) {
					let rest = chunk.subarray(Math.min(chunk.length, Math.max(0, offset - moved)));
					moved += chunk.length, rest.length !== 0 && (yield rest, place.onProgress({
						direction: "up",
						digest,
						moved,
						size
					}));
				}
				if (moved !== size) throw wrongLength(descriptor);
			} catch (caught) {
				throw body.fault = caught, caught;
			}
		}
	};
	return body;
}
function wrongLength({ digest, size }) {
	return new IdentikitError("DIGEST_MISMATCH", `what is to be sent as ${digest} does not have its ${size} bytes`, { remedy: "Read the image anew: its source changed, or is damaged." });
}
/** One repository of a registry. */
var RegistryStore = class {
	name;
	origin;
	#parts;
	#api;
	/** Manifests that were asked for ahead, by tag or digest. */
	#expected = /* @__PURE__ */ new Map();
	constructor(parts) {
		let { api, repository } = parts;
		this.#parts = parts, this.#api = api, this.name = `${api.host}/${repository}`, this.origin = {
			host: api.host,
			repository
		};
	}
	expectManifest(selector) {
		let answer = this.#read(selector);
		answer.catch(() => {}), this.#expected.set(nameOf(selector), answer);
	}
	async manifest(selector) {
		let name = nameOf(selector), expected = this.#expected.get(name);
		return this.#expected.delete(name), await (expected ?? this.#read(selector));
	}
	async #read(selector) {
		let named = nameOf(selector), { repository } = this.origin, what = `the manifest ${named} of ${repository}`, manifest = await this.#api.call({
			kind: "manifest-read",
			method: "GET",
			url: `/v2/${repository}/manifests/${encodeURIComponent(named)}`,
			what,
			scopes: [{
				repository,
				access: "pull"
			}],
			headers: { accept: "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json" },
			expects: [200, 404]
		}, async (incoming) => await this.#manifestIn(incoming, what));
		if (selector.kind === "tag" || manifest.digest === selector.digest) return manifest;
		throw new IdentikitError("DIGEST_MISMATCH", `${this.#api.host} gives content with the digest ${manifest.digest} for ${what}`, { remedy: "Do not use this image: what the registry holds is damaged or was replaced. Push it again." });
	}
	blob(descriptor) {
		return readBlob(this.#parts, descriptor);
	}
	async putBlob(descriptor, open, from) {
		return await this.#parts.slots.run(() => writeBlob(this.#parts, {
			descriptor,
			open,
			from
		}));
	}
	expectBlob() {
		this.#parts.expected.push(startExpected(this.#parts));
	}
	async putManifest(manifest, tag) {
		let { repository } = this.origin, named = tag ?? manifest.digest;
		await this.#api.call({
			kind: "manifest-write",
			method: "PUT",
			url: `/v2/${repository}/manifests/${encodeURIComponent(named)}`,
			what: `writing the manifest ${named} of ${repository}`,
			scopes: [{
				repository,
				access: "push"
			}],
			headers: { "content-type": manifest.mediaType },
			body: {
				size: manifest.bytes.length,
				open: async function* () {
					yield manifest.bytes;
				}
			},
			expects: [
				200,
				201,
				202,
				204
			]
		}, readWords);
	}
	async [Symbol.asyncDispose]() {
		this.#parts.close();
	}
	async #manifestIn(incoming, what) {
		if (incoming.status === 404) {
			let { message } = refusedBy({
				registry: this.#api.host,
				what,
				status: 404,
				body: await readWords(incoming)
			});
			throw new IdentikitError("IMAGE_MISSING", message, { remedy: "Check the reference; a private repository may also look missing to who may not read it." });
		}
		let mediaType = (incoming.header("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
		try {
			let bytes = await readWhole(incoming, 10485760);
			return {
				bytes,
				mediaType,
				digest: digestOf(bytes)
			};
		} catch (caught) {
			throw caught instanceof BodyTooLong ? new IdentikitError("IMAGE_INVALID", `${this.#api.host} gives more than 10 MiB for ${what}`, { remedy: "Check the reference: no image has a manifest of that size." }) : caught;
		}
	}
};
/** No tag has the colon that every digest has. */
function nameOf(selector) {
	return selector.kind === "tag" ? selector.tag : selector.digest;
}
/** Lets so many run at a time, the others in the order in which they came. */
var Slots = class {
	#free;
	#waiting = [];
	constructor(count) {
		this.#free = count;
	}
	async run(task) {
		this.#free > 0 ? --this.#free : await new Promise((resolve) => this.#waiting.push(resolve));
		try {
			return await task();
		} finally {
			let next = this.#waiting.shift();
			next ? next() : this.#free += 1;
		}
	}
};
const redirects = /* @__PURE__ */ new Set([
	301,
	302,
	303,
	307,
	308
]);
/**
* One request and its answer: redirects followed, counted, and every failure a fault whose retry policy says whether
* the same again can help. Trying again is the caller's, since only it knows what has to be done anew.
*/
var Transport = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	get signal() {
		return this.#options.signal;
	}
	get clock() {
		return this.#options.clock;
	}
	/**
	* Sends a call and gives its answer, whose body fails with the same faults. A status that may be another one later
	* is a fault; every other one is the caller's to judge.
	* @throws {IdentikitError} `REGISTRY_UNREACHABLE` (later where that can help), `REGISTRY_REFUSED` for a redirect
	* that is not followed, `CANCELLED`; what the request's body throws
	*/
	async open(call) {
		let url = call.url;
		for (let hop = 0;; hop++) {
			let incoming = await this.#once(call, url), { status } = incoming, location = incoming.header("location");
			if (isRetryableStatus(status)) throw await this.#failure(call, incoming);
			if (!redirects.has(status) || location === void 0) return incoming;
			if (await readWords(incoming), hop === 5) throw strayed(call, "over more than 5 redirects");
			url = redirected(call, url, status, location);
		}
	}
	async #once(call, url) {
		let record = {
			kind: call.kind,
			method: call.method,
			host: url.host,
			status: 0,
			sent: 0,
			received: 0
		};
		try {
			let incoming = await this.#options.client.send({
				method: call.method,
				url,
				headers: headersFor(call, url),
				...call.body ? { body: call.body } : {},
				...call.expectedBytes === void 0 ? {} : { expectedBytes: call.expectedBytes }
			}, this.signal);
			return record.status = incoming.status, record.sent = incoming.sent, {
				...incoming,
				body: this.#watched(call, url, incoming.body, record)
			};
		} catch (caught) {
			throw caught instanceof BrokenConnection ? this.#faultOf(call, url, caught.cause) : caught;
		} finally {
			this.#options.onRequest(record);
		}
	}
	async *#watched(call, url, body, record) {
		try {
			for await (let chunk of body) record.received += chunk.length, yield chunk;
		} catch (cause) {
			throw this.#faultOf(call, url, cause);
		}
	}
	async #failure(call, incoming) {
		let afterMs = retryAfterMs(incoming.header("retry-after"), incoming.header("date"));
		return failedAt({
			registry: call.url.host,
			what: call.what,
			status: incoming.status,
			body: await readWords(incoming)
		}, {
			kind: "later",
			...afterMs === void 0 ? {} : { afterMs }
		});
	}
	#faultOf(call, url, cause) {
		if (this.signal.aborted) return cancelled();
		let code = cause?.code ?? "", trouble = troubles.find(({ codes }) => codes.test(code));
		return new IdentikitError("REGISTRY_UNREACHABLE", `${url.host} could not be reached for ${call.what}: ${trouble?.meaning ?? (code || "the connection broke")}`, {
			remedy: trouble?.remedy ?? "Check the network and run again.",
			cause,
			retry: { kind: trouble?.lasting ? "never" : "later" }
		});
	}
};
/** A credential, in a header or signed into the address, never goes to an origin it was not given for. */
function headersFor(call, url) {
	let headers = { ...call.headers };
	return call.authorization !== void 0 && url.origin === call.url.origin && (headers.authorization = call.authorization), headers;
}
/**
* Where a redirect leads (RFC 9110, 15.4). Reading follows all of them; a request with a body or an effect only those
* that keep its method. Never from TLS to plain HTTP.
*/
function redirected(call, from, status, location) {
	let to = URL.parse(location, from.href), reads = call.method === "GET" || call.method === "HEAD";
	if (!to || !/^https?:$/.test(to.protocol)) throw strayed(call, "to something that is no http(s) address");
	if (call.kind === "token") throw strayed(call, `to ${to.host}`);
	if (!reads && status !== 307 && status !== 308) throw strayed(call, `to ${to.host} with status ${status}`);
	if (from.protocol === "https:" && to.protocol === "http:") throw strayed(call, `from TLS to plain HTTP at ${to.host}`);
	if (isLoopback(to.hostname) && !isLoopback(call.url.hostname)) throw strayed(call, `to this machine (${to.host})`);
	return to.username = "", to.password = "", to;
}
function strayed(call, how) {
	return new IdentikitError("REGISTRY_REFUSED", `${call.url.host} redirects ${call.what} ${how}`, { remedy: "Name the registry by the address that it serves its API at." });
}
const troubles = [
	{
		codes: /^ENOTFOUND$/,
		meaning: "there is no host of that name",
		remedy: "Check the registry's name.",
		lasting: !0
	},
	{
		codes: /^ECONNREFUSED$/,
		meaning: "nothing listens there",
		remedy: "Start the registry, or check its port.",
		lasting: !1
	},
	{
		codes: /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/,
		meaning: "its certificate is not trusted",
		remedy: "Name its certificate authority in NODE_EXTRA_CA_CERTS.",
		lasting: !0
	},
	{
		codes: /^(EPROTO|ERR_SSL_)/,
		meaning: "it does not speak TLS",
		remedy: "Where plain HTTP is meant, name the registry with --insecure-registry.",
		lasting: !0
	},
	{
		codes: /^(ETIMEDOUT|ESOCKETTIMEDOUT)$/,
		meaning: "it took too long",
		remedy: "Check the network and run again.",
		lasting: !1
	},
	{
		codes: /^HPE_/,
		meaning: "it does not speak HTTP",
		remedy: "Check the registry's name and port.",
		lasting: !0
	}
];
/**
* The registries that one run talks to. Repositories of the same registry share connections and tokens: open all of
* them before the first request, and one token is asked for all.
*/
var Registries = class {
	#options;
	#transport;
	#client;
	#slots;
	#apis = /* @__PURE__ */ new Map();
	constructor(options) {
		let { clock, signal, env, concurrency = 6 } = options;
		setMaxListeners(0, signal), this.#options = options, this.#slots = new Slots(concurrency), this.#client = new HttpClient({
			connections: concurrency,
			...env ? { env } : {}
		}), this.#transport = new Transport({
			client: this.#client,
			clock,
			signal,
			onRequest: options.onRequest ?? ignore
		});
	}
	/**
	* Opens a repository; nothing is asked of the registry yet.
	* @throws {IdentikitError} `REFERENCE_INVALID`
	*/
	open({ host, repository, access = "pull" }) {
		return this.#store(host, repository, access, ignore);
	}
	/** {@link open}, for the only store of a run: closing it closes the connections. */
	openOnly({ host, repository, access = "pull" }) {
		return this.#store(host, repository, access, () => this[Symbol.dispose]());
	}
	[Symbol.dispose]() {
		this.#client[Symbol.dispose]();
	}
	#store(host, repository, access, close) {
		checkRepository(repository);
		let api = this.#api(host);
		return api.announce({
			repository,
			access
		}), new RegistryStore({
			api,
			repository,
			onProgress: this.#options.onProgress ?? ignore,
			expected: [],
			slots: this.#slots,
			close
		});
	}
	#api(host) {
		let known = this.#apis.get(host);
		if (known) return known;
		let endpoint = endpointOf(host, this.#options.insecure?.includes(host) || void 0), transport = this.#transport, api = new RegistryApi({
			transport,
			authorizer: new Authorizer({
				transport,
				host,
				endpoint,
				credentials: this.#options.credentials
			}),
			endpoint,
			host
		});
		return this.#apis.set(host, api), api;
	}
};
/** One repository with connections of its own; closing it closes them. See {@link Registries} for more than one. */
function openRegistry(options) {
	return new Registries(options).openOnly(options);
}
const ignore = () => {};
/** The Distribution specification's grammar of a name; anything else could lead to another path of the API. */
function checkRepository(repository) {
	let part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
	if (!(repository.length <= 255 && RegExp(`^${part}(?:/${part})*$`).test(repository))) throw new IdentikitError("REFERENCE_INVALID", "a repository's name has a form that registries do not take", { remedy: "Use lower-case letters, digits, and `.`, `_`, `-` between them; `/` between the parts." });
}
export { openRegistry as n, Registries as t };
