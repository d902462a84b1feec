import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
/**
* Posts events to an HTTP endpoint, one after the other, each a few times. A run never fails because nobody listens:
* what could not be delivered is said when the sink is closed, which also waits for what is still under way.
*/
var EventEndpoint = class {
	#url;
	#headers;
	#onUndelivered;
	#stop = new AbortController();
	#waiting = [];
	#sending;
	#undelivered = 0;
	/** @throws {IdentikitError} `USAGE` for what is no HTTP address */
	constructor({ url, token, onUndelivered }) {
		this.#url = parseUrl(url);
		let { username, password } = this.#url, pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`, basic = username ? `Basic ${Buffer.from(pair).toString("base64")}` : void 0, authorization = token ? `Bearer ${token}` : basic;
		this.#url.username = "", this.#url.password = "", this.#headers = {
			"content-type": "application/json",
			...authorization ? { authorization } : {}
		}, this.#onUndelivered = onUndelivered;
	}
	emit(event) {
		this.#waiting.length >= 1e4 ? this.#undelivered++ : (this.#waiting.push(event), this.#sending ??= this.#sendAll());
	}
	async [Symbol.asyncDispose]() {
		let deadline = setTimeout(() => this.#stop.abort(), 3e4);
		await this.#sending, clearTimeout(deadline), this.#undelivered !== 0 && this.#onUndelivered(`${this.#undelivered} events could not be delivered to ${this.#url.origin}`);
	}
	async #sendAll() {
		for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) await this.#send(JSON.stringify(event)) || this.#undelivered++;
		this.#sending = void 0;
	}
	async #send(body) {
		for (let attempt = 0; attempt < 4 && !this.#stop.signal.aborted; attempt++) {
			attempt > 0 && await setTimeout$1(250 * 2 ** attempt, void 0, { signal: this.#stop.signal }).catch(() => {});
			let status = await this.#post(body);
			if (status !== void 0 && status < 300) return !0;
			if (status !== void 0 && status < 500 && status !== 429 && status !== 408) return !1;
		}
		return !1;
	}
	/** The status of one attempt; `undefined` where there was no answer. */
	async #post(body) {
		let signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(1e4)]);
		try {
			let options = {
				method: "POST",
				headers: this.#headers,
				redirect: "manual",
				body,
				signal
			}, response = await fetch(this.#url, options);
			return await response.body?.cancel(), response.status;
		} catch {
			return;
		}
	}
};
function parseUrl(text) {
	let url = URL.canParse(text) ? new URL(text) : void 0;
	if (url && /^https?:$/.test(url.protocol)) return url;
	throw new IdentikitError("USAGE", "the address that events are to be posted to is no HTTP address", { remedy: "Write it as https://host/path." });
}
export { EventEndpoint };
