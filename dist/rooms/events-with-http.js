import { IdentikitError } from "../start/faces.js";
import { isRetryableStatus, withRetries } from "./fault.js";
import { HttpClient, messageBody, readWords } from "../http.js";
// src/events/event-endpoint.ts
const attemptMs = 1e4;
const patienceMs = 4e3;
const maxWaiting = 1e4;
const flushMs = 3e4;
var EventEndpoint = class {
	#url;
	#headers;
	#onUndelivered;
	#client;
	#stop = new AbortController();
	#waiting = [];
	#sending;
	#undelivered = 0;
	constructor({ url, token, env, onUndelivered }) {
		this.#url = parseUrl(url);
		const { username, password } = this.#url;
		const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
		const basic = username ? `Basic ${Buffer.from(pair).toString("base64")}` : void 0;
		const authorization = token ? `Bearer ${token}` : basic;
		this.#url.username = "";
		this.#url.password = "";
		this.#headers = {
			"content-type": "application/json",
			...authorization ? { authorization } : {}
		};
		this.#client = new HttpClient({
			connections: 1,
			env
		});
		this.#onUndelivered = onUndelivered;
	}
	emit(event) {
		if (this.#waiting.length >= maxWaiting) {
			this.#undelivered++;
			return;
		}
		this.#waiting.push(event);
		this.#sending ??= this.#sendAll();
	}
	async [Symbol.asyncDispose]() {
		const deadline = setTimeout(() => this.#stop.abort(), flushMs);
		await this.#sending;
		clearTimeout(deadline);
		this.#client[Symbol.dispose]();
		if (this.#undelivered === 0) return;
		this.#onUndelivered(`${this.#undelivered} events could not be delivered to ${this.#url.origin}`);
	}
	async #sendAll() {
		for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) await this.#send(JSON.stringify(event)).catch(() => this.#undelivered++);
		this.#sending = void 0;
	}
	async #send(text) {
		await withRetries(() => this.#post(text), {
			signal: this.#stop.signal,
			patienceMs
		});
	}
	async #post(text) {
		const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(attemptMs)]);
		const status = await this.#statusOf(text, signal).catch(() => void 0);
		if (status !== void 0 && status < 300) return;
		const isFinal = status !== void 0 && !isRetryableStatus(status);
		throw new IdentikitError("HOST_UNREACHABLE", `an event was answered ${status ?? "with nothing"}`, {
			remedy: "Check the address that events are posted to.",
			retry: { kind: isFinal ? "never" : "later" }
		});
	}
	async #statusOf(text, signal) {
		const body = messageBody(Buffer.from(text));
		const incoming = await this.#client.send({
			method: "POST",
			url: this.#url,
			headers: this.#headers,
			body
		}, signal);
		await readWords(incoming);
		return incoming.status;
	}
};
function parseUrl(text) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (url && /^https?:$/.test(url.protocol)) return url;
	throw new IdentikitError("USAGE", "the address that events are to be posted to is no HTTP address", { remedy: "Write it as https://host/path." });
}
export { EventEndpoint };
