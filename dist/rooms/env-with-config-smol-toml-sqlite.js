import { ancestorsOf, digestOf, fileFault, readFileIn, removeTreeIn, writeFileIn } from "./tree.js";
import { literal, object, record, string } from "../vendor/zod.js";
import { EnvDirectories, removeRebuildFiles } from "./env.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { hasLedger, ledgerFileNames, removeLedger } from "./env-with-config-smol-toml.js";
import { version } from "../start/first.js";
import { join } from "node:path";
import { existsSync, lstatSync, lutimesSync, readdirSync, rmSync } from "node:fs";
// src/env/orphans.ts
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
	#expected = new WeakMap();
	#opened;
	constructor(envRoot, known, opened) {
		this.#envRoot = envRoot;
		this.#known = known;
		this.#opened = opened;
	}
	static open(envRoot) {
		using place = EnvDirectories.make(envRoot);
		const known = readIndex(place);
		if (!known) write$1(place, new Map());
		const at = place.ledgers.locate(indexName);
		lutimesSync(at, 0, 0);
		return new SettledIndex(envRoot, known ?? new Map(), lstatSync(at, { bigint: true }));
	}
	glimpse(agent, want, { seal, place }) {
		const { digest, paths } = this.#expectedOf(want);
		const { dev: device, ctimeNs: now } = this.#opened;
		let text = digest;
		let isOld = true;
		const lookAt = (path) => {
			const status = lstatSync(path, {
				bigint: true,
				throwIfNoEntry: false
			});
			if (!status) {
				text += "\n-";
				return;
			}
			const { dev, ino, mode, nlink, uid, gid, size, mtimeNs, ctimeNs } = status;
			if (dev !== device || mtimeNs >= now || ctimeNs >= now) isOld = false;
			text += `\n${dev} ${ino} ${mode} ${nlink} ${uid} ${gid} ${size} ${mtimeNs} ${ctimeNs}`;
		};
		for (const name of ledgerFileNames(agent)) lookAt(place.glance.ledgers.locate(name));
		const root = place.glance.root.locate(agent);
		for (const path of paths) lookAt(root + path);
		return {
			agent,
			digest: seal.digest("stat index", text),
			isOld
		};
	}
	#expectedOf(want) {
		const known = this.#expected.get(want);
		if (known) return known;
		const paths = pathsIn(want);
		const lines = [
			version,
			this.#envRoot,
			...paths,
			...wantedLines(want)
		];
		const expected = {
			digest: digestOf(lines.map((line) => JSON.stringify(line)).join("\n")),
			paths: ["", ...paths.map((path) => `/${path}`)]
		};
		this.#expected.set(want, expected);
		return expected;
	}
	trusts({ agent, digest }) {
		return this.#known.get(agent) === digest;
	}
	note({ agent, digest, isOld }, want, seen) {
		const expected = new Set(pathsIn(want));
		const isAllLookedAt = [...seen.skills].every(([skill, entries]) => entries.every(({ path }) => expected.has(`skills/${skill}/${path}`)));
		if (isOld && isAllLookedAt) this.#noted.set(agent, digest);
	}
	async write() {
		if (this.#noted.size === 0) return;
		using place = EnvDirectories.make(this.#envRoot);
		const lock = { place: `stat index of ${this.#envRoot}` };
		using _lock = await ExclusiveLock.acquire(place.lockFile(indexName), lock);
		write$1(place, new Map([...readIndex(place) ?? [], ...this.#noted]));
	}
};
function pathsIn({ desired: { client, shared, files, skills } }) {
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
export { SettledIndex, findOrphans, removeOrphan };
