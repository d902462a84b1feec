import { _enum, boolean, literal, object, string } from "../vendor/zod.js";
import { EnvDirectorySnapshot } from "./env-with-config-smol-toml-sqlite.js";
import { rebuildFileNames, removeRebuildFiles } from "./env.js";
import { readFileIn, temporaryNameFor, writeFileIn } from "./tree.js";
import { rmSync } from "node:fs";
// src/containers/rebuild-journal.ts
const recordSchema = object({
	version: literal(1),
	/** The name that the container has and its successor gets. */
	container: string(),
	/** The id of the old container. */
	id: string(),
	/** What the old container did. */
	was: _enum([
		"running",
		"paused",
		"stopped"
	]),
	/**
	* How far the rebuild has come. `begun`: the env directory is as it was. `rendering`: a snapshot of it is kept.
	* `stopping`: the old container may be about to stop. `stopped`: it has, and from here on its successor may write the
	* env directory.
	*/
	phase: _enum([
		"begun",
		"rendering",
		"stopping",
		"stopped"
	]),
	/** The old container is being brought back, and the env directory is its own again. */
	restored: boolean()
});
const maxRecordBytes = 65536;
const maxFilesBytes = 536870912;
/**
* What the run after a killed one needs to know of the rebuild that it finds half done, in two files beside the
* agent's ledgers: where it stands, and the sealed snapshot of the env directory. Only who holds the rebuild's lock
* touches them.
*/
var RebuildJournal = class {
	#place;
	#agent;
	constructor(place, agent) {
		this.#place = place;
		this.#agent = agent;
	}
	/**
	* Where the rebuild stands; `undefined` where none is under way, or nobody can tell.
	* @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
	*/
	read() {
		const file = readFileIn(this.#place.ledgers, this.#recordName, maxRecordBytes);
		try {
			return file && recordSchema.parse(JSON.parse(file.bytes.toString("utf8")));
		} catch {
			return;
		}
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	write(written) {
		const record = {
			version: 1,
			...written
		};
		this.#put(this.#recordName, Buffer.from(`${JSON.stringify(record)}\n`));
	}
	/**
	* The env directory as it was; `undefined` where it was not kept, or does not open under the ledger keys.
	* @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
	*/
	readFiles() {
		const sealed = readFileIn(this.#place.ledgers, this.#filesName, maxFilesBytes);
		return sealed && EnvDirectorySnapshot.open(this.#agent, this.#place, sealed.bytes);
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	writeFiles(snapshot) {
		this.#put(this.#filesName, snapshot.seal());
	}
	/** Nothing is under way any more. */
	remove() {
		removeRebuildFiles(this.#place.ledgers, this.#agent.name);
	}
	get #recordName() {
		return rebuildFileNames(this.#agent.name).record;
	}
	get #filesName() {
		return rebuildFileNames(this.#agent.name).files;
	}
	/** Under one temporary name, which a killed run leaves and the next one removes: nobody else sweeps this directory. */
	#put(name, bytes) {
		const { sync = true } = this.#agent;
		const temporary = temporaryNameFor(name);
		rmSync(this.#place.ledgers.locate(temporary), { force: true });
		writeFileIn(this.#place.ledgers, name, bytes, {
			mode: 384,
			sync,
			temporary
		});
	}
};
export { RebuildJournal };
