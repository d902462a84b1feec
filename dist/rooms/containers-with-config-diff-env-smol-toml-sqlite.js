import { EnvDirectorySnapshot } from "./env-with-config-diff-smol-toml-sqlite.js";
import { _enum, boolean, literal, object, string } from "../vendor/zod.js";
import { rebuildFileNames, removeRebuildFiles } from "./env.js";
import { readFileIn, temporaryNameFor, writeFileIn } from "./tree.js";
// src/containers/rebuild-journal.ts
const recordSchema = object({
	version: literal(1),
	container: string(),
	id: string(),
	was: _enum([
		"running",
		"paused",
		"stopped"
	]),
	phase: _enum([
		"begun",
		"rendering",
		"stopping",
		"stopped"
	]),
	restored: boolean()
});
const maxRecordBytes = 65536;
const maxFilesBytes = 536870912;
var RebuildJournal = class {
	#place;
	#agent;
	constructor(place, agent) {
		this.#place = place;
		this.#agent = agent;
	}
	read() {
		const file = readFileIn(this.#place.ledgers, this.#recordName, maxRecordBytes);
		try {
			return file && recordSchema.parse(JSON.parse(file.bytes.toString("utf8")));
		} catch {
			return;
		}
	}
	write(written) {
		const record = {
			version: 1,
			...written
		};
		this.#put(this.#recordName, Buffer.from(`${JSON.stringify(record)}\n`));
	}
	readFiles() {
		const sealed = readFileIn(this.#place.ledgers, this.#filesName, maxFilesBytes);
		return sealed && EnvDirectorySnapshot.open(this.#agent, this.#place, sealed.bytes);
	}
	writeFiles(snapshot) {
		this.#put(this.#filesName, snapshot.seal());
	}
	remove() {
		removeRebuildFiles(this.#place.ledgers, this.#agent.name);
	}
	get #recordName() {
		return rebuildFileNames(this.#agent.name).record;
	}
	get #filesName() {
		return rebuildFileNames(this.#agent.name).files;
	}
	#put(name, bytes) {
		const { sync = true } = this.#agent;
		writeFileIn(this.#place.ledgers, name, bytes, {
			mode: 384,
			sync,
			temporary: temporaryNameFor(name)
		});
	}
};
export { RebuildJournal };
