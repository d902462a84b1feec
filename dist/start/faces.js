import { _default, _enum, _gte, _lte, _minLength, _regex, array, boolean, custom, debug, en_default, error, getInput, info, int, notice, number, object, omit, optional, registry, setOutput, setSecret, string, url, warning } from "../vendor/faces.js";
import { posix } from "node:path";
// src/fault/error.ts
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
function cancelled(message, cause) {
	return new IdentikitError("CANCELLED", message, {
		remedy: "Run it again: it takes up where it was left.",
		cause
	});
}
function asFault(caught) {
	if (caught instanceof IdentikitError) return caught;
	if (caught instanceof Error && (caught.name === "AbortError" || caught.name === "TimeoutError")) return cancelled("stopped before it was done", caught);
	return new IdentikitError("INTERNAL", (caught instanceof Error ? caught.message : String(caught)).replace(/\s*\n\s*/g, " "), {
		remedy: "Run again with --verbose and report the cause chain.",
		cause: caught
	});
}
// src/fault/thrown.ts
function fieldsOf(value) {
	return isRecord(value) ? value : {};
}
function isRecord(value) {
	return typeof value === "object" && value !== null;
}
function codeOf(cause) {
	const { code } = fieldsOf(cause);
	return typeof code === "string" ? code : void 0;
}
function messageOf(cause) {
	return cause instanceof Error ? cause.message : String(cause);
}
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
function visible(text) {
	return text.replace(invisible, (character) => named[character] ?? escapeOf(character));
}
function logLine(text) {
	return visible(text).replaceAll("##[", `##${escapeOf("[")}`).replace(/^(\s*):(?=:)/, (_, space) => `${space}${escapeOf(":")}`);
}
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
function isDigest(text) {
	return /^sha256:[0-9a-f]{64}$/.test(text);
}
// src/report/markdown-text.ts
const valueLength = 200;
function markdownCode(text) {
	const line = shortened(visible(text), valueLength);
	if (line.trim() === "") return "<code>&#32;</code>";
	return /[`|\\]/.test(line) ? `<code>${references(line)}</code>` : `\`${line}\``;
}
function markdownProse(text) {
	const line = shortened(visible(text), 400);
	return /[@#]|:\/\/|www\.|\bgh-\d/i.test(line) ? markdownCode(line) : references(line);
}
function withShortDigests(text) {
	return text.replace(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
}
function references(line) {
	return line.replace(/[&<>`*_[\]()#|\\~!{}@$^=+"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
// src/runtime/clock.ts
const systemClock = { now: () => new Date() };
// src/host/host.ts
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
function showsAnnotations(env) {
	return hostNameOf(env) === "github";
}
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
// src/commands/options/host-token.ts
const hostTokenVariable = "IDENTIKIT_HOST_TOKEN";
// src/commands/command.ts
function defineCommand(declaration) {
	return {
		...declaration,
		get options() {
			return declaration.options();
		}
	};
}
function declareOptions(shape) {
	let made;
	return () => {
		made ??= object(shape());
		return made;
	};
}
async function runCommand(command, context, options) {
	const { run } = await command.body();
	return await run({
		...context,
		command: command.name
	}, options);
}
// src/commands/options/option.ts
const optionMeta = registry();
function option(schema, meta) {
	optionMeta.add(schema, meta);
	return schema;
}
const given = string().check(_minLength(1, "must not be empty"));
const outputMeta = {
	kind: "text",
	value: "FILE",
	isOutput: true
};
function text(value, description) {
	return option(optional(given), {
		kind: "text",
		value,
		description
	});
}
function requiredText(value, description) {
	return option(given.clone(), {
		kind: "text",
		value,
		description
	});
}
function outputFile(description) {
	return option(optional(given), {
		...outputMeta,
		description
	});
}
function requiredOutputFile(description) {
	return option(given.clone(), {
		...outputMeta,
		description
	});
}
function flag(description) {
	return option(_default(boolean(), false), {
		kind: "flag",
		description
	});
}
function list(value, description) {
	return option(_default(array(given), []), {
		kind: "list",
		value,
		description
	});
}
function program(description) {
	return option(_default(array(string()), []), {
		kind: "list",
		value: "PROGRAM",
		positional: true,
		isProgram: true,
		description
	});
}
function choice(words, initial, description) {
	return option(_default(_enum(words), initial), {
		kind: "text",
		value: words.join("|"),
		description
	});
}
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
const reportOptions = () => ({
	report: outputFile("Write the report to FILE, as JSON; - is standard output."),
	sarif: outputFile("Write the report to FILE, as SARIF 2.1.0; - is standard output.")
});
const printedReportOptions = () => ({
	format: choice([
		"text",
		"json",
		"markdown",
		"sarif"
	], "text", "The form in which the findings are printed."),
	...reportOptions()
});
// src/commands/options/root.ts
const rootOption = () => ({ root: text("DIR", "The source-of-truth repository; found by walking up from the working directory if left out.") });
// src/actions/frame/action.ts
function defineAround(declaration) {
	return {
		...declaration,
		get inputs() {
			return declaration.inputs();
		}
	};
}
function temporaryFile(env, name) {
	return `${env.RUNNER_TEMP ?? ".identikit"}/identikit/${name}`;
}
function camel(name) {
	return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
const hostTokenInput = defineAround({
	inputs: declareOptions(() => ({ token: option(optional(string()), {
		kind: "text",
		description: "The token that reads pull requests, reviews and checks, and sets statuses; the job's own suffices but for teams.",
		expression: "${{ github.token }}"
	}) })),
	equip: (context, { token }) => token === void 0 ? context : {
		...context,
		env: {
			...context.env,
			[hostTokenVariable]: token
		}
	}
});
// src/commands/options/provenance.ts
const signingOptions = () => ({
	signKey: text("FILE|env://NAME", "Sign the image and what is said of it with this key (PEM, or of cosign generate-key-pair); its password in IDENTIKIT_SIGN_PASSWORD or COSIGN_PASSWORD."),
	signKeyless: flag("Sign with the identity that the host gives this job (OIDC), through Sigstore; not on Gitea, which gives none.")
});
const sbomOption = () => ({ sbom: flag("Sign a bill of materials of the identity (CycloneDX), too; goes with a signer.") });
const trustOptions = () => ({
	verifyKey: list("FILE|env://NAME", "A public key (PEM) whose signatures count; provenance.keys of the settings if left out."),
	verifyIdentity: text("SUBJECT", "The identity whose keyless signatures count, as its certificate has it; provenance.identity of the settings if left out."),
	verifyIssuer: text("URL", "Who has to have vouched for the identity; provenance.issuer of the settings if left out."),
	trustedRoot: text("FILE", "The authorities of the Sigstore deployment, as cosign trusted-root create writes them; provenance.trustedRoot of the settings if left out, else fetched from the TUF repository (provenance.tuf, or Sigstore's public one).")
});
const requirementOptions = () => ({
	requireSignature: flag("Refuse an image that is not signed by a key or identity that counts."),
	requireAttestation: list("KIND|URI", "Refuse an image without this statement by a key or identity that counts: provenance, identity, sbom, summary, or a predicate type."),
	...trustOptions()
});
// src/commands/options/servers.ts
const networkOptions = () => ({
	retryFor: option(optional(number().check(_gte(0), _lte(3600))), {
		kind: "text",
		value: "SECONDS",
		description: "How long a request that fails is tried again; 0 means not at all. The settings' network.retryFor (7) if left out."
	}),
	allowPrivateHost: list("HOST[:PORT]", "A host inside a private network that a server may lead to: its token server, its storage. Not needed where the server is in that network itself.")
});
const registryOptions = () => ({
	...networkOptions(),
	insecureRegistry: list("HOST[:PORT]", "A registry to speak plain HTTP with; registries of this machine need not be named.")
});
// src/actions/around/registry-login.ts
const host = /^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:]+\](:\d+)?$/;
const registryLogin = defineAround({
	inputs: declareOptions(() => ({
		registry: option(optional(string().check(_regex(host, "must be a host, such as registry.example or ghcr.io"))), {
			kind: "text",
			value: "HOST",
			description: "The registry that the username and password are for; no other one sees them."
		}),
		registryUsername: text("NAME", "Who pulls and pushes; registries that take a bare token ignore it."),
		registryPassword: text("SECRET", "The password or token, from a secret; Docker's own configuration and its helpers are asked if left out.")
	})),
	equip: (context, { registry, registryUsername: username, registryPassword: password }) => {
		if (password === void 0) return context;
		context.log.mask(password);
		if (registry !== void 0) return {
			...context,
			registryCredential: {
				registry,
				username: username ?? "",
				password
			}
		};
		throw new IdentikitError("USAGE", "input registry-password is given without input registry", { remedy: "Name the registry that the password is for, such as ghcr.io." });
	}
});
// src/commands/options/database.ts
const recordDatabaseOption = () => ({ database: text("PATH|URL", "A config database (an SQLite file or a postgres:// URL) in which each tag that moves is written down, with both digests and who moved it; DATABASE_URL does not count.") });
const databaseOption = () => ({ database: text("PATH|URL", "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).") });
// src/actions/around/status-inputs.ts
const tokenInput = () => ({ token: option(optional(string()), {
	kind: "text",
	description: "The token that writes to the CI host; the job's own suffices.",
	expression: "${{ github.token }}"
}) });
const statusInputs = () => ({
	...tokenInput(),
	commit: text("SHA", "The commit that the status belongs on; the head of the pull request or push if left out.")
});
// src/actions/around/announcing/announcing.ts
const inputs$1 = declareOptions(() => ({
	status: flag("Set a commit status with the verdict."),
	comment: flag("Keep one comment with the findings up to date on the pull request."),
	...statusInputs()
}));
function announcing(action, check) {
	return defineAround({
		inputs: inputs$1,
		after: async (context, given, outcome) => {
			const { announceOutcome } = await import("../actions/around/announcing.js");
			return await announceOutcome(context, given, {
				action,
				check,
				outcome
			});
		}
	});
}
const templateLogin = defineAround({
	inputs: declareOptions(() => ({
		giteaUrl: option(optional(url({ protocol: /^https?$/ })), {
			kind: "text",
			value: "URL",
			description: "The Gitea server that templates named `owner/repo` are on; the variable IDENTIKIT_GITEA_URL if left out."
		}),
		templateToken: text("SECRET", "A token that may read the templates' repositories on that server, from a secret; IDENTIKIT_TEMPLATE_TOKEN if left out."),
		githubToken: text("SECRET", "The same for templates on GitHub; IDENTIKIT_GITHUB_TOKEN if left out.")
	})),
	equip: (context, { giteaUrl, templateToken, githubToken }) => {
		const given = [
			["IDENTIKIT_GITEA_URL", giteaUrl],
			["IDENTIKIT_TEMPLATE_TOKEN", templateToken],
			["IDENTIKIT_GITHUB_TOKEN", githubToken]
		];
		for (const token of [templateToken, githubToken]) if (token !== void 0) context.log.mask(token);
		const set = given.filter(([, value]) => value !== void 0);
		return set.length === 0 ? context : {
			...context,
			env: {
				...context.env,
				...Object.fromEntries(set)
			}
		};
	}
});
// src/commands/options/dry-run.ts
const dryRunOption = () => ({ dryRun: flag("Say what would be done, and change nothing.") });
// src/commands/options/resource.ts
const kindOption = () => ({ kind: positional(requiredText("KIND", "A kind: its plural, its name or a short name, such as rules; or KIND/NAME.")) });
const organizationOption = () => ({ organization: text("NAME", "The organisation; the settings' platform.organization if left out.") });
// src/actions/around/artifacts/artifacts.ts
const stored = declareOptions(() => ({
	artifact: text("NAME", "Store the file as an artifact of this name for later jobs of the run; not stored if left out."),
	retentionDays: option(optional(number().check(int(), _gte(1), _lte(90))), {
		kind: "text",
		value: "DAYS",
		description: "How long the artifact is kept; what the host keeps artifacts for if left out."
	})
}));
function storing(output) {
	return storingAs(stored, output, (given) => given);
}
const storedBundle = declareOptions(() => ({
	bundleArtifact: text("NAME", "Store the run bundle as an artifact of this name for later jobs of the run; not stored if left out."),
	retentionDays: stored().shape.retentionDays
}));
function storingBundle(output) {
	return storingAs(storedBundle, output, ({ bundleArtifact, retentionDays }) => ({
		artifact: bundleArtifact,
		retentionDays
	}));
}
function storingAs(inputs, output, read) {
	return defineAround({
		inputs,
		after: async (context, given, outcome) => {
			const { store } = await import("../actions/around/artifacts.js");
			return await store(context, read(given), outcome.kind === "result" ? outcome.result.outputs[output] : void 0);
		}
	});
}
const fetched = declareOptions(() => ({
	artifact: text("NAME", "Take the file from an artifact that an earlier job of this run stored, in place of a path."),
	artifactDigest: option(optional(custom((given) => typeof given === "string" && isDigest(given), "must be sha256: and 64 hex digits")), {
		kind: "text",
		value: "DIGEST",
		description: "What the file in the artifact must be; the `artifact-digest` output of the step that stored it."
	})
}));
function fetching(key, form = "one") {
	return defineAround({
		inputs: fetched,
		supplies: [key],
		before: async (context, given) => {
			const { fetchStored } = await import("../actions/around/artifacts.js");
			const file = await fetchStored(context, given);
			return file === void 0 ? {} : { [key]: form === "list" ? [file] : file };
		}
	});
}
// src/commands/options/bundle-key.ts
const signOption = () => ({ signKey: text("FILE|keyring", "Sign with an Ed25519 private key (PEM, mode 0600), or with the keyring's key.") });
const signatureOption = () => ({ requireSignature: text("FILE|keyring", "Refuse a bundle that is not signed with this Ed25519 public key (PEM), or with a key of the keyring.") });
// src/commands/options/kebab.ts
function kebab(key) {
	return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
// src/commands/options/raw-options.ts
function parseOptions(schema, raw, nameOf) {
	const result = schema.safeParse(raw, {
		error: messageOfIssue,
		jitless: true
	});
	if (result.success) return result.data;
	throw new IdentikitError("USAGE", result.error.issues.map((issue) => {
		const [key] = issue.path;
		if (typeof key !== "string") return issue.message;
		if (raw[key] === void 0) return `${nameOf(key)} is missing`;
		return `${nameOf(key)} is ${JSON.stringify(raw[key])}: ${lowerFirst(issue.message)}`;
	}).join("; "), { remedy: "See --help, or the action's README." });
}
const messageOfIssue = (issue) => en_default().localeError(issue);
function lowerFirst(text) {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
// src/runtime/standard-input.ts
const maxInputBytes = 16777216;
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
async function* openStandardInput(stream, signal) {
	if (signal.aborted) return;
	using _stop = onAbort(signal, () => stream.destroy());
	try {
		for await (const chunk of stream) yield chunk;
	} catch (caught) {
		if (!signal.aborted) throw caught;
	}
}
function onAbort(signal, work) {
	signal.addEventListener("abort", work, { once: true });
	return { [Symbol.dispose]: () => signal.removeEventListener("abort", work) };
}
function asError(reason) {
	return reason instanceof Error ? reason : new Error(String(reason));
}
// src/runtime/stop-signal.ts
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
// src/runtime/runner.ts
const annotators = {
	error,
	warning,
	notice
};
function openRunner() {
	const stop = stopOnSignals();
	const { env } = process;
	return {
		context: {
			env,
			cwd: env.GITHUB_WORKSPACE ?? process.cwd(),
			who: async () => (await import("../rooms/runtime.js")).whoRuns(env),
			clock: systemClock,
			log: runnerLogger(),
			signal: stop.signal,
			readInput: () => readStandardInput(process.stdin, stop.signal),
			openInput: () => openStandardInput(process.stdin, stop.signal),
			askHidden: async () => void 0,
			writeOutput: (text) => new Promise((resolve) => process.stdout.write(text.split("\n").map(logLine).join("\n"), () => resolve()))
		},
		input: (name) => getInput(name),
		output: (name, value) => setOutput(name, value),
		summarize: async (markdown) => {
			if (!env.GITHUB_STEP_SUMMARY) return;
			const { appendFile } = await import("node:fs/promises");
			await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
		},
		annotate: (level, message, place) => annotators[level](logLine(message), place),
		fail: (message, place) => {
			process.exitCode = 1;
			error(logLine(message), place);
		},
		[Symbol.dispose]: () => stop[Symbol.dispose]()
	};
}
function runnerLogger() {
	return {
		info: (line) => info(logLine(line)),
		warn: (line) => warning(logLine(line)),
		debug: (line) => debug(logLine(line)),
		progress: () => ({
			update: () => void 0,
			done: (text) => info(logLine(text)),
			end: () => void 0
		}),
		mask: (value) => {
			for (const part of new Set([value, ...value.split(/\r?\n/)])) if (part.trim()) setSecret(part);
		}
	};
}
// src/actions/frame/fail-with.ts
function failWith({ code, message, remedy, location }, runner) {
	const { file, line } = showsAnnotations(runner.context.env) && location || {};
	const near = file === void 0 ? void 0 : posix.join(runner.input("root"), file);
	const place = near === void 0 ? {} : {
		file: near,
		...line === void 0 ? {} : { startLine: line }
	};
	runner.fail(`${code}: ${message}. ${remedy}`, {
		title: code,
		...place
	});
}
// src/actions/frame/inputs.ts
function optionsOf({ command, without = [] }) {
	return without.length === 0 ? command.options : omit(command.options, Object.fromEntries(without.map((key) => [key, true])));
}
function readInputs(schema, input, defaults = {}) {
	const raw = {};
	for (const [key, option] of Object.entries(schema.shape)) {
		const given = input(kebab(key)) || (defaults[key] ?? "");
		if (given === "") continue;
		const kind = optionMeta.get(option)?.kind;
		raw[key] = kind === "flag" ? booleanOf(kebab(key), given) : kind === "list" ? linesOf(given) : given;
	}
	return raw;
}
function booleanOf(name, given) {
	if ([
		"true",
		"True",
		"TRUE"
	].includes(given)) return true;
	if ([
		"false",
		"False",
		"FALSE"
	].includes(given)) return false;
	throw new IdentikitError("USAGE", `input ${name} is ${JSON.stringify(given)}: neither true nor false`, { remedy: "Write true or false." });
}
function linesOf(given) {
	const lines = given.split("\n").map((line) => line.trim());
	return (lines.length === 1 ? given.split(",").map((value) => value.trim()) : lines).filter((value) => value !== "");
}
// src/actions/frame/outputs.ts
function writeOutputs(action, values, runner) {
	for (const name of Object.keys(action.outputs)) {
		const value = values[camel(name)];
		if (value === void 0 || value === null) continue;
		runner.output(name, typeof value === "string" ? value : JSON.stringify(value));
	}
}
// src/actions/frame/tell-fault.ts
async function tellFault(action, fault, runner) {
	failWith(fault, runner);
	await runner.summarize(faultMarkdown(action, fault));
}
function faultMarkdown(action, { code, message, remedy, location }) {
	const { file, line } = location ?? {};
	const place = file === void 0 ? "" : ` in ${markdownCode(line === void 0 ? file : `${file}:${line}`)}`;
	return [
		`### Identikit ${action.name}: ❌ ${code}${place}`,
		markdownProse(message),
		`**What to do**\n\n- ${markdownProse(remedy)}`,
		""
	].join("\n\n");
}
// src/actions/frame/run-action.ts
async function runAction(action) {
	using runner = openRunner();
	try {
		const steps = (action.around ?? []).map((around) => ({
			around,
			inputs: parse(around.inputs, action, runner)
		}));
		const context = steps.reduce((equipped, { around, inputs }) => around.equip?.(equipped, inputs) ?? equipped, runner.context);
		let outcome = await outcomeOf(action, steps, context, runner);
		for (const { around, inputs } of steps) outcome = await around.revise?.(context, inputs, outcome) ?? outcome;
		const after = await Promise.allSettled(steps.map(async ({ around, inputs }) => around.after?.(context, inputs, outcome)));
		const more = after.map((settled) => settled.status === "fulfilled" ? settled.value : {});
		await tell(action, outcome, Object.assign({}, ...more), runner);
		for (const settled of after) if (settled.status === "rejected") failWith(asFault(settled.reason), runner);
	} catch (caught) {
		failWith(asFault(caught), runner);
	}
}
async function outcomeOf(action, steps, context, runner) {
	const { command } = action;
	try {
		const defaults = {
			...action.runnerDefaults?.(context.env),
			...action.defaults
		};
		let raw = readInputs(optionsOf(action), runner.input, defaults);
		for (const { around, inputs } of steps) raw = {
			...raw,
			...await around.before?.(context, inputs)
		};
		return {
			kind: "result",
			result: await runCommand(command, context, parseOptions(command.options, raw, nameOf))
		};
	} catch (caught) {
		return {
			kind: "fault",
			fault: asFault(caught)
		};
	}
}
async function tell(action, outcome, more, runner) {
	if (outcome.kind === "fault") {
		writeOutputs(action, more, runner);
		return await tellFault(action, outcome.fault, runner);
	}
	const { result } = outcome;
	const { report } = result;
	writeOutputs(action, {
		...report ? {
			result: report.verdict,
			findings: report.findings.length
		} : {},
		...result.outputs,
		...more
	}, runner);
	for (const [name, value] of Object.entries(action.namedByUser?.(result) ?? {})) runner.output(name, value);
	const { tellResult } = await import("../rooms/actions-with-host-report.js");
	await tellResult(action, result, runner);
}
function parse(schema, action, runner) {
	return parseOptions(schema, readInputs(schema, runner.input, action.defaults), nameOf);
}
function nameOf(key) {
	return `input ${kebab(key)}`;
}
// src/commands/result.ts
function asOutput(value) {
	if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
	if (Array.isArray(value)) return value.map(asOutput);
	return isRecord(value) ? outputMembers(value) : noOutput(value);
}
function outputMembers(value) {
	const defined = Object.entries(value).filter(([, member]) => member !== void 0);
	return Object.fromEntries(defined.map(([name, member]) => [name, asOutput(member)]));
}
function noOutput(value) {
	throw new TypeError(`${typeof value} is no value of a result`);
}
function exitCodeOf(result) {
	if ((result.faults?.length ?? 0) > 0 || result.report?.verdict === "unverified") return 1;
	return result.report?.verdict === "drift" || result.holds === false ? 2 : 0;
}
function jsonOf(result) {
	const error = errorIn(result);
	return {
		...result.report ? { result: result.report.verdict } : {},
		...result.outputs,
		...result.report ? { findings: result.report.findings } : {},
		...error ? { error } : {}
	};
}
function errorOf({ code, message, remedy }) {
	return {
		code,
		message,
		remedy
	};
}
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
const envOptions = () => ({
	envRoot: text("DIR", "The env directories, DIR/<agent>/; the setting envRoot (.identikit/env) if left out."),
	shard: text("I/N", "Only the I-th of N parts of the fleet, the same agents each time."),
	reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; the command's name if left out."),
	accessor: text("NAME", "Who, for the access log; in CI the workflow, run and job, elsewhere the user of the system, if left out."),
	events: outputFile("Append events to FILE, as JSON lines; .identikit/events.jsonl if left out, - is standard output."),
	accessLog: outputFile("Write the reads of secrets to FILE as well, as JSON lines; - is standard output.")
});
// src/commands/run/run.ts
const poolKeyVariable = "IDENTIKIT_POOL_KEY";
const ticketKeyVariable = "IDENTIKIT_TICKET_KEY";
const runAgents = defineCommand({
	name: "run",
	summary: "Run agents on this machine: the attempts of tickets, or the runs that are queued.",
	example: "identikit run --pool linux --tickets tickets.jwt --ticket-key ticket.pem",
	options: declareOptions(() => ({
		tickets: text("FILE", "Tickets that dispatch wrote, a line each: their attempts are run, and nothing needs the database. Without it, queued runs are launched, run and written back here."),
		pool: text("NAME", "The runner pool that this machine belongs to; with its key in IDENTIKIT_POOL_KEY."),
		ticketKey: text("FILE", "The public keys of tickets, as access ticket-key prints them; IDENTIKIT_TICKET_KEY if left out."),
		bundles: text("DIR", "Where the run bundles are written; .identikit/bundles if left out."),
		workspaces: text("DIR", "Where workspaces are kept; .identikit/workspaces if left out."),
		remote: text("URL", "Where repositories are fetched from, before /OWNER/REPO.git; the forge's own address if left out."),
		programs: list("DIR", "A folder with programs of agents, such as their clients: agents see it, read-only."),
		run: list("NAME", "Only the tickets, or queued runs, of these runs."),
		memory: text("DIR", "A checkout of the memory repository, with its history."),
		...organizationOption(),
		...rootOption(),
		...databaseOption()
	})),
	body: () => import("../commands/run.js")
});
// src/agents/kinds/closed-words.ts
const workspaceActionWords = [
	"provision",
	"link",
	"pin",
	"unpin",
	"archive",
	"cleanup",
	"recover",
	"notes-save",
	"rebase-start",
	"rebase-auto-resolve",
	"rebase-open-in-editor",
	"rebase-mark-resolved",
	"rebase-abort"
];
const runPhaseWords = [
	"Queued",
	"Running",
	"Waiting",
	"Succeeded",
	"Failed",
	"Cancelled"
];
const reviewVerdictWords = ["resolve", "request-changes"];
export { IdentikitError, announcing, asFault, asOutput, cancelled, choice, codeOf, databaseOption, declareOptions, defineAround, defineCommand, dryRunOption, envOptions, errorOf, exitCodeOf, failWith, fetching, fieldsOf, flag, hostOf, hostTokenInput, hostTokenVariable, isDigest, isRecord, jsonOf, kebab, kindOption, list, logLine, markdownCode, markdownProse, messageOf, nearest, networkOptions, openStandardInput, option, optionMeta, organizationOption, outputFile, outputMembers, parseOptions, poolKeyVariable, positional, printedReportOptions, program, readStandardInput, recordDatabaseOption, registryLogin, registryOptions, reportOptions, requiredOutputFile, requiredText, requirementOptions, reviewVerdictWords, rootOption, runAction, runAgents, runCommand, runPhaseWords, runUrlOf, sbomOption, shortened, showsAnnotations, signOption, signatureOption, signingOptions, sqliteCodeOf, statusInputs, stopOnSignals, storing, storingBundle, suggestion, systemClock, templateLogin, temporaryFile, text, ticketKeyVariable, tokenInput, trustOptions, visible, withShortDigests, workspaceActionWords };
