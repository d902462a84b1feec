import { IdentikitError, fieldsOf } from "../start/faces.js";
import { Patience, Slots, certain, isOutageStatus, isRetryableStatus, pause, retryAfterMs, stopped, withRetries } from "./fault.js";
import { AddressPolicy, BodyTooLong, BrokenConnection, HttpClient, StrayRedirect, follow, isLoopback, messageBody, readWhole, readWords, troubleOf } from "../http.js";
import { TaggedReferrers, basicHeader, covers, failedAt, imageAt, imageLimits, invalid, mediaTypes, noHeaders, orMissing, parseChallenges, parseReferrers, refusedBy, scopeText, unionOf, verified } from "./image.js";
import { digestOf } from "./tree.js";
import { setMaxListeners } from "node:events";
// src/image/registry/realm.ts
function trustedRealm(realm, { registry, by, policy, insecure }) {
	const url = URL.parse(realm);
	if (!url || url.username || url.password || !/^https?:$/.test(url.protocol)) throw refused(registry, "is not an http(s) address without a user name");
	url.hash = "";
	const named = policy.admit(url, by, registry);
	if (url.protocol === "https:") return named;
	const isPlain = isLoopback(url.hostname) ? isLoopback(registry.hostname) : url.hostname === registry.hostname || insecure.includes(url.host);
	if (registry.protocol === "http:" && isPlain) return named;
	throw refused(registry, `is reached in plain HTTP at ${url.host}`);
}
function refused(registry, why) {
	return new IdentikitError("REGISTRY_DENIED", `the token server that ${registry.host} names ${why}`, { remedy: "No credential was sent. Have the registry name its token server by HTTPS." });
}
// src/image/registry/token-server.ts
const clientId = "identikit";
const longestAnswer = 1048576;
const defaultSeconds = 60;
async function fetchToken(transport, request) {
	const { credential } = request;
	if (credential?.kind === "identity-token") return await ask(transport, posted(request, {
		grant_type: "refresh_token",
		refresh_token: credential.token
	}));
	const byGet = await ask(transport, got(request), credential ? [404, 405] : []);
	if (byGet !== void 0 || credential?.kind !== "password") return certain(byGet);
	const { username, password } = credential;
	return await ask(transport, posted(request, {
		grant_type: "password",
		username,
		password
	}));
}
async function ask(transport, call, elsewhere = []) {
	return await withRetries(async () => {
		const incoming = await transport.open(call);
		const { status } = incoming;
		if (status === 200) return await tokenIn(incoming, call, transport.clock.now().getTime());
		const body = await readWords(incoming);
		if (elsewhere.includes(status)) return void 0;
		const hadCredential = call.ownHeaders?.authorization !== void 0 || call.method === "POST";
		throw refusedBy({
			registry: call.at.url.host,
			what: call.what,
			status,
			body,
			hadCredential,
			isDenial: true
		});
	}, transport.retry);
}
function got(request) {
	const url = new URL(request.realm.url);
	if (request.service !== void 0) url.searchParams.set("service", request.service);
	for (const scope of request.scopes) url.searchParams.append("scope", scope);
	const { credential } = request;
	if (credential?.kind !== "password") return callOf(request, {
		method: "GET",
		url
	});
	url.searchParams.set("account", credential.username);
	return callOf(request, {
		method: "GET",
		url,
		ownHeaders: { authorization: basicHeader(credential.username, credential.password) }
	});
}
function posted(request, grant) {
	const form = new URLSearchParams({
		...grant,
		client_id: clientId,
		scope: request.scopes.join(" ")
	});
	if (request.service !== void 0) form.set("service", request.service);
	return callOf(request, {
		method: "POST",
		url: request.realm.url,
		headers: { "content-type": "application/x-www-form-urlencoded" },
		body: messageBody(Buffer.from(form.toString(), "utf8"))
	});
}
function callOf({ realm, registry, headers }, { url, ownHeaders, ...call }) {
	const what = "a token request";
	const at = {
		url,
		by: realm.by
	};
	const secrets = {
		...headers,
		...ownHeaders
	};
	return {
		...call,
		kind: "token",
		what,
		at,
		own: registry,
		ownHeaders: secrets,
		isRedirected: false
	};
}
async function tokenIn(incoming, call, now) {
	let document;
	try {
		document = JSON.parse((await readWhole(incoming, longestAnswer)).toString("utf8"));
	} catch (cause) {
		if (!(cause instanceof SyntaxError || cause instanceof BodyTooLong)) throw cause;
		throw noToken(call);
	}
	const answer = fieldsOf(document);
	const text = [answer.token, answer.access_token].find((field) => typeof field === "string" && field !== "");
	if (typeof text !== "string" || !/^[\x21-\x7e]+$/.test(text)) throw noToken(call);
	const given = answer.expires_in;
	return {
		text,
		staleAt: now + (typeof given === "number" && given > 0 ? given : defaultSeconds) * 900
	};
}
function noToken(call) {
	return new IdentikitError("REGISTRY_DENIED", `${call.at.url.host} answered ${call.what} without a token`, { remedy: "Check that the registry's token server is the one it names." });
}
// src/image/registry/authorizer.ts
var Authorizer = class {
	#options;
	#announced = [];
	#scheme = { kind: "open" };
	#tokens = [];
	#credential;
	constructor(options) {
		this.#options = options;
	}
	announce(scope) {
		this.#announced = unionOf(this.#announced, [scope]);
	}
	async hasCredential() {
		return await this.#credential !== void 0;
	}
	async header(needed) {
		const scheme = this.#scheme;
		if (scheme.kind === "open") return void 0;
		if (scheme.kind === "basic") return scheme.header;
		return `Bearer ${(await this.#token(needed)).text}`;
	}
	async refused(refused, needed, grant) {
		if (grant.refusals > 2) return false;
		const challenges = parseChallenges(refused.challenge);
		const bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.realm);
		if (bearer) return await this.#challengedForToken(bearer, refused.namer, needed, grant);
		if (challenges.some(({ scheme }) => scheme === "basic")) return await this.#challengedForPassword(needed, grant);
		return false;
	}
	async #challengedForPassword(needed, grant) {
		const credential = await this.#credentialFor(needed);
		if (credential?.kind !== "password") return false;
		const header = basicHeader(credential.username, credential.password);
		if (grant.header === header) return false;
		this.#scheme = {
			kind: "basic",
			header
		};
		return true;
	}
	async #challengedForToken(challenge, by, needed, grant) {
		const { realm, service, scope } = challenge.parameters;
		const { endpoint: registry, insecure, transport } = this.#options;
		const named = trustedRealm(realm ?? "", {
			registry,
			by,
			policy: transport.policy,
			insecure
		});
		this.#scheme = {
			kind: "bearer",
			realm: named,
			service
		};
		const stale = await this.#drop(grant.header);
		if (grant.refusals === 1 || !stale) return true;
		const own = needed.map(scopeText);
		const asked = scope?.split(" ").filter((text) => text !== "" && !own.includes(text)) ?? [];
		await this.#hold(needed, [...own, ...asked], true);
		return true;
	}
	async #token(needed) {
		const now = this.#options.transport.clock.now().getTime();
		const held = this.#tokens.find(({ scopes }) => covers(scopes, needed));
		if (held) {
			const token = await held.token;
			if (token.staleAt > now) return token;
			this.#tokens = this.#tokens.filter((other) => other !== held);
		}
		return await this.#fetch(needed);
	}
	async #fetch(needed) {
		const wide = unionOf(needed, this.#announced);
		try {
			return await this.#hold(wide, wide.map(scopeText), false);
		} catch (caught) {
			if (!(caught instanceof IdentikitError && caught.code === "REGISTRY_DENIED") || wide.length === needed.length) throw caught;
			return await this.#hold(needed, needed.map(scopeText), true);
		}
	}
	#hold(scopes, texts, narrow) {
		const token = this.#ask(scopes, texts);
		const held = {
			scopes,
			token
		};
		this.#tokens = narrow ? [held, ...this.#tokens] : [...this.#tokens, held];
		token.catch(() => {
			this.#tokens = this.#tokens.filter((other) => other !== held);
		});
		return token;
	}
	async #ask(scopes, texts) {
		const scheme = this.#scheme;
		if (scheme.kind !== "bearer") throw new Error("a token is asked for without a token server");
		const credential = await this.#credentialFor(scopes);
		if (credential?.kind === "registry-token") return {
			text: credential.token,
			staleAt: Number.POSITIVE_INFINITY
		};
		const { realm, service } = scheme;
		const { transport, endpoint, headers, host } = this.#options;
		return await fetchToken(transport, {
			realm,
			registry: endpoint,
			service,
			scopes: texts,
			credential,
			headers: realm.url.origin === endpoint.origin ? await headers({
				host,
				signal: transport.signal
			}) : {}
		});
	}
	async #drop(header) {
		if (header === void 0) return this.#tokens.length === 0;
		for (const held of this.#tokens) {
			const token = await held.token.catch(() => void 0);
			if (token && header === `Bearer ${token.text}`) {
				this.#tokens = this.#tokens.filter((other) => other !== held);
				return true;
			}
		}
		return false;
	}
	#credentialFor(scopes) {
		const { credentials, host, transport } = this.#options;
		const repository = (this.#announced.find(({ access }) => access === "push") ?? scopes[0])?.repository ?? "";
		this.#credential ??= credentials({
			host,
			repository,
			signal: transport.signal
		});
		return this.#credential;
	}
};
// src/image/registry/endpoint.ts
const dockerHub = /^(index\.|www\.)?docker\.io$/;
function endpointOf(host, insecure) {
	const address = dockerHub.test(host) ? "registry-1.docker.io" : host;
	const url = URL.parse(`https://${address}/`);
	if (url?.href !== `https://${url?.host}/`) throw new IdentikitError("REFERENCE_INVALID", "the registry's host is not a host name with an optional port", { remedy: "Write it as registry.example.com or registry.example.com:5000." });
	return insecure ?? isLoopback(url.hostname) ? new URL(`http://${address}/`) : url;
}
// src/image/registry/registry-api.ts
var RegistryApi = class {
	host;
	habits = {
		mounts: "unknown",
		referrers: "unknown"
	};
	#options;
	constructor(options) {
		this.#options = options;
		this.host = options.host;
	}
	get signal() {
		return this.#options.transport.signal;
	}
	announce(scope) {
		this.#options.authorizer.announce(scope);
	}
	async call(call, read, tries) {
		const retry = {
			...this.#options.transport.retry,
			...tries === void 0 ? {} : { tries }
		};
		return await withRetries(async () => read(await this.open(call)), retry);
	}
	patience() {
		return new Patience(this.#options.transport.retry);
	}
	named(given, incoming) {
		const { endpoint, transport } = this.#options;
		return transport.policy.admit(addressOf(given, incoming, endpoint), incoming.namer, endpoint);
	}
	async open(call) {
		const { transport, authorizer, endpoint } = this.#options;
		const { at: where, scopes, expects, ...request } = call;
		const at = typeof where === "string" ? {
			url: new URL(where, endpoint),
			by: void 0
		} : where;
		const isOwn = at.url.origin === endpoint.origin;
		const given = isOwn ? await this.#options.headers({
			host: this.host,
			signal: this.signal
		}) : {};
		for (let refusals = 1;; refusals++) {
			const header = isOwn ? await authorizer.header(scopes) : void 0;
			const ownHeaders = {
				...given,
				...header === void 0 ? {} : { authorization: header }
			};
			const incoming = await transport.open({
				...request,
				at,
				own: endpoint,
				ownHeaders
			});
			if (expects.includes(incoming.status)) return incoming;
			const body = await readWords(incoming);
			const asks = incoming.status === 401 && incoming.url.origin === endpoint.origin;
			const refused = {
				challenge: incoming.header("www-authenticate"),
				namer: incoming.namer
			};
			if (asks && await authorizer.refused(refused, scopes, {
				header,
				refusals
			})) continue;
			const hadCredential = isOwn && await authorizer.hasCredential();
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
function addressOf(given, incoming, endpoint) {
	const url = URL.parse(given, incoming.url.href);
	if (!url || !/^https?:$/.test(url.protocol)) throw new IdentikitError("REGISTRY_REFUSED", `${endpoint.host} gives an address that is no http(s) address`, { remedy: "Check the registry's own external address in its configuration." });
	url.username = "";
	url.password = "";
	if (endpoint.protocol === "https:" && url.protocol === "http:") {
		if (url.hostname === endpoint.hostname) return new URL(`${url.pathname}${url.search}`, endpoint);
		throw new IdentikitError("REGISTRY_REFUSED", `${endpoint.host} leads from TLS to plain HTTP at ${url.host}`, { remedy: "Check the registry's own external address in its configuration." });
	}
	return url;
}
// src/image/registry/blob-reader.ts
const mostAnswers = 32;
function readRegistryBlob(place, descriptor, first) {
	return verified(descriptor, resumed(place, descriptor, first), `${place.api.host}/${place.repository}`);
}
async function* resumed(place, descriptor, first) {
	const { digest, size } = descriptor;
	const patience = place.api.patience();
	let moved = 0;
	for (let all = 1;; all++) {
		const before = moved;
		try {
			const opened = all === 1 && first || openRegistryBlob(place, descriptor, moved);
			for await (const chunk of bytesFrom(await opened, moved)) {
				moved += chunk.length;
				yield chunk;
				place.onProgress({
					direction: "down",
					digest,
					moved,
					size
				});
			}
			return;
		} catch (caught) {
			if (moved >= size && moved > before) return;
			if (all === mostAnswers) throw caught;
			if (moved > before) patience.renew();
			await patience.wait(caught);
		}
	}
}
async function* bytesFrom(incoming, offset) {
	let skip = incoming.status === 206 ? 0 : offset;
	for await (const chunk of incoming.body) {
		const rest = chunk.subarray(Math.min(skip, chunk.length));
		skip -= chunk.length - rest.length;
		if (rest.length > 0) yield rest;
	}
}
async function openRegistryBlob(place, { digest, size }, offset = 0) {
	const { api, repository } = place;
	const what = `the blob ${digest} of ${repository}`;
	const incoming = await api.open({
		kind: "blob-read",
		method: "GET",
		at: `/v2/${repository}/blobs/${digest}`,
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
	if (incoming.status === 206 && !startsAt(incoming, offset)) {
		await readWords(incoming);
		throw refusedBy({
			registry: api.host,
			what,
			status: 206,
			body: "the answer is not the range asked for"
		});
	}
	if (incoming.status !== 404) return incoming;
	const refusal = refusedBy({
		registry: api.host,
		what,
		status: 404,
		body: await readWords(incoming)
	});
	throw new IdentikitError("IMAGE_MISSING", refusal.message, { remedy: "Push the image again: its manifest names a blob that the repository does not have." });
}
function startsAt(incoming, offset) {
	return incoming.header("content-range")?.startsWith(`bytes ${offset}-`) ?? false;
}
// src/image/registry/upload-start.ts
const mountTries = 3;
async function beginUpload(place, descriptor, from) {
	const { habits } = place.api;
	if (habits.mounts !== "no") try {
		return await mount(place, descriptor, from);
	} catch (caught) {
		if (!isRefusal(caught)) throw caught;
		if (from === void 0) habits.mounts = "no";
	}
	return await start(place, `the upload of ${descriptor.digest} to ${place.repository}`);
}
function isRefusal(caught) {
	return caught instanceof IdentikitError && [
		"REGISTRY_DENIED",
		"REGISTRY_REFUSED",
		"REGISTRY_UNREACHABLE"
	].includes(caught.code);
}
async function mount(place, { digest }, from) {
	const { api, repository } = place;
	const source = from ?? repository;
	const scopes = [{
		repository,
		access: "push"
	}];
	if (from !== void 0) scopes.push({
		repository: from,
		access: "pull"
	});
	return await api.call({
		kind: "upload-start",
		method: "POST",
		at: `/v2/${repository}/blobs/uploads/?${new URLSearchParams({
			mount: digest,
			from: source
		})}`,
		what: `the mount of ${digest} from ${source} into ${repository}`,
		scopes,
		expects: [201, 202]
	}, async (incoming) => {
		const location = await locationIn(place, incoming);
		if (incoming.status === 202) return {
			kind: "open",
			location
		};
		api.habits.mounts = "yes";
		return {
			kind: "arrived",
			how: from === void 0 ? "present" : "mounted"
		};
	}, mountTries);
}
async function start(place, what, tries) {
	const { api, repository } = place;
	return await api.call({
		kind: "upload-start",
		method: "POST",
		at: `/v2/${repository}/blobs/uploads/`,
		what,
		scopes: [{
			repository,
			access: "push"
		}],
		expects: [202]
	}, async (incoming) => ({
		kind: "open",
		location: await locationIn(place, incoming)
	}), tries);
}
async function startExpected(place) {
	try {
		return await start(place, `an upload to ${place.repository}`, 1);
	} catch {
		return;
	}
}
async function locationIn(place, incoming) {
	const { api, repository } = place;
	await readWords(incoming);
	const location = incoming.header("location");
	if (incoming.status === 201) return {
		url: incoming.url,
		by: incoming.namer
	};
	if (location !== void 0) return api.named(location, incoming);
	throw refusedBy({
		registry: api.host,
		what: `an upload to ${repository}`,
		status: incoming.status,
		body: "the answer does not say where to send it"
	});
}
async function isPresent(place, { digest, size }) {
	const { api, repository } = place;
	try {
		return await api.call({
			kind: "blob-probe",
			method: "HEAD",
			at: `/v2/${repository}/blobs/${digest}`,
			what: `the blob ${digest} of ${repository}`,
			scopes: [{
				repository,
				access: "push"
			}],
			expects: [200]
		}, async (incoming) => {
			await readWords(incoming);
			return incoming.header("content-length") === String(size);
		});
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED") return false;
		throw caught;
	}
}
async function uploadedSoFar(place, { digest }, location) {
	const { api, repository } = place;
	try {
		return await api.call({
			kind: "upload-status",
			method: "GET",
			at: location,
			what: `the state of the upload of ${digest} to ${repository}`,
			scopes: [{
				repository,
				access: "push"
			}],
			expects: [204]
		}, async (incoming) => {
			await readWords(incoming);
			const last = Number(/^(?:bytes[= ])?0-(\d{1,15})$/.exec(incoming.header("range") ?? "")?.[1] ?? 0);
			const next = incoming.header("location");
			return {
				location: next ? api.named(next, incoming) : location,
				offset: last === 0 ? 0 : last + 1
			};
		});
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED") return void 0;
		throw caught;
	}
}
// src/image/registry/blob-writer.ts
const worthAsking = 1048576;
const mostTries = 32;
function takeExpected(place, blob) {
	return blob.descriptor.size >= worthAsking || nearOf(place, blob) !== void 0 ? void 0 : place.expected.shift();
}
function nearOf({ api }, { from }) {
	return from?.host === api.host ? from.repository : void 0;
}
async function writeBlob(place, blob) {
	const { api, repository } = place;
	const near = nearOf(place, blob);
	if (near === repository) return "present";
	const { size } = blob.descriptor;
	const large = size >= worthAsking;
	const expected = await blob.expected;
	if (expected?.kind === "open") return await send(place, blob, {
		location: expected.location,
		offset: 0,
		isDoubtful: true
	});
	if (large && near === void 0 && api.habits.mounts !== "yes" && await isPresent(place, blob.descriptor)) return "present";
	const begun = await beginUpload(place, blob.descriptor, near);
	if (begun.kind === "arrived") return begun.how;
	if (large && near !== void 0 && await isPresent(place, blob.descriptor)) return "present";
	return await send(place, blob, fresh(begun.location));
}
function fresh(location) {
	return {
		location,
		offset: 0,
		isDoubtful: false
	};
}
async function send(place, blob, start) {
	const patience = place.api.patience();
	let at = start;
	for (let all = 1;; all++) {
		const body = partOf(place, blob, at.offset);
		try {
			await finish(place, blob.descriptor, at, body);
			return "sent";
		} catch (caught) {
			if (caught === body.fault || all === mostTries) throw caught;
			const next = await recover(place, blob.descriptor, at, {
				caught,
				patience
			});
			if (next === void 0) return "sent";
			if (next.offset > at.offset) patience.renew();
			at = next;
		}
	}
}
async function recover(place, descriptor, at, { caught, patience }) {
	if (!(caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED" && at.isDoubtful)) {
		await patience.wait(caught);
		const kept = await uploadedSoFar(place, descriptor, at.location);
		if (kept && kept.offset <= descriptor.size) return {
			...kept,
			isDoubtful: true
		};
	}
	const begun = await beginUpload(place, descriptor, void 0);
	return begun.kind === "arrived" ? void 0 : fresh(begun.location);
}
async function finish(place, { digest, size }, { location, offset }, body) {
	const { api, repository } = place;
	const url = new URL(location.url);
	url.search = `${url.search === "" ? "?" : `${url.search}&`}digest=${encodeURIComponent(digest)}`;
	const incoming = await api.open({
		kind: "upload",
		method: "PUT",
		at: {
			url,
			by: location.by
		},
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
	});
	await readWords(incoming);
}
function partOf(place, { descriptor, open }, offset) {
	const { digest, size } = descriptor;
	const body = {
		size: size - offset,
		open: async function* () {
			let moved = 0;
			try {
				for await (const chunk of open()) {
					const rest = chunk.subarray(Math.min(chunk.length, Math.max(0, offset - moved)));
					moved += chunk.length;
					if (rest.length === 0) continue;
					yield rest;
					place.onProgress({
						direction: "up",
						digest,
						moved,
						size
					});
				}
				if (moved !== size) throw wrongLength(descriptor);
			} catch (caught) {
				body.fault = caught;
				throw caught;
			}
		}
	};
	return body;
}
function wrongLength({ digest, size }) {
	return new IdentikitError("DIGEST_MISMATCH", `what is to be sent as ${digest} does not have its ${size} bytes`, { remedy: "Read the image again: its source changed, or is damaged." });
}
// src/image/registry/registry-referrers.ts
const settlingMs$1 = [200, 800];
const unknownRequest = [
	400,
	404,
	405,
	406,
	501
];
var RegistryReferrers = class {
	#api;
	#repository;
	#tagged;
	constructor(api, repository, tagged) {
		this.#api = api;
		this.#repository = repository;
		this.#tagged = tagged;
	}
	async of(subject) {
		return await this.#listed(subject) ?? await this.#tagged.of(subject);
	}
	async add(subject, manifests) {
		for (const waitMs of [...settlingMs$1, void 0]) {
			const listed = await this.#listed(subject);
			if (listed === void 0) return await this.#tagged.add(subject, manifests);
			const missing = manifests.find(({ digest }) => listed.every((one) => one.digest !== digest));
			if (missing === void 0) return;
			if (waitMs === void 0) throw this.#unlisted(missing, subject);
			await pause(waitMs, this.#api.signal);
		}
	}
	#unlisted({ digest }, subject) {
		const what = `${this.#api.host}/${this.#repository}`;
		return new IdentikitError("REGISTRY_REFUSED", `${what} took ${digest} and does not list it at ${subject}`, { remedy: "Read the registry's log: it keeps lists of referrers, and this is not in them." });
	}
	async #listed(subject) {
		const { habits } = this.#api;
		if (habits.referrers === "no") return void 0;
		const entries = [];
		let at = `/v2/${this.#repository}/referrers/${subject}`;
		while (at !== void 0) {
			const page = await this.#page(at, subject);
			if (page === void 0) {
				if (entries.length === 0) habits.referrers = "no";
				return entries.length === 0 ? void 0 : entries;
			}
			habits.referrers = "yes";
			at = page.entries.length === 0 ? void 0 : page.next;
			entries.push(...page.entries);
			if (entries.length > imageLimits.referrers) throw invalid(this.#api.host, `more than ${imageLimits.referrers} artifacts refer to ${subject}`);
		}
		return entries;
	}
	async #page(at, subject) {
		return await this.#api.call({
			kind: "manifest-read",
			method: "GET",
			at,
			what: `the referrers of ${subject} in ${this.#repository}`,
			scopes: [{
				repository: this.#repository,
				access: "pull"
			}],
			headers: { accept: mediaTypes.ociIndex },
			expects: [200, ...unknownRequest]
		}, async (incoming) => await this.#pageIn(incoming));
	}
	async #pageIn(incoming) {
		const mediaType = (incoming.header("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
		if (incoming.status !== 200 || mediaType !== mediaTypes.ociIndex) {
			await readWords(incoming);
			return;
		}
		const bytes = await this.#whole(incoming);
		const next = /<([^<>]+)>\s*;[^,]*\brel="?next"?/i.exec(incoming.header("link") ?? "")?.[1];
		return {
			entries: parseReferrers({
				bytes,
				mediaType,
				digest: digestOf(bytes)
			}, this.#api.host),
			next: next === void 0 ? void 0 : this.#api.named(next, incoming)
		};
	}
	async #whole(incoming) {
		try {
			return await readWhole(incoming, imageLimits.manifestBytes);
		} catch (caught) {
			if (!(caught instanceof BodyTooLong)) throw caught;
			throw invalid(this.#api.host, "its list of referrers is over 10 MiB");
		}
	}
};
// src/image/registry/registry-store.ts
const largestManifest = 10485760;
const worthExpecting = 1048576;
const settlingMs = [200, 800];
const imageTypes = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.docker.distribution.manifest.v2+json"
].join(", ");
var RegistryStore = class {
	name;
	takesWhole = true;
	referrers;
	origin;
	#parts;
	#api;
	#expected = new Map();
	#content;
	#written = new Map();
	constructor(parts) {
		const { api, repository } = parts;
		this.#parts = parts;
		this.#api = api;
		this.name = `${api.host}/${repository}`;
		this.origin = {
			host: api.host,
			repository
		};
		this.referrers = new RegistryReferrers(api, repository, new TaggedReferrers(this));
	}
	expectManifest(selector) {
		const answer = this.#read(selector);
		answer.catch(() => {});
		this.#expected.set(nameOf(selector), answer);
	}
	async manifest(selector) {
		const name = nameOf(selector);
		const expected = this.#expected.get(name);
		this.#expected.delete(name);
		const written = this.#written.get(name);
		this.#written.delete(name);
		const read = expected ?? this.#read(selector);
		return written === void 0 ? await read : await this.#settled(selector, read, written);
	}
	async foundUnder(tag) {
		return await imageAt(this, {
			kind: "tag",
			tag
		});
	}
	async #settled(selector, first, digest) {
		let read = first;
		for (const waitMs of settlingMs) {
			const found = await orMissing(read);
			if (found?.digest === digest) return found;
			await pause(waitMs, this.#api.signal);
			read = this.#read(selector);
		}
		return await read;
	}
	async #read(selector) {
		const named = nameOf(selector);
		const { repository } = this.origin;
		const what = `the manifest ${named} of ${repository}`;
		const manifest = await this.#api.call({
			kind: "manifest-read",
			method: "GET",
			at: `/v2/${repository}/manifests/${encodeURIComponent(named)}`,
			what,
			scopes: [{
				repository,
				access: "pull"
			}],
			headers: { accept: imageTypes },
			expects: [200, 404]
		}, async (incoming) => await this.#manifestIn(incoming, what));
		if (selector.kind === "tag" || manifest.digest === selector.digest) return manifest;
		throw new IdentikitError("DIGEST_MISMATCH", `${this.#api.host} gives content with the digest ${manifest.digest} for ${what}`, { remedy: "Do not use this image: what the registry holds is damaged or was replaced. Push it again." });
	}
	blob(descriptor) {
		const expected = this.#content?.digest === descriptor.digest ? this.#content.answer : void 0;
		if (expected) this.#content = void 0;
		return readRegistryBlob(this.#parts, descriptor, expected);
	}
	expectContent(descriptor) {
		if (this.#content || descriptor.size > worthExpecting) return;
		const answer = openRegistryBlob(this.#parts, descriptor);
		answer.catch(() => {});
		this.#content = {
			digest: descriptor.digest,
			answer
		};
	}
	async putBlob(descriptor, open, from) {
		const blob = {
			descriptor,
			open,
			from
		};
		const expected = takeExpected(this.#parts, blob);
		return await this.#parts.slots.run(() => writeBlob(this.#parts, {
			...blob,
			expected
		}));
	}
	expectBlob() {
		this.#parts.expected.push(startExpected(this.#parts));
	}
	async putManifest(manifest, tag) {
		const { repository } = this.origin;
		const named = tag ?? manifest.digest;
		await this.#api.call({
			kind: "manifest-write",
			method: "PUT",
			at: `/v2/${repository}/manifests/${encodeURIComponent(named)}`,
			what: `writing the manifest ${named} of ${repository}`,
			scopes: [{
				repository,
				access: "push"
			}],
			headers: { "content-type": manifest.mediaType },
			body: messageBody(manifest.bytes),
			expects: [
				200,
				201,
				202,
				204
			]
		}, readWords);
		this.#expected.delete(named);
		for (const name of [named, manifest.digest]) this.#written.set(name, manifest.digest);
	}
	async [Symbol.asyncDispose]() {
		this.#content?.answer.then((incoming) => incoming.discard(), () => {});
		this.#parts.close();
	}
	async #manifestIn(incoming, what) {
		if (incoming.status === 404) {
			const { message } = refusedBy({
				registry: this.#api.host,
				what,
				status: 404,
				body: await readWords(incoming)
			});
			throw new IdentikitError("IMAGE_MISSING", message, { remedy: "Check the reference; a private repository may also look missing to who may not read it." });
		}
		const mediaType = (incoming.header("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
		try {
			const bytes = await readWhole(incoming, largestManifest);
			return {
				bytes,
				mediaType,
				digest: digestOf(bytes)
			};
		} catch (caught) {
			if (!(caught instanceof BodyTooLong)) throw caught;
			throw new IdentikitError("IMAGE_INVALID", `${this.#api.host} gives more than 10 MiB for ${what}`, { remedy: "Check the reference: no image has a manifest of that size." });
		}
	}
};
function nameOf(selector) {
	return selector.kind === "tag" ? selector.tag : selector.digest;
}
// src/image/registry/transport.ts
var Transport = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	get retry() {
		const { signal, patienceMs } = this.#options;
		return {
			signal,
			patienceMs
		};
	}
	get signal() {
		return this.#options.signal;
	}
	get clock() {
		return this.#options.clock;
	}
	get policy() {
		return this.#options.policy;
	}
	async open(call) {
		try {
			const incoming = await follow(call, this.policy, (outgoing) => this.#once(call, outgoing));
			if (isRetryableStatus(incoming.status)) throw await this.#failure(call, incoming);
			return incoming;
		} catch (caught) {
			if (!(caught instanceof StrayRedirect)) throw caught;
			const message = `${call.at.url.host} redirects ${call.what} ${caught.message}`;
			throw new IdentikitError("REGISTRY_REFUSED", message, { remedy: "Name the registry by the address that it serves its API at." });
		}
	}
	async #once(call, outgoing) {
		const { method, url } = outgoing;
		const record = {
			kind: call.kind,
			method,
			host: url.host,
			status: 0,
			sent: 0,
			received: 0
		};
		try {
			const incoming = await this.#options.client.send(outgoing, this.signal);
			record.status = incoming.status;
			record.sent = incoming.sent;
			return {
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
			for await (const chunk of body) {
				record.received += chunk.length;
				yield chunk;
			}
		} catch (cause) {
			throw this.#faultOf(call, url, cause);
		}
	}
	async #failure(call, incoming) {
		const { status } = incoming;
		const afterMs = retryAfterMs(incoming.header("retry-after"), incoming.header("date"));
		return failedAt({
			registry: call.at.url.host,
			what: call.what,
			status,
			body: await readWords(incoming)
		}, {
			kind: "later",
			isOutage: isOutageStatus(status),
			...afterMs === void 0 ? {} : { afterMs }
		});
	}
	#faultOf(call, url, cause) {
		if (this.signal.aborted) return stopped(this.signal, "stopped while talking to a registry");
		const { meaning, remedy, isLasting } = troubleOf(cause);
		return new IdentikitError("REGISTRY_UNREACHABLE", `${url.host} could not be reached for ${call.what}: ${meaning}`, {
			remedy,
			cause,
			retry: isLasting ? { kind: "never" } : {
				kind: "later",
				isOutage: true
			}
		});
	}
};
// src/image/registry/registries.ts
const defaultConcurrency = 6;
var Registries = class {
	#options;
	#transport;
	#client;
	#slots;
	#apis = new Map();
	constructor(options) {
		const { clock, signal, env, lookup, patienceMs, concurrency = defaultConcurrency } = options;
		setMaxListeners(0, signal);
		this.#options = options;
		this.#slots = new Slots(concurrency);
		this.#client = new HttpClient({
			connections: concurrency,
			env,
			lookup
		});
		this.#transport = new Transport({
			client: this.#client,
			policy: new AddressPolicy(options.allowPrivateHosts),
			clock,
			signal,
			patienceMs,
			onRequest: options.onRequest ?? ignore
		});
	}
	open({ host, repository, access = "pull" }) {
		return this.#store(host, repository, access, ignore);
	}
	openOnly({ host, repository, access = "pull" }) {
		return this.#store(host, repository, access, () => this[Symbol.dispose]());
	}
	[Symbol.dispose]() {
		this.#client[Symbol.dispose]();
	}
	#store(host, repository, access, close) {
		checkRepository(repository);
		const api = this.#api(host);
		api.announce({
			repository,
			access
		});
		return new RegistryStore({
			api,
			repository,
			onProgress: this.#options.onProgress ?? ignore,
			expected: [],
			slots: this.#slots,
			close
		});
	}
	#api(host) {
		const known = this.#apis.get(host);
		if (known) return known;
		const { credentials, headers = noHeaders, insecure = [] } = this.#options;
		const endpoint = endpointOf(host, insecure.includes(host) || void 0);
		const transport = this.#transport;
		const api = new RegistryApi({
			transport,
			authorizer: new Authorizer({
				transport,
				host,
				endpoint,
				credentials,
				headers,
				insecure
			}),
			endpoint,
			host,
			headers
		});
		this.#apis.set(host, api);
		return api;
	}
};
function openRegistry(options) {
	return new Registries(options).openOnly(options);
}
const ignore = () => {};
function checkRepository(repository) {
	const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
	if (repository.length <= 255 && new RegExp(`^${part}(?:/${part})*$`).test(repository)) return;
	throw new IdentikitError("REFERENCE_INVALID", "a repository's name has a form that registries do not take", { remedy: "Use lower-case letters, digits, and `.`, `_`, `-` between them; `/` between the parts." });
}
export { Registries, openRegistry };
