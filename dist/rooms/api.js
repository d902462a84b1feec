import { IdentikitError, isRecord } from "../start/faces.js";
import { pause } from "./fault.js";
import { _enum, array, boolean, discriminatedUnion, int, literal, object, strictObject, string, templateLiteral, unknown } from "../vendor/zod.js";
import { tailEvents } from "./events.js";
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { BlockList, isIP, isIPv6 } from "node:net";
// src/api/event-feed.ts
const heartbeatMs = 15e3;
const retryMs = 2e3;
const patienceMs$1 = 6e4;
var EventFeed = class {
	stream;
	#events;
	#stop = new AbortController();
	#onEnd;
	#next;
	#idle;
	constructor({ file, signal, onEnd, ...after }) {
		const ended = AbortSignal.any([signal, this.#stop.signal]);
		this.#events = tailEvents(file, {
			...after,
			signal: ended
		});
		this.#onEnd = onEnd;
		this.stream = new ReadableStream({
			start: (controller) => {
				controller.enqueue(Buffer.from(`retry: ${retryMs}\n\n`));
				ended.addEventListener("abort", () => this.#end(controller), { once: true });
			},
			pull: async (controller) => {
				clearTimeout(this.#idle);
				const piece = await this.#piece(ended);
				if (ended.aborted) return;
				if (piece === void 0) return this.#stop.abort();
				controller.enqueue(Buffer.from(piece));
				this.#idle = setTimeout(() => this.#stop.abort(), patienceMs$1).unref();
			},
			cancel: () => this.#stop.abort()
		});
	}
	async #piece(signal) {
		this.#next ??= this.#events.next();
		const quiet = new AbortController();
		const silence = pause(heartbeatMs, AbortSignal.any([signal, quiet.signal])).then(() => "quiet");
		try {
			const first = await Promise.race([this.#next, silence]);
			if (first === "quiet") return ": still here\n\n";
			this.#next = void 0;
			if (first.done) return void 0;
			const { id, event, data } = first.value;
			return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
		} catch {
			return;
		} finally {
			quiet.abort();
			silence.catch(() => {});
		}
	}
	#end(controller) {
		clearTimeout(this.#idle);
		this.#next?.catch(() => {});
		this.#events.return(void 0);
		this.#onEnd();
		try {
			controller.close();
		} catch {}
	}
};
// src/api/listen-address.ts
function parseListenAddress(listen) {
	const match = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]]*):)?(?<port>\d{1,5})$/i.exec(listen);
	const port = Number(match?.groups?.port);
	if (match && port <= 65535) return {
		host: match.groups?.host?.replace(/^\[|\]$/g, "") || "127.0.0.1",
		port
	};
	throw new IdentikitError("USAGE", `${JSON.stringify(listen)} is not an address to listen on`, { remedy: "Write it as host:port, such as 127.0.0.1:8787." });
}
function hostOfHeader(header) {
	return header.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}
