import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { i as treeOfObserved, t as observeDirectory } from "./directory-reader-CIov5Xvy.js";
import { i as foldPath, r as comparePaths } from "./path-BaLveIPn.js";
import { r as PathClaims, t as FileTree } from "./file-tree-CsgLrUn3.js";
import { t as ledgerPlace } from "./delivery-place-CQHvU-3g.js";
import { n as defaultLimits } from "./source-CUT0L1CC.js";
import { dirname, join, relative, resolve, sep } from "node:path";
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { spawn } from "node:child_process";
const ownedNames = /* @__PURE__ */ new Set([
	"memory.md",
	"user.md",
	"claude.md"
]);
/**
* Whether a path belongs to the running agent, so that no delivery may write it: `MEMORY.md`, `USER.md` and
* `CLAUDE.md` in any directory, `.claude/sessions/**`, and `workspace/**` at the top, where the agent works. In any
* letter case and Unicode form, since the volume's file system may fold them.
*/
function isAgentOwned(path) {
	let segments = foldPath(path).split("/");
	return segments[0] === "workspace" || segments.some((segment, index) => ownedNames.has(segment) || segment === ".claude" && segments[index + 1] === "sessions");
}
/**
* Goes through the entries of one source, whatever its form, and says which are assets. A path that is unsafe
* anywhere refuses the whole source; what the policy does not let through is left out and listed; what it lets
* through must be a regular file that does not belong to the agent.
*/
var AssetSelection = class {
	#policy;
	#owner;
	#limits;
	#claims;
	#leftOut = [];
	#entries = 0;
	#bytes = 0;
	/** @param owner what the entries belong to, for messages */
	constructor(policy, owner, limits) {
		this.#policy = policy, this.#owner = owner, this.#limits = limits, this.#claims = new PathClaims(owner);
	}
	/** What was left out so far, in byte order. */
	get leftOut() {
		return this.#leftOut.sort(comparePaths);
	}
	/**
	* Whether the bytes of a regular file are wanted.
	* @param size in bytes, as far as the source says
	* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`, `PATH_COLLIDES`, `AGENT_OWNED`, `ARCHIVE_TOO_LARGE`
	*/
	file(path, size) {
		if (this.#count(), this.#claims.file(path), !this.#policy.admits(path)) return this.#leave(path);
		if (isAgentOwned(path)) throw this.#agentOwned(path);
		if (this.#bytes += size, this.#bytes > this.#limits.maxBytes) throw this.#fault("ARCHIVE_TOO_LARGE", `the assets are over ${this.#limits.maxBytes} bytes at ${JSON.stringify(path)}`, "Take out what is no asset, or raise the bound.");
		return !0;
	}
	/** @throws {IdentikitError} as {@link file} does for the path */
	directory(path) {
		this.#count(), this.#claims.directory(path);
	}
	/**
	* A link, a submodule, a device: left out, or refused where an asset should be.
	* @param kind in words: "symbolic link"
	* @throws {IdentikitError} `ENTRY_TYPE`, and as {@link file} does for the path
	*/
	special(path, kind) {
		if (this.#count(), this.#claims.file(path), this.#policy.admits(path) || this.#policy.reaches(path)) throw this.#fault("ENTRY_TYPE", `${JSON.stringify(path)} is a ${kind}, where the policy ${this.#policy.name} expects regular files`, "Replace it by a regular file, or move it out of the assets.");
		this.#leave(path);
	}
	/** Lists a directory that was not entered, since no asset can be in it. */
	passedOver(directory) {
		this.#count(), this.#claims.directory(directory), this.#leave(`${directory}/`);
	}
	#leave(path) {
		return this.#leftOut.push(path), !1;
	}
	#count() {
		if (this.#entries++, !(this.#entries <= this.#limits.maxEntries)) throw this.#fault("ARCHIVE_TOO_LARGE", `more than ${this.#limits.maxEntries} entries`, "Keep the template in a repository of its own, or raise the bound.");
	}
	#agentOwned(path) {
		return this.#fault("AGENT_OWNED", `${JSON.stringify(path)} belongs to the running agent and cannot be an asset`, "Rename the file in the template.");
	}
	#fault(code, problem, remedy) {
		return new IdentikitError(code, `${this.#owner}: ${problem}`, { remedy });
	}
};
/** Environment variables of the caller that git may see; no job token and nothing that steers git's own files. */
const passedOn = /^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|XDG_CONFIG_HOME|SYSTEMROOT|USERPROFILE|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|(https?|all|no)_proxy|GIT_SSL_CAINFO|GIT_SSL_CAPATH|GIT_SSH|GIT_SSH_COMMAND|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM))$/i, always = {
	"core.hooksPath": "/dev/null",
	"core.fsmonitor": "false",
	"core.untrackedCache": "false",
	"core.quotePath": "false",
	"gc.auto": "0",
	"maintenance.auto": "false",
	"credential.interactive": "false"
};
/**
* Runs git and waits for it. Its exit status is the caller's to judge.
* @throws {IdentikitError} `TOOL_MISSING` without git, `ARCHIVE_TOO_LARGE` for output over the bound, whatever the
* signal's reason is when it was stopped
*/
function runGit(args, run) {
	let { promise, resolve, reject } = Promise.withResolvers(), { signal, maxOutput = 8388608 } = run;
	signal.throwIfAborted();
	let child = spawn("git", args, {
		cwd: run.cwd,
		env: environmentOf(run),
		stdio: "pipe"
	}), output = [], length = 0, complaint = "", stop = (reason) => {
		child.kill("SIGKILL"), reject(reason);
	}, onAbort = () => stop(signal.reason);
	signal.addEventListener("abort", onAbort);
	let timer = run.watch && setInterval(() => attempt(run.watch, stop), 250);
	return child.stdout.on("data", (chunk) => {
		length += chunk.length, length > maxOutput ? stop(tooMuch(maxOutput)) : output.push(chunk);
	}), child.stderr.on("data", (chunk) => {
		complaint = (complaint + chunk.toString()).slice(-4e3);
	}), child.on("error", (cause) => reject(noGit(cause))), child.on("close", (status) => resolve({
		status: status ?? -1,
		output: Buffer.concat(output),
		complaint: withoutCredentials(complaint)
	})), child.stdin.on("error", () => {}), child.stdin.end(run.input), promise.finally(() => {
		signal.removeEventListener("abort", onAbort), clearInterval(timer);
	});
}
function attempt(watch, stop) {
	try {
		watch();
	} catch (reason) {
		stop(reason);
	}
}
function environmentOf(run) {
	let environment = {};
	for (let [name, value] of Object.entries(run.environment)) value !== void 0 && passedOn.test(name) && (environment[name] = value);
	let config = [...Object.entries(always), ...run.config ?? []];
	Object.assign(environment, {
		LC_ALL: "C",
		GIT_TERMINAL_PROMPT: "0",
		GIT_ASKPASS: "",
		SSH_ASKPASS: "",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_NO_REPLACE_OBJECTS: "1",
		GIT_NO_LAZY_FETCH: "1",
		GIT_LITERAL_PATHSPECS: "1",
		GIT_ALLOW_PROTOCOL: (run.transports ?? []).join(":"),
		GIT_CONFIG_COUNT: String(config.length),
		...run.gitDirectory === void 0 ? {} : { GIT_DIR: run.gitDirectory },
		...run.variables
	});
	for (let [index, [key, value]] of config.entries()) environment[`GIT_CONFIG_KEY_${index}`] = key, environment[`GIT_CONFIG_VALUE_${index}`] = value;
	return environment.GIT_SSH_COMMAND ??= environment.GIT_SSH ? void 0 : "ssh -oBatchMode=yes", environment;
}
/** A text with what stands between `://` and `@`, and after `?`, taken out of its URLs. */
function withoutCredentials(text) {
	return text.replace(/([a-z][a-z0-9+.-]*:\/\/)([^\s/@'"]*@)?([^\s?'"]*)(\?[^\s'"]*)?/gi, "$1$3").trim();
}
function noGit(cause) {
	return new IdentikitError("TOOL_MISSING", "git could not be started", {
		remedy: "Install git and make sure that it is on the PATH.",
		cause
	});
}
function tooMuch(bound) {
	return new IdentikitError("ARCHIVE_TOO_LARGE", `git answered with more than ${bound} bytes`, { remedy: "Keep the template in a repository of its own, or raise the bound." });
}
/**
* The repository that a directory lies in, or is; `undefined` where there is none. Nothing is run: git would first
* ask who owns the directory, which says nothing about its objects, and is often wrong in a container.
*/
function findCheckout(directory) {
	let start = realpathSync(directory);
	if (isGitDirectory(start)) return {
		gitDirectory: start,
		prefix: "",
		bare: !0
	};
	for (let at = start;; at = dirname(at)) {
		let gitDirectory = gitDirectoryOf(join(at, ".git"));
		if (gitDirectory !== void 0) return {
			gitDirectory,
			prefix: relative(at, start).split(sep).join("/"),
			bare: !1
		};
		if (dirname(at) === at) return;
	}
}
function gitDirectoryOf(path) {
	let status = statSync(path, { throwIfNoEntry: !1 });
	if (status?.isDirectory()) return isGitDirectory(path) ? path : void 0;
	if (!status?.isFile() || status.size > 4096) return;
	let target = /^gitdir: (.+?)\s*$/.exec(readFileSync(path, "utf8"))?.[1], gitDirectory = target === void 0 ? void 0 : resolve(dirname(path), target);
	return gitDirectory !== void 0 && existsSync(join(gitDirectory, "HEAD")) ? gitDirectory : void 0;
}
function isGitDirectory(path) {
	let has = (name) => lstatSync(join(path, name), { throwIfNoEntry: !1 }) !== void 0;
	return has("HEAD") && has("objects") && has("refs");
}
/** The commit that a revision names in a repository on this machine; `undefined` where it names none. */
async function localCommit(run, revision) {
	let { status, output } = await runGit([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${revision}^{commit}`
	], run);
	return status === 0 ? output.toString().trim() : void 0;
}
/** Where a checkout says it came from, without credentials; `null` where it does not say. */
async function originOf(run) {
	let { status, output } = await runGit([
		"config",
		"--get",
		"remote.origin.url"
	], run);
	return status === 0 ? withoutCredentials(output.toString()) : null;
}
/**
* What git itself finds changed among some paths of a checkout against HEAD, untracked and ignored files included:
* the first path, or `undefined` where all is clean. Here git may decide that it does not trust the repository, whose
* configured filters it would run; that is an answer in words as well.
*/
async function firstChange(run, directory, paths) {
	let { status, output, complaint } = await runGit([
		"status",
		"--porcelain=v1",
		"-z",
		"--no-renames",
		"--untracked-files=all",
		"--ignored=matching",
		"--ignore-submodules=dirty",
		"--",
		...paths
	], {
		...run,
		cwd: directory
	});
	if (status !== 0) return /dubious ownership/.test(complaint) ? "the checkout belongs to another user" : "git status failed";
	if (/Permission denied/.test(complaint)) return "git could not open all of it";
	let [first] = output.toString().split("\0");
	return first ? `${JSON.stringify(first.slice(3))} is not as it was committed` : void 0;
}
/**
* The assets of a commit, from its objects alone: no worktree, so no filter, no line ending conversion, no umask.
* @throws {IdentikitError} `SOURCE_INVALID` where the commit has no such directory or an object is missing, and the
* faults of {@link AssetSelection}
*/
async function readCommit(objects, commit, policy) {
	let { owner, limits } = objects, selection = new AssetSelection(policy, owner, limits), wanted = (await listTree(objects, commit)).filter((line) => select(selection, line)), blobs = await readBlobs(objects, wanted), files = wanted.map(({ path, mode }, index) => ({
		path,
		mode: mode === "100755" ? 493 : 420,
		bytes: blobs[index]
	}));
	return {
		tree: FileTree.of(files, owner),
		leftOut: selection.leftOut
	};
}
function select(selection, { mode, path, size }) {
	if (mode === "120000") selection.special(path, "symbolic link");
	else if (mode === "160000") selection.special(path, "submodule");
	else return selection.file(path, size);
	return !1;
}
async function listTree(objects, commit) {
	let { owner, prefix, run, limits } = objects, treeish = prefix === "" ? `${commit}^{tree}` : `${commit}:${prefix}`, maxOutput = limits.maxEntries * 1200, { status, output, complaint } = await runGit([
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
			fatal: !0,
			ignoreBOM: !0
		}).decode(output).split("\0").slice(0, -1);
	} catch (cause) {
		throw new IdentikitError("PATH_UNSAFE", `${owner}: a path is not valid UTF-8`, {
			remedy: "Rename the entry where it is written; nothing was changed.",
			cause
		});
	}
}
function parseLine(record, owner) {
	let match = /^(\d{6}) (?:blob|commit) ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(record);
	if (!match) throw unreadable(owner, "git listed an entry in an unknown form", "");
	let [, mode, object, size, path] = match;
	return {
		mode,
		object,
		size: size === "-" ? 0 : Number(size),
		path
	};
}
async function readBlobs(objects, wanted) {
	if (wanted.length === 0) return [];
	let { owner, run, limits } = objects, { status, output, complaint } = await runGit(["cat-file", "--batch"], {
		...run,
		input: Buffer.from(wanted.map((line) => `${line.object}\n`).join("")),
		maxOutput: limits.maxBytes + wanted.length * 100
	});
	if (status !== 0) throw unreadable(owner, "objects could not be read", complaint);
	let at = 0;
	return wanted.map(({ object, size, path }) => {
		let header = `${object} blob ${size}\n`, start = at + header.length;
		if (output.toString("latin1", at, start) !== header) throw unreadable(owner, `the object of ${JSON.stringify(path)} is missing`, "");
		return at = start + size + 1, output.subarray(start, start + size);
	});
}
function unreadable(owner, problem, complaint) {
	return new IdentikitError("SOURCE_INVALID", `${owner}: ${problem}`, {
		remedy: "Check the repository with `git fsck`, and that the ref holds the template.",
		cause: complaint === "" ? void 0 : Error(complaint)
	});
}
/**
* A template's directory as it stands. Where it lies in a git checkout and the paths of the policy are clean
* (untracked and ignored files count as changes), the bytes are those of HEAD's objects, so that line ending
* conversion, filters and umask change nothing, and the commit is given. Where a fetch delivered it and nothing has
* changed since, the commit is the one that was fetched. Else the bytes are those of the directory, and `note` says why.
* @throws {IdentikitError} `SOURCE_NOT_FOUND`, the faults of {@link AssetSelection}, `FILE_UNREADABLE`
*/
async function readTemplateDirectory(directory, options) {
	if (!statSync(directory, { throwIfNoEntry: !1 })?.isDirectory()) throw notThere(directory);
	let checkout = findCheckout(directory), delivered = checkout?.prefix === "" ? void 0 : await readDelivered(directory, options);
	if (delivered) return delivered;
	if (!checkout) return {
		...readAsIs(directory, options),
		note: null,
		repository: null
	};
	let repository = await originOf({
		environment: options.environment,
		signal: options.signal,
		gitDirectory: checkout.gitDirectory
	});
	return {
		...await readCheckout(directory, checkout, options),
		repository
	};
}
/** What a fetch delivered: the bytes are those of the directory, and the commit is known while they are unchanged. */
async function readDelivered(directory, options) {
	let { state, name } = ledgerPlace(directory);
	if (!existsSync(join(state, name))) return;
	let { deliveryOf, isAsDelivered } = await import("./delivered-directory-CDy4YhNT.js"), delivery = deliveryOf(directory);
	if (!delivery) return;
	let asIs = readAsIs(directory, options);
	if (!isAsDelivered(directory, delivery, asIs.tree)) return {
		...asIs,
		note: "it was changed after it was fetched",
		repository: null
	};
	let { commit, source } = delivery, repository = source.includes("://") ? source : null;
	return {
		...asIs,
		commit,
		origin: commit === null ? "directory" : "commit",
		note: null,
		repository
	};
}
async function readCheckout(directory, { gitDirectory, prefix }, options) {
	let { environment, signal, policy, limits = defaultLimits } = options, run = {
		environment,
		signal,
		gitDirectory
	}, commit = await localCommit(run, "HEAD");
	if (commit === void 0) return {
		...readAsIs(directory, options),
		note: "the checkout has no commit yet"
	};
	let committed = () => readCommit({
		owner: directory,
		run,
		prefix,
		limits
	}, commit, policy), change = await firstChange({
		environment,
		signal
	}, directory, policy.roots);
	if (change === void 0) return {
		...await committed(),
		commit,
		origin: "commit",
		note: null
	};
	let asIs = readAsIs(directory, options), same = await committed().catch((cause) => {
		if (!(cause instanceof IdentikitError)) throw cause;
	});
	return same?.tree.digest === asIs.tree.digest ? {
		...same,
		commit,
		origin: "commit",
		note: null
	} : {
		...asIs,
		note: change
	};
}
function readAsIs(directory, { policy, limits = defaultLimits }) {
	let selection = new AssetSelection(policy, directory, limits), entries = observeDirectory(directory, {
		keep: (path, kind) => path === ".git" ? !1 : kind === "file" ? selection.file(path, 0) : (kind === "directory" ? policy.reaches(path) ? selection.directory(path) : selection.passedOver(path) : selection.special(path, kind === "symlink" ? "symbolic link" : kind), kind === "directory" && policy.reaches(path)),
		withBytes: !0,
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
export { runGit as a, isAgentOwned as c, localCommit as i, readCommit as n, withoutCredentials as o, findCheckout as r, AssetSelection as s, readTemplateDirectory as t };
