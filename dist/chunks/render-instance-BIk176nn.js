import { I as IdentikitError, L as asFault } from "./foundation-QtvXJkSz.js";
import { t as MissingSecretError } from "./missing-secret-error-wd3LOA_B.js";
import { t as ExclusiveLock } from "./exclusive-lock-DJ9X1G-t.js";
import { n as checkPath, r as comparePaths } from "./path-BaLveIPn.js";
import { f as object, g as string, l as literal, r as array } from "./zod-BjridcMG.js";
import { c as findPlaceholders, i as pluginName, n as marketplaceShape, o as settingsShape, r as mcpServerShape, s as fillPlaceholders, t as clientFileShape } from "./client-shapes-Ch7m6hYI.js";
import { n as LedgerSeal, r as EnvironmentPlace } from "./ledger-key-Dpe_-5EC.js";
import { r as sweepTemporaries } from "./atomic-file-ChCRe45G.js";
import { a as clearLeftoversBelow, n as applyBatchedIn, r as applySyncIn, t as planSync } from "./sync-plan-9YkrMXQ9.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { t as StagedFile } from "./staged-file-Cvdd886a.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { r as temporaryNameFor, t as isTemporaryName } from "./temporary-name-Bg8pnI25.js";
import { n as observeIn } from "./directory-reader-CIov5Xvy.js";
import { a as printParseErrorCode, r as parse, t as createScanner } from "./main-y8mc8xdw.js";
import { r as modeDiffers } from "./compare-DsY7ZTJ2.js";
import { n as treeDigest, t as FileTree } from "./file-tree-CsgLrUn3.js";
import { join } from "node:path";
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
/**
* An agent's name is the name of its directory beside `.identikit`.
* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`
*/
function checkAgentName(name) {
	if (checkPath(name, "agent name"), name.includes("/") || name.startsWith(".")) throw new IdentikitError("PATH_UNSAFE", `agent name ${JSON.stringify(name)} is no plain directory name`, { remedy: "Rename the agent: no \"/\" in its name, and no dot at its start." });
}
/**
* Checks that the client would take what a config gives, before any secret is opened.
* @returns warnings: what works but should be changed
* @throws {IdentikitError} `RENDER_REFUSED` for an entry that the client would drop, or with a placeholder where none
* is filled; `SECRET_INVALID` for a malformed placeholder; `PATH_UNSAFE` for the name of a skill
*/
function checkConfig(config) {
	let warnings = [];
	for (let { key } of config.plugins) check(pluginName, key, `enabledPlugins.${key}`);
	for (let { key, value } of config.marketplaces) {
		let where = `extraKnownMarketplaces.${key}`;
		check(marketplaceShape, value, where);
		for (let { name } of findPlaceholders(value, where)) throw refused$1(`${where} names secret ${name}`, "Keep secrets in an MCP server's env or headers.");
	}
	for (let { key, value } of config.mcpServers) warnings.push(...checkServer(key, value));
	for (let { key } of config.skills) checkSkillName(key);
	return warnings.map((warning) => ({
		...warning,
		subject: config.name
	}));
}
function checkServer(name, value) {
	let where = `mcpServers.${name}`, server = check(mcpServerShape, value, where), warnings = [];
	server.type === "sse" && warnings.push(warning("MCP_SSE_DEPRECATED", `${where}.type`, {
		expected: "http",
		actual: "sse",
		remedy: "Move the server to the type \"http\"."
	}));
	for (let { name: secret, path } of findPlaceholders(value, where)) {
		let place = [where, ...path].join("."), [field] = path;
		if (field === "args" || field === "url") warnings.push(warning("SECRET_EXPOSED", place, {
			expected: "env or headers",
			actual: `${field}`,
			remedy: "Pass it in env or headers: arguments and addresses are shown by process listings and logs."
		}));
		else if (field !== "env" && field !== "headers") throw refused$1(`${place} names secret ${secret}, and no secret is filled in there`, "Move it to env or headers.");
	}
	return warnings;
}
/** @throws {IdentikitError} `RENDER_REFUSED`; the message names the place and never shows a value */
function check(schema, value, where) {
	let result = schema.safeParse(value);
	if (result.success) return result.data;
	let [issue] = result.error.issues;
	throw refused$1(`${[where, ...issue.path.map(String)].join(".")}: ${issue.message}`, "Change the row: the client would drop this entry or its whole file.");
}
function checkSkillName(name) {
	if (checkPath(`skills/${name}`, "skill"), name.includes("/")) throw refused$1(`skill ${JSON.stringify(name)} is no plain name`, "Rename the skill.");
}
function refused$1(message, remedy) {
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
const file = ".claude.json", lockName = `${file}.lock`, staleMs = 1e4;
/**
* The client's own lock on `.claude.json`: the directory `.claude.json.lock`, made to take it and removed to let go,
* abandoned once its time stamp is older than ten seconds (the protocol of the npm package `proper-lockfile`).
* Whoever holds it may read the file, change it and put it back without losing what a running client writes.
*
* It is held for one small write, so its time stamp is not kept fresh; {@link assertHeld} tells when it was lost.
*/
var ClientLock = class ClientLock {
	#directory;
	#clock;
	#inode;
	constructor(directory, clock, inode) {
		this.#directory = directory, this.#clock = clock, this.#inode = inode;
	}
	/**
	* Waits for the lock, longer than a dead holder's takes to be given up.
	* @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`; what `signal` was aborted with
	*/
	static async acquire(directory, { clock, signal }) {
		for (let waited = 0; !take(directory, clock);) {
			if (waited > 15e3) throw held(directory);
			let pause = 1 + Math.random() * 9;
			await setTimeout(pause, void 0, signal ? { signal } : {}), waited += pause;
		}
		return new ClientLock(directory, clock, lookAt(directory)?.ino ?? 0n);
	}
	/**
	* To be asked right before the file is put in its place.
	* @throws {IdentikitError} `LOCK_HELD` where the lock was taken over meanwhile, or may be at any moment
	*/
	assertHeld() {
		let now = lookAt(this.#directory);
		if (now?.ino !== this.#inode || isOlder(now.mtimeMs, staleMs / 2, this.#clock)) throw new IdentikitError("LOCK_HELD", `the lock on ${file} was lost while this run stood still`, {
			remedy: "Run again; nothing was written.",
			retry: { kind: "later" }
		});
	}
	[Symbol.dispose]() {
		lookAt(this.#directory)?.ino === this.#inode && remove(this.#directory);
	}
};
/** True where a renderer's lock stands. Without the place's own lock it may be a living renderer's. */
function hasRendererLock(directory) {
	let status = lookAt(directory);
	return status?.isDirectory() === !0 && (status.mode & 512n) != 0n;
}
/**
* Removes the lock that a killed renderer left. Whoever calls this holds the place's own lock, which every renderer
* holds while it takes the client's: so there is no living one that it could belong to.
*/
function clearRendererLock(directory) {
	hasRendererLock(directory) && remove(directory);
}
function take(directory, clock) {
	let standing = lookAt(directory);
	if (standing && !isOlder(standing.mtimeMs, staleMs, clock)) return !1;
	standing && remove(directory);
	try {
		return mkdirSync(directory.locate(lockName), 960), !0;
	} catch (cause) {
		if (cause.code === "EEXIST") return !1;
		throw fileFault("FILE_UNWRITABLE", join(directory.path, lockName), cause);
	}
}
function isOlder(mtimeMs, ageMs, clock) {
	return Number(mtimeMs) < clock.now().getTime() - ageMs;
}
function lookAt(directory) {
	return lstatSync(directory.locate(lockName), {
		throwIfNoEntry: !1,
		bigint: !0
	});
}
function remove(directory) {
	try {
		rmdirSync(directory.locate(lockName));
	} catch (cause) {
		if (cause.code === "ENOENT") return;
		throw fileFault("FILE_UNWRITABLE", join(directory.path, lockName), cause);
	}
}
function held(directory) {
	let path = join(directory.path, file);
	return new IdentikitError("LOCK_HELD", `${path} is being written by the agent client (${lockName})`, {
		remedy: "Run again when the client is idle.",
		retry: { kind: "later" }
	});
}
/**
* A JSON value as the one text that stands for it whatever the order of its keys. A value that is nested too deep
* gives a text that no value of ours has.
*/
function canonicalJson(value, depth = 0) {
	return depth > 64 ? "too deep" : Array.isArray(value) ? `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]` : typeof value != "object" || !value ? JSON.stringify(value) : `{${Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`).join(",")}}`;
}
/** The two files of an env directory that other programs write, too. */
const sharedFileNames = ["settings.json", ".claude.json"], ownedKeys = {
	"settings.json": ["enabledPlugins", "extraKnownMarketplaces"],
	".claude.json": ["mcpServers"]
};
/** Works out what an agent's env directory should hold. Whether the client would take it is for `checkConfig`. */
function desiredEnvironment(config) {
	let { plugins, marketplaces, mcpServers, systemPrompt, skills } = config, bytes = systemPrompt && Buffer.from(systemPrompt.value);
	return {
		shared: {
			"settings.json": desiredKeys({
				enabledPlugins: plugins,
				extraKnownMarketplaces: marketplaces
			}),
			".claude.json": desiredKeys({ mcpServers })
		},
		prompt: bytes ? {
			bytes,
			digest: digestOf(bytes)
		} : void 0,
		skills: new Map(sorted(skills).map(({ key, value }) => [key, value]))
	};
}
function desiredKeys(entries) {
	let values = /* @__PURE__ */ new Map(), secretNames = /* @__PURE__ */ new Set(), canonical = "";
	for (let [key, resolved] of Object.entries(entries)) {
		if (resolved.length === 0) continue;
		let ordered = sorted(resolved);
		values.set(key, Object.fromEntries(ordered.map((entry) => [entry.key, entry.value]))), canonical += `${key}\n`;
		for (let entry of ordered) {
			let facts = factsOf(entry.value);
			canonical += `${JSON.stringify(entry.key)}:${facts.canonical}\n`;
			for (let name of facts.secretNames) secretNames.add(name);
		}
	}
	return {
		values,
		canonical,
		secretNames: [...secretNames].sort(comparePaths)
	};
}
const known = /* @__PURE__ */ new WeakMap();
function factsOf(value) {
	let object = typeof value == "object" ? value : null, found = object && known.get(object);
	if (found) return found;
	let secretNames = findPlaceholders(value, "value").map((placeholder) => placeholder.name), facts = {
		canonical: canonicalJson(value),
		secretNames
	};
	return object && known.set(object, facts), facts;
}
function sorted(entries) {
	return [...entries].sort((a, b) => comparePaths(a.key, b.key));
}
/** What each field cannot carry: neither an environment nor an argument holds NUL, no header or address a line end. */
const unfit = {
	env: /\0/,
	args: /\0/,
	headers: /[\0\r\n]/,
	url: /[\u0000-\u0020\u007f]/
}, control = /[\u0000-\u0020\u007f]/;
/**
* The owned keys of `.claude.json` with every secret in its place. Each read was logged before its value is used.
* @throws {MissingSecretError}
* @throws {IdentikitError} `SECRET_INVALID` for a value that the client would change, or that its field cannot carry;
* what the secret reader throws
*/
async function fillSecrets(agent, values, names) {
	let use = {
		agent: agent.name,
		accessor: agent.accessor,
		reason: agent.reason
	}, read = await Promise.all(names.map(async (name) => [name, await agent.secrets.read(name, use)])), secrets = new Map(read);
	return read.some(([, value]) => control.test(value)) && checkFit(values, secrets), new Map([...values].map(([key, value]) => [key, fillPlaceholders(value, secrets, key)]));
}
function checkFit(values, secrets) {
	for (let [key, servers] of values) for (let [server, value] of Object.entries(servers)) for (let { name, path } of findPlaceholders(value, key)) {
		let field = String(path[0]);
		if (unfit[field]?.test(secrets.get(name) ?? "")) throw unfitFor(name, `${key}.${server}.${field}`);
	}
}
function unfitFor(name, where) {
	return new IdentikitError("SECRET_INVALID", `secret ${name} holds a control character that ${where} cannot carry`, { remedy: `Set it again: identikit secret set ${name}. A line end at its end is the usual reason.` });
}
const sharedRecord = object({
	/** Of what was asked for: the owned keys with their placeholders, and the fingerprints of the secrets. */
	inputs: string(),
	/** Of what the owned keys then held. */
	owned: string(),
	/** Of the whole file when it was last found right; only spares looking into it. */
	file: string()
}), ledgerSchema = object({
	version: literal(1),
	agent: string(),
	/** Id of the key under which the digests of the shared files were made. */
	key: string(),
	shared: object({
		"settings.json": sharedRecord,
		".claude.json": sharedRecord
	}),
	prompt: string().nullable(),
	skills: array(object({
		name: string(),
		digest: string()
	}))
});
/** What is known of an agent's env directory; a ledger that cannot be understood is as good as none. */
function readLedgers(place, agent) {
	let next = readOne(place, agent, nextName(agent));
	return {
		ledgers: [next, readOne(place, agent, ledgerName(agent))].filter((ledger) => ledger !== void 0),
		interrupted: next !== void 0
	};
}
function readOne(place, agent, name) {
	if (!lstatSync(place.locate(name), { throwIfNoEntry: !1 })) return;
	let file = readFileIn(place, name, 4194304);
	try {
		let ledger = file && ledgerSchema.parse(JSON.parse(file.bytes.toString()));
		return ledger?.agent === agent ? ledger : void 0;
	} catch {
		return;
	}
}
/**
* Stages what is about to be written, beside the ledger of what was; the caller holds the lock of the env directory.
* It is committed before the first file is, so that a run which is killed leaves no file that nobody knows of.
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
function stageLedger(place, ledger) {
	let name = nextName(ledger.agent), temporary = temporaryNameFor(name);
	return place.has(temporary) && rmSync(place.locate(temporary), { force: !0 }), StagedFile.write(place, name, Buffer.from(`${JSON.stringify(ledger)}\n`), {
		mode: 384,
		temporary
	});
}
/**
* Makes the staged and committed ledger the only one, once every file that it speaks of is there.
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
function settleLedger(place, agent) {
	try {
		renameSync(place.locate(nextName(agent)), place.locate(ledgerName(agent)));
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(place.path, ledgerName(agent)), cause);
	}
}
/** The names under which an agent's ledgers stand. */
function ledgerFileNames(agent) {
	return [nextName(agent), ledgerName(agent)];
}
/** True where something was rendered for an agent, whether or not what is known of it can be read. */
function hasLedger(place, agent) {
	return ledgerFileNames(agent).some((name) => place.has(name));
}
/** True where something was rendered for any agent at all. */
function hasAnyLedger(place) {
	return readdirSync(place.locate(".")).some((name) => name.endsWith(".json") || name.endsWith(".next"));
}
/** Forgets an agent. */
function removeLedger(place, agent) {
	for (let name of ledgerFileNames(agent)) rmSync(place.locate(name), { force: !0 });
}
function ledgerName(agent) {
	return `${agent}.json`;
}
function nextName(agent) {
	return `${agent}.next`;
}
/** Bytes of one file of an env directory, at most. */
const maxFileBytes = 67108864, promptName = "system-prompt.md";
/**
* Reads and hashes every file of ours in an env directory.
* @param skillNames which skills are looked at; the others are somebody else's
* @throws {IdentikitError} `PATH_LINKED` for a link in the place of a file or directory of ours, `ENTRY_TYPE` for
* another thing there, `FILE_UNREADABLE`
*/
function observeEnvironment(directory, skillNames) {
	let { mode, uid, gid } = directory.status(), names = new Set(listIn(directory)), read = (name) => names.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
	return {
		mode,
		owner: {
			uid,
			gid
		},
		shared: {
			"settings.json": read("settings.json"),
			".claude.json": read(".claude.json")
		},
		prompt: read(promptName),
		skills: names.has("skills") ? observeSkills(directory, skillNames) : noSkills(skillNames),
		leftovers: [...names].some(isTemporaryName) || names.has(".claude.json.lock") && hasRendererLock(directory)
	};
}
function observeSkills(directory, skillNames) {
	let observed = /* @__PURE__ */ new Map();
	using skills = directory.enter("skills");
	for (let name of skillNames) {
		using skill = skills?.enter(name);
		let entries = skill ? observeIn(skill) : [], link = entries.find((entry) => entry.kind === "symlink");
		if (skill && link) throw linked(join(skill.path, link.path));
		observed.set(name, entries);
	}
	return observed;
}
function noSkills(skillNames) {
	return new Map([...skillNames].map((name) => [name, []]));
}
function listIn(directory) {
	try {
		return readdirSync(directory.locate("."));
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory.path, cause);
	}
}
function linked(path) {
	return new IdentikitError("PATH_LINKED", `${path} is a symbolic link among files that are rendered`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
/** Token kinds of jsonc-parser's `SyntaxKind`, which exists at compile time only. */
const token = {
	openBrace: 1,
	closeBrace: 2,
	openBracket: 3,
	closeBracket: 4,
	end: 17
};
/**
* A JSON file that several programs write, as text: what is not ours in it stays byte for byte, byte order mark,
* line ends, order of keys, long numbers and all.
*/
var SharedFile = class SharedFile {
	#mark;
	#text;
	#outline;
	constructor(mark, text, outline) {
		this.#mark = mark, this.#text = text, this.#outline = outline;
	}
	/** What a file that does not exist yet starts from. */
	static empty() {
		return SharedFile.#of("", "{}\n");
	}
	/**
	* @param name what messages call the file; nothing of its content is ever in a message
	* @throws {IdentikitError} `ENV_FILE_INVALID` with line and column for what is not a JSON object in UTF-8
	*/
	static parse(bytes, name) {
		let decoded = decode(bytes, name), mark = decoded.startsWith("﻿") ? "﻿" : "", text = decoded.slice(mark.length), value;
		try {
			value = JSON.parse(text);
		} catch {
			throw malformed(text, name);
		}
		if (typeof value != "object" || !value || Array.isArray(value)) throw invalid(name, {
			line: 1,
			column: 1
		}, "is not a JSON object");
		return SharedFile.#of(mark, text);
	}
	static #of(mark, text) {
		return new SharedFile(mark, text, outlineOf(text));
	}
	/** The value of a key, as the client reads it: of a key that stands twice, the last. */
	value(key) {
		let member = this.#outline.members.findLast((each) => each.key === key);
		return member ? JSON.parse(this.#text.slice(member.valueStart, member.end)) : void 0;
	}
	/** How often a key stands in the outermost object. */
	count(key) {
		return this.#outline.members.filter((member) => member.key === key).length;
	}
	/** This file with the value under the key, once, and everything else as it is; `undefined` takes the key out. */
	with(key, value) {
		let standing = this.#outline.members.filter((member) => member.key === key), [superfluous] = value === void 0 ? standing : standing.slice(0, -1);
		if (superfluous) return this.#without(superfluous).with(key, value);
		let [member] = standing;
		return value === void 0 ? this : member ? this.#replace(member, value) : this.#append(key, value);
	}
	bytes() {
		return Buffer.from(this.#mark + this.#text);
	}
	#without(member) {
		let { members, open, close } = this.#outline, at = members.indexOf(member), previous = members[at - 1], next = members[at + 1];
		return next ? this.#splice(member.start, next.start, "") : previous ? this.#splice(previous.end, member.end, "") : this.#splice(open + 1, close, "");
	}
	#replace(member, value) {
		let lead = this.#leadOf(member);
		return this.#splice(member.valueStart, member.end, this.#write(value, lead));
	}
	#append(key, value) {
		let { members, open, close } = this.#outline, name = JSON.stringify(key), last = members.at(-1);
		if (!last) {
			let lead = `${this.#lineEnd()}  `, content = `${lead}${name}: ${this.#write(value, lead)}${this.#lineEnd()}`;
			return this.#splice(open + 1, close, content);
		}
		let lead = this.#leadOf(last), colon = this.#text.slice(last.start, last.valueStart).endsWith(":") ? ":" : ": ";
		return this.#splice(last.end, last.end, `,${lead}${name}${colon}${this.#write(value, lead)}`);
	}
	/** The white space before a member, from its last line end on: where it has one, the object is laid out in lines. */
	#leadOf(member) {
		let start = member.start;
		for (; " 	\r\n".includes(this.#text[start - 1] ?? "x");) start--;
		let space = this.#text.slice(start, member.start), feed = space.lastIndexOf("\n");
		return space.slice(space[feed - 1] === "\r" ? feed - 1 : Math.max(feed, 0));
	}
	#write(value, lead) {
		if (!lead.includes("\n")) return JSON.stringify(value);
		let indent = lead.slice(lead.indexOf("\n") + 1) || "  ";
		return JSON.stringify(value, null, indent).replaceAll("\n", lead);
	}
	#lineEnd() {
		return this.#text.includes("\r\n") ? "\r\n" : "\n";
	}
	#splice(start, end, content) {
		return SharedFile.#of(this.#mark, this.#text.slice(0, start) + content + this.#text.slice(end));
	}
};
/** Where the members of the outermost object stand. The text is known to be strict JSON. */
function outlineOf(text) {
	let scanner = createScanner(text, !0), members = [];
	scanner.scan();
	let open = scanner.getTokenOffset(), kind = scanner.scan();
	for (; kind !== token.closeBrace;) {
		let start = scanner.getTokenOffset(), key = scanner.getTokenValue();
		scanner.scan(), kind = scanner.scan();
		let valueStart = scanner.getTokenOffset(), end, depth = 0;
		do
			kind === token.openBrace || kind === token.openBracket ? depth++ : (kind === token.closeBrace || kind === token.closeBracket) && depth--, end = scanner.getPosition(), kind = scanner.scan();
		while (depth > 0 && kind !== token.end);
		if (members.push({
			key,
			start,
			valueStart,
			end
		}), kind === 5) kind = scanner.scan();
		else break;
	}
	return {
		open,
		close: scanner.getTokenOffset(),
		members
	};
}
function decode(bytes, name) {
	try {
		return new TextDecoder("utf-8", {
			fatal: !0,
			ignoreBOM: !0
		}).decode(bytes);
	} catch {
		throw invalid(name, {
			line: 1,
			column: 1
		}, "is not UTF-8 text");
	}
}
/** Says where the text stops being JSON. The engine's own message quotes the text, which may hold secrets. */
function malformed(text, name) {
	let errors = [];
	try {
		parse(text, errors, {
			disallowComments: !0,
			allowTrailingComma: !1
		});
	} catch {
		return invalid(name, {
			line: 1,
			column: 1
		}, "is not valid JSON: nested too deep");
	}
	let [error] = errors, before = text.slice(0, error?.offset ?? 0), position = {
		line: before.split("\n").length,
		column: before.length - before.lastIndexOf("\n")
	}, problem = error ? printParseErrorCode(error.error).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase() : "";
	return invalid(name, position, `is not valid JSON${problem && `: ${problem}`}`);
}
function invalid(name, { line, column }, problem) {
	return new IdentikitError("ENV_FILE_INVALID", `${name}:${line}:${column} ${problem}`, { remedy: "Mend the file, or remove it and render again; it was left as it is." });
}
/**
* The text for which two files are the same to us: what their owned keys hold, in any order and layout. A key that
* holds nothing and one that is not there are the same; one that stands twice is never right.
*/
function canonicalOwned(name, file) {
	return ownedKeys[name].map((key) => `${key}\n${file ? canonicalMember(file, key) : ""}\n`).join("");
}
/** {@link canonicalOwned} of a file that would hold just these values. */
function canonicalValues(name, values) {
	return ownedKeys[name].map((key) => `${key}\n${canonicalValue(values.get(key))}\n`).join("");
}
/** A file with the owned keys at these values and everything else as it is; itself where nothing is to change. */
function withOwnedValues(name, file, values) {
	return ownedKeys[name].reduce((so, key) => {
		let value = values.get(key);
		return so.count(key) === 0 ? isEmpty(value) ? so : so.with(key, value) : canonicalMember(so, key) === canonicalValue(value) ? so : so.with(key, value);
	}, file);
}
/** @throws {IdentikitError} `ENV_FILE_INVALID` */
function parseShared(file, path) {
	return file && SharedFile.parse(file.bytes, path);
}
function canonicalMember(file, key) {
	let count = file.count(key);
	return count > 1 ? `stands ${count} times` : canonicalValue(file.value(key));
}
function canonicalValue(value) {
	let text = value === void 0 ? "" : canonicalJson(value);
	return text === "{}" ? "" : text;
}
function isEmpty(value) {
	return value === void 0 || typeof value == "object" && !!value && Object.keys(value).length === 0;
}
const shapes = {
	"settings.json": settingsShape,
	".claude.json": clientFileShape
};
/**
* Reads a file as it will be written, as the client would, before it takes the place of the old one.
* @throws {IdentikitError} `RENDER_REFUSED` for what the client would drop, or a placeholder that was left in it; no
* value is shown
*/
function checkRendered(name, file, path) {
	let written = SharedFile.parse(file.bytes(), path), owned = Object.fromEntries(ownedKeys[name].map((key) => [key, written.value(key)])), result = shapes[name].safeParse(owned);
	if (!result.success) {
		let [issue] = result.error.issues;
		throw refused(`${path}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
	}
	if (JSON.stringify(owned).includes("${SECRET:")) throw refused(`${path}: a secret placeholder was left in it`);
}
function refused(message) {
	return new IdentikitError("RENDER_REFUSED", message, { remedy: "Change the row that it comes from; the file was left as it is." });
}
/** Which skills are looked at: those that should be there, and those that a render put there. */
function skillNames(desired, { ledgers }) {
	return /* @__PURE__ */ new Set([...desired.skills.keys(), ...ledgers.flatMap(({ skills }) => skills.map(({ name }) => name))]);
}
/** True where a file has the mode and the owner that a render would give it. */
function isPrivate(file, seen) {
	return file.mode === 384 && file.owner.uid === seen.owner.uid;
}
/**
* How a shared file stands to what was last written: `same` to the byte, `rewritten` by somebody who left the owned
* keys as they were, or `changed`.
* @throws {IdentikitError} `ENV_FILE_INVALID`
*/
function compareShared(name, file, record, { seal, directory }) {
	if (fileDigest(name, file, seal) === record.file) return "same";
	let owned = canonicalOwned(name, parseShared(file, join(directory, name)));
	return seal.digest(`${name} owned`, owned) === record.owned ? "rewritten" : "changed";
}
/** What a ledger says of a whole shared file; empty where there is none. */
function fileDigest(name, file, seal) {
	return file ? seal.digest(`${name} file`, file.bytes) : "";
}
/** What it takes to bring the prompt and the skills of an env directory to what they should be. */
function planFiles(desired, seen) {
	let write = [], remove = [], unchanged = 0, add = (plan, prefix) => {
		write.push(...plan.write.map((file) => ({
			...file,
			path: prefix + file.path
		}))), remove.push(...plan.remove.map((path) => prefix + path)), unchanged += plan.unchanged;
	};
	add(planPrompt(desired, seen), "");
	for (let [name, entries] of seen.skills) {
		let want = desired.skills.get(name) ?? FileTree.empty, ours = entries.filter(({ kind, owner }) => kind !== "file" || owner?.uid === seen.owner.uid), foreign = entries.length - ours.length > 0 ? planSync(want, entries, () => !0).remove : [], plan = planSync(want, ours, () => !0);
		add({
			...plan,
			remove: [.../* @__PURE__ */ new Set([...plan.remove, ...foreign])]
		}, `skills/${name}/`);
	}
	return {
		write: write.sort((a, b) => comparePaths(a.path, b.path)),
		remove,
		unchanged
	};
}
function planPrompt({ prompt }, seen) {
	let file = seen.prompt;
	return prompt ? file?.owner.uid === seen.owner.uid && !modeDiffers(420, file.mode) && digestOf(file.bytes) === prompt.digest ? {
		write: [],
		remove: [],
		unchanged: 1
	} : {
		write: [{
			path: promptName,
			mode: 420,
			...prompt
		}],
		remove: [],
		unchanged: 0
	} : {
		write: [],
		remove: file ? [promptName] : [],
		unchanged: 0
	};
}
/** The digest of a skill as it stands, or `null` where it does not; equal to its tree's where they are equal. */
function skillDigest(entries) {
	let files = (entries ?? []).filter((entry) => entry.kind !== "directory");
	if (files.length === 0) return null;
	let lines = files.map(({ path, mode, digest }) => ({
		path,
		mode: mode & 64 ? 493 : 420,
		digest: digest ?? digestOf("no regular file")
	}));
	return treeDigest(lines.sort((a, b) => comparePaths(a.path, b.path)));
}
/**
* @throws {MissingSecretError} where a placeholder names a secret that is not there: before anything was read,
* logged or written
*/
async function wantOf(agent) {
	let desired = desiredEnvironment(agent), fingerprints = [];
	for (let name of desired.shared[".claude.json"].secretNames) {
		let fingerprint = await agent.secrets.fingerprint(name);
		if (fingerprint === void 0) throw new MissingSecretError(name, neededBy(agent, name));
		fingerprints.push(JSON.stringify(fingerprint));
	}
	let { "settings.json": settings, ".claude.json": client } = desired.shared;
	return {
		desired,
		inputs: {
			"settings.json": settings.canonical,
			".claude.json": [client.canonical, ...fingerprints].join("\n")
		}
	};
}
/** What a seal makes of the inputs, as it stands in a ledger. */
function sealedInputs(want, seal) {
	return {
		"settings.json": seal.digest("settings.json inputs", want.inputs["settings.json"]),
		".claude.json": seal.digest(".claude.json inputs", want.inputs[".claude.json"])
	};
}
/** The seal under which an agent's ledger is written now, and the one that reads the ledger that is there. */
function sealsOf(agent, keyId) {
	let [first] = agent.ledgerKeys, old = agent.ledgerKeys.find((key) => key.id === keyId);
	return {
		writing: new LedgerSeal(first, agent.name),
		reading: old && new LedgerSeal(old, agent.name)
	};
}
function neededBy(agent, secret) {
	let server = agent.mcpServers.find(({ value }) => JSON.stringify(value).includes(`\${SECRET:${secret}}`));
	return `agent ${agent.name}, mcpServers.${server?.key ?? ""}`;
}
/**
* Plans all of it before the first file is replaced. Purely: nothing is read or written.
* @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`
*/
function planEnvironment(want, context) {
	let { agent, seen, clientValues, seal } = context, { desired } = want, inputs = sealedInputs(want, seal), client = planShared(".claude.json", clientValues, inputs[".claude.json"], context), settingsValues = desired.shared["settings.json"].values, settings = planShared("settings.json", settingsValues, inputs["settings.json"], context), ledger = {
		version: 1,
		agent,
		key: seal.keyId,
		shared: {
			"settings.json": settings.record,
			".claude.json": client.record
		},
		prompt: desired.prompt?.digest ?? null,
		skills: [...desired.skills].map(([name, { digest }]) => ({
			name,
			digest
		}))
	};
	return {
		client,
		settings,
		files: planFiles(desired, seen),
		ledger
	};
}
function planShared(name, values, inputs, { seen, seal, directory }) {
	let path = join(directory, name), base = seen.shared[name], next = withOwnedValues(name, parseShared(base, path) ?? SharedFile.empty(), values), bytes = next.bytes(), absent = !base && values.size === 0, right = absent || base !== void 0 && isPrivate(base, seen) && bytes.equals(base.bytes);
	right || checkRendered(name, next, path);
	let record = {
		inputs,
		owned: seal.digest(`${name} owned`, canonicalValues(name, values)),
		file: fileDigest(name, absent ? void 0 : { bytes }, seal)
	};
	return {
		name,
		base,
		bytes: right ? void 0 : bytes,
		record
	};
}
/** How often a file that somebody else keeps writing is planned anew. */
const clientFile = ".claude.json";
/**
* Works out what an env directory lacks, opens secrets where they are needed, and writes it. The caller holds the
* lock of the directory.
*/
async function install(agent, want, place) {
	using directory = place.root.enterOrMake(agent.name, 448);
	directory.status().mode !== 448 && directory.setMode(448), clearRendererLock(directory), sweepTemporaries(directory);
	let opened = new Opened(agent, want), replaced = /* @__PURE__ */ new Set();
	for (let attempt = 1;; attempt++) {
		let known = readLedgers(place.ledgers, agent.name);
		known.interrupted && clearSkills(directory, skillNames(want.desired, known));
		try {
			return await attemptInstall({
				agent,
				want,
				place,
				directory,
				known,
				opened,
				replaced
			});
		} catch (caught) {
			if (!(caught instanceof MovedUnderneath) || attempt === 20) throw caught;
		}
	}
}
/** A run that was killed may have left something in skills that nobody asks for any more. */
function clearSkills(directory, names) {
	using skills = directory.enter("skills");
	if (skills) for (let name of names) clearLeftoversBelow(skills, name);
}
/** Somebody wrote a shared file between our reading it and our putting the new one in its place. */
var MovedUnderneath = class extends IdentikitError {
	constructor(path) {
		super("LOCK_HELD", `${path} is being written by somebody else all the time`, {
			remedy: "Run again when it is left alone.",
			retry: { kind: "later" }
		});
	}
}, Opened = class {
	#agent;
	#want;
	#values;
	constructor(agent, want) {
		this.#agent = agent, this.#want = want;
	}
	async values() {
		let { values, secretNames } = this.#want.desired.shared[clientFile];
		return this.#values ??= await fillSecrets(this.#agent, values, secretNames), this.#values;
	}
	/** Names of the secrets that were opened so far. */
	get names() {
		return this.#values ? this.#want.desired.shared[clientFile].secretNames : [];
	}
};
async function attemptInstall(work) {
	let { agent, directory, want } = work, seen = look(work);
	if (!isAsRecorded(work, seen)) {
		for (let name of sharedFileNames) parseShared(seen.shared[name], join(directory.path, name));
		await work.opened.values();
	}
	let plan;
	{
		using lock = isCalm(work, seen) ? void 0 : await ClientLock.acquire(directory, agent);
		lock && (seen = look(work));
		let clientValues = isAsRecorded(work, seen) ? recordedValues(work, seen) : await work.opened.values(), seal = sealsOf(agent, void 0).writing;
		plan = planEnvironment(want, {
			agent: agent.name,
			seen,
			clientValues,
			seal,
			directory: directory.path
		}), work.known.interrupted && applySyncIn(directory, {
			...plan.files,
			write: []
		}), await replaceShared(work, plan, seen, lock);
	}
	let { files } = plan;
	if (files.write.length + files.remove.length > 0) {
		let { sync = !0, signal } = agent, options = {
			sync: sync && "content",
			owner: seen.owner
		};
		await applyBatchedIn(directory, files, {
			...options,
			...signal ? { signal } : {}
		});
	}
	return isNews(work, plan) && settleLedger(work.place.ledgers, agent.name), {
		written: [...work.replaced, ...files.write.map((file) => file.path)].sort(),
		removed: [...files.remove].sort(),
		secrets: work.opened.names
	};
}
/** Puts the ledger down and then the shared files in their places; the disk is waited for once for all of them. */
async function replaceShared(work, plan, { owner }, lock) {
	let { place, directory } = work, { sync = !0 } = work.agent;
	using open = new DisposableStack();
	let record = isNews(work, plan) ? open.use(stageLedger(place.ledgers, plan.ledger)) : void 0, [client, settings] = [plan.client, plan.settings].map(({ name, bytes }) => {
		let options = {
			mode: 384,
			owner
		};
		return bytes && open.use(StagedFile.write(directory, name, bytes, options));
	});
	sync && await Promise.all([
		record,
		client,
		settings
	].map((file) => file?.sync()));
	for (let shared of [plan.client, plan.settings]) assertBase(directory, shared);
	record?.commit(), client?.commit(() => {
		lock?.assertHeld(), assertBase(directory, plan.client);
	}), client && work.replaced.add(plan.client.name), settings?.commit(() => assertBase(directory, plan.settings)), settings && work.replaced.add(plan.settings.name);
}
/** True where a ledger has to be written. */
function isNews({ known }, { ledger }) {
	return known.interrupted || JSON.stringify(ledger) !== JSON.stringify(known.ledgers[0]);
}
/** Asks that a file which is to be replaced is still the one that its successor was made from. */
function assertBase(directory, { name, base, bytes }) {
	if (!bytes) return;
	let now = base || directory.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
	if (now ? !base?.bytes.equals(now.bytes) : base) throw new MovedUnderneath(join(directory.path, name));
}
function look({ directory, want, known }) {
	return observeEnvironment(directory, skillNames(want.desired, known));
}
/**
* True where `.claude.json` holds what a ledger says was written to it, and that is still what is asked for: then it
* is right, and no secret has to be opened to say so.
*/
function isAsRecorded({ agent, want, known, directory }, seen) {
	let file = seen.shared[clientFile];
	return known.ledgers.some((ledger) => {
		let seal = sealsOf(agent, ledger.key).reading, record = ledger.shared[clientFile];
		return !seal || sealedInputs(want, seal)[clientFile] !== record.inputs ? !1 : compareShared(clientFile, file, record, {
			seal,
			directory: directory.path
		}) !== "changed";
	});
}
/** True where `.claude.json` needs no writing. */
function isCalm(work, seen) {
	let file = seen.shared[clientFile];
	return isAsRecorded(work, seen) && (!file || isPrivate(file, seen));
}
function recordedValues({ directory }, seen) {
	let servers = parseShared(seen.shared[clientFile], join(directory.path, clientFile))?.value("mcpServers");
	return new Map(servers === void 0 ? [] : [["mcpServers", servers]]);
}
/**
* Brings one agent's env directory to what its config says. The only code that writes the owned keys of
* `settings.json` and `.claude.json`; everything else in these files stays byte for byte.
*
* A failure before the first file is replaced changes nothing; after it, every file is whole, old or new, and the
* next render completes. Where the ledger and the files say that there is nothing to do, every file was read and
* hashed, and no secret was opened.
* @throws {MissingSecretError}
* @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`, `PATH_LINKED`, `ENTRY_TYPE`, `LOCK_HELD`,
* `SECRET_INVALID`, `SECRET_UNREADABLE`, `ACCESS_LOG_FAILED`, `FILE_UNREADABLE`, `FILE_UNWRITABLE`
*/
async function renderForInstance(agent) {
	using place = EnvironmentPlace.make(agent.envRoot);
	try {
		await renderInstance(agent, place);
	} catch (caught) {
		throw emit(agent, failureEvent(agent, "task_failed", caught)), caught;
	}
}
/** {@link renderForInstance} in a place that is held open, with its outcome; a failure emits nothing. */
async function renderInstance(agent, place) {
	agent.signal?.throwIfAborted(), checkAgentName(agent.name);
	let want = await wantOf(agent);
	if (isSettled(agent, want, place)) return {
		agent: agent.name,
		result: "unchanged",
		written: [],
		removed: [],
		secrets: [],
		warnings: []
	};
	let warnings = checkConfig(agent);
	emit(agent, {
		event: "render_started",
		agent: agent.name,
		reason: agent.reason
	});
	let lockOptions = { place: `env directory ${join(agent.envRoot, agent.name)}` };
	using _lock = await ExclusiveLock.acquire(place.lockFile(agent.name), {
		...lockOptions,
		...agent.signal ? { signal: agent.signal } : {}
	});
	let { written, removed, secrets } = await install(agent, want, place), result = written.length + removed.length > 0 ? "rendered" : "unchanged";
	return emit(agent, {
		event: "rendered",
		agent: agent.name,
		reason: agent.reason,
		written,
		removed,
		secrets
	}), {
		agent: agent.name,
		result,
		written,
		removed,
		secrets,
		warnings
	};
}
/** Says that rendering an agent failed, or that the agent was left out because it did. */
function failureEvent({ name, reason }, event, caught) {
	let { code, message } = asFault(caught);
	return {
		event,
		agent: name,
		reason,
		code,
		message,
		...caught instanceof MissingSecretError ? { secret: caught.secretName } : {}
	};
}
/** Emits an event with the present time. */
function emit({ events, clock }, event) {
	events.emit({
		time: clock.now().toISOString(),
		...event
	});
}
/** Reads and hashes everything; true where there is nothing to do. Takes no lock: each file is replaced whole. */
function isSettled(agent, want, place) {
	let known = readLedgers(place.glance.ledgers, agent.name), [ledger] = known.ledgers, seal = sealsOf(agent, ledger?.key);
	if (known.interrupted || !ledger || seal.reading?.keyId !== seal.writing.keyId) return !1;
	using directory = place.glance.root.enter(agent.name);
	if (!directory) return !1;
	let seen = observeEnvironment(directory, skillNames(want.desired, known));
	if (seen.leftovers || seen.mode !== 448) return !1;
	let inputs = sealedInputs(want, seal.writing), { write, remove } = planFiles(want.desired, seen);
	return write.length + remove.length === 0 && isRecorded(ledger, want) && ["settings.json", ".claude.json"].every((name) => {
		let file = seen.shared[name], record = ledger.shared[name];
		return record.inputs !== inputs[name] || file && !isPrivate(file, seen) ? !1 : compareShared(name, file, record, {
			seal: seal.writing,
			directory: directory.path
		}) === "same";
	});
}
/** True where a ledger knows of exactly the prompt and the skills that should be there. */
function isRecorded(ledger, { desired }) {
	return ledger.prompt === (desired.prompt?.digest ?? null) && ledger.skills.length === desired.skills.size && ledger.skills.every(({ name, digest }) => desired.skills.get(name)?.digest === digest);
}
export { sharedFileNames as C, checkAgentName as E, ownedKeys as S, ClientLock as T, hasLedger as _, sealedInputs as a, removeLedger as b, skillDigest as c, canonicalValues as d, parseShared as f, hasAnyLedger as g, promptName as h, renderInstance as i, skillNames as l, observeEnvironment as m, failureEvent as n, sealsOf as o, maxFileBytes as p, renderForInstance as r, wantOf as s, emit as t, canonicalOwned as u, ledgerFileNames as v, canonicalJson as w, desiredEnvironment as x, readLedgers as y };
