import { digestOf } from "./tree.js";
import { _enum, array, literal, looseObject, number, string, union, unknown } from "../vendor/zod.js";
import { canonicalJson } from "./document.js";
import { version } from "../start/first.js";
// src/probe/clients/help-text.ts
const optionLine = /^ {2,6}(-[A-Za-z]|--[A-Za-z][\w-]*)(?=[ ,]|$)/;
const commandLine = /^ {2}([a-z][a-z0-9|-]*)(?: |$)/;
function readHelp(text) {
	const options = new Map();
	const commands = new Set();
	let section = "";
	let names = [];
	for (const line of text.split(/\r?\n/)) {
		const title = /^([A-Z][A-Za-z ]*):\s*$/.exec(line)?.[1];
		if (title !== void 0) {
			section = title;
			names = [];
		} else if (section === "Commands") for (const name of commandLine.exec(line)?.[1]?.split("|") ?? []) commands.add(name);
		else if (section === "Options") {
			if (optionLine.test(line)) names = (line.trim().split(/ {2,}/)[0] ?? "").match(/(?<=^|[ ,])--[A-Za-z][\w-]*/g) ?? [];
			for (const name of names) options.set(name, `${options.get(name) ?? ""}${line.trim()} `);
		}
	}
	return {
		options,
		commands
	};
}
// src/probe/clients/known-clients.ts
const knownClients = [{
	adapter: "claude",
	version: "2.1.330",
	seenAt: "2026-11-22T00:00:00Z",
	capabilities: [
		"headless",
		"events",
		"resume",
		"fork",
		"model",
		"mcp_servers",
		"subagents",
		"ask",
		"tool_rules",
		"command_rules",
		"read_only",
		"workspace_write",
		"costs"
	]
}, {
	adapter: "codex",
	version: "0.169.0",
	seenAt: "2026-11-22T00:00:00Z",
	capabilities: [
		"headless",
		"events",
		"resume",
		"fork",
		"model",
		"mcp_servers",
		"command_rules",
		"read_only",
		"workspace_write"
	]
}];
// src/probe/mcp/mcp-trouble.ts
var McpTrouble = class extends Error {
	name = "McpTrouble";
	remedy;
	isElsewhere;
	constructor(message, remedy, isElsewhere = false) {
		super(message);
		this.remedy = remedy;
		this.isElsewhere = isElsewhere;
	}
};
const mostMessages = 1e4;
var MessageCount = class {
	#count = 0;
	add() {
		if (++this.#count > mostMessages) throw new McpTrouble(`it sent more than ${mostMessages} messages`, "Look at what the server sends.");
	}
};
// src/probe/mcp/json-rpc.ts
const id = union([string(), number()]);
const answer = looseObject({
	jsonrpc: literal("2.0"),
	id,
	result: unknown().optional(),
	error: looseObject({ code: number() }).optional()
});
const asked = looseObject({
	jsonrpc: literal("2.0"),
	id,
	method: string()
});
function readMessage(text, awaited, method) {
	const value = parsed(text);
	const question = asked.safeParse(value);
	if (question.success) {
		const { id: number, method: name } = question.data;
		return {
			kind: "question",
			reply: {
				jsonrpc: "2.0",
				id: number,
				...name === "ping" ? { result: {} } : { error: {
					code: -32601,
					message: "not offered"
				} }
			}
		};
	}
	const found = answer.safeParse(value);
	if (!found.success || found.data.id !== awaited) return { kind: "other" };
	const { error, result } = found.data;
	if (error) throw new McpTrouble(`it answered ${method} with the error ${error.code}`, "Look at the server's own log.");
	return {
		kind: "result",
		result
	};
}
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		throw new McpTrouble("it wrote something that is no message of the protocol", "Let the server write messages alone to its standard output, one JSON object a line; its log goes to standard error.");
	}
}
// src/probe/mcp/mcp-messages.ts
const revisions = [
	"2025-11-25",
	"2025-06-18",
	"2025-03-26",
	"2024-11-05"
];
const [mostTools, mostPages] = [1e3, 50];
const name = string().min(1).max(256);
const initialized = looseObject({
	protocolVersion: _enum(revisions),
	capabilities: looseObject({ tools: looseObject({}).optional() }),
	serverInfo: looseObject({
		name,
		version: string().max(256)
	})
});
const toolPage = looseObject({
	tools: array(looseObject({
		name,
		description: string().optional(),
		inputSchema: looseObject({})
	})).max(mostTools),
	nextCursor: string().max(4096).optional()
});
async function introduce(channel) {
	const result = await channel.request("initialize", {
		protocolVersion: revisions[0],
		capabilities: {},
		clientInfo: {
			name: "identikit",
			version
		}
	});
	const { protocolVersion, capabilities, serverInfo } = read(initialized, result, "initialize");
	channel.agree(protocolVersion);
	await channel.notify("notifications/initialized");
	const common = {
		serverName: serverInfo.name,
		serverVersion: serverInfo.version,
		protocolVersion
	};
	const tools = capabilities.tools ? await allTools(channel) : [];
	return {
		...common,
		tools
	};
}
async function allTools(channel) {
	const tools = [];
	let cursor;
	for (let page = 0; page < mostPages; page++) {
		const result = await channel.request("tools/list", cursor === void 0 ? {} : { cursor });
		const { tools: some, nextCursor } = read(toolPage, result, "tools/list");
		tools.push(...some);
		if (tools.length > mostTools) break;
		if (nextCursor === void 0) return tools;
		cursor = nextCursor;
	}
	throw new McpTrouble(`it offers more than ${mostTools} tools, or its list does not end`, "Divide the server.");
}
function toolsDigestOf(tools, mask) {
	const texts = tools.map((tool) => mask(canonicalJson(tool))).sort();
	return digestOf(JSON.stringify(texts));
}
function read(schema, value, method) {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	throw new McpTrouble(`it answered ${method} with something else than the protocol asks (${result.error.issues[0]?.path.join(".") || "the result"})`, "Update the server, or look at what it answers.");
}
export { McpTrouble, MessageCount, introduce, knownClients, readHelp, readMessage, toolsDigestOf };
