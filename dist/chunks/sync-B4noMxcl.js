import "./rolldown-runtime-DqgWs3Hx.js";
import { r as comparePaths } from "./path-BaLveIPn.js";
import { g as string, h as strictObject, l as literal, m as record, r as array, y as unknown } from "./zod-BjridcMG.js";
import { t as checkDocument } from "./check-BJs0Hux_.js";
import { t as documentFault } from "./document-XTbQKJdL.js";
import { n as readJsonDocument } from "./json-VTGreyeJ.js";
import { I as IdentikitError, M as suggestion } from "./foundation-QtvXJkSz.js";
import { i as pluginName, n as marketplaceShape, r as mcpServerShape } from "./client-shapes-Ch7m6hYI.js";
import { t as changeOf } from "./row-change-DdTWgFWQ.js";
import { t as RowChecker } from "./row-check-C706Pmpx.js";
import { n as shapeOf, r as systemPromptKey, t as scopedTables } from "./tables-6EGMOOWa.js";
import { i as skillValue } from "./skill-value-G9KkPJks.js";
import { t as decodeText } from "./text-C2QxcQzC.js";
import { r as readDirectory } from "./directory-reader-CIov5Xvy.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
/** Names of agents and types: ASCII, since an agent's name becomes a directory everywhere. */
const plainName = string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must be letters, digits, dots, dashes and underscores"), preamble = {
	version: literal(1).optional(),
	_comment: unknown().optional()
}, agentsSchema = strictObject({
	...preamble,
	types: array(strictObject({
		name: plainName.describe("The type's name, which agents and config rows refer to."),
		runtime: string().min(1).describe("The program that runs agents of this type; it decides the template."),
		plugins: array(pluginName).default([]).describe("Plugins of every agent of the type: <plugin>@<marketplace>.")
	})),
	agents: array(strictObject({
		name: plainName.describe("The agent's name; its env directory is called so."),
		type: string().describe("One of `types`.")
	}))
}), mcpBuiltinSchema = strictObject({
	...preamble,
	mcpServers: record(string().min(1), mcpServerShape).default({}),
	types: record(string(), record(string().min(1), mcpServerShape)).default({})
}), marketplacesBuiltinSchema = strictObject({
	...preamble,
	extraKnownMarketplaces: record(string().min(1), marketplaceShape).default({})
});
/**
* Reads the files of the builtin scope; the two under `config/` may be missing.
* @throws {IdentikitError} `SSOT_MISSING` without `agents.json`; `DOCUMENT_INVALID`, `ROW_INVALID`, `AGENT_TYPE_UNKNOWN`
* with file and line
*/
function readBuiltinFiles(paths) {
	let document = read(paths.agents);
	if (!document) throw new IdentikitError("SSOT_MISSING", `${paths.agents.name} is missing: no agent types and agents`, {
		remedy: "Write {\"types\": [], \"agents\": []} to begin with.",
		location: { file: paths.agents.name }
	});
	let agents = checkDocument(document, agentsSchema, "DOCUMENT_INVALID");
	checkAgents(agents, document);
	let servers = read(paths.mcpServers), mcpServers = servers ? checkDocument(servers, mcpBuiltinSchema, "ROW_INVALID") : mcpBuiltinSchema.parse({});
	for (let type of Object.keys(mcpServers.types)) if (servers && !agents.types.some(({ name }) => name === type)) throw unknownType(type, agents, {
		file: servers.file,
		line: servers.lineOf(["types", type])
	});
	let known = read(paths.marketplaces);
	return {
		agents,
		mcpServers,
		marketplaces: known ? checkDocument(known, marketplacesBuiltinSchema, "ROW_INVALID") : marketplacesBuiltinSchema.parse({})
	};
}
function read({ path, name }) {
	return existsSync(path) ? readJsonDocument(path, {
		name,
		comments: "whole-line"
	}) : void 0;
}
function checkAgents(agents, document) {
	let types = /* @__PURE__ */ new Set();
	for (let [index, { name, plugins }] of agents.types.entries()) {
		let line = document.lineOf([
			"types",
			index,
			"name"
		]);
		if (types.has(name)) throw twice(`the agent type ${name}`, {
			file: document.file,
			line
		});
		types.add(name);
		let again = plugins.findIndex((plugin, at) => plugins.indexOf(plugin) !== at);
		if (again !== -1) {
			let at = {
				file: document.file,
				line: document.lineOf([
					"types",
					index,
					"plugins",
					again
				])
			};
			throw twice(`the plugin ${plugins[again]}`, at);
		}
	}
	let names = /* @__PURE__ */ new Set();
	for (let [index, { name, type }] of agents.agents.entries()) {
		let at = (key) => ({
			file: document.file,
			line: document.lineOf([
				"agents",
				index,
				key
			])
		});
		if (names.has(name.toLowerCase())) throw twice(`the agent ${name}`, at("name"));
		if (names.add(name.toLowerCase()), !types.has(type)) throw unknownType(type, agents, at("type"));
	}
}
function twice(what, at) {
	return documentFault("DOCUMENT_INVALID", at, `${what} stands twice (letter case does not count)`, "Remove one.");
}
function unknownType(type, { types }, at) {
	let names = types.map(({ name }) => name), problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, names)}`;
	return documentFault("AGENT_TYPE_UNKNOWN", at, problem, "Add it to `types` in agents.json, or mend the name.");
}
const promptFile = "system-prompt.md", promptDirectory = "prompts/";
/**
* Reads prompt and skills of a fetched template.
* @throws {IdentikitError} `SSOT_MISSING` where the template was not fetched; `ENTRY_TYPE`, `FILE_UNREADABLE`,
* `DOCUMENT_INVALID` for a prompt that is not UTF-8
*/
function readTemplateRows(templatesDir, template) {
	let directory = join(templatesDir, template);
	if (!existsSync(directory)) throw new IdentikitError("SSOT_MISSING", `the template ${template} was not fetched to ${templatesDir}`, { remedy: `Run: identikit fetch ${template} --into ${templatesDir}` });
	let tree = readDirectory(directory, { keep: (path) => [
		promptFile,
		"prompts",
		"agent-skills"
	].includes(path) || path.startsWith(promptDirectory) || path.startsWith("agent-skills/") });
	return {
		systemPrompt: promptOf(tree, directory),
		skills: skillsOf(tree.subtree("agent-skills"))
	};
}
/** `system-prompt.md` where there is one, else the files of `prompts/` in byte order, a blank line between them. */
function promptOf(tree, directory) {
	let whole = tree.get(promptFile), parts = whole ? [whole] : [...tree.select((path) => path.startsWith(promptDirectory))];
	if (parts.length === 0) return;
	let texts = parts.map(({ path, bytes }) => decodeText(bytes, join(directory, path)));
	return whole ? texts[0] : `${texts.map((text) => text.trimEnd()).join("\n\n")}\n`;
}
function skillsOf(tree) {
	let names = new Set([...tree].filter(({ path }) => path.includes("/")).map(({ path }) => path.split("/")[0]));
	return new Map([...names].map((name) => [name, tree.subtree(name)]));
}
/**
* Brings the builtin scope, the agent types and the agents to what the repository's files say, in one transaction. No row of
* another scope is touched. Running it again changes nothing.
* @throws {IdentikitError} `SSOT_MISSING`, `DOCUMENT_INVALID`, `ROW_INVALID`, `AGENT_TYPE_UNKNOWN`, and the faults of reading
* templates and of the database
*/
async function syncBuiltin(options) {
	let files = readBuiltinFiles(options.files), wanted = wantedRows(files, options), checker = new RowChecker();
	for (let [table, rows] of wanted) for (let row of rows.values()) checker.check(shapeOf(table), row);
	return options.database.transaction("configure", (session) => apply(session, files, wanted));
}
/** The builtin rows that there should be, for each table that is to be brought in line. */
function wantedRows(files, options) {
	let rows = /* @__PURE__ */ new Map();
	for (let table of scopedTables) (options.templatesDir !== void 0 || table !== "skill" && table !== "system_prompt") && rows.set(table, /* @__PURE__ */ new Map());
	let add = (table, type, key, value) => rows.get(table)?.set(keyOf([type, key]), [
		"builtin",
		type,
		key,
		!0,
		value
	]);
	addFromFiles(files, add);
	let templates = files.agents.types.map(({ name, runtime }) => [name, options.templateOf(runtime)]);
	return options.templatesDir !== void 0 && addFromTemplates(templates, options.templatesDir, add), rows;
}
function addFromFiles({ agents, mcpServers, marketplaces }, add) {
	for (let { name, plugins } of agents.types) for (let plugin of plugins) add("plugin_binding", name, plugin, "true");
	let addServers = (type, servers) => {
		for (let [name, server] of Object.entries(servers)) add("mcp_server", type, name, JSON.stringify(server));
	};
	addServers("", mcpServers.mcpServers);
	for (let [type, servers] of Object.entries(mcpServers.types)) addServers(type, servers);
	for (let [name, marketplace] of Object.entries(marketplaces.extraKnownMarketplaces)) add("plugin_marketplace", "", name, JSON.stringify(marketplace));
}
function addFromTemplates(templates, templatesDir, add) {
	for (let [name, template] of templates) {
		if (template === void 0) continue;
		let { systemPrompt, skills } = readTemplateRows(templatesDir, template);
		systemPrompt !== void 0 && add("system_prompt", name, systemPromptKey, JSON.stringify(systemPrompt));
		for (let [skill, tree] of skills) add("skill", name, skill, skillValue(tree));
	}
}
async function apply(session, files, wanted) {
	let changes = [], write = async (shape, have, want) => {
		let puts = [...want].filter(([key, row]) => !sameRow(have.get(key), row));
		await session.bulk.put(shape, puts.map(([, row]) => row)), changes.push(...puts.map(([key, row]) => changeOf(shape, have.get(key), row)));
	}, drop = async (shape, rows) => {
		await session.bulk.remove(shape, rows.map((row) => row.slice(0, shape.key.length))), changes.push(...rows.map((row) => changeOf(shape, row, void 0)));
	}, [types, agents] = [shapeOf("agent_type"), shapeOf("agent")], [haveTypes, haveAgents] = [await readAll(session, types), await readAll(session, agents)], wantTypes = mapOf(files.agents.types.map(({ name, runtime }) => [
		name,
		runtime,
		!0
	])), wantAgents = mapOf(files.agents.agents.map(({ name, type }) => [
		name,
		type,
		!0
	]));
	await write(types, haveTypes, wantTypes), await write(agents, haveAgents, wantAgents);
	for (let [table, want] of wanted) {
		let shape = shapeOf(table), have = await readAll(session, shape, ["builtin"]);
		await write(shape, have, want), await drop(shape, [...have].filter(([key]) => !want.has(key)).map(([, row]) => row));
	}
	let retired = [];
	for (let [shape, have, want] of [[
		agents,
		haveAgents,
		wantAgents
	], [
		types,
		haveTypes,
		wantTypes
	]]) for (let [key, row] of have) {
		if (want.has(key)) continue;
		let name = row[0];
		if (!await isReferred(session, shape, name)) await drop(shape, [row]);
		else {
			let off = [
				name,
				row[1],
				!1
			];
			await write(shape, have, /* @__PURE__ */ new Map([[key, off]])), retired.push(`${shape.name} ${name}`);
		}
	}
	return changes.sort((a, b) => comparePaths(a.table, b.table) || comparePaths(a.key, b.key)), {
		changes,
		agents: await session.bulk.affected(),
		retired
	};
}
/** Whether rows that are not the files' to remove still name an agent or a type. */
async function isReferred({ query }, shape, name) {
	let there = (row) => row !== void 0;
	for (let table of scopedTables) {
		let scope = shape.name === "agent" ? ["instance"] : ["type", "builtin"];
		if (there(await query.selectFrom(table).select("key").where("scope", "in", scope).where("scope_ref", "=", name).limit(1).executeTakeFirst())) return !0;
	}
	if (shape.name === "agent") return !1;
	let agent = await query.selectFrom("agent").select("name").where("type", "=", name).limit(1).executeTakeFirst(), config = await query.selectFrom("agent_type_config").select("key").where("type", "=", name).limit(1).executeTakeFirst();
	return there(agent) || there(config);
}
async function readAll({ bulk }, shape, scopes) {
	let rows = /* @__PURE__ */ new Map(), keyed = (row) => keyOf(shape.key.length === 3 ? row.slice(1, 3) : row.slice(0, 1));
	for await (let page of bulk.pages(shape, scopes)) for (let row of page) rows.set(keyed(row), row);
	return rows;
}
function mapOf(rows) {
	return new Map(rows.map((row) => [keyOf(row.slice(0, 1)), row]));
}
function keyOf(key) {
	return JSON.stringify(key);
}
function sameRow(a, b) {
	return a?.every((cell, index) => cell === b[index]) ?? !1;
}
export { syncBuiltin as t };
