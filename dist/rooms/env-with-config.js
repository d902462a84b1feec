import { clientFileKeyProblem, isBuiltinMarketplace, marketplaceNameProblem, marketplaceOf, marketplaceShape, maySettingNameSecrets, mcpServerShape, officialSourceProblem, pluginName, serverNameProblem, settingKeyProblem, settingShape } from "./config.js";
import { suggestion } from "../start/faces.js";
import { comparePaths, digestOf } from "./tree.js";
import { canonicalJson } from "./document.js";
import { MissingSecretError, findPlaceholders } from "./secret.js";
import { checkShape, checkSkillName, codexRemoteShape, codexServerName, codexStdioShape, fillSecrets, refuseIf, refused, warning } from "./env.js";
// src/env/clients/claude-code.ts
const rename = "Rename the row's key.";
const claudeCode = {
	id: "claude-code",
	title: "Claude Code",
	sharedFiles: ["settings.json", ".claude.json"],
	promptFile: "system-prompt.md",
	ownFiles: ["system-prompt.md"],
	expandsVariables: true,
	loads: [
		{
			path: "skills",
			holds: "folders"
		},
		{
			path: "agents",
			holds: ".md"
		},
		{
			path: "commands",
			holds: ".md"
		},
		{
			path: "output-styles",
			holds: ".md"
		}
	],
	shared: ({ plugins, marketplaces, mcpServers, settings }) => new Map([["settings.json", {
		members: {
			enabledPlugins: plugins,
			extraKnownMarketplaces: marketplaces
		},
		singles: settings
	}], [".claude.json", {
		members: { mcpServers },
		singles: []
	}]]),
	files: ({ files }) => files,
	check: check$1,
	unsupported: () => []
};
function check$1(config) {
	const warnings = [];
	for (const { key } of config.plugins) checkShape(pluginName, key, `enabledPlugins.${key}`);
	for (const { key, value } of config.marketplaces) checkMarketplace(key, value);
	checkPluginSources(config);
	for (const { key, value } of config.mcpServers) warnings.push(...checkServer(key, value));
	for (const { key } of config.skills) checkSkillName(key);
	for (const { key, value } of config.settings) checkSetting(key, value);
	for (const { key, value } of config.files) {
		const problem = clientFileKeyProblem(key);
		refuseIf(problem && `${key}: ${problem}`, rename);
		for (const { name } of findPlaceholders(value, key)) throw noSecretIn(key, name);
	}
	return warnings.map((found) => ({
		...found,
		subject: config.name
	}));
}
function checkMarketplace(name, value) {
	const where = `extraKnownMarketplaces.${name}`;
	refuseIf(marketplaceNameProblem(name), rename);
	checkShape(marketplaceShape, value, where);
	refuseIf(officialSourceProblem(name, value), rename);
	for (const { name: secret } of findPlaceholders(value, where)) throw noSecretIn(where, secret);
}
function checkPluginSources({ plugins, marketplaces }) {
	const known = marketplaces.map(({ key }) => key);
	for (const { key, value } of plugins) {
		const marketplace = marketplaceOf(key);
		if (!value || known.includes(marketplace) || isBuiltinMarketplace(marketplace)) continue;
		throw refused(`enabledPlugins.${key}: the agent knows no marketplace ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`, "Add the marketplace for this agent, or correct the plugin's name.");
	}
}
function checkSetting(key, value) {
	const shape = settingShape(key);
	if (!shape) throw refused(settingKeyProblem(key) ?? key, rename);
	checkShape(shape, value, `settings.${key}`);
	if (maySettingNameSecrets(key)) return;
	for (const { name } of findPlaceholders(value, key)) throw noSecretIn(`settings.${key}`, name);
}
function checkServer(name, value) {
	const where = `mcpServers.${name}`;
	refuseIf(serverNameProblem(name), rename);
	const server = checkShape(mcpServerShape, value, where);
	const warnings = [];
	if (server.type === "sse") warnings.push(warning("MCP_SSE_DEPRECATED", `${where}.type`, {
		expected: "http",
		actual: "sse",
		remedy: "Move the server to the type \"http\"."
	}));
	return [...warnings, ...checkPlaceholders(value, where)];
}
function checkPlaceholders(value, where) {
	return findPlaceholders(value, where).flatMap(({ name, path }) => {
		const place = [where, ...path].join(".");
		const [field] = path;
		if (field === "env" || field === "headers") return [];
		if (field !== "args" && field !== "url") throw noSecretIn(place, name);
		return [warning("SECRET_EXPOSED", place, {
			expected: "env or headers",
			actual: field,
			remedy: "Pass it in env or headers: arguments and addresses are shown by process listings and logs."
		})];
	});
}
function noSecretIn(place, secret) {
	return refused(`${place} names secret ${secret}, and no secret is filled in there`, "Move it to the env or headers of an MCP server, or to a setting env.NAME.");
}
// src/env/clients/codex-server.ts
const ignorable = ["alwaysLoad"];
const needed = ["headersHelper", "oauth"];
const same = [...Object.keys(codexStdioShape.shape), ...Object.keys(codexRemoteShape.shape).filter((key) => !(key in codexStdioShape.shape))].filter((key) => key !== "env");
function codexServer(name, value) {
	const where = `mcpServers.${name}`;
	checkShape(mcpServerShape, value, where);
	const row = isFields(value) ? value : {};
	const { type, env, headers, timeout, ...others } = row;
	if (type === "sse" || type === "ws") throw refused(`${where}.type: Codex talks to servers over standard input and streamable HTTP only`, "Give the server the type http, or take it away from agents that run Codex.");
	for (const field of needed) if (field in row) throw refused(`${where}.${field}: Codex has nothing for it`, "Use headers instead.");
	const isStdio = type === "stdio";
	const server = {};
	const leftOut = [];
	for (const [key, item] of Object.entries(others)) if (same.includes(key)) server[key] = item;
	else if (!ignorable.includes(key)) leftOut.push(key);
	if (typeof timeout === "number") server.tool_timeout_sec ??= timeout / 1e3;
	Object.assign(server, isStdio ? environmentOf(env, where, row.env_vars) : headersOf(headers, where));
	for (const [key, item] of Object.entries(server)) if (!readsVariables.has(key)) refuseVariables(item, `${where}.${key}`);
	checkShape(isStdio ? codexStdioShape : codexRemoteShape, server, where);
	return {
		server,
		leftOut
	};
}
const readsVariables = new Set([
	"env_vars",
	"env_http_headers",
	"bearer_token_env_var"
]);
const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;
function environmentOf(env, where, given) {
	const values = {};
	const handedOn = Array.isArray(given) ? [...given] : [];
	for (const [name, value] of entriesOf(env)) if (variable.exec(value)?.[1] === name) handedOn.push(name);
	else {
		refuseVariables(value, `${where}.env.${name}`);
		values[name] = value;
	}
	return {
		...Object.keys(values).length > 0 ? { env: values } : {},
		...handedOn.length > 0 ? { env_vars: handedOn } : {}
	};
}
function headersOf(headers, where) {
	const values = {};
	const read = {};
	let bearer;
	for (const [name, value] of entriesOf(headers)) {
		const token = name.toLowerCase() === "authorization" && /^Bearer (\$\{.*)$/.exec(value)?.[1];
		const [ofToken, whole] = [token && variable.exec(token)?.[1], variable.exec(value)?.[1]];
		if (ofToken) bearer = ofToken;
		else if (whole) read[name] = whole;
		else {
			refuseVariables(value, `${where}.headers.${name}`);
			values[name] = value;
		}
	}
	return {
		...bearer ? { bearer_token_env_var: bearer } : {},
		...Object.keys(values).length > 0 ? { http_headers: values } : {},
		...Object.keys(read).length > 0 ? { env_http_headers: read } : {}
	};
}
function entriesOf(value) {
	if (value === void 0 || !isFields(value)) return [];
	return Object.entries(value).flatMap(([key, item]) => typeof item === "string" ? [[key, item]] : []);
}
function isFields(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function refuseVariables(value, where) {
	if (!/\$\{(?!SECRET:)/.test(JSON.stringify(value))) return;
	throw refused(`${where}: Codex does not replace variables, and would take "\${…}" as it stands`, "Write the value, a secret's placeholder, or NAME=${NAME} in env.");
}
// src/env/clients/codex.ts
const codex = {
	id: "codex",
	title: "Codex",
	sharedFiles: ["config.toml"],
	promptFile: "AGENTS.md",
	ownFiles: [],
	expandsVariables: false,
	loads: [
		{
			path: "skills",
			holds: "folders",
			except: [".system"]
		},
		{
			path: "agents",
			holds: ".toml"
		},
		{ path: "AGENTS.override.md" },
		{ path: "hooks.json" }
	],
	shared: ({ mcpServers, settings }) => new Map([["config.toml", {
		members: { mcp_servers: mcpServers.map(asCodexServer) },
		singles: settings.filter(({ key }) => isKnown(key)).map(asCodexSetting)
	}]]),
	files: () => [],
	check,
	unsupported
};
function asCodexSetting(entry) {
	return entry.key.startsWith("env.") ? {
		...entry,
		key: `shell_environment_policy.set.${entry.key.slice(4)}`
	} : entry;
}
function isKnown(key) {
	return key === "model" || key.startsWith("env.");
}
function asCodexServer(entry) {
	return {
		...entry,
		value: codexServer(entry.key, entry.value).server
	};
}
function check(config) {
	const warnings = [];
	for (const { key, value } of config.mcpServers) {
		const where = `mcpServers.${key}`;
		checkShape(codexServerName, key, where);
		codexServer(key, value);
		warnings.push(...checkPlaceholders(value, where));
	}
	for (const { key } of config.skills) checkSkillName(key);
	for (const { key, value } of config.settings) if (isKnown(key)) checkShape(settingShape(key) ?? codexServerName, value, `settings.${key}`);
	else if (isLimit(key)) throw refused(`settings.${key}: Codex has no such setting, and without it the agent may do more than it should`, `Take the entry away from agents that run Codex: a row of client_setting with key ${JSON.stringify(key)} and enabled = false in a narrower scope.`);
	return warnings.map((found) => ({
		...found,
		subject: config.name
	}));
}
function isLimit(key) {
	return key.startsWith("hooks.") || key.startsWith("permissions.") && !["permissions.allow", "permissions.additionalDirectories"].includes(key);
}
function unsupported(config) {
	const found = [];
	const leftOut = (path, remedy = "Nothing is rendered for it. Take the entry away from this agent.") => found.push(warning("CLIENT_UNSUPPORTED", path, {
		expected: "an entry that Codex knows",
		actual: "none",
		remedy
	}));
	for (const { key, value } of config.plugins) if (value) leftOut(`enabledPlugins.${key}`);
	for (const { key } of config.settings) if (!isKnown(key) && !isLimit(key)) leftOut(`settings.${key}`);
	for (const { key } of config.files) leftOut(key, "Codex has no such files. Give the agent a skill instead.");
	for (const { key, value } of config.mcpServers) for (const field of codexServer(key, value).leftOut) leftOut(`mcpServers.${key}.${field}`);
	return found.map((each) => ({
		...each,
		subject: config.name
	}));
}
// src/env/clients/client-of-runtime.ts
const codexRuntimes = new Set([
	"codex",
	"codex-cli",
	"openai-codex"
]);
function clientOfRuntime(runtime) {
	return codexRuntimes.has(runtime.toLowerCase()) ? codex : claudeCode;
}
// src/env/desired.ts
const nothingDesired = {
	values: new Map(),
	singles: [],
	canonical: "",
	secretNames: []
};
function desiredEnvDirectory(config) {
	const client = clientOfRuntime(config.runtime);
	const { systemPrompt } = config;
	const texts = client.files(config).map(({ key, value }) => [key, value]);
	if (systemPrompt) texts.push([client.promptFile, systemPrompt.value]);
	return {
		client,
		shared: new Map([...client.shared(config)].map(([name, entries]) => [name, desiredKeys(entries)])),
		files: new Map(texts.sort(([a], [b]) => comparePaths(a, b)).map(([path, text]) => {
			const bytes = Buffer.from(text);
			return [path, {
				bytes,
				digest: digestOf(bytes)
			}];
		})),
		skills: new Map(sorted(config.skills).map(({ key, value }) => [key, value]))
	};
}
function desiredKeys({ members, singles }) {
	const values = new Map();
	const secretNames = new Set();
	let canonical = "";
	const add = (entry) => {
		const facts = factsOf(entry.value);
		canonical += `${JSON.stringify(entry.key)}:${facts.canonical}\n`;
		for (const name of facts.secretNames) secretNames.add(name);
	};
	for (const [key, resolved] of Object.entries(members)) {
		if (resolved.length === 0) continue;
		const ordered = sorted(resolved);
		values.set(key, Object.fromEntries(ordered.map((entry) => [entry.key, entry.value])));
		canonical += `${key}\n`;
		for (const entry of ordered) add(entry);
	}
	const ordered = sorted(singles);
	if (ordered.length > 0) canonical += "one by one\n";
	for (const entry of ordered) {
		values.set(entry.key, entry.value);
		add(entry);
	}
	return {
		values,
		singles: ordered.map(({ key }) => key),
		canonical,
		secretNames: [...secretNames].sort(comparePaths)
	};
}
const known = new WeakMap();
function factsOf(value) {
	const object = typeof value === "object" ? value : null;
	const found = object && known.get(object);
	if (found) return found;
	const secretNames = findPlaceholders(value, "value").map((placeholder) => placeholder.name);
	const facts = {
		canonical: canonicalJson(value),
		secretNames
	};
	if (object) known.set(object, facts);
	return facts;
}
function sorted(entries) {
	return [...entries].sort((a, b) => comparePaths(a.key, b.key));
}
// src/env/opened-values.ts
var OpenedValues = class {
	#agent;
	#want;
	#values = new Map();
	constructor(agent, want) {
		this.#agent = agent;
		this.#want = want;
	}
	async values(name) {
		const there = this.#values.get(name);
		if (there) return there;
		const { client, shared } = this.#want.desired;
		const { values, secretNames } = shared.get(name) ?? nothingDesired;
		const { expandsVariables } = client;
		const filled = await fillSecrets(this.#agent, {
			values,
			secretNames,
			expandsVariables
		});
		this.#values.set(name, filled);
		return filled;
	}
	get names() {
		const { shared } = this.#want.desired;
		const names = [...this.#values.keys()].flatMap((name) => shared.get(name)?.secretNames ?? []);
		return [...new Set(names)].sort();
	}
};
// src/env/want.ts
async function wantOf(agent) {
	const desired = desiredEnvDirectory(agent);
	const inputs = new Map();
	const missing = new Set();
	for (const [file, { canonical, secretNames }] of desired.shared) {
		const fingerprints = [];
		const found = await Promise.all(secretNames.map((name) => agent.secrets.fingerprint(name)));
		for (const [index, name] of secretNames.entries()) {
			const fingerprint = found[index];
			if (fingerprint === void 0) missing.add(name);
			else fingerprints.push(JSON.stringify(fingerprint));
		}
		inputs.set(file, [canonical, ...fingerprints].join("\n"));
	}
	const [first, ...others] = missing;
	if (first !== void 0) throw new MissingSecretError([first, ...others], neededBy(agent, [first, ...others]));
	return {
		desired,
		inputs
	};
}
var Wants = class {
	#known = new WeakMap();
	async of(agent) {
		const known = this.#known.get(agent.mcpServers);
		if (known && isSame(known.of, agent)) return known.want;
		const want = await wantOf(agent);
		this.#known.set(agent.mcpServers, {
			of: agent,
			want
		});
		return want;
	}
};
function isSame(one, other) {
	return one.secrets === other.secrets && one.runtime === other.runtime && one.plugins === other.plugins && one.marketplaces === other.marketplaces && one.mcpServers === other.mcpServers && one.systemPrompt === other.systemPrompt && one.skills === other.skills && one.settings === other.settings && one.files === other.files;
}
function neededBy(agent, secrets) {
	const names = ({ value }) => {
		const text = JSON.stringify(value);
		return secrets.some((secret) => text.includes(`\${SECRET:${secret}}`));
	};
	const servers = agent.mcpServers.filter(names).map(({ key }) => `mcpServers.${key}`);
	const settings = agent.settings.filter(names).map(({ key }) => `settings.${key}`);
	return [
		`agent ${agent.name}`,
		...servers,
		...settings
	].join(", ");
}
export { OpenedValues, Wants, clientOfRuntime, desiredEnvDirectory, nothingDesired, wantOf };
