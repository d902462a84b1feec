import { IdentikitError, codeOf } from "../start/faces.js";
import { AnchoredDirectory, createFileIn, digestOf, fileFault, readFileIn, writeFileIn } from "./tree.js";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isAbsolute, join } from "node:path";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
// src/cache/cache-key.ts
const name = "key";
const keyBytes = 32;
var CacheKey = class {
	#root;
	#key;
	constructor(root) {
		this.#root = root;
	}
	tag(entry, bytes) {
		if (this.#key === void 0) {
			using root = AnchoredDirectory.make(this.#root, 448);
			this.#key = readKey(root) ?? makeKey(root);
		}
		return tagOf(this.#key, entry, bytes);
	}
	verify(entry, bytes, tag) {
		if (this.#key === void 0) {
			using root = AnchoredDirectory.open(this.#root);
			this.#key = readKey(root);
		}
		return this.#key !== void 0 && timingSafeEqual(tagOf(this.#key, entry, bytes), tag);
	}
};
function readKey(root) {
	if (!root.has(name)) return void 0;
	const file = readFileIn(root, name, keyBytes);
	return file?.owner.uid === userInfo().uid && (file.mode & 63) === 0 && file.bytes.length === keyBytes ? Buffer.from(file.bytes) : void 0;
}
function makeKey(root) {
	rmSync(root.locate(name), { force: true });
	const made = randomBytes(keyBytes);
	return createFileIn(root, name, made, { mode: 384 }) ? made : readKey(root) ?? made;
}
function tagOf(key, entry, bytes) {
	const length = Buffer.alloc(8);
	length.writeBigUInt64BE(BigInt(Buffer.byteLength(entry)));
	return createHmac("sha256", key).update(length).update(entry).update(bytes).digest();
}
// src/cache/prune.ts
function pruneDirectory(directory, bounds) {
	const files = readdirSync(directory.locate(".")).flatMap((name) => {
		const status = lstatSync(directory.locate(name), { throwIfNoEntry: false });
		return status?.isFile() ? {
			name,
			time: status.mtimeMs,
			size: status.size
		} : [];
	});
	const now = files.find(({ name }) => name === bounds.newest)?.time ?? 0;
	let total = files.reduce((sum, { size }) => sum + size, 0);
	for (const { name, time, size } of files.sort((a, b) => a.time - b.time)) {
		if (name === bounds.newest || now - time <= bounds.maxAgeMs && total <= bounds.maxBytes) continue;
		rmSync(directory.locate(name), { force: true });
		total -= size;
	}
}
// src/cache/cache.ts
const MiB = 1048576;
const cacheKinds = {
	content: {
		maxEntryBytes: 256 * MiB,
		maxBytes: 2048 * MiB
	},
	bases: {
		maxEntryBytes: 16 * MiB,
		maxBytes: 256 * MiB
	},
	layers: {
		maxEntryBytes: MiB,
		maxBytes: 64 * MiB
	}
};
const maxAgeMs = 7776e6;
var Cache = class {
	#kind;
	#directory;
	#key;
	#isPruned = false;
	constructor(root, kind) {
		this.#kind = kind;
		this.#directory = join(root, kind);
		this.#key = new CacheKey(root);
	}
	get(key) {
		return unlessFault(() => {
			using directory = AnchoredDirectory.open(this.#directory);
			const maxBytes = cacheKinds[this.#kind].maxEntryBytes + 32;
			const file = readFileIn(directory, entryName(key), maxBytes);
			if (!file || file.bytes.length < 32) return void 0;
			const bytes = file.bytes.subarray(32);
			return this.#key.verify(this.#entry(key), bytes, file.bytes.subarray(0, 32)) ? bytes : void 0;
		});
	}
	put(key, bytes) {
		const { maxEntryBytes, maxBytes } = cacheKinds[this.#kind];
		if (bytes.length > maxEntryBytes) return;
		unlessFault(() => {
			const tag = this.#key.tag(this.#entry(key), bytes);
			using directory = AnchoredDirectory.make(this.#directory, 448);
			const content = Buffer.concat([tag, bytes]);
			writeFileIn(directory, entryName(key), content, {
				mode: 384,
				sync: false
			});
			if (!this.#isPruned) pruneDirectory(directory, {
				maxBytes,
				maxAgeMs,
				newest: entryName(key)
			});
			this.#isPruned = true;
		});
	}
	#entry(key) {
		return `${this.#kind}\n${key}`;
	}
};
function entryName(key) {
	return digestOf(key).slice(7);
}
function unlessFault(work) {
	try {
		return work();
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
// src/cache/cache-root.ts
function cacheRootOf(env) {
	const home = env.HOME ?? env.USERPROFILE ?? "";
	const caches = [env.XDG_CACHE_HOME ?? "", isAbsolute(home) ? join(home, ".cache") : ""].find(isAbsolute);
	return caches === void 0 ? void 0 : join(caches, "identikit");
}
// src/cache/survey.ts
function surveyCaches(root) {
	return kinds().map((kind) => {
		const directory = join(root, kind);
		const sizes = filesIn(directory);
		const bytes = sizes.reduce((sum, size) => sum + size, 0);
		return {
			kind,
			directory,
			entries: sizes.length,
			bytes,
			maxBytes: cacheKinds[kind].maxBytes
		};
	});
}
function clearCaches(root) {
	for (const name of [...kinds(), "key"]) try {
		rmSync(join(root, name), {
			recursive: true,
			force: true
		});
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", join(root, name), cause);
	}
}
function kinds() {
	return Object.keys(cacheKinds);
}
function filesIn(directory) {
	try {
		return readdirSync(directory).flatMap((name) => {
			const status = lstatSync(join(directory, name), { throwIfNoEntry: false });
			return status?.isFile() ? status.size : [];
		});
	} catch (cause) {
		if (codeOf(cause) === "ENOENT") return [];
		throw fileFault("FILE_UNREADABLE", directory, cause);
	}
}
export { Cache, cacheRootOf, clearCaches, surveyCaches };
