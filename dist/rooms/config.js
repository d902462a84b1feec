import { IdentikitError, asFault, codeOf, fieldsOf, isDigest, isRecord as isRecord$1, messageOf, shortened, sqliteCodeOf, suggestion, visible } from "../start/faces.js";
import { FirstFindings, certain, pause, stopped } from "./fault.js";
import { FileTree, StreamedFile, comparePaths, describeProcess, digestOf, fileFault, lockHolder, unsafeReason } from "./tree.js";
import { _enum, array, base64 as base64$1, boolean, custom, discriminatedUnion, json, literal, looseObject, number as number$1, object, preprocess, record, strictObject, string, templateLiteral, union, unknown, url } from "../vendor/zod.js";
import { checkDocument, decodeText, documentFault, parseJson, pathOf, readJsonDocument, readText, relativePath, showPath } from "./document.js";
import { AccessHasher, EnvironmentProvider, LoggedSecretReader, SealedProvider, checkSecretName, findPlaceholders, isSecretName, maxSecretBytes, redact, redactEntry } from "./secret.js";
import { createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign, timingSafeEqual, verify } from "node:crypto";
import { join, normalize, relative, resolve } from "node:path";
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { isUtf8 } from "node:buffer";
// src/config/access-log/read-log.ts
async function listAccesses(database, filter = {}) {
	return (await database.read((query) => {
		let select = query.selectFrom("secret_access_log").select([
			"secret",
			"agent",
			"accessor",
			"reason",
			"time"
		]).orderBy("id", "desc").limit(filter.limit ?? 1e3);
		if (filter.secret !== void 0) select = select.where("secret", "=", filter.secret);
		if (filter.agent !== void 0) select = select.where("agent", "=", filter.agent);
		return select.execute();
	})).reverse();
}
// src/config/connection/cells.ts
function textAt(cells, at) {
	return cellText(cells.at(at));
}
function cellText(value) {
	return typeof value === "string" ? value : unexpected("text", value);
}
function numberOf(value) {
	return typeof value === "number" || typeof value === "bigint" || /^\d+$/.test(String(value)) ? Number(value) : unexpected("a number", value);
}
function cellOf(value) {
	return typeof value === "string" || typeof value === "boolean" ? value : unexpected("text or a flag", value);
}
function namedRows(rows) {
	return rows.map((row) => isRecord$1(row) ? row : unexpected("a row", row));
}
function plainRows(rows) {
	return rows.map((row) => Array.isArray(row) ? row : unexpected("a row", row));
}
function unexpected(what, value) {
	throw new IdentikitError("INTERNAL", `a database answered ${typeof value} where ${what} belongs`, { remedy: "Report this, with what --verbose adds: it is a defect of Identikit." });
}
// src/config/schema/value-rule.ts
const maxValueBytes = 8388608;
const maxObjectBytes = 1048576;
const largestExact = "9007199254740991";
const maxCiphertextLength = 2097152;
// src/config/connection/value-text.ts
function valueTextProblem(raw) {
	if (raw.length > 8388608 || Buffer.byteLength(raw) > 8388608) return `is larger than ${maxValueBytes} bytes`;
	if (/[\n\r]/.test(raw)) return "is not on one line";
	if (!raw.isWellFormed()) return "is not Unicode text";
	return new Scan(raw).problem();
}
function isExactNumber(text) {
	if (!/^-?\d+(\.\d*[1-9])?$/.test(text) || text === "-0" || /^-?0\.0{6}/.test(text)) return false;
	const digits = text.replace(".", "").replace(/^[-0]+/, "");
	if (digits.length <= 15) return true;
	return !text.includes(".") && digits.length === 16 && digits <= "9007199254740991";
}
const number = /-?\d[\d.eE+-]*/y;
var Scan = class {
	#raw;
	#open = [];
	#keyNext = false;
	constructor(raw) {
		this.#raw = raw;
	}
	problem() {
		const raw = this.#raw;
		for (let at = 0; at < raw.length;) {
			const character = raw.charAt(at);
			if (character === "\"") {
				const end = endOfString(raw, at);
				const problem = this.#string(raw.slice(at, end));
				if (problem !== void 0) return problem;
				at = end;
			} else if (character === "-" || character >= "0" && character <= "9") {
				number.lastIndex = at;
				const text = certain(number.exec(raw)?.[0]);
				if (!isExactNumber(text)) return inexact(text);
				at += text.length;
			} else {
				if (!this.#structure(character)) return `is nested more than 64 levels deep`;
				at++;
			}
		}
	}
	#structure(character) {
		if (character === "{" || character === "[") {
			this.#open.push(character === "{" ? new Set() : void 0);
			this.#keyNext = character === "{";
		} else if (character === "}" || character === "]") this.#open.pop();
		else if (character === ",") this.#keyNext = this.#open.at(-1) !== void 0;
		else if (character === ":") this.#keyNext = false;
		return this.#open.length <= 64;
	}
	#string(literal) {
		if (literal.includes("\\u")) {
			const text = String(JSON.parse(literal));
			if (text.includes("\0")) return "holds the character NUL";
			if (!text.isWellFormed()) return "holds half of a surrogate pair";
		}
		if (!this.#keyNext) return void 0;
		this.#keyNext = false;
		const keys = certain(this.#open.at(-1));
		const key = literal.includes("\\") ? String(JSON.parse(literal)) : literal.slice(1, -1);
		if (keys.has(key)) return "has a key twice in one object";
		keys.add(key);
	}
};
function endOfString(raw, start) {
	for (let end = raw.indexOf("\"", start + 1);; end = raw.indexOf("\"", end + 1)) {
		let escapes = 0;
		while (raw[end - 1 - escapes] === "\\") escapes++;
		if (escapes % 2 === 0) return end + 1;
	}
}
function inexact(text) {
	return `holds the number ${text.length > 40 ? `${text.slice(0, 40)}…` : text}, which does not come back as it is written: write it plainly, with at most 15 digits, or as a string`;
}
// src/config/schema/tables.ts
const firstScopedTables = [
	"plugin_binding",
	"plugin_marketplace",
	"mcp_server",
	"skill",
	"system_prompt"
];
const clientTables = ["client_setting", "client_file"];
const scopedTables = [...firstScopedTables, ...clientTables];
function isScopedTable(table) {
	return scopedTables.some((one) => one === table);
}
const systemPromptKey = "system";
function isFlag(column) {
	return column === "enabled" || column === "managed";
}
const scopedShape = (name, since) => ({
	name,
	since,
	key: [
		"scope",
		"scope_ref",
		"key"
	],
	columns: [
		"scope",
		"scope_ref",
		"key",
		"enabled",
		"value"
	]
});
const tableShapes = [
	{
		name: "agent_type",
		since: 1,
		key: ["name"],
		columns: [
			"name",
			"runtime",
			"enabled"
		]
	},
	{
		name: "agent",
		since: 1,
		key: ["name"],
		columns: [
			"name",
			"type",
			"enabled"
		]
	},
	{
		name: "agent_type_config",
		since: 1,
		key: ["type", "key"],
		columns: [
			"type",
			"key",
			"value"
		]
	},
	...firstScopedTables.map((name) => scopedShape(name, 1)),
	...clientTables.map((name) => scopedShape(name, 4)),
	{
		name: "secret",
		since: 1,
		key: ["name"],
		columns: [
			"name",
			"version",
			"key_id",
			"nonce",
			"ciphertext",
			"tag"
		]
	},
	{
		name: "agent_declaration",
		since: 8,
		key: [
			"kind",
			"namespace",
			"name"
		],
		columns: [
			"kind",
			"namespace",
			"name",
			"managed",
			"value"
		]
	}
];
function shapeOf(table) {
	return certain(tableShapes.find(({ name }) => name === table));
}
// src/config/rows/agent-declaration.ts
const declarationShape = strictObject({
	labels: record(string(), string()).optional(),
	annotations: record(string(), string()).optional(),
	spec: record(string(), json())
});
const dnsName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
function declarationKeyProblem(cells) {
	if (!/^[A-Z][A-Za-z]{0,62}$/.test(textAt(cells, 0))) return "the kind is not the name of a kind";
	for (const [at, what, length] of [[
		1,
		"namespace",
		63
	], [
		2,
		"name",
		253
	]]) {
		const text = textAt(cells, at);
		if (!dnsName.test(text) || text.length > length) return `the ${what} is not at most ${length} lower-case letters, digits, - and .`;
	}
}
function declarationProblem(raw, value) {
	if (Buffer.byteLength(raw) > 1048576) return `the value is larger than ${maxObjectBytes} bytes`;
	const result = declarationShape.safeParse(value);
	if (result.success) return void 0;
	const issue = certain(result.error.issues[0]);
	const path = pathOf(issue);
	return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}
// src/config/rows/client-file.ts
const clientFileFolders = new Map([
	["agents", "below"],
	["commands", "below"],
	["output-styles", "flat"]
]);
const maxClientFileBytes = 1048576;
function clientFileKeyProblem(key) {
	const [folder = "", ...rest] = key.split("/");
	const depth = clientFileFolders.get(folder);
	if (depth === void 0 || rest.length === 0 || !key.endsWith(".md") || key.endsWith("/.md")) return "the key is not agents/NAME.md, commands/NAME.md or output-styles/NAME.md";
	if (depth === "flat" && rest.length > 1) return `the key is not ${folder}/NAME.md`;
	const reason = unsafeReason(key);
	return reason === void 0 ? void 0 : `the key ${reason}`;
}
// src/config/rows/client-setting.ts
const hookEvents = [
	"PreToolUse",
	"PostToolUse",
	"PostToolUseFailure",
	"PostToolBatch",
	"Notification",
	"UserPromptSubmit",
	"UserPromptExpansion",
	"SessionStart",
	"SessionEnd",
	"Stop",
	"StopFailure",
	"SubagentStart",
	"SubagentStop",
	"PreCompact",
	"PostCompact",
	"PreModelSwitch",
	"PostModelSwitch",
	"PermissionRequest",
	"PermissionDenied",
	"Setup",
	"TeammateIdle",
	"TaskCreated",
	"TaskCompleted",
	"Elicitation",
	"ElicitationResult",
	"ConfigChange",
	"WorktreeCreate",
	"WorktreeRemove",
	"InstructionsLoaded",
	"CwdChanged",
	"FileChanged",
	"DirectoryAdded",
	"MessageDisplay"
];
const hook = looseObject({
	type: string().min(1),
	command: string().min(1).optional()
}).refine(({ type, command }) => type !== "command" || command !== void 0, "has no command");
const matchers = array(looseObject({
	matcher: string().optional(),
	hooks: array(hook)
}));
const text$2 = string().min(1);
const rules = array(text$2);
const whole = {
	model: text$2,
	outputStyle: text$2,
	"permissions.allow": rules,
	"permissions.deny": rules,
	"permissions.ask": rules,
	"permissions.additionalDirectories": rules,
	"permissions.defaultMode": text$2,
	"permissions.disableBypassPermissionsMode": literal("disable")
};
const named = {
	env: [/^[A-Za-z_][A-Za-z0-9_]*$/, string()],
	hooks: [new RegExp(`^(?:${hookEvents.join("|")})$`), matchers]
};
function settingShape(key) {
	const own = Object.hasOwn(whole, key) ? whole[key] : void 0;
	if (own) return own;
	const [group, name] = settingPath(key);
	const found = Object.hasOwn(named, group) ? named[group] : void 0;
	return found && name !== void 0 && found[0].test(name) ? found[1] : void 0;
}
function settingKeyProblem(key) {
	if (settingShape(key)) return void 0;
	const known = [...Object.keys(whole), ...hookEvents.map((event) => `hooks.${event}`)];
	const there = [
		...Object.keys(whole),
		"env.NAME",
		"hooks.EVENT"
	].join(", ");
	return `no setting is called ${visible(key)}${suggestion(key, known)} (there are ${there})`;
}
function settingPath(key) {
	const dot = key.indexOf(".");
	return dot === -1 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
}
function maySettingNameSecrets(key) {
	return key.startsWith("env.");
}
// src/config/rows/client-shapes.ts
const strings = record(string(), string());
const stdioServer = looseObject({
	type: literal("stdio"),
	command: string().min(1),
	args: array(string()).optional(),
	env: strings.optional()
});
const remoteServer = looseObject({
	type: _enum([
		"http",
		"streamable-http",
		"sse",
		"ws"
	]),
	url: string().min(1),
	headers: strings.optional(),
	headersHelper: string().optional(),
	timeout: number$1().positive().optional(),
	alwaysLoad: boolean().optional(),
	oauth: looseObject({}).optional()
});
const mcpServerShape = discriminatedUnion("type", [stdioServer, remoteServer]);
const writtenServerShape = preprocess((value) => typeof value === "object" && value !== null && "command" in value && !("type" in value) ? {
	type: "stdio",
	...value
} : value, mcpServerShape);
const text$1 = string().min(1);
const marketplaceSource = discriminatedUnion("source", [
	looseObject({
		source: literal("github"),
		repo: string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, "must be owner/repository"),
		ref: text$1.optional(),
		path: text$1.optional(),
		skipLfs: boolean().optional()
	}),
	looseObject({
		source: literal("git"),
		url: text$1,
		ref: text$1.optional(),
		path: text$1.optional()
	}),
	looseObject({
		source: literal("url"),
		url: text$1,
		headers: strings.optional()
	}),
	looseObject({
		source: _enum(["file", "directory"]),
		path: text$1
	}),
	looseObject({
		source: literal("npm"),
		package: string().regex(/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, "must be the name of an npm package"),
		version: text$1.optional(),
		registry: url({ protocol: /^https?$/ }).optional()
	}),
	looseObject({
		source: literal("settings"),
		name: text$1,
		plugins: array(unknown())
	})
]);
const marketplaceShape = looseObject({
	source: marketplaceSource,
	autoUpdate: boolean().optional()
});
const pluginNamePattern = /^[^@\s]+@[^@\s]+$/;
const pluginName = string().regex(pluginNamePattern, "must be <plugin>@<marketplace>");
const settingsShape = looseObject({
	enabledPlugins: record(pluginName, boolean()).optional(),
	extraKnownMarketplaces: record(string().min(1), marketplaceShape).optional()
});
const clientFileShape = looseObject({ mcpServers: record(string().min(1), mcpServerShape).optional() });
// src/config/rows/reserved-names.ts
const reservedServers = new Set([
	"Claude_Browser",
	"Claude_Preview",
	"Claude_in_Chrome",
	"__proto__",
	"ccr-email",
	"claude-code-remote",
	"claude-device",
	"claude-in-chrome",
	"claude_ai",
	"computer-use",
	"hearthbot",
	"remote-devices",
	"webagent",
	"workspace"
]);
function serverNameProblem(name) {
	if (!reservedServers.has(name.trim().replace(/[^A-Za-z0-9_-]/g, "_"))) return void 0;
	return `the server name ${JSON.stringify(name)} is reserved: the agent client does not load it`;
}
const officialMarketplaces = new Set([
	"agent-skills",
	"anthropic-agent-skills",
	"anthropic-marketplace",
	"anthropic-plugins",
	"claude-code-marketplace",
	"claude-code-plugins",
	"claude-community",
	"claude-for-financial-services",
	"claude-for-legal",
	"claude-plugins-community",
	"claude-plugins-official",
	"claude-tag-plugins",
	"financial-services-plugins",
	"first-party-plugins",
	"healthcare",
	"knowledge-work-plugins",
	"life-sciences"
]);
const official = "anthropics";
const builtinMarketplaces = new Set([
	"anthropic-plugin-directory",
	"builtin",
	"claude-plugin-directory",
	"claude-plugin-test",
	"inline",
	"skills-dir",
	"synced"
]);
function marketplaceNameProblem(name) {
	if (builtinMarketplaces.has(name.toLowerCase())) return `the marketplace name ${JSON.stringify(name)} is reserved for plugins that come with the agent client`;
}
const officialSource = union([object({
	source: literal("github"),
	repo: string().startsWith(`${official}/`)
}), object({
	source: literal("git"),
	url: string().regex(/^(?:https:\/\/|ssh:\/\/git@|git@)github\.com[:/]anthropics\//i)
})]);
function officialSourceProblem(name, value) {
	if (!officialMarketplaces.has(name.toLowerCase())) return void 0;
	const { source } = fieldsOf(value);
	if (officialSource.safeParse(source).success) return void 0;
	return `the marketplace name ${JSON.stringify(name)} is reserved for repositories of github.com/${official}`;
}
function isBuiltinMarketplace(name) {
	return builtinMarketplaces.has(name.toLowerCase()) || officialMarketplaces.has(name.toLowerCase());
}
// src/config/rows/row-name.ts
function rowName(shape, cells) {
	return `${shape.name} ${keyName(shape.name, cells.slice(0, shape.key.length).map(String))}`;
}
function keyName(table, key) {
	const parts = key.map((part) => shortened(visible(part), 120));
	const [scope, reference, name] = parts;
	if (reference === void 0 || name === void 0) return parts.join("/");
	return table === "system_prompt" || reference === "" ? [scope, reference || name].join(" ") : `${scope} ${reference}/${name}`;
}
// src/config/rows/skill-value.ts
const skillFile = strictObject({
	path: string().min(1),
	executable: literal(true).optional(),
	text: string().optional(),
	base64: base64$1().optional()
}).refine(({ text, base64 }) => text === void 0 !== (base64 === void 0), "needs text or base64");
const skillShape = array(skillFile).refine((files) => files.some(({ path }) => path === "SKILL.md"), "has no SKILL.md");
function skillValue(files) {
	const list = [...files].map(({ path, mode, bytes }) => {
		const executable = mode === 493 ? { executable: true } : {};
		const text = asText(bytes);
		return {
			path,
			...executable,
			...text === void 0 ? { base64: Buffer.from(bytes).toString("base64") } : { text }
		};
	});
	return JSON.stringify(list);
}
function skillTree(value, owner) {
	const files = skillShape.parse(value).map(({ path, executable, text, base64 }) => ({
		path,
		mode: executable ? 493 : 420,
		bytes: text === void 0 ? Buffer.from(certain(base64), "base64") : Buffer.from(text)
	}));
	return FileTree.of(files, owner);
}
function asText(bytes) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		return;
	}
}
// src/config/rows/row-check.ts
const [rememberedValues, rememberedLength] = [4e3, 512];
const secretFields = new Set([
	"env",
	"headers",
	"url",
	"args"
]);
const values = {
	plugin_binding: boolean(),
	plugin_marketplace: marketplaceShape,
	mcp_server: mcpServerShape,
	skill: skillShape,
	system_prompt: string(),
	client_file: string().refine((text) => Buffer.byteLength(text) <= maxClientFileBytes, `is larger than ${maxClientFileBytes} bytes`)
};
var RowChecker = class {
	#good = new Map();
	check(shape, cells) {
		const problem = this.#problemOf(shape, cells);
		if (problem !== void 0) throw invalidRow(shape, cells, problem);
	}
	#problemOf(shape, cells) {
		if (shape.name === "secret") return secretProblem(cells.map(cellText));
		const raw = shape.columns.at(-1) === "value" ? textAt(cells, -1) : void 0;
		if (raw === void 0) return void 0;
		const scoped = isScopedTable(shape.name);
		const key = textAt(cells, shape.key.length - 1);
		const enabled = !scoped || cells[3] === true;
		const problem = shape.name === "agent_declaration" ? declarationKeyProblem(cells) : keyProblem(shape.name, key);
		if (problem !== void 0) return problem;
		const good = shape.name === "client_setting" ? new Set() : this.#goodOf(shape.name);
		if (enabled && good.has(raw)) return void 0;
		const wrong = valueProblem(shape.name, {
			key,
			raw
		}, {
			scoped,
			enabled
		});
		if (enabled && wrong === void 0 && raw.length < rememberedLength && good.size < rememberedValues) good.add(Buffer.from(raw).toString());
		return wrong;
	}
	#goodOf(table) {
		const there = this.#good.get(table);
		if (there) return there;
		const made = new Set();
		this.#good.set(table, made);
		return made;
	}
};
function invalidRow(shape, cells, problem, cause) {
	return new IdentikitError("ROW_INVALID", `${rowName(shape, cells)}: ${problem}`, {
		remedy: "Change the row where it is written; nothing was kept.",
		cause
	});
}
function keyProblem(table, key) {
	if (key === "" || key.length > 512 || [...key].length > 256) return `the key is empty or longer than 256 characters`;
	if (/[\u0000-\u001f\u007f]/.test(key)) return "the key has a control character";
	if (table === "plugin_binding" && !pluginNamePattern.test(key)) return "the key is not <plugin>@<marketplace>";
	if (table === "system_prompt" && key !== "system") return `the key is not "${systemPromptKey}"`;
	if (table === "mcp_server") return serverNameProblem(key);
	if (table === "plugin_marketplace") return marketplaceNameProblem(key);
	if (table === "client_setting") return settingKeyProblem(key);
	if (table === "client_file") return clientFileKeyProblem(key);
	if (table !== "skill") return void 0;
	const reason = key.includes("/") ? "has a slash" : unsafeReason(key);
	return reason === void 0 ? void 0 : `the key ${reason}`;
}
function valueProblem(table, { key, raw }, { scoped, enabled }) {
	if (raw.length > 8388608) return `the value is larger than ${maxValueBytes} bytes`;
	let value;
	try {
		value = JSON.parse(raw);
	} catch {
		return "the value is not JSON";
	}
	const textProblem = valueTextProblem(raw);
	if (textProblem !== void 0) return `the value ${textProblem}`;
	if (table === "agent_declaration") return declarationProblem(raw, value);
	if (!scoped || !isScopedTable(table)) return void 0;
	if (!enabled && value === null) return void 0;
	const shape = table === "client_setting" ? settingShape(key) : values[table];
	if (!shape) return settingKeyProblem(key);
	const result = shape.safeParse(value);
	if (!result.success) return issueText(result.error);
	if (table === "skill") return treeProblem(value);
	if (table === "plugin_marketplace") {
		const problem = officialSourceProblem(key, value);
		if (problem !== void 0) return problem;
	}
	return table === "system_prompt" ? void 0 : placeholderProblem(table, {
		key,
		value,
		raw
	});
}
function issueText(error) {
	const issue = certain(error.issues[0]);
	const path = pathOf(issue);
	return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}
function treeProblem(value) {
	try {
		skillTree(value, "the skill");
		return;
	} catch (cause) {
		return messageOf(cause);
	}
}
const oddPlaceholder = /\$\{SECRET:(?:(?![a-z_][a-z0-9_]{0,127}\})|KEYS)/i;
function placeholderProblem(table, { key, value, raw }) {
	const plain = !raw.includes("\\u");
	if (plain && !raw.includes("${SECRET:")) return void 0;
	try {
		if (plain && oddPlaceholder.test(raw)) findPlaceholders(raw, "value");
		if (table === "client_setting" || table === "client_file") {
			const [found] = findPlaceholders(value, key);
			return found && !maySettingNameSecrets(key) ? `${key}: no secret is filled in there` : void 0;
		}
		for (const [field, item] of Object.entries(fieldsOf(value))) {
			const allowed = table === "mcp_server" && secretFields.has(field);
			if (plain && allowed) continue;
			const [misplaced] = findPlaceholders(item, field);
			if (misplaced && !allowed) return `${showPath([field, ...misplaced.path])}: no secret is filled in there`;
		}
		return;
	} catch (cause) {
		return messageOf(cause);
	}
}
const base64Of = (bytes) => new RegExp(`^[A-Za-z0-9+/]{${Math.ceil(bytes * 4 / 3)}}={${(3 - bytes % 3) % 3}}$`);
const [nonceShape, tagShape, anyBase64] = [
	base64Of(12),
	base64Of(16),
	/^[A-Za-z0-9+/]+={0,2}$/
];
function secretProblem([name = "", version = "", keyId = "", nonce = "", ciphertext = "", tag = ""]) {
	if (!isSecretName(name)) return "the name is not one that a secret may have";
	if (!/^\d{1,15}\.[0-9a-f]{16}$/.test(version)) return "the version is malformed";
	if (!/^[A-Za-z0-9._-]{1,64}$/.test(keyId)) return "the key id is malformed";
	if (!nonceShape.test(nonce) || !tagShape.test(tag)) return "the nonce or tag does not have its length";
	if (ciphertext.length > 2097152) return "the ciphertext is too long";
	return anyBase64.test(ciphertext) ? void 0 : "the ciphertext is not base64";
}
// src/config/schema/agent-config.ts
const scopes = [
	"builtin",
	"global",
	"type",
	"instance"
];
// src/config/schema/checks.ts
const sqliteChecks = {
	printable: (column) => `instr(${column}, char(0)) = 0 AND ${column} NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'`,
	jsonLine: (column) => `json_valid(${column}) AND instr(${column}, char(10)) = 0 AND instr(${column}, char(13)) = 0`,
	jsonType: (column, ...path) => `json_type(${column}, '${["$", ...path].join(".")}')`,
	jsonText: (column, ...path) => `json_extract(${column}, '${["$", ...path].join(".")}')`,
	plainName: (column) => `${column} NOT GLOB '*[^A-Za-z0-9._-]*' AND ${column} GLOB '[A-Za-z0-9]*' AND length(${column}) <= 128`
};
const postgresChecks = {
	printable: (column) => `${column} !~ '[\\x01-\\x1f\\x7f]'`,
	jsonLine: (column) => `json_typeof(${column}::json) IS NOT NULL AND ${column} !~ '[\\n\\r]'`,
	jsonType: (column, ...path) => `json_typeof(${column}::json #> '{${path.join(",")}}')`,
	jsonText: (column, ...path) => `(${column}::json #>> '{${path.join(",")}}')`,
	plainName: (column) => `${column} ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'`
};
const firstSources = [
	"github",
	"git",
	"url",
	"file",
	"directory",
	"settings"
];
const marketplaceSources = {
	first: firstSources,
	all: [...firstSources, "npm"]
};
const remoteTransports = [
	"http",
	"streamable-http",
	"sse",
	"ws"
];
function valueCheck(table, { jsonType, jsonText }, marketplaces) {
	switch (table) {
		case "plugin_binding": return "value IN ('true', 'false')";
		case "plugin_marketplace": return `${jsonType("value", "source")} = 'object' AND ${jsonText("value", "source", "source")} IN (${quoted(marketplaceSources[marketplaces])})`;
		case "mcp_server": {
			const [type, string] = [jsonText("value", "type"), textTypeOf(jsonType)];
			return `CASE WHEN ${type} = 'stdio' THEN ${jsonType("value", "command")} = ${string} ELSE ${type} IN (${quoted(remoteTransports)}) AND ${jsonType("value", "url")} = ${string} END`;
		}
		case "skill": return `${jsonType("value")} = 'array'`;
		case "system_prompt": return `${jsonType("value")} = ${textTypeOf(jsonType)} AND key = 'system'`;
		case "client_setting": {
			const [type, string] = [jsonType("value"), textTypeOf(jsonType)];
			return `CASE WHEN key = 'model' OR ${startsWith("env.")} THEN ${type} = ${string}
        WHEN ${startsWith("hooks.")} THEN ${type} = 'array' ELSE ${type} <> 'null' END`;
		}
		case "client_file": return `${jsonType("value")} = ${textTypeOf(jsonType)} AND substr(key, length(key) - 2) = '.md'`;
	}
}
function startsWith(prefix) {
	return `substr(key, 1, ${prefix.length}) = '${prefix}'`;
}
function textTypeOf(jsonType) {
	return jsonType === sqliteChecks.jsonType ? "'text'" : "'string'";
}
function quoted(words) {
	return words.map((word) => `'${word}'`).join(", ");
}
// src/config/schema/create-tables.ts
const words$2 = {
	sqlite: {
		checks: sqliteChecks,
		text: "TEXT",
		flag: "INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1))",
		integer: "INTEGER",
		end: ") STRICT, WITHOUT ROWID"
	},
	postgres: {
		checks: postgresChecks,
		text: `TEXT COLLATE "C"`,
		flag: "BOOLEAN NOT NULL DEFAULT TRUE",
		integer: "BIGINT",
		end: ")"
	}
};
function createTables(kind) {
	const { text, flag, integer, end, checks } = words$2[kind];
	const name = `${text} NOT NULL PRIMARY KEY CHECK (${checks.plainName("name")})`;
	const base64 = (column, check) => `${column} ${text} NOT NULL CHECK (${check})`;
	return [
		`CREATE TABLE agent_type (name ${name}, runtime ${text} NOT NULL CHECK (runtime <> '' AND ${checks.printable("runtime")}), enabled ${flag} ${end}`,
		`CREATE TABLE agent (name ${name}, type ${text} NOT NULL${references$1(kind, "agent_type")}, enabled ${flag} ${end}`,
		"CREATE UNIQUE INDEX agent_name_folded ON agent (lower(name))",
		"CREATE INDEX agent_by_type ON agent (type)",
		...firstScopedTables.flatMap((table) => createScoped(table, kind)),
		`CREATE TABLE agent_type_config (type ${text} NOT NULL${references$1(kind, "agent_type")}, key ${text} NOT NULL CHECK (key <> '' AND ${checks.printable("key")}),
      value ${text} NOT NULL CHECK (${checks.jsonLine("value")}), PRIMARY KEY (type, key) ${end}`,
		`CREATE TABLE secret (name ${text} NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 128),
      ${base64("version", "version <> ''")}, ${base64("key_id", "key_id <> ''")}, ${base64("nonce", "length(nonce) = 16")},
      ${base64("ciphertext", "ciphertext <> ''")}, ${base64("tag", "length(tag) = 24")}, UNIQUE (key_id, nonce) ${end}`,
		createAccessLog(kind),
		`CREATE TABLE render_queue (agent ${text} NOT NULL PRIMARY KEY, seq ${integer} NOT NULL, epoch ${integer} NOT NULL,
      due_at ${integer} NOT NULL, worker ${text}, claimed_seq ${integer}, CHECK ((worker IS NULL) = (claimed_seq IS NULL)) ${end}`,
		"CREATE INDEX render_queue_due ON render_queue (due_at, agent)"
	];
}
function createScoped(table, kind, marketplaces = "first") {
	const { text, flag, end, checks } = words$2[kind];
	const statements = [`CREATE TABLE ${table} (
      scope ${text} NOT NULL CHECK (scope IN ('builtin', 'global', 'type', 'instance')),
      scope_ref ${text} NOT NULL DEFAULT '',
      key ${text} NOT NULL CHECK (length(key) BETWEEN 1 AND 256 AND ${checks.printable("key")}),
      enabled ${flag},
      value ${text} NOT NULL DEFAULT ${table === "plugin_binding" ? "'true'" : "'null'"} CHECK (${checks.jsonLine("value")}),
      ${kind === "postgres" ? `${referenceColumns$1},` : ""}
      PRIMARY KEY (scope, scope_ref, key),
      CHECK (CASE scope WHEN 'global' THEN scope_ref = '' WHEN 'builtin' THEN scope_ref = scope_ref ELSE scope_ref <> '' END),
      ${valueConstraint(table, kind, marketplaces)}
    ${end}`];
	if (kind === "postgres") for (const column of ["type_ref", "agent_ref"]) statements.push(`CREATE INDEX ${table}_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`);
	return statements;
}
function valueConstraint(table, kind, marketplaces) {
	return `CONSTRAINT ${table}_value CHECK (coalesce(${valueCheck(table, words$2[kind].checks, marketplaces)}, ${kind === "sqlite" ? "0" : "FALSE"}) OR (NOT enabled AND value = 'null'))`;
}
const referenceColumns$1 = `
  type_ref TEXT COLLATE "C" GENERATED ALWAYS AS (CASE WHEN scope = 'type' OR (scope = 'builtin' AND scope_ref <> '') THEN scope_ref END) STORED REFERENCES agent_type (name),
  agent_ref TEXT COLLATE "C" GENERATED ALWAYS AS (CASE WHEN scope = 'instance' THEN scope_ref END) STORED REFERENCES agent (name)`;
