import { Command, CommanderError, InvalidArgumentError, Option } from "../vendor/commander.js";
import { number, object, string } from "../vendor/zod.js";
import { IdentikitError, asFault, bundleVerifier, cancelled, changeDetails, changeOutputs, changeSummary, choice, copyDrift, count, databaseOption, defineCommand, envOptions, errorOf, exitCodeOf, flag, jsonOf, kebab, list, logLine, makeReport, mebibytes, openProject, option, optionMeta, outputFile, outputPath, parseOptions, positional, requiredText, rootOption, signatureOption, stopOnSignals, systemClock, takesStandardOutput, text, verdictOf, visible, workPath } from "./faces.js";
import { bake } from "./bake-identity.js";
import { configExport } from "./export-config.js";
import { configImport } from "./import-config.js";
import { configSync } from "./sync-config.js";
import { outcomeLine, outcomeOutput, rebuildWaits, reconcile } from "./reconcile.js";
import { fetch } from "./fetch-template.js";
import { gate } from "./drift-gate.js";
import { materialize } from "./materialize-template.js";
import { publish } from "./publish-image.js";
import { describeFailure, failureOutput, render, renderResult, renderRun } from "./render-env.js";
import { promote } from "./promote-image.js";
import { setTimeout } from "node:timers/promises";
import { dirname, relative, resolve } from "node:path";
import { styleText } from "node:util";
// src/fault/stopped.ts
/**
* What a run that was told to stop throws: the signal's own reason where that says why (a fault of ours, a deadline),
* else `CANCELLED`.
*/
function stopped({ reason }, what = "stopped before it was done") {
	if (reason instanceof IdentikitError || reason?.name === "TimeoutError") return reason;
	return cancelled(what, reason);
}
/**
* Waits, unless the signal ends it. Every wait of the house is this one, so that none ends with an error of its own.
* @throws what {@link stopped} says
*/
async function pause(milliseconds, signal) {
	try {
		await setTimeout(milliseconds, void 0, signal ? { signal } : {});
	} catch (cause) {
		throw signal?.aborted ? stopped(signal, "stopped while waiting") : cause;
	}
}
// src/config/lock-wait.ts
/** A lock was waited for in vain, and who holds it as far as that is known. The code is that of the database. */
var LockWait = class extends Error {
	name = "LockWait";
	code;
	/** For messages: a process, and since when. */
	holder;
	constructor(code, holder, cause) {
		super("a lock was waited for in vain", { cause });
		this.code = code;
		this.holder = holder;
	}
};
/** Lock not available, statement cancelled at its time limit, serialization failure, deadlock. */
const serverCodes = new Set([
	"55P03",
	"57014",
	"40001",
	"40P01"
]);
/** Whether a database refused something only because another transaction is in the way. */
function isLockWait(cause) {
	if (cause instanceof LockWait) return true;
	if (!(cause instanceof Error)) return false;
	const { code, errcode } = cause;
	if (code === "ERR_SQLITE_ERROR") return [5, 6].includes(Number(errcode) % 256);
	return serverCodes.has(String(code ?? ""));
}
// src/config/unknown-outcome.ts
/** The connection was lost while a transaction was being committed: it may have been, or not. */
var UnknownOutcome = class extends Error {
	name = "UnknownOutcome";
	constructor(cause) {
		super("the answer to COMMIT was lost", { cause });
	}
};
// src/config/database-fault.ts
/**
* How a database is called in messages: the path, or host, port and name of a server; never a user or a password.
*/
function displayName(location) {
	if (!isServer(location)) return looksLikeUrl(location) ? schemeOf(location) : location;
	try {
		const url = new URL(location.replace("@/", "@localhost/"));
		return `postgres://${decodeURIComponent(url.hostname) || url.searchParams.get("host") || "localhost"}${url.port === "" ? "" : `:${url.port}`}${url.pathname}`;
	} catch {
		return "postgres://(malformed URL)";
	}
}
/** True for the URL of a PostgreSQL server. */
function isServer(location) {
	return /^postgres(ql)?:\/\//i.test(location);
}
/**
* What looks like a URL and is not one of PostgreSQL is no path: a file or directory would be called so, with the password in
* its name. A path that really is called like that is given with `./` before it.
* @throws {IdentikitError} `DATABASE_UNREACHABLE`; nothing of the location is in the message but its scheme
*/
function checkLocation(location) {
	if (isServer(location) || !looksLikeUrl(location)) return;
	throw new IdentikitError("DATABASE_UNREACHABLE", `the database's location (${schemeOf(location)}) is neither a path nor a URL of a PostgreSQL server`, { remedy: "Write postgres://user@host/name, or a path; start a path that has a colon with ./." });
}
/** Nothing but the scheme: what follows may hold a password wherever the mistake is. */
function schemeOf(location) {
	return `${/^[a-z][a-z0-9+.-]*(?=:)/i.exec(location)?.[0] ?? ""}:…`;
}
/** `postgres:/u:p@h/d`, `postgresql:u@h`, `postgres//h`, `https://…`, ` postgres://…`, `host:5432/db`, `u:p@h/d`. */
function looksLikeUrl(location) {
	if (/^\.{0,2}\//.test(location)) return false;
	if (/^[a-z][a-z0-9+.-]+:/i.test(location)) return true;
	return /^\s*(?:jdbc:)?postgres/i.test(location) ? /[:/@]/.test(location) : /^[^/]*:[^/]*@/.test(location);
}
/** What could not be opened or reached, or is something else, or is damaged. */
function unreachable(name, cause) {
	if (cause instanceof IdentikitError) return cause;
	const content = contentFault(name, cause);
	if (content) return content;
	if (isLockWait(cause)) return busy(name, cause);
	return new IdentikitError("DATABASE_UNREACHABLE", `the config database ${name} could not be opened: ${reason$1(cause)}`, {
		remedy: "Check --database or DATABASE_URL, and that the server runs and lets this user in.",
		cause,
		retry: { kind: "later" }
	});
}
/** What went wrong while it was in use. The text of a server's error may quote a row, so only its kind is shown. */
function failed(name, cause) {
	if (cause instanceof IdentikitError) return cause;
	const content = contentFault(name, cause);
	if (content) return content;
	if (isLockWait(cause)) return busy(name, cause);
	if (cause instanceof UnknownOutcome) return unknownOutcome(name, cause);
	return new IdentikitError("DATABASE_FAILED", `the config database ${name} failed: ${reason$1(cause)}`, {
		remedy: "Nothing of this step was kept. Mend the cause (see --verbose) and run again.",
		cause,
		retry: { kind: "later" }
	});
}
/** A database of somebody else's: nothing of ours is put into it. */
function foreign(name, what, cause) {
	return new IdentikitError("DATABASE_FOREIGN", `${name} is not an Identikit database: ${what}`, {
		remedy: "Name the config database, or a path where there is nothing yet; this one was left as it is.",
		cause
	});
}
/** SQLite's result codes (sqlite3.h) and PostgreSQL's error codes (appendix A of its manual) for what was read. */
const notADatabase = 26;
const corrupt = new Set([
	11,
	"XX001",
	"XX002"
]);
/** A fault of what the file or the server holds, rather than of reaching it. */
function contentFault(name, cause) {
	const { errcode, code } = cause;
	const result = errcode === void 0 ? code : errcode & 255;
	if (result === notADatabase) return foreign(name, "it is not an SQLite file", cause);
	if (!corrupt.has(result)) return void 0;
	return new IdentikitError("DATABASE_DAMAGED", `the config database ${name} is damaged: ${reason$1(cause)}`, {
		remedy: "Restore the last backup (identikit restore), and check the disk that it is on.",
		cause
	});
}
/** Somebody else's transaction is in the way. */
function busy(name, cause) {
	const holder = cause instanceof LockWait ? cause.holder : void 0;
	const who = holder === void 0 ? "another transaction holds a lock for too long" : `held by ${holder}`;
	return new IdentikitError("DATABASE_BUSY", `the config database ${name} is busy: ${visible(who)}`, {
		remedy: "Wait for that transaction to end, or end it, and run again; nothing of this step was kept.",
		cause,
		retry: { kind: "later" }
	});
}
function unknownOutcome(name, cause) {
	const problem = `the connection to the config database ${name} was lost while it committed: whether the change was kept is not known`;
	return new IdentikitError("DATABASE_OUTCOME_UNKNOWN", problem, {
		remedy: "Run the same again: what was kept is recognised, and not done twice.",
		cause,
		retry: { kind: "later" }
	});
}
function reason$1(cause) {
	const [first] = cause instanceof AggregateError ? cause.errors : [cause];
	const message = first instanceof Error ? first.message : String(first);
	return visible(message.split("\n")[0]).replace(/\w+:\/\/\S+/g, "(URL)");
}
// src/config/lost-connection.ts
/** What the network says when the other side is gone. */
const networkCodes = new Set([...[
	"EPIPE",
	"ECONNRESET",
	"ECONNABORTED",
	"ETIMEDOUT",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"ENETDOWN",
	"ENOTCONN"
], "ERR_STREAM_DESTROYED"]);
/** What a server says before it hangs up: connection exceptions, shutdown, crash, starting up, idle for too long. */
const hangingUp = /^(08\w{3}|57P0[1235]|25P03)$/;
const wordsOfClient = /Connection terminated|connection error|Client was closed|not queryable|Cannot use a pool|socket hang up|ended by the other party/i;
/** An answer did not come in time: the other side is taken for gone. */
var SilentServer = class extends Error {
	name = "SilentServer";
	constructor(milliseconds) {
		super(`no answer came within ${milliseconds} ms`);
	}
};
/** Whether a statement failed because its connection is gone. */
function isLostConnection(cause) {
	if (!(cause instanceof Error)) return false;
	if (cause instanceof SilentServer) return true;
	const code = String(cause.code ?? "");
	if (networkCodes.has(code) || hangingUp.test(code)) return true;
	return code === "" && wordsOfClient.test(cause.message);
}
/** Whether a server that is there otherwise could not be connected to just now: it restarts. */
function isRestarting(cause) {
	const code = String(cause.code ?? "");
	return code === "ECONNREFUSED" || code === "ENOENT" || isLostConnection(cause);
}
/** The server is there and not ready yet. */
function isStarting(cause) {
	return cause.code === "57P03";
}
// src/config/database.ts
/** The config database, its schema one that this program can use. */
var ConfigDatabase = class {
	/** How messages call it: a path, or a server without credentials. */
	name;
	kind;
	signal;
	#engine;
	constructor(name, engine, signal) {
		this.name = name;
		this.kind = engine.kind;
		this.signal = signal;
		this.#engine = engine;
	}
	/**
	* Does some work in one transaction: kept when it returns, undone when it throws.
	* @throws {IdentikitError} `DATABASE_FAILED`, `DATABASE_BUSY`, `DATABASE_OUTCOME_UNKNOWN`, and whatever the work throws
	*/
	async transaction(kind, work) {
		this.signal?.throwIfAborted();
		try {
			return await this.#engine.run(kind, work);
		} catch (cause) {
			this.signal?.throwIfAborted();
			throw isDatabaseError(cause) ? failed(this.name, cause) : cause;
		}
	}
	/**
	* {@link transaction} of kind `read` for typed queries only.
	* @param work reads and does nothing else: where the connection is lost in the middle of it, it is done again from the beginning
	*/
	async read(work) {
		const once = () => this.transaction("read", (session) => work(session.query));
		try {
			return await once();
		} catch (caught) {
			if (!(caught instanceof IdentikitError && isLostConnection(caught.cause))) throw caught;
			return await once();
		}
	}
	async [Symbol.asyncDispose]() {
		await this.#engine.close();
	}
};
/**
* Opens the config database. A SQLite file is migrated where its schema is older, after a copy beside it; a server's database is made
* where it is empty, and never migrated by the way.
* @param location a path (made where it is missing), or a `postgres://` URL
* @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_TOO_NEW`, `DATABASE_TOO_OLD`, `MIGRATION_REFUSED`
*/
async function openDatabase(location, options = {}) {
	checkLocation(location);
	const name = displayName(location);
	const { openEngine } = isServer(location) ? await import("../rooms/config-with-kysely.js") : await import("../rooms/config-with-kysely-sqlite.js");
	try {
		return new ConfigDatabase(name, await openEngine(location, name, options), options.signal);
	} catch (cause) {
		throw options.signal?.aborted ? stopped(options.signal) : unreachable(name, cause);
	}
}
/** What SQLite, the PostgreSQL client and the network throw; everything else was thrown by the work itself. */
function isDatabaseError(cause) {
	if (!(cause instanceof Error) || cause instanceof IdentikitError) return false;
	const { code, name } = cause;
	if (name === "AbortError" || name === "RejectedRow") return false;
	if (isLockWait(cause) || isLostConnection(cause) || cause instanceof UnknownOutcome) return true;
	return /^[0-9A-Z]{5}$|^ERR_SQLITE|^E[A-Z]+$/.test(code ?? "") || /timeout exceeded/i.test(cause.message);
}
// src/commands/backup/backup.ts
const backup = defineCommand({
	name: "backup",
	summary: "Write everything that the config database holds to a file, while others use it.",
	example: "identikit backup --to config.backup",
	options: object({
		to: requiredText("FILE", "The backup to write, mode 0600; sealed secrets, access log and render queue included."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { backupDatabase } = await import("../rooms/config-with-sqlite.js");
		const { databaseLocation, openConfigDatabase } = await import("./identikit.js");
		const project = await openProject(context.cwd, options.root);
		const file = resolve(context.cwd, options.to);
		await using database = await openConfigDatabase(context, project, options.database);
		const { digest, rows, tables } = await backupDatabase(database, databaseLocation(context, project, options.database), file);
		return {
			outputs: {
				backup: file,
				digest,
				rows,
				tables: { ...tables }
			},
			account: [`backed up ${count(rows, "row")} of ${database.name} to ${file}`, `digest ${digest}`]
		};
	}
});
// src/commands/cache/cache.ts
const cache = defineCommand({
	name: "cache",
	summary: "Show what is kept on this machine to save time, or clear it.",
	example: "identikit cache --clear",
	options: object({ clear: flag("Remove everything that is cached, and the key that vouches for it.") }),
	async run(context, { clear }) {
		const { cacheRootOf } = await import("../rooms/cache.js");
		const { clearCaches, surveyCaches } = await import("../rooms/cache.js");
		const root = cacheRootOf(context.env);
		if (root === void 0) throw nowhere();
		const caches = surveyCaches(root);
		if (clear) clearCaches(root);
		const entries = caches.reduce((sum, { entries: each }) => sum + each, 0);
		const lines = caches.map(({ kind, entries: held, bytes, maxBytes }) => `${kind}: ${count(held, "file")}, ${mebibytes(bytes)} of at most ${mebibytes(maxBytes)}`);
		return {
			outputs: {
				path: root,
				cleared: clear,
				caches: caches.map((each) => ({ ...each }))
			},
			account: clear ? [`removed ${count(entries, "file")} from ${root}`] : [root, ...lines],
			changed: clear && entries > 0
		};
	}
});
function nowhere() {
	return new IdentikitError("USAGE", "there is no place for a cache: neither XDG_CACHE_HOME nor HOME is set", { remedy: "Set HOME, or XDG_CACHE_HOME to an absolute path; without them nothing is cached." });
}
// src/commands/places/database.ts
/**
* Which database is meant: the one named, else `DATABASE_URL`, else the settings'. A path is made absolute.
* @throws {IdentikitError} `DATABASE_UNREACHABLE` for what looks like a mistyped URL
*/
function databaseLocation(context, project, named) {
	const given = named ?? context.env.DATABASE_URL;
	const location = given || project.settings.database;
	checkLocation(location);
	if (isServer(location)) return location;
	return given ? resolve(context.cwd, location) : project.path(location);
}
/** Opens the config database of a run. */
function openConfigDatabase(context, project, named) {
	return openDatabase(databaseLocation(context, project, named), { signal: context.signal });
}
// src/commands/config-migrate/config-migrate.ts
const configMigrate = defineCommand({
	name: "config migrate",
	summary: "Bring the config database to this release's schema, in one transaction.",
	example: "identikit config migrate --plan",
	options: object({
		plan: flag("Change nothing: list what would change, and the rows that are in the way; exit code 2 for either."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { openDatabase } = await import("./identikit.js");
		const { checkNotRefused } = await import("../rooms/config-with-kysely.js");
		const { migrateDatabase } = await import("../rooms/config-with-kysely.js");
		const location = databaseLocation(context, await openProject(context.cwd, options.root), options.database);
		const { signal } = context;
		await using database = await openDatabase(location, {
			signal,
			schema: "any"
		});
		const plan = await migrateDatabase(database, options.plan || database.kind === "sqlite" ? "plan" : "apply");
		if (options.plan) return planned(plan, database.name);
		checkNotRefused(plan, database.name);
		if (database.kind === "sqlite") await (await openDatabase(location, { signal }))[Symbol.asyncDispose]();
		const { from, to, steps } = plan;
		return {
			outputs: outputsOf(plan),
			account: steps.length === 0 ? [`${database.name} has schema version ${to} already`] : [...stepLines(plan), `${database.name} is at schema version ${to}, from ${from}`],
			changed: steps.length > 0
		};
	}
});
function planned(plan, name) {
	const { from, to, steps, refused } = plan;
	const report = makeReport({
		check: "config migrate",
		verdict: steps.length > 0 ? "drift" : "clean",
		subject: `${name}, schema version ${from}, against version ${to}`,
		facts: [],
		findings: refused.map(findingOf)
	});
	const summary = steps.length === 0 ? "nothing to migrate" : `${count(steps.length, "step")} from version ${from} to ${to}`;
	return {
		outputs: outputsOf(plan),
		account: [...stepLines(plan), summary],
		report
	};
}
function outputsOf({ from, to, steps, refused }) {
	return {
		from,
		to,
		steps: steps.map((step) => ({ ...step })),
		refused: refused.map((row) => ({ ...row }))
	};
}
function stepLines({ steps }) {
	return steps.map(({ version, summary }) => `version ${version}: ${summary}`);
}
function findingOf({ version, row, problem, remedy }) {
	return {
		code: "MIGRATION_REFUSED",
		severity: "error",
		path: row,
		expected: `what version ${version} takes`,
		actual: problem,
		remedy
	};
}
// src/commands/config-plan/config-plan.ts
const configPlan = defineCommand({
	name: "config plan",
	summary: "Show what importing a bundle would create, change and delete; exit 2 where there is something.",
	example: "identikit config plan config.bundle --out config.plan",
	options: object({
		file: positional(requiredText("FILE", "The bundle.")),
		prune: flag("Count the rows that the bundle lacks as deletions."),
		out: outputFile("Write the plan to FILE, for config import --plan; - is standard output."),
		...signatureOption,
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { formatPlan, planImport } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const { writeOutput } = await import("../rooms/tree.js");
		const project = await openProject(context.cwd, options.root);
		const verifier = await bundleVerifier(context, project, options.requireSignature);
		await using database = await openConfigDatabase(context, project, options.database);
		const shown = [];
		const plan = await planImport({
			database,
			file: resolve(context.cwd, options.file),
			prune: options.prune,
			verifier,
			onChange: (change) => shown.length < 200 && shown.push(change)
		});
		const out = options.out === void 0 ? void 0 : outputPath(context, options.out);
		if (out !== void 0) writeOutput(out, formatPlan(plan));
		const { create, change, delete: remove } = plan.counts;
		const changes = create + change + remove;
		return {
			outputs: {
				changes,
				counts: { ...plan.counts },
				base: plan.base,
				digest: plan.bundle,
				rows: changeOutputs(shown),
				out
			},
			details: changeDetails(shown, changes),
			account: [changeSummary(changes)],
			report: makeReport({
				check: "plan",
				verdict: changes === 0 ? "clean" : "drift",
				subject: `${options.file} against ${database.name}`,
				facts: [
					{
						label: "create",
						value: String(create)
					},
					{
						label: "change",
						value: String(change)
					},
					{
						label: "delete",
						value: String(remove)
					}
				],
				findings: []
			})
		};
	}
});
// src/commands/config-show/config-show.ts
const configShow = defineCommand({
	name: "config show",
	summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
	example: "identikit config show concierge",
	options: object({
		agent: positional(requiredText("AGENT", "The agent's name.")),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { loadRows } = await import("../rooms/config.js");
		const { explainAgent } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		const explanation = explainAgent(await loadRows(database, [options.agent]), options.agent);
		return {
			outputs: { ...explanation },
			account: accountOf(explanation)
		};
	}
});
const groups = [
	"plugins",
	"marketplaces",
	"mcpServers",
	"systemPrompt",
	"skills"
];
function accountOf(explanation) {
	const { name, type, runtime, typeConfig } = explanation;
	return [
		`${name}: type ${type}, runtime ${runtime}`,
		...groups.flatMap((group) => explanation[group].map((entry) => `  ${group} ${entryLine(entry)}`)),
		...typeConfig.map(({ key }) => `  typeConfig ${key}`)
	];
}
function entryLine(entry) {
	const verb = entry.enabled ? "from" : "taken away by";
	const lost = entry.overrides.length > 0 ? `, over ${entry.overrides.map(placeOf).join(", ")}` : "";
	return `${entry.key}  ${verb} ${placeOf(entry)}${lost}`;
}
function placeOf({ scope, of }) {
	return of === null ? scope : `${scope} ${of}`;
}
// src/commands/containers-rebuild/containers-rebuild.ts
const { envRoot, accessor, events: events$1, reason, accessLog } = envOptions;
const containersRebuild = defineCommand({
	name: "containers rebuild",
	summary: "Recreate agents' containers from the current image with freshly rendered env directories; roll back where one does not come up.",
	example: "identikit containers rebuild concierge --env-root /srv/agents",
	options: object({
		name: positional(text("NAME", "Only this agent's containers; those of every agent if left out.")),
		image: text("REF", "The image to go to, as the engine names it; each container's own reference if left out."),
		settle: option(number().min(0).max(3600).optional(), {
			kind: "text",
			value: "SECONDS",
			description: "How long a new container must stay up before the old one is removed; the setting containers.settleSeconds (5) if left out."
		}),
		accept: list("FIELD", "A field of docker inspect that may be lost or differ in the new container, such as HostConfig.Runtime."),
		onlyIdle: flag("Leave containers alone in which a task runs: an exec session, or .identikit-task in the env directory."),
		envRoot,
		accessor,
		events: events$1,
		reason,
		accessLog,
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { loadRows } = await import("../rooms/config.js");
		const { resolveAgent } = await import("../rooms/config.js");
		const { rebuildContainers } = await import("../rooms/containers-with-config-env-image-sqlite.js");
		const { connectEngine } = await import("../rooms/image.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const { openEnvSession } = await import("./faces.js");
		const project = await openProject(context.cwd, options.root);
		const { name, image, settle, accept, onlyIdle } = options;
		await using database = await openConfigDatabase(context, project, options.database);
		const rows = await loadRows(database, name === void 0 ? void 0 : [name]);
		const names = name === void 0 ? rows.agents : [name];
		await using session = await openEnvSession(context, project, {
			secretsFrom: database,
			options,
			command: "render"
		});
		const progress = context.log.progress("rebuild containers");
		const outcomes = await rebuildContainers({
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
			onOutcome: ({ container }) => progress.update(container),
			onRecovery: (_, { container, kept }) => context.log.info(`${container}: a rebuild that was stopped is ended; the ${kept} container stays`)
		});
		progress.done(`${count(outcomes.length, "container")} looked after`);
		return {
			outputs: {
				containers: outcomes.map(outcomeOutput),
				accessLog: await session.writeAccessLog()
			},
			account: outcomes.length === 0 ? ["no container runs an agent of this fleet"] : outcomes.map(outcomeLine),
			changed: outcomes.some(({ result }) => result === "rebuilt"),
			faults: outcomes.flatMap((outcome) => "error" in outcome ? [outcome.error] : [])
		};
	}
});
// src/commands/doctor/doctor.ts
const marks = {
	ok: "✓",
	absent: "–",
	wrong: "✗"
};
const doctor = defineCommand({
	name: "doctor",
	summary: "Say what this machine and this repository have, what is missing, and how to get it.",
	example: "identikit doctor",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { machineProbes } = await import("../rooms/commands-with-child_process.js");
		const { repositoryProbes } = await import("../rooms/commands.js");
		const probes = [...machineProbes(context), ...repositoryProbes(context, options)];
		const results = await Promise.all(probes.map((probe) => examine(probe, context)));
		const needed = results.flatMap((result) => result.fault && result.needed ? [result.fault] : []);
		const faults = [...new Map(needed.map((fault) => [fault.message, fault])).values()];
		const width = Math.max(...results.map(({ name }) => name.length));
		return {
			outputs: { checks: results.map(({ name, state, detail, fault }) => ({
				name,
				state,
				detail,
				...fault ? { error: errorOf(fault) } : {}
			})) },
			account: results.flatMap(({ name, state, detail, fault, needed }) => [`${marks[state]} ${name.padEnd(width)}  ${detail}`, ...fault && !needed ? [`  ${" ".repeat(width)}  ${fault.remedy}`] : []]),
			faults
		};
	}
});
async function examine(probe, context) {
	const { name, needed } = probe;
	try {
		return {
			name,
			needed,
			state: "ok",
			detail: await probe.look(context.signal)
		};
	} catch (caught) {
		const fault = asFault(caught);
		return {
			name,
			needed,
			state: needed ? "wrong" : "absent",
			detail: fault.message,
			fault
		};
	}
}
// src/commands/events/events.ts
const events = defineCommand({
	name: "events",
	summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
	example: "identikit events --listen 127.0.0.1:8787",
	options: object({
		listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
		auth: choice(["loopback", "token"], "loopback", "Who may listen: this machine, or whoever sends the token in IDENTIKIT_EVENTS_TOKEN."),
		events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
		...rootOption
	}),
	async run(context, options) {
		const { eventStream } = await import("../rooms/api-with-hono.js");
		const { HttpServer } = await import("../rooms/api-with-hono-http.js");
		const { parseListenAddress } = await import("../rooms/api.js");
		const { eventFile } = await import("./faces.js");
		const project = await openProject(context.cwd, options.root);
		const { log, signal } = context;
		const file = eventFile(context, project, options.events);
		const address = parseListenAddress(options.listen);
		const auth = authOf(context, options.auth);
		await using server = await HttpServer.start({
			address,
			auth,
			app: eventStream({
				file,
				signal
			}),
			signal
		});
		const url = `${server.url}/events`;
		log.info(`events of ${file} at ${url}`);
		const { promise: stopped, resolve: stop } = Promise.withResolvers();
		signal.addEventListener("abort", () => stop(), { once: true });
		await stopped;
		return {
			outputs: { url },
			account: ["stopped"]
		};
	}
});
function authOf({ env, log }, kind) {
	if (kind === "loopback") return { kind };
	const token = env.IDENTIKIT_EVENTS_TOKEN;
	if (!token) throw new IdentikitError("AUTH_REQUIRED", "--auth token is given, and IDENTIKIT_EVENTS_TOKEN is not set", { remedy: "Set it to a long random value, and give the same to whoever is to listen." });
	log.mask(token);
	return {
		kind,
		token
	};
}
// src/commands/pipeline/pipeline-account.ts
/** Collects what the steps of a chain came to, and tells it as one story. */
var PipelineAccount = class {
	#context;
	root;
	#results = new Map();
	constructor(context, root) {
		this.#context = context;
		this.root = root;
	}
	/** Runs one command as the next step; a part of it that failed ends the chain. */
	async step(name, command, raw) {
		this.#context.signal.throwIfAborted();
		return this.add(name, await command.run(this.#context, command.options.parse(raw)));
	}
	/** Takes the result of a step that was run otherwise. */
	add(name, result) {
		const [fault] = result.faults ?? [];
		if (fault) throw fault;
		this.#results.set(name, result);
		return result;
	}
	/** Every step's outputs by its name. */
	get outputs() {
		const entries = [...this.#results].map(([name, result]) => [name, jsonOf(result)]);
		return Object.fromEntries(entries);
	}
	/** Every step's account, its first line behind the step's name; paths in the repository relative to it. */
	get lines() {
		const width = Math.max(...[...this.#results.keys()].map((name) => name.length));
		return [...this.#results].flatMap(([name, { account, report }]) => [...report ? [verdictLine(report)] : [], ...account].map((line, index) => `${(index === 0 ? name : "").padEnd(width)}  ${this.shorten(line)}`));
	}
	/** Whether any step changed anything. */
	get changed() {
		return [...this.#results.values()].some(({ changed }) => changed === true);
	}
	/** A line with the repository's own paths relative to it, however they were written. */
	shorten(line) {
		const typed = relative(this.#context.cwd, this.root);
		const short = line.replaceAll(`${this.root}/`, "");
		return typed === "" ? short : short.replaceAll(` ${typed}/`, " ");
	}
};
/** What a check came to; what it found follows at the end of the whole account. */
function verdictLine({ verdict, findings }) {
	return verdict === "clean" ? "clean: every file is byte for byte the template's" : `${verdict}: ${count(findings.length, "finding")}`;
}
// src/commands/pipeline/stand-in-secrets.ts
/**
* Seals a made-up value for each stand-in secret of the settings that neither the database nor the environment has, so that
* an example runs without a real one. The value says what it is, and is the same each time.
* @returns the names that stand in; never any on a server, which is nobody's example
*/
async function sealStandIns(context, project, database) {
	const { standInSecrets } = project.settings;
	if (standInSecrets.length === 0 || database.kind !== "sqlite") return [];
	const { listSecrets, setSecret } = await import("../rooms/config.js");
	const { secretVariablePrefix } = await import("../rooms/secret.js");
	const { findOrMakeKeyring } = await import("../rooms/commands.js");
	const sealed = new Set((await listSecrets(database)).map(({ name }) => name));
	const missing = standInSecrets.filter((name) => !sealed.has(name) && !context.env[secretVariablePrefix + name]);
	if (missing.length === 0) return [];
	const keyring = findOrMakeKeyring(context, project);
	for (const name of missing) await setSecret(database, keyring, name, `made-up-value-of-${name}`);
	return missing;
}
// src/commands/pipeline/pipeline.ts
const options = object({
	base: option(string().min(1).default("scratch"), {
		kind: "text",
		value: "REF",
		description: "The image that the identity is put on."
	}),
	to: text("REPO", "Where the image is published; an OCI layout under .identikit if left out."),
	envRoot: text("DIR", "Where the env directories go; .identikit/env if left out."),
	onMissingSecret: choice(["fail", "skip"], "fail", "Fail, or leave the agent out and go on."),
	...rootOption,
	...databaseOption
});
const pipeline = defineCommand({
	name: "pipeline",
	summary: "Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
	example: "identikit pipeline --root examples/fleet",
	options,
	async run(context, given) {
		const project = await openProject(context.cwd, given.root);
		const places = placesOf(context, project, given);
		const findings = await alterationsIn(project, places.templates);
		const drift = copyDrift(context, project, {
			check: "pipeline",
			findings,
			undone: "nothing was done"
		});
		if (drift) return drift;
		const account = new PipelineAccount(context, project.root);
		const root = { root: project.root };
		const database = given.database === void 0 ? {} : { database: given.database };
		const image = {
			...root,
			template: places.template
		};
		await account.step("fetch", fetch, {
			...root,
			all: true,
			into: places.templates
		});
		await account.step("sync", configSync, {
			...root,
			...database,
			templates: places.templates
		});
		const baked = await account.step("bake", bake, {
			...image,
			base: given.base,
			to: places.baked
		});
		const { report } = await account.step("gate", gate, {
			...image,
			image: places.baked
		});
		const bundle = await account.step("export", configExport, {
			...root,
			...database,
			to: places.bundle
		});
		const carried = {
			...root,
			file: places.bundle,
			database: places.carried,
			prune: true
		};
		await account.step("import", configImport, carried);
		account.add("render", await renderCarried(context, project, given, places));
		const tags = baked.outputs.commit === null ? { tag: ["staging-local"] } : {};
		const { image: name, digest, tags: names } = (await account.step("publish", publish, {
			...image,
			from: places.baked,
			to: places.published,
			...tags
		})).outputs;
		return {
			outputs: {
				result: report?.verdict,
				findings: [],
				changed: account.changed,
				image: name,
				digest,
				tags: names,
				treeDigest: baked.outputs.treeDigest,
				bundle: places.bundle,
				bundleDigest: bundle.outputs.digest,
				envRoot: places.environments,
				steps: account.outputs
			},
			account: account.lines,
			...report && report.verdict !== "clean" ? { report: {
				...report,
				check: "pipeline"
			} } : {},
			closing: closing(account, places)
		};
	}
});
async function alterationsIn(project, templatesDir) {
	const { copiesIn } = await import("../rooms/commands.js");
	const { alterationsOf } = await import("../rooms/template.js");
	const { readManifest } = await import("../rooms/template.js");
	return (await copiesIn(project, templatesDir, readManifest(project.path(project.settings.manifest), project.settings.manifest).workspaceTemplates.map(({ name }) => name))).flatMap(alterationsOf);
}
/**
* Renders every agent from the database on the far side of the bundle. Secrets do not travel with it: they are read,
* and their reads logged, where they are kept.
*/
async function renderCarried(context, project, given, places) {
	const { openConfigDatabase } = await import("./identikit.js");
	const { loadRows } = await import("../rooms/config.js");
	const { resolveAgent } = await import("../rooms/config.js");
	await using carried = await openConfigDatabase(context, project, places.carried);
	await using source = await openConfigDatabase(context, project, given.database);
	const standIns = await sealStandIns(context, project, source);
	const rows = await loadRows(carried);
	const run = await renderRun(context, project, {
		agents: rows.agents.map((name) => resolveAgent(rows, name)),
		secretsFrom: source,
		options: {
			envRoot: places.environments,
			onMissingSecret: given.onMissingSecret,
			reason: "pipeline"
		}
	});
	const result = renderResult(run);
	const made = standIns.map((name) => `secret ${name} is a made-up value (identikit.yaml, standInSecrets)`);
	return {
		...result,
		account: [...result.account, ...made]
	};
}
function closing(account, places) {
	return [
		"",
		account.changed ? "Done: every copy was made from its source, and compared with it." : "Nothing changed: every copy was compared with its source, and equals it.",
		"",
		`Look at, in ${account.root}:`,
		`  the image         ${account.shorten(places.published)}`,
		`  the config bundle ${account.shorten(places.bundle)}`,
		`  the environments  ${account.shorten(places.environments)}/<agent>/`
	];
}
function placesOf(context, project, given) {
	const templates = project.path(project.settings.templates);
	return {
		templates,
		template: resolve(templates, project.settings.identity.template),
		baked: `oci:${workPath(project, "images")}:baked`,
		bundle: workPath(project, "config.bundle"),
		carried: workPath(project, "carried.db"),
		environments: given.envRoot === void 0 ? workPath(project, "env") : resolve(context.cwd, given.envRoot),
		published: given.to ?? `oci:${workPath(project, "published")}`
	};
}
// src/commands/queue/queue.ts
const queue = defineCommand({
	name: "queue",
	summary: "Show the render queue: agents that are due, that a worker has, and that fail, with the next try. It only reads.",
	example: "identikit queue",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { listQueue } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		const entries = await listQueue(database);
		const having = (state) => entries.filter((entry) => entry.state === state).length;
		const [due, leased, failing] = [
			having("due"),
			having("leased"),
			having("failing")
		];
		return {
			outputs: {
				due,
				leased,
				failing,
				agents: entries.map(entryOutput)
			},
			account: [...entries.map(entryAccount), entries.length === 0 ? "the render queue is empty" : `${count(entries.length, "agent")}: ${due} due, ${leased} being rendered, ${failing} failing`]
		};
	}
});
function entryOutput(entry) {
	const { agent, state } = entry;
	const failure = entry.failure ? failureOutput(entry.failure) : {};
	switch (entry.state) {
		case "due": return {
			agent,
			state,
			since: entry.since.toISOString(),
			...failure
		};
		case "leased": {
			const { worker, since, until } = entry;
			return {
				agent,
				state,
				worker,
				since: since?.toISOString() ?? null,
				until: until.toISOString(),
				...failure
			};
		}
		case "failing": return {
			agent,
			state,
			...failure,
			nextTry: entry.nextTry.toISOString()
		};
	}
}
function entryAccount(entry) {
	const failed = entry.failure ? `; ${describeFailure(entry.failure)}` : "";
	switch (entry.state) {
		case "due": return `${entry.agent}  due since ${entry.since.toISOString()}${failed}`;
		case "leased": {
			const since = entry.since === void 0 ? "" : ` since ${entry.since.toISOString()}`;
			return `${entry.agent}  with ${entry.worker}${since}, until ${entry.until.toISOString()}${failed}`;
		}
		case "failing": return `${entry.agent}  failing: ${describeFailure(entry.failure)}; next try ${entry.nextTry.toISOString()}`;
	}
}
// src/commands/restore/restore.ts
const restore = defineCommand({
	name: "restore",
	summary: "Make the config database hold what a backup holds, of either kind: all of it or nothing.",
	example: "identikit restore config.backup",
	options: object({
		file: positional(requiredText("FILE", "The backup.")),
		replace: flag("Delete what the database holds; without it, the database must hold nothing."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { openDatabase } = await import("./identikit.js");
		const { restoreBackup } = await import("../rooms/config-with-kysely.js");
		const project = await openProject(context.cwd, options.root);
		const file = resolve(context.cwd, options.file);
		const { signal } = context;
		await using database = await openDatabase(databaseLocation(context, project, options.database), {
			signal,
			schema: "any"
		});
		const { digest, rows } = await restoreBackup({
			database,
			file,
			replace: options.replace
		});
		return {
			outputs: {
				digest,
				rows
			},
			account: [`restored ${count(rows, "row")} from ${file} into ${database.name}`, "env directories may be newer than the backup: run identikit render to bring them back in line"],
			changed: true
		};
	}
});
// src/commands/secret-list/secret-list.ts
const secretList = defineCommand({
	name: "secret list",
	summary: "List the secrets with version and key, never with a value.",
	example: "identikit secret list",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { listSecrets } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		const secrets = await listSecrets(database);
		const account = secrets.map(({ name, version, keyId }) => `${name}  version ${version}, key ${keyId}`);
		return {
			outputs: { secrets },
			account: account.length > 0 ? account : ["no secrets"]
		};
	}
});
// src/commands/secret-log/secret-log.ts
const secretLog = defineCommand({
	name: "secret log",
	summary: "Show who read which secret for which agent, when and why; verify or export that log.",
	example: "identikit secret log FORGE_TOKEN --limit 20",
	options: object({
		name: positional(text("NAME", "Only reads of this secret.")),
		agent: text("AGENT", "Only reads for this agent."),
		limit: option(number().int().min(1).max(1e6).default(1e3), {
			kind: "text",
			value: "N",
			description: "The newest N reads."
		}),
		verify: flag("Check the hash chains of the whole log instead; exit code 2 where it was changed."),
		expect: text("HEADS", "With --verify: the heads that an earlier check printed, or a file that holds them; finds an end that was cut off."),
		export: flag("Print the whole log with its chains instead, as JSON lines."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		checkCombination(options);
		const { openConfigDatabase } = await import("./identikit.js");
		const project = await openProject(context.cwd, options.root);
		const expected = options.expect === void 0 ? void 0 : await readHeads(context, options.expect);
		await using database = await openConfigDatabase(context, project, options.database);
		if (options.verify) return await verify(context, project, database, expected);
		if (options.export) return await exportAll(context, database);
		const { listAccesses } = await import("../rooms/config.js");
		const accesses = await listAccesses(database, {
			...options.name === void 0 ? {} : { secret: options.name },
			...options.agent === void 0 ? {} : { agent: options.agent },
			limit: options.limit
		});
		return {
			outputs: { accesses: accesses.map((access) => ({ ...access })) },
			account: accesses.map(({ time, secret, agent, accessor, reason }) => `${time}  ${secret} for ${agent}, by ${accessor} (${reason})`)
		};
	}
});
async function verify(context, project, database, expected) {
	const { verifyLog } = await import("../rooms/config.js");
	const { formatHeads } = await import("../rooms/config.js");
	const { findKeyring } = await import("../rooms/commands.js");
	const found = await verifyLog(database, findKeyring(context, project), expected);
	const { sessions, lines, unchained, findings } = found;
	const heads = formatHeads(found.heads);
	const report = makeReport({
		check: "secret log",
		verdict: verdictOf(findings),
		subject: `the access log of ${database.name}`,
		facts: [{
			label: "sessions",
			value: String(sessions)
		}, {
			label: "lines",
			value: String(lines)
		}],
		findings
	});
	return {
		outputs: {
			sessions,
			lines,
			unchained,
			heads
		},
		account: [`${count(lines, "line")} in ${count(sessions, "session")}, ${unchained} without a chain`, `heads ${heads}`],
		report
	};
}
async function exportAll(context, database) {
	const { exportLog } = await import("../rooms/config.js");
	const { sessions, lines } = await exportLog(database, context.writeOutput);
	return {
		outputs: {
			sessions,
			lines
		},
		account: [],
		printed: true
	};
}
async function readHeads(context, given) {
	const { isHeads, parseHeads } = await import("../rooms/config.js");
	if (isHeads(given)) return parseHeads(given, "--expect");
	const { readText } = await import("../rooms/document.js");
	const file = resolve(context.cwd, given);
	return parseHeads(readText(file), file);
}
function checkCombination(options) {
	const { name, agent, verify, expect, export: whole } = options;
	const problem = verify && whole ? "--verify and --export exclude each other" : (verify || whole) && (name ?? agent) !== void 0 ? "--verify and --export take the whole log: NAME and --agent cannot be given" : expect !== void 0 && !verify ? "--expect needs --verify" : void 0;
	if (problem === void 0) return;
	throw new IdentikitError("USAGE", problem, { remedy: "See identikit secret log --help." });
}
// src/commands/secret-rotate/secret-rotate.ts
const secretRotate = defineCommand({
	name: "secret rotate",
	summary: "Seal every secret again under the first key of the keyring, all or none.",
	example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { rotateSecrets } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const { findKeyring } = await import("../rooms/commands.js");
		const project = await openProject(context.cwd, options.root);
		const keyring = findKeyring(context, project);
		if (!keyring) throw noKeys();
		await using database = await openConfigDatabase(context, project, options.database);
		const { rotated, current } = await rotateSecrets(database, keyring);
		return {
			outputs: {
				rotated: [...rotated],
				current,
				keyId: keyring.sealingKeyId
			},
			account: [`${count(rotated.length, "secret")} sealed again under ${keyring.sealingKeyId}, ${current} already were`]
		};
	}
});
function noKeys() {
	return new IdentikitError("KEYRING_INVALID", "there are no secret keys to rotate to", { remedy: "Set IDENTIKIT_SECRET_KEYS=new:base64,old:base64; the first one seals." });
}
// src/commands/secret-set/secret-set.ts
const secretSet = defineCommand({
	name: "secret set",
	summary: "Seal a value, read from standard input, as a secret of the config database.",
	example: "printf %s \"$TOKEN\" | identikit secret set FORGE_TOKEN",
	options: object({
		name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		const { setSecret } = await import("../rooms/config.js");
		const { openConfigDatabase } = await import("./identikit.js");
		const { findOrMakeKeyring } = await import("../rooms/commands.js");
		const project = await openProject(context.cwd, options.root);
		const value = secretText(await context.readInput());
		context.log.mask(value);
		const keyring = findOrMakeKeyring(context, project);
		await using database = await openConfigDatabase(context, project, options.database);
		const { version, changed } = await setSecret(database, keyring, options.name, value);
		return {
			outputs: {
				name: options.name,
				version,
				changed
			},
			account: [changed ? `sealed ${options.name} under key ${keyring.sealingKeyId}` : `${options.name} has this value already`]
		};
	}
});
/** The bytes as text, without the one line end that `echo` and editors put behind a value. */
function secretText(bytes) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes).replace(/\r?\n$/, "");
	} catch (cause) {
		throw new IdentikitError("SECRET_INVALID", "the value on standard input is not UTF-8 text", {
			remedy: "Encode binary values, for instance with base64.",
			cause
		});
	}
}
// src/commands/all.ts
/** Every command, in the order in which `--help` lists them. */
const allCommands = [
	fetch,
	materialize,
	bake,
	gate,
	publish,
	promote,
	configSync,
	configExport,
	configPlan,
	configImport,
	configShow,
	configMigrate,
	backup,
	restore,
	secretSet,
	secretList,
	secretRotate,
	secretLog,
	render,
	queue,
	reconcile,
	containersRebuild,
	events,
	pipeline,
	doctor,
	cache
];
// src/runtime/masker.ts
/** Keeps registered values out of every line that a run prints. */
var Masker = class {
	#values = new Set();
	/** Registers a value and each of its lines; very short lines would blot out innocent text and are left out. */
	add(value) {
		for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim().length >= 4) this.#values.add(part);
	}
	/** A value as it is printed as JSON: strings with registered values masked, keys as they are. */
	applyTo(value) {
		return this.#copy(value);
	}
	#copy(value) {
		if (typeof value === "string") return this.apply(value);
		if (Array.isArray(value)) return value.map((item) => this.#copy(item));
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#copy(item)]));
	}
	/** The text with every registered value as `***`, the longest first, so that a prefix does not unveil the rest. */
	apply(text) {
		let masked = text;
		for (const value of [...this.#values].sort((a, b) => b.length - a.length)) masked = masked.replaceAll(value, "***");
		return masked;
	}
};
// src/runtime/standard-input.ts
/** The most that is read from standard input, in bytes. */
const maxInputBytes = 16777216;
/**
* Standard input to its end.
* @throws {IdentikitError} `USAGE` where it is a terminal (nobody piped anything) or over the bound
*/
async function readStandardInput(stream) {
	if (stream.isTTY) throw new IdentikitError("USAGE", "the value is read from standard input, and nothing is piped into it", { remedy: "Pipe it in: printf %s \"$VALUE\" | identikit …" });
	const chunks = [];
	let length = 0;
	for await (const chunk of stream) {
		length += chunk.length;
		if (length > 16777216) throw new IdentikitError("USAGE", `standard input is larger than ${maxInputBytes} bytes`, { remedy: "Check what is piped in." });
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
// src/runtime/terminal.ts
const frames = [
	"⠋",
	"⠙",
	"⠹",
	"⠸",
	"⠼",
	"⠴",
	"⠦",
	"⠧",
	"⠇",
	"⠏"
];
const frameMs = 80;
/**
* A logger for people: on a terminal, running steps show as a line with a spinner; elsewhere each finished step is one
* plain line. Colours follow `NO_COLOR` and `FORCE_COLOR` through `util.styleText`.
*/
function terminalLogger(options) {
	const { stream, level, masker } = options;
	const live = stream.isTTY === true && level !== "quiet";
	const running = new Map();
	let frame = 0;
	let timer;
	let drawn = 0;
	const erase = () => {
		if (drawn > 0) stream.write(`\u001b[${drawn}F\u001b[0J`);
		drawn = 0;
	};
	const draw = () => {
		erase();
		const spinner = frames[frame++ % frames.length];
		for (const text of running.values()) stream.write(`${style("cyan", `${spinner}`, stream)} ${masker.apply(text)}\n`);
		drawn = running.size;
	};
	const line = (text) => {
		erase();
		stream.write(`${masker.apply(text)}\n`);
		if (live && running.size > 0) draw();
	};
	const progress = (title) => {
		const key = {};
		if (live) {
			running.set(key, title);
			timer ??= setInterval(draw, frameMs).unref();
			draw();
		}
		return {
			update: (text) => {
				if (running.has(key)) running.set(key, `${title}  ${logLine(text)}`);
			},
			done: (text, failed = false) => {
				running.delete(key);
				if (running.size === 0) {
					clearInterval(timer);
					timer = void 0;
				}
				const mark = failed ? style("red", "✗", stream) : style("green", "✓", stream);
				if (level !== "quiet") line(`${mark} ${logLine(text)}`);
			}
		};
	};
	return {
		info: (text) => level !== "quiet" && line(logLine(text)),
		warn: (text) => line(`${style("yellow", "warning:", stream)} ${logLine(text)}`),
		debug: (text) => level === "verbose" && line(style("dim", logLine(text), stream)),
		progress,
		mask: (value) => {
			masker.add(value);
			options.announceMask?.(value);
		}
	};
}
/** Colour where the stream is a terminal that wants it. */
function style(format, text, stream) {
	return styleText(format, text, { stream });
}
// src/runtime/working-directory.ts
/**
* The directory in which the person typed the command. `npm run` starts scripts in the package's root and leaves where
* it was typed in `INIT_CWD`; a script that moved on by itself is believed.
*/
function typedIn(cwd, env) {
	const { INIT_CWD: typed, npm_package_json: manifest } = env;
	return typed !== void 0 && manifest !== void 0 && resolve(cwd) === dirname(resolve(manifest)) ? typed : cwd;
}
// src/runtime/own-process.ts
/** Opens the process for a command; `level` says how much it says while working. */
function openOwnProcess(level) {
	const masker = new Masker();
	const stop = stopOnSignals();
	const { env, stdin, stdout, stderr } = process;
	for (const stream of [stdout, stderr]) stream.on("error", passOverClosedPipe);
	const announceMask = env.GITHUB_ACTIONS === "true" ? announceTo(stderr) : void 0;
	const write = (text) => new Promise((resolve) => stdout.write(text, () => resolve()));
	const print = (text) => write(masker.apply(text));
	return {
		context: {
			env,
			cwd: typedIn(process.cwd(), env),
			clock: systemClock,
			log: terminalLogger({
				stream: stderr,
				level,
				masker,
				...announceMask ? { announceMask } : {}
			}),
			signal: stop.signal,
			readInput: () => readStandardInput(stdin),
			writeOutput: print
		},
		stop,
		print,
		masked: (value) => masker.applyTo(value),
		printDocument: write,
		complain: (line) => stderr.write(`${masker.apply(line)}\n`),
		[Symbol.dispose]: () => stop[Symbol.dispose]()
	};
}
/** Whoever reads along may stop at any line (`| head`): what comes after is for nobody. */
function passOverClosedPipe(problem) {
	if (problem.code !== "EPIPE") throw problem;
}
/** Runners read workflow commands from standard error as well; standard output stays one document. */
function announceTo(stream) {
	const escapeData = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
	return (value) => stream.write(`::add-mask::${escapeData(value)}\n`);
}
/** The id of this process on its machine. */
function processId() {
	return process.pid;
}
/** The arguments that the person typed. */
function typedArguments() {
	return process.argv.slice(2);
}
/** Says how the process will end once nothing is left to do; output under way is not cut off. */
function setExitCode(code) {
	process.exitCode = code;
}
/** Ends the way a process that was told to stop does, so that a shell around it sees it. */
function dieOf(signal) {
	process.kill(process.pid, signal);
}
// src/cli/fault-text.ts
/** A failure as one line; with `verbose`, the chain of causes and their stacks below it. */
function faultLines(fault, verbose) {
	const line = logLine(`error ${fault.code}: ${sentence(fault.message)} ${fault.remedy}`);
	return verbose ? [line, ...causes(fault)].join("\n") : line;
}
function sentence(text) {
	return /[.?!]$/.test(text) ? text : `${text}.`;
}
function causes(fault) {
	const lines = [fault.stack ?? ""];
	for (let cause = fault.cause, depth = 0; cause !== void 0 && depth < 10; depth++) {
		lines.push(`caused by: ${cause instanceof Error ? cause.stack ?? cause.message : String(cause)}`);
		cause = cause instanceof Error ? cause.cause : void 0;
	}
	return lines;
}
// src/cli/program.ts
/** A program with these commands; the chosen one is given to `run`. */
function programOf(commands, version, run) {
	const program = new Command("identikit").description("Carries an AI agent's identity from its source of truth to every copy, and proves that they are equal.").version(version).showSuggestionAfterError().configureHelp({ sortSubcommands: false }).addHelpText("after", "\nStart here: identikit doctor");
	const groups = new Map();
	for (const declared of commands) {
		const words = declared.name.split(" ");
		const name = words.pop();
		addCommand(words.reduce((above, word) => groupOf(groups, above, word, commands), program), name, declared, run);
	}
	return program;
}
function groupOf(groups, above, word, commands) {
	const known = groups.get(word);
	if (known) return known;
	const names = commands.filter((command) => command.name.startsWith(`${word} `)).map((command) => command.name.slice(word.length + 1));
	const group = above.command(word).description(`${names.join(", ")}`).showSuggestionAfterError();
	groups.set(word, group);
	return group;
}
function addCommand(parent, name, declared, run) {
	const command = parent.command(name).description(declared.summary).showSuggestionAfterError().allowExcessArguments(false);
	const positionals = [];
	const options = Object.entries(declared.options.shape);
	const hasPositionals = options.some(([, schema]) => optionMeta.get(schema)?.positional);
	for (const [key, schema] of options) {
		const meta = optionMeta.get(schema);
		if (!meta) throw new TypeError(`option ${key} of ${declared.name} has no description`);
		if (meta.positional) {
			positionals.push(key);
			command.argument(argumentSyntax(meta, schema), meta.description);
		} else command.addOption(flagOf(key, meta, !hasPositionals));
	}
	command.option("--json", "print one JSON document on standard output, and nothing else").option("-q, --quiet", "say nothing while working").option("-v, --verbose", "say more, and give the causes of an error").addHelpText("after", `\nExample:\n  ${declared.example}`).action(async () => {
		const { json = false, quiet = false, verbose = false, ...flags } = command.opts();
		const given = Object.fromEntries(positionals.map((key, index) => [key, command.processedArgs[index]]));
		await run({
			command: declared,
			raw: {
				...flags,
				...given
			},
			common: {
				json,
				quiet,
				verbose
			}
		});
	});
}
function argumentSyntax(meta, schema) {
	const value = meta.kind === "list" ? `${meta.value}...` : meta.value;
	return schema.safeParse(void 0).success ? `[${value}]` : `<${value}>`;
}
/** @param takesSeveral whether a list may take several values at once; it would swallow positional arguments */
function flagOf(key, meta, takesSeveral) {
	const name = `--${kebab(key)}`;
	if (meta.kind === "flag") return new Option(name, meta.description);
	if (meta.kind === "text") return new Option(`${name} <${meta.value}>`, meta.description).argParser(notAFlag);
	const collect = (value, before) => [...before ?? [], notAFlag(value)];
	const values = takesSeveral ? `<${meta.value}...>` : `<${meta.value}>`;
	return new Option(`${name} ${values}`, `${meta.description} Repeatable.`).argParser(collect);
}
/** A forgotten value would otherwise swallow the flag behind it. */
function notAFlag(value) {
	if (value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
	return value;
}
// src/cli/result-text.ts
/** A result for a person: the account, then what was found, in the form that was asked for. */
async function resultText(result) {
	const { report, format = "text" } = result;
	if (report && format !== "text") return documentOf(report, format);
	const lines = [...result.details ?? [], ...result.account];
	if (report) {
		const { reportText } = await import("./render-env.js");
		lines.push(...reportText(report));
	}
	lines.push(...result.closing ?? []);
	return lines.map((line) => `${logLine(line)}\n`).join("");
}
async function documentOf(report, format) {
	switch (format) {
		case "json": return (await import("../rooms/report.js")).reportJson(report);
		case "markdown": return (await import("../rooms/report.js")).reportMarkdown(report);
		case "sarif": return (await import("../rooms/report-with-crypto.js")).reportSarif(report);
	}
}
// src/cli/usage-fault.ts
/**
* What was wrong with the words that were typed. Values are not repeated: a secret may stand where none belongs, and
* the line may go to a job's log.
*/
function usageFault({ code, message }) {
	const line = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
	switch (code) {
		case "commander.help": return new IdentikitError("USAGE", "no command was given", { remedy: "See identikit --help." });
		case "commander.excessArguments": return new IdentikitError("USAGE", line.replace(/\. Expected (\d+).*? got (\d+): .*$/, ": $2 where $1 may be"), { remedy: "Quote what belongs together; a secret's value goes through standard input." });
		case "commander.unknownOption": return new IdentikitError("USAGE", unknownOption(line), { remedy: "See --help of the command." });
		case "commander.unknownCommand": return new IdentikitError("USAGE", line.replace(/ \(Did you mean (.+)\?\)$/, "; did you mean $1?"), { remedy: "See identikit --help." });
		default: return new IdentikitError("USAGE", line, { remedy: "See identikit --help." });
	}
}
/** Commander repeats the whole word, a value behind `=` or behind a letter included. */
function unknownOption(line) {
	const [, name, value = "", meant] = /^unknown option '(--[^=]*|-[^-])(.*?)'(?: \(Did you mean (--\S+)\?\))?$/.exec(line) ?? [];
	if (name === void 0) return "unknown option";
	if (value.startsWith("=") && meant === name) return `option '${name}' takes no value`;
	return `unknown option '${name}'${meant === void 0 ? "" : `; did you mean ${meant}?`}`;
}
// src/cli/main.ts
/**
* Runs the command line: 0 it holds or is done, 1 an error, 2 drift or pending changes, 64 wrong usage.
* @param argv what was typed after the program's name
*/
async function main(argv, version) {
	using own = openOwnProcess(argv.includes("--quiet") || argv.includes("-q") ? "quiet" : verboseIn(argv) ? "verbose" : "normal");
	const json = argv.includes("--json");
	try {
		const program = programOf(allCommands, version, (invocation) => carryOut(own, invocation));
		quieten(program, own);
		await program.parseAsync([...argv], { from: "user" });
	} catch (caught) {
		if (caught instanceof CommanderError && caught.exitCode === 0) return;
		await fail(own, faultOf(caught), {
			json,
			verbose: verboseIn(argv)
		});
	}
}
async function carryOut(own, { command, raw, common }) {
	const nameOf = (key) => {
		const meta = optionMeta.get(command.options.shape[key]);
		return meta?.positional ? meta.value ?? key : `--${kebab(key)}`;
	};
	const options = parseOptions(command.options, raw, nameOf);
	const output = outputOnStandardOutput(command, raw);
	if (output !== void 0 && common.json) throw twoDocuments(nameOf(output));
	const result = await command.run(own.context, options);
	setExitCode(exitCodeOf(result));
	if (common.json) {
		if (!result.printed) await printJson(own, jsonOf(result));
		return;
	}
	if (output !== void 0) own.complain((await resultText(result)).trimEnd());
	else if (!result.printed) await tell(own, result);
	for (const fault of result.faults ?? []) own.complain(faultLines(fault, common.verbose));
}
/** A document that programs read keeps its keys, whatever the secrets are. */
async function tell(own, result) {
	const { report, format } = result;
	if (report && (format === "json" || format === "sarif")) await own.printDocument(await resultText({
		...result,
		report: own.masked(report)
	}));
	else await own.print(await resultText(result));
}
async function printJson(own, value) {
	await own.printDocument(`${JSON.stringify(own.masked(value), void 0, 2)}\n`);
}
/** The option that sends a file to standard output, where one does. */
function outputOnStandardOutput(command, raw) {
	return Object.entries(command.options.shape).find(([key, schema]) => optionMeta.get(schema)?.isOutput && takesStandardOutput(raw[key]))?.[0];
}
function twoDocuments(option) {
	return new IdentikitError("USAGE", `${option} and --json both write to standard output`, { remedy: "Name a file, or leave --json out." });
}
async function fail(own, fault, how) {
	if (how.json) await printJson(own, { error: errorOf(fault) });
	else own.complain(faultLines(fault, how.verbose));
	setExitCode(fault.code === "USAGE" ? 64 : 1);
	const signal = own.stop.received();
	if (signal) dieOf(signal);
}
function faultOf(caught) {
	return caught instanceof CommanderError ? usageFault(caught) : asFault(caught);
}
/** Errors are thrown, not printed: they are shown once, in one form. */
function quieten(command, own) {
	command.exitOverride().configureOutput({
		writeOut: (text) => void own.print(text),
		writeErr: () => void 0
	});
	for (const sub of command.commands) quieten(sub, own);
}
function verboseIn(argv) {
	return argv.includes("--verbose") || argv.includes("-v");
}
export { ConfigDatabase, LockWait, SilentServer, UnknownOutcome, checkLocation, databaseLocation, dieOf, displayName, failed, foreign, isLockWait, isLostConnection, isRestarting, isServer, isStarting, main, maxInputBytes, openConfigDatabase, openDatabase, openOwnProcess, pause, processId, readStandardInput, setExitCode, stopped, typedArguments, unreachable };
