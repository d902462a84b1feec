import { IdentikitError } from "../start/faces.js";
import { AllowList, canonicalHost, carriedHeaders, headersWithSecret, plain, upstreamOf } from "./isolation.js";
import { nodeHttp, reachOf } from "../http.js";
import { randomBytes } from "node:crypto";
import { pipeline } from "node:stream";
import { once } from "node:events";
import { lookup } from "node:dns";
import { connect, createServer, isIP } from "node:net";
import { createServer as createServer$1 } from "node:http";
// src/isolation/proxy/destination.ts
var ProxyRefusal = class extends Error {
	name = "ProxyRefusal";
	status;
	constructor(status, message) {
		super(message);
		this.status = status;
	}
};
function resolver(lookup$1) {
	const ask = lookup$1 ?? ((host, options, answer) => lookup(host, options, answer));
	return (host) => {
		const { promise, resolve, reject } = Promise.withResolvers();
		ask(host, { all: true }, (fault, found) => {
			if (fault) reject(new ProxyRefusal(502, `${host} could not be resolved`));
			else resolve(typeof found === "string" ? [{
				address: found,
				family: isIP(found)
			}] : found);
		});
		return promise;
	};
}
async function allowedDestination(host, port, list, resolve) {
	if (!list.allows(host, port)) throw new ProxyRefusal(403, `${host}:${port} is not in the list of hosts`);
	const found = await addressesOf(host, resolve);
	const open = found.filter(({ address }) => reachOf(address) === "public" || list.allowsAddress(address, port));
	if (open.length > 0) return {
		host,
		port,
		addresses: open
	};
	const [first] = found;
	throw new ProxyRefusal(403, `${host} leads to ${first?.address ?? "nothing"}, which is not a public address`);
}
async function secretDestination(host, port, resolve) {
	const open = (await addressesOf(host, resolve)).filter(({ address }) => reachOf(address) !== "special");
	if (open.length > 0) return {
		host,
		port,
		addresses: open
	};
	throw new ProxyRefusal(403, `${host} leads to no address that a secret is sent to`);
}
function lookupOf({ addresses }) {
	return (_host, options, answer) => {
		const [first] = addresses;
		if (options.all) answer(null, [...addresses]);
		else answer(null, first?.address ?? "", first?.family ?? 4);
	};
}
async function addressesOf(host, resolve) {
	const address = plain(host);
	const family = isIP(address);
	return family === 0 ? await resolve(host) : [{
		address,
		family
	}];
}
// src/isolation/proxy/pass-on.ts
const idleMs = 9e5;
async function passOn(request, response, passage) {
	const { protocol, to, path, headers, authorities } = passage;
	const usual = protocol === "https:" ? 443 : 80;
	const tls = protocol === "https:" ? { ca: await authoritiesWith(authorities) } : {};
	const { promise, resolve, reject } = Promise.withResolvers();
	const onward = nodeHttp(protocol).request({
		method: request.method ?? "GET",
		host: plain(to.host),
		port: to.port,
		path,
		headers: {
			...headers,
			...framing(request),
			host: to.port === usual ? to.host : `${to.host}:${to.port}`,
			connection: "close"
		},
		lookup: lookupOf(to),
		agent: false,
		timeout: idleMs,
		...tls
	});
	onward.on("timeout", () => onward.destroy(new Error("nothing moved")));
	onward.on("response", (answer) => {
		response.writeHead(answer.statusCode ?? 502, carriedHeaders(answer));
		pipeline(answer, response, () => resolve());
	});
	onward.on("error", () => {
		if (!response.headersSent) return reject(new ProxyRefusal(502, `${to.host}:${to.port} did not answer`));
		response.destroy();
		resolve();
	});
	response.on("close", () => onward.destroy());
	pipeline(request, onward, () => {});
	await promise;
}
function framing({ headers, method }) {
	if (headers["transfer-encoding"] !== void 0) return { "transfer-encoding": "chunked" };
	const hasBody = method !== "GET" && method !== "HEAD" && method !== "OPTIONS" && method !== "DELETE";
	return headers["content-length"] === void 0 && hasBody ? { "content-length": "0" } : {};
}
async function authoritiesWith(more) {
	if (more === void 0) return void 0;
	const { getCACertificates } = await import("node:tls");
	return [...getCACertificates("default"), ...more];
}
// src/isolation/proxy/tunnel.ts
const connectMs = 3e4;
async function connectedTo(to, keep) {
	const host = plain(to.host);
	const own = isIP(host) === 0 ? { lookup: lookupOf(to) } : {};
	const onward = connect({
		host,
		port: to.port,
		allowHalfOpen: true,
		...own
	});
	keep(onward);
	onward.setTimeout(connectMs, () => onward.destroy(new Error("it took too long")));
	try {
		await once(onward, "connect");
	} catch {
		throw new ProxyRefusal(502, `${to.host}:${to.port} did not answer`);
	}
	onward.setTimeout(0);
	return onward;
}
function joinEnds(a, b) {
	a.pipe(b);
	b.pipe(a);
	a.once("close", () => b.destroy());
	b.once("close", () => a.destroy());
}
// src/isolation/proxy/agent-proxy.ts
const ownPort = 3128;
const mostConnections = 200;
var AgentProxy = class AgentProxy {
	#options;
	#list;
	#upstreams;
	#resolve;
	#http;
	#sockets = new Set();
	#servers = [];
	#key = randomBytes(16).toString("hex");
	#port = ownPort;
	constructor(options) {
		this.#options = options;
		this.#list = new AllowList(options.mode === "proxy" ? options.hosts : []);
		this.#upstreams = options.secrets.map(upstreamOf);
		this.#resolve = resolver(options.lookup);
		const limits = {
			maxHeaderSize: 65536,
			requestTimeout: 0,
			insecureHTTPParser: false
		};
		this.#http = createServer$1(limits, (request, response) => {
			this.#serve(request, response);
		});
		this.#http.on("connect", (request, socket, head) => {
			this.#tunnel(request, socket, head);
		});
		this.#http.on("clientError", (_fault, socket) => socket.destroy());
	}
	static async open(options) {
		const proxy = new AgentProxy(options);
		if (options.listens === "on this machine") proxy.#port = await proxy.#listenHere();
		return proxy;
	}
	get address() {
		return `127.0.0.1:${this.#port}`;
	}
	get port() {
		return this.#port;
	}
	get isInAgentsNetwork() {
		return this.#options.listens === "in the agent's network";
	}
	get variables() {
		if (this.#options.mode !== "proxy") return {};
		const at = `http://${this.address}`;
		const local = "127.0.0.1,localhost,::1";
		return {
			HTTP_PROXY: at,
			HTTPS_PROXY: at,
			http_proxy: at,
			https_proxy: at,
			NO_PROXY: local,
			no_proxy: local,
			NODE_USE_ENV_PROXY: "1"
		};
	}
	baseUrlOf(host) {
		if (!this.#upstreams.some((upstream) => upstream.host === host)) throw new IdentikitError("USAGE", `no secret is granted for ${host}`, { remedy: "Grant one whose mount policy is proxy and whose proxyHost is that host." });
		return `http://${this.address}/_/${this.#key}/${host}`;
	}
	serve(server) {
		server.maxConnections = mostConnections;
		server.on("connection", (socket) => this.#http.emit("connection", socket));
		server.on("connection", (socket) => this.#keep(socket));
		this.#servers.push(server);
	}
	async [Symbol.asyncDispose]() {
		const closed = this.#servers.map((server) => {
			const done = server.listening ? once(server, "close") : void 0;
			server.close();
			return done;
		});
		for (const socket of this.#sockets) socket.destroy();
		await Promise.all(closed);
	}
	async #listenHere() {
		const server = createServer();
		this.serve(server);
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		const address = server.address();
		return typeof address === "object" && address ? address.port : 0;
	}
	async #serve(request, response) {
		response.on("error", () => {});
		const { method = "", url = "" } = request;
		let target = "";
		try {
			const passage = this.#own(request) ?? this.#absolute(url);
			target = `${passage.host}:${passage.port}`;
			const to = await this.#destination(passage);
			this.#tell({
				method,
				target,
				outcome: "passed"
			});
			const { secret, path } = passage;
			const headers = secret ? headersWithSecret(request, secret) : carriedHeaders(request);
			const { authorities } = this.#options;
			await passOn(request, response, {
				protocol: secret ? "https:" : "http:",
				to,
				path,
				headers,
				authorities
			});
		} catch (cause) {
			this.#refuse(cause, {
				method,
				target
			}, (status, text) => {
				if (response.headersSent) return void response.destroy();
				response.writeHead(status, {
					"content-type": "text/plain",
					connection: "close"
				}).end(`${text}\n`);
			});
		}
	}
	#own({ url = "", headers }) {
		const local = `http://${this.address}`;
		const own = url.startsWith(`${local}/`) ? url.slice(local.length) : url;
		if (!own.startsWith("/")) return void 0;
		if (own === url && headers.host !== this.address && headers.host !== `localhost:${this.#port}`) throw new ProxyRefusal(421, "this is the proxy of an agent, under another name");
		const [, key, host, path = ""] = /^\/_\/([0-9a-f]{32})\/([^/?#]+)([/?].*)?$/.exec(own) ?? [];
		const secret = this.#upstreams.find((upstream) => upstream.host === host);
		if (key !== this.#key || !secret) throw new ProxyRefusal(404, "no host of a secret is at this address");
		return {
			host: secret.name,
			port: secret.port,
			path: path.startsWith("/") ? path : `/${path}`,
			secret
		};
	}
	#absolute(url) {
		const parsed = URL.parse(url);
		const host = parsed?.protocol === "http:" ? canonicalHost(parsed.hostname) : void 0;
		if (!parsed || host === void 0 || parsed.username !== "" || parsed.password !== "") throw new ProxyRefusal(400, "the request names no http address; TLS goes through CONNECT");
		return {
			host,
			port: parsed.port === "" ? 80 : Number(parsed.port),
			path: parsed.pathname + parsed.search,
			secret: void 0
		};
	}
	#destination({ host, port, secret }) {
		return secret ? secretDestination(host, port, this.#resolve) : allowedDestination(host, port, this.#list, this.#resolve);
	}
	async #tunnel(request, socket, head) {
		this.#keep(socket);
		let target = "";
		try {
			const [, name = "", digits = ""] = /^(.+):([0-9]{1,5})$/.exec(request.url ?? "") ?? [];
			const [host, port] = [canonicalHost(name), Number(digits)];
			if (host === void 0 || port < 1 || port > 65535) throw new ProxyRefusal(400, "CONNECT names no host and port");
			target = `${host}:${port}`;
			const onward = await connectedTo(await allowedDestination(host, port, this.#list, this.#resolve), (each) => this.#keep(each));
			this.#tell({
				method: "CONNECT",
				target,
				outcome: "passed"
			});
			joinEnds(socket, onward);
			socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
			onward.write(head);
		} catch (cause) {
			this.#refuse(cause, {
				method: "CONNECT",
				target
			}, (status, text) => {
				socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${text}\n`);
			});
		}
	}
	#refuse(cause, asked, answer) {
		const refusal = cause instanceof ProxyRefusal ? cause : new ProxyRefusal(502, "the request could not be passed on");
		this.#tell({
			...asked,
			outcome: "refused",
			reason: refusal.message
		});
		answer(refusal.status, `identikit: ${refusal.message}`);
	}
	#tell(event) {
		this.#options.onEvent?.(event);
	}
	#keep(socket) {
		if (this.#sockets.has(socket)) return;
		this.#sockets.add(socket);
		socket.on("error", () => socket.destroy());
		socket.once("close", () => this.#sockets.delete(socket));
	}
};
export { AgentProxy };
