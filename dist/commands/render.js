import { agentNames, listQueue, loadRows, resolveAgent } from "../rooms/config.js";
import { parseShard, parseShare, shareOf } from "../rooms/env.js";
import { IdentikitError, kebab } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { rehearseAgents } from "../rooms/env-with-config-diff-smol-toml.js";
import { renderAgents, renderQueued, watchQueue } from "../rooms/env-with-config-diff-smol-toml-sqlite.js";
import { SettledIndex } from "../rooms/env-with-sqlite.js";
import { certain } from "../rooms/fault.js";
import { MissingSecretError } from "../rooms/secret.js";
import { comparePaths } from "../rooms/tree.js";
import { count, countedProgress, describeFailure, failureOutput, newWorkerName } from "../rooms/commands.js";
import { outcomeAccount, outcomeOutput } from "../rooms/commands-with-report.js";
import { openEnvSession } from "../rooms/commands-with-config-env.js";
// src/commands/render/render-run.ts
async function renderRun(context, project, { agents, secretsFrom, options, keys }) {
	const { dryRun = false } = options;
	await using session = await openEnvSession(context, project, {
		secretsFrom,
		options,
		command: "render",
		events: dryRun ? "none" : "required",
		...keys === void 0 ? {} : { keys }
	});
	const { settings } = session;
	const { envRoot } = settings;
	const settledIndex = options.trustStat === true ? SettledIndex.open(envRoot) : void 0;
	const progress = context.log.progress("render");
	const known = agents !== "due" && options.shard === void 0 ? agents.length : void 0;
	const tell = countedProgress(progress, context.clock, known);
	const shared = {
		...settings,
		settledIndex,
		onMissingSecret: options.onMissingSecret,
		onOutcome: ({ agent }) => tell(agent)
	};
	const { outcomes, waiting, stopped } = agents === "due" ? await renderDue(shared, secretsFrom, options) : {
		outcomes: await renderGiven(shared, agents, options),
		waiting: [],
		stopped: false
	};
	await settledIndex?.write();
	const left = waiting.length === 0 ? "" : `, ${count(waiting.length, "agent")} left alone after failures`;
	progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}${left}`);
	const accessLog = await session.writeAccessLog();
	const asked = options.onMissingSecret === "skip" ? "MISSING_SECRET" : void 0;
	return {
		envRoot,
		outcomes,
		waiting,
		failing: waiting.filter(({ failure }) => failure.code !== asked),
		stopped,
		dryRun,
		...accessLog === void 0 ? {} : { accessLog }
	};
}
async function renderGiven(shared, agents, { shard, dryRun = false }) {
	return (dryRun ? rehearseAgents : renderAgents)({
		...shared,
		agents,
		...shard === void 0 ? {} : { shard: parseShard(shard) }
	});
}
async function renderDue(shared, database, { retryNow = false, share, stopAfter }) {
	return renderQueued({
		...shared,
		database,
		retryNow,
		worker: newWorkerName(),
		share: share === void 0 ? void 0 : parseShare(share),
		stopAfter
	});
}
function renderResult(run) {
	const { envRoot, outcomes, waiting, failing, stopped, dryRun, accessLog } = run;
	const having = (result) => outcomes.filter((outcome) => outcome.result === result).length;
	return {
		outputs: {
			path: envRoot,
			rendered: having("rendered"),
			unchanged: having("unchanged"),
			skipped: having("skipped"),
			failed: having("failed"),
			waiting: waiting.length,
			stopped,
			...dryRun ? { dryRun } : {},
			accessLog,
			agents: [...outcomes.map(outcomeOutput), ...waiting.map(waitingOutput)]
		},
		changed: having("rendered") > 0 && !dryRun,
		account: [...outcomes.flatMap((outcome) => outcomeAccount(outcome, dryRun)), ...waiting.map(waitingAccount)],
		faults: [
			...inOneGo(outcomes.flatMap((outcome) => outcome.result === "failed" ? [outcome] : [])),
			...failing.length > 0 ? [stillFailing(failing)] : [],
			...stopped ? [rolloutStopped(having("failed"))] : []
		]
	};
}
function inOneGo(failed) {
	const lacking = failed.filter(({ error }) => error instanceof MissingSecretError);
	const others = failed.filter(({ error }) => !(error instanceof MissingSecretError));
	if (lacking.length < 2) return failed.map(({ error }) => error);
	const names = lacking.flatMap(({ error }) => error instanceof MissingSecretError ? error.secretNames : []);
	const [first, ...rest] = [...new Set(names)].sort(comparePaths);
	const agents = lacking.map(({ agent }) => agent);
	const more = agents.length > named ? ` and ${agents.length - named} more` : "";
	const needed = `agents ${agents.slice(0, named).join(", ")}${more}`;
	return [new MissingSecretError([certain(first), ...rest], needed), ...others.map(({ error }) => error)];
}
function waitingOutput({ agent, failure, nextTry }) {
	return {
		agent,
		result: "waiting",
		...failureOutput(failure),
		nextTry: nextTry.toISOString()
	};
}
function waitingAccount({ agent, failure, nextTry }) {
	return `${agent} waiting: ${describeFailure(failure)}; next try ${nextTry.toISOString()}`;
}
const named = 20;
function stillFailing(failing) {
	const names = failing.slice(0, named).map(({ agent, failure: { code } }) => code === "" ? agent : `${agent} (${code})`);
	const more = failing.length > named ? ` and ${failing.length - named} more` : "";
	const problem = `${count(failing.length, "agent")} failed before and ${failing.length === 1 ? "waits" : "wait"} for the next try: ${names.join(", ")}${more}`;
	return new IdentikitError("AGENT_FAILING", problem, {
		remedy: "Fix what identikit queue shows; a write to an agent's rows makes it due at once, and so does identikit render --queued --retry-now.",
		retry: { kind: "later" }
	});
}
function rolloutStopped(failed) {
	return new IdentikitError("ROLLOUT_STOPPED", `${count(failed, "agent")} failed, so the run stopped; the agents that are left were not touched and stay due`, { remedy: "Fix what failed, or take the change back (identikit config rollback), and run it again." });
}
// src/commands/render/watch-run.ts
async function watchRun(given, project, options) {
	const { signal: until, log } = given;
	const context = {
		...given,
		signal: new AbortController().signal
	};
	await using database = await openConfigDatabase(context, project, options.database);
	await using session = await openEnvSession(context, project, {
		secretsFrom: database,
		options,
		command: "render"
	});
	const { envRoot } = session.settings;
	log.info(`watching the render queue of ${database.name}; env directories go to ${envRoot}`);
	const counts = await watchQueue({
		...session.settings,
		database,
		worker: newWorkerName(),
		onMissingSecret: options.onMissingSecret,
		share: options.share === void 0 ? void 0 : parseShare(options.share),
		until,
		pollMs: options.poll * 1e3,
		onOutcome: (outcome) => {
			for (const line of outcomeAccount(outcome)) log.info(line);
		},
		onOutage: ({ code, message }) => log.warn(`${code}: ${message}; trying again`)
	});
	const { rendered, unchanged, skipped, failed } = counts;
	return {
		outputs: {
			path: envRoot,
			...counts
		},
		changed: rendered > 0,
		account: [`stopped: ${rendered} rendered, ${unchanged} unchanged, ${skipped} skipped, ${failed} failed`]
	};
}
// src/commands/render/body.ts
async function run(context, given) {
	checkCombination(given);
	const { queued, agent } = given;
	const project = await openProject(context.cwd, given.root);
	if (given.watch) return await watchRun(context, project, given);
	const { dryRun } = given;
	await using database = await openConfigDatabase(context, project, given.database, dryRun ? "read" : "write");
	if (queued && !dryRun) return renderResult(await renderRun(context, project, {
		agents: "due",
		secretsFrom: database,
		options: given
	}));
	const due = queued ? await dueAgents(database, given) : void 0;
	return renderResult(await renderRun(context, project, {
		agents: due?.length === 0 ? [] : await chosenAgents(database, due ?? agent),
		secretsFrom: database,
		options: given
	}));
}
async function chosenAgents(database, named) {
	const rows = named.length > 0 ? await loadRows(database, named) : await loadRows(database);
	if (named.length > 0) return named.map((name) => resolveAgent(rows, name));
	return rows.agents.map((name) => ({
		name,
		resolve: () => resolveAgent(rows, name)
	}));
}
async function dueAgents(database, { retryNow, share }) {
	const part = share === void 0 ? void 0 : shareOf(await agentNames(database), parseShare(share));
	return (await listQueue(database)).flatMap(({ agent, state }) => {
		return (state === "due" || state === "failing" && retryNow) && (!part || part.has(agent)) ? [agent] : [];
	});
}
function checkCombination(given) {
	const { all, queued, agent, shard, watch } = given;
	if (Number(all) + Number(queued) + Number(agent.length > 0) > 1) throw wrong("--agent, --all and --queued exclude each other", "Leave all but one of them out.");
	if (queued && shard !== void 0) throw wrong("--queued and --shard exclude each other", "Leave --shard out: workers on one queue share it by themselves.");
	const ofQueue = {
		retryNow: given.retryNow,
		watch,
		share: given.share,
		stopAfter: given.stopAfter
	};
	for (const [name, value] of Object.entries(ofQueue)) if (value && !queued) throw wrong(`--${kebab(name)} goes with --queued only`, "Add --queued, or leave it out.");
	if (given.dryRun && (watch || given.stopAfter !== void 0)) throw wrong("--dry-run excludes --watch and --stop-after", "Leave one of them out.");
	if (given.dryRun && given.trustStat) throw wrong("--dry-run and --trust-stat exclude each other", "A dry run reads every file; leave one out.");
	const once = {
		retryNow: given.retryNow,
		stopAfter: given.stopAfter,
		accessLog: given.accessLog,
		trustStat: given.trustStat
	};
	for (const [name, value] of Object.entries(once)) if (value && watch) throw wrong(`--watch and --${kebab(name)} exclude each other`, "It is for a run that ends by itself.");
}
function wrong(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
export { renderResult, renderRun, run };
