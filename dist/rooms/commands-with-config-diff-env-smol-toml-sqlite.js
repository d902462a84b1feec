import { loadRows, resolveAgent } from "./config.js";
import { reconcile } from "./env-with-config-diff-smol-toml-sqlite.js";
import { openEnvSession } from "./commands-with-config-env.js";
// src/commands/places/compare-environments.ts
async function compareEnvironments({ context, project, database }, agents) {
	if (agents.length === 0) return [];
	const rows = await loadRows(database, agents);
	await using session = await openEnvSession(context, project, {
		secretsFrom: database,
		options: {},
		command: "reconcile",
		events: "none"
	});
	return (await reconcile({
		...session.settings,
		agents: rows.agents.map((name) => ({
			name,
			resolve: () => resolveAgent(rows, name)
		}))
	})).agents;
}
export { compareEnvironments };
