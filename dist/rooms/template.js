import { IdentikitError, codeOf, isDigest, isRecord, nearest, suggestion } from "../start/faces.js";
import { certain, inParallel, withRetries } from "./fault.js";
import { AnchoredDirectory, FileTree, PathClaims, applyPlan, clearLeftovers, comparePaths, differenceFinding, foldPath, observeDirectory, planSync, readFileIn, temporaryNameFor, treeOfObserved, unsafeReason, writeFileAtomically, writeFileIn } from "./tree.js";
import { _enum, array, boolean, custom, int, literal, looseObject, number, object, record, strictObject, string, union, unknown as unknown$1 } from "../vendor/zod.js";
import { checkDocument, decodeText, documentFault, parseJson, pathOf, readJsonDocument, showPath } from "./document.js";
import { Cache, cacheRootOf } from "./cache.js";
import { createHash, scrypt } from "node:crypto";
import { basename, dirname, extname, join, resolve } from "node:path";
import { existsSync, rmSync } from "node:fs";
import { promisify } from "node:util";
// src/template/contents/problem.ts
var ProblemList = class {
	problems = [];
	at(document, path, what) {
		const { allowed = [], given, ...rest } = what;
		const place = {
			file: document.file,
			...placeIn(document, path),
			key: showPath(path)
		};
		this.problems.push({
			...place,
			...rest,
			allowed,
			nearest: given === void 0 ? null : nearest(given, allowed) ?? null
		});
	}
	issues(document, { issues }) {
		for (const issue of issues) this.at(document, pathOf(issue), {
			code: "TEMPLATE_VALUE_INVALID",
			severity: "error",
			problem: issue.message.replace(/^Invalid input: /, ""),
			remedy: "Fix this value in the template."
		});
	}
	of(file, what, line = 1) {
		this.problems.push({
			file,
			line,
			key: "",
			allowed: [],
			nearest: null,
			...what
		});
	}
};
function placeIn(document, path) {
	const [key, value] = [document.placeOf(path), document.placeOf(path, "value")];
	return key.line === value.line ? value : key;
}
function problemLine({ file, line, key, problem, nearest: meant }) {
	return `${file}:${line}: ${key === "" ? "" : `${key}: `}${problem}${meant === null ? "" : `; did you mean ${JSON.stringify(meant)}?`}`;
}
function problemFinding(problem, template, directory) {
	const { code, severity, file, line, key, allowed, remedy } = problem;
	return {
		code,
		severity,
		path: key === "" ? file : `${file} ${key}`,
		expected: allowed.length === 0 ? null : allowed.join(", "),
		actual: problemLine(problem),
		remedy,
		subject: `template ${template}`,
		...directory === void 0 ? {} : { location: {
			file: `${directory}/${file}`,
			line
		} }
	};
}
// src/template/contents/config-file.ts
const text$1 = string().min(1);
const cardSkill = looseObject({
	id: text$1.optional().describe("The skill's directory below agent-skills/."),
	name: text$1.optional(),
	description: string().optional()
});
const templateConfigSchema = looseObject({
	$schema: string().optional(),
	name: text$1.optional(),
	description: string().optional(),
	role: string().optional(),
	runtime: text$1.optional().describe("The program that runs the agent."),
	model: text$1.nullish(),
	version: union([string(), number()]).optional(),
	prompt_files: array(text$1).nullish().describe("The files that the prompt is made of, in order; relative to the template's root, else to prompts/."),
	agent_card: looseObject({
		name: text$1.optional(),
		description: string().optional(),
		skills: array(union([text$1, cardSkill])).nullish()
	}).nullish()
});
const knownKeys = Object.keys(templateConfigSchema.shape);
function checkConfig(document) {
	const list = new ProblemList();
	const value = document.value ?? {};
	const result = templateConfigSchema.safeParse(value);
	if (isRecord(value)) reportTypos(document, list, {
		path: [],
		keys: Object.keys(value),
		known: knownKeys
	});
	if (result.success) return {
		config: result.data,
		problems: list.problems
	};
	list.issues(document, result.error);
	return {
		config: {},
		problems: list.problems
	};
}
function reportTypos(document, list, at) {
	for (const key of at.keys) {
		const meant = at.known.includes(key) ? void 0 : nearest(key, at.known);
		if (meant === void 0 || at.keys.includes(meant)) continue;
		list.at(document, [...at.path, key], {
			code: "TEMPLATE_KEY_UNKNOWN",
			severity: "warning",
			problem: `there is no key ${JSON.stringify(key)}`,
			allowed: at.known,
			given: key,
			remedy: "Fix the key, or rename it if it is your own."
		});
	}
}
// src/template/agent-owned.ts
const ownedNames = new Set([
	"memory.md",
	"user.md",
	"claude.md"
]);
function isAgentOwned(path) {
	const segments = foldPath(path).split("/");
	if (segments[0] === "workspace") return true;
	return segments.some((segment, index) => ownedNames.has(segment) || segment === ".claude" && segments[index + 1] === "sessions");
}
// src/template/contents/text-file.ts
const scriptEndings = /\.(?:bash|bat|c|cjs|cmd|fish|go|js|jsx|mjs|php|pl|ps1|py|rb|rs|sh|ts|tsx|zsh)$/i;
function plainTextOf(bytes) {
	if (bytes.includes(0)) return void 0;
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return;
	}
}
function isNamedAsText(name) {
	return /\.(?:md|txt)$/i.test(name);
}
function whyNoPrompt({ path, mode, bytes }) {
	const name = path.slice(path.lastIndexOf("/") + 1);
	if (name.startsWith(".")) return "is hidden";
	if (mode === 493 || scriptEndings.test(name)) return "is a script";
	const text = plainTextOf(bytes);
	if (text === void 0) return isNamedAsText(name) ? void 0 : "is not text";
	return text.startsWith("#!") ? "is a script" : void 0;
}
// src/template/contents/servers-file.ts
const text = string().min(1);
const strings = record(string(), union([
	string(),
	number(),
	boolean()
]).transform(String));
const transports = [
	"stdio",
	"http",
	"streamable-http",
	"sse",
	"ws"
];
const templateServerSchema = looseObject({
	transport: _enum(transports).optional().describe("`stdio` where there is a command, else `http`."),
	type: _enum(transports).optional().describe("Another name for `transport`."),
	purpose: string().optional(),
	description: string().optional(),
	command: text.optional(),
	args: array(union([string(), number()]).transform(String)).nullish(),
	env: strings.nullish(),
	url: text.optional(),
	headers: strings.nullish(),
	timeout: number().positive().optional(),
	credential: string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be the name of a secret").optional().describe("A secret: a variable of its name for a command, a bearer token for an address."),
	enabled: boolean().optional().describe("False for a server that no agent gets."),
	tools: unknown$1().optional()
});
const templateServersSchema = looseObject({
	$schema: string().optional(),
	mcp_servers: record(string().min(1), templateServerSchema).nullish(),
	mcpServers: record(string().min(1), templateServerSchema).nullish()
});
const serverKeys = Object.keys(templateServerSchema.shape);
const groups$1 = ["mcp_servers", "mcpServers"];
function checkServers(document) {
	const list = new ProblemList();
	const servers = new Map();
	const value = document.value ?? {};
	const result = templateServersSchema.safeParse(value);
	if (!result.success) {
		list.issues(document, result.error);
		return {
			servers,
			problems: list.problems
		};
	}
	if (isRecord(value)) reportTypos(document, list, {
		path: [],
		keys: Object.keys(value),
		known: ["$schema", ...groups$1]
	});
	for (const group of groups$1) for (const [name, server] of Object.entries(result.data[group] ?? {})) {
		reportTypos(document, list, {
			path: [group, name],
			keys: Object.keys(server),
			known: serverKeys
		});
		const client = clientServer(server);
		if (client) servers.set(name, client);
		else list.at(document, [group, name], {
			code: "TEMPLATE_SERVER_UNUSED",
			severity: server.enabled === false ? "warning" : "error",
			problem: whyUnused(server),
			remedy: "Give the server a command or a url that fits its transport, or remove it."
		});
	}
	return {
		servers,
		problems: list.problems
	};
}
function transportOf({ transport, type, command }) {
	return transport ?? type ?? (command === void 0 ? "http" : "stdio");
}
function whyUnused(server) {
	if (server.enabled === false) return "no agent gets this server, since it is not enabled";
	return `no agent could use this server: it has no ${transportOf(server) === "stdio" ? "command" : "url"}`;
}
function clientServer(server) {
	const { command, args, env, url, headers, timeout, credential, enabled } = server;
	if (enabled === false) return void 0;
	const type = transportOf(server);
	const placeholder = `\${SECRET:${credential}}`;
	if (type === "stdio") {
		if (command === void 0) return void 0;
		const variables = {
			...credential === void 0 ? {} : { [credential]: placeholder },
			...env
		};
		return {
			type,
			command,
			...args ? { args } : {},
			...Object.keys(variables).length > 0 ? { env: variables } : {}
		};
	}
	if (url === void 0) return void 0;
	const fields = {
		...credential === void 0 ? {} : { Authorization: `Bearer ${placeholder}` },
		...headers
	};
	return {
		type,
		url,
		...Object.keys(fields).length > 0 ? { headers: fields } : {},
		...timeout === void 0 ? {} : { timeout }
	};
}
// src/template/contents/settings-file.ts
const groups = [
	"permissions",
	"hooks",
	"env"
];
const single = ["model", "outputStyle"];
const known = [
	"$schema",
	...groups,
	...single
];
function checkSettings(document) {
	const list = new ProblemList();
	const settings = new Map();
	const { value } = document;
	const wrong = (path, problem) => list.at(document, path, {
		code: "TEMPLATE_VALUE_INVALID",
		severity: "error",
		problem,
		remedy: "Fix this value in the template."
	});
	if (!isRecord(value)) {
		wrong([], "must be an object");
		return {
			settings,
			problems: list.problems
		};
	}
	for (const [key, member] of Object.entries(value)) if (single.some((one) => one === key)) settings.set(key, member);
	else if (!groups.some((one) => one === key)) {
		if (key !== "$schema") list.at(document, [key], {
			code: "TEMPLATE_KEY_UNKNOWN",
			severity: "warning",
			problem: `${JSON.stringify(key)} does not come from a template and has no effect`,
			allowed: known,
			given: key,
			remedy: "Remove it; plugins belong into agents.json, marketplaces into config/marketplaces-builtin.json."
		});
	} else if (!isRecord(member)) wrong([key], "must be an object");
	else for (const [name, setting] of Object.entries(member)) settings.set(`${key}.${name}`, setting);
	return {
		settings,
		problems: list.problems
	};
}
// src/template/delivery-ledger.ts
const schema = strictObject({
	version: literal(1),
	template: string(),
	source: string(),
	commit: string().nullable(),
	treeDigest: string().refine(isDigest, "must be sha256:…"),
	complete: boolean(),
	files: array(string().refine((path) => unsafeReason(path) === void 0, "must be a safe path"))
});
const maxBytes = 8388608;
function readLedger(directory, name) {
	const file = readFileIn(directory, name, maxBytes);
	if (!file) return void 0;
	const path = `${directory.path}/${name}`;
	return checkDocument(parseJson(decodeText(file.bytes, path), path), schema, "DOCUMENT_INVALID");
}
function writeLedger(directory, name, ledger) {
	clearLedgerLeftover(directory, name);
	const text = `${JSON.stringify({
		version: 1,
		...ledger
	}, void 0, 1)}\n`;
	writeFileIn(directory, name, Buffer.from(text), { temporary: temporaryNameFor(name) });
}
function clearLedgerLeftover(directory, name) {
	rmSync(directory.locate(temporaryNameFor(name)), { force: true });
}
function ledgerBefore(before, next) {
	return {
		...next,
		complete: false,
		files: [...new Set([...before?.files ?? [], ...next.files])].sort()
	};
}
function ledgerFiles(tree) {
	return [...tree].map((file) => file.path);
}
// src/template/delivery-place.ts
const stateDirectory = ".identikit";
function ledgerPlace(directory) {
	const place = resolve(directory);
	return {
		state: join(dirname(place), stateDirectory),
		name: `${basename(place)}.json`
	};
}
// src/template/lay-out.ts
async function layOut(place, assets, observe, mayRemove, signal) {
	const { directory, state, ledgerName, ledger, durable } = place;
	const { tree } = assets;
	clearLedgerLeftover(state, ledgerName);
	if (ledger && !ledger.complete) clearLeftovers(directory, ledger.files);
	const plan = planSync(tree, observe(), mayRemove);
	const { name, source, commit } = assets.origin;
	const next = {
		template: name,
		source,
		commit,
		treeDigest: tree.digest,
		complete: true,
		files: ledgerFiles(tree)
	};
	const changes = plan.write.length > 0 || plan.remove.length > 0;
	if (changes) writeLedger(state, ledgerName, ledgerBefore(ledger, next));
	if (changes) await applyPlan(directory, plan, {
		signal,
		sync: durable
	});
	if (changes || JSON.stringify(ledger) !== JSON.stringify({
		version: 1,
		...next
	})) writeLedger(state, ledgerName, next);
	return laidOutBy(plan);
}
function laidOutBy(plan) {
	return {
		written: plan.write.map((file) => file.path),
		removed: plan.remove.toSorted(comparePaths),
		unchanged: plan.unchanged
	};
}
// src/template/delivered-directory.ts
function deliveryOf(directory) {
	const { state, name } = ledgerPlace(directory);
	using opened = AnchoredDirectory.open(state);
	return readLedger(opened, name);
}
function isAsDelivered(directory, ledger, read) {
	const files = new Set(ledger.files);
	if (!ledger.complete || [...read].some(({ path }) => !files.has(path))) return false;
	const keep = (path, kind) => kind === "directory" || files.has(path);
	const entries = observeDirectory(directory, {
		keep,
		withBytes: true
	});
	return treeOfObserved(entries, directory).digest === ledger.treeDigest;
}
// src/template/fetched-copy.ts
const remedies = {
	stray: "Run `identikit fetch --prune` to remove it; if it belongs to the template, commit it there.",
	altered: "Run `identikit fetch --prune` to bring the template's file back; make changes in the template itself.",
	behind: "Run `identikit fetch --update-lock` and commit identikit.lock, or `identikit fetch --locked`."
};
function checkFetchedCopy(copy) {
	const { name, directory, locked, policy } = copy;
	const ledger = ledgerOf(directory);
	if (!ledger && !locked) return [];
	const isCheckout = !ledger && existsSync(join(directory, ".git"));
	const seen = observeDirectory(directory, {
		keep: (path) => !path.startsWith(".git/") && (ledger !== void 0 || policy.reaches(path)),
		withBytes: true
	});
	const asDelivered = ledger !== void 0 && isDelivery(ledger, seen);
	if (asDelivered && locked && ledger.treeDigest !== locked.treeDigest) return [behind(copy, locked, ledger.commit ?? ledger.treeDigest)];
	const differences = locked ? compareWithLock(seen, locked) : asDelivered ? [] : strays(seen, ledger);
	if (isCheckout && locked && differences.length > 0) return [behind(copy, locked, `a checkout, in which ${differences[0]?.path} differs`)];
	return differences.map((difference) => differenceFinding(difference, difference.code === "FILE_EXTRA" ? remedies.stray : remedies.altered, `fetched template ${name}`));
}
function alterationsOf(copy) {
	if (!existsSync(copy.directory)) return [];
	const ledger = ledgerOf(copy.directory);
	const begun = new Set(ledger?.complete === false ? ledger.files : []);
	return checkFetchedCopy(copy).filter(({ severity, code, path }) => severity === "error" && code !== "FILE_MISSING" && !begun.has(path));
}
function ledgerOf(directory) {
	const { state, name } = ledgerPlace(directory);
	return existsSync(join(state, name)) ? deliveryOf(directory) : void 0;
}
function isDelivery({ treeDigest, files }, seen) {
	const known = new Set(files);
	const present = entriesOf(seen);
	if (present.some(({ path, kind }) => kind !== "file" || !known.has(path))) return false;
	return treeOf(present).digest === treeDigest;
}
function compareWithLock(seen, locked) {
	const differences = [];
	const missing = new Map(Object.entries(locked.files));
	for (const { path, kind, digest, target } of entriesOf(seen)) {
		const expected = missing.get(path) ?? null;
		missing.delete(path);
		const actual = digest ?? (target === void 0 ? kind : `symlink to ${target}`);
		if (expected === null) differences.push({
			code: "FILE_EXTRA",
			path,
			expected,
			actual
		});
		else if (kind !== "file") differences.push({
			code: "FILE_TYPE",
			path,
			expected: "file",
			actual
		});
		else if (digest !== expected) differences.push({
			code: "FILE_CHANGED",
			path,
			expected,
			actual
		});
	}
	for (const [path, expected] of missing) differences.push({
		code: "FILE_MISSING",
		path,
		expected,
		actual: null
	});
	if (differences.length > 0) return differences.sort((a, b) => comparePaths(a.path, b.path));
	const { digest } = treeOf(seen);
	if (digest === locked.treeDigest) return [];
	return [{
		code: "FILE_MODE",
		path: ".",
		expected: locked.treeDigest,
		actual: digest
	}];
}
function strays(seen, ledger) {
	const known = new Set(ledger?.files);
	const extra = entriesOf(seen).filter(({ path }) => !known.has(path));
	if (extra.length === 0 && ledger) return [{
		code: "FILE_CHANGED",
		path: ".",
		expected: ledger.treeDigest,
		actual: treeOf(seen).digest
	}];
	return extra.map(({ path, kind, digest }) => ({
		code: "FILE_EXTRA",
		path,
		expected: null,
		actual: digest ?? kind
	}));
}
function entriesOf(seen) {
	return seen.filter(({ kind, path }) => kind !== "directory" || path === ".git");
}
function treeOf(seen) {
	const files = seen.flatMap(({ path, kind, mode, bytes }) => kind === "file" && bytes ? [{
		path,
		mode,
		bytes
	}] : []);
	return FileTree.of(files, "the fetched directory");
}
function behind({ name, directory }, locked, actual) {
	return {
		code: "LOCK_BEHIND",
		severity: "warning",
		path: directory,
		expected: locked.commit ?? locked.treeDigest,
		actual,
		remedy: remedies.behind,
		subject: `fetched template ${name}`
	};
}
// src/template/policy.ts
const builtinPolicies = {
	"assets/v1": { include: [
		"config.yaml",
		"mcp_servers.yaml",
		"prompts/**",
		"agent-skills/**"
	] },
	"assets/v2": {
		extend: "assets/v1",
		include: ["system-prompt.md"],
		promptFiles: true
	},
	"identity/v1": { include: [
		"config.yaml",
		"mcp_servers.yaml",
		"prompts/**"
	] },
	"identity/v2": {
		extend: "identity/v1",
		include: ["system-prompt.md"],
		promptFiles: true
	}
};
const defaultPolicy = "assets/v2";
function policyNamed(name = defaultPolicy, further = {}) {
	for (const own of Object.keys(further)) if (Object.hasOwn(builtinPolicies, own)) throw invalid(`the policy ${JSON.stringify(own)} is built in`);
	const { include, promptFiles } = flattened(name, {
		...further,
		...builtinPolicies
	}, []);
	return policyOf(name, include, promptFiles);
}
function flattened(name, profiles, above) {
	const profile = Object.hasOwn(profiles, name) ? profiles[name] : void 0;
	if (!profile) throw invalid(`no policy is named ${JSON.stringify(name)}${suggestion(name, Object.keys(profiles))}`);
	if (above.includes(name)) throw invalid(`the policy ${JSON.stringify(name)} extends itself`);
	for (const pattern of profile.include) checkPattern(name, pattern);
	const wider = profile.extend === void 0 ? void 0 : flattened(profile.extend, profiles, [...above, name]);
	return {
		include: [...wider?.include ?? [], ...profile.include],
		promptFiles: profile.promptFiles ?? wider?.promptFiles ?? false
	};
}
function checkPattern(policy, pattern) {
	const plain = pattern.replace(/\/\*(?:\*|\.[A-Za-z0-9]+)$/, "");
	if (/^(?!\/)[^*?[\]\\]+$/.test(plain) && !/(^|\/)\.{0,2}(\/|$)/.test(plain)) return;
	throw invalid(`policy ${policy}: ${JSON.stringify(pattern)} is neither a path, nor "dir/**" or "dir/*.md"`);
}
function policyOf(name, include, promptFiles) {
	const exact = new Set();
	const directories = [];
	const kinds = [];
	for (const pattern of include) {
		const [, directory, ending] = /^(.+\/)\*(\.[A-Za-z0-9]+)$/.exec(pattern) ?? [];
		if (pattern.endsWith("/**")) directories.push(pattern.slice(0, -2));
		else if (directory !== void 0 && ending !== void 0) kinds.push({
			directory,
			ending
		});
		else exact.add(pattern);
	}
	const starts = [
		...exact,
		...directories,
		...kinds.map(({ directory }) => directory)
	];
	const isOfKind = (path) => kinds.some(({ directory, ending }) => path.startsWith(directory) && path.endsWith(ending) && !path.slice(directory.length).includes("/"));
	return {
		name,
		promptFiles,
		roots: starts.map((start) => start.replace(/\/$/, "")),
		admits: (path) => exact.has(path) || directories.some((directory) => path.startsWith(directory)) || isOfKind(path),
		reaches: (path) => directories.some((directory) => `${path}/`.startsWith(directory)) || starts.some((start) => start === path || start.startsWith(`${path}/`) || start === `${path}/`),
		including: (paths) => policyOf(name, [...include, ...paths], promptFiles)
	};
}
const successors = {
	"assets/v1": "assets/v2",
	"identity/v1": "identity/v2"
};
function policyUnderLock(wanted, locked) {
	if (locked !== "assets/v1") return wanted;
	return Object.entries(successors).find(([, successor]) => successor === wanted)?.[0] ?? wanted;
}
function lockedPolicy(policy, locked) {
	const name = policyUnderLock(policy.name, locked?.policy);
	return name === policy.name ? policy : policyNamed(name);
}
function formOf({ promptFiles }) {
	return promptFiles ? "present" : "first";
}
function invalid(problem) {
	return new IdentikitError("SETTINGS_INVALID", problem, {
		remedy: "Fix `policy` or `policies` in identikit.yaml.",
		location: { file: "identikit.yaml" }
	});
}
// src/template/prompt-findings.ts
function promptFindings({ name, line }, read) {
	const { contents, before, policy } = read;
	const prompts = contents.prompt.parts.map(({ path }) => path);
	const known = before === void 0 ? [] : promptsOf(before);
	const lost = known.filter((path) => !prompts.includes(path));
	const place = {
		subject: `template ${name}`,
		location: {
			file: "manifest.json",
			line
		}
	};
	const findings = contents.problems.map((problem) => problemFinding(problem, name));
	if (prompts.length === 0) findings.push({
		code: "PROMPT_NONE",
		severity: "warning",
		path: name,
		expected: "a prompt",
		actual: `the template ${name} has no prompt under ${policy.name}: its agents get none`,
		remedy: before && !policy.promptFiles ? "Run identikit fetch --update-lock, which moves the lock to a policy that delivers what prompt_files names." : "Name prompt_files in config.yaml, or write system-prompt.md or prompts/*.md.",
		...place
	});
	else if (prompts.length < known.length) findings.push({
		code: "PROMPT_SHORTER",
		severity: "warning",
		path: name,
		expected: known.join(", "),
		actual: `the prompt of ${name} has lost ${lost.join(", ")}`,
		remedy: "Check that this is meant, then record it with identikit fetch --update-lock.",
		...place
	});
	return findings;
}
function promptsOf({ prompts, files }) {
	return prompts ?? Object.keys(files).filter((path) => path.startsWith("prompts/"));
}
// src/template/gone-commit.ts
async function goneCommit({ name, source, ref, pinned, signal }, caught) {
	const commit = pinned?.commit;
	const code = codeOf(caught);
	if (!commit || code !== "REF_UNKNOWN" && code !== "SOURCE_NOT_FOUND") return void 0;
	const now = await source.resolve(ref, signal).then((revision) => revision?.commit ?? null, (cause) => codeOf(cause) === "REF_UNKNOWN" ? null : void 0);
	if (code === "SOURCE_NOT_FOUND" && (now === void 0 || now === commit)) return void 0;
	const stands = now && now !== commit ? `; ${ref ?? "the default branch"} stands for ${now} now` : "";
	const problem = `${name}: identikit.lock says commit ${commit}, which ${source.description} does not have any more${stands}`;
	return new IdentikitError("COMMIT_GONE", problem, {
		remedy: "A force push took it away: find out who rewrote the history, look at what is there now, and run `identikit fetch --update-lock` if it is meant.",
		cause: caught
	});
}
// src/template/asset-selection.ts
var AssetSelection = class {
	#policy;
	#owner;
	#limits;
	#claims;
	#leftOut = [];
	#directory;
	#entries = 0;
	#bytes = 0;
	constructor(policy, owner, limits, directory = "") {
		this.#directory = directory === "" ? "" : `${directory}/`;
		this.#policy = policy;
		this.#owner = owner;
		this.#limits = limits;
		this.#claims = new PathClaims(owner);
	}
	get leftOut() {
		return this.#leftOut.sort(comparePaths);
	}
	file(path, size) {
		this.#count();
		this.#claims.file(path);
		if (!path.startsWith(this.#directory)) return false;
		return this.#fileBelow(path.slice(this.#directory.length), size);
	}
	#fileBelow(path, size) {
		if (!this.#policy.admits(path)) return this.#leave(path);
		if (isAgentOwned(path)) throw this.#agentOwned(path);
		this.#bytes += size;
		if (this.#bytes > this.#limits.maxBytes) throw this.#fault("ARCHIVE_TOO_LARGE", `the assets are over ${this.#limits.maxBytes} bytes at ${JSON.stringify(path)}`, "Take out what is no asset, or raise limits.assetsMiB in identikit.yaml.");
		return true;
	}
	directory(path) {
		this.#count();
		this.#claims.directory(path);
	}
	special(path, kind) {
		this.#count();
		this.#claims.file(path);
		if (this.#directory.startsWith(`${path}/`)) throw this.#inTheWay(path, kind);
		if (path.startsWith(this.#directory)) this.#specialBelow(path.slice(this.#directory.length), kind);
	}
	#specialBelow(path, kind) {
		if (this.#policy.admits(path) || this.#policy.reaches(path)) throw this.#fault("ENTRY_TYPE", `${JSON.stringify(path)} is a ${kind}, where the policy ${this.#policy.name} expects regular files`, "Replace it by a regular file, or move it out of the assets.");
		this.#leave(path);
	}
	passedOver(directory) {
		this.#count();
		this.#claims.directory(directory);
		this.#leave(`${directory}/`);
	}
	#leave(path) {
		this.#leftOut.push(path);
		return false;
	}
	#count() {
		this.#entries++;
		if (this.#entries <= this.#limits.maxEntries) return;
		throw this.#fault("ARCHIVE_TOO_LARGE", `more than ${this.#limits.maxEntries} entries`, "Keep the template in a repository of its own, or raise limits.entries in identikit.yaml.");
	}
	#inTheWay(path, kind) {
		return this.#fault("ENTRY_TYPE", `${JSON.stringify(path)} is a ${kind}, where the template's directory should be`, "Name the directory itself as `path` in the manifest.");
	}
	#agentOwned(path) {
		return this.#fault("AGENT_OWNED", `${JSON.stringify(path)} belongs to the running agent and cannot be an asset`, "Rename the file in the template.");
	}
	#fault(code, problem, remedy) {
		return new IdentikitError(code, `${this.#owner}: ${problem}`, { remedy });
	}
};
// src/template/commit-listing.ts
async function listCommit(commit, options) {
	const { objects, owner, directory, limits, retry } = options;
	const list = (id, deep) => withRetries(() => objects.tree(id, deep, limits.maxEntries, retry.signal), retry);
	let tree = commit;
	for (const segment of directory === "" ? [] : directory.split("/")) {
		const found = (await list(tree, false)).find(({ path }) => path === segment);
		if (found?.type !== "tree") throw noDirectory(owner, directory, commit);
		tree = found.object;
	}
	return (await list(tree, true)).filter(isEntry);
}
function isEntry({ type }) {
	return type !== "tree";
}
function noDirectory(owner, directory, commit) {
	const problem = `${owner}: directory ${JSON.stringify(directory)} at commit ${commit} could not be read`;
	return new IdentikitError("SOURCE_INVALID", problem, { remedy: "Check `path` in the manifest, and that the ref holds the template." });
}
// src/template/blob-id.ts
function blobId(bytes, like) {
	return createHash(like.length === 64 ? "sha256" : "sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
// src/template/tree-entry.ts
function selectEntry(selection, { mode, path, size }) {
	if (mode === "120000") selection.special(path, "symbolic link");
	else if (mode === "160000") selection.special(path, "submodule");
	else return selection.file(path, size);
	return false;
}
function fileMode({ mode }) {
	return mode === "100755" ? 493 : 420;
}
const filesAtOnce = 8;
async function provenContent({ archive, entries, objects, owner, limits, retry }, policy) {
	const selection = new AssetSelection(policy, owner, limits);
	const wanted = entries.filter((entry) => selectEntry(selection, entry));
	const known = new Set(wanted.map(({ path }) => path));
	const strange = [...archive].find(({ path }) => !known.has(path));
	if (strange) throw altered(owner, `has ${JSON.stringify(strange.path)}, which the commit does not have`);
	const others = wanted.filter(({ path, object }) => {
		const packed = archive.get(path);
		return packed === void 0 || blobId(packed.bytes, object) !== object;
	});
	const [first] = others;
	if (others.length > 64) throw altered(owner, `has ${others.length} files otherwise than the commit, ${first?.path} among them`);
	const single = new Map(await inParallel(others, filesAtOnce, async ({ path, object, size }) => {
		return [path, await withRetries(() => objects.blob(object, size, retry.signal), retry)];
	}));
	const files = wanted.map((entry) => {
		const { path } = entry;
		const bytes = single.get(path) ?? certain(archive.get(path)).bytes;
		return {
			path,
			mode: fileMode(entry),
			bytes
		};
	});
	return {
		tree: FileTree.of(files, owner),
		leftOut: selection.leftOut,
		note: noteOf(others)
	};
}
function noteOf(others) {
	const [first, ...more] = others.map(({ path }) => path);
	if (first === void 0) return null;
	const rest = more.length === 0 ? "" : ` and ${more.length} more`;
	return `the server's archive has ${JSON.stringify(first)}${rest} otherwise than the commit (.gitattributes), so these files were read one by one`;
}
function altered(owner, problem) {
	return new IdentikitError("ARCHIVE_ALTERED", `${owner}: the server's archive ${problem}`, { remedy: "Take export-subst, export-ignore, eol and filters out of .gitattributes, or name the repository by its git+https:// URL." });
}
// src/template/source.ts
const defaultLimits = {
	maxBytes: 16777216,
	maxArchiveBytes: 16777216,
	maxEntries: 1e4,
	timeoutMs: 12e4
};
const commitPattern = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
// src/template/ref-name.ts
function refCandidates(ref, owner) {
	if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|^[-/.]|\/\.|\.$|\.lock(\/|$)|^@$/u.test(ref)) throw unknownRef(ref, owner, "is not the name of a ref");
	return ref.startsWith("refs/") ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
}
function isCommitId(ref) {
	return commitPattern.test(ref);
}
function pickRevision(ref, owner, found) {
	const [first, second] = [...found];
	if (!first) throw unknownRef(ref, owner, "is no branch or tag of it");
	if (second && second[1] !== first[1]) throw unknownRef(ref, owner, `is both ${first[0]} and ${second[0]}`);
	return {
		ref: first[0],
		commit: first[1]
	};
}
function unknownRef(ref, owner, problem) {
	return new IdentikitError("REF_UNKNOWN", `${owner}: ${JSON.stringify(ref)} ${problem}`, { remedy: "Name a branch, a tag, a full ref such as refs/heads/main, or a full commit id." });
}
// src/template/content-cache.ts
const headSchema = strictObject({
	source: string(),
	commit: string(),
	policy: string(),
	treeDigest: string(),
	leftOut: array(string()),
	note: string().nullable(),
	files: array(strictObject({
		path: string(),
		mode: number(),
		size: int().min(0)
	}))
});
var ContentCache = class {
	#cache;
	constructor(cache) {
		this.#cache = cache;
	}
	get({ source, directory, commit }, policy) {
		const bytes = this.#cache.get(keyOf({
			source,
			directory,
			commit
		}, policy));
		return bytes && unpack(bytes, commit);
	}
	put(of, policy, { tree, leftOut, note }) {
		const { source, commit } = of;
		const files = [...tree];
		const head = {
			source,
			commit,
			policy: policy.name,
			treeDigest: tree.digest,
			leftOut,
			note,
			files: files.map(({ path, mode, bytes }) => ({
				path,
				mode,
				size: bytes.length
			}))
		};
		const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...files.map((file) => file.bytes)]);
		this.#cache.put(keyOf(of, policy), bytes);
	}
};
function contentCacheOf(env) {
	const root = cacheRootOf(env);
	return root === void 0 ? void 0 : new ContentCache(new Cache(root, "content"));
}
var CachedSource = class {
	description;
	#source;
	#cache;
	#directory;
	constructor(source, cache, directory) {
		this.#directory = directory;
		this.description = source.description;
		this.#source = source;
		this.#cache = cache;
	}
	resolve(ref, signal) {
		return this.#source.resolve(ref, signal);
	}
	movedTo(signal) {
		return this.#source.movedTo(signal);
	}
	async read(revision, policy, signal) {
		if (!revision) return this.#source.read(revision, policy, signal);
		const { commit } = revision;
		const of = {
			source: this.description,
			directory: this.#directory,
			commit
		};
		const known = this.#cache.get(of, policy);
		if (known) return known;
		const content = await this.#source.read(revision, policy, signal);
		this.#cache.put(of, policy, content);
		return content;
	}
};
function keyOf({ source, directory, commit }, policy) {
	return JSON.stringify([
		2,
		source,
		directory,
		commit,
		policy.name,
		policy.roots
	]);
}
function unpack(bytes, commit) {
	const end = bytes.indexOf(10);
	const head = parseHead(bytes.toString("utf8", 0, Math.max(0, end)));
	if (!head || head.commit !== commit) return void 0;
	let at = end + 1;
	const files = head.files.map(({ path, mode, size }) => {
		at += size;
		return {
			path,
			mode,
			bytes: bytes.subarray(at - size, at)
		};
	});
	const tree = FileTree.of(files, "cache");
	if (at !== bytes.length || tree.digest !== head.treeDigest) return void 0;
	return {
		tree,
		leftOut: head.leftOut,
		commit,
		origin: "commit",
		note: head.note
	};
}
function parseHead(text) {
	try {
		return headSchema.parse(JSON.parse(text));
	} catch {
		return;
	}
}
// src/template/api-answer.ts
function parseAnswer(text, schema, owner) {
	try {
		return schema.parse(JSON.parse(text ?? ""));
	} catch (cause) {
		throw malformed(owner, cause);
	}
}
function malformed(owner, cause) {
	return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with something that is no API answer`, {
		remedy: "Check the server's address; a sign-in page or a proxy may have answered.",
		cause
	});
}
// src/template/archive-api.ts
const noSuchCommit = [409, 422];
const repositorySchema = object({
	default_branch: string().min(1),
	full_name: string().min(1).optional()
});
function serverBaseOf(text) {
	const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
	if (!(url && url.username === "" && url.password === "" && url.search === "" && url.hash === "") || !/^https?:$/.test(url.protocol)) throw new IdentikitError("SOURCE_INVALID", "the server's address is no plain http(s) URL", { remedy: "Write it like https://git.example, without a user, a password, a query or a fragment." });
	return url;
}
function checkRef(ref, owner) {
	if (!isCommitId(ref)) refCandidates(ref, owner);
}
async function newName({ http, path, name, description }, signal) {
	const { full_name: now } = parseAnswer(await http.text(path, "application/json", signal), repositorySchema, description);
	return now === void 0 || now.toLowerCase() === name.toLowerCase() ? null : now;
}
// src/template/object-api.ts
const treeSchema = object({
	tree: array(object({
		path: string(),
		mode: string().regex(/^\d{6}$/),
		type: _enum([
			"blob",
			"tree",
			"commit"
		]),
		sha: string().regex(commitPattern),
		size: int().min(0).optional()
	})).nullable(),
	truncated: boolean().optional()
});
const blobSchema = object({
	encoding: literal("base64"),
	content: string()
});
const noSuchTree = [
	400,
	409,
	422
];
const maxEntryBytes = 2048;
const leastListingBytes = 1048576;
var ObjectApi = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	async tree(id, deep, maxEntries, signal) {
		const { http, path, owner, isPaged } = this.#options;
		const entries = [];
		for (let page = 1;; page++) {
			const query = [...deep ? ["recursive=true"] : [], ...isPaged ? [`page=${page}`] : []].join("&");
			const text = await http.text(`${path}/git/trees/${id}${query && `?${query}`}`, "application/json", signal, {
				maxBytes: Math.max(leastListingBytes, maxEntries * maxEntryBytes),
				expected: noSuchTree
			});
			if (text === void 0) throw unknownRef(id, owner, "is no commit of it");
			const { tree, truncated = false } = parseAnswer(text, treeSchema, owner);
			for (const { sha, size = 0, ...entry } of tree ?? []) entries.push({
				...entry,
				size,
				object: sha
			});
			if (entries.length > maxEntries || truncated && !isPaged) throw tooLong(owner, maxEntries);
			if (!truncated || !tree?.length) return entries;
		}
	}
	async blob(id, size, signal) {
		const { http, path, owner } = this.#options;
		const maxBytes = size * 2 + 65536;
		const text = await http.text(`${path}/git/blobs/${id}`, "application/json", signal, { maxBytes });
		const bytes = Buffer.from(parseAnswer(text, blobSchema, owner).content, "base64");
		if (blobId(bytes, id) === id) return bytes;
		throw new IdentikitError("ARCHIVE_ALTERED", `${owner} gives other bytes than those of the object ${id}`, { remedy: "Run again; if it stays so, a cache between here and the server mixes up answers." });
	}
};
function tooLong(owner, maxEntries) {
	return new IdentikitError("ARCHIVE_TOO_LARGE", `${owner}: the commit has more entries than are read (${maxEntries}), or than the server lists`, { remedy: "Raise limits.entries in identikit.yaml, or keep the template in a repository of its own." });
}
// src/template/fetched-trees.ts
var FetchedTrees = class {
	#assets = new Map();
	add(directory, assets) {
		this.#assets.set(resolve(directory), assets);
	}
	of(directory, policy) {
		const assets = this.#assets.get(resolve(directory));
		if (!assets) return void 0;
		const { commit, source } = assets.origin;
		return {
			tree: assets.tree.select((path) => policy.admits(path)),
			leftOut: [...assets.tree].flatMap(({ path }) => policy.admits(path) ? [] : [path]),
			...deliveredFrom(source, commit)
		};
	}
};
function deliveredFrom(source, commit) {
	return {
		commit,
		origin: commit === null ? "directory" : "commit",
		note: null,
		repository: source.includes("://") ? source : null
	};
}
// src/template/lfs-pointer.ts
const pointerBytes = 1024;
const firstLine = /^version https:\/\/(git-lfs|hawser)\.github\.com\/spec\/v[0-9]+\r?\n/;
function refusePointers(tree, owner) {
	for (const { path, bytes } of tree) {
		if (bytes.length >= pointerBytes || bytes[0] !== 118) continue;
		const text = Buffer.from(bytes).toString("latin1");
		if (!firstLine.test(text) || !/^oid sha256:[0-9a-f]{64}\r?$/m.test(text)) continue;
		throw new IdentikitError("ENTRY_TYPE", `${owner}: ${JSON.stringify(path)} is a Git LFS pointer, not the file itself`, { remedy: "Commit the file itself (`git lfs migrate export`), or move it out of the assets." });
	}
}
// src/template/template-hosts.ts
const hostVariables = {
	giteaUrl: ["IDENTIKIT_GITEA_URL", "MOLECULE_GITEA_BASE_URL"],
	giteaToken: ["IDENTIKIT_TEMPLATE_TOKEN", "MOLECULE_TEMPLATE_REPO_TOKEN"],
	githubUrl: ["IDENTIKIT_GITHUB_API_URL"],
	githubToken: ["IDENTIKIT_GITHUB_TOKEN"]
};
const githubApi = "https://api.github.com";
function templateHosts(environment) {
	const hosts = [];
	const giteaUrl = first(environment, hostVariables.giteaUrl);
	if (giteaUrl !== void 0) hosts.push(host("gitea", giteaUrl, first(environment, hostVariables.giteaToken)));
	const githubUrl = first(environment, hostVariables.githubUrl);
	const githubToken = first(environment, hostVariables.githubToken);
	if (githubUrl !== void 0 || githubToken !== void 0) hosts.push(host("github", githubUrl ?? githubApi, githubToken));
	return hosts;
}
function hasStrayToken(environment) {
	return !(first(environment, hostVariables.giteaUrl) !== void 0) && first(environment, hostVariables.giteaToken) !== void 0;
}
function hostFor(entry, hosts) {
	const wanted = entry.provider;
	return hosts.find((candidate) => wanted === void 0 || candidate.provider === wanted) ?? (wanted === "github" ? {
		provider: "github",
		baseUrl: githubApi
	} : void 0);
}
function credentialAt(origin, hosts) {
	for (const { provider, baseUrl, token } of hosts) {
		const own = URL.parse(baseUrl)?.origin;
		if (token !== void 0 && (provider === "github" && own === githubApi ? "https://github.com" : own) === origin) return gitCredential(token);
	}
}
function gitCredential(token) {
	return {
		username: "x-access-token",
		token
	};
}
function host(provider, baseUrl, token) {
	return {
		provider,
		baseUrl,
		...token === void 0 ? {} : { token }
	};
}
function first(environment, names) {
	for (const name of names) {
		const value = environment[name]?.trim();
		if (value) return value;
	}
}
// src/template/manifest.ts
const namePattern = /^[a-z0-9][a-z0-9._-]*$/;
const entrySchema$2 = strictObject({
	name: string().max(100).regex(namePattern, "must be lower-case letters, digits, dots, dashes, underscores"),
	repo: string().min(1).max(2e3).describe("`owner/repo`, a URL, or a path relative to the manifest."),
	ref: string().min(1).max(500).optional().describe("A branch, tag or commit; left out, the default branch."),
	path: string().min(1).refine((path) => unsafeReason(path) === void 0, "must be a directory's path inside the repository").optional().describe("The directory in the repository where the template is; left out, its root."),
	runtime: string().regex(namePattern, "must be a runtime's name").optional(),
	private: boolean().optional(),
	provider: _enum(["gitea", "github"]).optional().describe("Which host an `owner/repo` is on, where several are configured.")
});
const manifestSchema = strictObject({
	$schema: string().optional().describe("The JSON Schema that an editor checks this file with."),
	version: literal(1).optional(),
	_comment: union([string(), array(string())]).optional(),
	plugins: array(entrySchema$2).default([]),
	workspace_templates: array(entrySchema$2).default([]),
	org_templates: array(entrySchema$2).default([])
});
const sections = [
	"plugins",
	"workspace_templates",
	"org_templates"
];
function readManifest(file, name = "manifest.json") {
	return parseManifest(readJsonDocument(file, {
		comments: "whole-line",
		name
	}));
}
function parseManifest(document) {
	const value = checkDocument(document, manifestSchema, "MANIFEST_INVALID");
	for (const section of sections) refuseDuplicates(document, section, value[section]);
	const entries = (section) => value[section].map((entry, index) => ({
		...entry,
		line: document.lineOf([section, index])
	}));
	return {
		file: document.file,
		plugins: entries("plugins"),
		workspaceTemplates: entries("workspace_templates"),
		orgTemplates: entries("org_templates")
	};
}
function refuseDuplicates(document, section, entries) {
	const first = new Map();
	for (const [index, { name }] of entries.entries()) {
		const before = first.get(name);
		first.set(name, before ?? index);
		if (before === void 0) continue;
		const path = [
			section,
			index,
			"name"
		];
		const at = {
			file: document.file,
			line: document.lineOf(path)
		};
		const other = document.lineOf([
			section,
			before,
			"name"
		]);
		const problem = `${showPath(path)}: ${JSON.stringify(name)} stands on line ${other} already`;
		throw documentFault("MANIFEST_INVALID", at, problem, "Give one of the two entries another name.");
	}
}
// src/template/secret-fingerprint.ts
const derive = promisify(scrypt);
const cost = {
	N: 2 ** 15,
	r: 8,
	p: 1,
	maxmem: 67108864
};
const fingerprintPattern = /^scrypt:[0-9a-f]{32}$/;
async function fingerprintOf(value, { template, path, rule }) {
	const salt = JSON.stringify([
		"identikit",
		1,
		template ?? null,
		path,
		rule
	]);
	return `scrypt:${(await derive(value, salt, 16, cost)).toString("hex")}`;
}
// src/template/accepted-secrets.ts
const entrySchema$1 = strictObject({
	template: string().regex(namePattern).optional().describe("The template; left out, a file of this repository."),
	path: string().min(1).describe("The file, as the finding names it."),
	rule: string().min(1).describe("The rule, as the finding names it."),
	fingerprint: string().regex(fingerprintPattern, "must be scrypt: and 32 hex digits").describe("The value's."),
	reason: string().min(1).describe("Why it is no credential."),
	expires: string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date like 2027-01-31").optional().describe("The last day on which it holds.")
});
const acceptedSecretsSchema = strictObject({
	$schema: string().optional(),
	version: literal(1).default(1),
	accepted: array(entrySchema$1).default([])
});
var AcceptedSecrets = class {
	file;
	#entries;
	#today;
	#used = new Set();
	constructor(entries, file, today) {
		this.#entries = entries;
		this.file = file;
		this.#today = today;
	}
	checkDates(template) {
		const expired = this.#of(template).find(({ expires }) => expires !== void 0 && expires < this.#today);
		if (!expired) return;
		const at = {
			file: this.file,
			line: expired.line
		};
		const problem = `the entry for ${expired.path} (${expired.rule}) expired on ${expired.expires}`;
		throw documentFault("ALLOWANCE_INVALID", at, problem, "Look at the value again: remove the entry, or give it a later date.");
	}
	accepts(place) {
		const found = this.#of(place.template).find(({ path, rule, fingerprint }) => path === place.path && rule === place.rule && fingerprint === place.fingerprint);
		if (found) this.#used.add(found);
		return found !== void 0;
	}
	stale(template) {
		return this.#of(template).filter((entry) => !this.#used.has(entry));
	}
	#of(template) {
		return this.#entries.filter((entry) => entry.template === template);
	}
};
async function readAcceptedSecrets(file, name, now) {
	const today = now.toISOString().slice(0, 10);
	if (!existsSync(file)) return new AcceptedSecrets([], name, today);
	const { readYamlDocument } = await import("./document-with-yaml.js");
	return acceptedIn(readYamlDocument(file, name), today);
}
async function parseAcceptedSecrets(text, name, now) {
	const today = now.toISOString().slice(0, 10);
	if (text === void 0) return new AcceptedSecrets([], name, today);
	const { parseYaml } = await import("./document-with-yaml.js");
	return acceptedIn(parseYaml(text, name), today);
}
function acceptedIn(document, today) {
	return new AcceptedSecrets(checkDocument({
		...document,
		value: document.value ?? {}
	}, acceptedSecretsSchema, "ALLOWANCE_INVALID").accepted.map((entry, index) => ({
		...entry,
		line: document.lineOf(["accepted", index])
	})), document.file, today);
}
function acceptingLine({ template, path, rule, fingerprint }) {
	return `- { ${template === void 0 ? "" : `template: ${template}, `}path: ${JSON.stringify(path)}, rule: ${rule}, fingerprint: "${fingerprint}", reason: "" }`;
}
// src/template/literal-search.ts
const leastLength = 3;
const letters = "zjxqkvbpygfwmculdrhsnioate";
var LiteralSearch = class {
	#known = new Uint8Array(65536);
	#having = [[]];
	constructor(literals) {
		for (const literal of literals) {
			const bytes = Buffer.from(literal, "latin1");
			if (bytes.length < leastLength) throw new RangeError(`${literal} is shorter than ${leastLength} characters`);
			const at = rarestPairs(bytes);
			this.#add({
				bytes,
				at
			});
			this.#add({
				bytes,
				at: at + 1
			});
		}
	}
	isIn(bytes) {
		const known = this.#known;
		for (let at = 0; at + 1 < bytes.length; at += 2) {
			const number = known[(bytes[at] ?? 0) << 8 | (bytes[at + 1] ?? 0)];
			if (number && this.#standsAround(bytes, at, number)) return true;
		}
		return false;
	}
	#add(literal) {
		const pair = literal.bytes.readUInt16BE(literal.at);
		const number = this.#known[pair] || this.#having.push([]) - 1;
		if (number > 255) throw new RangeError("there are too many literals");
		this.#known[pair] = number;
		this.#having[number]?.push(literal);
	}
	#standsAround(bytes, pair, number) {
		for (const literal of this.#having[number] ?? []) if (standsAt(bytes, pair - literal.at, literal.bytes)) return true;
		return false;
	}
};
function standsAt(bytes, start, literal) {
	if (start < 0) return false;
	let same = 0;
	while (same < literal.length && bytes[start + same] === literal[same]) same++;
	return same === literal.length;
}
function rarestPairs(bytes) {
	let [best, least] = [0, Number.POSITIVE_INFINITY];
	for (let at = 0; at + 2 < bytes.length; at++) {
		const common = commonness(bytes[at + 1]) * (commonness(bytes[at]) + commonness(bytes[at + 2]));
		if (common < least) [best, least] = [at, common];
	}
	return best;
}
function commonness(byte = 0) {
	return 1 + Math.max(0, letters.indexOf(String.fromCharCode(byte)));
}
const isHexDigit = Uint8Array.from({ length: 256 }, (_, byte) => /[0-9a-f]/.test(String.fromCharCode(byte)) ? 1 : 0);
function hasHexRun(bytes, length) {
	for (let at = length - 1; at < bytes.length; at += length) {
		if (!isHexDigit[bytes[at] ?? 0]) continue;
		let [first, next] = [at, at + 1];
		while (first > 0 && isHexDigit[bytes[first - 1] ?? 0]) first--;
		while (next < bytes.length && isHexDigit[bytes[next] ?? 0]) next++;
		if (next - first >= length) return true;
	}
	return false;
}
// src/template/secret-rules.ts
const tokenWords = /token|gitea|forgejo|codeberg|authorization|api[_-]?key|passw|secret|credential/i;
const commitWords = /commit|\bsha\b|sha1|revision|\bref\b|blob|tree|digest|checksum|@\s*$/i;
const contextLength = 80;
function* forgeTokens(text) {
	for (const { index, 0: value } of text.matchAll(/(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])/g)) {
		const said = (text.slice(Math.max(0, index - contextLength), index).split("\n").at(-1) ?? "").split(tokenWords);
		if (said.length > 1 && !commitWords.test(said.at(-1) ?? "") && !isPlaceholder(value)) yield {
			rule: "forge-token",
			start: index,
			end: index + value.length
		};
	}
}
const forgeOauth = pattern("forge-oauth", /(?<![0-9A-Za-z_])gt[oa]_[a-z2-7]{52,56}(?![0-9A-Za-z])/g);
const awsKeyId = pattern("aws-access-key-id", /(?<![0-9A-Za-z])(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{0,12}EXAMPLE)[A-Z0-9]{16}(?![0-9A-Za-z])/g);
const authorization = pattern("authorization", /authorization["'`]?[ \t]{0,9}[:=,][ \t]{0,9}["'`]?[ \t]{0,9}(?:bearer|token|basic)[ \t]{1,9}([^\s"'`<>{}$\\,;]{12,4096})/gi);
const bearer = pattern("authorization", /(?<![0-9A-Za-z])bearer[ \t]{1,9}((?=[^\s]{0,200}\d)(?=[^\s]{0,200}[A-Za-z])[\w.~+/-]{20,4096}={0,2})/gi);
const keyHeader = /-----BEGIN[ ]?(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const keyLength = 64;
function* privateKeys(text) {
	for (const { index, 0: header } of text.matchAll(keyHeader)) {
		const start = index + header.length;
		const body = text.slice(start, start + 1200).replaceAll(/\\[nrt]|[\s#*;>|"'`,+]|\/\/|--(?!-)|<!--/g, "");
		if ((/^(?:(?:Proc-Type|DEK-Info|Version|Comment):[^A-Za-z]?[\w-]{1,60})*[A-Za-z0-9+/=]*/.exec(body)?.[0] ?? "").length < keyLength) continue;
		const end = text.indexOf("-----END", start);
		yield {
			rule: "privatekey",
			start: index,
			end: end === -1 ? Math.min(text.length, start + 1200) : end
		};
	}
}
const rules = [
	forgeTokens,
	forgeOauth,
	awsKeyId,
	authorization,
	bearer,
	privateKeys
];
const ourWords = /[0-9a-f]{40}|gt[oa]_|AKIA|ASIA|ABIA|ACCA|[Aa]uthorization|AUTHORIZATION|[Bb]earer|BEARER|PRIVATE KEY/;
const ourLiterals = "gto_,gta_,AKIA,ASIA,ABIA,ACCA,uthorization,AUTHORIZATION,earer,BEARER,PRIVATE KEY".split(",");
function findOurs(text) {
	return ourWords.test(text) ? rules.flatMap((rule) => [...rule(text)]) : [];
}
function pattern(rule, expression) {
	return function* matches(text) {
		for (const match of text.matchAll(expression)) {
			const value = match[1] ?? match[0];
			const start = match.index + match[0].lastIndexOf(value);
			if (!isPlaceholder(value)) yield {
				rule,
				start,
				end: start + value.length
			};
		}
	};
}
function isPlaceholder(value) {
	return /your|example|placeholder|change-?me|redacted|dummy|_here|-here|\.{3}|…|x{5}|\*{3}|%s/i.test(value) || /^[A-Z][A-Z]*(?:_[A-Z]+)+$/.test(value) || new Set(value).size <= 2;
}
const anySecretlintWord = new RegExp(Object.values({
	"1password": /ops_/,
	anthropic: /sk-ant-/,
	aws: /(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?(?:KEY|key|Key)/,
	basicauth: /:\/\/[-\w]{1,256}:[-\w]{1,256}@/,
	cloudflare: /cf(?:k|ut|at)_/,
	"database-connection-string": /[mM][oO][nN][gG][oO][dD][bB]|[mM][yY][sS][qQ][lL]|[pP][oO][sS][tT][gG][rR][eE][sS]/,
	databricks: /dapi[A-Fa-f0-9]{32}/,
	docker: /dckr_pat_/,
	figma: /figd_/,
	"filter-comments": void 0,
	gcp: /PRIVATE KEY/,
	github: /gh[pousr]_|github_pat_/,
	gitlab: /glpat-/,
	grafana: /glc_|glsa_/,
	groq: /gsk_/,
	"hashicorp-vault": /hv[sbr]\./,
	huggingface: /hf_/,
	linear: /lin_api_/,
	notion: /ntn_/,
	npm: /npm_|_authToken=|x-oauth-basic/,
	openai: /T3BlbkFJ/,
	privatekey: /PRIVATE KEY/,
	sendgrid: /SG\./,
	shopify: /shp(?:pa|ca|at|ss)_/,
	slack: /xox[bpaor]-|xapp-|[hH][oO][oO][kK][sS]\.[sS][lL][aA][cC][kK]/,
	stripe: /[sr]k_(?:live|test)_/,
	tailscale: /tskey-/,
	vercel: /vc[piark]_/
}).flatMap((word) => word ? [word.source] : []).join("|"));
const secretlintLiterals = [
	"ops_,sk-ant-,://,cfk_,cfut_,cfat_,dapi,dckr_pat_,figd_,PRIVATE KEY,ghp_,gho_,ghu_,ghs_,ghr_,github_pat_,glpat-,glc_,glsa_".split(","),
	"gsk_,hvs.,hvb.,hvr.,hf_,lin_api_,ntn_,npm_,_authToken=,x-oauth-basic,T3BlbkFJ,SG.,shppa_,shpca_,shpat_,shpss_".split(","),
	"xoxb-,xoxp-,xoxa-,xoxo-,xoxr-,xapp-,sk_live_,sk_test_,rk_live_,rk_test_,tskey-,vcp_,vci_,vca_,vcr_,vck_".split(","),
	["RET", "ret"].flatMap((secret) => ["", "_"].flatMap((between) => [
		"ACC",
		"acc",
		"Acc"
	].map((access) => secret + between + access))),
	[
		"ongod",
		"mysql",
		"tgres",
		"s.slack"
	].flatMap(inEveryCase)
].flat();
function inEveryCase(text) {
	let spellings = [""];
	for (const letter of text) {
		const cases = new Set([letter, letter.toUpperCase()]);
		spellings = spellings.flatMap((start) => [...cases].map((one) => start + one));
	}
	return spellings;
}
// src/template/secret-scan.ts
const separator = "\n\n";
const batchLength = 1048576;
function findSecrets(tree, template) {
	return findAmong(suspectsIn(tree), template);
}
function findSecretsIn(texts, template) {
	return findAmong(suspectsAmong(texts), template);
}
async function findAmong(texts, template) {
	const found = [];
	for (const batch of batches(texts)) {
		const candidates = new Set(batch.filter(({ text }) => anySecretlintWord.test(text)));
		const together = [...candidates].map(({ text }) => text).join(separator);
		const isSuspicious = candidates.size > 0 && (await scan(together, ".txt")).length > 0;
		for (const file of batch) {
			const { path, text } = file;
			const ext = extname(path).toLowerCase() === ".json" ? ".json" : ".txt";
			const theirs = candidates.has(file) && (isSuspicious || ext === ".json") ? await scan(text, ext) : [];
			for (const match of distinct([...theirs, ...findOurs(text)])) found.push({
				path,
				text,
				...match
			});
			if (found.length >= 50) break;
		}
	}
	return Promise.all(found.slice(0, 50).map(async ({ path, text, rule, start, end }) => ({
		path,
		line: lineAt(text, start),
		kind: rule,
		fingerprint: await fingerprintOf(text.slice(start, end), {
			template,
			path,
			rule
		})
	})));
}
async function credentialRanges(raw) {
	const text = withoutPlaceholders(raw);
	return distinct([...anySecretlintWord.test(text) ? await scan(text, ".txt") : [], ...findOurs(text)]);
}
function* suspectsIn(tree) {
	for (const file of tree) if (isSuspect(file.bytes)) yield {
		path: file.path,
		text: textOf(file)
	};
}
function* suspectsAmong(texts) {
	for (const file of texts) if (isSuspect(Buffer.from(file.text, "latin1"))) yield file;
}
let literals;
function isSuspect(bytes) {
	literals ??= new LiteralSearch([...secretlintLiterals, ...ourLiterals]);
	return literals.isIn(bytes) || hasHexRun(bytes, 40);
}
function* batches(texts) {
	let batch = [];
	let length = 0;
	for (const { path, text: raw } of texts) {
		const text = withoutPlaceholders(raw);
		batch.push({
			path,
			text
		});
		length += text.length;
		if (length < batchLength) continue;
		yield batch;
		batch = [];
		length = 0;
	}
	yield batch;
}
function distinct(matches) {
	const kept = [];
	for (const match of matches) if (!kept.some(({ start, end }) => match.start < end && start < match.end)) kept.push(match);
	return kept.sort((a, b) => a.start - b.start);
}
function lineAt(text, index) {
	let line = 1;
	for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) line++;
	return line;
}
function refuseSecrets(tree, options) {
	return refuseAmong(suspectsIn(tree), options);
}
function refuseSecretsIn(texts, options) {
	return refuseAmong(suspectsAmong(texts), options);
}
async function refuseAmong(texts, options) {
	const { owner, template, accepted } = options;
	accepted?.checkDates(template);
	const places = (await findAmong(texts, template)).filter(({ path, kind: rule, fingerprint }) => !accepted?.accepts({
		template,
		path,
		rule,
		fingerprint
	}));
	const [first, ...more] = places;
	if (!first) return;
	const others = more.length === 0 ? "" : `, and ${more.slice(0, 5).map(showPlace).join(", ")}${more.length > 5 ? ", …" : ""}`;
	const lines = places.slice(0, 6).map(({ path, kind: rule, fingerprint }) => acceptingLine({
		template,
		path,
		rule,
		fingerprint
	}));
	const where = template === void 0 ? "the file's history" : "the template's history";
	throw new IdentikitError("SECRET_IN_ASSET", `${owner}: ${showPlace(first)} looks like a credential (${first.kind})${others}`, {
		remedy: `Revoke it, take it out of ${where}, and write \${SECRET:NAME} in the config database instead. If it is no credential, add to ${accepted?.file ?? "the list of accepted values"}, with a reason: ${lines.join(" ")}`,
		...template === void 0 ? { location: {
			file: first.path,
			line: first.line
		} } : {}
	});
}
function showPlace({ path, line }) {
	return `${path}:${line}`;
}
function textOf(file) {
	return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length).toString("utf8");
}
function withoutPlaceholders(text) {
	return text.replaceAll(/\$\{[A-Za-z_][\w:-]*\}|secretlint-(?:dis|en)able/g, (match) => "$".repeat(match.length));
}
async function scan(content, ext) {
	const { lintSource } = await import("../vendor/secretlint.js");
	const { creator } = await import("../vendor/secretlint.js");
	const { messages } = await lintSource({
		source: {
			content: content.replaceAll(/\${2,}/g, (match) => " ".repeat(match.length)),
			filePath: "",
			ext,
			contentType: "text"
		},
		options: {
			config: { rules: [{
				id: creator.meta.id,
				rule: creator
			}] },
			maskSecrets: true
		}
	});
	return messages.map(({ range: [start, end], ruleId }) => ({
		rule: ruleId.replace("@secretlint/secretlint-rule-", ""),
		start,
		end
	}));
}
// src/template/template-assets.ts
var TemplateAssets = class TemplateAssets {
	#tree;
	#origin;
	constructor(tree, origin) {
		this.#tree = tree;
		this.#origin = origin;
	}
	static async check(tree, policy, origin, accepted) {
		if (tree.size === 0) throw new IdentikitError("SSOT_MISSING", `${origin.source} holds no asset of the policy ${policy.name}`, { remedy: "Check that this is the template's repository and ref." });
		for (const { path } of tree) {
			if (!policy.admits(path)) throw refused("POLICY_VIOLATION", origin, path, `is no asset of the policy ${policy.name}`);
			if (isAgentOwned(path)) throw refused("AGENT_OWNED", origin, path, "belongs to the running agent and cannot be an asset");
		}
		refusePointers(tree, origin.source);
		await refuseSecrets(tree, {
			owner: origin.source,
			template: origin.name,
			accepted
		});
		return new TemplateAssets(tree, origin);
	}
	staged(name, tree) {
		return new TemplateAssets(tree, {
			...this.#origin,
			name
		});
	}
	get tree() {
		return this.#tree;
	}
	get digest() {
		return this.#tree.digest;
	}
	get origin() {
		return this.#origin;
	}
};
function refused(code, { source }, path, problem) {
	return new IdentikitError(code, `${source}: ${JSON.stringify(path)} ${problem}`, { remedy: "Rename the file in the template, or take it out." });
}
// src/template/template-token.ts
function tokenOf({ name }, location, { environment, tokens = {} }) {
	const key = [name, ...location.kind === "hosted" ? [location.owner] : []].find((each) => Object.hasOwn(tokens, each));
	const variable = key === void 0 ? void 0 : tokens[key];
	if (variable === void 0) return void 0;
	const token = environment[variable]?.trim();
	if (token) return token;
	throw new IdentikitError("SOURCE_DENIED", `${name}: ${variable}, the variable for ${key}'s token, is not set`, { remedy: `Set ${variable}, or take ${JSON.stringify(key)} out of templateTokens in identikit.yaml.` });
}
// src/template/template-lock.ts
const digest = custom((value) => typeof value === "string" && isDigest(value), "must be sha256:…");
const entrySchema = strictObject({
	repo: string().min(1),
	ref: string().min(1).nullable(),
	path: string().min(1).optional(),
	commit: string().regex(commitPattern, "must be a full commit id").nullable(),
	treeDigest: digest,
	policy: string().min(1),
	prompts: array(string()).optional(),
	files: record(string(), digest)
});
const lockSchema = strictObject({
	version: literal(1),
	templates: record(string().regex(namePattern), entrySchema)
});
const askedKeys = [
	"repo",
	"ref",
	"path",
	"policy"
];
function readTemplateLock(file) {
	if (!existsSync(file)) return new Map();
	const document = readJsonDocument(file, { name: basename(file) });
	return new Map(Object.entries(checkDocument(document, lockSchema, "LOCK_INVALID").templates));
}
function writeTemplateLock(file, lock) {
	const temporary = temporaryNameFor(basename(file));
	rmSync(join(dirname(file), temporary), { force: true });
	writeFileAtomically(file, formatTemplateLock(lock), { temporary });
}
function formatTemplateLock(lock) {
	const templates = Object.fromEntries([...lock].sort(([a], [b]) => comparePaths(a, b)).map(([name, { repo, ref, path, commit, treeDigest, policy, prompts, files }]) => [name, {
		repo,
		ref,
		path,
		commit,
		treeDigest,
		policy,
		...prompts ? { prompts } : {},
		files: sorted(files)
	}]));
	return `${JSON.stringify({
		version: 1,
		templates
	}, void 0, 2)}\n`;
}
function sorted(files) {
	return Object.fromEntries(Object.entries(files).sort(([a], [b]) => comparePaths(a, b)));
}
function lockedEntry(lock, entry, policy) {
	const locked = lock.get(entry.name);
	if (!locked) throw new IdentikitError("LOCK_INVALID", `identikit.lock has no entry for ${JSON.stringify(entry.name)}`, { remedy: "Fetch without --locked once and commit identikit.lock." });
	const asked = {
		repo: entry.repo,
		ref: entry.ref ?? null,
		path: entry.path,
		policy
	};
	for (const { key, from, to } of askedChanges(locked, asked)) {
		const none = key === "path" ? "the repository's root" : "the default branch";
		const problem = `${entry.name}: ${key} is ${to ?? none}, but identikit.lock was made with ${from ?? none}`;
		throw new IdentikitError("LOCK_MISMATCH", problem, { remedy: "Run `identikit fetch --update-lock`, look at what moved, and commit identikit.lock." });
	}
	return locked;
}
function lockChange(name, from, to) {
	if (from && JSON.stringify({
		...from,
		files: 0
	}) === JSON.stringify({
		...to,
		files: 0
	})) return void 0;
	const before = from?.files ?? {};
	const changed = [...new Set([...Object.keys(before), ...Object.keys(to.files)])].filter((path) => before[path] !== to.files[path]).sort(comparePaths);
	const added = changed.filter((path) => before[path] === void 0);
	return {
		name,
		from: from ?? null,
		to,
		changed,
		added,
		asked: from ? askedChanges(from, to) : []
	};
}
function askedChanges(before, now) {
	return askedKeys.flatMap((key) => {
		const [from, to] = [before[key] ?? null, now[key] ?? null];
		return from === to ? [] : [{
			key,
			from,
			to
		}];
	});
}
// src/template/template-of.ts
const templatelessRuntimes = [
	"external",
	"kimi",
	"kimi-cli",
	"mock"
];
function chooseTemplate(manifest, wanted) {
	if (wanted.template !== void 0) return {
		kind: "template",
		entry: templateNamed(manifest, wanted.template)
	};
	const { runtime } = wanted;
	if (templatelessRuntimes.includes(runtime)) return {
		kind: "none",
		runtime
	};
	const serving = manifest.workspaceTemplates.filter((entry) => served(entry) === withoutSuffix(runtime));
	const [entry, other] = serving;
	if (!entry) throw unknown(manifest, `no template serves the runtime`, runtime, manifest.workspaceTemplates.map(served));
	if (other) throw ambiguous(manifest, runtime, serving);
	return {
		kind: "template",
		entry
	};
}
function templateNamed(manifest, name) {
	const entry = manifest.workspaceTemplates.find((candidate) => candidate.name === name);
	if (entry) return entry;
	throw unknown(manifest, "no workspace template is named", name, manifest.workspaceTemplates.map((each) => each.name));
}
function served(entry) {
	return withoutSuffix(entry.runtime ?? entry.name);
}
function withoutSuffix(name) {
	return name.replace(/-default$/, "");
}
function unknown(manifest, problem, word, known) {
	const meant = suggestion(word, known);
	return new IdentikitError("TEMPLATE_UNKNOWN", `${manifest.file}: ${problem} ${JSON.stringify(word)}${meant}`, {
		remedy: known.length > 0 ? `There are: ${known.join(", ")}.` : "Add an entry to workspace_templates.",
		location: { file: manifest.file }
	});
}
function ambiguous(manifest, runtime, serving) {
	const names = serving.map((entry) => JSON.stringify(entry.name)).join(" and ");
	const line = serving[1]?.line;
	return new IdentikitError("TEMPLATE_UNKNOWN", `${manifest.file}: the runtime ${JSON.stringify(runtime)} is served by ${names}`, {
		remedy: "Name the template itself, or leave the runtime to one of them.",
		location: {
			file: manifest.file,
			...line === void 0 ? {} : { line }
		}
	});
}
export { AcceptedSecrets, AssetSelection, CachedSource, FetchedTrees, ObjectApi, ProblemList, TemplateAssets, acceptedSecretsSchema, acceptingLine, alterationsOf, checkConfig, checkFetchedCopy, checkRef, checkServers, checkSettings, chooseTemplate, contentCacheOf, credentialAt, credentialRanges, defaultLimits, deliveredFrom, deliveryOf, fileMode, findOurs, findSecrets, findSecretsIn, formOf, gitCredential, goneCommit, hasStrayToken, hostFor, hostVariables, isAgentOwned, isAsDelivered, isCommitId, laidOutBy, layOut, ledgerPlace, listCommit, lockChange, lockSchema, lockedEntry, lockedPolicy, malformed, manifestSchema, namePattern, newName, noSuchCommit, parseAcceptedSecrets, parseAnswer, pickRevision, plainTextOf, policyNamed, policyUnderLock, problemLine, promptFindings, provenContent, readAcceptedSecrets, readLedger, readManifest, readTemplateLock, refCandidates, refusePointers, refuseSecrets, refuseSecretsIn, repositorySchema, selectEntry, serverBaseOf, stateDirectory, templateHosts, templateNamed, templatelessRuntimes, tokenOf, unknownRef, whyNoPrompt, writeTemplateLock };
