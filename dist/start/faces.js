import { _enum, array, boolean, number, registry, string } from "../vendor/zod.js";
import { join, posix, relative, resolve, sep } from "node:path";
// src/fault/error.ts
/**
* The one error that the library throws. `message` says what is wrong and where, in one line without secret
* values or URL credentials; callers decide by `code`, never by text.
*/
var IdentikitError = class extends Error {
	name = "IdentikitError";
	code;
	remedy;
	retry;
	location;
	constructor(code, message, details) {
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
		this.code = code;
		this.remedy = details.remedy;
		this.retry = details.retry ?? { kind: "never" };
		if (details.location) this.location = details.location;
	}
};
/** The fault of a run that was told to stop and not why. */
function cancelled(message, cause) {
	return new IdentikitError("CANCELLED", message, {
		remedy: "Run it again: it takes up where it was left.",
		cause
	});
}
/**
* Gives any caught value as an {@link IdentikitError}. What is not one becomes `INTERNAL` with the value as cause, unless it
* is what an aborted signal gives by itself (DOM standard, 3.1): that becomes `CANCELLED`.
*/
function asFault(caught) {
	if (caught instanceof IdentikitError) return caught;
	if (caught instanceof Error && (caught.name === "AbortError" || caught.name === "TimeoutError")) return cancelled("stopped before it was done", caught);
	return new IdentikitError("INTERNAL", (caught instanceof Error ? caught.message : String(caught)).replace(/\s*\n\s*/g, " "), {
		remedy: "Run again with --verbose and report the cause chain.",
		cause: caught
	});
}
// src/fault/visible.ts
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const named = {
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
/**
* Text with every character that cannot be seen, or that moves what can, written as an escape (`\n`, `\u{202e}`).
* The result is one line. For display only: reports for machines keep the exact text.
*/
function visible(text) {
	return text.replace(invisible, (character) => named[character] ?? escapeOf(character));
}
/**
* One line of a job's log that no runner takes for a command, whatever file name or title it repeats. GitHub's
* runner reads `::name …::` at the start of a line, after white space, and the older `##[name]` anywhere in it
* (actions/runner, ActionCommand.cs); act and Gitea's runner read both at the start.
*/
function logLine(text) {
	return visible(text).replaceAll("##[", `##${escapeOf("[")}`).replace(/^(\s*):(?=:)/, (_, space) => `${space}${escapeOf(":")}`);
}
/** The text, or where it is longer than `length` characters its two ends around an ellipsis. */
function shortened(text, length) {
	const characters = [...text];
	if (characters.length <= length) return text;
	const tail = Math.floor((length - 1) / 2);
	return `${characters.slice(0, length - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}
function escapeOf(character) {
	return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
// src/fault/finding.ts
/** `unverified` beats `drift`, which beats `clean`; warnings change nothing. */
function verdictOf(findings) {
	if (findings.some((finding) => finding.severity === "unverified")) return "unverified";
	return findings.some((finding) => finding.severity === "error") ? "drift" : "clean";
}
// src/project/project.ts
/**
* Opens the repository that `cwd` lies in, or the one that was named.
* @throws {IdentikitError} `SSOT_MISSING`, `SETTINGS_INVALID`
*/
async function openProject(cwd, named) {
	const { findRoot } = await import("../rooms/project.js");
	const { loadSettings } = await import("../rooms/project.js");
	const root = findRoot(cwd, named);
	return {
		root,
		settings: await loadSettings(root),
		path: (relative) => resolve(root, relative)
	};
}
/**
* As {@link openProject}, for jobs that work outside a repository as well: where none was named and none is found,
* `cwd` with the default settings.
*/
async function openNearestProject(cwd, named) {
	try {
		return await openProject(cwd, named);
	} catch (caught) {
		if (!(named === void 0 && caught instanceof IdentikitError && caught.code === "SSOT_MISSING")) throw caught;
		const { defaultSettings } = await import("../rooms/project.js");
		return {
			root: cwd,
			settings: await defaultSettings(),
			path: (relative) => resolve(cwd, relative)
		};
	}
}
/** What the embedded defaults keep beside a repository, out of version control. */
function workPath(project, ...segments) {
	return join(project.root, ".identikit", ...segments);
}
// src/report/report.ts
/** Findings by weight: what could not be checked, what is wrong, what is merely said; else in the order given. */
function ranked(findings) {
	const rank = {
		unverified: 0,
		error: 1,
		warning: 2
	};
	return findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}
/** "2 errors, 1 warning"; "no findings" for none. */
function tally(findings) {
	const counted = (severity) => findings.filter((f) => f.severity === severity).length;
	const [unverified, errors, warnings] = [
		counted("unverified"),
		counted("error"),
		counted("warning")
	];
	const parts = [
		...unverified > 0 ? [`${unverified} unverified`] : [],
		...errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : [],
		...warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []
	];
	return parts.length > 0 ? parts.join(", ") : "no findings";
}
// src/runtime/clock.ts
const systemClock = { now: () => new Date() };
// src/runtime/version.ts
/** This release of Identikit. */
const version = "0.1.0";
// src/report/make-report.ts
/**
* A report of this release.
* @param at where the person is, and the repository's root: places in the repository are given as that person reads
* them, which in a workflow is from the root of the checkout, where hosts look for them
*/
function makeReport(of, at) {
	const prefix = at ? relative(at.cwd, at.root).split(sep).join("/") : "";
	const near = (file) => posix.join(prefix, file);
	const findings = of.findings.map(({ location, ...finding }) => ({
		...finding,
		...location ? { location: {
			...location,
			file: near(location.file)
		} } : {}
	}));
	const anchor = of.anchor === void 0 ? {} : { anchor: near(of.anchor) };
	return {
		version: 1,
		tool: {
			name: "identikit",
			version
		},
		...of,
		...anchor,
		findings
	};
}
// src/commands/accounts/copy-drift.ts
/**
* What a command comes to that would use a fetched copy which is not the template's: nothing is done, and the differences are
* what it says. `undefined` where the copies may be used.
*/
function copyDrift(context, project, of) {
	const { check, findings, undone } = of;
	if (verdictOf(findings) === "clean") return void 0;
	const report = makeReport({
		check,
		verdict: verdictOf(findings),
		subject: "the fetched templates against identikit.lock",
		facts: [],
		anchor: project.settings.lock,
		findings
	}, {
		cwd: context.cwd,
		root: project.root
	});
	return {
		outputs: { changed: false },
		changed: false,
		account: [undone],
		report
	};
}
/** Warnings of a copy that is used all the same, a line each. */
function copyWarnings(findings) {
	return findings.map(({ code, subject, actual, expected, remedy }) => `warning: ${code}: the ${subject} is ${actual}, identikit.lock says ${expected}. ${remedy}`);
}
// src/commands/accounts/wording.ts
/** A digest as people quote it: `sha256:` and twelve hex digits. */
function shortDigest(digest) {
	return digest.slice(0, 19);
}
/** A commit id as people quote it. */
function shortCommit(commit) {
	return commit.slice(0, 12);
}
/** "1 file", "2 files". */
function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
/** "0.3 MiB", "256 MiB". */
function mebibytes(bytes) {
	const size = bytes / 1048576;
	return `${size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1)} MiB`;
}
// src/commands/command.ts
/** Keeps the options' types together with the run. */
function defineCommand(command) {
	return command;
}
/** 0: it holds or is done. 1: an error, or not verified. 2: drift or pending changes. 1 beats 2. */
function exitCodeOf(result) {
	if ((result.faults?.length ?? 0) > 0 || result.report?.verdict === "unverified") return 1;
	return result.report?.verdict === "drift" ? 2 : 0;
}
/** The JSON document of a result: its outputs, the findings in full, and the first failure. */
function jsonOf(result) {
	const error = errorIn(result);
	return {
		...result.report ? { result: result.report.verdict } : {},
		...result.outputs,
		...result.report ? { findings: result.report.findings } : {},
		...error ? { error } : {}
	};
}
/** A failure without its causes. */
function errorOf({ code, message, remedy }) {
	return {
		code,
		message,
		remedy
	};
}
/** The failure that a result stands for: of a part of the command, or that of what could not be verified. */
function errorIn(result) {
	const [fault] = result.faults ?? [];
	if (fault) return errorOf(fault);
	const unverified = result.report?.findings.find(({ severity }) => severity === "unverified");
	if (!unverified) return void 0;
	const { code, path, actual, remedy } = unverified;
	return {
		code,
		message: actual ?? `${path} could not be verified`,
		remedy
	};
}
// src/commands/options/option.ts
/** The one place where the faces look up {@link OptionMeta}. */
const optionMeta = registry();
/** A schema with what the faces need to know of it. */
function option(schema, meta) {
	optionMeta.add(schema, meta);
	return schema;
}
const given = string().min(1, "must not be empty");
const outputMeta = {
	kind: "text",
	value: "FILE",
	isOutput: true
};
/** A value that may be left out. */
function text(value, description) {
	return option(given.optional(), {
		kind: "text",
		value,
		description
	});
}
/** A value that must be given. */
function requiredText(value, description) {
	return option(given.clone(), {
		kind: "text",
		value,
		description
	});
}
/** A file that is written, where one is named; `-` is standard output, devices and FIFOs are written into. */
function outputFile(description) {
	return option(given.optional(), {
		...outputMeta,
		description
	});
}
/** A file that is written, and must be named. */
function requiredOutputFile(description) {
	return option(given.clone(), {
		...outputMeta,
		description
	});
}
/** On or off; off when left out. */
function flag(description) {
	return option(boolean().default(false), {
		kind: "flag",
		description
	});
}
/** Any number of values; none when left out. */
function list(value, description) {
	return option(array(given).default([]), {
		kind: "list",
		value,
		description
	});
}
/** One of some words. */
function choice(words, initial, description) {
	return option(_enum(words).default(initial), {
		kind: "text",
		value: words.join("|"),
		description
	});
}
/** The same option, given by position on the command line. */
function positional(schema) {
	const meta = optionMeta.get(schema);
	if (!meta) throw new TypeError("only an option can be positional");
	optionMeta.remove(schema);
	optionMeta.add(schema, {
		...meta,
		positional: true
	});
	return schema;
}
// src/commands/options/common-options.ts
/** Options that mean the same in every command that has them. */
const rootOption = { root: text("DIR", "The source-of-truth repository; found by walking up from the working directory if left out.") };
const databaseOption = { database: text("PATH|URL", "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).") };
const networkOptions = {
	retryFor: option(number().min(0).max(3600).optional(), {
		kind: "text",
		value: "SECONDS",
		description: "How long a request that fails is tried again; 0 means not at all. The settings' network.retryFor (7) if left out."
	}),
	allowPrivateHost: list("HOST[:PORT]", "A host inside a private network that a server may lead to: its token server, its storage. Not needed where the server is in that network itself.")
};
const registryOptions = {
	...networkOptions,
	insecureRegistry: list("HOST[:PORT]", "A registry to speak plain HTTP with; registries of this machine need not be named.")
};
// src/commands/options/key-values.ts
/**
* `KEY=VALUE` items as a record; a key may stand once.
* @param option what messages call the items, such as `--label`
* @throws {IdentikitError} `USAGE`
*/
function keyValues(option, items) {
	const values = new Map();
	for (const item of items) {
		const at = item.indexOf("=");
		if (at < 1) throw wrong(`${option} ${JSON.stringify(item)} is not KEY=VALUE`);
		const key = item.slice(0, at);
		if (values.has(key)) throw wrong(`${option} gives ${JSON.stringify(key)} twice`);
		values.set(key, item.slice(at + 1));
	}
	return Object.fromEntries(values);
}
function wrong(problem) {
	return new IdentikitError("USAGE", problem, { remedy: "Write it as KEY=VALUE, each key once." });
}
// src/commands/options/output-path.ts
/** An output that was named: `-` stands for standard output, everything else is a path from where it was typed. */
function outputPath(context, named) {
	return named === "-" ? named : resolve(context.cwd, named);
}
/** True where what is written goes to standard output, which then has no place for anything else. */
function takesStandardOutput(named) {
	return named === "-" || named === "/dev/stdout" || named === "/dev/fd/1" || named === "/proc/self/fd/1";
}
// src/commands/accounts/report-files.ts
/** Where a check leaves its report for other tools. */
const reportOptions = {
	report: outputFile("Write the report to FILE, as JSON; - is standard output."),
	sarif: outputFile("Write the report to FILE, as SARIF 2.1.0; - is standard output.")
};
/** Writes the report's files that were asked for; gives their absolute paths. */
async function writeReportFiles(context, report, files) {
	const { writeOutput } = await import("../rooms/tree.js");
	const written = {};
	if (files.report !== void 0) {
		const { reportJson } = await import("../rooms/report.js");
		written.report = outputPath(context, files.report);
		writeOutput(written.report, reportJson(report));
	}
	if (files.sarif !== void 0) {
		const { reportSarif } = await import("../rooms/report-with-crypto.js");
		written.sarif = outputPath(context, files.sarif);
		writeOutput(written.sarif, reportSarif(report));
	}
	return written;
}
// src/commands/places/bundle-keys.ts
/** The word that stands for the keyring instead of a file. */
const ring = "keyring";
const signOption = { signKey: text("FILE|keyring", "Sign with an Ed25519 private key (PEM, mode 0600), or with the keyring's key.") };
const signatureOption = { requireSignature: text("FILE|keyring", "Refuse a bundle that is not signed with this Ed25519 public key (PEM), or with a key of the keyring.") };
/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
async function bundleSigner(context, project, named) {
	if (named === void 0) return void 0;
	const { ed25519Signer, keyringSignatures } = await import("../rooms/config.js");
	if (named === ring) return keyringSignatures(await keyring(context, project));
	const { readPrivateFile } = await import("../rooms/secret.js");
	return ed25519Signer(readPrivateFile(resolve(context.cwd, named)), named);
}
/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
async function bundleVerifier(context, project, named) {
	if (named === void 0) return void 0;
	const { ed25519Verifier, keyringSignatures } = await import("../rooms/config.js");
	if (named === ring) return keyringSignatures(await keyring(context, project));
	const { readText } = await import("../rooms/document.js");
	return ed25519Verifier(readText(resolve(context.cwd, named), named), named);
}
async function keyring(context, project) {
	const { findKeyring } = await import("../rooms/commands.js");
	const found = findKeyring(context, project);
	if (found) return found;
	throw new IdentikitError("KEYRING_INVALID", "no secret keys are set, so there is no keyring to sign with", { remedy: "Set IDENTIKIT_SECRET_KEYS, or name the file of an Ed25519 key." });
}
// src/commands/options/kebab.ts
/** `envRoot` as it is typed: `env-root`. Also the name of an action's input. */
function kebab(key) {
	return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
// src/commands/options/raw-options.ts
/**
* Raw values from a face as a command's options.
* @param nameOf how the face calls an option: `--into`, `input into`
* @throws {IdentikitError} `USAGE` naming every option that is wrong, what was given, and what is allowed
*/
function parseOptions(schema, raw, nameOf) {
	const result = schema.safeParse(raw);
	if (result.success) return result.data;
	throw new IdentikitError("USAGE", result.error.issues.map((issue) => {
		const [key] = issue.path;
		if (typeof key !== "string") return issue.message;
		if (raw[key] === void 0) return `${nameOf(key)} is missing`;
		return `${nameOf(key)} is ${JSON.stringify(raw[key])}: ${lowerFirst(issue.message)}`;
	}).join("; "), { remedy: "See --help, or the action's README." });
}
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
// src/runtime/stop-signal.ts
/**
* Turns the first Ctrl-C, SIGTERM or SIGHUP into an abort, so that what is under way is left whole; the second one ends
* the process the hard way.
*/
function stopOnSignals(target = process) {
	const controller = new AbortController();
	const names = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	let received;
	const stop = (name) => {
		received = name;
		release();
		const reason = new IdentikitError("CANCELLED", `stopped by ${name}`, { remedy: "Run it again: it takes up where it was left." });
		controller.abort(reason);
	};
	const release = () => {
		for (const name of names) target.removeListener(name, stop);
	};
	for (const name of names) target.on(name, stop);
	return {
		signal: controller.signal,
		received: () => received,
		[Symbol.dispose]: release
	};
}
const marks = {
	create: "+",
	change: "~",
	delete: "-"
};
/** Changed rows, a line each. */
function changeDetails(shown, total) {
	const lines = shown.slice(0, 200).map(({ kind, table, key }) => `${marks[kind]} ${table} ${key}`);
	const more = total - lines.length;
	return [...lines, ...more > 0 ? [`and ${more} more`] : []];
}
/** How many rows changed, and how many agents are due for it where that is known. */
function changeSummary(total, agents) {
	if (total === 0) return "nothing to change";
	const due = agents === void 0 ? "" : `, ${count(agents.length, "agent")} to render`;
	return `${count(total, "row")} changed${due}`;
}
/** Changed rows as JSON; nothing secret is in them. */
function changeOutputs(shown) {
	return shown.slice(0, 200).map((change) => ({ ...change }));
}
// src/commands/places/event-sinks.ts
/** The file that runs append their events to, and that `events` serves. */
function eventFile(context, project, named) {
	return named === void 0 ? workPath(project, "events.jsonl") : outputPath(context, named);
}
/** Events go to the file and, where `IDENTIKIT_EVENTS_URL` names one, to an HTTP endpoint. */
async function openEventSinks(context, project, named) {
	const { EventFile } = await import("../rooms/events.js");
	const { toAll } = await import("../rooms/events.js");
	const { IDENTIKIT_EVENTS_URL: url, IDENTIKIT_EVENTS_TOKEN: token } = context.env;
	const file = eventFile(context, project, named);
	const endpoint = url ? await openEndpoint(url, token) : void 0;
	const kept = new EventFile(file);
	return {
		...toAll(kept, ...endpoint ? [endpoint] : []),
		[Symbol.asyncDispose]: async () => {
			kept[Symbol.dispose]();
			await endpoint?.[Symbol.asyncDispose]();
		}
	};
	async function openEndpoint(address, bearer) {
		const { EventEndpoint } = await import("../rooms/events-with-http.js");
		const onUndelivered = (line) => context.log.warn(line);
		return new EventEndpoint({
			url: address,
			env: context.env,
			onUndelivered,
			...bearer ? { token: bearer } : {}
		});
	}
}
// src/commands/places/env-session.ts
/** Where env directories are, and how what happens to them is accounted for. */
const envOptions = {
	envRoot: text("DIR", "The env directories, DIR/<agent>/; .identikit/env if left out."),
	shard: text("I/N", "Only the I-th of N parts of the fleet, the same agents each time."),
	reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; the command's name if left out."),
	accessor: text("NAME", "Who, for the access log; GITHUB_ACTOR or USER if left out."),
	events: outputFile("Append events to FILE, as JSON lines; .identikit/events.jsonl if left out, - is standard output."),
	accessLog: outputFile("Write the reads of secrets to FILE as well, as JSON lines; - is standard output.")
};
/**
* Opens what renders share.
* @param secretsFrom where the sealed secrets are, and the log of their reads
*/
async function openEnvSession(context, project, of) {
	const { openSecretReader } = await import("../rooms/config.js");
	const { DatabaseAccessLog } = await import("../rooms/config.js");
	const { formatAccesses, RecordingAccessLog } = await import("../rooms/secret.js");
	const { findKeyring } = await import("../rooms/commands.js");
	const { ledgerKeysOf } = await import("../rooms/env.js");
	const { writeOutput } = await import("../rooms/tree.js");
	const { secretsFrom: database, options, command } = of;
	const { env, clock, log, signal, cwd } = context;
	const envRoot = options.envRoot === void 0 ? workPath(project, "env") : resolve(cwd, options.envRoot);
	const keyring = findKeyring(context, project);
	const ledgerKeys = ledgerKeysOf(keyring, envRoot, command === "render" ? "write" : "read");
	const keys = keyring ? { keyring } : { fingerprintKey: ledgerKeys[0].derive("fingerprint") };
	const accessLog = new RecordingAccessLog(new DatabaseAccessLog(database, keyring));
	const events = await openEventSinks(context, project, options.events);
	return {
		settings: {
			envRoot,
			secrets: openSecretReader({
				database,
				env,
				log,
				clock,
				accessLog,
				...keys
			}),
			accessor: options.accessor ?? env.GITHUB_ACTOR ?? env.USER ?? "unknown",
			reason: options.reason ?? command,
			ledgerKeys,
			events,
			clock,
			signal
		},
		writeAccessLog: async () => {
			if (options.accessLog === void 0) return void 0;
			const file = outputPath(context, options.accessLog);
			writeOutput(file, formatAccesses(accessLog.recorded), { mode: 384 });
			return file;
		},
		[Symbol.asyncDispose]: () => events[Symbol.asyncDispose]()
	};
}
export { IdentikitError, asFault, bundleSigner, bundleVerifier, cancelled, changeDetails, changeOutputs, changeSummary, choice, copyDrift, copyWarnings, count, databaseOption, defineCommand, envOptions, errorOf, eventFile, exitCodeOf, flag, jsonOf, kebab, keyValues, list, logLine, makeReport, mebibytes, networkOptions, openEnvSession, openEventSinks, openNearestProject, openProject, option, optionMeta, outputFile, outputPath, parseOptions, positional, ranked, registryOptions, reportOptions, requiredOutputFile, requiredText, rootOption, shortCommit, shortDigest, shortened, signOption, signatureOption, stopOnSignals, systemClock, takesStandardOutput, tally, text, verdictOf, version, visible, workPath, writeReportFiles };
