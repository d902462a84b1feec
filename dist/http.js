import { IdentikitError, codeOf } from "./start/faces.js";
import { stopped } from "./rooms/fault.js";
import { createRequire } from "node:module";
import { once } from "node:events";
import { lookup } from "node:dns";
import { BlockList, isIPv4, isIPv6 } from "node:net";
// src/http/broken-connection.ts
var BrokenConnection = class extends Error {
	name = "BrokenConnection";
	constructor(cause) {
		super("the connection broke", { cause });
	}
};
function timedOut(why) {
	return Object.assign(new Error(why), { code: "ETIMEDOUT" });
}
function troubleOf(cause) {
	const code = codeOf(cause) ?? "";
	return troubles.find(({ codes }) => codes.test(code)) ?? {
		meaning: code || "the connection broke",
		remedy: "Check the network and run again.",
		isLasting: false
	};
}
const troubles = [
	{
		codes: /^ENOTFOUND$/,
		meaning: "there is no host of that name",
		remedy: "Check the server's name.",
		isLasting: true
	},
	{
		codes: /^ECONNREFUSED$/,
		meaning: "nothing listens there",
		remedy: "Start the server, or check its port.",
		isLasting: false
	},
	{
		codes: /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/,
		meaning: "its certificate is not trusted",
		remedy: "Name its certificate authority in NODE_EXTRA_CA_CERTS.",
		isLasting: true
	},
	{
		codes: /^(EPROTO|ERR_SSL_)/,
		meaning: "it does not speak TLS",
		remedy: "Where plain HTTP is meant, name the registry with --insecure-registry.",
		isLasting: true
	},
	{
		codes: /^(ETIMEDOUT|ESOCKETTIMEDOUT)$/,
		meaning: "it took too long",
		remedy: "Check the network and run again.",
		isLasting: false
	},
	{
		codes: /^HPE_/,
		meaning: "it does not speak HTTP",
		remedy: "Check the server's name and port.",
		isLasting: true
	}
];
// src/http/loopback.ts
function isLoopback(hostname) {
	const name = hostname.toLowerCase().replace(/\.$/, "");
	return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}
