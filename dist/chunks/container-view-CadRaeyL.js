import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { r as comparePaths, t as ancestorsOf } from "./path-BaLveIPn.js";
import { r as invalid, t as diffIds } from "./model--eBDUm4k.js";
import { n as mismatch } from "./verified-blob-KuNFNgLf.js";
import { a as TarParser, i as splitPath, n as cleanPath, r as joinPath, t as WatchedPaths } from "./path-BlacIo4h.js";
import { createHash } from "node:crypto";
import { Readable, pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
const chunkSize = 262144;
/**
* A layer's archive: gzip and zstd are known by their first bytes, whatever the media type says, and anything else is
* passed on as it is.
* @param place for messages
* @throws {IdentikitError} `IMAGE_INVALID` for damaged compression; faults of `chunks` are passed on
*/
async function* decompressed(chunks, place) {
	let iterator = chunks[Symbol.asyncIterator](), head = [], size = 0;
	for (; size < 4;) {
		let next = await iterator.next();
		if (next.done) break;
		head.push(next.value), size += next.value.length;
	}
	let whole = resume(head, iterator), transform = decompressorFor(Buffer.concat(head));
	if (!transform) {
		yield* whole;
		return;
	}
	let input = Readable.from(whole);
	pipeline(input, transform, () => {});
	try {
		for await (let chunk of transform) yield chunk;
	} catch (cause) {
		throw cause instanceof IdentikitError || isAbort(cause) ? cause : invalid(place, "a layer's compression is damaged", void 0, cause);
	} finally {
		await closed$1(input);
	}
}
/** Ends a stream and waits until what it reads from has ended as well. */
async function closed$1(stream) {
	if (stream.closed) return;
	let { promise, resolve } = Promise.withResolvers();
	stream.once("close", resolve).destroy(), await promise;
}
async function* resume(head, rest) {
	try {
		yield* head;
		for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
	} finally {
		await rest.return?.();
	}
}
function decompressorFor(head) {
	if (head[0] === 31 && head[1] === 139) return createGunzip({ chunkSize });
	if (head.length >= 4 && head.readUInt32LE(0) === 4247762216) return createZstdDecompress({ chunkSize });
}
function isAbort(cause) {
	return cause instanceof Error && cause.name === "AbortError";
}
/** Bytes of one uncompressed layer, at most: a bound on time, as memory does not grow with a layer. */
const maxArchiveBytes = 64 * 1024 ** 3;
/**
* Reads one layer to its last byte, checks it against both its digests, and hands its entries over on the way. What the
* handler was given is only true when this returns.
* @throws {IdentikitError} `DIGEST_MISMATCH`, `IMAGE_INVALID`, and the faults of the source
*/
async function readLayer(source, layer, handler, signal) {
	let { descriptor } = layer;
	try {
		await parse(source, layer, handler, signal);
	} catch (fault) {
		if (fault instanceof IdentikitError && fault.code === "IMAGE_INVALID") for await (let _ of source.blob(descriptor)) signal?.throwIfAborted();
		throw fault;
	}
}
async function parse(source, { descriptor, diffId }, handler, signal) {
	let place = `${source.name}: layer ${descriptor.digest}`, parser = new TarParser(handler, place), hash = createHash("sha256"), size = 0;
	for await (let chunk of decompressed(source.blob(descriptor), place)) {
		if (signal?.throwIfAborted(), size += chunk.length, size > maxArchiveBytes) throw invalid(place, "it is over 64 GiB when uncompressed");
		hash.update(chunk), parser.write(chunk);
	}
	parser.end();
	let actual = `sha256:${hash.digest("hex")}`;
	if (actual !== diffId) throw mismatch(place, { digest: diffId }, `the layer's archive has ${actual}`);
}
const absent = { kind: "absent" };
/**
* Layers stacked as an overlay file system stacks them: the topmost layer that has a name decides what it is,
* directories show what is in them in all layers down to an opaque one, a whiteout hides what is below it.
*/
var LayerStack = class {
	#layers;
	#complete;
	#watched;
	#place;
	/**
	* @param layers topmost first
	* @param complete whether these are all the image's layers, down to the lowest
	*/
	constructor(layers, complete, watched, place) {
		this.#layers = layers, this.#complete = complete, this.#watched = watched, this.#place = place;
	}
	/**
	* Everything below a directory, which is reached as a program in the container reaches it, through links. Links in it
	* are reported, not followed. Where there is no such directory, nothing is below it.
	*/
	list(path) {
		let found = this.#walk(path, this.#layers, !0);
		if (isUnknown$1(found)) return found;
		if (found.kind !== "directory") return [];
		if (!this.#watched.covers(found.directory.path)) return {
			kind: "needs-watch",
			path: found.directory.path
		};
		let entries = [];
		return this.#list(found.directory, "", entries) ?? entries.sort((a, b) => comparePaths(a.path, b.path));
	}
	/** What stands at a path itself, whose parents are known to be directories; links are not followed. */
	at(path) {
		let found = this.#walk(path, this.#layers, !1);
		return isUnknown$1(found) ? found : found.kind === "directory" ? directoryEntry(path, found.directory) : found.kind === "node" ? this.#observe(path, found.node, found.layer) : void 0;
	}
	#list(directory, prefix, entries) {
		if (directory.open) return { kind: "needs-layer" };
		let names = new Set(directory.layers.flatMap((layer) => [...layer.childrenOf(directory.path)]));
		for (let name of names) {
			let found = this.#child(directory, name), path = prefix + name;
			if (found.kind === "needs-layer") return found;
			if (found.kind === "absent") continue;
			if (found.kind === "directory") {
				entries.push(directoryEntry(path, found.directory));
				let unknown = this.#list(found.directory, `${path}/`, entries);
				if (unknown) return unknown;
				continue;
			}
			let entry = this.#observe(path, found.node, found.layer);
			if (isUnknown$1(entry)) return entry;
			entries.push(entry);
		}
	}
	#observe(path, node, layer) {
		switch (node.kind) {
			case "symlink": return {
				path,
				kind: "symlink",
				mode: 511,
				target: node.target
			};
			case "special": return {
				path,
				kind: node.what,
				mode: 420
			};
			case "unwatched-link": return {
				kind: "needs-watch",
				path: node.target
			};
			case "file": return fileEntry(path, node.inode);
			case "lower-link": {
				let below = this.#layers.slice(this.#layers.indexOf(layer) + 1), target = this.#walk(node.target, below, !1);
				if (isUnknown$1(target)) return target;
				if (target.kind !== "node") throw invalid(this.#place, `${JSON.stringify(path)} is a hard link to ${node.target}, which is no file`);
				let entry = this.#observe(path, target.node, target.layer), { mode, uid, gid } = node;
				return entry.kind === "file" ? {
					...entry,
					mode,
					owner: {
						uid,
						gid
					}
				} : entry;
			}
			case "directory": throw invalid(this.#place, `${JSON.stringify(path)} is a directory and a file at once`);
		}
	}
	/** Goes to a path from the root of some of the layers. */
	#walk(path, layers, followLast) {
		let way = [{
			path: "",
			layers,
			open: !this.#complete
		}], segments = segmentsOf(path).reverse();
		for (let followed = 0; segments.length > 0;) {
			let found = this.#step(way, segments.pop(), segments);
			if (found === void 0) continue;
			let isLast = segments.length === 0, target = isLast && !followLast ? void 0 : linkTarget(found);
			if (target === void 0) return found.kind === "node" && !isLast ? absent : found;
			if (++followed > 40) return absent;
			target.startsWith("/") && (way.length = 1), segments.push(...segmentsOf(target).reverse());
		}
		let directory = way.at(-1);
		return this.#watched.concerns(directory.path) ? {
			kind: "directory",
			directory
		} : {
			kind: "needs-watch",
			path: directory.path
		};
	}
	/** Goes into a directory or out of it; what is no directory is given back. */
	#step(way, segment, rest) {
		if (segment === "..") {
			way.length > 1 && way.pop();
			return;
		}
		let found = this.#look(way.at(-1), segment, rest);
		if (found.kind !== "directory") return found;
		way.push(found.directory);
	}
	/** {@link #child}, where the place is watched; else the rest of the way is what has to be watched. */
	#look(directory, name, rest) {
		let path = joinPath(directory.path, name);
		if (this.#watched.concerns(path)) return this.#child(directory, name);
		let up = rest.lastIndexOf("..");
		return {
			kind: "needs-watch",
			path: [path, ...rest.slice(up + 1).toReversed()].join("/")
		};
	}
	#child(directory, name) {
		let path = joinPath(directory.path, name), contributing = [];
		for (let layer of directory.layers) {
			let node = layer.node(path);
			if (node && node.kind !== "directory") return contributing.length === 0 ? {
				kind: "node",
				node,
				layer
			} : closed(path, contributing);
			if (node && contributing.push(layer), layer.hidesBelow(path) || node && layer.isOpaque(path)) return contributing.length === 0 ? absent : closed(path, contributing);
		}
		return contributing.length > 0 ? {
			kind: "directory",
			directory: {
				path,
				layers: contributing,
				open: directory.open
			}
		} : directory.open ? { kind: "needs-layer" } : absent;
	}
};
function closed(path, layers) {
	return {
		kind: "directory",
		directory: {
			path,
			layers,
			open: !1
		}
	};
}
/** The topmost layer's mode and owner are the directory's, even where that layer only implies it. */
function directoryEntry(path, { layers, path: at }) {
	let node = layers[0]?.node(at);
	if (node?.kind !== "directory") return {
		path,
		kind: "directory",
		mode: 493
	};
	let { mode, uid, gid } = node;
	return {
		path,
		kind: "directory",
		mode,
		owner: {
			uid,
			gid
		}
	};
}
function fileEntry(path, { mode, uid, gid, digest }) {
	return {
		path,
		kind: "file",
		mode,
		owner: {
			uid,
			gid
		},
		...digest === void 0 ? {} : { digest }
	};
}
function isUnknown$1(value) {
	return value.kind === "needs-layer" || value.kind === "needs-watch";
}
function linkTarget(found) {
	return found.kind === "node" && found.node.kind === "symlink" ? found.node.target : void 0;
}
function segmentsOf(path) {
	return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
const most = {
	links: 1e6,
	nodes: 1e5
}, impliedDirectory = {
	kind: "directory",
	mode: 493,
	uid: 0,
	gid: 0
};
/**
* What one layer puts, hides and replaces at the watched paths: the layer unpacked by itself, as the directory that an
* engine's overlay file system stacks on the layers below. Links that the layer itself has put at a directory's place are
* followed, as unpacking follows them; links of lower layers are replaced by the directory, as in an overlay.
*/
var LayerTree = class LayerTree {
	#nodes = /* @__PURE__ */ new Map();
	#children = /* @__PURE__ */ new Map();
	#opaque = /* @__PURE__ */ new Set();
	#whiteouts = /* @__PURE__ */ new Set();
	/** Every symbolic link of the layer so far, watched or not, and the directories above them. */
	#links = /* @__PURE__ */ new Map();
	#aboveLinks = /* @__PURE__ */ new Set();
	#watched;
	#place;
	/** @param place the layer, for messages */
	constructor(watched, place) {
		this.#watched = watched, this.#place = place;
	}
	/** The tree of a layer that is known to have no more than these directories at the watched paths. */
	static ofSilent(silent, watched, place) {
		let tree = new LayerTree(watched, place);
		for (let [path, metadata] of silent) tree.#set(path, {
			kind: "directory",
			...metadata
		});
		return tree;
	}
	/** The directories that are all that the layer has at the watched paths; `undefined` where it has more. */
	silence() {
		if (this.#opaque.size > 0 || this.#whiteouts.size > 0) return;
		let directories = /* @__PURE__ */ new Map();
		for (let [path, node] of this.#nodes) {
			if (node.kind !== "directory" || this.#watched.covers(path)) return;
			let { mode, uid, gid } = node;
			directories.set(path, {
				mode,
				uid,
				gid
			});
		}
		return directories;
	}
	node(path) {
		return path === "" ? impliedDirectory : this.#nodes.get(path);
	}
	/** Names in a watched directory, in no order. */
	childrenOf(directory) {
		return this.#children.get(directory) ?? [];
	}
	/** True where nothing of the layers below may be seen at the path, unless this layer has it itself. */
	hidesBelow(path) {
		return this.#whiteouts.has(path);
	}
	/** True where nothing of the layers below may be seen in the directory. */
	isOpaque(directory) {
		return this.#opaque.has(directory);
	}
	/** Takes the next entry of the layer's archive; the body is wanted where its content matters. */
	apply = (header) => {
		let cleaned = cleanPath(header.path, this.#place);
		if (cleaned === "") return;
		let split = splitPath(cleaned), parent = this.#links.size === 0 ? split.parent : this.#follow(split.parent);
		if (split.name.startsWith(".wh.")) {
			this.#whiteout(parent, split.name);
			return;
		}
		let path = joinPath(parent, split.name);
		this.#clearLinks(path, header.type), header.type === "symlink" && this.#rememberLink(path, header.target);
		let linked = header.type === "link" ? this.#touchLinked(header) : "";
		if (this.#watched.concerns(path)) {
			if (this.#makeParents(parent), header.type !== "link") return this.#put(path, header);
			this.#putLink(path, linked, header);
		}
	};
	/** Lets go of what only unpacking needs. */
	seal() {
		this.#links.clear(), this.#aboveLinks.clear();
	}
	#whiteout(parent, name) {
		if (name === ".wh..wh..opq") this.#watched.concerns(parent) && this.#opaque.add(parent);
		else if (!name.startsWith(".wh..wh.")) {
			let path = joinPath(parent, name.slice(4));
			this.#watched.concerns(path) && this.#whiteouts.add(path);
		}
		this.#makeParents(parent);
	}
	#put(path, header) {
		switch (header.type) {
			case "directory":
				this.#set(path, {
					kind: "directory",
					mode: header.mode,
					uid: header.uid,
					gid: header.gid
				});
				return;
			case "file": return this.#putFile(path, header);
			case "symlink":
				this.#set(path, {
					kind: "symlink",
					target: header.target
				});
				return;
			case "fifo":
			case "device":
				this.#set(path, {
					kind: "special",
					what: header.type
				});
				return;
			default: throw invalid(this.#place, `${JSON.stringify(path)} is an entry of a kind that engines do not unpack alike`);
		}
	}
	#putFile(path, { mode, uid, gid }) {
		let inode = {
			mode,
			uid,
			gid,
			digest: void 0
		};
		if (this.#set(path, {
			kind: "file",
			inode
		}), !this.#watched.covers(path)) return;
		let hash = createHash("sha256");
		return {
			write: (chunk) => hash.update(chunk),
			end: () => {
				inode.digest = `sha256:${hash.digest("hex")}`;
			}
		};
	}
	/** Unpacking a hard link sets the link's own mode and owner, and with them its target's, wherever the link is. */
	#touchLinked({ target, mode, uid, gid }) {
		let { parent, name } = splitPath(cleanPath(target, this.#place)), linked = joinPath(this.#follow(parent), name), node = this.#nodes.get(linked);
		return node?.kind === "file" && Object.assign(node.inode, {
			mode,
			uid,
			gid
		}), linked;
	}
	#putLink(path, linked, { mode, uid, gid }) {
		if (!this.#watched.covers(linked)) {
			this.#set(path, {
				kind: "unwatched-link",
				target: linked
			});
			return;
		}
		let node = this.#nodes.get(linked);
		if (node?.kind === "directory") throw invalid(this.#place, `${JSON.stringify(path)} is a hard link to a directory`);
		this.#set(path, node ?? {
			kind: "lower-link",
			target: linked,
			mode,
			uid,
			gid
		});
	}
	#set(path, node) {
		if (this.#nodes.get(path)?.kind === "directory" && node.kind !== "directory" && this.#removeBelow(path), this.#nodes.set(path, node), this.#nodes.size > most.nodes) throw invalid(this.#place, `it has more than ${most.nodes} entries where the identity is to be`);
		let { parent, name } = splitPath(path), names = this.#children.get(parent);
		names ? names.add(name) : this.#children.set(parent, /* @__PURE__ */ new Set([name]));
	}
	#removeBelow(directory) {
		for (let name of this.childrenOf(directory)) {
			let path = joinPath(directory, name);
			this.#removeBelow(path), this.#nodes.delete(path);
		}
		this.#children.delete(directory), this.#opaque.delete(directory);
	}
	#makeParents(directory) {
		if (directory === "" || !this.#watched.concerns(directory)) return;
		let node = this.#nodes.get(directory);
		if (node?.kind !== "directory") {
			if (node) throw invalid(this.#place, `${JSON.stringify(directory)} is a file and a directory at once`);
			this.#makeParents(splitPath(directory).parent), this.#set(directory, impliedDirectory);
		}
	}
	/** A directory's real path within this layer. */
	#follow(directory) {
		let resolved = "", segments = directory.split("/").reverse();
		for (let followed = 0; segments.length > 0;) {
			let segment = segments.pop();
			if (segment === "" || segment === ".") continue;
			if (segment === "..") {
				resolved = splitPath(resolved).parent;
				continue;
			}
			let path = joinPath(resolved, segment), target = this.#links.get(path);
			if (target === void 0) resolved = path;
			else {
				if (++followed > 40) throw invalid(this.#place, `${JSON.stringify(directory)} leads in a circle`);
				target.startsWith("/") && (resolved = ""), segments.push(...target.split("/").reverse());
			}
		}
		return resolved;
	}
	#rememberLink(path, target) {
		if (this.#links.size >= most.links) throw invalid(this.#place, `it has more than ${most.links} links`);
		this.#links.set(path, target);
		for (let { parent } = splitPath(path); parent !== "" && !this.#aboveLinks.has(parent); {parent} = splitPath(parent)) this.#aboveLinks.add(parent);
	}
	/** Forgets the links that a new entry replaces. */
	#clearLinks(path, type) {
		if (this.#links.delete(path), type !== "directory" && this.#aboveLinks.has(path)) for (let link of this.#links.keys()) link.startsWith(`${path}/`) && this.#links.delete(link);
	}
};
/**
* A directory of an image as a program in a container of it would see it. Layers are read from the top, each to its
* last byte and against both its digests, and no further than the answer needs.
* @param directory without slashes at its ends
* @throws {IdentikitError} `DIGEST_MISMATCH`, `IMAGE_INVALID`, and the faults of the source
*/
async function viewDirectory(source, image, directory, options = {}) {
	await using layers = new LayersRead(source, image, options);
	return {
		entries: await layers.answer([directory], (stack) => stack.list(directory)),
		layersRead: layers.count
	};
}
/**
* The mode and owner of each directory above a path that the image has; those that it lacks are left out.
* @throws {IdentikitError} `PATH_LINKED` where one is a link, `ENTRY_TYPE` where one is no directory: a layer that names
* it would put a directory in its place; and the faults of {@link viewDirectory}
*/
async function viewAncestors(source, image, path, options = {}) {
	await using layers = new LayersRead(source, image, options);
	let found = /* @__PURE__ */ new Map();
	for (let ancestor of ancestorsOf(path)) {
		let entry = await layers.answer([path], (stack) => stack.at(ancestor) ?? "absent");
		if (entry === "absent") break;
		if (entry.kind !== "directory") throw obstacle(source.name, ancestor, entry);
		found.set(ancestor, {
			mode: entry.mode,
			...entry.owner ?? {
				uid: 0,
				gid: 0
			}
		});
	}
	return found;
}
/**
* One image's layers, read from the top as far as questions about them need. Beside a large layer the next one is read
* already: most of the time goes into inflating, which another thread does. Small layers, the identity's among them, are
* waited for, as they may well be the end of it.
*/
var LayersRead = class {
	/** How many layers were read. */
	count = 0;
	#source;
	#topFirst;
	#options;
	#stop = new AbortController();
	#watched = new WatchedPaths([]);
	#trees = [];
	#ahead;
	constructor(source, image, options) {
		this.#source = source, this.#topFirst = layersOf(image).reverse(), this.#options = options;
	}
	async answer(paths, ask) {
		await this.#watch(paths);
		for (let round = 0; round < 64;) {
			let isComplete = this.#trees.length === this.#topFirst.length, answer = ask(new LayerStack(this.#trees, isComplete, this.#watched, this.#source.name));
			if (!isUnknown(answer)) return answer;
			answer.kind === "needs-watch" ? (await this.#watch([answer.path]), round++) : this.#trees.push(await this.#next());
		}
		throw invalid(this.#source.name, `the way to /${paths.join(", /")} leads through too many links`);
	}
	/** Ends what was begun and is not needed. */
	async [Symbol.asyncDispose]() {
		this.#stop.abort(), await this.#ahead?.tree.catch(() => {});
	}
	/** A layer was read with an eye on some paths only; with more of them, it has to be read again. */
	async #watch(paths) {
		if (!paths.every((path) => this.#watched.covers(path))) {
			await this[Symbol.asyncDispose](), this.#stop = new AbortController(), this.#ahead = void 0, this.#trees = [];
			for (let path of paths) this.#watched.add(path);
		}
	}
	async #next() {
		let at = this.#trees.length, tree = this.#ahead?.at === at ? this.#ahead.tree : this.#begin(at), next = this.#topFirst[at].descriptor.size >= 4194304 && at + 1 < this.#topFirst.length ? this.#begin(at + 1) : void 0;
		return this.#ahead = next && {
			at: at + 1,
			tree: next
		}, await tree;
	}
	#begin(at) {
		let tree = this.#read(this.#topFirst[at]);
		return tree.catch(() => {}), tree;
	}
	async #read(layer) {
		let place = `${this.#source.name}: layer ${layer.descriptor.digest}`, { index, signal } = this.#options, roots = this.#watched.roots, silent = index?.recall(layer, roots);
		if (silent) return LayerTree.ofSilent(silent, this.#watched, place);
		let tree = new LayerTree(this.#watched, place), stop = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
		await readLayer(this.#source, layer, tree.apply, stop), tree.seal(), this.count++;
		let found = tree.silence();
		return found && index?.keep(layer, roots, found), tree;
	}
};
function isUnknown(answer) {
	let kind = typeof answer == "object" && "kind" in answer ? answer.kind : void 0;
	return kind === "needs-layer" || kind === "needs-watch";
}
function layersOf(image) {
	let ids = diffIds(image.config);
	return image.manifest.layers.map((descriptor, at) => ({
		descriptor,
		diffId: ids[at]
	}));
}
function obstacle(place, path, { kind, target }) {
	let isLink = kind === "symlink", what = isLink ? `a link to ${target}` : `a ${kind}`;
	return new IdentikitError(isLink ? "PATH_LINKED" : "ENTRY_TYPE", `${place}: /${path} is ${what}`, { remedy: "Choose a destination whose parents are directories: the identity's layer would replace it." });
}
export { viewDirectory as n, viewAncestors as t };
