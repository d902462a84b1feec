import { parseArgs } from "node:util";
import { appendFileSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
// src/adapters/outbox-server/outbox-files.ts
function outboxFiles(outbox, answers) {
	return {
		append: (line) => appendFileSync(outbox, `${line}\n`),
		answerTo: (id) => {
			for (const line of textOf(answers).split("\n").reverse()) {
				const found = answerIn(line);
				if (found?.id === id) return found;
			}
		}
	};
}
function textOf(file) {
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
// src/document/canonical-json.ts
const maxDepth = 64;
function canonicalJson(value, depth = 0) {
	if (depth > maxDepth) return "too deep";
	if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	return `{${Object.entries(value).filter(([, item]) => item !== void 0).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`).join(",")}}`;
}
// src/fault/error.ts
var IdentikitError = class extends Error {
	name = "IdentikitError";
	code;
	remedy;
	retry;
	location;
	constructor(code, message, details) {
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
		this.code = code;
		this.remedy = details.remedy;
		this.retry = details.retry ?? { kind: "never" };
		if (details.location) this.location = details.location;
	}
};
function cancelled(message, cause) {
	return new IdentikitError("CANCELLED", message, {
		remedy: "Run it again: it takes up where it was left.",
		cause
	});
}
// src/fault/thrown.ts
function fieldsOf(value) {
	return isRecord(value) ? value : {};
}
function isRecord(value) {
	return typeof value === "object" && value !== null;
}
// src/fault/stopped.ts
function stopped({ reason }, what = "stopped before it was done") {
	if (reason instanceof IdentikitError || fieldsOf(reason).name === "TimeoutError") return reason;
	return cancelled(what, reason);
}
async function pause(milliseconds, signal) {
	try {
		await setTimeout(milliseconds, void 0, signal ? { signal } : {});
	} catch (cause) {
		throw signal?.aborted ? stopped(signal, "stopped while waiting") : cause;
	}
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
	const message = parsed(line);
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
function parsed(line) {
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
// build/outbox-server.entry.ts
const text = { type: "string" };
const list = {
	type: "string",
	multiple: true,
	default: []
};
const { values } = parseArgs({ options: {
	file: text,
	answers: text,
	ask: list,
	closed: list
} });
if (values.file === void 0 || values.answers === void 0) {
	process.stderr.write("usage: outbox-server --file FILE --answers FILE [--ask TOOL]… [--closed SERVER]…\n");
	process.exitCode = 64;
} else await serveOutbox({
	tools: [
		{
			"name": "comment",
			"description": "Write a comment on an issue or a pull request.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"number": {
						"description": "The issue or pull request; the run's own if left out.",
						"type": "integer",
						"minimum": 1,
						"maximum": 9007199254740991
					},
					"body": {
						"type": "string",
						"minLength": 1,
						"maxLength": 6e4,
						"description": "Markdown."
					}
				},
				"required": ["body"],
				"additionalProperties": false
			}
		},
		{
			"name": "review",
			"description": "Review the pull request: a decision, a summary, and findings by file and line.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"number": {
						"description": "The issue or pull request; the run's own if left out.",
						"type": "integer",
						"minimum": 1,
						"maximum": 9007199254740991
					},
					"decision": {
						"type": "string",
						"enum": [
							"approve",
							"comment",
							"request_changes"
						],
						"description": "What the agent came to."
					},
					"summary": {
						"description": "In words.",
						"type": "string",
						"maxLength": 6e4
					},
					"findings": {
						"description": "What it found, by file and line.",
						"maxItems": 1e3,
						"type": "array",
						"items": {
							"type": "object",
							"properties": {
								"path": {
									"type": "string",
									"minLength": 1,
									"maxLength": 1e3,
									"description": "The file."
								},
								"line": {
									"description": "The line.",
									"type": "integer",
									"minimum": 1,
									"maximum": 9007199254740991
								},
								"endLine": {
									"description": "The last line.",
									"type": "integer",
									"minimum": 1,
									"maximum": 9007199254740991
								},
								"side": {
									"default": "new",
									"description": "Which side of the diff.",
									"type": "string",
									"enum": ["old", "new"]
								},
								"severity": {
									"type": "string",
									"enum": [
										"error",
										"warning",
										"note"
									],
									"description": "How bad it is."
								},
								"message": {
									"type": "string",
									"minLength": 1,
									"maxLength": 1e4,
									"description": "What was found."
								},
								"suggestion": {
									"description": "What should stand there.",
									"type": "string",
									"maxLength": 2e4
								}
							},
							"required": [
								"path",
								"severity",
								"message"
							],
							"additionalProperties": false
						}
					}
				},
				"required": ["decision"],
				"additionalProperties": false
			}
		},
		{
			"name": "label",
			"description": "Add labels to an issue or a pull request, or take them away.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"number": {
						"description": "The issue or pull request; the run's own if left out.",
						"type": "integer",
						"minimum": 1,
						"maximum": 9007199254740991
					},
					"add": {
						"maxItems": 20,
						"type": "array",
						"items": {
							"type": "string",
							"minLength": 1,
							"maxLength": 100
						}
					},
					"remove": {
						"maxItems": 20,
						"type": "array",
						"items": {
							"type": "string",
							"minLength": 1,
							"maxLength": 100
						}
					}
				},
				"additionalProperties": false
			}
		},
		{
			"name": "status",
			"description": "Set a status of the commit.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"context": {
						"type": "string",
						"minLength": 1,
						"maxLength": 100
					},
					"state": {
						"type": "string",
						"enum": [
							"pending",
							"success",
							"failure",
							"error"
						]
					},
					"description": {
						"type": "string",
						"maxLength": 140
					}
				},
				"required": ["context", "state"],
				"additionalProperties": false
			}
		},
		{
			"name": "issue",
			"description": "Open an issue.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"title": {
						"type": "string",
						"minLength": 1,
						"maxLength": 300,
						"description": "A line."
					},
					"body": {
						"type": "string",
						"maxLength": 6e4,
						"description": "Markdown."
					},
					"labels": {
						"maxItems": 20,
						"type": "array",
						"items": {
							"type": "string",
							"minLength": 1,
							"maxLength": 100
						}
					}
				},
				"required": ["title", "body"],
				"additionalProperties": false
			}
		},
		{
			"name": "branch",
			"description": "Push the changes of the workspace as a branch.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"name": {
						"type": "string",
						"minLength": 1,
						"maxLength": 200,
						"pattern": "^[A-Za-z0-9_][A-Za-z0-9._/+-]*$"
					},
					"message": {
						"type": "string",
						"maxLength": 6e4,
						"description": "Markdown."
					}
				},
				"additionalProperties": false
			}
		},
		{
			"name": "pull_request",
			"description": "Open a pull request with the changes of the workspace.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"title": {
						"type": "string",
						"minLength": 1,
						"maxLength": 300,
						"description": "A line."
					},
					"body": {
						"type": "string",
						"maxLength": 6e4,
						"description": "Markdown."
					},
					"branch": {
						"type": "string",
						"minLength": 1,
						"maxLength": 200,
						"pattern": "^[A-Za-z0-9_][A-Za-z0-9._/+-]*$"
					},
					"base": {
						"type": "string",
						"minLength": 1,
						"maxLength": 200,
						"pattern": "^[A-Za-z0-9_][A-Za-z0-9._/+-]*$"
					},
					"draft": { "type": "boolean" }
				},
				"required": ["title", "body"],
				"additionalProperties": false
			}
		},
		{
			"name": "rerun",
			"description": "Run a workflow run, or a job of it, again.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"workflowRun": {
						"type": "string",
						"minLength": 1,
						"maxLength": 100
					},
					"job": {
						"type": "string",
						"minLength": 1,
						"maxLength": 300
					}
				},
				"additionalProperties": false
			}
		},
		{
			"name": "memory_update",
			"description": "Propose a change of the organisation's memory.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"title": {
						"type": "string",
						"minLength": 1,
						"maxLength": 300,
						"description": "A line."
					},
					"body": {
						"type": "string",
						"maxLength": 6e4,
						"description": "Markdown."
					},
					"files": {
						"minItems": 1,
						"maxItems": 200,
						"type": "array",
						"items": {
							"type": "object",
							"properties": {
								"path": {
									"type": "string",
									"minLength": 1,
									"maxLength": 1e3,
									"description": "A path from the top of the workspace."
								},
								"text": { "anyOf": [{
									"type": "string",
									"maxLength": 2e5
								}, { "type": "null" }] }
							},
							"required": ["path", "text"],
							"additionalProperties": false
						},
						"description": "The files as they should be; null removes one."
					}
				},
				"required": ["title", "files"],
				"additionalProperties": false
			}
		},
		{
			"name": "approval",
			"description": "Ask a person for a permission that is missing, and wait for the answer.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"action": {
						"type": "string",
						"enum": [
							"tool",
							"shell",
							"network",
							"secret",
							"rebase",
							"release"
						]
					},
					"title": {
						"type": "string",
						"minLength": 1,
						"maxLength": 300,
						"description": "A line."
					},
					"preview": {
						"description": "Exactly what would be done.",
						"type": "string",
						"maxLength": 6e4
					}
				},
				"required": ["action", "title"],
				"additionalProperties": false
			}
		},
		{
			"name": "runtime",
			"description": "Register something that runs in the workspace, such as a preview, with its URL and health.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"kind": {
						"type": "string",
						"enum": [
							"preview",
							"dev_server",
							"terminal",
							"logs",
							"health",
							"port",
							"mcp"
						],
						"description": "What it is."
					},
					"name": {
						"type": "string",
						"minLength": 1,
						"maxLength": 200,
						"description": "What it is called."
					},
					"url": {
						"description": "Where it is, without credentials and query.",
						"type": "string",
						"maxLength": 2e3
					},
					"health": {
						"type": "string",
						"enum": [
							"ready",
							"unavailable",
							"unknown"
						],
						"description": "Whether it answers."
					},
					"command": {
						"description": "For a terminal: the command.",
						"type": "string",
						"maxLength": 1e3
					},
					"exitCode": {
						"description": "For a terminal: how it ended.",
						"type": "integer",
						"minimum": -9007199254740991,
						"maximum": 9007199254740991
					}
				},
				"required": [
					"kind",
					"name",
					"health"
				],
				"additionalProperties": false
			}
		},
		{
			"name": "file",
			"description": "Hand in a file of the workspace as a result, such as a report.",
			"inputSchema": {
				"type": "object",
				"properties": {
					"id": {
						"description": "The agent's own name for the request; the same name asks for the same thing.",
						"type": "string",
						"minLength": 1,
						"maxLength": 63,
						"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
					},
					"path": {
						"type": "string",
						"minLength": 1,
						"maxLength": 1e3,
						"description": "A path from the top of the workspace."
					},
					"title": {
						"type": "string",
						"minLength": 1,
						"maxLength": 300,
						"description": "A line."
					},
					"mediaType": {
						"type": "string",
						"minLength": 1,
						"maxLength": 200
					}
				},
				"required": ["path"],
				"additionalProperties": false
			}
		}
	],
	files: outboxFiles(values.file, values.answers),
	rules: {
		asked: values.ask,
		closed: values.closed
	},
	version: "0.1.0",
	input: process.stdin,
	write: (line) => void process.stdout.write(line),
	signal: new AbortController().signal
});
export {};
