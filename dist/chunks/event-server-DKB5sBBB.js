import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { setTimeout } from "node:timers/promises";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { isIP } from "node:net";
import { createServer } from "node:http";
const maxLineBytes = 1048576;
/**
* The events of a file, those that are there and then those that are appended, until `signal` is aborted. A file that
* does not exist yet is waited for; one that became shorter was begun anew, and is read from its start.
* @throws {IdentikitError} `FILE_UNREADABLE`
*/
async function* tailEvents(file, { after, signal }) {
	let at = after ?? await sizeOf(file), skipping = at > 0 && !await isLineStart(file, at);
	for (; !signal.aborted;) {
		let size = await sizeOf(file);
		size < at && (at = 0, skipping = !1);
		let chunk = size > at ? await readAt(file, at) : Buffer.alloc(0), end = chunk.lastIndexOf(10) + 1;
		for (let start = 0; start < end;) {
			let next = chunk.indexOf(10, start) + 1, parsed = skipping ? void 0 : parse(chunk.subarray(start, next), at + next);
			skipping = !1, start = next, parsed && (yield parsed);
		}
		at += end, end === 0 && chunk.length >= maxLineBytes ? (at += chunk.length, skipping = !0) : end === 0 && await setTimeout(200, void 0, { signal }).catch(() => {});
	}
}
function parse(line, id) {
	try {
		let { event, ...data } = JSON.parse(line.toString());
		return typeof event == "string" && /^\w+$/.test(event) ? {
			id,
			event,
			data: JSON.stringify(data)
		} : void 0;
	} catch {
		return;
	}
}
async function sizeOf(file) {
	return await withFile(file, async (handle) => (await handle.stat()).size) ?? 0;
}
async function isLineStart(file, at) {
	let byte = await withFile(file, (handle) => handle.read({
		buffer: Buffer.alloc(1),
		position: at - 1
	}));
	return byte?.bytesRead === 1 && byte.buffer[0] === 10;
}
/** A piece of the file, made larger until a whole line is in it or it is longer than any. */
async function readAt(file, position) {
	for (let length = 65536;; length *= 4) {
		let read = await withFile(file, (handle) => handle.read({
			buffer: Buffer.alloc(length),
			position
		})), chunk = read ? read.buffer.subarray(0, read.bytesRead) : Buffer.alloc(0);
		if (chunk.length < length || length >= maxLineBytes || chunk.includes(10)) return chunk;
	}
}
async function withFile(file, use) {
	try {
		await using handle = await open(file, "r");
		return await use(handle);
	} catch (cause) {
		if (cause.code === "ENOENT") return;
		throw fileFault("FILE_UNREADABLE", file, cause);
	}
}
/**
* Serves events as server-sent events (HTML Living Standard, 9.2) at `/events`: `event` is an event's name, `data` the
* rest of it as JSON, `id` what a listener sends back as `Last-Event-ID` to go on without a gap. Without it, a listener
* hears what is yet to come; `Last-Event-ID: 0` gives everything in the file.
*/
var EventServer = class EventServer {
	/** Where to listen. */
	url;
	#server;
	#stop;
	constructor(server, stop) {
		let { address, port, family } = server.address();
		this.url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}/events`, this.#server = server, this.#stop = stop;
	}
	/** @throws {IdentikitError} `USAGE` for an address that cannot be read or taken */
	static async start({ file, listen, signal }) {
		let { host, port } = parseAddress(listen), stop = new AbortController(), ended = AbortSignal.any([signal, stop.signal]), listeners = /* @__PURE__ */ new Set(), server = createServer((request, response) => {
			let refusal = refusalOf(request, host, listeners.size);
			refusal ? response.writeHead(refusal.status, refusal.headers).end() : (listeners.add(response), serve(request, response, {
				file,
				ended
			}).catch(() => response.destroy()).finally(() => listeners.delete(response)));
		});
		server.listen(port, host);
		try {
			await once(server, "listening", { signal });
		} catch (cause) {
			throw server.close(), new IdentikitError("USAGE", `cannot listen on ${listen}`, {
				remedy: "Choose another address.",
				cause
			});
		}
		return new EventServer(server, stop);
	}
	async [Symbol.asyncDispose]() {
		this.#stop.abort(), this.#server.closeAllConnections(), await new Promise((done) => this.#server.close(done));
	}
};
function refusalOf({ method, url, headers }, host, listening) {
	return method === "GET" ? isLoopback(host) && !isLoopback(hostOf(headers.host ?? "")) ? {
		status: 421,
		headers: {}
	} : new URL(url ?? "/", "http://localhost").pathname === "/events" ? listening >= 256 ? {
		status: 503,
		headers: { "retry-after": "5" }
	} : void 0 : {
		status: 404,
		headers: {}
	} : {
		status: 405,
		headers: { allow: "GET" }
	};
}
async function serve(request, response, { file, ended }) {
	let gone = new AbortController();
	response.once("close", () => gone.abort());
	let signal = AbortSignal.any([ended, gone.signal]);
	response.writeHead(200, {
		"content-type": "text/event-stream",
		"cache-control": "no-store"
	}), response.write("retry: 2000\n\n");
	let heartbeat = setInterval(() => response.write(": still here\n\n"), 15e3);
	try {
		let last = request.headers["last-event-id"], after = typeof last == "string" && /^\d{1,15}$/.test(last) ? { after: Number(last) } : {};
		for await (let { id, event, data } of tailEvents(file, {
			...after,
			signal
		})) response.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`) || await once(response, "drain", { signal });
	} finally {
		clearInterval(heartbeat), response.end();
	}
}
function parseAddress(listen) {
	let match = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]]*):)?(?<port>\d{1,5})$/i.exec(listen), port = Number(match?.groups?.port);
	if (match && port <= 65535) return {
		host: match.groups?.host?.replace(/^\[|\]$/g, "") || "127.0.0.1",
		port
	};
	throw new IdentikitError("USAGE", `${JSON.stringify(listen)} is not an address to listen on`, { remedy: "Write it as host:port, such as 127.0.0.1:8787." });
}
function hostOf(header) {
	return header.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}
function isLoopback(host) {
	return host === "localhost" || host === "::1" || isIP(host) === 4 && host.startsWith("127.");
}
export { EventServer };
