import { IdentikitError } from "../start/faces.js";
import { AnchoredDirectory, writeFileIn } from "./tree.js";
import { MissingSecretError } from "./secret.js";
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
// src/supervisor/event-log.ts
const mostBytes = 50331648;
var EventLog = class {
	#clock;
	#taker;
	#lines = [];
	#bytes = 0;
	#seq = 0;
	#dropped = 0;
	constructor(clock, taker) {
		this.#clock = clock;
		this.#taker = taker;
	}
	add(event) {
		const numbered = {
			...event,
			seq: this.#seq + 1,
			time: this.#clock.now().toISOString()
		};
		const line = Buffer.from(`${JSON.stringify(numbered)}\n`);
		if (this.#bytes + line.length > mostBytes) {
			this.#dropped++;
			return;
		}
		this.#seq++;
		this.#bytes += line.length;
		this.#lines.push(line);
		this.#taker?.(numbered);
	}
	get count() {
		return this.#seq;
	}
	get isTruncated() {
		return this.#dropped > 0;
	}
	bytes() {
		return Buffer.concat(this.#lines);
	}
};
// src/supervisor/agent-variables.ts
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;
function agentVariables({ secrets, configs }, values, folder) {
	const asVariables = {};
	const plain = {};
	for (const { name, mountPolicy } of secrets) {
		const value = values[name];
		if (value === void 0) continue;
		if (mountPolicy === "env") asVariables[name] = value;
		if (mountPolicy === "file") plain[`${name}_FILE`] = write(join(folder, "secrets"), name, value);
	}
	for (const { name, mountPolicy, data } of configs) for (const [key, value] of Object.entries(data)) if (mountPolicy === "env" && variable.test(key)) plain[key] = value;
	else write(join(folder, "configs", name), key, value);
	return {
		secrets: asVariables,
		configs: plain
	};
}
function write(directory, name, value) {
	using folder = AnchoredDirectory.make(directory, 493);
	writeFileIn(folder, name, Buffer.from(value), {
		mode: 256,
		sync: false
	});
	return join(directory, name);
}
// src/supervisor/model-access.ts
const clients = {
	claude: {
		base: "ANTHROPIC_BASE_URL",
		key: "ANTHROPIC_API_KEY",
		path: "",
		header: "x-api-key",
		form: (key) => key
	},
	codex: {
		base: "OPENAI_BASE_URL",
		key: "OPENAI_API_KEY",
		path: "/v1",
		header: "authorization",
		form: (key) => `Bearer ${key}`
	}
};
function modelAccess(adapter, secrets, values, used) {
	const [first, ...others] = secrets.filter(({ name, mountPolicy }) => mountPolicy === "proxy" && !used.has(name));
	if (!first) return void 0;
	const { name, proxyHost: host } = first;
	if (adapter === "command" || others.length > 0 || host === void 0) throw new IdentikitError("PROXY_SECRET_MISPLACED", `the secret ${[first, ...others].map((one) => one.name).join(", ")} is granted by proxy, and nothing says which requests get it`, { remedy: "Put its placeholder into a header of an MCP server, or grant it with env or file; the key of a model is one secret with its host, for Claude Code and Codex." });
	const { base, key, path, header, form } = clients[adapter];
	return {
		secret: {
			host,
			header,
			value: form(values[name] ?? "")
		},
		variables: (addressOf) => ({
			[base]: `${addressOf(host)}${path}`,
			[key]: "added-by-the-proxy"
		})
	};
}
// src/supervisor/run-outcome.ts
function outcomeOf({ ending, result, spent, isCancelled }) {
	const exitCode = ending.code === null ? {} : { exitCode: ending.code };
	const failed = (reason, message) => ({
		phase: "Failed",
		reason,
		message: message.slice(0, 4e3),
		...exitCode
	});
	if (isCancelled) return {
		phase: "Cancelled",
		reason: "CANCELLED",
		message: "the job was told to stop",
		...exitCode
	};
	if (spent) return failed("BUDGET_SPENT", `it has used ${spent.used}`);
	if (ending.reason === "time") return failed("BUDGET_SPENT", "its time was over");
	if (ending.reason === "output") return failed("OUTPUT_TOO_LARGE", `it wrote ${ending.outputBytes} bytes, more than it may`);
	if (ending.reason === "memory") return failed("MEMORY_SPENT", "it used more memory than it may");
	if (result?.outcome === "limited") return failed("BUDGET_SPENT", result.text ?? result.reason ?? "its client ended it at a limit");
	if (result?.outcome === "failed") return failed("AGENT_FAILED", result.text ?? result.reason ?? "its client says that it failed");
	const how = ending.signal === null ? `code ${ending.code}` : ending.signal;
	if (!result) return failed("AGENT_FAILED", `its client ended with ${how} and did not say that the work is done`);
	if (ending.code !== 0) return failed("AGENT_FAILED", `its client ended with ${how}`);
	return {
		phase: "Succeeded",
		...exitCode
	};
}
// src/supervisor/ticket-secrets.ts
var TicketSecrets = class {
	#values;
	#key = randomBytes(32);
	constructor(values) {
		this.#values = new Map(Object.entries(values));
	}
	async fingerprint(name) {
		const value = this.#values.get(name);
		return value === void 0 ? void 0 : createHmac("sha256", this.#key).update(value).digest("base64url");
	}
	async read(name, { agent }) {
		const value = this.#values.get(name);
		if (value === void 0) throw new MissingSecretError(name, `agent ${agent}`);
		return value;
	}
	snapshot() {
		return this;
	}
};
export { EventLog, TicketSecrets, agentVariables, modelAccess, outcomeOf };
