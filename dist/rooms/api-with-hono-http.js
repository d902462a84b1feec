import { Hono, getRequestListener } from "../vendor/hono.js";
import { IdentikitError } from "../start/faces.js";
import { isLoopback } from "../http.js";
import { checkDoor, door } from "./api-with-http.js";
import { takePathToken } from "./api.js";
import { once } from "node:events";
import { createServer } from "node:http";
// src/api/http-server.ts
const bounds = {
	headersTimeout: 1e4,
	requestTimeout: 3e4,
	maxHeaderSize: 16384
};
const keepAliveTimeout = 75e3;
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
		const takesPathTokens = auth.kind === "inside" ? auth.takesPathTokens : isLoopback(address.host);
		const server = createServer({
			...bounds,
			keepAliveTimeout
		}, (request, response) => {
			if (takesPathTokens) takePathToken(request);
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
export { HttpServer };
