import { IdentikitError } from "../start/faces.js";
import { withRetries } from "./fault.js";
import { AnchoredDirectory, digestOf, removeTreeIn, writeFileAtomically } from "./tree.js";
import { record, string } from "../vendor/zod.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { withoutCredentials } from "./git-with-child_process.js";
import { namespaceName, objectName, safeRefName } from "./agents.js";
import { BaseTree, StoreGit, readObjects, remoteFault, remoteRun } from "./workspace-with-child_process.js";
import { ObjectScratch, checkSeal, messageText, sealOf, withoutUnfinished } from "./workspace.js";
import { commitPatch, patchBetween, pushBranch } from "./workspace-with-agents-child_process.js";
import { join } from "node:path";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
// src/workspace/store/repository-store.ts
const plainAttributes = "* -text -ident !eol !filter !working-tree-encoding !merge !diff\n";
var RepositoryStore = class {
	folder;
	gitDirectory;
	objects;
	git;
	#environment;
	constructor(folder, environment) {
		this.folder = folder;
		this.gitDirectory = join(folder, "store.git");
		this.objects = join(this.gitDirectory, "objects");
		this.git = new StoreGit(join(folder, "fetch.git"), environment, { GIT_OBJECT_DIRECTORY: this.objects });
		this.#environment = environment;
	}
	get isThere() {
		return existsSync(join(this.folder, "seal.json"));
	}
	async fetch(remote, wanted, signal) {
		const { ref, commit } = wanted;
		if (ref !== void 0) checkFullRef(ref);
		if (commit !== void 0 && this.isThere && await this.has(commit, signal)) return commit;
		return await this.#write(signal, async () => {
			if (ref !== void 0) await this.#fetchRef(remote, ref, wanted.depth, signal);
			const found = commit ?? (ref === void 0 ? void 0 : await this.head(ref, signal));
			if (found === void 0) throw missingCommit(remote.url, ref ?? "HEAD");
			if (!await this.has(found, signal)) await this.#fetchSpec(remote, found, wanted.depth, signal);
			if (!await this.has(found, signal)) throw missingCommit(remote.url, found);
			await this.#show(ref, signal);
			return found;
		});
	}
	async head(ref, signal) {
		const { status, output } = await this.git.run([
			"rev-parse",
			"--verify",
			"--quiet",
			"--end-of-options",
			`${ownRef(ref)}^{commit}`
		], signal);
		return status === 0 ? output.toString().trim() : void 0;
	}
	async has(commit, signal) {
		const { status } = await this.git.run([
			"cat-file",
			"-e",
			`${commit}^{commit}`
		], signal);
		return status === 0;
	}
	async check(signal) {
		using _ = await this.#lock(signal);
		await this.#takeUp(signal);
	}
	async #write(signal, work) {
		using _ = await this.#lock(signal);
		if (this.isThere) await this.#takeUp(signal);
		else await this.#init(signal);
		writeFileAtomically(this.#unfinished, "", {
			mode: 384,
			sync: false
		});
		try {
			return await work();
		} finally {
			this.#seal();
			this.#finish();
		}
	}
	async #takeUp(signal) {
		const sealed = this.#sealed();
		using folder = AnchoredDirectory.open(this.folder);
		if (!existsSync(this.#unfinished)) {
			checkSeal(folder, sealed, this.#sealNow());
			return;
		}
		const now = this.#sealNow();
		checkSeal(folder, withoutUnfinished(sealed, sealed), withoutUnfinished(sealed, now));
		for (const path of Object.keys(now).filter((one) => one.endsWith(".idx") && sealed[one] === void 0)) await this.git.ask([
			"verify-pack",
			"--",
			join(this.folder, path)
		], signal);
		this.#seal();
		this.#finish();
	}
	async #init(signal) {
		using folder = AnchoredDirectory.make(this.folder);
		for (const name of ["store.git", "fetch.git"]) {
			removeTreeIn(folder, name);
			const directory = join(this.folder, name);
			await new StoreGit(directory, this.#environment).ask([
				"init",
				"--quiet",
				"--bare",
				"--template="
			], signal);
			writeFileAtomically(join(directory, "info/attributes"), plainAttributes, { sync: false });
		}
		using store = AnchoredDirectory.open(this.gitDirectory);
		using _ = store.enterOrMake("worktrees");
	}
	async #show(ref, signal) {
		const shallow = join(this.folder, "fetch.git/shallow");
		if (existsSync(shallow)) writeFileAtomically(join(this.gitDirectory, "shallow"), readFileSync(shallow), { sync: false });
		const name = ref?.replace(/^refs\/heads\//, "refs/remotes/origin/");
		const head = ref === void 0 ? void 0 : await this.head(ref, signal);
		if (name === void 0 || head === void 0) return;
		await new StoreGit(this.gitDirectory, this.#environment).run([
			"update-ref",
			name,
			head
		], signal);
	}
	async #fetchRef(remote, ref, depth, signal) {
		await this.#fetchSpec(remote, `+${ref}:${ownRef(ref)}`, depth, signal);
	}
	async #fetchSpec(remote, spec, depth, signal) {
		const args = [
			...[
				"fetch",
				"--quiet",
				"--no-progress",
				"--no-tags",
				"--no-recurse-submodules",
				"--no-write-fetch-head"
			],
			...depth === void 0 ? [] : [`--depth=${depth}`],
			...[
				"--end-of-options",
				remote.url,
				spec
			]
		];
		await withRetries(async () => {
			const { status, complaint } = await this.git.run(args, signal, remoteRun(remote));
			if (status !== 0) throw remoteFault(remote, complaint);
		}, { signal });
	}
	#sealed() {
		return record(string(), string()).parse(JSON.parse(readFileSync(join(this.folder, "seal.json"), "utf8")));
	}
	#seal() {
		const text = JSON.stringify(this.#sealNow());
		writeFileAtomically(join(this.folder, "seal.json"), text, {
			mode: 384,
			sync: false
		});
	}
	#finish() {
		rmSync(this.#unfinished, { force: true });
	}
	get #unfinished() {
		return join(this.folder, "unfinished");
	}
	#sealNow() {
		const all = {};
		for (const name of ["store.git", "fetch.git"]) {
			using directory = AnchoredDirectory.open(join(this.folder, name));
			for (const [path, stamp] of Object.entries(sealOf(directory))) all[`${name}/${path}`] = stamp;
		}
		return all;
	}
	#lock(signal) {
		return ExclusiveLock.acquire(join(this.folder, "lock"), {
			place: `the store ${this.folder}`,
			signal,
			waitMs: 6e5
		});
	}
};
function checkFullRef(ref) {
	const [, name = `-${ref}`] = /^refs\/(?:heads\/|tags\/)?(.*)$/s.exec(ref) ?? [];
	safeRefName(name);
}
function ownRef(ref) {
	return `refs/identikit/${digestOf(ref).slice(7, 47)}`;
}
function missingCommit(url, what) {
	return new IdentikitError("REF_UNKNOWN", `${withoutCredentials(url)} has no ${JSON.stringify(what)}`, { remedy: "Check whether the branch was deleted, or the commit taken away by a forced push." });
}
// src/workspace/commit/forge-commits.ts
var ForgeCommits = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	async tip(repository, branch, signal) {
		const { store, remote } = this.#at(repository);
		try {
			const commit = await store.fetch(remote, { ref: `refs/heads/${branch}` }, signal);
			const args = [
				"show",
				"--no-patch",
				"--no-show-signature",
				"--format=%B",
				"--end-of-options",
				commit
			];
			return {
				commit,
				message: (await store.git.ask(args, signal)).toString()
			};
		} catch (caught) {
			if (caught instanceof IdentikitError && caught.code === "REF_UNKNOWN") return void 0;
			throw caught;
		}
	}
	async push(request, signal) {
		const { repository, branch, patch, message, time } = request;
		const { store, remote } = this.#at(repository);
		const { person, signing } = this.#options;
		const contents = await contentsOf(request);
		await store.fetch(remote, { commit: patch.base }, signal);
		using scratch = new ObjectScratch(store);
		const order = {
			patch,
			head: patch.base,
			message,
			author: person,
			committer: person,
			date: time,
			signing,
			blobs: { read: (digest) => known(contents, digest) }
		};
		const { commit } = await commitPatch(scratch, order, signal);
		await pushBranch(scratch.git, {
			remote,
			branch: `refs/heads/${branch}`,
			commit
		}, signal);
		return {
			commit,
			message: messageText(message)
		};
	}
	async changesOf({ repository, commit, base }, signal) {
		const { store, remote } = this.#at(repository);
		for (const one of [base, commit]) await store.fetch(remote, { commit: one }, signal);
		const args = [
			"show",
			"--no-patch",
			"--no-show-signature",
			"--format=%P",
			"--end-of-options",
			commit
		];
		const parents = (await store.git.ask(args, signal)).toString().trim();
		if (parents === base) return await patchBetween(store.git, base, commit, signal);
		throw new IdentikitError("PUSH_UNPROVEN", `${commit} of ${repository} comes from ${parents || "nothing"}, not ${base}`, { remedy: "Look at the branch: somebody else wrote to it, or the forge changed it. Do not merge it as it is." });
	}
	async filesAt({ repository, commit, paths }, signal) {
		const { store, remote } = this.#at(repository);
		await store.fetch(remote, { commit }, signal);
		const tree = await BaseTree.read(store.git, commit, signal);
		const entries = paths.flatMap((path) => {
			const entry = tree.entry(path);
			const mode = entry?.mode;
			return entry && (mode === "100644" || mode === "100755") ? [{
				path,
				mode,
				object: entry.object
			}] : [];
		});
		const states = new Map();
		const objects = [...new Set(entries.map(({ object }) => object))];
		for await (const [object, bytes] of readObjects(store.git, objects, signal)) states.set(object, {
			digest: digestOf(bytes),
			bytes: bytes.length
		});
		return new Map(entries.flatMap(({ path, mode, object }) => {
			const state = states.get(object);
			return state ? [[path, {
				mode,
				...state
			}]] : [];
		}));
	}
	#at(repository) {
		const { stores, environment, remoteOf } = this.#options;
		const remote = remoteOf(repository);
		const name = digestOf(JSON.stringify([remote.url, repository.toLowerCase()])).slice(7, 47);
		return {
			remote,
			store: new RepositoryStore(join(stores, name), environment)
		};
	}
};
async function contentsOf({ patch, content }) {
	const contents = new Map();
	for (const { after } of patch.changes) if (after && !contents.has(after.digest)) contents.set(after.digest, await content(after.digest));
	return contents;
}
function known(contents, digest) {
	const content = contents.get(digest);
	if (content) return content;
	throw new IdentikitError("PATCH_INVALID", `the content ${digest} of a patch is missing`, { remedy: "Take the run's bundle in again." });
}
// src/workspace/host/workspace-root.ts
var WorkspaceRoot = class {
	path;
	environment;
	now;
	constructor(path, environment, now) {
		using _ = AnchoredDirectory.make(path, 493);
		this.path = realpathSync(path);
		this.environment = environment;
		this.now = now;
	}
	place(key) {
		const { namespace, name } = checkedKey(key);
		const folder = join(this.path, "workspaces", namespace, name);
		return {
			tree: join(folder, "tree"),
			objects: join(folder, "objects"),
			records: join(this.path, "records", namespace, name)
		};
	}
	sharedStore(namespace, repository, tier) {
		const id = digestOf(JSON.stringify([
			namespace,
			repository.toLowerCase(),
			tier
		])).slice(7, 47);
		return this.storeNamed(`shared-${id}`);
	}
	ownStore(key) {
		const { namespace, name } = checkedKey(key);
		return this.storeNamed(`own-${digestOf(JSON.stringify([namespace, name])).slice(7, 47)}`);
	}
	storeNamed(name) {
		return new RepositoryStore(join(this.path, "stores", name), this.environment);
	}
	enter(...names) {
		using root = AnchoredDirectory.open(this.path);
		return root.reach(names);
	}
	make(...names) {
		let at = AnchoredDirectory.open(this.path);
		for (const name of names) {
			using above = at;
			at = above.enterOrMake(name, 493);
		}
		return at;
	}
	openTree({ namespace, name }) {
		return this.enter("workspaces", namespace, name, "tree");
	}
	mountsBelow(path) {
		let table;
		try {
			table = readFileSync("/proc/self/mountinfo", "utf8");
		} catch {
			return [];
		}
		return table.split("\n").map((line) => (line.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)))).filter((point) => point === path || point.startsWith(`${path}/`));
	}
};
function checkedKey(key) {
	if (namespaceName.safeParse(key.namespace).success && objectName.safeParse(key.name).success) return key;
	throw new IdentikitError("CLEANUP_OUTSIDE_ROOT", `${JSON.stringify(`${key.namespace}/${key.name}`)} is not the name of a workspace`, { remedy: "Name the workspace as its record does." });
}
export { ForgeCommits, WorkspaceRoot };
