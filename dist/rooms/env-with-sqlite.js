import { FileTree, applyPlan, fileFault, observeIn, planSync, readFileIn, removeTreeIn, temporaryNameFor, writeFileIn } from "./tree.js";
import { ClientLock, SharedFile, desiredEnvDirectory, hasLedger, ledgerFileNames, maxFileBytes, openSnapshot, ownedKeys, promptName, readLedgers, removeLedger, removeRebuildFiles, sealSnapshot, sharedFileNames, skillNames, withOwnedValues } from "./env.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { existsSync, readdirSync, rmSync } from "node:fs";
// src/env/env-directory-snapshot.ts
/**
* What a render would replace in one env directory, so that a container which comes back finds the files that it was
* started with. There are secrets in it: it is in memory, or sealed.
*/
var EnvDirectorySnapshot = class EnvDirectorySnapshot {
	#agent;
	#place;
	#content;
	constructor(agent, place, content) {
		this.#agent = agent;
		this.#place = place;
		this.#content = content;
	}
	/** @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`, `LOCK_HELD` */
	static async take(agent, place) {
		using _lock = await lockOf(agent, place, agent.signal);
		const skills = [...skillNames(desiredEnvDirectory(agent), readLedgers(place.ledgers, agent.name))];
		using directory = place.root.enter(agent.name);
		const content = {
			skills,
			shared: keep(sharedFileNames, (name) => directory && readFile(directory, name)),
			ledgers: keep(ledgerFileNames(agent.name), (name) => readFile(place.ledgers, name)),
			files: directory ? observe(directory, skills).flatMap(({ path, mode, bytes }) => bytes ? [{
				path,
				mode,
				bytes: Buffer.from(bytes)
			}] : []) : [],
			rendered: void 0
		};
		return new EnvDirectorySnapshot(agent, place, content);
	}
	/**
	* The snapshot that was sealed; `undefined` for one that does not open under the agent's ledger keys.
	* @param sealed what {@link seal} gave
	*/
	static open(agent, place, sealed) {
		const content = openSnapshot(agent.name, agent.ledgerKeys, sealed);
		return content && new EnvDirectorySnapshot(agent, place, content);
	}
	/** The whole of it, sealed under the agent's ledger key. */
	seal() {
		return sealSnapshot(this.#agent.name, this.#agent.ledgerKeys[0], this.#content);
	}
	/** Notes what the render left, so that what others write after it can be told from it. */
	noteRendered() {
		using directory = this.#place.root.enter(this.#agent.name);
		const shared = Object.fromEntries(sharedFileNames.map((name) => [name, directory && digestOf(readFile(directory, name))]));
		this.#content = {
			...this.#content,
			rendered: {
				ledger: this.#ledgerNow(),
				shared
			}
		};
	}
	/**
	* Takes in what the agent's client has written since: a shared file is put back with that, and with the owned keys
	* that it had. For the time up to which no other client could write.
	*/
	refresh() {
		using directory = this.#place.root.enter(this.#agent.name);
		if (!directory) return;
		const { shared, rendered } = this.#content;
		const refreshed = sharedFileNames.map((name) => {
			const before = shared[name];
			const now = readFile(directory, name);
			return [name, rendered !== void 0 && rendered.shared[name] === digestOf(now) || !now ? before : withOldKeys(name, now, before)];
		});
		this.#content = {
			...this.#content,
			shared: Object.fromEntries(refreshed)
		};
	}
	/**
	* Puts everything back as it was, unless somebody has rendered something else since: then that is newer, and stays.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `LOCK_HELD`
	*/
	async restore() {
		const { name, sync = true } = this.#agent;
		using _lock = await lockOf(this.#agent, this.#place);
		if (this.#isOvertaken()) return;
		using directory = this.#place.root.enterOrMake(name, 448);
		const { uid, gid } = directory.status();
		const options = {
			sync,
			owner: {
				uid,
				gid
			}
		};
		const { shared, files, skills, ledgers } = this.#content;
		{
			using _client = await ClientLock.acquire(directory, { clock: this.#agent.clock });
			for (const each of sharedFileNames) putBack(directory, each, shared[each], options);
		}
		const tree = FileTree.of(files, `env directory of ${name}`);
		await applyPlan(directory, planSync(tree, observe(directory, skills), () => true), options);
		for (const each of ledgerFileNames(name)) {
			const temporary = temporaryNameFor(each);
			rmSync(this.#place.ledgers.locate(temporary), { force: true });
			putBack(this.#place.ledgers, each, ledgers[each], {
				sync,
				temporary
			});
		}
	}
	#isOvertaken() {
		const rendered = this.#content.rendered;
		return rendered !== void 0 && rendered.ledger !== this.#ledgerNow();
	}
	/** What was rendered last. The digests of whole files, which follow what others write into them, are left out. */
	#ledgerNow() {
		const [ledger] = readLedgers(this.#place.ledgers, this.#agent.name).ledgers;
		if (!ledger) return "";
		const shared = sharedFileNames.map((name) => [ledger.shared[name].inputs, ledger.shared[name].owned]);
		return JSON.stringify([
			ledger.key,
			shared,
			ledger.prompt,
			ledger.skills
		]);
	}
};
function lockOf({ name, envRoot }, place, signal) {
	const options = {
		place: `env directory ${join(envRoot, name)}`,
		...signal ? { signal } : {}
	};
	return ExclusiveLock.acquire(place.lockFile(name), options);
}
/** A shared file as it is now, but for the owned keys, which are as they were. */
function withOldKeys(name, now, before) {
	try {
		const old = before && SharedFile.parse(before.bytes, name);
		const values = new Map(ownedKeys[name].map((key) => [key, old?.value(key)]));
		const bytes = withOwnedValues(name, SharedFile.parse(now.bytes, name), values).bytes();
		return !before && bytes.toString("utf8").replace(/\s/g, "") === "{}" ? void 0 : {
			bytes,
			mode: (before ?? now).mode
		};
	} catch {
		return before;
	}
}
/** The prompt and the skills, with their bytes. */
function observe(directory, skillNames) {
	const prompt = readFile(directory, promptName);
	using skills = directory.enter("skills");
	const entries = skillNames.flatMap((name) => {
		using skill = skills?.enter(name);
		return (skill ? observeIn(skill, { withBytes: true }) : []).map((entry) => ({
			...entry,
			path: `skills/${name}/${entry.path}`
		}));
	});
	return prompt ? [{
		path: promptName,
		kind: "file",
		...prompt
	}, ...entries] : entries;
}
function keep(names, read) {
	return Object.fromEntries(names.map((name) => [name, read(name)]));
}
function readFile(directory, name) {
	return directory.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
}
function digestOf(file) {
	return file ? createHash("sha256").update(file.bytes).digest("base64url") : "";
}
function putBack(directory, name, file, options) {
	if (file) writeFileIn(directory, name, file.bytes, {
		...options,
		mode: file.mode & 511
	});
	else rmSync(directory.locate(name), { force: true });
}
// src/env/orphans.ts
/**
* The env directories whose agent is gone. One that no render of ours made is somebody's and only said.
* @param isOrphan asked for each name that may be an agent's
*/
function findOrphans(place, isOrphan) {
	return listIn(place).filter(isOrphan).map((name) => {
		const ours = hasLedger(place.ledgers, name);
		return {
			code: "ORPHAN_ENV",
			severity: ours ? "error" : "warning",
			path: name,
			expected: null,
			actual: "an env directory",
			remedy: ours ? "Remove it with reconcile --repair --prune, or bring its agent back." : "No render made it; move it away if it does not belong here.",
			subject: name
		};
	});
}
/**
* Removes an env directory and what was known of it, also what a rebuild of its container that was killed had kept. The empty
* files of the locks stay: whoever waits for one that is removed would hold a lock of its own.
* @throws {IdentikitError} `LOCK_HELD`, `FILE_UNWRITABLE`, `PATH_LINKED`
*/
async function removeOrphan(place, name, options = {}) {
	const path = join(place.root.path, name);
	const rebuildLock = place.rebuildLockFile(name);
	using _rebuild = existsSync(rebuildLock) ? await ExclusiveLock.acquire(rebuildLock, {
		place: `the rebuild of agent ${name}`,
		...options
	}) : void 0;
	using _lock = await ExclusiveLock.acquire(place.lockFile(name), {
		place: `env directory ${path}`,
		...options
	});
	removeTreeIn(place.root, name);
	removeRebuildFiles(place.ledgers, name);
	removeLedger(place.ledgers, name);
	rmSync(place.ledgers.locate(`${name}.fights`), { force: true });
}
function listIn(place) {
	try {
		return readdirSync(place.root.locate("."), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map((entry) => entry.name).sort();
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", place.root.path, cause);
	}
}
export { EnvDirectorySnapshot, findOrphans, removeOrphan };
