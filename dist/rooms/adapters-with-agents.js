import { IdentikitError } from "../start/faces.js";
import { _enum, array, int, json, literal, object, record, strictObject, string, toJSONSchema, union } from "../vendor/zod.js";
import { agentStack, agentSubagent, agentToolEvent, agentToolProfile, clientCapabilities, demandsOf, micros, money, objectName, outboxRequest, quoteData, requestPurposes } from "./agents.js";
import { UsageSum, answerFor, checkSession, codexTokens, dataFields, isSessionId, outboxCall, outboxServer, readClaudeStream, readCodexStream, readProtocol, shortName, textFields, toolRules, unknownLine } from "./adapters.js";
import { join } from "node:path/posix";
// src/adapters/outbox-server/outbox-tools.ts
function outboxTools() {
	return outboxRequest.options.map((option) => {
		const name = option.shape.type.value;
		const { $schema: _, ...schema } = toJSONSchema(option, { io: "input" });
		const { type: __, ...properties } = schema.properties ?? {};
		const required = (schema.required ?? []).filter((key) => key !== "type");
		return {
			name,
			description: requestPurposes[name],
			inputSchema: {
				...schema,
				properties,
				...required.length === 0 ? { required: void 0 } : { required }
			}
		};
	});
}
// src/adapters/sessions/transcript.ts
const [longestTranscript, longestEntry] = [2e6, 2e4];
const longestContext = 6e4;
var Transcript = class {
	#entries = [];
	#length = 0;
	#isCut = false;
	add({ type, lane, tool, status, text, data }) {
		if (type === "heartbeat" || type === "cost") return;
		const where = lane === void 0 ? "" : ` [${lane}]`;
		const what = [
			type,
			tool,
			status
		].filter((word) => word !== void 0).join(" ");
		const path = typeof data?.path === "string" ? ` ${data.path}` : "";
		this.#add(`## ${what}${path}${where}\n`);
		if (text !== void 0) this.#add(`\n${text.slice(0, longestEntry)}${text.length > longestEntry ? "\n…" : ""}\n\n`);
	}
	get isTruncated() {
		return this.#isCut;
	}
	toString() {
		return this.#entries.join("");
	}
	#add(entry) {
		if (this.#length + entry.length > longestTranscript) this.#isCut = true;
		if (this.#isCut) return;
		this.#entries.push(entry);
		this.#length += entry.length;
	}
};
function transcriptContext(transcript, { name, trust }) {
	const cut = Math.max(0, transcript.length - longestContext);
	const note = cut === 0 ? "" : ` Its first ${cut} characters are left out.`;
	return quoteData({
		kind: "message",
		name: `transcript of ${name}`,
		trust
	}, transcript.slice(cut).toWellFormed(), note);
}
// src/adapters/incapable.ts
function incapable(client, problem, remedy) {
	return new IdentikitError("CLIENT_INCAPABLE", `${client} ${problem}`, { remedy });
}
function checkCapable(client, parts, launch) {
	const { isolation, capabilities, session, budget } = launch;
	checkSession(session);
	const profiles = [parts.toolProfile, ...parts.subagents.map(({ toolProfile }) => toolProfile)];
	const demands = demandsOf({
		stack: parts.stack,
		model: parts.model,
		approvalMode: parts.approvalMode,
		cost: budget.cost,
		hasServers: Object.keys(launch.mcpServers).length > 0,
		hasSubagents: parts.subagents.length > 0,
		toolProfiles: new Map(profiles.flatMap((one) => one ? [[one.name, {
			...one,
			isolation
		}]] : []))
	});
	for (const { capability, because, standIn } of demands) if (standIn === void 0 || capability === session.kind) need(client, capabilities, capability, because);
}
function need(client, capabilities, capability, because) {
	if (capabilities.includes(capability)) return;
	throw incapable(client, `lacks ${capability} (a client with it ${clientCapabilities[capability]}) for ${because}`, `Use a version or a client that can, or take this out of the stack: ${because}.`);
}
// src/adapters/launch-parts.ts
const toolProfile = object({
	name: objectName,
	...agentToolProfile.spec.omit({
		title: true,
		needs: true
	}).shape
});
const subagent = object({
	name: objectName,
	...agentSubagent.spec.pick({
		rolePrompt: true,
		taskKinds: true,
		model: true,
		subagents: true,
		mcpServers: true,
		limits: true
	}).shape,
	toolProfile: toolProfile.optional()
});
const server = object({
	name: objectName,
	scope: object({ tools: array(string()).optional() }).optional()
});
const launchParts = object({
	stack: objectName,
	...agentStack.spec.pick({
		adapter: true,
		model: true,
		approvalMode: true
	}).shape,
	toolProfile: toolProfile.optional(),
	mcpServers: array(server).default([]),
	subagents: array(subagent).default([])
});
function readLaunchParts(profile) {
	const read = launchParts.safeParse(profile);
	if (read.success) return read.data;
	const place = read.error.issues[0]?.path.join(".") || "the profile";
	throw new IdentikitError("TICKET_INVALID", `the launch profile of the ticket cannot be read (${place})`, { remedy: "Run the version of Identikit that wrote the ticket, or start the run again." });
}
// src/adapters/claude/claude-tools.ts
const builtIn = [
	"Agent",
	"Bash",
	"BashOutput",
	"Edit",
	"Glob",
	"Grep",
	"KillShell",
	"ListAgents",
	"LSP",
	"Monitor",
	"NotebookEdit",
	"PowerShell",
	"Read",
	"ReportFindings",
	"SendMessage",
	"Skill",
	"Task",
	"TaskCreate",
	"TaskGet",
	"TaskList",
	"TaskOutput",
	"TaskStop",
	"TaskUpdate",
	"TodoWrite",
	"ToolSearch",
	"WebFetch",
	"WebSearch",
	"Workflow",
	"Write"
];
const neverOffered = [
	"AskUserQuestion",
	"CronCreate",
	"CronDelete",
	"CronList",
	"EnterPlanMode",
	"EnterWorktree",
	"ExitPlanMode",
	"ExitWorktree",
	"RemoteTrigger",
	"ScheduleWakeup"
];
const editTools = [
	"Edit",
	"NotebookEdit",
	"Write"
];
const commandTools = ["Bash", "PowerShell"];
const title = "Claude Code";
function claudeTools(rules, servers) {
	const named = [...rules.answers.keys()].filter((tool) => !tool.startsWith("mcp__"));
	const tools = [...new Set([...builtIn, ...named])].filter((tool) => !neverOffered.includes(tool));
	const placed = (where) => tools.filter((tool) => placeOf(tool, rules) === where);
	const notes = placed("guarded").map((tool) => `${tool} is allowed for commands that only read, and for commandsAllowed: the file system is read_only, and nothing but the client keeps the agent from writing.`);
	const ofServers = serverTools(rules, servers);
	const commands = answerFor(rules, "Bash") === "deny" ? [] : allowedCommands(rules, notes);
	const asksForEdits = editTools.some((tool) => answerFor(rules, tool) === "ask");
	return {
		allowed: [
			...placed("allowed"),
			...ofServers.allowed,
			...commands
		],
		disallowed: [
			...neverOffered,
			...placed("disallowed"),
			...ofServers.disallowed,
			...deniedCommands(rules),
			...deniedPaths(rules)
		],
		asked: [...placed("asked"), ...ofServers.asked],
		closedServers: servers.flatMap(({ name, scope }) => scope?.tools === void 0 ? [] : [`mcp__${name}`]),
		permissionMode: asksForEdits ? "manual" : "acceptEdits",
		notes
	};
}
function placeOf(tool, rules) {
	const answer = answerFor(rules, tool);
	const [isEdit, isCommand] = [editTools.includes(tool), commandTools.includes(tool)];
	if (answer === "deny" || isEdit && rules.writes === "read_only") return "disallowed";
	if (answer === "ask") return isCommand && rules.commandsAllowed.length > 0 ? void 0 : "asked";
	if (answer !== "allow") return void 0;
	if (isCommand && rules.writes === "read_only" && !rules.isApart) return "guarded";
	return isEdit && rules.writes !== "full" ? void 0 : "allowed";
}
function serverTools(rules, servers) {
	const [allowed, asked, disallowed] = [
		[],
		[],
		[]
	];
	const into = {
		allow: allowed,
		ask: asked,
		deny: disallowed
	};
	for (const { name, scope } of servers) {
		const server = `mcp__${name}`;
		const named = [...rules.answers.keys()].filter((tool) => tool.startsWith(`${server}__`));
		const answer = answerFor(rules, server);
		const tools = [...new Set([...(scope?.tools ?? []).map((tool) => `${server}__${tool}`), ...named])];
		for (const tool of tools) {
			const one = answerFor(rules, tool, server);
			if (one) into[one].push(tool);
		}
		if (scope?.tools === void 0 && answer && (answer === "allow" || named.length === 0)) into[answer].push(server);
	}
	return {
		allowed,
		asked,
		disallowed
	};
}
function commandRules(command) {
	return [`Bash(${command})`, `Bash(${command} *)`];
}
function isNameable(command) {
	return /^[^\s(),][^(),\r\n]*$/.test(command);
}
function deniedCommands({ commandsDenied }) {
	return commandsDenied.flatMap((command) => {
		if (isNameable(command)) return commandRules(command);
		throw incapable(title, `cannot be kept from the command ${JSON.stringify(command)}: its rules have no way to write it`, "Write the command's first words without brackets and commas, or deny Bash.");
	});
}
function allowedCommands({ commandsAllowed }, notes) {
	return commandsAllowed.flatMap((command) => {
		if (isNameable(command) && !command.includes("*")) return commandRules(command);
		notes.push(`The command ${JSON.stringify(command)} needs an approval: Claude Code has no rule for it that allows no more.`);
		return [];
	});
}
function deniedPaths({ unreadable, unwritable }) {
	const rule = (tool, path) => {
		if (/^[^(),\r\n]+$/.test(path)) return `${tool}(./${path})`;
		throw incapable(title, `cannot be kept from the path ${JSON.stringify(path)}: its rules have no way to write it`, "Write a pattern of paths without brackets and commas.");
	};
	return [...unreadable.flatMap((path) => [rule("Read", path), rule("Edit", path)]), ...unwritable.map((path) => rule("Edit", path))];
}
// src/adapters/claude/claude-subagents.ts
function claudeSubagents(parts, launch) {
	const notes = [];
	const agents = parts.subagents.map((one) => {
		const { name, rolePrompt, taskKinds, model, mcpServers, toolProfile, subagents = [], limits } = one;
		const held = [];
		if (toolProfile) {
			const tools = claudeTools(toolRules(toolProfile, parts, launch), parts.mcpServers);
			held.push(...tools.disallowed.filter((rule) => !rule.includes("(")), ...tools.asked);
			if (tools.asked.length > 0) notes.push(`The subagent ${name} has no ${tools.asked.join(", ")}: nobody can be asked for one subagent alone.`);
		}
		if (subagents.length === 0) held.push("Task", "Agent");
		return [name, {
			description: `For tasks of the kind ${taskKinds.join(", ")}.`,
			prompt: rolePrompt,
			...model === void 0 ? {} : { model },
			...held.length === 0 ? {} : { disallowedTools: [...new Set(held)] },
			...limits?.turns === void 0 ? {} : { maxTurns: limits.turns },
			...mcpServers === void 0 ? {} : { mcpServers }
		}];
	});
	return {
		agents: Object.fromEntries(agents),
		notes
	};
}
function sessionRules(parts, launch) {
	const own = toolRules(parts.toolProfile, parts, launch);
	const all = [own, ...parts.subagents.flatMap(({ toolProfile }) => toolProfile ? [toolRules(toolProfile, parts, launch)] : [])];
	return {
		...own,
		commandsAllowed: own.commandsAllowed.filter((command) => !all.some(({ commandsDenied }) => commandsDenied.includes(command))),
		commandsDenied: [...new Set(all.flatMap(({ commandsDenied }) => commandsDenied))],
		unreadable: [...new Set(all.flatMap(({ unreadable }) => unreadable))],
		unwritable: [...new Set(all.flatMap(({ unwritable }) => unwritable))]
	};
}
// src/adapters/claude/claude-command-line.ts
const client$1 = "Claude Code";
const toolTimeoutMs = 66e4;
function claudeCommandLine(launch) {
	const parts = readLaunchParts(launch.profile);
	checkCapable(client$1, parts, launch);
	const { places, prompt, instructions, session } = launch;
	const rules = sessionRules(parts, launch);
	const tools = claudeTools(rules, parts.mcpServers);
	const subagents = claudeSubagents(parts, launch);
	const outbox = outboxCall(launch, {
		asked: parts.approvalMode === "never" ? [] : [...tools.asked, ...rules.others === "deny" ? [] : ["*"]],
		closed: tools.closedServers
	});
	const files = [{
		place: "files",
		path: "mcp.json",
		text: serversText(launch, outbox)
	}];
	const fileOf = (path, text) => {
		files.push({
			place: "files",
			path,
			text
		});
		return join(places.files, path);
	};
	return {
		argv: [
			"claude",
			"-p",
			"--output-format",
			"stream-json",
			"--verbose",
			...sessionFlags(session),
			"--setting-sources",
			"user",
			"--strict-mcp-config",
			"--mcp-config",
			join(places.files, "mcp.json"),
			...parts.model === void 0 ? [] : ["--model", parts.model],
			...permissionFlags(tools, outbox !== void 0 && parts.approvalMode !== "never"),
			...tools.asked.length === 0 ? [] : ["--settings", fileOf("settings.json", JSON.stringify({ permissions: { ask: tools.asked } }))],
			...instructions === "" ? [] : ["--append-system-prompt-file", fileOf("instructions.md", instructions)],
			...parts.subagents.length === 0 ? [] : [
				"--forward-subagent-text",
				"--agents",
				fileOf("agents.json", JSON.stringify(subagents.agents))
			],
			...budgetFlags(launch)
		],
		env: {
			CLAUDE_CONFIG_DIR: places.envDirectory,
			DISABLE_AUTOUPDATER: "1",
			CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
			MCP_TOOL_TIMEOUT: String(toolTimeoutMs)
		},
		stdin: prompt,
		files,
		notes: [
			...tools.notes,
			...subagents.notes,
			...outboxNotes(tools, outbox !== void 0)
		]
	};
}
function sessionFlags(session) {
	if (session.kind === "new") return ["--session-id", session.sessionId];
	if (session.kind === "resume") return ["--resume", session.sessionId];
	return [
		"--resume",
		session.from,
		"--fork-session",
		"--session-id",
		session.sessionId
	];
}
function permissionFlags({ allowed, disallowed, permissionMode }, canAsk) {
	return [
		"--permission-mode",
		permissionMode,
		...canAsk ? [
			"--permission-prompts",
			"host",
			"--permission-prompt-tool",
			`mcp__${outboxServer}__permission`
		] : ["--permission-prompts", "none"],
		...[...allowed, `mcp__${outboxServer}`].map((rule) => `--allowedTools=${rule}`),
		...disallowed.map((rule) => `--disallowedTools=${rule}`)
	];
}
function budgetFlags({ budget }) {
	return [...budget.turns === void 0 ? [] : ["--max-turns", String(budget.turns)], ...budget.cost === void 0 ? [] : ["--max-budget-usd", budget.cost]];
}
function serversText({ mcpServers }, outbox) {
	const own = outbox ? { [outboxServer]: {
		type: "stdio",
		...outbox
	} } : {};
	return JSON.stringify({ mcpServers: {
		...mcpServers,
		...own
	} });
}
function outboxNotes({ asked }, hasOutbox) {
	if (hasOutbox) return [];
	return [`There is no Node.js where the agent runs, so it has no tools for its requests and writes them to a file.${asked.length === 0 ? "" : ` What needs an approval is refused: ${asked.join(", ")}.`}`];
}
// src/adapters/claude/claude-adapter.ts
const claudeAdapter = {
	name: "claude",
	promptFile: "system-prompt.md",
	serversFile: ".claude.json",
	sandboxProbe: void 0,
	commandLine: claudeCommandLine,
	readStream: (lines) => readClaudeStream(lines),
	stopSignal: "SIGINT",
	sessionFiles: (sessionId) => isSessionId(sessionId) ? [`projects/*/${sessionId}.jsonl`, `projects/*/${sessionId}/**`] : [],
	tokensOf: () => 0
};
// src/adapters/codex/codex-rules.ts
function codexRules({ commandsDenied }) {
	return commandsDenied.map((command) => {
		const words = command.trim().split(/\s+/);
		if (words.some((word) => /[*"'`$\\;|&<>(){}[\]?~#!]/.test(word))) throw incapable("Codex", `cannot be kept from the command ${JSON.stringify(command)}: its rules name words as they are`, "Write the command's first words without * and quotes.");
		return `prefix_rule(pattern=${JSON.stringify(words)}, decision="forbidden")\n`;
	}).join("");
}
// src/adapters/codex/codex-command-line.ts
const client = "Codex";
const longestArgument = 1e5;
const modes = {
	read_only: "read-only",
	workspace_write: "workspace-write",
	full: "danger-full-access"
};
function codexCommandLine(launch) {
	const parts = readLaunchParts(launch.profile);
	checkCapable(client, parts, launch);
	const { places, session, instructions, prompt } = launch;
	const notes = [];
	const isLong = Buffer.byteLength(JSON.stringify(instructions)) > longestArgument;
	const sandbox = sandboxOf(parts, launch, notes);
	const argv = [
		"codex",
		"exec",
		"--json",
		"--skip-git-repo-check",
		"--sandbox",
		sandbox,
		"-C",
		places.workspace,
		...parts.model === void 0 ? [] : ["--model", parts.model],
		...Object.entries(settings(isLong ? {
			...launch,
			instructions: ""
		} : launch, parts, sandbox)).flatMap(([key, value]) => ["-c", `${key}=${toml(value)}`]),
		...sessionArguments(session),
		"-"
	];
	if (launch.budget.turns !== void 0) notes.push("Codex counts no turns: each message, command, change of files and call of a tool is counted as one.");
	if (launch.budget.tokens !== void 0) notes.push("Codex says how many tokens it has used when its work is done, so a budget of tokens cannot end it earlier.");
	if (!launch.outbox) notes.push("There is no Node.js where the agent runs, so it has no tools for its requests and writes them to a file.");
	return {
		argv,
		env: { CODEX_HOME: places.envDirectory },
		stdin: isLong ? `${instructions}\n\n${prompt}` : prompt,
		files: rulesFile(parts, launch),
		notes
	};
}
function sessionArguments(session) {
	if (session.kind === "new") return [];
	return session.kind === "resume" ? ["resume", session.sessionId] : ["fork", session.from];
}
function sandboxOf(parts, { isolation, hasClientSandbox }, notes) {
	const wanted = modes[parts.toolProfile?.filesystemPolicy.mode ?? "workspace_write"];
	if (hasClientSandbox || wanted === modes.full) return wanted;
	if (isolation === "user") throw incapable(client, `cannot be kept to ${wanted}: its sandbox does not work here`, "Use a runner with bubblewrap or a container engine, or set filesystemPolicy.mode: full in the tool profile.");
	notes.push(`The sandbox of Codex does not work in this isolation, which keeps the agent to ${wanted} by itself.`);
	return modes.full;
}
function settings(launch, { toolProfile }, sandbox) {
	const outbox = outboxCall(launch);
	return {
		approval_policy: "never",
		...sandbox === "workspace-write" && (toolProfile?.networkPolicy.mode ?? "none") !== "none" ? { "sandbox_workspace_write.network_access": true } : {},
		...launch.trustTier === "trusted" ? {} : { project_doc_max_bytes: 0 },
		...launch.instructions === "" ? {} : { developer_instructions: launch.instructions },
		...outbox ? { [`mcp_servers.${outboxServer}`]: {
			...outbox,
			tool_timeout_sec: 660,
			default_tools_approval_mode: "approve"
		} } : {}
	};
}
function toml(value) {
	if (typeof value === "string") return JSON.stringify(value).replaceAll("", "\\u007f");
	if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
	if (typeof value !== "object") return String(value);
	return `{ ${Object.entries(value).map(([key, item]) => `${key} = ${toml(item)}`).join(", ")} }`;
}
function rulesFile(parts, launch) {
	const all = [parts, ...parts.subagents].map(({ toolProfile }) => toolRules(toolProfile, parts, launch));
	const text = codexRules({ commandsDenied: [...new Set(all.flatMap(({ commandsDenied }) => commandsDenied))] });
	return text === "" ? [] : [{
		place: "envDirectory",
		path: "rules/identikit.rules",
		text
	}];
}
// src/adapters/codex/codex-adapter.ts
const codexAdapter = {
	name: "codex",
	promptFile: void 0,
	serversFile: void 0,
	sandboxProbe: [
		"codex",
		"sandbox",
		"--",
		"true"
	],
	commandLine: codexCommandLine,
	readStream: readCodexStream,
	stopSignal: "SIGINT",
	sessionFiles: (sessionId) => isSessionId(sessionId) ? [`sessions/*/*/*/rollout-*-${sessionId}.jsonl`] : [],
	tokensOf: codexTokens
};
// src/adapters/command/event-line.ts
const { type, lane, tool, status } = agentToolEvent.spec.shape;
const count = (what) => int().min(0).max(0xe8d4a51000).optional().describe(`${what} so far, in this attempt.`);
const happened = strictObject({
	type: type.exclude(["cost"]),
	lane,
	tool,
	status,
	text: string().optional().describe("What was said or done; what is over 100,000 characters is cut off."),
	data: record(string(), json()).optional().describe("Further facts, such as a path.")
});
const eventLine = union([
	happened,
	strictObject({
		type: literal("cost"),
		turns: count("Answers of the model"),
		tokens: count("Tokens read and written"),
		cost: money.optional().describe("US dollars so far, in this attempt.")
	}).describe("What was used. Each line replaces the one before it."),
	strictObject({
		type: literal("session"),
		id: string().min(1).max(200).describe("How the program is told to go on with it.")
	}).describe("The conversation that the work is part of."),
	strictObject({
		type: literal("result"),
		outcome: _enum([
			"succeeded",
			"failed",
			"limited"
		]).describe("How it ended; limited where a bound was reached."),
		reason: string().max(100).optional().describe("A word for why."),
		text: string().optional().describe("Last words.")
	}).describe("The end. The last one counts.")
]);
// src/adapters/command/command-stream.ts
function readCommandStream(lines) {
	const sum = new UsageSum();
	return readProtocol(lines, (line) => readLine(line, sum));
}
function* readLine(protocolLine, sum) {
	const { data: line } = eventLine.safeParse(protocolLine);
	if (!line) yield unknownLine(protocolLine);
	else if (line.type === "session" && isSessionId(line.id)) yield {
		kind: "session",
		sessionId: line.id
	};
	else if (line.type === "session") yield unknownLine(protocolLine);
	else if (line.type === "result") {
		const { outcome, reason, text } = line;
		yield {
			kind: "result",
			result: {
				outcome,
				...reason === void 0 ? {} : { reason },
				...bare(text)
			}
		};
	} else if (line.type === "cost") {
		const { turns = 0, tokens = 0, cost } = line;
		sum.raise({
			turns,
			tokens,
			...cost === void 0 ? {} : { cost: Number(cost) }
		});
		yield* sum.told();
	} else {
		const { type, lane, tool, status, text, data = {} } = line;
		yield {
			kind: "event",
			event: {
				type,
				...lane === void 0 ? {} : { lane: shortName(lane, 200) },
				...tool === void 0 ? {} : { tool: shortName(tool, 256) },
				...status === void 0 ? {} : { status },
				...textFields(text),
				...dataFields(data)
			}
		};
	}
}
function bare(text) {
	const fields = textFields(text);
	return fields.text === void 0 ? {} : { text: fields.text };
}
// src/adapters/command/command-adapter.ts
const commandAdapter = {
	name: "command",
	promptFile: void 0,
	serversFile: void 0,
	sandboxProbe: void 0,
	commandLine,
	readStream: (lines) => readCommandStream(lines),
	stopSignal: "SIGTERM",
	sessionFiles: (sessionId) => isSessionId(sessionId) ? [`sessions/${sessionId}/**`] : [],
	tokensOf: () => 0
};
function commandLine(launch) {
	const parts = readLaunchParts(launch.profile);
	const { command, name } = parts.adapter;
	if (name !== "command" || command === void 0) throw incapable("The adapter command", "names no program", "Set adapter.command in the stack to a program and its arguments.");
	checkCapable(command[0] ?? "the program", parts, launch);
	const { places, session, instructions, prompt } = launch;
	const { toolProfile, model, subagents, approvalMode } = parts;
	const text = JSON.stringify({
		version: 1,
		instructions,
		model,
		approvalMode,
		toolProfile,
		subagents,
		budget: launch.budget
	});
	return {
		argv: command,
		env: {
			IDENTIKIT_LAUNCH: join(places.files, "launch.json"),
			IDENTIKIT_WORKSPACE: places.workspace,
			IDENTIKIT_ENV: places.envDirectory,
			IDENTIKIT_OUTBOX: places.outbox,
			IDENTIKIT_ANSWERS: places.answers,
			IDENTIKIT_SESSION: session.kind,
			IDENTIKIT_SESSION_ID: session.sessionId,
			...session.kind === "fork" ? { IDENTIKIT_SESSION_FROM: session.from } : {}
		},
		stdin: prompt,
		files: [{
			place: "files",
			path: "launch.json",
			text
		}],
		notes: []
	};
}
// src/adapters/adapters.ts
const adapters = {
	claude: claudeAdapter,
	codex: codexAdapter,
	command: commandAdapter
};
function adapterNamed(name) {
	return adapters[name];
}
// src/adapters/stream/budget-meter.ts
var BudgetMeter = class {
	#budget;
	#usage = {
		turns: 0,
		tokens: 0
	};
	constructor(budget) {
		this.#budget = budget;
	}
	get usage() {
		return this.#usage;
	}
	count(usage) {
		this.#usage = usage;
		const { turns, tokens, cost } = this.#budget;
		if (turns !== void 0 && usage.turns >= turns) return {
			limit: "turns",
			used: `${usage.turns} of ${turns} turns`
		};
		if (tokens !== void 0 && usage.tokens >= tokens) return {
			limit: "tokens",
			used: `${usage.tokens} of ${tokens} tokens`
		};
		if (cost !== void 0 && usage.cost !== void 0 && micros(usage.cost) >= micros(cost)) return {
			limit: "cost",
			used: `$${usage.cost} of $${cost}`
		};
	}
};
export { BudgetMeter, Transcript, adapterNamed, outboxTools, readLaunchParts, transcriptContext };
