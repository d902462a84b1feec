import { IdentikitError, isRecord } from "../start/faces.js";
import { actOnRun, agentApproval, agentDispatchRun, agentToolEvent, allKinds, apiGroup, apiVersion, askForWriteBack, meetsLabels, openApiDocument, patchTypes, personRequest } from "./agents.js";
import { RequestRefused, SharedTexts, acceptRanges, acceptedForm, bearerToken, importBody, includedObject, isDryRun, jsonAnswer, jsonPatch, longestBundle, mergePatch, noticePage, openApiV2Answer, pageBefore, patientStream, planBody, reasons, refusalAnswer, refusalOf, success, warningHeaders, whileAllowed, writeQuery } from "./api.js";
import { bodyType, deleteOptions, jsonBody, objectOf } from "./api-with-http.js";
import { aggregatedDiscovery, continueBody, countOf, discoveryDocuments, listObjects, objectEvents, objectForm, runActionBody, selectQuery, tableForm, toldBody, watchEvents, writeBackGuard, writtenObject, writtenStatus } from "./api-with-agents.js";
import { createHash } from "node:crypto";
// src/api/agents/forward.ts
async function forward(objects, request, { method, kind, selects }, { organization, part }) {
	const asked = new URL(request.url);
	const target = new URL(`/apis/${apiVersion}/namespaces/${organization}/${kind.plural}`, asked);
	for (const [name, value] of asked.searchParams) if (!["org", "watch"].includes(name)) target.searchParams.append(name, value);
	if (selects) target.searchParams.set("fieldSelector", `${selects.field}=${part ?? ""}`);
	const headers = new Headers({ accept: "application/json" });
	const authorization = request.headers.get("authorization");
	if (authorization !== null) headers.set("authorization", authorization);
	if (method === "GET") return await told(await objects(new Request(target, { headers })));
	headers.set("content-type", "application/json");
	const body = wholeObject(await jsonBody(request), kind.kind);
	return await told(await objects(new Request(target, {
		method,
		headers,
		body
	})));
}
function wholeObject(value, kind) {
	return JSON.stringify(isRecord(value) ? {
		apiVersion,
		kind,
		...value
	} : value ?? null);
}
async function told(response) {
	const body = await response.json();
	if (!isRecord(body)) return jsonAnswer({ body }, {}, response.status);
	if (response.status >= 400) return refused(response.status, body);
	if (!Array.isArray(body.items)) return jsonAnswer(body, {}, response.status);
	const { continue: next, resourceVersion } = isRecord(body.metadata) ? body.metadata : {};
	return jsonAnswer({
		items: body.items,
		...next ? { continue: next } : {},
		resourceVersion
	});
}
function refused(status, { reason, message, details }) {
	const causes = isRecord(details) && Array.isArray(details.causes) ? details.causes.filter(isRecord) : [];
	const [first] = causes;
	const own = typeof first?.reason === "string" && /^[A-Z_]+$/.test(first.reason) ? first.reason : void 0;
	const reasons = causes.map((cause) => `${cause.field === "" ? "" : `${String(cause.field)}: `}${String(cause.message)}`);
	return errorAnswer(status, own ?? codeOf(String(reason)), String(message), { reasons });
}
const codes = {
	Unauthorized: "AUTH_REQUIRED",
	Forbidden: "POLICY_DENIED",
	NotFound: "NOT_FOUND",
	AlreadyExists: "ALREADY_EXISTS",
	Conflict: "CONFLICT",
	Invalid: "RESOURCE_INVALID",
	Expired: "WATCH_TOO_OLD"
};
function codeOf(reason) {
	return codes[reason] ?? reason.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
function errorAnswer(status, code, message, { remedy, reasons = [], headers = {} } = {}) {
	return jsonAnswer({ error: {
		code,
		message,
		...remedy === void 0 ? {} : { remedy },
		reasons
	} }, headers, status);
}
// src/api/agents/fault-answer.ts
const statusOf = {
	POLICY_DENIED: 403,
	APPROVAL_CLOSED: 409,
	APPROVAL_DIFFERS: 409,
	ATTEMPT_UNKNOWN: 409,
	ATTEMPT_REPORTED: 409,
	EVENT_CONFLICT: 409,
	MEMORY_TIME_UNCLEAR: 400,
	MEMORY_UNREADABLE: 409,
	BUNDLE_INVALID: 422,
	BUNDLE_TOO_NEW: 422,
	BUNDLE_UNSIGNED: 422,
	ROW_INVALID: 422,
	PRUNE_REFUSED: 422,
	PLAN_STALE: 409,
	HOST_UNREACHABLE: 503,
	HOST_DENIED: 503
};
function faultAnswer(thrown, onFault) {
	if (thrown instanceof IdentikitError && statusOf[thrown.code] !== void 0) return errorAnswer(statusOf[thrown.code] ?? 500, thrown.code, thrown.message, { remedy: thrown.remedy });
	const refused = refusalOf(thrown);
	if (refused.reason === "InternalError") onFault(thrown);
	const own = thrown instanceof IdentikitError && refused.reason !== "InternalError" ? thrown : void 0;
	const { headers } = refused;
	const remedy = own ? {
		remedy: own.remedy,
		headers
	} : { headers };
	return errorAnswer(reasons[refused.reason], own?.code ?? (refused.reason === "RequestEntityTooLarge" ? "RESOURCE_TOO_LARGE" : "INTERNAL"), own?.message ?? refused.message, remedy);
}
// src/api/agents/unanswered.ts
var Unanswered = class extends Error {
	status;
	code;
	headers;
	constructor(status, code, message, headers = {}) {
		super(message);
		this.status = status;
		this.code = code;
		this.headers = headers;
	}
};
function routeAnswer(thrown, onFault) {
	if (thrown instanceof Unanswered) return errorAnswer(thrown.status, thrown.code, thrown.message, { headers: thrown.headers });
	return faultAnswer(thrown, onFault);
}
function bodyAs(schema, value) {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [wrong] = result.error.issues;
	throw new Unanswered(422, "RESOURCE_INVALID", `${wrong?.path.join(".") || "body"}: ${wrong?.message}`);
}
// src/api/agents/bundle-routes.ts
function addBundleRoutes(router, { plan, import: take }, onFault) {
	router.on("POST", "/api/agents/config/bundles/plan", async ({ req }, user) => {
		await router.mayList(user, "configrows");
		return jsonAnswer(await plan(ofLength(bodyAs(planBody, await jsonBody(req.raw)))));
	});
	router.on("POST", "/api/agents/config/bundles/import", async ({ req }, user) => {
		await router.demand(user, "import", {});
		return jsonAnswer(await take(ofLength(bodyAs(importBody, await jsonBody(req.raw))), user, onFault));
	});
}
function ofLength(sent) {
	if (sent.bundle.length <= 1e6) return sent;
	throw new Unanswered(413, "RESOURCE_TOO_LARGE", `the bundle has more than ${longestBundle} characters: import it with identikit config import`);
}
// src/api/agents/run-routes.ts
const bodyOfRunAction = {
	cancel: runActionBody,
	retry: runActionBody,
	continue: continueBody,
	resume: toldBody,
	fork: toldBody
};
function addRunRoutes(router, { store, organization, now }) {
	for (const action of [
		"cancel",
		"retry",
		"continue",
		"resume",
		"fork"
	]) router.on("POST", `/api/agents/runs/:run/${action}`, async ({ req }, user) => {
		const key = {
			namespace: organization,
			name: req.param("run") ?? ""
		};
		const run = await store.read((reader) => reader.get(agentDispatchRun, key));
		await router.demand(user, action, {
			name: key.name,
			repository: run?.spec.repository,
			stack: run?.spec.agentStack
		});
		const sent = await jsonBody(req.raw) ?? {};
		const { expectedGeneration, ...told } = bodyAs(bodyOfRunAction[action], sent);
		const text = "message" in told ? told.message : void 0;
		const asked = {
			...personAction(key, action, user, text),
			expectedGeneration
		};
		return jsonAnswer(objectForm(await actOnRun(store, asked, now())));
	});
	router.on("POST", "/api/agents/runs/:run/write-back", async ({ req }, user) => {
		const key = {
			namespace: organization,
			name: req.param("run") ?? ""
		};
		const run = await store.read((reader) => reader.get(agentDispatchRun, key));
		await router.demand(user, "write-back", {
			name: key.name,
			repository: run?.spec.repository
		});
		const sent = await jsonBody(req.raw);
		const { expectedGeneration } = isRecord(sent) ? bodyAs(writeBackGuard, sent) : {};
		const request = writeBackRequest(withoutGuard(sent));
		const asked = {
			...personAction(key, "write-back", user, void 0),
			request,
			expectedGeneration
		};
		return jsonAnswer(objectForm(await askForWriteBack(store, asked, now())));
	});
}
function personAction(key, action, by, text) {
	return {
		...key,
		action,
		by,
		via: "api",
		...text === void 0 ? {} : { text }
	};
}
function withoutGuard(sent) {
	if (!isRecord(sent)) return sent;
	const { expectedGeneration: _, ...request } = sent;
	return request;
}
function writeBackRequest(value) {
	const read = personRequest(value);
	if ("request" in read) return read.request;
	throw new Unanswered(422, "RESOURCE_INVALID", read.problem);
}
// src/api/agents/watch-routes.ts
const mostStreams = 256;
const streamMs = 864e5;
function addWatchRoutes(router, options) {
	const { store, access, organization } = options;
	const texts = new SharedTexts();
	let streams = 0;
	const watch = (path, kindsOf) => router.on("GET", path, async ({ req }, user) => {
		const attempt = req.query("attempt");
		const kinds = [...kindsOf(req.query("kinds")), ...attempt === void 0 ? [] : [agentToolEvent]];
		const mayListen = async (who) => {
			for (const { plural } of kinds) await router.mayList(who, plural);
		};
		await mayListen(user);
		const last = req.header("last-event-id") ?? req.query("after") ?? "";
		const after = /^\d{1,16}$/.test(last) ? last : void 0;
		if (after !== void 0) await checkWatchable(store, kinds, after, organization);
		if (streams >= mostStreams) throw new Unanswered(503, "RATE_LIMITED", `${mostStreams} streams are open`, { "retry-after": "5" });
		const token = bearerToken(req.header("authorization") ?? null);
		const isAllowed = async () => {
			const who = await access.authenticate(token);
			return who !== void 0 && await mayListen(who).then(() => true, () => false);
		};
		const pieces = (signal) => whileAllowed(objectEvents(store, kinds, organization, {
			after,
			attempt,
			signal,
			texts
		}), isAllowed);
		streams++;
		const onEnd = () => void streams--;
		const body = patientStream({
			pieces,
			signal: options.signal,
			timeoutMs: streamMs,
			onEnd
		});
		return new Response(body, { headers: { "content-type": "text/event-stream" } });
	});
	for (const kind of [agentDispatchRun, agentApproval]) watch(`/api/watch/orgs/:org/${kind.plural}`, () => [kind]);
	watch("/api/watch/orgs/:org", watchedKinds);
}
async function checkWatchable(store, kinds, after, namespace) {
	const stop = new AbortController();
	const changes = store.watch(kinds, after, {
		namespace,
		signal: stop.signal
	})[Symbol.asyncIterator]();
	try {
		await changes.next();
	} finally {
		stop.abort();
		changes.return(void 0);
	}
}
function watchedKinds(asked = "") {
	const names = [...new Set(asked.split(",").filter((name) => name !== ""))];
	const kinds = names.map((name) => allKinds.find((one) => one !== agentToolEvent && (one.plural === name || one.kind === name)));
	const unknown = names.find((_, at) => kinds[at] === void 0);
	if (names.length === 0 || unknown !== void 0) throw new Unanswered(422, "RESOURCE_INVALID", unknown === void 0 ? "kinds: must name the kinds to watch, such as agentdispatchruns,agentapprovals" : `kinds: ${JSON.stringify(unknown)} is no kind that can be watched`);
	return kinds.flatMap((kind) => kind ?? []);
}
// src/api/doors/refusal.ts
function wantsPage({ headers }) {
	return (headers.get("accept") ?? "").includes("text/html");
}
function refusalTo(request, { status, code, message, remedy, headers = {} }) {
	const answer = answerTo(request, {
		status,
		code,
		message,
		remedy
	});
	for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
	return answer;
}
function answerTo(request, { status, code, message, remedy }) {
	if (wantsPage(request)) return noticePage({
		status,
		title: message,
		text: `${remedy} (${code})`,
		back: pageBefore(request)
	});
	const { pathname } = new URL(request.url);
	if (status === 429 && /^\/(?:apis\/|api\/v1)/.test(pathname)) return refusalAnswer(new RequestRefused("TooManyRequests", message));
	return errorAnswer(status, code, message, { remedy });
}
// src/api/kubernetes/write-objects.ts
async function createObject(store, target, request, query) {
	bodyType(request, ["application/json"]);
	const { declared, resourceVersion, warnings } = writtenObject(objectOf(await jsonBody(request)), target, query);
	if (resourceVersion !== void 0) throw new RequestRefused("BadRequest", "resourceVersion should not be set on objects to be created");
	const object = await store.write((writer) => writer.create(target.kind, declared), { dryRun: query.dryRun });
	return {
		object: query.dryRun ? withVersion(object, "") : object,
		warnings
	};
}
async function replaceObject(store, target, request, query) {
	bodyType(request, ["application/json"]);
	const value = objectOf(await jsonBody(request));
	return await store.write(async (writer) => {
		const current = await existing(writer, target);
		return await put(writer, target, {
			value,
			current,
			query,
			unconditional: false
		});
	}, { dryRun: query.dryRun });
}
async function patchObject(store, target, request, query) {
	const type = bodyType(request, patchTypes);
	const patch = await jsonBody(request);
	const apply = type === "application/merge-patch+json" ? mergePatch : jsonPatch;
	if (apply === mergePatch) objectOf(patch);
	return await store.write(async (writer) => {
		const current = await existing(writer, target);
		return await put(writer, target, {
			value: objectOf(apply(JSON.parse(JSON.stringify(objectForm(current))), patch)),
			current,
			query,
			unconditional: true
		});
	}, { dryRun: query.dryRun });
}
async function deleteObject(store, target, request) {
	const options = await deleteOptions(request);
	const dryRun = options.dryRun || isDryRun(new URL(request.url).searchParams.getAll("dryRun"));
	return await store.write(async (writer) => {
		const { metadata } = await existing(writer, target);
		checkUid(options.uid, metadata.uid);
		const { resourceVersion } = options;
		return await writer.delete(target.kind, target, { ...resourceVersion === void 0 ? {} : { resourceVersion } });
	}, { dryRun });
}
async function put(writer, target, { value, current, query, unconditional }) {
	const read = target.subresource === "status" ? writtenStatus(value, target, query) : writtenObject(value, target, query);
	checkUid(read.uid, current.metadata.uid);
	const { resourceVersion = unconditional ? current.metadata.resourceVersion : void 0 } = read;
	if (resourceVersion === void 0) throw new RequestRefused("Invalid", "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
	const expected = { resourceVersion };
	const object = "status" in read ? await writer.setStatus(target.kind, target, read.status, expected) : await writer.update(target.kind, read.declared, expected);
	return {
		object: query.dryRun ? withVersion(object, current.metadata.resourceVersion) : object,
		warnings: read.warnings
	};
}
function withVersion(object, resourceVersion) {
	return {
		...object,
		metadata: {
			...object.metadata,
			resourceVersion
		}
	};
}
async function existing(reader, { kind, namespace, name }) {
	const object = await reader.get(kind, {
		namespace,
		name
	});
	if (object) return object;
	throw notFound(kind.plural, name);
}
function notFound(plural, name, group = "identikit.dev") {
	const resource = group === "" ? plural : `${plural}.${group}`;
	return new RequestRefused("NotFound", `${resource} ${JSON.stringify(name)} not found`, { details: {
		name,
		group,
		kind: plural
	} });
}
function checkUid(wanted, uid) {
	if (wanted === void 0 || wanted === uid) return;
	throw new RequestRefused("Conflict", `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${uid}`);
}
// src/api/kubernetes/namespaces.ts
async function answerNamespaces(organisations, request, name) {
	const query = new URL(request.url).searchParams;
	const form = acceptedForm(request.headers.get("accept"), true);
	const all = [...await organisations.list()].sort().map(namespaceForm);
	if (name !== void 0) {
		const one = all.find(({ metadata }) => metadata.name === name);
		if (!one) throw notFound("namespaces", name, "");
		return jsonAnswer(form === "table" ? table([one], query) : one);
	}
	const { labels = [], fields = [] } = selectQuery(query, void 0);
	const items = all.filter(({ metadata, status }) => meetsLabels(labels, metadata.labels) && fields.every(({ field, equals, value }) => {
		if (field !== "metadata.name" && field !== "status.phase") throw new RequestRefused("BadRequest", `field label not supported: ${field}`);
		return (field === "metadata.name" ? metadata.name : status.phase) === value === equals;
	}));
	if (form === "table") return jsonAnswer(table(items, query));
	return jsonAnswer({
		kind: "NamespaceList",
		apiVersion: "v1",
		metadata: { resourceVersion: "" },
		items
	});
}
function namespaceForm(name) {
	return {
		apiVersion: "v1",
		kind: "Namespace",
		metadata: {
			name,
			labels: { "kubernetes.io/metadata.name": name }
		},
		spec: {},
		status: { phase: "Active" }
	};
}
function table(items, query) {
	const include = includedObject(query);
	const column = (name, format, description) => ({
		name,
		type: "string",
		format,
		description,
		priority: 0
	});
	return {
		kind: "Table",
		apiVersion: "meta.k8s.io/v1",
		metadata: { resourceVersion: "" },
		columnDefinitions: [column("Name", "name", "The organisation."), column("Status", "", "Whether it is in use.")],
		rows: items.map((item) => ({
			cells: [item.metadata.name, item.status.phase],
			...include === "None" ? {} : { object: item }
		}))
	};
}
function namespacesDocument() {
	const gvk = {
		group: "",
		version: "v1",
		kind: "Namespace"
	};
	const schema = "io.k8s.api.core.v1.Namespace";
	const responses = { 200: {
		description: "OK",
		content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } }
	} };
	const get = (action, operationId) => ({
		operationId,
		responses,
		"x-kubernetes-action": action,
		"x-kubernetes-group-version-kind": gvk
	});
	return {
		openapi: "3.0.0",
		info: {
			title: "Identikit",
			version: "v1"
		},
		paths: {
			"/api/v1/namespaces": { get: get("list", "listNamespace") },
			"/api/v1/namespaces/{name}": {
				parameters: [{
					name: "name",
					in: "path",
					required: true,
					description: "The organisation.",
					schema: { type: "string" }
				}],
				get: get("get", "getNamespace")
			}
		},
		components: { schemas: { [schema]: {
			description: "An organisation. Organisations are made where they are declared, not here.",
			type: "object",
			properties: {
				apiVersion: { type: "string" },
				kind: { type: "string" },
				metadata: {
					type: "object",
					properties: { name: {
						description: "The organisation.",
						type: "string"
					} }
				},
				status: {
					type: "object",
					properties: { phase: {
						description: "Always Active.",
						type: "string"
					} }
				}
			},
			"x-kubernetes-group-version-kind": [gvk]
		} } }
	};
}
// src/api/kubernetes/documents.ts
const spoken = {
	major: "1",
	minor: "32"
};
var Documents = class {
	#version;
	#openApi = new Map();
	constructor(version) {
		this.#version = version;
	}
	answer(path, request) {
		if (request.method !== "GET" && request.method !== "HEAD") throw new RequestRefused("MethodNotAllowed", "the server does not allow this method on the requested resource");
		if ([
			"/healthz",
			"/livez",
			"/readyz"
		].includes(path)) return new Response("ok", { headers: { "content-type": "text/plain; charset=utf-8" } });
		const accept = request.headers.get("accept");
		const aggregated = wantsAggregated(accept) ? aggregatedDiscovery(path) : void 0;
		if (aggregated) return jsonAnswer(aggregated, {
			"content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
			vary: "Accept"
		});
		if (path === "/openapi/v2") return openApiV2Answer(accept);
		acceptedForm(accept, false);
		if (path === "/version") return jsonAnswer({
			...spoken,
			gitVersion: `v1.32.0+identikit.${this.#version.version}`,
			platform: "identikit"
		});
		const discovery = discoveryDocuments.get(path);
		if (discovery) return jsonAnswer(discovery());
		if (path === "/openapi/v3") return jsonAnswer(this.#index());
		const { text, hash } = this.#document(path);
		const etag = `"${hash}"`;
		if (request.headers.get("if-none-match") === etag) return new Response(null, {
			status: 304,
			headers: { etag }
		});
		return new Response(text, { headers: {
			"content-type": "application/json",
			etag
		} });
	}
	#index() {
		const paths = ["/openapi/v3/api/v1", `/openapi/v3/apis/${apiVersion}`].map((path) => {
			const serverRelativeURL = `${path}?hash=${this.#document(path).hash}`;
			return [path.replace("/openapi/v3/", ""), { serverRelativeURL }];
		});
		return { paths: Object.fromEntries(paths) };
	}
	#document(path) {
		const made = this.#openApi.get(path);
		if (made) return made;
		const text = JSON.stringify(path.endsWith("/api/v1") ? namespacesDocument() : openApiDocument());
		const document = {
			text,
			hash: createHash("sha512").update(text).digest("hex").toUpperCase()
		};
		this.#openApi.set(path, document);
		return document;
	}
};
function wantsAggregated(accept) {
	const [first] = acceptRanges(accept ?? "");
	return first?.parameters.get("as") === "APIGroupDiscoveryList" && first.parameters.get("v") === "v2";
}
// src/api/kubernetes/objects.ts
const defaultSeconds = 2700;
const longestSeconds = 86400;
const longestListMs = 6e5;
async function answerObjects(places, request) {
	const { target } = request;
	try {
		return await answerVerb(places, request);
	} catch (thrown) {
		throw refusalOf(thrown, {
			name: target.name,
			group: apiGroup,
			kind: target.of.plural
		});
	}
}
async function answerVerb({ store, now, ...watching }, { request, target, verb }) {
	const { of, namespace = "", name = "" } = target;
	const { searchParams: query } = new URL(request.url);
	const accept = request.headers.get("accept");
	const selection = {
		kind: of,
		namespace: target.namespace,
		query,
		accept
	};
	if (verb === "list") {
		const list = await listObjects({
			store,
			now
		}, selection);
		return new Response(patientStream({
			pieces: () => list,
			signal: watching.signal,
			timeoutMs: longestListMs
		}), json);
	}
	if (verb === "watch") return watchAnswer({
		store,
		now,
		...watching
	}, selection);
	const key = {
		kind: of,
		namespace,
		name,
		subresource: target.subresource
	};
	const answer = (object, headers, status = 200) => {
		const form = objectForm(object);
		if (acceptedForm(accept, true) === "object") return jsonAnswer(form, headers, status);
		const { columns, row } = tableForm(of, includedObject(query), now);
		const table = {
			kind: "Table",
			apiVersion: "meta.k8s.io/v1",
			metadata: { resourceVersion: object.metadata.resourceVersion },
			columnDefinitions: columns,
			rows: [row(form)]
		};
		return jsonAnswer(table, headers, status);
	};
	acceptedForm(accept, true);
	if (verb === "get") {
		const object = await store.read((reader) => reader.get(of, key));
		if (!object) throw notFound(of.plural, name);
		return answer(object);
	}
	if (verb === "delete") return deleted(of.plural, await deleteObject(store, key, request));
	const how = writeQuery(query);
	if (verb === "create") {
		const { object, warnings } = await createObject(store, {
			kind: of,
			namespace
		}, request, how);
		return answer(object, warningHeaders(warnings), 201);
	}
	const { object, warnings } = await (verb === "patch" ? patchObject : replaceObject)(store, key, request, how);
	return answer(object, warningHeaders(warnings));
}
const json = { headers: { "content-type": "application/json" } };
function deleted(plural, { metadata }) {
	return jsonAnswer(success({
		name: metadata.name,
		group: apiGroup,
		kind: plural,
		uid: metadata.uid
	}));
}
function watchAnswer({ store, now, watchers, texts, signal }, selection) {
	const seconds = countOf(selection.query, "timeoutSeconds") || defaultSeconds;
	const leave = watchers.enter();
	const pieces = (ended) => watchEvents({
		store,
		now,
		texts
	}, selection, ended);
	const timeoutMs = Math.min(seconds, longestSeconds) * 1e3;
	try {
		return new Response(patientStream({
			pieces,
			signal,
			timeoutMs,
			onEnd: leave
		}), json);
	} catch (thrown) {
		leave();
		throw thrown;
	}
}
export { Documents, Unanswered, addBundleRoutes, addRunRoutes, addWatchRoutes, answerNamespaces, answerObjects, bodyAs, errorAnswer, faultAnswer, forward, personAction, refusalTo, routeAnswer, wantsPage };
