import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { c as int, d as number, g as string, h as strictObject, r as array } from "./zod-BjridcMG.js";
import { a as writeFileIn } from "./atomic-file-ChCRe45G.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
import { join } from "node:path";
import { readdirSync, rmSync, statSync } from "node:fs";
const headSchema = strictObject({
	source: string(),
	commit: string(),
	policy: string(),
	treeDigest: string(),
	leftOut: array(string()),
	files: array(strictObject({
		path: string(),
		mode: number(),
		size: int().min(0)
	}))
});
/**
* Assets by source, commit and policy, on this machine. A commit's content never changes, so that nothing in here can
* be stale; what a ref stands for is not kept. An entry that is damaged counts as none, and a place that cannot be
* written keeps nothing: the cache saves time and is never a reason to fail.
*/
var ContentCache = class {
	#directory;
	constructor(directory) {
		this.#directory = directory;
	}
	get(source, commit, policy) {
		return unlessFault(() => {
			using directory = AnchoredDirectory.open(this.#directory);
			let file = readFileIn(directory, nameOf(source, commit, policy), 268435456);
			return file && unpack(file.bytes, commit);
		});
	}
	put(source, commit, policy, { tree, leftOut }) {
		let files = [...tree], head = {
			source,
			commit,
			policy: policy.name,
			treeDigest: tree.digest,
			leftOut,
			files: files.map(({ path, mode, bytes }) => ({
				path,
				mode,
				size: bytes.length
			}))
		}, bytes = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...files.map((file) => file.bytes)]);
		unlessFault(() => {
			using directory = AnchoredDirectory.make(this.#directory, 448);
			writeFileIn(directory, nameOf(source, commit, policy), bytes, {
				mode: 384,
				sync: !1
			}), this.#prune();
		});
	}
	#prune() {
		let names = readdirSync(this.#directory).filter((name) => name.endsWith(".tree"));
		if (names.length <= 200) return;
		let aged = names.map((name) => {
			let path = join(this.#directory, name);
			return {
				path,
				time: statSync(path, { throwIfNoEntry: !1 })?.mtimeMs ?? 0
			};
		});
		aged.sort((a, b) => a.time - b.time);
		for (let { path } of aged.slice(0, aged.length - 200)) rmSync(path, { force: !0 });
	}
}, CachedSource = class {
	description;
	#source;
	#cache;
	constructor(source, cache) {
		this.description = source.description, this.#source = source, this.#cache = cache;
	}
	resolve(ref, signal) {
		return this.#source.resolve(ref, signal);
	}
	async read(revision, policy, signal) {
		if (!revision) return this.#source.read(revision, policy, signal);
		let { commit } = revision, known = this.#cache.get(this.description, commit, policy);
		if (known) return known;
		let content = await this.#source.read(revision, policy, signal);
		return this.#cache.put(this.description, commit, policy, content), content;
	}
};
function unlessFault(work) {
	try {
		return work();
	} catch (caught) {
		if (caught instanceof IdentikitError) return;
		throw caught;
	}
}
function nameOf(source, commit, policy) {
	let key = JSON.stringify([
		1,
		source,
		commit,
		policy.name,
		policy.roots
	]);
	return `${digestOf(key).slice(7)}.tree`;
}
function unpack(bytes, commit) {
	let end = bytes.indexOf(10), head = parseHead(bytes.toString("utf8", 0, Math.max(0, end)));
	if (!head || head.commit !== commit) return;
	let at = end + 1, files = head.files.map(({ path, mode, size }) => (at += size, {
		path,
		mode,
		bytes: bytes.subarray(at - size, at)
	})), tree = FileTree.of(files, "cache");
	if (at === bytes.length && tree.digest === head.treeDigest) return {
		tree,
		leftOut: head.leftOut,
		commit,
		origin: "commit",
		note: null
	};
}
function parseHead(text) {
	try {
		return headSchema.parse(JSON.parse(text));
	} catch {
		return;
	}
}
export { ContentCache as n, CachedSource as t };
