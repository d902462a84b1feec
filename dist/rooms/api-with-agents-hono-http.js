import { Hono } from "../vendor/hono.js";
import { guardedStore } from "./agents.js";
import { RequestRefused, Watchers, refusalAnswer, refusalOf, withHeaders } from "./api.js";
import { Documents, answerNamespaces, answerObjects } from "./api-with-agents-http.js";
import { permitted, requestTarget, stampedStore, verbOf } from "./api-with-agents.js";
// src/api/kubernetes/kubernetes-api.ts
const ours = [
	"/api",
	"/api/",
	"/api/v1",
	"/api/v1/*",
	"/apis",
	"/apis/*",
	"/openapi/*",
	"/version",
	"/healthz",
	"/livez",
	"/readyz"
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
export { kubernetesApi };
