import { IdentikitError, codeOf } from "../start/faces.js";
import { certain } from "./fault.js";
import { isZero } from "./tar.js";
import { hash, randomUUID } from "node:crypto";
import { basename, dirname, join, resolve, sep } from "node:path";
import { closeSync, constants, existsSync, fchmodSync, fchownSync, fstatSync, fsync, fsyncSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { isUtf8 } from "node:buffer";
import { tmpdir } from "node:os";
import { open } from "node:fs/promises";
// src/tree/file-fault.ts
const meaning = {
	ENOENT: "does not exist",
	EACCES: "may not be accessed by this user",
	EPERM: "may not be changed by this user",
	ENOTDIR: "is not a directory, or something above it is not",
	EISDIR: "is a directory",
	ENOSPC: "cannot be written: the disk is full",
	EDQUOT: "cannot be written: the quota is used up",
	EROFS: "is on a read-only file system",
	ELOOP: "is a symbolic link",
	EMFILE: "cannot be opened: too many open files",
	ENAMETOOLONG: "has a name that is too long"
};
const remedies = {
	ENOENT: "Check the path.",
	EACCES: "Give this user the permission, or run as one who has it.",
	ENOSPC: "Free some space and run again; the old content is still there."
};
function fileFault(code, path, cause) {
	if (cause instanceof IdentikitError) return cause;
	const errno = codeOf(cause) ?? "";
	const verb = code === "FILE_UNREADABLE" ? "read" : "written";
	return new IdentikitError(code, `${path} ${meaning[errno] ?? `could not be ${verb} (${errno || cause})`}`, {
		remedy: remedies[errno] ?? "Fix the path or its permissions and run again.",
		cause
	});
}
// src/tree/directory-view.ts
var GlancedDirectory = class GlancedDirectory {
	path;
	#status;
	constructor(path, status) {
		this.path = path;
		this.#status = status;
	}
	static at(path) {
		try {
			const status = lstatSync(path, { throwIfNoEntry: false });
			if (!status) return void 0;
			if (!status.isDirectory()) throw obstacle(path, status.isSymbolicLink());
			return new GlancedDirectory(path, {
				mode: status.mode & 4095,
				uid: status.uid,
				gid: status.gid
			});
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	locate(name) {
		return `${this.path}/${name}`;
	}
	enter(name) {
		return GlancedDirectory.at(this.locate(name));
	}
	status() {
		return this.#status;
	}
	[Symbol.dispose]() {}
};
function obstacle(path, linked) {
	return new IdentikitError(linked ? "PATH_LINKED" : "ENTRY_TYPE", linked ? `${path} is a symbolic link where a directory must be` : `${path} is not a directory`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
// src/tree/self-ignored.ts
const stateDirectories = new Set([".identikit", ".tenant-bundle-deps"]);
const everything = "*\n";
function isSelfIgnored(name) {
	return stateDirectories.has(name);
}
function ignoreOwnState(path) {
	const segments = resolve(path).split(sep);
	const at = segments.findIndex(isSelfIgnored);
	if (at !== -1) writeIgnoreFile(join(segments.slice(0, at + 1).join(sep), ".gitignore"));
}
function writeIgnoreFile(file) {
	try {
		const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
		const descriptor = openSync(file, flags, 420);
		try {
			writeSync(descriptor, everything);
		} finally {
			closeSync(descriptor);
		}
	} catch (cause) {
		if (codeOf(cause) !== "EEXIST") throw cause;
	}
}
// src/tree/make-directories.ts
function makeDirectories(path, mode) {
	if (isDirectory(path)) return;
	makeMissing(path, mode);
	ignoreOwnState(path);
}
function makeMissing(path, mode) {
	const above = dirname(path);
	if (above !== path && !existsSync(above)) makeMissing(above, mode);
	try {
		mkdirSync(path, { mode });
	} catch (cause) {
		if (!isDirectory(path)) throw cause;
	}
}
function isDirectory(path) {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
// src/tree/observed.ts
function kindOfStatus(status) {
	if (status.isFile()) return "file";
	if (status.isDirectory()) return "directory";
	if (status.isSymbolicLink()) return "symlink";
	if (status.isFIFO()) return "fifo";
	return status.isSocket() ? "socket" : "device";
}
// src/tree/anchored-directory.ts
const fsyncLater$1 = promisify(fsync);
const followNoLink = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
let descriptorsAreReachable;
var AnchoredDirectory = class AnchoredDirectory {
	path;
	#descriptor;
	#base;
	#isNew = false;
	constructor(path, descriptor) {
		this.path = path;
		this.#descriptor = descriptor;
		descriptorsAreReachable ??= existsSync("/proc/self/fd/0") || existsSync("/proc/self/fd");
		this.#base = descriptorsAreReachable ? `/proc/self/fd/${descriptor}` : realpathSync(path);
	}
	static open(path) {
		try {
			return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	static make(path, mode = 493) {
		try {
			makeDirectories(path, mode);
			return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", path, cause);
		}
	}
	locate(name) {
		return `${this.#base}/${name}`;
	}
	has(name) {
		return lstatSync(this.locate(name), { throwIfNoEntry: false }) !== void 0;
	}
	kindOf(name) {
		const status = lstatSync(this.locate(name), { throwIfNoEntry: false });
		return status && kindOfStatus(status);
	}
	enter(name) {
		const path = join(this.path, name);
		try {
			return new AnchoredDirectory(path, openSync(this.locate(name), followNoLink));
		} catch (cause) {
			const code = codeOf(cause);
			if (code === "ENOENT") return void 0;
			if (code === "ELOOP" || code === "ENOTDIR") throw this.#obstacle(name);
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	reach(names) {
		let at = this.enter(".");
		for (const name of names) {
			using above = at;
			at = above?.enter(name);
		}
		return at;
	}
	enterOrMake(name, mode = 493) {
		const path = join(this.path, name);
		for (let made = false;;) {
			const directory = made || this.has(name) ? this.enter(name) : void 0;
			if (directory && made) {
				directory.#isNew = true;
				if (directory.status().mode !== mode) directory.setMode(mode);
			}
			if (directory) return directory;
			try {
				mkdirSync(this.locate(name), { mode });
				made = true;
				if (isSelfIgnored(name)) writeIgnoreFile(`${this.locate(name)}/.gitignore`);
			} catch (cause) {
				if (codeOf(cause) !== "EEXIST") throw fileFault("FILE_UNWRITABLE", path, cause);
			}
		}
	}
	get isNew() {
		return this.#isNew;
	}
	status() {
		const { mode, uid, gid } = fstatSync(this.#descriptor);
		return {
			mode: mode & 4095,
			uid,
			gid
		};
	}
	setMode(mode) {
		try {
			fchmodSync(this.#descriptor, mode);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.path, cause);
		}
	}
	setOwner({ uid, gid }) {
		try {
			fchownSync(this.#descriptor, uid, gid);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.path, cause);
		}
	}
	async syncLater() {
		await fsyncLater$1(this.#descriptor);
	}
	sync() {
		fsyncSync(this.#descriptor);
	}
	[Symbol.dispose]() {
		closeSync(this.#descriptor);
	}
	#obstacle(name) {
		const linked = lstatSync(this.locate(name), { throwIfNoEntry: false })?.isSymbolicLink() ?? true;
		return obstacle(join(this.path, name), linked);
	}
};
// src/tree/special-file.ts
function isDescriptorPath(path) {
	return /^\/(?:dev\/(?:fd\/[0-9]+|std(?:in|out|err))|proc\/(?:self|thread-self|[0-9]+)\/fd\/[0-9]+)$/.test(path);
}
function kindOf(status) {
	if (status.isCharacterDevice() || status.isBlockDevice()) return "device";
	if (status.isFIFO()) return "FIFO";
	return status.isSocket() ? "socket" : "special file";
}
function refuseToReplace(at, shown) {
	const status = lstatSync(at, { throwIfNoEntry: false });
	if (status === void 0 || status.isFile() || status.isDirectory()) return;
	const target = status.isSymbolicLink() ? statSync(at, { throwIfNoEntry: false }) : status;
	const isSpecial = target !== void 0 && !target.isFile() && !target.isDirectory();
	if (!isSpecial && !isDescriptorPath(shown)) return;
	const what = isSpecial ? kindOf(target) : "name of an open descriptor";
	throw new IdentikitError("ENTRY_TYPE", `${shown} is a ${what}, and is not replaced by a file`, { remedy: "Name a path where a regular file may be made." });
}
// src/tree/take-name.ts
function takeName(from, directory, name) {
	const target = directory.locate(name);
	try {
		if (!directory.isNew) refuseToReplace(target, join(directory.path, name));
		renameSync(from, target);
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
	}
}
// src/tree/temporary-name.ts
const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;
function newTemporaryName() {
	return `.identikit-${randomUUID().slice(-12)}.tmp`;
}
function temporaryNameFor(thing) {
	return `.identikit-${hash("sha256", thing).slice(0, 12)}.tmp`;
}
function isTemporaryName(name) {
	return temporaryName.test(name);
}
// src/tree/staged-file.ts
const fsyncLater = promisify(fsync);
const writeLater = promisify(write);
var StagedFile = class StagedFile {
	#directory;
	#name;
	#temporary;
	#descriptor;
	#committed = false;
	#end = 0;
	constructor(directory, name, { temporary = newTemporaryName(), staging = directory }) {
		this.#directory = directory;
		this.#name = name;
		this.#temporary = staging.locate(temporary);
	}
	static open(directory, name, options = {}) {
		const file = new StagedFile(directory, name, options);
		try {
			file.#create(options);
			return file;
		} catch (cause) {
			file[Symbol.dispose]();
			throw file.#fault(cause);
		}
	}
	static write(directory, name, bytes, options = {}) {
		const file = StagedFile.open(directory, name, options);
		try {
			file.append(bytes);
			return file;
		} catch (cause) {
			file[Symbol.dispose]();
			throw cause;
		}
	}
	append(bytes) {
		this.replace(bytes, this.#end);
		this.#end += bytes.length;
	}
	async appendAll(chunks) {
		for await (const chunk of chunks) try {
			for (let at = 0; at < chunk.length;) {
				const left = chunk.length - at;
				const { bytesWritten } = await writeLater(this.#open, chunk, at, left, this.#end);
				at += bytesWritten;
				this.#end += bytesWritten;
			}
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	replace(bytes, position) {
		try {
			for (let at = 0; at < bytes.length;) at += writeSync(this.#open, bytes, at, bytes.length - at, position + at);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	async sync() {
		try {
			if (this.#descriptor !== void 0) await fsyncLater(this.#descriptor);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	syncNow() {
		try {
			if (this.#descriptor !== void 0) fsyncSync(this.#descriptor);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	commit(check) {
		try {
			this.#close();
			check?.();
			takeName(this.#temporary, this.#directory, this.#name);
			this.#committed = true;
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	commitNew() {
		try {
			this.#close();
			linkSync(this.#temporary, this.#directory.locate(this.#name));
			return true;
		} catch (cause) {
			if (codeOf(cause) === "EEXIST") return false;
			throw this.#fault(cause);
		}
	}
	[Symbol.dispose]() {
		this.#close();
		if (!this.#committed) rmSync(this.#temporary, { force: true });
	}
	#create({ mode = 420, owner, temporary }) {
		const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
		const open = () => openSync(this.#temporary, flags, mode);
		let descriptor;
		try {
			descriptor = open();
		} catch (cause) {
			if (temporary === void 0 || codeOf(cause) !== "EEXIST") throw cause;
			rmSync(this.#temporary);
			descriptor = open();
		}
		this.#descriptor = descriptor;
		if (owner && fstatSync(descriptor).uid !== owner.uid) fchownSync(descriptor, owner.uid, owner.gid);
		fchmodSync(descriptor, mode);
	}
	get #open() {
		if (this.#descriptor === void 0) throw new TypeError("the file is closed");
		return this.#descriptor;
	}
	#close() {
		const descriptor = this.#descriptor;
		this.#descriptor = void 0;
		if (descriptor !== void 0) closeSync(descriptor);
	}
	#fault(cause) {
		return fileFault("FILE_UNWRITABLE", join(this.#directory.path, this.#name), cause);
	}
};
// src/tree/streamed-file.ts
var StreamedFile = class {
	#directory;
	#file;
	constructor(path, options = {}) {
		this.#directory = AnchoredDirectory.make(dirname(path));
		try {
			this.#file = StagedFile.open(this.#directory, basename(path), options);
		} catch (cause) {
			this.#directory[Symbol.dispose]();
			throw cause;
		}
	}
	append(bytes) {
		this.#file.append(bytes);
	}
	replace(bytes, position) {
		this.#file.replace(bytes, position);
	}
	commit() {
		this.#file.syncNow();
		this.#file.commit();
		this.#directory.sync();
	}
	[Symbol.dispose]() {
		this.#file[Symbol.dispose]();
		this.#directory[Symbol.dispose]();
	}
};
// src/tree/path.ts
const pathLimits = {
	bytes: 1024,
	segmentBytes: 255,
	depth: 32
};
const reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;
const plainSegment = /^[A-Za-z0-9._-]+$/;
function unsafeReason(path) {
	if (path === "") return "is empty";
	if (path.startsWith("/")) return "is absolute";
	if (path.includes("\\")) return "has a backslash";
	if (Buffer.byteLength(path) > pathLimits.bytes) return `is longer than ${pathLimits.bytes} bytes`;
	const segments = path.split("/");
	if (segments.length > pathLimits.depth) return `is deeper than ${pathLimits.depth} segments`;
	for (const segment of segments) {
		const reason = unsafeSegmentReason(segment);
		if (reason) return reason;
	}
}
function unsafeSegmentReason(segment) {
	if (segment === "") return "has an empty segment";
	const plain = plainSegment.test(segment) ? segment : segment.normalize("NFKC").replace(ignorable, "");
	if (plain === "." || plain === "..") return `has a "${plain}" segment`;
	if (plain === "" || plain.includes("/") || plain.includes("\\")) return "has a segment that hides a separator";
	if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(segment)) return "has a control character";
	if (!segment.isWellFormed()) return "is not valid Unicode";
	if (/^[a-z]:/i.test(plain)) return "starts like a drive letter";
	if (/[. ]$/.test(plain)) return "has a segment that ends in a dot or a space";
	if (reservedOnWindows.test(plain)) return "has a name that Windows reserves";
	if (/^(\.git|git~[0-9]+)(::?|$)/i.test(plain)) return "leads into a .git directory";
	if (Buffer.byteLength(segment) > pathLimits.segmentBytes) return `has a segment longer than ${pathLimits.segmentBytes} bytes`;
}
function checkPath(path, owner) {
	const reason = unsafeReason(path);
	if (!reason) return;
	throw new IdentikitError(reason === "is absolute" || reason === "has a \"..\" segment" ? "PATH_ESCAPES" : "PATH_UNSAFE", `${owner}: entry ${JSON.stringify(path)} ${reason}`, { remedy: "Rename the entry where it is written; nothing was changed." });
}
function foldPath(path) {
	if (/^[\u0000-\u007f]*$/.test(path)) return path.toLowerCase();
	return path.normalize("NFKC").replace(ignorable, "").toUpperCase().toLowerCase().normalize("NFC");
}
function comparePaths(a, b) {
	for (let i = 0, end = Math.min(a.length, b.length); i < end; i++) {
		const x = a.charCodeAt(i);
		const y = b.charCodeAt(i);
		if (x !== y) return rank(x) - rank(y);
	}
	return a.length - b.length;
}
function rank(unit) {
	if (unit < 55296) return unit;
	return unit >= 57344 ? unit - 2048 : unit + 8192;
}
function ancestorsOf(path) {
	const above = [];
	for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) above.push(path.slice(0, at));
	return above;
}
// src/tree/digest.ts
function digestOf(content) {
	return `sha256:${hash("sha256", content, "hex")}`;
}
// src/tree/path-claims.ts
var PathClaims = class {
	#owner;
	#files = new Map();
	#directories = new Map();
	#known = new Set();
	constructor(owner) {
		this.#owner = owner;
	}
	file(path) {
		checkPath(path, this.#owner);
		const key = foldPath(path);
		const other = this.#files.get(key) ?? this.#directories.get(key);
		if (other !== void 0) throw this.#collision(other, path);
		this.#files.set(key, path);
		for (const above of ancestorsOf(path)) this.#claimDirectory(above);
	}
	directory(path) {
		checkPath(path, this.#owner);
		for (const above of ancestorsOf(path)) this.#claimDirectory(above);
		this.#claimDirectory(path);
	}
	#claimDirectory(path) {
		if (this.#known.has(path)) return;
		const key = foldPath(path);
		const other = this.#files.get(key) ?? this.#directories.get(key);
		if (other !== void 0 && other !== `${path}/`) throw this.#collision(other, `${path}/`);
		this.#directories.set(key, `${path}/`);
		this.#known.add(path);
	}
	#collision(one, other) {
		const message = `${this.#owner}: ${JSON.stringify(one)} and ${JSON.stringify(other)} are one path on some file system`;
		return new IdentikitError("PATH_COLLIDES", message, { remedy: "Rename one of the two where it is written; nothing was changed." });
	}
};
// src/tree/file-tree.ts
var FileTree = class FileTree {
	static empty = new FileTree(new Map());
	#files;
	#digest;
	constructor(files) {
		this.#files = files;
	}
	static of(files, owner) {
		const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path));
		const claims = new PathClaims(owner);
		for (const { path } of sorted) claims.file(path);
		return new FileTree(new Map(sorted.map((file) => [file.path, isMade(file) ? file : freeze(file)])));
	}
	static file(input) {
		const file = freeze(input);
		madeFiles.add(file);
		return file;
	}
	get digest() {
		this.#digest ??= treeDigest(this);
		return this.#digest;
	}
	get size() {
		return this.#files.size;
	}
	get byteLength() {
		let total = 0;
		for (const file of this) total += file.bytes.length;
		return total;
	}
	get(path) {
		return this.#files.get(path);
	}
	[Symbol.iterator]() {
		return this.#files.values();
	}
	select(keep) {
		return new FileTree(new Map([...this.#files].filter(([path]) => keep(path))));
	}
	subtree(directory) {
		const prefix = `${directory}/`;
		const below = [...this].filter(({ path }) => path.startsWith(prefix));
		return new FileTree(new Map(below.map((file) => [file.path.slice(prefix.length), {
			...file,
			path: file.path.slice(prefix.length)
		}])));
	}
};
function treeDigest(files) {
	const lines = ["identikit-tree/v1\n"];
	for (const { mode, digest, path } of files) lines.push(`100${mode.toString(8)} ${digest.slice(7)} ${path}\n`);
	return digestOf(lines.join(""));
}
function freeze(file) {
	const mode = ((file.mode ?? 420) & 64) === 0 ? 420 : 493;
	return Object.freeze({
		path: file.path,
		mode,
		bytes: file.bytes,
		digest: digestOf(file.bytes)
	});
}
const madeFiles = new WeakSet();
function isMade(file) {
	return madeFiles.has(file);
}
// src/tree/file-reader.ts
function readFileIn(directory, name, maxBytes, overBound = (path) => tooLarge(path, maxBytes)) {
	const path = () => join(directory.path, name);
	const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
	let descriptor;
	try {
		descriptor = openSync(directory.locate(name), flags);
		const status = fstatSync(descriptor);
		if (!status.isFile()) throw notAFile(path());
		const bytes = readUpTo(descriptor, status.size, maxBytes);
		if (!bytes) throw overBound(path());
		return {
			bytes,
			mode: status.mode & 4095,
			owner: {
				uid: status.uid,
				gid: status.gid
			},
			links: status.nlink
		};
	} catch (cause) {
		const code = codeOf(cause);
		if (code === "ENOENT") return void 0;
		if (code === "ELOOP") throw linked(path());
		if (code === "ENXIO") throw notAFile(path());
		throw fileFault("FILE_UNREADABLE", path(), cause);
	} finally {
		if (descriptor !== void 0) closeSync(descriptor);
	}
}
function readUpTo(descriptor, size, maxBytes) {
	if (size > maxBytes) return void 0;
	let buffer = Buffer.allocUnsafe(size + 1);
	let length = 0;
	for (;;) {
		const read = readSync(descriptor, buffer, length, buffer.length - length, null);
		length += read;
		if (length > maxBytes) return void 0;
		if (read === 0 || size > 0 && length === size) return buffer.subarray(0, length);
		if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(length + 4096)]);
	}
}
function linked(path) {
	return new IdentikitError("PATH_LINKED", `${path} is a symbolic link where a regular file must be`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
function notAFile(path) {
	return new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, { remedy: "Remove it or move it away, then run again." });
}
function tooLarge(path, maxBytes) {
	return new IdentikitError("FILE_UNREADABLE", `${path} is larger than ${maxBytes} bytes`, { remedy: "Check that this is the file that was meant." });
}
// src/tree/directory-reader.ts
function observeDirectory(root, options = {}) {
	using directory = AnchoredDirectory.open(root);
	return observeIn(directory, options);
}
function observeIn(directory, options = {}) {
	const walk = {
		entries: [],
		bytes: 0,
		root: directory.path,
		options
	};
	observe(directory, "", walk);
	return walk.entries;
}
function readDirectory(root, options = {}) {
	return treeOfObserved(observeDirectory(root, {
		...options,
		withBytes: true
	}), root);
}
function treeOfObserved(entries, owner) {
	const files = [];
	for (const { path, kind, mode, bytes } of entries) {
		if (kind === "directory") continue;
		if (kind !== "file" || !bytes) throw new IdentikitError("ENTRY_TYPE", `${owner}: ${JSON.stringify(path)} is a ${kind}, not a regular file`, { remedy: "Replace it by a regular file." });
		files.push({
			path,
			mode,
			bytes
		});
	}
	return FileTree.of(files, owner);
}
function observe(directory, prefix, walk) {
	const { keep, maxEntries = 1e5 } = walk.options;
	for (const child of list(directory)) {
		const path = prefix + child.name;
		const kind = kindOfStatus(child);
		if (isTemporaryName(child.name) || keep && !keep(path, kind)) continue;
		if (child.name.includes("�")) throw notUtf8(join(walk.root, path));
		if (walk.entries.length >= maxEntries) throw tooMuch(walk.root, `more than ${maxEntries} entries`);
		if (kind === "directory") descend(directory, child.name, path, walk);
		else if (kind === "file") walk.entries.push(readFile$1(directory, child.name, path, walk));
		else {
			const target = kind === "symlink" ? { target: readLink(directory, child.name) } : {};
			walk.entries.push({
				path,
				kind,
				mode: 511,
				...target
			});
		}
	}
}
function descend(parent, name, path, walk) {
	if (path.split("/").length >= pathLimits.depth) throw tooMuch(walk.root, `deeper than ${pathLimits.depth} levels`);
	using below = parent.enter(name);
	if (!below) return;
	const { mode, uid, gid } = below.status();
	walk.entries.push({
		path,
		kind: "directory",
		mode,
		owner: {
			uid,
			gid
		}
	});
	observe(below, `${path}/`, walk);
}
function readFile$1(directory, name, path, walk) {
	const { maxBytes = 268435456, withBytes = false } = walk.options;
	const overBound = () => tooMuch(walk.root, `more than ${maxBytes} bytes`);
	const file = readFileIn(directory, name, maxBytes - walk.bytes, overBound);
	if (!file) throw fileFault("FILE_UNREADABLE", join(walk.root, path), { code: "ENOENT" });
	const { bytes, mode, owner } = file;
	walk.bytes += bytes.length;
	const entry = {
		path,
		kind: "file",
		mode,
		digest: digestOf(bytes),
		owner
	};
	return withBytes ? {
		...entry,
		bytes
	} : entry;
}
function readLink(directory, name) {
	try {
		return readlinkSync(directory.locate(name));
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", join(directory.path, name), cause);
	}
}
function list(directory) {
	try {
		return readdirSync(directory.locate("."), { withFileTypes: true });
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory.path, cause);
	}
}
function tooMuch(root, bound) {
	return new IdentikitError("FILE_UNREADABLE", `${root} holds ${bound}`, { remedy: "Name the directory that holds the template itself, or take out what does not belong to it." });
}
function notUtf8(path) {
	return new IdentikitError("PATH_UNSAFE", `${JSON.stringify(path)} has a name that is not valid UTF-8`, { remedy: "Rename the file." });
}
// src/tree/lock-holder.ts
const ticks = 100;
function lockHolder(inode, byte) {
	try {
		const holder = readFileSync("/proc/locks", "utf8").split("\n").map((line) => /POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s+\S+:(\d+)\s+(\d+)\s/.exec(line)).find((found) => found?.[2] === String(inode) && (byte === void 0 || found[3] === String(byte)));
		return Number(holder?.[1]) || void 0;
	} catch {
		return;
	}
}
function describeProcess(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const program = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
		const started = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]) / ticks;
		const booted = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
		return `process ${pid} (${program}), running since ${new Date((booted + started) * 1e3).toISOString()}`;
	} catch {
		return `process ${pid}`;
	}
}
// src/tree/atomic-file.ts
function writeFileIn(directory, name, bytes, options = {}) {
	const { sync = true, check } = options;
	using file = StagedFile.write(directory, name, bytes, options);
	if (sync) file.syncNow();
	file.commit(check);
	if (sync === true) directory.sync();
}
function createFileIn(directory, name, bytes, options = {}) {
	const { sync = true } = options;
	using file = StagedFile.write(directory, name, bytes, options);
	if (sync) file.syncNow();
	const made = file.commitNew();
	if (made && sync) directory.sync();
	return made;
}
async function writeChunksIn(directory, name, chunks, options = {}) {
	refuseToReplace(directory.locate(name), join(directory.path, name));
	using file = StagedFile.open(directory, name, options);
	await file.appendAll(chunks);
	await file.sync();
	file.commit();
	await directory.syncLater();
}
function writeFileAtomically(path, content, options) {
	using directory = AnchoredDirectory.make(dirname(path));
	const bytes = typeof content === "string" ? Buffer.from(content) : content;
	writeFileIn(directory, basename(path), bytes, options);
}
function sweepTemporaries(directory) {
	for (const name of readdirSync(directory.locate("."))) if (isTemporaryName(name)) rmSync(directory.locate(name), { force: true });
}
function sweepAbandoned(directory, now, idleMs = 864e5) {
	for (const name of readdirSync(directory.locate("."))) {
		if (!isTemporaryName(name)) continue;
		const status = lstatSync(directory.locate(name), { throwIfNoEntry: false });
		if (status && now - status.mtimeMs > idleMs) rmSync(directory.locate(name), { force: true });
	}
}
// src/tree/open-directories.ts
var OpenDirectories = class {
	#base;
	#options;
	#at = [];
	#left = [];
	constructor(base, options) {
		this.#base = {
			name: "",
			directory: base,
			written: false
		};
		this.#options = options;
	}
	enterFor(segments) {
		let common = 0;
		while (common < this.#at.length && this.#at[common]?.name === segments[common]) common++;
		this.#left.push(...this.#at.splice(common).reverse());
		for (const name of segments.slice(common)) this.#at.push(this.#enter(name));
		const parent = this.#last;
		parent.written = true;
		return parent.directory;
	}
	async letGo(sync) {
		const left = this.#left;
		this.#left = [];
		try {
			if (sync) await syncAll(left);
		} finally {
			close(left);
		}
	}
	async sync() {
		await syncAll([
			this.#base,
			...this.#at,
			...this.#left
		]);
	}
	[Symbol.dispose]() {
		close([...this.#at, ...this.#left]);
	}
	get #last() {
		return this.#at.at(-1) ?? this.#base;
	}
	#enter(name) {
		const { mode, owner } = this.#options;
		const parent = this.#last;
		const directory = parent.directory.enterOrMake(name, mode);
		if (directory.isNew) {
			parent.written = true;
			if (owner && directory.status().uid !== owner.uid) directory.setOwner(owner);
		} else sweepTemporaries(directory);
		return {
			name,
			directory,
			written: false
		};
	}
};
async function syncAll(directories) {
	await Promise.all(directories.filter((each) => each.written).map((each) => each.directory.syncLater()));
}
function close(directories) {
	for (const { directory } of directories) directory[Symbol.dispose]();
}
// src/tree/directory-writer.ts
const batchSize = 16;
async function applyPlan(directory, plan, options = {}) {
	const { sync = true, signal, modes, owner } = options;
	sweepTemporaries(directory);
	for (const path of plan.remove) {
		signal?.throwIfAborted();
		removeIn(directory, path.split("/"));
	}
	using directories = new OpenDirectories(directory, {
		mode: modes?.directory,
		owner
	});
	const atOnce = sync === false ? 1 : batchSize;
	for (let at = 0; at < plan.write.length; at += atOnce) {
		signal?.throwIfAborted();
		using uncommitted = new DisposableStack();
		const staged = plan.write.slice(at, at + atOnce).map((file) => uncommitted.use(stage(directories, file, options)));
		if (sync) await Promise.all(staged.map((file) => file.sync()));
		for (const file of staged) file.commit();
		await directories.letGo(sync === true);
	}
	if (sync === true) await directories.sync();
}
function stage(directories, file, { owner, modes }) {
	const segments = file.path.split("/");
	const name = certain(segments.pop());
	const parent = directories.enterFor(segments);
	if (!parent.isNew) rmdirIfEmpty(parent, name);
	const mode = modes?.file ?? file.mode;
	return StagedFile.write(parent, name, file.bytes, {
		mode,
		...owner ? { owner } : {}
	});
}
function clearLeftovers(root, paths) {
	const directories = new Set([...paths].flatMap(ancestorsOf));
	sweepTemporaries(root);
	for (const path of [...directories].sort(comparePaths).reverse()) clearIn(root, path.split("/"));
}
function clearIn(directory, segments) {
	const [name = "", ...rest] = segments;
	if (directory.kindOf(name) !== "directory") return;
	using below = directory.enter(name);
	if (!below) return;
	if (rest.length > 0) {
		clearIn(below, rest);
		return;
	}
	sweepTemporaries(below);
	rmdirIfEmpty(directory, name);
}
function clearLeftoversBelow(parent, name) {
	if (parent.kindOf(name) !== "directory") return;
	using directory = parent.enter(name);
	if (!directory) return;
	sweepTemporaries(directory);
	for (const entry of readdirSync(directory.locate("."), { withFileTypes: true })) if (entry.isDirectory()) clearLeftoversBelow(directory, entry.name);
	rmdirIfEmpty(parent, name);
}
function removeIn(directory, segments) {
	const [name = "", ...rest] = segments;
	try {
		sweepTemporaries(directory);
		if (rest.length === 0) {
			rmSync(directory.locate(name), { force: true });
			return;
		}
		using below = directory.enter(name);
		if (!below) return;
		removeIn(below, rest);
		rmdirIfEmpty(directory, name);
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(directory.path, ...segments), cause);
	}
}
function rmdirIfEmpty(parent, name) {
	if (!lstatSync(parent.locate(name), { throwIfNoEntry: false })?.isDirectory()) return;
	try {
		rmdirSync(parent.locate(name));
	} catch (cause) {
		const code = codeOf(cause) ?? "";
		if (![
			"ENOTEMPTY",
			"EEXIST",
			"ENOENT",
			"ENOTDIR"
		].includes(code)) throw fileFault("FILE_UNWRITABLE", join(parent.path, name), cause);
	}
}
// src/tree/compare.ts
function compareTree(expected, observed, options = {}) {
	const differences = [];
	const unseen = new Set([...expected].map((file) => file.path));
	for (const entry of observed) {
		const want = expected.get(entry.path);
		if (want) {
			unseen.delete(entry.path);
			differences.push(...compareFile(want, entry, options));
		} else if (entry.kind !== "directory") differences.push({
			code: "FILE_EXTRA",
			path: entry.path,
			expected: null,
			actual: describe(entry)
		});
	}
	for (const path of unseen) {
		const want = certain(expected.get(path));
		differences.push({
			code: "FILE_MISSING",
			path,
			expected: want.digest,
			actual: null
		});
	}
	return differences.sort((a, b) => comparePaths(a.path, b.path));
}
function compareFile(want, entry, options) {
	const { path } = want;
	if (entry.kind !== "file") return [{
		code: "FILE_TYPE",
		path,
		expected: "file",
		actual: describe(entry)
	}];
	const differences = [];
	if (entry.digest !== want.digest) differences.push({
		code: "FILE_CHANGED",
		path,
		expected: want.digest,
		actual: entry.digest ?? null
	});
	if (modeDiffers(want.mode, entry.mode)) differences.push({
		code: "FILE_MODE",
		path,
		expected: octal(want.mode),
		actual: octal(entry.mode)
	});
	const { owner } = options;
	if (owner && entry.owner && (entry.owner.uid !== owner.uid || entry.owner.gid !== owner.gid)) {
		const actual = `${entry.owner.uid}:${entry.owner.gid}`;
		differences.push({
			code: "FILE_OWNER",
			path,
			expected: `${owner.uid}:${owner.gid}`,
			actual
		});
	}
	if (entry.attributes && entry.attributes.length > 0) differences.push({
		code: "FILE_ATTRIBUTE",
		path,
		expected: null,
		actual: entry.attributes.join(", ")
	});
	return differences;
}
function modeDiffers(want, actual) {
	return (actual & 365) !== (want & 365) || (actual & 3586) !== 0;
}
function describe(entry) {
	if (entry.kind === "symlink") return `symlink to ${entry.target ?? "?"}`;
	return entry.kind === "file" ? entry.digest ?? "file" : entry.kind;
}
function octal(mode) {
	return `0${mode.toString(8).padStart(3, "0")}`;
}
function differenceFinding(difference, remedy, subject) {
	return {
		...difference,
		severity: "error",
		remedy,
		...subject === void 0 ? {} : { subject }
	};
}
// src/tree/sync-plan.ts
function planSync(want, have, owned) {
	const seen = new Map();
	const remove = [];
	for (const entry of have) {
		seen.set(entry.path, entry);
		if (entry.kind !== "directory" && !want.get(entry.path) && owned(entry.path)) remove.push(entry.path);
	}
	const write = [...want].filter((file) => differs(file, seen.get(file.path)));
	return {
		write,
		remove: remove.sort(comparePaths).reverse(),
		unchanged: want.size - write.length
	};
}
function differs(want, have) {
	return have?.kind !== "file" || have.digest !== want.digest || modeDiffers(want.mode, have.mode);
}
// src/tree/remove-tree.ts
function removeTreeIn(directory, name) {
	try {
		using below = directory.enter(name);
		if (!below) return;
		for (const entry of readdirSync(below.locate("."), { withFileTypes: true })) if (entry.isDirectory()) removeTreeIn(below, entry.name);
		else rmSync(below.locate(entry.name), { force: true });
		rmdirSync(directory.locate(name));
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(directory.path, name), cause);
	}
}
const patienceMs = 3e4;
function writeOutput(path, content, options) {
	if (!isStream(path)) {
		writeFileAtomically(path, content, options);
		return;
	}
	using stream = new OutputStream(path);
	stream.write(typeof content === "string" ? Buffer.from(content) : content);
}
async function makeOutput(path, make) {
	if (!isStream(path)) return await make(path);
	using stream = new OutputStream(path);
	const directory = mkdtempSync(join(tmpdir(), "identikit-"));
	try {
		const file = join(directory, "output");
		const result = await make(file);
		stream.copy(file);
		return result;
	} finally {
		rmSync(directory, {
			recursive: true,
			force: true
		});
	}
}
var OutputStream = class {
	#path;
	#descriptor;
	#isOwn;
	constructor(path) {
		const inherited = inheritedDescriptor(path);
		this.#path = path === "-" ? "standard output" : path;
		this.#isOwn = inherited === void 0;
		try {
			const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK;
			this.#descriptor = inherited ?? openSync(path, flags);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	write(bytes) {
		let waitedMs = 0;
		for (let at = 0; at < bytes.length;) try {
			at += writeSync(this.#descriptor, bytes, at);
			waitedMs = 0;
		} catch (cause) {
			if (!(codeOf(cause) === "EAGAIN") || waitedMs >= patienceMs) throw this.#fault(cause);
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
			waitedMs += 5;
		}
	}
	copy(file) {
		const source = openSync(file, "r");
		try {
			const buffer = Buffer.allocUnsafe(262144);
			for (let count = readSync(source, buffer); count > 0; count = readSync(source, buffer)) this.write(buffer.subarray(0, count));
		} finally {
			closeSync(source);
		}
	}
	[Symbol.dispose]() {
		if (this.#isOwn) closeSync(this.#descriptor);
	}
	#fault(cause) {
		if (codeOf(cause) !== "ENXIO") return fileFault("FILE_UNWRITABLE", this.#path, cause);
		return new IdentikitError("FILE_UNWRITABLE", `${this.#path} cannot be written: nobody reads from it`, {
			remedy: "Start the program that reads from it first.",
			cause
		});
	}
};
function isStream(path) {
	if (path === "-" || isDescriptorPath(path)) return true;
	const status = statSync(path, { throwIfNoEntry: false });
	if (status === void 0 || status.isFile() || status.isDirectory()) return false;
	if (status.isCharacterDevice() || status.isFIFO()) return true;
	throw new IdentikitError("ENTRY_TYPE", `${path} is a ${kindOf(status)}, which nothing is written to`, { remedy: "Name a file, a FIFO, /dev/stdout, or - for standard output." });
}
function inheritedDescriptor(path) {
	if (path === "-") return 1;
	const standard = /^\/(?:dev\/(?:fd\/|std)|proc\/(?:self|thread-self)\/fd\/)(1|2|out|err)$/.exec(path)?.[1];
	if (standard === void 0) return void 0;
	return standard === "2" || standard === "err" ? 2 : 1;
}
// src/tree/file-stream.ts
const chunkBytes = 262144;
async function* streamFileIn(directory, name, range = {
	start: 0,
	length: Number.MAX_SAFE_INTEGER
}) {
	const path = join(directory.path, name);
	await using file = await openRegular(directory, name);
	for (let at = range.start, left = range.length; left > 0;) {
		const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, left));
		const { bytesRead } = await file.read(buffer, 0, buffer.length, at).catch((cause) => {
			throw fileFault("FILE_UNREADABLE", path, cause);
		});
		if (bytesRead === 0) return;
		at += bytesRead;
		left -= bytesRead;
		yield buffer.subarray(0, bytesRead);
	}
}
async function openRegular(directory, name) {
	const path = join(directory.path, name);
	let file;
	try {
		const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
		file = await open(directory.locate(name), flags);
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", path, cause);
	}
	if ((await file.stat()).isFile()) return file;
	await file.close();
	throw new IdentikitError("ENTRY_TYPE", `${path} is not a regular file`, { remedy: "Check the path." });
}
// src/tree/archive-bodies.ts
var ArchiveBodies = class {
	files = [];
	#slabs = new Slabs();
	#open = new Map();
	#next;
	expect(entry) {
		this.#next = void 0;
		if (entry.kind !== "file") return;
		this.#next = {
			pieces: [],
			wanted: void 0,
			copied: 0
		};
		this.#open.set(entry, this.#next);
	}
	next() {
		const body = this.#next;
		this.#next = void 0;
		if (!body) return void 0;
		return {
			write: (piece) => {
				if (body.wanted !== null) body.pieces.push(piece);
			},
			end: () => void 0
		};
	}
	decide(entry, path) {
		const body = this.#open.get(entry);
		if (!body) return;
		body.wanted = path === void 0 ? null : {
			path,
			bytes: this.#slabs.take(entry.size)
		};
	}
	collect() {
		for (const [entry, body] of this.#open) if (this.#copy(entry, body)) this.#open.delete(entry);
	}
	#copy(entry, body) {
		const { pieces, wanted } = body;
		if (!wanted) return wanted === null;
		for (const piece of pieces) {
			wanted.bytes.set(piece, body.copied);
			body.copied += piece.length;
		}
		body.pieces = [];
		if (body.copied < entry.size) return false;
		this.files.push(FileTree.file({
			path: wanted.path,
			mode: entry.mode,
			bytes: wanted.bytes
		}));
		return true;
	}
};
const slabBytes = 1048576;
var Slabs = class {
	#slab = Buffer.alloc(0);
	take(size) {
		if (size > slabBytes / 4) return Buffer.allocUnsafeSlow(size);
		if (size > this.#slab.length) this.#slab = Buffer.allocUnsafeSlow(slabBytes);
		const taken = this.#slab.subarray(0, size);
		this.#slab = this.#slab.subarray(size);
		return taken;
	}
};
// src/tree/archive-profile.ts
const blockBytes = 512;
const maxExtensionBytes = 65536;
const space = 32;
const zero = 48;
const kinds = {
	"\0": "file",
	"0": "file",
	"1": "hard link",
	"2": "symbolic link",
	"3": "device",
	"4": "device",
	"5": "directory",
	"6": "fifo"
};
var ArchiveProfile = class {
	comment;
	#owner;
	#onEntry;
	#waiting = new Set();
	#sawGlobal = false;
	#isExtension = false;
	#restBytes = 0;
	#last = "";
	constructor(owner, onEntry) {
		this.#owner = owner;
		this.#onEntry = onEntry;
	}
	invalid(reason) {
		return this.#fault("ARCHIVE_INVALID", this.#last === "" ? reason : `${reason}, at ${this.#entry}`);
	}
	header(raw, block) {
		if (!(raw.format === "gnu" || raw.format === "ustar" && block[263] === zero && block[264] === zero)) throw this.#broken("is in no form of tar that is read here (ustar, pax, GNU)");
		if (!isPlainOctal(block, 124, 12)) throw this.#broken("has a size that is no octal number");
		if (!isPlainOctal(block, 100, 8)) throw this.#broken("has a mode that is no octal number");
		if (!(isText(block, 0, 100) && isText(block, 157, 100) && (raw.format === "gnu" || isText(block, 345, 155))) || !raw.name.isWellFormed() || !raw.target.isWellFormed()) throw this.#broken("has a name that is not UTF-8, or goes on behind its end");
		this.#last = raw.name;
		this.#isExtension = "xgLK".includes(raw.flag);
		if (this.#isExtension) this.#beginExtension(raw);
	}
	#beginExtension({ flag, size }) {
		const before = this.#waiting.size > 0;
		if (!(flag === "g" ? !before && !this.#sawGlobal : !this.#waiting.has("x") && (flag !== "x" || !before)) || this.#waiting.has(flag)) throw this.#refused("has extension headers that overlay each other");
		if (size > maxExtensionBytes) throw this.#refused(`has an extension header over ${maxExtensionBytes} bytes`, "ARCHIVE_TOO_LARGE");
		if (flag === "g") this.#sawGlobal = true;
		else this.#waiting.add(flag);
	}
	extension({ flag }, body, records) {
		if ((flag === "L" || flag === "K") && !isLongName(body)) throw this.#refused("has a long name that is empty, not UTF-8, or does not end where its size says");
		const keys = new Set();
		for (const record of records) {
			if (keys.has(record.key)) throw this.#refused(`has the pax record ${JSON.stringify(record.key)} twice`);
			keys.add(record.key);
			this.#checkRecord(record, flag === "g");
		}
	}
	#checkRecord({ length, key, value }, isGlobal) {
		if (!/^[1-9]\d{0,6}$/.test(length)) throw this.#refused("has a pax record without a plain length");
		if (!key.isWellFormed() || !value.isWellFormed()) throw this.#refused("has a pax record that is not UTF-8");
		if (key.startsWith("GNU.sparse.")) throw this.#refused("is a sparse file", "ENTRY_TYPE");
		if (/^(hdrcharset|charset|type|mode)$/.test(key) || value.includes("\0")) throw this.#refused(`has the pax record ${JSON.stringify(key)}, which is not read`);
		if (!isGlobal) return;
		if (/^(path|linkpath|size)$/.test(key)) throw this.#refused("has a global pax header that names or sizes every entry");
		if (key === "comment") this.comment = value;
	}
	padding(bytes) {
		if (this.#isExtension && !isZero(bytes)) throw this.#refused("has an extension header that goes on behind its end");
	}
	entry(raw, { pax, name: longPath, target: longTarget }) {
		this.#waiting.clear();
		const path = this.#pathOf(raw, pax?.get("path") ?? longPath);
		this.#last = path;
		const kind = kinds[raw.flag];
		if (kind === void 0) throw this.#refused(`is of the type ${JSON.stringify(raw.flag)}, which is not read`, "ENTRY_TYPE");
		if (kind !== "file" && raw.size > 0) throw this.#refused(`is a ${kind} with content`);
		const size = pax?.get("size");
		if (size !== void 0 && size !== String(raw.size)) throw this.#refused(`has the size ${raw.size} in one header and ${JSON.stringify(size)} in another`);
		const linked = raw.target !== "" || longTarget !== void 0 || pax?.has("linkpath") === true;
		if (linked !== kind.endsWith("link")) throw this.#refused(`is a ${kind} ${linked ? "with" : "without"} a target`);
		const slash = path.endsWith("/");
		if (slash && kind !== "directory") throw this.#refused(`is a ${kind} whose name ends in a slash`, "PATH_UNSAFE");
		const plain = slash ? path.slice(0, -1) : path;
		checkPath(plain, this.#owner);
		this.#onEntry({
			path: plain,
			kind,
			size: raw.size,
			mode: raw.mode
		});
	}
	rest(bytes) {
		this.#restBytes += bytes.length;
		if (!isZero(bytes)) throw this.#fault("ARCHIVE_INVALID", "the archive goes on after its end");
	}
	end(hasEnded) {
		if (!hasEnded || this.#restBytes % blockBytes !== 0) throw this.#fault("ARCHIVE_INVALID", "the archive is cut short");
		if (this.#waiting.size > 0) throw this.#fault("ARCHIVE_INVALID", "the archive ends after a header without its entry");
	}
	#pathOf(raw, other) {
		if (other === void 0) return raw.name;
		const own = raw.name.replace(/\/$/, "");
		if (!other.startsWith(own) && unsafeReason(own) !== void 0) throw this.#refused(`is called ${JSON.stringify(other)} in another header`, "PATH_UNSAFE");
		return other;
	}
	get #entry() {
		return `entry ${JSON.stringify(this.#last)}`;
	}
	#broken(problem) {
		return this.#fault("ARCHIVE_INVALID", `an entry ${problem}`);
	}
	#refused(problem, code = "ARCHIVE_INVALID") {
		return this.#fault(code, `${this.#entry} ${problem}`);
	}
	#fault(code, problem) {
		return new IdentikitError(code, `${this.#owner}: ${problem}`, { remedy: "Make the archive again, from a repository that holds regular files only; nothing was changed." });
	}
};
function isPlainOctal(block, at, length) {
	const end = at + length;
	let next = at;
	while (next < end && block[next] === space) next++;
	while (next < end && (block[next] & 248) === zero) next++;
	while (next < end && (block[next] === space || block[next] === 0)) next++;
	return next === end;
}
function isText(block, at, length) {
	const end = at + length;
	let next = at;
	while (next < end && block[next] !== 0) next++;
	while (next < end && block[next] === 0) next++;
	return next === end;
}
function isLongName(body) {
	const end = body.indexOf(0);
	return end > 0 && end === body.length - 1 && isUtf8(body);
}
// src/tree/wild-card.ts
function matchesWildCard(pattern, items, any, isOne = (wanted, given) => wanted === given) {
	let [at, star, mark] = [
		0,
		-1,
		0
	];
	for (let item = 0; item < items.length;) {
		const wanted = pattern[at];
		if (wanted === any) {
			star = at++;
			mark = item;
		} else if (wanted !== void 0 && isOne(wanted, items[item] ?? "")) {
			at++;
			item++;
		} else if (star >= 0) {
			at = star + 1;
			item = ++mark;
		} else return false;
	}
	while (pattern[at] === any) at++;
	return at === pattern.length;
}
// src/tree/mebibytes.ts
function mebibytes(bytes) {
	const size = bytes / 1048576;
	return `${size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1)} MiB`;
}
export { AnchoredDirectory, ArchiveBodies, ArchiveProfile, FileTree, GlancedDirectory, OutputStream, PathClaims, StagedFile, StreamedFile, ancestorsOf, applyPlan, checkPath, clearLeftovers, clearLeftoversBelow, comparePaths, compareTree, createFileIn, describeProcess, differenceFinding, differs, digestOf, fileFault, foldPath, isStream, isTemporaryName, lockHolder, makeDirectories, makeOutput, matchesWildCard, mebibytes, modeDiffers, observeDirectory, observeIn, octal, planSync, readDirectory, readFileIn, removeTreeIn, streamFileIn, sweepAbandoned, sweepTemporaries, takeName, temporaryNameFor, treeDigest, treeOfObserved, unsafeReason, writeChunksIn, writeFileAtomically, writeFileIn, writeOutput };
