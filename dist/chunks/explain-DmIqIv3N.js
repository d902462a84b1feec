import "./rolldown-runtime-DqgWs3Hx.js";
import { t as redact } from "./redaction-CcK3ZuJl.js";
import { t as contests } from "./resolve-DzQXJBnU.js";
/**
* Says for each value of an agent's configuration which scope gave it and what it overrode.
* @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID`
*/
function explainAgent(rows, name) {
	let agent = rows.agent(name), explain = (table) => contests(rows, table, name).map(({ winner, overridden }) => ({
		key: winner.key,
		...shownRow(table, winner),
		overrides: overridden.map((entry) => shownRow(table, entry))
	})), typeConfig = rows.typeConfig(agent.type).map(({ key, value }) => ({
		key,
		value: redact(value)
	}));
	return {
		...agent,
		plugins: explain("plugin_binding"),
		marketplaces: explain("plugin_marketplace"),
		mcpServers: explain("mcp_server"),
		systemPrompt: explain("system_prompt"),
		skills: explain("skill"),
		typeConfig
	};
}
function shownRow(table, entry) {
	let { scope, reference, enabled } = entry;
	return {
		scope,
		of: reference === "" ? null : reference,
		enabled,
		value: shownValue(table, entry)
	};
}
function shownValue(table, entry) {
	return entry.value === null ? null : table === "skill" ? entry.tree.digest : redact(entry.value);
}
export { explainAgent };
