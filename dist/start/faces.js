import { _enum, array, boolean, number, registry, string } from "../vendor/zod.js";
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
// src/fault/thrown.ts
/** The fields of what was thrown, or came from outside; none where it is no object. */
function fieldsOf(value) {
	return isRecord(value) ? value : {};
}
/** True for an object, of whose fields nothing is known. */
function isRecord(value) {
	return typeof value === "object" && value !== null;
}
/** The code of a system's, a driver's or an engine's error, such as `ENOENT`; `undefined` for whatever has none. */
function codeOf(cause) {
	const { code } = fieldsOf(cause);
	return typeof code === "string" ? code : void 0;
}
/** What an error says; other things that were thrown, as text. */
function messageOf(cause) {
	return cause instanceof Error ? cause.message : String(cause);
}
/** SQLite's extended result code; 0 for what SQLite did not throw. */
function sqliteCodeOf(cause) {
	const { errcode } = fieldsOf(cause);
	return typeof errcode === "number" ? errcode : 0;
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
// src/fault/nearest.ts
/**
* The candidate that a mistyped word most likely meant, or `undefined` where none is near: at most a third of its
* letters may be wrong (insertions, deletions, replacements, neighbours swapped).
*/
function nearest(word, candidates) {
	let best;
	let least = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance < least) {
			least = distance;
			best = candidate;
		}
	}
	return best;
}
/** `; did you mean "x"?` for a message, or nothing. */
function suggestion(word, candidates) {
	const meant = nearest(word, candidates);
	return meant === void 0 ? "" : `; did you mean ${JSON.stringify(meant)}?`;
}
function editDistance(a, b) {
	let before = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j] ?? 0, (before[j - 2] ?? 0) + 1);
		}
		before = last;
		last = row;
	}
	return last[b.length] ?? 0;
}
// src/tree/digest-form.ts
/** True for a well-formed SHA-256 digest. */
function isDigest(text) {
	return /^sha256:[0-9a-f]{64}$/.test(text);
}
// src/report/markdown-text.ts
/** Characters of one value before its middle is left out. */
const valueLength = 200;
/**
* Any text as a code span that holds it and nothing else, in a paragraph, a list or a table cell, on GitHub and on
* Gitea. A backtick, a pipe or a backslash would end a span or a cell (GFM §4.10), so text with one of them becomes an
* HTML `code` element of character references, which never form Markdown (CommonMark §2.5).
*/
function markdownCode(text) {
	const line = shortened(visible(text), valueLength);
	if (line.trim() === "") return "<code>&#32;</code>";
	return /[`|\\]/.test(line) ? `<code>${references(line)}</code>` : `\`${line}\``;
}
/**
* Any text as plain words. What a host would make a link or a notification of (`@name`, `#1`, an address) is set as
* code, where no host looks for them; all other punctuation of Markdown and HTML becomes a character reference.
*/
function markdownProse(text) {
	const line = shortened(visible(text), 400);
	return /[@#]|:\/\/|www\.|\bgh-\d/i.test(line) ? markdownCode(line) : references(line);
}
/** A digest with its first twelve hex digits, as people quote it; any other text as it is. */
function withShortDigests(text) {
	return text.replace(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
}
function references(line) {
	return line.replace(/[&<>`*_[\]()#|\\~!{}@$^=+"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
// src/runtime/clock.ts
const systemClock = { now: () => new Date() };
// src/host/host.ts
/**
* Which host the job runs on. Gitea's and Forgejo's runners set `ACT` too, so theirs are looked at first.
* @throws {IdentikitError} `USAGE` for a `GITHUB_SERVER_URL` or `GITHUB_API_URL` that is no http(s) address
*/
function hostOf(env) {
	const name = hostNameOf(env);
	const serverUrl = addressOf(env, "GITHUB_SERVER_URL") ?? "https://github.com";
	const givenApi = addressOf(env, "GITHUB_API_URL");
	const dialect = dialectOf(name, givenApi);
	return {
		name,
		dialect,
		serverUrl,
		apiUrl: givenApi ?? (dialect === "gitea" ? `${serverUrl}/api/v1` : "https://api.github.com")
	};
}
/** Whether the host shows remarks beside the lines of a file; elsewhere they are lines of the log like any other. */
function showsAnnotations(env) {
	return hostNameOf(env) === "github";
}
/** The page of this run, for links; `undefined` outside of a run. */
function runUrlOf(host, env) {
	const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_NUMBER: number } = env;
	const run = host.name === "forgejo" ? number : id;
	return repository && run ? `${host.serverUrl}/${repository}/actions/runs/${run}` : void 0;
}
function hostNameOf(env) {
	if (env.FORGEJO_ACTIONS) return "forgejo";
	if (env.GITEA_ACTIONS) return "gitea";
	return env.ACT ? "act" : "github";
}
function dialectOf(name, apiUrl) {
	if (name === "gitea" || name === "forgejo") return "gitea";
	return apiUrl?.endsWith("/api/v1") ? "gitea" : "github";
}
function addressOf(env, variable) {
	const text = env[variable];
	if (!text) return void 0;
	const url = URL.parse(text);
	if (url && (url.protocol === "https:" || url.protocol === "http:") && url.username === "") return url.href.replace(/\/+$/, "");
	throw new IdentikitError("USAGE", `${variable} is not an http or https address without credentials`, { remedy: "The runner sets it; in a local run give it as https://host/path." });
}
// src/runtime/version.ts
/** This release of Identikit. */
const version = "0.1.0";
// src/commands/options/host-token.ts
/** The variable that holds the token for the CI host: a token on a command line would stand in the list of processes. */
const hostTokenVariable = "IDENTIKIT_HOST_TOKEN";
// src/commands/command.ts
/** Keeps the options' types together with the body's. */
function defineCommand(command) {
	return command;
}
/** Runs a command; its errors are those of its body. */
async function runCommand(command, context, options) {
	const { run } = await command.body();
	return await run({
		...context,
		command: command.name
	}, options);
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
// src/commands/options/report.ts
/** Where a check leaves its report for other tools. */
const reportOptions = {
	report: outputFile("Write the report to FILE, as JSON; - is standard output."),
	sarif: outputFile("Write the report to FILE, as SARIF 2.1.0; - is standard output.")
};
// src/commands/options/root.ts
/** Which repository a command works on. */
const rootOption = { root: text("DIR", "The source-of-truth repository; found by walking up from the working directory if left out.") };
// src/commands/options/servers.ts
/** How servers are asked. */
const networkOptions = {
	retryFor: option(number().min(0).max(3600).optional(), {
		kind: "text",
		value: "SECONDS",
		description: "How long a request that fails is tried again; 0 means not at all. The settings' network.retryFor (7) if left out."
	}),
	allowPrivateHost: list("HOST[:PORT]", "A host inside a private network that a server may lead to: its token server, its storage. Not needed where the server is in that network itself.")
};
/** How servers that are registries are asked. */
const registryOptions = {
	...networkOptions,
	insecureRegistry: list("HOST[:PORT]", "A registry to speak plain HTTP with; registries of this machine need not be named.")
};
// src/commands/options/database.ts
/** Which config database a command works on. */
const databaseOption = { database: text("PATH|URL", "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).") };
// src/commands/options/bundle-key.ts
/** What a bundle is signed with. */
const signOption = { signKey: text("FILE|keyring", "Sign with an Ed25519 private key (PEM, mode 0600), or with the keyring's key.") };
/** Whose signature a bundle must have. */
const signatureOption = { requireSignature: text("FILE|keyring", "Refuse a bundle that is not signed with this Ed25519 public key (PEM), or with a key of the keyring.") };
// src/commands/options/dry-run.ts
/** For commands that change something. */
const dryRunOption = { dryRun: flag("Say what would be done, and change nothing.") };
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
// src/runtime/standard-input.ts
/** The most that is read from standard input, in bytes. */
const maxInputBytes = 16777216;
/**
* Standard input to its end.
* @throws {IdentikitError} `USAGE` where it is a terminal (nobody piped anything) or over the bound; what `signal` was aborted with
*/
async function readStandardInput(stream, signal) {
	if (stream.isTTY) throw new IdentikitError("USAGE", "the value is read from standard input, and nothing is piped into it", { remedy: "Pipe it in: printf %s \"$VALUE\" | identikit …" });
	const chunks = [];
	let length = 0;
	signal.throwIfAborted();
	using _stop = onAbort(signal, () => stream.destroy(asError(signal.reason)));
	for await (const chunk of stream) {
		length += chunk.length;
		if (length > 16777216) throw new IdentikitError("USAGE", `standard input is larger than ${maxInputBytes} bytes`, { remedy: "Check what is piped in." });
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
function onAbort(signal, work) {
	signal.addEventListener("abort", work, { once: true });
	return { [Symbol.dispose]: () => signal.removeEventListener("abort", work) };
}
function asError(reason) {
	return reason instanceof Error ? reason : new Error(String(reason));
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
		const reason = new IdentikitError("CANCELLED", `interrupted (${name}) before it was done`, { remedy: "Run it again: it takes up where it was left." });
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
// src/commands/result.ts
/**
* A value of ours as JSON holds it; members that are not defined are left out.
* @throws {TypeError} for what JSON has no form for, such as a function
*/
function asOutput(value) {
	if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
	if (Array.isArray(value)) return value.map(asOutput);
	return isRecord(value) ? outputMembers(value) : noOutput(value);
}
/** The members of an object, each as {@link asOutput} gives it. */
function outputMembers(value) {
	const defined = Object.entries(value).filter(([, member]) => member !== void 0);
	return Object.fromEntries(defined.map(([name, member]) => [name, asOutput(member)]));
}
function noOutput(value) {
	throw new TypeError(`${typeof value} is no value of a result`);
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
// src/commands/options/env-directories.ts
/** Where env directories are, and how what happens to them is accounted for. */
const envOptions = {
	envRoot: text("DIR", "The env directories, DIR/<agent>/; .identikit/env if left out."),
	shard: text("I/N", "Only the I-th of N parts of the fleet, the same agents each time."),
	reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; the command's name if left out."),
	accessor: text("NAME", "Who, for the access log; in CI the workflow, run and job, elsewhere the user of the system, if left out."),
	events: outputFile("Append events to FILE, as JSON lines; .identikit/events.jsonl if left out, - is standard output."),
	accessLog: outputFile("Write the reads of secrets to FILE as well, as JSON lines; - is standard output.")
};
export { IdentikitError, asFault, asOutput, cancelled, choice, codeOf, databaseOption, defineCommand, dryRunOption, envOptions, errorOf, exitCodeOf, fieldsOf, flag, hostOf, hostTokenVariable, isDigest, isRecord, jsonOf, kebab, list, logLine, markdownCode, markdownProse, messageOf, nearest, networkOptions, option, optionMeta, outputFile, outputMembers, parseOptions, positional, readStandardInput, registryOptions, reportOptions, requiredOutputFile, requiredText, rootOption, runCommand, runUrlOf, shortened, showsAnnotations, signOption, signatureOption, sqliteCodeOf, stopOnSignals, suggestion, systemClock, text, version, visible, withShortDigests };
