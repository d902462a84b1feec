import { BodyTooLong, BrokenConnection, messageBody, readWhole, troubleOf } from "../http.js";
import { McpTrouble, MessageCount, readMessage } from "./probe.js";
// src/probe/mcp/event-texts.ts
async function* eventTexts(body, limit, onBytes) {
	const decoder = new TextDecoder();
	let [rest, size] = ["", 0];
	let data = [];
	for await (const chunk of body) {
		size += chunk.length;
		onBytes(chunk.length);
		if (size > limit) throw new BodyTooLong(`over ${limit} bytes`);
		const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
		rest = lines.pop() ?? "";
		for (const line of lines) if (line !== "") {
			const value = /^data(?::[ ]?(.*))?$/s.exec(line);
			if (value) data.push(value[1] ?? "");
		} else if (data.length > 0) {
			yield data.join("\n");
			data = [];
		}
	}
}
// src/probe/mcp/http-channel.ts
var HttpChannel = class {
	#options;
	#count = new MessageCount();
	#session;
	#revision;
	#number = 0;
	#left;
	constructor(options) {
		this.#options = options;
		this.#left = options.maxBytes;
	}
	async request(method, params) {
		const id = ++this.#number;
		const incoming = await this.#send("POST", {
			jsonrpc: "2.0",
			id,
			method,
			params
		});
		this.#refuse(incoming, method);
		this.#session ??= incoming.header("mcp-session-id");
		const type = incoming.header("content-type")?.split(";")[0]?.trim().toLowerCase();
		if (type === "application/json") {
			const message = readMessage(await this.#whole(incoming), id, method);
			if (message.kind === "result") return message.result;
		} else if (type === "text/event-stream") {
			const found = await this.#event(incoming, id, method);
			if (found) return found.result;
		} else incoming.discard();
		throw new McpTrouble(`it gave no answer to ${method}`, "Check that the address is that of an MCP server.");
	}
	async notify(method) {
		const incoming = await this.#send("POST", {
			jsonrpc: "2.0",
			method
		});
		this.#refuse(incoming, method);
		incoming.discard();
	}
	agree(protocolVersion) {
		this.#revision = protocolVersion;
	}
	async [Symbol.asyncDispose]() {
		if (this.#session === void 0 || this.#options.signal.aborted) return;
		try {
			(await this.#send("DELETE")).discard();
		} catch {}
	}
	async #send(method, message) {
		const { client, url, headers, signal } = this.#options;
		const body = message && messageBody(Buffer.from(JSON.stringify(message)));
		const own = {
			accept: "application/json, text/event-stream",
			...body ? { "content-type": "application/json" } : {},
			...this.#revision === void 0 ? {} : { "mcp-protocol-version": this.#revision },
			...this.#session === void 0 ? {} : { "mcp-session-id": this.#session }
		};
		return await this.#attempt(() => client.send({
			method,
			url,
			headers: {
				...headers,
				...own
			},
			body
		}, signal));
	}
	#refuse(incoming, method) {
		const { status } = incoming;
		if (status >= 200 && status < 300) return;
		incoming.discard();
		const { host } = this.#options.url;
		if (status === 401 || status === 403) throw new McpTrouble(`${host} refused ${method} with ${status}`, "Check the secret that its row names, and its rights.");
		const remedy = status >= 300 && status < 400 ? "Write the address that it leads to into the row: credentials are sent to no other one." : "Check the address in its row, and the server's own log.";
		throw new McpTrouble(`${host} answered ${method} with ${status}`, remedy);
	}
	async #whole(incoming) {
		return await this.#attempt(async () => {
			const bytes = await readWhole(incoming, this.#left);
			this.#left -= bytes.length;
			return bytes.toString("utf8");
		});
	}
	async #event(incoming, id, method) {
		return await this.#attempt(async () => {
			const texts = eventTexts(incoming.body, this.#left, (bytes) => {
				this.#left -= bytes;
			});
			for await (const text of texts) {
				this.#count.add();
				const message = readMessage(text, id, method);
				if (message.kind === "result") {
					incoming.discard();
					return message;
				}
				if (message.kind === "question") (await this.#send("POST", message.reply)).discard();
			}
		});
	}
	async #attempt(work) {
		const { signal, url, maxBytes } = this.#options;
		try {
			return await work();
		} catch (caught) {
			if (caught instanceof McpTrouble) throw caught;
			if (caught instanceof BodyTooLong) throw new McpTrouble(`it answered with more than ${maxBytes} bytes`, "Look at what the server answers.");
			if (signal.aborted) throw new McpTrouble("it took too long", "See why it does not answer, or raise health.timeout.");
			const { meaning, remedy } = troubleOf(caught instanceof BrokenConnection ? caught.cause : caught);
			throw new McpTrouble(`${url.host} could not be reached: ${meaning}`, remedy);
		}
	}
};
export { HttpChannel };
