import { IdentikitError, codeOf } from "../start/faces.js";
import { certain } from "./fault.js";
import { isZero } from "./tar.js";
import { createHash, hash, randomUUID } from "node:crypto";
import { basename, dirname, join, resolve, sep } from "node:path";
import { closeSync, constants, existsSync, fchmodSync, fchownSync, fstatSync, fsync, fsyncSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { isUtf8 } from "node:buffer";
import { tmpdir } from "node:os";
import { open } from "node:fs/promises";
// src/tree/path.ts
/** Bounds of a path in a tree: bytes of UTF-8 in all, bytes in one segment, and segments. */
const pathLimits = {
	bytes: 1024,
	segmentBytes: 255,
	depth: 32
};
const reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;
const plainSegment = /^[A-Za-z0-9._-]+$/;
/**
* The rule that a path breaks, or `undefined` for a path that means the same thing on every file system:
* relative, `/`-separated, no `.` or `..` (before or after Unicode normalisation), no control character,
* no form that Windows or HFS+ reads as another name, nothing named `.git`.
*/
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
/**
* Checks one path of a tree.
* @param owner what the path belongs to, for the message: "archive x.tar.gz"
* @throws {IdentikitError} `PATH_ESCAPES` for absolute paths and `..`, else `PATH_UNSAFE`
*/
function checkPath(path, owner) {
	const reason = unsafeReason(path);
	if (!reason) return;
	throw new IdentikitError(reason === "is absolute" || reason === "has a \"..\" segment" ? "PATH_ESCAPES" : "PATH_UNSAFE", `${owner}: entry ${JSON.stringify(path)} ${reason}`, { remedy: "Rename the entry where it is written; nothing was changed." });
}
/** The key under which two paths are one path on some file system (Unicode composition and letter case folded). */
function foldPath(path) {
	if (/^[\u0000-\u007f]*$/.test(path)) return path.toLowerCase();
	return path.normalize("NFKC").replace(ignorable, "").toUpperCase().toLowerCase().normalize("NFC");
}
/** Orders paths by their UTF-8 bytes, as git and `LC_ALL=C sort` do. */
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
/** The directories above a path, outermost first: `a/b/c` gives `a`, `a/b`. */
function ancestorsOf(path) {
	const above = [];
	for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) above.push(path.slice(0, at));
	return above;
}
// src/tree/digest.ts
/** The digest of some bytes or of UTF-8 text. */
function digestOf(content) {
	return `sha256:${hash("sha256", content, "hex")}`;
}
// src/tree/path-claims.ts
/**
* The paths of one archive, commit or tree, claimed one by one: refuses a path that is unsafe, or that is another
* path on some file system (same after case folding or Unicode normalisation, a file where a directory is needed).
*/
var PathClaims = class {
	#owner;
	#files = new Map();
	#directories = new Map();
	#known = new Set();
	/** @param owner what the paths belong to, for messages: "archive x.tar.gz" */
	constructor(owner) {
		this.#owner = owner;
	}
	/**
	* Claims a path for anything that is no directory.
	* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`, `PATH_COLLIDES`
	*/
	file(path) {
		checkPath(path, this.#owner);
		const key = foldPath(path);
		const other = this.#files.get(key) ?? this.#directories.get(key);
		if (other !== void 0) throw this.#collision(other, path);
		this.#files.set(key, path);
		for (const above of ancestorsOf(path)) this.#claimDirectory(above);
	}
	/** Claims a path for a directory; the same directory may be claimed again. */
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
/**
* A sorted, immutable set of files with one digest. Directories are not entries: they exist where a file needs
* them. Two trees are equal exactly when their digests are.
*/
var FileTree = class FileTree {
	static empty = new FileTree(new Map());
	#files;
	#digest;
	constructor(files) {
		this.#files = files;
	}
	/**
	* Makes a tree of files in any order.
	* @param owner what the files come from, for messages
	* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`; `PATH_COLLIDES` where two paths are one after case
	* folding or Unicode normalisation, or a file stands where a directory is needed
	*/
	static of(files, owner) {
		const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path));
		const claims = new PathClaims(owner);
		for (const { path } of sorted) claims.file(path);
		return new FileTree(new Map(sorted.map((file) => [file.path, freeze(file)])));
	}
	/** {@link treeDigest} of the files. Independent of order, clock, umask and compression. */
	get digest() {
		this.#digest ??= treeDigest(this);
		return this.#digest;
	}
	/** How many files there are. */
	get size() {
		return this.#files.size;
	}
	/** Bytes of all files together. */
	get byteLength() {
		let total = 0;
		for (const file of this) total += file.bytes.length;
		return total;
	}
	get(path) {
		return this.#files.get(path);
	}
	/** The files in byte order of their paths. */
	[Symbol.iterator]() {
		return this.#files.values();
	}
	/** The files for which `keep` says yes; paths stay as they are. */
	select(keep) {
		return new FileTree(new Map([...this.#files].filter(([path]) => keep(path))));
	}
	/** What stands under a directory of the tree, with paths relative to it. */
	subtree(directory) {
		const prefix = `${directory}/`;
		const below = [...this].filter(({ path }) => path.startsWith(prefix));
		return new FileTree(new Map(below.map((file) => [file.path.slice(prefix.length), {
			...file,
			path: file.path.slice(prefix.length)
		}])));
	}
};
/**
* SHA-256 over the lines `100644 <sha256 of the bytes> <path>` (100755 for executables), each ended by a line feed,
* after the line `identikit-tree/v1`. Paths have no line feed, so the lines cannot be read two ways.
* @param files in byte order of their paths
*/
function treeDigest(files) {
	const hash = createHash("sha256").update("identikit-tree/v1\n");
	for (const { mode, digest, path } of files) hash.update(`100${mode.toString(8)} ${digest.slice(7)} ${path}\n`);
	return `sha256:${hash.digest("hex")}`;
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
/** An operating system's error as one clear line, with the path that was asked for. */
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
/**
* A directory looked at by its path, with nothing held open: the cheap way to find that there is nothing to do. Who
* swaps a parent for a link between two looks makes it see another directory; so before anything is written on what
* it saw, the same is looked at again through an `AnchoredDirectory`.
*/
var GlancedDirectory = class GlancedDirectory {
	path;
	#status;
	constructor(path, status) {
		this.path = path;
		this.#status = status;
	}
	/** The directory at a path whose last name is no link; `undefined` where there is nothing. */
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
/** Says what stands where a directory must be. */
function obstacle(path, linked) {
	return new IdentikitError(linked ? "PATH_LINKED" : "ENTRY_TYPE", linked ? `${path} is a symbolic link where a directory must be` : `${path} is not a directory`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
// src/tree/self-ignored.ts
/** Directories that hold what is derived or secret: keys, databases, ledgers, env directories, fetched copies. */
const stateDirectories = new Set([".identikit", ".tenant-bundle-deps"]);
/** What keeps everything in a directory out of version control, this file included (gitignore(5)). */
const everything = "*\n";
/** Whether a directory of that name ignores itself. */
function isSelfIgnored(name) {
	return stateDirectories.has(name);
}
/**
* Makes the state directory that a path is, or lies in, ignore itself, so that `git add --all` takes none of it. One that has a
* `.gitignore` of its own keeps it.
* @param path of a directory that is there
* @throws the operating system's error where it cannot be written
*/
function ignoreOwnState(path) {
	const segments = resolve(path).split(sep);
	const at = segments.findIndex(isSelfIgnored);
	if (at !== -1) writeIgnoreFile(join(segments.slice(0, at + 1).join(sep), ".gitignore"));
}
/** {@link ignoreOwnState} of one directory, by a path for a name in it. */
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
/**
* Makes a directory and those above it that are missing. Node's own recursive `mkdirSync` never returns where a
* directory that is there answers ENOENT, as `/proc` does. A state directory that is made ignores itself.
* @param mode of each directory that is made, before the umask
* @throws the operating system's error
*/
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
/** The kind of what a directory lists or `lstat` describes. */
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
/**
* A directory held open, so that what is done in it happens in that very directory even when somebody swaps a
* parent for a link meanwhile. Names are entered one by one and never through a symbolic link.
*
* On Linux paths go through the open descriptor (`/proc/self/fd/N/name`, which is `openat` in all but name);
* elsewhere through the real path, checked at each step.
*/
var AnchoredDirectory = class AnchoredDirectory {
	/** The path for messages. */
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
	/**
	* Opens a directory that the caller chose; links on the way to it are followed, since the choice was theirs.
	* @throws {IdentikitError} `FILE_UNREADABLE`
	*/
	static open(path) {
		try {
			return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	}
	/**
	* As {@link open}, making the directory and those above it where they are missing.
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	static make(path, mode = 493) {
		try {
			makeDirectories(path, mode);
			return new AnchoredDirectory(path, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", path, cause);
		}
	}
	/** A path for one name in this directory, for calls that do not follow a link in the last place. */
	locate(name) {
		return `${this.#base}/${name}`;
	}
	/** True where there is an entry of that name, a dangling link included. */
	has(name) {
		return lstatSync(this.locate(name), { throwIfNoEntry: false }) !== void 0;
	}
	/** What stands at that name, not followed where it is a link; `undefined` where there is nothing. */
	kindOf(name) {
		const status = lstatSync(this.locate(name), { throwIfNoEntry: false });
		return status && kindOfStatus(status);
	}
	/**
	* Opens the directory of that name, or gives `undefined` where there is nothing.
	* @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does
	*/
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
	/** As {@link enter}, making the directory where it is missing; the umask does not lessen the mode. */
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
	/** True where {@link enterOrMake} has just made this directory, so that nothing can be in it yet. */
	get isNew() {
		return this.#isNew;
	}
	/** Permission bits and owner of this directory. */
	status() {
		const { mode, uid, gid } = fstatSync(this.#descriptor);
		return {
			mode: mode & 4095,
			uid,
			gid
		};
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	setMode(mode) {
		try {
			fchmodSync(this.#descriptor, mode);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.path, cause);
		}
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	setOwner({ uid, gid }) {
		try {
			fchownSync(this.#descriptor, uid, gid);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.path, cause);
		}
	}
	/** {@link sync}, without keeping anything else waiting. */
	async syncLater() {
		await fsyncLater$1(this.#descriptor);
	}
	/** Brings renames and removals in this directory to the disk. */
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
/** True for the names under which a process finds its own open descriptors, whatever these are. */
function isDescriptorPath(path) {
	return /^\/(?:dev\/(?:fd\/[0-9]+|std(?:in|out|err))|proc\/(?:self|thread-self|[0-9]+)\/fd\/[0-9]+)$/.test(path);
}
/** What something that is no regular file is called. */
function kindOf(status) {
	if (status.isCharacterDevice() || status.isBlockDevice()) return "device";
	if (status.isFIFO()) return "FIFO";
	return status.isSocket() ? "socket" : "special file";
}
/**
* Asked before a file is renamed over a name: a device, a FIFO or a socket there would be gone, for the whole machine
* where the name is `/dev/null`. Links are replaced, as everywhere, unless they lead to such a thing.
* @param at where to look, which may be through an open directory
* @param shown the path for messages, absolute
* @throws {IdentikitError} `ENTRY_TYPE`
*/
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
/**
* Gives a complete file its own name, in place of what has the name so far. A link is replaced, never followed; a device
* or a FIFO is never replaced.
* @param from the file, by a path on the same file system
* @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE`
*/
function takeName(from, directory, name) {
	const target = directory.locate(name);
	const shown = join(directory.path, name);
	try {
		refuseToReplace(target, shown);
		renameSync(from, target);
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", shown, cause);
	}
}
// src/tree/temporary-name.ts
const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;
/** A temporary name that nobody else has. */
function newTemporaryName() {
	return `.identikit-${randomUUID().slice(-12)}.tmp`;
}
/** The one temporary name for something of which there is one writer at a time: what it left, it finds again. */
function temporaryNameFor(thing) {
	return `.identikit-${hash("sha256", thing).slice(0, 12)}.tmp`;
}
/** True for the name of a temporary file. */
function isTemporaryName(name) {
	return temporaryName.test(name);
}
// src/tree/staged-file.ts
const fsyncLater = promisify(fsync);
const writeLater = promisify(write);
/**
* A file that stands complete under a temporary name, ready to take its own. Several can be staged, brought to the
* disk at once and then committed; one that was not committed is removed when it is disposed of.
*/
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
	/**
	* An empty file, to be filled piece by piece.
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
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
	/** A file with this content. @throws {IdentikitError} `FILE_UNWRITABLE` */
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
	/** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
	append(bytes) {
		this.replace(bytes, this.#end);
		this.#end += bytes.length;
	}
	/**
	* Adds everything at the end, keeping nothing else waiting.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, and whatever `chunks` throws
	*/
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
	/** Puts bytes in the place of others that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
	replace(bytes, position) {
		try {
			for (let at = 0; at < bytes.length;) at += writeSync(this.#open, bytes, at, bytes.length - at, position + at);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	/** Brings the bytes to the disk. */
	async sync() {
		try {
			if (this.#descriptor !== void 0) await fsyncLater(this.#descriptor);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	/** {@link sync}, and waits for it. */
	syncNow() {
		try {
			if (this.#descriptor !== void 0) fsyncSync(this.#descriptor);
		} catch (cause) {
			throw this.#fault(cause);
		}
	}
	/**
	* Gives the file its name. A link at the name is replaced, never followed; a device or a FIFO is never replaced.
	* @param check asked right before; what it throws keeps the old file
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE`
	*/
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
	/**
	* Gives the file its name where nothing has the name: of several that try at once, one does it.
	* @returns whether this one did
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
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
	#create({ mode = 420, owner }) {
		const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
		const descriptor = openSync(this.#temporary, flags, mode);
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
/**
* A file that is too large to be held in memory, written piece by piece under a temporary name; {@link commit} gives it
* its own name, whole. Disposed of without that, it is gone. The rules are those of `writeFileIn`.
*/
var StreamedFile = class {
	#directory;
	#file;
	/**
	* @param path the file's own name; directories above it are made
	* @throws {IdentikitError} `FILE_UNWRITABLE`
	*/
	constructor(path, options = {}) {
		this.#directory = AnchoredDirectory.make(dirname(path));
		try {
			this.#file = StagedFile.open(this.#directory, basename(path), options);
		} catch (cause) {
			this.#directory[Symbol.dispose]();
			throw cause;
		}
	}
	/** Adds bytes at the end. @throws {IdentikitError} `FILE_UNWRITABLE` */
	append(bytes) {
		this.#file.append(bytes);
	}
	/** Puts bytes in the place of others that were written before. @throws {IdentikitError} `FILE_UNWRITABLE` */
	replace(bytes, position) {
		this.#file.replace(bytes, position);
	}
	/** Puts the file in its place, synced. @throws {IdentikitError} `FILE_UNWRITABLE` */
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
// src/tree/file-reader.ts
/**
* Reads one file of a directory that somebody else may write to; `undefined` where there is nothing of that name.
* @param maxBytes bytes at most
* @param overBound the fault for a file over the bound, where the bound is of more than this one file
* @throws {IdentikitError} `PATH_LINKED` where a link stands there, `ENTRY_TYPE` where another thing does;
* `FILE_UNREADABLE`, also for a file over the bound
*/
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
/**
* Reads to the end, or gives `undefined` past the bound: the size in the status is a first guess, not a promise. A
* read that gives less than there was room for has met the end, except in files that claim to be empty.
*/
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
/**
* Everything under a directory as it is: links are reported, never followed; special files are reported, never
* opened; our own temporary files are passed over.
* @throws {IdentikitError} `FILE_UNREADABLE` for what cannot be opened or is over a bound
*/
function observeDirectory(root, options = {}) {
	using directory = AnchoredDirectory.open(root);
	return observeIn(directory, options);
}
/** {@link observeDirectory} of a directory that is held open. */
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
/**
* A directory as a tree.
* @throws {IdentikitError} `ENTRY_TYPE` for a link or special file among what `keep` lets through, the faults of
* {@link observeDirectory}, and those of {@link FileTree.of}
*/
function readDirectory(root, options = {}) {
	return treeOfObserved(observeDirectory(root, {
		...options,
		withBytes: true
	}), root);
}
/**
* What was observed, with bytes, as a tree.
* @throws {IdentikitError} `ENTRY_TYPE` for anything but files and directories
*/
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
/** Ticks of a second in what the kernel tells of processes: `USER_HZ`, the same on every platform that Node runs on. */
const ticks = 100;
/**
* The number of the process that holds a lock for writing on a file, where the kernel says so (Linux; not across containers).
* @param inode of the file
* @param byte which byte of the file is locked, where a program locks several for different things
*/
function lockHolder(inode, byte) {
	try {
		const holder = readFileSync("/proc/locks", "utf8").split("\n").map((line) => /POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s+\S+:(\d+)\s+(\d+)\s/.exec(line)).find((found) => found?.[2] === String(inode) && (byte === void 0 || found[3] === String(byte)));
		return Number(holder?.[1]) || void 0;
	} catch {
		return;
	}
}
/**
* A process for messages: its number, the name of its program, and since when it runs, as far as the system says. Its arguments are not
* shown: they may hold a secret.
*/
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
/**
* Writes a file so that every reader sees the old content or the new, whole: a new file in the same directory,
* synced, then renamed over the name. A link at the name is replaced, never followed. A run that is killed
* leaves at most a temporary file, which {@link sweepTemporaries} removes.
* @throws {IdentikitError} `FILE_UNWRITABLE`; the old file is then untouched
*/
function writeFileIn(directory, name, bytes, options = {}) {
	const { sync = true, check } = options;
	using file = StagedFile.write(directory, name, bytes, options);
	if (sync) file.syncNow();
	file.commit(check);
	if (sync === true) directory.sync();
}
/**
* {@link writeFileIn} for a file that must not be there yet: of several that try at once, one makes it, whole, and
* the others find it.
* @returns whether this call made it
* @throws {IdentikitError} `FILE_UNWRITABLE`
*/
function createFileIn(directory, name, bytes, options = {}) {
	const { sync = true } = options;
	using file = StagedFile.write(directory, name, bytes, options);
	if (sync) file.syncNow();
	const made = file.commitNew();
	if (made && sync) directory.sync();
	return made;
}
/**
* {@link writeFileIn} for content of any size, which is on the disk when this returns. Where `chunks` fails, nothing is left
* and the failure is passed on.
* @throws {IdentikitError} as {@link writeFileIn}, and whatever `chunks` throws
*/
async function writeChunksIn(directory, name, chunks, options = {}) {
	refuseToReplace(directory.locate(name), join(directory.path, name));
	using file = StagedFile.open(directory, name, options);
	await file.appendAll(chunks);
	await file.sync();
	file.commit();
	await directory.syncLater();
}
/** {@link writeFileIn} for a path that the caller chose; directories above it are made. */
function writeFileAtomically(path, content, options) {
	using directory = AnchoredDirectory.make(dirname(path));
	const bytes = typeof content === "string" ? Buffer.from(content) : content;
	writeFileIn(directory, basename(path), bytes, options);
}
/**
* Removes what killed runs left in a directory. Call it only while holding the lock of the place: a temporary
* file of a living writer looks the same.
*/
function sweepTemporaries(directory) {
	for (const name of readdirSync(directory.locate("."))) if (isTemporaryName(name)) rmSync(directory.locate(name), { force: true });
}
/**
* Removes what killed runs left in a directory where writers need no lock: only what nobody has written to for longer
* than any living writer pauses.
* @param now the file system's own time, in milliseconds
* @param idleMs default: a day
*/
function sweepAbandoned(directory, now, idleMs = 864e5) {
	for (const name of readdirSync(directory.locate("."))) {
		if (!isTemporaryName(name)) continue;
		const status = lstatSync(directory.locate(name), { throwIfNoEntry: false });
		if (status && now - status.mtimeMs > idleMs) rmSync(directory.locate(name), { force: true });
	}
}
// src/tree/open-directories.ts
/**
* The directories in which files are written one after the other: those above the last file stay open for the next. One
* that was left stays open, too, until {@link letGo}, since files may wait there for their names.
*/
var OpenDirectories = class {
	#base;
	#options;
	#at = [];
	#left = [];
	/** @param base stays open; its own temporaries were swept */
	constructor(base, options) {
		this.#base = {
			name: "",
			directory: base,
			written: false
		};
		this.#options = options;
	}
	/**
	* The directory of a path, made where it is missing, for a file that is to be put into it.
	* @throws {IdentikitError} `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNWRITABLE`
	*/
	enterFor(segments) {
		let common = 0;
		while (common < this.#at.length && this.#at[common]?.name === segments[common]) common++;
		this.#left.push(...this.#at.splice(common).reverse());
		for (const name of segments.slice(common)) this.#at.push(this.#enter(name));
		const parent = this.#last;
		parent.written = true;
		return parent.directory;
	}
	/**
	* Closes the directories that were left.
	* @param sync whether what was put into them is brought to the disk first
	*/
	async letGo(sync) {
		const left = this.#left;
		this.#left = [];
		try {
			if (sync) await syncAll(left);
		} finally {
			close(left);
		}
	}
	/** Brings to the disk what was put into those that are still open. */
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
/** So many files wait for the disk together. */
const batchSize = 16;
/**
* Carries out a plan under a directory: a reader sees the old or the new content of each file, and a run that was stopped
* is completed by the next. Removals come first, so that a file can become a directory; directories that a removal
* leaves empty go too. Nothing is written through a link. The disk is waited for once for several files.
*
* The caller holds the lock of the place (see `ExclusiveLock`).
* @throws {IdentikitError} `FILE_UNWRITABLE`, `PATH_LINKED`, `ENTRY_TYPE`
*/
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
/**
* Clears away what a killed run may have left in the directories above some paths: temporary files, and directories
* that it emptied. Links are passed over. The caller holds the lock of the place.
*/
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
/**
* Clears away what a killed run may have left anywhere below a directory: temporary files, and directories that are
* empty without them, itself included. Links are passed over. The caller holds the lock of the place.
*/
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
/**
* Every difference between a tree and what was observed of its copy, in byte order of paths: missing, extra,
* changed, wrong type, wrong mode, wrong owner, attributes that change who may do what. Directories are not entries, except where one stands in a
* file's place. Several differences of one file are all given.
*/
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
/** Read and execute bits must be those of 0644 or 0755; special bits and world-write must not be set. */
function modeDiffers(want, actual) {
	return (actual & 365) !== (want & 365) || (actual & 3586) !== 0;
}
function describe(entry) {
	if (entry.kind === "symlink") return `symlink to ${entry.target ?? "?"}`;
	return entry.kind === "file" ? entry.digest ?? "file" : entry.kind;
}
/** A mode as people write it. */
function octal(mode) {
	return `0${mode.toString(8).padStart(3, "0")}`;
}
/** A difference as a finding of severity `error`, with the remedy of the check that found it. */
function differenceFinding(difference, remedy, subject) {
	return {
		...difference,
		severity: "error",
		remedy,
		...subject === void 0 ? {} : { subject }
	};
}
// src/tree/sync-plan.ts
/**
* Decides what to write and what to remove. Purely: nothing is read or written.
* @param owned says whether a path that the tree lacks is ours to remove; everything else is left alone
*/
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
/**
* Removes a directory and everything in it. Links are removed, never followed, even when somebody swaps a directory
* for a link meanwhile. Nothing happens where there is nothing of that name.
* @throws {IdentikitError} `FILE_UNWRITABLE`; `PATH_LINKED`, `ENTRY_TYPE` where no directory stands there
*/
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
/** How long a reader of a pipe may take nothing before the write fails. Milliseconds. */
const patienceMs = 3e4;
/**
* Writes a file that a person named. A regular file is replaced atomically, as {@link writeFileAtomically} does; a device,
* a FIFO or an open descriptor (`/dev/stdout`, `/dev/fd/63`) is written into and stays what it is.
* @param path absolute, or {@link standardOutput}
* @throws {IdentikitError} `FILE_UNWRITABLE`; `ENTRY_TYPE` for a block device or a socket
*/
function writeOutput(path, content, options) {
	if (!isStream(path)) {
		writeFileAtomically(path, content, options);
		return;
	}
	using stream = new OutputStream(path);
	stream.write(typeof content === "string" ? Buffer.from(content) : content);
}
/**
* Lets something make a regular file and brings it to where a person wants it: there at once, or by way of a temporary
* file (mode 0600, removed afterwards) where the place is a device, a FIFO or an open descriptor.
* @param path absolute, or {@link standardOutput}
* @throws {IdentikitError} as {@link writeOutput}, and whatever `make` throws; nothing has been written then
*/
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
/** Something that takes bytes and is not replaced: a character device, a FIFO, an open descriptor. */
var OutputStream = class {
	#path;
	#descriptor;
	#isOwn;
	/** @throws {IdentikitError} `FILE_UNWRITABLE`, also where nobody reads from a FIFO */
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
	/** Writes all bytes, waiting for a reader that is slow. @throws {IdentikitError} `FILE_UNWRITABLE` */
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
	/** Writes a regular file's content. @throws {IdentikitError} `FILE_UNREADABLE`, `FILE_UNWRITABLE` */
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
/**
* True where a name stands for something that is written into rather than replaced.
* @throws {IdentikitError} `ENTRY_TYPE` for a block device or a socket: neither is a place for a report
*/
function isStream(path) {
	if (path === "-" || isDescriptorPath(path)) return true;
	const status = statSync(path, { throwIfNoEntry: false });
	if (status === void 0 || status.isFile() || status.isDirectory()) return false;
	if (status.isCharacterDevice() || status.isFIFO()) return true;
	throw new IdentikitError("ENTRY_TYPE", `${path} is a ${kindOf(status)}, which nothing is written to`, { remedy: "Name a file, a FIFO, /dev/stdout, or - for standard output." });
}
/** Standard output and error are the process's own: opened anew they would overwrite what else is written to them. */
function inheritedDescriptor(path) {
	if (path === "-") return 1;
	const standard = /^\/(?:dev\/(?:fd\/|std)|proc\/(?:self|thread-self)\/fd\/)(1|2|out|err)$/.exec(path)?.[1];
	if (standard === void 0) return void 0;
	return standard === "2" || standard === "err" ? 2 : 1;
}
// src/tree/file-stream.ts
const chunkBytes = 262144;
/**
* Bytes of a regular file in chunks, read when they are asked for. A link is not followed.
* @param range the part to read; left out, the whole file
* @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
*/
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
// src/tree/archive-profile.ts
const blockBytes = 512;
/** A pax or long-name header's body at most: paths are far shorter. */
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
/**
* What a template's archive may hold: only what every reader of tar understands alike. ustar, pax and GNU long names, plain
* octal sizes, one extension header before an entry, nothing that names or sizes all entries, no name that leads elsewhere.
* What it refuses is refused before another reader sees it.
*/
var ArchiveProfile = class {
	/** The text of the global pax header's `comment`, where git writes the commit's id. */
	comment;
	#owner;
	#onEntry;
	/** Types of the extension headers that wait for their entry. */
	#waiting = new Set();
	#sawGlobal = false;
	#isExtension = false;
	#restBytes = 0;
	#last = "";
	/**
	* @param owner whose archive it is, for messages
	* @param onEntry called for each entry when its header is read; what it throws stops the reading
	*/
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
	/**
	* To be called when the archive is over.
	* @param hasEnded whether the two blocks that end it were read
	* @throws {IdentikitError} `ARCHIVE_INVALID` for one that is not whole
	*/
	end(hasEnded) {
		if (!hasEnded || this.#restBytes % blockBytes !== 0) throw this.#fault("ARCHIVE_INVALID", "the archive is cut short");
		if (this.#waiting.size > 0) throw this.#fault("ARCHIVE_INVALID", "the archive ends after a header without its entry");
	}
	/** A reader that does not know the extension would use the header's own name: it must lead nowhere else either. */
	#pathOf(raw, other) {
		if (other === void 0) return raw.name;
		const own = raw.name.replace(/\/$/, "");
		if (!other.startsWith(own) && unsafeReason(own) !== void 0) throw this.#refused(`is called ${JSON.stringify(other)} in another header`, "PATH_UNSAFE");
		return other;
	}
	get #entry() {
		return `entry ${JSON.stringify(this.#last)}`;
	}
	/** The fault of a header that does not even say whose it is. */
	#broken(problem) {
		return this.#fault("ARCHIVE_INVALID", `an entry ${problem}`);
	}
	/** The fault of the last entry. */
	#refused(problem, code = "ARCHIVE_INVALID") {
		return this.#fault(code, `${this.#entry} ${problem}`);
	}
	#fault(code, problem) {
		return new IdentikitError(code, `${this.#owner}: ${problem}`, { remedy: "Make the archive anew, from a repository that holds regular files only; nothing was changed." });
	}
};
/** True for octal digits, perhaps none, between spaces before and blanks after: the form of which nobody reads a part. */
function isPlainOctal(block, at, length) {
	const end = at + length;
	let next = at;
	while (next < end && block[next] === space) next++;
	while (next < end && (block[next] & 248) === zero) next++;
	while (next < end && (block[next] === space || block[next] === 0)) next++;
	return next === end;
}
/** True for a text field with nothing behind its first NUL. */
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
// src/tree/mebibytes.ts
/** "0.3 MiB", "256 MiB". */
function mebibytes(bytes) {
	const size = bytes / 1048576;
	return `${size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1)} MiB`;
}
export { AnchoredDirectory, ArchiveProfile, FileTree, GlancedDirectory, OutputStream, PathClaims, StagedFile, StreamedFile, ancestorsOf, applyPlan, checkPath, clearLeftovers, clearLeftoversBelow, comparePaths, compareTree, createFileIn, describeProcess, differenceFinding, digestOf, fileFault, foldPath, isStream, isTemporaryName, lockHolder, makeDirectories, makeOutput, mebibytes, modeDiffers, observeDirectory, observeIn, octal, planSync, readDirectory, readFileIn, removeTreeIn, streamFileIn, sweepAbandoned, sweepTemporaries, takeName, temporaryNameFor, treeDigest, treeOfObserved, unsafeReason, writeChunksIn, writeFileAtomically, writeFileIn, writeOutput };
