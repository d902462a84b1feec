import { exportBundle, importBundle, loadRows, openDatabase, readBuiltinFiles, resolveAgent } from "./config.js";
import { syncBuiltin } from "./config-with-template-yaml.js";
import { EnvDirectories, checkAgentName } from "./env.js";
import { hasLedger } from "./env-with-config-smol-toml.js";
import { reconcile } from "./env-with-config-diff-smol-toml-sqlite.js";
import { IdentikitError } from "../start/faces.js";
import { openEnvSession } from "./commands-with-config-env.js";
import { syncInputs } from "./commands-with-template.js";
import { join } from "node:path";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
// src/commands/places/traced-agents.ts
const noAgents = {
	defaults: { plugins: [] },
	types: [],
	agents: []
};
async function tracedAgents(context, project, of) {
	const { database, options, templatesDir, hasCopies } = of;
	const rows = await loadRows(database);
	const declared = existsSync(project.path(project.settings.agents)) ? readBuiltinFiles(syncInputs(project).files).agents : noAgents;
	const { settings } = await openEnvSession(context, project, {
		secretsFrom: database,
		options: { envRoot: options.envRoot },
		command: "reconcile",
		events: "none"
	});
	let synced;
	return {
		rows,
		declared,
		templateOf: (agent, type) => agent.template ?? type.template ?? syncInputs(project).templateOf(type.runtime),
		synced: () => {
			synced ??= syncedCopy(context, project, {
				database,
				templatesDir: hasCopies ? templatesDir : void 0
			});
			return synced;
		},
		envRoot: settings.envRoot,
		hasEnv: (agent) => {
			if (!isAgentName(agent)) return false;
			if (existsSync(join(settings.envRoot, agent))) return true;
			using place = EnvDirectories.find(settings.envRoot);
			return place !== void 0 && hasLedger(place.ledgers, agent);
		},
		reconcile: async (name) => {
			return (await reconcile({
				...settings,
				agents: [{
					name,
					resolve: () => resolveAgent(rows, name)
				}]
			})).agents[0];
		}
	};
}
function isAgentName(name) {
	try {
		checkAgentName(name);
		return true;
	} catch (caught) {
		if (caught instanceof IdentikitError) return false;
		throw caught;
	}
}
async function syncedCopy(context, project, of) {
	const { database, templatesDir } = of;
	const directory = mkdtempSync(join(context.env.RUNNER_TEMP ?? tmpdir(), "identikit-trace-"));
	try {
		const file = join(directory, "now.bundle");
		await exportBundle({
			database,
			file
		});
		await using copy = await openDatabase(join(directory, "config.db"), { signal: context.signal });
		await importBundle({
			database: copy,
			file
		});
		const { failed } = await syncBuiltin({
			database: copy,
			...templatesDir === void 0 ? {} : { templatesDir },
			...syncInputs(project)
		});
		return {
			rows: await loadRows(copy),
			failed: new Map(failed.map(({ type, fault }) => [type, fault]))
		};
	} finally {
		rmSync(directory, {
			recursive: true,
			force: true
		});
	}
}
export { tracedAgents };
