import { agentsSchema } from "./config.js";
import { asFault, isRecord, suggestion } from "../start/faces.js";
import { decodeText, readText } from "./document.js";
import { FileTree } from "./tree.js";
import { chooseTemplate, findSecrets } from "./template.js";
import { configFile, declaredPaths, declaredPrompts, readContents } from "./template-with-yaml.js";
import { recordsIn, textIn, textsIn } from "./validate.js";
import { noteForm, readDocument } from "./validate-with-yaml.js";
import { checkSkills } from "./validate-with-config-yaml.js";
import { templateFiles } from "./validate-with-template.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/validate/agents.ts
/** Checks `agents.json`: its form, names that stand twice, and types, runtimes, templates and marketplaces that are not there. */
function checkAgents(root, file, around, findings) {
	const document = readDocument({
		root,
		file,
		schema: agentsSchema,
		code: "DOCUMENT_INVALID"
	}, findings);
	if (!document) return void 0;
	const types = checkTypes(document, around, findings);
	const used = checkNamedAgents(document, types, around, findings);
	for (const [index, text] of textsIn(pluginsOfAll(document))) checkMarketplace(document, [
		"defaults",
		"plugins",
		index
	], text, around, findings);
	return {
		document,
		types,
		used
	};
}
function pluginsOfAll({ value }) {
	const defaults = isRecord(value) ? value.defaults : void 0;
	return isRecord(defaults) ? defaults.plugins : void 0;
}
function checkTypes(document, around, findings) {
	const types = new Set();
	for (const [index, type] of recordsIn(document.value, "types")) {
		const [name, runtime] = [textIn(type, "name"), textIn(type, "runtime")];
		if (name !== void 0 && types.has(name)) twice(document, [
			"types",
			index,
			"name"
		], `the agent type ${name}`, findings);
		if (name !== void 0) types.add(name);
		if (runtime !== void 0) checkTemplate$1(document, [
			"types",
			index,
			"runtime"
		], {
			runtime,
			template: textIn(type, "template")
		}, around, findings);
		checkPlugins(document, [
			"types",
			index,
			"plugins"
		], type.plugins, around, findings);
	}
	return types;
}
function checkNamedAgents(document, types, around, findings) {
	const used = new Set();
	const names = new Set();
	for (const [index, agent] of recordsIn(document.value, "agents")) {
		const [name, type, template] = [
			"name",
			"type",
			"template"
		].map((key) => textIn(agent, key));
		if (name !== void 0 && names.has(name.toLowerCase())) twice(document, [
			"agents",
			index,
			"name"
		], `the agent ${name}`, findings);
		if (name !== void 0) names.add(name.toLowerCase());
		if (type !== void 0) used.add(type);
		if (type !== void 0 && !types.has(type)) {
			const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, types)}`;
			const remedy = `Add it to \`types\`, or fix the name; there are: ${[...types].join(", ") || "none"}.`;
			findings.in(document, [
				"agents",
				index,
				"type"
			], {
				code: "AGENT_TYPE_UNKNOWN",
				problem,
				remedy,
				expected: [...types].join(", ")
			});
		}
		if (template !== void 0) checkTemplate$1(document, ["agents", index], {
			runtime: "",
			template
		}, around, findings);
		checkPlugins(document, [
			"agents",
			index,
			"plugins"
		], agent.plugins, around, findings);
	}
	return used;
}
/** The line to blame is the one that names the template or the runtime, not the manifest that lacks it. */
function checkTemplate$1(document, path, wanted, { manifest }, findings) {
	if (!manifest) return;
	const { runtime, template } = wanted;
	try {
		chooseTemplate(manifest, template === void 0 ? { runtime } : {
			runtime,
			template
		});
	} catch (caught) {
		const { code, message, remedy } = asFault(caught);
		const at = template === void 0 ? path : [...path.slice(0, 2), "template"];
		findings.in(document, at, {
			code,
			problem: message.replace(`${manifest.file}: `, ""),
			remedy
		});
	}
}
function checkPlugins(document, path, plugins, around, findings) {
	const seen = new Set();
	for (const [index, plugin] of textsIn(plugins)) {
		if (seen.has(plugin)) twice(document, [...path, index], `the plugin ${plugin}`, findings);
		seen.add(plugin);
		if (!plugin.startsWith("!")) checkMarketplace(document, [...path, index], plugin, around, findings);
	}
}
/** What the client knows without being told. */
const ownMarketplace = "claude-plugins-official";
function checkMarketplace(document, path, plugin, { marketplaces }, findings) {
	const marketplace = /^[^@\s]+@([^@\s]+)$/.exec(plugin)?.[1];
	if (!marketplaces || marketplace === void 0) return;
	const known = [ownMarketplace, ...marketplaces];
	if (known.includes(marketplace)) return;
	const problem = `no marketplace is called ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`;
	findings.in(document, path, {
		code: "MARKETPLACE_UNKNOWN",
		problem,
		remedy: "Fix the name, or add the marketplace to config/marketplaces-builtin.json.",
		expected: known.join(", ")
	});
}
function twice(document, path, what, findings) {
	const problem = `${what} stands twice (letter case does not count)`;
	findings.in(document, path, {
		code: "DOCUMENT_INVALID",
		problem,
		remedy: "Remove one."
	});
}
// src/validate/template.ts
/** Checks everything that a template's directory holds, as a fetch, a bake and a render read it. */
async function checkTemplate(place, policy, findings) {
	const files = templateFiles(place, settledPolicy(place, policy, findings), findings);
	const tree = treeOf(files.assets);
	for (const file of [
		configFile,
		"mcp_servers.yaml",
		"settings.json"
	]) noteForm(place.root, place.prefix + file, findings);
	const contents = readContents(tree, place.prefix);
	noteProblems(place, contents, files.paths, findings);
	notePrompts(place, contents, tree, findings);
	checkSkills(place, files, findings);
	for (const { path, line, kind } of await findSecrets(tree)) {
		const problem = `this looks like a credential (${kind})`;
		findings.at(place.prefix + path, { line }, {
			code: "SECRET_IN_ASSET",
			problem,
			remedy: "Revoke it, take it out of the template's history, and name a secret of the config database instead."
		});
	}
}
/** The policy with the files that `config.yaml` names, where it lets it name any. */
function settledPolicy({ root, prefix }, policy, findings) {
	const file = prefix + configFile;
	if (!policy.promptFiles || !existsSync(join(root, file))) return policy;
	try {
		const declared = declaredPrompts(readText(join(root, file), file));
		return policy.including(declaredPaths(declared, prefix).filter((path) => !policy.admits(path)));
	} catch (caught) {
		const fault = asFault(caught);
		if (fault.code === "AGENT_OWNED" || fault.code === "PATH_UNSAFE") findings.fault(fault, file, fault.location ?? {});
		return policy;
	}
}
/** Two paths that are one on some file system were noted when the files were gone through. */
function treeOf(assets) {
	return FileTree.of([...assets].map(([path, bytes]) => ({
		path,
		bytes
	})), "the template");
}
function noteProblems({ prefix }, { problems }, paths, findings) {
	for (const { code, severity, file, line, column, key, problem, allowed, nearest, remedy } of problems) {
		if (code === "TEMPLATE_FILE_INVALID" && /\.(?:yaml|json)$/.test(file)) continue;
		if (code === "PROMPT_FILE_MISSING" && paths.some((path) => problem.startsWith(`"${path}"`))) continue;
		const subject = key === "" ? "" : `${key}: `;
		const meant = nearest === null ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
		const expected = allowed.length === 0 ? null : allowed.join(", ");
		const place = {
			line,
			...column === void 0 ? {} : { column }
		};
		findings.at(prefix + file, place, {
			code,
			severity,
			problem: subject + problem + meant,
			remedy,
			expected
		});
	}
}
/** What the reading of a prompt passes over, and an author wants to know of. */
function notePrompts({ prefix }, { prompt, problems }, tree, findings) {
	for (const { path, bytes } of tree) {
		if (!path.startsWith("prompts/") || !/\.(?:md|txt)$/.test(path)) continue;
		try {
			decodeText(bytes, prefix + path);
		} catch (caught) {
			findings.fault(asFault(caught), prefix + path);
		}
	}
	if (prompt.parts.length > 0 || problems.some(({ code }) => code.startsWith("PROMPT_"))) return;
	findings.at(prefix + configFile, {}, {
		code: "PROMPT_MISSING",
		severity: "warning",
		problem: "the template has no prompt: no prompt_files, no system-prompt.md, no text below prompts/",
		remedy: "Write the prompt into prompts/NAME.md."
	});
}
export { checkAgents, checkTemplate };
