import { loadRows, resolveAgent } from "../rooms/config.js";
import { compareContainers } from "../rooms/containers-with-image.js";
import { repairContainers } from "../rooms/containers-with-config-diff-env-image-smol-toml-sqlite.js";
import { reconcile } from "../rooms/env-with-config-diff-smol-toml-sqlite.js";
import { rehearseAgents } from "../rooms/env-with-config-diff-smol-toml.js";
import { parseShard } from "../rooms/env.js";
import { verdictOf } from "../rooms/fault.js";
import { connectEngine } from "../rooms/image.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { count, countedProgress, outcomeLine, rebuildOutput, rebuildWaits, writeReportFiles } from "../rooms/commands.js";
import { outcomeAccount, outcomeOutput } from "../rooms/commands-with-report.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { openEnvSession } from "../rooms/commands-with-config-env.js";
import { placedAtAgents } from "../rooms/commands-with-child_process-template.js";
// src/commands/reconcile/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const repair = options.repair && !options.dryRun;
	await using database = await openConfigDatabase(context, project, options.database, repair ? "write" : "read");
	const rows = await loadRows(database);
	await using session = await openEnvSession(context, project, {
		secretsFrom: database,
		options,
		command: "reconcile",
		events: options.dryRun ? "none" : repair ? "required" : "possible"
	});
	const progress = context.log.progress(`reconcile ${count(rows.agents.length, "agent")}`);
	const known = options.shard === void 0 ? rows.agents.length : void 0;
	const tell = countedProgress(progress, context.clock, known);
	const found = await reconcile({
		...session.settings,
		agents: rows.agents.map((name) => ({
			name,
			resolve: () => resolveAgent(rows, name)
		})),
		repair,
		prune: options.prune,
		onAgent: ({ agent }) => tell(agent),
		...options.shard === void 0 ? {} : { shard: parseShard(options.shard) }
	});
	progress.done(`${count(found.agents.length, "agent")} looked at in ${session.settings.envRoot}`);
	const rehearsed = options.repair && options.dryRun ? await rehearseAgents({
		...session.settings,
		agents: found.agents.flatMap(({ agent: name, state }) => state === "drifted" ? [{
			name,
			resolve: () => resolveAgent(rows, name)
		}] : [])
	}) : [];
	const containers = options.containers ? await reconcileContainers(context, {
		agents: new Set(rows.agents),
		resolve: (name) => resolveAgent(rows, name),
		settings: session.settings,
		waits: rebuildWaits(project.settings),
		repair: repair && found.agents.length > 0
	}) : void 0;
	const findings = placedAtAgents(project, [...found.findings, ...containers?.findings ?? []], ({ subject }) => subject);
	const rebuilds = containers?.outcomes ?? [];
	const rebuilt = rebuilds.filter(({ result }) => result === "rebuilt").length;
	const { drifted, repaired } = found;
	const { envRoot } = session.settings;
	const report = makeReport({
		check: "reconcile",
		verdict: verdictOf(findings),
		subject: `${envRoot} against ${database.name}`,
		facts: [
			{
				label: "agents",
				value: String(found.agents.length)
			},
			{
				label: "drifted",
				value: String(drifted)
			},
			{
				label: "repaired",
				value: String(repaired)
			},
			...options.containers ? [{
				label: "containers rebuilt",
				value: String(rebuilt)
			}] : []
		],
		anchor: project.settings.agents,
		findings
	}, {
		cwd: context.cwd,
		root: project.root
	});
	const files = await writeReportFiles(context, report, options);
	return {
		outputs: {
			path: envRoot,
			drifted,
			repaired,
			accessLog: await session.writeAccessLog(),
			...files,
			agents: found.agents.map(({ agent, state }) => ({
				agent,
				state
			})),
			...options.dryRun ? {
				dryRun: true,
				planned: rehearsed.map(outcomeOutput)
			} : {},
			...containers ? { containers: rebuilds.map(rebuildOutput) } : {}
		},
		account: [
			...found.agents.filter(({ state }) => state !== "clean").map(({ agent, state }) => `${agent} ${state}`),
			...rehearsed.flatMap((outcome) => outcomeAccount(outcome, true)),
			...rebuilds.map(outcomeLine)
		],
		report,
		format: options.format,
		changed: repaired + rebuilt > 0
	};
}
async function reconcileContainers(context, { agents, resolve, settings, waits, repair }) {
	const engine = await connectEngine(context.env);
	const { envRoot } = settings;
	const findings = await compareContainers({
		engine,
		agents,
		envRoot,
		signal: context.signal
	});
	if (!repair) return {
		findings,
		outcomes: []
	};
	return await repairContainers({
		...settings,
		...waits,
		engine,
		findings,
		resolve
	});
}
export { run };
