import { IdentikitError } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { runGit, withoutCredentials } from "./git-with-child_process.js";
import { credentialConfig, credentialVariables, remoteFailure } from "./git.js";
import { readTree } from "./workspace.js";
import { dirname, join, resolve } from "node:path";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
// src/workspace/store/store-git.ts
const settings = [
	["core.attributesFile", "/dev/null"],
	["core.excludesFile", "/dev/null"],
	["core.autocrlf", "false"],
	["core.ignoreCase", "false"],
	["core.fileMode", "true"],
	["core.symlinks", "true"],
	["core.precomposeUnicode", "false"],
	["core.protectHFS", "true"],
	["core.protectNTFS", "true"],
	["core.sparseCheckout", "false"],
	["core.splitIndex", "false"],
	["core.fsync", "none"],
	["index.version", "2"],
	["submodule.recurse", "false"],
	["fetch.recurseSubmodules", "false"],
	["commit.gpgSign", "false"],
	["merge.directoryRenames", "false"]
];
const variables$1 = {
	HOME: "/dev/null",
	XDG_CONFIG_HOME: "/dev/null",
	GIT_CONFIG_NOSYSTEM: "1",
	GIT_CONFIG_GLOBAL: "/dev/null",
	GIT_ATTR_NOSYSTEM: "1"
};
var StoreGit = class StoreGit {
	gitDirectory;
	#environment;
	#variables;
	constructor(gitDirectory, environment, further = {}) {
		this.gitDirectory = gitDirectory;
		this.#environment = environment;
		this.#variables = further;
	}
	with(further) {
		return new StoreGit(this.gitDirectory, this.#environment, {
			...this.#variables,
			...further
		});
	}
	async run(args, signal, run = {}) {
		return await runGit(args, {
			...run,
			environment: this.#environment,
			signal,
			gitDirectory: this.gitDirectory,
			config: [...settings, ...run.config ?? []],
			variables: {
				...variables$1,
				...this.#variables,
				...run.variables
			},
			overBound: (bound) => unusable(`git ${args[0]} answered with more than ${bound} bytes`)
		});
	}
	async ask(args, signal, run = {}) {
		const { status, output, complaint } = await this.run(args, signal, run);
		if (status === 0) return output;
		throw unusable(`git ${args[0]} failed`, new Error(complaint));
	}
};
function unusable(problem, cause) {
	return new IdentikitError("STORE_UNUSABLE", `the store of a repository cannot be used: ${problem}`, {
		remedy: "Check the disk. The store can be removed while no run is under way; it is fetched again.",
		cause
	});
}
// src/workspace/files/base-tree.ts
const mostEntries = 2e6;
var BaseTree = class BaseTree {
	root;
	unreadable;
	constructor(root, unreadable) {
		this.root = root;
		this.unreadable = unreadable;
	}
	static async read(git, treeish, signal) {
		const args = [
			"ls-tree",
			"-r",
			"-z",
			"--full-tree",
			"--end-of-options",
			`${treeish}^{tree}`
		];
		const output = await git.ask(args, signal, { maxOutput: mostEntries * 200 });
		return BaseTree.of(output);
	}
	static of(output) {
		const tree = new BaseTree(newFolder(), []);
		const folders = new Map([["", tree.root]]);
		const unreadable = [];
		const text = output.toString("utf8");
		const isPlain = !text.includes("�");
		for (let start = 0; start < text.length;) {
			const end = text.indexOf("\0", start);
			if (end === -1) throw unusable("git listed a tree in an unknown form");
			const tab = text.indexOf("	", start);
			const mode = modeOf(text.slice(start, start + 6));
			const object = text.slice(text.lastIndexOf(" ", tab) + 1, tab);
			const path = text.slice(tab + 1, end);
			start = end + 1;
			if (!isPlain && path.includes("�")) {
				unreadable.push(path);
				continue;
			}
			const slash = path.lastIndexOf("/");
			folderAt(folders, slash === -1 ? "" : path.slice(0, slash)).entries.set(slash === -1 ? path : path.slice(slash + 1), {
				mode,
				object
			});
		}
		return new BaseTree(tree.root, unreadable);
	}
	entry(path) {
		const segments = path.split("/");
		const name = segments.pop() ?? "";
		let folder = this.root;
		for (const segment of segments) folder = folder?.folders.get(segment);
		return folder?.entries.get(name);
	}
	*all(folder = this.root, prefix = "") {
		for (const [name, entry] of folder.entries) yield [prefix + name, entry];
		for (const [name, below] of folder.folders) yield* this.all(below, `${prefix}${name}/`);
	}
};
function newFolder() {
	return {
		entries: new Map(),
		folders: new Map()
	};
}
function folderAt(folders, path) {
	const there = folders.get(path);
	if (there) return there;
	const slash = path.lastIndexOf("/");
	const parent = folderAt(folders, slash === -1 ? "" : path.slice(0, slash));
	const made = newFolder();
	parent.folders.set(slash === -1 ? path : path.slice(slash + 1), made);
	folders.set(path, made);
	return made;
}
function modeOf(mode) {
	if (mode === "100755" || mode === "120000" || mode === "160000") return mode;
	if (mode === "100644" || mode === "100664") return "100644";
	throw unusable(`git listed an entry of mode ${mode}`);
}
// src/workspace/files/blob-reader.ts
const batchBytes = 16777216;
async function* readObjects(git, objects, signal) {
	if (objects.length === 0) return;
	const sizes = await sizesOf(git, objects, signal);
	for (let at = 0; at < objects.length;) {
		const batch = [];
		let bytes = 0;
		while (at < objects.length && (batch.length === 0 || bytes + (sizes[at] ?? 0) <= batchBytes)) {
			bytes += sizes[at] ?? 0;
			batch.push(objects[at] ?? "");
			at++;
		}
		yield* readBatch(git, batch, bytes, signal);
	}
}
async function* readBatch(git, batch, bytes, signal) {
	const output = await git.ask(["cat-file", "--batch"], signal, {
		input: Buffer.from(batch.map((object) => `${object}\n`).join("")),
		maxOutput: bytes + batch.length * 120
	});
	let at = 0;
	for (const object of batch) {
		const end = output.indexOf(10, at);
		const [, size] = new RegExp(`^${object} blob (\\d+)$`).exec(output.toString("latin1", at, end)) ?? [];
		if (size === void 0) throw unusable(`the object ${object} is missing`);
		at = end + 1 + Number(size) + 1;
		yield [object, output.subarray(end + 1, at - 1)];
	}
}
async function sizesOf(git, objects, signal) {
	return (await git.ask(["cat-file", "--batch-check=%(objecttype) %(objectsize)"], signal, {
		input: Buffer.from(objects.map((object) => `${object}\n`).join("")),
		maxOutput: objects.length * 120
	})).toString().trimEnd().split("\n").map((line, index) => {
		const [, size] = /^blob (\d+)$/.exec(line) ?? [];
		if (size === void 0) throw unusable(`the object ${objects[index]} is missing`);
		return Number(size);
	});
}
// src/workspace/store/git-remote.ts
function gitRemote(address, credential) {
	const shown = JSON.stringify(withoutCredentials(address));
	if (/[\u0000-\u0020\u007f]/.test(address)) throw refused$1(`${shown} has a space or a control character`);
	if (address.startsWith("/")) return {
		url: resolve(address),
		transport: "file"
	};
	const url = URL.parse(address);
	if (!url) throw refused$1(`${shown} is not a URL`);
	if (url.password !== "" || url.username !== "" && url.protocol !== "ssh:") throw refused$1(`${shown} holds a credential`);
	if (url.search !== "" || url.hash !== "") throw refused$1(`${shown} has a query or a fragment`);
	if (/^-|[^\w.:[\]-]/.test(url.hostname) || url.username.startsWith("-")) throw refused$1(`${shown} has no valid host`);
	switch (url.protocol) {
		case "file:":
			if (url.hostname !== "") throw refused$1(`${shown} is on another machine`);
			return {
				url: resolve(fileURLToPath(url)),
				transport: "file"
			};
		case "https:": return {
			url: url.href,
			transport: "https",
			credential
		};
		case "http:":
			if (credential && !/^(localhost|127\.[0-9.]+|\[::1\])$/.test(url.hostname)) throw refused$1(`${shown} would get the token unencrypted`);
			return {
				url: url.href,
				transport: "http",
				credential
			};
		case "ssh:": return {
			url: url.href,
			transport: "ssh"
		};
		default: throw refused$1(`${shown} is of a kind that is not read`);
	}
}
function remoteRun({ url, transport, credential }) {
	return {
		transports: [transport],
		config: [
			["protocol.version", "2"],
			["fetch.unpackLimit", "1"],
			["http.followRedirects", "initial"],
			["http.lowSpeedLimit", "100"],
			["http.lowSpeedTime", "60"],
			...transport === "https" || transport === "http" ? credential ? credentialConfig(new URL(url).origin) : [["credential.helper", ""]] : []
		],
		variables: credentialVariables(credential)
	};
}
function remoteFault({ url }, complaint) {
	const shown = withoutCredentials(url);
	const cause = new Error(complaint);
	switch (remoteFailure(complaint)) {
		case "ref": return new IdentikitError("REF_UNKNOWN", `${shown}: the ref or commit is not there`, {
			remedy: "Check whether the branch was deleted, or the commit taken away by a forced push.",
			cause
		});
		case "denied": return new IdentikitError("SOURCE_DENIED", `${shown} refused the credential, or wants one`, {
			remedy: "Check the token and what its owner may do in the repository.",
			cause
		});
		case "missing": return new IdentikitError("SOURCE_NOT_FOUND", `${shown} is not there`, {
			remedy: "Check the name; a private repository looks missing to one who may not read it.",
			cause
		});
		case "unreachable": return new IdentikitError("SOURCE_UNREACHABLE", `${shown} could not be reached`, {
			remedy: "Check the network and the server, then run again; --verbose shows what git said.",
			retry: { kind: "later" },
			cause
		});
	}
}
function refused$1(problem) {
	return new IdentikitError("REMOTE_REFUSED", `the repository ${problem}`, { remedy: "Write an https:// or ssh:// URL, or an absolute path; tokens go into the environment." });
}
// src/workspace/rebase/merge-trees.ts
const identity = {
	name: "identikit",
	email: "identikit@localhost",
	date: "1970-01-01T00:00:00Z"
};
const variables = {
	GIT_AUTHOR_NAME: identity.name,
	GIT_AUTHOR_EMAIL: identity.email,
	GIT_AUTHOR_DATE: identity.date,
	GIT_COMMITTER_NAME: identity.name,
	GIT_COMMITTER_EMAIL: identity.email,
	GIT_COMMITTER_DATE: identity.date
};
async function mergeTrees(git, { base, target, patch }, signal) {
	const root = await commitOf(git, base, [], signal);
	const ours = await commitOf(git, target, [root], signal);
	const theirs = await commitOf(git, patch, [root], signal);
	const { status, output, complaint } = await git.run([
		"merge-tree",
		"--write-tree",
		"-z",
		"--no-messages",
		"--end-of-options",
		ours,
		theirs
	], signal, { maxOutput: 67108864 });
	if (status !== 0 && status !== 1) throw unusable("git merge-tree failed", new Error(complaint));
	const [tree = "", ...entries] = output.toString().split("\0").slice(0, -1);
	return {
		tree,
		conflicts: status === 0 ? [] : conflictsOf(entries)
	};
}
async function commitOf(git, treeish, parents, signal) {
	const args = [
		"commit-tree",
		...parents.flatMap((parent) => ["-p", parent]),
		"-m",
		"side",
		`${treeish}^{tree}`
	];
	return (await git.ask(args, signal, { variables })).toString().trim();
}
function conflictsOf(entries) {
	const sides = {
		"1": "base",
		"2": "target",
		"3": "patch"
	};
	const found = new Map();
	for (const entry of entries) {
		const [, mode = "", object = "", stage, path = ""] = /^(\d{6}) ([0-9a-f]+) ([123])\t([\s\S]+)$/.exec(entry) ?? [];
		if (stage !== "1" && stage !== "2" && stage !== "3") continue;
		found.set(path, {
			...found.get(path),
			path,
			[sides[stage]]: {
				mode,
				object
			}
		});
	}
	return [...found.values()];
}
// src/workspace/files/ignore-rules.ts
var IgnoreRules = class IgnoreRules {
	#git;
	#files;
	#written = new Set();
	#worktree;
	constructor(git, files) {
		this.#git = git;
		this.#files = files;
	}
	static of(git, base) {
		const files = new Map();
		for (const [path, { mode, object }] of base.all()) if ((path === ".gitignore" || path.endsWith("/.gitignore")) && mode !== "120000" && mode !== "160000") files.set(path, object);
		return new IgnoreRules(git, files);
	}
	async ignored(candidates, signal) {
		if (this.#files.size === 0 || candidates.length === 0) return new Set();
		const asked = candidates.filter(({ path }) => !/(^|\/)\.gitignore$/.test(path));
		if (asked.length === 0) return new Set();
		this.#worktree ??= mkdtempSync(join(tmpdir(), "identikit-rules-"));
		const worktree = this.#worktree;
		await this.#write(worktree, asked, signal);
		for (const { path } of asked.filter(({ isFolder }) => isFolder)) mkdirSync(join(worktree, path), { recursive: true });
		const { status, output, complaint } = await this.#git.run([
			"check-ignore",
			"--no-index",
			"-z",
			"--stdin"
		], signal, {
			cwd: worktree,
			input: Buffer.from(asked.map(({ path }) => `./${path}\0`).join("")),
			variables: {
				GIT_LITERAL_PATHSPECS: "0",
				GIT_WORK_TREE: worktree,
				GIT_INDEX_FILE: join(worktree, ".git-no-index")
			},
			maxOutput: 67108864
		});
		if (status > 1 || status < 0) throw unusable("git check-ignore failed", new Error(complaint));
		const found = output.toString().split("\0").slice(0, -1);
		return new Set(found.map((path) => path.slice(2)));
	}
	[Symbol.dispose]() {
		if (this.#worktree !== void 0) rmSync(this.#worktree, {
			recursive: true,
			force: true
		});
	}
	async #write(worktree, asked, signal) {
		const wanted = new Map();
		const seen = new Set();
		for (const { path } of asked) for (let folder = dirname(path); !seen.has(folder); folder = dirname(folder)) {
			seen.add(folder);
			const file = folder === "." ? ".gitignore" : `${folder}/.gitignore`;
			const object = this.#files.get(file);
			if (object !== void 0 && !this.#written.has(file)) wanted.set(file, object);
		}
		const objects = [...new Set(wanted.values())];
		for await (const [object, bytes] of readObjects(this.#git, objects, signal)) for (const [file] of [...wanted].filter(([, one]) => one === object)) {
			mkdirSync(dirname(join(worktree, file)), { recursive: true });
			writeFileSync(join(worktree, file), bytes);
			this.#written.add(file);
		}
	}
};
// src/workspace/host/submodules.ts
const mostSubmodules = 200;
async function submodulesOf(store, record, remote, signal) {
	const base = await BaseTree.read(store.git, record.base, signal);
	const links = [...base.all()].filter(([, { mode }]) => mode === "160000");
	if (links.length === 0) return [];
	if (links.length > mostSubmodules) throw refused(`the commit has ${links.length} of them`);
	const file = base.entry(".gitmodules");
	const urls = file?.mode.startsWith("100") ? await urlsOf(store, file.object, signal) : new Map();
	return links.map(([path, { object: commit }]) => {
		const url = urls.get(path);
		if (url === void 0) throw refused(`.gitmodules says no address for ${JSON.stringify(path)}`);
		const from = sameOrigin(remote, url, path);
		const isOwn = record.store.startsWith("own-");
		const of = isOwn ? [
			record.namespace,
			record.name,
			path
		] : [record.store, from.url];
		const id = digestOf(JSON.stringify(of)).slice(7, 47);
		return {
			submodule: {
				path,
				commit,
				store: `${isOwn ? "own" : "shared"}-${id}`
			},
			remote: from
		};
	});
}
async function checkOutSubmodules(root, record, found, signal) {
	const { tree, records } = root.place(record);
	for (const [index, { submodule, remote }] of found.entries()) {
		const store = root.storeNamed(submodule.store);
		await store.fetch(remote, { commit: submodule.commit }, signal);
		const place = {
			index: join(records, `submodule-${index}`),
			tree: join(tree, submodule.path)
		};
		rmSync(place.index, { force: true });
		await readTree(store, place, [
			"-m",
			"-u",
			submodule.commit
		], signal);
	}
}
async function checkedOut(root, record, signal) {
	const found = [];
	for (const { path, commit, store } of record.submodules) found.push({
		path,
		base: await BaseTree.read(root.storeNamed(store).git, commit, signal)
	});
	return found;
}
async function urlsOf(store, object, signal) {
	const output = await store.git.ask([
		"config",
		"--no-includes",
		`--blob=${object}`,
		"--null",
		"--list"
	], signal);
	const fields = new Map();
	for (const line of output.toString().split("\0")) {
		const [, name, field, value = ""] = /^submodule\.([\s\S]+)\.(path|url)\n([\s\S]*)$/.exec(line) ?? [];
		if (name !== void 0 && field !== void 0) fields.set(name, {
			...fields.get(name),
			[field]: value
		});
	}
	const urls = new Map();
	for (const { path, url } of fields.values()) if (path !== void 0 && url !== void 0) urls.set(path, url);
	return urls;
}
function sameOrigin(remote, url, path) {
	const other = `the address ${JSON.stringify(withoutCredentials(url))} of ${JSON.stringify(path)} is not at the repository's own origin`;
	if (remote.transport === "file") {
		if (!/^\.\.?\//.test(url)) throw refused(other);
		return gitRemote(join(remote.url, url));
	}
	const base = new URL(remote.url.endsWith("/") ? remote.url : `${remote.url}/`);
	const found = /^\.\.?\//.test(url) ? URL.parse(url, base.href) : URL.parse(url);
	if (!found || found.protocol !== base.protocol || found.host !== base.host || found.username !== base.username) throw refused(other);
	return gitRemote(found.href.replace(/\/$/, ""), remote.credential);
}
function refused(problem) {
	return new IdentikitError("SUBMODULE_REFUSED", `the submodules cannot be checked out: ${problem}`, { remedy: "Fix .gitmodules, or leave submodules out of the workspace policy." });
}
export { BaseTree, IgnoreRules, StoreGit, checkOutSubmodules, checkedOut, gitRemote, mergeTrees, readObjects, remoteFault, remoteRun, submodulesOf };
