import { f as object } from "./schemas-C-x4VjnT.js";
import { t as verdictOf } from "./finding-Bn5siM7M.js";
import { n as openProject } from "./project-kgkq-uzg.js";
import { t as count } from "./account-text-ClqkG4mK.js";
import { r as rootOption, t as databaseOption } from "./common-options-CTpdeHaW.js";
import { t as envOptions } from "./env-session-CXXSjDa6.js";
import { t as defineJob } from "./job-B2lkdszW.js";
import { n as writeReportFiles, r as makeReport, t as reportOptions } from "./report-files-Cr-xJBo5.js";
import { n as flag, t as choice } from "./option-BKhTQk17.js";
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
		let { loadRows } = await import("./load-rows-ClI_QKbP.js"), { resolveAgent } = await import("./resolve-5BGR-EtX.js"), { reconcile: reconcileAgents } = await import("./reconcile-DKiO7gzy.js"), { parseShard } = await import("./shard-nlX-XV_V.js"), { openConfigDatabase } = await import("./database-place-D8dvEKXO.js"), { openEnvSession } = await import("./env-session-DnixUET5.js"), project = await openProject(context.cwd, options.root);
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
	let { compareContainers } = await import("./compare-containers-XZ_-1k0Q.js"), { connectEngine } = await import("./connection-f5sozAh0.js");
	return compareContainers({
		engine: await connectEngine(context.env),
		agents,
		envRoot,
		signal: context.signal
	});
}
export { reconcile as t };
