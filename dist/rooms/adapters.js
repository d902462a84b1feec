import { IdentikitError } from "../start/faces.js";
import { pause } from "./fault.js";
import { _enum, array, boolean, literal, looseObject, number, object, record, string, union, unknown } from "../vendor/zod.js";
import { canonicalJson } from "./document.js";
import { maskForms } from "./secret.js";
import { builtFile } from "./runtime.js";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
// src/adapters/outbox-server/outbox-files.ts
function outboxFiles(outbox, answers) {
	return {
		append: (line) => appendFileSync(outbox, `${line}\n`),
		answerTo: (id) => {
			for (const line of textOf$1(answers).split("\n").reverse()) {
				const found = answerIn(line);
				if (found?.id === id) return found;
			}
		}
	};
}
function textOf$1(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}
function answerIn(line) {
	try {
		const value = JSON.parse(line);
		return isAnswer(value) ? value : void 0;
	} catch {
		return;
	}
}
function isAnswer(value) {
	if (typeof value !== "object" || value === null) return false;
	const isText = (key) => !(key in value) || typeof Object.entries(value).find(([name]) => name === key)?.[1] === "string";
	return "id" in value && typeof value.id === "string" && "answer" in value && typeof value.answer === "string" && isText("by") && isText("comment");
}
// src/adapters/stream/lines-of.ts
const longestLine = 8388608;
async function* linesOf(chunks, maxLength = longestLine) {
	const decoder = new TextDecoder();
	let line = "";
	const add = (part) => {
		if (line.length < maxLength) line += part.slice(0, maxLength - line.length);
	};
	for await (const chunk of chunks) {
		const text = decoder.decode(chunk, { stream: true });
		let start = 0;
		for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
			add(text.slice(start, end));
			yield line.endsWith("\r") ? line.slice(0, -1) : line;
			line = "";
			start = end + 1;
		}
		add(text.slice(start));
	}
	add(decoder.decode());
	if (line !== "") yield line;
}
// src/adapters/outbox-server/approvals.ts
const approvalPatience = {
	waitMs: 6e5,
	everyMs: 500
};
const commandTools = ["Bash", "PowerShell"];
const networkTools = ["WebFetch", "WebSearch"];
const longestPreview = 6e4;
function requestName(kind, content) {
	return `${kind}-${createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 20)}`;
}
function isAskedFor(tool, { asked, closed }) {
	const serverOf = (name) => name.startsWith("mcp__") && tool.startsWith(`${name}__`);
	if (asked.includes(tool)) return true;
	if (closed.some(serverOf)) return false;
	return asked.includes("*") || asked.some(serverOf);
}
function toolApproval(tool, input) {
	const preview = commandIn(input) ?? canonicalJson(input);
	if (preview.length > longestPreview) return void 0;
	const action = commandTools.includes(tool) ? "shell" : networkTools.includes(tool) ? "network" : "tool";
	return {
		type: "approval",
		id: requestName("use", {
			tool,
			input
		}),
		action,
		title: `Use ${tool}`.slice(0, 300),
		preview
	};
}
function commandIn(input) {
	if (typeof input !== "object" || input === null || !("command" in input)) return void 0;
	return Object.keys(input).every((key) => key === "command" || key === "description") && typeof input.command === "string" && input.command !== "" ? input.command : void 0;
}
async function awaitAnswer(files, id, { patience, signal, tick }) {
	for (let waited = 0;; waited += patience.everyMs) {
		const answer = files.answerTo(id);
		if (answer || waited >= patience.waitMs) return answer;
		if (waited % 1e4 < patience.everyMs) tick();
		await pause(patience.everyMs, signal);
	}
}
// src/adapters/outbox-server/check-input.ts
function inputProblem(schema, value, place = "arguments") {
	const options = schema.anyOf;
	if (Array.isArray(options)) {
		const problems = options.map((option) => isObject(option) ? inputProblem(option, value, place) : void 0);
		return problems.includes(void 0) ? void 0 : problems[0];
	}
	if ("const" in schema && value !== schema.const) return `${place} must be ${JSON.stringify(schema.const)}`;
	if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return `${place} must be one of ${schema.enum.join(", ")}`;
	switch (schema.type) {
		case "string": return typeof value === "string" ? textProblem(schema, value, place) : `${place} must be a text`;
		case "integer":
		case "number": return numberProblem(schema, value, place);
		case "boolean": return typeof value === "boolean" ? void 0 : `${place} must be true or false`;
		case "null": return value === null ? void 0 : `${place} must be null`;
		case "array": return Array.isArray(value) ? listProblem(schema, value, place) : `${place} must be a list`;
		case "object": return isObject(value) ? objectProblem(schema, value, place) : `${place} must be an object`;
		default: return;
	}
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function bound(schema, keyword, otherwise) {
	const value = schema[keyword];
	return typeof value === "number" ? value : otherwise;
}
function textProblem(schema, value, place) {
	const [least, most] = [bound(schema, "minLength", 0), bound(schema, "maxLength", Number.POSITIVE_INFINITY)];
	if (value.length < least) return `${place} must have at least ${least} characters`;
	if (value.length > most) return `${place} must have at most ${most} characters`;
	const { pattern } = schema;
	if (typeof pattern === "string" && !new RegExp(pattern).test(value)) return `${place} must match ${pattern}`;
}
function numberProblem(schema, value, place) {
	if (typeof value !== "number" || schema.type === "integer" && !Number.isSafeInteger(value)) return `${place} must be a ${schema.type === "integer" ? "whole " : ""}number`;
	const [least, most] = [bound(schema, "minimum", Number.NEGATIVE_INFINITY), bound(schema, "maximum", Number.POSITIVE_INFINITY)];
	return value < least || value > most ? `${place} must be from ${least} to ${most}` : void 0;
}
function listProblem(schema, value, place) {
	const [least, most] = [bound(schema, "minItems", 0), bound(schema, "maxItems", Number.POSITIVE_INFINITY)];
	if (value.length < least || value.length > most) return `${place} must have from ${least} to ${most} items`;
	const { items } = schema;
	if (!isObject(items)) return void 0;
	for (const [at, item] of value.entries()) {
		const problem = inputProblem(items, item, `${place}[${at}]`);
		if (problem !== void 0) return problem;
	}
}
function objectProblem(schema, value, place) {
	const properties = isObject(schema.properties) ? schema.properties : {};
	for (const key of Array.isArray(schema.required) ? schema.required : []) if (value[String(key)] === void 0) return `${place}.${key} is missing`;
	for (const [key, item] of Object.entries(value)) {
		const property = Object.hasOwn(properties, key) ? properties[key] : void 0;
		if (isObject(property)) {
			const problem = inputProblem(property, item, `${place}.${key}`);
			if (problem !== void 0) return problem;
		} else if (schema.additionalProperties === false) return `${place}.${key} is not known`;
	}
}
// src/adapters/outbox-server/serve-outbox.ts
const permissionTool = {
	name: "permission",
	description: "Asked by the client itself before it uses a tool that needs an approval.",
	inputSchema: {
		type: "object",
		properties: {
			tool_name: { type: "string" },
			input: { type: "object" }
		},
		required: ["tool_name"]
	}
};
const askAgain = "Nobody has answered yet. End your work now: you are started again when somebody has, and can then ask again.";
const revisions = [
	"2025-11-25",
	"2025-06-18",
	"2025-03-26",
	"2024-11-05"
];
async function serveOutbox(serving) {
	const over = new AbortController();
	const signal = AbortSignal.any([serving.signal, over.signal]);
	const calls = new Set();
	for await (const line of linesOf(serving.input)) {
		if (line.trim() === "") continue;
		const call = answerLine(line, {
			...serving,
			signal
		}).catch(() => {});
		calls.add(call);
		call.then(() => calls.delete(call));
	}
	over.abort();
	await Promise.all(calls);
}
async function answerLine(line, serving) {
	const message = parsed$2(line);
	const say = (content) => serving.write(`${JSON.stringify({
		jsonrpc: "2.0",
		...content
	})}\n`);
	if (!message) return say({
		id: null,
		error: {
			code: -32700,
			message: "this is not one JSON object a line"
		}
	});
	const { id, method, params } = message;
	if (typeof id !== "string" && typeof id !== "number" || typeof method !== "string") return;
	const progress = isFields(params) && isFields(params._meta) ? params._meta.progressToken : void 0;
	let ticks = 0;
	const tick = () => {
		if (typeof progress !== "string" && typeof progress !== "number") return;
		say({
			method: "notifications/progress",
			params: {
				progressToken: progress,
				progress: ++ticks
			}
		});
	};
	say({
		id,
		...await answer(method, isFields(params) ? params : {}, serving, tick)
	});
}
async function answer(method, params, serving, tick) {
	const { tools, version } = serving;
	switch (method) {
		case "initialize": {
			const asked = params.protocolVersion;
			return { result: {
				protocolVersion: revisions.find((one) => one === asked) ?? revisions[0],
				capabilities: { tools: {} },
				serverInfo: {
					name: "identikit",
					version
				}
			} };
		}
		case "ping": return { result: {} };
		case "tools/list": return { result: { tools: [...tools, permissionTool] } };
		case "tools/call": return await call(params, serving, tick);
		default: return { error: {
			code: -32601,
			message: "this server has tools alone"
		} };
	}
}
async function call(params, serving, tick) {
	const { name, arguments: given = {} } = params;
	const tool = [...serving.tools, permissionTool].find((one) => one.name === name);
	if (!tool) return { error: {
		code: -32602,
		message: "there is no such tool"
	} };
	const problem = inputProblem(tool.inputSchema, given);
	if (problem !== void 0 || !isFields(given)) return told(problem ?? "arguments must be an object", true);
	if (tool === permissionTool) return told(JSON.stringify(await permission(given, serving, tick)));
	if (tool.name === "approval") return await approval(given, serving, tick);
	serving.files.append(JSON.stringify({
		type: tool.name,
		...given
	}));
	return told("Noted. It is checked against the policy of this run after your work.");
}
async function permission(given, serving, tick) {
	const { files, rules } = serving;
	const { tool_name, input = {} } = given;
	const denied = (message) => ({
		behavior: "deny",
		message
	});
	const tool = String(tool_name);
	if (!isAskedFor(tool, rules)) return denied("The tool profile of this run does not allow it.");
	const request = toolApproval(tool, input);
	if (!request) return denied("It is too long for a person to approve.");
	files.append(JSON.stringify(request));
	const reply = await awaitAnswer(files, request.id, waiting(serving, tick));
	if (reply?.answer === "approved") return {
		behavior: "allow",
		updatedInput: input
	};
	return denied(reply ? refusal(reply) : askAgain);
}
async function approval(given, serving, tick) {
	const { files } = serving;
	const id = typeof given.id === "string" ? given.id : requestName("ask", given);
	files.append(JSON.stringify({
		type: "approval",
		...given,
		id
	}));
	const reply = await awaitAnswer(files, id, waiting(serving, tick));
	if (!reply) return told(askAgain);
	if (reply.answer !== "approved") return told(refusal(reply), true);
	return told(`Approved${reply.by === void 0 ? "" : ` by ${reply.by}`}. ${reply.comment ?? ""}`.trim());
}
function waiting({ patience = approvalPatience, signal }, tick) {
	return {
		patience,
		signal,
		tick
	};
}
function refusal({ answer: word, by, comment }) {
	const who = by === void 0 ? "" : ` by ${by}`;
	return `${word === "rejected" ? "Rejected" : "Not approved in time"}${who}. ${comment ?? "Go on without it."}`;
}
function told(text, isError = false) {
	return { result: {
		content: [{
			type: "text",
			text
		}],
		...isError ? { isError } : {}
	} };
}
function parsed$2(line) {
	try {
		const value = JSON.parse(line);
		return isFields(value) ? value : void 0;
	} catch {
		return;
	}
}
function isFields(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/adapters/outbox-server/outbox-program.ts
function outboxProgramFile() {
	return builtFile("programs/outbox-server.js");
}
// src/adapters/masking/secret-finder.ts
const shortestForm = 4;
var SecretFinder = class {
	#forms;
	#pattern;
	constructor(secrets) {
		const all = [...secrets].flatMap(maskForms).map((form) => form.replace(/\s+/g, ""));
		this.#forms = [...new Set(all)].filter(({ length }) => length >= shortestForm).sort((a, b) => b.length - a.length);
		this.#pattern = new RegExp(this.#forms.map((form) => RegExp.escape(form)).join("|"), "g");
	}
	find(text) {
		const [longest] = this.#forms;
		if (longest === void 0) return {
			found: [],
			openFrom: text.length
		};
		const { squeezed, placeOf } = squeeze(text);
		const matches = [...squeezed.matchAll(this.#pattern)].map(({ index, 0: form }) => ({
			start: index,
			end: index + form.length
		}));
		const found = matches.map(({ start, end }) => ({
			start: placeOf(start),
			end: placeOf(end - 1) + 1
		}));
		for (let at = Math.max(0, squeezed.length - longest.length + 1); at < squeezed.length; at++) {
			const within = matches.find(({ start, end }) => start < at && at < end);
			if (within) at = within.end - 1;
			else if (this.#mayBegin(squeezed.slice(at))) return {
				found,
				openFrom: placeOf(at)
			};
		}
		return {
			found,
			openFrom: text.length
		};
	}
	#mayBegin(rest) {
		return this.#forms.some((form) => form.length > rest.length && form.startsWith(rest));
	}
};
function squeeze(text) {
	const words = [...text.matchAll(/\S+/g)];
	let starts;
	const placeOf = (at) => {
		if (!starts) {
			starts = [];
			let length = 0;
			for (const { 0: word } of words) {
				starts.push(length);
				length += word.length;
			}
		}
		const word = Math.max(0, lastAtMost(starts, at));
		return (words[word]?.index ?? 0) + at - (starts[word] ?? 0);
	};
	return {
		squeezed: words.map(([word]) => word).join(""),
		placeOf
	};
}
function lastAtMost(rising, bound) {
	let [low, high] = [0, rising.length];
	while (low < high) {
		const middle = low + high >>> 1;
		if ((rising[middle] ?? 0) <= bound) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
// src/adapters/sessions/session-id.ts
const form = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;
function isSessionId(name) {
	return form.test(name);
}
function checkSession(session) {
	if ([session.sessionId, ...session.kind === "fork" ? [session.from] : []].every(isSessionId)) return;
	throw new IdentikitError("SESSION_INVALID", "the session to go on with has a name that no client gives", { remedy: "Start a new attempt with retry in place of resume." });
}
// src/adapters/outbox-server/outbox-call.ts
const outboxServer = "identikit";
function outboxCall({ outbox, places }, rules = {
	asked: [],
	closed: []
}) {
	if (!outbox) return void 0;
	const lists = [...rules.asked.flatMap((tool) => ["--ask", tool]), ...rules.closed.flatMap((server) => ["--closed", server])];
	return {
		command: outbox.node,
		args: [
			outbox.program,
			"--file",
			places.outbox,
			"--answers",
			places.answers,
			...lists
		]
	};
}
// src/adapters/tools/tool-rules.ts
function toolRules(profile, { approvalMode }, { isolation }) {
	const { "*": others, ...named } = profile?.approvalPolicyByTool ?? {};
	const settled = (answer) => answer === "ask" && approvalMode === "never" ? "deny" : answer;
	const forOthers = approvalMode === "always" && others !== "deny" ? "ask" : others;
	return {
		answers: new Map(Object.entries(named).map(([tool, answer]) => [tool, settled(answer)])),
		others: forOthers && settled(forOthers),
		commandsAllowed: profile?.commandsAllowed ?? [],
		commandsDenied: profile?.commandsDenied ?? [],
		writes: profile?.filesystemPolicy.mode ?? "workspace_write",
		unreadable: profile?.filesystemPolicy.denied ?? [],
		unwritable: profile?.filesystemPolicy.readOnly ?? [],
		isApart: isolation !== "user"
	};
}
function answerFor({ answers, others }, ...names) {
	for (const name of names) {
		const answer = answers.get(name);
		if (answer !== void 0) return answer;
	}
	return others;
}
// src/adapters/stream/event-text.ts
const longestText = 1e5;
const [longestValue, longestData] = [4e3, 2e4];
const [esc, bell] = [String.fromCharCode(27), String.fromCharCode(7)];
const terminalOrders = new RegExp(`${esc}(?:\\[[0-?]{0,64}[ -/]{0,16}[@-~]|\\][^${bell}${esc}]{0,2000}(?:${bell}|${esc}\\\\)?|[@-_])`, "g");
const controls = /(?![\t\n])\p{Cc}/gu;
function cleanText(text) {
	return text.replaceAll("\r\n", "\n").replace(terminalOrders, "").replace(controls, "�").toWellFormed();
}
function textFields(text) {
	if (text === void 0 || text === "") return {};
	const clean = cleanText(text.slice(0, 100001));
	return text.length <= longestText && clean.length <= longestText ? { text: clean } : {
		text: clean.slice(0, longestText).toWellFormed(),
		truncated: true
	};
}
function dataFields(facts) {
	const data = {};
	let size = 0;
	for (const [key, value] of Object.entries(facts)) {
		const fact = asFact(value);
		if (fact === void 0) continue;
		const name = cleanText(key.slice(0, 100));
		size += name.length + String(fact).length;
		if (size > longestData) break;
		data[name] = fact;
	}
	return Object.keys(data).length === 0 ? {} : { data };
}
function asFact(value) {
	if (typeof value === "boolean") return value;
	if (typeof value === "number") return Number.isFinite(value) ? value : void 0;
	if (value === void 0 || value === null) return void 0;
	return cleanText((typeof value === "string" ? value : canonicalJson(value)).slice(0, longestValue)).slice(0, longestValue).toWellFormed();
}
function shortName(name, most) {
	return cleanText(name).replaceAll("\n", " ").slice(0, most).toWellFormed();
}
// src/adapters/stream/protocol-line.ts
async function* readProtocol(lines, read) {
	for await (const text of lines) {
		if (text.trim() === "") continue;
		const line = parsed$1(text);
		if (line) yield* read(line);
		else yield strayLine(text);
	}
}
function parsed$1(text) {
	try {
		const value = JSON.parse(text);
		return isProtocolLine(value) ? value : void 0;
	} catch {
		return;
	}
}
function isProtocolLine(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
	return "type" in value && typeof value.type === "string";
}
function strayLine(text) {
	const facts = dataFields({
		kind: "unreadable",
		length: text.length
	});
	return {
		kind: "event",
		event: {
			type: "status",
			...textFields(text.slice(0, 4e3)),
			...facts
		}
	};
}
function unknownLine({ type, subtype }) {
	return {
		kind: "event",
		event: {
			type: "status",
			...dataFields({
				kind: "unknown",
				of: shortName(typeof subtype === "string" ? `${type}/${subtype}` : type, 200)
			})
		}
	};
}
// src/adapters/stream/usage-sum.ts
const tokenCount = number().min(0).max(0xe8d4a51000).transform(Math.ceil).optional().catch(void 0);
const dollars = number().min(0).max(999999999).optional().catch(void 0);
const [mostCounted, mostDollars] = [0x38d7ea4c68000, 999999999];
var UsageSum = class {
	#turns = 0;
	#tokens = 0;
	#dollars;
	addTurn() {
		this.#turns++;
	}
	raise({ turns = 0, tokens = 0, cost }) {
		const grown = (before, now, most) => Math.max(before, Math.min(now, most));
		this.#turns = grown(this.#turns, turns, mostCounted);
		this.#tokens = grown(this.#tokens, tokens, mostCounted);
		if (cost !== void 0) this.#dollars = grown(this.#dollars ?? 0, cost, mostDollars);
	}
	get usage() {
		const [turns, tokens] = [this.#turns, this.#tokens];
		return this.#dollars === void 0 ? {
			turns,
			tokens
		} : {
			turns,
			tokens,
			cost: moneyOf(this.#dollars)
		};
	}
	*told() {
		const { usage } = this;
		yield {
			kind: "usage",
			usage
		};
		yield {
			kind: "event",
			event: {
				type: "cost",
				...dataFields({ ...usage })
			}
		};
	}
};
function moneyOf(amount) {
	const micros = Math.ceil(Number((amount * 1e6).toPrecision(12)));
	const decimals = String(micros % 1e6).padStart(6, "0").replace(/0+$/, "");
	const whole = String(Math.floor(micros / 1e6));
	return decimals === "" ? whole : `${whole}.${decimals}`;
}
// src/adapters/claude/claude-lines.ts
const text$1 = string().optional().catch(void 0);
const systemLine = looseObject({
	subtype: text$1,
	session_id: text$1,
	model: text$1,
	claude_code_version: text$1,
	permissionMode: text$1,
	mcp_servers: array(looseObject({
		name: string(),
		status: string()
	})).max(1e3).optional().catch(void 0),
	tool_name: text$1,
	tool_use_id: text$1,
	subagent_type: text$1,
	description: text$1,
	status: text$1,
	summary: text$1,
	message: text$1
});
const textBlock = looseObject({
	type: literal("text"),
	text: string()
});
const thinkingBlock = looseObject({
	type: literal("thinking"),
	thinking: string()
});
const toolUseBlock = looseObject({
	type: _enum([
		"tool_use",
		"server_tool_use",
		"mcp_tool_use"
	]),
	id: string(),
	name: string(),
	input: record(string(), unknown()).catch({})
});
const toolResultBlock = looseObject({
	type: literal("tool_result"),
	tool_use_id: string(),
	content: unknown().optional(),
	is_error: boolean().optional().catch(void 0)
});
const claudeBlock = union([
	textBlock,
	thinkingBlock,
	toolUseBlock,
	toolResultBlock
]);
const counts = looseObject({
	input_tokens: tokenCount,
	output_tokens: tokenCount,
	cache_creation_input_tokens: tokenCount,
	cache_read_input_tokens: tokenCount
});
const messageLine = looseObject({
	parent_tool_use_id: string().nullish().catch(void 0),
	message: looseObject({
		id: text$1,
		content: union([string(), array(unknown()).max(1e4)]),
		usage: counts.optional().catch(void 0)
	})
});
const modelUsage = looseObject({
	inputTokens: tokenCount,
	outputTokens: tokenCount,
	cacheReadInputTokens: tokenCount,
	cacheCreationInputTokens: tokenCount,
	costUSD: dollars
});
const resultLine = looseObject({
	subtype: text$1,
	is_error: boolean().optional().catch(void 0),
	result: text$1,
	errors: array(string()).max(1e3).optional().catch(void 0),
	session_id: text$1,
	num_turns: tokenCount,
	total_cost_usd: dollars,
	usage: counts.optional().catch(void 0),
	model_usage_since_last_result: record(string(), modelUsage).optional().catch(void 0)
});
function tokensIn(usage) {
	return (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0) + (usage?.cache_creation_input_tokens ?? 0) + (usage?.cache_read_input_tokens ?? 0);
}
function usedSince({ model_usage_since_last_result: byModel }) {
	if (!byModel) return void 0;
	const models = Object.values(byModel);
	const sum = (values) => values.reduce((all, one) => all + (one ?? 0), 0);
	return {
		tokens: sum(models.flatMap((one) => [
			one.inputTokens,
			one.outputTokens,
			one.cacheReadInputTokens,
			one.cacheCreationInputTokens
		])),
		cost: sum(models.map(({ costUSD }) => costUSD))
	};
}
// src/adapters/claude/claude-messages.ts
const fileTools = {
	Edit: "file_path",
	Write: "file_path",
	NotebookEdit: "notebook_path"
};
const subagentTools = new Set(["Task", "Agent"]);
const mostOpenCalls = 1e4;
var ClaudeMessages = class {
	#calls = new Map();
	#lanes = new Map();
	#denied = new Set();
	*blocks(content, parent, isAgent) {
		const lane = parent === void 0 ? {} : { lane: this.#laneOf(parent) };
		const parts = typeof content === "string" ? [{
			type: "text",
			text: content
		}] : content;
		for (const part of parts) {
			const { data: block } = claudeBlock.safeParse(part);
			if (!block) continue;
			if (block.type === "tool_result") yield {
				...this.#ended(block),
				...lane
			};
			else if (!isAgent) continue;
			else if (block.type === "text") yield {
				type: "message",
				...lane,
				...textFields(block.text)
			};
			else if (block.type === "thinking") yield {
				type: "message",
				...lane,
				...textFields(block.thinking),
				...dataFields({ kind: "thinking" })
			};
			else yield {
				...this.#begun(block),
				...lane
			};
		}
	}
	system(line) {
		const { subtype, tool_name, tool_use_id, message, description, status, summary, subagent_type } = line;
		if (subtype === "permission_denied" && tool_use_id !== void 0) {
			if (this.#denied.size < mostOpenCalls) this.#denied.add(tool_use_id);
			return {
				kind: "event",
				event: {
					type: "approval",
					status: "denied",
					tool: shortName(tool_name ?? "", 256),
					...textFields(message)
				}
			};
		}
		if ((subtype === "task_started" || subtype === "task_notification") && tool_use_id !== void 0) {
			const isStarted = subtype === "task_started";
			return {
				kind: "event",
				event: {
					type: "subagent",
					lane: this.#laneOf(tool_use_id, subagent_type),
					status: isStarted ? "started" : status === "completed" ? "completed" : "failed",
					...textFields(isStarted ? description : summary)
				}
			};
		}
	}
	#begun({ id, name, input }) {
		const tool = shortName(name, 256);
		const isSubagent = subagentTools.has(name);
		const path = input[fileTools[name] ?? ""];
		const type = isSubagent ? "subagent" : typeof path === "string" ? "file" : "tool";
		if (isSubagent) this.#laneOf(id, typeof input.subagent_type === "string" ? input.subagent_type : void 0);
		if (this.#calls.size >= mostOpenCalls) this.#calls.clear();
		this.#calls.set(id, {
			type,
			tool
		});
		const said = typeof input.command === "string" ? input.command : void 0;
		const facts = type === "file" ? { path } : input;
		return {
			type,
			tool,
			status: "started",
			...textFields(said),
			...dataFields({
				call: id,
				...facts
			})
		};
	}
	#ended({ tool_use_id: id, content, is_error }) {
		const call = this.#calls.get(id) ?? { type: "tool" };
		this.#calls.delete(id);
		const status = this.#denied.delete(id) ? "denied" : is_error === true ? "failed" : "completed";
		return {
			...call,
			status,
			...textFields(textOf(content)),
			...dataFields({ call: id })
		};
	}
	#laneOf(call, kind = "subagent") {
		const known = this.#lanes.get(call);
		if (known !== void 0) return known;
		if (this.#lanes.size >= mostOpenCalls) return shortName(call, 200);
		const lane = `${shortName(kind, 180)}-${this.#lanes.size + 1}`;
		this.#lanes.set(call, lane);
		return lane;
	}
};
function textOf(content) {
	if (typeof content === "string") return content;
	if (!Array.isArray(content)) return void 0;
	return content.flatMap((part) => typeof part === "object" && part !== null && "text" in part && typeof part.text === "string" ? [part.text] : []).join("\n");
}
// src/adapters/claude/claude-stream.ts
function readClaudeStream(lines) {
	const stream = new ClaudeStream();
	return readProtocol(lines, (line) => stream.read(line));
}
var ClaudeStream = class {
	#messages = new ClaudeMessages();
	#sum = new UsageSum();
	#sessionId;
	#settled = {
		tokens: 0,
		cost: 0
	};
	#open = new Map();
	#openTokens = 0;
	*read(line) {
		const before = this.#sum.usage;
		if (line.type === "system") yield* this.#system(line);
		else if (line.type === "assistant" || line.type === "user") yield* this.#message(line);
		else if (line.type === "result") yield* this.#result(line);
		else if (line.type === "tool_progress" || line.type === "keep_alive") yield event({ type: "heartbeat" });
		else yield unknownLine(line);
		const { usage } = this.#sum;
		if (usage.turns > before.turns || usage.tokens > before.tokens) yield {
			kind: "usage",
			usage
		};
	}
	*#system(line) {
		const read = systemLine.safeParse(line);
		if (!read.success) yield unknownLine(line);
		else if (read.data.subtype === "init") yield* this.#started(read.data);
		else yield this.#messages.system(read.data) ?? unknownLine(line);
	}
	*#started({ session_id, model, claude_code_version, permissionMode, mcp_servers = [] }) {
		const isFirst = this.#sessionId === void 0;
		yield* this.#named(session_id);
		if (!isFirst) return;
		yield event({
			type: "status",
			...dataFields({
				kind: "started",
				model,
				version: claude_code_version,
				permissionMode
			})
		});
		for (const { name, status } of mcp_servers) if (status !== "connected" && status !== "pending") yield event({
			type: "status",
			status: "failed",
			...dataFields({
				kind: "mcp_server",
				name,
				status
			})
		});
	}
	*#named(sessionId) {
		if (sessionId === void 0 || !isSessionId(sessionId) || sessionId === this.#sessionId) return;
		this.#sessionId = sessionId;
		yield {
			kind: "session",
			sessionId
		};
	}
	*#message(line) {
		const read = messageLine.safeParse(line);
		if (!read.success) {
			yield unknownLine(line);
			return;
		}
		const { message, parent_tool_use_id: parent } = read.data;
		if (line.type === "assistant" && message.id !== void 0) this.#count(message.id, tokensIn(message.usage));
		for (const one of this.#messages.blocks(message.content, parent ?? void 0, line.type === "assistant")) yield event(one);
	}
	#count(id, tokens) {
		const before = this.#open.get(id);
		if (before === void 0) this.#sum.addTurn();
		const more = Math.max(0, tokens - (before ?? 0));
		this.#open.set(id, (before ?? 0) + more);
		this.#openTokens += more;
		this.#sum.raise({ tokens: this.#settled.tokens + this.#openTokens });
	}
	*#result(line) {
		const read = resultLine.safeParse(line);
		if (!read.success) {
			yield unknownLine(line);
			return;
		}
		yield* this.#named(read.data.session_id);
		this.#settle(read.data);
		yield* this.#sum.told();
		yield {
			kind: "result",
			result: resultOf(read.data)
		};
	}
	#settle(result) {
		const since = usedSince(result) ?? {
			tokens: this.#openTokens,
			cost: (result.total_cost_usd ?? 0) - this.#settled.cost
		};
		this.#settled = {
			tokens: this.#settled.tokens + since.tokens,
			cost: this.#settled.cost + Math.max(0, since.cost)
		};
		this.#open.clear();
		this.#openTokens = 0;
		const { tokens, cost } = this.#settled;
		this.#sum.raise({
			tokens,
			cost
		});
	}
};
function event(one) {
	return {
		kind: "event",
		event: one
	};
}
const limits = new Set(["error_max_turns", "error_max_budget_usd"]);
function resultOf({ subtype, is_error, result, errors }) {
	const isFine = subtype === "success" && is_error !== true;
	const { text } = textFields(result ?? errors?.join("\n"));
	return {
		outcome: isFine ? "succeeded" : limits.has(subtype ?? "") ? "limited" : "failed",
		...subtype === void 0 ? {} : { reason: subtype.slice(0, 100) },
		...text === void 0 ? {} : { text }
	};
}
// src/adapters/codex/codex-session.ts
const tokenLine = object({ payload: object({
	type: literal("token_count"),
	info: object({ total_token_usage: object({
		input_tokens: tokenCount,
		output_tokens: tokenCount
	}) })
}) });
function codexTokens(rollouts) {
	let most = 0;
	for (const line of rollouts.flatMap((text) => text.split("\n"))) {
		if (!line.includes("\"token_count\"")) continue;
		const { data } = tokenLine.safeParse(parsed(line));
		const usage = data?.payload.info.total_token_usage;
		most = Math.max(most, (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
	}
	return most;
}
function parsed(line) {
	try {
		return JSON.parse(line);
	} catch {
		return;
	}
}
// src/adapters/codex/codex-items.ts
const besides = new Set([
	"reasoning",
	"error",
	"todo_list"
]);
function isTurn({ type }) {
	return !besides.has(type);
}
function itemEvents(item, isEnd) {
	const { type, id } = item;
	const status = statusOf(item, isEnd);
	const facts = { call: id };
	switch (type) {
		case "agent_message": return isEnd ? [{
			type: "message",
			...textFields(item.text)
		}] : [];
		case "reasoning": return isEnd ? [{
			type: "message",
			...textFields(item.text),
			...dataFields({ kind: "thinking" })
		}] : [];
		case "command_execution": {
			const said = isEnd ? item.aggregated_output : item.command;
			const code = item.exit_code ?? void 0;
			return [{
				type: "tool",
				tool: "shell",
				status,
				...textFields(said),
				...dataFields({
					...facts,
					command: item.command,
					exitCode: code
				})
			}];
		}
		case "file_change": return (item.changes ?? []).map(({ path, kind }) => ({
			type: "file",
			tool: "apply_patch",
			status,
			...dataFields({
				...facts,
				path,
				change: kind
			})
		}));
		case "mcp_tool_call": {
			const said = item.error?.message ?? resultText(item.result);
			return [{
				type: "tool",
				tool: shortName(`mcp__${item.server ?? ""}__${item.tool ?? ""}`, 256),
				status,
				...textFields(isEnd ? said : void 0),
				...dataFields({
					...facts,
					arguments: item.arguments
				})
			}];
		}
		case "collab_tool_call": return [{
			type: "subagent",
			tool: shortName(item.tool ?? "", 256),
			status,
			...textFields(item.prompt),
			...dataFields(facts)
		}];
		case "web_search": return [{
			type: "tool",
			tool: "web_search",
			status,
			...dataFields({
				...facts,
				query: item.query
			})
		}];
		case "todo_list": return [{
			type: "status",
			...textFields(listText(item.items)),
			...dataFields({ kind: "plan" })
		}];
		case "error": return [{
			type: "status",
			status: "failed",
			...textFields(item.message),
			...dataFields({ kind: "warning" })
		}];
		default: return;
	}
}
function statusOf({ status, exit_code }, isEnd) {
	if (status === "declined") return "denied";
	if (status === "failed") return "failed";
	if (!isEnd) return "started";
	return exit_code === void 0 || exit_code === null || exit_code === 0 ? "completed" : "failed";
}
function listText(items) {
	return (items ?? []).map(({ text, completed }) => `${completed ? "[x]" : "[ ]"} ${text}`).join("\n");
}
function resultText(result) {
	if (typeof result !== "object" || result === null || !("content" in result) || !Array.isArray(result.content)) return void 0;
	return result.content.flatMap((part) => typeof part === "object" && part !== null && "text" in part && typeof part.text === "string" ? [part.text] : []).join("\n");
}
// src/adapters/codex/codex-lines.ts
const text = string().optional().catch(void 0);
const change = looseObject({
	path: string(),
	kind: text
});
const codexItem = looseObject({
	id: text,
	type: string(),
	text,
	command: text,
	aggregated_output: text,
	exit_code: number().int().nullish().catch(void 0),
	status: text,
	changes: array(change).max(1e4).optional().catch(void 0),
	server: text,
	tool: text,
	arguments: unknown().optional(),
	result: unknown().optional(),
	error: looseObject({ message: text }).nullish().catch(void 0),
	query: text,
	message: text,
	prompt: text,
	items: array(looseObject({
		text: string(),
		completed: boolean().optional().catch(void 0)
	})).max(1e3).optional().catch(void 0)
});
const codexLine = looseObject({
	type: string(),
	thread_id: text,
	item: codexItem.optional().catch(void 0),
	usage: looseObject({
		input_tokens: tokenCount,
		output_tokens: tokenCount
	}).optional().catch(void 0),
	message: text,
	error: looseObject({ message: text }).optional().catch(void 0)
});
// src/adapters/codex/codex-stream.ts
function readCodexStream(lines, options = {}) {
	const stream = new CodexStream(options);
	return readProtocol(lines, (line) => stream.read(line));
}
var CodexStream = class {
	#tokensBefore;
	#sum = new UsageSum();
	#lastWords;
	constructor({ tokensBefore = 0 }) {
		this.#tokensBefore = tokensBefore;
	}
	*read(line) {
		const { data } = codexLine.safeParse(line);
		const { item, usage, thread_id } = data ?? {};
		if (line.type === "thread.started" && thread_id !== void 0 && isSessionId(thread_id)) {
			yield {
				kind: "session",
				sessionId: thread_id
			};
			yield status({ kind: "started" });
		} else if (line.type === "turn.started") yield status({ kind: "turn" });
		else if (line.type === "turn.completed") {
			const total = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
			this.#sum.raise({ tokens: Math.max(0, total - this.#tokensBefore) });
			yield* this.#sum.told();
			yield {
				kind: "result",
				result: {
					outcome: "succeeded",
					...this.#lastWords === void 0 ? {} : { text: this.#lastWords }
				}
			};
		} else if (line.type === "turn.failed") {
			const { text } = textFields(data?.error?.message);
			yield {
				kind: "result",
				result: {
					outcome: "failed",
					reason: "turn.failed",
					...text === void 0 ? {} : { text }
				}
			};
		} else if (line.type === "error") yield status({ kind: "error" }, data?.message);
		else if (item && line.type.startsWith("item.")) yield* this.#item(line, item);
		else yield unknownLine(line);
	}
	*#item(line, item) {
		const isEnd = line.type === "item.completed";
		const events = line.type === "item.updated" && item.type !== "todo_list" ? [] : itemEvents(item, isEnd);
		if (!events) {
			yield unknownLine({
				...line,
				subtype: item.type
			});
			return;
		}
		for (const event of events) yield {
			kind: "event",
			event
		};
		if (!isEnd || !isTurn(item)) return;
		if (item.type === "agent_message") this.#lastWords = textFields(item.text).text;
		this.#sum.addTurn();
		yield {
			kind: "usage",
			usage: this.#sum.usage
		};
	}
};
function status(facts, text) {
	return {
		kind: "event",
		event: {
			type: "status",
			...textFields(text),
			...dataFields(facts)
		}
	};
}
export { SecretFinder, UsageSum, answerFor, checkSession, codexTokens, dataFields, isSessionId, outboxCall, outboxFiles, outboxProgramFile, outboxServer, readClaudeStream, readCodexStream, readProtocol, serveOutbox, shortName, textFields, toolRules, unknownLine };
