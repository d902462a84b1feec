import { loadRows, resolveAgent } from "../rooms/config.js";
import { IdentikitError, asOutput, errorOf } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { renderAgents, renderQueued } from "../rooms/env-with-config-sqlite.js";
import { parseShard } from "../rooms/env.js";
import { adviceOf } from "../rooms/report.js";
import { count, describeFailure, failureOutput } from "../rooms/commands.js";
import { openEnvSession } from "../rooms/commands-with-config-env.js";
import { randomUUID } from "node:crypto";
// src/commands/render/render-run.ts
/** Renders agents; what fails for one is in its outcome. */
async function renderRun(context, project, { agents, secretsFrom, options }) {
	await using session = await openEnvSession(context, project, {
		secretsFrom,
		options,
		command: "render"
	});
	const { settings } = session;
	const { envRoot } = settings;
	const progress = context.log.progress("render");
	const shared = {
		...settings,
		onMissingSecret: options.onMissingSecret,
		onOutcome: ({ agent }) => progress.update(agent)
	};
	const { outcomes, waiting } = agents === "due" ? await renderDue(shared, secretsFrom, options.retryNow) : {
		outcomes: await renderGiven(shared, agents, options.shard),
		waiting: []
	};
	const left = waiting.length === 0 ? "" : `, ${count(waiting.length, "agent")} left alone after failures`;
	progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}${left}`);
	const accessLog = await session.writeAccessLog();
	const asked = options.onMissingSecret === "skip" ? "MISSING_SECRET" : void 0;
	return {
		envRoot,
		outcomes,
		waiting,
		failing: waiting.filter(({ failure }) => failure.code !== asked),
		...accessLog === void 0 ? {} : { accessLog }
	};
}
async function renderGiven(shared, agents, shard) {
	return renderAgents({
		...shared,
		agents,
		...shard === void 0 ? {} : { shard: parseShard(shard) }
	});
}
/** Every process is a worker of its own, beside any number of others on the same queue. */
async function renderDue(shared, database, retryNow = false) {
	return renderQueued({
		...shared,
		database,
		retryNow,
		worker: `worker-${randomUUID()}`
	});
}
/** A run as the result of a command. */
function renderResult({ envRoot, outcomes, waiting, failing, accessLog }) {
	const having = (result) => outcomes.filter((outcome) => outcome.result === result).length;
	return {
		outputs: {
			path: envRoot,
			rendered: having("rendered"),
			unchanged: having("unchanged"),
			skipped: having("skipped"),
			failed: having("failed"),
			waiting: waiting.length,
			accessLog,
			agents: [...outcomes.map(outcomeOutput), ...waiting.map(waitingOutput)]
		},
		changed: having("rendered") > 0,
		account: [...outcomes.flatMap(outcomeAccount), ...waiting.map(waitingAccount)],
		faults: [...outcomes.flatMap((outcome) => outcome.result === "failed" ? [outcome.error] : []), ...failing.length > 0 ? [stillFailing(failing)] : []]
	};
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
/** How many agents a message names. */
const named = 20;
/** A scheduled job that renders nothing is not green while agents wait for somebody to fix them. */
function stillFailing(failing) {
	const names = failing.slice(0, named).map(({ agent, failure: { code } }) => code === "" ? agent : `${agent} (${code})`);
	const more = failing.length > named ? ` and ${failing.length - named} more` : "";
	const problem = `${count(failing.length, "agent")} failed before and ${failing.length === 1 ? "waits" : "wait"} for the next try: ${names.join(", ")}${more}`;
	return new IdentikitError("AGENT_FAILING", problem, {
		remedy: "Fix what identikit queue shows; a write to an agent's rows makes it due at once, and so does identikit render --queued --retry-now.",
		retry: { kind: "later" }
	});
}
function outcomeOutput(outcome) {
	if ("error" in outcome) return {
		agent: outcome.agent,
		result: outcome.result,
		error: errorOf(outcome.error)
	};
	const { agent, result, written, removed, secrets, warnings } = outcome;
	return {
		agent,
		result,
		written: [...written],
		removed: [...removed],
		secrets: [...secrets],
		warnings: asOutput(warnings)
	};
}
function outcomeAccount(outcome) {
	const { agent, result } = outcome;
	if ("error" in outcome) {
		const { code, message } = outcome.error;
		return [`${agent} ${result}: ${result === "failed" ? code : `${code}: ${message}`}`];
	}
	const files = outcome.written.length + outcome.removed.length;
	return [`${agent} ${result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`}`, ...outcome.warnings.map((warning) => `  ${warning.code} ${warning.path}: ${adviceOf(warning)}`)];
}
// src/commands/render/body.ts
async function run(context, given) {
	const { all, queued, agent, shard } = given;
	if (Number(all) + Number(queued) + Number(agent.length > 0) > 1) throw whichAgents();
	if (queued && shard !== void 0) throw queueHasNoShards();
	if (given.retryNow && !queued) throw retriesOnlyTheQueue();
	const project = await openProject(context.cwd, given.root);
	await using database = await openConfigDatabase(context, project, given.database);
	return renderResult(await renderRun(context, project, {
		agents: queued ? "due" : await chosenAgents(database, agent),
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
function whichAgents() {
	return new IdentikitError("USAGE", "--agent, --all and --queued exclude each other", { remedy: "Leave all but one of them out." });
}
function queueHasNoShards() {
	return new IdentikitError("USAGE", "--queued and --shard exclude each other", { remedy: "Leave --shard out: workers on one queue share it by themselves." });
}
function retriesOnlyTheQueue() {
	return new IdentikitError("USAGE", "--retry-now goes with --queued only", { remedy: "Leave it out: agents that are named are tried in any case." });
}
export { renderResult, renderRun, run };
