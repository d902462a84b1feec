import { IdentikitError } from "../start/faces.js";
import { BodyTooLong, readWhole } from "../http.js";
import { guardedStore, mostWebhookBytes } from "./agents.js";
import { Hono } from "../vendor/hono.js";
import { RequestRefused, Watchers, discoveryPaths, refusalAnswer, refusalOf, withHeaders } from "./api.js";
import { permitted, requestTarget, stampedStore, verbOf } from "./api-with-agents.js";
import { Documents, answerNamespaces, answerObjects } from "./api-with-agents-http.js";
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
		watchers: new Watchers()
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
export { kubernetesApi, webhookRoutes };
