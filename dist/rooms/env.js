import { IdentikitError, codeOf } from "../start/faces.js";
import { certain, inParallel, pause } from "./fault.js";
import { AnchoredDirectory, GlancedDirectory, ancestorsOf, checkPath, comparePaths, createFileIn, digestOf, fileFault, isTemporaryName, readFileIn, temporaryNameFor, writeFileIn } from "./tree.js";
import { _instanceof, array, boolean, codec, int, literal, looseObject, number, object, record, strictObject, string as string$1, union } from "../vendor/zod.js";
import { Keyring, fillPlaceholders, findPlaceholders } from "./secret.js";
import { createScanner, parse, printParseErrorCode } from "../vendor/jsonc-parser.js";
import { version } from "../start/first.js";
import { builtFile } from "./runtime.js";
import { createHash, createHmac, createSecretKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, rmdirSync } from "node:fs";
// src/env/env-directories.ts
const placeName = ".identikit";
const ledgersMode = 448;
var EnvDirectories = class EnvDirectories {
	root;
	ledgers;
	glance;
	constructor(root, ledgers) {
		this.root = root;
		this.ledgers = ledgers;
		const glance = GlancedDirectory.at(realpathSync(root.path)) ?? root;
		this.glance = {
			root: glance,
			ledgers: glance.enter(".identikit") ?? ledgers
		};
	}
	static make(envRoot) {
		const root = AnchoredDirectory.make(envRoot);
		try {
			const place = new EnvDirectories(root, root.enterOrMake(placeName, ledgersMode));
			place.tighten();
			return place;
		} catch (cause) {
			root[Symbol.dispose]();
			throw cause;
		}
	}
	static find(envRoot) {
		if (!existsSync(envRoot)) return void 0;
		const root = AnchoredDirectory.open(envRoot);
		let ledgers;
		try {
			ledgers = root.enter(placeName);
			return ledgers && new EnvDirectories(root, ledgers);
		} finally {
			if (!ledgers) root[Symbol.dispose]();
		}
	}
	tighten() {
		if ((this.ledgers.status().mode & 18) !== 0) this.ledgers.setMode(ledgersMode);
	}
	lockFile(agent) {
		return join(this.ledgers.path, `${agent}.lock`);
	}
	rebuildLockFile(agent) {
		return join(this.ledgers.path, `${agent}.rebuild-lock`);
	}
	[Symbol.dispose]() {
		this.ledgers[Symbol.dispose]();
		this.root[Symbol.dispose]();
	}
};
// src/env/agent.ts
function checkAgentName(name) {
	checkPath(name, "agent name");
	if (!name.includes("/") && !name.startsWith(".")) return;
	throw new IdentikitError("PATH_UNSAFE", `agent name ${JSON.stringify(name)} is no plain directory name`, { remedy: "Rename the agent: no \"/\" in its name, and no dot at its start." });
}
// src/env/expected.ts
const known = new WeakMap();
function expectedOf(want) {
	const found = known.get(want);
	if (found) return found;
	const { client, files, skills } = want.desired;
	const paths = pathsIn$1(want);
	const lines = [
		version,
		...paths,
		...wantedLines(want)
	];
	const expected = {
		sharedFiles: client.sharedFiles,
		ownFiles: client.ownFiles,
		inputs: want.inputs,
		files: new Map([...files].map(([path, { digest }]) => [path, digest])),
		skills: new Map([...skills].map(([name, tree]) => [name, {
			digest: tree.digest,
			files: new Map([...tree].map(({ path, mode, digest }) => [path, {
				mode,
				digest
			}]))
		}])),
		digest: digestOf(lines.map((line) => JSON.stringify(line)).join("\n")),
		paths: ["", ...paths.map((path) => `/${path}`)]
	};
	known.set(want, expected);
	return expected;
}
function pathsIn$1({ desired: { client, shared, files, skills } }) {
	const inSkills = [...skills].flatMap(([name, tree]) => [`skills/${name}`, ...[...tree].map(({ path }) => `skills/${name}/${path}`)]);
	const own = [
		...shared.keys(),
		...client.ownFiles,
		...files.keys(),
		"skills",
		...inSkills
	];
	return [...new Set(own.flatMap((path) => [...ancestorsOf(path), path]))];
}
function wantedLines({ desired: { client, files, skills }, inputs }) {
	return [
		JSON.stringify([...client.sharedFiles]),
		...[...inputs].map((entry) => JSON.stringify(entry)),
		...[...files].map(([path, { digest }]) => `${digest} ${path}`),
		...[...skills].map(([name, { digest }]) => `${digest} ${name}`)
	];
}
// src/env/client-lock.ts
const lockedFile = ".claude.json";
const file$1 = lockedFile;
const lockName = `${file$1}.lock`;
const staleMs = 1e4;
const waitMs = 15e3;
const ours = 960;
var ClientLock = class ClientLock {
	#directory;
	#clock;
	#inode;
	constructor(directory, clock, inode) {
		this.#directory = directory;
		this.#clock = clock;
		this.#inode = inode;
	}
	static async acquire(directory, { clock, signal }) {
		for (let waited = 0; !take(directory, clock);) {
			if (waited > waitMs) throw held(directory, clock);
			const next = 1 + Math.random() * 9;
			await pause(next, signal);
			waited += next;
		}
		return new ClientLock(directory, clock, lookAt(directory)?.ino ?? 0n);
	}
	assertHeld() {
		const now = lookAt(this.#directory);
		if (now?.ino === this.#inode && !isOlder(now.mtimeMs, staleMs / 2, this.#clock)) return;
		throw new IdentikitError("LOCK_HELD", `the lock on ${file$1} was lost while this run stood still`, {
			remedy: "Run again; nothing was written.",
			retry: { kind: "later" }
		});
	}
	[Symbol.dispose]() {
		if (lookAt(this.#directory)?.ino === this.#inode) remove(this.#directory);
	}
};
function hasRendererLock(directory) {
	const status = lookAt(directory);
	return status?.isDirectory() === true && (status.mode & 512n) !== 0n;
}
function clearRendererLock(directory) {
	if (hasRendererLock(directory)) remove(directory);
}
function take(directory, clock) {
	const standing = lookAt(directory);
	if (standing && !isOlder(standing.mtimeMs, staleMs, clock)) return false;
	if (standing) remove(directory);
	try {
		mkdirSync(directory.locate(lockName), ours);
		return true;
	} catch (cause) {
		if (codeOf(cause) === "EEXIST") return false;
		throw fileFault("FILE_UNWRITABLE", join(directory.path, lockName), cause);
	}
}
function isOlder(mtimeMs, ageMs, clock) {
	return Number(mtimeMs) < clock.now().getTime() - ageMs;
}
function lookAt(directory) {
	return lstatSync(directory.locate(lockName), {
		throwIfNoEntry: false,
		bigint: true
	});
}
function remove(directory) {
	try {
		rmdirSync(directory.locate(lockName));
	} catch (cause) {
		if (codeOf(cause) === "ENOENT") return;
		throw fileFault("FILE_UNWRITABLE", join(directory.path, lockName), cause);
	}
}
function held(directory, clock) {
	const path = join(directory.path, file$1);
	const taken = Number(lookAt(directory)?.mtimeMs ?? 0);
	const isAhead = taken > clock.now().getTime() + staleMs;
	const since = isAhead ? `, taken ${new Date(taken).toISOString()}, which is in the future` : "";
	return new IdentikitError("LOCK_HELD", `${path} is being written by the agent client (${lockName}${since})`, {
		remedy: isAhead ? `Check this machine's clock; if no client runs, remove the directory ${lockName}.` : "Run again when the client is idle.",
		retry: { kind: "later" }
	});
}
// src/env/json-outline.ts
const token = {
	openBrace: 1,
	closeBrace: 2,
	openBracket: 3,
	closeBracket: 4,
	end: 17
};
function jsonOutline(text) {
	const scanner = createScanner(text, true);
	const members = [];
	scanner.scan();
	const open = scanner.getTokenOffset();
	let kind = scanner.scan();
	while (kind !== token.closeBrace) {
		const start = scanner.getTokenOffset();
		const key = scanner.getTokenValue();
		scanner.scan();
		kind = scanner.scan();
		const valueStart = scanner.getTokenOffset();
		let end;
		let depth = 0;
		do {
			if (kind === token.openBrace || kind === token.openBracket) depth++;
			else if (kind === token.closeBrace || kind === token.closeBracket) depth--;
			end = scanner.getPosition();
			kind = scanner.scan();
		} while (depth > 0 && kind !== token.end);
		members.push({
			key,
			start,
			valueStart,
			end
		});
		if (kind === 5) kind = scanner.scan();
		else break;
	}
	return {
		open,
		close: scanner.getTokenOffset(),
		members
	};
}
// src/env/shared-text.ts
function sharedTextInvalid(name, { line, column }, problem) {
	return new IdentikitError("ENV_FILE_INVALID", `${name}:${line}:${column} ${problem}`, { remedy: "Fix the file, or remove it and render again; it was left as it is." });
}
// src/env/shared-file.ts
var SharedFile = class SharedFile {
	#name;
	#mark;
	#text;
	#outline;
	#depth;
	constructor(text, from) {
		this.#name = from.name;
		this.#mark = from.mark;
		this.#depth = from.depth;
		this.#text = text;
		this.#outline = jsonOutline(text);
	}
	static empty() {
		return new SharedFile("{}\n", {
			name: "a new file",
			mark: "",
			depth: 0
		});
	}
	static parse(bytes, name) {
		const decoded = decode(bytes, name);
		const mark = decoded.startsWith("﻿") ? "﻿" : "";
		const text = decoded.slice(mark.length);
		let value;
		try {
			value = JSON.parse(text);
		} catch {
			throw malformed(text, name);
		}
		if (value === null || typeof value !== "object" || Array.isArray(value)) throw sharedTextInvalid(name, {
			line: 1,
			column: 1
		}, "is not a JSON object");
		return new SharedFile(text, {
			name,
			mark,
			depth: 0
		});
	}
	value(key) {
		const [first, rest] = keyPath(key);
		if (rest !== void 0) return this.#objectAt(first)?.value(rest);
		const member = this.#memberAt(key);
		return member ? JSON.parse(this.#text.slice(member.valueStart, member.end)) : void 0;
	}
	count(key) {
		const [first, rest] = keyPath(key);
		if (rest !== void 0) return this.#objectAt(first)?.count(rest) ?? 0;
		return this.#outline.members.filter((member) => member.key === key).length;
	}
	with(key, value) {
		const [first, rest] = keyPath(key);
		if (rest !== void 0) return this.#withIn(first, rest, value);
		const standing = this.#outline.members.filter((member) => member.key === key);
		const [superfluous] = value === void 0 ? standing : standing.slice(0, -1);
		if (superfluous) return this.#without(superfluous).with(key, value);
		const [member] = standing;
		if (value === void 0) return this;
		return member ? this.#replace(member, value) : this.#append(key, value);
	}
	bytes() {
		return Buffer.from(this.#mark + this.#text);
	}
	#memberAt(key) {
		return this.#outline.members.findLast((each) => each.key === key);
	}
	#objectAt(key) {
		const member = this.#memberAt(key);
		if (!member || this.#text[member.valueStart] !== "{") return void 0;
		const text = this.#text.slice(member.valueStart, member.end);
		return new SharedFile(text, {
			name: this.#name,
			mark: "",
			depth: this.#depth + 1
		});
	}
	#withIn(key, rest, value) {
		const member = this.#memberAt(key);
		const inner = this.#objectAt(key);
		if (!member || inner && inner.#outline.members.length === 0) return value === void 0 ? this : this.with(key, { [rest]: value });
		if (!inner) {
			const before = this.#text.slice(0, member.valueStart);
			const position = {
				line: before.split("\n").length,
				column: before.length - before.lastIndexOf("\n")
			};
			throw sharedTextInvalid(this.#name, position, `holds no object under "${key}"`);
		}
		const changed = inner.with(rest, value);
		if (changed.#outline.members.length === 0) return this.with(key, void 0);
		return this.#splice(member.valueStart, member.end, changed.#text);
	}
	#without(member) {
		const { members, open, close } = this.#outline;
		const at = members.indexOf(member);
		const previous = members[at - 1];
		const next = members[at + 1];
		if (next) return this.#splice(member.start, next.start, "");
		return previous ? this.#splice(previous.end, member.end, "") : this.#splice(open + 1, close, "");
	}
	#replace(member, value) {
		const lead = this.#leadOf(member);
		return this.#splice(member.valueStart, member.end, this.#write(value, lead));
	}
	#append(key, value) {
		const { members, open, close } = this.#outline;
		const name = JSON.stringify(key);
		const last = members.at(-1);
		if (!last) {
			const lead = `${this.#lineEnd()}  `;
			const content = `${lead}${name}: ${this.#write(value, lead)}${this.#lineEnd()}`;
			return this.#splice(open + 1, close, content);
		}
		const lead = this.#leadOf(last);
		const colon = this.#text.slice(last.start, last.valueStart).endsWith(":") ? ":" : ": ";
		return this.#splice(last.end, last.end, `,${lead}${name}${colon}${this.#write(value, lead)}`);
	}
	#leadOf(member) {
		let start = member.start;
		while (" 	\r\n".includes(this.#text[start - 1] ?? "x")) start--;
		const space = this.#text.slice(start, member.start);
		const feed = space.lastIndexOf("\n");
		return space.slice(space[feed - 1] === "\r" ? feed - 1 : Math.max(feed, 0));
	}
	#write(value, lead) {
		if (!lead.includes("\n")) return JSON.stringify(value);
		const indent = lead.slice(lead.indexOf("\n") + 1) || "  ";
		const step = indent.slice(0, Math.max(1, Math.floor(indent.length / (this.#depth + 1))));
		return JSON.stringify(value, null, step).replaceAll("\n", lead);
	}
	#lineEnd() {
		return this.#text.includes("\r\n") ? "\r\n" : "\n";
	}
	#splice(start, end, content) {
		const text = this.#text.slice(0, start) + content + this.#text.slice(end);
		return new SharedFile(text, {
			name: this.#name,
			mark: this.#mark,
			depth: this.#depth
		});
	}
};
function keyPath(key) {
	const dot = key.indexOf(".");
	return dot === -1 ? [key, void 0] : [key.slice(0, dot), key.slice(dot + 1)];
}
function decode(bytes, name) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		throw sharedTextInvalid(name, {
			line: 1,
			column: 1
		}, "is not UTF-8 text");
	}
}
function malformed(text, name) {
	const errors = [];
	try {
		parse(text, errors, {
			disallowComments: true,
			allowTrailingComma: false
		});
	} catch {
		return sharedTextInvalid(name, {
			line: 1,
			column: 1
		}, "is not valid JSON: nested too deep");
	}
	const [error] = errors;
	const before = text.slice(0, error?.offset ?? 0);
	const position = {
		line: before.split("\n").length,
		column: before.length - before.lastIndexOf("\n")
	};
	const problem = error ? printParseErrorCode(error.error).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase() : "";
	return sharedTextInvalid(name, position, `is not valid JSON${problem && `: ${problem}`}`);
}
// src/env/toml-outline.ts
function outlineOf(text) {
	const statements = [];
	let table = [];
	let at = 0;
	while (at < text.length) {
		const start = at;
		at = skip(text, at, /[ \t]*/y);
		if (text[at] === "[") {
			at += text[at + 1] === "[" ? 2 : 1;
			[table, at] = keyAt(text, at);
			at = lineEnd(text, at);
			statements.push({
				kind: "table",
				path: table,
				start,
				end: at
			});
		} else if (/[^\r\n#]/.test(text[at] ?? "\n")) {
			let key;
			[key, at] = keyAt(text, at);
			const from = skip(text, at, /[ \t]*=[ \t]*/y);
			const to = valueEnd(text, from);
			at = lineEnd(text, to);
			statements.push({
				kind: "pair",
				path: [...table, ...key],
				start,
				end: at,
				value: [from, to]
			});
		} else at = lineEnd(text, at);
	}
	return statements;
}
function keyAt(text, from) {
	const path = [];
	let at = from;
	for (;;) {
		at = skip(text, at, /[ \t]*/y);
		const isQuoted = text[at] === "\"" || text[at] === "'";
		const end = skip(text, at, isQuoted ? string : /[A-Za-z0-9_-]*/y);
		path.push(nameOf$1(text.slice(at, end)));
		at = skip(text, end, /[ \t]*/y);
		if (text[at] !== ".") return [path, at];
		at++;
	}
}
function nameOf$1(written) {
	if (written.startsWith("'")) return written.slice(1, -1);
	if (!written.startsWith("\"")) return written;
	return written.slice(1, -1).replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|.)/g, (_, code) => {
		return simpleEscapes[code] ?? String.fromCodePoint(Number.parseInt(code.slice(1), 16));
	});
}
const simpleEscapes = {
	b: "\b",
	t: "	",
	n: "\n",
	f: "\f",
	r: "\r",
	e: "\x1B",
	"\"": "\"",
	"\\": "\\"
};
const string = /"""(?:[^"\\]+|\\[\s\S]|"{1,2}(?!"))*"{3,5}|'''(?:[^']+|'{1,2}(?!'))*'{3,5}|"(?:[^"\\]+|\\.)*"|'[^']*'/y;
const [comment, brackets, others] = [
	/#[^\n]*/y,
	/[[\]{}]/y,
	/[^"'#[\]{}]+/y
];
const scalar = /[^\r\n#,\]}]*/y;
function valueEnd(text, from) {
	const first = text[from];
	if (first === "\"" || first === "'") return skip(text, from, string);
	if (first !== "[" && first !== "{") return skip(text, from, scalar, true);
	let depth = 0;
	for (let at = from; at < text.length;) {
		const token = [
			string,
			comment,
			others,
			brackets
		].find((each) => skip(text, at, each) > at);
		if (token === void 0) return text.length;
		if (token === brackets) depth += text[at] === "[" || text[at] === "{" ? 1 : -1;
		at = skip(text, at, token);
		if (depth === 0) return at;
	}
	return text.length;
}
function lineEnd(text, from) {
	const feed = text.indexOf("\n", from);
	return feed === -1 ? text.length : feed + 1;
}
function skip(text, from, pattern, trimmed = false) {
	pattern.lastIndex = from;
	const found = pattern.exec(text)?.[0] ?? "";
	return from + (trimmed ? found.trimEnd() : found).length;
}
// src/env/clients/codex-shapes.ts
const text = string$1().min(1);
const strings = record(string$1(), string$1());
const seconds = number().positive();
const common = {
	enabled: boolean().optional(),
	startup_timeout_sec: seconds.optional(),
	tool_timeout_sec: seconds.optional(),
	enabled_tools: array(text).optional(),
	disabled_tools: array(text).optional()
};
const codexStdioShape = strictObject({
	command: text,
	args: array(string$1()).optional(),
	env: strings.optional(),
	env_vars: array(text).optional(),
	cwd: text.optional(),
	...common
});
const codexRemoteShape = strictObject({
	url: text,
	bearer_token_env_var: text.optional(),
	http_headers: strings.optional(),
	env_http_headers: strings.optional(),
	...common
});
const codexServerName = string$1().regex(/^[A-Za-z0-9_-]+$/, "must be letters, digits, dashes and underscores");
const codexFileShape = looseObject({
	mcp_servers: record(codexServerName, union([codexStdioShape, codexRemoteShape])).optional(),
	model: text.optional(),
	shell_environment_policy: looseObject({ set: strings.optional() }).optional()
});
// src/env/clients/refusal.ts
function checkShape(schema, value, where) {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const issue = certain(result.error.issues[0]);
	throw refused(`${[where, ...issue.path.map(String)].join(".")}: ${issue.message}`, "Change the row: the client would drop this entry or its whole file.");
}
function checkSkillName(name) {
	checkPath(`skills/${name}`, "skill");
	if (name.includes("/")) throw refused(`skill ${JSON.stringify(name)} is no plain name`, "Rename the skill.");
}
function refuseIf(problem, remedy) {
	if (problem !== void 0) throw refused(problem, remedy);
}
function refused(message, remedy) {
	return new IdentikitError("RENDER_REFUSED", message, { remedy });
}
function warning(code, path, { expected, actual, remedy }) {
	return {
		code,
		severity: "warning",
		path,
		expected,
		actual,
		remedy
	};
}
// src/env/fill-secrets.ts
const unfit = {
	env: /\0/,
	args: /\0/,
	headers: /[\0\r\n]/,
	http_headers: /[\0\r\n]/,
	url: /[\u0000-\u0020\u007f]/
};
const control = /[\u0000-\u0020\u007f]/;
async function fillSecrets(agent, { values, secretNames, expandsVariables }) {
	const use = {
		agent: agent.name,
		accessor: agent.accessor,
		reason: agent.reason
	};
	const read = await Promise.all(secretNames.map(async (name) => [name, await agent.secrets.read(name, use)]));
	const secrets = new Map(read);
	if (read.some(([, value]) => control.test(value))) checkFit(values, secrets);
	return new Map([...values].map(([key, value]) => [key, fillPlaceholders(value, secrets, key, { expandsVariables })]));
}
function checkFit(values, secrets) {
	for (const [key, value] of values) for (const { name, path } of findPlaceholders(value, key)) {
		const field = path.length === 0 ? "env" : String(path[1]);
		const where = [key, ...path.slice(0, 2)].join(".");
		if (unfit[field]?.test(secrets.get(name) ?? "")) throw unfitFor(name, where);
	}
}
function unfitFor(name, where) {
	return new IdentikitError("SECRET_INVALID", `secret ${name} holds a control character that ${where} cannot carry`, { remedy: `Set it again: identikit secret set ${name}. A line end at its end is the usual reason.` });
}
// src/env/ledger-key.ts
const keyName = "ledger.key";
var LedgerKey = class LedgerKey {
	id;
	secret;
	constructor(id, bytes) {
		this.id = id;
		this.secret = createSecretKey(bytes);
	}
	derive(use) {
		return createHmac("sha256", this.secret).update(`derived\n${use}\n`).digest();
	}
	static local(envRoot) {
		using place = EnvDirectories.make(envRoot);
		for (;;) {
			const found = readFileIn(place.ledgers, keyName, 1024)?.bytes.toString("latin1").trim();
			if (found && /^[0-9a-f]{64}$/.test(found)) return new LedgerKey("local", Buffer.from(found, "hex"));
			const made = Buffer.from(`${randomBytes(32).toString("hex")}\n`);
			(found === void 0 ? createFileIn : writeFileIn)(place.ledgers, keyName, made, { mode: 384 });
		}
	}
};
var LedgerSeal = class {
	keyId;
	#key;
	#agent;
	constructor(key, agent) {
		this.keyId = key.id;
		this.#key = key.secret;
		this.#agent = agent;
	}
	digest(use, content) {
		return createHmac("sha256", this.#key).update(`${this.#agent}\n${use}\n`).update(content).digest("base64url");
	}
};
// src/env/seals.ts
function sealedInputs({ inputs }, name, seal) {
	return seal.digest(`${name} inputs`, inputs.get(name) ?? "");
}
function sealsOf(agent, keyId) {
	const [first] = agent.ledgerKeys;
	const old = agent.ledgerKeys.find((key) => key.id === keyId);
	return {
		writing: new LedgerSeal(first, agent.name),
		reading: old && new LedgerSeal(old, agent.name)
	};
}
// src/env/snapshot-seal.ts
const bytes = codec(string$1(), _instanceof(Buffer), {
	decode: (text) => Buffer.from(text, "base64"),
	encode: (content) => content.toString("base64")
});
const file = object({
	bytes,
	mode: number()
});
const contentSchema = object({
	skills: array(string$1()),
	shared: record(string$1(), file.optional()),
	keys: record(string$1(), array(string$1())).optional(),
	singles: array(string$1()).optional(),
	ledgers: record(string$1(), file.optional()),
	files: array(file.extend({ path: string$1() })),
	rendered: object({
		ledger: string$1(),
		shared: record(string$1(), string$1().optional())
	}).optional()
});
const form = "1";
const sealedSchema = object({
	name: string$1(),
	version: literal(form),
	keyId: string$1(),
	nonce: string$1(),
	ciphertext: string$1(),
	tag: string$1()
});
function sealSnapshot(agent, key, content) {
	const text = JSON.stringify(contentSchema.encode(content));
	return Buffer.from(`${JSON.stringify(ringOf(key).seal(nameOf(agent), form, text))}\n`);
}
function openSnapshot(agent, keys, sealed) {
	try {
		const snapshot = sealedSchema.parse(JSON.parse(Buffer.from(sealed).toString("utf8")));
		const key = keys.find(({ id }) => id === snapshot.keyId);
		if (!key || snapshot.name !== nameOf(agent)) return void 0;
		return contentSchema.decode(JSON.parse(ringOf(key).open(snapshot)));
	} catch {
		return;
	}
}
function ringOf(key) {
	return Keyring.parse(`${key.id}:${key.derive("snapshot/v1").toString("base64")}`, "the ledger key");
}
function nameOf(agent) {
	return `env directory of ${agent}`;
}
// src/env/rebuild-files.ts
function rebuildFileNames(agent) {
	return {
		record: `${agent}.rebuild`,
		files: `${agent}.rebuild-files`
	};
}
function removeRebuildFiles(ledgers, agent) {
	const { record, files } = rebuildFileNames(agent);
	for (const name of [
		temporaryNameFor(files),
		temporaryNameFor(record),
		files,
		record
	]) rmSync(ledgers.locate(name), { force: true });
}
// src/env/ledger-keys.ts
function ledgerKeysOf(keyring, envRoot, use) {
	const [first, ...others] = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
	if (first) return [first, ...others];
	using known = use === "read" ? EnvDirectories.find(envRoot) : void 0;
	return [use === "read" && !known ? new LedgerKey("none", randomBytes(32)) : LedgerKey.local(envRoot)];
}
// src/env/shard.ts
function parseShard(text) {
	const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
	const [index, count] = [Number(match?.[1]), Number(match?.[2])];
	if (match && index <= count) return {
		index,
		count
	};
	throw new IdentikitError("USAGE", `shard ${JSON.stringify(text)} is not i/n with 1 <= i <= n`, { remedy: "Write it as 1/4 to 4/4 for a matrix of four jobs." });
}
function isInShard(agent, { index, count }) {
	return createHash("sha256").update(agent).digest().readUInt32BE(0) % count === index - 1;
}
// src/env/agent-turns.ts
const atOnce = 16;
async function takeTurns(agents, options, turn) {
	return await inTurns(chosen(agents, options), options, turn);
}
async function inTurns(items, { signal, concurrency = atOnce }, turn) {
	return await inParallel(items, concurrency, async (item) => {
		signal?.throwIfAborted();
		return await turn(item);
	});
}
async function* chosen(agents, { shard, mayBegin }) {
	for await (const agent of agents) {
		if (mayBegin && !mayBegin()) return;
		if (!shard || isInShard(agent.name, shard)) yield agent;
	}
}
function configFor(agent) {
	return "resolve" in agent ? agent.resolve() : agent;
}
// src/env/fights.ts
const schema = object({
	repairs: int().nonnegative(),
	last: number()
});
const minute = 6e4;
const freeRepairs = 3;
const firstWaitMs = 10 * minute;
const longestWaitMs = 360 * minute;
const forgottenMs = 1440 * minute;
const none = {
	repairs: 0,
	last: 0
};
function readFight(place, agent, now) {
	const file = readFileIn(place, fileName(agent), 1024);
	try {
		const fight = file ? schema.parse(JSON.parse(file.bytes.toString())) : none;
		return now - fight.last > forgottenMs ? none : fight;
	} catch {
		return none;
	}
}
function countRepair(place, agent, now) {
	const { repairs } = readFight(place, agent, now);
	const bytes = Buffer.from(`${JSON.stringify({
		repairs: repairs + 1,
		last: now
	})}\n`);
	writeFileIn(place, fileName(agent), bytes, { mode: 384 });
}
function nextRepair({ repairs, last }, now) {
	if (repairs < freeRepairs) return now;
	const wait = Math.min(firstWaitMs * 2 ** (repairs - freeRepairs), longestWaitMs);
	return Math.min(last, now) + wait;
}
function fileName(agent) {
	return `${agent}.fights`;
}
// src/env/reconcile-findings.ts
function repaired(finding) {
	return {
		...finding,
		severity: "warning",
		done: "rendered",
		remedy: remedyAfterRender(finding.code)
	};
}
function removed(finding) {
	return {
		...finding,
		severity: "warning",
		done: "removed",
		remedy: nothingLeft
	};
}
const nothingLeft = "Nothing is left to do.";
function remedyAfterRender(code) {
	if (code === "FILE_LINKED") return "Find the other name (find -samefile), and rotate the secrets that were in the file.";
	return code === "ENV_CHANGED" || code === "ENV_CONFLICT" ? "Change the config rather than the file." : nothingLeft;
}
const driftFaults = new Set([
	"ENV_FILE_INVALID",
	"PATH_LINKED",
	"ENTRY_TYPE"
]);
function faultFinding(agent, { code, message, remedy }) {
	return {
		code,
		severity: driftFaults.has(code) ? "error" : "unverified",
		path: ".",
		expected: null,
		actual: message,
		remedy,
		subject: agent
	};
}
function nothingKnown(envRoot) {
	return {
		code: "ENV_UNVERIFIED",
		severity: "unverified",
		path: envRoot,
		expected: "the ledgers of an earlier render",
		actual: null,
		remedy: "Run this where the env directories are, or carry DIR/.identikit along with them."
	};
}
function noFleet(envRoot) {
	return new IdentikitError("PRUNE_REFUSED", `there is no agent at all, and all of ${envRoot} would be removed`, { remedy: "Check that this is the right config database; to remove everything, remove the directory." });
}
function noLedger(agent) {
	return unverified(agent, {
		expected: "a ledger of the last render",
		actual: null,
		remedy: "Render the agent, so that it is known what was written."
	});
}
function unknownKey(agent, keyId) {
	return unverified(agent, {
		expected: `the ledger key ${JSON.stringify(keyId)}`,
		actual: null,
		remedy: "Give the key with which the last render was made, or render the agent again."
	});
}
function unverified(agent, what) {
	return {
		code: "ENV_UNVERIFIED",
		severity: "unverified",
		path: ".",
		...what,
		subject: agent
	};
}
function neverRendered(agent) {
	return {
		code: "ENV_STALE",
		severity: "error",
		path: ".",
		expected: "an env directory",
		actual: null,
		remedy: "Render the agent, or run reconcile --repair.",
		subject: agent
	};
}
function directoryGone(agent) {
	return {
		code: "ENV_CHANGED",
		severity: "error",
		path: ".",
		expected: "the env directory that was rendered",
		actual: null,
		remedy: "Run reconcile --repair.",
		subject: agent
	};
}
function standOff(agent, repairs, next) {
	return {
		code: "ENV_FIGHT",
		severity: "error",
		path: ".",
		expected: "to stay as it was rendered",
		actual: `was changed again after each of ${repairs} repairs`,
		remedy: `Find who writes it; it is not repaired again before ${new Date(next).toISOString()}.`,
		subject: agent
	};
}
// src/env/place-findings.ts
const othersMayWrite = 18;
const sticky = 512;
const octal = (mode) => `0${mode.toString(8).padStart(3, "0")}`;
function placeFindings(place, repair) {
	const [ledgers, root] = [place.ledgers.status().mode, place.root.status().mode];
	const findings = [];
	if ((ledgers & othersMayWrite) !== 0) {
		const finding = {
			code: "FILE_MODE",
			severity: "error",
			path: placeName,
			expected: "0700",
			actual: octal(ledgers),
			remedy: "Run reconcile --repair, and find out who changed it."
		};
		if (repair) place.tighten();
		findings.push(repair ? repaired(finding) : finding);
	}
	if ((root & othersMayWrite) !== 0 && (root & sticky) === 0) findings.push({
		code: "FILE_MODE",
		severity: "warning",
		path: ".",
		expected: octal(root & -19),
		actual: octal(root),
		remedy: `Run: chmod go-w ${place.root.path}`
	});
	return findings;
}
// src/env/settled-thread.ts
const maxTold = 500;
var SettledThread = class SettledThread {
	#worker;
	#asked = [];
	#state = "starting";
	#told = new Map();
	#numbers = 0;
	constructor(worker) {
		this.#worker = worker;
		worker.on("message", (message) => {
			if (message === "up") this.#state = "up";
			else this.#asked.shift()?.resolve(message);
		});
		worker.on("error", () => this.#end());
		worker.on("exit", () => this.#end());
	}
	static async start(scene) {
		const program = builtFile("threads/settled.js");
		if (program === void 0) return void 0;
		const { Worker } = await import("node:worker_threads");
		return new SettledThread(new Worker(program, {
			workerData: scene,
			env: {}
		}));
	}
	get isUp() {
		return this.#state === "up";
	}
	async ask(questions) {
		if (this.#state === "gone") return [];
		const answer = Promise.withResolvers();
		this.#asked.push(answer);
		this.#worker.postMessage(this.#messageOf(questions));
		return await answer.promise;
	}
	#messageOf(questions) {
		const forget = this.#told.size > maxTold;
		if (forget) this.#told.clear();
		const told = [];
		return {
			told,
			forget,
			asked: questions.map(({ agent, expected, digest }) => {
				let number = this.#told.get(expected);
				if (number === void 0) {
					number = this.#numbers++;
					this.#told.set(expected, number);
					told.push([number, expected]);
				}
				return {
					agent,
					expected: number,
					digest
				};
			})
		};
	}
	async [Symbol.asyncDispose]() {
		await this.#worker.terminate();
	}
	#end() {
		this.#state = "gone";
		for (const { resolve } of this.#asked.splice(0)) resolve([]);
	}
};
// src/env/unrendered.ts
const [mostNamed, deepest] = [100, 8];
function findUnrendered(directory, { client }, { watched, agent }) {
	const ours = new Set([...watched.files, ...[...watched.skills].map((name) => `skills/${name}`)]);
	return client.loads.flatMap((place) => pathsIn(directory, place)).filter((path) => !ours.has(path)).slice(0, mostNamed).map((path) => ({
		code: "ENV_UNRENDERED",
		severity: "warning",
		path,
		expected: null,
		actual: `loaded by ${client.title}, and no render put it there`,
		remedy: "Remove it, or add it to the agent's config.",
		subject: agent
	}));
}
function pathsIn(directory, { path, holds, except = [] }) {
	if (holds === void 0) return list(directory).some(({ name }) => name === path) ? [path] : [];
	if (!list(directory).some(({ name }) => name === path)) return [];
	using folder = directory.enter(path);
	if (!folder) return [];
	if (holds !== "folders") return filesBelow(folder, {
		path,
		ending: holds,
		depth: 1
	});
	return list(folder).filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).filter(({ name }) => !except.includes(name)).map(({ name }) => `${path}/${name}`);
}
function filesBelow(folder, { path, ending, depth }) {
	return list(folder).flatMap((entry) => {
		const at = `${path}/${entry.name}`;
		if (!entry.isDirectory()) return entry.name.endsWith(ending) ? [at] : [];
		using below = depth < deepest ? folder.enter(entry.name) : void 0;
		return below ? filesBelow(below, {
			path: at,
			ending,
			depth: depth + 1
		}) : [];
	});
}
function list(directory) {
	try {
		return readdirSync(directory.locate("."), { withFileTypes: true }).filter(({ name }) => !isTemporaryName(name)).sort((a, b) => a.name < b.name ? -1 : 1);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory.path, cause);
	}
}
// src/env/share.ts
function parseShare(text) {
	const percent = /^\d{1,3}(\.\d{1,4})?%$/.test(text) ? Number(text.slice(0, -1)) : NaN;
	if (percent > 0 && percent <= 100) return percent / 100;
	throw new IdentikitError("USAGE", `share ${JSON.stringify(text)} is not a percentage over 0% and up to 100%`, { remedy: "Write it as 5%, then as 25%, then leave it out." });
}
function shareOf(fleet, share) {
	const ranked = fleet.map((name) => ({
		name,
		rank: createHash("sha256").update(`share/${name}`).digest("hex")
	})).sort((a, b) => comparePaths(a.rank, b.rank));
	return new Set(ranked.slice(0, Math.ceil(fleet.length * share - 1e-9)).map(({ name }) => name));
}
export { ClientLock, EnvDirectories, LedgerKey, SettledThread, SharedFile, checkAgentName, checkShape, checkSkillName, chosen, clearRendererLock, codexFileShape, codexRemoteShape, codexServerName, codexStdioShape, configFor, countRepair, directoryGone, expectedOf, faultFinding, fillSecrets, findUnrendered, hasRendererLock, inTurns, isInShard, ledgerKeysOf, lockedFile, neverRendered, nextRepair, noFleet, noLedger, nothingKnown, openSnapshot, outlineOf, parseShard, parseShare, placeFindings, placeName, readFight, rebuildFileNames, refuseIf, refused, removeRebuildFiles, removed, repaired, sealSnapshot, sealedInputs, sealsOf, shareOf, sharedTextInvalid, standOff, takeTurns, unknownKey, warning };