function references$1(kind, table) {
	return kind === "postgres" ? ` REFERENCES ${table} (name)` : "";
}
function createAccessLog(kind) {
	const { text } = words$2[kind];
	return `CREATE TABLE secret_access_log (${[kind === "sqlite" ? "id INTEGER PRIMARY KEY" : "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", ...[
		"secret",
		"accessor",
		"reason",
		"agent",
		"time"
	].map((column) => `${column} ${text} NOT NULL`)].join(", ")})${kind === "sqlite" ? " STRICT" : ""}`;
}
// src/config/schema/triggers-postgres.ts
const configWriteLock = "pg_advisory_xact_lock(7310291840557213)";
function enqueue$3(agents) {
	return `INSERT INTO render_queue AS q (agent, seq, epoch, due_at)
    SELECT name, 1, pg_current_xact_id()::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM (${agents}) due GROUP BY name ORDER BY name
    ON CONFLICT (agent) DO UPDATE SET seq = q.seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN q.worker IS NULL THEN least(q.due_at, excluded.due_at) ELSE q.due_at END
    WHERE q.worker IS NOT NULL OR q.epoch <> excluded.epoch OR q.due_at > excluded.due_at;`;
}
function reached$1(table, rows, agentRows) {
	const lacks = (scope, reference) => `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = c.key)`;
	const lacksNarrower = `${lacks("type", "a.type")} AND ${lacks("instance", "a.name")}`;
	const hasAgentRows = agentRows === "builtin";
	const lacksOwn = hasAgentRows ? `${lacks("builtin", "'agent:' || a.name")} AND ` : "";
	const ownRows = hasAgentRows ? `
        OR (c.scope = 'builtin' AND c.scope_ref = 'agent:' || a.name AND ${lacks("global", "''")} AND ${lacksNarrower})` : "";
	return `SELECT a.name FROM ${rows} c JOIN agent a ON a.name = c.scope_ref WHERE c.scope = 'instance' AND a.enabled
    UNION SELECT a.name FROM (SELECT DISTINCT scope_ref FROM ${rows} WHERE scope = 'type') c JOIN agent a ON a.type = c.scope_ref WHERE a.enabled
    UNION SELECT a.name FROM agent a WHERE EXISTS (SELECT 1 FROM wide) AND a.enabled AND EXISTS (
      SELECT 1 FROM wide c
      WHERE (c.scope = 'global' AND ${lacksNarrower})
        OR (c.scope = 'builtin' AND c.scope_ref = '' AND ${lacksOwn}${lacks("builtin", "a.type")} AND ${lacks("global", "''")} AND ${lacksNarrower})
        OR (c.scope = 'builtin' AND c.scope_ref = a.type AND ${lacksOwn}${lacks("global", "''")} AND ${lacksNarrower})${ownRows})`;
}
function naming$3(rows) {
	const rank = (of) => `CASE WHEN ${of}.scope = 'instance' THEN 4 WHEN ${of}.scope = 'type' THEN 3 WHEN ${of}.scope = 'global' THEN 2 WHEN ${of}.scope_ref <> '' THEN 1 ELSE 0 END`;
	const reaches = (of) => `(${of}.scope_ref = '' OR (${of}.scope IN ('builtin', 'type') AND ${of}.scope_ref = a.type) OR (${of}.scope = 'instance' AND ${of}.scope_ref = a.name))`;
	return `SELECT a.name FROM ${rows} s
    JOIN mcp_server m ON m.enabled AND position('\${SECRET:' || s.name || '}' IN m.value::jsonb::text) > 0
    JOIN agent a ON a.enabled AND ${reaches("m")}
    WHERE NOT EXISTS (
      SELECT 1 FROM mcp_server n WHERE n.key = m.key AND ${rank("n")} > ${rank("m")} AND ${reaches("n")}
        AND (n.scope, n.scope_ref) IN (('builtin', a.type), ('global', ''), ('type', a.type), ('instance', a.name)))`;
}
const firstWords$1 = {
	enqueue: enqueue$3,
	naming: naming$3
};
const difference = (columns) => `((SELECT ${columns} FROM before EXCEPT SELECT ${columns} FROM after) UNION ALL (SELECT ${columns} FROM after EXCEPT SELECT ${columns} FROM before))`;
const transitions = {
	INSERT: "NEW TABLE AS after",
	UPDATE: "OLD TABLE AS before NEW TABLE AS after",
	DELETE: "OLD TABLE AS before"
};
function createStatementTrigger(trigger, name = queueTriggerName(trigger), settings = "") {
	const { table, event, body } = trigger;
	return [`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql ${settings}AS $$ BEGIN  ${body} RETURN NULL; END $$`, `CREATE TRIGGER ${name} AFTER ${event} ON ${table} REFERENCING ${transitions[event]} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`];
}
function replaceStatementTrigger(trigger, settings, name = queueTriggerName(trigger)) {
	return `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql ${settings}AS $$ BEGIN ${trigger.body} RETURN NULL; END $$`;
}
function queueTriggerName({ table, event }) {
	return `${table}_queue_${event.toLowerCase()}`;
}
function changedRows(event, columns) {
	if (event === "UPDATE") return difference(columns);
	return event === "INSERT" ? "after" : "before";
}
function queueTriggers({ enqueue }, table, columns, agents, { events = allEvents, also = "" } = {}) {
	return events.map((event) => {
		const source = changedRows(event, columns);
		return {
			table,
			event,
			body: `IF EXISTS (SELECT 1 FROM ${event === "DELETE" ? "before" : "after"}) THEN
      WITH changed AS MATERIALIZED (SELECT ${columns} FROM ${source} c)${also} ${enqueue(agents("changed"))} END IF;`
		};
	});
}
const allEvents = [
	"INSERT",
	"UPDATE",
	"DELETE"
];
const ofTypes$1 = (column) => (rows) => `SELECT a.name FROM agent a WHERE a.enabled AND a.type IN (SELECT ${column} FROM ${rows})`;
const configTables = [
	"agent_type",
	"agent",
	"agent_type_config",
	...firstScopedTables,
	"secret"
];
function createPostgresTriggers() {
	return [
		`CREATE FUNCTION config_write_lock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ${configWriteLock}; RETURN NULL; END $$`,
		...configTables.map((table) => tableTriggers(table).lock),
		...postgresQueueTriggers(firstWords$1).flatMap((trigger) => createStatementTrigger(trigger)),
		`CREATE FUNCTION ${truncated(firstWords$1)}`,
		...configTables.map((table) => tableTriggers(table).truncated),
		"CREATE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the access log is append only'; END $$",
		"CREATE TRIGGER secret_access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secret_access_log FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()"
	];
}
function postgresQueueTriggers(words) {
	const { enqueue } = words;
	return [
		...firstScopedTables.flatMap((table) => scopedQueueTriggers(words, table)),
		{
			table: "agent",
			event: "INSERT",
			body: enqueue("SELECT name FROM after WHERE enabled")
		},
		{
			table: "agent",
			event: "UPDATE",
			body: `DELETE FROM render_queue WHERE agent IN (SELECT name FROM before EXCEPT SELECT name FROM after WHERE enabled);
      ${enqueue("SELECT name FROM (SELECT name, type FROM after WHERE enabled EXCEPT SELECT name, type FROM before WHERE enabled) moved")}`
		},
		{
			table: "agent",
			event: "DELETE",
			body: "DELETE FROM render_queue WHERE agent IN (SELECT name FROM before);"
		},
		...queueTriggers(words, "agent_type", "name, runtime", ofTypes$1("name"), { events: ["UPDATE"] }),
		...queueTriggers(words, "agent_type_config", "type, key, value", ofTypes$1("type")),
		...secretQueueTriggers(words)
	];
}
function scopedQueueTriggers(words, table, agentRows = "none") {
	return queueTriggers(words, table, "scope, scope_ref, key, enabled, value", (rows) => reached$1(table, rows, agentRows), { also: ", wide AS MATERIALIZED (SELECT scope, scope_ref, key FROM changed WHERE scope IN ('builtin', 'global'))" });
}
function secretQueueTriggers(words) {
	return queueTriggers(words, "secret", "name, version", words.naming);
}
function tableTriggers(table) {
	return {
		lock: `CREATE TRIGGER ${table}_a_lock BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION config_write_lock()`,
		truncated: `CREATE TRIGGER ${table}_truncated AFTER TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION config_truncated()`
	};
}
function truncated({ enqueue }) {
	return `config_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_TABLE_NAME = 'agent' THEN DELETE FROM render_queue; ELSE ${enqueue("SELECT name FROM agent WHERE enabled")} END IF; RETURN NULL; END $$`;
}
// src/config/schema/triggers-sqlite.ts
const sqliteNow = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
function enqueue$2(agents) {
	return `INSERT INTO render_queue (agent, seq, epoch, due_at)
    SELECT name, 1, (SELECT epoch FROM change_epoch), ${sqliteNow} FROM (${agents}) WHERE true
    ON CONFLICT (agent) DO UPDATE SET seq = seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN worker IS NULL THEN min(due_at, excluded.due_at) ELSE due_at END
    WHERE worker IS NOT NULL OR epoch <> excluded.epoch OR due_at > excluded.due_at;`;
}
function reached(table, row, which = "all", agentRows = "none") {
	const lacks = (scope, reference) => `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = ${row}.key)`;
	const lacksNarrower = `${lacks("type", "agent.type")} AND ${lacks("instance", "agent.name")}`;
	const hasAgentRows = agentRows === "builtin";
	const lacksOwn = hasAgentRows ? `AND ${lacks("builtin", "'agent:' || agent.name")} ` : "";
	const ownRows = `SELECT name FROM agent WHERE ${row}.scope = 'builtin' AND substr(${row}.scope_ref, 1, 6) = 'agent:'
      AND name = substr(${row}.scope_ref, 7) AND enabled AND ${lacks("global", "''")} AND ${lacksNarrower}`;
	const narrow = [
		...hasAgentRows ? [ownRows] : [],
		`SELECT name FROM agent WHERE ${row}.scope = 'instance' AND name = ${row}.scope_ref AND enabled`,
		`SELECT name FROM agent WHERE ${row}.scope = 'type' AND type = ${row}.scope_ref AND enabled`,
		`SELECT name FROM agent WHERE ${row}.scope = 'builtin' AND ${row}.scope_ref <> '' AND type = ${row}.scope_ref AND enabled
      ${lacksOwn}AND ${lacks("global", "''")} AND ${lacksNarrower}`
	];
	const wide = [`SELECT name FROM agent WHERE ${row}.scope = 'global' AND enabled AND ${lacksNarrower}`, `SELECT name FROM agent WHERE ${row}.scope = 'builtin' AND ${row}.scope_ref = '' AND enabled
      ${lacksOwn}AND ${lacks("builtin", "agent.type")} AND ${lacks("global", "''")} AND ${lacksNarrower}`];
	return {
		all: [...narrow, ...wide],
		narrow,
		wide
	}[which].join("\n    UNION ALL ");
}
function naming$2(row) {
	const rank = (of) => `CASE WHEN ${of}.scope = 'instance' THEN 4 WHEN ${of}.scope = 'type' THEN 3 WHEN ${of}.scope = 'global' THEN 2 WHEN ${of}.scope_ref <> '' THEN 1 ELSE 0 END`;
	const reaches = (of) => `(${of}.scope_ref = '' OR (${of}.scope IN ('builtin', 'type') AND ${of}.scope_ref = a.type) OR (${of}.scope = 'instance' AND ${of}.scope_ref = a.name))`;
	const names = `EXISTS (SELECT 1 FROM json_tree(m.value) t WHERE t.type = 'text' AND instr(t.atom, '\${SECRET:' || ${row}.name || '}') > 0)`;
	return `SELECT DISTINCT a.name FROM mcp_server m JOIN agent a ON ${reaches("m")}
    WHERE m.enabled AND a.enabled AND ${names} AND NOT EXISTS (
      SELECT 1 FROM mcp_server n WHERE n.key = m.key AND ${rank("n")} > ${rank("m")} AND ${reaches("n")}
        AND (n.scope, n.scope_ref) IN (VALUES ('builtin', a.type), ('global', ''), ('type', a.type), ('instance', a.name)))`;
}
const firstWords = {
	enqueue: enqueue$2,
	reached: (table, row) => reached(table, row),
	naming: naming$2
};
const changedRow = [
	"scope",
	"scope_ref",
	"key",
	"enabled",
	"value"
].map((column) => `OLD.${column} IS NOT NEW.${column}`).join(" OR ");
function scopedTriggers(table, { enqueue, reached }) {
	return [
		`CREATE TRIGGER ${table}_queue_insert AFTER INSERT ON ${table} BEGIN ${enqueue(reached(table, "NEW"))} END`,
		`CREATE TRIGGER ${table}_queue_update AFTER UPDATE ON ${table} WHEN ${changedRow} BEGIN ${enqueue(reached(table, "OLD"))} ${enqueue(reached(table, "NEW"))} END`,
		`CREATE TRIGGER ${table}_queue_delete AFTER DELETE ON ${table} BEGIN ${enqueue(reached(table, "OLD"))} END`
	];
}
const demand = (condition, message) => `SELECT RAISE(ABORT, '${message}') WHERE NOT (${condition});`;
const typeExists = (type) => `EXISTS (SELECT 1 FROM agent_type WHERE name = ${type})`;
const refersTo = (table, scope) => `EXISTS (SELECT 1 FROM ${table} WHERE scope = '${scope}' AND scope_ref = OLD.name)`;
function scopedReferences(table) {
	const body = [demand(`CASE WHEN NEW.scope = 'type' OR (NEW.scope = 'builtin' AND NEW.scope_ref <> '') THEN ${typeExists("NEW.scope_ref")} ELSE true END`, "scope_ref names no agent type"), demand("NEW.scope <> 'instance' OR EXISTS (SELECT 1 FROM agent WHERE name = NEW.scope_ref)", "scope_ref names no agent")].join(" ");
	return [`CREATE TRIGGER ${table}_reference_insert BEFORE INSERT ON ${table} BEGIN ${body} END`, `CREATE TRIGGER ${table}_reference_update BEFORE UPDATE OF scope, scope_ref ON ${table} BEGIN ${body} END`];
}
function scopedReferenced(table) {
	const guard = (of, rows, message) => {
		const body = demand(`NOT (${rows.join(" OR ")})`, message);
		return [`CREATE TRIGGER ${of}_${table}_referenced_delete BEFORE DELETE ON ${of} BEGIN ${body} END`, `CREATE TRIGGER ${of}_${table}_referenced_update BEFORE UPDATE OF name ON ${of} WHEN OLD.name <> NEW.name BEGIN ${body} END`];
	};
	return [...guard("agent", [refersTo(table, "instance")], "rows of scope instance refer to this agent"), ...guard("agent_type", [refersTo(table, "type"), refersTo(table, "builtin")], "rows refer to this agent type")];
}
function guards$1() {
	const statements = firstScopedTables.flatMap(scopedReferences);
	const guard = (name, event, body) => statements.push(`CREATE TRIGGER ${name} BEFORE ${event} BEGIN ${body} END`);
	for (const table of ["agent", "agent_type_config"]) {
		const body = demand(typeExists("NEW.type"), "type names no agent type");
		guard(`${table}_reference_insert`, `INSERT ON ${table}`, body);
		guard(`${table}_reference_update`, `UPDATE OF type ON ${table}`, body);
	}
	const rows = (scope) => firstScopedTables.map((table) => refersTo(table, scope));
	const agentIsFree = demand(`NOT (${rows("instance").join(" OR ")})`, "rows of scope instance refer to this agent");
	const typeRows = [
		...rows("type"),
		...rows("builtin"),
		"EXISTS (SELECT 1 FROM agent WHERE type = OLD.name)",
		"EXISTS (SELECT 1 FROM agent_type_config WHERE type = OLD.name)"
	];
	const typeIsFree = demand(`NOT (${typeRows.join(" OR ")})`, "rows refer to this agent type");
	guard("agent_referenced_delete", "DELETE ON agent", agentIsFree);
	guard("agent_referenced_update", "UPDATE OF name ON agent WHEN OLD.name <> NEW.name", agentIsFree);
	guard("agent_type_referenced_delete", "DELETE ON agent_type", typeIsFree);
	guard("agent_type_referenced_update", "UPDATE OF name ON agent_type WHEN OLD.name <> NEW.name", typeIsFree);
	return statements;
}
function createSqliteTriggers() {
	return [
		"CREATE TABLE change_epoch (epoch INTEGER NOT NULL) STRICT",
		"INSERT INTO change_epoch VALUES (1)",
		...guards$1(),
		...sqliteQueueTriggers(firstWords),
		...["UPDATE", "DELETE"].map((event) => `CREATE TRIGGER secret_access_log_no_${event.toLowerCase()} BEFORE ${event} ON secret_access_log BEGIN SELECT RAISE(ABORT, 'the access log is append only'); END`)
	];
}
function sqliteQueueTriggers(words) {
	const { enqueue } = words;
	const ofType = (type) => enqueue(`SELECT name FROM agent WHERE type = ${type} AND enabled`);
	const itself = enqueue("SELECT NEW.name AS name WHERE NEW.enabled");
	const unqueue = "DELETE FROM render_queue WHERE agent = OLD.name;";
	return [
		...firstScopedTables.flatMap((table) => scopedTriggers(table, words)),
		`CREATE TRIGGER agent_queue_insert AFTER INSERT ON agent BEGIN ${itself} END`,
		`CREATE TRIGGER agent_queue_update AFTER UPDATE ON agent
      WHEN OLD.type <> NEW.type OR OLD.enabled <> NEW.enabled OR OLD.name <> NEW.name BEGIN
      DELETE FROM render_queue WHERE agent = OLD.name AND (OLD.name <> NEW.name OR NOT NEW.enabled); ${itself} END`,
		`CREATE TRIGGER agent_queue_delete AFTER DELETE ON agent BEGIN ${unqueue} END`,
		`CREATE TRIGGER agent_type_queue_update AFTER UPDATE ON agent_type WHEN OLD.runtime <> NEW.runtime BEGIN ${ofType("NEW.name")} END`,
		`CREATE TRIGGER agent_type_config_queue_insert AFTER INSERT ON agent_type_config BEGIN ${ofType("NEW.type")} END`,
		`CREATE TRIGGER agent_type_config_queue_update AFTER UPDATE ON agent_type_config
      WHEN OLD.type <> NEW.type OR OLD.key <> NEW.key OR OLD.value <> NEW.value BEGIN ${ofType("OLD.type")} ${ofType("NEW.type")} END`,
		`CREATE TRIGGER agent_type_config_queue_delete AFTER DELETE ON agent_type_config BEGIN ${ofType("OLD.type")} END`,
		...secretTriggers(words, "secret_queue")
	];
}
function secretTriggers({ enqueue, naming }, name) {
	return [
		`CREATE TRIGGER ${name}_insert AFTER INSERT ON secret BEGIN ${enqueue(naming("NEW"))} END`,
		`CREATE TRIGGER ${name}_update AFTER UPDATE ON secret WHEN OLD.version <> NEW.version OR OLD.name <> NEW.name BEGIN
      ${enqueue(naming("OLD"))} ${enqueue(naming("NEW"))} END`,
		`CREATE TRIGGER ${name}_delete AFTER DELETE ON secret BEGIN ${enqueue(naming("OLD"))} END`
	];
}
// src/config/schema/migrations/0001-initial.ts
const initial = {
	version: 1,
	summary: "tables, constraints, references, the render queue's triggers, the access log",
	minReader: 1,
	minWriter: 1,
	statements: (kind) => [...createTables(kind), ...kind === "sqlite" ? createSqliteTriggers() : createPostgresTriggers()]
};
// src/config/schema/access-chain-tables.ts
const sqliteRules = {
	line: [
		["EXISTS (SELECT 1 FROM secret_access_log WHERE id = NEW.id)", "the access log is append only"],
		["NEW.session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM secret_access_session WHERE session = NEW.session)", "the session of the line is not there"],
		["NEW.session IS NOT NULL AND NEW.seq IS NOT 1 + coalesce((SELECT max(seq) FROM secret_access_log WHERE session = NEW.session), 0)", "the line is not the next of its session"]
	],
	session: [["NEW.number IS NOT 1 + coalesce((SELECT max(number) FROM secret_access_session), 0) OR EXISTS (SELECT 1 FROM secret_access_session WHERE session = NEW.session)", "the session is not the next"]]
};
function createAccessChain(kind) {
	const [text, integer] = kind === "sqlite" ? ["TEXT", "INTEGER"] : [`TEXT COLLATE "C"`, "BIGINT"];
	return [
		`CREATE TABLE secret_access_session (number ${integer} PRIMARY KEY CHECK (number > 0),
      session ${text} NOT NULL UNIQUE CHECK (session <> ''), ${[
			"key_id",
			"started",
			"noted",
			"previous",
			"hash"
		].map((name) => `${name} ${text} NOT NULL`).join(", ")})${kind === "sqlite" ? " STRICT" : ""}`,
		`ALTER TABLE secret_access_log ADD COLUMN session ${text}${kind === "postgres" ? " REFERENCES secret_access_session (session)" : ""}`,
		`ALTER TABLE secret_access_log ADD COLUMN seq ${integer}`,
		`ALTER TABLE secret_access_log ADD COLUMN previous ${text}`,
		`ALTER TABLE secret_access_log ADD COLUMN hash ${text}`,
		"CREATE UNIQUE INDEX secret_access_log_chain ON secret_access_log (session, seq)",
		...kind === "sqlite" ? sqliteGuards$3() : postgresGuards$3()
	];
}
const replacePostgresLineGuard = `CREATE OR REPLACE FUNCTION access_line_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.session IS NOT NULL AND NEW.seq IS DISTINCT FROM
    1 + coalesce((SELECT seq FROM secret_access_log WHERE session = NEW.session ORDER BY seq DESC LIMIT 1), 0)
  THEN RAISE EXCEPTION 'the line is not the next of its session'; END IF; RETURN NEW; END $$`;
function sqliteGuards$3() {
	const body = (rules) => rules.map(([wrong, message]) => `SELECT RAISE(ABORT, '${message}') WHERE ${wrong};`).join(" ");
	return [
		`CREATE TRIGGER secret_access_log_next BEFORE INSERT ON secret_access_log BEGIN ${body(sqliteRules.line)} END`,
		`CREATE TRIGGER secret_access_log_last AFTER INSERT ON secret_access_log BEGIN
      SELECT RAISE(ABORT, 'the line is not the last of the access log')
      WHERE NEW.id IS NOT 1 + coalesce((SELECT max(id) FROM secret_access_log WHERE id < NEW.id), 0)
        OR EXISTS (SELECT 1 FROM secret_access_log WHERE id > NEW.id); END`,
		`CREATE TRIGGER secret_access_session_next BEFORE INSERT ON secret_access_session BEGIN ${body(sqliteRules.session)} END`,
		...["UPDATE", "DELETE"].map((event) => `CREATE TRIGGER secret_access_session_no_${event.toLowerCase()} BEFORE ${event} ON secret_access_session BEGIN SELECT RAISE(ABORT, 'the access log is append only'); END`)
	];
}
function postgresGuards$3() {
	return [
		`CREATE FUNCTION access_line_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.session IS NOT NULL AND NEW.seq IS DISTINCT FROM 1 + coalesce((SELECT max(seq) FROM secret_access_log WHERE session = NEW.session), 0)
      THEN RAISE EXCEPTION 'the line is not the next of its session'; END IF; RETURN NEW; END $$`,
		"CREATE TRIGGER secret_access_log_next BEFORE INSERT ON secret_access_log FOR EACH ROW EXECUTE FUNCTION access_line_next()",
		`CREATE FUNCTION access_session_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.number IS DISTINCT FROM 1 + coalesce((SELECT max(number) FROM secret_access_session), 0)
      THEN RAISE EXCEPTION 'the session is not the next'; END IF; RETURN NEW; END $$`,
		"CREATE TRIGGER secret_access_session_next BEFORE INSERT ON secret_access_session FOR EACH ROW EXECUTE FUNCTION access_session_next()",
		"CREATE TRIGGER secret_access_session_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secret_access_session FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()"
	];
}
// src/config/schema/always-fire.ts
function alwaysFire() {
	return [`DO $$ DECLARE found record; BEGIN
      FOR found IN SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'secret_access_log'::regclass)
          AND NOT t.tgisinternal AND t.tgenabled = 'O'
      LOOP EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', found.relname, found.tgname); END LOOP;
    END $$`];
}
// src/config/schema/replace-guards.ts
const keys = {
	agent_type: ["name"],
	agent_type_config: ["type", "key"],
	secret: ["name"],
	...Object.fromEntries(firstScopedTables.map((table) => [table, [
		"scope",
		"scope_ref",
		"key"
	]]))
};
const guard = (name, event, taken) => `CREATE TRIGGER ${name} BEFORE ${event} BEGIN SELECT RAISE(ABORT, 'the write would replace another row') WHERE EXISTS (${taken}); END`;
function replaceGuard(table, columns) {
	const changed = columns.map((column) => `OLD.${column} <> NEW.${column}`).join(" OR ");
	const same = columns.map((column) => `${column} = NEW.${column}`).join(" AND ");
	return guard(`${table}_replace_update`, `UPDATE OF ${columns.join(", ")} ON ${table} WHEN ${changed}`, `SELECT 1 FROM ${table} WHERE ${same}`);
}
function replaceGuards() {
	const ofType = enqueue$2("SELECT name FROM agent WHERE type = NEW.name AND enabled");
	return [
		...Object.entries(keys).map(([table, columns]) => replaceGuard(table, columns)),
		guard("agent_replace_insert", "INSERT ON agent", "SELECT 1 FROM agent WHERE lower(name) = lower(NEW.name) AND name <> NEW.name"),
		guard("agent_replace_update", "UPDATE OF name ON agent WHEN OLD.name <> NEW.name", "SELECT 1 FROM agent WHERE lower(name) = lower(NEW.name) AND name <> OLD.name"),
		guard("secret_nonce_insert", "INSERT ON secret", "SELECT 1 FROM secret WHERE key_id = NEW.key_id AND nonce = NEW.nonce AND name <> NEW.name"),
		guard("secret_nonce_update", "UPDATE OF key_id, nonce ON secret", "SELECT 1 FROM secret WHERE key_id = NEW.key_id AND nonce = NEW.nonce AND name <> OLD.name"),
		`CREATE TRIGGER agent_type_queue_insert AFTER INSERT ON agent_type BEGIN ${ofType} END`,
		`CREATE TRIGGER agent_unqueue_insert AFTER INSERT ON agent WHEN NOT NEW.enabled BEGIN
      DELETE FROM render_queue WHERE agent = NEW.name; END`
	];
}
// src/config/schema/migrations/0002-chains-and-guards.ts
const chainsAndGuards = {
	version: 2,
	summary: "chains of the access log, guards against writes that replace a row, the oldest programs that can go on",
	minReader: 2,
	minWriter: 2,
	statements: (kind) => [
		"ALTER TABLE identikit_schema ADD COLUMN speaks_for INTEGER NOT NULL DEFAULT 0",
		"ALTER TABLE identikit_schema ADD COLUMN min_reader INTEGER NOT NULL DEFAULT 1",
		"ALTER TABLE identikit_schema ADD COLUMN min_writer INTEGER NOT NULL DEFAULT 1",
		...createAccessChain(kind),
		...kind === "sqlite" ? replaceGuards() : alwaysFire()
	]
};
// src/config/schema/queue-sqlite.ts
const allDue = `((SELECT count(*) FROM render_queue WHERE epoch = (SELECT epoch FROM change_epoch)
  AND worker IS NULL AND attempts = 0 AND +due_at <= (SELECT ${sqliteNow})) = (SELECT count(*) FROM agent WHERE enabled))`;
