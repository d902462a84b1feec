import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { FileTree, observeDirectory, treeOfObserved } from "./tree.js";
import { AssetSelection, defaultLimits, deliveredFrom, deliveryOf, fileMode, isAsDelivered, isCommitId, ledgerPlace, pickRevision, refCandidates, refusePointers, selectEntry, unknownRef } from "./template.js";
import { runGit, withoutCredentials } from "./git-with-child_process.js";
import { dirname, join, relative, resolve, sep } from "node:path";
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
// src/template/git-checkout.ts
function findCheckout(directory) {
	const start = realpathSync(directory);
	if (isGitDirectory(start)) return {
		gitDirectory: start,
		prefix: "",
		bare: true
	};
	for (let at = start;; at = dirname(at)) {
		const gitDirectory = gitDirectoryOf(join(at, ".git"));
		if (gitDirectory !== void 0) return {
			gitDirectory,
			prefix: relative(at, start).split(sep).join("/"),
			bare: false
		};
		if (dirname(at) === at) return void 0;
	}
}
function gitDirectoryOf(path) {
	const status = statSync(path, { throwIfNoEntry: false });
	if (status?.isDirectory()) return isGitDirectory(path) ? path : void 0;
	if (!status?.isFile() || status.size > 4096) return void 0;
	const target = /^gitdir: (.+?)\s*$/.exec(readFileSync(path, "utf8"))?.[1];
	const gitDirectory = target === void 0 ? void 0 : resolve(dirname(path), target);
	return gitDirectory !== void 0 && existsSync(join(gitDirectory, "HEAD")) ? gitDirectory : void 0;
}
function isGitDirectory(path) {
	const has = (name) => lstatSync(join(path, name), { throwIfNoEntry: false }) !== void 0;
	return has("HEAD") && has("objects") && has("refs");
}
async function localCommit(run, revision) {
	const args = [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${revision}^{commit}`
	];
	const { status, output } = await runGit(args, run);
	return status === 0 ? output.toString().trim() : void 0;
}
async function originOf(run) {
	const { status, output } = await runGit([
		"config",
		"--get",
		"remote.origin.url"
	], run);
	return status === 0 ? withoutCredentials(output.toString()) : null;
}
async function firstChange(run, directory, paths) {
	const { status, output, complaint } = await runGit([
		...[
			"status",
			"--porcelain=v1",
			"-z",
			"--no-renames",
			"--untracked-files=all",
			"--ignored=matching"
		],
		"--ignore-submodules=dirty",
		"--",
		...paths
	], {
		...run,
		cwd: directory
	});
	if (status !== 0) return /dubious ownership/.test(complaint) ? "the checkout belongs to another user" : "git status failed";
	if (/Permission denied/.test(complaint)) return "git could not open all of it";
	const [first] = output.toString().split("\0");
	return first ? `${JSON.stringify(first.slice(3))} is not as it was committed` : void 0;
}
async function firstSubmodule(run, directory, paths) {
	const args = [
		"ls-files",
		"--stage",
		"-z",
		"--",
		...paths
	];
	const { status, output } = await runGit(args, {
		...run,
		cwd: directory
	});
	if (status !== 0) return void 0;
	return output.toString().split("\0").find((record) => record.startsWith("160000 "))?.replace(/^[^\t]*\t/, "");
}
// src/template/git-objects.ts
async function readCommit(objects, commit, policy) {
	const { owner, limits } = objects;
	const selection = new AssetSelection(policy, owner, limits);
	const wanted = (await listTree(objects, commit)).filter((line) => selectEntry(selection, line));
	const blobs = await readBlobs(objects, wanted);
	const files = wanted.map((entry, index) => ({
		path: entry.path,
		mode: fileMode(entry),
		bytes: certain(blobs[index])
	}));
	return {
		tree: FileTree.of(files, owner),
		leftOut: selection.leftOut
	};
}
async function listTree(objects, commit) {
	const { owner, prefix, run, limits } = objects;
	const treeish = prefix === "" ? `${commit}^{tree}` : `${commit}:${prefix}`;
	const maxOutput = limits.maxEntries * 1200;
	const { status, output, complaint } = await runGit([
		"ls-tree",
		"-r",
		"-l",
		"-z",
		"--full-tree",
		treeish
	], {
		...run,
		maxOutput
	});
	if (status !== 0) throw unreadable(owner, `${prefix === "" ? `commit ${commit}` : `directory ${JSON.stringify(prefix)} at commit ${commit}`} could not be read`, complaint);
	return splitRecords(output, owner).map((record) => parseLine(record, owner));
}
function splitRecords(output, owner) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(output).split("\0").slice(0, -1);
	} catch (cause) {
		throw new IdentikitError("PATH_UNSAFE", `${owner}: a path is not valid UTF-8`, {
			remedy: "Rename the entry where it is written; nothing was changed.",
			cause
		});
	}
}
function parseLine(record, owner) {
	const [, mode, object, size, path] = /^(\d{6}) (?:blob|commit) ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(record) ?? [];
	if (!mode || !object || !size || path === void 0) throw unreadable(owner, "git listed an entry in an unknown form", "");
	return {
		mode,
		object,
		size: size === "-" ? 0 : Number(size),
		path
	};
}
async function readBlobs(objects, wanted) {
	if (wanted.length === 0) return [];
	const { owner, run, limits } = objects;
	const { status, output, complaint } = await runGit(["cat-file", "--batch"], {
		...run,
		input: Buffer.from(wanted.map((line) => `${line.object}\n`).join("")),
		maxOutput: limits.maxBytes + wanted.length * 100
	});
	if (status !== 0) throw unreadable(owner, "objects could not be read", complaint);
	let at = 0;
	return wanted.map(({ object, size, path }) => {
		const header = `${object} blob ${size}\n`;
		const start = at + header.length;
		if (output.toString("latin1", at, start) !== header) throw unreadable(owner, `the object of ${JSON.stringify(path)} is missing`, "");
		at = start + size + 1;
		return output.subarray(start, start + size);
	});
}
function unreadable(owner, problem, complaint) {
	return new IdentikitError("SOURCE_INVALID", `${owner}: ${problem}`, {
		remedy: "Check the repository with `git fsck`, and that the ref holds the template.",
		cause: complaint === "" ? void 0 : new Error(complaint)
	});
}
// src/template/local-git-source.ts
var LocalGitSource = class {
	description;
	#checkout;
	#environment;
	#limits;
	constructor(description, checkout, environment, limits) {
		this.description = description;
		this.#checkout = checkout;
		this.#environment = environment;
		this.#limits = limits;
	}
	async resolve(ref, signal) {
		const find = (name) => localCommit(this.#run(signal), name);
		if (ref === void 0 || isCommitId(ref)) {
			const commit = await find(ref ?? "HEAD");
			if (commit === void 0) throw unknownRef(ref ?? "HEAD", this.description, "is no commit of it");
			return {
				commit,
				ref: ref ?? "HEAD"
			};
		}
		const found = new Map();
		for (const name of [...refCandidates(ref, this.description), `refs/remotes/origin/${ref}`]) {
			if (found.size > 0 && name.startsWith("refs/remotes/")) break;
			const commit = await find(name);
			if (commit !== void 0) found.set(name, commit);
		}
		return pickRevision(ref, this.description, found);
	}
	async read(revision, policy, signal) {
		if (!revision) throw new IdentikitError("INTERNAL", `${this.description}: read without a commit`, { remedy: "Report this." });
		const { commit } = revision;
		const objects = {
			owner: `${this.description} at ${commit.slice(0, 12)}`,
			run: this.#run(signal),
			prefix: this.#checkout.prefix,
			limits: this.#limits
		};
		try {
			return {
				...await readCommit(objects, commit, policy),
				commit,
				origin: "commit",
				note: null
			};
		} catch (caught) {
			if (await localCommit(this.#run(signal), commit) !== void 0) throw caught;
			throw unknownRef(commit, this.description, "is no commit of it");
		}
	}
	async movedTo() {
		return null;
	}
	#run(signal) {
		return {
			environment: this.#environment,
			signal,
			gitDirectory: this.#checkout.gitDirectory
		};
	}
};
// src/template/template-directory.ts
async function readTemplateDirectory(directory, options) {
	const content = await readDirectoryContent(directory, options);
	refusePointers(content.tree, directory);
	return content;
}
async function readDirectoryContent(directory, options) {
	if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw notThere(directory);
	const checkout = findCheckout(directory);
	const isOwn = checkout?.prefix === "";
	const handed = isOwn ? void 0 : options.fetched?.of(directory, options.policy);
	if (handed) return handed;
	const delivered = isOwn ? void 0 : await readDelivered(directory, options);
	if (delivered) return delivered;
	if (!checkout) return {
		...readAsIs(directory, options),
		note: null,
		repository: null
	};
	const repository = await originOf({
		environment: options.environment,
		signal: options.signal,
		gitDirectory: checkout.gitDirectory
	});
	return {
		...await readCheckout(directory, checkout, options),
		repository
	};
}
async function readDelivered(directory, options) {
	const { state, name } = ledgerPlace(directory);
	if (!existsSync(join(state, name))) return void 0;
	const delivery = deliveryOf(directory);
	if (!delivery) return void 0;
	const asIs = readAsIs(directory, options);
	if (!isAsDelivered(directory, delivery, asIs.tree)) return {
		...asIs,
		note: "it was changed after it was fetched",
		repository: null
	};
	return {
		...asIs,
		...deliveredFrom(delivery.source, delivery.commit)
	};
}
async function readCheckout(directory, { gitDirectory, prefix }, options) {
	const { environment, signal, policy, limits = defaultLimits } = options;
	const run = {
		environment,
		signal,
		gitDirectory
	};
	const commit = await localCommit(run, "HEAD");
	if (commit === void 0) return {
		...readAsIs(directory, options),
		note: "the checkout has no commit yet"
	};
	const committed = () => readCommit({
		owner: directory,
		run,
		prefix,
		limits
	}, commit, policy);
	const change = await firstChange({
		environment,
		signal
	}, directory, policy.roots);
	if (change === void 0) return {
		...await committed(),
		commit,
		origin: "commit",
		note: null
	};
	const submodule = await firstSubmodule({
		environment,
		signal
	}, directory, policy.roots);
	if (submodule !== void 0) new AssetSelection(policy, directory, limits).special(submodule, "submodule");
	const asIs = readAsIs(directory, options);
	const same = await committed().catch((cause) => {
		if (cause instanceof IdentikitError) return void 0;
		throw cause;
	});
	if (same?.tree.digest === asIs.tree.digest) return {
		...same,
		commit,
		origin: "commit",
		note: null
	};
	return {
		...asIs,
		note: change
	};
}
function readAsIs(directory, { policy, limits = defaultLimits }) {
	const selection = new AssetSelection(policy, directory, limits);
	const keep = (path, kind) => {
		if (path === ".git") return false;
		if (kind === "file") return selection.file(path, 0);
		if (kind !== "directory") selection.special(path, kind === "symlink" ? "symbolic link" : kind);
		else if (policy.reaches(path)) selection.directory(path);
		else selection.passedOver(path);
		return kind === "directory" && policy.reaches(path);
	};
	const entries = observeDirectory(directory, {
		keep,
		withBytes: true,
		maxBytes: limits.maxBytes
	});
	return {
		tree: treeOfObserved(entries, directory),
		leftOut: selection.leftOut,
		commit: null,
		origin: "directory"
	};
}
function notThere(directory) {
	return new IdentikitError("SOURCE_NOT_FOUND", `${directory} is not a directory that is there`, { remedy: "Check the path; relative paths of the manifest start at its own directory." });
}
// src/template/source-location.ts
const hosted = /^([A-Za-z0-9][A-Za-z0-9_.-]*)\/([A-Za-z0-9_.-]+?)(\.git)?$/;
function parseLocation(text, base) {
	if (/[\u0000-\u001f\u007f]/.test(text)) throw invalid("has a control character in its name");
	if (/^(\.{1,2}(\/|$)|\/)/.test(text)) return {
		kind: "path",
		path: resolve(base, text)
	};
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseUrl(text);
	if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/)[^:-].*$/.test(text)) return {
		kind: "remote",
		url: text,
		transport: "ssh"
	};
	const match = hosted.exec(text);
	if (match && !/^\.{1,2}$/.test(certain(match[2]))) return {
		kind: "hosted",
		owner: certain(match[1]),
		repo: certain(match[2])
	};
	throw invalid(`${JSON.stringify(text)} is neither owner/repo nor a URL nor a path`);
}
function parseUrl(text) {
	const plain = text.replace(/^git\+/i, "");
	const url = URL.parse(plain);
	const shown = JSON.stringify(withoutCredentials(text));
	if (!url) throw invalid(`${shown} is not a URL`);
	if (url.password !== "" || url.username !== "" && url.protocol !== "ssh:") throw invalid(`${shown} holds a credential`);
	if (url.search !== "" || url.hash !== "") throw invalid(`${shown} has a query or a fragment`);
	switch (url.protocol) {
		case "file:": return {
			kind: "repository",
			path: fileURLToPath(url)
		};
		case "https:":
		case "http:": return {
			kind: "remote",
			url: url.href,
			transport: url.protocol === "https:" ? "https" : "http"
		};
		case "ssh:":
			if (url.hostname.startsWith("-")) throw invalid(`${shown} has no valid host`);
			return {
				kind: "remote",
				url: plain,
				transport: "ssh"
			};
		default: throw invalid(`${shown} is of a kind that is not read`);
	}
}
function invalid(problem) {
	return new IdentikitError("SOURCE_INVALID", `the repository ${problem}`, { remedy: "Write owner/repo, a path that starts with ./, or an https://, git+ssh:// or file:// URL; tokens go into the environment." });
}
export { LocalGitSource, findCheckout, localCommit, originOf, parseLocation, readCommit, readTemplateDirectory };
