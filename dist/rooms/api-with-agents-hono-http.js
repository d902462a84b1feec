import { IdentikitError } from "../start/faces.js";
import { BodyTooLong, readWhole } from "../http.js";
import { agentDispatchAttempt, apiGroup, attemptReport, guardedStore, isAppendToken, mostWebhookBytes, rightText, rightsFor } from "./agents.js";
import { Hono } from "../vendor/hono.js";
import { RequestRefused, SharedTexts, Watchers, bearerToken, discoveryPaths, jsonAnswer, openMetricsText, openMetricsType, refusalAnswer, refusalOf, withHeaders } from "./api.js";
import { jsonBody } from "./api-with-http.js";
import { permitted, refuseProgramsOwn, requestTarget, stampedStore, verbOf } from "./api-with-agents.js";
import { Documents, Unanswered, answerNamespaces, answerObjects, errorAnswer, faultAnswer, routeAnswer } from "./api-with-agents-http.js";
// src/api/agents/typed-router.ts
var TypedRouter = class {
	app = new Hono();
	#options;
	constructor(options) {
		this.#options = options;
	}
	on(method, path, answer) {
		this.app.on(method, path, async (context) => {
			try {
				return withHeaders(await answer(context, await this.#signedIn(context)));
			} catch (thrown) {
				return withHeaders(routeAnswer(thrown, this.#options.onFault));
			}
		});
	}
	async demand(user, action, target) {
		const { access, organization: namespace } = this.#options;
		const missing = await access.missingRight(user, rightsFor(action, {
			...target,
			namespace
		}));
		if (missing) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not ${rightText(missing)}`);
	}
	demandScope(user, action, target) {
		const { access, organization: namespace } = this.#options;
		const limit = access.limitOn(user, rightsFor(action, {
			...target,
			namespace
		}));
		if (limit !== void 0) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not ${action}: ${limit}`);
	}
	async mayList(user, resource) {
		const { access, organization: namespace } = this.#options;
		const question = {
			user,
			kind: "resource",
			verb: "list",
			group: apiGroup,
			resource,
			namespace
		};
		const { allowed, reason } = await access.authorize(question);
		if (!allowed) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not list ${resource}: ${reason}`);
	}
	async #signedIn({ req }) {
		const { access, organization } = this.#options;
		const user = await access.authenticate(bearerToken(req.header("authorization") ?? null));
		if (!user) throw new Unanswered(401, "AUTH_REQUIRED", "the request bears no token that counts");
		const asked = req.param("org") ?? req.query("org") ?? organization;
		if (asked !== organization) throw new Unanswered(404, "NOT_FOUND", `there is no organisation ${JSON.stringify(asked)}`);
		return user;
	}
};
// src/api/agents/attempt-reports.ts
function attemptReports(options) {
	return new Hono().post("/api/agents/attempts/:attempt/events", async (context) => {
		try {
			return withHeaders(await answer(options, context));
		} catch (thrown) {
			return withHeaders(faultAnswer(thrown, options.onFault));
		}
	});
}
async function answer({ store, organization: namespace, take, tokensOf }, { req }) {
	const key = {
		namespace,
		name: req.param("attempt") ?? ""
	};
	const token = bearerToken(req.header("authorization") ?? null) ?? "";
	const ticket = (await store.read((reader) => reader.get(agentDispatchAttempt, key)))?.spec.ticket?.id;
	const isOurs = (req.query("org") ?? namespace) === namespace;
	if (ticket === void 0 || !isOurs || !isAppendToken(token, tokensOf(ticket))) return errorAnswer(401, "AUTH_REQUIRED", "the request bears no token of that attempt");
	const read = attemptReport.safeParse(await jsonBody(req.raw));
	const wrong = read.error?.issues[0];
	if (read.data === void 0) return errorAnswer(422, "RESOURCE_INVALID", `${wrong?.path.join(".")}: ${wrong?.message}`);
	return jsonAnswer(await take(key, read.data));
}
// src/api/kubernetes/kubernetes-api.ts
const ours = [
	"/api/",
	"/api/v1",
	"/api/v1/*",
	...discoveryPaths.filter((path) => path !== "/api/*")
];
function kubernetesApi(options) {
	const documents = new Documents(options);
	const places = {
		...options,
		watchers: new Watchers(),
		texts: new SharedTexts()
	};
	const answer = async (request) => {
		const { pathname } = new URL(request.url);
		const target = requestTarget(pathname);
		const user = await permitted(options, request, target ?? {
			kind: "document",
			path: pathname
		});
		if (target === void 0) throw new RequestRefused("NotFound", "the server could not find the requested resource");
		const verb = verbOf(request, target);
		if (target.kind === "objects") {
			refuseProgramsOwn(verb, target);
			const store = user && isWrite(verb) ? stampedStore(guardedStore(places.store, await options.authorOf(user)), user, options.now) : places.store;
			return await answerObjects({
				...places,
				store
			}, {
				request,
				target,
				verb
			});
		}
		if (target.kind === "namespaces") return await answerNamespaces(options.organisations, request, target.name);
		return documents.answer(target.path, request);
	};
	return new Hono().on("ALL", ours, async (context) => {
		try {
			return withHeaders(await answer(context.req.raw));
		} catch (thrown) {
			const refused = refusalOf(thrown);
			if (refused.reason === "InternalError") options.onFault(thrown);
			return withHeaders(refusalAnswer(refused));
		}
	});
}
function isWrite(verb) {
	return ![
		"get",
		"list",
		"watch"
	].includes(verb);
}
// src/api/probes/probe-routes.ts
const [readyMs, figuresMs] = [1e3, 1e4];
function probeRoutes({ checks, families, refuse, elapsed }) {
	const ready = kept(readyMs, elapsed, async () => {
		const results = Object.entries(checks).map(async ([name, check]) => {
			return {
				name,
				holds: await check().catch(() => false)
			};
		});
		return await Promise.all(results);
	});
	const figures = kept(figuresMs, elapsed, families);
	const alive = (context) => context.text("ok\n");
	return new Hono().get("/healthz", alive).get("/livez", alive).get("/readyz", async (context) => {
		const results = await ready();
		const text = results.map(({ name, holds }) => `${name}: ${holds ? "ok" : "failed"}\n`).join("");
		return context.text(text, results.every(({ holds }) => holds) ? 200 : 503);
	}).get("/metrics", async ({ req }) => {
		const refused = await refuse(req.raw);
		if (refused) {
			const code = refused.status === 401 ? "AUTH_REQUIRED" : "POLICY_DENIED";
			return errorAnswer(refused.status, code, refused.message, { remedy: "Send IDENTIKIT_METRICS_TOKEN, or a token of somebody who may get /metrics or list runs." });
		}
		return new Response(openMetricsText(await figures()), { headers: { "content-type": openMetricsType } });
	});
}
function kept(forMs, elapsed, make) {
	let last;
	return async () => {
		if (!last || elapsed() - last.at >= forMs) {
			const answer = make();
			last = {
				at: elapsed(),
				answer
			};
			answer.catch(() => {
				last = void 0;
			});
		}
		return await last.answer;
	};
}
// src/api/webhooks.ts
const statusOf = new Map([
	["WEBHOOK_FORGED", 401],
	["WEBHOOK_REPLAYED", 409],
	["WEBHOOK_TOO_LARGE", 413],
	["EVENT_INVALID", 422],
	["EVENT_REFUSED", 422],
	["DOCUMENT_INVALID", 422],
	["REF_UNSAFE", 422],
	["RESOURCE_TOO_LARGE", 413]
]);
function webhookRoutes({ take, onFault }) {
	return new Hono().all("/webhooks/:forge{github|gitea}", async (context) => {
		if (context.req.method !== "POST") return context.body(null, 405, { allow: "POST" });
		try {
			const body = await boundedBody(context.req.raw);
			const headers = Object.fromEntries(context.req.raw.headers);
			const forge = context.req.param("forge") === "github" ? "github" : "gitea";
			return context.json(await take(forge, headers, body), 202);
		} catch (thrown) {
			const status = thrown instanceof IdentikitError ? statusOf.get(thrown.code) : void 0;
			if (!(thrown instanceof IdentikitError) || status === void 0) {
				onFault(thrown);
				return context.json({ error: {
					code: "INTERNAL",
					message: "the server could not do it; its log says why"
				} }, 500);
			}
			const { code, message, remedy } = thrown;
			return context.json({ error: {
				code,
				message,
				remedy
			} }, status);
		}
	});
}
async function boundedBody({ body }) {
	if (!body) return new Uint8Array();
	try {
		return await readWhole({ body }, mostWebhookBytes);
	} catch (thrown) {
		if (!(thrown instanceof BodyTooLong)) throw thrown;
		throw new IdentikitError("WEBHOOK_TOO_LARGE", `the webhook has more than ${mostWebhookBytes} bytes`, { remedy: "Forges send no more than that: look at who sent it." });
	}
}
export { TypedRouter, attemptReports, kubernetesApi, probeRoutes, webhookRoutes };
