import { clientFileShape, marketplaceShape, mcpServerShape, pluginName, settingsShape } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { StagedFile, applyPlan, checkPath, clearLeftoversBelow, readFileIn, sweepTemporaries } from "./tree.js";
import { findPlaceholders } from "./secret.js";
import { ClientLock, SharedFile, canonicalValues, clearRendererLock, compareShared, dropKept, entryNames, fileDigest, fillSecrets, foreignEntries, isPrivate, keepEntries, maxFileBytes, observeEnvDirectory, ownedKeys, parseShared, planFiles, readLedgers, sealedInputs, sealsOf, settleLedger, sharedFileNames, skillNames, stageLedger, withOwnedValues } from "./env.js";
import { join } from "node:path";
// src/env/check-config.ts
/**
* Checks that the client would take what a config gives, before any secret is opened.
* @returns warnings: what works but should be changed
* @throws {IdentikitError} `RENDER_REFUSED` for an entry that the client would drop, or with a placeholder where none
* is filled; `SECRET_INVALID` for a malformed placeholder; `PATH_UNSAFE` for the name of a skill
*/
function checkConfig(config) {
	const warnings = [];
	for (const { key } of config.plugins) check(pluginName, key, `enabledPlugins.${key}`);
	for (const { key, value } of config.marketplaces) {
		const where = `extraKnownMarketplaces.${key}`;
		check(marketplaceShape, value, where);
		for (const { name } of findPlaceholders(value, where)) throw refused$1(`${where} names secret ${name}`, "Keep secrets in an MCP server's env or headers.");
	}
	for (const { key, value } of config.mcpServers) warnings.push(...checkServer(key, value));
	for (const { key } of config.skills) checkSkillName(key);
	return warnings.map((warning) => ({
		...warning,
		subject: config.name
	}));
}
function checkServer(name, value) {
	const where = `mcpServers.${name}`;
	const server = check(mcpServerShape, value, where);
	const warnings = [];
	if (server.type === "sse") warnings.push(warning("MCP_SSE_DEPRECATED", `${where}.type`, {
		expected: "http",
		actual: "sse",
		remedy: "Move the server to the type \"http\"."
	}));
	for (const { name: secret, path } of findPlaceholders(value, where)) {
		const place = [where, ...path].join(".");
		const [field] = path;
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
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const issue = certain(result.error.issues[0]);
	throw refused$1(`${[where, ...issue.path.map(String)].join(".")}: ${issue.message}`, "Change the row: the client would drop this entry or its whole file.");
}
function checkSkillName(name) {
	checkPath(`skills/${name}`, "skill");
	if (name.includes("/")) throw refused$1(`skill ${JSON.stringify(name)} is no plain name`, "Rename the skill.");
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
// src/env/check-rendered.ts
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
	const written = SharedFile.parse(file.bytes(), path);
	const owned = Object.fromEntries(ownedKeys[name].map((key) => [key, written.value(key)]));
	const result = shapes[name].safeParse(owned);
	if (!result.success) {
		const [issue] = result.error.issues;
		throw refused(`${path}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
	}
	if (JSON.stringify(owned).includes("${SECRET:")) throw refused(`${path}: a secret placeholder was left in it`);
}
function refused(message) {
	return new IdentikitError("RENDER_REFUSED", message, { remedy: "Change the row that it comes from; the file was left as it is." });
}
// src/env/plan-env-directory.ts
/**
* Plans all of it before the first file is replaced. Purely: nothing is read or written.
* @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`
*/
function planEnvDirectory(want, context) {
	const { agent, seen, clientValues, seal } = context;
	const { desired } = want;
	const inputs = sealedInputs(want, seal);
	const client = planShared(".claude.json", clientValues, inputs[".claude.json"], context);
	const settingsValues = desired.shared["settings.json"].values;
	const settings = planShared("settings.json", settingsValues, inputs["settings.json"], context);
	const foreign = foreignEntries({
		".claude.json": client.replacing,
		"settings.json": settings.replacing
	}, context.ledgers);
	const ledger = {
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
		})),
		...foreign.length > 0 ? { kept: true } : {}
	};
	return {
		client,
		settings,
		files: planFiles(desired, seen),
		foreign,
		ledger
	};
}
function planShared(name, values, inputs, { seen, seal, directory }) {
	const path = join(directory, name);
	const base = seen.shared[name];
	const file = parseShared(base, path);
	const next = withOwnedValues(name, file ?? SharedFile.empty(), values);
	const bytes = next.bytes();
	const absent = !base && values.size === 0;
	const right = absent || base !== void 0 && isPrivate(base, seen) && bytes.equals(base.bytes);
	if (!right) checkRendered(name, next, path);
	const record = {
		inputs,
		owned: seal.digest(`${name} owned`, canonicalValues(name, values)),
		file: fileDigest(name, absent ? void 0 : { bytes }, seal),
		names: entryNames(name, values)
	};
	return {
		name,
		base,
		bytes: right ? void 0 : bytes,
		replacing: {
			file,
			values
		},
		record
	};
}
// src/env/install.ts
/** How often a file that somebody else keeps writing is planned anew. */
const attempts = 20;
const clientFile = ".claude.json";
/**
* Works out what an env directory lacks, opens secrets where they are needed, and writes it. The caller holds the
* lock of the directory.
*/
async function install(agent, want, place) {
	using directory = place.root.enterOrMake(agent.name, 448);
	if (directory.status().mode !== 448) directory.setMode(448);
	clearRendererLock(directory);
	sweepTemporaries(directory);
	const opened = new Opened(agent, want);
	const replaced = new Set();
	for (let attempt = 1;; attempt++) {
		const known = readLedgers(place.ledgers, agent.name);
		if (known.interrupted) clearSkills(directory, skillNames(want.desired, known));
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
			if (!(caught instanceof MovedUnderneath) || attempt === attempts) throw caught;
		}
	}
}
/** A run that was killed may have left something in skills that nobody asks for any more. */
function clearSkills(directory, names) {
	using skills = directory.enter("skills");
	if (skills) for (const name of names) clearLeftoversBelow(skills, name);
}
/** Somebody wrote a shared file between our reading it and our putting the new one in its place. */
var MovedUnderneath = class extends IdentikitError {
	constructor(path) {
		super("LOCK_HELD", `${path} is being written by somebody else all the time`, {
			remedy: "Run again when it is left alone.",
			retry: { kind: "later" }
		});
	}
};
/** The owned keys of `.claude.json` with their secrets, which are opened when they are first needed, and once. */
var Opened = class {
	#agent;
	#want;
	#values;
	constructor(agent, want) {
		this.#agent = agent;
		this.#want = want;
	}
	async values() {
		const { values, secretNames } = this.#want.desired.shared[clientFile];
		this.#values ??= await fillSecrets(this.#agent, values, secretNames);
		return this.#values;
	}
	/** Names of the secrets that were opened so far. */
	get names() {
		return this.#values ? this.#want.desired.shared[clientFile].secretNames : [];
	}
};
async function attemptInstall(work) {
	const { agent, directory, want } = work;
	let seen = look(work);
	if (!isAsRecorded(work, seen)) {
		for (const name of sharedFileNames) parseShared(seen.shared[name], join(directory.path, name));
		await work.opened.values();
	}
	let plan;
	{
		using lock = isCalm(work, seen) ? void 0 : await ClientLock.acquire(directory, agent);
		if (lock) seen = look(work);
		const clientValues = isAsRecorded(work, seen) ? recordedValues(work, seen) : await work.opened.values();
		const seal = sealsOf(agent, void 0).writing;
		const { ledgers } = work.known;
		plan = planEnvDirectory(want, {
			agent: agent.name,
			seen,
			ledgers,
			clientValues,
			seal,
			directory: directory.path
		});
		if (work.known.interrupted) await applyPlan(directory, {
			...plan.files,
			write: []
		});
		await replaceShared(work, plan, seen, lock);
	}
	const { files } = plan;
	if (files.write.length + files.remove.length > 0) {
		const { sync = true, signal } = agent;
		const options = {
			sync: sync && "content",
			owner: seen.owner
		};
		await applyPlan(directory, files, {
			...options,
			...signal ? { signal } : {}
		});
	}
	tightenSkills(directory, seen);
	if (isNews(work, plan)) settleLedger(work.place.ledgers, agent.name);
	if (plan.foreign.length === 0 && work.known.ledgers.some(({ kept }) => kept)) dropKept(work.place.ledgers, agent.name);
	return {
		written: [...work.replaced, ...files.write.map((file) => file.path)].sort(),
		removed: [...files.remove].sort(),
		secrets: work.opened.names,
		foreign: plan.foreign
	};
}
/** Takes from others the right to put files among the skills. */
function tightenSkills(directory, { loose, owner }) {
	for (const { path, mode, stranger } of loose) {
		using opened = new DisposableStack();
		let at = directory;
		for (const name of path.split("/")) at = opened.use(at?.enter(name));
		if (stranger !== void 0) at?.setOwner(owner);
		at?.setMode(mode & -19);
	}
}
/** Puts the ledger down and then the shared files in their places; the disk is waited for once for all of them. */
async function replaceShared(work, plan, { owner }, lock) {
	const { place, directory } = work;
	const { sync = true } = work.agent;
	using open = new DisposableStack();
	const record = isNews(work, plan) ? open.use(stageLedger(place.ledgers, plan.ledger)) : void 0;
	const [client, settings] = [plan.client, plan.settings].map(({ name, bytes }) => {
		const options = {
			mode: 384,
			owner
		};
		return bytes && open.use(StagedFile.write(directory, name, bytes, options));
	});
	if (sync) await Promise.all([
		record,
		client,
		settings
	].map((file) => file?.sync()));
	for (const shared of [plan.client, plan.settings]) assertBase(directory, shared);
	if (plan.foreign.length > 0) keepEntries(place.ledgers, work.agent.name, plan.foreign);
	record?.commit();
	client?.commit(() => {
		lock?.assertHeld();
		assertBase(directory, plan.client);
	});
	if (client) work.replaced.add(plan.client.name);
	settings?.commit(() => assertBase(directory, plan.settings));
	if (settings) work.replaced.add(plan.settings.name);
}
/** True where a ledger has to be written. */
function isNews({ known }, { ledger }) {
	return known.interrupted || JSON.stringify(ledger) !== JSON.stringify(known.ledgers[0]);
}
/** Asks that a file which is to be replaced is still the one that its successor was made from. */
function assertBase(directory, { name, base, bytes }) {
	if (!bytes) return;
	const now = base || directory.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
	if (now ? !base?.bytes.equals(now.bytes) : base) throw new MovedUnderneath(join(directory.path, name));
}
function look({ directory, want, known }) {
	return observeEnvDirectory(directory, skillNames(want.desired, known));
}
/**
* True where `.claude.json` holds what a ledger says was written to it, and that is still what is asked for: then it
* is right, and no secret has to be opened to say so.
*/
function isAsRecorded({ agent, want, known, directory }, seen) {
	const file = seen.shared[clientFile];
	return known.ledgers.some((ledger) => {
		const seal = sealsOf(agent, ledger.key).reading;
		const record = ledger.shared[clientFile];
		if (!seal || sealedInputs(want, seal)[clientFile] !== record.inputs) return false;
		return compareShared(clientFile, file, record, {
			seal,
			directory: directory.path
		}) !== "changed";
	});
}
/** True where `.claude.json` needs no writing. */
function isCalm(work, seen) {
	const file = seen.shared[clientFile];
	return isAsRecorded(work, seen) && (!file || isPrivate(file, seen));
}
function recordedValues({ directory }, seen) {
	const servers = parseShared(seen.shared[clientFile], join(directory.path, clientFile))?.value("mcpServers");
	return new Map(servers === void 0 ? [] : [["mcpServers", servers]]);
}
export { checkConfig, install };
