import { agentsSchema, isBuiltinMarketplace } from "./config.js";
import { asFault, isRecord, suggestion } from "../start/faces.js";
import { chooseTemplate } from "./template.js";
import { checkPrompts } from "./validate-with-template.js";
import { recordsIn, textIn, textsIn } from "./validate.js";
import { readDocument } from "./validate-with-yaml.js";
// src/validate/agents.ts
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
	checkPlugins(document, ["defaults", "plugins"], pluginsOfAll(document), around, findings);
	checkPrompts(root, document, around.limits, findings);
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
		if (runtime !== void 0) checkTemplate(document, [
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
		if (template !== void 0) checkTemplate(document, ["agents", index], {
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
function checkTemplate(document, path, wanted, { manifest }, findings) {
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
		const name = plugin.replace(/^!/, "");
		const problem = `the plugin ${name} stands twice`;
		if (seen.has(name)) findings.in(document, [...path, index], {
			code: "DOCUMENT_INVALID",
			problem,
			remedy: "Remove one."
		});
		seen.add(name);
		if (!plugin.startsWith("!")) checkMarketplace(document, [...path, index], plugin, around, findings);
	}
}
const ownMarketplace = "claude-plugins-official";
function checkMarketplace(document, path, plugin, { marketplaces }, findings) {
	const marketplace = /^[^@\s]+@([^@\s]+)$/.exec(plugin)?.[1];
	if (!marketplaces || marketplace === void 0) return;
	if (marketplaces.includes(marketplace) || isBuiltinMarketplace(marketplace)) return;
	const known = [ownMarketplace, ...marketplaces];
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
export { checkAgents };
