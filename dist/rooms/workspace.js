import { IdentikitError, codeOf, isDigest } from "../start/faces.js";
import { certain } from "./fault.js";
import { AnchoredDirectory, createFileIn, digestOf, readFileIn, removeTreeIn, writeFileIn } from "./tree.js";
import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { closeSync, constants, copyFileSync, existsSync, fstatSync, lstatSync, mkdirSync, mkdtempSync, openSync, readSync, readdirSync, readlinkSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
// src/workspace/store/pack-part.ts
const chunkBytes = 1048576;
function isPart(path) {
	return /\.(pack|idx|rev)$/.test(path);
}
function packTrailer(directory, name) {
	return withFile(directory, name, (descriptor, size) => {
		const bytes = Buffer.alloc(Math.min(20, size));
		readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
		return bytes.toString("hex");
	});
}
function isWholePart(directory, name) {
	return withFile(directory, name, (descriptor, size) => [["sha1", 20], ["sha256", 32]].some(([algorithm, length]) => {
		const end = size - Number(length);
		if (end < 0) return false;
		const digest = createHash(String(algorithm));
		const buffer = Buffer.alloc(chunkBytes);
		for (let at = 0; at < end;) {
			const read = readSync(descriptor, buffer, 0, Math.min(chunkBytes, end - at), at);
			if (read === 0) return false;
			digest.update(buffer.subarray(0, read));
			at += read;
		}
		const trailer = Buffer.alloc(Number(length));
		readSync(descriptor, trailer, 0, trailer.length, end);
		return digest.digest().equals(trailer);
	}));
}
function withFile(directory, name, work) {
	const descriptor = openSync(directory.locate(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	try {
		return work(descriptor, fstatSync(descriptor).size);
	} finally {
		closeSync(descriptor);
	}
}
// src/workspace/store/store-seal.ts
const smallBytes = 65536;
function sealOf(store) {
	const seal = {};
	const visit = (directory, prefix) => {
		for (const child of readdirSync(directory.locate("."), { withFileTypes: true })) {
			const path = prefix + child.name;
			if (!child.isDirectory()) {
				seal[path] = stampOf(directory, child.name);
				continue;
			}
			using below = directory.enter(child.name);
			seal[path] = `directory ${below?.status().mode}`;
			if (below && path !== "worktrees") visit(below, `${path}/`);
		}
	};
	visit(store, "");
	return seal;
}
function stampOf(directory, name) {
	const status = lstatSync(directory.locate(name), { bigint: true });
	const { mode, ino, size, mtimeNs, ctimeNs } = status;
	const stamp = `${mode} ${size} ${ino} ${mtimeNs} ${ctimeNs}`;
	if (!status.isFile()) return stamp;
	if (isPart(name)) return `${stamp} ${packTrailer(directory, name)}`;
	const file = size <= smallBytes ? readFileIn(directory, name, smallBytes) : void 0;
	return file ? `${stamp} ${digestOf(file.bytes)}` : stamp;
}
function isSameBytes(store, path, before = "", after = "") {
	const [mode, size, , , , trailer] = before.split(" ");
	const [modeNow, sizeNow, , , , trailerNow] = after.split(" ");
	if (!isPart(path) || trailer === void 0) return false;
	if (mode !== modeNow || size !== sizeNow || trailer !== trailerNow) return false;
	const segments = path.split("/");
	const name = segments.pop() ?? "";
	using pack = store.reach(segments);
	return pack !== void 0 && isWholePart(pack, name);
}
function withoutUnfinished(sealed, seal) {
	const isOurs = (path) => /^fetch\.git\/(refs(\/|$)|packed-refs|shallow|FETCH_HEAD)/.test(path) || /^store\.git\/(shallow|refs\/(remotes|tags))/.test(path) || path.startsWith("store.git/objects/pack/") && sealed[path] === void 0;
	return Object.fromEntries(Object.entries(seal).filter(([path]) => !isOurs(path)));
}
function checkSeal(directory, before, after) {
	const broken = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]).filter((path) => !isSameBytes(directory, path, before[path], after[path])).sort();
	if (broken.length === 0) return;
	const named = broken.slice(0, 5).map((one) => JSON.stringify(one));
	const more = broken.length > 5 ? ` and ${broken.length - 5} more` : "";
	throw new IdentikitError("STORE_TAMPERED", `the store ${directory.path} was touched: ${named.join(", ")}${more}`, { remedy: "Find out which run could write there. Then remove the store's folder; it is fetched again. If it was only copied or restored, remove it as well." });
}
// src/workspace/commit/commit-text.ts
function messageText({ title, body, trailers }) {
	for (const [key, value] of trailers) if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key) || value.trim() === "" || hasLineEnd(value)) throw invalidText(`the trailer ${JSON.stringify(key)} is not one line`);
	if (title.trim() === "" || hasLineEnd(title)) throw invalidText("the title is not one line");
	if (body?.includes("\0")) throw invalidText("the body has a NUL");
	return `${[
		title.trim(),
		body?.trim() ?? "",
		trailers.map(([key, value]) => `${key}: ${value}`).join("\n")
	].filter((one) => one !== "").join("\n\n")}\n`;
}
function personVariables(role, { name, email }, date) {
	if (name.trim() === "" || /[<>]/.test(name + email) || hasLineEnd(name + email)) throw invalidText(`${JSON.stringify(`${name} <${email}>`)} is nobody that a commit can name`);
	const seconds = Math.floor(Date.parse(date) / 1e3);
	return {
		[`GIT_${role}_NAME`]: name,
		[`GIT_${role}_EMAIL`]: email,
		[`GIT_${role}_DATE`]: `@${seconds} +0000`
	};
}
function hasLineEnd(text) {
	return /[\u0000-\u001f\u007f\u2028\u2029]/.test(text);
}
function invalidText(problem) {
	return new IdentikitError("PATCH_INVALID", `the commit cannot be made: ${problem}`, { remedy: "Write names, titles and trailers in one line each." });
}
// src/workspace/files/case-collisions.ts
function caseCollisions(base, added, removed) {
	const found = new Map();
	if (added.length === 0) return found;
	const known = new Map();
	const claim = (path) => {
		for (let end = path.indexOf("/");; end = path.indexOf("/", end + 1)) {
			const part = end === -1 ? path : path.slice(0, end);
			const folded = part.normalize("NFC").toLowerCase();
			const other = known.get(folded);
			if (other === void 0) known.set(folded, part);
			else if (other !== part) return other;
			if (end === -1) return void 0;
		}
	};
	for (const [path] of base.all()) if (!removed.has(path)) claim(path);
	for (const path of added) {
		const other = claim(path);
		if (other !== void 0) found.set(path, other);
	}
	return found;
}
// src/workspace/files/comparison.ts
const usualBounds = {
	entries: 1e6,
	files: 2e4,
	bytes: 268435456
};
var Comparison = class {
	changes = [];
	refused = [];
	bounds;
	ignored = 0;
	#entries = 0;
	#bytes = 0;
	#changedAt;
	constructor(bounds) {
		this.bounds = bounds;
	}
	get changedAt() {
		return this.#changedAt === void 0 ? void 0 : Number(this.#changedAt / 1000000n);
	}
	addEntry() {
		if (++this.#entries > this.bounds.entries) throw harvestTooLarge(`it has more than ${this.bounds.entries} entries`);
	}
	addBytes(length, mtimeNs) {
		this.#bytes += length;
		if (this.#bytes > this.bounds.bytes) throw harvestTooLarge(`more than ${this.bounds.bytes} bytes differ`);
		if (this.#changedAt === void 0 || mtimeNs > this.#changedAt) this.#changedAt = mtimeNs;
	}
	change(change) {
		if (hasControl(change.path)) {
			this.refuse(change.path, "its path has a control character");
			return;
		}
		if (this.changes.length >= this.bounds.files) throw harvestTooLarge(`more than ${this.bounds.files} files differ`);
		this.changes.push(change);
	}
	refuse(path, reason) {
		if (this.refused.length >= this.bounds.files) throw harvestTooLarge(`more than ${this.bounds.files} entries cannot be in a patch`);
		this.refused.push({
			path,
			reason
		});
	}
};
function harvestTooLarge(problem) {
	return new IdentikitError("HARVEST_TOO_LARGE", `the workspace cannot be harvested: ${problem}`, { remedy: "Have build output ignored by the repository's .gitignore, or split the work." });
}
function hasControl(path) {
	return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(path);
}
// src/workspace/files/found-file.ts
function lookAtFile(directory, name, path, entry, look) {
	const status = lstatSync(directory.locate(name), {
		bigint: true,
		throwIfNoEntry: false
	});
	if (!status) return "gone";
	if (status.dev !== look.device) return otherFileSystem;
	if (entry?.mode === "160000") return "a file stands where the base has a submodule";
	const mode = modeOf(status);
	const isSameKind = entry?.mode === mode;
	if (isSameKind && look.stats?.isUnchanged(path, entry.object, status)) return void 0;
	const file = readOrReason(directory, name, path, look.maxBytes);
	if (!file || typeof file === "string") return file ?? "gone";
	if (isSameKind && objectOf(file.bytes, entry.object) === entry.object) return void 0;
	if (file.links > 1) return "it is a hard link";
	return {
		mode,
		bytes: file.bytes,
		mtimeNs: status.mtimeNs
	};
}
function specialReason(directory, child, entry) {
	if (child.isFIFO()) return "it is a FIFO";
	if (child.isSocket()) return "it is a socket";
	if (!child.isSymbolicLink()) return "it is a device";
	if (entry?.mode !== "120000") return "it is a link";
	return objectOf(readlinkSync(directory.locate(child.name), "buffer"), entry.object) === entry.object ? void 0 : "it is a link that was changed";
}
const otherFileSystem = "another file system is mounted there";
function unreadReason(caught) {
	if (!(caught instanceof IdentikitError && /^(FILE_UNREADABLE|PATH_LINKED|ENTRY_TYPE)$/.test(caught.code))) throw caught;
	return `it cannot be read: ${codeOf(caught.cause) ?? caught.code}`;
}
function readOrReason(directory, name, path, maxBytes) {
	try {
		return readFileIn(directory, name, maxBytes, () => harvestTooLarge(`${JSON.stringify(path)} has more than ${maxBytes} bytes`));
	} catch (caught) {
		return unreadReason(caught);
	}
}
function objectOf(bytes, like) {
	const algorithm = like.length === 64 ? "sha256" : "sha1";
	return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
function modeOf({ mode }) {
	return (mode & 64n) === 0n ? "100644" : "100755";
}
// src/workspace/commit/object-scratch.ts
var ObjectScratch = class {
	folder;
	git;
	constructor(store) {
		this.folder = mkdtempSync(join(tmpdir(), "identikit-objects-"));
		mkdirSync(join(this.folder, "objects"));
		this.git = store.git.with({
			GIT_OBJECT_DIRECTORY: join(this.folder, "objects"),
			GIT_ALTERNATE_OBJECT_DIRECTORIES: store.objects,
			GIT_INDEX_FILE: join(this.folder, "index")
		});
	}
	[Symbol.dispose]() {
		rmSync(this.folder, {
			recursive: true,
			force: true
		});
	}
};
// src/workspace/files/stat-index.ts
var StatIndex = class StatIndex {
	#stamps;
	#writtenAt;
	constructor(stamps, writtenAt) {
		this.#stamps = stamps;
		this.#writtenAt = writtenAt;
	}
	static parse(bytes, writtenAt) {
		const idBytes = bytes.length > 20 && isWhole(bytes, "sha1", 20) ? 20 : isWhole(bytes, "sha256", 32) ? 32 : 0;
		if (idBytes === 0 || bytes.toString("latin1", 0, 4) !== "DIRC" || bytes.readUInt32BE(4) !== 2) return void 0;
		const count = bytes.readUInt32BE(8);
		const stamps = new Map();
		for (let at = 12, index = 0; index < count; index++) {
			const nameAt = at + 42 + idBytes;
			const end = bytes.indexOf(0, nameAt);
			if (end === -1) return void 0;
			stamps.set(bytes.toString("utf8", nameAt, end), {
				ctimeSeconds: bytes.readUInt32BE(at),
				ctimeNanoseconds: bytes.readUInt32BE(at + 4),
				mtimeSeconds: bytes.readUInt32BE(at + 8),
				mtimeNanoseconds: bytes.readUInt32BE(at + 12),
				device: bytes.readUInt32BE(at + 16),
				inode: bytes.readUInt32BE(at + 20),
				mode: bytes.readUInt32BE(at + 24),
				size: bytes.readUInt32BE(at + 36),
				object: bytes.toString("hex", at + 40, at + 40 + idBytes)
			});
			at += (end - at & -8) + 8;
		}
		return new StatIndex(stamps, writtenAt);
	}
	isUnchanged(path, object, status) {
		const stamp = this.#stamps.get(path);
		return stamp !== void 0 && stamp.object === object && stamp.inode === Number(status.ino & 4294967295n) && stamp.size === Number(status.size & 4294967295n) && nanoseconds(stamp.ctimeSeconds, stamp.ctimeNanoseconds) === status.ctimeNs && nanoseconds(stamp.mtimeSeconds, stamp.mtimeNanoseconds) === status.mtimeNs && stamp.device === Number(status.dev & 4294967295n) && stamp.mode === (Number(status.mode) & 64 ? 33261 : 33188) && status.ctimeNs < this.#writtenAt && status.mtimeNs < this.#writtenAt;
	}
};
function isWhole(bytes, algorithm, length) {
	if (bytes.length < 12 + length) return false;
	return createHash(algorithm).update(bytes.subarray(0, -length)).digest().equals(bytes.subarray(-length));
}
function nanoseconds(seconds, nanos) {
	return BigInt(seconds) * 1000000000n + BigInt(nanos);
}
// src/workspace/host/worktree.ts
const mostIndexBytes = 1073741824;
const plain = {
	mode: 420,
	sync: false
};
function adminName({ namespace, name }) {
	return `w-${digestOf(JSON.stringify([namespace, name])).slice(7, 31)}`;
}
async function checkOut(root, store, record, signal) {
	const { tree, objects, records } = root.place(record);
	using _ = root.make("workspaces", record.namespace, record.name);
	mkdirSync(tree);
	mkdirSync(objects);
	await readTree(store, {
		index: join(records, "index"),
		tree
	}, [
		"-m",
		"-u",
		record.base
	], signal);
	giveAdmin(root, store, record);
}
async function readTree(store, { index, tree }, args, signal) {
	const own = `${index}-${randomUUID()}`;
	try {
		if (existsSync(index)) copyFileSync(index, own);
		await store.git.with({
			GIT_INDEX_FILE: own,
			GIT_WORK_TREE: tree
		}).ask([
			"read-tree",
			"--no-recurse-submodules",
			...args
		], signal, { cwd: tree });
		renameSync(own, index);
	} finally {
		for (const file of [own, `${own}.lock`]) rmSync(file, { force: true });
	}
}
function giveAdmin(root, store, record) {
	const { tree } = root.place(record);
	using git = AnchoredDirectory.open(store.gitDirectory);
	using worktrees = git.enterOrMake("worktrees");
	removeTreeIn(worktrees, record.admin);
	using admin = worktrees.enterOrMake(record.admin);
	writeFileIn(admin, "HEAD", Buffer.from(`${record.base}\n`), plain);
	writeFileIn(admin, "commondir", Buffer.from("../..\n"), plain);
	writeFileIn(admin, "gitdir", Buffer.from(`${join(tree, ".git")}\n`), plain);
	using records = root.make("records", record.namespace, record.name);
	const index = readFileIn(records, "index", mostIndexBytes);
	if (index) writeFileIn(admin, "index", index.bytes, plain);
	using open = certain(root.openTree(record));
	if (open.kindOf(".git") === "directory") removeTreeIn(open, ".git");
	writeFileIn(open, ".git", Buffer.from(`gitdir: ${join(store.gitDirectory, "worktrees", record.admin)}\n`), plain);
}
function statIndexOf(root, record) {
	if (!record.trustTimes) return void 0;
	using records = root.enter("records", record.namespace, record.name);
	const file = records && readFileIn(records, "index", mostIndexBytes);
	if (!file || !records) return void 0;
	return StatIndex.parse(file.bytes, lstatSync(records.locate("index"), { bigint: true }).mtimeNs);
}
// src/workspace/host/agent-git.ts
const settings = [
	["user.name", "agent"],
	["user.email", "agent@identikit.invalid"],
	["gc.auto", "0"],
	["maintenance.auto", "false"],
	["core.hooksPath", "/dev/null"],
	["advice.detachedHead", "false"]
];
function agentGit(root, store, record) {
	const { tree, objects } = root.place(record);
	const config = [
		...settings,
		["safe.directory", tree],
		["safe.directory", store.gitDirectory]
	];
	return {
		environment: {
			GIT_OBJECT_DIRECTORY: objects,
			GIT_ALTERNATE_OBJECT_DIRECTORIES: store.objects,
			GIT_TERMINAL_PROMPT: "0",
			GIT_CONFIG_NOSYSTEM: "1",
			GIT_CONFIG_COUNT: String(config.length),
			...Object.fromEntries(config.flatMap(([key = "", value = ""], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]]))
		},
		paths: [
			{
				path: tree,
				writable: true
			},
			{
				path: objects,
				writable: true
			},
			{
				path: store.gitDirectory,
				writable: false
			},
			{
				path: join(store.gitDirectory, "worktrees", record.admin),
				writable: true
			}
		]
	};
}
// src/workspace/host/workspace-ref.ts
function workspaceRef(refs) {
	const { pullRequest, headRepository, ref, head, defaultBranch } = refs;
	if (pullRequest !== void 0) return `refs/pull/${pullRequest}/head`;
	if (headRepository !== void 0) return void 0;
	if (ref !== void 0 || head !== void 0 || defaultBranch === void 0) return ref;
	return `refs/heads/${defaultBranch}`;
}
// src/workspace/state/links.ts
const longest = 2e3;
function editorLink(path) {
	return `vscode://file${path.split("/").map(encodeURIComponent).join("/")}`.slice(0, longest);
}
// src/workspace/files/blob-folder.ts
const mostBytes$1 = 1073741824;
var BlobFolder = class {
	#folder;
	constructor(path) {
		using above = AnchoredDirectory.make(path, 448);
		this.#folder = certain(above.enterOrMake("sha256", 448));
	}
	put(bytes) {
		const digest = digestOf(bytes);
		const name = digest.slice(7);
		if (!this.#folder.has(name)) createFileIn(this.#folder, name, bytes, {
			mode: 384,
			sync: false
		});
		return digest;
	}
	has(digest) {
		return isDigest(digest) && this.#folder.has(digest.slice(7));
	}
	read(digest) {
		const file = isDigest(digest) ? readFileIn(this.#folder, digest.slice(7), mostBytes$1) : void 0;
		if (file && digestOf(file.bytes) === digest) return file.bytes;
		throw new IdentikitError("PATCH_INVALID", `the content ${digest} of a patch is missing or was changed`, { remedy: "Take the patch and its content from the run bundle again." });
	}
	[Symbol.dispose]() {
		this.#folder[Symbol.dispose]();
	}
};
// src/workspace/rebase/conflict-markers.ts
const mostBytes = 268435456;
function fileBytes(tree, path) {
	const segments = path.split("/");
	const name = segments.pop() ?? "";
	try {
		using folder = tree.reach(segments);
		return folder && readFileIn(folder, name, mostBytes)?.bytes;
	} catch (caught) {
		if (caught instanceof IdentikitError && /^(PATH_LINKED|ENTRY_TYPE)$/.test(caught.code)) return void 0;
		throw caught;
	}
}
function withMarkers(tree, paths) {
	return paths.filter((path) => {
		const text = fileBytes(tree, path)?.toString("latin1") ?? "";
		return /^(<{7}|>{7}|\|{7})( |\r?$)/m.test(text);
	});
}
// src/workspace/rebase/reset-files.ts
async function resetFiles(root, record, { git }, trees, signal) {
	const { tree, records } = root.place(record);
	const index = join(records, "index");
	rmSync(`${index}.lock`, { force: true });
	const own = git.with({
		GIT_INDEX_FILE: index,
		GIT_WORK_TREE: tree
	});
	const readTree = (...args) => own.ask([
		"read-tree",
		"--no-recurse-submodules",
		"--reset",
		...args
	], signal, { cwd: tree });
	await readTree(trees.from);
	await readTree("-u", trees.to);
	await readTree(trees.base);
}
// src/workspace/actions/incoming-folder.ts
var IncomingFolder = class {
	#path;
	#blobs;
	constructor(root, key) {
		root.place(key);
		this.#path = join(root.path, "incoming", key.namespace, key.name);
	}
	async take(fetch) {
		rmSync(this.#path, {
			recursive: true,
			force: true
		});
		this.#blobs = new BlobFolder(this.#path);
		return {
			patch: await fetch(this.#blobs),
			blobs: this.#blobs
		};
	}
	[Symbol.dispose]() {
		this.#blobs?.[Symbol.dispose]();
		rmSync(this.#path, {
			recursive: true,
			force: true
		});
	}
};
export { BlobFolder, Comparison, IncomingFolder, ObjectScratch, adminName, agentGit, caseCollisions, checkOut, checkSeal, editorLink, fileBytes, giveAdmin, lookAtFile, messageText, otherFileSystem, personVariables, readTree, resetFiles, sealOf, specialReason, statIndexOf, unreadReason, usualBounds, withMarkers, withoutUnfinished, workspaceRef };
