import { documentFault } from "./document.js";
import { certain } from "./fault.js";
import { IdentikitError, asFault, suggestion } from "../start/faces.js";
import { comparePaths, readDirectory } from "./tree.js";
import { RowChecker, agentReference, bare, changeOf, checkRowLimits, defaultRowLimits, isRemoval, isWithheld, levelOf, readBuiltinFiles, rowsThatDiffer, scopedTables, shapeOf, textAt, withheldFinding, withheldReference } from "./config.js";
import { promptText, readContents } from "./template-with-yaml.js";
import { problemLine } from "./template.js";
import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
// src/config/template-rows.ts
function readTemplateRows(templatesDir, template, form) {
	const directory = join(templatesDir, template);
	if (!existsSync(directory)) throw new IdentikitError("SSOT_MISSING", `the template ${template} was not fetched to ${templatesDir}`, { remedy: `Run: identikit fetch ${template} --into ${templatesDir}` });
	const tree = readDirectory(directory, { keep: (path) => form === "first" ? firstPaths.test(path) : path !== ".git" && !path.startsWith(".git/") });
	const contents = readContents(tree, directory, form);
	const errors = contents.problems.filter(({ severity }) => severity === "error");
	const [first] = errors;
	if (first) throw new IdentikitError("TEMPLATE_INVALID", `${template}: ${errors.map(problemLine).join("; ")}`, { remedy: first.remedy });
	return {
		systemPrompt: promptText(contents.prompt),
		contents
	};
}
const firstPaths = /^(?:system-prompt\.md|(?:prompts|agent-skills)(?:\/.*)?)$/;
// src/config/sync.ts
async function syncBuiltin(options) {
	const files = readBuiltinFiles(options.files);
	const { rows: wanted, findings, failed, keptBack } = wantedRows(files, options);
	const checker = new RowChecker();
	for (const [table, rows] of wanted) for (const row of rows.values()) checker.check(shapeOf(table), row);
	const keeps = keptRows(options, keptBack);
	return options.database.configure(options, async (session) => ({
		...await apply(session, files, wanted, keeps),
		failed,
		findings: [...findings, ...await withoutPrompt(session, files, options)]
	}));
}
function keptRows({ templatesDir, permit = {} }, keptBack) {
	if (templatesDir !== void 0) return (table, row) => isLimited(table) && keptBack.has(textAt(row, 1));
	const servers = new Set(Object.values(permit).flatMap((each) => Object.keys(each.servers)));
	return (table, row) => table === "mcp_server" && (isWithheld(textAt(row, 1)) || servers.has(textAt(row, 2)));
}
async function withoutPrompt({ query }, { agents: { types, agents } }, { templatesDir, templateOf, files }) {
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
function wantedRows(files, options) {
	const rows = new Map();
	for (const table of scopedTables) if (isGiven(table, options)) rows.set(table, new Map());
	const put = (reference, { table, key, value }) => rows.get(table)?.set(keyOf([reference, key]), [
		"builtin",
		reference,
		key,
		value !== null,
		value ?? "null"
	]);
	addFromFiles(files, put);
	const findings = [];
	const failed = [];
	const keptBack = new Set();
	const readings = new Map();
	const faultOf = limitFaults(readings, options.limits ?? defaultRowLimits);
	const add = (reference, level, own, isInherited) => {
		const fault = level.fault ?? faultOf(level.template);
		if (fault) keptBack.add(reference);
		if (fault && (level.fault || !isInherited)) failed.push({
			type: reference,
			fault
		});
		for (const row of own) if (!fault || !isLimited(row.table)) put(reference, row);
		for (const offer of level.template === void 0 ? [] : level.withheld) {
			const waiting = withheldReference(level.template ?? "", reference);
			put(waiting, offer);
			findings.push(withheldFinding(waiting, offer));
		}
	};
	const common = {
		permit: options.permit ?? {},
		read: readerOf(options, readings),
		root: options.root ?? dirname(options.files.agents.path),
		maxPromptLength: (options.limits ?? defaultRowLimits).maxPromptLength,
		placeOf: files.placeOf
	};
	addLevels(files, {
		common,
		templateOf: (type) => templateOf(type, files, options),
		add
	});
	return {
		rows,
		findings: [...findings, ...unusedPermissions(common.permit, readings)],
		failed,
		keptBack
	};
}
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
function readerOf({ templatesDir, formOf }, readings) {
	return (template) => {
		if (templatesDir === void 0) return void 0;
		const form = formOf?.(template) ?? "present";
		const rows = readings.get(template) ?? readTemplateRows(templatesDir, template, form);
		readings.set(template, rows);
		return rows;
	};
}
function templateOf(entry, { placeOf }, options) {
	const { template } = entry;
	try {
		if (template !== void 0) options.checkTemplate?.(template);
		return template ?? ("runtime" in entry ? options.templateOf(entry.runtime) : void 0);
	} catch (caught) {
		const { code, message, remedy } = asFault(caught);
		throw documentFault(code, placeOf(entry, [template === void 0 ? "runtime" : "template"]), message, remedy, caught);
	}
}
function addLevels({ agents, mcpServers }, to) {
	const levels = new Map();
	for (const type of agents.types) {
		const own = [mcpServers.mcpServers, mcpServers.types[type.name] ?? {}].flatMap(Object.keys);
		const options = {
			...to.common,
			ownServers: new Set(own)
		};
		const level = levelOf(type, to.templateOf(type), options);
		levels.set(type.name, {
			level,
			options
		});
		to.add(type.name, level, [...level.rows.values()], false);
	}
	for (const agent of agents.agents) {
		const above = certain(levels.get(agent.type));
		const level = levelOf(agent, to.templateOf(agent) ?? above.level.template, above.options, above.level);
		const own = [...rowsThatDiffer(level, above.level), ...agent.plugins.map(pluginRow)];
		to.add(agentReference(agent.name), level, own, level.template === above.level.template);
	}
}
function isGiven(table, { templatesDir }) {
	return templatesDir !== void 0 || table === "plugin_binding" || table === "plugin_marketplace" || table === "mcp_server";
}
function pluginRow(plugin) {
	return {
		table: "plugin_binding",
		key: bare(plugin),
		value: isRemoval(plugin) ? null : "true"
	};
}
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
async function apply(session, files, wanted, keeps) {
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
	const [haveTypes, haveAgents] = [await readAll(session, types), await readAll(session, agents)];
	const wantTypes = mapOf(files.agents.types.map(({ name, runtime }) => [
		name,
		runtime,
		true
	]));
	const wantAgents = mapOf(files.agents.agents.map(({ name, type }) => [
		name,
		type,
		true
	]));
	await write(types, haveTypes, wantTypes);
	await write(agents, haveAgents, wantAgents);
	for (const [table, want] of wanted) {
		const shape = shapeOf(table);
		const have = await readAll(session, shape, ["builtin"]);
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
async function readAll({ bulk }, shape, scopes) {
	const rows = new Map();
	const keyed = (row) => keyOf(shape.key.length === 3 ? row.slice(1, 3) : row.slice(0, 1));
	for await (const page of bulk.pages(shape, scopes)) for (const row of page) rows.set(keyed(row), row);
	return rows;
}
function mapOf(rows) {
	return new Map(rows.map((row) => [keyOf(row.slice(0, 1)), row]));
}
function keyOf(key) {
	return JSON.stringify(key);
}
function sameRow(a, b) {
	return a?.every((cell, index) => cell === b[index]) ?? false;
}
export { syncBuiltin };
