import { IdentikitError, isRecord } from "../start/faces.js";
import { pause } from "./fault.js";
import { array, discriminatedUnion, literal, object, string, unknown } from "../vendor/zod.js";
import { tailEvents } from "./events.js";
import { isDeepStrictEqual } from "node:util";
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
const form = /^\/t\/([A-Za-z0-9._~-]{1,512})(?=\/|\?|$)/;
function tokenPath(token) {
	return `/t/${encodeURIComponent(token)}`;
}
function takePathToken(request) {
	const match = form.exec(request.url ?? "");
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
// src/api/kubernetes/access.ts
function bearerToken(header) {
	return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? "")?.[1];
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
				controller.enqueue(Buffer.from(value));
				idle = setTimeout(() => stop.abort(), patienceMs).unref();
			} catch (thrown) {
				controller.error(thrown);
				stop.abort();
			}
		},
		cancel: () => stop.abort()
	});
}
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
export { EventFeed, RequestRefused, Watchers, acceptRanges, acceptedForm, bearerToken, discoveryPaths, hostOfHeader, humanDuration, includedObject, isDryRun, jsonAnswer, jsonPatch, mergePatch, openApiV2Answer, parseListenAddress, patientStream, reasons, refusalAnswer, refusalOf, success, takePathToken, tokenPath, warningHeaders, withHeaders, writeQuery };
