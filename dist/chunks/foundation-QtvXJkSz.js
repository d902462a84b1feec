import "./rolldown-runtime-DqgWs3Hx.js";
import { S as registry, a as boolean, g as string, n as _enum, r as array } from "./zod-BjridcMG.js";
import { join, resolve } from "node:path";
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
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause }), this.code = code, this.remedy = details.remedy, this.retry = details.retry ?? { kind: "never" }, details.location && (this.location = details.location);
	}
};
/** Gives any caught value as an {@link IdentikitError}; what is not one becomes `INTERNAL` with the value as cause. */
function asFault(caught) {
	return caught instanceof IdentikitError ? caught : new IdentikitError("INTERNAL", (caught instanceof Error ? caught.message : String(caught)).replace(/\s*\n\s*/g, " "), {
		remedy: "Run again with --verbose and report the cause chain.",
		cause: caught
	});
}
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, named = {
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
	let characters = [...text];
	if (characters.length <= length) return text;
	let tail = Math.floor((length - 1) / 2);
	return `${characters.slice(0, length - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}
function escapeOf(character) {
	return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
/**
* The candidate that a mistyped word most likely meant, or `undefined` where none is near: at most a third of its
* letters may be wrong (insertions, deletions, replacements, neighbours swapped).
*/
function nearest(word, candidates) {
	let best, least = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (let candidate of candidates) {
		let distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		distance < least && (least = distance, best = candidate);
	}
	return best;
}
/** `; did you mean "x"?` for a message, or nothing. */
function suggestion(word, candidates) {
	let meant = nearest(word, candidates);
	return meant === void 0 ? "" : `; did you mean ${JSON.stringify(meant)}?`;
}
function editDistance(a, b) {
	let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		let row = [i];
		for (let j = 1; j <= b.length; j++) {
			let cost = a[i - 1] === b[j - 1] ? 0 : 1;
			row[j] = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost), i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && (row[j] = Math.min(row[j] ?? 0, (before[j - 2] ?? 0) + 1));
		}
		before = last, last = row;
	}
	return last[b.length] ?? 0;
}
/**
* Every code that an {@link IdentikitError} can carry, with the one-line meaning that the reference prints.
* Codes are part of the outward contract: they are added, never renamed.
*/
const faultCodes = {
	USAGE: "the command line or an input is wrong",
	INTERNAL: "a defect of Identikit itself",
	CANCELLED: "the run was stopped before it was done",
	NODE_TOO_OLD: "the Node.js that runs this is older than the one it needs",
	TOOL_MISSING: "a program that this needs is not on the machine",
	FILE_UNREADABLE: "a file or directory could not be read",
	FILE_UNWRITABLE: "a file or directory could not be written",
	PATH_ESCAPES: "a path leads out of the place it belongs to",
	PATH_UNSAFE: "a path has a form that some file system would read as another",
	PATH_COLLIDES: "two paths are one path on some file system",
	PATH_LINKED: "a link stands where a file or directory of ours must be",
	ENTRY_TYPE: "a link or special file stands where a regular file must be",
	LOCK_HELD: "another run holds the place",
	DOCUMENT_INVALID: "a JSON or YAML file is malformed or does not have its shape",
	SSOT_MISSING: "no source of truth where one is needed",
	SETTINGS_INVALID: "identikit.yaml does not have the shape it must have",
	MANIFEST_INVALID: "manifest.json does not have the shape it must have",
	TEMPLATE_UNKNOWN: "no template of that name, or for that runtime",
	SOURCE_INVALID: "a template's repository is named in a way that cannot be read",
	SOURCE_UNREACHABLE: "a template's repository could not be reached",
	SOURCE_DENIED: "a template's repository refused the credential, or wants one",
	SOURCE_NOT_FOUND: "the repository or the directory is not there",
	REF_UNKNOWN: "the ref is not in the repository",
	LOCK_INVALID: "identikit.lock is malformed or lacks an entry that --locked needs",
	LOCK_MISMATCH: "what was fetched is not what identikit.lock says",
	COMMIT_MISMATCH: "an archive is of another commit than the one asked for",
	ARCHIVE_INVALID: "an archive is malformed or holds an entry that is refused",
	ARCHIVE_TOO_LARGE: "an archive is over a bound",
	POLICY_VIOLATION: "a path breaks the delivery policy",
	AGENT_OWNED: "a path belongs to the running agent",
	SECRET_IN_ASSET: "an asset holds what looks like a credential",
	REFERENCE_INVALID: "an image reference is malformed",
	IMAGE_MISSING: "no image under that reference",
	IMAGE_INVALID: "an image is malformed",
	PLATFORM_MISSING: "the image has no such platform",
	DIGEST_MISMATCH: "content is not what its digest says",
	REGISTRY_DENIED: "the registry refused the credential, or wants one",
	REGISTRY_UNREACHABLE: "the registry could not be reached or failed",
	REGISTRY_REFUSED: "the registry refused what was sent",
	CREDENTIALS_INVALID: "the registry configuration or a credential helper failed",
	ENGINE_UNREACHABLE: "no Docker Engine answers",
	ENGINE_FAILED: "the Docker Engine reported an error",
	DOCKERFILE_INVALID: "a Dockerfile could not be read as one",
	GATE_FAILED: "the image's identity is not the template's",
	TAG_INVALID: "a tag or a tag rule is malformed",
	DATABASE_UNREACHABLE: "the config database could not be opened or reached",
	DATABASE_FAILED: "the config database reported an error",
	DATABASE_TOO_NEW: "the config database was written by a newer version",
	ROW_INVALID: "a row does not have the shape it must have",
	AGENT_UNKNOWN: "no agent of that name",
	AGENT_TYPE_UNKNOWN: "no agent type of that name",
	BUNDLE_INVALID: "a config bundle is malformed, incomplete or altered",
	BUNDLE_TOO_NEW: "a config bundle was written by a newer version",
	PLAN_STALE: "the database moved on since the plan was made",
	PRUNE_REFUSED: "pruning would leave nothing",
	MISSING_SECRET: "a secret that is needed is not there",
	SECRET_UNREADABLE: "a sealed secret cannot be opened",
	SECRET_INVALID: "a secret's name or value cannot be used",
	KEYRING_INVALID: "the secret keys are malformed or missing",
	ACCESS_LOG_FAILED: "the access log could not be written",
	ENV_FILE_INVALID: "a shared file of an env directory is malformed",
	ENV_UNVERIFIED: "there is nothing to compare an env directory with",
	RENDER_REFUSED: "rendering would give a file that the client rejects",
	CONTAINER_FAILED: "a container could not be brought up",
	HOST_UNREACHABLE: "the CI host's API could not be reached or failed",
	HOST_DENIED: "the CI host's API refused the token",
	ARTIFACT_FAILED: "an artifact could not be stored or found"
};
/** `unverified` beats `drift`, which beats `clean`; warnings change nothing. */
function verdictOf(findings) {
	return findings.some((finding) => finding.severity === "unverified") ? "unverified" : findings.some((finding) => finding.severity === "error") ? "drift" : "clean";
}
/**
* Opens the repository that `cwd` lies in, or the one that was named.
* @throws {IdentikitError} `SSOT_MISSING`, `SETTINGS_INVALID`
*/
async function openProject(cwd, named) {
	let { findRoot } = await import("./root-BTGaKpQf.js"), { loadSettings } = await import("./settings-CUcjlD6x.js"), root = findRoot(cwd, named);
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
		let { defaultSettings } = await import("./settings-CUcjlD6x.js");
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
const systemClock = { now: () => /* @__PURE__ */ new Date() };
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
/** The one place where the faces look up {@link OptionMeta}. */
const optionMeta = registry();
/** A schema with what the faces need to know of it. */
function option(schema, meta) {
	return optionMeta.add(schema, meta), schema;
}
const given = string().min(1, "must not be empty");
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
/** On or off; off when left out. */
function flag(description) {
	return option(boolean().default(!1), {
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
	let meta = optionMeta.get(schema);
	if (!meta) throw TypeError("only an option can be positional");
	return optionMeta.remove(schema), optionMeta.add(schema, {
		...meta,
		positional: !0
	}), schema;
}
/** Options that mean the same in every job that has them. */
const rootOption = { root: text("DIR", "The source-of-truth repository; found by walking up from the working directory if left out.") }, databaseOption = { database: text("PATH|URL", "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).") }, registryOptions = { insecureRegistry: list("HOST[:PORT]", "A registry to speak plain HTTP with; registries of this machine need not be named.") };
/** Keeps the options' types together with the run. */
function defineJob(job) {
	return job;
}
/** 0: it holds or is done. 1: an error, or not verified. 2: drift or pending changes. 1 beats 2. */
function exitCodeOf(result) {
	return (result.faults?.length ?? 0) > 0 || result.report?.verdict === "unverified" ? 1 : result.report?.verdict === "drift" ? 2 : 0;
}
/** The JSON document of a result: its outputs, the findings in full, and the first failure. */
function jsonOf(result) {
	let error = errorIn(result);
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
/** The failure that a result stands for: of a part of the job, or that of what could not be verified. */
function errorIn(result) {
	let [fault] = result.faults ?? [];
	if (fault) return errorOf(fault);
	let unverified = result.report?.findings.find(({ severity }) => severity === "unverified");
	if (!unverified) return;
	let { code, path, actual, remedy } = unverified;
	return {
		code,
		message: actual ?? `${path} could not be verified`,
		remedy
	};
}
/**
* `KEY=VALUE` items as a record; a key may stand once.
* @param option what messages call the items, such as `--label`
* @throws {IdentikitError} `USAGE`
*/
function keyValues(option, items) {
	let values = /* @__PURE__ */ new Map();
	for (let item of items) {
		let at = item.indexOf("=");
		if (at < 1) throw wrong(`${option} ${JSON.stringify(item)} is not KEY=VALUE`);
		let key = item.slice(0, at);
		if (values.has(key)) throw wrong(`${option} gives ${JSON.stringify(key)} twice`);
		values.set(key, item.slice(at + 1));
	}
	return Object.fromEntries(values);
}
function wrong(problem) {
	return new IdentikitError("USAGE", problem, { remedy: "Write it as KEY=VALUE, each key once." });
}
/**
* Which host the job runs on. Gitea's and Forgejo's runners set `ACT` too, so theirs are looked at first.
* @throws {IdentikitError} `USAGE` for a `GITHUB_SERVER_URL` or `GITHUB_API_URL` that is no http(s) address
*/
function hostOf(env) {
	let name = hostNameOf(env), serverUrl = addressOf(env, "GITHUB_SERVER_URL") ?? "https://github.com", givenApi = addressOf(env, "GITHUB_API_URL"), dialect = dialectOf(name, givenApi);
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
	let { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_NUMBER: number } = env, run = host.name === "forgejo" ? number : id;
	return repository && run ? `${host.serverUrl}/${repository}/actions/runs/${run}` : void 0;
}
function hostNameOf(env) {
	return env.FORGEJO_ACTIONS ? "forgejo" : env.GITEA_ACTIONS ? "gitea" : env.ACT ? "act" : "github";
}
function dialectOf(name, apiUrl) {
	return name === "gitea" || name === "forgejo" || name === "act" && apiUrl?.endsWith("/api/v1") ? "gitea" : "github";
}
function addressOf(env, variable) {
	let text = env[variable];
	if (!text) return;
	let url = URL.parse(text);
	if (url && (url.protocol === "https:" || url.protocol === "http:") && url.username === "") return url.href.replace(/\/+$/, "");
	throw new IdentikitError("USAGE", `${variable} is not an http or https address without credentials`, { remedy: "The runner sets it; in a local run give it as https://host/path." });
}
/** `envRoot` as it is typed: `env-root`. Also the name of an action's input. */
function kebab(key) {
	return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
/**
* Raw values from a face as a job's options.
* @param nameOf how the face calls an option: `--into`, `input into`
* @throws {IdentikitError} `USAGE` naming every option that is wrong, what was given, and what is allowed
*/
function parseOptions(schema, raw, nameOf) {
	let result = schema.safeParse(raw);
	if (result.success) return result.data;
	throw new IdentikitError("USAGE", result.error.issues.map((issue) => {
		let [key] = issue.path;
		return typeof key == "string" ? raw[key] === void 0 ? `${nameOf(key)} is missing` : `${nameOf(key)} is ${JSON.stringify(raw[key])}: ${lowerFirst(issue.message)}` : issue.message;
	}).join("; "), { remedy: "See --help, or the action's README." });
}
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
/**
* Turns the first Ctrl-C, SIGTERM or SIGHUP into an abort, so that what is under way is left whole; the second one ends
* the process the hard way.
*/
function stopOnSignals(target = process) {
	let controller = new AbortController(), names = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	], received, stop = (name) => {
		received = name, release();
		let reason = new IdentikitError("CANCELLED", `stopped by ${name}`, { remedy: "Run it again: it takes up where it was left." });
		controller.abort(reason);
	}, release = () => {
		for (let name of names) target.removeListener(name, stop);
	};
	for (let name of names) target.on(name, stop);
	return {
		signal: controller.signal,
		received: () => received,
		[Symbol.dispose]: release
	};
}
export { verdictOf as A, count as C, openNearestProject as D, systemClock as E, visible as F, IdentikitError as I, asFault as L, suggestion as M, logLine as N, openProject as O, shortened as P, text as S, shortDigest as T, list as _, runUrlOf as a, positional as b, defineJob as c, jsonOf as d, databaseOption as f, flag as g, choice as h, hostOf as i, faultCodes as j, workPath as k, errorOf as l, rootOption as m, parseOptions as n, showsAnnotations as o, registryOptions as p, kebab as r, keyValues as s, stopOnSignals as t, exitCodeOf as u, option as v, shortCommit as w, requiredText as x, optionMeta as y };
