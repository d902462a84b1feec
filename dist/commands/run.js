import { IdentikitError, asFault, hostOf, hostTokenVariable, markdownCode, markdownProse, messageOf, outputMembers, poolKeyVariable, ticketKeyVariable } from "../start/faces.js";
import { StreamedFile } from "../rooms/tree.js";
import { object, string } from "../vendor/zod.js";
import { nodeProgram } from "../rooms/runtime.js";
import { openProject, workPath } from "../rooms/project.js";
import { outputPath } from "../rooms/commands.js";
import { agentDispatchRun, agentStack, openContent, openTicket, parseFieldSelector, parsePublicTicketKeys, writeBundle } from "../rooms/agents.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { dispatchServices, launchServices } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { launchRun } from "../rooms/agents-with-config-template-yaml-zlib.js";
import { hostIsolation } from "../rooms/supervisor-with-child_process-image-sqlite.js";
import { hostWorkspaces } from "../rooms/supervisor-with-agents-child_process.js";
import { WorkspaceRoot } from "../rooms/workspace-with-agents-child_process-sqlite.js";
import { earlierSession } from "../rooms/supervisor-with-agents.js";
import { supervise } from "../rooms/supervisor-with-agents-config-diff-env-http-smol-toml-sqlite-template-zlib.js";
import { run as run$1 } from "./write-back.js";
import { dirname, join, resolve } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
// src/commands/run/machine.ts
function machineOf(context, project, options, guards) {
	const { env, clock, log } = context;
	const host = hostOf(env);
	const token = env[hostTokenVariable];
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
			outbox: outboxProgram(),
			guards
		}),
		runner: {
			name: env.RUNNER_NAME ?? hostname(),
			...ciRunOf(context) ? { ciRun: ciRunOf(context) } : {}
		},
		clock,
		log
	};
}
function ciRunOf({ env }) {
	const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
	return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : void 0;
}
function outboxProgram() {
	for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== "/"; folder = dirname(folder)) {
		const program = join(folder, "dist/outbox-server.js");
		if (existsSync(program)) return {
			node: nodeProgram(),
			program
		};
	}
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
			attempts: finished.map(({ run, bundle }) => outputMembers({
				run: run.run,
				attempt: run.attempt,
				phase: run.outcome.phase,
				reason: run.outcome.reason,
				message: run.outcome.message,
				patch: run.patch,
				cost: run.usage.cost,
				bundle
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
function summaryOf({ run }) {
	const { outcome, isolation, identity, usage, patch } = run;
	const rows = [
		["Attempt", markdownCode(run.attempt)],
		["Came to", `${outcome.phase}${outcome.reason === void 0 ? "" : ` (${markdownCode(outcome.reason)})`}`],
		...outcome.message === void 0 ? [] : [["Because", markdownProse(outcome.message.slice(0, 500))]],
		["Isolation", `${isolation.kind}, network ${isolation.network}`],
		["Own identity", identity.unchanged ? "unchanged" : `changed: ${markdownProse(identity.findings.join("; ").slice(0, 500))}`],
		["Used", `${usage.turns} turns, ${usage.tokens} tokens${usage.cost === void 0 ? "" : `, $${usage.cost}`}`],
		["Patch", patch === void 0 ? "none" : markdownCode(patch)]
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
// src/commands/run/run-tickets.ts
async function runTicket({ log, signal }, ticket, { ports, poolKey, directory }) {
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
	using file = new StreamedFile(bundle, { mode: 384 });
	const key = Buffer.from(content.bundleKey, "base64url");
	for await (const chunk of writeBundle(run, key, async function* ({ digest }) {
		yield blobs.read(digest);
	})) file.append(chunk);
	file.commit();
	return {
		run,
		bundle
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
	const ports = machineOf(context, project, options, {
		paths: [file],
		values: [key]
	});
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
	const ports = machineOf(context, project, options, {
		paths: [],
		values: [key]
	});
	const finished = [];
	const faults = [];
	const accounts = [];
	const { root, memory } = options;
	const writeOptions = {
		root,
		memory,
		database: options.database,
		pending: false
	};
	for (const run of await queuedRuns(store, namespace, pool, options.run)) try {
		const { ticket } = await launchRun(launching, run.metadata, context.signal);
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
		const written = await run$1(context, {
			...writeOptions,
			bundle: [attempt.bundle]
		});
		accounts.push(...written.details ?? [], ...written.account);
		faults.push(...written.faults ?? []);
	} catch (caught) {
		context.signal.throwIfAborted();
		faults.push(asFault(caught));
	}
	const result = runAccount(finished, faults);
	return {
		...result,
		account: [...result.account, ...accounts]
	};
}
async function queuedRuns(store, namespace, pool, names) {
	return await store.read(async (reader) => {
		const found = [];
		for await (const run of reader.each(agentDispatchRun, {
			namespace,
			fields: parseFieldSelector("status.phase=Queued")
		})) {
			if (run.status.reason === "CONCURRENCY_QUEUED") continue;
			if (names.length > 0 && !names.includes(run.metadata.name)) continue;
			if ((await reader.get(agentStack, {
				namespace,
				name: run.spec.agentStack
			}))?.spec.runnerPool === pool) found.push(run);
		}
		return found.sort((a, b) => a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1);
	});
}
export { run, runQueued };
