import { IdentikitError, asFault } from "../start/faces.js";
import { RowChecker, addFromFiles, agentReference, agentsWithoutPrompt, applyRows, defaultRowLimits, isLimited, isWithheld, keyOf, levelOf, limitFaults, pluginRow, pluginsWithoutMarketplace, readBuiltinFiles, rowsThatDiffer, rowsWithoutEffect, scopedTables, shapeOf, shorterPrompts, textAt, unknownMarketplaces, unusedPermissions, withheldFinding, withheldReference } from "./config.js";
import { documentFault } from "./document.js";
import { certain } from "./fault.js";
import { promptText, readContents } from "./template-with-yaml.js";
import { problemLine } from "./template.js";
import { readDirectory } from "./tree.js";
import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
// src/config/rows/template-rows.ts
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
// src/config/sync/levels.ts
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
		to.add(type.name, level, [...level.rows.values()], false, {
			name: type.name,
			what: "type",
			references: [type.name],
			parts: level.prompt,
			place: to.common.placeOf(type, type.prompt === void 0 ? [] : ["prompt"])
		});
	}
	for (const agent of agents.agents) {
		const above = certain(levels.get(agent.type));
		const level = levelOf(agent, to.templateOf(agent) ?? above.level.template, above.options, above.level);
		const own = [...rowsThatDiffer(level, above.level), ...agent.plugins.map(pluginRow)];
		const reference = agentReference(agent.name);
		to.add(reference, level, own, level.template === above.level.template, {
			name: agent.name,
			what: "agent",
			references: level.prompt === above.level.prompt ? [reference] : [reference, agent.type],
			parts: level.prompt,
			place: to.common.placeOf(agent, agent.prompt === void 0 ? [] : ["prompt"])
		});
	}
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
function readerOf({ templatesDir, formOf }, readings) {
	return (template) => {
		if (templatesDir === void 0) return void 0;
		const form = formOf?.(template) ?? "present";
		const rows = readings.get(template) ?? readTemplateRows(templatesDir, template, form);
		readings.set(template, rows);
		return rows;
	};
}
// src/config/sync/wanted-rows.ts
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
	const prompts = [];
	const add = (reference, level, own, isInherited, given) => {
		const fault = level.fault ?? faultOf(level.template);
		if (fault) keptBack.add(reference);
		prompts.push({
			reference,
			given
		});
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
		keptBack,
		prompts: prompts.filter(({ reference }) => options.templatesDir !== void 0 && !keptBack.has(reference)).map(({ given }) => given)
	};
}
function isGiven(table, { templatesDir }) {
	return templatesDir !== void 0 || table === "plugin_binding" || table === "plugin_marketplace" || table === "mcp_server";
}
// src/config/sync/sync.ts
async function syncBuiltin(options) {
	const files = readBuiltinFiles(options.files);
	const { rows: wanted, findings, failed, keptBack, prompts } = wantedRows(files, options);
	const checker = new RowChecker();
	for (const [table, rows] of wanted) for (const row of rows.values()) checker.check(shapeOf(table), row);
	const keeps = keptRows(options, keptBack);
	return options.database.configure(options, async (session) => {
		const shorter = await shorterPrompts(session, prompts);
		if (options.refuseShorter) refuseShorter(shorter);
		const applied = await applyRows(session, files, wanted, keeps);
		const bare = await agentsWithoutPrompt(session, files, options);
		const strange = pluginsWithoutMarketplace(await unknownMarketplaces(session), files);
		return {
			...applied,
			failed,
			findings: [
				...findings,
				...shorter,
				...bare,
				...strange,
				...await rowsWithoutEffect(session)
			]
		};
	});
}
function refuseShorter(findings) {
	const [first] = findings;
	if (!first) return;
	const said = findings.map(({ actual }) => actual).join("; ");
	throw new IdentikitError("TEMPLATE_INVALID", `${said} (--strict)`, {
		remedy: first.remedy,
		...first.location ? { location: first.location } : {}
	});
}
function keptRows({ templatesDir, permit = {} }, keptBack) {
	if (templatesDir !== void 0) return (table, row) => isLimited(table) && keptBack.has(textAt(row, 1));
	const servers = new Set(Object.values(permit).flatMap((each) => Object.keys(each.servers)));
	return (table, row) => table === "mcp_server" && (isWithheld(textAt(row, 1)) || servers.has(textAt(row, 2)));
}
export { syncBuiltin };
