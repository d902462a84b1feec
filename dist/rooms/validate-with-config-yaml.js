import { marketplacesBuiltinSchema, mcpBuiltinSchema } from "./config.js";
import { isRecord, suggestion } from "../start/faces.js";
import { namesIn } from "./validate.js";
import { readDocument } from "./validate-with-yaml.js";
// src/validate/builtin.ts
function checkMarketplaces(root, settings, findings) {
	const file = settings.builtin.marketplaces;
	const before = findings.all.length;
	const document = readDocument({
		root,
		file,
		schema: marketplacesBuiltinSchema,
		code: "ROW_INVALID"
	}, findings);
	if (!document) return findings.all.length > before ? void 0 : [];
	return namesIn(document.value, "extraKnownMarketplaces");
}
function validateServers(root, settings, agents, findings) {
	const file = settings.builtin.mcpServers;
	const document = readDocument({
		root,
		file,
		schema: mcpBuiltinSchema,
		code: "ROW_INVALID"
	}, findings);
	if (!document || !agents) return;
	const { value } = document;
	for (const type of namesIn(value, "types")) {
		const servers = isRecord(value) && isRecord(value.types) ? namesIn(value.types[type]) : [];
		if (!agents.types.has(type)) {
			const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, agents.types)}`;
			const remedy = `Fix the name, or add the type to ${settings.agents}; there are: ${[...agents.types].join(", ") || "none"}.`;
			findings.in(document, ["types", type], {
				code: "AGENT_TYPE_UNKNOWN",
				problem,
				remedy
			}, "key");
		} else if (!agents.used.has(type)) for (const server of servers) unused([
			"types",
			type,
			server
		], `no agent is of the type ${JSON.stringify(type)}`);
	}
	if (agents.used.size === 0) for (const server of namesIn(value, "mcpServers")) unused(["mcpServers", server], "there are no agents");
	function unused(path, why) {
		const problem = `no agent gets this server: ${why}`;
		const remedy = `Add the agent to ${settings.agents}, or remove the server.`;
		if (document) findings.in(document, path, {
			code: "SERVER_UNUSED",
			severity: "warning",
			problem,
			remedy
		}, "key");
	}
}
export { checkMarketplaces, validateServers };
