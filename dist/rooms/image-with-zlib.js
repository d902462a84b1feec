import { LayerStack, LayerTree, LayerUnpacking, StagedImage, WatchedPaths, ZstdFrames, ambiguousLayer, askAhead, bakedTree, belowScratch, composeIndex, composeManifest, destinationPath, diffIds, endOf, formatImageReference, formatWritten, imageArchive, invalid, mismatch, nothingAhead, parseUser, passGate, readBelow, registryName, resolveUser, selectIdentity, sortMembers, startsFrame, startsSkippable, templateLabels, through, writeStaged } from "./image.js";
import { certain } from "./fault.js";
import { TarParser, writeTar } from "./tar.js";
import { ancestorsOf, digestOf } from "./tree.js";
import { IdentikitError } from "../start/faces.js";
import { createHash } from "node:crypto";
import { crc32, createGunzip, createZstdDecompress, zstdDecompressSync } from "node:zlib";
// src/image/layer/zstd.ts
const smallFrame = {
	packed: 262144,
	unpacked: 16777216
};
async function* unpackZstd(chunks, place) {
	const parts = partsOf(chunks, place);
	try {
		for (let next = await parts.next(); !next.done; next = await parts.next()) {
			const held = await gather(next.value, parts);
			const whole = held.at(-1)?.isLast ? unpackSmall(held, place) : void 0;
			if (whole) yield whole;
			else yield* through(createZstdDecompress, rest(held, parts), place);
		}
	} finally {
		await parts.return();
	}
}
async function* partsOf(chunks, place) {
	const frames = new ZstdFrames(place);
	for await (const chunk of chunks) yield* frames.push(chunk);
	frames.end();
}
async function gather(first, parts) {
	const held = [first];
	for (let size = first.bytes.length; size < smallFrame.packed && !held.at(-1)?.isLast;) {
		const next = await parts.next();
		if (next.done) break;
		held.push(next.value);
		size += next.value.bytes.length;
	}
	return held;
}
function unpackSmall(held, place) {
	const packed = Buffer.concat(held.map(({ bytes }) => bytes));
	try {
		return zstdDecompressSync(packed, { maxOutputLength: smallFrame.unpacked });
	} catch (cause) {
		if (cause.code === "ERR_BUFFER_TOO_LARGE") return void 0;
		throw invalid(place, "a layer's compression is damaged", void 0, cause);
	}
}
async function* rest(held, parts) {
	for (const { bytes } of held) yield bytes;
	let isLast = held.at(-1)?.isLast ?? true;
	while (!isLast) {
		const next = await parts.next();
		if (next.done) return;
		yield next.value.bytes;
		isLast = next.value.isLast;
	}
}
// src/image/layer/decompress.ts
const headBytes = 6;
const gzipMagic = Buffer.from([31, 139]);
const deflateMethod = 8;
const disputed = [{
	name: "bzip2",
	magic: Buffer.from("BZh")
}, {
	name: "xz",
	magic: Buffer.from([
		253,
		55,
		122,
		88,
		90,
		0
	])
}];
async function* decompressed(chunks, place) {
	const iterator = chunks[Symbol.asyncIterator]();
	const head = [];
	let size = 0;
	while (size < headBytes) {
		const next = await iterator.next();
		if (next.done) break;
		head.push(next.value);
		size += next.value.length;
	}
	try {
		yield* unpack(Buffer.concat(head), resume(head, iterator), place);
	} finally {
		await iterator.return?.();
	}
}
function unpack(head, whole, place) {
	if (startsFrame(head)) return unpackZstd(whole, place);
	if (startsSkippable(head)) throw ambiguousLayer(place, "it starts with a skippable zstd frame, which not all engines take for zstd");
	const found = disputed.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
	if (found) throw ambiguousLayer(place, `it is compressed with ${found.name}, or looks so; some engines unpack that`);
	if (!head.subarray(0, gzipMagic.length).equals(gzipMagic)) return whole;
	if (head[2] !== deflateMethod) throw ambiguousLayer(place, "it starts as gzip does, and has no method of gzip's");
	return through(createGunzip, whole, place);
}
async function* resume(head, rest) {
	yield* head;
	for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
// src/image/layer/read-layer.ts
const maxArchiveBytes = 64 * 1024 ** 3;
async function readLayer(source, layer, handler, signal) {
	const { descriptor } = layer;
	try {
		await parse(source, layer, handler, signal);
	} catch (fault) {
		if (isAboutContent(fault)) for await (const _ of source.blob(descriptor)) signal?.throwIfAborted();
		throw fault;
	}
}
async function parse(source, { descriptor, diffId }, handler, signal) {
	const place = `${source.name}: layer ${descriptor.digest}`;
	const parser = new TarParser(handler, imageArchive(place));
	const hash = createHash("sha256");
	let size = 0;
	for await (const chunk of decompressed(source.blob(descriptor), place)) {
		signal?.throwIfAborted();
		size += chunk.length;
		if (size > maxArchiveBytes) throw invalid(place, "it is over 64 GiB when uncompressed");
		hash.update(chunk);
		parser.write(chunk);
	}
	parser.end();
	const actual = `sha256:${hash.digest("hex")}`;
	if (actual !== diffId) throw mismatch(place, { digest: diffId }, `the layer's archive has ${actual}`);
}
function isAboutContent(fault) {
	return fault instanceof IdentikitError && (fault.code === "IMAGE_INVALID" || fault.code === "IMAGE_AMBIGUOUS");
}
// src/image/view/layers-read.ts
const maxRounds = 64;
const worthPairing = 4194304;
var LayersRead = class {
	#source;
	#topFirst;
	#options;
	#stop = new AbortController();
	#watched = new WatchedPaths([]);
	#read = new Set();
	#trees = [];
	#ahead;
	constructor(source, image, options) {
		this.#source = source;
		this.#topFirst = layersOf(image).reverse();
		this.#options = options;
	}
	get count() {
		return this.#read.size;
	}
	async answer(paths, ask) {
		await this.#watch({ paths });
		for (let round = 0; round < maxRounds;) {
			const stack = new LayerStack(this.#trees, this.#isComplete, this.#watched);
			const answer = ask(stack);
			if (isUnknown(answer) ? answer.kind === "needs-layer" : this.#needsMore()) {
				this.#trees.push(await this.#next());
				continue;
			}
			const points = isUnknown(answer) ? [] : this.#leading();
			if (!isUnknown(answer) && points.length === 0) {
				stack.cross();
				return answer;
			}
			await this.#watch(isUnknown(answer) ? { paths: "path" in answer ? [answer.path] : [] } : { points });
			round++;
		}
		throw invalid(this.#source.name, `the way to /${paths.join(", /")} leads through too many links`);
	}
	async [Symbol.asyncDispose]() {
		this.#stop.abort();
		await this.#ahead?.tree.catch(() => {});
	}
	get #isComplete() {
		return this.#trees.length === this.#topFirst.length;
	}
	#needsMore() {
		return this.#mayBeReachedFromBelow() || this.#options.everyLayer === true && !this.#isComplete;
	}
	#mayBeReachedFromBelow() {
		const absolute = this.#trees.find(({ spelled }) => spelled.absolute);
		if (absolute && this.#trees.some((tree) => tree !== absolute && tree.spelled.relative)) throw ambiguousLayer(absolute.place, "names at the identity's place start with a slash in one layer and not in another; go-containerregistry takes these for different files");
		const isSettled = absolute === void 0 && this.#trees.every((tree) => tree.isNamedThroughout);
		return !this.#isComplete && !isSettled;
	}
	#leading() {
		const firstLoose = this.#trees.findIndex((tree) => !tree.isNamedThroughout);
		return firstLoose === -1 ? [] : this.#trees.slice(firstLoose + 1).flatMap((tree) => tree.leading);
	}
	async #watch(more) {
		const { paths = [], points = [] } = more;
		if (points.length === 0 && paths.every((path) => this.#watched.covers(path))) return;
		await this[Symbol.asyncDispose]();
		this.#stop = new AbortController();
		this.#ahead = void 0;
		this.#trees = [];
		for (const path of paths) this.#watched.add(path);
		for (const point of points) this.#watched.addPoint(point);
	}
	async #next() {
		const at = this.#trees.length;
		const tree = this.#ahead?.at === at ? this.#ahead.tree : this.#begin(at);
		const next = this.#topFirst[at].descriptor.size >= worthPairing && at + 1 < this.#topFirst.length ? this.#begin(at + 1) : void 0;
		this.#ahead = next && {
			at: at + 1,
			tree: next
		};
		return await tree;
	}
	#begin(at) {
		const tree = this.#unpack(at);
		tree.catch(() => {});
		return tree;
	}
	async #unpack(at) {
		const layer = this.#topFirst[at];
		const place = `${this.#source.name}: layer ${layer.descriptor.digest}`;
		const { index, signal, keepContent = false } = this.#options;
		const { key } = this.#watched;
		const silent = index?.recall(layer, key);
		if (silent) return LayerTree.ofSilent(silent, this.#watched, place);
		const unpacking = new LayerUnpacking(this.#watched, {
			place,
			keepContent
		});
		const stop = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
		await readLayer(this.#source, layer, unpacking.apply, stop);
		const tree = unpacking.finish();
		this.#read.add(at);
		const found = tree.silence();
		if (found) index?.keep(layer, key, found);
		return tree;
	}
};
function isUnknown(answer) {
	return typeof answer === "object" && (answer.kind === "needs-layer" || answer.kind === "needs-watch");
}
function layersOf(image) {
	const ids = diffIds(image.config);
	return image.manifest.layers.map((descriptor, at) => ({
		descriptor,
		diffId: ids[at]
	}));
}
// src/image/view/access.ts
const search = 1;
const readAndSearch = 5;
function runsAsRoot(image) {
	const parsed = parseUser(userOf(image));
	return typeof parsed === "object" && isRoot(parsed);
}
async function findLock(source, image, { way, directories }, options) {
	const gates = [...way.map((each) => ({
		...each,
		wanted: search
	})), ...directories.map((each) => ({
		...each,
		wanted: readAndSearch
	}))].filter((each) => !isOpenToAll(each));
	if (gates.length === 0) return void 0;
	const user = userOf(image);
	const parsed = parseUser(user);
	if (typeof parsed === "string") throw unknown(source, `its user ${parsed}`);
	const subject = await subjectOf(source, image, parsed, options);
	if (typeof subject === "string") throw unknown(source, subject);
	if (subject.uid === 0) return void 0;
	for (const gate of gates) {
		const locked = lockedBy(gate, subject, source);
		if (locked) return {
			...locked,
			path: gate.path,
			user
		};
	}
}
function isRoot({ user }) {
	return user.kind === "id" && user.id === 0;
}
function userOf({ config }) {
	const user = config.config?.User;
	return typeof user === "string" ? user : "";
}
function isOpenToAll({ metadata, wanted }) {
	const bits = wanted * 73;
	return metadata.every(({ mode }) => (mode & bits) === bits);
}
async function subjectOf(source, image, user, options) {
	if (user.user.kind === "id" && user.group?.kind === "id") return {
		uid: user.user.id,
		groups: [new Set([user.group.id])]
	};
	await using layers = new LayersRead(source, image, {
		...options,
		keepContent: true,
		everyLayer: true
	});
	const paths = ["etc/passwd", "etc/group"];
	const [passwd, group] = [await layers.answer(paths, (stack) => stack.content("etc/passwd")), await layers.answer(paths, (stack) => stack.content("etc/group"))];
	return resolveUser(user, passwd.bytes, group.bytes);
}
function lockedBy(gate, subject, source) {
	const { path, metadata, wanted } = gate;
	const outcomes = metadata.flatMap((each) => subject.groups.map((groups) => allows(each, subject.uid, groups, wanted)));
	if (outcomes.every((allowed) => allowed)) return void 0;
	if (outcomes.some((allowed) => allowed)) throw unknown(source, `engines give /${path} different modes or owners, or the user different groups`);
	return metadata[0];
}
function allows({ mode, uid, gid }, as, groups, wanted) {
	return (mode >> (uid === as ? 6 : groups.has(gid) ? 3 : 0) & wanted) === wanted;
}
function unknown(source, reason) {
	return ambiguousLayer(source.name, `whether the image's user can read the identity cannot be told: ${reason}`);
}
// src/image/view/container-view.ts
async function viewDirectory(source, image, directory, options = {}) {
	const isRoot = runsAsRoot(image);
	await using layers = new LayersRead(source, image, {
		...options,
		everyLayer: !isRoot
	});
	const listing = await layers.answer([directory], (stack) => stack.list(directory));
	const locked = isRoot ? void 0 : await findLock(source, image, listing, options);
	return {
		entries: listing.entries,
		locked,
		layersRead: layers.count
	};
}
async function viewContents(source, image, paths, options = {}) {
	await using layers = new LayersRead(source, image, {
		...options,
		keepContent: true
	});
	const contents = new Map();
	for (const path of paths) {
		const { bytes } = await layers.answer(paths, (stack) => stack.content(path));
		if (bytes) contents.set(path, bytes);
	}
	return contents;
}
async function viewAncestors(source, image, path, options = {}) {
	await using layers = new LayersRead(source, image, options);
	const found = new Map();
	for (const ancestor of ancestorsOf(path)) {
		const entry = await layers.answer([path], (stack) => stack.at(ancestor) ?? "absent");
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
function obstacle(place, path, { kind, target }) {
	const isLink = kind === "symlink";
	const what = isLink ? `a link to ${target}` : `a ${kind}`;
	return new IdentikitError(isLink ? "PATH_LINKED" : "ENTRY_TYPE", `${place}: /${path} is ${what}`, { remedy: "Choose a destination whose parents are directories: the identity's layer would replace it." });
}
// src/image/layer/stored-gzip.ts
const maxBlock = 65535;
function storedGzip(content) {
	const parts = [Buffer.from([
		31,
		139,
		8,
		0,
		0,
		0,
		0,
		0,
		0,
		255
	])];
	for (let at = 0; at === 0 || at < content.length; at += maxBlock) {
		const block = content.subarray(at, at + maxBlock);
		const head = Buffer.alloc(5);
		head.writeUInt8(at + maxBlock >= content.length ? 1 : 0, 0);
		head.writeUInt16LE(block.length, 1);
		head.writeUInt16LE(~block.length & 65535, 3);
		parts.push(head, block);
	}
	const tail = Buffer.alloc(8);
	tail.writeUInt32LE(crc32(content), 0);
	tail.writeUInt32LE(content.length >>> 0, 4);
	parts.push(tail);
	return Buffer.concat(parts);
}
// src/image/layer/identity-layer.ts
const opaqueWhiteout = ".wh..wh..opq";
function writeIdentityLayer(identity, options) {
	const { destination, sourceDateEpoch, ancestors } = options;
	const tree = bakedTree(identity);
	const above = ancestorsOf(destination).map((path) => ancestor(path, ancestors?.get(path)));
	const members = [...[...new Set([...tree].flatMap(({ path }) => ancestorsOf(path)))].map((path) => ({
		path: `${destination}/${path}/`,
		mode: 493
	})), ...[...tree].map(({ path, mode, bytes }) => ({
		path: `${destination}/${path}`,
		mode,
		bytes
	}))];
	const archive = writeTar([
		...above,
		{
			path: `${destination}/`,
			mode: 493
		},
		{
			path: `${destination}/${opaqueWhiteout}`,
			mode: 420
		},
		...sortMembers(members)
	], sourceDateEpoch);
	const bytes = storedGzip(archive);
	return {
		bytes,
		digest: digestOf(bytes),
		diffId: digestOf(archive)
	};
}
function ancestor(path, metadata) {
	const { mode, uid, gid } = metadata ?? {
		mode: 493,
		uid: 0,
		gid: 0
	};
	return {
		path: `${path}/`,
		mode,
		owner: {
			uid,
			gid
		}
	};
}
// src/image/candidate.ts
async function bakeCandidate(options, subject) {
	const ingredients = ingredientsOf(options);
	const { staged, top, images, layerDigest } = await stage(options, ingredients, {
		baked: Promise.resolve(void 0),
		subject
	});
	return {
		source: staged,
		digest: top.digest,
		layerDigest,
		treeDigest: ingredients.identity.digest,
		platforms: images.map(({ platform }) => platform)
	};
}
function ingredientsOf(options) {
	const { base, cache, sourceDateEpoch = 0 } = options;
	const identity = selectIdentity(options.template, "the template", options.required, options.profile);
	const destination = destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/");
	return {
		identity,
		destination,
		layer: writeIdentityLayer(identity, {
			destination,
			sourceDateEpoch
		}),
		known: base === "scratch" ? void 0 : cache?.recall(formatImageReference(base.reference))
	};
}
async function stage(options, ingredients, { subject, baked }) {
	const { base, platforms = [], sourceDateEpoch = 0 } = options;
	const { identity, layer, known } = ingredients;
	const below = base === "scratch" ? belowScratch(platforms, options.mediaTypes) : await readBelow(base, platforms, {
		known,
		cache: options.cache,
		baked
	});
	const created = new Date(sourceDateEpoch * 1e3).toISOString().replace(".000Z", "Z");
	const labels = {
		...ownLabels(options, identity, below.digest),
		...options.labels
	};
	const layers = await layersFor(below, options, ingredients);
	const additionTo = (at) => ({
		layer: layers[at] ?? layer,
		labels,
		created
	});
	const staged = new StagedImage(subject, base === "scratch" ? void 0 : base.store);
	const images = below.images.map((image, at) => ({
		platform: image.platform,
		raw: composeManifest(staged, image, additionTo(at), image.family, carriedBy(below, image))
	}));
	const isIndex = below.index !== void 0;
	return {
		staged,
		top: below.index ? composeIndex(staged, images, additionTo(0), below.index) : certain(images[0]).raw,
		images,
		isIndex,
		layerDigest: additionTo(0).layer.digest
	};
}
function carriedBy({ index, configs }, image) {
	return index || !("manifest" in image) ? void 0 : configs.get(image.manifest.config.digest);
}
async function layersFor({ images }, options, { identity, destination, layer }) {
	const { base, sourceDateEpoch = 0, ancestors = "assume", index, signal } = options;
	if (ancestors === "assume" || base === "scratch") return images.map(() => layer);
	const layers = [];
	for (const image of images) {
		const view = {
			index,
			...signal ? { signal } : {}
		};
		const above = "manifest" in image ? await viewAncestors(base.store, image, destination, view) : new Map();
		layers.push(writeIdentityLayer(identity, {
			destination,
			sourceDateEpoch,
			ancestors: above
		}));
	}
	return layers;
}
function ownLabels({ base, provenance }, identity, baseDigest) {
	const labels = templateLabels(identity, provenance);
	if (baseDigest) labels["org.opencontainers.image.base.digest"] = baseDigest;
	if (base !== "scratch" && base.reference.kind === "registry") {
		const { kind, host, repository, tag = base.tag } = base.reference;
		labels["org.opencontainers.image.base.name"] = registryName({
			kind,
			host,
			repository,
			tag
		});
	}
	return labels;
}
// src/image/bake.ts
async function bake(options) {
	const ingredients = ingredientsOf(options);
	const ahead = options.ancestors === "read" ? nothingAhead : askAhead(options.to, ingredients.layer, ingredients.known);
	try {
		return await build(options, ingredients, ahead);
	} catch (caught) {
		await endOf(ahead);
		throw caught;
	}
}
async function build(options, ingredients, ahead) {
	const { base, to } = options;
	const baked = ahead.kind === "layer" ? ahead.found : Promise.resolve(void 0);
	const subject = formatImageReference(to.reference);
	const { staged, top, images, isIndex, layerDigest } = await stage(options, ingredients, {
		baked,
		subject
	});
	if (ahead.kind === "layer" && base !== "scratch") options.cache?.keepLayer(formatImageReference(base.reference), layerDigest);
	await passGate(options.gate, {
		source: staged,
		selector: {
			kind: "digest",
			digest: top.digest
		},
		subject
	});
	await options.beforeNames?.({
		top,
		layerDigest,
		treeDigest: ingredients.identity.digest
	});
	const changed = await writeStaged(to, {
		staged,
		top,
		children: isIndex ? images.map(({ raw }) => raw) : [],
		first: layerDigest,
		from: base === "scratch" ? void 0 : base.store.origin,
		ahead
	});
	return {
		image: formatWritten(to.reference, to.tag, top.digest),
		digest: top.digest,
		layerDigest,
		treeDigest: ingredients.identity.digest,
		platforms: images.map(({ platform }) => platform),
		changed
	};
}
export { bake, bakeCandidate, decompressed, viewContents, viewDirectory };
