import { choice, count, databaseOption, defineCommand, envOptions, errorOf, flag, makeReport, openProject, reportOptions, rootOption, shortDigest, verdictOf, writeReportFiles } from "./faces.js";
import { object } from "../vendor/zod.js";
import { announcing, temporaryFile } from "./actions.js";
// src/commands/accounts/container-outcome.ts
/** What came of one container, as JSON. */
function outcomeOutput(outcome) {
	const { agent, container, result } = outcome;
	if ("error" in outcome) return {
		agent,
		container,
		result,
		error: errorOf(outcome.error)
	};
	if (outcome.result === "busy") return {
		agent,
		container,
		result,
		task: outcome.task
	};
	return {
		agent,
		container,
		result,
		image: outcome.image
	};
}
/** What came of one container, in a line. */
function outcomeLine(outcome) {
	const { agent, container, result } = outcome;
	const told = `${container} (${agent}) ${result}: `;
	if ("error" in outcome) return told + outcome.error.code;
	return told + (outcome.result === "busy" ? outcome.task : shortDigest(outcome.image));
}
/** The waits of a rebuild, as the settings have them. */
function rebuildWaits({ containers }) {
	return {
		settleMs: containers.settleSeconds * 1e3,
		healthMs: containers.healthSeconds * 1e3
	};
}
// src/commands/reconcile/reconcile.ts
const reconcile = defineCommand({
	name: "reconcile",
	summary: "Compare env directories with what was written and what should be there, and mend them where asked.",
	example: "identikit reconcile --env-root /srv/agents --repair",
	options: object({
		...envOptions,
		repair: flag("Render again what drifted."),
		containers: flag("Also compare the agents' containers with the image and env directory they should have; with --repair, rebuild those with another image in which no task runs."),
		prune: flag("With --repair: remove env directories whose agent is gone."),
		format: choice([
			"text",
			"json",
			"markdown",
			"sarif"
		], "text", "The form in which the findings are printed."),
		...reportOptions,
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { loadRows } = await import("../rooms/config.js");
		const { resolveAgent } = await import("../rooms/config.js");
		const { reconcile: reconcileAgents } = await import("../rooms/env-with-config-sqlite.js");
		const { parseShard } = await import("../rooms/env.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const { openEnvSession } = await import("./faces.js");
		const project = await openProject(context.cwd, options.root);
		await using database = await openConfigDatabase(context, project, options.database);
		const rows = await loadRows(database);
		await using session = await openEnvSession(context, project, {
			secretsFrom: database,
			options,
			command: "reconcile"
		});
		const progress = context.log.progress(`reconcile ${count(rows.agents.length, "agent")}`);
		const found = await reconcileAgents({
			...session.settings,
			agents: rows.agents.map((name) => ({
				name,
				resolve: () => resolveAgent(rows, name)
			})),
			repair: options.repair,
			prune: options.prune,
			onAgent: ({ agent }) => progress.update(agent),
			...options.shard === void 0 ? {} : { shard: parseShard(options.shard) }
		});
		progress.done(`${count(found.agents.length, "agent")} looked at in ${session.settings.envRoot}`);
		const containers = options.containers ? await reconcileContainers(context, {
			agents: new Set(rows.agents),
			resolve: (name) => resolveAgent(rows, name),
			settings: session.settings,
			waits: rebuildWaits(project.settings),
			repair: options.repair && found.agents.length > 0
		}) : void 0;
		const findings = [...found.findings, ...containers?.findings ?? []];
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
			findings
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
				...containers ? { containers: rebuilds.map(outcomeOutput) } : {}
			},
			account: [...found.agents.filter(({ state }) => state !== "clean").map(({ agent, state }) => `${agent} ${state}`), ...rebuilds.map(outcomeLine)],
			report,
			format: options.format,
			changed: repaired + rebuilt > 0
		};
	}
});
/** Compares the agents' containers, and rebuilds those that drifted where that is asked for. */
async function reconcileContainers(context, { agents, resolve, settings, waits, repair }) {
	const { compareContainers } = await import("../rooms/containers-with-image.js");
	const { repairContainers } = await import("../rooms/containers-with-config-env-image-sqlite.js");
	const { connectEngine } = await import("../rooms/image.js");
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
// src/actions/reconcile.ts
const action = {
	name: "reconcile",
	description: "Compare agents' env directories with what was written and what should be there, and mend them.",
	command: reconcile,
	around: [announcing("reconcile", "reconcile")],
	runnerDefaults: (env) => ({
		report: temporaryFile(env, "reconcile.json"),
		sarif: temporaryFile(env, "reconcile.sarif"),
		accessLog: temporaryFile(env, "secret-access.jsonl")
	}),
	outputs: {
		result: "`clean`, `drift` or `unverified`; drift that was fully repaired is `clean`.",
		drifted: "How many env directories had drifted.",
		repaired: "How many of them were repaired.",
		report: "The path of the report, as JSON."
	}
};
export { action, outcomeLine, outcomeOutput, rebuildWaits, reconcile };
