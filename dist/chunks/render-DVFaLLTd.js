import { t as IdentikitError } from "./error-okWnR_fy.js";
import { f as object } from "./schemas-CnfP5DpY.js";
import { n as openProject, r as workPath } from "./project-sD1AQGiu.js";
import { n as rootOption, t as databaseOption } from "./common-options-mv4vZdz-.js";
import { a as choice, f as text, n as errorOf, o as flag, s as list, t as defineJob } from "./job-BJMcmf_o.js";
import { t as count } from "./account-text-CkrDoucT.js";
import { resolve } from "node:path";
// src/jobs/render-options.ts
/** Where agents are rendered, and how it is accounted for. */
const renderOptions = {
	envRoot: text("DIR", "The env directories, DIR/<agent>/; .identikit/env if left out."),
	onMissingSecret: choice(["fail", "skip"], "fail", "A missing secret fails the command, or its agent is reported and skipped with its old files left whole."),
	shard: text("I/N", "Render only the I-th of N parts of the fleet, the same agents each time."),
	reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; `render` if left out."),
	accessor: text("NAME", "Who, for the access log; GITHUB_ACTOR or USER if left out."),
	events: text("FILE", "Append events to FILE, as JSON lines."),
	accessLog: text("FILE", "Write the reads of secrets to FILE as well, as JSON lines.")
};
// src/jobs/render-run.ts
object(renderOptions);
/** Renders agents; what fails for one is in its outcome. */
async function renderRun(context, project, question) {
	let { openSecretReader } = await import("./secret-reader-Gcu-6WEr.js"), { DatabaseAccessLog } = await import("./secret-store-CJnsIc8l.js"), { RecordingAccessLog } = await import("./access-log-CTMyc5YT.js"), { renderAgents } = await import("./render-agents-DxXkffyQ.js"), { EventFile, noEvents } = await import("./events-Cs885G31.js"), { parseShard } = await import("./shard-DMsyzUea.js"), { findKeyring } = await import("./keys-BUgV9eN3.js"), { ledgerKeysOf } = await import("./ledger-keys-Dj7YMS6R.js"), { agents, secretsFrom: database, options: given } = question, { env, clock, log, signal, cwd } = context, envRoot = given.envRoot === void 0 ? workPath(project, "env") : resolve(cwd, given.envRoot), keyring = findKeyring(context, project), accesses = new RecordingAccessLog(new DatabaseAccessLog(database));
	using events = given.events === void 0 ? void 0 : new EventFile(resolve(cwd, given.events));
	let progress = log.progress(`render ${count(agents.length, "agent")}`), outcomes = await renderAgents({
		agents,
		envRoot,
		secrets: openSecretReader({
			database,
			env,
			log,
			clock,
			accessLog: accesses,
			...keyring ? { keyring } : {}
		}),
		accessor: given.accessor ?? env.GITHUB_ACTOR ?? env.USER ?? "unknown",
		reason: given.reason ?? "render",
		ledgerKeys: ledgerKeysOf(keyring, envRoot),
		events: events ?? noEvents,
		clock,
		signal,
		onMissingSecret: given.onMissingSecret,
		...given.shard === void 0 ? {} : { shard: parseShard(given.shard) },
		onOutcome: ({ agent }) => progress.update(agent)
	});
	if (progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}`), given.accessLog === void 0) return {
		envRoot,
		outcomes
	};
	let { formatAccesses } = await import("./access-log-CTMyc5YT.js"), { writeFileAtomically } = await import("./atomic-file-C9Wf7tYG.js"), accessLog = resolve(cwd, given.accessLog);
	return writeFileAtomically(accessLog, formatAccesses(accesses.recorded), { mode: 384 }), {
		envRoot,
		outcomes,
		accessLog
	};
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
	...renderOptions,
	...rootOption,
	...databaseOption
}), render = defineJob({
	name: "render",
	summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
	example: "identikit render --all --env-root /srv/agents",
	options,
	async run(context, given) {
		let { openConfigDatabase } = await import("./database-place-E3LcMquT.js");
		if (given.all === given.agent.length > 0) throw whichAgents(given.all);
		let project = await openProject(context.cwd, given.root);
		await using database = await openConfigDatabase(context, project, given.database);
		return renderResult(await renderRun(context, project, {
			agents: await chosenAgents(database, given),
			secretsFrom: database,
			options: given
		}));
	}
});
async function chosenAgents(database, given) {
	let { loadRows } = await import("./load-rows-BH7m0aEF.js"), { resolveAgent } = await import("./resolve-D5XmMLTR.js"), rows = given.all ? await loadRows(database) : await loadRows(database, given.agent);
	return (given.all ? rows.agents : given.agent).map((name) => resolveAgent(rows, name));
}
function whichAgents(all) {
	return new IdentikitError("USAGE", all ? "--all and --agent exclude each other" : "no agent was named", { remedy: "Name agents with --agent, or say --all." });
}
export { renderResult as n, renderRun as r, render as t };
