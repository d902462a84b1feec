import "./rolldown-runtime-DqgWs3Hx.js";
import { r as comparePaths } from "./path-BaLveIPn.js";
/**
* Whose row wins each key of a table, for one agent: a narrower scope wins, whole entries, no merging. In byte order of the
* keys.
*/
function contests(rows, table, agent) {
	let byKey = /* @__PURE__ */ new Map();
	for (let layer of rows.layers(table, agent)) for (let entry of layer) {
		let lost = byKey.get(entry.key);
		byKey.set(entry.key, {
			winner: entry,
			overridden: lost ? [lost.winner, ...lost.overridden] : []
		});
	}
	return [...byKey.values()].sort((a, b) => comparePaths(a.winner.key, b.winner.key));
}
function resolve(rows, table, agent, read) {
	return contests(rows, table, agent).filter(({ winner }) => winner.enabled).map(({ winner, overridden }) => ({
		key: winner.key,
		value: read(winner),
		scope: winner.scope,
		overrides: overridden.map(({ scope }) => scope)
	}));
}
/** The plugins of an agent: `<plugin>@<marketplace>`, and whether it is switched on. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
function resolvePlugins(rows, agent) {
	return resolve(rows, "plugin_binding", agent, ({ value }) => value === !0);
}
/** The marketplaces that an agent knows. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
function resolveMarketplaces(rows, agent) {
	return resolve(rows, "plugin_marketplace", agent, ({ value }) => value);
}
/** The MCP servers of an agent, with secret placeholders. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
function resolveMcpServers(rows, agent) {
	return resolve(rows, "mcp_server", agent, ({ value }) => value);
}
/** The prompt of an agent, or `null` where no scope gives one. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
function resolveSystemPrompt(rows, agent) {
	return resolve(rows, "system_prompt", agent, ({ value }) => String(value))[0] ?? null;
}
/** The skills of an agent. @throws {IdentikitError} `AGENT_UNKNOWN`, `ROW_INVALID` */
function resolveSkills(rows, agent) {
	return resolve(rows, "skill", agent, ({ tree }) => tree);
}
/**
* Everything that an agent's environment is to hold. Pure over the rows; agents that share a row share its value.
* @throws {IdentikitError} `AGENT_UNKNOWN`; `ROW_INVALID` for a row that a foreign writer left without its shape
*/
function resolveAgent(rows, name) {
	return {
		...rows.agent(name),
		plugins: resolvePlugins(rows, name),
		marketplaces: resolveMarketplaces(rows, name),
		mcpServers: resolveMcpServers(rows, name),
		systemPrompt: resolveSystemPrompt(rows, name),
		skills: resolveSkills(rows, name)
	};
}
export { resolvePlugins as a, resolveMcpServers as i, resolveAgent as n, resolveSkills as o, resolveMarketplaces as r, resolveSystemPrompt as s, contests as t };
