import { IdentikitError } from "../start/faces.js";
import { isLoopback } from "../http.js";
import { guardedStore } from "./agents.js";
import { Hono, getRequestListener } from "../vendor/hono.js";
import { RequestRefused, Watchers, permitted, refusalAnswer, refusalOf, requestTarget, stampedStore, takePathToken, verbOf, withHeaders } from "./api.js";
import { Documents, answerNamespaces, answerObjects, checkDoor, door } from "./api-with-http.js";
import { once } from "node:events";
import { createServer } from "node:http";
// src/api/http-server.ts
const bounds = {
	headersTimeout: 1e4,
	requestTimeout: 3e4,
	maxHeaderSize: 16384
};
const maxConnections = 1024;
var HttpServer = class HttpServer {
	url;
	#server;
	constructor(server) {
		const { address, port, family } = server.address();
		this.url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
		this.#server = server;
	}
	static async start({ address, auth, app, signal }) {
		checkDoor(address, auth);
		const all = new Hono().use(door(address, auth)).route("/", app).notFound((context) => context.body(null, 404)).onError((_, context) => context.body(null, 500));
		const answer = getRequestListener(all.fetch, {
			overrideGlobalObjects: false,
			errorHandler: () => new Response(null, { status: 400 })
		});
		const server = createServer(bounds, (request, response) => {
			if (isLoopback(address.host)) takePathToken(request);
			answer(request, response).catch(() => response.destroy());
		});
		server.maxConnections = maxConnections;
		server.listen(address.port, address.host);
		try {
			await once(server, "listening", { signal });
		} catch (cause) {
			server.close();
			throw new IdentikitError("USAGE", `cannot listen on ${address.host}:${address.port}`, {
				remedy: "Choose another address.",
				cause
			});
		}
		return new HttpServer(server);
	}
	async [Symbol.asyncDispose]() {
		this.#server.closeAllConnections();
		await new Promise((done) => this.#server.close(done));
	}
};
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
export { HttpServer, kubernetesApi };
