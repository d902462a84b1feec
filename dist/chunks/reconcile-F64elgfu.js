import { A as verdictOf, C as count, O as openProject, c as defineJob, f as databaseOption, g as flag, h as choice, m as rootOption } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { t as envOptions } from "./env-session-C4DHMo9B.js";
import { n as writeReportFiles, r as makeReport, t as reportOptions } from "./report-files-BBRpNNKD.js";
const reconcile = defineJob({
	name: "reconcile",
	summary: "Compare env directories with what was written and what should be there, and mend them where asked.",
	example: "identikit reconcile --env-root /srv/agents --repair",
	options: object({
		...envOptions,
		repair: flag("Render again what drifted."),
		containers: flag("Also compare the agents' containers with the image and env directory they should have."),
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
		let { loadRows } = await import("./load-rows-CtKPaEJt.js"), { resolveAgent } = await import("./resolve-BEGSIOUS.js"), { reconcile: reconcileAgents } = await import("./reconcile-CcByeacT.js"), { parseShard } = await import("./shard-CQgoccFz.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { openEnvSession } = await import("./env-session-DctOZFUD.js"), project = await openProject(context.cwd, options.root);
		await using database = await openConfigDatabase(context, project, options.database);
		let rows = await loadRows(database);
		await using session = await openEnvSession(context, project, {
			secretsFrom: database,
			options,
			job: "reconcile"
		});
		let progress = context.log.progress(`reconcile ${count(rows.agents.length, "agent")}`), found = await reconcileAgents({
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
		let agents = new Set(rows.agents), containers = options.containers ? await containerFindings(context, agents, session.settings.envRoot) : [], findings = [...found.findings, ...containers], { drifted, repaired } = found, { envRoot } = session.settings, report = makeReport({
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
				}
			],
			findings
		}), files = await writeReportFiles(context, report, options);
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
				}))
			},
			account: found.agents.filter(({ state }) => state !== "clean").map(({ agent, state }) => `${agent} ${state}`),
			report,
			format: options.format,
			changed: repaired > 0
		};
	}
});
async function containerFindings(context, agents, envRoot) {
	let { compareContainers } = await import("./compare-containers-Bcf0yDXy.js"), { connectEngine } = await import("./connection-JgNBzTq7.js");
	return compareContainers({
		engine: await connectEngine(context.env),
		agents,
		envRoot,
		signal: context.signal
	});
}
export { reconcile as t };
