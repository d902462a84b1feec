import { IdentikitError, asFault, hostOf, hostTokenVariable, markdownCode, markdownProse, messageOf, outputMembers, poolKeyVariable, runUrlOf, ticketKeyVariable } from "../start/faces.js";
import { StreamedFile, temporaryNameFor, writeFileAtomically } from "../rooms/tree.js";
import { object, string } from "../vendor/zod.js";
import { nodeProgram } from "../rooms/runtime.js";
import { HttpClient, messageBody, readWhole } from "../http.js";
import { openProject, workPath } from "../rooms/project.js";
import { outputPath } from "../rooms/commands.js";
import { agentDispatchRun, agentStack, launchBase, notReady, openContent, openTicket, outboxRequest, parseFieldSelector, parsePublicTicketKeys, reportAnswer, runEvent, treePatch, writeBundle } from "../rooms/agents.js";
import { SqlStore, takeReport } from "../rooms/agents-with-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { dispatchServices, launchServices } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { WorkspaceRoot } from "../rooms/workspace-with-agents-child_process-sqlite.js";
import { launchRun } from "../rooms/agents-with-config-template-yaml-zlib.js";
import { outboxProgramFile } from "../rooms/adapters.js";
import { hostIsolation } from "../rooms/supervisor-with-child_process-image-sqlite.js";
import { patchDifferences } from "../rooms/agents-with-diff.js";
import { hostWorkspaces } from "../rooms/supervisor-with-agents-child_process-diff.js";
import { earlierSession } from "../rooms/supervisor-with-agents.js";
import { supervise } from "../rooms/supervisor-with-agents-config-diff-env-http-smol-toml-sqlite-template-zlib.js";
import { takeAndWrite } from "./write-back.js";
import { basename, join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
// src/commands/run/machine.ts
function machineOf(context, project, options, guards) {
	const { env, clock, log } = context;
	const host = hostOf(env);
	const token = env[hostTokenVariable];
	const program = outboxProgramFile();
	const ciRun = runUrlOf(host, env);
	const from = options.remote ?? host.serverUrl;
	const root = options.workspaces === void 0 ? workPath(project, "workspaces") : outputPath(context, options.workspaces);
	return {
		root: workPath(project, "attempts"),
		workspaces: hostWorkspaces({
			root: new WorkspaceRoot(root, env, () => clock.now()),
			addressOf: (repository) => `${from}/${repository}.git`,
			credential: token ? {
				username: "x-access-token",
				token
			} : void 0
		}),
		isolation: hostIsolation({
			host: {
				env,
				stateDirectory: workPath(project, "isolation")
			},
			programs: options.programs.map((path) => outputPath(context, path)),
			outbox: program === void 0 ? void 0 : {
				node: nodeProgram(),
				program
			},
			guards
		}),
		runner: {
			name: env.RUNNER_NAME ?? hostname(),
			...ciRun === void 0 ? {} : { ciRun }
		},
		clock,
		log
	};
}
// src/commands/run/pool-key.ts
function poolOf({ env, log }, pool) {
	if (pool === void 0) throw new IdentikitError("USAGE", "no runner pool is named", { remedy: "Name the pool that this machine belongs to with --pool." });
	const key = env[poolKeyVariable]?.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-1"));
	if (key === void 0) throw new IdentikitError("POOL_KEY_INVALID", `${poolKeyVariable} holds no secret key of age`, { remedy: "Set it to what age-keygen wrote for the pool, as a secret of the job." });
	log.mask(key.trim());
	return {
		pool,
		key: key.trim()
	};
}
function ticketKeysFor({ cwd, env }, file) {
	if (file === void 0) return parsePublicTicketKeys(env["IDENTIKIT_TICKET_KEY"] ?? "", ticketKeyVariable);
	const path = resolve(cwd, file);
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch (cause) {
		throw new IdentikitError("TICKET_KEY_INVALID", `${path} cannot be read: ${messageOf(cause)}`, {
			remedy: "Give the file that identikit access ticket-key wrote.",
			cause
		});
	}
	return parsePublicTicketKeys(text, path);
}
// src/commands/run/report-over-http.ts
const longestAnswer = 4194304;
const ends = ["ATTEMPT_UNKNOWN", "EVENT_CONFLICT"];
function reportOverHttp(client, { url, token }) {
	return async (report, signal) => {
		const headers = {
			authorization: `Bearer ${token}`,
			"content-type": "application/json"
		};
		const body = messageBody(Buffer.from(JSON.stringify(report)));
		const answer = await client.send({
			method: "POST",
			url: new URL(url),
			headers,
			body
		}, signal);
		const text = (await readWhole({ body: answer.body }, longestAnswer)).toString("utf8");
		if (answer.status === 200) return reportAnswer.parse(JSON.parse(text));
		const isLater = answer.status >= 500 || answer.status === 429;
		const over = answer.status === 409 && ends.find((code) => text.includes(`"${code}"`));
		throw new IdentikitError(over || "HOST_DENIED", `${new URL(url).host} answered ${answer.status}`, {
			remedy: "Look at the log of identikit serve; the run bundle brings everything.",
			retry: isLater ? { kind: "later" } : { kind: "never" }
		});
	};
}
// src/commands/run/run-account.ts
function runAccount(finished, faults) {
	const lines = finished.map(lineOf);
	const failed = finished.filter(({ run }) => run.outcome.phase === "Failed").map(failure);
	const [first] = finished;
	return {
		outputs: {
			run: first?.run.run,
			attempt: first?.run.attempt,
			phase: first?.run.outcome.phase,
			bundle: first?.bundle,
			bundles: finished.map(({ bundle }) => bundle),
			report: first?.report,
			attempts: finished.map(({ run, bundle, report }) => outputMembers({
				run: run.run,
				attempt: run.attempt,
				phase: run.outcome.phase,
				reason: run.outcome.reason,
				message: run.outcome.message,
				patch: run.patch,
				cost: run.usage.cost,
				bundle,
				report
			}))
		},
		account: lines,
		changed: finished.length > 0,
		summary: finished.map(summaryOf).join("\n"),
		faults: [...faults, ...failed]
	};
}
function lineOf({ run: { run, attempt, outcome, patch, usage } }) {
	const { phase, reason, message } = outcome;
	const why = reason === void 0 ? "" : `: ${reason}${message === void 0 ? "" : `, ${message}`}`;
	const work = patch === void 0 ? "no file changed" : `patch ${patch}`;
	const cost = usage.cost === void 0 ? "" : `, $${usage.cost}`;
	return `${run}: ${attempt} ${phase}${why}; ${work}, ${usage.turns} turns${cost}`;
}
function failure({ run: { attempt, outcome } }) {
	return new IdentikitError("RUN_FAILED", `${attempt}: ${outcome.reason}: ${outcome.message ?? "it failed"}`, { remedy: "Look at its events and its transcript; its bundle is there, so its end is written back all the same." });
}
function summaryOf({ run, report }) {
	const { outcome, isolation, identity, usage, patch } = run;
	const rows = [
		["Attempt", markdownCode(run.attempt)],
		["Came to", `${outcome.phase}${outcome.reason === void 0 ? "" : ` (${markdownCode(outcome.reason)})`}`],
		...outcome.message === void 0 ? [] : [["Because", markdownProse(outcome.message.slice(0, 500))]],
		["Isolation", `${isolation.kind}, network ${isolation.network}`],
		["Own identity", identity.unchanged ? "unchanged" : `changed: ${markdownProse(identity.findings.join("; ").slice(0, 500))}`],
		["Used", `${usage.turns} turns, ${usage.tokens} tokens${usage.cost === void 0 ? "" : `, $${usage.cost}`}`],
		["Patch", patch === void 0 ? "none" : markdownCode(patch)],
		["Report", `${markdownCode(report)}, with the timeline and every digest`]
	];
	return [
		`### ${markdownProse(run.run)}`,
		"",
		"| | |",
		"| --- | --- |",
		...rows.map(([a, b]) => `| ${a} | ${b} |`),
		""
	].join("\n");
}
// src/commands/run/run-report.ts
const mostDifferences = {
	files: 200,
	lines: 2e3
};
const mostEvents = 2e4;
async function runReportData({ ticket, supervised, bundle, writtenAt }) {
	const { run, blobs } = supervised;
	const read = (kind) => {
		const part = run.parts.find((one) => one.kind === kind);
		return part === void 0 ? void 0 : Buffer.from(blobs.read(part.digest)).toString("utf8");
	};
	const patch = read("patch");
	const changes = patch === void 0 ? [] : treePatch.parse(JSON.parse(patch)).changes;
	const events = linesOf(read("events"));
	const kept = new Set(run.parts.map(({ digest }) => digest));
	const { suspectedSecrets = 0 } = run.parts.find(({ kind }) => kind === "patch") ?? {};
	return {
		writtenAt: writtenAt.toISOString(),
		run,
		bundle,
		changes,
		ticket: shownTicket(ticket),
		events: boundedEvents(events.map((line) => runEvent.parse(JSON.parse(line)))),
		eventsTruncated: run.parts.some(({ kind, truncated }) => kind === "events" && truncated === true),
		requests: linesOf(read("outbox")).map((line) => outboxRequest.parse(JSON.parse(line))),
		differences: await patchDifferences({ changes }, {
			suspectedSecrets,
			most: mostDifferences,
			read: (digest) => kept.has(digest) ? blobs.read(digest) : void 0
		})
	};
}
function linesOf(text = "") {
	return text.split("\n").filter((line) => line !== "");
}
function boundedEvents(events) {
	return events.length <= mostEvents ? events : [...events.slice(0, mostEvents / 2), ...events.slice(-1e4)];
}
function shownTicket(ticket) {
	const { iss, iat, exp, again, sourceRefs, taskKind, trustTier, serviceAccount, permission } = ticket;
	const { budget, writeBack, secrets, stack, context, configs, identity } = ticket;
	return {
		iss,
		iat,
		exp,
		again,
		sourceRefs,
		taskKind,
		trustTier,
		serviceAccount,
		permission,
		budget,
		writeBack,
		secrets,
		stack: {
			name: stack.name,
			generation: stack.generation,
			digest: stack.digest
		},
		context: {
			bundle: context.bundle,
			digest: context.digest,
			bytes: Buffer.byteLength(context.text)
		},
		configs: configs.map(({ name }) => name),
		leftOut: identity.leftOut
	};
}
// src/commands/run/run-tickets.ts
async function runTicket({ clock, log, signal }, ticket, { ports, poolKey, directory }) {
	const content = await openContent(ticket.sealed, poolKey);
	for (const value of Object.values(content.secrets)) log.mask(value);
	const opened = {
		ticket,
		content,
		poolIdentity: poolKey,
		...await earlierSession(ticket, poolKey)
	};
	using supervised = await supervise(ports, opened, signal);
	const { run, blobs } = supervised;
	const bundle = join(directory, `${ticket.attempt}.bundle`);
	using file = new StreamedFile(bundle, alone(bundle));
	const key = Buffer.from(content.bundleKey, "base64url");
	for await (const chunk of writeBundle(run, key, async function* ({ digest }) {
		yield blobs.read(digest);
	})) file.append(chunk);
	file.commit();
	supervised.kept();
	const report = join(directory, `${ticket.attempt}.html`);
	const { runReport } = await import("../rooms/console-with-preact-preact-render-to-string.js");
	const data = await runReportData({
		ticket,
		supervised,
		bundle,
		writtenAt: clock.now()
	});
	writeFileAtomically(report, runReport(data), alone(report));
	return {
		run,
		bundle,
		report
	};
}
function alone(file) {
	return {
		mode: 384,
		temporary: temporaryNameFor(basename(file))
	};
}
// src/commands/run/body.ts
const claims = object({ run: string() });
async function run(context, options) {
	const { pool, key } = poolOf(context, options.pool);
	const project = await openProject(context.cwd, options.root);
	const directory = options.bundles === void 0 ? workPath(project, "bundles") : outputPath(context, options.bundles);
	if (options.tickets === void 0) {
		const { runQueued } = await import("./run.js");
		return await runQueued(context, options, {
			project,
			pool,
			key,
			directory
		});
	}
	const file = resolve(context.cwd, options.tickets);
	using client = new HttpClient({
		connections: 1,
		env: context.env
	});
	const ports = {
		...machineOf(context, project, options, {
			paths: [file],
			values: [key]
		}),
		reportsOf: (_, { reports }) => reports && reportOverHttp(client, reports)
	};
	const demand = {
		keys: ticketKeysFor(context, options.ticketKey),
		pool,
		now: context.clock.now()
	};
	const finished = [];
	const faults = [];
	for (const jws of ticketsIn(file)) {
		if (options.run.length > 0 && !options.run.includes(claimedRun(jws) ?? "")) continue;
		try {
			const ticket = await openTicket(jws, demand);
			finished.push(await runTicket(context, ticket, {
				ports,
				poolKey: key,
				directory
			}));
		} catch (caught) {
			context.signal.throwIfAborted();
			faults.push(asFault(caught));
		}
	}
	return runAccount(finished, faults);
}
function claimedRun(jws) {
	try {
		return claims.parse(JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"))).run;
	} catch {
		return;
	}
}
function ticketsIn(file) {
	let text;
	try {
		text = readFileSync(file, "utf8");
	} catch (cause) {
		throw noTickets(`${file} cannot be read: ${messageOf(cause)}`, cause);
	}
	const tickets = text.split("\n").filter((line) => line.trim() !== "");
	if (tickets.length === 0) throw noTickets(`${file} holds no ticket`);
	return tickets;
}
function noTickets(problem, cause) {
	return new IdentikitError("TICKET_INVALID", problem, {
		remedy: "Give the file with tickets that dispatch wrote; a run that waits has none yet.",
		cause
	});
}
// src/commands/run/run-queued.ts
async function runQueued(context, options, { project, pool, key, directory }) {
	const { organization: namespace } = accessPlace(project, { organization: options.organization });
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	const services = dispatchServices(context, project, {
		database,
		store
	}, namespace);
	const launching = await launchServices(context, project, services, options.memory);
	const reporting = {
		database,
		store,
		now: () => context.clock.now()
	};
	const ports = {
		...machineOf(context, project, options, {
			paths: [],
			values: [key]
		}),
		reportsOf: (ticket) => (report) => takeReport(reporting, {
			namespace,
			name: ticket.attempt
		}, report)
	};
	const finished = [];
	const faults = [];
	const accounts = [];
	const queued = await queuedRuns(store, namespace, pool);
	const isNamed = options.run.length > 0;
	const taken = isNamed ? options.run.map((name) => ({
		namespace,
		name
	})) : queued.map(({ metadata }) => metadata);
	for (const run of taken) try {
		if (isNamed && !queued.some(({ metadata: { name } }) => name === run.name)) throw await notQueued(launching, run, pool);
		const { ticket } = await launchRun(launching, run, context.signal);
		const demand = {
			keys: [launching.key.publicKey],
			pool,
			now: context.clock.now()
		};
		const attempt = await runTicket(context, await openTicket(ticket, demand), {
			ports,
			poolKey: key,
			directory
		});
		finished.push(attempt);
		const places = {
			memory: options.memory,
			bundle: [attempt.bundle]
		};
		const written = await takeAndWrite(context, project, {
			database,
			store
		}, places);
		accounts.push(...written.details ?? [], ...written.account);
		faults.push(...written.faults ?? []);
	} catch (caught) {
		context.signal.throwIfAborted();
		const fault = asFault(caught);
		const isFull = fault.code === "POOL_FULL";
		const isPassedOver = !isNamed && (isFull || await isTaken(store, {
			run,
			pool,
			fault
		}));
		if (isPassedOver) accounts.push(`${fault.message}. ${fault.remedy}`);
		else faults.push(fault);
		if (isPassedOver && isFull) break;
	}
	const result = runAccount(finished, faults);
	const nothing = taken.length === 0 ? [`No run is queued for the pool ${pool}.`] : [];
	return {
		...result,
		account: [
			...result.account,
			...accounts,
			...nothing
		]
	};
}
async function isTaken(store, { run, pool, fault }) {
	if (fault.code === "LOCK_HELD") return true;
	if (fault.code !== "RUN_NOT_READY" && fault.code !== "CONFLICT") return false;
	return !(await queuedRuns(store, run.namespace, pool)).some(({ metadata: { name } }) => name === run.name);
}
async function notQueued(services, key, pool) {
	const { run } = await launchBase(services, key);
	return notReady(run, `its stack ${run.spec.agentStack} is not of the pool ${pool}`);
}
async function queuedRuns(store, namespace, pool) {
	return await store.read(async (reader) => {
		const found = [];
		for await (const run of reader.each(agentDispatchRun, {
			namespace,
			fields: parseFieldSelector("status.phase=Queued")
		})) {
			if (run.status.reason === "CONCURRENCY_QUEUED" || run.status.reason === "STACK_PENDING") continue;
			if ((await reader.get(agentStack, {
				namespace,
				name: run.spec.agentStack
			}))?.spec.runnerPool === pool) found.push(run);
		}
		return found.sort((a, b) => a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1);
	});
}
export { run, runQueued };
