import { readFileIn, writeFileIn } from "./tree.js";
import { literal, object, record, string } from "../vendor/zod.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { EnvDirectories } from "./env.js";
import { lstatSync, lutimesSync } from "node:fs";
// src/env/settled-index.ts
const indexName = "stat-index";
const maxIndexBytes = 67108864;
const indexSchema = object({
	version: literal(1),
	agents: record(string(), string())
});
var SettledIndex = class SettledIndex {
	#envRoot;
	#known;
	#noted = new Map();
	opened;
	constructor(envRoot, known, opened) {
		this.#envRoot = envRoot;
		this.#known = known;
		this.opened = opened;
	}
	static open(envRoot) {
		using place = EnvDirectories.make(envRoot);
		const known = readIndex(place);
		if (!known) write$1(place, new Map());
		const at = place.ledgers.locate(indexName);
		lutimesSync(at, 0, 0);
		const { dev: device, ctimeNs: ns } = lstatSync(at, { bigint: true });
		return new SettledIndex(envRoot, known ?? new Map(), {
			device,
			ns
		});
	}
	digestOf(agent) {
		return this.#known.get(agent);
	}
	note(agent, digest) {
		this.#noted.set(agent, digest);
	}
	async write() {
		if (this.#noted.size === 0) return;
		using place = EnvDirectories.make(this.#envRoot);
		const lock = { place: `stat index of ${this.#envRoot}` };
		using _lock = await ExclusiveLock.acquire(place.lockFile(indexName), lock);
		write$1(place, new Map([...readIndex(place) ?? [], ...this.#noted]));
	}
};
function readIndex(place) {
	const file = readFileIn(place.ledgers, indexName, maxIndexBytes);
	try {
		return file && new Map(Object.entries(indexSchema.parse(JSON.parse(file.bytes.toString())).agents));
	} catch {
		return;
	}
}
function write$1(place, agents) {
	const text = `${JSON.stringify({
		version: 1,
		agents: Object.fromEntries(agents)
	})}\n`;
	writeFileIn(place.ledgers, indexName, Buffer.from(text), {
		mode: 384,
		sync: false
	});
}
export { SettledIndex };
