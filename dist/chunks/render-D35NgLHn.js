import { C as count, I as IdentikitError, O as openProject, _ as list, c as defineJob, f as databaseOption, g as flag, h as choice, l as errorOf, m as rootOption } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { t as envOptions } from "./env-session-C4DHMo9B.js";
import { randomUUID } from "node:crypto";
/** Renders agents; what fails for one is in its outcome. */
async function renderRun(context, project, { agents, secretsFrom, options }) {
	let { openEnvSession } = await import("./env-session-DctOZFUD.js");
	await using session = await openEnvSession(context, project, {
		secretsFrom,
		options,
		job: "render"
	});
	let { settings } = session, { envRoot } = settings, progress = context.log.progress("render"), shared = {
		...settings,
		onMissingSecret: options.onMissingSecret,
		onOutcome: ({ agent }) => progress.update(agent)
	}, outcomes = agents === "due" ? await renderDue(shared, secretsFrom) : await renderGiven(shared, agents, options.shard);
	progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}`);
	let accessLog = await session.writeAccessLog();
	return {
		envRoot,
		outcomes,
		...accessLog === void 0 ? {} : { accessLog }
	};
}
async function renderGiven(shared, agents, shard) {
	let { renderAgents } = await import("./render-agents-DxFLmLAS.js"), { parseShard } = await import("./shard-CQgoccFz.js");
	return renderAgents({
		...shared,
		agents,
		...shard === void 0 ? {} : { shard: parseShard(shard) }
	});
}
/** Every process is a worker of its own, beside any number of others on the same queue. */
async function renderDue(shared, database) {
	let { renderQueued } = await import("./render-queued-BN-bE_TB.js");
	return renderQueued({
		...shared,
		database,
		worker: `worker-${randomUUID()}`
	});
}
/** A run as the result of a job. */
function renderResult({ envRoot, outcomes, accessLog }) {
	let having = (result) => outcomes.filter((outcome) => outcome.result === result).length;
	return {
		outputs: {
			path: envRoot,
			rendered: having("rendered"),
			unchanged: having("unchanged"),
			skipped: having("skipped"),
			failed: having("failed"),
			accessLog,
			agents: outcomes.map(outcomeOutput)
		},
		changed: having("rendered") > 0,
		account: outcomes.flatMap(outcomeAccount),
		faults: outcomes.flatMap((outcome) => outcome.result === "failed" ? [outcome.error] : [])
	};
}
function outcomeOutput(outcome) {
	if ("error" in outcome) return {
		agent: outcome.agent,
		result: outcome.result,
		error: errorOf(outcome.error)
	};
	let { agent, result, written, removed, secrets, warnings } = outcome;
	return {
		agent,
		result,
		written: [...written],
		removed: [...removed],
		secrets: [...secrets],
		warnings: warnings.map((warning) => ({ ...warning }))
	};
}
function outcomeAccount(outcome) {
	let { agent, result } = outcome;
	if ("error" in outcome) {
		let { code, message } = outcome.error;
		return [`${agent} ${result}: ${result === "failed" ? code : `${code}: ${message}`}`];
	}
	let files = outcome.written.length + outcome.removed.length;
	return [`${agent} ${result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`}`, ...outcome.warnings.map(({ code, path, remedy }) => `  ${code} ${path}: ${remedy}`)];
}
const options = object({
	agent: list("NAME", "An agent to render."),
	all: flag("Render every agent; so it is, too, where neither agents are named nor --queued is given."),
	queued: flag("Render the agents that are due in the render queue, beside any number of other workers."),
	...envOptions,
	onMissingSecret: choice(["fail", "skip"], "fail", "A missing secret fails the command, or its agent is reported and skipped with its old files left whole."),
	...rootOption,
	...databaseOption
}), render = defineJob({
	name: "render",
	summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
	example: "identikit render --all --env-root /srv/agents",
	options,
	async run(context, given) {
		let { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { all, queued, agent, shard } = given;
		if (Number(all) + Number(queued) + Number(agent.length > 0) > 1) throw whichAgents();
		if (queued && shard !== void 0) throw queueHasNoShards();
		let project = await openProject(context.cwd, given.root);
		await using database = await openConfigDatabase(context, project, given.database);
		return renderResult(await renderRun(context, project, {
			agents: queued ? "due" : await chosenAgents(database, agent),
			secretsFrom: database,
			options: given
		}));
	}
});
async function chosenAgents(database, named) {
	let { loadRows } = await import("./load-rows-CtKPaEJt.js"), { resolveAgent } = await import("./resolve-BEGSIOUS.js"), rows = named.length > 0 ? await loadRows(database, named) : await loadRows(database);
	return named.length > 0 ? named.map((name) => resolveAgent(rows, name)) : rows.agents.map((name) => ({
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
export { renderResult as n, renderRun as r, render as t };
