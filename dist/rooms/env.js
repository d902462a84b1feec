import { IdentikitError, codeOf as codeOf$1, fieldsOf } from "../start/faces.js";
import { inParallel, pause } from "./fault.js";
import { AnchoredDirectory, FileTree, GlancedDirectory, StagedFile, checkPath, comparePaths, compareTree, createFileIn, digestOf, fileFault, isTemporaryName, modeDiffers, observeIn, planSync, readFileIn, takeName, temporaryNameFor, treeDigest, writeFileIn } from "./tree.js";
import { _instanceof, array, codec, int, literal, number$1 as number, object, record, string } from "../vendor/zod.js";
import { Keyring, MissingSecretError, fillPlaceholders, findPlaceholders } from "./secret.js";
import { createScanner, parse, printParseErrorCode } from "../vendor/jsonc-parser.js";
import { createHash, createHmac, createSecretKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, rmdirSync } from "node:fs";
// src/env/env-directories.ts
/** The directory beside the env directories in which ledgers and locks stand. */
const placeName = ".identikit";
const ledgersMode = 448;
/** The root of the env directories and its ledgers, held open. */
var EnvDirectories = class EnvDirectories {
	root;
	ledgers;
	/** The same two, to look at only. */
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
	/**
	* Opens an env root, and makes it where it is missing.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `PATH_LINKED`, `ENTRY_TYPE`
	*/
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
	/**
	* Opens an env root in which something was rendered before; `undefined` where none was.
	* @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
	*/
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
	/**
	* Takes from others the right to write beside the ledgers, where they have it.
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	tighten() {
		if ((this.ledgers.status().mode & 18) !== 0) this.ledgers.setMode(ledgersMode);
	}
	/** The lock file of one agent's env directory. */
	lockFile(agent) {
		return join(this.ledgers.path, `${agent}.lock`);
	}
	/** The lock file of the rebuild of one agent's container. */
	rebuildLockFile(agent) {
		return join(this.ledgers.path, `${agent}.rebuild-lock`);
	}
	[Symbol.dispose]() {
		this.ledgers[Symbol.dispose]();
		this.root[Symbol.dispose]();
	}
};
// src/env/ledger-key.ts
const keyName = "ledger.key";
/**
* What the digests of a ledger are keyed with. A ledger says of files that hold secrets whether they are as they
* were written; without the key it must not let anybody try out guesses of those secrets.
*/
var LedgerKey = class LedgerKey {
	id;
	secret;
	/** @param bytes 32 random ones, or as good */
	constructor(id, bytes) {
		this.id = id;
		this.secret = createSecretKey(bytes);
	}
	/** A key for another use that follows from this one, and does not lead back to it. */
	derive(use) {
		return createHmac("sha256", this.secret).update(`derived\n${use}\n`).digest();
	}
	/**
	* The key that stands beside the ledgers, made where there is none: for a place without a keyring. Who can read it
	* can read the env directories as well.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `PATH_LINKED`
	*/
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
/** Digests of one agent's files under one key. Equal content of two agents, or of two files, has unequal digests. */
var LedgerSeal = class {
	keyId;
	#key;
	#agent;
	constructor(key, agent) {
		this.keyId = key.id;
		this.#key = key.secret;
		this.#agent = agent;
	}
	/** @param use what the content is, such as `.claude.json file`; without a line feed */
	digest(use, content) {
		return createHmac("sha256", this.#key).update(`${this.#agent}\n${use}\n`).update(content).digest("base64url");
	}
};
// src/env/shard.ts
/**
* Reads `i/n`.
* @throws {IdentikitError} `USAGE`
*/
function parseShard(text) {
	const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
	const [index, count] = [Number(match?.[1]), Number(match?.[2])];
	if (match && index <= count) return {
		index,
		count
	};
	throw new IdentikitError("USAGE", `shard ${JSON.stringify(text)} is not i/n with 1 <= i <= n`, { remedy: "Write it as 1/4 to 4/4 for a matrix of four jobs." });
}
/**
* Whether an agent belongs to a shard. Decided by its name alone, so that every job of a matrix agrees whatever it
* knows of the rest of the fleet.
*/
function isInShard(agent, { index, count }) {
	return createHash("sha256").update(agent).digest().readUInt32BE(0) % count === index - 1;
}
// src/env/agent-turns.ts
/** So many agents are under way at once: reads of the log and of the disk overlap, open files stay few. */
const concurrency = 16;
/**
* Gives each agent of a shard its turn, several at a time.
* @returns what came of them, in the order of the agents
* @throws what reading the agents or a turn throws, once nothing is under way any more; what `signal` was aborted with
*/
async function takeTurns(agents, { shard, signal }, turn) {
	return await inParallel(inShard(agents, shard), concurrency, async (agent) => {
		signal?.throwIfAborted();
		return await turn(agent);
	});
}
/** The agents of a shard, each read when its turn comes. */
async function* inShard(agents, shard) {
	for await (const agent of agents) if (!shard || isInShard(agent.name, shard)) yield agent;
}
/** An agent's config, resolved if it is not. @throws what resolving throws */
function configFor(agent) {
	return "resolve" in agent ? agent.resolve() : agent;
}
// src/env/agent.ts
/**
* An agent's name is the name of its directory beside `.identikit`.
* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`
*/
function checkAgentName(name) {
	checkPath(name, "agent name");
	if (!name.includes("/") && !name.startsWith(".")) return;
	throw new IdentikitError("PATH_UNSAFE", `agent name ${JSON.stringify(name)} is no plain directory name`, { remedy: "Rename the agent: no \"/\" in its name, and no dot at its start." });
}
// src/env/client-lock.ts
const file$1 = ".claude.json";
const lockName = `${file$1}.lock`;
/** What the client takes as the sign of a holder that died, in milliseconds. */
const staleMs = 1e4;
/** How long to wait: a dead holder's lock has to become stale first. */
const waitMs = 15e3;
/** The sticky bit, which the client never sets: a lock that carries it is a renderer's. */
const ours = 960;
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
		this.#directory = directory;
		this.#clock = clock;
		this.#inode = inode;
	}
	/**
	* Waits for the lock, longer than a dead holder's takes to be given up.
	* @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`; what `signal` was aborted with
	*/
	static async acquire(directory, { clock, signal }) {
		for (let waited = 0; !take(directory, clock);) {
			if (waited > waitMs) throw held(directory, clock);
			const next = 1 + Math.random() * 9;
			await pause(next, signal);
			waited += next;
		}
		return new ClientLock(directory, clock, lookAt(directory)?.ino ?? 0n);
	}
	/**
	* To be asked right before the file is put in its place.
	* @throws {IdentikitError} `LOCK_HELD` where the lock was taken over meanwhile, or may be at any moment
	*/
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
/** True where a renderer's lock stands. Without the place's own lock it may be a living renderer's. */
function hasRendererLock(directory) {
	const status = lookAt(directory);
	return status?.isDirectory() === true && (status.mode & 512n) !== 0n;
}
/**
* Removes the lock that a killed renderer left. Whoever calls this holds the place's own lock, which every renderer
* holds while it takes the client's: so there is no living one that it could belong to.
*/
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
		if (codeOf$1(cause) === "EEXIST") return false;
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
		if (codeOf$1(cause) === "ENOENT") return;
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
// src/env/canonical-json.ts
/** Deeper values than any of ours; what is deeper equals nothing. */
const maxDepth = 64;
/**
* A JSON value as the one text that stands for it whatever the order of its keys. A value that is nested too deep
* gives a text that no value of ours has.
*/
function canonicalJson(value, depth = 0) {
	if (depth > maxDepth) return "too deep";
	if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	return `{${Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`).join(",")}}`;
}
// src/env/desired.ts
/** The two files of an env directory that other programs write, too. */
const sharedFileNames = ["settings.json", ".claude.json"];
/** The owned keys of each shared file. */
const ownedKeys = {
	"settings.json": ["enabledPlugins", "extraKnownMarketplaces"],
	".claude.json": ["mcpServers"]
};
/** Works out what an agent's env directory should hold. Whether the client would take it is for `checkConfig`. */
function desiredEnvDirectory(config) {
	const { plugins, marketplaces, mcpServers, systemPrompt, skills } = config;
	const bytes = systemPrompt && Buffer.from(systemPrompt.value);
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
	const values = new Map();
	const secretNames = new Set();
	let canonical = "";
	for (const [key, resolved] of Object.entries(entries)) {
		if (resolved.length === 0) continue;
		const ordered = sorted(resolved);
		values.set(key, Object.fromEntries(ordered.map((entry) => [entry.key, entry.value])));
		canonical += `${key}\n`;
		for (const entry of ordered) {
			const facts = factsOf(entry.value);
			canonical += `${JSON.stringify(entry.key)}:${facts.canonical}\n`;
			for (const name of facts.secretNames) secretNames.add(name);
		}
	}
	return {
		values,
		canonical,
		secretNames: [...secretNames].sort(comparePaths)
	};
}
const known = new WeakMap();
function factsOf(value) {
	const object = typeof value === "object" ? value : null;
	const found = object && known.get(object);
	if (found) return found;
	const secretNames = findPlaceholders(value, "value").map((placeholder) => placeholder.name);
	const facts = {
		canonical: canonicalJson(value),
		secretNames
	};
	if (object) known.set(object, facts);
	return facts;
}
function sorted(entries) {
	return [...entries].sort((a, b) => comparePaths(a.key, b.key));
}
// src/env/fill-secrets.ts
/** What each field cannot carry: neither an environment nor an argument holds NUL, no header or address a line end. */
const unfit = {
	env: /\0/,
	args: /\0/,
	headers: /[\0\r\n]/,
	url: /[\u0000-\u0020\u007f]/
};
const control = /[\u0000-\u0020\u007f]/;
/**
* The owned keys of `.claude.json` with every secret in its place. Each read was logged before its value is used.
* @throws {MissingSecretError}
* @throws {IdentikitError} `SECRET_INVALID` for a value that the client would change, or that its field cannot carry;
* what the secret reader throws
*/
async function fillSecrets(agent, values, names) {
	const use = {
		agent: agent.name,
		accessor: agent.accessor,
		reason: agent.reason
	};
	const read = await Promise.all(names.map(async (name) => [name, await agent.secrets.read(name, use)]));
	const secrets = new Map(read);
	if (read.some(([, value]) => control.test(value))) checkFit(values, secrets);
	return new Map([...values].map(([key, value]) => [key, fillPlaceholders(value, secrets, key)]));
}
function checkFit(values, secrets) {
	for (const [key, servers] of values) for (const [server, value] of Object.entries(fieldsOf(servers))) for (const { name, path } of findPlaceholders(value, key)) {
		const field = String(path[0]);
		if (unfit[field]?.test(secrets.get(name) ?? "")) throw unfitFor(name, `${key}.${server}.${field}`);
	}
}
function unfitFor(name, where) {
	return new IdentikitError("SECRET_INVALID", `secret ${name} holds a control character that ${where} cannot carry`, { remedy: `Set it again: identikit secret set ${name}. A line end at its end is the usual reason.` });
}
// src/env/kept-entries.ts
/**
* The entries of owned keys that somebody else put there and that a render removes or replaces. What a ledger names was
* ours, whatever became of it.
*/
function foreignEntries(replacing, ledgers) {
	return sharedFileNames.flatMap((file) => {
		const ours = new Set(ledgers.flatMap(({ shared }) => shared[file].names ?? []));
		const { file: read, values } = replacing[file];
		return ownedKeys[file].flatMap((key) => membersOf(read?.value(key)).flatMap(([name, value]) => {
			const next = membersOf(values.get(key)).find(([each]) => each === name);
			return next !== void 0 && canonicalJson(next[1]) === canonicalJson(value) || ours.has(entryName(key, name)) ? [] : [{
				file,
				key,
				name,
				value
			}];
		}));
	});
}
/** The entries that a render writes, as a ledger names them. */
function entryNames(file, values) {
	return ownedKeys[file].flatMap((key) => membersOf(values.get(key)).map(([name]) => entryName(key, name)));
}
/**
* Puts what a render takes away beside the ledgers, mode 0600, until the next render.
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
function keepEntries(place, agent, entries) {
	const text = `${JSON.stringify({
		agent,
		entries
	}, void 0, 2)}\n`;
	writeFileIn(place, keptName(agent), Buffer.from(text), { mode: 384 });
}
/** Removes what an earlier render kept. */
function dropKept(place, agent) {
	rmSync(place.locate(keptName(agent)), { force: true });
}
/** A warning for each entry that was taken away; it names the entry, never its value. */
function keptFindings(place, agent, entries) {
	const where = join(place.path, keptName(agent));
	return entries.map(({ file, key, name }) => ({
		code: "ENTRY_TAKEN_AWAY",
		severity: "warning",
		path: `${file} ${entryName(key, name)}`,
		expected: null,
		actual: "an entry that no render wrote",
		done: "removed",
		remedy: `Only the renderer writes ${key}. The entry is in ${where} until the next render; add it to the config to have it back.`,
		subject: agent
	}));
}
/** The file beside an agent's ledger. */
function keptName(agent) {
	return `${agent}.kept`;
}
function entryName(key, name) {
	return `${key}.${name}`;
}
function membersOf(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
// src/env/ledger.ts
const maxLedgerBytes = 4194304;
const sharedRecord = object({
	/** Of what was asked for: the owned keys with their placeholders, and the fingerprints of the secrets. */
	inputs: string(),
	/** Of what the owned keys then held. */
	owned: string(),
	/** Of the whole file when it was last found right; only spares looking into it. */
	file: string(),
	/** The entries of the owned keys that were written; releases before 0.2 do not say. */
	names: array(string()).optional()
});
const ledgerSchema = object({
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
	})),
	/** Whether entries of somebody else's that were taken away are kept beside this ledger. */
	kept: literal(true).optional()
});
/** What is known of an agent's env directory; a ledger that cannot be understood is as good as none. */
function readLedgers(place, agent) {
	const next = lstatSync(place.locate(nextName(agent)), { throwIfNoEntry: false }) !== void 0 ? readOne(place, agent, nextName(agent)) : void 0;
	return {
		ledgers: [next, readOne(place, agent, ledgerName(agent))].filter((ledger) => ledger !== void 0),
		interrupted: next !== void 0
	};
}
function readOne(place, agent, name) {
	const file = readFileIn(place, name, maxLedgerBytes);
	try {
		const ledger = file && ledgerSchema.parse(JSON.parse(file.bytes.toString()));
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
	const name = nextName(ledger.agent);
	const temporary = temporaryNameFor(name);
	if (place.has(temporary)) rmSync(place.locate(temporary), { force: true });
	return StagedFile.write(place, name, Buffer.from(`${JSON.stringify(ledger)}\n`), {
		mode: 384,
		temporary
	});
}
/**
* Makes the staged and committed ledger the only one, once every file that it speaks of is there.
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
function settleLedger(place, agent) {
	takeName(place.locate(nextName(agent)), place, ledgerName(agent));
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
	for (const name of ledgerFileNames(agent)) rmSync(place.locate(name), { force: true });
	dropKept(place, agent);
}
function ledgerName(agent) {
	return `${agent}.json`;
}
function nextName(agent) {
	return `${agent}.next`;
}
// src/env/observation.ts
/** Bytes of one file of an env directory, at most. */
const maxFileBytes = 67108864;
const promptName = "system-prompt.md";
/** Whoever may write to a directory of skills may give the agent another one. */
const othersMayWrite$1 = 18;
/**
* Reads and hashes every file of ours in an env directory.
* @param skillNames which skills are looked at; the others are somebody else's
* @throws {IdentikitError} `PATH_LINKED` for a link in the place of a file or directory of ours, `ENTRY_TYPE` for
* another thing there, `FILE_UNREADABLE`
*/
function observeEnvDirectory(directory, skillNames) {
	const { mode, uid, gid } = directory.status();
	const names = new Set(listIn(directory));
	const read = (name) => names.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
	const { skills, loose } = names.has("skills") ? observeSkills(directory, skillNames) : {
		skills: noSkills(skillNames),
		loose: []
	};
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
		skills,
		loose,
		leftovers: [...names].some(isTemporaryName) || names.has(".claude.json.lock") && hasRendererLock(directory)
	};
}
function observeSkills(directory, skillNames) {
	const observed = new Map();
	const loose = [];
	const { uid: owner } = directory.status();
	const look = (path, mode, uid = owner) => {
		const isStranger = uid !== owner && uid !== 0;
		if ((mode & othersMayWrite$1) === 0 && !isStranger) return;
		loose.push({
			path,
			mode,
			...isStranger ? { stranger: uid } : {}
		});
	};
	const lookAt = (path, { mode, uid }) => look(path, mode, uid);
	using skills = directory.enter("skills");
	if (skills) lookAt("skills", skills.status());
	for (const name of skillNames) {
		using skill = skills?.enter(name);
		const entries = skill ? observeIn(skill) : [];
		const link = entries.find((entry) => entry.kind === "symlink");
		if (skill && link) throw linked(join(skill.path, link.path));
		observed.set(name, entries);
		if (skill) lookAt(`skills/${name}`, skill.status());
		for (const { path, kind, mode, owner: held } of entries) if (kind === "directory") look(`skills/${name}/${path}`, mode, held?.uid);
	}
	return {
		skills: observed,
		loose
	};
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
// src/env/shared-file.ts
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
		this.#mark = mark;
		this.#text = text;
		this.#outline = outline;
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
		const decoded = decode(bytes, name);
		const mark = decoded.startsWith("﻿") ? "﻿" : "";
		const text = decoded.slice(mark.length);
		let value;
		try {
			value = JSON.parse(text);
		} catch {
			throw malformed(text, name);
		}
		if (value === null || typeof value !== "object" || Array.isArray(value)) throw invalid(name, {
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
		const member = this.#outline.members.findLast((each) => each.key === key);
		return member ? JSON.parse(this.#text.slice(member.valueStart, member.end)) : void 0;
	}
	/** How often a key stands in the outermost object. */
	count(key) {
		return this.#outline.members.filter((member) => member.key === key).length;
	}
	/** This file with the value under the key, once, and everything else as it is; `undefined` takes the key out. */
	with(key, value) {
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
	/** The white space before a member, from its last line end on: where it has one, the object is laid out in lines. */
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
function decode(bytes, name) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
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
	const errors = [];
	try {
		parse(text, errors, {
			disallowComments: true,
			allowTrailingComma: false
		});
	} catch {
		return invalid(name, {
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
	return invalid(name, position, `is not valid JSON${problem && `: ${problem}`}`);
}
function invalid(name, { line, column }, problem) {
	return new IdentikitError("ENV_FILE_INVALID", `${name}:${line}:${column} ${problem}`, { remedy: "Fix the file, or remove it and render again; it was left as it is." });
}
// src/env/owned-keys.ts
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
		const value = values.get(key);
		if (so.count(key) === 0) return isEmpty(value) ? so : so.with(key, value);
		return canonicalMember(so, key) === canonicalValue(value) ? so : so.with(key, value);
	}, file);
}
/** @throws {IdentikitError} `ENV_FILE_INVALID` */
function parseShared(file, path) {
	return file && SharedFile.parse(file.bytes, path);
}
function canonicalMember(file, key) {
	const count = file.count(key);
	return count > 1 ? `stands ${count} times` : canonicalValue(file.value(key));
}
function canonicalValue(value) {
	const text = value === void 0 ? "" : canonicalJson(value);
	return text === "{}" ? "" : text;
}
function isEmpty(value) {
	return value === void 0 || typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
/** Which skills are looked at: those that should be there, and those that a render put there. */
function skillNames(desired, { ledgers }) {
	return new Set([...desired.skills.keys(), ...ledgers.flatMap(({ skills }) => skills.map(({ name }) => name))]);
}
/** True where a file has the mode and the owner that a render would give it, and no other name. */
function isPrivate(file, seen) {
	return file.mode === 384 && file.owner.uid === seen.owner.uid && file.links === 1;
}
/**
* How a shared file stands to what was last written: `same` to the byte, `rewritten` by somebody who left the owned
* keys as they were, or `changed`.
* @throws {IdentikitError} `ENV_FILE_INVALID`
*/
function compareShared$1(name, file, record, { seal, directory }) {
	if (fileDigest(name, file, seal) === record.file) return "same";
	const owned = canonicalOwned(name, parseShared(file, join(directory, name)));
	return seal.digest(`${name} owned`, owned) === record.owned ? "rewritten" : "changed";
}
/** What a ledger says of a whole shared file; empty where there is none. */
function fileDigest(name, file, seal) {
	return file ? seal.digest(`${name} file`, file.bytes) : "";
}
/** What it takes to bring the prompt and the skills of an env directory to what they should be. */
function planFiles(desired, seen) {
	const write = [];
	const remove = [];
	let unchanged = 0;
	const add = (plan, prefix) => {
		write.push(...plan.write.map((file) => ({
			...file,
			path: prefix + file.path
		})));
		remove.push(...plan.remove.map((path) => prefix + path));
		unchanged += plan.unchanged;
	};
	add(planPrompt(desired, seen), "");
	for (const [name, entries] of seen.skills) {
		const want = desired.skills.get(name) ?? FileTree.empty;
		const ours = entries.filter(({ kind, owner }) => kind !== "file" || owner?.uid === seen.owner.uid);
		const foreign = entries.length - ours.length > 0 ? planSync(want, entries, () => true).remove : [];
		const plan = planSync(want, ours, () => true);
		add({
			...plan,
			remove: [...new Set([...plan.remove, ...foreign])]
		}, `skills/${name}/`);
	}
	return {
		write: write.sort((a, b) => comparePaths(a.path, b.path)),
		remove,
		unchanged
	};
}
function planPrompt({ prompt }, seen) {
	const file = seen.prompt;
	if (!prompt) return {
		write: [],
		remove: file ? [promptName] : [],
		unchanged: 0
	};
	if (file?.owner.uid === seen.owner.uid && !modeDiffers(420, file.mode) && digestOf(file.bytes) === prompt.digest) return {
		write: [],
		remove: [],
		unchanged: 1
	};
	return {
		write: [{
			path: promptName,
			mode: 420,
			...prompt
		}],
		remove: [],
		unchanged: 0
	};
}
/** The digest of a skill as it stands, or `null` where it does not; equal to its tree's where they are equal. */
function skillDigest(entries) {
	const files = (entries ?? []).filter((entry) => entry.kind !== "directory");
	if (files.length === 0) return null;
	const lines = files.map(({ path, mode, digest }) => ({
		path,
		mode: (mode & 64) === 0 ? 420 : 493,
		digest: digest ?? digestOf("no regular file")
	}));
	return treeDigest(lines.sort((a, b) => comparePaths(a.path, b.path)));
}
// src/env/want.ts
/**
* @throws {MissingSecretError} where a placeholder names a secret that is not there: before anything was read,
* logged or written
*/
async function wantOf(agent) {
	const desired = desiredEnvDirectory(agent);
	const fingerprints = [];
	for (const name of desired.shared[".claude.json"].secretNames) {
		const fingerprint = await agent.secrets.fingerprint(name);
		if (fingerprint === void 0) throw new MissingSecretError(name, neededBy(agent, name));
		fingerprints.push(JSON.stringify(fingerprint));
	}
	const { "settings.json": settings, ".claude.json": client } = desired.shared;
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
	const [first] = agent.ledgerKeys;
	const old = agent.ledgerKeys.find((key) => key.id === keyId);
	return {
		writing: new LedgerSeal(first, agent.name),
		reading: old && new LedgerSeal(old, agent.name)
	};
}
function neededBy(agent, secret) {
	const server = agent.mcpServers.find(({ value }) => JSON.stringify(value).includes(`\${SECRET:${secret}}`));
	return `agent ${agent.name}, mcpServers.${server?.key ?? ""}`;
}
// src/env/snapshot-seal.ts
const bytes = codec(string(), _instanceof(Buffer), {
	decode: (text) => Buffer.from(text, "base64"),
	encode: (content) => content.toString("base64")
});
const file = object({
	bytes,
	mode: number()
});
/** What a snapshot of an env directory holds. */
const contentSchema = object({
	/** The skills that a render may have written. */
	skills: array(string()),
	shared: record(string(), file.optional()),
	ledgers: record(string(), file.optional()),
	/** The prompt and the skills' files, by their paths in the env directory. */
	files: array(file.extend({ path: string() })),
	/** What the render left: what its ledger says, and the digest of each shared file. */
	rendered: object({
		ledger: string(),
		shared: record(string(), string().optional())
	}).optional()
});
/** What is authenticated with a snapshot beside the agent's name: the form that it has. */
const form = "1";
const sealedSchema = object({
	name: string(),
	version: literal(form),
	keyId: string(),
	nonce: string(),
	ciphertext: string(),
	tag: string()
});
/** Seals a snapshot with a key that follows from the ledger key: nobody reads it who could not read the ledger's. */
function sealSnapshot(agent, key, content) {
	const text = JSON.stringify(contentSchema.encode(content));
	return Buffer.from(`${JSON.stringify(ringOf(key).seal(nameOf(agent), form, text))}\n`);
}
/** Opens what {@link sealSnapshot} gave; `undefined` where none of the keys opens it as that agent's. */
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
/** The names beside an agent's ledgers under which a rebuild of its container keeps what the run after a killed one needs. */
function rebuildFileNames(agent) {
	return {
		record: `${agent}.rebuild`,
		files: `${agent}.rebuild-files`
	};
}
/** Forgets a rebuild, also what it had begun to write. The caller holds the rebuild's lock. */
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
/**
* What ledgers are keyed with: keys that follow from the secret keys, so that a ledger can be carried to another machine;
* without secret keys, one that stands beside the ledgers.
* @param use `read` makes nothing where there is no env root yet: there is no ledger there to read
*/
function ledgerKeysOf(keyring, envRoot, use) {
	const [first, ...others] = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
	if (first) return [first, ...others];
	using known = use === "read" ? EnvDirectories.find(envRoot) : void 0;
	return [use === "read" && !known ? new LedgerKey("none", randomBytes(32)) : LedgerKey.local(envRoot)];
}
// src/env/differing-entries.ts
const placeholder = /\$\{SECRET:[^}]*\}/;
/**
* Names the entries of the owned keys that are missing, extra or changed, without a value of any. A placeholder stands
* for whatever is in its place, so that a secret of another value is not among them.
*/
function differingEntries(name, file, wanted) {
	return ownedKeys[name].flatMap((key) => {
		if ((file?.count(key) ?? 0) > 1) return [{
			path: `${name} ${key}`,
			expected: "once",
			actual: "more than once"
		}];
		const want = wanted.get(key) ?? {};
		const have = file?.value(key) ?? {};
		if (!isObject(have)) return [{
			path: `${name} ${key}`,
			expected: "an object",
			actual: "another type"
		}];
		return [...new Set([...Object.keys(want), ...Object.keys(have)])].sort().flatMap((each) => {
			const path = `${name} ${key}.${each}`;
			if (!Object.hasOwn(have, each)) return [{
				path,
				expected: "as configured",
				actual: null
			}];
			if (!Object.hasOwn(want, each)) return [{
				path,
				expected: null,
				actual: "an entry"
			}];
			return fits(want[each], have[each]) ? [] : [{
				path,
				expected: "as configured",
				actual: "another value"
			}];
		});
	});
}
function fits(want, have) {
	if (typeof want === "string" && typeof have === "string") return fitsText(want, have);
	if (Array.isArray(want) && Array.isArray(have)) return want.length === have.length && want.every((item, index) => fits(item, have[index]));
	if (!isObject(want) || !isObject(have)) return canonicalJson(want) === canonicalJson(have);
	const names = Object.keys(want);
	return names.length === Object.keys(have).length && names.every((each) => Object.hasOwn(have, each) && fits(want[each], have[each]));
}
/** Whether the pieces between the placeholders stand in the text, the first at its start and the last at its end. */
function fitsText(want, have) {
	const pieces = want.split(placeholder);
	if (pieces.length === 1) return want === have;
	const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
	if (have.length < first.length + last.length || !have.startsWith(first) || !have.endsWith(last)) return false;
	let at = first.length;
	for (const piece of pieces.slice(1, -1)) {
		const found = have.indexOf(piece, at);
		if (found === -1) return false;
		at = found + piece.length;
	}
	return at <= have.length - last.length;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/env/compare-env-directory.ts
const remedies = {
	ENV_CHANGED: "Run reconcile --repair, and change the config rather than the file.",
	ENV_STALE: "Render the agent, or run reconcile --repair.",
	ENV_CONFLICT: "Run reconcile --repair, and change the config rather than the file."
};
/**
* Every difference between what an env directory should hold and what it holds, told apart by what was last written:
* whether it is the copy that moved, or the config, or both. No secret is opened. Paths are relative to the
* directory; an owned key's entry follows its file after a space.
* @throws {IdentikitError} `ENV_FILE_INVALID`
*/
function compareEnvDirectory(want, context) {
	const { agent } = context;
	return [
		...compareShared(want, context),
		...comparePrompt(want, context),
		...compareSkills(want, context)
	].map((finding) => ({
		...finding,
		subject: agent
	}));
}
/** Says which of the two moved; where neither did, a render was interrupted before it came to this file. */
function driftCode(copyMoved, configMoved) {
	if (!copyMoved) return "ENV_STALE";
	return configMoved ? "ENV_CONFLICT" : "ENV_CHANGED";
}
function compareShared(want, context) {
	const { seen } = context;
	const findings = [];
	if (seen.mode !== 448) findings.push(modeFinding(".", 448, seen.mode));
	for (const name of sharedFileNames) {
		findings.push(...compareOwned(name, want, context));
		const file = seen.shared[name];
		if (file && file.mode !== 384) findings.push(modeFinding(name, 384, file.mode));
		if (file && file.owner.uid !== seen.owner.uid) findings.push(ownerFinding(name, seen.owner.uid, file.owner.uid));
		if (file && file.links > 1) findings.push(linkFinding(name, file.links));
	}
	for (const { path, mode, stranger } of seen.loose) {
		if ((mode & 18) !== 0) findings.push(modeFinding(path, mode & -19, mode));
		if (stranger !== void 0) findings.push(ownerFinding(path, seen.owner.uid, stranger));
	}
	return findings;
}
/** Another name of the file goes on holding its secrets, whoever can read it there, also after the next render. */
function linkFinding(path, links) {
	return {
		code: "FILE_LINKED",
		severity: "error",
		path,
		expected: "one name",
		actual: `${links} names (hard links)`,
		remedy: "Run reconcile --repair, find the other name (find -samefile), and rotate the secrets in it."
	};
}
function compareOwned(name, want, { seen, written, directory }) {
	const { values, secretNames } = want.desired.shared[name];
	const file = parseShared(seen.shared[name], join(directory, name));
	const owned = canonicalOwned(name, file);
	const records = written.map(({ ledger, seal }) => ({
		there: ledger.shared[name].owned === seal.digest(`${name} owned`, owned),
		asked: ledger.shared[name].inputs === sealedInputs(want, seal)[name]
	}));
	if (secretNames.length === 0 ? owned === canonicalValues(name, values) : records.some(({ there, asked }) => there && asked)) return [];
	const code = driftCode(!records.some(({ there }) => there), !records.some(({ asked }) => asked));
	const entries = differingEntries(name, file, values);
	const whole = {
		path: name,
		expected: "as configured",
		actual: "other values"
	};
	return (entries.length > 0 ? entries : [whole]).map((entry) => drift(code, entry));
}
function comparePrompt({ desired }, { seen, written }) {
	const { prompt } = desired;
	const tree = prompt ? FileTree.of([{
		path: promptName,
		bytes: prompt.bytes
	}], "prompt") : FileTree.empty;
	const file = seen.prompt;
	const digest = file ? digestOf(file.bytes) : null;
	const there = file && digest ? [{
		path: promptName,
		kind: "file",
		digest,
		...file
	}] : [];
	const code = codeOf(written.map(({ ledger }) => ledger.prompt), digest, prompt?.digest ?? null);
	return compareTree(tree, there, { owner: seen.owner }).map((difference) => plainFinding(code, difference, ""));
}
function compareSkills({ desired }, { seen, written }) {
	return [...seen.skills].flatMap(([name, entries]) => {
		const tree = desired.skills.get(name);
		const code = codeOf(written.map(({ ledger }) => ledger.skills.find((skill) => skill.name === name)?.digest ?? null), skillDigest(entries), tree?.digest ?? null);
		return compareTree(tree ?? FileTree.empty, entries, { owner: seen.owner }).map((difference) => plainFinding(code, difference, `skills/${name}/`));
	});
}
function codeOf(written, there, should) {
	return driftCode(!written.includes(there), !written.includes(should));
}
function plainFinding(code, difference, prefix) {
	const path = prefix + difference.path;
	const { expected, actual } = difference;
	if (difference.code === "FILE_MODE" || difference.code === "FILE_OWNER") return {
		code: difference.code,
		severity: "error",
		path,
		expected,
		actual,
		remedy: remedies.ENV_CHANGED
	};
	return drift(code, {
		path,
		expected,
		actual
	});
}
function drift(code, at) {
	return {
		code,
		severity: "error",
		...at,
		remedy: remedies[code]
	};
}
function modeFinding(path, expected, actual) {
	const octal = (mode) => `0${mode.toString(8).padStart(3, "0")}`;
	const remedy = remedies.ENV_CHANGED;
	return {
		code: "FILE_MODE",
		severity: "error",
		path,
		expected: octal(expected),
		actual: octal(actual),
		remedy
	};
}
function ownerFinding(path, expected, actual) {
	const remedy = remedies.ENV_CHANGED;
	return {
		code: "FILE_OWNER",
		severity: "error",
		path,
		expected: `${expected}`,
		actual: `${actual}`,
		remedy
	};
}
// src/env/fights.ts
const schema = object({
	/** Repairs of what somebody changed, one soon after the other. */
	repairs: int().nonnegative(),
	/** The last of them, in milliseconds since 1970. */
	last: number()
});
const minute = 6e4;
/** So many repairs are made at once; the next one waits, and each further one twice as long. */
const freeRepairs = 3;
const firstWaitMs = 10 * minute;
const longestWaitMs = 360 * minute;
/** After so long without a repair, the next change is a new one. */
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
/** Counts one more repair. @throws {IdentikitError} `FILE_UNWRITABLE` */
function countRepair(place, agent, now) {
	const { repairs } = readFight(place, agent, now);
	const bytes = Buffer.from(`${JSON.stringify({
		repairs: repairs + 1,
		last: now
	})}\n`);
	writeFileIn(place, fileName(agent), bytes, { mode: 384 });
}
/**
* When the next repair may be made, in milliseconds since 1970: at once for the first ones, then later and later, so
* that two who both think a file is theirs do not write it all day. A clock that was set back makes nobody wait long.
*/
function nextRepair({ repairs, last }, now) {
	if (repairs < freeRepairs) return now;
	const wait = Math.min(firstWaitMs * 2 ** (repairs - freeRepairs), longestWaitMs);
	return Math.min(last, now) + wait;
}
function fileName(agent) {
	return `${agent}.fights`;
}
// src/env/reconcile-findings.ts
/** What was found, after it was rendered again. */
function repaired(finding) {
	return {
		...finding,
		severity: "warning",
		done: "rendered",
		remedy: remedyAfterRender(finding.code)
	};
}
/** What was found, after it was removed. */
function removed(finding) {
	return {
		...finding,
		severity: "warning",
		done: "removed",
		remedy: nothingLeft
	};
}
const nothingLeft = "Nothing is left to do.";
/** A render puts the file right, and neither the habit of changing it nor a copy of its secrets. */
function remedyAfterRender(code) {
	if (code === "FILE_LINKED") return "Find the other name (find -samefile), and rotate the secrets that were in the file.";
	return code === "ENV_CHANGED" || code === "ENV_CONFLICT" ? "Change the config rather than the file." : nothingLeft;
}
/** Things that somebody did to the files are drift; what kept us from looking is not known to be. */
const driftFaults = new Set([
	"ENV_FILE_INVALID",
	"PATH_LINKED",
	"ENTRY_TYPE"
]);
/** What kept an env directory from being compared, or was done to it so that it cannot be. */
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
/** No render was ever made where the env directories should be. */
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
/** Pruning would remove every env directory. */
function noFleet(envRoot) {
	return new IdentikitError("PRUNE_REFUSED", `there is no agent at all, and all of ${envRoot} would be removed`, { remedy: "Check that this is the right config database; to remove everything, remove the directory." });
}
/** There is a directory, and nobody knows what was written to it. */
function noLedger(agent) {
	return unverified(agent, {
		expected: "a ledger of the last render",
		actual: null,
		remedy: "Render the agent, so that it is known what was written."
	});
}
/** The ledger was kept under a key that is not here. */
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
/** An agent of which there is nothing yet. */
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
/** What was rendered is not there any more. */
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
/** Somebody changes an env directory again after each repair. */
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
/**
* What is wrong with where env directories stand: whoever may write beside the ledgers can take them away, and whoever may write to
* the env root can put another directory in an agent's place. The first is put right with `repair`; the second is not ours to change.
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
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
export { ClientLock, EnvDirectories, LedgerKey, SharedFile, canonicalValues, checkAgentName, clearRendererLock, compareEnvDirectory, compareShared$1 as compareShared, configFor, countRepair, desiredEnvDirectory, directoryGone, dropKept, entryNames, faultFinding, fileDigest, fillSecrets, foreignEntries, hasAnyLedger, hasLedger, isInShard, isPrivate, keepEntries, keptFindings, ledgerFileNames, ledgerKeysOf, maxFileBytes, neverRendered, nextRepair, noFleet, noLedger, nothingKnown, observeEnvDirectory, openSnapshot, ownedKeys, parseShard, parseShared, placeFindings, planFiles, promptName, readFight, readLedgers, rebuildFileNames, removeLedger, removeRebuildFiles, removed, repaired, sealSnapshot, sealedInputs, sealsOf, settleLedger, sharedFileNames, skillNames, stageLedger, standOff, takeTurns, unknownKey, wantOf, withOwnedValues };
