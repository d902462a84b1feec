import { IdentikitError, choice, count, databaseOption, defineCommand, envOptions, errorOf, flag, list, logLine, openProject, ranked, rootOption, shortened, tally } from "./faces.js";
import { object } from "../vendor/zod.js";
import { temporaryFile } from "./actions.js";
import { randomUUID } from "node:crypto";
// src/report/text.ts
/** Characters of one field of a finding before its middle is left out. */
const fieldLength = 300;
const verdictWords = {
	clean: "clean",
	drift: "drift",
	unverified: "could not be verified"
};
/**
* A report as lines for a log or a terminal, each one line of plain text that no runner takes for a command: the
* verdict, the facts, one line a finding, the tally.
*/
function reportText(report, options = {}) {
	const findings = ranked(report.findings);
	const shown = findings.slice(0, options.limit ?? 200);
	const more = findings.length - shown.length;
	const width = Math.max(0, ...report.facts.map((fact) => fact.label.length));
	return [
		`${report.check}: ${verdictWords[report.verdict]}: ${report.subject}`,
		...report.facts.map((fact) => `  ${fact.label.padEnd(width)}  ${fact.value}`),
		...shown.map(findingLine),
		...more > 0 ? [`and ${more} more`] : [],
		...findings.length > 0 ? [tally(findings)] : []
	].map(logLine);
}
/** One finding as one line that says what, where, how it differs, and what to do. */
function findingLine(finding) {
	return logLine(`${finding.severity} ${finding.code} ${whereOf(finding)}: ${differenceOf(finding)}. ${adviceOf(finding)}${placeOf(finding)}`);
}
/** "expected X, found Y", in words where one of them is nothing. */
function differenceOf(finding) {
	const { expected, actual } = finding;
	const said = (value) => shortened(value, fieldLength);
	if (finding.severity === "unverified" && expected === null) return actual === null ? "nothing to compare with" : `could not be verified: ${said(actual)}`;
	if (expected === null) return `should not be there, found ${said(actual ?? "nothing")}`;
	if (actual === null) return `missing, expected ${said(expected)}`;
	return `expected ${said(expected)}, found ${said(actual)}`;
}
const deedWords = {
	rendered: "It was rendered again.",
	removed: "It was removed.",
	rebuilt: "It was rebuilt.",
	recovered: "The rebuild that was left half done was ended."
};
/** What was done about a finding, and what to do. */
function adviceOf({ done, remedy }) {
	return done === void 0 ? remedy : `${deedWords[done]} ${remedy}`;
}
function whereOf(finding) {
	const path = shortened(finding.path, fieldLength);
	return finding.subject === void 0 ? path : `${path} (${finding.subject})`;
}
function placeOf(finding) {
	if (!finding.location) return "";
	const { file, line } = finding.location;
	return ` [${file}${line === void 0 ? "" : `:${line}`}]`;
}
// src/commands/accounts/queue-failure.ts
/** The failures of an agent of the render queue, for the JSON of a result. */
function failureOutput({ attempts, code, message, failedAt }) {
	return {
		attempts,
		failedAt: failedAt.toISOString(),
		error: {
			code,
			message
		}
	};
}
/** The same for a person. */
function describeFailure({ attempts, code, message, failedAt }) {
	return `${code === "" ? "failed" : `${code}: ${message}`} (${count(attempts, "failure")} in a row, the last ${failedAt.toISOString()})`;
}
// src/commands/render/render-run.ts
/** Renders agents; what fails for one is in its outcome. */
async function renderRun(context, project, { agents, secretsFrom, options }) {
	const { openEnvSession } = await import("./faces.js");
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
	const { renderAgents } = await import("../rooms/env-with-config-sqlite.js");
	const { parseShard } = await import("../rooms/env.js");
	return renderAgents({
		...shared,
		agents,
		...shard === void 0 ? {} : { shard: parseShard(shard) }
	});
}
/** Every process is a worker of its own, beside any number of others on the same queue. */
async function renderDue(shared, database, retryNow = false) {
	const { renderQueued } = await import("../rooms/env-with-config-sqlite.js");
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
		warnings: warnings.map((warning) => ({ ...warning }))
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
// src/commands/render/render.ts
const options = object({
	agent: list("NAME", "An agent to render."),
	all: flag("Render every agent; so it is, too, where neither agents are named nor --queued is given."),
	queued: flag("Render the agents that are due in the render queue, beside any number of other workers. An agent that failed is left alone for 1, 2, 4, … 60 minutes unless it is written to; while one is, the exit code is 1."),
	retryNow: flag("With --queued: try agents again now that are left alone because they failed."),
	...envOptions,
	onMissingSecret: choice(["fail", "skip"], "fail", "A missing secret fails the command, or its agent is reported and skipped with its old files left whole."),
	...rootOption,
	...databaseOption
});
const render = defineCommand({
	name: "render",
	summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
	example: "identikit render --all --env-root /srv/agents",
	options,
	async run(context, given) {
		const { openConfigDatabase } = await import("./identikit.js");
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
});
async function chosenAgents(database, named) {
	const { loadRows } = await import("../rooms/config.js");
	const { resolveAgent } = await import("../rooms/config.js");
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
// src/actions/render-env.ts
const action = {
	name: "render-env",
	description: "Bring agents' env directories to what the config says, every secret read accounted for.",
	command: render,
	runnerDefaults: (env) => ({ accessLog: temporaryFile(env, "secret-access.jsonl") }),
	outputs: {
		path: "The directory of the env directories.",
		rendered: "How many agents were rendered.",
		unchanged: "How many agents were as they should be already.",
		skipped: "How many agents were left as they were, since a secret is missing.",
		"access-log": "The path of the reads of secrets, as JSON lines."
	}
};
export { action, adviceOf, describeFailure, differenceOf, failureOutput, findingLine, render, renderResult, renderRun, reportText };
