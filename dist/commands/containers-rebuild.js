import { loadRows, resolveAgent } from "../rooms/config.js";
import { planRebuilds, rebuildContainers } from "../rooms/containers-with-config-diff-env-image-smol-toml-sqlite.js";
import { connectEngine } from "../rooms/image.js";
import { openProject } from "../rooms/project.js";
import { count, countedProgress, outcomeLine$1 as outcomeLine, rebuildOutput, rebuildWaits } from "../rooms/commands.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { openEnvSession } from "../rooms/commands-with-config-env.js";
// src/commands/containers-rebuild/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { name, image, settle, accept, onlyIdle, dryRun } = options;
	await using database = await openConfigDatabase(context, project, options.database, dryRun ? "read" : "write");
	const rows = await loadRows(database, name === void 0 ? void 0 : [name]);
	const names = name === void 0 ? rows.agents : [name];
	await using session = await openEnvSession(context, project, {
		secretsFrom: database,
		options,
		command: dryRun ? "reconcile" : "render"
	});
	const progress = context.log.progress("rebuild containers");
	const tell = countedProgress(progress, context.clock);
	const outcomes = await (dryRun ? planRebuilds : rebuildContainers)({
		...session.settings,
		reason: options.reason ?? "containers rebuild",
		...rebuildWaits(project.settings),
		...settle === void 0 ? {} : { settleMs: settle * 1e3 },
		accept,
		onlyIdle,
		agents: names.map((agent) => resolveAgent(rows, agent)),
		engine: await connectEngine(context.env),
		...name === void 0 ? {} : { named: name },
		...image === void 0 ? {} : { image },
		onOutcome: ({ container }) => tell(container),
		onRecovery: (_, { container, kept }) => context.log.info(`${container}: a rebuild that was stopped is ended; the ${kept} container stays`)
	});
	progress.done(`${count(outcomes.length, "container")} looked after`);
	return {
		outputs: {
			containers: outcomes.map(rebuildOutput),
			dryRun,
			accessLog: await session.writeAccessLog()
		},
		account: outcomes.length === 0 ? ["no container runs an agent of this fleet"] : outcomes.map(outcomeLine),
		changed: outcomes.some(({ result }) => result === "rebuilt"),
		faults: outcomes.flatMap((outcome) => "error" in outcome ? [outcome.error] : [])
	};
}
export { run };