function enqueue$1(agents) {
	return `INSERT INTO render_queue (agent, seq, epoch, due_at)
    SELECT name, 1, (SELECT epoch FROM change_epoch), ${sqliteNow} FROM (${agents}) WHERE true
    ON CONFLICT (agent) DO UPDATE SET seq = seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN worker IS NULL THEN min(due_at, excluded.due_at) ELSE due_at END,
      attempts = 0, failed_at = NULL, error_code = NULL, error_message = NULL
    WHERE worker IS NOT NULL OR epoch <> excluded.epoch OR due_at > excluded.due_at OR attempts > 0;`;
}
const servers = {
	table: "mcp_server",
	secrets: "row_secret"
};
function naming$1(row, { table, secrets } = servers, agentRows = "none") {
	const lacks = (scope, reference) => `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = r.key)`;
	const [instance, type] = [lacks("instance", "a.name"), lacks("type", "a.type")];
	const [global, ofType] = [lacks("global", "''"), lacks("builtin", "a.type")];
	const someLeft = `CASE WHEN r.scope IS NULL THEN 1 ELSE NOT ${allDue} END`;
	const through = (where, agents, ...narrower) => `SELECT a.name AS name FROM ${secrets} r CROSS JOIN ${table} m CROSS JOIN agent a
      WHERE r.secret = ${row}.name AND ${where} AND m.scope = r.scope AND m.scope_ref = r.scope_ref AND m.key = r.key
        AND m.enabled AND ${agents} AND a.enabled${narrower.map((lacking) => ` AND ${lacking}`).join("")}`;
	const own = agentRows === "builtin" ? [lacks("builtin", "'agent:' || a.name")] : [];
	return [
		...own.length > 0 ? [through("r.scope = 'builtin' AND substr(r.scope_ref, 1, 6) = 'agent:'", "a.name = substr(r.scope_ref, 7)", global, type, instance)] : [],
		through("r.scope = 'instance'", "a.name = r.scope_ref"),
		through("r.scope = 'type'", "a.type = r.scope_ref", instance),
		through("r.scope = 'global'", someLeft, type, instance),
		through("r.scope = 'builtin' AND r.scope_ref <> ''", "a.type = r.scope_ref", ...own, global, type, instance),
		through("r.scope = 'builtin' AND r.scope_ref = ''", someLeft, ...own, ofType, global, type, instance)
	].join(" UNION ");
}
const isWide = (row) => `(${row}.scope = 'global' OR (${row}.scope = 'builtin' AND ${row}.scope_ref = ''))`;
function wideTriggers(table, agentRows = "none") {
	const reach = (row) => enqueue$1(`SELECT name FROM (${reached(table, row, "wide", agentRows)}) WHERE NOT ${allDue}`);
	return [
		`CREATE TRIGGER ${table}_wide_insert AFTER INSERT ON ${table} WHEN ${isWide("NEW")} BEGIN ${reach("NEW")} END`,
		`CREATE TRIGGER ${table}_wide_update AFTER UPDATE ON ${table} WHEN (${isWide("OLD")} OR ${isWide("NEW")}) AND (${changedRow})
      BEGIN ${reach("OLD")} ${reach("NEW")} END`,
		`CREATE TRIGGER ${table}_wide_delete AFTER DELETE ON ${table} WHEN ${isWide("OLD")} BEGIN ${reach("OLD")} END`
	];
}
const latestSqliteWords = {
	enqueue: enqueue$1,
	naming: naming$1
};
function replaceSqliteQueueTriggers() {
	const triggers = sqliteQueueTriggers({
		enqueue: enqueue$1,
		reached: (table, row) => reached(table, row, "narrow"),
		naming: (row) => naming$1(row)
	});
	const ofType = enqueue$1("SELECT name FROM agent WHERE type = NEW.name AND enabled");
	return [...[...triggers, `CREATE TRIGGER agent_type_queue_insert AFTER INSERT ON agent_type BEGIN ${ofType} END`].flatMap((trigger) => [`DROP TRIGGER ${/^CREATE TRIGGER (\w+) /.exec(trigger)?.[1]}`, trigger]), ...firstScopedTables.flatMap((table) => wideTriggers(table))];
}
// src/config/schema/queue-postgres.ts
const interpreted = "SET jit = off ";
const throughIndexes = `${interpreted}SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off `;
function enqueue(agents) {
	return `INSERT INTO render_queue AS q (agent, seq, epoch, due_at)
    SELECT name, 1, pg_current_xact_id()::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM (${agents}) due GROUP BY name ORDER BY name
    ON CONFLICT (agent) DO UPDATE SET seq = q.seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN q.worker IS NULL THEN least(q.due_at, excluded.due_at) ELSE q.due_at END,
      attempts = 0, failed_at = NULL, error_code = NULL, error_message = NULL
    WHERE q.worker IS NOT NULL OR q.epoch <> excluded.epoch OR q.due_at > excluded.due_at OR q.attempts > 0;`;
}
function naming(rows, { table, secrets } = servers, agentRows = "none") {
	const lacks = (scope, reference) => `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = m.key)`;
	const [instance, type] = [lacks("instance", "a.name"), lacks("type", "a.type")];
	const [global, ofType] = [lacks("global", "''"), lacks("builtin", "a.type")];
	const through = (where, agents, ...narrower) => `SELECT a.name FROM (SELECT DISTINCT r.scope, r.scope_ref, r.key FROM ${rows} s JOIN ${secrets} r ON r.secret = s.name WHERE ${where}) r
      JOIN ${table} m ON m.scope = r.scope AND m.scope_ref = r.scope_ref AND m.key = r.key AND m.enabled
      JOIN agent a ON ${agents} AND a.enabled
      ${narrower.length > 0 ? `WHERE ${narrower.join(" AND ")}` : ""}`;
	const own = agentRows === "builtin" ? [lacks("builtin", "'agent:' || a.name")] : [];
	return [
		...own.length > 0 ? [through("r.scope = 'builtin' AND r.scope_ref LIKE 'agent:%'", "'agent:' || a.name = m.scope_ref", global, type, instance)] : [],
		through("r.scope = 'instance'", "a.name = m.scope_ref"),
		through("r.scope = 'type'", "a.type = m.scope_ref", instance),
		through("r.scope = 'global'", "TRUE", type, instance),
		through("r.scope = 'builtin' AND r.scope_ref <> ''", "a.type = m.scope_ref", ...own, global, type, instance),
		through("r.scope = 'builtin' AND r.scope_ref = ''", "TRUE", ...own, ofType, global, type, instance)
	].join(" UNION ALL ");
}
const latestPostgresWords = {
	enqueue,
	naming
};
function replacePostgresQueueTriggers() {
	const words = {
		enqueue,
		naming: (rows) => naming(rows)
	};
	return [...postgresQueueTriggers(words).map((trigger) => replaceStatementTrigger(trigger, trigger.table === "secret" ? throughIndexes : interpreted)), `CREATE OR REPLACE FUNCTION ${truncated(words)}`];
}
// src/config/schema/row-secret-postgres.ts
function namedBy$2(rows, secrets) {
	return `INSERT INTO ${secrets} (secret, scope, scope_ref, key)
    SELECT DISTINCT named[1], m.scope, m.scope_ref, m.key
    FROM ${rows} m, jsonb_path_query(m.value::jsonb, 'strict $.** ? (@.type() == "string")') string,
      regexp_matches(string #>> '{}', '\\$\\{SECRET:([A-Za-z_][A-Za-z0-9_]{0,127})\\}', 'g') named
    WHERE position('{SECRET:' IN m.value) > 0 OR position('\\u' IN m.value) > 0`;
}
const only$1 = (side, other) => `(SELECT scope, scope_ref, key, value FROM ${side} EXCEPT SELECT scope, scope_ref, key, value FROM ${other})`;
function createPostgresRowSecrets({ table, secrets } = servers) {
	const forget = (rows) => `DELETE FROM ${secrets} r USING ${rows} gone WHERE r.scope = gone.scope AND r.scope_ref = gone.scope_ref AND r.key = gone.key;`;
	const text = `TEXT COLLATE "C" NOT NULL`;
	const [inserted, updated, deleted] = [
		"INSERT",
		"UPDATE",
		"DELETE"
	].map((event) => {
		const work = {
			INSERT: `${namedBy$2("after", secrets)};`,
			UPDATE: `${forget(only$1("before", "after"))} ${namedBy$2(only$1("after", "before"), secrets)};`,
			DELETE: forget("before")
		}[event];
		const body = `IF EXISTS (SELECT 1 FROM ${event === "DELETE" ? "before" : "after"}) THEN ${work} END IF;`;
		const name = `${table}_secrets_${event.toLowerCase()}`;
		return createStatementTrigger({
			table,
			event,
			body
		}, name, throughIndexes);
	});
	return [
		`CREATE TABLE ${secrets} (secret ${text}, scope ${text}, scope_ref ${text}, key ${text}, PRIMARY KEY (secret, scope, scope_ref, key))`,
		`CREATE INDEX ${secrets}_row ON ${secrets} (scope, scope_ref, key)`,
		namedBy$2(table, secrets),
		...inserted,
		...updated,
		...deleted,
		`CREATE FUNCTION ${secrets}_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM ${secrets}; RETURN NULL; END $$`,
		`CREATE TRIGGER ${table}_secrets_truncated AFTER TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${secrets}_truncated()`
	];
}
// src/config/schema/row-secret-sqlite.ts
function namedBy$1(server, from = "") {
	const [found, opening] = ["substr(s.value, 1, instr(s.value, '}') - 1)", "${SECRET:"];
	return `SELECT DISTINCT ${found}, ${server}.scope, ${server}.scope_ref, ${server}.key
    FROM ${from}json_tree(${server}.value) t, json_each('[' || replace(json_quote(t.atom), '${opening}', '","') || ']') s
    WHERE t.type = 'text' AND instr(t.atom, '${opening}') > 0 AND s.key > 0
      AND ${found} GLOB '[A-Za-z_]*' AND ${found} NOT GLOB '*[^A-Za-z0-9_]*' AND length(${found}) <= 128`;
}
const mayName = (row) => `(instr(${row}.value, '{SECRET:') > 0 OR instr(${row}.value, '\\u') > 0)`;
function createSqliteRowSecrets({ table, secrets } = servers) {
	const forget = (row) => `DELETE FROM ${secrets} WHERE scope = ${row}.scope AND scope_ref = ${row}.scope_ref AND key = ${row}.key;`;
	const note = `INSERT INTO ${secrets} ${namedBy$1("NEW")} AND ${mayName("NEW")};`;
	return [
		`CREATE TABLE ${secrets} (secret TEXT NOT NULL, scope TEXT NOT NULL, scope_ref TEXT NOT NULL, key TEXT NOT NULL,
      PRIMARY KEY (secret, scope, scope_ref, key)) STRICT, WITHOUT ROWID`,
		`CREATE INDEX ${secrets}_row ON ${secrets} (scope, scope_ref, key)`,
		`INSERT INTO ${secrets} ${namedBy$1("m", `${table} m, `)} AND ${mayName("m")}`,
		`CREATE TRIGGER ${table}_secrets_insert AFTER INSERT ON ${table} BEGIN ${forget("NEW")} ${note} END`,
		`CREATE TRIGGER ${table}_secrets_update AFTER UPDATE OF scope, scope_ref, key, value ON ${table}
      WHEN OLD.value <> NEW.value OR OLD.scope <> NEW.scope OR OLD.scope_ref <> NEW.scope_ref OR OLD.key <> NEW.key
      BEGIN ${forget("OLD")} ${forget("NEW")} ${note} END`,
		`CREATE TRIGGER ${table}_secrets_delete AFTER DELETE ON ${table} BEGIN ${forget("OLD")} END`
	];
}
// src/config/schema/name-rule.ts
function characters(length, set, first = set) {
	return {
		sqlite: (column) => `${column} GLOB '[${first}]*' AND ${column} NOT GLOB '*[^${set}]*' AND length(${column}) <= ${length}`,
		postgres: (column) => `${column} ~ '^[${first}][${set}]*$' AND length(${column}) <= ${length}`
	};
}
function base64(length, padding) {
	const content = (column) => `rtrim(${column}, '=')`;
	const lengths = (column) => `length(${content(column)}) BETWEEN ${length.join(" AND ")} AND length(${column}) - length(${content(column)}) BETWEEN ${padding.join(" AND ")}`;
	return {
		sqlite: (column) => `${content(column)} NOT GLOB '*[^A-Za-z0-9+/]*' AND ${lengths(column)}`,
		postgres: (column) => `${content(column)} ~ '^[A-Za-z0-9+/]*$' AND ${lengths(column)}`
	};
}
const aKey = {
	problem: `is longer than 256 characters`,
	sqlite: (column) => `length(${column}) <= 256`,
	postgres: (column) => `length(${column}) <= 256`
};
const version$2 = {
	sqlite: (column) => `${column} GLOB '[0-9]*.${"[0-9a-f]".repeat(16)}' AND length(${column}) <= 32 AND substr(${column}, 1, length(${column}) - 17) NOT GLOB '*[^0-9]*'`,
	postgres: (column) => `${column} ~ '^[0-9]{1,15}\\.[0-9a-f]{16}$'`
};
const secretName = {
	sqlite: (column) => `${word.sqlite(column)} AND ${notReserved(column)}`,
	postgres: (column) => `${word.postgres(column)} AND ${notReserved(column)}`
};
const word = characters(128, "A-Za-z0-9_", "A-Za-z_");
const notReserved = (column) => `upper(${column}) NOT IN ('KEYS', 'KEYS_FILE')`;
const isText = { problem: "is not UTF-8, or holds the character NUL" };
const columnRules = [
	{
		table: "agent_type",
		column: "name",
		...isText
	},
	{
		table: "agent",
		column: "name",
		...isText
	},
	...firstScopedTables.map((table) => ({
		table,
		column: "key",
		...isText
	})),
	{
		table: "agent_type",
		column: "runtime",
		...aKey
	},
	{
		table: "agent_type_config",
		column: "key",
		...aKey
	},
	{
		table: "secret",
		column: "name",
		problem: "is not one that a secret may have",
		...secretName
	},
	{
		table: "secret",
		column: "version",
		problem: "is malformed",
		...version$2
	},
	{
		table: "secret",
		column: "key_id",
		problem: "is malformed",
		...characters(64, "A-Za-z0-9._-")
	},
	{
		table: "secret",
		column: "nonce",
		problem: "does not have its length",
		...base64([16, 16], [0, 0])
	},
	{
		table: "secret",
		column: "tag",
		problem: "does not have its length",
		...base64([22, 22], [2, 2])
	},
	{
		table: "secret",
		column: "ciphertext",
		problem: "is not base64",
		...base64([1, maxCiphertextLength], [0, 2])
	}
];
// src/config/schema/value-rule-postgres.ts
function postgresValueRule(value) {
	const outside = outsideStrings$1(value);
	return `CASE
    WHEN octet_length(${value}) > ${maxValueBytes} OR position(chr(10) IN ${value}) > 0 OR position(chr(13) IN ${value}) > 0 THEN FALSE
    WHEN position('\\u' IN ${value}) > 0 AND replace(${value}, '\\\\', '__') ~ '${oddEscape$1}' THEN FALSE
    WHEN length(${value}) - length(translate(${value}, '[{', '')) > 64
      AND regexp_replace(translate(${outside}, '{}', '[]'), '[^][]', '', 'g') !~ '${depthPattern()}' THEN FALSE
    WHEN ${value} ~ '(?:^|[:,[])[ \\t]*-?[0-9]' AND ${outside} ~ '${inexactNumber$1()}' THEN FALSE
    WHEN position('\\' IN ${value}) = 0 THEN ${members(value)} = ${members(`${value}::jsonb::text`)}
    ELSE ${members(outside)} = ${members(outsideStrings$1(`${value}::jsonb::text`))} END`;
}
function outsideStrings$1(value) {
	return `regexp_replace(${value}, '"(?:[^"\\\\]|\\\\.)*"', '', 'g')`;
}
function members(text) {
	return `length(${text}) - length(replace(${text}, ':', ''))`;
}
const oddEscape$1 = [
	"\\\\u0000",
	"\\\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\\\u[dD][c-fC-F])",
	"(?<!\\\\u[dD][89abAB][0-9a-fA-F]{2})\\\\u[dD][c-fC-F]"
].join("|");
function depthPattern() {
	return `^${Array.from({ length: 64 }).reduce((inner) => `(?:\\[${inner}\\])*`, "")}$`;
}
function inexactNumber$1() {
	return [
		"[0-9][eE]",
		"\\.[0-9]*0(?![0-9])",
		"-0(?![.0-9])",
		"(?<![0-9])0\\.0{6}",
		`0\\.0*[1-9][0-9]{15}`,
		`(?<![0-9.])(?!(?:${atMost(largestExact)})(?![0-9.]))[1-9](?:\\.?[0-9]){15}`
	].join("|");
}
function atMost(limit) {
	return [limit, ...[...limit].flatMap((digit, index) => {
		const lowest = index === 0 ? 1 : 0;
		const rest = limit.length - index - 1;
		return Number(digit) > lowest ? [`${limit.slice(0, index)}[${lowest}-${Number(digit) - 1}]${rest > 0 ? `[0-9]{${rest}}` : ""}`] : [];
	})].join("|");
}
// src/config/schema/value-rule-sqlite.ts
function sqliteValueFaults(value) {
	const numbers = `EXISTS (SELECT 1 FROM json_tree(${value}) WHERE type IN ('integer', 'real'))`;
	const brackets = `length(${value}) - length(replace(replace(${value}, '[', ''), '{', ''))`;
	return [
		["the value holds the character NUL", `instr(${value}, char(0)) > 0`],
		[`the value is larger than ${maxValueBytes} bytes`, `length(CAST(${value} AS BLOB)) > ${maxValueBytes}`],
		["the value is not UTF-8", `NOT ${sqliteUtf8(value)}`],
		["the value is not JSON on one line", `NOT json_valid(${value}) OR instr(${value}, char(10)) > 0 OR instr(${value}, char(13)) > 0`],
		["the value escapes NUL or half of a surrogate pair", `instr(${value}, '\\u') > 0 AND (${oddEscape(value)})`],
		[`the value is nested more than 64 levels deep`, `${brackets} > 64 AND (${tooDeep(value)})`],
		["the value holds a number that does not come back as it is written", `${numbers} AND (${inexactNumber(value)})`],
		["the value has a key twice in one object", `EXISTS (SELECT 1 FROM json_tree(${value}) WHERE typeof(key) = 'text' GROUP BY parent, key HAVING count(*) > 1)`]
	];
}
function sqliteValueRule(value) {
	return `CASE ${sqliteValueFaults(value).map(([, condition]) => `WHEN ${condition} THEN 0`).join(" ")} ELSE 1 END`;
}
function sqliteUtf8(text) {
	const ascii = (of) => `${of} NOT GLOB '*[^' || char(1) || '-' || char(127) || ']*'`;
	const replacements = [
		...byteClasses.flatMap(([to, first, last]) => Array.from({ length: last - first + 1 }, (_, index) => [bytes(first + index), bytes(to)])),
		...pickyLeads.map(([lead, second, to]) => [bytes(lead, second), bytes(to, second)]),
		[bytes(144), bytes(128)],
		[bytes(160), bytes(128)],
		[bytes(241, 128, 128, 128), "'.'"],
		[bytes(225, 128, 128), "'.'"],
		[bytes(194, 128), "'.'"]
	];
	return `CASE WHEN ${ascii(text)} THEN 1 ELSE (${inSteps(text, replacements, ascii)}) END`;
}
const byteClasses = [
	[
		128,
		129,
		143
	],
	[
		144,
		145,
		159
	],
	[
		160,
		161,
		191
	],
	[
		194,
		195,
		223
	],
	[
		225,
		226,
		236
	],
	[
		225,
		238,
		239
	],
	[
		241,
		242,
		243
	]
];
const pickyLeads = [
	[
		224,
		160,
		225
	],
	[
		237,
		128,
		225
	],
	[
		237,
		144,
		225
	],
	[
		240,
		144,
		241
	],
	[
		240,
		160,
		241
	],
	[
		244,
		128,
		241
	]
];
function bytes(...values) {
	return `CAST(x'${Buffer.from(values).toString("hex")}' AS TEXT)`;
}
const nestedCalls = 6;
function replaced$1(text, replacements) {
	return replacements.reduce((inner, [from, to]) => `replace(${inner}, ${from}, ${to})`, text);
}
function inSteps(text, replacements, condition) {
	const steps = [];
	for (let at = 0; at < replacements.length; at += nestedCalls) {
		const from = at === 0 ? "" : ` FROM step${steps.length - 1}`;
		const some = replaced$1(at === 0 ? text : "v", replacements.slice(at, at + nestedCalls));
		steps.push(`step${steps.length}(v) AS (SELECT ${some}${from})`);
	}
	return `WITH ${steps.join(", ")} SELECT ${condition("v")} FROM step${steps.length - 1}`;
}
const escapesOnly = (value) => `replace(${value}, '\\\\', '__')`;
function oddEscape(value) {
	const text = `('......' || ${escapesOnly(value)})`;
	const [high, low] = ["\\u[dD][89abAB]??", "\\u[dD][c-fC-F]*"];
	return [
		"*\\u0000*",
		...[
			"[^\\]",
			"\\[^u]",
			"\\u[^dD]",
			"\\u[dD][^c-fC-F]"
		].map((next) => `*${high}${next}*`),
		...[
			"[^\\]?????",
			"?[^u]????",
			"??[^dD]???",
			"???[^89abAB]??"
		].map((before) => `*${before}${low}`)
	].map((pattern) => `${text} GLOB '${pattern}'`).join(" OR ");
}
function outsideStrings(value) {
	return `(SELECT group_concat(value, ' ') FROM json_each(${pieces(replaced$1(escapesOnly(value), [
		["'\\\"'", "'__'"],
		["'\\'", "'_'"],
		["char(9)", "' '"]
	]), "\"")}) WHERE key % 2 = 0)`;
}
function pieces(text, separator) {
	return `'["' || replace(${text}, '${separator}', '","') || '"]'`;
}
function tooDeep(value) {
	const without = (character) => [`'${character}'`, "''"];
	const others = [..."0123456789.-+eEtrufalsn:, "].map(without);
	const levels = Array.from({ length: 64 }, () => without("[]"));
	const steps = [
		...others,
		["'{'", "'['"],
		["'}'", "']'"],
		...levels
	];
	return inSteps(outsideStrings(value), steps, (left) => `${left} <> ''`);
}
function inexactNumber(value) {
	const marks = [..."{}[]:,"].map((character) => [`'${character}'`, "' '"]);
	const digits = "ltrim(replace(value, '.', ''), '-0')";
	const bad = [
		"value GLOB '*[eE]*'",
		"value = '-0'",
		"(value GLOB '*.*' AND value GLOB '*0')",
		"ltrim(value, '-') GLOB '0.000000*'",
		`length(${digits}) > 16`,
		`(length(${digits}) > 15 AND (value GLOB '*.*' OR ${digits} > '${largestExact}'))`
	].join(" OR ");
	const tokens = (text) => `EXISTS (SELECT 1 FROM json_each(${pieces(text, " ")}) WHERE value GLOB '[-0-9]*' AND (${bad}))`;
	return inSteps(outsideStrings(value), marks, tokens);
}
// src/config/schema/value-guards.ts
const valueTables = ["agent_type_config", ...firstScopedTables.filter((table) => table !== "plugin_binding")];
function createValueGuards(kind) {
	return kind === "sqlite" ? sqliteGuards$2() : postgresGuards$2();
}
function sqliteGuards$2() {
	return [
		"CREATE VIEW checked_value (value) AS SELECT ''",
		`CREATE TRIGGER checked_value_rule INSTEAD OF INSERT ON checked_value BEGIN ${sqliteValueFaults("NEW.value").map(([problem, condition]) => abort$1(problem, condition)).join(" ")} END`,
		"CREATE VIEW checked_text (text) AS SELECT ''",
		`CREATE TRIGGER checked_text_rule INSTEAD OF INSERT ON checked_text BEGIN ${abort$1("the text is not UTF-8, or holds the character NUL", notText("NEW.text"))} END`,
		...valueTables.flatMap(sqliteValueGuard),
		...columnRules.flatMap(sqliteColumnGuard)
	];
}
const abort$1 = (problem, wrong) => `SELECT RAISE(ABORT, '${problem}') WHERE ${wrong};`;
const after = (name, table, column, body) => [`CREATE TRIGGER ${name}_insert AFTER INSERT ON ${table} BEGIN ${body} END`, `CREATE TRIGGER ${name}_update AFTER UPDATE OF ${column} ON ${table} BEGIN ${body} END`];
function sqliteValueGuard(table) {
	return after(`${table}_value`, table, "value", "INSERT INTO checked_value (value) VALUES (NEW.value);");
}
function sqliteColumnGuard({ table, column, problem, sqlite }) {
	const body = `INSERT INTO checked_text (text) VALUES (NEW.${column});${sqlite ? ` ${abort$1(`the ${column} ${problem}`, `NOT (${sqlite(`NEW.${column}`)})`)}` : ""}`;
	return after(`${table}_${column}_text`, table, column, body);
}
function createTableGuards(table, kind, texts = ["key"]) {
	if (kind === "postgres") return [postgresValueGuard(table)];
	return [...sqliteValueGuard(table), ...texts.flatMap((column) => sqliteColumnGuard({
		table,
		column,
		...isText
	}))];
}
function notText(column) {
	return `instr(${column}, char(0)) > 0 OR NOT ${sqliteUtf8(column)}`;
}
function postgresGuards$2() {
	return [...valueTables.map(postgresValueGuard), ...columnRules.flatMap(({ table, column, postgres }) => postgres ? [`ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_text CHECK (${postgres(column)})`] : [])];
}
function postgresValueGuard(table) {
	return `ALTER TABLE ${table} ADD CONSTRAINT ${table}_value_text CHECK (${postgresValueRule("value")})`;
}
const valueGuardRules = [{
	problem: "has a value that not every database and reader takes, or takes alike",
	remedy: `Write the value again: at most ${maxValueBytes} bytes, no key twice, no \\u0000 or half of a surrogate pair, numbers of at most 15 digits written plainly.`,
	query: (kind) => valueTables.map((table) => {
		const rule = (kind === "sqlite" ? sqliteValueRule : postgresValueRule)(`${table}.value`);
		return `SELECT ${nameOf(table)} AS row FROM ${table} WHERE NOT (${rule})`;
	}).join(" UNION ALL ")
}, ...columnRules.map((rule) => ({
	problem: `has a ${rule.column} that ${rule.problem}`,
	remedy: `Give it another ${rule.column}, or delete the row.`,
	query: (kind) => `SELECT ${nameOf(rule.table)} AS row FROM ${rule.table} WHERE ${broken$1(rule, kind)}`
}))];
function broken$1({ column, sqlite, postgres }, kind) {
	if (kind === "postgres") return postgres ? `NOT (${postgres(column)})` : "FALSE";
	return sqlite ? `${notText(column)} OR NOT (${sqlite(column)})` : notText(column);
}
function nameOf(table) {
	if (table === "agent_type_config") return `'${table} ' || type || '/' || key`;
	if (!isScopedTable(table)) return `'${table} ' || name`;
	return `'${table} ' || scope || ' ' || scope_ref || '/' || key`;
}
// src/config/schema/migrations/0003-row-secrets.ts
const rowSecrets = {
	version: 3,
	summary: "which row names which secret, failed attempts in the render queue, one rule of values for both databases",
	minReader: 2,
	minWriter: 2,
	rules: valueGuardRules,
	statements: (kind) => [
		...createValueGuards(kind),
		...kind === "sqlite" ? createSqliteRowSecrets() : createPostgresRowSecrets(),
		...queueColumns(kind),
		...kind === "sqlite" ? replaceSqliteQueueTriggers() : [...replacePostgresQueueTriggers(), ...alwaysFire()]
	]
};
function queueColumns(kind) {
	const [text, integer] = kind === "sqlite" ? ["TEXT", "INTEGER"] : [`TEXT COLLATE "C"`, "BIGINT"];
	return [
		`attempts ${integer} NOT NULL DEFAULT 0`,
		`claimed_at ${integer}`,
		`failed_at ${integer}`,
		`error_code ${text}`,
		`error_message ${text}`
	].map((column) => `ALTER TABLE render_queue ADD COLUMN ${column}`);
}
// src/config/schema/client-tables.ts
const settings = {
	table: "client_setting",
	secrets: "setting_secret"
};
function createClientTables(kind) {
	const [perTable, secrets] = kind === "sqlite" ? [sqliteTable, sqliteSecrets()] : [postgresTable, postgresSecrets()];
	return [
		...clientTables.flatMap((table) => [
			...createScoped(table, kind),
			...createTableGuards(table, kind),
			...perTable(table)
		]),
		...secrets,
		...kind === "sqlite" ? sqliteMarketplaces() : postgresMarketplaces(),
		...kind === "postgres" ? alwaysFire() : []
	];
}
const marketplaces = "plugin_marketplace";
function sqliteMarketplaces() {
	const [columns, kept] = ["scope, scope_ref, key, enabled, value", `${marketplaces}_kept`];
	return [
		`CREATE TABLE ${kept} AS SELECT ${columns} FROM ${marketplaces}`,
		`DROP TABLE ${marketplaces}`,
		...createScoped(marketplaces, "sqlite", "all"),
		`INSERT INTO ${marketplaces} (${columns}) SELECT ${columns} FROM ${kept}`,
		`DROP TABLE ${kept}`,
		...createTableGuards(marketplaces, "sqlite"),
		...scopedReferences(marketplaces),
		...sqliteQueue(marketplaces)
	];
}
function postgresMarketplaces() {
	const check = valueConstraint(marketplaces, "postgres", "all");
	return [`ALTER TABLE ${marketplaces} DROP CONSTRAINT ${marketplaces}_value, ADD ${check}`];
}
function sqliteTable(table) {
	return [
		...scopedReferences(table),
		...scopedReferenced(table),
		...sqliteQueue(table)
	];
}
function sqliteQueue(table) {
	const { enqueue, naming } = latestSqliteWords;
	return [
		replaceGuard(table, [
			"scope",
			"scope_ref",
			"key"
		]),
		...scopedTriggers(table, {
			enqueue,
			reached: (of, row) => reached(of, row, "narrow"),
			naming: (row) => naming(row)
		}),
		...wideTriggers(table)
	];
}
function sqliteSecrets() {
	const { enqueue, naming } = latestSqliteWords;
	return [...createSqliteRowSecrets(settings), ...secretTriggers({
		enqueue,
		naming: (row) => naming(row, settings)
	}, "secret_settings_queue")];
}
const words$1 = {
	enqueue: latestPostgresWords.enqueue,
	naming: (rows) => latestPostgresWords.naming(rows, settings)
};
function postgresTable(table) {
	const { lock, truncated } = tableTriggers(table);
	return [
		lock,
		...scopedQueueTriggers(words$1, table).flatMap((trigger) => createStatementTrigger(trigger, void 0, interpreted)),
		truncated
	];
}
function postgresSecrets() {
	return [...createPostgresRowSecrets(settings), ...secretQueueTriggers(words$1).flatMap((trigger) => {
		return createStatementTrigger(trigger, `secret_settings_queue_${trigger.event.toLowerCase()}`, throughIndexes);
	})];
}
// src/config/schema/migrations/0004-client-rows.ts
const clientRows = {
	version: 4,
	summary: "settings of the agent client and the files that it reads, as scoped rows",
	minReader: 2,
	minWriter: 2,
	statements: createClientTables
};
// src/config/schema/agent-rows.ts
function createAgentRows(kind) {
	return kind === "sqlite" ? sqliteStatements() : [...postgresStatements(), ...alwaysFire()];
}
function replaced(trigger) {
	return [`DROP TRIGGER IF EXISTS ${/^CREATE TRIGGER (\w+) /.exec(trigger)?.[1]}`, trigger];
}
function sqliteStatements() {
	const { enqueue, naming } = latestSqliteWords;
	const namedIn = (servers) => (row) => naming(row, servers, "builtin");
	return [
		...scopedTables.flatMap((table) => [
			...references(table),
			...scopedTriggers(table, {
				enqueue,
				reached: (of, row) => reached(of, row, "narrow", "builtin"),
				naming: namedIn()
			}),
			...wideTriggers(table, "builtin")
		]),
		...secretTriggers({
			enqueue,
			naming: namedIn()
		}, "secret_queue"),
		...secretTriggers({
			enqueue,
			naming: namedIn(settings)
		}, "secret_settings_queue")
	].flatMap(replaced);
}
function references(table) {
	const demand = (condition, message) => `SELECT RAISE(ABORT, '${message}') WHERE NOT (${condition});`;
	const type = "EXISTS (SELECT 1 FROM agent_type WHERE name = NEW.scope_ref)";
	const agent = (name) => `EXISTS (SELECT 1 FROM agent WHERE name = ${name})`;
	const builtin = `NEW.scope = 'builtin' AND NEW.scope_ref <> ''`;
	const body = [demand(`CASE WHEN NEW.scope = 'type' THEN ${type} WHEN ${builtin} AND instr(NEW.scope_ref, ':') = 0 THEN ${type}
        WHEN ${builtin} THEN substr(NEW.scope_ref, 1, 6) = 'agent:' OR substr(NEW.scope_ref, 1, 9) = 'withheld:' ELSE true END`, "scope_ref names no agent type"), demand(`CASE WHEN NEW.scope = 'instance' THEN ${agent("NEW.scope_ref")}
        WHEN ${builtin} AND substr(NEW.scope_ref, 1, 6) = 'agent:' THEN ${agent("substr(NEW.scope_ref, 7)")} ELSE true END`, "scope_ref names no agent")].join(" ");
	const isFree = demand(`NOT EXISTS (SELECT 1 FROM ${table} WHERE scope = 'builtin' AND scope_ref = 'agent:' || OLD.name)`, "rows of scope builtin refer to this agent");
	return [
		`CREATE TRIGGER ${table}_reference_insert BEFORE INSERT ON ${table} BEGIN ${body} END`,
		`CREATE TRIGGER ${table}_reference_update BEFORE UPDATE OF scope, scope_ref ON ${table} BEGIN ${body} END`,
		`CREATE TRIGGER agent_${table}_own_delete BEFORE DELETE ON agent BEGIN ${isFree} END`,
		`CREATE TRIGGER agent_${table}_own_update BEFORE UPDATE OF name ON agent WHEN OLD.name <> NEW.name BEGIN ${isFree} END`
	];
}
function postgresStatements() {
	const words = (rows) => ({
		enqueue: latestPostgresWords.enqueue,
		naming: (secrets) => latestPostgresWords.naming(secrets, rows, "builtin")
	});
	return [
		...scopedTables.flatMap((table) => [...referenceColumns(table), ...scopedQueueTriggers(words(), table, "builtin").map((trigger) => replaceStatementTrigger(trigger, interpreted))]),
		...secretQueueTriggers(words()).map((trigger) => replaceStatementTrigger(trigger, throughIndexes)),
		...secretQueueTriggers(words(settings)).map((trigger) => replaceStatementTrigger(trigger, throughIndexes, `secret_settings_queue_${trigger.event.toLowerCase()}`))
	];
}
function referenceColumns(table) {
	return [...[[
		"type_ref",
		"agent_type",
		`CASE WHEN scope = 'type' OR (scope = 'builtin' AND scope_ref <> '' AND position(':' IN scope_ref) = 0) THEN scope_ref END`
	], [
		"agent_ref",
		"agent",
		`CASE WHEN scope = 'instance' THEN scope_ref WHEN scope = 'builtin' AND left(scope_ref, 6) = 'agent:' THEN substr(scope_ref, 7) END`
	]].flatMap(([column, other, value]) => [
		`ALTER TABLE ${table} DROP COLUMN ${column}`,
		`ALTER TABLE ${table} ADD COLUMN ${column} TEXT COLLATE "C" GENERATED ALWAYS AS (${value}) STORED REFERENCES ${other} (name)`,
		`CREATE INDEX ${table}_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`
	]), `ALTER TABLE ${table} ADD CONSTRAINT ${table}_reference CHECK (scope <> 'builtin' OR position(':' IN scope_ref) = 0
      OR left(scope_ref, 6) = 'agent:' OR left(scope_ref, 9) = 'withheld:')`];
}
// src/config/schema/migrations/0005-agent-rows.ts
const agentRows = {
	version: 5,
	summary: "builtin rows of one agent, and rows of templates that wait for permission",
	minReader: 2,
	minWriter: 5,
	statements: createAgentRows
};
// src/config/schema/history-postgres.ts
const now = `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const setting = (name) => `coalesce(current_setting('identikit.${name}', true), '')`;
const entryFunction = `CREATE FUNCTION config_entry_now() RETURNS bigint LANGUAGE plpgsql ${interpreted}AS $$
  DECLARE found config_entry%ROWTYPE; made bigint;
  BEGIN
    SELECT * INTO found FROM config_entry ORDER BY id DESC LIMIT 1;
    IF found.epoch = pg_current_xact_id()::text::bigint THEN RETURN found.id; END IF;
    INSERT INTO config_entry (first, epoch, time, role, who, command, origin)
      SELECT coalesce(max(id), 0) + 1, pg_current_xact_id()::text::bigint, ${now}, session_user,
        ${setting("who")}, ${setting("command")}, ${setting("origin")} FROM config_change
      RETURNING id INTO made;
    RETURN made;
  END $$`;
const into$1 = "INSERT INTO config_change (entry, config_table, key1, key2, key3, enabled, value)";
function postgresHistoryOf(table) {
	const { name, key, enabled, value } = table;
	const keyOf = (row) => [
		0,
		1,
		2
	].map((at) => key[at] === void 0 ? "''" : `${row}${key[at]}`).join(", ");
	const flag = (row) => enabled ? `coalesce(${row}.${enabled}, true)` : "true";
	const order = `ORDER BY ${key.join(", ")}`;
	const write = (columns, from) => `${into$1} SELECT (SELECT config_entry_now()), '${name}', ${keyOf("")}, ${columns} FROM ${from} ${order};`;
	const was = `${flag("b")}, ${value("b")}`;
	const differs = [...enabled ? [enabled] : [], ...valueColumns(table)].map((column) => `b.${column} IS DISTINCT FROM a.${column}`).join(" OR ");
	const joined = `before b FULL JOIN after a USING (${key.join(", ")}) WHERE ${differs}`;
	const trigger = (event, tables, body) => [`CREATE FUNCTION ${name}_history_${event.toLowerCase()}() RETURNS trigger LANGUAGE plpgsql ${interpreted}AS $$ BEGIN ${body} RETURN NULL; END $$`, `CREATE TRIGGER ${name}_history_${event.toLowerCase()} ${tables === "" ? "BEFORE" : "AFTER"} ${event} ON ${name} ${tables}
      FOR EACH STATEMENT EXECUTE FUNCTION ${name}_history_${event.toLowerCase()}()`];
	return [
		...trigger("INSERT", "REFERENCING NEW TABLE AS after", write("true, NULL", "after")),
		...trigger("UPDATE", "REFERENCING OLD TABLE AS before NEW TABLE AS after", write(was, joined)),
		...trigger("DELETE", "REFERENCING OLD TABLE AS before", write(was, "before b")),
		...trigger("TRUNCATE", "", write(was, `${name} b`))
	];
}
function valueColumns({ name }) {
	if (name === "agent_type") return ["runtime"];
	if (name === "agent") return ["type"];
	return name === "secret" ? ["version", "key_id"] : ["value"];
}
function guards(table) {
	const name = `${table}_append_only`;
	return [
		`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the history is append only'; END $$`,
		`CREATE TRIGGER ${name} BEFORE UPDATE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
		`CREATE FUNCTION ${table}_oldest_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (SELECT max(id) FROM gone) > (SELECT min(id) FROM ${table}) THEN RAISE EXCEPTION 'only the oldest of the history can be deleted'; END IF;
      RETURN NULL; END $$`,
		`CREATE TRIGGER ${table}_oldest_first AFTER DELETE ON ${table} REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION ${table}_oldest_first()`
	];
}
function createPostgresHistory(tables) {
	const text = `TEXT COLLATE "C"`;
	const id = "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
	return [
		`CREATE TABLE config_entry (${id}, first BIGINT NOT NULL, epoch BIGINT NOT NULL DEFAULT 0, time ${text} NOT NULL,
      role ${text} NOT NULL, who ${text} NOT NULL, command ${text} NOT NULL, origin ${text} NOT NULL)`,
		`CREATE TABLE config_change (${id}, entry BIGINT NOT NULL, config_table ${text} NOT NULL, key1 ${text} NOT NULL,
      key2 ${text} NOT NULL, key3 ${text} NOT NULL, enabled BOOLEAN NOT NULL, value ${text})`,
		entryFunction,
		...["config_entry", "config_change"].flatMap(guards),
		...tables.flatMap(postgresHistoryOf),
		...alwaysFire()
	];
}
// src/config/schema/history-sqlite.ts
const entry = `INSERT INTO config_entry (first, time, role, who, command, origin)
    SELECT coalesce((SELECT max(id) FROM config_change), 0) + 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '', coalesce(who, ''), coalesce(command, ''), coalesce(origin, '')
    FROM config_author WHERE entry IS NULL;`;
function keyOf$3({ key }, row) {
	return [
		0,
		1,
		2
	].map((at) => key[at] === void 0 ? "''" : `${row}.${key[at]}`).join(", ");
}
const into = "INSERT INTO config_change (entry, config_table, key1, key2, key3, enabled, value)";
const last$1 = "(SELECT max(id) FROM config_entry)";
function sqliteHistoryOf(table) {
	const { name, key, enabled, value } = table;
	const flag = (row) => enabled ? `${row}.${enabled}` : "1";
	const was = `${flag("OLD")}, ${value("OLD")}`;
	const newKey = key.map((column) => `OLD.${column} <> NEW.${column}`).join(" OR ");
	const changed = [
		newKey,
		`${flag("OLD")} <> ${flag("NEW")}`,
		`${value("OLD")} <> ${value("NEW")}`
	].join(" OR ");
	const same = key.map((column) => `o.${column} = NEW.${column}`).join(" AND ");
	const noted = `EXISTS (SELECT 1 FROM config_change WHERE id = (SELECT max(id) FROM config_change) AND config_table = '${name}'
    AND (key1, key2, key3) = (${keyOf$3(table, "OLD")}) AND enabled = ${flag("OLD")} AND value IS ${value("OLD")})`;
	return [
		`CREATE TRIGGER ${name}_history_insert BEFORE INSERT ON ${name} BEGIN ${entry}
      ${into} SELECT ${last$1}, '${name}', ${keyOf$3(table, "NEW")}, coalesce(${flag("o")}, 1), ${value("o")}
        FROM (SELECT 1) LEFT JOIN ${name} o ON ${same}; END`,
		`CREATE TRIGGER ${name}_history_update AFTER UPDATE ON ${name} WHEN (${changed}) AND NOT ${noted} BEGIN ${entry}
      ${into} VALUES (${last$1}, '${name}', ${keyOf$3(table, "OLD")}, ${was});
      ${into} SELECT ${last$1}, '${name}', ${keyOf$3(table, "NEW")}, 1, NULL WHERE ${newKey}; END`,
		`CREATE TRIGGER ${name}_history_delete AFTER DELETE ON ${name} BEGIN ${entry}
      ${into} VALUES (${last$1}, '${name}', ${keyOf$3(table, "OLD")}, ${was}); END`
	];
}
function createSqliteHistory(tables) {
	const guard = (name, event, problem, wrong) => `CREATE TRIGGER ${name} BEFORE ${event} BEGIN SELECT RAISE(ABORT, '${problem}') WHERE ${wrong}; END`;
	const kept = "the history is append only";
	const oldest = "only the oldest of the history can be deleted";
	return [
		`CREATE TABLE config_entry (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, time TEXT NOT NULL, role TEXT NOT NULL,
      who TEXT NOT NULL, command TEXT NOT NULL, origin TEXT NOT NULL) STRICT`,
		`CREATE TABLE config_change (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, config_table TEXT NOT NULL, key1 TEXT NOT NULL,
      key2 TEXT NOT NULL, key3 TEXT NOT NULL, enabled INTEGER NOT NULL, value TEXT) STRICT`,
		`CREATE TRIGGER config_entry_now AFTER INSERT ON config_entry WHEN (SELECT who FROM config_author) IS NOT NULL BEGIN
      UPDATE config_author SET entry = NEW.id; END`,
		"CREATE TABLE config_author (entry INTEGER, who TEXT, command TEXT, origin TEXT) STRICT",
		"INSERT INTO config_author VALUES (NULL, NULL, NULL, NULL)",
		...["config_entry", "config_change"].flatMap((table) => [
			guard(`${table}_no_update`, `UPDATE ON ${table}`, kept, "true"),
			guard(`${table}_no_replace`, `INSERT ON ${table}`, kept, `EXISTS (SELECT 1 FROM ${table} WHERE id = NEW.id)`),
			guard(`${table}_oldest_first`, `DELETE ON ${table}`, oldest, `EXISTS (SELECT 1 FROM ${table} WHERE id < OLD.id)`)
		]),
		...tables.flatMap(sqliteHistoryOf)
	];
}
// src/config/schema/history-tables.ts
const column = (name) => (row) => `${row}.${name}`;
const firstRecordedTables = [
	{
		name: "agent_type",
		key: ["name"],
		enabled: "enabled",
		value: column("runtime")
	},
	{
		name: "agent",
		key: ["name"],
		enabled: "enabled",
		value: column("type")
	},
	{
		name: "agent_type_config",
		key: ["type", "key"],
		value: column("value")
	},
	...[...firstScopedTables, ...clientTables].map((name) => ({
		name,
		key: [
			"scope",
			"scope_ref",
			"key"
		],
		enabled: "enabled",
		value: column("value")
	})),
	{
		name: "secret",
		key: ["name"],
		value: (row) => `${row}.version || ' ' || ${row}.key_id`
	}
];
const declarations = {
	name: "agent_declaration",
	key: [
		"kind",
		"namespace",
		"name"
	],
	enabled: "managed",
	value: column("value")
};
const recordedTables = [...firstRecordedTables, declarations];
function createHistory(kind) {
	return kind === "sqlite" ? createSqliteHistory(firstRecordedTables) : createPostgresHistory(firstRecordedTables);
}
// src/config/schema/migrations/0006-history.ts
const history = {
	version: 6,
	summary: "a history of who changed which row, and what it was before",
	minReader: 2,
	minWriter: 5,
	statements: createHistory
};
// src/config/schema/migrations/0007-failing-since.ts
const failingSince = {
	version: 7,
	summary: "since when an agent of the render queue fails",
	minReader: 2,
	minWriter: 5,
	statements: (kind) => [`ALTER TABLE render_queue ADD COLUMN failing_since ${kind === "sqlite" ? "INTEGER" : "BIGINT"}`, "UPDATE render_queue SET failing_since = failed_at WHERE attempts > 0"]
};
// src/config/schema/agent-triggers-postgres.ts
const agentChannel = "identikit_agent_change";
const same$2 = (row) => `kind = ${row}.kind AND namespace = ${row}.namespace AND name = ${row}.name`;
const columns$1 = "version, type, kind, namespace, name, managed, value, status, uid, generation, created, old_value, old_status";
const parts$1 = (row) => `${row}.kind, ${row}.namespace, ${row}.name, ${row}.managed, ${row}.value, ${row}.status, ${row}.uid, ${row}.generation, ${row}.created`;
const refuse = (problem) => `RAISE EXCEPTION '${problem}' USING ERRCODE = 'integrity_constraint_violation'`;
function trigger(name, when, table, body) {
	const each = when.includes("FOR EACH") ? "" : " FOR EACH ROW";
	return [`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`, `CREATE TRIGGER ${name} ${when.replace("%", table)}${each} EXECUTE FUNCTION ${name}()`];
}
function postgresAgentTriggers() {
	return [
		...createTableGuards("agent_declaration", "postgres"),
		tableTriggers("agent_declaration").lock,
		...postgresHistoryOf(declarations),
		...mirror$1(),
		...objects$1(),
		...events$1(),
		...log(),
		...alwaysFire()
	];
}
function mirror$1() {
	return [...trigger("agent_declaration_mirror", "AFTER INSERT OR UPDATE OR DELETE ON %", "agent_declaration", `IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.kind, OLD.namespace, OLD.name) <> (NEW.kind, NEW.namespace, NEW.name)) THEN
        DELETE FROM agent_object WHERE ${same$2("OLD")};
      END IF;
      IF TG_OP <> 'DELETE' THEN
        INSERT INTO agent_object AS o (kind, namespace, name, declared, managed, value)
          VALUES (NEW.kind, NEW.namespace, NEW.name, TRUE, NEW.managed, NEW.value)
          ON CONFLICT (kind, namespace, name) DO UPDATE SET declared = TRUE, managed = excluded.managed, value = excluded.value
          WHERE NOT o.declared OR o.managed <> excluded.managed OR o.value <> excluded.value;
      END IF;
      RETURN NULL;`), ...trigger("agent_declaration_emptied", "AFTER TRUNCATE ON % FOR EACH STATEMENT", "agent_declaration", "DELETE FROM agent_object WHERE declared; RETURN NULL;")];
}
function objects$1() {
	const elsewhere = refuse("what is declared is changed in agent_declaration");
	const content = [
		"declared",
		"managed",
		"value",
		"status",
		"uid",
		"generation",
		"created"
	];
	return [
		...trigger("agent_object_facts", "BEFORE INSERT OR UPDATE OF kind, namespace, name, declared, managed, value, status, generation ON %", "agent_object", `IF TG_OP = 'INSERT' THEN NEW.version := 0;
      ELSE
        IF (OLD.kind, OLD.namespace, OLD.name) <> (NEW.kind, NEW.namespace, NEW.name) THEN ${refuse("an object keeps its kind, namespace and name")}; END IF;
        IF OLD.declared AND NOT NEW.declared THEN ${elsewhere}; END IF;
        IF NEW.generation = OLD.generation AND NEW.value <> OLD.value AND (NEW.value::json -> 'spec')::text <> (OLD.value::json -> 'spec')::text
        THEN NEW.generation := OLD.generation + 1; END IF;
      END IF;
      IF NEW.declared AND (TG_OP = 'INSERT' OR NEW.value <> OLD.value OR NEW.managed <> OLD.managed OR NOT OLD.declared) AND NOT EXISTS (
        SELECT 1 FROM agent_declaration WHERE ${same$2("NEW")} AND value = NEW.value AND managed = NEW.managed) THEN ${elsewhere}; END IF;
      IF TG_OP = 'INSERT' OR NEW.value <> OLD.value THEN
        NEW.run := ${fact("value", "{spec,run}")};
        NEW.repository := ${fact("value", "{spec,repository}")};
      END IF;
      IF TG_OP = 'INSERT' OR NEW.status <> OLD.status THEN NEW.phase := ${fact("status", "{phase}")}; END IF;
      RETURN NEW;`),
		...trigger("agent_object_declared", "BEFORE DELETE ON %", "agent_object", `IF OLD.declared AND EXISTS (SELECT 1 FROM agent_declaration WHERE ${same$2("OLD")}) THEN ${refuse("what is declared is deleted in agent_declaration")}; END IF;
      RETURN OLD;`),
		...trigger("agent_object_version", "BEFORE UPDATE OF version, phase, run, repository ON %", "agent_object", `IF pg_trigger_depth() < 2 THEN ${refuse("the database itself gives versions")}; END IF; RETURN NEW;`),
		...trigger("agent_object_kept", "BEFORE TRUNCATE ON % FOR EACH STATEMENT", "agent_object", `${refuse("delete objects, so that those who watch are told")};`),
		`CREATE FUNCTION agent_object_changed() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE next bigint; BEGIN
      UPDATE agent_clock SET version = version + 1 RETURNING version INTO next;
      IF TG_OP = 'DELETE' THEN
        INSERT INTO agent_change (${columns$1}) VALUES (next, 'DELETED', ${parts$1("OLD")}, NULL, NULL);
      ELSE
        UPDATE agent_object SET version = next WHERE ${same$2("NEW")} AND uid = NEW.uid;
        INSERT INTO agent_change (${columns$1}) VALUES (next, CASE TG_OP WHEN 'INSERT' THEN 'ADDED' ELSE 'MODIFIED' END, ${parts$1("NEW")},
          CASE WHEN TG_OP = 'UPDATE' THEN nullif(OLD.value, NEW.value) END, CASE WHEN TG_OP = 'UPDATE' THEN nullif(OLD.status, NEW.status) END);
      END IF;
      RETURN NULL; END $$`,
		...["INSERT", "DELETE"].map((event) => `CREATE CONSTRAINT TRIGGER agent_object_${event.toLowerCase()} AFTER ${event} ON agent_object
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agent_object_changed()`),
		`CREATE CONSTRAINT TRIGGER agent_object_update AFTER UPDATE OF ${content.join(", ")} ON agent_object DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (${content.map((column) => `NEW.${column} <> OLD.${column}`).join(" OR ")}) EXECUTE FUNCTION agent_object_changed()`
	];
}
function fact(column, path) {
	return `CASE json_typeof(NEW.${column}::json #> '${path}') WHEN 'string' THEN left(NEW.${column}::json #>> '${path}', 300) ELSE '' END`;
}
function events$1() {
	return [...trigger("agent_event_version", "BEFORE INSERT ON %", "agent_event", `IF NEW.version = 0 THEN
        UPDATE agent_clock SET version = version + 1 RETURNING version INTO NEW.version;
        INSERT INTO agent_change (${columns$1}) VALUES (NEW.version, 'EVENTS', 'AgentToolEvent', NEW.namespace, NEW.attempt, FALSE,
          json_build_object('first', NEW.seq, 'last', NEW.seq)::text, '{}', '', 1, NEW.created, NULL, NULL);
      ELSIF NEW.version > (SELECT version FROM agent_clock) THEN ${refuse("the database itself gives versions")};
      END IF;
      RETURN NEW;`), ...trigger("agent_event_no_update", "BEFORE UPDATE OR TRUNCATE ON % FOR EACH STATEMENT", "agent_event", `${refuse("events are append only")};`)];
}
function log() {
	return [
		...trigger("agent_change_told", "AFTER INSERT ON % FOR EACH STATEMENT", "agent_change", `PERFORM pg_notify('${agentChannel}', ''); RETURN NULL;`),
		...trigger("agent_change_no_update", "BEFORE UPDATE OR TRUNCATE ON % FOR EACH STATEMENT", "agent_change", `${refuse("the log of changes is append only")};`),
		...trigger("agent_change_pruned", "AFTER DELETE ON % REFERENCING OLD TABLE AS gone FOR EACH STATEMENT", "agent_change", `IF (SELECT max(version) FROM gone) > (SELECT min(version) FROM agent_change) THEN ${refuse("only the oldest of the log of changes can be deleted")}; END IF;
      UPDATE agent_clock SET oldest = greatest(oldest, (SELECT max(version) FROM gone)) WHERE EXISTS (SELECT 1 FROM gone);
      RETURN NULL;`),
		...trigger("agent_clock_forward", "BEFORE UPDATE ON %", "agent_clock", `IF NEW.version < OLD.version OR NEW.oldest < OLD.oldest THEN ${refuse("the clock of versions only goes forward")}; END IF; RETURN NEW;`),
		...trigger("agent_clock_one", "BEFORE INSERT OR DELETE OR TRUNCATE ON % FOR EACH STATEMENT", "agent_clock", `${refuse("there is one clock")};`)
	];
}
// src/config/schema/agent-triggers-sqlite.ts
const key = [
	"kind",
	"namespace",
	"name"
];
const same$1 = (row) => key.map((column) => `${column} = ${row}.${column}`).join(" AND ");
const abort = (problem, wrong) => `SELECT RAISE(ABORT, '${problem}') WHERE ${wrong};`;
const next = "UPDATE agent_clock SET version = version + 1;";
const version$1 = "(SELECT version FROM agent_clock)";
const moved = key.map((column) => `OLD.${column} <> NEW.${column}`).join(" OR ");
const change = "INSERT INTO agent_change (version, type, kind, namespace, name, managed, value, status, uid, generation, created, old_value, old_status)";
const parts = (type, row, generation = `${row}.generation`) => `${change} SELECT version, '${type}', ${row}.kind, ${row}.namespace, ${row}.name, ${row}.managed, ${row}.value, ${row}.status, ${row}.uid, ${generation}, ${row}.created,`;
const content = [
	"declared",
	"managed",
	"value",
	"status",
	"uid",
	"generation",
	"created"
];
const otherSpec = "(NEW.generation = OLD.generation AND NEW.value <> OLD.value AND json_extract(NEW.value, '$.spec') IS NOT json_extract(OLD.value, '$.spec'))";
function sqliteAgentTriggers(now) {
	return [
		...createTableGuards("agent_declaration", "sqlite", key),
		replaceGuard("agent_declaration", key),
		...sqliteHistoryOf(declarations),
		...mirror(),
		...objects(),
		...events(now),
		`CREATE TRIGGER agent_change_no_update BEFORE UPDATE ON agent_change BEGIN ${abort("the log of changes is append only", "true")} END`,
		`CREATE TRIGGER agent_change_pruned AFTER DELETE ON agent_change BEGIN
      ${abort("only the oldest of the log of changes can be deleted", "EXISTS (SELECT 1 FROM agent_change WHERE version < OLD.version)")}
      UPDATE agent_clock SET oldest = max(oldest, OLD.version); END`,
		`CREATE TRIGGER agent_clock_forward BEFORE UPDATE ON agent_clock WHEN NEW.version < OLD.version OR NEW.oldest < OLD.oldest BEGIN
      ${abort("the clock of versions only goes forward", "true")} END`,
		`CREATE TRIGGER agent_clock_one BEFORE INSERT ON agent_clock BEGIN ${abort("there is one clock", "true")} END`,
		`CREATE TRIGGER agent_clock_stays BEFORE DELETE ON agent_clock BEGIN ${abort("there is one clock", "true")} END`
	];
}
function mirror() {
	const put = `INSERT INTO agent_object (kind, namespace, name, declared, managed, value)
    VALUES (NEW.kind, NEW.namespace, NEW.name, 1, NEW.managed, NEW.value)
    ON CONFLICT (kind, namespace, name) DO UPDATE SET declared = 1, managed = excluded.managed, value = excluded.value;`;
	const on = (event, body) => `CREATE TRIGGER agent_declaration_mirror_${event.toLowerCase()} AFTER ${event} ON agent_declaration BEGIN ${body} END`;
	const gone = `DELETE FROM agent_object WHERE ${same$1("OLD")}`;
	return [
		on("INSERT", put),
		on("UPDATE", `${gone} AND (${moved}); ${put}`),
		on("DELETE", `${gone};`)
	];
}
function objects() {
	const mirrored = `SELECT 1 FROM agent_declaration WHERE ${same$1("NEW")} AND value = NEW.value AND managed = NEW.managed`;
	const elsewhere = abort("what is declared is changed in agent_declaration", `NEW.declared AND NOT EXISTS (${mirrored})`);
	return [
		`CREATE TRIGGER agent_object_mirror_insert BEFORE INSERT ON agent_object BEGIN ${elsewhere} END`,
		`CREATE TRIGGER agent_object_mirror_update BEFORE UPDATE OF declared, managed, value ON agent_object BEGIN ${elsewhere}
      ${abort("what is declared is changed in agent_declaration", "OLD.declared AND NOT NEW.declared")} END`,
		`CREATE TRIGGER agent_object_mirror_delete BEFORE DELETE ON agent_object WHEN OLD.declared BEGIN
      ${abort("what is declared is deleted in agent_declaration", `EXISTS (SELECT 1 FROM agent_declaration WHERE ${same$1("OLD")})`)} END`,
		`CREATE TRIGGER agent_object_key BEFORE UPDATE OF ${key.join(", ")} ON agent_object WHEN ${moved} BEGIN
      ${abort("an object keeps its kind, namespace and name", "true")} END`,
		`CREATE TRIGGER agent_object_version BEFORE UPDATE OF version ON agent_object WHEN NEW.version <> OLD.version AND NEW.version <> ${version$1} BEGIN
      ${abort("the database itself gives versions", "true")} END`,
		`CREATE TRIGGER agent_object_added AFTER INSERT ON agent_object BEGIN ${next}
      UPDATE agent_object SET version = ${version$1} WHERE ${same$1("NEW")};
      ${parts("ADDED", "NEW")} NULL, NULL FROM agent_clock; END`,
		`CREATE TRIGGER agent_object_modified AFTER UPDATE OF ${content.join(", ")} ON agent_object
      WHEN NEW.version = OLD.version AND (${content.map((column) => `NEW.${column} <> OLD.${column}`).join(" OR ")}) BEGIN ${next}
      UPDATE agent_object SET version = ${version$1}, generation = NEW.generation + ${otherSpec} WHERE ${same$1("NEW")};
      ${parts("MODIFIED", "NEW", `NEW.generation + ${otherSpec}`)} nullif(OLD.value, NEW.value), nullif(OLD.status, NEW.status) FROM agent_clock; END`,
		`CREATE TRIGGER agent_object_deleted AFTER DELETE ON agent_object BEGIN ${next}
      ${parts("DELETED", "OLD")} NULL, NULL FROM agent_clock; END`
	];
}
function events(now) {
	const one = "WHERE namespace = NEW.namespace AND attempt = NEW.attempt AND seq = NEW.seq";
	return [
		`CREATE TRIGGER agent_event_version BEFORE INSERT ON agent_event WHEN NEW.version <> 0 BEGIN
      ${abort("the database itself gives versions", `NEW.version > ${version$1}`)} END`,
		`CREATE TRIGGER agent_event_added AFTER INSERT ON agent_event WHEN NEW.version = 0 BEGIN ${next}
      UPDATE agent_event SET version = ${version$1} ${one};
      ${change} SELECT version, 'EVENTS', 'AgentToolEvent', NEW.namespace, NEW.attempt, 0, '{"first":' || NEW.seq || ',"last":' || NEW.seq || '}', '{}',
        '', 1, ${now}, NULL, NULL FROM agent_clock; END`,
		`CREATE TRIGGER agent_event_no_replace BEFORE INSERT ON agent_event BEGIN
      ${abort("events are append only", `EXISTS (SELECT 1 FROM agent_event ${one})`)} END`,
		`CREATE TRIGGER agent_event_no_update BEFORE UPDATE ON agent_event WHEN OLD.version <> 0 BEGIN ${abort("events are append only", "true")} END`
	];
}
// src/config/schema/agent-tables.ts
const words = {
	sqlite: {
		checks: sqliteChecks,
		text: "TEXT",
		integer: "INTEGER",
		flag: "INTEGER NOT NULL DEFAULT 0",
		end: ") STRICT",
		bytes: (column) => `length(CAST(${column} AS BLOB))`,
		dnsName: (column, length) => `${column} NOT GLOB '*[^a-z0-9.-]*' AND ${column} GLOB '[a-z0-9]*' AND ${column} GLOB '*[a-z0-9]' AND length(${column}) <= ${length}`,
		kindName: (column) => `${column} NOT GLOB '*[^A-Za-z]*' AND ${column} GLOB '[A-Z]*' AND length(${column}) <= 63`,
		uid: "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-8' || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6))))",
		now: "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
		milliseconds: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
		derived: (column, from, path) => `${column} TEXT GENERATED ALWAYS AS (CASE json_type(${from}, '$.${path}') WHEN 'text' THEN substr(json_extract(${from}, '$.${path}'), 1, 300) ELSE '' END) STORED`
	},
	postgres: {
		checks: postgresChecks,
		text: `TEXT COLLATE "C"`,
		integer: "BIGINT",
		flag: "BOOLEAN NOT NULL DEFAULT FALSE",
		end: ")",
		bytes: (column) => `octet_length(${column})`,
		dnsName: (column, length) => `${column} ~ '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' AND length(${column}) <= ${length}`,
		kindName: (column) => `${column} ~ '^[A-Z][A-Za-z]{0,62}$'`,
		uid: "gen_random_uuid()::text",
		now: `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
		milliseconds: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
		derived: (column) => `${column} TEXT COLLATE "C" NOT NULL DEFAULT ''`
	}
};
function createAgentTables(kind) {
	const { text, integer, flag, end, checks, bytes, dnsName, kindName, uid, now, milliseconds, derived } = words[kind];
	const no = kind === "sqlite" ? "0" : "FALSE";
	const key = [
		`kind ${text} NOT NULL CHECK (${kindName("kind")})`,
		`namespace ${text} NOT NULL CHECK (${dnsName("namespace", 63)})`,
		`name ${text} NOT NULL CHECK (${dnsName("name", 253)})`
	].join(", ");
	const whether = (column) => `${column} ${flag}${kind === "sqlite" ? ` CHECK (${column} IN (0, 1))` : ""}`;
	const object = (column) => `${checks.jsonLine(column)} AND ${checks.jsonType(column)} = 'object' AND ${bytes(column)} <= ${maxObjectBytes}`;
	const value = `coalesce(${object("value")} AND ${checks.jsonType("value", "spec")} = 'object', ${no})`;
	return [
		`CREATE TABLE agent_declaration (${key}, ${whether("managed")}, value ${text} NOT NULL, PRIMARY KEY (kind, namespace, name),
      CONSTRAINT agent_declaration_value CHECK (${value})${end}`,
		`CREATE TABLE agent_object (${key}, ${whether("declared")}, ${whether("managed")}, value ${text} NOT NULL,
      status ${text} NOT NULL DEFAULT '{}', uid ${text} NOT NULL DEFAULT ${uid}, generation ${integer} NOT NULL DEFAULT 1 CHECK (generation > 0),
      version ${integer} NOT NULL DEFAULT 0, created ${text} NOT NULL DEFAULT ${now},
      ${derived("phase", "status", "phase")}, ${derived("run", "value", "spec.run")}, ${derived("repository", "value", "spec.repository")},
      PRIMARY KEY (kind, namespace, name), CONSTRAINT agent_object_value CHECK (${value}),
      CONSTRAINT agent_object_status CHECK (coalesce(${object("status")}, ${no}))${end}`,
		"CREATE INDEX agent_object_newest ON agent_object (kind, namespace, created, name)",
		"CREATE INDEX agent_object_newest_of_all ON agent_object (kind, created, namespace, name)",
		...[
			"phase",
			"run",
			"repository"
		].map((column) => `CREATE INDEX agent_object_${column} ON agent_object (kind, namespace, ${column}, created, name) WHERE ${column} <> ''`),
		`CREATE TABLE agent_event (namespace ${text} NOT NULL CHECK (${dnsName("namespace", 63)}), attempt ${text} NOT NULL CHECK (${dnsName("attempt", 236)}),
      seq ${integer} NOT NULL CHECK (seq > 0), run ${text} NOT NULL, version ${integer} NOT NULL DEFAULT 0, created ${text} NOT NULL DEFAULT ${now},
      value ${text} NOT NULL, PRIMARY KEY (namespace, attempt, seq), CONSTRAINT agent_event_value CHECK (${value})${kind === "sqlite" ? ") STRICT, WITHOUT ROWID" : ")"}`,
		"CREATE INDEX agent_event_version ON agent_event (version)",
		"CREATE INDEX agent_event_run ON agent_event (namespace, run, version)",
		`CREATE TABLE agent_clock (version ${integer} NOT NULL, oldest ${integer} NOT NULL, CHECK (oldest <= version)${end}`,
		`INSERT INTO agent_clock (version, oldest) SELECT m, m FROM (SELECT ${milliseconds} AS m) AS now`,
		`CREATE TABLE agent_change (version ${integer} NOT NULL PRIMARY KEY, type ${text} NOT NULL CHECK (type IN ('ADDED', 'MODIFIED', 'DELETED', 'EVENTS')),
      kind ${text} NOT NULL, namespace ${text} NOT NULL, name ${text} NOT NULL, managed ${flag}, value ${text} NOT NULL, status ${text} NOT NULL,
      uid ${text} NOT NULL, generation ${integer} NOT NULL, created ${text} NOT NULL, time ${text} NOT NULL DEFAULT ${now},
      old_value ${text}, old_status ${text}${end}`,
		`CREATE TABLE agent_queue (controller ${text} NOT NULL, kind ${text} NOT NULL, namespace ${text} NOT NULL, name ${text} NOT NULL,
      seq ${integer} NOT NULL DEFAULT 1, due_at ${integer} NOT NULL, attempts ${integer} NOT NULL DEFAULT 0, worker ${text}, claimed_seq ${integer},
      error_code ${text}, error_message ${text}, PRIMARY KEY (controller, kind, namespace, name),
      CHECK ((worker IS NULL) = (claimed_seq IS NULL))${end}`,
		"CREATE INDEX agent_queue_due ON agent_queue (controller, due_at)",
		...kind === "sqlite" ? sqliteAgentTriggers(now) : postgresAgentTriggers()
	];
}
// src/config/schema/migrations/0008-agent-objects.ts
const agentObjects = {
	version: 8,
	summary: "objects of the agent platform, their events, the log of their changes, and the queue of their controllers",
	minReader: 2,
	minWriter: 5,
	statements: createAgentTables
};
// src/config/schema/agent-key-tables.ts
const keyPurposes = [
	"delivery",
	"digest",
	"dedupe",
	"group"
];
function createAgentKeys(kind) {
	const text = kind === "sqlite" ? "TEXT" : "TEXT COLLATE \"C\"";
	const end = kind === "sqlite" ? ") STRICT, WITHOUT ROWID" : ")";
	return [
		`CREATE TABLE agent_key (namespace ${text} NOT NULL, purpose ${text} NOT NULL CHECK (purpose IN (${keyPurposes.map((purpose) => `'${purpose}'`).join(", ")})),
      value ${text} NOT NULL CHECK (length(value) BETWEEN 1 AND 1000), holder ${text} NOT NULL CHECK (length(holder) BETWEEN 1 AND 253),
      PRIMARY KEY (namespace, purpose, value, holder)${end}`,
		"CREATE UNIQUE INDEX agent_key_one_holder ON agent_key (namespace, purpose, value) WHERE purpose <> 'group'",
		"CREATE INDEX agent_key_holder ON agent_key (namespace, holder)",
		...kind === "sqlite" ? [sqliteEnd$2] : [...postgresEnd$2, ...alwaysFire()]
	];
}
const gone$2 = `DELETE FROM agent_key WHERE namespace = OLD.namespace AND holder = OLD.name AND purpose IN ('dedupe', 'group')`;
const sqliteEnd$2 = `CREATE TRIGGER agent_key_end AFTER DELETE ON agent_object WHEN OLD.kind = 'AgentDispatchRun' BEGIN ${gone$2}; END`;
const postgresEnd$2 = [`CREATE FUNCTION agent_key_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${gone$2}; RETURN NULL; END $$`, `CREATE TRIGGER agent_key_end AFTER DELETE ON agent_object FOR EACH ROW WHEN (OLD.kind = 'AgentDispatchRun') EXECUTE FUNCTION agent_key_end()`];
// src/config/schema/migrations/0009-agent-keys.ts
const agentKeys = {
	version: 9,
	summary: "the keys by which a delivery is known again and events join a run",
	minReader: 2,
	minWriter: 5,
	statements: createAgentKeys
};
// src/config/schema/control-tables.ts
function createControlTables(kind) {
	const [text, integer, end] = kind === "sqlite" ? [
		"TEXT",
		"INTEGER",
		") STRICT, WITHOUT ROWID"
	] : [
		`TEXT COLLATE "C"`,
		"BIGINT",
		")"
	];
	return [`CREATE TABLE agent_cursor (controller ${text} NOT NULL PRIMARY KEY, version ${integer} NOT NULL${end}`, `CREATE TABLE agent_token (hash ${text} NOT NULL PRIMARY KEY CHECK (length(hash) = 64), actor ${text} NOT NULL CHECK (actor <> ''),
      namespace ${text} NOT NULL, created ${text} NOT NULL, expires ${text} NOT NULL${end}`];
}
// src/config/schema/migrations/0010-controllers.ts
const controllers = {
	version: 10,
	summary: "how far each controller has been told of changes, and the hashed tokens of the API",
	minReader: 2,
	minWriter: 5,
	statements: createControlTables
};
// src/config/schema/agent-index-keys.ts
const agentIndexKeys = {
	namespace: "(kind || '/' || namespace)",
	phase: "(kind || '/' || namespace || '/' || phase)",
	repository: "(kind || '/' || namespace || '/' || repository)",
	phaseOfAll: "(kind || '/' || phase)",
	run: "(namespace || '/' || run)"
};
function createAgentIndexes() {
	return [
		...[
			"newest",
			"phase",
			"repository",
			"run"
		].map((index) => `DROP INDEX agent_object_${index}`),
		`CREATE INDEX agent_object_newest ON agent_object (${agentIndexKeys.namespace}, created, name)`,
		...["phase", "repository"].flatMap((column) => [`CREATE INDEX agent_object_${column} ON agent_object (${agentIndexKeys[column]}, created, name) WHERE ${column} <> ''`, `CREATE INDEX agent_object_${column}_by_name ON agent_object (${agentIndexKeys[column]}, name) WHERE ${column} <> ''`]),
		`CREATE INDEX agent_object_run ON agent_object (${agentIndexKeys.run}, kind, created, name) WHERE run <> ''`
	];
}
function createIndexesOfAll() {
	const { phaseOfAll } = agentIndexKeys;
	return [`CREATE INDEX agent_object_phase_of_all ON agent_object (${phaseOfAll}, created, namespace, name) WHERE phase <> ''`, `CREATE INDEX agent_object_phase_of_all_by_name ON agent_object (${phaseOfAll}, namespace, name) WHERE phase <> ''`];
}
// src/config/schema/migrations/0011-agent-indexes.ts
const agentIndexes = {
	version: 11,
	summary: "indexes that leave the planner one way to a page of objects",
	minReader: 2,
	minWriter: 5,
	statements: createAgentIndexes
};
// src/config/schema/agent-written-table.ts
function createAgentWritten(kind) {
	const text = kind === "sqlite" ? "TEXT" : "TEXT COLLATE \"C\"";
	return [
		`CREATE TABLE agent_written (namespace ${text} NOT NULL, thing ${text} NOT NULL CHECK (length(thing) BETWEEN 1 AND 2100),
      run ${text} NOT NULL CHECK (length(run) BETWEEN 1 AND 253), created ${text} NOT NULL DEFAULT ${kind === "sqlite" ? "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))" : `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`},
      PRIMARY KEY (namespace, thing, run)${kind === "sqlite" ? ") STRICT, WITHOUT ROWID" : ")"}`,
		"CREATE INDEX agent_written_newest ON agent_written (namespace, thing, created)",
		"CREATE INDEX agent_written_run ON agent_written (namespace, run)",
		...kind === "sqlite" ? [sqliteEnd$1] : [...postgresEnd$1, ...alwaysFire()]
	];
}
const gone$1 = `DELETE FROM agent_written WHERE namespace = OLD.namespace AND run = OLD.name`;
const sqliteEnd$1 = `CREATE TRIGGER agent_written_end AFTER DELETE ON agent_object WHEN OLD.kind = 'AgentDispatchRun' BEGIN ${gone$1}; END`;
const postgresEnd$1 = [`CREATE FUNCTION agent_written_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${gone$1}; RETURN NULL; END $$`, `CREATE TRIGGER agent_written_end AFTER DELETE ON agent_object FOR EACH ROW WHEN (OLD.kind = 'AgentDispatchRun') EXECUTE FUNCTION agent_written_end()`];
// src/config/schema/migrations/0012-written-things.ts
const writtenThings = {
	version: 12,
	summary: "what runs have written to the forge, so that chains of runs are known",
	minReader: 2,
	minWriter: 5,
	statements: createAgentWritten
};
// src/config/schema/agent-blob-table.ts
const blobRowBytes = 98304;
function createAgentBlobs(kind) {
	const sqlite = kind === "sqlite";
	const text = sqlite ? "TEXT" : "TEXT COLLATE \"C\"";
	return [`CREATE TABLE agent_blob (namespace ${text} NOT NULL, run ${text} NOT NULL,
      digest ${text} NOT NULL CHECK (length(digest) = 71 AND ${sqlite ? "digest GLOB 'sha256:[0-9a-f]*' AND substr(digest, 8) NOT GLOB '*[^0-9a-f]*'" : "digest ~ '^sha256:[0-9a-f]+$'"}), part ${sqlite ? "INTEGER" : "BIGINT"} NOT NULL CHECK (part >= 0),
      bytes ${text} NOT NULL CHECK (length(bytes) <= ${blobRowBytes / 3 * 4} AND ${sqlite ? "bytes NOT GLOB '*[^A-Za-z0-9+/=]*'" : "bytes ~ '^[A-Za-z0-9+/]*={0,2}$'"}), PRIMARY KEY (namespace, run, digest, part)${sqlite ? ") STRICT, WITHOUT ROWID" : ")"}`, ...sqlite ? [sqliteEnd] : [...postgresEnd, ...alwaysFire()]];
}
const gone = "DELETE FROM agent_blob WHERE namespace = OLD.namespace AND run = OLD.name";
const sqliteEnd = `CREATE TRIGGER agent_blob_end AFTER DELETE ON agent_object WHEN OLD.kind = 'AgentDispatchRun' BEGIN ${gone}; END`;
const postgresEnd = [`CREATE FUNCTION agent_blob_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${gone}; RETURN NULL; END $$`, `CREATE TRIGGER agent_blob_end AFTER DELETE ON agent_object FOR EACH ROW WHEN (OLD.kind = 'AgentDispatchRun') EXECUTE FUNCTION agent_blob_end()`];
// src/config/schema/migrations/0013-agent-blobs.ts
const agentBlobs = {
	version: 13,
	summary: "the content of what runs made, by its digest",
	minReader: 2,
	minWriter: 5,
	statements: createAgentBlobs
};
// src/config/schema/migrations/0014-phase-of-all.ts
const phaseOfAll = {
	version: 14,
	summary: "indexes that lead to objects in a phase over all organisations",
	minReader: 2,
	minWriter: 5,
	statements: createIndexesOfAll
};
// src/config/schema/agent-audit-table.ts
function createAgentAudit(kind) {
	const [text, integer] = kind === "sqlite" ? ["TEXT", "INTEGER"] : [`TEXT COLLATE "C"`, "BIGINT"];
	return [
		`CREATE TABLE agent_audit (number ${integer} PRIMARY KEY CHECK (number > 0), ${[
			"time",
			"namespace",
			"run",
			"record",
			"entry",
			"key_id",
			"previous",
			"hash"
		].map((name) => `${name} ${text} NOT NULL`).join(", ")})${kind === "sqlite" ? " STRICT" : ""}`,
		"CREATE INDEX agent_audit_run ON agent_audit (namespace, run, number)",
		...kind === "sqlite" ? sqliteGuards$1() : [...postgresGuards$1(), ...alwaysFire()]
	];
}
const last = "1 + coalesce((SELECT max(number) FROM agent_audit), 0)";
function sqliteGuards$1() {
	return [`CREATE TRIGGER agent_audit_next BEFORE INSERT ON agent_audit WHEN NEW.number IS NOT ${last}
      BEGIN SELECT RAISE(ABORT, 'the line is not the next of the audit'); END`, ...["UPDATE", "DELETE"].map((event) => `CREATE TRIGGER agent_audit_no_${event.toLowerCase()} BEFORE ${event} ON agent_audit BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END`)];
}
function postgresGuards$1() {
	return [
		`CREATE FUNCTION agent_audit_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.number IS DISTINCT FROM ${last} THEN RAISE EXCEPTION 'the line is not the next of the audit'; END IF; RETURN NEW; END $$`,
		"CREATE TRIGGER agent_audit_next BEFORE INSERT ON agent_audit FOR EACH ROW EXECUTE FUNCTION agent_audit_next()",
		"CREATE FUNCTION agent_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is append only'; END $$",
		"CREATE TRIGGER agent_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_audit FOR EACH STATEMENT EXECUTE FUNCTION agent_audit_append_only()"
	];
}
// src/config/schema/migrations/0015-agent-audit.ts
const agentAudit = {
	version: 15,
	summary: "the audit of agent runs, as a chain",
	minReader: 2,
	minWriter: 5,
	statements: createAgentAudit
};
// src/config/schema/limited-token-table.ts
function createLimitedTokens(kind) {
	const [text, integer, end] = kind === "sqlite" ? [
		"TEXT",
		"INTEGER",
		") STRICT, WITHOUT ROWID"
	] : [
		`TEXT COLLATE "C"`,
		"BIGINT",
		")"
	];
	return [`CREATE TABLE agent_limited_token (hash ${text} NOT NULL PRIMARY KEY CHECK (length(hash) = 64), actor ${text} NOT NULL CHECK (actor <> ''),
      namespace ${text} NOT NULL, created ${text} NOT NULL, expires ${text} NOT NULL,
      scopes ${text} NOT NULL, idle_ms ${integer} NOT NULL CHECK (idle_ms >= 0), used ${text} NOT NULL${end}`];
}
// src/config/schema/migrations/0016-limited-tokens.ts
const limitedTokens = {
	version: 16,
	summary: "limited tokens and sessions of the API",
	minReader: 2,
	minWriter: 5,
	statements: createLimitedTokens
};
// src/config/schema/object-draft-table.ts
const longestDraft = 15e5;
function createObjectDrafts(kind) {
	const sqlite = kind === "sqlite";
	const text = sqlite ? "TEXT" : "TEXT COLLATE \"C\"";
	return [`CREATE TABLE object_draft (namespace ${text} NOT NULL, person ${text} NOT NULL CHECK (length(person) BETWEEN 1 AND 300),
      kind ${text} NOT NULL, name ${text} NOT NULL, content ${text} NOT NULL CHECK (length(content) <= ${longestDraft}),
      base ${text} NOT NULL, version ${text} NOT NULL, changed ${text} NOT NULL, expires ${text} NOT NULL,
      PRIMARY KEY (namespace, person, kind, name)${sqlite ? ") STRICT, WITHOUT ROWID" : ")"}`, "CREATE INDEX object_draft_expires ON object_draft (expires)"];
}
// src/config/schema/migrations/0017-object-drafts.ts
const objectDrafts = {
	version: 17,
	summary: "drafts of objects",
	minReader: 2,
	minWriter: 5,
	statements: createObjectDrafts
};
// src/config/schema/figure-sample-table.ts
function createFigureSamples(kind) {
	const sqlite = kind === "sqlite";
	const [text, integer] = sqlite ? ["TEXT", "INTEGER"] : ["TEXT COLLATE \"C\"", "BIGINT"];
	return [`CREATE TABLE figure_sample (namespace ${text} NOT NULL, figure ${text} NOT NULL, label ${text} NOT NULL, time ${text} NOT NULL,
      value ${integer} NOT NULL CHECK (value >= 0),
      PRIMARY KEY (namespace, figure, time, label)${sqlite ? ") STRICT, WITHOUT ROWID" : ")"}`, "CREATE INDEX figure_sample_newest ON figure_sample (figure, time)"];
}
// src/config/schema/migrations/0018-figure-samples.ts
const figureSamples = {
	version: 18,
	summary: "figures over time",
	minReader: 2,
	minWriter: 5,
	statements: createFigureSamples
};
// src/config/schema/named-secrets-postgres.ts
const name = "[A-Za-z_][A-Za-z0-9_]*";
const longestName = 128;
function namedBy(rows, secrets) {
	const isPlain = `position('\\' IN m.value) = 0 AND m.value !~ '\\$\\{SECRET:[^"]*"[ \\t\\n\\r]*:'`;
	return `INSERT INTO ${secrets} (secret, scope, scope_ref, key)
    SELECT DISTINCT split_part(part, '}', 1), m.scope, m.scope_ref, m.key
    FROM ${rows} m, unnest(string_to_array(m.value, '\${SECRET:')) WITH ORDINALITY AS parts (part, nth)
    WHERE position('\${SECRET:' IN m.value) > 0 AND ${isPlain}
      AND nth > 1 AND part ~ '^${name}\\}' AND position('}' IN part) <= 129
    UNION
    SELECT named[1], m.scope, m.scope_ref, m.key
    FROM ${rows} m, jsonb_path_query(m.value::jsonb, 'strict $.** ? (@.type() == "string")') string,
      regexp_matches(string #>> '{}', '\\$\\{SECRET:(${name})\\}', 'g') named
    WHERE (position('{SECRET:' IN m.value) > 0 OR position('\\u' IN m.value) > 0) AND NOT (${isPlain})
      AND length(named[1]) <= ${longestName}`;
}
const only = (side, other) => `(SELECT scope, scope_ref, key, value FROM ${side} EXCEPT SELECT scope, scope_ref, key, value FROM ${other})`;
function replacePostgresRowSecrets({ table, secrets }) {
	const insert = `${namedBy("after", secrets)};`;
	const update = `DELETE FROM ${secrets} r USING ${only("before", "after")} gone
      WHERE r.scope = gone.scope AND r.scope_ref = gone.scope_ref AND r.key = gone.key;
    WITH changed AS MATERIALIZED ${only("after", "before")} ${namedBy("changed", secrets)};`;
	const trigger = (event, work, settings) => replaceStatementTrigger({
		table,
		event,
		body: `IF EXISTS (SELECT 1 FROM after) THEN ${work} END IF;`
	}, settings, `${table}_secrets_${event.toLowerCase()}`);
	return [trigger("INSERT", insert, interpreted), trigger("UPDATE", update, throughIndexes)];
}
// src/config/schema/migrations.ts
const migrations = [
	initial,
	chainsAndGuards,
	rowSecrets,
	clientRows,
	agentRows,
	history,
	failingSince,
	agentObjects,
	agentKeys,
	controllers,
	agentIndexes,
	writtenThings,
	agentBlobs,
	phaseOfAll,
	agentAudit,
	limitedTokens,
	objectDrafts,
	figureSamples,
	{
		version: 19,
		summary: "a quicker look for the secrets that rows name",
		minReader: 2,
		minWriter: 5,
		statements: (kind) => kind === "sqlite" ? [] : [servers, settings].flatMap(replacePostgresRowSecrets)
	},
	{
		version: 20,
		summary: "a line of the access log at the same cost, however long its session",
		minReader: 2,
		minWriter: 5,
		statements: (kind) => kind === "sqlite" ? [] : [replacePostgresLineGuard]
	}
];
const schemaVersion = migrations.length;
const format$1 = "identikit-config-bundle";
function bundleTables({ secrets, schema }) {
	return tableShapes.filter(({ name, since }) => since <= schema && (secrets === "sealed" || name !== "secret"));
}
function formatHeader(header) {
	return JSON.stringify({
		...plainHeader(header),
		digest: bundleDigest(header)
	});
}
function bundleDigest(header) {
	return digestOf(JSON.stringify(plainHeader(header)));
}
function plainHeader({ schema, scopes, secrets, tables }) {
	return {
		format: format$1,
		version: 1,
		schema,
		scopes,
		secrets,
		tables: Object.fromEntries(tables)
	};
}
const summarySchema = strictObject({
	rows: number$1().int().nonnegative(),
	digest: templateLiteral(["sha256:", string().regex(/^[0-9a-f]{64}$/)])
});
const headerSchema$1 = strictObject({
	format: literal(format$1),
	version: literal(1),
	schema: number$1().int().positive(),
	scopes: array(_enum(scopes)).min(1),
	secrets: _enum(["omitted", "sealed"]),
	tables: record(string(), summarySchema),
	digest: string()
});
function parseHeader(line, name) {
	const value = parseLine$1(line, name);
	if (value.format !== format$1) throw invalidBundle(name, "is no config bundle (unknown format)");
	if (typeof value.version === "number" && value.version > 1) throw tooNew$1(name, "format", value.version);
	if (typeof value.schema === "number" && value.schema > schemaVersion) throw tooNew$1(name, "schema", value.schema);
	const result = headerSchema$1.safeParse(value);
	if (!result.success) throw invalidBundle(name, "has a malformed header");
	const { schema, scopes: covered, secrets, tables } = result.data;
	if (covered.some((scope, at) => at > 0 && scope <= certain(covered[at - 1]))) throw invalidBundle(name, "has a header whose scopes are not in order, each once");
	const expected = bundleTables({
		secrets,
		schema
	}).map((shape) => shape.name);
	if (Object.keys(tables).join() !== expected.join()) throw invalidBundle(name, "has a header with other tables");
	const header = {
		schema,
		scopes: covered,
		secrets,
		tables: new Map(Object.entries(tables))
	};
	if (value.digest !== bundleDigest(header)) throw invalidBundle(name, "has a header that was altered");
	if (formatHeader(header) !== line) throw invalidBundle(name, "has a header that is not canonical");
	return header;
}
function parseLine$1(line, name) {
	try {
		const value = JSON.parse(line);
		if (isRecord$1(value)) return value;
	} catch {}
	throw invalidBundle(name, "is no config bundle (its first line is no header)");
}
function invalidBundle(name, problem) {
	return new IdentikitError("BUNDLE_INVALID", `the bundle ${name} ${problem}`, { remedy: "Export it again, and carry it as one file; nothing was imported." });
}
function tooNew$1(name, what, version) {
	const problem = `the bundle ${name} has ${what} version ${version}; this program knows up to ${what === "schema" ? schemaVersion : 1}`;
	return new IdentikitError("BUNDLE_TOO_NEW", problem, { remedy: "Use the newer Identikit that wrote it." });
}
// src/config/bundle/bundle-signature.ts
const purpose = "bundle-signature";
const schema = strictObject({ signature: strictObject({
	algorithm: _enum(["ed25519", "hmac-sha256"]),
	keyId: string().min(1).max(128),
	value: base64$1()
}) });
function formatSignature(signature) {
	const { algorithm, keyId, value } = signature;
	return JSON.stringify({ signature: {
		algorithm,
		keyId,
		value
	} });
}
function parseSignature(line) {
	try {
		const { signature } = schema.parse(JSON.parse(line));
		return formatSignature(signature) === line ? signature : void 0;
	} catch {
		return;
	}
}
function keyringSignatures(keyring) {
	const keys = keyring.deriveAll(purpose);
	const [sealing] = keys;
	if (!sealing) throw new TypeError("a keyring has a key");
	return {
		name: "the keyring",
		sign: (bundle) => ({
			algorithm: "hmac-sha256",
			keyId: sealing.id,
			value: tagOf(sealing.bytes, bundle).toString("base64")
		}),
		verify: (bundle, { algorithm, keyId, value }) => {
			const key = keys.find(({ id }) => id === keyId);
			if (algorithm !== "hmac-sha256" || !key) return false;
			const [expected, given] = [tagOf(key.bytes, bundle), Buffer.from(value, "base64")];
			return expected.length === given.length && timingSafeEqual(expected, given);
		}
	};
}
function ed25519Signer(pem, name) {
	const key = keyOf$2(() => createPrivateKey(pem), name, "an Ed25519 private key (PKCS #8, PEM)");
	const keyId = keyIdOf(createPublicKey(key));
	return { sign: (bundle) => ({
		algorithm: "ed25519",
		keyId,
		value: sign(null, signedText(bundle), key).toString("base64")
	}) };
}
function ed25519Verifier(pem, name) {
	const what = "an Ed25519 public key (SPKI, PEM)";
	if (pem.includes("PRIVATE KEY")) throw invalidKey(name, what);
	const key = keyOf$2(() => createPublicKey(pem), name, what);
	const own = keyIdOf(key);
	return {
		name,
		verify: (bundle, { algorithm, keyId, value }) => algorithm === "ed25519" && keyId === own && verify(null, signedText(bundle), key, Buffer.from(value, "base64"))
	};
}
function requireSignature(verifier, bundle) {
	if (!verifier) return;
	const { name, digest, signature } = bundle;
	if (signature && verifier.verify(digest, signature)) return;
	const problem = signature ? `carries a signature (${signature.algorithm}, key ${signature.keyId}) that is not one of ${verifier.name}` : "carries no signature";
	throw new IdentikitError("BUNDLE_UNSIGNED", `the bundle ${name} ${problem}`, { remedy: "Export it with --sign-key, under a key that is trusted here; nothing was imported." });
}
function signedText(bundle) {
	return Buffer.from(`identikit-config-bundle-signature/v1\n${bundle}\n`);
}
function tagOf(key, bundle) {
	return createHmac("sha256", key).update(signedText(bundle)).digest();
}
function keyIdOf(key) {
	return digestOf(key.export({
		type: "spki",
		format: "der"
	}));
}
function keyOf$2(read, name, what) {
	try {
		const key = read();
		if (key.asymmetricKeyType === "ed25519") return key;
	} catch {}
	throw invalidKey(name, what);
}
function invalidKey(name, what) {
	return new IdentikitError("KEYRING_INVALID", `${name} is not ${what}`, { remedy: "Make a pair with: openssl genpkey -algorithm ed25519 -out sign.pem && openssl pkey -in sign.pem -pubout -out sign.pub" });
}
// src/config/bundle/row-line.ts
function lineForm(shape) {
	const opening = `{"table":${JSON.stringify(shape.name)}`;
	const labels = shape.columns.map((column, at) => `${at === 0 ? opening : ""},${JSON.stringify(column)}:`);
	const raw = shape.columns.indexOf("value");
	const end = "}";
	const write = (cells) => {
		let line = "";
		for (let index = 0; index < labels.length; index++) line += `${labels[index]}${index === raw ? cells[index] : JSON.stringify(cells[index])}`;
		return line + end;
	};
	return {
		labels,
		raw,
		end,
		write
	};
}
function lineReader(shape) {
	const { write } = lineForm(shape);
	const hasValue = shape.columns.at(-1) === "value";
	const plain = hasValue ? shape.columns.slice(0, -1) : shape.columns;
	const types = plain.map((column) => isFlag(column) ? "boolean" : "string");
	const readPlainly = plainLineReader(shape, plain, hasValue);
	return (line) => {
		const cells = readPlainly(line);
		if (cells) return cells;
		const at = hasValue ? line.indexOf(",\"value\":") : -1;
		if (hasValue && at === -1) return void 0;
		const head = parseObject(hasValue ? `${line.slice(0, at)}}` : line);
		if (head === void 0 || plain.some((column, index) => typeof head[column] !== types[index])) return void 0;
		const parsed = plain.map((column) => cellOf(head[column]));
		if (hasValue) parsed.push(line.slice(at + 9, -1));
		return write(parsed) === line ? parsed : void 0;
	};
}
function plainLineReader(shape, plain, hasValue) {
	const fields = plain.map((column, index) => fieldOf$1(column, index === 0 ? shape.name : void 0));
	const ending = hasValue ? ",\"value\":" : "}";
	return (line) => {
		const cells = [];
		let at = 0;
		for (const { label, endOf, cellOf, after } of fields) {
			const end = line.startsWith(label, at) ? endOf(line, at + label.length) : void 0;
			if (end === void 0) return void 0;
			cells.push(cellOf(line.slice(at + label.length, end)));
			at = end + after;
		}
		if (!line.startsWith(ending, at) || !line.endsWith("}")) return void 0;
		if (hasValue) cells.push(line.slice(at + ending.length, -1));
		return hasValue || at === line.length - 1 ? cells : void 0;
	};
}
function fieldOf$1(column, table) {
	const label = `${table === void 0 ? "" : `{"table":${JSON.stringify(table)}`},${JSON.stringify(column)}:`;
	return isFlag(column) ? {
		label,
		endOf: endOfFlag,
		cellOf: (text) => text === "true",
		after: 0
	} : {
		label: `${label}"`,
		endOf: endOfText,
		cellOf: (text) => text,
		after: 1
	};
}
function endOfFlag(line, at) {
	if (line.startsWith("true", at)) return at + 4;
	return line.startsWith("false", at) ? at + 5 : void 0;
}
function endOfText(line, at) {
	const end = line.indexOf("\"", at);
	return end === -1 || needsEscape$1.test(line.slice(at, end)) ? void 0 : end;
}
const needsEscape$1 = /[\\\u0000-\u001f\ud800-\udfff]/;
function tableOf(line) {
	const named = /^\{"table":"([a-z_]{1,40})"/.exec(line)?.[1];
	return tableShapes.find(({ name }) => name === named)?.name;
}
function parseObject(text) {
	try {
		const value = JSON.parse(text);
		return isRecord$1(value) ? value : void 0;
	} catch {
		return;
	}
}
// src/config/bundle/export-bundle.ts
function exportBundle(options) {
	const { database, file } = options;
	return database.transaction("read", async (session) => {
		using bundle = new StreamedFile(file, { mode: 384 });
		const secrets = options.secrets === "sealed" ? "sealed" : "omitted";
		const scopes$1 = [...options.scopes ?? scopes].sort();
		const blank = await countTables(session, secrets, scopes$1);
		bundle.append(Buffer.from(`${formatHeader(blank)}\n`));
		const tables = new Map();
		for (const shape of bundleTables({
			secrets,
			schema: schemaVersion
		})) {
			const table = new TableWriter(shape, bundle);
			for await (const rows of session.bulk.allLines(shape, lineForm(shape), filterOf(scopes$1))) {
				database.signal?.throwIfAborted();
				table.write(rows);
			}
			tables.set(shape.name, table.end());
		}
		const header = {
			...blank,
			tables
		};
		bundle.replace(Buffer.from(`${formatHeader(header)}\n`), 0);
		const signature = options.signer?.sign(bundleDigest(header));
		if (signature) bundle.append(Buffer.from(`${formatSignature(signature)}\n`));
		bundle.commit();
		const counts = Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]));
		return {
			digest: bundleDigest(header),
			rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
			tables: counts,
			signature
		};
	});
}
async function countTables(session, secrets, scopes) {
	const tables = new Map();
	const digest = `sha256:${"0".repeat(64)}`;
	for (const shape of bundleTables({
		secrets,
		schema: schemaVersion
	})) tables.set(shape.name, {
		rows: await session.bulk.count(shape, scopes),
		digest
	});
	return {
		schema: schemaVersion,
		scopes,
		secrets,
		tables
	};
}
async function* pagesOf({ bulk }, shape, scopes, signal) {
	for await (const page of bulk.pages(shape, filterOf(scopes))) {
		signal?.throwIfAborted();
		yield page;
	}
}
function filterOf(scopes$2) {
	return scopes$2.length < scopes.length ? scopes$2 : void 0;
}
var TableWriter = class {
	#shape;
	#bundle;
	#hash = createHash("sha256");
	#rows = 0;
	constructor(shape, bundle) {
		this.#shape = shape;
		this.#bundle = bundle;
	}
	write(rows) {
		this.#checkLines(rows);
		this.#hash.update(rows.bytes);
		this.#bundle.append(rows.bytes);
		this.#rows += rows.count;
	}
	end() {
		return {
			rows: this.#rows,
			digest: `sha256:${this.#hash.digest("hex")}`
		};
	}
	#checkLines({ count, bytes, cells }) {
		let lines = 0;
		for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
		if (lines === count) return;
		const { write } = lineForm(this.#shape);
		const wrong = certain(cells().find((row) => write(row).includes("\n")));
		throw invalidRow(this.#shape, wrong, "the value is not on one line");
	}
};
// src/config/bundle/line-file.ts
const chunkBytes = 65536;
const maxLineBytes = 67108864;
const lineFeed = 10;
var LineFile = class {
	name;
	#invalid;
	#source;
	#buffer = Buffer.allocUnsafe(2 * chunkBytes);
	#from = 0;
	#to = 0;
	constructor(source, invalid) {
		this.name = typeof source === "string" ? source : source.name;
		this.#invalid = invalid;
		this.#source = typeof source === "string" ? openFile(source) : heldBytes(source.bytes);
	}
	lines(most, hash) {
		let end = this.#lastLineFeed();
		while (end === -1) {
			const seen = this.#to - this.#from;
			if (seen > maxLineBytes) throw this.#invalid(this.name, `has a line over ${maxLineBytes} bytes`);
			if (!this.#fill()) {
				if (seen > 0) throw this.#invalid(this.name, "ends in the middle of a line");
				return [];
			}
			end = this.#lastLineFeed();
		}
		let lines = this.#decode(this.#buffer.subarray(this.#from, end)).split("\n");
		if (lines.length > most) {
			lines = lines.slice(0, most);
			end = nthLineFeed(this.#buffer, this.#from, most);
		}
		hash.update(this.#buffer.subarray(this.#from, end + 1));
		this.#from = end + 1;
		return lines;
	}
	ended() {
		return this.#to === this.#from && !this.#fill();
	}
	[Symbol.dispose]() {
		this.#source.close();
	}
	#lastLineFeed() {
		const at = this.#buffer.subarray(this.#from, this.#to).lastIndexOf(lineFeed);
		return at === -1 ? -1 : this.#from + at;
	}
	#fill() {
		this.#buffer.copyWithin(0, this.#from, this.#to);
		this.#to -= this.#from;
		this.#from = 0;
		if (this.#buffer.length - this.#to < chunkBytes) this.#buffer = Buffer.concat([this.#buffer.subarray(0, this.#to)], 2 * this.#buffer.length);
		const read = this.#source.read(this.#buffer, this.#to);
		this.#to += read;
		return read > 0;
	}
	#decode(bytes) {
		try {
			return strictUtf8.decode(bytes);
		} catch {
			throw this.#invalid(this.name, "is not UTF-8 text");
		}
	}
};
function openFile(file) {
	const tried = (work) => {
		try {
			return work();
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", file, cause);
		}
	};
	const descriptor = tried(() => openSync(file, "r"));
	return {
		read: (into, at) => tried(() => readSync(descriptor, into, at, into.length - at, null)),
		close: () => closeSync(descriptor)
	};
}
function heldBytes(bytes) {
	let from = 0;
	return {
		read: (into, at) => {
			const piece = bytes.subarray(from, from + into.length - at);
			into.set(piece, at);
			from += piece.length;
			return piece.length;
		},
		close: () => {}
	};
}
const strictUtf8 = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
function nthLineFeed(bytes, from, count) {
	let at = from - 1;
	for (let seen = 0; seen < count; seen++) at = bytes.indexOf(lineFeed, at + 1);
	return at;
}
// src/config/bundle/bundle-reader.ts
var BundleReader = class {
	header;
	name;
	#file;
	constructor(source) {
		this.#file = new LineFile(source, invalidBundle);
		this.name = this.#file.name;
		try {
			this.header = parseHeader(this.#headerLine(), this.name);
		} catch (cause) {
			this[Symbol.dispose]();
			throw cause;
		}
	}
	get tables() {
		return bundleTables(this.header);
	}
	*rows(shape) {
		const want = certain(this.header.tables.get(shape.name));
		const hash = createHash("sha256");
		const read = lineReader(shape);
		const isScoped = shape.key[0] === "scope";
		let before;
		for (let left = want.rows; left > 0;) {
			const lines = this.#file.lines(left, hash);
			if (lines.length === 0) throw invalidBundle(this.name, `ends ${left} rows of ${shape.name} too early`);
			left -= lines.length;
			const rows = lines.map((line) => read(line) ?? this.#refuse(shape, line));
			if (isScoped) for (const row of rows) this.#checkScope(shape, row);
			for (const row of rows) {
				if (before && compareKeys(shape, before, row) >= 0) throw invalidBundle(this.name, `has ${rowName(shape, row)} out of order, or twice`);
				before = row;
			}
			yield rows;
		}
		if (`sha256:${hash.digest("hex")}` !== want.digest) throw invalidBundle(this.name, `was altered: the rows of ${shape.name} are not those of its digest`);
	}
	end() {
		if (this.#file.ended()) return void 0;
		const [line = ""] = this.#file.lines(1, createHash("sha256"));
		const signature = parseSignature(line);
		if (signature && this.#file.ended()) return signature;
		throw invalidBundle(this.name, "has more rows than its header says");
	}
	[Symbol.dispose]() {
		this.#file[Symbol.dispose]();
	}
	#checkScope(shape, row) {
		if (this.header.scopes.includes(textAt(row, 0))) return;
		const covered = this.header.scopes.join(", ");
		throw invalidBundle(this.name, `has ${rowName(shape, row)}, and its header says that it covers ${covered}`);
	}
	#headerLine() {
		const hash = createHash("sha256");
		const [line] = this.#file.lines(1, hash);
		if (line === void 0) throw invalidBundle(this.name, "is empty");
		return line;
	}
	#refuse(shape, line) {
		const table = tableOf(line);
		if (table === shape.name) throw invalidBundle(this.name, `has a malformed row of ${shape.name}`);
		throw invalidBundle(this.name, `has ${table ? `a row of ${table}` : "a malformed row"} where ${shape.name} is`);
	}
};
function compareKeys(shape, a, b) {
	for (let index = 0; index < shape.key.length; index++) {
		const order = comparePaths(textAt(a, index), textAt(b, index));
		if (order !== 0) return order;
	}
	return 0;
}
// src/config/bundle/compare-bundle.ts
async function* compareBundle(session, bundle, signal, settled = async () => {}) {
	const tables = new Map();
	for (const shape of bundle.tables) {
		const have = new DatabaseSide(shape, pagesOf(session, shape, bundle.header.scopes, signal), settled);
		for (const rows of bundle.rows(shape)) yield* comparePage(rows, have);
		yield* rest(have);
		tables.set(shape.name, have.summary());
	}
	const signature = bundle.end();
	return {
		base: bundleDigest({
			...bundle.header,
			schema: schemaVersion,
			tables
		}),
		signature
	};
}
async function* comparePage(rows, have) {
	const { shape } = have;
	let pairs = [];
	for (const row of rows) {
		if (!have.ready) await have.load();
		while (have.isBefore(row)) {
			pairs.push({
				shape,
				bundle: void 0,
				database: have.take()
			});
			if (have.ready) continue;
			yield pairs;
			pairs = [];
			await have.load();
		}
		const database = have.takeSameKey(row);
		if (!database || !same(database, row)) pairs.push({
			shape,
			bundle: row,
			database
		});
	}
	if (pairs.length > 0) yield pairs;
}
async function* rest(have) {
	for (;;) {
		const pairs = [];
		while (have.head) pairs.push({
			shape: have.shape,
			bundle: void 0,
			database: have.take()
		});
		if (pairs.length > 0) yield pairs;
		if (have.ready) return;
		await have.load();
	}
}
var DatabaseSide = class {
	shape;
	#pages;
	#settled;
	#line;
	#hash = createHash("sha256");
	#page = [];
	#at = 0;
	#rows = 0;
	#ended = false;
	constructor(shape, pages, settled) {
		this.shape = shape;
		this.#pages = pages;
		this.#settled = settled;
		this.#line = lineForm(shape).write;
	}
	get head() {
		return this.#page[this.#at];
	}
	get ready() {
		return this.#ended || this.#at < this.#page.length;
	}
	async load() {
		await this.#settled();
		const { done, value } = await this.#pages.next();
		this.#ended = done === true;
		[this.#page, this.#at] = [value ?? [], 0];
		this.#rows += this.#page.length;
		let text = "";
		for (const row of this.#page) text += `${this.#line(row)}\n`;
		this.#hash.update(text);
	}
	isBefore(row) {
		return this.head !== void 0 && compareKeys(this.shape, this.head, row) < 0;
	}
	take() {
		return certain(this.#page[this.#at++]);
	}
	takeSameKey(row) {
		return this.head && compareKeys(this.shape, this.head, row) === 0 ? this.take() : void 0;
	}
	summary() {
		return {
			rows: this.#rows,
			digest: `sha256:${this.#hash.digest("hex")}`
		};
	}
};
function same(a, b) {
	for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
	return true;
}
// src/config/rows/row-change.ts
function changeOf(shape, before, after) {
	const key = (before ?? after ?? []).slice(0, shape.key.length).map(String);
	return {
		kind: before ? after ? "change" : "delete" : "create",
		table: shape.name,
		key: keyName(shape.name, key),
		...before && { before: shownRow$1(shape, before) },
		...after && { after: shownRow$1(shape, after) }
	};
}
const shownOfSecrets = new Set(["version", "key_id"]);
function shownRow$1(shape, cells) {
	const fields = {};
	for (const [index, column] of shape.columns.entries()) {
		if (shape.key.includes(column) || shape.name === "secret" && !shownOfSecrets.has(column)) continue;
		const cell = cells[index];
		fields[column] = column === "value" ? shownValue$1(shape, cells, parsed(cellText(cell))) : cell;
	}
	return fields;
}
function shownValue$1({ name, key }, cells, value) {
	if (name === "agent_type_config") return redactEntry(String(cells[key.indexOf("key")]), value);
	if (name === "skill" && Array.isArray(value)) return value.map(shownFile);
	return redact(value);
}
function shownFile(file) {
	const { text } = fieldsOf(file);
	return typeof text === "string" ? {
		...fieldsOf(file),
		text: redact(text)
	} : redact(file);
}
function parsed(value) {
	try {
		return JSON.parse(value);
	} catch {
		return "[malformed]";
	}
}
// src/config/connection/session.ts
const pageRows$2 = 1e3;
var RejectedRow = class extends Error {
	name = "RejectedRow";
	index;
	constructor(index, cause) {
		super(cause instanceof Error ? cause.message : String(cause), { cause });
		this.index = index;
	}
};
// src/config/rows/write-rows.ts
async function putRows({ bulk }, shape, rows) {
	if (rows.length > 0) await telling(shape, { cells: () => rows }, () => bulk.put(shape, rows));
}
async function addRows(shape, batch) {
	if (batch.count > 0) await telling(shape, batch, () => batch.write());
}
async function removeRows({ bulk }, shape, keys) {
	if (keys.length > 0) await telling(shape, { cells: () => keys }, () => bulk.remove(shape, keys));
}
async function telling(shape, rows, write) {
	try {
		await write();
	} catch (cause) {
		if (!(cause instanceof RejectedRow)) throw cause;
		throw invalidRow(shape, certain(rows.cells()[cause.index]), rejection(cause), cause);
	}
}
function rejection(cause) {
	const { constraint } = fieldsOf(cause.cause);
	if (codeOf(cause.cause) === "23503") return "it refers to an agent or agent type that is not there, or is still referred to";
	if (constraint !== void 0) return `it breaks the constraint ${constraint}`;
	return cause.message.replace(/^CHECK constraint failed: .*$/s, "it breaks a constraint of its table");
}
// src/config/bundle/import-writer.ts
const heldRows = {
	sqlite: 1e3,
	postgres: 1e4
};
const heldCharacters = 4e6;
var ImportWriter = class {
	counts = {
		create: 0,
		change: 0,
		delete: 0
	};
	#session;
	#held;
	#options;
	#checker = new RowChecker();
	#shape;
	#additions;
	#puts = [];
	#removals = [];
	#characters = 0;
	#writing;
	#parents = [[], []];
	constructor(session, options) {
		this.#session = session;
		this.#held = heldRows[session.kind];
		this.#options = options;
	}
	async write(pairs) {
		const shape = certain(pairs[0]).shape;
		if (shape !== this.#shape) await this.#flush();
		this.#shape = shape;
		this.#additions ??= this.#session.bulk.batch(shape);
		const added = [];
		for (const { bundle, database } of pairs) {
			if (bundle) {
				this.#checker.check(shape, bundle);
				(database ? this.#puts : added).push(bundle);
				this.#characters += charactersOf(bundle);
			} else if (this.#options.prune) this.#remove(shape, certain(database).slice(0, shape.key.length));
			else continue;
			this.counts[bundle ? database ? "change" : "create" : "delete"]++;
			this.#options.onChange?.(changeOf(shape, database, bundle));
		}
		if (added.length > 0) this.#additions.push(added);
		if (this.#additions.count + this.#puts.length + this.#removals.length >= this.#held || this.#characters >= heldCharacters) await this.#flush();
		else if (this.#writing) await setImmediate();
	}
	async #flush() {
		const [shape, additions, puts, removals] = [
			this.#shape,
			this.#additions,
			this.#puts,
			this.#removals
		];
		if (!shape || !additions) return;
		[this.#additions, this.#puts, this.#removals, this.#characters] = [
			void 0,
			[],
			[],
			0
		];
		await this.settled();
		const write = async () => {
			await putRows(this.#session, shape, puts);
			await addRows(shape, additions);
			await removeRows(this.#session, shape, removals);
		};
		this.#writing = write();
		this.#writing.catch(() => {});
	}
	async settled() {
		const writing = this.#writing;
		this.#writing = void 0;
		await writing;
	}
	#remove(shape, key) {
		if (shape.name === "agent") this.#parents[0]?.push(key);
		else if (shape.name === "agent_type") this.#parents[1]?.push(key);
		else this.#removals.push(key);
	}
	async removeParents() {
		await this.#flush();
		await this.settled();
		const [agents, types] = this.#parents;
		for (const [shape, keys] of [[shapeOf("agent"), agents], [shapeOf("agent_type"), types]]) await removeRows(this.#session, shape, keys);
	}
};
function charactersOf(cells) {
	return cells.reduce((sum, cell) => sum + (typeof cell === "string" ? cell.length : 1), 0);
}
// src/config/bundle/import-bundle.ts
async function importBundle(options) {
	const { database, file, plan } = options;
	const prune = options.prune ?? "none";
	if (plan && plan.prune !== (prune !== "none")) throw stale(`it was made ${plan.prune ? "with" : "without"} --prune`);
	using bundle = new BundleReader(file);
	const digest = bundleDigest(bundle.header);
	const origin = `bundle ${digest}`;
	return await database.configure({
		...options,
		origin
	}, async (session) => {
		if (plan && plan.bundle !== digest) throw stale("it is of another bundle");
		if (prune === "missing") await refuseToEmpty(session, bundle.header);
		const writer = new ImportWriter(session, {
			prune: prune !== "none",
			onChange: options.onChange
		});
		const compared = await writeAll(compareBundle(session, bundle, database.signal, () => writer.settled()), writer);
		requireSignature(options.verifier, {
			name: bundle.name,
			digest,
			signature: compared.signature
		});
		if (plan && plan.base !== compared.base) throw stale("the database has changed since");
		await writer.removeParents();
		return {
			bundle: digest,
			counts: writer.counts,
			agents: await session.bulk.affected()
		};
	});
}
async function writeAll(walk, writer) {
	try {
		for (;;) {
			const step = await walk.next();
			if (step.done) return step.value;
			await writer.write(step.value);
		}
	} finally {
		await writer.settled();
	}
}
async function refuseToEmpty({ bulk }, header) {
	const emptied = [];
	for (const table of ["agent", "agent_type"]) if (header.tables.get(table)?.rows === 0 && await bulk.count(shapeOf(table)) > 0) emptied.push(table);
	if (emptied.length === 0) return;
	throw new IdentikitError("PRUNE_REFUSED", `the bundle has no ${emptied.join(" and no ")}: pruning would delete all`, { remedy: "Check the bundle. If nothing is what you want, add --prune-to-nothing." });
}
function stale(why) {
	return new IdentikitError("PLAN_STALE", `the plan cannot be applied: ${why}`, { remedy: "Make the plan again with: identikit config plan" });
}
// src/config/rows/row-powers.ts
const powerfulFrontmatter = /^(?:hooks|mcpServers|allowed-tools|allowedTools|tools|permissionMode|shell)[ \t]*:/m;
const commandLine = /!`|^[ \t]*```!/m;
function rowPowers(table, key, value) {
	const secrets = [...new Set(findPlaceholders(value, key).map(({ name }) => name))].sort();
	return {
		runsCommands: value !== null && runsCommands(table, key, value),
		secrets
	};
}
function runsCommands(table, key, value) {
	switch (table) {
		case "mcp_server": return isRecord(value) && (value.command !== void 0 || value.headersHelper !== void 0);
		case "plugin_binding": return value === true;
		case "plugin_marketplace": return true;
		case "client_setting": return key.startsWith("hooks.") || key.startsWith("env.") || key.startsWith("permissions.");
		case "client_file": return typeof value === "string" && textRunsCommands(value);
		case "skill": return Array.isArray(value) && value.some(fileRunsCommands);
		case "system_prompt": return false;
	}
}
function fileRunsCommands(file) {
	if (!isRecord(file)) return false;
	if (file.executable === true) return true;
	return file.path === "SKILL.md" && typeof file.text === "string" && textRunsCommands(file.text);
}
function textRunsCommands(text) {
	const frontmatter = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "";
	return powerfulFrontmatter.test(frontmatter) || commandLine.test(text);
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/config/rows/template-offers.ts
const kinds = {
	mcp_server: "servers",
	client_setting: "settings",
	client_file: "files"
};
function offersOf(contents, prompt) {
	const { skills, servers, settings, files } = contents;
	const json = (table, of) => [...of].map(([key, value]) => ({
		table,
		key,
		value: JSON.stringify(value)
	}));
	return [
		...prompt === void 0 ? [] : json("system_prompt", new Map([[systemPromptKey, prompt]])),
		...[...skills].map(([key, tree]) => ({
			table: "skill",
			key,
			value: skillValue(tree)
		})),
		...json("mcp_server", servers),
		...json("client_setting", settings),
		...json("client_file", files)
	];
}
function offerDigest({ table, key, value }) {
	return `sha256:${createHash("sha256").update(`${table}\n${key}\n${value}`).digest("hex")}`;
}
function isPermitted(offer, permission) {
	const { table, key, value } = offer;
	if (!isPermittedTable(table)) return true;
	const { runsCommands, secrets } = rowPowers(table, key, JSON.parse(value));
	if (table !== "mcp_server" && !runsCommands && secrets.length === 0) return true;
	const allowed = permission?.[kinds[table]] ?? {};
	const pin = Object.hasOwn(allowed, key) ? allowed[key] : void 0;
	if (pin === "any") return secrets.every((name) => permission?.secrets.includes(name));
	return pin === offerDigest(offer);
}
const prefix$1 = "withheld:";
function withheldReference(template, reference) {
	return `${prefix$1}${template}:${reference}`;
}
function isWithheld(reference) {
	return reference.startsWith(prefix$1);
}
function withheldFinding(reference, offer) {
	const [template = "", ...of] = reference.slice(9).split(":");
	const { table, key, value } = offer;
	const kind = isPermittedTable(table) ? kinds[table] : "servers";
	const { secrets } = rowPowers(table, key, JSON.parse(value));
	const names = secrets.length === 0 ? "" : `, names ${secrets.join(", ")}`;
	return {
		code: "TEMPLATE_WAITS",
		severity: "warning",
		path: `${kind}.${key}`,
		expected: "a permission",
		actual: `${table} ${key} of the template ${template} has no effect for ${of.join(":")} until it is permitted${names}`,
		remedy: `Look at it, then add to identikit.yaml: permit: {${template}: {${kind}: {${JSON.stringify(key)}: "${offerDigest(offer)}"}}}`,
		subject: `template ${template}`,
		location: { file: "identikit.yaml" }
	};
}
function isPermittedTable(table) {
	return Object.hasOwn(kinds, table);
}
// src/config/rows/waiting-rows.ts
var WaitingRows = class WaitingRows {
	#values = new Map();
	static async of({ query }) {
		const waiting = new WaitingRows();
		for (const table of scopedTables) {
			const rows = await query.selectFrom(table).select([
				"scope_ref",
				"key",
				"value"
			]).where("scope", "=", "builtin").where("scope_ref", "like", "withheld:%").orderBy("scope_ref").orderBy("key").execute();
			for (const { scope_ref, key, value } of rows) waiting.#put(table, scope_ref, key, value);
		}
		return waiting;
	}
	change({ name, columns }, before, after) {
		const table = scopedTables.find((each) => each === name);
		const cells = after ?? before;
		if (table === void 0 || !cells || !isWithheld(textAt(cells, 1))) return;
		const [reference, key] = [textAt(cells, 1), textAt(cells, 2)];
		if (after) this.#put(table, reference, key, cellText(after[columns.indexOf("value")]));
		else this.#values.delete(JSON.stringify([
			table,
			reference,
			key
		]));
	}
	get findings() {
		return [...this.#values.values()].map(({ reference, ...offer }) => withheldFinding(reference, offer));
	}
	#put(table, reference, key, value) {
		this.#values.set(JSON.stringify([
			table,
			reference,
			key
		]), {
			table,
			reference,
			key,
			value
		});
	}
};
// src/config/bundle/plan.ts
function planImport(options) {
	const { database, file, prune = false, onChange } = options;
	const counts = {
		create: 0,
		change: 0,
		delete: 0
	};
	const checker = new RowChecker();
	return database.transaction("read", async (session) => {
		using bundle = new BundleReader(file);
		const waiting = await WaitingRows.of(session);
		const walk = compareBundle(session, bundle, database.signal);
		for (let step = await walk.next();; step = await walk.next()) {
			if (step.done) {
				const digest = bundleDigest(bundle.header);
				requireSignature(options.verifier, {
					name: bundle.name,
					digest,
					signature: step.value.signature
				});
				return {
					bundle: digest,
					base: step.value.base,
					prune,
					counts,
					waiting: waiting.findings
				};
			}
			for (const { shape, bundle: after, database: before } of step.value) {
				if (after) checker.check(shape, after);
				else if (!prune) continue;
				const change = changeOf(shape, before, after);
				counts[change.kind]++;
				waiting.change(shape, before, after);
				onChange?.(change);
			}
		}
	});
}
const digest = custom((value) => typeof value === "string" && isDigest(value), "is not a digest");
const count = number$1().int().nonnegative();
const planSchema = strictObject({
	format: literal("identikit-config-plan"),
	version: literal(1),
	bundle: digest,
	base: digest,
	prune: boolean(),
	counts: strictObject({
		create: count,
		change: count,
		delete: count
	})
});
function formatPlan({ bundle, base, prune, counts }) {
	return `${JSON.stringify({
		format: "identikit-config-plan",
		version: 1,
		bundle,
		base,
		prune,
		counts
	}, void 0, 2)}\n`;
}
function parsePlan(text, name) {
	const { bundle, base, prune, counts } = checkDocument(parseJson(text, name), planSchema, "DOCUMENT_INVALID");
	return {
		bundle,
		base,
		prune,
		counts
	};
}
// src/config/connection/lock-wait.ts
var LockWait = class extends Error {
	name = "LockWait";
	code;
	holder;
	constructor(code, holder, cause) {
		super("a lock was waited for in vain", { cause });
		this.code = code;
		this.holder = holder;
	}
};
const serverCodes = new Set([
	"55P03",
	"57014",
	"40001",
	"40P01"
]);
function isLockWait(cause) {
	if (cause instanceof LockWait) return true;
	if (!(cause instanceof Error)) return false;
	const code = codeOf(cause) ?? "";
	if (code === "ERR_SQLITE_ERROR") return [5, 6].includes(sqliteCodeOf(cause) % 256);
	return serverCodes.has(code);
}
// src/config/connection/unknown-outcome.ts
var UnknownOutcome = class extends Error {
	name = "UnknownOutcome";
	constructor(cause) {
		super("the answer to COMMIT was lost", { cause });
	}
};
// src/config/connection/database-fault.ts
function displayName(location) {
	if (!isServer(location)) return looksLikeUrl(location) ? schemeOf(location) : location;
	try {
		const url = new URL(location.replace("@/", "@localhost/"));
		return `postgres://${decodeURIComponent(url.hostname) || url.searchParams.get("host") || "localhost"}${url.port === "" ? "" : `:${url.port}`}${url.pathname}`;
	} catch {
		return "postgres://(malformed URL)";
	}
}
function isServer(location) {
	return /^postgres(ql)?:\/\//i.test(location);
}
function checkLocation(location) {
	if (isServer(location) || !looksLikeUrl(location)) return;
	throw new IdentikitError("DATABASE_UNREACHABLE", `the database's location (${schemeOf(location)}) is neither a path nor a URL of a PostgreSQL server`, { remedy: "Write postgres://user@host/name, or a path; start a path that has a colon with ./." });
}
function schemeOf(location) {
	const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(location)?.[0];
	return scheme === void 0 ? "…" : `${scheme}:…`;
}
const partsOfUrl = /:\/\/|(?:^|[\s;])(?:host|hostaddr|port|user|password|dbname)\s*=|%3a|%40|%2f/i;
function looksLikeUrl(location) {
	if (/^\.{1,2}\//.test(location)) return false;
	if (/^\/\/[^/]*@|^\/[^/]*:[^/]*@/.test(location) || partsOfUrl.test(location)) return true;
	if (location.startsWith("/")) return false;
	if (/^[a-z][a-z0-9+.-]+:/i.test(location)) return true;
	return /^\s*(?:jdbc:)?postgres/i.test(location) ? /[:/@]/.test(location) : /^[^/]*:[^/]*@/.test(location);
}
function unreachable(name, cause) {
	if (cause instanceof IdentikitError) return cause;
	const content = contentFault(name, cause);
	if (content) return content;
	if (isLockWait(cause)) return busy(name, cause);
	return new IdentikitError("DATABASE_UNREACHABLE", `the config database ${name} could not be opened: ${reason(cause)}`, {
		remedy: "Check --database or DATABASE_URL, and that the server runs and lets this user in.",
		cause,
		retry: { kind: "later" }
	});
}
function failed(name, cause) {
	if (cause instanceof IdentikitError) return cause;
	const content = contentFault(name, cause);
	if (content) return content;
	if (isLockWait(cause)) return busy(name, cause);
	if (cause instanceof UnknownOutcome) return unknownOutcome(name, cause);
	return new IdentikitError("DATABASE_FAILED", `the config database ${name} failed: ${reason(cause)}`, {
		remedy: "Nothing of this step was kept. Fix the cause (see --verbose) and run again.",
		cause,
		retry: { kind: "later" }
	});
}
function foreign(name, what, cause) {
	return new IdentikitError("DATABASE_FOREIGN", `${name} is not an Identikit database: ${what}`, {
		remedy: "Name the config database, or a path where there is nothing yet; this one was left as it is.",
		cause
	});
}
const notADatabase = 26;
const corrupt = new Set([
	11,
	"XX001",
	"XX002"
]);
function contentFault(name, cause) {
	const result = sqliteCodeOf(cause) === 0 ? codeOf(cause) : sqliteCodeOf(cause) & 255;
	if (result === notADatabase) return foreign(name, "it is not an SQLite file", cause);
	if (!corrupt.has(result)) return void 0;
	return new IdentikitError("DATABASE_DAMAGED", `the config database ${name} is damaged: ${reason(cause)}`, {
		remedy: "Restore the last backup (identikit restore), and check the disk that it is on.",
		cause
	});
}
function busy(name, cause) {
	const holder = cause instanceof LockWait ? cause.holder : void 0;
	const who = holder === void 0 ? "another transaction holds a lock for too long" : `held by ${holder}`;
	return new IdentikitError("DATABASE_BUSY", `the config database ${name} is busy: ${visible(who)}`, {
		remedy: "Wait for that transaction to end, or end it, and run again; nothing of this step was kept.",
		cause,
		retry: { kind: "later" }
	});
}
function unknownOutcome(name, cause) {
	const problem = `the connection to the config database ${name} was lost while it committed: whether the change was kept is not known`;
	return new IdentikitError("DATABASE_OUTCOME_UNKNOWN", problem, {
		remedy: "Run the same again: what was kept is recognised, and not done twice.",
		cause,
		retry: { kind: "later" }
	});
}
function reason(cause) {
	const [first] = cause instanceof AggregateError ? cause.errors : [cause];
	const message = first instanceof Error ? first.message : String(first);
	return visible(certain(message.split("\n")[0])).replace(/\w+:\/\/\S+/g, "(URL)");
}
// src/config/connection/lost-connection.ts
const networkCodes = new Set([...[
	"EPIPE",
	"ECONNRESET",
	"ECONNABORTED",
	"ETIMEDOUT",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"ENETDOWN",
	"ENOTCONN"
], "ERR_STREAM_DESTROYED"]);
const hangingUp = /^(08\w{3}|57P0[1235]|25P03)$/;
const wordsOfClient = /Connection terminated|connection error|Client was closed|not queryable|Cannot use a pool|socket hang up|ended by the other party/i;
var SilentServer = class extends Error {
	name = "SilentServer";
	constructor(milliseconds) {
		super(`no answer came within ${milliseconds} ms`);
	}
};
function isLostConnection(cause) {
	if (!(cause instanceof Error)) return false;
	if (cause instanceof SilentServer) return true;
	const code = codeOf(cause) ?? "";
	if (networkCodes.has(code) || hangingUp.test(code)) return true;
	return code === "" && wordsOfClient.test(cause.message);
}
function isRestarting(cause) {
	const code = codeOf(cause) ?? "";
	return code === "ECONNREFUSED" || code === "ENOENT" || isLostConnection(cause);
}
function isStarting(cause) {
	return codeOf(cause) === "57P03";
}
// src/config/history/prune-history.ts
async function pruneHistory({ query, sql }, { before, changes }) {
	const newest = sql`(SELECT max(id) FROM config_entry)`;
	const { rows } = await sql`
    SELECT max(first) AS first FROM config_entry WHERE id IN (
      SELECT coalesce((SELECT min(id) FROM config_entry WHERE time >= ${before.toISOString()}), ${newest})
      UNION ALL SELECT coalesce((SELECT min(id) FROM config_entry
        WHERE first > (SELECT max(id) FROM config_change) - ${sql.lit(changes)}), ${newest}))`.execute(query);
	const first = rows[0]?.first;
	if (first === null || first === void 0 || first <= 1) return;
	await query.deleteFrom("config_change").where("id", "<", first).execute();
	await query.deleteFrom("config_entry").where("first", "<", first).execute();
}
// src/config/history/row-author.ts
async function signWrite({ query, sql }, kind, { who, command, origin }) {
	if (kind === "sqlite") await sql`UPDATE config_author SET entry = NULL, who = ${who}, command = ${command}, origin = ${origin}`.execute(query);
	else await sql`SELECT set_config('identikit.who', ${who}, true), set_config('identikit.command', ${command}, true),
      set_config('identikit.origin', ${origin}, true)`.execute(query);
}
async function endWrite(session, kind, author) {
	const { query, sql } = session;
	if (kind === "sqlite") await sql`UPDATE config_author SET entry = NULL, who = NULL, command = NULL, origin = NULL`.execute(query);
	const bounds = author.bounds?.();
	if (bounds) await pruneHistory(session, bounds);
}
// src/config/database.ts
var ConfigDatabase = class {
	name;
	kind;
	signal;
	#engine;
	#author;
	#chainKeys;
	#keyring;
	constructor(name, engine, { signal, author, chainKeys } = {}) {
		this.name = name;
		this.kind = engine.kind;
		this.signal = signal;
		this.#engine = engine;
		this.#author = author ?? {
			who: "",
			command: ""
		};
		this.#chainKeys = chainKeys ?? (() => void 0);
	}
	chainKeys() {
		this.#keyring ??= { found: this.#chainKeys() };
		return this.#keyring.found;
	}
	async transaction(kind, work, { origin = "", who = this.#author.who } = {}) {
		this.signal?.throwIfAborted();
		const author = {
			...this.#author,
			who,
			origin
		};
		try {
			if (kind !== "configure") return await this.#engine.run(kind, work);
			return await this.#engine.run(kind, async (session) => {
				const result = await work(session);
				await endWrite(session, this.kind, author);
				return result;
			}, (session) => signWrite(session, this.kind, author));
		} catch (cause) {
			this.signal?.throwIfAborted();
			throw isDatabaseError(cause) ? failed(this.name, cause) : cause;
		}
	}
	async configure({ dryRun = false, ...said }, work) {
		if (!dryRun) return await this.transaction("configure", work, said);
		const done = [];
		try {
			return await this.transaction("configure", async (session) => {
				done.push({ result: await work(session) });
				throw new Rehearsed();
			}, said);
		} catch (caught) {
			if (caught instanceof Rehearsed) return certain(done[0]).result;
			throw caught;
		}
	}
	async beginConfigure(session, origin = "") {
		const author = {
			...this.#author,
			origin
		};
		await session.bulk.beginEpoch();
		await signWrite(session, this.kind, author);
		if (this.kind === "postgres") await session.sql`SELECT ${session.sql.raw(configWriteLock)}`.execute(session.query);
		return () => endWrite(session, this.kind, author);
	}
	listen(channel, told) {
		return this.#engine.listen(channel, told);
	}
	async read(work) {
		const once = () => this.transaction("read", (session) => work(session.query));
		try {
			return await once();
		} catch (caught) {
			if (!(caught instanceof IdentikitError && isLostConnection(caught.cause))) throw caught;
			return await once();
		}
	}
	async [Symbol.asyncDispose]() {
		await this.#engine.close();
	}
};
async function openDatabase(location, options = {}) {
	checkLocation(location);
	const name = displayName(location);
	const openEngine = isServer(location) ? (await import("./config-with-kysely-pg.js")).openPostgres : (await import("./config-with-kysely-sqlite.js")).openSqlite;
	try {
		return new ConfigDatabase(name, await openEngine(location, name, options), options);
	} catch (cause) {
		throw options.signal?.aborted ? stopped(options.signal) : unreachable(name, cause);
	}
}
var Rehearsed = class extends Error {};
function isDatabaseError(cause) {
	if (!(cause instanceof Error) || cause instanceof IdentikitError) return false;
	const { name } = cause;
	if (name === "AbortError" || name === "RejectedRow") return false;
	if (isLockWait(cause) || isLostConnection(cause) || cause instanceof UnknownOutcome) return true;
	return /^[0-9A-Z]{5}$|^ERR_SQLITE|^E[A-Z]+$/.test(codeOf(cause) ?? "") || /timeout exceeded/i.test(cause.message);
}
// src/config/history/recorded-row.ts
const keyColumns = [
	"config_table",
	"key1",
	"key2",
	"key3"
];
function rowIdentity(change) {
	return JSON.stringify(keyColumns.map((column) => change[column]));
}
function identityOfCells(shape, cells) {
	const [key1 = "", key2 = "", key3 = ""] = cells.slice(0, shape.key.length).map(String);
	return rowIdentity({
		config_table: shape.name,
		key1,
		key2,
		key3
	});
}
function recordedKey(shape, { key1, key2, key3 }) {
	return [
		key1,
		key2,
		key3
	].slice(0, shape.key.length);
}
function recordedRow(shape, change) {
	const { enabled, value } = change;
	if (value === null) return void 0;
	const key = recordedKey(shape, change);
	switch (shape.name) {
		case "agent_type":
		case "agent": return [
			...key,
			value,
			Boolean(enabled)
		];
		case "agent_type_config": return [...key, value];
		case "secret": return [...key, ...secretCells(value)];
		default: return [
			...key,
			Boolean(enabled),
			value
		];
	}
}
function secretCells(value) {
	const [version, keyId] = value.split(/ (.*)/s);
	return [
		certain(version),
		keyId ?? "",
		"",
		"",
		""
	];
}
// src/config/history/read-history.ts
function readHistory(database, filter) {
	return database.transaction("read", async (session) => {
		const entries = await findEntries(session, filter);
		const found = [];
		for (const { id, ...entry } of entries) found.push({
			entry: id,
			...entry,
			...await changesOf(session, id, filter)
		});
		const after = await rowsAfter(session, found.flatMap(({ recorded }) => recorded));
		return found.map(({ recorded, first: _, ...entry }) => ({
			...entry,
			changes: recorded.flatMap((change) => {
				const shape = shapeOf(change.config_table);
				const [was, is] = [recordedRow(shape, change), after.get(change.id)];
				return was || is ? [changeOf(shape, was, is)] : [];
			})
		}));
	});
}
async function findEntries({ query }, filter) {
	let entries = query.selectFrom("config_entry").select([
		"id",
		"first",
		"time",
		"role",
		"who",
		"command",
		"origin"
	]).orderBy("id", "desc").limit(filter.limit);
	if (filter.entry !== void 0) entries = entries.where("id", "=", filter.entry);
	if (filter.table !== void 0 || filter.key !== void 0) entries = entries.where("id", "in", matching(query, filter).select("entry"));
	return await entries.execute();
}
function matching(query, { table, key }) {
	let changes = query.selectFrom("config_change");
	if (table !== void 0) changes = changes.where("config_table", "=", table);
	if (key !== void 0) changes = changes.where((is) => is.or([
		is("key1", "=", key),
		is("key2", "=", key),
		is("key3", "=", key)
	]));
	return changes;
}
async function changesOf({ query }, entry, filter) {
	const [own, next] = await query.selectFrom("config_entry").select(["id", "first"]).where("id", ">=", entry).orderBy("id").limit(2).execute();
	let changes = matching(query, filter).where("id", ">=", own?.first ?? 0);
	if (next) changes = changes.where("id", "<", next.first);
	const { total } = await changes.select((count) => count.fn.countAll().as("total")).executeTakeFirstOrThrow();
	const recorded = await changes.selectAll().orderBy("id").limit(filter.changes).execute();
	return {
		total: Number(total),
		recorded
	};
}
const pageChanges = 5e3;
async function rowsAfter(session, changes) {
	const after = new Map();
	const open = new Map();
	const sorted = changes.toSorted((a, b) => a.id - b.id);
	const wanted = new Set(sorted.map(rowIdentity));
	const next = new Map();
	const byId = new Map(sorted.map((change) => [change.id, change]));
	for (let from = sorted[0]?.id; from !== void 0;) {
		const page = await session.query.selectFrom("config_change").select(["id", ...keyColumns]).where("id", ">=", from).orderBy("id").limit(pageChanges).execute();
		for (const row of page) {
			const identity = rowIdentity(row);
			if (!wanted.has(identity)) continue;
			for (const before of open.get(identity) ?? []) next.set(before.id, row.id);
			const own = byId.get(row.id);
			open.set(identity, own ? [own] : []);
		}
		const last = page.at(-1);
		from = last && page.length === pageChanges ? last.id + 1 : void 0;
	}
	await fillFromChanges(session, byId, next, after);
	await fillFromRows(session, [...open.values()].flat(), after);
	return after;
}
async function fillFromChanges({ query }, changes, next, after) {
	const pairs = [...next];
	for (let at = 0; at < pairs.length; at += 500) {
		const some = pairs.slice(at, at + 500);
		const ids = some.map(([, id]) => id);
		const rows = await query.selectFrom("config_change").selectAll().where("id", "in", ids).execute();
		const found = new Map(rows.map((row) => [row.id, row]));
		for (const [of, by] of some) {
			const [change, row] = [changes.get(of), found.get(by)];
			if (change && row) after.set(of, recordedRow(shapeOf(change.config_table), row));
		}
	}
}
async function fillFromRows(session, changes, after) {
	const tables = [...new Set(changes.map((change) => change.config_table))].sort(comparePaths);
	for (const table of tables) {
		const shape = shapeOf(table);
		const byRow = new Map(changes.filter((change) => change.config_table === table).map((change) => [rowIdentity(change), change]));
		for await (const page of session.bulk.pages(shape)) for (const cells of page) {
			const change = byRow.get(identityOfCells(shape, cells));
			if (change) after.set(change.id, cells);
		}
	}
}
// src/config/history/roll-back.ts
const pageRows$1 = 500;
async function rollBack(database, point, { dryRun = false, onChange = () => {} } = {}) {
	const origin = point.kind === "entry" ? `entry ${point.entry}` : point.time.toISOString();
	return await database.configure({
		dryRun,
		origin
	}, async (session) => {
		const { entry, first } = await findPoint(session, point);
		const targets = await targetsSince(session, first, database.signal);
		const checker = new RowChecker();
		let changes = 0;
		const removals = [];
		for (const shape of tableShapes) {
			const wanted = targets.get(shape.name);
			if (!wanted || shape.name === "secret") continue;
			const { puts, keys, changed } = await compareTable(session, shape, wanted);
			for (const cells of puts) checker.check(shape, cells);
			for (let at = 0; at < puts.length; at += pageRows$1) await putRows(session, shape, puts.slice(at, at + pageRows$1));
			removals.push({
				shape,
				keys
			});
			changes += changed.length;
			for (const change of changed) onChange(change);
		}
		for (const { shape, keys } of removals.toReversed()) await removeRows(session, shape, keys);
		const secrets = await changedSecrets(session, targets.get("secret"));
		return {
			entry,
			changes,
			agents: await session.bulk.affected(),
			secrets
		};
	});
}
async function findPoint({ query }, point) {
	const all = query.selectFrom("config_entry");
	const oldest = await all.select(["id", "time"]).orderBy("id").limit(1).executeTakeFirst();
	const at = point.kind === "entry" ? point.entry : (await all.select("id").where("time", "<=", point.time.toISOString()).orderBy("id", "desc").limit(1).executeTakeFirst())?.id;
	const newest = await all.select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
	if (!oldest || !newest || at === void 0 || at < oldest.id - 1 || at > newest.id) throw unknownPoint(point, oldest);
	return {
		entry: at,
		first: (await all.select("first").where("id", ">", at).orderBy("id").limit(1).executeTakeFirst())?.first ?? Number.MAX_SAFE_INTEGER
	};
}
function unknownPoint(point, oldest) {
	const named = point.kind === "entry" ? `entry ${point.entry}` : point.time.toISOString();
	const from = oldest ? `it begins at ${oldest.time} with entry ${oldest.id}` : "it is empty";
	return new IdentikitError("HISTORY_UNKNOWN", `the history has no ${named}: ${from}`, { remedy: oldest ? `See identikit config history; entry ${oldest.id - 1} is the state before all of it. What is older is in backups.` : "There is nothing to take back." });
}
async function targetsSince({ query }, first, signal) {
	const targets = new Map();
	for (let from = first;;) {
		signal?.throwIfAborted();
		const page = await query.selectFrom("config_change").selectAll().where("id", ">=", from).orderBy("id").limit(1e3).execute();
		for (const change of page) {
			const ofTable = targets.get(change.config_table) ?? new Map();
			targets.set(change.config_table, ofTable);
			const identity = rowIdentity(change);
			if (!ofTable.has(identity)) ofTable.set(identity, change);
		}
		const last = page.at(-1);
		if (!last) return targets;
		from = last.id + 1;
	}
}
async function compareTable({ bulk }, shape, wanted) {
	const now = new Map();
	for await (const page of bulk.pages(shape)) for (const cells of page) {
		const identity = identityOfCells(shape, cells);
		if (wanted.has(identity)) now.set(identity, cells);
	}
	const result = {
		puts: [],
		keys: [],
		changed: []
	};
	for (const [identity, change] of wanted) {
		const [is, was] = [now.get(identity), recordedRow(shape, change)];
		if (is && was ? is.every((cell, at) => cell === was[at]) : !is && !was) continue;
		if (was) result.puts.push(was);
		else result.keys.push(recordedKey(shape, change));
		result.changed.push(changeOf(shape, is, was));
	}
	return result;
}
async function changedSecrets({ bulk }, wanted = new Map()) {
	const shape = shapeOf("secret");
	const version = shape.columns.indexOf("version");
	const now = new Map();
	if (wanted.size > 0) for await (const page of bulk.pages(shape)) for (const cells of page) now.set(identityOfCells(shape, cells), cells);
	return [...wanted].flatMap(([identity, change]) => {
		const [is, was] = [now.get(identity)?.[version], recordedRow(shape, change)?.[version]];
		return is === was ? [] : [String(certain(recordedKey(shape, change)[0]))];
	});
}
// src/config/queue/queue.ts
const clocks = {
	sqlite: sqliteNow,
	postgres: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
};
function takeDue(database, options) {
	const { worker, limit, leaseMs, only } = options;
	return database.transaction("claim", async ({ query, sql }) => {
		const now = sql.raw(clocks[database.kind]);
		const skip = sql.raw(database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "");
		const mine = only && await dueAmong(query, sql, now, only);
		if (mine?.length === 0) return [];
		const { rows } = await sql`
      WITH due AS MATERIALIZED (
        SELECT agent FROM render_queue WHERE due_at <= ${now} ${mine ? sql`AND agent IN (${sql.join(mine.slice(0, limit))})` : sql``} ORDER BY due_at, agent LIMIT ${limit} ${skip})
      UPDATE render_queue SET worker = ${worker}, claimed_seq = seq, claimed_at = ${now}, due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
      WHERE agent IN (SELECT agent FROM due) RETURNING agent, seq`.execute(query);
		return rows.map(({ agent, seq }) => ({
			agent,
			worker,
			seq
		}));
	});
}
async function dueAmong(query, sql, now, only) {
	const { rows } = await sql`
    SELECT agent FROM render_queue WHERE due_at <= ${now} ORDER BY due_at, agent`.execute(query);
	return namesOf$1(rows).filter(only);
}
function finishClaims(database, claims) {
	const work = async ({ query, sql }, held) => {
		const now = sql.raw(clocks[database.kind]);
		const done = await sql`
      DELETE FROM render_queue WHERE ${held} AND seq = claimed_seq RETURNING agent`.execute(query);
		const again = await sql`
      UPDATE render_queue SET worker = NULL, claimed_seq = NULL, claimed_at = NULL, failing_since = NULL, due_at = ${now}
      WHERE ${held} RETURNING agent`.execute(query);
		return [...done.rows, ...again.rows];
	};
	return onClaims(database, claims, work, "claim");
}
function giveBack(database, claims) {
	return onClaims(database, claims, async ({ query, sql }, held) => {
		const { rows } = await sql`
      UPDATE render_queue SET worker = NULL, claimed_seq = NULL, claimed_at = NULL, due_at = ${sql.raw(clocks[database.kind])}
      WHERE ${held} RETURNING agent`.execute(query);
		return rows;
	});
}
function extendClaims(database, claims, leaseMs) {
	return onClaims(database, claims, async ({ query, sql }, held) => {
		const { rows } = await sql`
      UPDATE render_queue SET due_at = ${sql.raw(clocks[database.kind])} + ${sql.lit(Math.round(leaseMs))} WHERE ${held} RETURNING agent`.execute(query);
		return rows;
	});
}
function queueState(database) {
	return database.transaction("read", async ({ query, sql }) => {
		const { rows } = await sql`
      SELECT count(*) AS total, count(worker) AS claimed FROM render_queue`.execute(query);
		const { total = 0, claimed = 0 } = rows[0] ?? {};
		return {
			due: total - claimed,
			claimed
		};
	});
}
async function onClaims(database, claims, work, kind = "write") {
	if (claims.length === 0) return [];
	const run = (some, session) => work(session, rowsOf(session, some), some);
	if (database.kind === "sqlite") return namesOf$1(await database.transaction(kind, (session) => run(claims, session)));
	const done = await database.transaction(kind, async (session) => {
		const { query, sql } = session;
		const { rows } = await sql`
      SELECT agent FROM render_queue WHERE ${rowsOf(session, claims)} FOR UPDATE SKIP LOCKED`.execute(query);
		const free = new Set(namesOf$1(rows));
		const some = claims.filter(({ agent }) => free.has(agent));
		if (some.length > 0) await run(some, session);
		return free;
	});
	for (const claim of claims) {
		if (done.has(claim.agent)) continue;
		const held = await database.transaction(kind, (session) => run([claim], session));
		for (const name of namesOf$1(held)) done.add(name);
	}
	return [...done];
}
function rowsOf({ sql }, claims) {
	const rows = claims.map(({ agent, worker, seq }) => sql`(${agent}, ${worker}, CAST(${seq} AS BIGINT))`);
	return sql`(agent, worker, claimed_seq) IN (VALUES ${sql.join(rows)})`;
}
function namesOf$1(rows) {
	return rows.map(({ agent }) => agent);
}
// src/config/queue/queue-list.ts
function listQueue(database) {
	return database.transaction("read", async ({ query, sql }) => {
		const { rows } = await sql`
      SELECT agent, due_at, worker, claimed_at, attempts, failing_since, failed_at, error_code, error_message, ${sql.raw(clocks[database.kind])} AS now
      FROM render_queue ORDER BY agent`.execute(query);
		const entries = rows.map(entryOf);
		return [
			"failing",
			"leased",
			"due"
		].flatMap((state) => entries.filter((entry) => entry.state === state));
	});
}
function entryOf(row) {
	const { agent, due_at, worker, claimed_at, attempts, now } = row;
	const failedAt = row.failed_at ?? due_at;
	const failure = attempts > 0 ? {
		attempts,
		code: row.error_code ?? "",
		message: row.error_message ?? "",
		failedAt: new Date(failedAt),
		failingSince: new Date(row.failing_since ?? failedAt)
	} : void 0;
	const optional = failure ? { failure } : {};
	if (due_at <= now) return {
		agent,
		state: "due",
		since: new Date(due_at),
		...optional
	};
	if (worker !== null) return {
		agent,
		state: "leased",
		worker,
		since: claimed_at === null ? void 0 : new Date(claimed_at),
		until: new Date(due_at),
		...optional
	};
	const failedNow = new Date(now);
	return {
		agent,
		state: "failing",
		failure: failure ?? {
			attempts: 1,
			code: "",
			message: "",
			failedAt: failedNow,
			failingSince: failedNow
		},
		nextTry: new Date(due_at)
	};
}
// src/config/rows/agent-names.ts
function agentNames(database) {
	return database.read(async (query) => {
		return (await query.selectFrom("agent").select(["name", "enabled"]).orderBy("name").execute()).filter(({ enabled }) => enabled).map(({ name }) => name);
	});
}
// src/config/rows/agent-reference.ts
const prefix = "agent:";
function agentReference(agent) {
	return `${prefix}${agent}`;
}
function agentOfReference(reference) {
	return reference.startsWith(prefix) ? reference.slice(6) : void 0;
}
// src/config/rows/config-rows.ts
var Entry = class {
	key;
	scope;
	reference;
	enabled;
	#table;
	#raw;
	#value;
	#tree;
	constructor(table, row) {
		this.key = row.key;
		this.scope = row.scope;
		this.reference = row.scope_ref;
		this.enabled = Boolean(row.enabled);
		this.#table = table;
		this.#raw = row.value;
	}
	get name() {
		return rowName(shapeOf(this.#table), [
			this.scope,
			this.reference,
			this.key
		]);
	}
	get value() {
		if (this.#value === void 0) this.#value = this.#read(() => JSON.parse(this.#raw));
		return this.#value;
	}
	get tree() {
		this.#tree ??= this.#read(() => skillTree(this.value, this.name));
		return this.#tree;
	}
	#read(read) {
		try {
			return read();
		} catch (cause) {
			throw new IdentikitError("ROW_INVALID", `${this.name} does not have the shape that it must have`, {
				remedy: "Fix or delete the row; config plan and config import check rows before they are written.",
				cause
			});
		}
	}
};
var ConfigRows = class {
	#types;
	#agents;
	#typeConfig;
	#entries;
	#withOwn;
	constructor(raw) {
		this.#types = new Map(raw.agent_type.map((type) => [type.name, type]));
		this.#agents = new Map(raw.agent.filter(({ enabled }) => enabled).map((agent) => [agent.name, agent]));
		this.#typeConfig = raw.agent_type_config;
		const entries = new Map();
		const withOwn = new Set();
		for (const table of scopedTables) for (const row of raw[table]) {
			const place = placeOf$2(table, row.scope, row.scope_ref);
			const agent = row.scope === "instance" ? row.scope_ref : agentOfReference(row.scope_ref);
			if (agent !== void 0) withOwn.add(agent);
			const there = entries.get(place);
			if (there) there.push(new Entry(table, row));
			else entries.set(place, [new Entry(table, row)]);
		}
		this.#entries = entries;
		this.#withOwn = withOwn;
	}
	get agents() {
		return [...this.#agents.keys()].sort(comparePaths);
	}
	agent(name) {
		const agent = this.#agents.get(name);
		if (!agent) throw unknownAgent(name, this.agents);
		return {
			name,
			type: agent.type,
			runtime: this.#types.get(agent.type)?.runtime ?? ""
		};
	}
	hasOwn(agent) {
		return this.#withOwn.has(agent);
	}
	typeConfig(type) {
		return this.#typeConfig.filter((row) => row.type === type).map(({ key, value }) => ({
			key,
			value: JSON.parse(value)
		}));
	}
	layers(table, agent) {
		const { name, type } = this.agent(agent);
		return [
			["builtin", ""],
			["builtin", type],
			["builtin", agentReference(name)],
			["global", ""],
			["type", type],
			["instance", name]
		].map(([scope, reference]) => this.#entries.get(placeOf$2(table, scope, reference)) ?? []);
	}
};
function unknownAgent(name, known) {
	return new IdentikitError("AGENT_UNKNOWN", `no agent is called ${visible(name)}${suggestion(name, known)}`, { remedy: "Add it to agents.json and run: identikit config sync" });
}
function placeOf$2(table, scope, reference) {
	return `${table} ${scope} ${reference}`;
}
// src/config/rows/resolve.ts
function contests(rows, table, agent) {
	const byKey = new Map();
	for (const layer of rows.layers(table, agent)) for (const entry of layer) {
		const lost = byKey.get(entry.key);
		byKey.set(entry.key, {
			winner: entry,
			overridden: lost ? [lost.winner, ...lost.overridden] : []
		});
	}
	return [...byKey.values()].sort((a, b) => comparePaths(a.winner.key, b.winner.key));
}
function resolve$1(rows, table, agent, read) {
	return contests(rows, table, agent).filter(({ winner }) => winner.enabled).map(({ winner, overridden }) => ({
		key: winner.key,
		value: read(winner),
		scope: winner.scope,
		overrides: overridden.map(({ scope }) => scope)
	}));
}
function jsonOf$1({ value }) {
	return value;
}
function resolvePlugins(rows, agent) {
	return resolve$1(rows, "plugin_binding", agent, ({ value }) => value === true);
}
function resolveMarketplaces(rows, agent) {
	return resolve$1(rows, "plugin_marketplace", agent, jsonOf$1);
}
function resolveMcpServers(rows, agent) {
	return resolve$1(rows, "mcp_server", agent, jsonOf$1);
}
function resolveSystemPrompt(rows, agent) {
	return resolve$1(rows, "system_prompt", agent, ({ value }) => String(value))[0] ?? null;
}
function resolveSkills(rows, agent) {
	return resolve$1(rows, "skill", agent, ({ tree }) => tree);
}
function resolveSettings(rows, agent) {
	return resolve$1(rows, "client_setting", agent, jsonOf$1);
}
function resolveFiles(rows, agent) {
	return resolve$1(rows, "client_file", agent, ({ value }) => String(value));
}
const ofTypes = new WeakMap();
function resolveAgent(rows, name) {
	const agent = rows.agent(name);
	if (rows.hasOwn(name)) return {
		...agent,
		...resolveEntries(rows, name)
	};
	const known = ofTypes.get(rows) ?? new Map();
	const entries = known.get(agent.type) ?? resolveEntries(rows, name);
	ofTypes.set(rows, known.set(agent.type, entries));
	return {
		...agent,
		...entries
	};
}
function resolveEntries(rows, name) {
	return {
		plugins: resolvePlugins(rows, name),
		marketplaces: resolveMarketplaces(rows, name),
		mcpServers: resolveMcpServers(rows, name),
		systemPrompt: resolveSystemPrompt(rows, name),
		skills: resolveSkills(rows, name),
		settings: resolveSettings(rows, name),
		files: resolveFiles(rows, name)
	};
}
// src/config/rows/unknown-marketplaces.ts
function marketplaceOf(plugin) {
	return plugin.slice(plugin.lastIndexOf("@") + 1);
}
async function unknownMarketplaces({ query }) {
	const read = (table) => query.selectFrom(table).select([
		"scope",
		"scope_ref",
		"key",
		"enabled",
		"value"
	]).execute();
	const plugins = await read("plugin_binding");
	if (plugins.length === 0) return [];
	const rows = new ConfigRows({
		plugin_binding: plugins,
		plugin_marketplace: await read("plugin_marketplace"),
		mcp_server: [],
		skill: [],
		system_prompt: [],
		client_setting: [],
		client_file: [],
		agent_type: await query.selectFrom("agent_type").select([
			"name",
			"runtime",
			"enabled"
		]).execute(),
		agent: await query.selectFrom("agent").select([
			"name",
			"type",
			"enabled"
		]).execute(),
		agent_type_config: []
	});
	return rows.agents.flatMap((agent) => {
		const known = enabled(rows, "plugin_marketplace", agent).map(({ key }) => key);
		return enabled(rows, "plugin_binding", agent).filter(({ value }) => value === true).map((plugin) => ({
			agent,
			plugin,
			marketplace: marketplaceOf(plugin.key),
			known
		})).filter(({ marketplace }) => !known.includes(marketplace) && !isBuiltinMarketplace(marketplace));
	});
}
function enabled(rows, table, agent) {
	return contests(rows, table, agent).map(({ winner }) => winner).filter((entry) => entry.enabled);
}
// src/config/rows/edit-rows.ts
function setRow(database, address, content, options = {}) {
	const { table } = address;
	if (!isScopedTable(table)) throw withoutEffect(table);
	const shape = shapeOf(table);
	const after = [
		...keyOf$1(address),
		content.kind === "value",
		content.kind === "value" ? content.json : "null"
	];
	new RowChecker().check(shape, after);
	return database.configure(options, async (session) => {
		await checkReference(session, address);
		const before = await findRow(session, address);
		if (before?.every((cell, index) => cell === after[index])) return { agents: [] };
		await refusingLostPlugins(session, address, () => session.bulk.put(shape, [after]));
		return {
			change: changeOf(shape, before, after),
			agents: await session.bulk.affected()
		};
	});
}
function unsetRow(database, address, options = {}) {
	const shape = shapeOf(address.table);
	return database.configure(options, async (session) => {
		const before = await findRow(session, address);
		if (!before) throw await unknownRow(session, address);
		await refusingLostPlugins(session, address, () => session.bulk.remove(shape, [keyOf$1(address)]));
		return {
			change: changeOf(shape, before, void 0),
			agents: await session.bulk.affected()
		};
	});
}
async function refusingLostPlugins(session, address, change) {
	const { table } = address;
	if (table !== "plugin_binding" && table !== "plugin_marketplace") return change();
	const idOf = ({ agent, plugin }) => `${agent} ${plugin.key}`;
	const before = new Set((await unknownMarketplaces(session)).map(idOf));
	await change();
	const lost = (await unknownMarketplaces(session)).find((each) => !before.has(idOf(each)));
	if (!lost) return;
	const { agent, plugin, marketplace, known } = lost;
	throw new IdentikitError("ROW_INVALID", `${rowName(shapeOf(table), keyOf$1(address))}: the agent ${agent} would have the plugin ${plugin.key} and know no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`, { remedy: table === "plugin_binding" ? `Fix the name, or add the marketplace first: identikit config set plugin_marketplace ${marketplace} '{"source": …}'` : `Switch the plugin off first: identikit config set plugin_binding ${plugin.key} --off` });
}
function keyOf$1({ table, scope, reference, key }) {
	return isScopedTable(table) ? [
		scope,
		reference,
		key
	] : [reference, key];
}
async function findRow({ query, sql }, address) {
	const { name, key, columns } = shapeOf(address.table);
	const wanted = keyOf$1(address);
	const same = key.map((column, at) => sql`${sql.ref(column)} = ${wanted[at]}`);
	const { rows } = await sql`
    SELECT ${sql.join(columns.map((column) => sql.ref(column)))} FROM ${sql.table(name)}
    WHERE ${sql.join(same, sql` AND `)}`.execute(query);
	const [row] = rows;
	return row && columns.map((column) => column === "enabled" ? Boolean(row[column]) : row[column] ?? "");
}
async function checkReference({ query }, { scope, reference }) {
	if (scope === "global") return;
	const table = scope === "instance" ? "agent" : "agent_type";
	const names = (await query.selectFrom(table).select("name").execute()).map(({ name }) => name);
	if (names.includes(reference)) return;
	throw new IdentikitError(scope === "instance" ? "AGENT_UNKNOWN" : "AGENT_TYPE_UNKNOWN", `no ${scope === "instance" ? "agent" : "agent type"} is called ${visible(reference)}${suggestion(reference, names)}`, { remedy: "Add it to agents.json and run: identikit config sync" });
}
async function unknownRow({ query, sql }, address) {
	const { table, key } = address;
	const { rows } = await sql`SELECT DISTINCT key FROM ${sql.table(table)}`.execute(query);
	const known = rows.map((row) => row.key);
	const near = known.includes(key) ? "" : suggestion(key, known);
	return new IdentikitError("ROW_UNKNOWN", `there is no row ${rowName(shapeOf(table), keyOf$1(address))}${near}`, { remedy: `See which there are: identikit config list ${table}` });
}
function withoutEffect(table) {
	return new IdentikitError("USAGE", `rows of ${table} have no effect, so none is written`, { remedy: "Set the model, a variable or a permission of a type as client_setting: identikit config set client_setting model '\"opus\"' --scope type --ref NAME" });
}
// src/config/rows/list-rows.ts
function listRows(database, filter) {
	return database.transaction("read", async ({ bulk }) => {
		const rows = [];
		let total = 0;
		for (const shape of filter.tables.map(shapeOf)) for await (const page of bulk.pages(shape, filter.scope ? [filter.scope] : void 0)) {
			database.signal?.throwIfAborted();
			const found = page.filter((cells) => passes(shape, cells, filter));
			total += found.length;
			rows.push(...found.slice(0, filter.limit - rows.length).map((cells) => listed(shape, cells)));
		}
		return {
			rows,
			total
		};
	});
}
function passes(shape, cells, { scope, reference, key }) {
	const place = placeOf$1(shape, cells);
	return (scope === void 0 || place.scope === scope) && (reference === void 0 || place.reference === reference) && (key === void 0 || place.key === key);
}
function placeOf$1(shape, cells) {
	if (!isScopedTable(shape.name)) return {
		scope: "type",
		reference: textAt(cells, 0),
		key: textAt(cells, 1)
	};
	return {
		scope: textAt(cells, 0),
		reference: textAt(cells, 1),
		key: textAt(cells, 2)
	};
}
function listed(shape, cells) {
	const { enabled = true, value } = shownRow$1(shape, cells);
	return {
		table: shape.name,
		...placeOf$1(shape, cells),
		name: keyName(shape.name, cells.slice(0, shape.key.length).map(String)),
		enabled: enabled === true,
		value
	};
}
// src/config/rows/load-rows.ts
const namedAtMost = 500;
function loadRows(database, agents) {
	return database.read(async (query) => {
		return new ConfigRows(agents && agents.length <= namedAtMost ? await loadSome(query, agents) : await loadAll(query));
	});
}
async function loadAll(query) {
	const tables = {};
	for (const table of scopedTables) tables[table] = await query.selectFrom(table).select(scopedColumns).execute();
	return {
		...tables,
		agent_type: await query.selectFrom("agent_type").select([
			"name",
			"runtime",
			"enabled"
		]).execute(),
		agent: await query.selectFrom("agent").select([
			"name",
			"type",
			"enabled"
		]).execute(),
		agent_type_config: await query.selectFrom("agent_type_config").select([
			"type",
			"key",
			"value"
		]).execute()
	};
}
async function loadSome(query, names) {
	const agent = await query.selectFrom("agent").select([
		"name",
		"type",
		"enabled"
	]).where("name", "in", orNothing(names)).execute();
	if (agent.length < new Set(names).size) return loadAll(query);
	const types = orNothing([...new Set(agent.map(({ type }) => type))]);
	const tables = {};
	for (const table of scopedTables) tables[table] = await query.selectFrom(table).select(scopedColumns).where((is) => is.or([
		is.and([is("scope", "in", ["builtin", "global"]), is("scope_ref", "in", [
			"",
			...types,
			...names.map(agentReference)
		])]),
		is.and([is("scope", "=", "type"), is("scope_ref", "in", types)]),
		is.and([is("scope", "=", "instance"), is("scope_ref", "in", orNothing(names))])
	])).execute();
	return {
		...tables,
		agent,
		agent_type: await query.selectFrom("agent_type").select([
			"name",
			"runtime",
			"enabled"
		]).where("name", "in", types).execute(),
		agent_type_config: await query.selectFrom("agent_type_config").select([
			"type",
			"key",
			"value"
		]).where("type", "in", types).execute()
	};
}
const scopedColumns = [
	"scope",
	"scope_ref",
	"key",
	"enabled",
	"value"
];
function orNothing(names) {
	return names.length === 0 ? [""] : [...names];
}
// src/config/access-log/unchained.ts
const pageLines$2 = 1e3;
async function unchainedDigest(query, upTo = Number.MAX_SAFE_INTEGER) {
	const digest = createHash("sha256");
	let lines = 0;
	let lastId = 0;
	for (let last = 0;;) {
		const page = await query.selectFrom("secret_access_log").select([
			"id",
			"session",
			"secret",
			"agent",
			"accessor",
			"reason",
			"time"
		]).where("id", ">", last).where("id", "<=", upTo).orderBy("id").limit(pageLines$2).execute();
		for (const { id, session, secret, agent, accessor, reason, time } of page) {
			last = id;
			if (session !== null) continue;
			digest.update(`${JSON.stringify([
				id,
				secret,
				agent,
				accessor,
				reason,
				time
			])}\n`);
			lines++;
			lastId = id;
		}
		if (page.length < pageLines$2) return {
			lines,
			lastId,
			digest: digest.digest("base64url")
		};
	}
}
async function countUnchained(query, afterId) {
	return (await query.selectFrom("secret_access_log").select(({ fn }) => fn.countAll().as("n")).where("session", "is", null).where("id", ">", afterId).executeTakeFirstOrThrow()).n;
}
// src/config/access-log/begin-session.ts
const notedSessions = 16;
const beginLock = "pg_advisory_xact_lock(7310291840557215)";
async function beginSession(session, kind, hasher, accesses) {
	const { query, sql } = session;
	if (kind === "postgres") await sql`SELECT ${sql.raw(beginLock)}`.execute(query);
	const last = await query.selectFrom("secret_access_session").select(["number", "hash"]).orderBy("number", "desc").limit(1).executeTakeFirst();
	const number = (last?.number ?? 0) + 1;
	const noted = {
		heads: await recentHeads(session, number),
		...number === 1 ? { unchained: await unchainedDigest(query) } : {}
	};
	const record = {
		number,
		session: randomBytes(16).toString("hex"),
		keyId: hasher.keyId,
		started: accesses[0]?.time ?? "",
		noted: JSON.stringify(noted),
		previous: last?.hash ?? ""
	};
	const { keyId, ...columns } = record;
	const row = {
		...columns,
		key_id: keyId,
		hash: hasher.session(record)
	};
	await query.insertInto("secret_access_session").values(row).execute();
	const kept = await query.selectFrom("secret_access_session").selectAll().where("number", "=", number).executeTakeFirst();
	if (!kept || Object.entries(row).some(([column, value]) => kept[column] !== value)) throw new IdentikitError("ACCESS_LOG_FAILED", "the database did not keep the record of a log session", { remedy: "Look for rules, triggers and policies on secret_access_session; no secret was used." });
	return {
		session: record.session,
		seq: 0,
		hash: row.hash
	};
}
async function recentHeads({ query, sql }, number) {
	const { rows } = await sql`
    SELECT s.session, s.key_id AS "keyId", l.seq, l.hash
    FROM secret_access_session s JOIN secret_access_log l ON l.session = s.session
      AND l.seq = (SELECT max(seq) FROM secret_access_log m WHERE m.session = s.session)
    WHERE s.number >= ${number - notedSessions} ORDER BY s.number`.execute(query);
	return rows.map(({ session, keyId, seq, hash }) => ({
		session,
		keyId,
		seq,
		hash
	}));
}
// src/config/access-log/chained-line.ts
const chainColumns = [
	"secret",
	"agent",
	"accessor",
	"reason",
	"time",
	"session",
	"seq",
	"previous",
	"hash"
];
const pageLines$1 = 1e3;
async function* linesAfter(query, from) {
	for (let after = from.seq;;) {
		const page = await query.selectFrom("secret_access_log").select(["id", ...chainColumns]).where("session", "=", from.session).where("seq", ">", after).orderBy("seq").limit(pageLines$1).execute();
		if (page.length > 0) yield page;
		if (page.length < pageLines$1) return;
		after = certain(page.at(-1)).seq;
	}
}
function sameLine(a, b) {
	return b !== void 0 && chainColumns.every((column) => a[column] === b[column]);
}
// src/config/access-log/database-access-log.ts
const linesAtATime = 1e3;
var DatabaseAccessLog = class {
	#database;
	#hasher;
	#pending = [];
	#writing = false;
	#head;
	constructor(database, keyring) {
		this.#database = database;
		this.#hasher = AccessHasher.of(keyring);
	}
	record(accesses) {
		if (accesses.length === 0) return Promise.resolve();
		return new Promise((resolve, reject) => {
			this.#pending.push({
				accesses,
				resolve,
				reject
			});
			if (!this.#writing) this.#write();
		});
	}
	async #write() {
		this.#writing = true;
		for (let batch = this.#take(); batch.length > 0; batch = this.#take()) try {
			await this.#append(batch.flatMap(({ accesses }) => accesses));
			for (const { resolve } of batch) resolve();
		} catch (cause) {
			for (const { reject } of batch) reject(cause);
		}
		this.#writing = false;
	}
	#take() {
		const batch = this.#pending;
		this.#pending = [];
		return batch;
	}
	async #append(accesses) {
		const head = this.#head;
		this.#head = void 0;
		try {
			this.#head = await this.#database.transaction("write", async (session) => {
				const from = head ?? await beginSession(session, this.#database.kind, this.#hasher, accesses);
				if (head) await expectHead(session, head);
				return this.#extend(session, from, accesses);
			});
		} catch (cause) {
			if (cause instanceof IdentikitError && cause.code !== "DATABASE_FAILED") throw cause;
			throw this.#failed("could not be written", cause);
		}
	}
	async #extend(session, from, accesses) {
		let { seq, hash } = from;
		const lines = accesses.map(({ secret, agent, accessor, reason, time }) => {
			const access = {
				secret,
				agent,
				accessor,
				reason,
				time
			};
			const link = {
				session: from.session,
				seq: seq + 1,
				previous: hash
			};
			seq = link.seq;
			hash = this.#hasher.line(access, link);
			return {
				...access,
				...link,
				hash
			};
		});
		for (let at = 0; at < lines.length; at += linesAtATime) {
			const chunk = lines.slice(at, at + linesAtATime);
			await session.query.insertInto("secret_access_log").values(chunk).execute();
		}
		await this.#expectWritten(session, from, lines);
		return {
			session: from.session,
			seq,
			hash
		};
	}
	async #expectWritten(session, from, lines) {
		let seen = 0;
		for await (const page of linesAfter(session.query, from)) {
			if (!page.every((line, index) => sameLine(line, lines[seen + index]))) throw this.#failed("changed a line that was written to it");
			seen += page.length;
		}
		if (seen !== lines.length) throw this.#failed(`kept ${seen} of ${lines.length} lines that were written to it`);
	}
	#failed(problem, cause) {
		return new IdentikitError("ACCESS_LOG_FAILED", `the access log in ${this.#database.name} ${problem}`, {
			remedy: "Fix the database (see --verbose; look for rules, triggers and policies on its tables) and run again; no secret was used.",
			cause
		});
	}
};
async function expectHead({ query }, head) {
	const last = await query.selectFrom("secret_access_log").select(["seq", "hash"]).where("session", "=", head.session).orderBy("seq", "desc").limit(1).executeTakeFirst();
	if (last?.seq === head.seq && last.hash === head.hash) return;
	throw new IdentikitError("ACCESS_LOG_FAILED", `the access log no longer ends where session ${head.session} left it, at line ${head.seq}`, { remedy: "Somebody changed the log; find out who, with: identikit secret log --verify." });
}
// src/config/secrets/secret-store.ts
const columns = [
	"name",
	"version",
	"key_id",
	"nonce",
	"ciphertext",
	"tag"
];
const namesAtATime = 1e3;
function loadSecrets(database, names) {
	return database.read(async (query) => {
		const found = new Map();
		for (let at = 0; at < names.length; at += namesAtATime) {
			const some = names.slice(at, at + namesAtATime);
			const rows = await query.selectFrom("secret").select(columns).where("name", "in", some).execute();
			for (const row of rows) found.set(row.name, sealedOf(row));
		}
		return found;
	});
}
async function setSecret(database, keys, name, value) {
	checkSecretName(name);
	checkValue(name, value);
	const source = "take" in keys ? keys : {
		take: () => keys,
		takeBack: () => {}
	};
	return database.transaction("configure", async (session) => {
		try {
			return await seal(database, session, source.take(), {
				name,
				value
			});
		} catch (cause) {
			source.takeBack();
			throw cause;
		}
	});
}
async function seal(database, { query }, keyring, { name, value }) {
	const row = await query.selectFrom("secret").select(columns).where("name", "=", name).executeTakeFirst();
	if (row && keyring.has(row.key_id) && opens(keyring, sealedOf(row), value)) return {
		version: row.version,
		changed: false,
		keyId: row.key_id
	};
	const version = `${Number.parseInt(row?.version ?? "0", 10) + 1}.${randomBytes(8).toString("hex")}`;
	const { name: _, ...sealed } = rowOf(keyring.seal(name, version, value));
	if ((await query.insertInto("secret").values({
		name,
		...sealed
	}).onConflict((conflict) => conflict.column("name").doUpdateSet(sealed)).executeTakeFirst()).numInsertedOrUpdatedRows !== 1n) throw swallowed(database, name);
	return {
		version,
		changed: true,
		keyId: keyring.sealingKeyId
	};
}
async function removeSecret(database, name) {
	return (await database.transaction("configure", ({ query }) => query.deleteFrom("secret").where("name", "=", name).executeTakeFirst())).numDeletedRows > 0n;
}
async function listSecrets(database) {
	return (await database.read((query) => query.selectFrom("secret").select([
		"name",
		"version",
		"key_id"
	]).orderBy("name").execute())).map(({ name, version, key_id }) => ({
		name,
		version,
		keyId: key_id
	}));
}
function rotateSecrets(database, keyring) {
	return database.transaction("configure", async ({ query }) => {
		const rows = await query.selectFrom("secret").select(columns).orderBy("name").execute();
		const old = rows.filter(({ key_id }) => key_id !== keyring.sealingKeyId);
		for (const row of old) {
			database.signal?.throwIfAborted();
			const { name, version } = row;
			const { name: _, version: __, ...sealed } = rowOf(keyring.seal(name, version, keyring.open(sealedOf(row))));
			await query.updateTable("secret").set(sealed).where("name", "=", name).execute();
		}
		return {
			rotated: old.map(({ name }) => name),
			current: rows.length - old.length
		};
	});
}
function swallowed({ name: database }, name) {
	const problem = `the config database ${database} did not keep secret ${name}: a rule or a trigger swallowed the write`;
	return new IdentikitError("DATABASE_FAILED", problem, { remedy: "Remove what is not of Identikit from the table secret, and set it again." });
}
function checkValue(name, value) {
	const problem = !value.isWellFormed() ? "is not valid Unicode text" : value === "" ? "is empty" : Buffer.byteLength(value) > 1048576 ? `is larger than ${maxSecretBytes} bytes` : void 0;
	if (problem === void 0) return;
	throw new IdentikitError("SECRET_INVALID", `the value of secret ${name} ${problem}`, { remedy: "Pass the value on standard input, as UTF-8 text." });
}
function opens(keyring, sealed, value) {
	try {
		return keyring.open(sealed) === value;
	} catch {
		return false;
	}
}
function sealedOf({ key_id, ...rest }) {
	return {
		...rest,
		keyId: key_id
	};
}
function rowOf({ keyId, ...rest }) {
	return {
		...rest,
		key_id: keyId
	};
}
// src/config/secrets/secret-batches.ts
var SecretBatches = class {
	#database;
	#asked = new Set();
	#reading;
	constructor(database) {
		this.#database = database;
	}
	async load(name) {
		this.#asked.add(name);
		this.#reading ??= setImmediate().then(() => {
			const asked = this.#asked;
			this.#asked = new Set();
			this.#reading = void 0;
			return loadSecrets(this.#database, [...asked]);
		});
		return (await this.#reading).get(name);
	}
};
// src/config/secrets/secret-reader.ts
function openSecretReader(options) {
	const { database, keyring, env, log, clock } = options;
	const accessLog = options.accessLog ?? new DatabaseAccessLog(database, keyring);
	const fingerprintKey = options.fingerprintKey ?? keyring?.derive("fingerprint");
	const batches = new SecretBatches(database);
	const sealed = new SealedProvider((name) => batches.load(name), keyring);
	return new LoggedSecretReader({
		providers: [sealed, new EnvironmentProvider(env, fingerprintKey)],
		accessLog,
		log,
		clock
	});
}
// src/config/secrets/withdraw-secret.ts
const rowsNamed = 5;
function withdrawSecret(database, name, { force = false, dryRun = false } = {}) {
	return database.configure({ dryRun }, async (session) => {
		const { query, bulk } = session;
		const names = (await query.selectFrom("secret").select("name").execute()).map((row) => row.name);
		if (!names.includes(name)) throw unknownSecret(name, names);
		const rows = [...await rowsNaming(session, name, "mcp_server", "row_secret"), ...await rowsNaming(session, name, "client_setting", "setting_secret")];
		if (rows.length > 0 && !force) throw inUse(name, rows);
		await bulk.remove(shapeOf("secret"), [[name]]);
		return {
			rows,
			agents: await bulk.affected()
		};
	});
}
async function rowsNaming({ query, sql }, secret, table, secrets) {
	const { rows } = await sql`
    SELECT m.scope, m.scope_ref, m.key FROM ${sql.table(secrets)} r JOIN ${sql.table(table)} m
      ON m.scope = r.scope AND m.scope_ref = r.scope_ref AND m.key = r.key
    WHERE r.secret = ${secret} AND m.enabled ORDER BY m.scope, m.scope_ref, m.key`.execute(query);
	return rows.map(({ scope, scope_ref, key }) => rowName(shapeOf(table), [
		scope,
		scope_ref,
		key
	]));
}
function unknownSecret(name, known) {
	return new IdentikitError("SECRET_UNKNOWN", `there is no secret ${visible(name)}${suggestion(name, known)}`, { remedy: "See which there are: identikit secret list" });
}
function inUse(name, rows) {
	const more = rows.length > rowsNamed ? ` and ${rows.length - rowsNamed} more` : "";
	const named = rows.slice(0, rowsNamed).join(", ");
	return new IdentikitError("SECRET_IN_USE", `secret ${name} is named by ${named}${more}`, { remedy: "Change these rows first, or say --force: their agents then fail to render." });
}
// src/config/sync/agents-without-prompt.ts
async function agentsWithoutPrompt({ query }, { agents: { types, agents } }, { templatesDir, templateOf, files }) {
	if (templatesDir === void 0) return [];
	const rows = await query.selectFrom("system_prompt").select([
		"scope",
		"scope_ref",
		"enabled"
	]).execute();
	const places = new Map(rows.map(({ scope, scope_ref, enabled }) => [`${scope} ${scope_ref}`, Boolean(enabled)]));
	return agents.flatMap(({ name, type, template }) => {
		const entry = types.find((each) => each.name === type);
		const isServed = template !== void 0 || entry?.template !== void 0 || templateOf(entry?.runtime ?? "") !== void 0;
		const given = [
			`instance ${name}`,
			`type ${type}`,
			"global ",
			`builtin ${agentReference(name)}`,
			`builtin ${type}`,
			"builtin "
		].map((place) => places.get(place)).find((enabled) => enabled !== void 0);
		if (!isServed || given) return [];
		return {
			code: "PROMPT_NONE",
			severity: "warning",
			path: name,
			expected: "a prompt",
			actual: `the agent ${name} has no prompt`,
			remedy: "Write one in its template, or name a file as its `prompt` in agents.json.",
			subject: `agent ${name}`,
			location: { file: files.agents.name }
		};
	});
}
// src/config/sync/keyed-rows.ts
function keyOf(key) {
	return JSON.stringify(key);
}
async function readKeyedRows({ bulk }, shape, scopes) {
	const rows = new Map();
	const keyed = (row) => keyOf(shape.key.length === 3 ? row.slice(1, 3) : row.slice(0, 1));
	for await (const page of bulk.pages(shape, scopes)) for (const row of page) rows.set(keyed(row), row);
	return rows;
}
function keyedRows(rows) {
	return new Map(rows.map((row) => [keyOf(row.slice(0, 1)), row]));
}
// src/config/sync/apply-rows.ts
async function applyRows(session, files, wanted, keeps) {
	const changes = [];
	const write = async (shape, have, want) => {
		const puts = [...want].filter(([key, row]) => !sameRow(have.get(key), row));
		await session.bulk.put(shape, puts.map(([, row]) => row));
		changes.push(...puts.map(([key, row]) => changeOf(shape, have.get(key), row)));
	};
	const drop = async (shape, rows) => {
		await session.bulk.remove(shape, rows.map((row) => row.slice(0, shape.key.length)));
		changes.push(...rows.map((row) => changeOf(shape, row, void 0)));
	};
	const [types, agents] = [shapeOf("agent_type"), shapeOf("agent")];
	const [haveTypes, haveAgents] = [await readKeyedRows(session, types), await readKeyedRows(session, agents)];
	const wantTypes = keyedRows(files.agents.types.map(({ name, runtime }) => [
		name,
		runtime,
		true
	]));
	const wantAgents = keyedRows(files.agents.agents.map(({ name, type }) => [
		name,
		type,
		true
	]));
	await write(types, haveTypes, wantTypes);
	await write(agents, haveAgents, wantAgents);
	for (const [table, want] of wanted) {
		const shape = shapeOf(table);
		const have = await readKeyedRows(session, shape, ["builtin"]);
		await write(shape, have, want);
		await drop(shape, [...have].filter(([key, row]) => !want.has(key) && !keeps(table, row)).map(([, row]) => row));
	}
	const retired = [];
	for (const [shape, have, want] of [[
		agents,
		haveAgents,
		wantAgents
	], [
		types,
		haveTypes,
		wantTypes
	]]) for (const [key, row] of have) {
		if (want.has(key)) continue;
		const name = textAt(row, 0);
		if (!await isReferred(session, shape, name)) await drop(shape, [row]);
		else {
			const off = [
				name,
				textAt(row, 1),
				false
			];
			await write(shape, have, new Map([[key, off]]));
			retired.push(`${shape.name} ${name}`);
		}
	}
	changes.sort((a, b) => comparePaths(a.table, b.table) || comparePaths(a.key, b.key));
	return {
		changes,
		agents: await session.bulk.affected(),
		retired
	};
}
async function isReferred({ query }, shape, name) {
	const there = (row) => row !== void 0;
	for (const table of scopedTables) {
		const scope = shape.name === "agent" ? ["instance"] : ["type", "builtin"];
		if (there(await query.selectFrom(table).select("key").where("scope", "in", scope).where("scope_ref", "=", name).limit(1).executeTakeFirst())) return true;
	}
	if (shape.name === "agent") return false;
	const agent = await query.selectFrom("agent").select("name").where("type", "=", name).limit(1).executeTakeFirst();
	const config = await query.selectFrom("agent_type_config").select("key").where("type", "=", name).limit(1).executeTakeFirst();
	return there(agent) || there(config);
}
function sameRow(a, b) {
	return a?.every((cell, index) => cell === b[index]) ?? false;
}
// src/config/sync/builtin-files.ts
const plainName = string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must be letters, digits, dots, dashes and underscores");
const preamble = {
	$schema: string().optional().describe("The JSON Schema that an editor checks this file with."),
	version: literal(1).optional(),
	_comment: unknown().optional()
};
const pluginEntry = string().regex(/^!?[^@\s!][^@\s]*@[^@\s]+$/, "must be <plugin>@<marketplace>, or !<plugin>@<marketplace> to take one away");
const own = {
	template: string().min(1).optional().describe("A template of the manifest; the runtime's if left out."),
	prompt: union([relativePath, array(relativePath).min(1)]).optional().describe("Files of this repository that are the prompt, in order, instead of the template's."),
	skills: array(string().min(1)).optional().describe("Only these skills of the template; or, where all begin with `!`, all but these."),
	plugins: array(pluginEntry).default([]).describe("Plugins: <plugin>@<marketplace>; with a `!` before it, one that it does not get.")
};
const agentsSchema = strictObject({
	...preamble,
	defaults: strictObject({ plugins: array(pluginName).default([]).describe("Plugins of every agent.") }).prefault({}),
	types: array(strictObject({
		name: plainName.describe("The type's name, which agents and config rows refer to."),
		runtime: string().min(1).describe("The program that runs agents of this type; it decides the template."),
		...own
	})),
	agents: array(strictObject({
		name: plainName.describe("The agent's name; its env directory is called so."),
		type: string().describe("One of `types`."),
		...own
	}))
});
const nameWithout = (problemOf) => string().min(1).superRefine((name, context) => {
	const problem = problemOf(name);
	if (problem !== void 0) context.addIssue({
		code: "custom",
		message: problem
	});
});
const serverName = nameWithout(serverNameProblem);
const marketplaceName = nameWithout(marketplaceNameProblem);
const mcpBuiltinSchema = strictObject({
	...preamble,
	mcpServers: record(serverName, writtenServerShape).default({}),
	types: record(string(), record(serverName, writtenServerShape)).default({})
});
const marketplacesBuiltinSchema = strictObject({
	...preamble,
	extraKnownMarketplaces: record(marketplaceName, marketplaceShape).default({})
});
function readBuiltinFiles(paths) {
	const document = read(paths.agents);
	if (!document) throw new IdentikitError("SSOT_MISSING", `${paths.agents.name} is missing: no agent types and agents`, {
		remedy: "Write {\"types\": [], \"agents\": []} to begin with.",
		location: { file: paths.agents.name }
	});
	const agents = checkDocument(document, agentsSchema, "DOCUMENT_INVALID");
	checkAgents(agents, document);
	const servers = read(paths.mcpServers);
	const mcpServers = servers ? checkDocument(servers, mcpBuiltinSchema, "ROW_INVALID") : mcpBuiltinSchema.parse({});
	for (const type of Object.keys(mcpServers.types)) if (servers && !agents.types.some(({ name }) => name === type)) throw unknownType(type, agents, {
		file: servers.file,
		line: servers.lineOf(["types", type])
	});
	const known = read(paths.marketplaces);
	const marketplaces = known ? checkDocument(known, marketplacesBuiltinSchema, "ROW_INVALID") : marketplacesBuiltinSchema.parse({});
	return {
		agents,
		placeOf: placesIn(agents, document),
		mcpServers,
		marketplaces
	};
}
function placesIn({ defaults, types, agents }, document) {
	const paths = new Map([
		[defaults, ["defaults"]],
		...types.map((type, index) => [type, ["types", index]]),
		...agents.map((agent, index) => [agent, ["agents", index]])
	]);
	return (entry, path) => ({
		file: document.file,
		line: document.lineOf([...paths.get(entry) ?? [], ...path])
	});
}
function read({ path, name }) {
	return existsSync(path) ? readJsonDocument(path, {
		name,
		comments: "whole-line"
	}) : void 0;
}
function checkAgents(agents, document) {
	const types = new Set();
	refuseTwice(agents.defaults.plugins, ["defaults"], document);
	for (const [index, { name, plugins }] of agents.types.entries()) {
		const line = document.lineOf([
			"types",
			index,
			"name"
		]);
		if (types.has(name)) throw twice(`the agent type ${name}`, {
			file: document.file,
			line
		});
		types.add(name);
		refuseTwice(plugins, ["types", index], document);
	}
	const names = new Set();
	for (const [index, { name, type, plugins }] of agents.agents.entries()) {
		const at = (key) => ({
			file: document.file,
			line: document.lineOf([
				"agents",
				index,
				key
			])
		});
		if (names.has(name.toLowerCase())) throw twice(`the agent ${name}`, at("name"));
		names.add(name.toLowerCase());
		if (!types.has(type)) throw unknownType(type, agents, at("type"));
		refuseTwice(plugins, ["agents", index], document);
	}
}
function refuseTwice(plugins, path, document) {
	const names = plugins.map((plugin) => plugin.replace(/^!/, ""));
	const again = names.findIndex((name, at) => names.indexOf(name) !== at);
	if (again === -1) return;
	const at = {
		file: document.file,
		line: document.lineOf([
			...path,
			"plugins",
			again
		])
	};
	throw documentFault("DOCUMENT_INVALID", at, `the plugin ${names[again]} stands twice`, "Remove one.");
}
function twice(what, at) {
	return documentFault("DOCUMENT_INVALID", at, `${what} stands twice (letter case does not count)`, "Remove one.");
}
function unknownType(type, { types }, at) {
	const names = types.map(({ name }) => name);
	const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, names)}`;
	return documentFault("AGENT_TYPE_UNKNOWN", at, problem, "Add it to `types` in agents.json, or fix the name.");
}
// src/config/rows/row-limits.ts
const defaultRowLimits = {
	maxSkillBytes: 6291456,
	maxPromptLength: 1048576
};
function checkRowLimits(template, { systemPrompt, contents: { skills } }, { maxSkillBytes, maxPromptLength }) {
	if (systemPrompt !== void 0 && systemPrompt.length > maxPromptLength) throw over(`the prompt of the template ${template} has ${systemPrompt.length} characters, over the limit of ${maxPromptLength}`, "limits.promptKiB");
	for (const [name, files] of skills) {
		const what = `the skill ${name} of the template ${template}`;
		if (files.byteLength > maxSkillBytes) throw over(`${what} has ${files.byteLength} bytes, over the limit of ${maxSkillBytes}`, "limits.skillMiB");
		if (!fitsRow(files)) throw new IdentikitError("ROW_INVALID", `${what} does not fit into a row of ${maxValueBytes} bytes`, { remedy: "Take large binary files out of the skill: they are stored as Base64, a third larger." });
	}
}
function fitsRow(files) {
	return files.byteLength * 2 < 8388608 || Buffer.byteLength(skillValue(files)) <= 8388608;
}
function over(problem, setting) {
	return new IdentikitError("ROW_INVALID", problem, { remedy: `Make it smaller, or raise ${setting} in identikit.yaml.` });
}
// src/config/sync/limited-rows.ts
function limitFaults(readings, limits) {
	const faults = new Map();
	return (template) => {
		if (template === void 0) return void 0;
		const rows = readings.get(template);
		if (rows && !faults.has(template)) faults.set(template, limitFault(template, rows, limits));
		return faults.get(template);
	};
}
function limitFault(template, rows, limits) {
	try {
		checkRowLimits(template, rows, limits);
		return;
	} catch (caught) {
		if (caught instanceof IdentikitError) return caught;
		throw caught;
	}
}
function isLimited(table) {
	return table === "skill" || table === "system_prompt";
}
// src/config/sync/plugins-without-marketplace.ts
function pluginsWithoutMarketplace(unknown, files) {
	const own = unknown.find(({ plugin }) => plugin.scope === "builtin");
	if (own) throw notKnown(own, files);
	return unknown.map(({ agent, plugin, marketplace, known }) => ({
		code: "MARKETPLACE_UNKNOWN",
		severity: "warning",
		path: agent,
		expected: known.join(", "),
		actual: `${plugin.name}: the agent ${agent} knows no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`,
		remedy: `Add the marketplace for this agent, or take the row away: identikit config unset plugin_binding ${plugin.key}`,
		subject: `agent ${agent}`
	}));
}
function notKnown({ agent, plugin, marketplace, known }, files) {
	const problem = `${plugin.key}: the agent ${agent} knows no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`;
	return documentFault("ROW_INVALID", placeOf(plugin, files), problem, "Fix the name, or add the marketplace to config/marketplaces-builtin.json.");
}
function placeOf({ key, reference }, { agents, placeOf: at }) {
	const entry = agents.types.find(({ name }) => name === reference) ?? agents.agents.find(({ name }) => agentReference(name) === reference) ?? agents.defaults;
	return at(entry, ["plugins", entry.plugins.indexOf(key)]);
}
// src/config/sync/rows-without-effect.ts
async function rowsWithoutEffect({ query }) {
	return (await query.selectFrom("agent_type_config").select(["type", "key"]).orderBy("type").orderBy("key").execute()).map(({ type, key }) => ({
		code: "ROW_WITHOUT_EFFECT",
		severity: "warning",
		path: `${type}/${key}`,
		expected: "no row of agent_type_config",
		actual: `the row agent_type_config ${type}/${key} has no effect`,
		remedy: `Set what it was meant for as client_setting, and remove it: identikit config unset agent_type_config ${key} --scope type --ref ${type}`,
		subject: `type ${type}`
	}));
}
// src/config/sync/shorter-prompts.ts
async function shorterPrompts({ query }, prompts) {
	const rows = await query.selectFrom("system_prompt").select([
		"scope_ref",
		"enabled",
		"value"
	]).where("scope", "=", "builtin").execute();
	const before = new Map(rows.filter(({ enabled }) => Boolean(enabled)).map(({ scope_ref, value }) => [scope_ref, value]));
	return prompts.flatMap(({ name, what, references, parts, place }) => {
		const row = references.map((each) => before.get(each)).find((each) => each !== void 0);
		const lost = row === void 0 ? 0 : lengthLost(String(JSON.parse(row)), parts);
		if (lost === 0) return [];
		return {
			code: "PROMPT_SHORTER",
			severity: "warning",
			path: name,
			expected: "the prompt that the config database has",
			actual: `the prompt of the ${what} ${name} has lost a part of ${lost} characters, and nothing else in it has changed`,
			remedy: "Check that this is meant; config sync without --strict takes it over.",
			subject: `${what} ${name}`,
			location: place
		};
	});
}
const between = "\n\n";
function lengthLost(before, parts) {
	let rest = before.trim();
	let lost = 0;
	for (const part of parts.map((text) => text.trim())) {
		const at = `${between}${rest}${between}`.indexOf(between + part + between);
		if (at === -1) return 0;
		lost += rest.slice(0, at).trim().length;
		rest = rest.slice(at + part.length).trimStart();
	}
	return parts.length === 0 ? 0 : lost + rest.length;
}
// src/config/sync/agent-rows.ts
const idOf = ({ table, key }) => `${table} ${key}`;
function levelOf(entry, template, options, above) {
	const isOwnTemplate = above === void 0 || template !== above.template;
	const read = isOwnTemplate && template !== void 0 ? options.read(template) : void 0;
	const usable = (read ? offersOf(read.contents, read.systemPrompt) : []).filter(({ table, key }) => table !== "mcp_server" || !options.ownServers.has(key));
	const permission = template === void 0 ? void 0 : options.permit[template];
	const rows = new Map(isOwnTemplate ? [] : above.rows);
	for (const offer of usable) if (isPermitted(offer, permission)) rows.set(idOf(offer), offer);
	const own = entry.prompt === void 0 ? void 0 : promptOf(entry, entry.prompt, options);
	const prompt = own && joined(own);
	const fault = prompt === void 0 ? void 0 : tooLong(prompt, entry, options);
	if (prompt !== void 0 && !fault) {
		const value = JSON.stringify(prompt);
		rows.set(`system_prompt ${systemPromptKey}`, {
			table: "system_prompt",
			key: systemPromptKey,
			value
		});
	}
	if (entry.skills) choose(rows, entry, options, read !== void 0 || !isOwnTemplate);
	const withheld = usable.filter((offer) => !isPermitted(offer, permission));
	const given = isOwnTemplate ? read?.contents.prompt.parts.map(({ text }) => text) ?? [] : above.prompt;
	return {
		template,
		prompt: own ?? given,
		rows,
		withheld,
		...fault ? { fault } : {}
	};
}
function tooLong(prompt, entry, { maxPromptLength, placeOf }) {
	if (prompt.length <= maxPromptLength) return void 0;
	const problem = `the prompt of ${entry.name} has ${prompt.length} characters, over the limit of ${maxPromptLength}`;
	return documentFault("ROW_INVALID", placeOf(entry, ["prompt"]), problem, "Make it smaller, or raise limits.promptKiB in identikit.yaml.");
}
function promptOf(entry, prompt, { root, placeOf }) {
	return (typeof prompt === "string" ? [prompt] : prompt).map((path, index) => {
		const at = placeOf(entry, typeof prompt === "string" ? ["prompt"] : ["prompt", index]);
		const text = readPromptFile(resolve(root, path), path, at);
		if (text.trim() === "") throw documentFault("DOCUMENT_INVALID", at, `the prompt ${path} is empty`, "Write it, or remove the entry.");
		return text;
	});
}
function joined(texts) {
	return `${texts.map((text) => text.trimEnd()).join("\n\n")}\n`;
}
function readPromptFile(file, shown, at) {
	try {
		return decodeText(readFileSync(file), shown);
	} catch (cause) {
		if (cause instanceof IdentikitError) throw cause;
		throw documentFault("FILE_UNREADABLE", at, `the prompt ${shown} cannot be read`, "Fix the path, which starts at the repository's root, or write the file.", cause);
	}
}
function choose(rows, entry, { placeOf }, isRead) {
	if (!isRead) return;
	const skills = [...rows.values()].filter(({ table }) => table === "skill").map(({ key }) => key);
	const given = entry.skills ?? [];
	const [taken, named] = [given.filter(isRemoval).map(bare), given.filter((name) => !isRemoval(name))];
	for (const name of [...taken, ...named]) if (!skills.includes(name)) throw documentFault("DOCUMENT_INVALID", placeOf(entry, ["skills", given.findIndex((each) => bare(each) === name)]), `${entry.name}: its template has no skill ${JSON.stringify(name)}${suggestion(name, skills)}`, skills.length > 0 ? `There are: ${skills.join(", ")}.` : "Remove the entry.");
	for (const key of skills) if (!(named.length > 0 ? named.includes(key) : true) || taken.includes(key)) rows.delete(idOf({
		table: "skill",
		key
	}));
}
function isRemoval(name) {
	return name.startsWith("!");
}
function bare(name) {
	return name.replace(/^!/, "");
}
function rowsThatDiffer(agent, type) {
	const changed = [...agent.rows].filter(([id, { value }]) => type.rows.get(id)?.value !== value);
	const gone = [...type.rows].filter(([id]) => !agent.rows.has(id));
	return [...changed.map(([, offer]) => offer), ...gone.map(([, { table, key }]) => ({
		table,
		key,
		value: null
	}))];
}
// src/config/sync/file-rows.ts
function addFromFiles({ agents, mcpServers, marketplaces }, put) {
	for (const plugin of agents.defaults.plugins) put("", pluginRow(plugin));
	for (const { name, plugins } of agents.types) for (const plugin of plugins) put(name, pluginRow(plugin));
	const addServers = (type, servers) => {
		for (const [key, server] of Object.entries(servers)) put(type, {
			table: "mcp_server",
			key,
			value: JSON.stringify(server)
		});
	};
	addServers("", mcpServers.mcpServers);
	for (const [type, servers] of Object.entries(mcpServers.types)) addServers(type, servers);
	for (const [key, marketplace] of Object.entries(marketplaces.extraKnownMarketplaces)) put("", {
		table: "plugin_marketplace",
		key,
		value: JSON.stringify(marketplace)
	});
}
function pluginRow(plugin) {
	return {
		table: "plugin_binding",
		key: bare(plugin),
		value: isRemoval(plugin) ? null : "true"
	};
}
// src/config/sync/unused-permissions.ts
function unusedPermissions(permit, readings) {
	return Object.entries(permit).flatMap(([template, { servers, settings, files }]) => {
		const contents = readings.get(template)?.contents;
		if (!contents) return readings.size === 0 ? [] : [unusedTemplate(template, [...readings.keys()])];
		return [
			{
				kind: "servers",
				names: servers,
				there: contents.servers
			},
			{
				kind: "settings",
				names: settings,
				there: contents.settings
			},
			{
				kind: "files",
				names: files,
				there: contents.files
			}
		].flatMap(({ kind, names, there }) => Object.keys(names).flatMap((name) => {
			if (there.has(name)) return [];
			return [{
				code: "PERMIT_UNUSED",
				severity: "warning",
				path: `permit.${template}.${kind}.${name}`,
				expected: [...there.keys()].join(", ") || null,
				actual: `the template ${template} brings no ${name}${suggestion(name, there.keys())}`,
				remedy: "Fix the name in identikit.yaml, or remove the line.",
				location: { file: "identikit.yaml" }
			}];
		}));
	});
}
function unusedTemplate(template, known) {
	return {
		code: "PERMIT_UNUSED",
		severity: "warning",
		path: `permit.${template}`,
		expected: known.join(", "),
		actual: `no agent has the template ${template}${suggestion(template, known)}`,
		remedy: "Fix the name in identikit.yaml, or remove the lines.",
		location: { file: "identikit.yaml" }
	};
}
// src/config/queue/queue-failures.ts
const waits = [
	1,
	2,
	4,
	8,
	16,
	32,
	60
];
const messageLength = 500;
function failClaims(database, claims, firstWaitMs) {
	return onClaims(database, claims, async (session, _, some) => {
		const { query, sql } = session;
		const now = sql.raw(clocks[database.kind]);
		const cases = waits.slice(0, -1).map((wait, failures) => `WHEN ${failures} THEN ${wait}`);
		const factor = sql.raw(`CASE attempts ${cases.join(" ")} ELSE ${waits.at(-1)} END`);
		const held = [];
		for (const claim of some) {
			const { code, message } = told(claim.error);
			const { rows } = await sql`
        UPDATE render_queue SET worker = NULL, claimed_seq = NULL, claimed_at = NULL,
          due_at = ${now} + CASE WHEN seq = claimed_seq THEN ${sql.lit(Math.round(firstWaitMs))} * (${factor}) ELSE 0 END,
          attempts = CASE WHEN seq = claimed_seq THEN attempts + 1 ELSE 0 END,
          failing_since = CASE WHEN seq = claimed_seq THEN coalesce(failing_since, CASE WHEN attempts > 0 THEN failed_at END, ${now}) ELSE failing_since END,
          failed_at = CASE WHEN seq = claimed_seq THEN ${now} END,
          error_code = CASE WHEN seq = claimed_seq THEN ${sql.lit(code)} END,
          error_message = CASE WHEN seq = claimed_seq THEN ${message} END
        WHERE ${rowsOf(session, [claim])} RETURNING agent`.execute(query);
			held.push(...rows);
		}
		return held;
	});
}
function told({ code, message }) {
	if (code === "INTERNAL") return {
		code,
		message: "an error inside Identikit; the run's own log has more"
	};
	return {
		code,
		message: visible(message).replace(/\w+:\/\/\S+/g, "(URL)").slice(0, messageLength)
	};
}
function retryFailed(database) {
	return database.transaction("write", async ({ query, sql }) => {
		const now = sql.raw(clocks[database.kind]);
		await sql`
      WITH failing AS MATERIALIZED (
        SELECT agent FROM render_queue WHERE worker IS NULL AND attempts > 0 AND due_at > ${now} ${sql.raw(database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "")})
      UPDATE render_queue SET due_at = ${now} WHERE agent IN (SELECT agent FROM failing)`.execute(query);
	});
}
// src/config/queue/drain.ts
async function drainQueue(options) {
	const { database, worker, batch = 16, leaseMs = 6e4, retryMs = 6e4, retryNow = false } = options;
	const { only, mayGoOn = () => true } = options;
	const rendered = [];
	const failed = [];
	if (retryNow) await retryFailed(database);
	for (;;) {
		const claims = mayGoOn() ? await takeDue(database, {
			worker,
			limit: batch,
			leaseMs,
			only
		}) : [];
		if (claims.length === 0) return {
			rendered,
			failed
		};
		const done = await renderClaims(options, claims, leaseMs);
		const errors = new Map(done.failed.map(({ agent, error }) => [agent, error]));
		const untouched = new Set(done.notBegun);
		await giveBack(database, claims.filter(({ agent }) => untouched.has(agent)));
		const good = claims.filter(({ agent }) => !errors.has(agent) && !untouched.has(agent));
		rendered.push(...await finishClaims(database, good));
		const failures = claims.flatMap((claim) => {
			const error = errors.get(claim.agent);
			return error ? [{
				...claim,
				error
			}] : [];
		});
		failed.push(...await failClaims(database, failures, retryMs));
	}
}
async function renderClaims({ database, render, onUnresolved }, claims, leaseMs) {
	const renewal = setInterval(() => {
		extendClaims(database, claims, leaseMs).catch(() => {});
	}, leaseMs / 3);
	try {
		const names = claims.map(({ agent }) => agent);
		const rows = await loadRows(database, names);
		const present = new Set(rows.agents);
		const unresolved = [];
		const { failed, notBegun } = await render(names.flatMap((name) => {
			try {
				return present.has(name) ? [resolveAgent(rows, name)] : [];
			} catch (caught) {
				onUnresolved?.(name, caught);
				unresolved.push({
					agent: name,
					error: asFault(caught)
				});
				return [];
			}
		}));
		return {
			failed: [...unresolved, ...failed],
			notBegun
		};
	} catch (cause) {
		await giveBack(database, claims).catch(() => {});
		throw cause;
	} finally {
		clearInterval(renewal);
	}
}
// src/config/access-log/guard-findings.ts
const accessLogTables = {
	code: "ACCESS_LOG_UNGUARDED",
	tables: ["secret_access_log", "secret_access_session"],
	functions: "access_"
};
async function guardFindings(session, kind, log = accessLogTables) {
	const there = await (kind === "sqlite" ? sqliteGuards(session, log) : postgresGuards(session, log));
	const wanted = expectedGuards(kind, log);
	const finding = (name, expected, actual) => ({
		code: log.code,
		severity: "error",
		path: name,
		expected,
		actual,
		remedy: "Find out who changed it. A backup that is restored into a new database has the guards that belong there."
	});
	return [...[...wanted].flatMap(([name, text]) => {
		const found = there.find((guard) => guard.name === name);
		if (!found) return [finding(name, "a trigger", "none, or switched off")];
		return found.text === text ? [] : [finding(name, "the trigger as it was made", "another")];
	}), ...there.filter(({ name }) => !wanted.has(name)).map(({ name }) => finding(name, null, "not of Identikit"))];
}
function expectedGuards(kind, { tables, functions }) {
	const statements = migrations.flatMap((migration) => migration.statements(kind));
	const guards = new Map();
	for (const statement of statements) {
		const [, trigger, table = ""] = /^CREATE TRIGGER (\w+) .*? ON (\w+)/s.exec(statement) ?? [];
		if (trigger !== void 0 && tables.includes(table)) guards.set(trigger, kind === "sqlite" ? statement : "");
		const [, name, body] = /^CREATE (?:OR REPLACE )?FUNCTION (\w+)\(\).*? AS \$\$(.*)\$\$$/s.exec(statement) ?? [];
		if (name?.startsWith(functions)) guards.set(`${name}()`, cellText(body));
	}
	return guards;
}
async function sqliteGuards({ query, sql }, { tables }) {
	const { rows } = await sql`
    SELECT name, sql AS text FROM sqlite_master WHERE type = 'trigger'
      AND tbl_name IN (${sql.join(tables)}) ORDER BY name`.execute(query);
	return rows;
}
async function postgresGuards({ query, sql }, log) {
	const tables = sql`(VALUES ${sql.join(log.tables.map((table) => sql`(${sql.lit(table)}::regclass)`))})`;
	const { rows } = await sql`
    SELECT tgname AS name, '' AS text FROM pg_trigger WHERE tgrelid IN ${tables} AND NOT tgisinternal AND tgenabled = 'A'
    UNION ALL SELECT DISTINCT p.proname || '()', p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE t.tgrelid IN ${tables} AND NOT t.tgisinternal
    UNION ALL SELECT rulename, '' FROM pg_rewrite WHERE ev_class IN ${tables}
    UNION ALL SELECT 'row level security of ' || relname, '' FROM pg_class WHERE oid IN ${tables} AND relrowsecurity
    ORDER BY 1`.execute(query);
	return rows;
}
// src/config/access-log/record-chain.ts
var RecordChain = class {
	#hashes;
	#faults;
	#unknown = new Map();
	#before;
	count = 0;
	constructor(hashes, faults) {
		this.#hashes = hashes;
		this.#faults = faults;
	}
	get last() {
		return this.#before && {
			number: this.#before.number,
			hash: this.#before.hash
		};
	}
	verify(record) {
		const before = this.#before;
		this.#before = record;
		this.count++;
		const expected = (before?.number ?? 0) + 1;
		if (record.number !== expected) this.#faults.recordsMissing(expected, record.number - 1);
		else if (record.previous !== (before?.hash ?? "")) this.#faults.recordUnlinked(record);
		const hash = this.#hashes.get(record.keyId);
		if (!hash || record.keyId === "") {
			const known = this.#unknown.get(record.keyId);
			this.#unknown.set(record.keyId, {
				count: (known?.count ?? 0) + 1,
				first: known?.first ?? record
			});
		}
		if (!hash || hash(record) === record.hash) return true;
		this.#faults.recordChanged(record);
		return false;
	}
	end() {
		for (const [keyId, { count, first }] of this.#unknown) this.#faults.keyMissing(keyId, count, first);
	}
};
// src/config/access-log/heads.ts
const version = "heads/v1";
const hash$1 = "[A-Za-z0-9_-]{43}";
const recordShape = new RegExp(`^(\\d{1,15}):(${hash$1})$`);
const lineShape = new RegExp(`^([0-9a-f]{32}):(\\d{1,15}):(${hash$1})$`);
function formatHeads({ record, lines }) {
	const parts = lines.map(({ session, seq, hash }) => `${session}:${seq}:${hash}`);
	return [
		version,
		...record ? [`${record.number}:${record.hash}`] : [],
		...parts
	].join(" ");
}
function isHeads(text) {
	return text.startsWith(version);
}
function parseHeads(text, name) {
	const [start, first, ...rest] = text.trim().split(" ");
	if (start !== version) throw invalid(name, `does not begin with ${version}`);
	if (first === void 0) return { lines: [] };
	const record = recordShape.exec(first);
	if (!record) throw invalid(name, "names no session record");
	const lines = rest.map((part) => {
		const [, session = "", seq = "", hash = ""] = lineShape.exec(part) ?? [];
		if (session === "") throw invalid(name, "has a malformed part");
		return {
			session,
			seq: Number(seq),
			hash
		};
	});
	return {
		record: {
			number: Number(record[1]),
			hash: certain(record[2])
		},
		lines
	};
}
function invalid(name, problem) {
	return new IdentikitError("HEADS_INVALID", `the expected heads (${name}) cannot be read: what is given ${problem}`, { remedy: "Give the line that the earlier check of the same log printed behind `heads`, or a file that holds it." });
}
// src/config/migrate/schema-state.ts
async function readSchema(query, sql, kind) {
	const [table] = (await (kind === "sqlite" ? sql`SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'identikit_schema') AS n` : sql`SELECT count(*) AS n FROM pg_class WHERE oid = to_regclass('identikit_schema')`).execute(query)).rows;
	return table?.n === 0 ? {
		version: 0,
		minReader: 0,
		minWriter: 0
	} : readMadeSchema(query, sql);
}
async function readMadeSchema(query, sql) {
	return schemaStateOf((await sql`SELECT * FROM identikit_schema`.execute(query)).rows[0]);
}
function schemaStateOf(row) {
	const version = row?.version ?? 0;
	const [minReader, minWriter] = row?.speaks_for === version ? [row.min_reader, row.min_writer] : [version, version];
	return {
		version,
		minReader: minReader ?? version,
		minWriter: minWriter ?? version
	};
}
function checkNotTooNew(state, use, name) {
	const { version, minReader, minWriter } = state;
	if (version <= schemaVersion) return;
	if ((use === "read" ? minReader : Math.max(minReader, minWriter)) <= schemaVersion) return;
	const problem = `the config database ${name} has schema version ${version}; this program knows up to ${schemaVersion}${use === "read" || minReader > schemaVersion ? "" : ", and may read it but not write"}`;
	throw new IdentikitError("DATABASE_TOO_NEW", problem, { remedy: "Use the newer Identikit that migrated it." });
}
async function checkNotNewer({ query, sql }, name, kind) {
	const { version } = await readSchema(query, sql, kind);
	checkNotTooNew({
		version,
		minReader: version,
		minWriter: version
	}, "read", name);
}
function tooOld(version, name) {
	const problem = `the config database ${name} has schema version ${version}; this program needs ${schemaVersion}`;
	return new IdentikitError("DATABASE_TOO_OLD", problem, { remedy: "Run identikit config migrate, as the owner of the database; jobs of the release before go on working. See --plan." });
}
// src/config/backup/backup-tables.ts
const text = (name) => ({
	name,
	type: "text"
});
const optionalText = (name) => ({
	name,
	type: "text",
	nullable: true
});
const integer = (name) => ({
	name,
	type: "integer"
});
const backupTables = [
	...tableShapes.map((shape) => ({
		name: shape.name,
		columns: shape.columns.map((name) => isFlag(name) ? {
			name,
			type: "flag"
		} : text(name)),
		key: shape.key,
		shape
	})),
	{
		name: "secret_access_session",
		columns: [integer("number"), ...[
			"session",
			"key_id",
			"started",
			"noted",
			"previous",
			"hash"
		].map(text)],
		key: ["number"]
	},
	{
		name: "secret_access_log",
		columns: [
			integer("id"),
			...[
				"secret",
				"accessor",
				"reason",
				"agent",
				"time"
			].map(text),
			optionalText("session"),
			{
				name: "seq",
				type: "integer",
				nullable: true
			},
			optionalText("previous"),
			optionalText("hash")
		],
		key: ["id"]
	},
	{
		name: "config_entry",
		columns: [
			integer("id"),
			integer("first"),
			...[
				"time",
				"role",
				"who",
				"command",
				"origin"
			].map(text)
		],
		key: ["id"]
	},
	{
		name: "config_change",
		columns: [
			integer("id"),
			integer("entry"),
			...[
				"config_table",
				"key1",
				"key2",
				"key3"
			].map(text),
			{
				name: "enabled",
				type: "flag"
			},
			optionalText("value")
		],
		key: ["id"]
	},
	{
		name: "agent_object",
		columns: [
			...[
				"kind",
				"namespace",
				"name"
			].map(text),
			{
				name: "declared",
				type: "flag"
			},
			{
				name: "managed",
				type: "flag"
			},
			...[
				"value",
				"status",
				"uid"
			].map(text),
			integer("generation"),
			text("created")
		],
		key: [
			"kind",
			"namespace",
			"name"
		],
		own: "NOT declared"
	},
	{
		name: "agent_event",
		columns: [
			text("namespace"),
			text("attempt"),
			integer("seq"),
			...[
				"run",
				"created",
				"value"
			].map(text)
		],
		key: [
			"namespace",
			"attempt",
			"seq"
		]
	},
	{
		name: "agent_key",
		columns: [
			"namespace",
			"purpose",
			"value",
			"holder"
		].map(text),
		key: [
			"namespace",
			"purpose",
			"value",
			"holder"
		]
	},
	{
		name: "agent_written",
		columns: [
			"namespace",
			"thing",
			"run",
			"created"
		].map(text),
		key: [
			"namespace",
			"thing",
			"run"
		]
	},
	{
		name: "agent_blob",
		columns: [
			...[
				"namespace",
				"run",
				"digest"
			].map(text),
			integer("part"),
			text("bytes")
		],
		key: [
			"namespace",
			"run",
			"digest",
			"part"
		]
	},
	{
		name: "agent_audit",
		columns: [integer("number"), ...[
			"time",
			"namespace",
			"run",
			"record",
			"entry",
			"key_id",
			"previous",
			"hash"
		].map(text)],
		key: ["number"]
	},
	{
		name: "figure_sample",
		columns: [...[
			"namespace",
			"figure",
			"label",
			"time"
		].map(text), integer("value")],
		key: [
			"namespace",
			"figure",
			"time",
			"label"
		]
	},
	{
		name: "render_queue",
		columns: [
			text("agent"),
			integer("seq"),
			integer("due_at")
		],
		key: ["agent"]
	}
];
// src/config/backup/backup-header.ts
const backupVersion = 1;
const format = "identikit-backup";
function formatBackupHeader(header) {
	return JSON.stringify({
		...plain(header),
		digest: backupDigest(header)
	});
}
function backupDigest(header) {
	return digestOf(JSON.stringify(plain(header)));
}
function plain({ schema, tables }) {
	return {
		format,
		version: backupVersion,
		schema,
		tables: Object.fromEntries(tables)
	};
}
const headerSchema = strictObject({
	format: literal(format),
	version: literal(backupVersion),
	schema: number$1().int().positive(),
	tables: record(string(), strictObject({
		columns: array(string()).min(1),
		rows: number$1().int().nonnegative(),
		digest: templateLiteral(["sha256:", string().regex(/^[0-9a-f]{64}$/)])
	})),
	digest: string()
});
function parseBackupHeader(line, name) {
	const value = parseLine(line, name);
	if (value.format !== format) throw invalidBackup(name, "is no backup (unknown format)");
	for (const [what, known] of [["version", backupVersion], ["schema", schemaVersion]]) {
		const given = value[what];
		if (typeof given === "number" && given > known) throw tooNew(name, what, given, known);
	}
	const result = headerSchema.safeParse(value);
	if (!result.success) throw invalidBackup(name, "has a malformed header");
	const { schema, tables: summaries, digest } = result.data;
	const header = {
		schema,
		tables: new Map(Object.entries(summaries))
	};
	if (digest !== backupDigest(header)) throw invalidBackup(name, "has a header that was altered");
	if (formatBackupHeader(header) !== line) throw invalidBackup(name, "has a header that is not canonical");
	checkTables(header, name);
	return header;
}
function checkTables({ tables }, name) {
	const ordered = backupTables.filter((table) => tables.has(table.name));
	if (ordered.map((table) => table.name).join() !== [...tables.keys()].join()) throw invalidBackup(name, "has a header with other tables");
	for (const table of ordered) {
		const given = tables.get(table.name)?.columns ?? [];
		if (table.columns.map((column) => column.name).filter((column) => given.includes(column)).join() !== given.join() || !table.key.every((column) => given.includes(column))) throw invalidBackup(name, `has other columns of ${table.name}`);
	}
}
function parseLine(line, name) {
	try {
		const value = JSON.parse(line);
		if (isRecord$1(value)) return value;
	} catch {}
	throw invalidBackup(name, "is no backup (its first line is no header)");
}
function invalidBackup(name, problem) {
	return new IdentikitError("BACKUP_INVALID", `the backup ${name} ${problem}`, { remedy: "Use another backup, or the same one copied again as a whole; nothing was changed." });
}
function tooNew(name, what, given, known) {
	const problem = `the backup ${name} has ${what} ${given}; this program knows up to ${known}`;
	return new IdentikitError("BACKUP_TOO_NEW", problem, { remedy: "Use the newer Identikit that wrote it." });
}
// src/config/backup/table-pages.ts
const pageRows = 1e3;
async function* tablePages({ query, sql }, table) {
	const list = (names) => sql.join(names.map((name) => sql.ref(name)));
	const columns = table.columns.map(({ name }) => name);
	for (let after;;) {
		const behind = after ? sql`WHERE (${list(table.key)}) > (${sql.join(after)})` : sql``;
		const { rows } = await sql`
      SELECT ${list(columns)} FROM ${sql.table(table.name)} ${behind}
      ORDER BY ${list(table.key)} LIMIT ${sql.lit(pageRows)}`.execute(query);
		if (rows.length > 0) yield rows.map((row) => table.columns.map((column) => cellIn(column, row)));
		const last = rows.at(-1);
		if (rows.length < pageRows || !last) return;
		after = table.key.map((name) => backupCell(last[name]));
	}
}
async function countRows({ query, sql }, table) {
	const { rows } = await sql`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(query);
	return certain(rows[0]).n;
}
function backupCell(value) {
	return value === null || typeof value === "number" ? value : cellOf(value);
}
function cellIn({ name, type }, row) {
	return type === "flag" ? Boolean(row[name]) : backupCell(row[name]);
}
// src/config/backup/write-backup.ts
function writeBackup(database, file) {
	return database.transaction("read", async (session) => {
		await checkNotNewer(session, database.name, database.kind);
		using backup = new StreamedFile(file, { mode: 384 });
		const blank = await countAll(session);
		backup.append(Buffer.from(`${formatBackupHeader(blank)}\n`));
		const tables = new Map();
		for (const table of backupTables) tables.set(table.name, await writeTable(session, table, backup, database));
		const header = {
			...blank,
			tables
		};
		backup.replace(Buffer.from(`${formatBackupHeader(header)}\n`), 0);
		backup.commit();
		const counts = Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]));
		const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
		return {
			digest: backupDigest(header),
			rows,
			tables: counts
		};
	});
}
async function countAll(session) {
	const tables = new Map();
	const digest = `sha256:${"0".repeat(64)}`;
	for (const table of backupTables) tables.set(table.name, {
		columns: namesOf(table),
		rows: await countRows(session, table.name),
		digest
	});
	return {
		schema: schemaVersion,
		tables
	};
}
async function writeTable(session, table, backup, database) {
	const hash = createHash("sha256");
	let rows = 0;
	for await (const page of tablePages(session, table)) {
		database.signal?.throwIfAborted();
		const bytes = Buffer.from(page.map((row) => `${JSON.stringify(row)}\n`).join(""));
		hash.update(bytes);
		backup.append(bytes);
		rows += page.length;
	}
	return {
		columns: namesOf(table),
		rows,
		digest: `sha256:${hash.digest("hex")}`
	};
}
function namesOf({ columns }) {
	return columns.map(({ name }) => name);
}
// src/config/sync/own-files.ts
function ownConfigPaths(root, { agents, manifest, builtin, platform }) {
	const named = [
		agents,
		manifest,
		builtin.mcpServers,
		builtin.marketplaces
	];
	const place = join(root, "config");
	const beside = existsSync(place) ? readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile() && /\.json$/i.test(entry.name)).map(({ name }) => join("config", name)) : [];
	return [...new Set([
		...named,
		...beside,
		...manifestsBelow(root, platform.manifests)
	].map((file) => normalize(file)))].filter((file) => existsSync(join(root, file)));
}
function manifestsBelow(root, folder) {
	const place = join(root, folder);
	if (!existsSync(place)) return [];
	return readdirSync(place, {
		withFileTypes: true,
		recursive: true
	}).filter((entry) => entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)).map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}
function ownConfigFiles(root, names) {
	const inputs = ownConfigPaths(root, names).map((path) => ({
		path,
		bytes: Buffer.from(readText(join(root, path), path))
	}));
	return FileTree.of(inputs, "the repository");
}
// src/config/migrate/foreign-tables.ts
async function refuseForeignTables(query, sql, { kind, name }) {
	const ours = tableShapes.map((shape) => shape.name);
	const [table] = (await (kind === "sqlite" ? sql`SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' LIMIT 1` : sql`SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname IN (${sql.join(ours)}) LIMIT 1`).execute(query)).rows;
	if (table) throw foreign(name, `it has ${table.name}, and no schema of Identikit's`);
}
// src/config/rows/explain.ts
function explainAgent(rows, name) {
	const agent = rows.agent(name);
	const explain = (table) => contests(rows, table, name).map(({ winner, overridden }) => ({
		key: winner.key,
		...shownRow(table, winner),
		overrides: overridden.map((entry) => shownRow(table, entry))
	}));
	const typeConfig = rows.typeConfig(agent.type).map(({ key, value }) => ({
		key,
		value: redactEntry(key, value)
	}));
	return {
		...agent,
		plugins: explain("plugin_binding"),
		marketplaces: explain("plugin_marketplace"),
		mcpServers: explain("mcp_server"),
		systemPrompt: explain("system_prompt"),
		skills: explain("skill"),
		settings: explain("client_setting"),
		files: explain("client_file"),
		typeConfig
	};
}
function shownRow(table, entry) {
	const { scope, reference, enabled } = entry;
	return {
		scope,
		of: reference === "" ? null : reference,
		enabled,
		value: shownValue(table, entry)
	};
}
function shownValue(table, entry) {
	if (entry.value === null) return null;
	return table === "skill" ? entry.tree.digest : redact(entry.value);
}
// src/config/backup/backup-reader.ts
const rowsAtATime = 500;
var BackupReader = class {
	header;
	#file;
	constructor(file) {
		this.#file = new LineFile(file, invalidBackup);
		try {
			const [line] = this.#file.lines(1, createHash("sha256"));
			if (line === void 0) throw invalidBackup(file, "is empty");
			this.header = parseBackupHeader(line, file);
		} catch (cause) {
			this[Symbol.dispose]();
			throw cause;
		}
	}
	get tables() {
		return backupTables.filter(({ name }) => this.header.tables.has(name));
	}
	*rows(table) {
		const want = certain(this.header.tables.get(table.name));
		const columns = table.columns.filter(({ name }) => want.columns.includes(name));
		const hash = createHash("sha256");
		for (let left = want.rows; left > 0;) {
			const lines = this.#file.lines(Math.min(left, rowsAtATime), hash);
			if (lines.length === 0) throw this.#invalid(`ends ${left} rows of ${table.name} too early`);
			left -= lines.length;
			yield lines.map((line) => parseRow(columns, line) ?? this.#refuse(table));
		}
		if (`sha256:${hash.digest("hex")}` !== want.digest) throw this.#invalid(`was altered: the rows of ${table.name} are not those of its digest`);
	}
	end() {
		if (!this.#file.ended()) throw this.#invalid("has more rows than its header says");
	}
	[Symbol.dispose]() {
		this.#file[Symbol.dispose]();
	}
	#refuse({ name }) {
		throw this.#invalid(`has a malformed row of ${name}`);
	}
	#invalid(problem) {
		return invalidBackup(this.#file.name, problem);
	}
};
const types = {
	text: "string",
	flag: "boolean",
	integer: "number"
};
function parseRow(columns, line) {
	let cells;
	try {
		cells = JSON.parse(line);
	} catch {
		return;
	}
	if (!Array.isArray(cells) || cells.length !== columns.length || JSON.stringify(cells) !== line) return void 0;
	const row = {};
	for (const [index, { name, type, nullable }] of columns.entries()) {
		const cell = cells[index];
		if (!(cell === null ? nullable === true : typeof cell === types[type]) || type === "integer" && cell !== null && !Number.isSafeInteger(cell)) return void 0;
		row[name] = cell;
	}
	return row;
}
// src/config/backup/log-guards.ts
const tables = [...[
	"secret_access_log",
	"secret_access_session",
	"agent_audit"
], ...["config_entry", "config_change"]];
async function withoutLogGuards({ query, sql }, kind, work) {
	const run = (statement) => sql.raw(statement).execute(query);
	if (kind === "postgres") {
		const switchAll = async (to) => {
			for (const table of tables) await run(`ALTER TABLE ${table} ${to} TRIGGER USER`);
			for (const { name } of recordedTables) for (const event of [
				"insert",
				"update",
				"delete",
				"truncate"
			]) await run(`ALTER TABLE ${name} ${to} TRIGGER ${name}_history_${event}`);
		};
		await switchAll("DISABLE");
		await work();
		await switchAll("ENABLE");
		for (const statement of alwaysFire()) await run(statement);
		return;
	}
	const { rows: guards } = await sql`
    SELECT name, sql FROM sqlite_master WHERE type = 'trigger'
      AND (tbl_name IN (${sql.join(tables)}) OR name LIKE '%\\_history\\_%' ESCAPE '\\')`.execute(query);
	for (const { name } of guards) await sql`DROP TRIGGER ${sql.ref(name)}`.execute(query);
	await work();
	for (const guard of guards) await run(guard.sql);
}
// src/config/access-log/session-records.ts
const pageRecords = 200;
async function* recordPages(query) {
	for (let after = Number.MIN_SAFE_INTEGER;;) {
		const rows = await query.selectFrom("secret_access_session").selectAll().where("number", ">", after).orderBy("number").limit(pageRecords).execute();
		if (rows.length > 0) yield rows.map(recordOf);
		const last = rows.at(-1);
		if (rows.length < pageRecords || !last) return;
		after = last.number;
	}
}
function recordOf(row) {
	const { number, session, key_id: keyId, started, noted, previous, hash } = row;
	return {
		number,
		session,
		keyId,
		started,
		noted,
		previous,
		hash
	};
}
// src/config/access-log/export-log.ts
const pageLines = 1e3;
function exportLog(database, write) {
	return database.read(async (query) => {
		let sessions = 0;
		for await (const page of recordPages(query)) {
			database.signal?.throwIfAborted();
			await write(page.map((record) => `${JSON.stringify({
				kind: "session",
				...record
			})}\n`).join(""));
			sessions += page.length;
		}
		let lines = 0;
		for (let last = 0;;) {
			database.signal?.throwIfAborted();
			const page = await query.selectFrom("secret_access_log").select([
				"id",
				"time",
				"secret",
				"agent",
				"accessor",
				"reason",
				"session",
				"seq",
				"previous",
				"hash"
			]).where("id", ">", last).orderBy("id").limit(pageLines).execute();
			if (page.length > 0) await write(page.map((line) => `${JSON.stringify({
				kind: "line",
				...line
			})}\n`).join(""));
			lines += page.length;
			last = page.at(-1)?.id ?? last;
			if (page.length < pageLines) return {
				sessions,
				lines
			};
		}
	});
}
// src/config/access-log/log-findings.ts
const investigate = "Somebody changed the log in the database: keep a copy, and compare it with an earlier backup or export.";
var LogFindings = class extends FirstFindings {
	constructor() {
		super((left) => broken("ACCESS_LOG_CHANGED", "log", null, `${left} more findings`));
	}
	lineChanged(line) {
		this.add(broken("ACCESS_LOG_CHANGED", place(line), "the hash of its content", `row ${line.id} has another`));
	}
	lineUnlinked(line) {
		this.add(broken("ACCESS_LOG_CHANGED", place(line), "the hash of the line before", `row ${line.id} follows another`));
	}
	lineMoved(line) {
		this.add(broken("ACCESS_LOG_CHANGED", place(line), "a row after its predecessor", `row ${line.id}`));
	}
	linesMissing(session, from, to) {
		const which = to === void 0 ? "all lines" : from >= to ? `line ${to}` : `lines ${from} to ${to}`;
		this.add(broken("ACCESS_LOG_MISSING", `session ${session}`, which, "gone"));
	}
	recordChanged({ number, session }) {
		this.add(broken("ACCESS_LOG_CHANGED", `session ${session}`, "the hash of its record", `record ${number} has another`));
	}
	recordUnlinked({ number, session }) {
		this.add(broken("ACCESS_LOG_CHANGED", `session ${session}`, "the hash of the record before", `record ${number} follows another`));
	}
	recordsMissing(from, to) {
		const which = from >= to ? `session ${to}` : `sessions ${from} to ${to}`;
		this.add(broken("ACCESS_LOG_MISSING", "sessions", which, "gone"));
	}
	recordGone(number, count) {
		const actual = count < number ? `the log ends with session ${count}` : "another session has that number";
		this.add(broken("ACCESS_LOG_MISSING", "sessions", `session ${number} of the expected heads`, actual));
	}
	cut({ session, seq }, when) {
		this.add(broken("ACCESS_LOG_MISSING", `session ${session}`, `line ${seq}, which was there ${when}`, "gone, or another"));
	}
	orphans(session, lines) {
		this.add(broken("ACCESS_LOG_MISSING", `session ${session}`, "the record of the session", `${lines} lines without it`));
	}
	keyChanged({ session, keyId }, actual) {
		this.add(broken("ACCESS_LOG_CHANGED", `session ${session}`, `key ${keyId}`, actual === "" ? "no key" : `key ${actual}`));
	}
	unchainedChanged(expected, actual) {
		this.add(broken("ACCESS_LOG_CHANGED", "lines from before the chains", `${expected} lines as the first session found them`, `${actual} lines, or others`));
	}
	keyMissing(keyId, sessions, { session: first }) {
		const path = sessions === 1 ? `session ${first}` : `${sessions} sessions, from ${first}`;
		this.add(keyId === "" ? unverified("ACCESS_LOG_UNKEYED", path, "written by a job without a key: whoever writes to the database could have written it", "Give jobs that read secrets the keyring (IDENTIKIT_SECRET_KEYS).") : unverified("ACCESS_LOG_KEY_MISSING", path, `written under key ${keyId}, which is not here`, "Add that key to IDENTIKIT_SECRET_KEYS, after the first."));
	}
	beforeChains(lines) {
		const [path, expected] = ["lines from before the chains", "a chain"];
		const actual = `${lines} without; they are as the first session found them`;
		this.add({
			code: "ACCESS_LOG_UNCHAINED",
			severity: "warning",
			path,
			expected,
			actual,
			remedy: "Nothing to do: whether they were changed before that, nobody can tell."
		});
	}
	neverChained(lines) {
		this.add(unverified("ACCESS_LOG_UNCHAINED", "log", `${lines} lines, and no session that vouches for them`, "The first session does, at the next render that reads a secret. If there were sessions before: restore a backup beside it, and compare."));
	}
	unchainedLater(lines) {
		this.add(unverified("ACCESS_LOG_UNCHAINED", "log", `${lines} lines without a chain since the first session began`, "A program of an older release writes such lines: upgrade it. Otherwise somebody wrote them by hand."));
	}
};
function place({ session, seq }) {
	return `session ${session} line ${seq}`;
}
function broken(code, path, expected, actual) {
	return {
		code,
		severity: "error",
		path,
		expected,
		actual,
		remedy: investigate
	};
}
function unverified(code, path, actual, remedy) {
	return {
		code,
		severity: "unverified",
		path,
		expected: "a chain that can be checked",
		actual,
		remedy
	};
}
// src/config/access-log/open-heads.ts
var OpenHeads = class {
	#ends = new Map();
	add(session, end, { heads }) {
		for (const { session: other, seq, hash } of heads) {
			const known = this.#ends.get(other);
			if (known?.seq === seq && known.hash === hash) this.#ends.delete(other);
		}
		if (end.seq > 0) this.#ends.set(session, end);
	}
	heads() {
		return [...this.#ends].map(([session, { seq, hash }]) => ({
			session,
			seq,
			hash
		}));
	}
};
// src/config/access-log/verify-lines.ts
async function verifyLines(query, record, hasher, findings) {
	let before = {
		id: 0,
		seq: 0,
		hash: record.hash
	};
	let lines = 0;
	for await (const page of linesAfter(query, {
		session: record.session,
		seq: Number.MIN_SAFE_INTEGER
	})) for (const line of page) {
		if (line.seq !== before.seq + 1) findings.linesMissing(line.session, before.seq + 1, line.seq - 1);
		else if (line.previous !== before.hash) findings.lineUnlinked(line);
		if (hasher && hasher.line(line, line) !== line.hash) findings.lineChanged(line);
		if (line.id <= before.id) findings.lineMoved(line);
		before = line;
		lines++;
	}
	if (lines === 0) findings.linesMissing(record.session, 1, void 0);
	return {
		seq: lines,
		hash: before.hash
	};
}
async function lineHashes(query, places) {
	const atATime = 400;
	const found = new Map();
	for (let at = 0; at < places.length; at += atATime) {
		const wanted = places.slice(at, at + atATime);
		const rows = await query.selectFrom("secret_access_log").select([
			"session",
			"seq",
			"hash"
		]).where("session", "in", [...new Set(wanted.map(({ session }) => session))]).where("seq", "in", [...new Set(wanted.map(({ seq }) => seq))]).execute();
		for (const { session, seq, hash } of rows) found.set(`${session}:${seq}`, hash);
	}
	return found;
}
// src/config/access-log/verify-records.ts
const head = strictObject({
	session: string(),
	keyId: string(),
	seq: number$1(),
	hash: string()
});
const notedSchema = strictObject({
	heads: array(head).max(1e3),
	unchained: strictObject({
		lines: number$1(),
		lastId: number$1(),
		digest: string()
	}).optional()
});
var RecordVerifier = class {
	#findings;
	#chain;
	#keyIds = new Map();
	#notes = new Map();
	constructor(hashers, findings) {
		const hashes = [...hashers].map(([keyId, hasher]) => [keyId, (record) => hasher.session(record)]);
		this.#findings = findings;
		this.#chain = new RecordChain(new Map(hashes), findings);
	}
	get count() {
		return this.#chain.count;
	}
	get last() {
		return this.#chain.last;
	}
	verify(record) {
		this.#remember(record);
		return this.#chain.verify(record) ? this.#noted(record) : { heads: [] };
	}
	takeNotes() {
		const notes = [...this.#notes.values()];
		this.#notes = new Map();
		return notes;
	}
	end() {
		this.#chain.end();
	}
	#noted(record) {
		const noted = parseNoted(record.noted);
		if (!noted) {
			this.#findings.recordChanged(record);
			return { heads: [] };
		}
		for (const head of noted.heads) {
			this.#notes.set(`${head.session}:${head.seq}:${head.hash}`, {
				head,
				by: record.session
			});
			const keyId = this.#keyIds.get(head.session);
			if (keyId !== void 0 && keyId !== head.keyId) this.#findings.keyChanged(head, keyId);
		}
		return noted.unchained ? {
			heads: noted.heads,
			unchained: noted.unchained
		} : { heads: noted.heads };
	}
	#remember({ session, keyId }) {
		const most = 100;
		this.#keyIds.set(session, keyId);
		if (this.#keyIds.size > most) this.#keyIds.delete(certain(this.#keyIds.keys().next().value));
	}
};
function parseNoted(text) {
	try {
		return notedSchema.parse(JSON.parse(text));
	} catch {
		return;
	}
}
// src/config/access-log/verify-log.ts
function verifyLog(database, keyring, expected) {
	return database.transaction("read", async (session) => {
		const findings = new LogFindings();
		const hashers = new Map(AccessHasher.all(keyring).map((hasher) => [hasher.keyId, hasher]));
		const records = new RecordVerifier(hashers, findings);
		const open = new OpenHeads();
		let lines = 0;
		for await (const page of recordPages(session.query)) {
			for (const record of page) {
				database.signal?.throwIfAborted();
				const noted = records.verify(record);
				const end = await verifyLines(session.query, record, hashers.get(record.keyId), findings);
				lines += end.seq;
				open.add(record.session, end, noted);
				if (noted.unchained) await verifyUnchained(session, noted.unchained, findings);
			}
			await verifyNotes(session, records.takeNotes(), findings);
		}
		await verifyOrphans(session, findings);
		if (expected) await verifyExpected(session, expected, records, findings);
		for (const finding of await guardFindings(session, database.kind)) findings.add(finding);
		records.end();
		const unchained = await countUnchained(session.query, 0);
		if (unchained > 0 && records.last === void 0) findings.neverChained(unchained);
		return {
			sessions: records.count,
			lines,
			unchained,
			findings: findings.all(),
			heads: {
				...records.last ? { record: records.last } : {},
				lines: open.heads()
			}
		};
	});
}
async function verifyUnchained({ query }, noted, findings) {
	const now = await unchainedDigest(query, noted.lastId);
	if (now.digest !== noted.digest) findings.unchainedChanged(noted.lines, now.lines);
	else if (noted.lines > 0) findings.beforeChains(noted.lines);
	const later = await countUnchained(query, noted.lastId);
	if (later > 0) findings.unchainedLater(later);
}
async function verifyNotes({ query }, notes, findings) {
	const there = await lineHashes(query, notes.map(({ head }) => head));
	for (const { head, by } of notes) if (there.get(`${head.session}:${head.seq}`) !== head.hash) findings.cut(head, `when session ${by} began`);
}
async function verifyOrphans({ query, sql }, findings) {
	const { rows } = await sql`
    SELECT session, count(*) AS n FROM secret_access_log l WHERE session IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM secret_access_session s WHERE s.session = l.session)
    GROUP BY session ORDER BY session LIMIT 100`.execute(query);
	for (const { session, n } of rows) findings.orphans(session, n);
}
async function verifyExpected({ query }, expected, records, findings) {
	const { record, lines } = expected;
	if (record) {
		if ((await query.selectFrom("secret_access_session").select("hash").where("number", "=", record.number).executeTakeFirst())?.hash !== record.hash) findings.recordGone(record.number, records.count);
	}
	const there = await lineHashes(query, lines);
	for (const head of lines) if (there.get(`${head.session}:${head.seq}`) !== head.hash) findings.cut(head, "in the expected heads");
}
// src/config/postgres/limits.ts
const longest = 2 ** 31 - 1;
const units = {
	"": 1,
	ms: 1,
	s: 1e3,
	min: 6e4,
	h: 36e5
};
function takeLimits(location) {
	const [base = "", search = ""] = location.split("?", 2);
	const given = new URLSearchParams(search);
	const take = (name, unit, otherwise) => {
		const text = given.get(name);
		given.delete(name);
		if (text === null) return otherwise;
		const [, digits, named] = /^(\d{1,9})(ms|s|min|h|)$/.exec(text.trim()) ?? [];
		if (digits === void 0) throw malformed(name);
		return Math.min(Number(digits) * certain(units[named || unit]), longest);
	};
	const keepAlives = take("keepalives", "", 1) !== 0;
	const idle = take("keepalives_idle", "s", 3e4);
	const limits = {
		connect: take("connect_timeout", "s", 1e4),
		keepAlive: keepAlives ? idle : void 0,
		lock: take("lock_timeout", "ms", 6e4),
		statement: take("statement_timeout", "ms", 3e5),
		idleInTransaction: take("idle_in_transaction_session_timeout", "ms", 3e5)
	};
	return {
		url: given.size === 0 ? base : `${base}?${given}`,
		limits
	};
}
function malformed(name) {
	return new IdentikitError("DATABASE_UNREACHABLE", `${name} in the database's URL is not a time`, { remedy: `Write a number, with a unit if you like: ${name}=30s.` });
}
function limitStatements({ lock, statement, idleInTransaction }) {
	return `SET LOCAL lock_timeout = ${lock}; SET LOCAL statement_timeout = ${statement}; SET LOCAL idle_in_transaction_session_timeout = ${idleInTransaction}`;
}
// src/config/postgres/listener.ts
const retryMs = 1e3;
var Listener = class {
	#end = new AbortController();
	#running;
	constructor(server, channel, told) {
		this.#running = this.#run(server, channel, told);
	}
	async #run(server, channel, told) {
		const { signal } = this.#end;
		while (!signal.aborted) {
			const client = server.openAlone();
			const ended = new Promise((resolve) => {
				client.once("end", () => resolve());
				client.once("error", () => resolve());
				signal.addEventListener("abort", () => resolve(), { once: true });
			});
			client.on("notification", told);
			try {
				await client.connect();
				await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
				told();
				await ended;
			} catch {}
			await client.end().catch(() => {});
			if (!signal.aborted) await pause(retryMs, signal).catch(() => {});
		}
	}
	async [Symbol.asyncDispose]() {
		this.#end.abort();
		await this.#running;
	}
};
// src/config/postgres/copy-text.ts
const letters = {
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "	",
	v: "\v"
};
const escapes = {
	"\\": "\\\\",
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
const needsEscape = /[\\\n\r\t]/;
function copyText(rows) {
	let text = "";
	for (const row of rows) for (let at = 0; at < row.length; at++) text += `${fieldOf(certain(row[at]))}${at === row.length - 1 ? "\n" : "	"}`;
	return text;
}
function copyRowReader(shape) {
	const flag = shape.columns.findIndex(isFlag);
	return (row) => {
		const fields = row.split("	");
		if (row.includes("\\")) for (const [at, field] of fields.entries()) fields[at] = cellOf(unescaped(field));
		if (flag !== -1) fields[flag] = fields[flag] === "t";
		return fields;
	};
}
function fieldOf(cell) {
	if (typeof cell === "boolean") return cell ? "t" : "f";
	return needsEscape.test(cell) ? cell.replace(/[\\\n\r\t]/g, (character) => certain(escapes[character])) : cell;
}
var CopyReader = class {
	#form;
	#flag;
	#cells;
	#rest = Buffer.alloc(0);
	constructor(shape, form) {
		this.#form = form;
		this.#flag = shape.columns.findIndex(isFlag);
		this.#cells = copyRowReader(shape);
	}
	read(piece) {
		const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
		const end = bytes.lastIndexOf(10);
		this.#rest = bytes.subarray(end + 1);
		if (end === -1) return void 0;
		const rows = bytes.toString("utf8", 0, end).split("\n");
		let lines = "";
		for (const row of rows) lines += `${this.#line(row)}\n`;
		return {
			count: rows.length,
			bytes: Buffer.from(lines),
			cells: () => rows.map(this.#cells)
		};
	}
	#line(row) {
		if (row.includes("\\")) return this.#form.write(this.#cells(row));
		const { labels, raw, end } = this.#form;
		let line = "";
		let at = 0;
		for (let column = 0; column < labels.length; column++) {
			const tab = row.indexOf("	", at);
			const field = row.slice(at, tab === -1 ? row.length : tab);
			at = tab + 1;
			line += `${labels[column]}${column === raw ? field : column === this.#flag ? field === "t" : jsonOf(field)}`;
		}
		return line + end;
	}
};
const escapedInJson = /["\\\u0000-\u001f\ud800-\udfff]/;
function jsonOf(field) {
	return escapedInJson.test(field) ? JSON.stringify(field) : `"${field}"`;
}
function unescaped(field) {
	if (typeof field === "boolean" || !field.includes("\\")) return field;
	if (field === "\\N") return void 0;
	return field.replace(/\\(.)/g, (_, letter) => letters[letter] ?? letter);
}
// src/config/postgres/copied-rows.ts
var CopiedRows = class {
	pieces = [];
	#shape;
	#write;
	#count = 0;
	constructor(shape, write) {
		this.#shape = shape;
		this.#write = write;
	}
	get count() {
		return this.#count;
	}
	push(rows) {
		this.pieces.push(Buffer.from(copyText(rows)));
		this.#count += rows.length;
	}
	async write() {
		await this.#write(this);
		this.pieces.length = 0;
	}
	cells() {
		const read = copyRowReader(this.#shape);
		return this.pieces.flatMap((piece) => piece.toString("utf8", 0, piece.length - 1).split("\n").map(read));
	}
};
// src/config/postgres/lock-holders.ts
const holdersShown = 3;
async function findLockHolders(server, pid) {
	const client = server.openAlone();
	try {
		await client.connect();
		await client.query("SET statement_timeout = 2000");
		const { rows } = await client.query(`SELECT a.pid, a.application_name AS application, a.xact_start AS since
       FROM unnest(pg_blocking_pids($1)) AS blocking JOIN pg_stat_activity a ON a.pid = blocking
       ORDER BY a.xact_start NULLS LAST, a.pid LIMIT ${holdersShown}`, [pid]);
		return rows.map((row) => ({
			pid: row.pid,
			application: row.application ?? "",
			since: row.since?.toISOString()
		}));
	} catch {
		return [];
	} finally {
		await client.end().catch(() => {});
	}
}
function describeHolders(holders) {
	if (holders.length === 0) return void 0;
	return holders.map(({ pid, application, since }) => `process ${pid} of the server${application === "" ? "" : ` (${application})`}${since === void 0 ? "" : `, in a transaction since ${since}`}`).join("; ");
}
// src/config/postgres/writer-places.ts
const lockNotAvailable = "55P03";
var WriterPlaces = class {
	#patienceMs;
	#waiting = new Set();
	#free;
	constructor(most, patienceMs) {
		this.#free = most;
		this.#patienceMs = patienceMs;
	}
	async enter() {
		if (this.#free > 0) this.#free--;
		else await this.#wait();
		return { [Symbol.dispose]: () => this.#leave() };
	}
	#wait() {
		return new Promise((resolve, reject) => {
			const enter = () => {
				clearTimeout(timer);
				resolve();
			};
			const giveUp = () => {
				this.#waiting.delete(enter);
				reject(new LockWait(lockNotAvailable, "other writers of this process"));
			};
			const timer = this.#patienceMs === 0 ? void 0 : setTimeout(giveUp, this.#patienceMs);
			this.#waiting.add(enter);
		});
	}
	#leave() {
		const [next] = this.#waiting;
		if (next === void 0) return void this.#free++;
		this.#waiting.delete(next);
		next();
	}
};
// src/config/connection/until-free.ts
async function untilFree(attempt, patience) {
	const { milliseconds, signal, holder } = patience;
	for (let waited = 0, next = 2; !attempt(); waited += next, next = Math.min(next * 2, 50)) {
		if (waited >= milliseconds) throw new LockWait("SQLITE_BUSY", holder());
		await pause(next, signal);
	}
}
// src/config/sqlite/written-lines.ts
function lineQuery(shape, { labels, raw, end }, rest) {
	return `SELECT count(*), CAST(group_concat(line, '') AS BLOB) FROM (SELECT ${`concat(${shape.columns.flatMap((column, at) => {
		const json = isFlag(column) ? `iif(${column}, 'true', 'false')` : `json_quote(${column})`;
		return [textOf(labels[at] ?? ""), at === raw ? column : json];
	}).join(", ")}, ${textOf(`${end}\n`)})`} AS line FROM ${shape.name} ${rest})`;
}
function textOf(text) {
	return `'${text.replaceAll("'", "''")}'`;
}
function risingLines(value) {
	if (!(value instanceof Uint8Array) || !isUtf8(value)) return void 0;
	const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
	let at = 0;
	let end = bytes.indexOf(10);
	for (;;) {
		const next = end + 1;
		const nextEnd = bytes.indexOf(10, next);
		if (nextEnd === -1) return bytes;
		if (bytes.compare(bytes, next, nextEnd, at, end) >= 0) return void 0;
		[at, end] = [next, nextEnd];
	}
}
function freeLines(value) {
	if (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer) value.buffer.transfer(0);
}
function linesOfCells(rows, form) {
	let text = "";
	for (const row of rows) text += `${form.write(row)}\n`;
	return Buffer.from(text);
}
// src/config/sqlite/sqlite-writer.ts
const writeLockByte = 120;
function writerOf(file) {
	try {
		const pid = lockHolder(statSync(`${file}-shm`, { bigint: true }).ino, writeLockByte);
		return pid === void 0 ? void 0 : describeProcess(pid);
	} catch {
		return;
	}
}
export { BackupReader, CopiedRows, CopyReader, DatabaseAccessLog, Entry, Listener, LockWait, RecordChain, RejectedRow, RowChecker, SilentServer, UnknownOutcome, WriterPlaces, addFromFiles, agentChannel, agentIndexKeys, agentNames, agentReference, agentsSchema, agentsWithoutPrompt, applyRows, backupDigest, backupTables, blobRowBytes, cellOf, cellText, checkLocation, checkNotNewer, checkNotTooNew, clientFileKeyProblem, clientFileShape, clocks, configWriteLock, countRows, defaultRowLimits, describeHolders, displayName, drainQueue, ed25519Signer, ed25519Verifier, explainAgent, exportBundle, exportLog, findLockHolders, formatHeads, formatPlan, freeLines, guardFindings, importBundle, isBuiltinMarketplace, isFlag, isHeads, isLimited, isLockWait, isLostConnection, isRestarting, isServer, isStarting, isWithheld, keyOf, keyringSignatures, levelOf, limitFaults, limitStatements, lineQuery, linesOfCells, listAccesses, listQueue, listRows, listSecrets, loadRows, longestDraft, marketplaceNameProblem, marketplaceOf, marketplaceShape, marketplacesBuiltinSchema, maxObjectBytes, maySettingNameSecrets, mcpBuiltinSchema, mcpServerShape, migrations, namedRows, numberOf, officialSourceProblem, openDatabase, openSecretReader, ownConfigFiles, ownConfigPaths, pageRows$2 as pageRows, parseHeads, parsePlan, plainRows, planImport, pluginName, pluginRow, pluginsWithoutMarketplace, putRows, queueState, readBuiltinFiles, readHistory, readMadeSchema, readSchema, refuseForeignTables, removeSecret, resolveAgent, resolveMarketplaces, resolveMcpServers, resolvePlugins, resolveSkills, resolveSystemPrompt, risingLines, rollBack, rotateSecrets, rowsThatDiffer, rowsWithoutEffect, schemaStateOf, schemaVersion, scopedTables, scopes, serverNameProblem, setRow, setSecret, settingKeyProblem, settingShape, settingsShape, shapeOf, shorterPrompts, skillShape, skillTree, skillValue, takeLimits, textAt, tooOld, unknownAgent, unknownMarketplaces, unsetRow, untilFree, unusedPermissions, valueTextProblem, verifyLog, withdrawSecret, withheldFinding, withheldReference, withoutLogGuards, writeBackup, writerOf };
