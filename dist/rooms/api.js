import { IdentikitError } from "../start/faces.js";
import { pause } from "./fault.js";
import { tailEvents } from "./events.js";
// src/api/event-feed.ts
const heartbeatMs = 15e3;
const retryMs = 2e3;
const patienceMs = 6e4;
var EventFeed = class {
	stream;
	#events;
	#stop = new AbortController();
	#onEnd;
	#next;
	#idle;
	constructor({ file, signal, onEnd, ...after }) {
		const ended = AbortSignal.any([signal, this.#stop.signal]);
		this.#events = tailEvents(file, {
			...after,
			signal: ended
		});
		this.#onEnd = onEnd;
		this.stream = new ReadableStream({
			start: (controller) => {
				controller.enqueue(Buffer.from(`retry: ${retryMs}\n\n`));
				ended.addEventListener("abort", () => this.#end(controller), { once: true });
			},
			pull: async (controller) => {
				clearTimeout(this.#idle);
				const piece = await this.#piece(ended);
				if (ended.aborted) return;
				if (piece === void 0) return this.#stop.abort();
				controller.enqueue(Buffer.from(piece));
				this.#idle = setTimeout(() => this.#stop.abort(), patienceMs).unref();
			},
			cancel: () => this.#stop.abort()
		});
	}
	async #piece(signal) {
		this.#next ??= this.#events.next();
		const quiet = new AbortController();
		const silence = pause(heartbeatMs, AbortSignal.any([signal, quiet.signal])).then(() => "quiet");
		try {
			const first = await Promise.race([this.#next, silence]);
			if (first === "quiet") return ": still here\n\n";
			this.#next = void 0;
			if (first.done) return void 0;
			const { id, event, data } = first.value;
			return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
		} catch {
			return;
		} finally {
			quiet.abort();
			silence.catch(() => {});
		}
	}
	#end(controller) {
		clearTimeout(this.#idle);
		this.#next?.catch(() => {});
		this.#events.return(void 0);
		this.#onEnd();
		try {
			controller.close();
		} catch {}
	}
};
// src/api/listen-address.ts
function parseListenAddress(listen) {
	const match = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]]*):)?(?<port>\d{1,5})$/i.exec(listen);
	const port = Number(match?.groups?.port);
	if (match && port <= 65535) return {
		host: match.groups?.host?.replace(/^\[|\]$/g, "") || "127.0.0.1",
		port
	};
	throw new IdentikitError("USAGE", `${JSON.stringify(listen)} is not an address to listen on`, { remedy: "Write it as host:port, such as 127.0.0.1:8787." });
}
function hostOfHeader(header) {
	return header.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}
// src/api/path-token.ts
const form = /^\/t\/([A-Za-z0-9._~-]{1,512})(?=\/|\?|$)/;
function takePathToken(request) {
	const match = form.exec(request.url ?? "");
	if (!match) return;
	const [whole, token = ""] = match;
	const rest = (request.url ?? "").slice(whole.length);
	request.url = rest.startsWith("/") ? rest : `/${rest}`;
	request.rawHeaders.push("authorization", `Bearer ${token}`);
}
// src/api/kubernetes/age.ts
function humanDuration(span) {
	const seconds = Math.trunc(span / 1e3);
	if (seconds < -1) return "<invalid>";
	if (seconds < 0) return "0s";
	if (seconds < 120) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 10) return two(minutes, "m", seconds % 60, "s");
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 8) return two(hours, "h", minutes % 60, "m");
	if (hours < 48) return `${hours}h`;
	const days = Math.floor(hours / 24);
	if (hours < 192) return two(days, "d", hours % 24, "h");
	if (hours < 17520) return `${days}d`;
	const years = Math.floor(days / 365);
	return hours < 70080 ? two(years, "y", days % 365, "d") : `${years}y`;
}
function two(large, largeUnit, small, smallUnit) {
	return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
export { EventFeed, hostOfHeader, humanDuration, parseListenAddress, takePathToken };
