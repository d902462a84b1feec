import { IdentikitError, messageOf } from "../start/faces.js";
import { fileFault, readFileIn, removeTreeIn, unsafeReason, writeFileIn } from "./tree.js";
import { _enum, array, boolean, literal, strictObject, string } from "../vendor/zod.js";
import { commitId, matchesPathPattern, namespaceName, objectName, repositoryName, sha256, timestamp, treePatch, trustTier } from "./agents.js";
import { Comparison, lookAtFile, otherFileSystem, specialReason, unreadReason, usualBounds } from "./workspace.js";
import { lstatSync, readdirSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
// src/workspace/files/compare-directory.ts
const deepest = 100;
const longestTurnMs = 20;
const nothing = {
	entries: new Map(),
	folders: new Map()
};
async function compareDirectory(directory, options) {
	const walk = new Walk(directory, options);
	await walk.folder(directory, "", options.base.root);
	await walk.others();
	return walk.comparison;
}
var Walk = class {
	comparison;
	#root;
	#options;
	#look;
	#unreadable;
	#candidates = [];
	#rested = performance.now();
	constructor(root, options) {
		const { bounds = usualBounds, base, stats } = options;
		this.#root = root;
		this.#options = options;
		this.comparison = new Comparison(bounds);
		this.#unreadable = new Set(base.unreadable);
		this.#look = {
			device: deviceOf(root),
			stats,
			maxBytes: bounds.bytes
		};
	}
	async folder(directory, prefix, base) {
		await this.#rest();
		const seen = new Set();
		for (const child of list(directory)) {
			seen.add(child.name);
			this.comparison.addEntry();
			if (!this.#isNamed(child.name, prefix)) continue;
			if (child.isDirectory()) await this.#subfolder(directory, child.name, prefix, base);
			else if (child.isFile()) this.#file(directory, child.name, prefix, base);
			else {
				const reason = specialReason(directory, child, base.entries.get(child.name));
				if (reason !== void 0) this.comparison.refuse(prefix + child.name, reason);
			}
		}
		for (const [name, entry] of base.entries) if (!seen.has(name)) this.comparison.change({
			path: prefix + name,
			base: entry
		});
		for (const [name, below] of base.folders) if (!seen.has(name)) this.#gone(`${prefix}${name}/`, below);
	}
	async others() {
		const { rules, signal } = this.#options;
		while (this.#candidates.length > 0) {
			const candidates = this.#candidates;
			this.#candidates = [];
			const ignored = rules ? await rules.ignored(candidates, signal) : new Set();
			for (const candidate of candidates) if (ignored.has(candidate.path)) this.comparison.ignored++;
			else await this.#other(candidate);
		}
	}
	async #subfolder(directory, name, prefix, base) {
		const path = prefix + name;
		const entry = base.entries.get(name);
		const below = base.folders.get(name);
		if (below) await this.#enter(directory, name, path, below);
		else if (entry?.mode === "160000") this.#submodule(directory, name, path);
		else {
			if (entry) this.comparison.change({
				path,
				base: entry
			});
			if (!this.#isLeftOut(path)) this.#candidates.push({
				path,
				isFolder: true
			});
		}
	}
	#file(directory, name, prefix, base) {
		const path = prefix + name;
		const entry = base.entries.get(name);
		const below = base.folders.get(name);
		if (below) this.#gone(`${path}/`, below);
		if (entry) this.#found(directory, name, path, entry);
		else this.#candidates.push({
			path,
			isFolder: false
		});
	}
	#found(directory, name, path, base) {
		const found = lookAtFile(directory, name, path, base, this.#look);
		if (found === void 0) return;
		if (typeof found === "string") {
			if (found !== "gone") this.comparison.refuse(path, found);
			else if (base) this.comparison.change({
				path,
				base
			});
			return;
		}
		this.comparison.addBytes(found.bytes.length, found.mtimeNs);
		const taken = this.#options.take?.(found, path) ?? "";
		this.comparison.change({
			path,
			...base ? { base } : {},
			taken
		});
	}
	async #other({ path, isFolder }) {
		const unsafe = unsafeReason(path);
		if (unsafe !== void 0) {
			this.comparison.refuse(path, `its path ${unsafe}`);
			return;
		}
		const segments = path.split("/");
		const name = segments.pop() ?? "";
		using parent = this.#root.reach(segments);
		if (!parent) return;
		if (isFolder) await this.#enter(parent, name, path, nothing);
		else this.#found(parent, name, path);
	}
	async #enter(parent, name, path, base) {
		const reason = await this.#entered(parent, name, path, base);
		if (reason !== void 0) this.comparison.refuse(path, reason);
	}
	async #entered(parent, name, path, base) {
		if (path.split("/").length >= deepest) return `it is deeper than ${deepest} folders`;
		try {
			using below = parent.enter(name);
			if (!below) return void 0;
			if (deviceOf(below) !== this.#look.device) return otherFileSystem;
			await this.folder(below, `${path}/`, base);
			return;
		} catch (caught) {
			return unreadReason(caught);
		}
	}
	#submodule(directory, name, path) {
		if (this.#options.submodules?.includes(path)) return;
		using below = directory.enter(name);
		if (below && list(below).length > 0) this.comparison.refuse(path, "it is a submodule, and nothing in it is in a patch");
	}
	#gone(prefix, folder) {
		for (const [path, base] of this.#options.base.all(folder, prefix)) this.comparison.change({
			path,
			base
		});
	}
	#isNamed(name, prefix) {
		if (name.includes("�")) {
			if (!this.#unreadable.has(prefix + name)) this.comparison.refuse(prefix + name, "its name is not UTF-8");
			return false;
		}
		if (name !== ".git") return true;
		if (prefix !== "") this.comparison.refuse(prefix + name, "it is a repository in the repository");
		return false;
	}
	#isLeftOut(path) {
		return this.#options.leftOut?.some((pattern) => matchesPathPattern(pattern, path)) ?? false;
	}
	async #rest() {
		this.#options.signal.throwIfAborted();
		if (performance.now() - this.#rested < longestTurnMs) return;
		await setImmediate();
		this.#rested = performance.now();
	}
};
function deviceOf(directory) {
	return lstatSync(directory.locate("."), { bigint: true }).dev;
}
function list(directory) {
	try {
		return readdirSync(directory.locate("."), { withFileTypes: true });
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory.path, cause);
	}
}
// src/workspace/files/submodule-changes.ts
async function submoduleChanges(directory, submodules, signal) {
	const refused = [];
	for (const { path, base } of submodules) {
		using folder = directory.reach(path.split("/"));
		if (!folder) continue;
		const found = await compareDirectory(folder, {
			base,
			signal
		});
		const paths = [...found.changes, ...found.refused].map((one) => one.path);
		for (const one of paths) refused.push({
			path: `${path}/${one}`,
			reason: "it is in a submodule, and nothing in one is in a patch"
		});
	}
	return refused;
}
// src/workspace/host/workspace-record.ts
const rebaseState = strictObject({
	phase: _enum([
		"conflicts",
		"aborted",
		"done"
	]),
	from: commitId,
	onto: commitId,
	conflicts: array(string()),
	original: treePatch.optional(),
	harvested: boolean().optional()
});
const storeName = string().regex(/^(shared|own)-[0-9a-f]{40}$/);
const workspaceRecord = strictObject({
	version: literal(1),
	namespace: namespaceName,
	name: objectName,
	repository: repositoryName,
	remote: string(),
	ref: string().optional(),
	base: commitId,
	tier: trustTier,
	mode: _enum(["worktree", "clone"]),
	store: storeName,
	admin: string().regex(/^w-[0-9a-f]{24}$/),
	state: _enum(["making", "made"]),
	trustTimes: boolean(),
	laid: sha256.optional(),
	harvested: sha256.optional(),
	caches: array(string()),
	submodules: array(strictObject({
		path: string(),
		commit: commitId,
		store: storeName
	})),
	madeAt: timestamp,
	rebase: rebaseState.optional()
});
const mostBytes = 67108864;
function readWorkspaceRecord(root, key) {
	root.place(key);
	using folder = root.enter("records", key.namespace, key.name);
	const file = folder && readFileIn(folder, "workspace.json", mostBytes);
	if (!file) return void 0;
	try {
		return workspaceRecord.parse(JSON.parse(file.bytes.toString()));
	} catch (cause) {
		throw new IdentikitError("WORKSPACE_UNUSABLE", `the record of workspace ${key.name} cannot be read: ${messageOf(cause).split("\n", 1)[0]}`, {
			remedy: "Remove the workspace by hand and provision it again.",
			cause
		});
	}
}
function writeWorkspaceRecord(root, record) {
	using folder = root.make("records", record.namespace, record.name);
	writeFileIn(folder, "workspace.json", Buffer.from(JSON.stringify(record)), { mode: 384 });
}
function removeWorkspaceRecord(root, { namespace, name }) {
	using folder = root.enter("records", namespace);
	if (folder) removeTreeIn(folder, name);
}
function heldWorkspace(root, key) {
	const record = readWorkspaceRecord(root, key);
	if (record?.state === "made") return record;
	throw new IdentikitError("WORKSPACE_MISSING", `this machine does not hold the workspace ${key.name}`, { remedy: "Act on the machine that its record names, or recover it here." });
}
export { compareDirectory, heldWorkspace, readWorkspaceRecord, removeWorkspaceRecord, submoduleChanges, writeWorkspaceRecord };
