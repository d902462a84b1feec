import { t as IdentikitError } from "./error-okWnR_fy.js";
import { f as object } from "./schemas-CDb_DLzh.js";
import { n as openProject } from "./project-CsXEZEZz.js";
import { r as rootOption, t as databaseOption } from "./common-options-DdEl4bEe.js";
import { t as envOptions } from "./env-session-DBhoPtBj.js";
import { n as errorOf, t as defineJob } from "./job-D0vf_coy.js";
import { n as flag, r as list, t as choice } from "./option-CnQlFybg.js";
import { t as count } from "./account-text-CkrDoucT.js";
import { randomUUID } from "node:crypto";
// src/jobs/render-run.ts
/** Renders agents; what fails for one is in its outcome. */
async function renderRun(context, project, { agents, secretsFrom, options }) {
	let { openEnvSession } = await import("./env-session-CV7vUpQx.js");
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
	let { renderAgents } = await import("./render-agents--Yl8bjvS.js"), { parseShard } = await import("./shard-CeM2iTx8.js");
	return renderAgents({
		...shared,
		agents,
		...shard === void 0 ? {} : { shard: parseShard(shard) }
	});
}
/** Every process is a worker of its own, beside any number of others on the same queue. */
async function renderDue(shared, database) {
	let { renderQueued } = await import("./render-queued-Dz5Omdti.js");
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
	if ("error" in outcome) return [`${agent} ${result}: ${outcome.error.code}: ${outcome.error.message}`];
	let files = outcome.written.length + outcome.removed.length;
	return [`${agent} ${result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`}`, ...outcome.warnings.map(({ code, path, remedy }) => `  ${code} ${path}: ${remedy}`)];
}
// src/jobs/render.ts
const options = object({
	agent: list("NAME", "An agent to render."),
	all: flag("Render every agent."),
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
		let { openConfigDatabase } = await import("./database-place-D0iTgLcb.js"), { all, queued, agent, shard } = given;
		if (Number(all) + Number(queued) + Number(agent.length > 0) !== 1) throw whichAgents();
		if (queued && shard !== void 0) throw queueHasNoShards();
		let project = await openProject(context.cwd, given.root);
		await using database = await openConfigDatabase(context, project, given.database);
		return renderResult(await renderRun(context, project, {
			agents: queued ? "due" : await chosenAgents(database, given),
			secretsFrom: database,
			options: given
		}));
	}
});
async function chosenAgents(database, given) {
	let { loadRows } = await import("./load-rows-fzYgWnti.js"), { resolveAgent } = await import("./resolve-F0HhQoT_.js"), rows = given.all ? await loadRows(database) : await loadRows(database, given.agent);
	return (given.all ? rows.agents : given.agent).map((name) => resolveAgent(rows, name));
}
function whichAgents() {
	return new IdentikitError("USAGE", "say which agents: --agent NAME, --all, or --queued, one of the three", { remedy: "Name agents with --agent, or say --all." });
}
function queueHasNoShards() {
	return new IdentikitError("USAGE", "--queued and --shard exclude each other", { remedy: "Leave --shard out: workers on one queue share it by themselves." });
}
export { renderResult as n, renderRun as r, render as t };