// src/api/path-token.ts
const form$1 = /^\/t\/([A-Za-z0-9._~-]{1,512})(?=\/|\?|$)/;
function tokenPath(token) {
	return `/t/${encodeURIComponent(token)}`;
}
function takePathToken(request) {
	const match = form$1.exec(request.url ?? "");
	if (!match) return;
	const [whole, token = ""] = match;
	const rest = (request.url ?? "").slice(whole.length);
	request.url = rest.startsWith("/") ? rest : `/${rest}`;
	request.rawHeaders.push("authorization", `Bearer ${token}`);
}
// src/api/kubernetes/age.ts
function humanDuration(span) {
	const seconds = Math.trunc(span / 1e3);
	if (seconds < -1) return "<invalid>";
	if (seconds < 0) return "0s";
	if (seconds < 120) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 10) return two(minutes, "m", seconds % 60, "s");
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 8) return two(hours, "h", minutes % 60, "m");
	if (hours < 48) return `${hours}h`;
	const days = Math.floor(hours / 24);
	if (hours < 192) return two(days, "d", hours % 24, "h");
	if (hours < 17520) return `${days}d`;
	const years = Math.floor(days / 365);
	return hours < 70080 ? two(years, "y", days % 365, "d") : `${years}y`;
}
function two(large, largeUnit, small, smallUnit) {
	return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
// src/api/kubernetes/status.ts
const reasons = {
	BadRequest: 400,
	Unauthorized: 401,
	Forbidden: 403,
	NotFound: 404,
	MethodNotAllowed: 405,
	NotAcceptable: 406,
	AlreadyExists: 409,
	Conflict: 409,
	Expired: 410,
	RequestEntityTooLarge: 413,
	UnsupportedMediaType: 415,
	Invalid: 422,
	TooManyRequests: 429,
	InternalError: 500,
	ServiceUnavailable: 503,
	Timeout: 504
};
var RequestRefused = class extends Error {
	name = "RequestRefused";
	reason;
	details;
	headers;
	constructor(reason, message, { details, headers = {} } = {}) {
		super(message);
		this.reason = reason;
		this.details = details;
		this.headers = headers;
	}
	status() {
		return {
			kind: "Status",
			apiVersion: "v1",
			metadata: {},
			status: "Failure",
			message: this.message,
			reason: this.reason,
			...this.details === void 0 ? {} : { details: this.details },
			code: reasons[this.reason]
		};
	}
};
function success(details) {
	return {
		kind: "Status",
		apiVersion: "v1",
		metadata: {},
		status: "Success",
		details,
		code: 200
	};
}
// src/api/kubernetes/answer.ts
const always = {
	"cache-control": "no-cache, private",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff"
};
function jsonAnswer(body, more = {}, status = 200) {
	const headers = new Headers(more);
	if (!headers.has("content-type")) headers.set("content-type", "application/json");
	return new Response(`${JSON.stringify(body)}\n`, {
		status,
		headers
	});
}
function refusalAnswer(refused) {
	return jsonAnswer(refused.status(), refused.headers, reasons[refused.reason]);
}
function withHeaders(response) {
	for (const [name, value] of Object.entries(always)) response.headers.set(name, value);
	return response;
}
function warningHeaders(warnings) {
	const headers = new Headers();
	for (const warning of warnings.slice(0, 10)) {
		const text = warning.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
		headers.append("warning", `299 - "${text.replace(/[\\"]/g, "\\$&")}"`);
	}
	return headers;
}
// src/api/agents/bundle-bodies.ts
const longestBundle = 1e6;
const digest = templateLiteral(["sha256:", string().regex(/^[0-9a-f]{64}$/)]);
const count = int().min(0);
const counts = strictObject({
	create: count,
	change: count,
	delete: count
});
const prune = boolean().optional().describe("Whether rows that the bundle lacks are deleted.");
const agreedPlan = object({
	bundle: digest,
	base: digest,
	prune: boolean(),
	counts
});
const planBody = strictObject({
	bundle: string().describe("The bundle, as identikit config export writes it."),
	prune
});
const importBody = planBody.extend({
	plan: agreedPlan.optional().describe("The plan that was agreed to; 409 where the bundle or the database is another by now."),
	dryRun: boolean().optional().describe("Does everything but keep it.")
});
const plannedBundle = object({
	plan: agreedPlan,
	rows: array(object({
		kind: _enum([
			"create",
			"change",
			"delete"
		]),
		table: string(),
		scope: string().optional(),
		key: string(),
		lines: array(string())
	})),
	waiting: array(string())
});
const importedBundle = object({
	bundle: digest,
	counts,
	agents: array(string()),
	openRecord: string().optional()
});
// src/api/kubernetes/fault-status.ts
const reasonOf = new Map([
	["RESOURCE_INVALID", "Invalid"],
	["IMMUTABLE_FIELD", "Invalid"],
	["SELECTOR_INVALID", "BadRequest"],
	["CONTINUE_INVALID", "BadRequest"],
	["RESOURCE_TOO_LARGE", "RequestEntityTooLarge"],
	["NOT_FOUND", "NotFound"],
	["ALREADY_EXISTS", "AlreadyExists"],
	["CONFLICT", "Conflict"],
	["MANAGED_BY_REPOSITORY", "Forbidden"],
	["ROLE_ESCALATION", "Forbidden"],
	["BINDING_ESCALATION", "Forbidden"],
	["WATCH_TOO_OLD", "Expired"],
	["DATABASE_BUSY", "ServiceUnavailable"],
	["DATABASE_UNREACHABLE", "ServiceUnavailable"]
]);
function refusalOf(thrown, details = {}) {
	if (thrown instanceof RequestRefused) return thrown;
	const reason = thrown instanceof IdentikitError ? reasonOf.get(thrown.code) : void 0;
	if (!(thrown instanceof IdentikitError) || reason === void 0) return new RequestRefused("InternalError", "the server could not do it; its log says why");
	if (reason === "ServiceUnavailable") {
		const retry = { "retry-after": "2" };
		return new RequestRefused(reason, "the config database is not to be had just now", {
			details: {
				...details,
				retryAfterSeconds: 2
			},
			headers: retry
		});
	}
	const cause = {
		reason: thrown.code,
		message: `${thrown.message}. ${thrown.remedy}`,
		field: ""
	};
	return new RequestRefused(reason, `${thrown.message}. ${thrown.remedy}`, { details: {
		...details,
		causes: [cause]
	} });
}
// src/api/kubernetes/access.ts
function bearerToken(header) {
	return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? "")?.[1];
}
// src/api/kubernetes/patient-stream.ts
const patienceMs = 6e4;
function patientStream({ pieces, signal, timeoutMs, onEnd }) {
	const stop = new AbortController();
	const ended = AbortSignal.any([signal, stop.signal]);
	const timeout = setTimeout(() => stop.abort(), timeoutMs).unref();
	const source = pieces(ended);
	let idle;
	return new ReadableStream({
		start: (controller) => {
			const end = () => {
				clearTimeout(timeout);
				clearTimeout(idle);
				source.return().catch(() => {});
				onEnd?.();
				try {
					controller.close();
				} catch {}
			};
			if (ended.aborted) end();
			else ended.addEventListener("abort", end, { once: true });
		},
		pull: async (controller) => {
			clearTimeout(idle);
			try {
				const { done, value } = await source.next();
				if (ended.aborted) return;
				if (done) return stop.abort();
				controller.enqueue(typeof value === "string" ? Buffer.from(value) : value);
				idle = setTimeout(() => stop.abort(), patienceMs).unref();
			} catch (thrown) {
				controller.error(thrown);
				stop.abort();
			}
		},
		cancel: () => stop.abort()
	});
}
// src/api/shared-texts.ts
var SharedTexts = class {
	#made = new WeakMap();
	of(object, form, make) {
		const there = this.#made.get(object) ?? new Map();
		if (there.size === 0) this.#made.set(object, there);
		const made = there.get(form) ?? Buffer.from(make());
		there.set(form, made);
		return made;
	}
};
// src/api/agents/allowed-stream.ts
const everyMs = 6e4;
async function* whileAllowed(pieces, isAllowed, elapsed = () => performance.now()) {
	let asked = elapsed();
	for await (const piece of pieces) {
		if (elapsed() - asked >= everyMs) {
			if (!await isAllowed()) return;
			asked = elapsed();
		}
		yield piece;
	}
}
// src/api/doors/csrf-token.ts
function csrfTokenOf(sessionToken) {
	return createHmac("sha256", sessionToken).update("identikit csrf 1").digest("base64url");
}
function isCsrfTokenOf(sessionToken, given) {
	const [expected, actual] = [Buffer.from(csrfTokenOf(sessionToken)), Buffer.from(given)];
	return expected.length === actual.length && timingSafeEqual(expected, actual);
}
// src/api/doors/own-page.ts
function foreignPage({ headers }, names) {
	const [origin, site] = [headers.get("origin"), headers.get("sec-fetch-site")];
	const expected = names.originOf(headers.get("host") ?? "");
	if (origin !== null && origin !== expected) return `it came from a page of ${shown(origin)}, not of ${expected}`;
	if (site !== null && site !== "same-origin") return `it came from a page of another origin (${shown(site)})`;
	return origin === null && site === null ? "it does not say what page it came from" : void 0;
}
function isTakenIn({ headers }) {
	const [site, mode] = [headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")];
	return site !== null && site !== "same-origin" && site !== "none" && mode !== "navigate";
}
function shown(text) {
	return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
// src/api/doors/html-headers.ts
const contentPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"form-action 'self'",
	"frame-ancestors 'none'",
	"base-uri 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'"
].join("; ");
const ofPages = {
	"cache-control": "no-store",
	"cross-origin-opener-policy": "same-origin",
	"permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"referrer-policy": "same-origin"
};
const ofAll = {
	"cache-control": "no-store",
	"content-security-policy": contentPolicy,
	"cross-origin-resource-policy": "same-origin",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
	"x-frame-options": "DENY"
};
function guardAnswer({ headers }, isSecure) {
	for (const [name, value] of Object.entries(ofAll)) if (!headers.has(name)) headers.set(name, value);
	if (isSecure) headers.set("strict-transport-security", "max-age=31536000");
	if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get("content-type") ?? "")) return;
	for (const [name, value] of Object.entries(ofPages)) headers.set(name, value);
}
// src/api/doors/peers.ts
var TrustedPeers = class {
	#list = new BlockList();
	constructor(ranges) {
		for (const range of ranges) {
			const [, address = "", , bits] = /^([0-9a-f.:]+)(\/(\d{1,3}))?$/i.exec(range) ?? [];
			const version = isIP(address);
			const width = version === 4 ? 32 : 128;
			if (version === 0 || Number(bits ?? width) > width) throw notRange(range);
			this.#list.addSubnet(address, Number(bits ?? width), version === 4 ? "ipv4" : "ipv6");
		}
	}
	has(address) {
		const plain = plainAddress(address);
		const version = isIP(plain);
		return version !== 0 && this.#list.check(plain, version === 4 ? "ipv4" : "ipv6");
	}
	clientOf(peer, forwardedFor) {
		const hops = (forwardedFor ?? "").split(",").map((hop) => plainAddress(hop.trim()));
		let client = plainAddress(peer);
		for (const hop of hops.reverse()) {
			if (!this.has(client) || isIP(hop) === 0) break;
			client = hop;
		}
		return client;
	}
};
function plainAddress(address) {
	return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
}
function notRange(range) {
	return new IdentikitError("USAGE", `${JSON.stringify(range)} is not a range of addresses`, { remedy: "Write an address or a range, such as 127.0.0.1 or 10.0.0.0/8." });
}
// src/api/doors/rate-limit.ts
const mostKeys = 1e4;
var RateLimit = class {
	#options;
	#fullAt = new Map();
	constructor(options) {
		this.#options = options;
	}
	take(key) {
		const { perMinute, now } = this.#options;
		const [time, each] = [now(), 6e4 / perMinute];
		const full = Math.max(time, this.#fullAt.get(key) ?? 0) + each;
		const waitMs = full - time - 6e4;
		if (waitMs > 0) return Math.ceil(waitMs / 1e3);
		this.#fullAt.delete(key);
		this.#fullAt.set(key, full);
		for (const [oldest] of this.#fullAt) {
			if (this.#fullAt.size <= mostKeys) break;
			this.#fullAt.delete(oldest);
		}
	}
};
function addressKey(address) {
	if (!isIPv6(address)) return address;
	const [head = "", tail = ""] = address.split("::");
	const groups = head.split(":").filter(Boolean);
	const rest = tail.split(":").filter(Boolean);
	return (address.includes("::") ? [
		...groups,
		...Array(Math.max(0, 8 - groups.length - rest.length)).fill("0"),
		...rest
	] : groups).slice(0, 4).join(":");
}
// src/api/doors/login-page.ts
const loginScriptPath = "/login.js";
const loginScript = `const form = document.querySelector("form[data-link]");
const token = location.hash.slice(1);
if (form && token) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.link.value = token;
  form.requestSubmit();
}
`;
const intro = {
	loopback: "Open the link that identikit serve has printed on its terminal. It is good once, for ten minutes; this page makes it print a new one when the old one is used or over. Without scripts, paste what stands behind the # of the link.",
	token: "Paste a token of the API. Who runs this server makes one with identikit kubeconfig.",
	oidc: "Sign in with the account that your organisation uses.",
	proxy: "You are signed in by the proxy before this server. It has not named you on this request."
};
function loginPage({ status, kind, next, problem, stylesheet }) {
	const goal = escaped$1(next);
	const said = problem === void 0 ? "" : `<p role="alert">${escaped$1(problem)}</p>`;
	const provider = `<p><a href="/login/oidc?next=${escaped$1(encodeURIComponent(next))}">Sign in</a></p>`;
	const paste = `<form method="post" action="/login"${kind === "loopback" ? " data-link" : ""}>
<input type="hidden" name="next" value="${goal}"><input type="hidden" name="link" value="">
<p><label for="token">Token</label> <input id="token" name="token" type="password" autocomplete="off" spellcheck="false"></p>
<p><button>Sign in</button></p>
</form>`;
	return page(status, "Sign in", `<main><h1>Sign in to Identikit</h1>${said}<p>${escaped$1(intro[kind])}</p>
${kind === "oidc" ? provider : ""}${kind === "proxy" ? "" : paste}</main>`, {
		stylesheet,
		head: kind === "loopback" ? `<script src="${loginScriptPath}" defer><\/script>` : ""
	});
}
function noticePage({ status, title, text, back }) {
	const before = back === void 0 ? "" : `<p><a href="${escaped$1(back)}">Back to the form</a></p>`;
	return page(status, title, `<main><h1>${escaped$1(title)}</h1><p>${escaped$1(text)}</p>${before}<p><a href="/">Go to the overview</a></p></main>`);
}
function onwardPage(next, title = "Signed in") {
	const goal = escaped$1(next);
	const head = `<meta http-equiv="refresh" content="0;url=${goal}">`;
	return page(200, title, `<main><h1>${escaped$1(title)}</h1><p><a href="${goal}">Continue</a></p></main>`, { head });
}
function page(status, title, body, { head = "", stylesheet } = {}) {
	const style = stylesheet === void 0 ? "" : `<link rel="stylesheet" href="${escaped$1(stylesheet)}">`;
	const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped$1(title)} - Identikit</title><link rel="icon" href="data:,">${style}${head}</head>
<body>${body}</body></html>
`;
	return new Response(html, {
		status,
		headers: { "content-type": "text/html; charset=utf-8" }
	});
}
function escaped$1(text) {
	return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
// src/api/doors/next-place.ts
const notThere = /^\/(?:login|logout|t)(?:[/?]|$)/;
function nextPlace(asked) {
	if (!asked || asked.length > 2e3 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes("\\")) return "/";
	const base = "http://here.invalid";
	const url = URL.canParse(asked, base) ? new URL(asked, base) : void 0;
	if (!url || url.origin !== base || notThere.test(url.pathname) || url.pathname.startsWith("//")) return "/";
	return `${url.pathname}${url.search}`;
}
// src/api/doors/page-before.ts
function pageBefore({ method, headers }) {
	if (method !== "POST" || headers.get("sec-fetch-site") !== "same-origin") return void 0;
	const referrer = headers.get("referer");
	if (referrer === null || !URL.canParse(referrer)) return void 0;
	const { pathname, search } = new URL(referrer);
	const place = nextPlace(pathname + search);
	return place === "/" ? void 0 : place;
}
// src/api/doors/session-cookie.ts
const form = /^[A-Za-z0-9._~-]{1,4000}$/;
function cookieName(kind, host, isSecure) {
	const port = /:(\d{1,5})$/.exec(host)?.[1] ?? "80";
	const own = kind === "session" ? "identikit" : "identikit-login";
	return isSecure ? `__Host-${own}` : `${own}-${port}`;
}
function cookieValue(header, name) {
	const values = (header ?? "").split(";").map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
	const [value] = values;
	return values.length === 1 && value !== void 0 && form.test(value) ? value : void 0;
}
function setCookie(value, { name, isSecure, sameSite, maxAgeSeconds }) {
	return `${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}${isSecure ? "; Secure" : ""}`;
}
// src/api/doors/sessions.ts
var Sessions = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	tokenOf({ headers }) {
		return cookieValue(headers.get("cookie"), this.#nameAt(headers.get("host")));
	}
	async begin(request, actor, from) {
		const { tokens, organization, idleMs, longestMs, now } = this.#options;
		const [time, before] = [now(), this.tokenOf(request)];
		const end = Math.min(time.getTime() + longestMs, from?.expires.getTime() ?? Number.POSITIVE_INFINITY);
		const [expires, scopes] = [new Date(end), from?.scopes];
		const namespace = from?.namespace ?? organization;
		const token = await tokens.issue({
			actor,
			namespace,
			expires,
			idleMs,
			scopes
		}, time);
		if (before !== void 0) await tokens.revoke(before);
		return this.#cookie(request, token, (end - time.getTime()) / 1e3);
	}
	async end(request) {
		const token = this.tokenOf(request);
		if (token !== void 0) await this.#options.tokens.revoke(token);
		return this.#cookie(request, "", 0);
	}
	#cookie({ headers }, value, maxAgeSeconds) {
		const { isSecure } = this.#options.names;
		return setCookie(value, {
			name: this.#nameAt(headers.get("host")),
			isSecure,
			sameSite: "Strict",
			maxAgeSeconds
		});
	}
	#nameAt(host) {
		return cookieName("session", host ?? "", this.#options.names.isSecure);
	}
};
// src/api/kubernetes/discovery-paths.ts
const discoveryPaths = [
	"/api",
	"/api/*",
	"/apis",
	"/apis/*",
	"/openapi/*",
	"/version",
	"/healthz",
	"/livez",
	"/readyz"
];
// src/api/kubernetes/accepted-form.ts
function acceptedForm(accept, tables) {
	const ranges = acceptRanges(accept ?? "*/*");
	for (const { type, parameters } of ranges) {
		if (![
			"application/json",
			"application/*",
			"*/*"
		].includes(type)) continue;
		const as = parameters.get("as");
		if (as === void 0) return "object";
		if (as === "Table" && parameters.get("g") === "meta.k8s.io" && parameters.get("v") === "v1" && tables) return "table";
	}
	throw new RequestRefused("NotAcceptable", "only the following media types are accepted: application/json");
}
function acceptRanges(accept) {
	return accept.slice(0, 4096).split(",").map(rangeOf).filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
}
function rangeOf(text) {
	const [type = "", ...rest] = text.split(";").map((part) => part.trim());
	const parameters = new Map(rest.map((part) => {
		const [name = "", value = ""] = part.split("=");
		return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1")];
	}));
	const quality = Number(parameters.get("q") ?? "1");
	return {
		type: type.toLowerCase(),
		parameters,
		quality: Number.isFinite(quality) ? quality : 0
	};
}
function includedObject(query) {
	const asked = query.get("includeObject") ?? "";
	if (asked === "" || asked === "Metadata") return "Metadata";
	if (asked === "None" || asked === "Object") return asked;
	throw new RequestRefused("BadRequest", `includeObject is ${JSON.stringify(asked)}; it is None, Metadata or Object`);
}
// src/api/kubernetes/write-query.ts
function writeQuery(query) {
	const fieldValidation = query.get("fieldValidation") || "Warn";
	if (fieldValidation !== "Strict" && fieldValidation !== "Warn" && fieldValidation !== "Ignore") throw new RequestRefused("BadRequest", `fieldValidation is ${JSON.stringify(fieldValidation)}; it is Strict, Warn or Ignore`);
	return {
		dryRun: isDryRun(query.getAll("dryRun")),
		fieldValidation
	};
}
function isDryRun(values) {
	const other = values.find((value) => value !== "All" && value !== "");
	if (other !== void 0) throw new RequestRefused("BadRequest", `dryRun is ${JSON.stringify(other)}; it is All`);
	return values.includes("All");
}
// src/api/kubernetes/json-patch.ts
const pointer = string().max(4e3).regex(/^(\/([^~]|~[01])*)?$/);
const operation = discriminatedUnion("op", [
	object({
		op: literal("add"),
		path: pointer,
		value: unknown()
	}),
	object({
		op: literal("replace"),
		path: pointer,
		value: unknown()
	}),
	object({
		op: literal("test"),
		path: pointer,
		value: unknown()
	}),
	object({
		op: literal("remove"),
		path: pointer
	}),
	object({
		op: literal("move"),
		path: pointer,
		from: pointer
	}),
	object({
		op: literal("copy"),
		path: pointer,
		from: pointer
	})
]);
const operations = array(operation).max(1e4);
const mostCopied = 3145728;
function jsonPatch(target, patch) {
	const read = operations.safeParse(patch);
	if (!read.success) throw new RequestRefused("BadRequest", "the body is not a JSON patch (RFC 6902)");
	const budget = { copied: 0 };
	return read.data.reduce((value, step) => applied(value, step, budget), structuredClone(target));
}
function applied(value, step, budget) {
	const path = keysOf(step.path);
	switch (step.op) {
		case "test":
			if (isDeepStrictEqual(valueAt(value, path), step.value)) return value;
			throw misfit(step.path, "has another value");
		case "add": return add(value, path, structuredClone(step.value));
		case "remove": return remove(value, path, step.path);
		case "replace":
			valueAt(value, path);
			return add(path.length === 0 ? value : remove(value, path, step.path), path, structuredClone(step.value));
		case "copy": return add(value, path, copyOf(value, step.from, budget));
		case "move": {
			if (step.path.startsWith(`${step.from}/`)) throw misfit(step.path, "is within what is moved");
			const moved = copyOf(value, step.from, budget);
			return add(remove(value, keysOf(step.from), step.from), path, moved);
		}
	}
}
function copyOf(value, from, budget) {
	const copy = structuredClone(valueAt(value, keysOf(from)));
	budget.copied += JSON.stringify(copy).length;
	if (budget.copied > mostCopied) throw new RequestRefused("RequestEntityTooLarge", "the patch copies too much");
	return copy;
}
function keysOf(text) {
	return text.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
function valueAt(value, path) {
	return path.reduce((at, key) => {
		if (Array.isArray(at)) return at[indexOf(key, at.length - 1)];
		if (isRecord(at) && Object.hasOwn(at, key)) return at[key];
		throw misfit(key, "does not exist");
	}, value);
}
function add(value, path, added) {
	const key = path.at(-1);
	if (key === void 0) return added;
	const parent = valueAt(value, path.slice(0, -1));
	if (Array.isArray(parent)) parent.splice(key === "-" ? parent.length : indexOf(key, parent.length), 0, added);
	else if (isRecord(parent) && key !== "__proto__") parent[key] = added;
	else throw misfit(key, "can have no members");
	return value;
}
function remove(value, path, pointed) {
	const key = path.at(-1);
	if (key === void 0) throw misfit(pointed, "is the whole object");
	const parent = valueAt(value, path.slice(0, -1));
	valueAt(parent, [key]);
	if (Array.isArray(parent)) parent.splice(indexOf(key, parent.length - 1), 1);
	else if (isRecord(parent)) delete parent[key];
	return value;
}
function indexOf(key, most) {
	const index = /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : NaN;
	if (index <= most) return index;
	throw misfit(key, "is no index of the list");
}
function misfit(where, why) {
	return new RequestRefused("Invalid", `the patch cannot be applied: ${JSON.stringify(where)} ${why}`);
}
// src/api/kubernetes/merge-patch.ts
function mergePatch(target, patch) {
	if (!isObject(patch)) return patch;
	const result = isObject(target) ? { ...target } : {};
	for (const [name, value] of Object.entries(patch)) if (value === null) delete result[name];
	else result[name] = mergePatch(result[name], value);
	return result;
}
function isObject(value) {
	return isRecord(value) && !Array.isArray(value);
}
// src/api/kubernetes/openapi-v2.ts
const askedType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const givenType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
const info = {
	title: "Identikit",
	version: "v1alpha1"
};
function openApiV2Answer(accept) {
	if (acceptRanges(accept ?? "").some(({ type }) => type === askedType || type === givenType)) return new Response(protobufDocument(), { headers: { "content-type": givenType } });
	acceptedForm(accept, false);
	return jsonAnswer({
		swagger: "2.0",
		info,
		paths: {}
	});
}
function protobufDocument() {
	const inner = Buffer.concat([field(1, Buffer.from(info.title)), field(2, Buffer.from(info.version))]);
	const whole = [
		field(1, Buffer.from("2.0")),
		field(2, inner),
		field(8, Buffer.alloc(0))
	];
	return new Uint8Array(Buffer.concat(whole));
}
function field(number, value) {
	return Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value]);
}
// src/api/kubernetes/watchers.ts
const most = 512;
var Watchers = class {
	#count = 0;
	enter() {
		if (this.#count >= most) throw new RequestRefused("TooManyRequests", `${most} watches are under way`, {
			details: { retryAfterSeconds: 5 },
			headers: { "retry-after": "5" }
		});
		this.#count++;
		return () => void this.#count--;
	}
};
// src/api/probes/open-metrics.ts
const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
function openMetricsText(families) {
	return `${families.map(familyText).join("")}# EOF\n`;
}
function familyText({ name, type, unit, help, samples }) {
	const unitLine = unit === void 0 ? "" : `# UNIT ${name} ${unit}\n`;
	const lines = samples.map(({ suffix = "", labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`);
	return `# TYPE ${name} ${type}\n${unitLine}# HELP ${name} ${escaped(help)}\n${lines.join("")}`;
}
function labelText(labels) {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
	return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
function escaped(text) {
	return text.replace(/[\\"\n]/g, (char) => char === "\n" ? "\\n" : `\\${char}`);
}
// src/api/probes/request-figures.ts
const bounds = [
	.005,
	.01,
	.025,
	.05,
	.1,
	.25,
	.5,
	1,
	2.5,
	5,
	10
];
const methods = new Set([
	"GET",
	"HEAD",
	"POST",
	"PUT",
	"PATCH",
	"DELETE",
	"OPTIONS"
]);
const routes = [
	[/^\/(?:apis|openapi|api\/v1|version)(?:\/|$)|^\/api\/?$/, "kubernetes"],
	[/^\/api\/watch\//, "watch"],
	[/^\/api\//, "api"],
	[/^\/webhooks\//, "webhooks"],
	[/^\/(?:login|logout)(?:[/.]|$)/, "sign-in"],
	[/^\/(?:healthz|livez|readyz|metrics)$/, "probes"]
];
var RequestFigures = class {
	#requests = new Map();
	#durations = new Map();
	#streams = 0;
	count({ method, path, status, seconds }) {
		const route = routes.find(([form]) => form.test(path))?.[1] ?? "pages";
		const labels = {
			route,
			method: methods.has(method) ? method : "other",
			status: String(status)
		};
		const key = Object.values(labels).join(" ");
		const entry = this.#requests.get(key) ?? {
			labels,
			count: 0
		};
		entry.count++;
		this.#requests.set(key, entry);
		const durations = this.#durations.get(route) ?? {
			counts: bounds.map(() => 0).concat(0),
			sum: 0
		};
		const at = bounds.findIndex((bound) => seconds <= bound);
		const bucket = at === -1 ? bounds.length : at;
		durations.counts[bucket] = (durations.counts[bucket] ?? 0) + 1;
		durations.sum += seconds;
		this.#durations.set(route, durations);
	}
	open() {
		this.#streams++;
		return () => void this.#streams--;
	}
	families() {
		return [
			{
				name: "identikit_http_requests",
				type: "counter",
				help: "Answered requests.",
				samples: [...this.#requests.values()].map(({ labels, count }) => ({
					suffix: "_total",
					labels,
					value: count
				}))
			},
			{
				name: "identikit_http_request_duration_seconds",
				type: "histogram",
				unit: "seconds",
				help: "Time until the head of an answer was sent.",
				samples: [...this.#durations].flatMap(([route, durations]) => durationSamples(route, durations))
			},
			{
				name: "identikit_http_streams",
				type: "gauge",
				help: "Streams of events and watches that are open.",
				samples: [{ value: this.#streams }]
			}
		];
	}
};
function durationSamples(route, { counts, sum }) {
	let total = 0;
	return [
		...counts.map((count, at) => {
			total += count;
			return {
				suffix: "_bucket",
				labels: {
					route,
					le: bounds[at] === void 0 ? "+Inf" : bounds[at] % 1 === 0 ? `${bounds[at]}.0` : String(bounds[at])
				},
				value: total
			};
		}),
		{
			suffix: "_count",
			labels: { route },
			value: total
		},
		{
			suffix: "_sum",
			labels: { route },
			value: sum
		}
	];
}
// src/api/probes/store-families.ts
function storeFamilies(figures) {
	return [
		gauge("identikit_queue_objects", "Objects that a controller has to look at, now or later.", { controller: figures.queued }),
		gauge("identikit_queue_due_objects", "Objects that a controller has to look at now.", { controller: figures.due }),
		gauge("identikit_queue_failing_objects", "Objects that a controller failed on when it looked last.", { controller: figures.failing }),
		gauge("identikit_runs", "Runs by their phase.", { phase: figures.runs }),
		gauge("identikit_approvals", "Approvals by their phase.", { phase: figures.approvals }),
		gauge("identikit_queued_renders", "Agents that wait to be rendered.", figures.renders),
		gauge("identikit_failing_renders", "Agents whose last rendering failed.", figures.failingRenders),
		gauge("identikit_env_directories", "Env directories as they were found when controllers compared them last.", { state: figures.environments }),
		{
			...gauge("identikit_env_directories_compared_timestamp_seconds", "When controllers compared env directories last.", {}),
			unit: "seconds",
			samples: figures.environmentsSeen === void 0 ? [] : [{ value: figures.environmentsSeen }]
		}
	];
}
function gauge(name, help, counts) {
	return {
		name,
		type: "gauge",
		help,
		samples: typeof counts === "number" ? [{ value: counts }] : Object.entries(counts).flatMap(([label, named]) => named.map((one) => ({
			labels: { [label]: one.name },
			value: one.count
		})))
	};
}
// src/api/doors/login-links.ts
const validMs = 6e5;
var LoginLinks = class {
	#now;
	#open;
	constructor(now) {
		this.#now = now;
	}
	get isOpen() {
		return this.#open !== void 0 && this.#now().getTime() < this.#open.until;
	}
	make() {
		const token = randomBytes(32).toString("base64url");
		this.#open = {
			hash: hashOf(token),
			until: this.#now().getTime() + validMs
		};
		return token;
	}
	take(token) {
		const open = this.#open;
		if (!open || !this.isOpen || !timingSafeEqual(open.hash, hashOf(token))) return false;
		this.#open = void 0;
		return true;
	}
};
function hashOf(text) {
	return createHash("sha256").update(text).digest();
}
export { EventFeed, LoginLinks, RateLimit, RequestFigures, RequestRefused, Sessions, SharedTexts, TrustedPeers, Watchers, acceptRanges, acceptedForm, addressKey, bearerToken, cookieName, cookieValue, csrfTokenOf, discoveryPaths, foreignPage, guardAnswer, hostOfHeader, humanDuration, importBody, importedBundle, includedObject, isCsrfTokenOf, isDryRun, isTakenIn, jsonAnswer, jsonPatch, loginPage, loginScript, loginScriptPath, longestBundle, mergePatch, nextPlace, noticePage, onwardPage, openApiV2Answer, openMetricsText, openMetricsType, pageBefore, parseListenAddress, patientStream, planBody, plannedBundle, reasons, refusalAnswer, refusalOf, setCookie, storeFamilies, success, takePathToken, tokenPath, warningHeaders, whileAllowed, withHeaders, writeQuery };