// src/http/reach.ts
const lists = [
	{
		reach: "special",
		v4: [
			["0.0.0.0", 8],
			["169.254.0.0", 16],
			["192.0.0.0", 24],
			["224.0.0.0", 4],
			["240.0.0.0", 4],
			["100.100.100.200", 32],
			["168.63.129.16", 32]
		],
		v6: [
			["::", 128],
			["fe80::", 10],
			["ff00::", 8],
			["fd00:ec2::254", 128],
			["fd20:ce::254", 128],
			["2001::", 32]
		]
	},
	{
		reach: "loopback",
		v4: [["127.0.0.0", 8]],
		v6: [["::1", 128]]
	},
	{
		reach: "private",
		v4: [
			["10.0.0.0", 8],
			["172.16.0.0", 12],
			["192.168.0.0", 16],
			["100.64.0.0", 10],
			["198.18.0.0", 15]
		],
		v6: [
			["fc00::", 7],
			["fec0::", 10],
			["64:ff9b:1::", 48]
		]
	}
].map(({ reach, v4, v6 }) => ({
	reach,
	v4: listOf(v4, "ipv4"),
	v6: listOf(v6, "ipv6")
}));
const carriers = [
	{
		prefix: [
			0,
			0,
			0,
			0,
			0,
			65535
		],
		at: 6
	},
	{
		prefix: [
			0,
			0,
			0,
			0,
			65535,
			0
		],
		at: 6
	},
	{
		prefix: [
			0,
			0,
			0,
			0,
			0,
			0
		],
		at: 6
	},
	{
		prefix: [
			100,
			65435,
			0,
			0,
			0,
			0
		],
		at: 6
	},
	{
		prefix: [8194],
		at: 1
	}
];
function reachOf(address) {
	const plain = address.split("%", 1)[0] ?? "";
	if (isIPv4(plain)) return lists.find(({ v4 }) => v4.check(plain, "ipv4"))?.reach ?? "public";
	if (!isIPv6(plain)) return "special";
	return lists.find(({ v6 }) => v6.check(plain, "ipv6"))?.reach ?? carriedReach(groupsOf(plain)) ?? "public";
}
function reachOfHost(hostname) {
	const name = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
	if (isIPv4(name) || isIPv6(name)) return reachOf(name);
	if (isLoopback(name)) return "loopback";
	return name === "metadata.google.internal" ? "special" : void 0;
}
function carriedReach(groups) {
	const found = carriers.find(({ prefix }) => prefix.every((group, index) => groups[index] === group));
	if (!found) return void 0;
	return reachOf(groups.slice(found.at, found.at + 2).flatMap((group) => [group >> 8, group & 255]).join("."));
}
function groupsOf(address) {
	const [head = "", tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split("::");
	const first = head === "" ? [] : head.split(":");
	const last = tail ? tail.split(":") : [];
	const zeros = tail === void 0 ? [] : Array(8 - first.length - last.length).fill("0");
	return [
		...first,
		...zeros,
		...last
	].map((group) => Number.parseInt(group, 16));
}
function listOf(ranges, family) {
	const list = new BlockList();
	for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family);
	return list;
}
// src/http/named-address.ts
const inward = [
	"public",
	"private",
	"loopback"
];
function clearanceAt(reach) {
	return reach === "special" ? "private" : reach;
}
function lesser(a, b) {
	return inward.indexOf(a) < inward.indexOf(b) ? a : b;
}
function mayLeadTo(reach, { clearance }) {
	return reach !== "special" && inward.indexOf(reach) <= inward.indexOf(clearance);
}
function privateHostsIn(env) {
	return (env.IDENTIKIT_ALLOW_PRIVATE_HOSTS ?? "").split(/[\s,]+/).filter((host) => host !== "");
}
var AddressPolicy = class {
	#allowed;
	constructor(allowed = []) {
		this.#allowed = new Set(allowed.map((host) => host.toLowerCase()));
	}
	admit(url, by, own) {
		const known = reachOfHost(url.hostname);
		const isOwnHost = known !== void 0 && url.hostname === own.hostname && by.host === own.host;
		if (url.origin === own.origin || isOwnHost || this.#isAllowed(url)) return {
			url,
			by: void 0
		};
		if (known !== void 0 && !mayLeadTo(known, by)) throw addressRefused(url, by, known);
		return {
			url,
			by
		};
	}
	#isAllowed({ hostname, host, port, protocol }) {
		const usual = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : host;
		return this.#allowed.has(hostname) || this.#allowed.has(usual) || this.#allowed.has(host);
	}
};
const places = {
	public: "a public address",
	private: "an address of a private network",
	loopback: "an address of this machine",
	special: "a link-local, metadata or multicast address"
};
function addressRefused(url, by, reach, address) {
	const where = address === void 0 ? "" : ` (${address})`;
	return new IdentikitError("ADDRESS_REFUSED", `${by.host} leads to ${url.host}${where}, ${places[reach]}; nothing was sent there`, { remedy: `If this is meant, name ${url.host} in network.allowPrivateHosts of identikit.yaml, in IDENTIKIT_ALLOW_PRIVATE_HOSTS, or with --allow-private-host.` });
}
// src/http/node-http.ts
const load = createRequire(import.meta.url);
function nodeHttp(protocol) {
	return load(protocol === "http:" ? "node:http" : "node:https");
}
// src/http/doors.ts
var Doors = class {
	#options;
	#rooms = new Map();
	constructor(options) {
		this.#options = options;
	}
	to(url, by) {
		const room = this.#room(url, by);
		return {
			start: (options) => room.request(url, {
				...options,
				agent: room.agent,
				lookup: this.#lookup(url, by, room)
			}),
			reachOf: ({ socket }) => {
				const known = reachOfHost(url.hostname);
				if (known !== void 0) return known;
				const resolved = room.resolved.get(url.hostname) ?? "public";
				return room.resolved.has(url.hostname) && socket.remoteAddress !== void 0 ? reachOf(socket.remoteAddress) : resolved;
			}
		};
	}
	[Symbol.dispose]() {
		for (const { agent } of this.#rooms.values()) agent.destroy();
		this.#rooms.clear();
	}
	#room({ protocol, hostname }, by) {
		const isProxied = !isLoopback(hostname);
		const key = [
			protocol,
			isProxied,
			by?.clearance ?? "any"
		].join(" ");
		const known = this.#rooms.get(key);
		if (known) return known;
		const { Agent: AgentOf, request } = nodeHttp(protocol);
		const { connections, env } = this.#options;
		const room = {
			agent: new AgentOf({
				keepAlive: true,
				maxSockets: connections,
				scheduling: "lifo",
				...isProxied && env ? { proxyEnv: { ...env } } : {}
			}),
			request,
			resolved: new Map()
		};
		this.#rooms.set(key, room);
		return room;
	}
	#lookup(url, by, room) {
		return (hostname, options, callback) => {
			this.#resolve(hostname, options).then((addresses) => {
				if (hostname === url.hostname) room.resolved.set(hostname, outermost(addresses));
				const open = by ? addresses.filter(({ address }) => mayLeadTo(reachOf(address), by)) : addresses;
				const [first] = open;
				const [closed] = addresses;
				if (!first && by && closed) return callback(addressRefused(url, by, reachOf(closed.address), closed.address), "");
				if (options.all) callback(null, open);
				else callback(null, first?.address ?? "", first?.family ?? 0);
			}, (fault) => callback(fault, ""));
		};
	}
	async #resolve(hostname, options) {
		const lookup$1 = this.#options.lookup ?? lookup;
		const { promise, resolve, reject } = Promise.withResolvers();
		lookup$1(hostname, {
			...options,
			all: true
		}, (fault, found) => {
			if (fault) reject(fault);
			else resolve(typeof found === "string" ? [{
				address: found,
				family: 0
			}] : found);
		});
		return await promise;
	}
};
function outermost(addresses) {
	const reaches = addresses.map(({ address }) => reachOf(address));
	return [
		"public",
		"private",
		"loopback"
	].find((reach) => reaches.includes(reach)) ?? "public";
}
// src/http/http-client.ts
const idleMs = 6e4;
const patienceMs = 18e4;
const slowestBytesPerMs = 16;
var HttpClient = class {
	#doors;
	#isClosed = false;
	constructor(options) {
		this.#doors = new Doors(options);
	}
	async send(outgoing, signal) {
		if (signal.aborted || this.#isClosed) throw stopped(signal, "stopped while talking to a server");
		const { url, by, body, expectedBytes } = outgoing;
		const known = reachOfHost(url.hostname);
		if (by && known !== void 0 && !mayLeadTo(known, by)) throw addressRefused(url, by, known);
		const door = this.#doors.to(url, by);
		const request = door.start({
			method: outgoing.method,
			headers: headersOf(outgoing),
			signal,
			timeout: idleMs
		});
		const deadline = patienceMs + Math.ceil((expectedBytes ?? body?.size ?? 0) / slowestBytesPerMs);
		const late = () => request.destroy(timedOut("it took longer than its size allows"));
		const timer = setTimeout(late, deadline);
		timer.unref();
		request.once("timeout", () => request.destroy(timedOut(`nothing moved for ${idleMs / 1e3} s`)));
		request.once("close", () => clearTimeout(timer));
		const { message, sent } = await converse(request, body, signal);
		const own = clearanceAt(door.reachOf(message));
		const namer = {
			host: url.host,
			clearance: by ? lesser(by.clearance, own) : own
		};
		return {
			status: message.statusCode ?? 0,
			url,
			header: (name) => [message.headers[name] ?? []].flat().join(", ") || void 0,
			body: message,
			discard: () => void message.destroy(),
			sent,
			namer
		};
	}
	[Symbol.dispose]() {
		this.#isClosed = true;
		this.#doors[Symbol.dispose]();
	}
};
async function converse(request, body, signal) {
	const { promise, resolve, reject } = Promise.withResolvers();
	let failure;
	request.once("response", resolve);
	request.on("error", (error) => {
		failure ??= error;
		reject(error);
	});
	promise.catch(() => {});
	const sent = { bytes: 0 };
	const sending = body ? sendBody(request, body, sent, promise) : void request.end();
	try {
		const message = await Promise.race([promise, Promise.resolve(sending).then(() => promise)]);
		message.once("end", () => request.writableFinished || request.destroy());
		return {
			message,
			sent: sent.bytes
		};
	} catch (cause) {
		request.destroy();
		if (signal.aborted) throw stopped(signal, "stopped while talking to a server");
		if (failure instanceof IdentikitError) throw failure;
		if (cause instanceof IdentikitError || failure === void 0) throw cause;
		throw new BrokenConnection(failure);
	}
}
function headersOf(outgoing) {
	const headers = {
		"user-agent": "identikit",
		accept: "*/*",
		...outgoing.headers
	};
	if (outgoing.body) headers["content-length"] = outgoing.body.size;
	else if (outgoing.method !== "GET" && outgoing.method !== "HEAD") headers["content-length"] = 0;
	return headers;
}
async function sendBody(request, body, sent, answer) {
	let answered = false;
	const stop = () => {
		answered = true;
	};
	answer.then(stop, stop);
	for await (const chunk of body.open()) {
		if (answered) return;
		sent.bytes += chunk.length;
		if (sent.bytes > body.size) throw wrongLength(body.size);
		if (!request.write(chunk)) await Promise.race([once(request, "drain"), answer]);
	}
	if (sent.bytes < body.size && !answered) throw wrongLength(body.size);
	request.end();
}
function wrongLength(size) {
	return new IdentikitError("DIGEST_MISMATCH", `what is to be sent is not the ${size} bytes that were announced`, { remedy: "Read it again: its source changed, or is damaged." });
}
// src/http/body.ts
const longestRefusal = 65536;
var BodyTooLong = class extends Error {
	name = "BodyTooLong";
};
async function readWhole(incoming, limit) {
	const chunks = [];
	let size = 0;
	for await (const chunk of incoming.body) {
		size += chunk.length;
		if (size > limit) throw new BodyTooLong(`over ${limit} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
async function readWords(incoming) {
	const chunks = [];
	let size = 0;
	try {
		for await (const chunk of incoming.body) {
			chunks.push(chunk);
			size += chunk.length;
			if (size >= 65536) break;
		}
	} catch {}
	return Buffer.concat(chunks).subarray(0, longestRefusal).toString("utf8");
}
// src/http/message.ts
function messageBody(bytes) {
	return {
		size: bytes.length,
		open: async function* () {
			yield bytes;
		}
	};
}
// src/http/redirect.ts
var StrayRedirect = class extends Error {
	name = "StrayRedirect";
};
const redirects = new Set([
	301,
	302,
	303,
	307,
	308
]);
function isRedirect(status) {
	return redirects.has(status);
}
function redirected({ url: from }, method, status, location) {
	const to = URL.parse(location, from.href);
	const reads = method === "GET" || method === "HEAD";
	if (!to || !/^https?:$/.test(to.protocol)) throw new StrayRedirect("to something that is no http(s) address");
	if (!reads && status !== 307 && status !== 308) throw new StrayRedirect(`to ${to.host} with status ${status}`);
	if (from.protocol === "https:" && to.protocol === "http:") throw new StrayRedirect(`from TLS to plain HTTP at ${to.host}`);
	to.username = "";
	to.password = "";
	return to;
}
// src/http/exchange.ts
async function follow(exchange, policy, send) {
	const { method, body, expectedBytes, own, isRedirected = true } = exchange;
	let { at } = exchange;
	let namer;
	for (let hop = 0;; hop++) {
		const { url, by } = at;
		const secrets = url.origin === exchange.at.url.origin ? exchange.ownHeaders : void 0;
		const answer = await send({
			method,
			url,
			by,
			headers: {
				...exchange.headers,
				...secrets
			},
			body,
			expectedBytes
		});
		namer = namer ? {
			host: answer.namer.host,
			clearance: lesser(namer.clearance, answer.namer.clearance)
		} : answer.namer;
		const location = answer.header("location");
		if (!isRedirect(answer.status) || location === void 0) return {
			...answer,
			namer
		};
		await readWords(answer);
		const to = redirected(at, method, answer.status, location);
		if (!isRedirected) throw new StrayRedirect(`to ${to.host}`);
		if (hop === 5) throw new StrayRedirect(`over more than 5 redirects`);
		at = policy.admit(to, namer, own);
	}
}
export { AddressPolicy, BodyTooLong, BrokenConnection, HttpClient, StrayRedirect, follow, isLoopback, messageBody, nodeHttp, privateHostsIn, reachOf, readWhole, readWords, troubleOf };
