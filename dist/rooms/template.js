import { IdentikitError, isDigest } from "../start/faces.js";
import { suggestion } from "./fault.js";
import { AnchoredDirectory, FileTree, PathClaims, applyPlan, clearLeftovers, comparePaths, differenceFinding, foldPath, observeDirectory, planSync, readFileIn, temporaryNameFor, treeOfObserved, unsafeReason, writeFileAtomically, writeFileIn } from "./tree.js";
import { _enum, array, boolean, custom, int, literal, number$1 as number, record, strictObject, string, union } from "../vendor/zod.js";
import { checkDocument, decodeText, documentFault, parseJson, readJsonDocument, showPath } from "./document.js";
import { Cache, cacheRootOf } from "./cache.js";
import { basename, dirname, extname, join, resolve } from "node:path";
import { existsSync, rmSync } from "node:fs";
// src/template/delivery-ledger.ts
const schema = strictObject({
	version: literal(1),
	template: string(),
	source: string(),
	commit: string().nullable(),
	treeDigest: string().refine(isDigest, "must be sha256:…"),
	complete: boolean(),
	files: array(string().refine((path) => unsafeReason(path) === void 0, "must be a safe path"))
});
const maxBytes = 8388608;
/**
* The ledger of a place; `undefined` where nothing was delivered yet.
* @throws {IdentikitError} `DOCUMENT_INVALID` for one that was tampered with; `PATH_LINKED`, `ENTRY_TYPE`
*/
function readLedger(directory, name) {
	const file = readFileIn(directory, name, maxBytes);
	if (!file) return void 0;
	const path = `${directory.path}/${name}`;
	return checkDocument(parseJson(decodeText(file.bytes, path), path), schema, "DOCUMENT_INVALID");
}
/** Writes the ledger, first under the one temporary name that {@link clearLedgerLeftover} knows. */
function writeLedger(directory, name, ledger) {
	clearLedgerLeftover(directory, name);
	const text = `${JSON.stringify({
		version: 1,
		...ledger
	}, void 0, 1)}\n`;
	writeFileIn(directory, name, Buffer.from(text), { temporary: temporaryNameFor(name) });
}
/** Removes what a run that was killed while it wrote this ledger left. The caller holds the lock of the place. */
function clearLedgerLeftover(directory, name) {
	rmSync(directory.locate(temporaryNameFor(name)), { force: true });
}
/** The ledger to write before the first change: whatever happens then, every file that may be ours is in it. */
function ledgerBefore(before, next) {
	return {
		...next,
		complete: false,
		files: [...new Set([...before?.files ?? [], ...next.files])].sort()
	};
}
/** The paths of a tree as a ledger has them. */
function ledgerFiles(tree) {
	return [...tree].map((file) => file.path);
}
// src/template/delivery-place.ts
/** Where fetched templates' ledgers and locks are, beside the templates. */
const stateDirectory = ".identikit";
/** Where the ledger of a fetched template's directory is, if there is one: its directory and its name there. */
function ledgerPlace(directory) {
	const place = resolve(directory);
	return {
		state: join(dirname(place), stateDirectory),
		name: `${basename(place)}.json`
	};
}
// src/template/lay-out.ts
/**
* Brings a place to hold the assets: writes what differs, removes what an earlier delivery wrote and the assets no
* longer have. The ledger names every file that may be ours before the first change, so that the run after one that was
* killed knows them.
* @param observe what is there, asked after the leftovers of a killed run were cleared away
* @param mayRemove whether a path that the assets do not have may be removed
*/
async function layOut(place, assets, observe, mayRemove, signal) {
	const { directory, state, ledgerName, ledger, durable } = place;
	const { tree } = assets;
	clearLedgerLeftover(state, ledgerName);
	if (ledger && !ledger.complete) clearLeftovers(directory, ledger.files);
	const plan = planSync(tree, observe(), mayRemove);
	const { name, source, commit } = assets.origin;
	const next = {
		template: name,
		source,
		commit,
		treeDigest: tree.digest,
		complete: true,
		files: ledgerFiles(tree)
	};
	const changes = plan.write.length > 0 || plan.remove.length > 0;
	if (changes) writeLedger(state, ledgerName, ledgerBefore(ledger, next));
	if (changes) await applyPlan(directory, plan, {
		signal,
		sync: durable
	});
	if (changes || JSON.stringify(ledger) !== JSON.stringify({
		version: 1,
		...next
	})) writeLedger(state, ledgerName, next);
	return {
		written: plan.write.map((file) => file.path),
		removed: plan.remove.toSorted(comparePaths),
		unchanged: plan.unchanged
	};
}
// src/template/delivered-directory.ts
/**
* The ledger of a directory that `fetch` delivered; `undefined` where nothing was delivered there.
* @throws {IdentikitError} `DOCUMENT_INVALID` for one that was tampered with
*/
function deliveryOf(directory) {
	const { state, name } = ledgerPlace(directory);
	using opened = AnchoredDirectory.open(state);
	return readLedger(opened, name);
}
/**
* Whether a directory still holds what was delivered: every file as it was, and in `read`, what was just read of it,
* none besides.
* @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
*/
function isAsDelivered(directory, ledger, read) {
	const files = new Set(ledger.files);
	if (!ledger.complete || [...read].some(({ path }) => !files.has(path))) return false;
	const keep = (path, kind) => kind === "directory" || files.has(path);
	const entries = observeDirectory(directory, {
		keep,
		withBytes: true
	});
	return treeOfObserved(entries, directory).digest === ledger.treeDigest;
}
// src/template/fetched-copy.ts
const remedies = {
	stray: "Run `identikit fetch --prune` to remove it; if it belongs to the template, commit it there.",
	altered: "Run `identikit fetch --prune` to bring the template's file back; make changes in the template itself.",
	behind: "Run `identikit fetch --update-lock` and commit identikit.lock, or `identikit fetch --locked`."
};
/**
* Compares a fetched directory with `identikit.lock`: a file that somebody put into it, changed or removed is a finding of
* severity `error`. What differs from the lock for a reason that can be seen is a warning (`LOCK_BEHIND`): the directory
* holds just what a later or earlier fetch delivered, or it is a checkout of its own, whose commit is what is read.
* @throws {IdentikitError} `FILE_UNREADABLE`, and `DOCUMENT_INVALID` for a delivery ledger that was tampered with
*/
function checkFetchedCopy(copy) {
	const { name, directory, locked, policy } = copy;
	const ledger = ledgerOf(directory);
	if (!ledger && !locked) return [];
	const isCheckout = !ledger && existsSync(join(directory, ".git"));
	const seen = observeDirectory(directory, {
		keep: (path) => !path.startsWith(".git/") && (ledger !== void 0 || policy.reaches(path)),
		withBytes: true
	});
	const asDelivered = ledger !== void 0 && isDelivery(ledger, seen);
	if (asDelivered && locked && ledger.treeDigest !== locked.treeDigest) return [behind(copy, locked, ledger.commit ?? ledger.treeDigest)];
	const differences = locked ? compareWithLock(seen, locked) : asDelivered ? [] : strays(seen, ledger);
	if (isCheckout && locked && differences.length > 0) return [behind(copy, locked, `a checkout, in which ${differences[0]?.path} differs`)];
	return differences.map((difference) => differenceFinding(difference, difference.code === "FILE_EXTRA" ? remedies.stray : remedies.altered, `fetched template ${name}`));
}
/**
* What a fetch into the directory would overwrite or leave beside its files: those that somebody changed or put there. What is
* missing, or was left half done by a fetch that was interrupted, is not among it: the next fetch completes that.
* @throws {IdentikitError} as {@link checkFetchedCopy} does
*/
function alterationsOf(copy) {
	if (!existsSync(copy.directory)) return [];
	const ledger = ledgerOf(copy.directory);
	const begun = new Set(ledger?.complete === false ? ledger.files : []);
	return checkFetchedCopy(copy).filter(({ severity, code, path }) => severity === "error" && code !== "FILE_MISSING" && !begun.has(path));
}
function ledgerOf(directory) {
	const { state, name } = ledgerPlace(directory);
	return existsSync(join(state, name)) ? deliveryOf(directory) : void 0;
}
function isDelivery({ treeDigest, files }, seen) {
	const known = new Set(files);
	const present = entriesOf(seen);
	if (present.some(({ path, kind }) => kind !== "file" || !known.has(path))) return false;
	return treeOf(present).digest === treeDigest;
}
/** The lock has a digest for each file, and one of the whole tree, which covers the modes as well. */
function compareWithLock(seen, locked) {
	const differences = [];
	const missing = new Map(Object.entries(locked.files));
	for (const { path, kind, digest, target } of entriesOf(seen)) {
		const expected = missing.get(path) ?? null;
		missing.delete(path);
		const actual = digest ?? (target === void 0 ? kind : `symlink to ${target}`);
		if (expected === null) differences.push({
			code: "FILE_EXTRA",
			path,
			expected,
			actual
		});
		else if (kind !== "file") differences.push({
			code: "FILE_TYPE",
			path,
			expected: "file",
			actual
		});
		else if (digest !== expected) differences.push({
			code: "FILE_CHANGED",
			path,
			expected,
			actual
		});
	}
	for (const [path, expected] of missing) differences.push({
		code: "FILE_MISSING",
		path,
		expected,
		actual: null
	});
	if (differences.length > 0) return differences.sort((a, b) => comparePaths(a.path, b.path));
	const { digest } = treeOf(seen);
	if (digest === locked.treeDigest) return [];
	return [{
		code: "FILE_MODE",
		path: ".",
		expected: locked.treeDigest,
		actual: digest
	}];
}
/** Without a lock entry only the ledger's list of files is known, and the digest of them all. */
function strays(seen, ledger) {
	const known = new Set(ledger?.files);
	const extra = entriesOf(seen).filter(({ path }) => !known.has(path));
	if (extra.length === 0 && ledger) return [{
		code: "FILE_CHANGED",
		path: ".",
		expected: ledger.treeDigest,
		actual: treeOf(seen).digest
	}];
	return extra.map(({ path, kind, digest }) => ({
		code: "FILE_EXTRA",
		path,
		expected: null,
		actual: digest ?? kind
	}));
}
/** Directories are no entries; a repository's own is one, as it decides what is read. */
function entriesOf(seen) {
	return seen.filter(({ kind, path }) => kind !== "directory" || path === ".git");
}
function treeOf(seen) {
	const files = seen.flatMap(({ path, kind, mode, bytes }) => kind === "file" && bytes ? [{
		path,
		mode,
		bytes
	}] : []);
	return FileTree.of(files, "the fetched directory");
}
function behind({ name, directory }, locked, actual) {
	return {
		code: "LOCK_BEHIND",
		severity: "warning",
		path: directory,
		expected: locked.commit ?? locked.treeDigest,
		actual,
		remedy: remedies.behind,
		subject: `fetched template ${name}`
	};
}
// src/template/source.ts
const defaultLimits = {
	maxBytes: 16777216,
	maxEntries: 1e4,
	timeoutMs: 12e4
};
const commitPattern = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
// src/template/ref-name.ts
/**
* The full names that a ref may stand for, in the order of gitrevisions(7): a name that starts with `refs/` is
* itself, another is a tag or a branch.
* @throws {IdentikitError} `REF_UNKNOWN` for what git-check-ref-format(1) refuses
*/
function refCandidates(ref, owner) {
	if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|^[-/.]|\/\.|\.$|\.lock(\/|$)|^@$/u.test(ref)) throw unknownRef(ref, owner, "is not the name of a ref");
	return ref.startsWith("refs/") ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
}
/** True for a full commit id, which needs no asking. */
function isCommitId(ref) {
	return commitPattern.test(ref);
}
/**
* What a ref stands for, given what the full names stand for.
* @throws {IdentikitError} `REF_UNKNOWN` where no name is there, or where a tag and a branch of that name differ
*/
function pickRevision(ref, owner, found) {
	const [first, second] = [...found];
	if (!first) throw unknownRef(ref, owner, "is no branch or tag of it");
	if (second && second[1] !== first[1]) throw unknownRef(ref, owner, `is both ${first[0]} and ${second[0]}`);
	return {
		ref: first[0],
		commit: first[1]
	};
}
function unknownRef(ref, owner, problem) {
	return new IdentikitError("REF_UNKNOWN", `${owner}: ${JSON.stringify(ref)} ${problem}`, { remedy: "Name a branch, a tag, a full ref such as refs/heads/main, or a full commit id." });
}
// src/template/agent-owned.ts
const ownedNames = new Set([
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
	const segments = foldPath(path).split("/");
	if (segments[0] === "workspace") return true;
	return segments.some((segment, index) => ownedNames.has(segment) || segment === ".claude" && segments[index + 1] === "sessions");
}
// src/template/asset-selection.ts
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
		this.#policy = policy;
		this.#owner = owner;
		this.#limits = limits;
		this.#claims = new PathClaims(owner);
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
		this.#count();
		this.#claims.file(path);
		if (!this.#policy.admits(path)) return this.#leave(path);
		if (isAgentOwned(path)) throw this.#agentOwned(path);
		this.#bytes += size;
		if (this.#bytes > this.#limits.maxBytes) throw this.#fault("ARCHIVE_TOO_LARGE", `the assets are over ${this.#limits.maxBytes} bytes at ${JSON.stringify(path)}`, "Take out what is no asset, or raise the bound.");
		return true;
	}
	/** @throws {IdentikitError} as {@link file} does for the path */
	directory(path) {
		this.#count();
		this.#claims.directory(path);
	}
	/**
	* A link, a submodule, a device: left out, or refused where an asset should be.
	* @param kind in words: "symbolic link"
	* @throws {IdentikitError} `ENTRY_TYPE`, and as {@link file} does for the path
	*/
	special(path, kind) {
		this.#count();
		this.#claims.file(path);
		if (this.#policy.admits(path) || this.#policy.reaches(path)) throw this.#fault("ENTRY_TYPE", `${JSON.stringify(path)} is a ${kind}, where the policy ${this.#policy.name} expects regular files`, "Replace it by a regular file, or move it out of the assets.");
		this.#leave(path);
	}
	/** Lists a directory that was not entered, since no asset can be in it. */
	passedOver(directory) {
		this.#count();
		this.#claims.directory(directory);
		this.#leave(`${directory}/`);
	}
	#leave(path) {
		this.#leftOut.push(path);
		return false;
	}
	#count() {
		this.#entries++;
		if (this.#entries <= this.#limits.maxEntries) return;
		throw this.#fault("ARCHIVE_TOO_LARGE", `more than ${this.#limits.maxEntries} entries`, "Keep the template in a repository of its own, or raise the bound.");
	}
	#agentOwned(path) {
		return this.#fault("AGENT_OWNED", `${JSON.stringify(path)} belongs to the running agent and cannot be an asset`, "Rename the file in the template.");
	}
	#fault(code, problem, remedy) {
		return new IdentikitError(code, `${this.#owner}: ${problem}`, { remedy });
	}
};
// src/template/content-cache.ts
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
* be stale; what a ref stands for is not kept.
*/
var ContentCache = class {
	#cache;
	constructor(cache) {
		this.#cache = cache;
	}
	get(source, commit, policy) {
		const bytes = this.#cache.get(keyOf(source, commit, policy));
		return bytes && unpack(bytes, commit);
	}
	put(source, commit, policy, { tree, leftOut }) {
		const files = [...tree];
		const head = {
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
		};
		const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...files.map((file) => file.bytes)]);
		this.#cache.put(keyOf(source, commit, policy), bytes);
	}
};
/** The user's own cache; none where there is no place for one. */
function contentCacheOf(env) {
	const root = cacheRootOf(env);
	return root === void 0 ? void 0 : new ContentCache(new Cache(root, "content"));
}
/** A source whose commits are read through a cache: what is there is not asked for again. */
var CachedSource = class {
	description;
	#source;
	#cache;
	constructor(source, cache) {
		this.description = source.description;
		this.#source = source;
		this.#cache = cache;
	}
	resolve(ref, signal) {
		return this.#source.resolve(ref, signal);
	}
	async read(revision, policy, signal) {
		if (!revision) return this.#source.read(revision, policy, signal);
		const { commit } = revision;
		const known = this.#cache.get(this.description, commit, policy);
		if (known) return known;
		const content = await this.#source.read(revision, policy, signal);
		this.#cache.put(this.description, commit, policy, content);
		return content;
	}
};
function keyOf(source, commit, policy) {
	return JSON.stringify([
		1,
		source,
		commit,
		policy.name,
		policy.roots
	]);
}
function unpack(bytes, commit) {
	const end = bytes.indexOf(10);
	const head = parseHead(bytes.toString("utf8", 0, Math.max(0, end)));
	if (!head || head.commit !== commit) return void 0;
	let at = end + 1;
	const files = head.files.map(({ path, mode, size }) => {
		at += size;
		return {
			path,
			mode,
			bytes: bytes.subarray(at - size, at)
		};
	});
	const tree = FileTree.of(files, "cache");
	if (at !== bytes.length || tree.digest !== head.treeDigest) return void 0;
	return {
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
// src/template/fetched-trees.ts
/**
* The templates that one run has fetched, by the directories that they were laid into. Who goes on in the same process takes
* the tree from here, and does not read again what was just written.
*/
var FetchedTrees = class {
	#assets = new Map();
	/** Notes what a directory was made to hold. */
	add(directory, assets) {
		this.#assets.set(resolve(directory), assets);
	}
	/** What was fetched into a directory, as far as the policy lets it through; `undefined` where nothing was. */
	of(directory, policy) {
		const assets = this.#assets.get(resolve(directory));
		if (!assets) return void 0;
		const { commit, source } = assets.origin;
		return {
			tree: assets.tree.select((path) => policy.admits(path)),
			leftOut: [...assets.tree].flatMap(({ path }) => policy.admits(path) ? [] : [path]),
			...deliveredFrom(source, commit)
		};
	}
};
/** What is known of the origin of a directory that holds just what a fetch delivered. */
function deliveredFrom(source, commit) {
	return {
		commit,
		origin: commit === null ? "directory" : "commit",
		note: null,
		repository: source.includes("://") ? source : null
	};
}
// src/template/template-hosts.ts
/** The variables that are read, ours before those that older set-ups use. */
const hostVariables = {
	giteaUrl: ["IDENTIKIT_GITEA_URL", "MOLECULE_GITEA_BASE_URL"],
	giteaToken: ["IDENTIKIT_TEMPLATE_TOKEN", "MOLECULE_TEMPLATE_REPO_TOKEN"],
	githubUrl: ["IDENTIKIT_GITHUB_API_URL"],
	githubToken: ["IDENTIKIT_GITHUB_TOKEN"]
};
const githubApi = "https://api.github.com";
/**
* The servers that the environment configures. Each token goes to its own server and to no other; a server without a
* token is public access.
*/
function templateHosts(environment) {
	const hosts = [];
	const giteaUrl = first(environment, hostVariables.giteaUrl);
	if (giteaUrl !== void 0) hosts.push(host("gitea", giteaUrl, first(environment, hostVariables.giteaToken)));
	const githubUrl = first(environment, hostVariables.githubUrl);
	const githubToken = first(environment, hostVariables.githubToken);
	if (githubUrl !== void 0 || githubToken !== void 0) hosts.push(host("github", githubUrl ?? githubApi, githubToken));
	return hosts;
}
/** True where there is a token that no server is configured for: something was meant to be fetched. */
function hasStrayToken(environment) {
	return !(first(environment, hostVariables.giteaUrl) !== void 0) && first(environment, hostVariables.giteaToken) !== void 0;
}
/** The server of a manifest entry: that of its `provider`, else the first one; GitHub itself needs no configuration. */
function hostFor(entry, hosts) {
	const wanted = entry.provider;
	return hosts.find((candidate) => wanted === void 0 || candidate.provider === wanted) ?? (wanted === "github" ? {
		provider: "github",
		baseUrl: githubApi
	} : void 0);
}
/** The credential for git over HTTPS at an origin, where one of the servers is there. */
function credentialAt(origin, hosts) {
	for (const { provider, baseUrl, token } of hosts) {
		const own = URL.parse(baseUrl)?.origin;
		if (token !== void 0 && (provider === "github" && own === githubApi ? "https://github.com" : own) === origin) return {
			username: "x-access-token",
			token
		};
	}
}
function host(provider, baseUrl, token) {
	return {
		provider,
		baseUrl,
		...token === void 0 ? {} : { token }
	};
}
function first(environment, names) {
	for (const name of names) {
		const value = environment[name]?.trim();
		if (value) return value;
	}
}
// src/template/secret-scan.ts
/** Between files that are scanned as one text: no rule reaches across it. */
const separator = "\n\n";
/** Characters that are scanned as one text, about. */
const batchLength = 1048576;
/**
* Looks for credentials in the files of a tree with the rules that the secretlint project maintains.
* Scanning many small texts costs much more than one large one: files are scanned many at a time, and one by one where
* that finds something.
* @returns the places, in byte order of paths
*/
async function findSecrets(tree) {
	const found = [];
	for (const batch of batches(tree)) {
		const suspicious = (await scan(batch.map(({ text }) => text).join(separator), ".txt")).length > 0;
		for (const { path, text } of batch) {
			const ext = extname(path).toLowerCase() === ".json" ? ".json" : ".txt";
			if (!suspicious && ext === ".txt") continue;
			for (const { line, kind } of await scan(text, ext)) found.push({
				path,
				line,
				kind
			});
		}
	}
	return found;
}
function* batches(tree) {
	let batch = [];
	let length = 0;
	for (const file of tree) {
		const text = textOf(file);
		batch.push({
			path: file.path,
			text
		});
		length += text.length;
		if (length < batchLength) continue;
		yield batch;
		batch = [];
		length = 0;
	}
	yield batch;
}
/**
* Refuses a tree that holds what looks like a credential.
* @throws {IdentikitError} `SECRET_IN_ASSET` naming files and lines, never a value
*/
async function refuseSecrets(tree, owner) {
	const [first, ...more] = await findSecrets(tree);
	if (!first) return;
	const others = more.length === 0 ? "" : `, and ${more.slice(0, 5).map(showPlace).join(", ")}${more.length > 5 ? ", …" : ""}`;
	throw new IdentikitError("SECRET_IN_ASSET", `${owner}: ${showPlace(first)} looks like a credential (${first.kind})${others}`, { remedy: "Revoke it, take it out of the template's history, and write ${SECRET:NAME} in the config database instead." });
}
function showPlace({ path, line }) {
	return `${path}:${line}`;
}
/** Without what is no secret but the place for one, and without comments that would have the scan look away. */
function textOf(file) {
	return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length).toString("utf8").replaceAll(/\$\{[A-Za-z_][\w:-]*\}|secretlint-(?:dis|en)able/g, (match) => " ".repeat(match.length));
}
async function scan(content, ext) {
	const { lintSource } = await import("../vendor/secretlint.js");
	const { creator } = await import("../vendor/secretlint.js");
	const { messages } = await lintSource({
		source: {
			content,
			filePath: "",
			ext,
			contentType: "text"
		},
		options: {
			config: { rules: [{
				id: creator.meta.id,
				rule: creator
			}] },
			maskSecrets: true
		}
	});
	return messages.map(({ loc, ruleId }) => ({
		line: loc.start.line,
		kind: ruleId.replace("@secretlint/secretlint-rule-", "")
	}));
}
// src/template/template-assets.ts
/**
* What the asset channel carries: files that were checked against the policy, belong to no agent, and hold no
* credential. Having one is the proof, since there is no other way to get it. It is no relation of `ConfigFiles`, which the
* secret channel carries; the compiler keeps them apart.
*/
var TemplateAssets = class TemplateAssets {
	#tree;
	#origin;
	constructor(tree, origin) {
		this.#tree = tree;
		this.#origin = origin;
	}
	/**
	* @throws {IdentikitError} `SSOT_MISSING` where there is nothing to deliver, `POLICY_VIOLATION`, `AGENT_OWNED`,
	* `SECRET_IN_ASSET`
	*/
	static async check(tree, policy, origin) {
		if (tree.size === 0) throw new IdentikitError("SSOT_MISSING", `${origin.source} holds no asset of the policy ${policy.name}`, { remedy: "Check that this is the template's repository and ref." });
		for (const { path } of tree) {
			if (!policy.admits(path)) throw refused("POLICY_VIOLATION", origin, path, `is no asset of the policy ${policy.name}`);
			if (isAgentOwned(path)) throw refused("AGENT_OWNED", origin, path, "belongs to the running agent and cannot be an asset");
		}
		await refuseSecrets(tree, origin.source);
		return new TemplateAssets(tree, origin);
	}
	get tree() {
		return this.#tree;
	}
	get digest() {
		return this.#tree.digest;
	}
	get origin() {
		return this.#origin;
	}
};
function refused(code, { source }, path, problem) {
	return new IdentikitError(code, `${source}: ${JSON.stringify(path)} ${problem}`, { remedy: "Rename the file in the template, or take it out." });
}
// src/template/manifest.ts
/** What a template's, plugin's or organisation's name looks like; it becomes a directory's name. */
const namePattern = /^[a-z0-9][a-z0-9._-]*$/;
const entrySchema$1 = strictObject({
	name: string().max(100).regex(namePattern, "must be lower-case letters, digits, dots, dashes, underscores"),
	repo: string().min(1).max(2e3).describe("`owner/repo`, a URL, or a path relative to the manifest."),
	ref: string().min(1).max(500).optional().describe("A branch, tag or commit; left out, the default branch."),
	runtime: string().regex(namePattern, "must be a runtime's name").optional(),
	private: boolean().optional(),
	provider: _enum(["gitea", "github"]).optional().describe("Which host an `owner/repo` is on, where several are configured.")
});
/** The form of `manifest.json`. */
const manifestSchema = strictObject({
	version: literal(1).optional(),
	_comment: union([string(), array(string())]).optional(),
	plugins: array(entrySchema$1).default([]),
	workspace_templates: array(entrySchema$1).default([]),
	org_templates: array(entrySchema$1).default([])
});
const sections = [
	"plugins",
	"workspace_templates",
	"org_templates"
];
/**
* Reads the manifest anew; nothing is kept between calls.
* @param name what messages call the file
* @throws {IdentikitError} `MANIFEST_INVALID` naming key and line, also for two entries of one name in a section;
* `DOCUMENT_INVALID`, `FILE_UNREADABLE`
*/
function readManifest(file, name = "manifest.json") {
	return parseManifest(readJsonDocument(file, {
		comments: "whole-line",
		name
	}));
}
/** {@link readManifest} of a document that was read already. */
function parseManifest(document) {
	const value = checkDocument(document, manifestSchema, "MANIFEST_INVALID");
	for (const section of sections) refuseDuplicates(document, section, value[section]);
	const entries = (section) => value[section].map((entry, index) => ({
		...entry,
		line: document.lineOf([section, index])
	}));
	return {
		file: document.file,
		plugins: entries("plugins"),
		workspaceTemplates: entries("workspace_templates"),
		orgTemplates: entries("org_templates")
	};
}
function refuseDuplicates(document, section, entries) {
	const first = new Map();
	for (const [index, { name }] of entries.entries()) {
		const before = first.get(name);
		first.set(name, before ?? index);
		if (before === void 0) continue;
		const path = [
			section,
			index,
			"name"
		];
		const at = {
			file: document.file,
			line: document.lineOf(path)
		};
		const other = document.lineOf([
			section,
			before,
			"name"
		]);
		const problem = `${showPath(path)}: ${JSON.stringify(name)} stands on line ${other} already`;
		throw documentFault("MANIFEST_INVALID", at, problem, "Give one of the two entries another name.");
	}
}
// src/template/template-lock.ts
const digest = custom((value) => typeof value === "string" && isDigest(value), "must be sha256:…");
const entrySchema = strictObject({
	repo: string().min(1),
	ref: string().min(1).nullable(),
	commit: string().regex(commitPattern, "must be a full commit id").nullable(),
	treeDigest: digest,
	policy: string().min(1),
	files: record(string(), digest)
});
const lockSchema = strictObject({
	version: literal(1),
	templates: record(string().regex(namePattern), entrySchema)
});
/**
* Reads the lock file; empty where there is none.
* @throws {IdentikitError} `LOCK_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
*/
function readTemplateLock(file) {
	if (!existsSync(file)) return new Map();
	const document = readJsonDocument(file, { name: basename(file) });
	return new Map(Object.entries(checkDocument(document, lockSchema, "LOCK_INVALID").templates));
}
/** Writes the lock file: the same entries give the same bytes. The caller is the only one that writes it now. */
function writeTemplateLock(file, lock) {
	const temporary = temporaryNameFor(basename(file));
	rmSync(join(dirname(file), temporary), { force: true });
	writeFileAtomically(file, formatTemplateLock(lock), { temporary });
}
/** The lock file's text: sorted by name and by path, one fact a line, so that a diff shows what moved. */
function formatTemplateLock(lock) {
	const templates = Object.fromEntries([...lock].sort(([a], [b]) => comparePaths(a, b)).map(([name, { repo, ref, commit, treeDigest, policy, files }]) => [name, {
		repo,
		ref,
		commit,
		treeDigest,
		policy,
		files: sorted(files)
	}]));
	return `${JSON.stringify({
		version: 1,
		templates
	}, void 0, 2)}\n`;
}
function sorted(files) {
	return Object.fromEntries(Object.entries(files).sort(([a], [b]) => comparePaths(a, b)));
}
/**
* The lock's entry for a manifest entry.
* @throws {IdentikitError} `LOCK_INVALID` where there is none; `LOCK_MISMATCH` where it answers another question
*/
function lockedEntry(lock, entry, policy) {
	const locked = lock.get(entry.name);
	if (!locked) throw new IdentikitError("LOCK_INVALID", `identikit.lock has no entry for ${JSON.stringify(entry.name)}`, { remedy: "Fetch without --locked once and commit identikit.lock." });
	const asked = {
		repo: entry.repo,
		ref: entry.ref ?? null,
		policy
	};
	for (const key of [
		"repo",
		"ref",
		"policy"
	]) {
		if (locked[key] === asked[key]) continue;
		const problem = `${entry.name}: ${key} is ${asked[key] ?? "the default branch"}, but identikit.lock was made with ${locked[key] ?? "the default branch"}`;
		throw new IdentikitError("LOCK_MISMATCH", problem, { remedy: "Run `identikit fetch --update-lock`, look at what moved, and commit identikit.lock." });
	}
	return locked;
}
/** What a lock entry would become, or `undefined` where it says just that already. */
function lockChange(name, from, to) {
	if (from && JSON.stringify({
		...from,
		files: 0
	}) === JSON.stringify({
		...to,
		files: 0
	})) return void 0;
	const before = from?.files ?? {};
	const changed = [...new Set([...Object.keys(before), ...Object.keys(to.files)])].filter((path) => before[path] !== to.files[path]).sort(comparePaths);
	return {
		name,
		from: from ?? null,
		to,
		changed
	};
}
// src/template/template-of.ts
/** Runtimes that have no template: for them there is nothing to deliver, and that is no error. */
const templatelessRuntimes = [
	"external",
	"kimi",
	"kimi-cli",
	"mock"
];
/**
* The template of a workspace. A template that was named beats the runtime's; a runtime is served by the entry
* whose `runtime` key, or else whose name, it is, with and without the suffix `-default`.
* @throws {IdentikitError} `TEMPLATE_UNKNOWN` where there is none, or where two entries serve the runtime
*/
function chooseTemplate(manifest, wanted) {
	if (wanted.template !== void 0) return {
		kind: "template",
		entry: templateNamed(manifest, wanted.template)
	};
	const { runtime } = wanted;
	if (templatelessRuntimes.includes(runtime)) return {
		kind: "none",
		runtime
	};
	const serving = manifest.workspaceTemplates.filter((entry) => served(entry) === withoutSuffix(runtime));
	const [entry, other] = serving;
	if (!entry) throw unknown(manifest, `no template serves the runtime`, runtime, manifest.workspaceTemplates.map(served));
	if (other) throw ambiguous(manifest, runtime, serving);
	return {
		kind: "template",
		entry
	};
}
/**
* The workspace template of that name.
* @throws {IdentikitError} `TEMPLATE_UNKNOWN` with the nearest name
*/
function templateNamed(manifest, name) {
	const entry = manifest.workspaceTemplates.find((candidate) => candidate.name === name);
	if (entry) return entry;
	throw unknown(manifest, "no workspace template is named", name, manifest.workspaceTemplates.map((each) => each.name));
}
function served(entry) {
	return withoutSuffix(entry.runtime ?? entry.name);
}
function withoutSuffix(name) {
	return name.replace(/-default$/, "");
}
function unknown(manifest, problem, word, known) {
	const meant = suggestion(word, known);
	return new IdentikitError("TEMPLATE_UNKNOWN", `${manifest.file}: ${problem} ${JSON.stringify(word)}${meant}`, {
		remedy: known.length > 0 ? `There are: ${known.join(", ")}.` : "Add an entry to workspace_templates.",
		location: { file: manifest.file }
	});
}
function ambiguous(manifest, runtime, serving) {
	const names = serving.map((entry) => JSON.stringify(entry.name)).join(" and ");
	const line = serving[1]?.line;
	return new IdentikitError("TEMPLATE_UNKNOWN", `${manifest.file}: the runtime ${JSON.stringify(runtime)} is served by ${names}`, {
		remedy: "Name the template itself, or leave the runtime to one of them.",
		location: {
			file: manifest.file,
			...line === void 0 ? {} : { line }
		}
	});
}
// src/template/policy.ts
/** The profiles that come with Identikit; a published one never changes, a new one gets a new version. */
const builtinPolicies = {
	"assets/v1": { include: [
		"config.yaml",
		"mcp_servers.yaml",
		"prompts/**",
		"agent-skills/**"
	] },
	"identity/v1": { include: [
		"config.yaml",
		"mcp_servers.yaml",
		"prompts/**"
	] }
};
/**
* The policy of that name.
* @param further profiles of the settings; a built-in name cannot be given another meaning
* @throws {IdentikitError} `SETTINGS_INVALID` for an unknown name, a redefined one or a malformed pattern
*/
function policyNamed(name = "assets/v1", further = {}) {
	for (const own of Object.keys(further)) if (Object.hasOwn(builtinPolicies, own)) throw invalid(`the policy ${JSON.stringify(own)} is built in`);
	const profiles = {
		...further,
		...builtinPolicies
	};
	const profile = Object.hasOwn(profiles, name) ? profiles[name] : void 0;
	if (!profile) throw invalid(`no policy is named ${JSON.stringify(name)}${suggestion(name, Object.keys(profiles))}`);
	const exact = new Set();
	const directories = [];
	for (const pattern of profile.include) {
		if (!/^(?!\/)[^*?[\]\\]+?(\/\*\*)?$/.test(pattern) || /(^|\/)\.{0,2}(\/|$)/.test(pattern.replace(/\/\*\*$/, ""))) throw invalid(`policy ${name}: ${JSON.stringify(pattern)} is neither a path nor "dir/**"`);
		if (pattern.endsWith("/**")) directories.push(pattern.slice(0, -2));
		else exact.add(pattern);
	}
	const starts = [...exact, ...directories];
	return {
		name,
		roots: starts.map((start) => start.replace(/\/$/, "")),
		admits: (path) => exact.has(path) || directories.some((directory) => path.startsWith(directory)),
		reaches: (path) => directories.some((directory) => `${path}/`.startsWith(directory)) || starts.some((start) => start === path || start.startsWith(`${path}/`))
	};
}
function invalid(problem) {
	return new IdentikitError("SETTINGS_INVALID", problem, {
		remedy: "Mend `policy` or `policies` in identikit.yaml.",
		location: { file: "identikit.yaml" }
	});
}
export { AssetSelection, CachedSource, FetchedTrees, TemplateAssets, alterationsOf, checkFetchedCopy, chooseTemplate, contentCacheOf, credentialAt, defaultLimits, deliveredFrom, deliveryOf, hasStrayToken, hostFor, hostVariables, isAgentOwned, isAsDelivered, isCommitId, layOut, ledgerPlace, lockChange, lockedEntry, namePattern, pickRevision, policyNamed, readLedger, readManifest, readTemplateLock, refCandidates, stateDirectory, templateHosts, templateNamed, templatelessRuntimes, unknownRef, writeTemplateLock };
