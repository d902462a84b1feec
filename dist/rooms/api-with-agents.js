import { IdentikitError, fieldsOf, isRecord, reviewVerdictWords } from "../start/faces.js";
import { certain } from "./fault.js";
import { ZodType, _enum, array, int, object, strictObject, string, toJSONSchema, unknown } from "../vendor/zod.js";
import { mistakesOf, showPath } from "./document.js";
import { agentAction, agentApproval, agentCapabilityRequirement, agentConfigGrant, agentDispatchRun, agentPause, agentReviewArtifact, agentRoleBinding, agentSecretGrant, agentServiceAccount, agentStack, agentToolEvent, agentTriggerRule, agentWorkspace, allKinds, apiGroup, apiVersion, examineResource, hostGroups, kindNames, login, openApiDocument, outboxRequest, parseFieldSelector, parseLabelSelector, tableColumns, versionName, workItem, workspaceAction } from "./agents.js";
import { RateLimit, RequestRefused, acceptedForm, bearerToken, humanDuration, importBody, includedObject, planBody, refusalOf } from "./api.js";
import { randomInt } from "node:crypto";
// src/api/kubernetes/object-form.ts
const managedAnnotation = "identikit.dev/managed-by";
function objectForm({ kind, metadata, spec, status }) {
	return {
		apiVersion,
		kind,
		metadata: metadataForm(metadata),
		spec,
		status
	};
}
function metadataForm(metadata) {
	const managed = metadata.managedByRepository ? { [managedAnnotation]: "repository" } : {};
	const annotations = {
		...metadata.annotations,
		...managed
	};
	return {
		name: metadata.name,
		namespace: metadata.namespace,
		uid: metadata.uid,
		...metadata.resourceVersion === "" ? {} : { resourceVersion: metadata.resourceVersion },
		generation: metadata.generation,
		creationTimestamp: metadata.creationTimestamp.replace(/\.\d+Z$/, "Z"),
		...metadata.labels === void 0 ? {} : { labels: metadata.labels },
		...Object.keys(annotations).length === 0 ? {} : { annotations }
	};
}
// src/api/kubernetes/table.ts
const nameColumn = {
	name: "Name",
	type: "string",
	format: "name",
	description: "The object's name, unique among its kind in the organisation.",
	priority: 0
};
function tableForm(kind, include, now) {
	const columns = tableColumns(kind);
	return {
		columns: [nameColumn, ...columns.map(({ name, type, jsonPath }) => ({
			name,
			type,
			format: "",
			description: `The value of ${jsonPath}.`,
			priority: 0
		}))],
		row: (object) => ({
			cells: [object.metadata.name, ...columns.map((column) => cell(column, object, now))],
			...rowObject(object, include)
		})
	};
}
function rowObject(object, include) {
	if (include === "None") return {};
	if (include === "Object") return { object };
	return { object: {
		kind: "PartialObjectMetadata",
		apiVersion: "meta.k8s.io/v1",
		metadata: object.metadata
	} };
}
function cell({ type, jsonPath }, object, now) {
	const value = jsonPath.slice(1).split(".").reduce((at, key) => fieldsOf(at)[key], object);
	if (value === void 0 || value === null) return type === "date" ? "<unknown>" : type === "integer" ? null : "";
	if (type === "integer") return value;
	if (type === "date") return humanDuration(now().getTime() - Date.parse(String(value)));
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
// src/api/agents/route-bodies.ts
const expectedGeneration = int().min(0).optional().describe("The metadata.generation that was looked at; 409 where the object has another by now.");
const runActionBody = strictObject({ expectedGeneration });
const toldBody = strictObject({
	expectedGeneration,
	message: string().max(1e5).optional().describe("What the agent is told.")
});
const continueBody = toldBody.required({ message: true });
const decisionBody = strictObject({
	expectedGeneration,
	digest: string().max(200).describe("Of what was looked at: spec.artifactDigest of the approval."),
	verdict: _enum(["approve", "reject"]).describe("The decision."),
	comment: string().max(1e4).optional().describe("Why, for those who read it later.")
});
const workspaceBody = strictObject({
	expectedGeneration,
	action: workspaceAction.describe("What is done with it."),
	notes: string().max(1e5).optional().describe("For notes-save: the notes."),
	host: string().min(1).max(253).optional().describe("For recover: the machine that is to hold it, where that is not the one that held it before.")
});
const dryRunBody = strictObject({ delivery: string().min(1).max(253).describe("The name of a stored delivery.") });
const reviewBody = strictObject({
	verdict: _enum(reviewVerdictWords).describe("The decision."),
	comment: string().max(1e4).optional().describe("Why, for those who read it later.")
});
const replayBody = strictObject({ request: string().min(1).max(200).optional().describe("A word of the sender's for this request: the same word again repeats nothing.") });
const memoryQueryBody = strictObject({
	repository: string().min(1).max(253).optional().describe("The memory repository; the only one if left out."),
	at: string().min(1).max(200).optional().describe("Its state, such as two days ago; the newest if left out."),
	text: string().max(1e3).optional().describe("Words that a record has to have, all of them."),
	paths: array(string().min(1).max(400)).max(100).optional().describe("Where, such as services/**."),
	kinds: array(string().min(1).max(100)).max(100).optional().describe("Which kinds of record."),
	limit: int().min(1).max(1e3).optional().describe("Records at most; 100 if left out.")
});
const writeBackGuard = object({ expectedGeneration });
// src/api/agents/object-routes.ts
const get = (path, kind) => ({
	method: "GET",
	path,
	kind
});
const post$1 = (path, kind) => ({
	method: "POST",
	path,
	kind
});
const objectRoutes = [
	get("stacks", agentStack),
	post$1("stacks", agentStack),
	get("capabilities", agentCapabilityRequirement),
	get("identities", agentServiceAccount),
	post$1("identities/service-accounts", agentServiceAccount),
	get("permissions", agentRoleBinding),
	post$1("permissions/role-bindings", agentRoleBinding),
	post$1("secrets/grants", agentSecretGrant),
	post$1("config/grants", agentConfigGrant),
	get("runs", agentDispatchRun),
	post$1("runs", agentDispatchRun),
	{
		...get("runs/:run/events", agentToolEvent),
		selects: {
			part: "run",
			field: "spec.run"
		}
	},
	get("rules", agentTriggerRule),
	get("workspaces", agentWorkspace)
];
// src/api/agents/typed-routes.ts
const action = {
	form: "object",
	kind: agentAction
};
const json = { form: "json" };
const stream = { form: "stream" };
const post = (path, summary, body, answer) => ({
	method: "POST",
	path: `/api/agents/${path}`,
	summary,
	body,
	answer
});
const watch = (path, summary, query = []) => ({
	method: "GET",
	path: `/api/watch/orgs/:org${path}`,
	summary,
	answer: stream,
	query
});
const others = [
	{
		method: "GET",
		path: "/api/agents/secrets",
		summary: "The names of sealed secrets; never a value.",
		answer: json
	},
	post("permissions/review", "What who asks may do, by the bindings that give it.", void 0, json),
	post("rules/:rule/dry-run", "What would come of a stored delivery for a rule; nothing is stored.", dryRunBody, json),
	post("runs/:run/cancel", "Cancels a run.", runActionBody, action),
	post("runs/:run/retry", "Queues a run that is over for another attempt.", runActionBody, action),
	post("runs/:run/continue", "Queues a run for another attempt that is told something.", continueBody, action),
	post("runs/:run/resume", "Queues a run for another attempt in the same session.", toldBody, action),
	post("runs/:run/fork", "Queues a run for another attempt in a copy of the session.", toldBody, action),
	post("runs/:run/write-back", "Asks for something to be written to the forge.", outboxRequest, action),
	post("approvals/:approval/decision", "Decides an approval.", decisionBody, {
		form: "object",
		kind: agentApproval
	}),
	post("reviews/:review/decision", "Decides a review.", reviewBody, {
		form: "object",
		kind: agentReviewArtifact
	}),
	post("workspaces/:workspace/action", "Does something with a workspace.", workspaceBody, action),
	post("deliveries/:delivery/replay", "Takes in a stored delivery once more.", replayBody, json),
	post("memory/query", "Looks something up in the memory, of what who asks may see; it is on record.", memoryQueryBody, json),
	post("mcp/:server/probe", "Asks for a server to be looked at again.", void 0, action),
	post("config/bundles/plan", "What importing a bundle into the config database would do; nothing is written, and no secret is shown.", planBody, json),
	post("config/bundles/import", "Imports a bundle into the config database: all of it or nothing.", importBody, json),
	watch("/agentdispatchruns", "The runs, and every change of them."),
	watch("/agentapprovals", "The approvals, and every change of them."),
	watch("", "The objects of some kinds, and every change of them.", [
		"kinds",
		"after",
		"attempt"
	]),
	{
		method: "GET",
		path: "/api/openapi.json",
		summary: "This document.",
		answer: json
	}
];
const typedRoutes = [...objectRoutes.map(describedRoute), ...others];
function describedRoute({ method, path, kind }) {
	const whole = `/api/agents/${path}`;
	if (method === "POST") return {
		method,
		path: whole,
		summary: `Makes one: ${kind.summary}`,
		body: kind,
		answer: {
			form: "object",
			kind
		}
	};
	return {
		method,
		path: whole,
		summary: `A page of a list: ${kind.summary}`,
		answer: {
			form: "list",
			kind
		},
		query: [
			"limit",
			"continue",
			"labelSelector",
			"fieldSelector"
		]
	};
}
// src/api/agents/openapi-json.ts
const refusals = {
	400: "The request cannot be read.",
	401: "The request bears no token that counts.",
	403: "Who asks may not do this.",
	404: "There is no such object or organisation.",
	409: "The object is in another state, has another generation than expected, or is there already.",
	410: "Changes since then are no longer kept: read everything again.",
	413: "The body is too long.",
	415: "The body is not JSON.",
	422: "What was sent does not have the shape that it must have.",
	429: "Too much in a short time; Retry-After says when to try again.",
	503: "The database or the forge does not answer just now."
};
function typedRoutesDocument(version) {
	const paths = {};
	for (const route of typedRoutes) {
		const path = route.path.replace(/:([a-z]+)/g, "{$1}");
		paths[path] = {
			...paths[path],
			[route.method.toLowerCase()]: operation(route)
		};
	}
	return {
		openapi: "3.0.3",
		info: {
			title: "Identikit: the routes of the agent platform",
			version
		},
		security: [{ token: [] }],
		paths,
		components: {
			securitySchemes: { token: {
				type: "http",
				scheme: "bearer"
			} },
			schemas: {
				...openApiDocument().components.schemas,
				Refusal: refusalSchema
			},
			responses: Object.fromEntries(Object.entries(refusals).map(([status, description]) => [`Refused${status}`, {
				description,
				content: jsonContent({ $ref: "#/components/schemas/Refusal" })
			}]))
		}
	};
}
function operation({ method, path, summary, body, answer, query = [] }) {
	const inPath = [...path.matchAll(/:([a-z]+)/g)].map(([, name = ""]) => parameter(name, "path"));
	const inQuery = [...path.includes(":org") ? [] : ["org"], ...query].map((name) => parameter(name, "query"));
	const isMade = method === "POST" && answer.form === "object" && body !== void 0 && !(body instanceof ZodType);
	return {
		summary,
		operationId: `${method} ${path}`.replace(/[^A-Za-z]+/g, "_"),
		parameters: [...inPath, ...inQuery],
		...body === void 0 ? {} : { requestBody: {
			required: true,
			content: jsonContent(bodySchema(body))
		} },
		responses: {
			[isMade ? 201 : 200]: {
				description: "Done.",
				content: answerContent(answer)
			},
			...Object.fromEntries(Object.keys(refusals).map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]))
		}
	};
}
function bodySchema(body) {
	if (!(body instanceof ZodType)) return kindRef(body.kind);
	return toJSONSchema(body, {
		target: "openapi-3.0",
		io: "input"
	});
}
function answerContent(answer) {
	if (answer.form === "stream") return { "text/event-stream": { schema: { type: "string" } } };
	if (answer.form === "json") return jsonContent({ type: "object" });
	if (answer.form === "object") return jsonContent(kindRef(answer.kind.kind));
	const items = {
		type: "array",
		items: kindRef(answer.kind.kind)
	};
	const text = { type: "string" };
	return jsonContent({
		type: "object",
		required: ["items"],
		properties: {
			items,
			continue: text,
			resourceVersion: text
		}
	});
}
function kindRef(kind) {
	return { $ref: `#/components/schemas/dev.identikit.${versionName}.${kind}` };
}
function jsonContent(schema) {
	return { "application/json": { schema } };
}
function parameter(name, place) {
	return {
		name,
		in: place,
		required: place === "path",
		schema: { type: "string" }
	};
}
const text$1 = { type: "string" };
const refusalSchema = {
	type: "object",
	required: ["error"],
	properties: { error: {
		type: "object",
		required: [
			"code",
			"message",
			"reasons"
		],
		properties: {
			code: text$1,
			message: text$1,
			remedy: text$1,
			reasons: {
				type: "array",
				items: text$1
			}
		}
	} }
};
// src/api/agents/object-events.ts
const heartbeatMs = 15e3;
const retryMs = 2e3;
async function* objectEvents(store, kinds, namespace, { after, attempt, signal, texts }) {
	yield `retry: ${retryMs}\n\n`;
	let version = after;
	if (version === void 0) {
		const there = await store.read(async (reader) => {
			const { resourceVersion } = await reader.list(certain(kinds[0]), {
				namespace,
				limit: 1
			});
			return {
				resourceVersion,
				objects: (await Promise.all(kinds.filter((kind) => kind !== agentToolEvent).map((kind) => Array.fromAsync(reader.each(kind, { namespace }))))).flat()
			};
		});
		for (const object of there.objects) yield eventText("ADDED", object.metadata.resourceVersion, objectForm(object));
		version = there.resourceVersion;
		yield eventText("SYNC", version, {});
	}
	const changes = store.watch(kinds, version, {
		namespace,
		attempt,
		signal
	})[Symbol.asyncIterator]();
	try {
		for (let next = changes.next(); !signal.aborted;) {
			const first = await orQuiet(next);
			if (first === "quiet") {
				yield "event: HEARTBEAT\ndata: {}\n\n";
				continue;
			}
			if (first.done) return;
			const change = first.value;
			if (change.type === "BOOKMARK") yield eventText("BOOKMARK", change.resourceVersion, {});
			else {
				const { type, object } = change;
				const text = () => eventText(type, object.metadata.resourceVersion, objectForm(object));
				yield texts.of(object, `event ${type}`, text);
			}
			next = changes.next();
		}
	} catch (caught) {
		if (!(caught instanceof IdentikitError && caught.code === "WATCH_TOO_OLD")) throw caught;
		yield eventText("GONE", version, {
			code: caught.code,
			message: caught.message,
			remedy: caught.remedy
		});
	} finally {
		changes.return(void 0);
	}
}
async function orQuiet(result) {
	const { promise: quiet, resolve } = Promise.withResolvers();
	const silence = setTimeout(() => resolve("quiet"), heartbeatMs);
	try {
		return await Promise.race([result, quiet]);
	} finally {
		clearTimeout(silence);
	}
}
function eventText(type, id, data) {
	return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
// src/api/doors/request-limits.ts
const perMinute = {
	login: 10,
	logins: 300,
	dispatch: 30,
	decision: 60
};
const starts = "(?:retry|continue|resume|fork)";
const dispatching = new RegExp(`^/(?:api/agents/runs(?:/[^/]+/${starts})?|apis/${apiVersion}/namespaces/[^/]+/agentdispatchruns|orgs/[^/]+/(?:agents/dispatch/new|actions/${starts}))/?$`);
const deciding = /^\/(?:api\/agents\/approvals\/[^/]+\/decision|orgs\/[^/]+\/actions\/(?:approve|reject))\/?$/;
var RequestLimits = class {
	#limits;
	constructor(now) {
		const limit = (kind) => new RateLimit({
			perMinute: perMinute[kind],
			now
		});
		this.#limits = {
			login: limit("login"),
			logins: limit("logins"),
			dispatch: limit("dispatch"),
			decision: limit("decision")
		};
	}
	refuseLogin(address) {
		const wait = this.#limits.login.take(address) ?? this.#limits.logins.take("");
		return wait === void 0 ? void 0 : limited("sign-ins", wait);
	}
	kindOf(method, path) {
		if (method !== "POST") return void 0;
		return dispatching.test(path) ? "dispatch" : deciding.test(path) ? "decision" : void 0;
	}
	refuse(kind, { kind: who, name }) {
		const wait = this.#limits[kind].take(`${who} ${name.toLowerCase()}`);
		return wait === void 0 ? void 0 : limited(`${kind}s`, wait);
	}
};
function limited(what, wait) {
	return {
		status: 429,
		code: "RATE_LIMITED",
		message: `too many ${what} in a short time`,
		remedy: `Try again in ${wait} seconds.`,
		headers: { "retry-after": String(wait) }
	};
}
// src/api/doors/claimed-person.ts
const mostGroups = 500;
function claimedPerson(name, groups, { organization }) {
	const known = login.safeParse(name);
	if (!known.success) return void 0;
	const teams = groups.filter((group) => typeof group === "string").slice(0, mostGroups).map((word) => teamOf(word, organization)).filter((team) => team.length <= 253);
	const { groups: own } = hostGroups({
		permission: "none",
		teams
	}, void 0);
	return {
		kind: "User",
		name: known.data,
		...own.length === 0 ? {} : { groups: [...new Set(own)] }
	};
}
function groupsIn(claim) {
	if (Array.isArray(claim)) return claim.map((one) => isRecord(one) ? one.name : one);
	return typeof claim === "string" ? claim.split(",").map((one) => one.trim()) : [];
}
function teamOf(group, organization) {
	const word = group.replace(/^\//, "").replace(/^([^:/]+):([^:/]+)$/, "$1/$2");
	return word.includes("/") || organization === void 0 ? word : `${organization}/${word}`;
}
// src/api/kubernetes/discovery.ts
const objectVerbs = [
	"create",
	"delete",
	"get",
	"list",
	"patch",
	"update",
	"watch"
];
const statusVerbs = [
	"get",
	"patch",
	"update"
];
const namespaceVerbs = ["get", "list"];
const version = {
	groupVersion: apiVersion,
	version: versionName
};
const group = {
	name: apiGroup,
	versions: [version],
	preferredVersion: version
};
const namespaces = {
	name: "namespaces",
	singularName: "namespace",
	namespaced: false,
	kind: "Namespace",
	verbs: namespaceVerbs,
	shortNames: ["ns"]
};
const discoveryDocuments = new Map([
	["/api", () => ({
		kind: "APIVersions",
		versions: ["v1"],
		serverAddressByClientCIDRs: []
	})],
	["/api/v1", () => resourceList("v1", [namespaces])],
	["/apis", () => ({
		kind: "APIGroupList",
		apiVersion: "v1",
		groups: [group]
	})],
	[`/apis/${apiGroup}`, () => ({
		kind: "APIGroup",
		apiVersion: "v1",
		...group
	})],
	[`/apis/${apiVersion}`, () => resourceList(apiVersion, allKinds.flatMap(resources))]
]);
function resourceList(groupVersion, list) {
	return {
		kind: "APIResourceList",
		apiVersion: "v1",
		groupVersion,
		resources: list
	};
}
function resources(kind) {
	const { plural, singular, shortNames, categories } = kindNames(kind);
	const common = {
		namespaced: true,
		kind: kind.kind
	};
	return [{
		name: plural,
		singularName: singular,
		...common,
		verbs: objectVerbs,
		...shortNames ? { shortNames } : {},
		categories
	}, {
		name: `${plural}/status`,
		singularName: "",
		...common,
		verbs: statusVerbs
	}];
}
function aggregatedDiscovery(path) {
	const items = path === "/api" ? [coreDiscovery()] : path === "/apis" ? [groupDiscovery()] : void 0;
	return items && {
		kind: "APIGroupDiscoveryList",
		apiVersion: "apidiscovery.k8s.io/v2",
		metadata: {},
		items
	};
}
function coreDiscovery() {
	return {
		metadata: { creationTimestamp: null },
		versions: [{
			version: "v1",
			freshness: "Current",
			resources: [{
				resource: "namespaces",
				responseKind: {
					group: "",
					version: "v1",
					kind: "Namespace"
				},
				scope: "Cluster",
				singularResource: "namespace",
				shortNames: ["ns"],
				verbs: namespaceVerbs
			}]
		}]
	};
}
function groupDiscovery() {
	const versions = [{
		version: versionName,
		freshness: "Current",
		resources: allKinds.map(discovered)
	}];
	return {
		metadata: {
			name: apiGroup,
			creationTimestamp: null
		},
		versions
	};
}
function discovered(kind) {
	const { plural, singular, shortNames, categories } = kindNames(kind);
	const responseKind = {
		group: apiGroup,
		version: versionName,
		kind: kind.kind
	};
	return {
		resource: plural,
		responseKind,
		scope: "Namespaced",
		singularResource: singular,
		...shortNames ? { shortNames } : {},
		categories,
		verbs: objectVerbs,
		subresources: [{
			subresource: "status",
			responseKind,
			verbs: statusVerbs
		}]
	};
}
// src/api/kubernetes/list-query.ts
function selectQuery(query, namespace) {
	const labels = query.get("labelSelector") ?? "";
	const fields = query.get("fieldSelector") ?? "";
	return {
		namespace,
		...labels === "" ? {} : { labels: parseLabelSelector(labels) },
		...fields === "" ? {} : { fields: parseFieldSelector(fields) }
	};
}
function countOf(query, name) {
	const text = query.get(name) ?? "";
	if (text === "") return void 0;
	if (!/^\d{1,9}$/.test(text)) throw new RequestRefused("BadRequest", `${name} is ${JSON.stringify(text)}; it is a whole number`);
	return Number(text);
}
function truthOf(query, name) {
	const text = query.get(name);
	return text !== null && text !== "false" && text !== "0";
}
function versionOf(query) {
	const text = query.get("resourceVersion") ?? "";
	if (text === "" || text === "0") return void 0;
	if (!/^[1-9]\d{0,18}$/.test(text)) throw new RequestRefused("BadRequest", `resourceVersion is ${JSON.stringify(text)}; it is what the server gave before`);
	return text;
}
// src/api/kubernetes/object-mistakes.ts
const mostRounds = 5;
function pruned(value, examine, invalid) {
	const unknown = [];
	let current = value;
	for (let round = 0; round < mostRounds; round++) {
		const examined = examine(current);
		if ("result" in examined) return {
			result: examined.result,
			unknown
		};
		const keys = examined.mistakes.filter(({ part }) => part === "key").map(({ path }) => path);
		if (keys.length === 0) throw invalid(examined.mistakes, current);
		unknown.push(...keys.map(showPath));
		current = without(current, keys);
	}
	throw new RequestRefused("BadRequest", `too many unknown fields: ${unknown.slice(0, 10).join(", ")}`);
}
function fieldWarnings(paths, validation) {
	const texts = paths.map((path) => `unknown field ${JSON.stringify(path)}`);
	if (validation === "Ignore" || texts.length === 0) return [];
	if (validation === "Strict") throw new RequestRefused("BadRequest", `strict decoding error: ${texts.join(", ")}`);
	return texts;
}
function invalidObject(kind, name, mistakes, value) {
	const causes = mistakes.slice(0, 100).map((mistake) => causeOf(mistake, value));
	const message = causes.map(({ field, message }) => `${field}: ${message}`).join(", ");
	return new RequestRefused("Invalid", `${kind.kind}.${apiGroup} ${JSON.stringify(name)} is invalid: ${message}`, { details: {
		name,
		group: apiGroup,
		kind: kind.kind,
		causes
	} });
}
function causeOf({ path, problem, remedy }, value) {
	const [reason, words] = path.reduce((at, key) => fieldsOf(at)[key], value) === void 0 ? ["FieldValueRequired", "Required value"] : ["FieldValueInvalid", "Invalid value"];
	return {
		reason,
		message: `${words}: ${problem}. ${remedy}`,
		field: showPath(path) || "<root>"
	};
}
function without(value, paths) {
	const copy = structuredClone(value);
	for (const path of paths) {
		const parent = path.slice(0, -1).reduce((at, key) => fieldsOf(at)[key], copy);
		if (isRecord(parent)) delete parent[String(path.at(-1))];
	}
	return copy;
}
// src/api/kubernetes/request-metadata.ts
const text = string().max(1e4).nullish();
const servers = [
	"creationTimestamp",
	"deletionTimestamp",
	"deletionGracePeriodSeconds",
	"generation",
	"managedFields",
	"selfLink"
];
const form = object({
	name: text,
	generateName: text,
	namespace: text,
	uid: text,
	resourceVersion: text,
	finalizers: array(unknown()).nullish(),
	ownerReferences: array(unknown()).nullish()
});
const known = new Set([
	...Object.keys(form.shape),
	...servers,
	"labels",
	"annotations"
]);
function requestMetadata(value) {
	const read = form.safeParse(value ?? {});
	if (!read.success) throw new RequestRefused("BadRequest", "metadata does not have the shape of metav1.ObjectMeta");
	const { name, generateName, namespace, uid, resourceVersion, finalizers, ownerReferences } = read.data;
	if (finalizers?.length) throw unsupported("finalizers");
	if (ownerReferences?.length) throw unsupported("ownerReferences");
	const members = fieldsOf(value);
	return {
		name: name || (generateName ? generatedName(generateName) : void 0),
		namespace: namespace || void 0,
		labels: members.labels ?? void 0,
		annotations: ownAnnotations(members.annotations),
		uid: uid || void 0,
		resourceVersion: resourceVersion || void 0,
		unknown: Object.keys(members).filter((key) => !known.has(key)).map((key) => `metadata.${key}`)
	};
}
const letters = "bcdfghjklmnpqrstvwxz2456789";
function generatedName(start) {
	const end = Array.from({ length: 5 }, () => letters[randomInt(27)]).join("");
	return `${start.slice(0, 248)}${end}`;
}
function ownAnnotations(annotations) {
	const { [managedAnnotation]: _, ...own } = fieldsOf(annotations);
	if (typeof annotations !== "object" || Array.isArray(annotations)) return annotations ?? void 0;
	return Object.keys(own).length === 0 ? void 0 : own;
}
function unsupported(field) {
	return new RequestRefused("BadRequest", `metadata.${field} is not kept by this server: leave it out`);
}
// src/api/kubernetes/written-object.ts
const members = new Set([
	"$schema",
	"apiVersion",
	"kind",
	"metadata",
	"spec",
	"status"
]);
function writtenObject(value, target, { fieldValidation }) {
	const { name, metadata, unknown } = envelope(value, target);
	const checked = pruned({
		apiVersion,
		kind: target.kind.kind,
		metadata: {
			name,
			namespace: target.namespace,
			...metadata.labels === void 0 ? {} : { labels: metadata.labels },
			...metadata.annotations === void 0 ? {} : { annotations: metadata.annotations }
		},
		..."spec" in value ? { spec: value.spec } : {}
	}, examineManifest, (mistakes, given) => invalidObject(target.kind, name, mistakes, given));
	return {
		declared: checked.result,
		uid: metadata.uid,
		resourceVersion: metadata.resourceVersion,
		warnings: fieldWarnings([...unknown, ...checked.unknown], fieldValidation)
	};
}
function writtenStatus(value, target, { fieldValidation }) {
	const { name, metadata, unknown } = envelope(value, target);
	const schema = strictObject({ status: target.kind.status });
	const examine = (given) => {
		const read = schema.safeParse(given);
		return read.success ? { result: read.data.status } : { mistakes: mistakesOf(read.error, given, schema) };
	};
	const checked = pruned({ status: value.status ?? {} }, examine, (mistakes, given) => invalidObject(target.kind, name, mistakes, given));
	return {
		status: checked.result,
		uid: metadata.uid,
		resourceVersion: metadata.resourceVersion,
		warnings: fieldWarnings([...unknown, ...checked.unknown], fieldValidation)
	};
}
function envelope(value, { kind, namespace, name }) {
	if (value.apiVersion !== "identikit.dev/v1alpha1") throw new RequestRefused("BadRequest", `the API version in the data (${shown(value.apiVersion)}) does not match the expected API version (${apiVersion})`);
	if (value.kind !== kind.kind) throw new RequestRefused("BadRequest", `the kind in the data (${shown(value.kind)}) does not match the expected kind (${kind.kind})`);
	const metadata = requestMetadata(value.metadata);
	if ((metadata.namespace ?? namespace) !== namespace) throw new RequestRefused("BadRequest", "the namespace of the provided object does not match the namespace sent on the request");
	const meant = name ?? metadata.name;
	if (meant === void 0) throw invalidObject(kind, "", [{
		path: ["metadata", "name"],
		part: "value",
		problem: "name or generateName is required",
		remedy: "Add one.",
		expected: null
	}], {});
	if (name !== void 0 && metadata.name !== void 0 && metadata.name !== name) throw new RequestRefused("BadRequest", `the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
	return {
		name: meant,
		metadata,
		unknown: [...Object.keys(value).filter((key) => !members.has(key)), ...metadata.unknown]
	};
}
function examineManifest(given) {
	const examined = examineResource(given);
	return "checked" in examined ? { result: examined.checked.declared } : examined;
}
function shown(value) {
	return typeof value === "string" ? value.slice(0, 300) : "none";
}
// src/api/kubernetes/list-objects.ts
const pieceSize = 100;
async function listObjects(places, request) {
	const { kind, query } = request;
	const form = rendering(request, places.now);
	const limit = countOf(query, "limit") || Number.POSITIVE_INFINITY;
	const from = query.get("continue") || void 0;
	const select = selectQuery(query, request.namespace);
	const readPiece = (next, left) => places.store.read((reader) => reader.list(kind, {
		...select,
		limit: Math.min(left, pieceSize),
		...next === void 0 ? {} : { continue: next }
	}));
	const first = await readPiece(from, limit);
	if (from === void 0) checkVersion(query, first.resourceVersion);
	return pieces({
		form,
		first,
		limit,
		readPiece
	});
}
async function* pieces({ form, first, limit, readPiece }) {
	yield form.head;
	let page = first;
	let sent = 0;
	for (;;) {
		const items = page.items.map(form.item);
		yield items.length === 0 ? "\n" : `${sent > 0 ? "," : ""}${items.join(",")}`;
		sent += items.length;
		if (page.continue === void 0 || sent >= limit) break;
		page = await readPiece(page.continue, limit - sent);
	}
	const next = page.continue === void 0 ? {} : { continue: page.continue };
	yield `],"metadata":${JSON.stringify({
		resourceVersion: first.resourceVersion,
		...next
	})}}\n`;
}
function rendering({ kind, accept, query }, now) {
	if (acceptedForm(accept, true) === "object") return {
		head: `{"kind":${JSON.stringify(`${kind.kind}List`)},"apiVersion":${JSON.stringify(apiVersion)},"items":[`,
		item: (object) => JSON.stringify(objectForm(object))
	};
	const table = tableForm(kind, includedObject(query), now);
	return {
		head: `{"kind":"Table","apiVersion":"meta.k8s.io/v1","columnDefinitions":${JSON.stringify(table.columns)},"rows":[`,
		item: (object) => JSON.stringify(table.row(objectForm(object)))
	};
}
function checkVersion(query, current) {
	const wanted = versionOf(query);
	const match = query.get("resourceVersionMatch") ?? "";
	if (![
		"",
		"Exact",
		"NotOlderThan"
	].includes(match)) throw new RequestRefused("BadRequest", `resourceVersionMatch is ${JSON.stringify(match)}; it is Exact or NotOlderThan`);
	if (wanted === void 0) return;
	if (BigInt(wanted) > BigInt(current)) throw new RequestRefused("Timeout", `Too large resource version: ${wanted}, current: ${current}`, { details: {
		causes: [{
			reason: "ResourceVersionTooLarge",
			message: "Too large resource version",
			field: ""
		}],
		retryAfterSeconds: 1
	} });
	if (match === "Exact" && wanted !== current) throw new RequestRefused("Expired", `the state ${wanted} is not kept; the current one is ${current}`);
}
// src/api/kubernetes/watch-events.ts
function watchEvents(places, request, signal) {
	return lines(places, request.kind, startOf(request, places.now), signal);
}
async function* lines({ store, texts }, kind, start, signal) {
	try {
		let after = start.after;
		if (after === void 0) {
			const initial = initialEvents(store, kind, start);
			for (;;) {
				const { done, value } = await initial.next();
				if (done) {
					after = value;
					break;
				}
				yield value;
				if (signal.aborted) return;
			}
			const annotations = { "k8s.io/initial-events-end": "true" };
			if (start.initialEnd) yield line("BOOKMARK", start.bookmark(after, { annotations }));
		}
		for await (const change of store.watch([kind], after, {
			...start.select,
			signal
		})) {
			const told = eventLine(change, start, texts);
			if (told !== void 0) yield told;
		}
	} catch (thrown) {
		if (signal.aborted) return;
		yield line("ERROR", refusalOf(thrown).status());
	}
}
async function* initialEvents(store, kind, { select, form }) {
	let next;
	let version;
	do {
		const from = next === void 0 ? {} : { continue: next };
		const page = await store.read((reader) => reader.list(kind, {
			...select,
			limit: 100,
			...from
		}));
		version ??= page.resourceVersion;
		for (const object of page.items) yield line("ADDED", form(object));
		next = page.continue;
	} while (next !== void 0);
	return version;
}
function eventLine(change, start, texts) {
	if (change.type !== "BOOKMARK") {
		const { type, object } = change;
		const text = () => line(type, start.form(object));
		return start.isShared ? texts.of(object, `line ${type}`, text) : text();
	}
	return start.bookmarks ? line("BOOKMARK", start.bookmark(change.resourceVersion, {})) : void 0;
}
function line(type, object) {
	return `${JSON.stringify({
		type,
		object
	})}\n`;
}
function startOf({ kind, namespace, query, accept }, now) {
	const after = versionOf(query);
	const bookmarks = truthOf(query, "allowWatchBookmarks");
	const initial = query.has("sendInitialEvents") ? truthOf(query, "sendInitialEvents") : void 0;
	if (initial !== void 0 && query.get("resourceVersionMatch") !== "NotOlderThan") throw new RequestRefused("BadRequest", "sendInitialEvents goes with resourceVersionMatch=NotOlderThan only");
	if (initial === true && !bookmarks) throw new RequestRefused("BadRequest", "sendInitialEvents=true goes with allowWatchBookmarks=true only");
	return {
		select: selectQuery(query, namespace),
		after: initial === true ? void 0 : after,
		bookmarks,
		initialEnd: initial === true,
		...formsOf(kind, {
			accept,
			query,
			now
		})
	};
}
function formsOf(kind, { accept, query, now }) {
	const metadata = (resourceVersion, more) => ({
		resourceVersion,
		creationTimestamp: null,
		...more
	});
	if (acceptedForm(accept, true) === "object") return {
		form: objectForm,
		isShared: true,
		bookmark: (version, more) => ({
			apiVersion,
			kind: kind.kind,
			metadata: metadata(version, more)
		})
	};
	const table = tableForm(kind, includedObject(query), now);
	let told = false;
	const whole = (rows, resourceVersion) => {
		const columnDefinitions = told ? [] : table.columns;
		told = true;
		return {
			kind: "Table",
			apiVersion: "meta.k8s.io/v1",
			metadata: { resourceVersion },
			columnDefinitions,
			rows
		};
	};
	return {
		isShared: false,
		form: (object) => {
			const one = objectForm(object);
			return whole([table.row(one)], one.metadata.resourceVersion);
		},
		bookmark: (version, more) => {
			const object = {
				kind: "PartialObjectMetadata",
				apiVersion: "meta.k8s.io/v1",
				metadata: metadata(version, more)
			};
			return whole([{
				cells: table.columns.map(() => null),
				object
			}], version);
		}
	};
}
// src/api/kubernetes/permission.ts
const open = new Set([
	"/healthz",
	"/livez",
	"/readyz"
]);
async function permitted(guards, request, target) {
	if (target.kind === "document" && open.has(target.path)) return void 0;
	const user = await guards.authenticator.authenticate(bearerToken(request.headers.get("authorization")));
	if (!user) throw new RequestRefused("Unauthorized", "Unauthorized", { headers: { "www-authenticate": "Bearer" } });
	const question = questionOf(request, target, user);
	const { allowed, reason } = await guards.authorizer.authorize(question);
	if (!allowed) throw forbidden(question, reason);
	return user;
}
function verbOf(request, target) {
	const { method } = request;
	if (target.kind === "document") return method.toLowerCase();
	const verb = target.name === void 0 ? manyVerb(request, target) : oneVerb[method];
	const allowed = verbsOf(target);
	if (verb !== void 0 && allowed.includes(verb)) return verb;
	throw new RequestRefused("MethodNotAllowed", "the server does not allow this method on the requested resource");
}
const oneVerb = {
	GET: "get",
	HEAD: "get",
	PUT: "update",
	PATCH: "patch",
	DELETE: "delete"
};
function manyVerb({ method, url }, target) {
	if (method === "POST") return target.kind === "objects" && target.namespace === void 0 ? void 0 : "create";
	if (method !== "GET" && method !== "HEAD") return void 0;
	return truthOf(new URL(url).searchParams, "watch") ? "watch" : "list";
}
function verbsOf(target) {
	if (target.kind === "namespaces") return namespaceVerbs;
	return target.kind === "objects" && target.subresource === "status" ? statusVerbs : objectVerbs;
}
function questionOf(request, target, user) {
	const verb = verbOf(request, target);
	if (target.kind === "document") return {
		user,
		kind: "path",
		verb,
		path: target.path
	};
	if (target.kind === "namespaces") return {
		user,
		kind: "resource",
		verb,
		group: "",
		resource: "namespaces",
		name: target.name
	};
	const { of, namespace, name, subresource } = target;
	return {
		user,
		kind: "resource",
		verb,
		group: apiGroup,
		resource: of.plural,
		subresource,
		namespace,
		name
	};
}
function forbidden(question, reason) {
	const why = reason === void 0 ? "" : `: ${reason}`;
	const who = `User ${JSON.stringify(question.user.name)} cannot ${question.verb}`;
	if (question.kind === "path") return new RequestRefused("Forbidden", `forbidden: ${who} path ${JSON.stringify(question.path)}${why}`);
	const { group, resource, subresource, namespace, name } = question;
	const what = group === "" ? resource : `${resource}.${group}`;
	const whole = subresource === void 0 ? resource : `${resource}/${subresource}`;
	const where = namespace === void 0 ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
	const message = `${what}${name === void 0 ? "" : ` ${JSON.stringify(name)}`} is forbidden: ${who} resource ${JSON.stringify(whole)} in API group ${JSON.stringify(group)} ${where}${why}`;
	return new RequestRefused("Forbidden", message, { details: {
		name,
		group,
		kind: resource
	} });
}
// src/api/kubernetes/request-target.ts
const documents = new Set([
	...[
		"/api",
		"/api/v1",
		"/apis",
		"/apis/identikit.dev",
		`/apis/${apiVersion}`
	],
	...[
		"/openapi/v2",
		"/openapi/v3",
		"/openapi/v3/api/v1",
		`/openapi/v3/apis/${apiVersion}`
	],
	...[
		"/version",
		"/healthz",
		"/livez",
		"/readyz"
	]
]);
const byPlural = new Map(allKinds.map((kind) => [kind.plural, kind]));
function requestTarget(path) {
	const trimmed = path.length > 1 ? path.replace(/\/$/, "") : path;
	if (documents.has(trimmed)) return {
		kind: "document",
		path: trimmed
	};
	const [root, ...parts] = trimmed.slice(1).split("/").map(decoded);
	if (parts.some((part) => part === void 0 || part === "" || part.includes("/"))) return void 0;
	const words = parts.filter((part) => part !== void 0);
	if (root === "api") return namespacesTarget(words);
	return root === "apis" && words.slice(0, 2).join("/") === "identikit.dev/v1alpha1" ? objectsTarget(words.slice(2)) : void 0;
}
function namespacesTarget([version, resource, name, ...rest]) {
	if (version !== "v1" || resource !== "namespaces" || rest.length > 0) return void 0;
	return {
		kind: "namespaces",
		name
	};
}
function objectsTarget(words) {
	const [namespace, rest] = words[0] === "namespaces" && words.length > 2 ? [words[1], words.slice(2)] : [void 0, words];
	const [plural = "", name, subresource, ...more] = rest;
	const of = byPlural.get(plural);
	if (!of || more.length > 0 || subresource !== void 0 && subresource !== "status") return void 0;
	if (name !== void 0 && namespace === void 0) return void 0;
	return {
		kind: "objects",
		of,
		namespace,
		name,
		subresource
	};
}
function decoded(part) {
	try {
		return decodeURIComponent(part);
	} catch {
		return;
	}
}
// src/api/kubernetes/server-fields.ts
function stampedStore(store, user, now) {
	return {
		read: (work) => store.read(work),
		write: (work, options) => store.write((writer) => work(stampedWriter(writer, user, now)), options),
		asRepository: () => stampedStore(store.asRepository(), user, now),
		watch: (kinds, after, options) => store.watch(kinds, after, options)
	};
}
function stampedWriter(writer, user, now) {
	return {
		get: (kind, key) => writer.get(kind, key),
		list: (kind, query) => writer.list(kind, query),
		each: (kind, query) => writer.each(kind, query),
		countPhases: (namespace, queries, most) => writer.countPhases(namespace, queries, most),
		revisionOf: (kinds) => writer.revisionOf(kinds),
		hold: (kind, key) => writer.hold(kind, key),
		create: (kind, object, status) => writer.create(kind, stamped(kind, object, user, now()), status),
		update: async (kind, object, expected) => {
			const before = kind.kind === agentPause.kind ? await writer.get(kind, object.metadata) : void 0;
			return await writer.update(kind, before ? withSpec(object, pauseFacts(before.spec)) : object, expected);
		},
		setStatus: (kind, key, status, expected) => writer.setStatus(kind, key, status, expected),
		delete: (kind, key, expected) => writer.delete(kind, key, expected)
	};
}
function stamped({ kind }, object, user, now) {
	const time = now.toISOString();
	switch (kind) {
		case agentDispatchRun.kind: return withSpec(object, {
			requestedBy: user,
			host: void 0,
			triggerRule: void 0,
			delivery: void 0,
			parentRun: void 0,
			chainDepth: 0,
			source: "manual"
		});
		case agentPause.kind: return withSpec(object, {
			by: user,
			since: time
		});
		default: return object;
	}
}
function pauseFacts({ by, since }) {
	return {
		by,
		since
	};
}
function withSpec(object, facts) {
	const spec = {
		...object.spec,
		...facts
	};
	for (const [name, value] of Object.entries(facts)) if (value === void 0) Reflect.deleteProperty(spec, name);
	return {
		...object,
		spec
	};
}
// src/api/kubernetes/written-by-programs.ts
const declared = new Set([
	agentDispatchRun,
	agentPause,
	agentWorkspace,
	workItem
].map(({ kind }) => kind));
const writing = new Set([
	"create",
	"update",
	"patch"
]);
function refuseProgramsOwn(verb, { of, subresource }) {
	if (of.storage !== "record" || !writing.has(verb)) return;
	if (declared.has(of.kind) && subresource !== "status") return;
	const what = subresource === "status" ? `the status of ${of.plural}` : of.plural;
	throw new RequestRefused("Forbidden", `${what} is written by Identikit alone, whatever a role gives: decide, act and ask by the routes below /api/agents`);
}
// src/api/doors/proxy-sign-in.ts
var ProxySignIn = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	personOf({ headers }, peer) {
		const { userHeader, groupsHeader, peers } = this.#options;
		const named = headers.get(userHeader);
		const groups = groupsHeader === void 0 ? null : headers.get(groupsHeader);
		if (named === null && groups === null) return void 0;
		if (!peers.has(peer)) return untrusted(userHeader, peer);
		return (named !== null && !named.includes(",") ? claimedPerson(named, groupsIn(groups ?? ""), this.#options) : void 0) ?? nobody(userHeader);
	}
};
function untrusted(header, peer) {
	return {
		status: 403,
		code: "PROXY_UNTRUSTED",
		message: `${header} comes from ${peer}, which is not a proxy of this server`,
		remedy: "Go through the proxy; who runs the server names its address with --trusted-proxy."
	};
}
function nobody(header) {
	return {
		status: 403,
		code: "PROXY_UNTRUSTED",
		message: `${header} does not hold one login`,
		remedy: "Let the proxy send the login as the forge has it, once."
	};
}
export { ProxySignIn, RequestLimits, aggregatedDiscovery, claimedPerson, continueBody, countOf, decisionBody, discoveryDocuments, dryRunBody, groupsIn, listObjects, managedAnnotation, memoryQueryBody, objectEvents, objectForm, objectRoutes, permitted, refuseProgramsOwn, replayBody, requestTarget, reviewBody, runActionBody, selectQuery, stampedStore, tableForm, toldBody, typedRoutesDocument, verbOf, watchEvents, workspaceBody, writeBackGuard, writtenObject, writtenStatus };
