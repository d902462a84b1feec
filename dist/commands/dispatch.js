import { SqlStore, snapshotNow } from "../rooms/agents-with-config.js";
import { RememberedFacts, readEventFile } from "../rooms/host.js";
import { openProject, workPath } from "../rooms/project.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { dispatchServices, launchServices } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { IdentikitError, asFault, asOutput, hostOf, markdownCode, markdownProse, outputMembers } from "../start/faces.js";
import { admitStoredRun, dispatchByHand, planStoredDelivery } from "../rooms/agents-with-config-yaml.js";
import { agentDispatchRun, agentRunnerPool, agentStack, currentFacts, dryRun, factsOfDelivery, keysOfRules, mostWebhookBytes, readCiEvent, replayDelivery, repositoryName, runRequest, storeDelivery, storeSpec, storedRules, webhookDelivery } from "../rooms/agents.js";
import { launchRun } from "../rooms/agents-with-config-template-yaml-zlib.js";
import { writeOutput } from "../rooms/tree.js";
import { outputPath } from "../rooms/commands.js";
import { admit } from "../rooms/agents-with-yaml.js";
import { storedLabels } from "../rooms/agents-with-template-yaml.js";
import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
// src/commands/dispatch/dispatch-account.ts
const unknown = new Set(["HOST_FACTS_MISSING", "PATHS_UNKNOWN"]);
const wanted = new Set([
	"RULE_DRAFT",
	"RULE_PAUSED",
	"CONCURRENCY_REJECTED"
]);
function dispatchAccount(decided, { outcomes, file }) {
	const executions = decided.planned?.executions ?? [];
	const rejected = executions.filter(({ spec }) => spec.decision === "Rejected");
	const refusals = rejected.filter(({ spec: { code = "" } }) => !unknown.has(code) && !wanted.has(code));
	const faults = [...rejected.filter(({ spec: { code = "" } }) => unknown.has(code)).map(unknownFault), ...outcomes.flatMap((one) => "fault" in one && one.fault.code !== "DISPATCH_REFUSED" ? [one.fault] : [])];
	const isRefused = refusals.length > 0 || outcomes.some((one) => "fault" in one && one.fault.code === "DISPATCH_REFUSED" || isOver(one.run));
	const launched = outcomes.flatMap((one) => "launched" in one ? [one] : []);
	const waiting = outcomes.flatMap((one) => "waits" in one && !isOver(one.run) ? [one] : []);
	const lines = [...executions.filter((one) => !hasOutcome(one, outcomes)).map(executionLine), ...outcomes.map(outcomeLine)];
	return {
		outputs: {
			decision: decisionOf(decided, outcomes),
			delivery: decided.planned?.delivery.metadata.name,
			isNew: decided.isNew,
			run: outcomes[0]?.run.metadata.name,
			runs: outcomes.map(({ run }) => run.metadata.name),
			ticket: launched[0]?.ticket,
			ticketFile: file,
			tickets: launched.map(({ ticket }) => ticket),
			pool: launched[0]?.launched.claims.aud,
			launched: launched.map((one) => ({
				run: one.run.metadata.name,
				pool: one.launched.claims.aud,
				labels: [...one.labels]
			})),
			waitingFor: waiting.length === 0 ? void 0 : waiting.map((one) => `${one.run.metadata.name}: ${one.waits}`).join("; "),
			executions: executions.map(({ metadata, spec }) => outputMembers({
				name: metadata.name,
				rule: spec.triggerRule,
				decision: spec.decision,
				code: spec.code,
				run: spec.run,
				reason: spec.reason
			}))
		},
		changed: launched.length > 0 || decided.isNew === true,
		details: lines,
		account: [accountLine(decided, outcomes)],
		summary: [
			`### ${markdownProse(accountLine(decided, outcomes))}`,
			"",
			...lines.map((line) => `- ${markdownProse(line)}`),
			"",
			...outcomes.flatMap(({ run }) => whyTable(run))
		].join("\n"),
		...isRefused ? { holds: false } : {},
		...faults.length > 0 ? { faults } : {}
	};
}
function decisionOf({ planned, runs }, outcomes) {
	const order = [
		"Created",
		"WaitingForApproval",
		"Rejected",
		"Coalesced"
	];
	const found = (planned?.executions ?? []).map(({ spec }) => spec.decision);
	const first = order.find((one) => found.some((decision) => decision === one));
	if (first !== void 0) return first;
	if (planned) return planned.delivery.status.phase ?? "Received";
	const [run] = outcomes.map((one) => one.run);
	if (run?.status.phase === "Waiting") return "WaitingForApproval";
	return runs.length > 0 && (run === void 0 || isOver(run)) ? "Rejected" : "Created";
}
function accountLine({ planned, isNew }, outcomes) {
	const tickets = outcomes.filter((one) => "launched" in one).length;
	const waiting = outcomes.filter((one) => "waits" in one && !isOver(one.run)).length;
	const counts = `${tickets} ${tickets === 1 ? "ticket" : "tickets"} written, ${waiting} waiting`;
	if (!planned) return counts;
	const { metadata, status, spec } = planned.delivery;
	const known = isNew === false ? ", which came in before: nothing new is dispatched" : "";
	const why = status.phase === "Matched" || status.reason === void 0 ? "" : ` (${status.reason})`;
	return `delivery ${metadata.name} (${spec.event}) is ${status.phase}${known}${why}; ${counts}`;
}
function executionLine({ spec: { triggerRule, decision, code, run, reason, actor } }) {
	const joined = run === void 0 ? "" : `, run ${run}`;
	const why = reason === void 0 ? "" : `: ${code}: ${reason}`;
	return `rule ${triggerRule}, event of ${actor ?? "a schedule"}: ${decision}${joined}${why}`;
}
function hasOutcome({ spec: { decision, run } }, outcomes) {
	return decision !== "Coalesced" && outcomes.some((one) => one.run.metadata.name === run);
}
function outcomeLine(outcome) {
	const { run } = outcome;
	const { requestedBy, repository, agentStack, taskKind, triggerRule } = run.spec;
	const rule = triggerRule === void 0 ? "by hand" : `by rule ${triggerRule}`;
	const what = `run ${run.metadata.name}: ${requestedBy?.name ?? "nobody"} lets ${agentStack} ${taskKind} ${repository}, ${rule}`;
	const tier = run.status.trustTier === void 0 ? "" : `, ${run.status.trustTier}`;
	if ("launched" in outcome) return `${what}${tier}; allowed, ticket ${outcome.ticket}${outcome.launched.isAgain ? " (the same as before)" : ""}`;
	if ("fault" in outcome) return `${what}${tier}; ${outcome.fault.code}: ${outcome.fault.message}`;
	return `${what}${tier}; ${run.status.phase}: ${outcome.waits}`;
}
function whyTable({ metadata, status: { admission } }) {
	if (!admission) return [];
	const rows = admission.reasons.slice(0, 50).map(({ effect, code, message, remedy }) => row(effect, code, message, remedy));
	return [
		`Why ${markdownCode(metadata.name)} is ${verdicts[admission.verdict]} (tier ${admission.tier}):`,
		"",
		"| | reason | | what to do |",
		"| --- | --- | --- | --- |",
		...rows,
		""
	];
}
const verdicts = {
	allowed: "allowed",
	requiresApproval: "waiting for a person",
	denied: "refused"
};
function row(effect, code, message, remedy = "") {
	return `| ${[
		effect,
		code,
		message,
		remedy.split("\n")[0] ?? ""
	].map((cell) => markdownProse(cell)).join(" | ")} |`;
}
function unknownFault({ spec: { triggerRule, code, reason } }) {
	return new IdentikitError("CHANGE_UNKNOWN", `rule ${triggerRule}: ${code}: ${reason}`, { remedy: "Give a token that may read what is asked for, and replay the delivery." });
}
function isOver({ status: { phase } }) {
	return phase === "Failed" || phase === "Cancelled";
}
// src/commands/dispatch/dispatch-modes.ts
function dispatchMode({ env }, options) {
	const { stack, event, replay, run, queued } = options;
	const modes = [
		...stack === void 0 ? [] : [{
			kind: "hand",
			stack
		}],
		...event === void 0 ? [] : [{ kind: "event" }],
		...replay === void 0 ? [] : [{
			kind: "replay",
			delivery: replay
		}],
		...run === void 0 ? [] : [{
			kind: "run",
			run
		}],
		...queued ? [{ kind: "queued" }] : []
	];
	const [mode] = modes;
	if (modes.length > 1) throw usage("more than one of STACK, --event, --replay, --run and --queued is given", "Give one of them.");
	if (mode) return mode;
	if (env.GITHUB_EVENT_PATH) return { kind: "event" };
	throw usage("nothing says what to dispatch", "Name a stack, or run this in a CI job, whose event it then reads.");
}
async function decideAll(asked, mode) {
	const { services, organization: namespace, context } = asked;
	const { signal } = context;
	switch (mode.kind) {
		case "hand": return { runs: [await byHand(asked, mode.stack)] };
		case "event": {
			const { delivery, isNew } = await storeDelivery(services, namespace, jobEvent(asked));
			return await planned(asked, await planStoredDelivery(services, delivery.metadata, signal), isNew);
		}
		case "replay": {
			const spec = await storedSpec(asked, mode.delivery);
			const now = services.now().toISOString();
			const replayed = replayDelivery({
				name: mode.delivery,
				spec,
				now,
				request: randomUUID()
			});
			const { delivery } = await storeSpec(services, namespace, replayed);
			return await planned(asked, await planStoredDelivery(services, delivery.metadata, signal), true);
		}
		case "run": return { runs: await runsNamed(asked, [mode.run]) };
		case "queued": {
			const fields = [{
				field: "status.phase",
				equals: true,
				value: "Queued"
			}];
			return { runs: (await services.store.read((reader) => Array.fromAsync(reader.each(agentDispatchRun, {
				namespace,
				fields
			})))).filter(({ status }) => status.reason !== "CONCURRENCY_QUEUED") };
		}
	}
}
function jobEvent({ context: { env, cwd }, options }) {
	const path = options.event === void 0 ? env.GITHUB_EVENT_PATH : resolve(cwd, options.event);
	const payload = readEventFile(path ?? "", mostWebhookBytes);
	const incoming = readCiEvent({
		forge: hostOf(env).dialect,
		env,
		payload
	});
	const actor = incoming.facts.actor ?? env.GITHUB_ACTOR;
	return actor === void 0 ? incoming : {
		...incoming,
		facts: {
			...incoming.facts,
			actor
		}
	};
}
async function storedSpec({ services, organization: namespace }, name) {
	const found = await services.store.read((reader) => reader.get(webhookDelivery, {
		namespace,
		name
	}));
	if (found) return found.spec;
	throw new IdentikitError("NOT_FOUND", `there is no delivery ${name} in ${namespace}`, { remedy: "Run identikit get webhookdeliveries." });
}
async function handStart({ context, options, services, organization }, stack) {
	const { env, signal } = context;
	const repository = options.repository ?? env.GITHUB_REPOSITORY;
	if (repository === void 0 || !repositoryName.safeParse(repository).success) throw usage("no repository is named as OWNER/REPO", "Add --repository OWNER/REPO.");
	const { ref } = options;
	const pullRequest = numberOf(options.pullRequest);
	const place = await services.repositories.placeOf({
		repository,
		ref,
		pullRequest
	}, signal);
	const found = await services.store.read((reader) => reader.get(agentStack, {
		namespace: organization,
		name: stack
	}));
	return {
		organization,
		stack,
		repository,
		place,
		taskKind: options.taskKind ?? found?.spec.taskKinds?.[0] ?? "task",
		actor: (env.GITHUB_RUN_ID ? env.GITHUB_ACTOR : void 0) ?? await services.facts.ownLogin(repository),
		prompt: options.task,
		contextLabels: options.label,
		memoryRef: options.memoryRef
	};
}
async function byHand(asked, stack) {
	return await dispatchByHand(asked.services, await handStart(asked, stack), asked.context.signal);
}
async function planned(asked, plan, isNew) {
	const names = plan.executions.flatMap(({ spec: { decision, run } }) => run === void 0 || decision === "Coalesced" ? [] : [run]);
	return {
		planned: plan,
		isNew,
		runs: [...plan.decidedRun === void 0 ? [] : await releasedRuns(asked, plan.decidedRun), ...await runsNamed(asked, names)]
	};
}
async function releasedRuns(asked, name) {
	const [waiting] = await runsNamed(asked, [name]);
	if (waiting?.status.phase !== "Waiting" || (waiting.status.attempts ?? 0) > 0) return [];
	await admitStoredRun(asked.services, waiting, asked.context.signal);
	return await runsNamed(asked, [name]);
}
async function runsNamed({ services: { store }, organization: namespace }, names) {
	return await store.read(async (reader) => {
		const runs = [];
		for (const name of names) {
			const run = await reader.get(agentDispatchRun, {
				namespace,
				name
			});
			if (!run) throw new IdentikitError("NOT_FOUND", `there is no run ${name} in ${namespace}`, { remedy: "Run identikit get runs." });
			runs.push(run);
		}
		return runs;
	});
}
function numberOf(text) {
	if (text === void 0) return void 0;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw usage(`${JSON.stringify(text)} is not the number of a pull request`, "Give a whole number, such as 12.");
}
function usage(problem, remedy) {
	return new IdentikitError("USAGE", problem, { remedy });
}
// src/commands/dispatch/launch-runs.ts
async function launchAll({ context, options, organization: namespace }, services, project, { runs }) {
	const directory = options.tickets === void 0 ? workPath(project, "tickets") : outputPath(context, options.tickets);
	const isNamed = options.run !== void 0;
	const outcomes = [];
	for (const run of runs) {
		const { name } = run.metadata;
		const why = whyNotYet(run);
		if (why !== void 0 && !isNamed) {
			outcomes.push({
				run,
				waits: why
			});
			continue;
		}
		try {
			const launched = await launchRun(services, {
				namespace,
				name
			}, context.signal);
			const ticket = join(directory, `${launched.attempt.metadata.name}.jwt`);
			writeOutput(ticket, `${launched.ticket}\n`, { mode: 384 });
			const labels = await labelsOf(services, namespace, launched.claims.aud);
			outcomes.push({
				run: launched.run,
				launched,
				ticket,
				labels
			});
		} catch (caught) {
			context.signal.throwIfAborted();
			const fault = asFault(caught);
			outcomes.push(fault.code === "POOL_FULL" ? {
				run,
				waits: fault.message
			} : {
				run,
				fault
			});
		}
	}
	const tickets = outcomes.flatMap((one) => "launched" in one ? `${one.launched.ticket}\n` : []);
	if (tickets.length === 0) return { outcomes };
	const file = join(directory, "tickets.jwt");
	writeOutput(file, tickets.join(""), { mode: 384 });
	return {
		outcomes,
		file
	};
}
async function labelsOf({ store }, namespace, name) {
	return (await store.read((reader) => reader.get(agentRunnerPool, {
		namespace,
		name
	})))?.spec.labels ?? [];
}
function whyNotYet({ status: { phase, reason, message } }) {
	if (phase === "Queued") return reason === "CONCURRENCY_QUEUED" || reason === "STACK_PENDING" ? message ?? reason : void 0;
	return message ?? reason ?? `it is ${phase}`;
}
// src/commands/dispatch/rehearse.ts
async function rehearse(asked, mode) {
	switch (mode.kind) {
		case "hand": return await rehearseHand(asked, mode.stack);
		case "event": return await rehearseEvent(asked, jobEvent(asked).facts);
		case "replay": return await rehearseEvent(asked, factsOfDelivery(await storedSpec(asked, mode.delivery)));
		default: throw new IdentikitError("USAGE", "--dry-run is for a stack, an event or a stored delivery", { remedy: "Leave out --run and --queued." });
	}
}
async function rehearseHand(asked, stack) {
	const { services, organization, context } = asked;
	const { place, actor, repository, taskKind } = await handStart(asked, stack);
	const spec = agentDispatchRun.spec.parse({
		repository,
		sourceRefs: place.refs,
		agentStack: stack,
		taskKind,
		requestedBy: {
			kind: "User",
			name: actor
		}
	});
	const host = await currentFacts(services, spec, context.signal);
	const snapshot = await snapshotNow(asked.services, asked.organization);
	const decision = admit({
		...runRequest(organization, "dry-run", spec, "dry-run"),
		host
	}, snapshot);
	const lines = decision.reasons.map(({ effect, code, message }) => `${effect} ${code}: ${message}`);
	return {
		outputs: {
			dryRun: true,
			decision: decision.verdict,
			admission: asOutput(decision)
		},
		details: lines,
		account: [`${stack} on ${repository} for ${actor} would be ${decision.verdict}, in the tier ${decision.tier}`],
		...decision.verdict === "denied" ? { holds: false } : {}
	};
}
async function rehearseEvent(asked, facts) {
	const { services, organization, context } = asked;
	const { store } = services;
	const rules = await store.read((reader) => storedRules(reader, organization));
	const labels = await store.read((reader) => storedLabels(reader, organization));
	const { repository, actor, refs } = facts;
	const { ref, pullRequest, head, base } = refs;
	const host = repository === void 0 || actor === void 0 ? void 0 : await services.host.factsOf({
		repository,
		actor,
		ref,
		pullRequest,
		head,
		base
	}, context.signal);
	const snapshot = await snapshotNow(asked.services, asked.organization);
	const now = services.now().toISOString();
	const runs = rules.map((rule) => {
		const { execution, checks, ...rest } = dryRun({
			rule,
			facts,
			host,
			runs: [],
			labels,
			now
		});
		const run = execution?.run;
		const admission = run && admit(runRequest(organization, run.name, run.spec, "dry-run"), snapshot);
		const failed = checks.find(({ holds }) => !holds);
		return {
			rule: rule.name,
			...rest,
			decision: execution?.spec.decision,
			checks,
			failed,
			admission
		};
	});
	const wanted = keysOfRules({
		facts,
		host
	}, rules, now).length;
	return {
		outputs: {
			dryRun: true,
			rules: asOutput(runs)
		},
		details: runs.map(({ rule, decision, failed, admission, dedupeKey }) => decision === void 0 ? `rule ${rule}: does not match: ${failed?.member} (${failed?.said})` : `rule ${rule}: ${decision}, ${admission?.verdict ?? "not asked"}${reasonText(admission)}; key ${dedupeKey}`),
		account: [`${wanted} of ${rules.length} rules would match; nothing is stored`]
	};
}
function reasonText(admission) {
	const first = admission?.reasons.find(({ effect }) => effect === "deny" || effect === "approval");
	return first === void 0 ? "" : `: ${first.code}: ${first.message}`;
}
// src/commands/dispatch/body.ts
async function run(context, options) {
	const mode = dispatchMode(context, options);
	const project = await openProject(context.cwd, options.root);
	const { organization } = accessPlace(project, { organization: options.organization });
	const access = options.dryRun ? "read" : "write";
	await using database = await openConfigDatabase(context, project, options.database, access);
	await using store = new SqlStore(database);
	const asking = dispatchServices(context, project, {
		database,
		store
	}, organization);
	const facts = new RememberedFacts(asking.facts.keeping());
	const services = {
		...asking,
		host: facts,
		repositories: facts
	};
	const asked = {
		context,
		options,
		organization,
		services
	};
	if (options.dryRun) return await rehearse(asked, mode);
	const decided = await decideAll(asked, mode);
	return dispatchAccount(decided, await launchAll(asked, await launchServices(context, project, services, options.memory), project, decided));
}
export { run };
