import { __toESM } from "../vendor/rolldown-runtime.js";
import { IdentikitError, asFault, codeOf, fieldsOf, isDigest, isRecord, messageOf, shortened, visible } from "../start/faces.js";
import { certain, inParallel, verdictOf } from "./fault.js";
import { AnchoredDirectory, FileTree, ancestorsOf, checkPath, comparePaths, digestOf, fileFault, streamFileIn, writeChunksIn } from "./tree.js";
import { _undefined, array, boolean, custom, int, literal, looseObject, object, record, string } from "../vendor/zod.js";
import { TarParser, anyArchive, archiveEnd, fileHeader, filePadding, writeTar } from "./tar.js";
import { Cache, cacheRootOf } from "./cache.js";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { Readable, pipeline } from "node:stream";
import { readFile, stat } from "node:fs/promises";
// src/image/engine/connection.ts
async function connectEngine(env) {
	const { default: Dockerode } = await import("../vendor/dockerode.entry.js").then((m) => __toESM(m.default, 1));
	const host = engineHost(env);
	if (host.startsWith("unix://")) return new Dockerode({ socketPath: host.slice(7) });
	if (host.startsWith("npipe://")) return new Dockerode({ socketPath: host.slice(8) });
	const url = URL.parse(host);
	if (!url || ![
		"tcp:",
		"http:",
		"https:"
	].includes(url.protocol)) throw new IdentikitError("ENGINE_UNREACHABLE", `DOCKER_HOST has a form that cannot be dialled: ${host.split(":")[0]}`, { remedy: "Set DOCKER_HOST to unix:///path or tcp://host:port." });
	const isTls = Boolean(env.DOCKER_TLS_VERIFY) || url.protocol === "https:";
	const port = url.port || (isTls ? "2376" : "2375");
	const secrets = isTls && env.DOCKER_CERT_PATH ? certificates(env.DOCKER_CERT_PATH) : {};
	return new Dockerode({
		host: url.hostname,
		port,
		protocol: isTls ? "https" : "http",
		...secrets
	});
}
function engineHost(env) {
	return env.DOCKER_HOST || "unix:///var/run/docker.sock";
}
async function engineVersion(env, signal) {
	const engine = await connectEngine(env);
	const asking = {
		path: "/version",
		method: "GET",
		statusCodes: { 200: true },
		abortSignal: signal
	};
	const { promise, resolve, reject } = Promise.withResolvers();
	engine.modem.dial(asking, (fault, answer) => fault ? reject(fault) : resolve(answer));
	try {
		const answer = await promise;
		return answer && "ApiVersion" in answer ? String(answer.ApiVersion) : "unknown";
	} catch (cause) {
		throw engineFault("asking for the version", cause);
	}
}
function engineFault(what, cause) {
	if (cause instanceof IdentikitError) return cause;
	const code = codeOf(cause);
	const { statusCode, json } = fieldsOf(cause);
	if (statusCode === 404) return new IdentikitError("IMAGE_MISSING", `${what}: the engine has no such image`, {
		remedy: "Pull or build it first: docker pull, docker build.",
		cause
	});
	if (statusCode === void 0 && code !== void 0) return new IdentikitError("ENGINE_UNREACHABLE", `${what}: no Docker Engine answers (${code})`, {
		remedy: "Start the engine, or set DOCKER_HOST to where one listens.",
		cause,
		retry: { kind: "later" }
	});
	return new IdentikitError("ENGINE_FAILED", `${what}: ${oneLine(String(fieldsOf(json).message ?? messageOf(cause)))}`, {
		remedy: "Look at what the engine says; nothing of ours is under its final name.",
		cause
	});
}
function oneLine(text) {
	return text.replace(/\s+/g, " ").trim().slice(0, 500);
}
function certificates(directory) {
	const read = (name) => {
		const path = join(directory, name);
		try {
			return readFileSync(path);
		} catch (cause) {
			throw fileFault("FILE_UNREADABLE", path, cause);
		}
	};
	return {
		ca: read("ca.pem"),
		cert: read("cert.pem"),
		key: read("key.pem")
	};
}
// src/image/identity.ts
const defaultDestination = "/opt/molecule-platform-agent-template/";
const platformAgent = "platform-agent";
const defaultRequiredFiles = [
	"config.yaml",
	"mcp_servers.yaml",
	"prompts/concierge.md"
];
const markerName = "IMAGE_BAKED_IDENTITY_PRESENT";
const markerScript = `#!/bin/sh
echo "identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template" >&2
`;
const identityV1 = {
	name: "identity/v1",
	admits: (path) => path === "config.yaml" || path === "mcp_servers.yaml" || path.startsWith("prompts/")
};
function selectIdentity(template, owner, required = defaultRequiredFiles, profile = identityV1) {
	const lacking = required.flatMap((path) => {
		const file = template.get(path);
		if (file === void 0) return `${path} is missing`;
		return file.bytes.every(isBlank) ? `${path} is empty` : [];
	});
	if (lacking.length > 0) throw new IdentikitError("SSOT_MISSING", `${owner} is not a valid template: ${lacking.join(", ")}`, { remedy: "Add what is missing to the template, or list the files that it has under identity.required in identikit.yaml." });
	return template.select((path) => profile.admits(path));
}
function bakedTree(identity) {
	const marker = {
		path: markerName,
		mode: 493,
		bytes: Buffer.from(markerScript)
	};
	return FileTree.of([...identity, marker], "the identity");
}
function destinationPath(destination) {
	const path = destination.replace(/^\/+/, "").replace(/\/+$/, "");
	checkPath(path, `destination ${destination}`);
	return path;
}
function isBlank(byte) {
	return byte === 32 || byte >= 9 && byte <= 13;
}
// src/image/labels.ts
const treeDigestLabel = "io.identikit.template.tree-digest";
function templateLabels(identity, { repository, source } = {}) {
	return {
		[treeDigestLabel]: identity.digest,
		...repository ? { "io.identikit.template.repository": repository } : {},
		...source ? { "org.opencontainers.image.source": source } : {}
	};
}
// src/image/limits.ts
const imageLimits = {
	manifestBytes: 10485760,
	configBytes: 10485760,
	layers: 512,
	indexEntries: 512,
	indexDepth: 3,
	referrers: 1e3
};
// src/image/image-fault.ts
const proofs = new Set([
	"DIGEST_MISMATCH",
	"IMAGE_AMBIGUOUS",
	"IMAGE_INVALID",
	"IMAGE_MISSING"
]);
function isImageProof(code) {
	return proofs.has(code);
}
function invalid$2(place, reason, remedy, cause) {
	return new IdentikitError("IMAGE_INVALID", `${place}: ${reason}`, {
		remedy: remedy ?? "Build or push the image again; nothing was changed.",
		cause
	});
}
function ambiguousImage(place, reason, remedy) {
	return new IdentikitError("IMAGE_AMBIGUOUS", `${place}: ${reason}`, { remedy: remedy ?? "Build the image again with a current tool, and find out who wrote this one." });
}
function ambiguousLayer(place, reason) {
	return ambiguousImage(place, reason, "Build that layer again so that it says one thing about each path; nothing was changed.");
}
// src/image/document/read-json.ts
const maxDepth = 100;
function readJson(bytes, what) {
	return new Reader(textOf(bytes, what), what).document();
}
function textOf(bytes, what) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		throw ambiguousImage(what, "it has bytes that are not UTF-8, which some programs replace");
	}
}
var Reader = class {
	#text;
	#what;
	#at = 0;
	constructor(text, what) {
		this.#text = text;
		this.#what = what;
	}
	document() {
		const value = this.#value(0);
		this.#space();
		if (this.#at < this.#text.length) throw ambiguousImage(this.#what, "its JSON goes on after its end");
		return value;
	}
	#value(depth) {
		if (depth > maxDepth) throw invalid$2(this.#what, `it is nested deeper than ${maxDepth} levels`);
		this.#space();
		switch (this.#text[this.#at]) {
			case "{": return this.#object(depth + 1);
			case "[": return this.#array(depth + 1);
			case "\"": return this.#string();
			case "t": return this.#word("true", true);
			case "f": return this.#word("false", false);
			case "n": return this.#word("null", null);
			default: return this.#number();
		}
	}
	#object(depth) {
		const value = {};
		this.#at++;
		if (this.#takes("}")) return value;
		do {
			this.#space();
			if (this.#text[this.#at] !== "\"") throw this.#malformed();
			const key = this.#string();
			if (Object.hasOwn(value, key) || key === "__proto__") throw ambiguousImage(this.#what, `${shown(key)} ${key === "__proto__" ? "is a key in it" : "stands twice"}`);
			if (!this.#takes(":")) throw this.#malformed();
			value[key] = this.#value(depth);
		} while (this.#takes(","));
		if (!this.#takes("}")) throw this.#malformed();
		return value;
	}
	#array(depth) {
		const value = [];
		this.#at++;
		if (this.#takes("]")) return value;
		do
			value.push(this.#value(depth));
		while (this.#takes(","));
		if (!this.#takes("]")) throw this.#malformed();
		return value;
	}
	#string() {
		const start = this.#at;
		let end = start;
		do
			end = this.#text.indexOf("\"", end + 1);
		while (end !== -1 && isEscaped(this.#text, end));
		if (end === -1) throw this.#malformed();
		this.#at = end + 1;
		const value = this.#unescaped(this.#text.slice(start, end + 1));
		if (!value.isWellFormed()) throw ambiguousImage(this.#what, `the text ${shown(value)} holds half a surrogate pair`);
		return value;
	}
	#unescaped(literal) {
		try {
			return String(JSON.parse(literal));
		} catch {
			throw this.#malformed();
		}
	}
	#number() {
		const form = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
		form.lastIndex = this.#at;
		const literal = form.exec(this.#text)?.[0];
		if (literal === void 0) throw this.#malformed();
		this.#at += literal.length;
		const value = Number(literal);
		if (!Number.isFinite(value) || Number.isInteger(value) && String(value) !== literal) throw ambiguousImage(this.#what, `programs differ on the number ${shown(literal)}`);
		return value;
	}
	#word(word, value) {
		if (!this.#text.startsWith(word, this.#at)) throw this.#malformed();
		this.#at += word.length;
		return value;
	}
	#takes(mark) {
		this.#space();
		if (this.#text[this.#at] !== mark) return false;
		this.#at++;
		return true;
	}
	#space() {
		while (/[ \t\n\r]/.test(this.#text[this.#at] ?? "")) this.#at++;
	}
	#malformed() {
		return invalid$2(this.#what, `it is not JSON (at character ${this.#at})`);
	}
};
function isEscaped(text, quote) {
	let before = quote;
	while (text[before - 1] === "\\") before--;
	return (quote - before) % 2 === 1;
}
function shown(text) {
	return JSON.stringify(shortened(visible(text), 80));
}
// src/image/document/spelling.ts
function checkSpelling(schema, value, what) {
	const { def } = schema._zod;
	switch (def.type) {
		case "object":
			if (isObject$1(value)) checkFields(def.shape, value, what);
			break;
		case "record":
			if (isObject$1(value)) for (const each of Object.values(value)) checkSpelling(def.valueType, each, what);
			break;
		case "array":
			if (Array.isArray(value)) for (const each of value) checkSpelling(def.element, each, what);
			break;
		case "optional":
		case "nullable":
			checkSpelling(def.innerType, value, what);
			break;
		case "pipe": checkSpelling(def.in, value, what);
	}
}
function checkFields(shape, value, what) {
	const spellings = new Map(Object.keys(shape).map((key) => [folded(key), key]));
	for (const [key, member] of Object.entries(value)) {
		const spelling = spellings.get(folded(key)) ?? key;
		if (spelling !== key) throw ambiguousImage(what, `the key ${shown(key)} is ${shown(spelling)} to programs that ignore letter case`);
		spellings.set(folded(key), key);
		const field = shape[key];
		if (field) checkSpelling(field, member, what);
	}
}
function folded(key) {
	return key.toLowerCase().toUpperCase().toLowerCase();
}
function isObject$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/image/document/decode.ts
const enginesDiffer = { enginesDiffer: true };
function decodeDocument(bytes, schema, what) {
	return decodeValue(readJson(bytes, what), schema, what);
}
function decodeValue(value, schema, what) {
	checkSpelling(schema, value, what);
	const result = schema.safeParse(value, { jitless: true });
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const at = issue?.path.map(String).join(".") ?? "";
	const reason = `${at === "" ? "the document" : shown(at).slice(1, -1)}: ${issue?.message ?? "malformed"}`;
	throw issue?.code === "custom" && issue.params?.enginesDiffer === true ? ambiguousImage(what, reason) : invalid$2(what, reason);
}
// src/image/document/fields.ts
const digest = custom((value) => typeof value === "string" && isDigest(value), { error: "must be a SHA-256 digest" });
const texts = array(string()).nullish();
const textMap = record(string(), string()).nullish();
const nullableText = string().nullish();
const moment = string().refine(isMoment, { error: "is not a time in RFC 3339" }).nullish();
const momentForm = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
function isMoment(given) {
	const [, year, month, day] = (momentForm.exec(given) ?? []).map(Number);
	if (year === void 0 || month === void 0 || day === void 0) return false;
	const last = new Date(Date.UTC(2e3 + year % 400, month, 0)).getUTCDate();
	return month >= 1 && month <= 12 && day >= 1 && day <= last;
}
function present$1(value) {
	const members = Object.entries(value).filter(([, member]) => member !== null && member !== void 0);
	return Object.fromEntries(members);
}
const platformFields = {
	os: string(),
	architecture: string(),
	variant: nullableText,
	"os.version": nullableText,
	"os.features": texts
};
const descriptor = object({
	mediaType: string().max(255),
	digest,
	size: int().nonnegative(),
	platform: looseObject({
		...platformFields,
		features: texts
	}).transform(present$1).nullish(),
	annotations: textMap,
	urls: texts,
	data: nullableText,
	artifactType: nullableText
}).refine(({ data, ...named }) => !data || isContentOf(data, named), {
	error: "the content in it is not what its digest names, and some engines take the one, some the other",
	params: enginesDiffer,
	path: ["data"]
}).transform(({ data: _, ...kept }) => present$1(kept));
function isContentOf(data, named) {
	const content = Buffer.from(data, "base64");
	return content.toString("base64") === data && content.length === named.size && digestOf(content) === named.digest;
}
// src/image/document/config-schema.ts
const flag = boolean().nullish();
const whole = int().nullish();
const set = record(string(), looseObject({}).nullable()).nullish();
const containerConfig = looseObject({
	User: nullableText,
	ExposedPorts: set,
	Env: texts,
	Entrypoint: texts,
	Cmd: texts,
	Volumes: set,
	WorkingDir: nullableText,
	Labels: textMap,
	StopSignal: nullableText,
	ArgsEscaped: flag,
	Healthcheck: looseObject({
		Test: texts,
		Interval: whole,
		Timeout: whole,
		StartPeriod: whole,
		StartInterval: whole,
		Retries: whole
	}).nullish(),
	OnBuild: texts,
	Shell: texts,
	Hostname: nullableText,
	Domainname: nullableText,
	Image: nullableText,
	MacAddress: nullableText,
	StopTimeout: whole,
	AttachStdin: flag,
	AttachStdout: flag,
	AttachStderr: flag,
	Tty: flag,
	OpenStdin: flag,
	StdinOnce: flag,
	NetworkDisabled: flag
}).nullish();
const configSchema = looseObject({
	...platformFields,
	created: moment,
	author: nullableText,
	config: containerConfig,
	rootfs: looseObject({
		type: literal("layers"),
		diff_ids: array(digest).max(imageLimits.layers).nullable()
	}),
	history: array(looseObject({
		created: moment,
		created_by: nullableText,
		author: nullableText,
		comment: nullableText,
		empty_layer: flag
	})).nullish(),
	id: nullableText,
	parent: nullableText,
	comment: nullableText,
	container: nullableText,
	container_config: containerConfig,
	docker_version: nullableText
});
// src/image/document/manifest-schema.ts
const alien = _undefined({ error: "is a field of another kind of manifest" }).optional();
const common$1 = {
	schemaVersion: literal(2),
	mediaType: string().exactOptional(),
	artifactType: nullableText,
	subject: descriptor.nullish(),
	annotations: textMap,
	fsLayers: alien
};
const imageManifestSchema = object({
	...common$1,
	config: descriptor,
	layers: array(descriptor).max(imageLimits.layers).nullable(),
	manifests: alien
});
const indexSchema = object({
	...common$1,
	manifests: array(descriptor).max(imageLimits.indexEntries),
	config: alien,
	layers: alien
});
// src/image/media-type.ts
const mediaTypes = {
	ociManifest: "application/vnd.oci.image.manifest.v1+json",
	ociIndex: "application/vnd.oci.image.index.v1+json",
	ociConfig: "application/vnd.oci.image.config.v1+json",
	ociLayer: "application/vnd.oci.image.layer.v1.tar",
	ociLayerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
	ociLayerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
	dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
	dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
	dockerConfig: "application/vnd.docker.container.image.v1+json",
	dockerLayer: "application/vnd.docker.image.rootfs.diff.tar",
	dockerLayerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip"
};
function isIndexType(mediaType) {
	return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerIndex;
}
function isManifestType(mediaType) {
	return mediaType === mediaTypes.ociManifest || mediaType === mediaTypes.dockerManifest;
}
function isConfigType(mediaType) {
	return mediaType === mediaTypes.ociConfig || mediaType === mediaTypes.dockerConfig;
}
function isLayerType(mediaType) {
	return /^application\/vnd\.oci\.image\.layer\.(nondistributable\.)?v1\.tar(\+gzip|\+zstd)?$/.test(mediaType) || /^application\/vnd\.docker\.image\.rootfs\.(foreign\.)?diff\.tar(\.gzip|\.zstd)?$/.test(mediaType);
}
function isSchema1Type(mediaType) {
	return /^application\/vnd\.docker\.distribution\.manifest\.v1\+/.test(mediaType);
}
function typesOf(family) {
	return family === "oci" ? {
		manifest: mediaTypes.ociManifest,
		index: mediaTypes.ociIndex,
		config: mediaTypes.ociConfig,
		layer: mediaTypes.ociLayerGzip
	} : {
		manifest: mediaTypes.dockerManifest,
		index: mediaTypes.dockerIndex,
		config: mediaTypes.dockerConfig,
		layer: mediaTypes.dockerLayerGzip
	};
}
// src/image/model.ts
function parseImageManifest(raw, place) {
	if (raw.bytes.length > imageLimits.manifestBytes) throw invalid$2(place, "the manifest is over 10 MiB");
	const what = `${place}: manifest ${raw.digest}`;
	const value = parseJsonObject(raw.bytes, what);
	const { mediaType: declared, schemaVersion, manifests } = value;
	const mediaType = typeof declared === "string" ? declared : raw.mediaType;
	if (schemaVersion === 1 || isSchema1Type(mediaType) || isSchema1Type(raw.mediaType)) throw invalid$2(place, "it is a schema 1 manifest, whose layers cannot be verified", "Push it again with a tool of today.");
	checkMediaType(mediaType, raw, manifests === void 0 ? "manifest" : "index", place);
	if (manifests !== void 0) {
		const { annotations, subject, manifests: entries } = decodeValue(value, indexSchema, what);
		return {
			kind: "index",
			mediaType,
			manifests: entries,
			...annotations ? { annotations } : {},
			...subject ? { subject } : {}
		};
	}
	const { annotations, artifactType, subject, ...image } = decodeValue(value, imageManifestSchema, what);
	const { config } = image;
	return {
		kind: "manifest",
		mediaType,
		config,
		layers: image.layers ?? [],
		...annotations ? { annotations } : {},
		...artifactType ? { artifactType } : {},
		...subject ? { subject } : {}
	};
}
function checkMediaType(own, { mediaType: carried, digest }, kind, place) {
	const types = [own, carried];
	const [isKind, isOther] = kind === "index" ? [isIndexType, isManifestType] : [isManifestType, isIndexType];
	const other = kind === "index" ? "a manifest" : "an index";
	if (types.some(isOther)) throw invalid$2(place, `${kind} ${digest} is declared to be ${other}`);
	if (!types.some(isKind)) throw invalid$2(place, `${shown(own)} is not an image's media type`);
	if (carried !== own) throw ambiguousImage(place, `${digest} calls itself ${shown(own)}, and came as ${shown(carried)}`);
}
function checkRunnable({ config, layers }, place) {
	if (!isConfigType(config.mediaType)) throw invalid$2(place, `its config is ${shown(config.mediaType)}, so it is an artifact and not an image that engines run`, "Name an image.");
	const strange = layers.find(({ mediaType }) => !isLayerType(mediaType));
	if (strange) throw ambiguousImage(place, `layer ${strange.digest} is ${shown(strange.mediaType)}, which not all engines unpack`);
}
function parseConfig(bytes, layers, place) {
	const config = parseLoneConfig(bytes, place);
	const count = diffIds(config).length;
	if (count !== layers) throw invalid$2(place, `its config has ${count} diff IDs for ${layers} layers`);
	return config;
}
function parseLoneConfig(bytes, place) {
	const what = `${place}: config`;
	const value = readJson(bytes, what);
	decodeValue(value, configSchema, what);
	return value;
}
function diffIds(of) {
	return of.rootfs.diff_ids ?? [];
}
function parseJsonObject(bytes, what) {
	const value = readJson(bytes, what);
	if (isRecord(value) && !Array.isArray(value)) return value;
	throw invalid$2(what, "it is not a JSON object");
}
// src/image/identity-expected.ts
var IdentityExpected = class {
	name;
	#source;
	constructor(source) {
		this.#source = source;
		this.name = source.name;
	}
	async manifest(selector) {
		const raw = await this.#source.manifest(selector);
		const layer = identityLayerOf(raw);
		if (layer) this.#source.expectContent?.(layer);
		return raw;
	}
	blob(descriptor) {
		return this.#source.blob(descriptor);
	}
};
function identityLayerOf(raw) {
	try {
		const parsed = parseImageManifest(raw, "the image");
		return parsed.kind === "manifest" && parsed.annotations?.["io.identikit.template.tree-digest"] !== void 0 ? parsed.layers.at(-1) : void 0;
	} catch (fault) {
		if (fault instanceof IdentikitError) return void 0;
		throw fault;
	}
}
// src/image/verified-blob.ts
async function* verified(descriptor, chunks, place) {
	const hash = createHash("sha256");
	let size = 0;
	for await (const chunk of chunks) {
		size += chunk.length;
		if (size > descriptor.size) throw mismatch(place, descriptor, `it is longer than ${descriptor.size} bytes`);
		hash.update(chunk);
		yield chunk;
	}
	if (size < descriptor.size) throw mismatch(place, descriptor, `it ends after ${size} of ${descriptor.size} bytes`);
	const actual = `sha256:${hash.digest("hex")}`;
	if (actual !== descriptor.digest) throw mismatch(place, descriptor, `its content has ${actual}`);
}
async function readBlob(source, descriptor, limit) {
	if (descriptor.size > limit) {
		const message = `${source.name}: blob ${descriptor.digest} has ${descriptor.size} bytes, over the bound of ${limit}`;
		throw new IdentikitError("IMAGE_INVALID", message, { remedy: "Build the image again." });
	}
	const chunks = [];
	for await (const chunk of source.blob(descriptor)) chunks.push(chunk);
	return Buffer.concat(chunks);
}
function checkManifest(raw, asked, place) {
	const actual = digestOf(raw.bytes);
	if (actual === raw.digest && (asked === void 0 || asked === actual)) return raw;
	throw mismatch(place, { digest: asked ?? raw.digest }, `its content has ${actual}`);
}
function mismatch(place, { digest }, reason) {
	return new IdentikitError("DIGEST_MISMATCH", `${place}: ${digest} is not what it says: ${reason}`, { remedy: "The copy is damaged or was tampered with: write the image again from its source." });
}
// src/image/child-manifest.ts
async function childManifest(source, entry) {
	const { digest, mediaType, size } = entry;
	if (!isManifestType(mediaType) && !isIndexType(mediaType)) throw ambiguousImage(source.name, `its index lists ${digest} as ${shown(mediaType)}, which is no manifest`);
	const found = checkManifest(await source.manifest({
		kind: "digest",
		digest
	}), digest, source.name);
	if (found.bytes.length !== size) throw mismatch(source.name, entry, `it has ${found.bytes.length} bytes, and is listed with ${size}`);
	if (found.mediaType !== "" && found.mediaType !== mediaType) throw ambiguousImage(source.name, `${digest} is listed as ${shown(mediaType)}, and came as ${shown(found.mediaType)}`);
	return {
		...found,
		mediaType
	};
}
// src/image/platform.ts
const defaultPlatform = {
	os: "linux",
	architecture: "amd64"
};
function parsePlatform(text) {
	const match = /^([a-z0-9]+)\/([a-z0-9_-]+)(?:\/([a-z0-9.]+))?$/.exec(text.trim().toLowerCase());
	if (!match) throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not a platform`, { remedy: "Write os/architecture, such as linux/amd64 or linux/arm64/v8." });
	const [, given = "", name = "", variant] = match;
	const { os, architecture, variant: meant } = normalized({
		os: given,
		architecture: name,
		...variant ? { variant } : {}
	});
	if (variant === void 0 && architecture === name) return {
		os,
		architecture
	};
	if (variant !== void 0 && architecture === "arm64") return {
		os,
		architecture,
		variant: meant ?? "v8"
	};
	return {
		os,
		architecture,
		...meant ? { variant: meant } : {}
	};
}
function formatPlatform(platform) {
	const { os, architecture, variant } = platform;
	const version = platform["os.version"];
	return `${os}/${architecture}${variant ? `/${variant}` : ""}${version ? ` (${version})` : ""}`;
}
function normalized(platform) {
	const { variant: _, ...rest } = platform;
	const os = goLower(platform.os);
	const [architecture, variant] = normalizedArchitecture(goLower(platform.architecture), goLower(platform.variant ?? ""));
	return {
		...rest,
		os: os === "macos" ? "darwin" : os,
		architecture,
		...variant ? { variant } : {}
	};
}
function normalizedArchitecture(architecture, variant) {
	switch (architecture) {
		case "i386": return ["386", ""];
		case "x86_64":
		case "x86-64":
		case "amd64": return ["amd64", variant === "v1" ? "" : variant];
		case "aarch64":
		case "arm64":
			if ([
				"8",
				"v8",
				"v8.0"
			].includes(variant)) return ["arm64", ""];
			return ["arm64", [
				"9",
				"9.0",
				"v9.0"
			].includes(variant) ? "v9" : variant];
		case "armhf": return ["arm", "v7"];
		case "armel": return ["arm", "v6"];
		case "arm":
			if (variant === "") return ["arm", "v7"];
			return ["arm", /^[5-8]$/.test(variant) ? `v${variant}` : variant];
		default: return [architecture, variant];
	}
}
function goLower(text) {
	return [...text].map((each) => each === "İ" ? "i" : each.toLowerCase()).join("");
}
function isSamePlatform(want, have) {
	const [one, other] = [normalized(want), normalized(have)];
	const version = want["os.version"];
	if (version !== void 0 && version !== have["os.version"]) return false;
	return isSameMachine(one, other) && one.variant === other.variant;
}
function isSameMachine(one, other) {
	const [first, second] = [normalized(one), normalized(other)];
	return first.os === second.os && first.architecture === second.architecture;
}
const fallbacks = {
	amd64: "386",
	arm64: "arm"
};
function engineChoices(wanted, entries) {
	const { os, architecture, variant = "" } = normalized(wanted);
	const of = (name) => entries.filter(({ platform }) => {
		const have = platform && normalized(platform);
		return have && (have.os === os || have.os === "") && have.architecture === name;
	});
	const own = of(architecture);
	const exact = own.filter((entry) => variantOf(entry.platform) === variant);
	const plain = own.filter(({ platform }) => !platform?.["os.features"]?.length);
	const isSpelledOut = plain.some(({ platform }) => platform?.os === os && platform.architecture === architecture && (platform.variant ?? "") === variant);
	const runs = own.filter(({ platform }) => !platform?.variant || levelOf(platform) <= levelOf(wanted));
	const chosen = wanted.variant === void 0 ? own : isSpelledOut ? exact : [...exact, ...runs];
	const others = plain.some(({ platform }) => ["", variant].includes(variantOf(platform))) ? [] : of(fallbacks[architecture]);
	const open = entries.filter(({ platform }) => platform === void 0);
	return [...new Set([
		...chosen,
		...others,
		...open
	])];
}
function variantOf(platform) {
	return (platform && normalized(platform).variant) ?? "";
}
function levelOf(platform) {
	const { architecture, variant } = normalized(platform);
	const usual = architecture === "arm64" ? "v8" : "v1";
	const [, major = "0", minor = "0"] = /^v?(\d+)(?:\.(\d+))?$/.exec(variant ?? usual) ?? [];
	return Number(major) * 100 + Number(minor);
}
function isAttestation({ platform }) {
	return platform?.os === "unknown" && platform.architecture === "unknown";
}
// src/image/platform-missing.ts
function platformMissing(place, wanted, have) {
	return new IdentikitError("PLATFORM_MISSING", `${place} has no image for ${formatPlatform(wanted)}`, { remedy: `It has ${have.map(formatPlatform).join(", ") || "none"}; name one of these.` });
}
// src/image/platform-choice.ts
function choosePlatforms(entries, platforms, choice, place) {
	if (platforms.length === 0) return entries;
	const chosen = platforms.flatMap((wanted) => {
		const matching = choice === "engines" ? engineChoices(wanted, entries) : entries.filter(({ platform }) => !platform || isSamePlatform(wanted, platform));
		if (matching.length > 0) return matching;
		throw platformMissing(place, wanted, entries.flatMap(({ platform }) => platform ?? []));
	});
	return [...new Set(chosen)];
}
// src/image/image.ts
async function readImage(source, selector, platforms = [], choice = "engines") {
	const asked = selector.kind === "digest" ? selector.digest : void 0;
	const raw = checkManifest(await source.manifest(selector), asked, source.name);
	const parsed = parseImageManifest(raw, source.name);
	if (parsed.kind === "manifest") return {
		raw,
		index: void 0,
		images: choosePlatforms([await readPlatform(source, raw, parsed)], platforms, "own", source.name)
	};
	const entries = await flatten(source, parsed, 1);
	const images = [];
	for (const entry of choosePlatforms(entries, platforms, choice, source.name)) images.push(await readEntry(source, entry));
	if (images.length === 0) throw invalid$2(source.name, `index ${raw.digest} holds no image`);
	if (choice === "engines") return {
		raw,
		index: parsed,
		images
	};
	return {
		raw,
		index: parsed,
		images: choosePlatforms(images, platforms, choice, source.name)
	};
}
async function flatten(source, index, depth) {
	const entries = [];
	for (const entry of index.manifests.filter((each) => !isAttestation(each))) {
		if (!isIndexType(entry.mediaType)) {
			entries.push(entry);
			continue;
		}
		if (depth >= imageLimits.indexDepth) throw invalid$2(source.name, "its indexes are nested too deeply");
		const inner = parseImageManifest(await childManifest(source, entry), source.name);
		if (inner.kind === "manifest") throw invalid$2(source.name, `${entry.digest} is declared to be an index`);
		entries.push(...await flatten(source, inner, depth + 1));
		if (entries.length > imageLimits.indexEntries) throw invalid$2(source.name, "it has too many entries");
	}
	return entries;
}
async function readEntry(source, entry) {
	const raw = await childManifest(source, entry);
	const manifest = parseImageManifest(raw, source.name);
	if (manifest.kind === "index") throw invalid$2(source.name, `${entry.digest} is declared to be a manifest`);
	const image = await readPlatform(source, raw, manifest);
	const declared = entry.platform;
	if (declared && !isSameMachine(declared, image.platform)) {
		const reason = `${entry.digest} is listed as ${formatPlatform(declared)}, and says ${formatPlatform(image.platform)}`;
		throw invalid$2(source.name, reason);
	}
	return {
		...image,
		platform: declared ?? image.platform
	};
}
async function readPlatform(source, raw, manifest) {
	checkRunnable(manifest, source.name);
	const config = parseConfig(await readBlob(source, manifest.config, imageLimits.configBytes), manifest.layers.length, source.name);
	return {
		platform: platformOf(config),
		raw,
		manifest,
		config
	};
}
function platformOf(config) {
	const { os, architecture, variant, "os.version": version, "os.features": features } = config;
	return {
		os,
		architecture,
		...variant ? { variant } : {},
		...version ? { "os.version": version } : {},
		...features ? { "os.features": features } : {}
	};
}
// src/image/view/container-user.ts
const largestId = 2 ** 31 - 1;
function parseUser(text) {
	if (text === "") return { user: {
		kind: "id",
		id: 0
	} };
	const [user = "", group, more] = text.split(":");
	if (more !== void 0 || user === "" || group === "") return `${JSON.stringify(text)} has no two parts`;
	const named = [user, ...group === void 0 ? [] : [group]].map(parseNamed);
	const [first, second] = named;
	if (first === void 0 || named.includes(void 0)) return `${JSON.stringify(text)} is not a name or number`;
	return {
		user: first,
		...second ? { group: second } : {}
	};
}
function parseNamed(text) {
	if (/^(0|[1-9][0-9]{0,9})$/.test(text)) {
		const id = Number(text);
		return id <= largestId ? {
			kind: "id",
			id
		} : void 0;
	}
	return /^[A-Za-z_][\w.-]*\$?$/.test(text) ? {
		kind: "name",
		name: text
	} : void 0;
}
function resolveUser({ user, group }, passwd, groups) {
	const account = records(passwd, 7).find(([name, , uid]) => user.kind === "name" ? name === user.name : uid === String(user.id));
	if (user.kind === "name" && !account) return `user ${user.name} is not in /etc/passwd`;
	const uid = user.kind === "id" ? user.id : toId(account?.[2]);
	if (uid === void 0) return "the user's line in /etc/passwd has no number";
	const listed = records(groups, 4);
	if (group) {
		const found = listed.find(([name]) => group.kind === "name" && name === group.name);
		const gid = group.kind === "id" ? group.id : toId(found?.[2]);
		return gid === void 0 ? `group ${group.kind === "name" ? group.name : ""} is not in /etc/group` : {
			uid,
			groups: [new Set([gid])]
		};
	}
	const primary = account ? toId(account[3]) : 0;
	if (primary === void 0) return "the user's line in /etc/passwd has no group";
	const supplementary = listed.filter(([, , , members = ""]) => members.split(",").includes(account?.[0] ?? "")).map(([, , gid]) => toId(gid));
	if (supplementary.includes(void 0)) return "a group of the user has no number in /etc/group";
	return {
		uid,
		groups: [new Set([primary]), new Set([primary, ...supplementary])]
	};
}
function records(bytes, fields) {
	return Buffer.from(bytes ?? []).toString("utf8").split("\n").map((line) => line.trim().split(":")).filter((parts) => parts.length >= fields - 1);
}
function toId(text) {
	const parsed = text === void 0 ? void 0 : parseNamed(text);
	return parsed?.kind === "id" ? parsed.id : void 0;
}
// src/image/layer/through.ts
const chunkSize = 262144;
async function* through(create, chunks, place) {
	const source = chunks[Symbol.asyncIterator]();
	let given = 0;
	const counted = async function* () {
		for (let next = await source.next(); !next.done; next = await source.next()) {
			given += next.value.length;
			yield next.value;
		}
	};
	const transform = create({ chunkSize });
	const input = Readable.from(counted());
	pipeline(input, transform, () => {});
	try {
		for await (const chunk of transform) yield chunk;
		await closed(input);
		for (let next = await source.next(); !next.done; next = await source.next()) given += next.value.length;
	} catch (cause) {
		if (cause instanceof IdentikitError || isAbort(cause)) throw cause;
		throw invalid$2(place, "a layer's compression is damaged", void 0, cause);
	} finally {
		await closed(input);
		await source.return?.();
	}
	if (transform.bytesWritten !== given) throw invalid$2(place, "a layer's compression is followed by bytes that are none of it");
}
async function closed(stream) {
	if (stream.closed) return;
	const { promise, resolve } = Promise.withResolvers();
	stream.once("close", resolve).destroy();
	await promise;
}
function isAbort(cause) {
	return cause instanceof Error && cause.name === "AbortError";
}
// src/image/layer/zstd-frames.ts
const frameMagic = 4247762216;
const skippableMagic = 407710288;
const largestSkippable = 407710303;
const bytesOfDictionaryId = [
	0,
	1,
	2,
	4
];
const bytesOfContentSize = [
	0,
	2,
	4,
	8
];
function startsFrame(head) {
	return head.length >= 4 && head.readUInt32LE(0) === frameMagic;
}
function startsSkippable(head) {
	if (head.length < 4) return false;
	const magic = head.readUInt32LE(0);
	return magic >= skippableMagic && magic <= largestSkippable;
}
var ZstdFrames = class {
	#place;
	#held = Buffer.alloc(0);
	#state = "magic";
	#through = 0;
	#skip = 0;
	#hasChecksum = false;
	constructor(place) {
		this.#place = place;
	}
	*push(chunk) {
		const next = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		this.#held = this.#held.length === 0 ? next : Buffer.concat([this.#held, next]);
		for (;;) {
			if (this.#skip > 0) {
				this.#skip -= this.#take(this.#skip).length;
				if (this.#skip > 0) return;
			}
			if (this.#through > 0) {
				const bytes = this.#take(this.#through);
				this.#through -= bytes.length;
				const isLast = this.#through === 0 && this.#state === "magic";
				if (bytes.length > 0) yield {
					bytes,
					isLast
				};
				if (this.#through > 0) return;
			}
			if (!this.#advance()) return;
		}
	}
	end() {
		if (!(this.#state === "magic" && this.#held.length === 0) || this.#through > 0 || this.#skip > 0) throw invalid$2(this.#place, "a layer's compression ends within a frame");
	}
	#advance() {
		const held = this.#held;
		switch (this.#state) {
			case "magic":
				if (held.length < 4) return false;
				if (startsFrame(held)) this.#state = "header";
				else if (startsSkippable(held)) this.#state = "skippable";
				else throw invalid$2(this.#place, "a layer's compression is followed by bytes that are none of it");
				return true;
			case "skippable":
				if (held.length < 8) return false;
				this.#skip = 8 + held.readUInt32LE(4);
				this.#state = "magic";
				return true;
			case "header":
				if (held.length < 5) return false;
				return this.#enterFrame(held[4]);
			case "block": return this.#enterBlock();
		}
	}
	#enterFrame(descriptor) {
		const isSingleSegment = (descriptor & 32) !== 0;
		const sizeFlag = descriptor >> 6;
		const contentSize = sizeFlag === 0 && isSingleSegment ? 1 : bytesOfContentSize[sizeFlag];
		const dictionaryId = bytesOfDictionaryId[descriptor & 3];
		this.#hasChecksum = (descriptor & 4) !== 0;
		this.#through = 5 + (isSingleSegment ? 0 : 1) + dictionaryId + contentSize;
		this.#state = "block";
		return true;
	}
	#enterBlock() {
		if (this.#held.length < 3) return false;
		const header = this.#held.readUIntLE(0, 3);
		const type = header >> 1 & 3;
		if (type === 3) throw invalid$2(this.#place, "a layer's compression has a block of a reserved type");
		this.#through = 3 + (type === 1 ? 1 : header >> 3);
		if ((header & 1) === 0) return true;
		if (this.#hasChecksum) this.#through += 4;
		this.#state = "magic";
		return true;
	}
	#take(count) {
		const taken = this.#held.subarray(0, count);
		this.#held = this.#held.subarray(taken.length);
		return taken;
	}
};
// src/image/layer/image-archive.ts
function imageArchive(place) {
	return anyArchive({ invalid: (reason) => invalid$2(place, reason) });
}
// src/image/view/directory-facts.ts
const implied = {
	mode: 493,
	uid: 0,
	gid: 0
};
const impliedByVfs = {
	mode: 384,
	uid: 0,
	gid: 0
};
function directoryFacts(path, layers, all) {
	const nodes = nodesIn(layers, path);
	const twice = namedTwice(nodesIn(all, path));
	if (path === "") return {
		path,
		metadata: [
			implied,
			...lastNamed(nodes),
			...twice
		]
	};
	const decisive = nodes.findIndex(({ named }) => named.length > 0);
	const named = lastNamed(nodes);
	const [first = implied, ...more] = decisive === 0 ? named : [implied, ...named];
	const isNowhereNamed = named.length === 0;
	return {
		path,
		metadata: [
			first,
			...more,
			...isNowhereNamed ? [impliedByVfs] : [],
			...twice
		]
	};
}
function nodesIn(layers, path) {
	return layers.map((layer) => layer.node(path)).filter(isDirectory);
}
function namedTwice(nodes) {
	return new Set(nodes.flatMap((node) => [...node.spellings])).size > 1 ? nodes.flatMap(({ named }) => named) : [];
}
function lastNamed(nodes) {
	return nodes.find(({ named }) => named.length > 0)?.named.toReversed() ?? [];
}
function isDirectory(node) {
	return node?.kind === "directory";
}
// src/image/view/path.ts
function rootedPath(path) {
	const segments = [];
	for (const segment of path.split("/")) if (segment === "..") segments.pop();
	else if (segment !== "" && segment !== ".") segments.push(segment);
	return segments.join("/");
}
function cleanPath(path, place) {
	const segments = [];
	for (const segment of path.split("/")) {
		if (segment === "" || segment === ".") continue;
		if (segment !== "..") segments.push(segment);
		else if (segments.pop() === void 0) throw invalid$2(place, `the entry ${JSON.stringify(path)} leads out of the image`);
	}
	return segments.join("/");
}
function joinPath(directory, name) {
	return directory === "" ? name : `${directory}/${name}`;
}
function splitPath(path) {
	const slash = path.lastIndexOf("/");
	return {
		parent: path.slice(0, Math.max(slash, 0)),
		name: path.slice(slash + 1)
	};
}
function show(path) {
	return JSON.stringify(`/${path.replace(/^\/+/, "")}`);
}
// src/image/view/merged-directory.ts
function contributors(path, all) {
	const layers = [];
	let isClosed = false;
	for (const layer of all) {
		const node = layer.node(path);
		if (node && node.kind !== "directory") return {
			layers,
			isClosed: true,
			isBottom: false,
			below: {
				kind: "node",
				path,
				node,
				layer
			}
		};
		if (node && isClosed) return {
			layers,
			isClosed,
			isBottom: false
		};
		if (node) layers.push(layer);
		if (layer.hides(path)) return {
			layers,
			isClosed: true,
			isBottom: false
		};
		if (!node || !layer.isOpaque(path)) continue;
		isClosed = true;
		if (isNamedFirst(node)) return {
			layers,
			isClosed,
			isBottom: false
		};
	}
	return {
		layers,
		isClosed,
		isBottom: true
	};
}
function checkReplaced(path, layer, below) {
	if (isNamedFirst(layer.node(path))) return;
	const what = below.kind === "symlink" ? `a link to ${show(below.target)}` : "no directory";
	throw ambiguousLayer(layer.place, `it has entries below ${show(path)} and does not name that before; a lower layer has ${what} there, which some engines replace, and others write through or refuse`);
}
function checkCrossed(path, all) {
	for (const [at, layer] of all.entries()) {
		const node = layer.node(path);
		if (node?.kind !== "directory" || node.isNamedFirst) continue;
		const there = all.slice(at + 1).find((lower) => endsAt(path, lower))?.node(path);
		if (there && there.kind !== "directory") checkReplaced(path, layer, there);
	}
}
function endsAt(path, layer) {
	const node = layer.node(path);
	if (node && (node.kind !== "directory" || node.isNamedFirst)) return true;
	const above = ancestorsOf(path);
	return [path, ...above].some((each) => layer.hides(each)) || above.some((each) => layer.isOpaque(each) || (layer.node(each)?.kind ?? "directory") !== "directory");
}
function checkBehind(path, { layer }, all) {
	if (all.slice(all.indexOf(layer) + 1).find((each) => each.node(path) !== void 0)) throw ambiguousLayer(layer.place, `${show(path)} is no directory in it, but one above it and below it; go-containerregistry then shows what is in both`);
}
function checkListed({ path, layers }) {
	const [only, another] = layers;
	const hidden = another ? void 0 : only?.hiddenIn(path);
	if (only && hidden !== void 0) throw ambiguousLayer(only.place, `${show(hidden)} is hidden where no lower layer has its directory; overlay file systems then list the name`);
}
function checkMade({ path, layers }) {
	if (layers.map((layer) => layer.node(path)).every((node) => node?.kind === "directory" && node.isForWhiteouts)) throw ambiguousLayer(layers[0].place, `${show(path)} is implied by nothing but whiteouts; umoci and go-containerregistry make no directory then`);
}
function isNamedFirst(node) {
	return node?.kind === "directory" && node.isNamedFirst;
}
// src/image/view/layer-stack.ts
const absent = { kind: "absent" };
var LayerStack = class {
	#layers;
	#complete;
	#watched;
	#way = new Map();
	constructor(layers, complete, watched) {
		this.#layers = layers;
		this.#complete = complete;
		this.#watched = watched;
		for (const [at, layer] of layers.entries()) {
			const isLowest = complete && at === layers.length - 1;
			if (layer.isOpaque("") && !isLowest) throw ambiguousLayer(layer.place, "it makes the root opaque, which is lost where layers are stacked");
		}
	}
	list(path) {
		const found = this.#walk(path, true);
		if (isUnknown(found)) return found;
		const way = [...this.#way.values()];
		if (found.kind !== "directory") return {
			kind: "listing",
			entries: [],
			way,
			directories: []
		};
		const { directory } = found;
		if (!this.#watched.covers(directory.path)) return {
			kind: "needs-watch",
			path: directory.path
		};
		const entries = [];
		const directories = [this.#facts(directory)];
		const unknown = this.#list(directory, "", entries, directories);
		if (unknown) return unknown;
		return {
			kind: "listing",
			entries: entries.sort((a, b) => comparePaths(a.path, b.path)),
			way: way.filter((each) => each.path !== directory.path),
			directories
		};
	}
	at(path) {
		const found = this.#walk(path, false);
		if (isUnknown(found)) return found;
		if (found.kind === "directory") return directoryEntry(path, this.#facts(found.directory));
		return found.kind === "node" ? this.#observe(path, found) : void 0;
	}
	content(path) {
		const found = this.#walk(path, true);
		if (isUnknown(found)) return found;
		return {
			kind: "content",
			bytes: (found.kind === "node" && found.node.kind === "file" ? found.node : void 0)?.inode.bytes
		};
	}
	cross() {
		const links = new Set([...this.#watched.points, ...this.#layers.flatMap((layer) => [...layer.links()])]);
		for (const link of links) checkCrossed(link, this.#layers);
		for (const point of this.#watched.points) this.#crossTo(point);
	}
	#crossTo(point) {
		let directory = this.#root();
		for (const segment of segmentsOf(point)) {
			const found = this.#child(directory, segment);
			if (found.kind !== "directory") return;
			directory = found.directory;
		}
	}
	#list(directory, prefix, entries, directories) {
		if (directory.open) return { kind: "needs-layer" };
		checkListed(directory);
		const names = new Set(directory.layers.flatMap((layer) => [...layer.childrenOf(directory.path)]));
		for (const name of names) {
			const found = this.#child(directory, name);
			const path = prefix + name;
			if (found.kind === "needs-layer") return found;
			if (found.kind === "absent") continue;
			if (found.kind === "directory") {
				checkMade(found.directory);
				const facts = this.#facts(found.directory);
				directories.push(facts);
				entries.push(directoryEntry(path, facts));
				const unknown = this.#list(found.directory, `${path}/`, entries, directories);
				if (unknown) return unknown;
				continue;
			}
			const entry = this.#observe(path, found);
			if (isUnknown(entry)) return entry;
			entries.push(entry);
		}
	}
	#observe(path, found) {
		const { node } = found;
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
			case "directory": throw new Error("a directory is no node of its own");
			case "file": return (node.linkedTo === void 0 ? void 0 : this.#checkLinked(found, node.linkedTo)) ?? fileEntry(path, node.inode);
		}
	}
	#checkLinked({ path, node, layer }, target) {
		if (!this.#watched.concerns(target)) return {
			kind: "needs-watch",
			path: target
		};
		const found = this.#walk(target, false);
		if (isUnknown(found)) return found;
		if (found.kind === "node" && found.node.kind === "file" && node.kind === "file" && found.node.inode === node.inode) return void 0;
		throw ambiguousLayer(layer.place, `${show(path)} is a hard link to ${show(target)}, which a later layer replaces; go-containerregistry follows it there`);
	}
	#root() {
		return {
			path: "",
			layers: this.#layers,
			open: !this.#complete
		};
	}
	#walk(path, followLast) {
		const way = [this.#root()];
		this.#pass(this.#root());
		const segments = segmentsOf(path).reverse();
		for (let followed = 0; segments.length > 0;) {
			const found = this.#step(way, segments.pop(), segments);
			if (found === void 0) continue;
			if (found.kind === "node" && found.node.kind === "unwatched-link") return {
				kind: "needs-watch",
				path: found.node.target
			};
			const isLast = segments.length === 0;
			const target = isLast && !followLast ? void 0 : linkTarget(found);
			if (target === void 0) return found.kind === "node" && !isLast ? absent : found;
			if (++followed > 40) return absent;
			if (target.startsWith("/")) way.length = 1;
			segments.push(...segmentsOf(target).reverse());
		}
		const directory = way.at(-1);
		return this.#watched.concerns(directory.path) ? {
			kind: "directory",
			directory
		} : {
			kind: "needs-watch",
			path: directory.path
		};
	}
	#step(way, segment, rest) {
		if (segment === "..") {
			if (way.length > 1) way.pop();
			return;
		}
		const found = this.#look(way.at(-1), segment, rest);
		if (found.kind !== "directory") return found;
		way.push(found.directory);
		this.#pass(found.directory);
	}
	#pass(directory) {
		this.#way.set(directory.path, this.#facts(directory));
	}
	#facts({ path, layers }) {
		return directoryFacts(path, layers, this.#layers);
	}
	#look(directory, name, rest) {
		const path = joinPath(directory.path, name);
		if (this.#watched.concerns(path)) return this.#child(directory, name);
		const up = rest.lastIndexOf("..");
		return {
			kind: "needs-watch",
			path: [path, ...rest.slice(up + 1).toReversed()].join("/")
		};
	}
	#child(directory, name) {
		const path = joinPath(directory.path, name);
		const { layers, isClosed, isBottom, below } = contributors(path, directory.layers);
		const last = layers.at(-1);
		if (!last) return below ?? (isBottom && directory.open ? { kind: "needs-layer" } : absent);
		if (below) {
			checkReplaced(path, last, below.node);
			if (directory.open) return { kind: "needs-layer" };
			checkBehind(path, below, directory.layers);
		}
		if (isBottom && directory.open && !isNamedFirst(last.node(path))) return { kind: "needs-layer" };
		return {
			kind: "directory",
			directory: {
				path,
				layers,
				open: directory.open && !isClosed
			}
		};
	}
};
function directoryEntry(path, { metadata: [{ mode, uid, gid }] }) {
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
function fileEntry(path, { mode, uid, gid, digest, attributes }) {
	return {
		path,
		kind: "file",
		mode,
		owner: {
			uid,
			gid
		},
		...digest === void 0 ? {} : { digest },
		...attributes.size === 0 ? {} : { attributes: [...attributes].sort() }
	};
}
function isUnknown(value) {
	return value.kind === "needs-layer" || value.kind === "needs-watch";
}
function linkTarget(found) {
	return found.kind === "node" && found.node.kind === "symlink" ? found.node.target : void 0;
}
function segmentsOf(path) {
	return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
// src/image/view/layer-node.ts
const impliedDirectory = {
	kind: "directory",
	named: [],
	spellings: new Set(),
	isNamedFirst: false,
	isForWhiteouts: false
};
const whiteoutsDirectory = {
	...impliedDirectory,
	isForWhiteouts: true
};
function spellingOf(name) {
	return name.startsWith("/") ? "absolute" : "relative";
}
function sameMetadata(a, b) {
	return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}
function sameInode(a, b) {
	const attributes = [...a.attributes].every((name) => b.attributes.has(name));
	return sameMetadata(a, b) && a.digest === b.digest && attributes && a.attributes.size === b.attributes.size;
}
function sameNode(there, node) {
	if (there.kind === "symlink") return node.kind === "symlink" && there.target === node.target;
	if (there.kind === "special") return node.kind === "special" && there.what === node.what;
	return there.kind === "file" && node.kind === "file" && there.inode === node.inode;
}
// src/image/view/layer-nodes.ts
const most$3 = 1e5;
var LayerNodes = class {
	#nodes = new Map();
	#children = new Map();
	#whiteouts = new Set();
	#hiddenIn = new Map();
	#place;
	constructor(place) {
		this.#place = place;
	}
	get(path) {
		return this.#nodes.get(path);
	}
	set(path, node) {
		this.#nodes.set(path, node);
		this.#bound();
		if (path === "") return;
		const { parent, name } = splitPath(path);
		const names = this.#children.get(parent);
		if (names) names.add(name);
		else this.#children.set(parent, new Set([name]));
	}
	hide(path) {
		this.#whiteouts.add(path);
		this.#hiddenIn.set(splitPath(path).parent, path);
		this.#bound();
	}
	hides(path) {
		return this.#whiteouts.has(path);
	}
	hiddenIn(directory) {
		return this.#hiddenIn.get(directory);
	}
	get hidesAnything() {
		return this.#whiteouts.size > 0;
	}
	childrenOf(directory) {
		return this.#children.get(directory) ?? [];
	}
	impliedBelow(directory) {
		for (const name of this.childrenOf(directory)) {
			const path = joinPath(directory, name);
			const node = this.#nodes.get(path);
			if (node?.kind !== "directory") continue;
			const found = node.named.length === 0 ? path : this.impliedBelow(path);
			if (found !== void 0) return found;
		}
	}
	[Symbol.iterator]() {
		return this.#nodes.entries();
	}
	#bound() {
		if (this.#nodes.size + this.#whiteouts.size > most$3) throw invalid$2(this.#place, `it has more than ${most$3} entries where the identity is to be`);
	}
};
// src/image/view/layer-tree.ts
var LayerTree = class LayerTree {
	place;
	leading;
	isNamedThroughout;
	spelled;
	#watched;
	#nodes;
	#opaque;
	constructor({ place, watched, nodes, opaque, leading, isNamedThroughout, spelled }) {
		this.place = place;
		this.leading = leading;
		this.isNamedThroughout = isNamedThroughout;
		this.spelled = spelled;
		this.#watched = watched;
		this.#nodes = nodes;
		this.#opaque = opaque;
	}
	static ofSilent(silent, watched, place) {
		const nodes = new LayerNodes(place);
		for (const [path, metadata] of silent.directories) {
			const node = {
				kind: "directory",
				named: metadata ? [metadata] : [],
				spellings: new Set(metadata ? ["relative"] : []),
				isNamedFirst: metadata !== null,
				isForWhiteouts: false
			};
			nodes.set(path, node);
		}
		return new LayerTree({
			place,
			watched,
			nodes,
			opaque: new Set(),
			leading: [],
			isNamedThroughout: silent.isNamedThroughout,
			spelled: {
				absolute: false,
				relative: false
			}
		});
	}
	silence() {
		if (this.#opaque.size > 0 || this.#nodes.hidesAnything || this.leading.length > 0) return void 0;
		const directories = new Map();
		for (const [path, node] of this.#nodes) {
			if (node.kind !== "directory" || this.#watched.covers(path)) return void 0;
			const [metadata, another] = node.named;
			if (another || node.spellings.has("absolute") || metadata && !node.isNamedFirst) return void 0;
			directories.set(path, metadata ?? null);
		}
		return {
			directories,
			isNamedThroughout: this.isNamedThroughout
		};
	}
	node(path) {
		return this.#nodes.get(path) ?? (path === "" ? impliedDirectory : void 0);
	}
	childrenOf(directory) {
		return this.#nodes.childrenOf(directory);
	}
	*links() {
		for (const [path, { kind }] of this.#nodes) if (kind === "symlink") yield path;
	}
	hides(path) {
		return this.#nodes.hides(path);
	}
	hiddenIn(directory) {
		return this.#nodes.hiddenIn(directory);
	}
	isOpaque(directory) {
		return this.#opaque.has(directory);
	}
};
// src/image/layer/attributes.ts
const longestName = 255;
function isOverlayAttribute(name) {
	return /^((trusted|user)\.overlay\.|user\.(fuseoverlayfs|containers)\.|user\.rootlesscontainers$)/.test(name);
}
function isAccessList(name) {
	return name === "system.posix_acl_access" || name === "system.posix_acl_default";
}
function isOrdinaryAttribute(name) {
	return /^(user|trusted|security)\../.test(name) && Buffer.byteLength(name) <= longestName;
}
function isGrantingAttribute(name) {
	return name === "security.capability" || isAccessList(name);
}
// src/image/view/entry-name.ts
const whiteoutPrefix = ".wh.";
const opaqueName = ".wh..wh..opq";
function whiteoutOf(path) {
	const { parent, name } = splitPath(path);
	if (!name.startsWith(whiteoutPrefix)) return void 0;
	if (name === opaqueName) return {
		kind: "opaque",
		path: parent
	};
	const hidden = name.slice(4);
	if (hidden === "" || hidden === "." || hidden === "..") return {
		kind: "odd",
		path: rootedPath(joinPath(parent, hidden))
	};
	return {
		kind: "plain",
		path: joinPath(parent, hidden)
	};
}
function leavesRoot(path, target) {
	const clean = target.replaceAll("\\", "/");
	if (clean.startsWith("/")) return false;
	if (/^[A-Za-z]:/.test(goClean(clean))) return true;
	return goClean(joinPath(splitPath(path).parent, clean)).startsWith("..");
}
function goClean(path) {
	const segments = [];
	for (const segment of path.split("/")) {
		if (segment === "" || segment === ".") continue;
		if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
		else segments.push(segment);
	}
	return segments.join("/");
}
// src/image/view/entry-dispute.ts
const largestOwner = 4294967294;
function disputeIn(path, header) {
	const { type, uid, gid, target } = header;
	if (header.isOverlayWhiteout) return "the device 0:0, which hides a name where layers are stacked";
	if (path.split("/").some((segment) => segment.startsWith(".wh."))) return "below a directory whose name is a whiteout's";
	if (type === "symlink" && leavesRoot(path, target)) return `a link to ${show(target)}, which go-containerregistry leaves out as it leads out of the root`;
	const isOdd = [uid, gid].some((id) => id < 0 || id > largestOwner);
	if (type !== "symlink" && isOdd) return `owned by ${uid}:${gid}, which a kernel does not know`;
	return disputeInAttributes(header);
}
function disputeInAttributes({ type, attributes }) {
	for (const name of attributes.set) {
		if (isOverlayAttribute(name)) return `given ${name}, which engines obey that stack layers, and others do not`;
		if (isAccessList(name) && type === "directory") return `given ${name}, which engines apply before its mode or after it`;
		if (!isAccessList(name) && !isOrdinaryAttribute(name)) return `given ${JSON.stringify(name)}, which some engines refuse and others skip`;
	}
	const skipped = attributes.passedOver.find((name) => isOverlayAttribute(name) || isGrantingAttribute(name));
	return skipped && `given ${skipped} by a record of libarchive's, which engines pass over`;
}
// src/image/view/file-inode.ts
const mostContent = 1048576;
function inodeOf({ mode, uid, gid, attributes }) {
	return {
		mode,
		uid,
		gid,
		digest: void 0,
		bytes: void 0,
		attributes: new Set(attributes.set.filter(isGrantingAttribute))
	};
}
function bodyOf$1(inode, size, keepContent) {
	const hash = createHash("sha256");
	const parts = keepContent && size <= mostContent ? [] : void 0;
	return {
		write: (chunk) => {
			hash.update(chunk);
			parts?.push(Buffer.from(chunk));
		},
		end: () => {
			inode.digest = `sha256:${hash.digest("hex")}`;
			inode.bytes = parts && Buffer.concat(parts);
		}
	};
}
// src/image/view/layer-links.ts
const most$2 = 1e6;
var LayerLinks = class {
	#targets = new Map();
	#adrift = new Set();
	#above = new Set();
	#place;
	constructor(place) {
		this.#place = place;
	}
	add(path, target, isAnchored) {
		if (this.#targets.size >= most$2) throw invalid$2(this.#place, `it has more than ${most$2} links`);
		this.#targets.set(path, target);
		if (!isAnchored) this.#adrift.add(path);
		for (let { parent } = splitPath(path); parent !== ""; {parent} = splitPath(parent)) {
			if (this.#above.has(parent)) break;
			this.#above.add(parent);
		}
	}
	repeat(path, as, isAnchored) {
		const target = this.#targets.get(path);
		if (target !== void 0) this.add(as, target, isAnchored);
	}
	replace(path, isDirectory) {
		this.#targets.delete(path);
		if (isDirectory || !this.#above.has(path)) return;
		for (const link of this.#targets.keys()) if (link.startsWith(`${path}/`)) this.#targets.delete(link);
	}
	follow(directory) {
		if (this.#targets.size === 0) return directory;
		let resolved = "";
		const segments = directory.split("/").reverse();
		for (let followed = 0; segments.length > 0;) {
			const segment = segments.pop();
			if (segment === "" || segment === ".") continue;
			if (segment === "..") {
				resolved = splitPath(resolved).parent;
				continue;
			}
			const path = joinPath(resolved, segment);
			const target = this.#targets.get(path);
			if (target === void 0) {
				resolved = path;
				continue;
			}
			if (++followed > 40) throw invalid$2(this.#place, `${JSON.stringify(directory)} leads in a circle`);
			if (target.startsWith("/")) resolved = "";
			segments.push(...target.split("/").reverse());
		}
		return resolved;
	}
	leadingTo(watched) {
		const leading = [];
		for (const [path, target] of this.#targets) {
			if (watched.concerns(path)) continue;
			const from = target.startsWith("/") ? target : joinPath(splitPath(path).parent, target);
			if (/[^/.][^/]*\/+\.\.(\/|$)/.test(target) || this.#adrift.has(path) && climbs(target) || watched.leadsTo(rootedPath(from))) leading.push(path);
		}
		return leading;
	}
};
function climbs(target) {
	return !target.startsWith("/") && target.split("/").includes("..");
}
// src/image/view/named-directories.ts
const most$1 = 1e6;
var NamedDirectories = class {
	#paths = new Set();
	#last = "";
	add(path) {
		if (this.#paths.size < most$1) this.#paths.add(path);
	}
	has(path) {
		if (path === "" || path === this.#last) return true;
		if (!this.#paths.has(path)) return false;
		this.#last = path;
		return true;
	}
};
// src/image/view/layer-unpacking.ts
var LayerUnpacking = class {
	#nodes;
	#opaque = new Set();
	#links;
	#directories = new NamedDirectories();
	#repeats = [];
	#watched;
	#place;
	#keepContent;
	#spelled = {
		absolute: false,
		relative: false
	};
	#isNamedThroughout = true;
	constructor(watched, { place, keepContent = false }) {
		this.#watched = watched;
		this.#place = place;
		this.#keepContent = keepContent;
		this.#links = new LayerLinks(place);
		this.#nodes = new LayerNodes(place);
	}
	apply = (header) => {
		if (header.type === "global") return this.#global(header);
		const isOfNoFile = header.type === "sparse" && header.alias === void 0;
		if (header.type === "unknown" || isOfNoFile) throw invalid$2(this.#place, `${JSON.stringify(header.path)} is an entry of a kind that no engine unpacks`);
		const path = rootedPath(header.path);
		if (header.claimsBody) throw this.#ambiguous(path, "an entry without a body that has a size; go-containerregistry ends there");
		if (path === "") return this.#root(header);
		const split = splitPath(path);
		const parent = this.#links.follow(split.parent);
		const real = joinPath(parent, split.name);
		if (parent !== split.parent && [real, path].some((each) => this.#touches(each))) throw this.#ambiguous(real, `written through the link ${show(split.parent)} of its own layer`);
		if (header.alias !== void 0 && [real, rootedPath(header.alias)].some((each) => this.#changes(each))) throw this.#ambiguous(real, "a sparse file, which has another name to readers that do not know them");
		this.#noteDirectory(parent, header.type === "directory" ? real : void 0);
		const whiteout = whiteoutOf(real);
		this.#implyDirectories(parent, real, whiteout ? whiteoutsDirectory : impliedDirectory);
		if (whiteout) return this.#hide(whiteout, header);
		this.#links.replace(real, header.type === "directory");
		if (header.type === "symlink") this.#links.add(real, header.target, this.#directories.has(parent));
		if (header.type === "link") return this.#link(real, header);
		return this.#watched.concerns(real) ? this.#put(real, header) : void 0;
	};
	finish() {
		for (const { path, first, second } of this.#repeats) if (!sameInode(first, second)) throw this.#twice(path);
		return new LayerTree({
			place: this.#place,
			watched: this.#watched,
			nodes: this.#nodes,
			opaque: this.#opaque,
			leading: this.#links.leadingTo(this.#watched),
			isNamedThroughout: this.#isNamedThroughout,
			spelled: this.#spelled
		});
	}
	#changes(path) {
		const hidden = whiteoutOf(path)?.path;
		return this.#watched.concerns(path) || hidden !== void 0 && this.#watched.concerns(hidden);
	}
	#touches(path) {
		return this.#changes(path) || this.#watched.nearest(path) !== void 0;
	}
	#global({ path, alias = path }) {
		for (const each of [rootedPath(path), rootedPath(alias)]) {
			const real = joinPath(this.#links.follow(splitPath(each).parent), splitPath(each).name);
			if (real === "" || this.#touches(real)) throw this.#ambiguous(real, "the name of a global pax header, which some engines take for an entry's");
		}
	}
	#root(header) {
		if (header.type !== "directory") throw this.#ambiguous("", "the name of an entry that is no directory");
		const dispute = disputeInAttributes(header);
		if (dispute !== void 0) throw this.#ambiguous("", dispute);
		this.#nodes.set("", this.#directory(header, this.#nodes.get("")));
	}
	#noteDirectory(parent, named) {
		if (!this.#directories.has(parent)) this.#isNamedThroughout = false;
		if (named !== void 0) this.#directories.add(named);
	}
	#hide(whiteout, header) {
		const { kind, path } = whiteout;
		if (!this.#watched.concerns(path)) return;
		this.#spell(header);
		if (kind === "odd") throw this.#ambiguous(path, "hidden by a whiteout without a name, which engines refuse or take for it");
		if (header.type !== "file") throw this.#ambiguous(path, `a whiteout that is no file but a ${header.type}, which has two readings`);
		if (kind === "opaque") {
			this.#makeOpaque(path);
			return;
		}
		if (this.#nodes.get(path)) throw this.#contradiction(path);
		this.#nodes.hide(path);
	}
	#makeOpaque(directory) {
		const lost = this.#nodes.impliedBelow(directory);
		if (lost !== void 0) throw this.#ambiguous(lost, "implied before its parent is made opaque; some engines then remove it");
		this.#opaque.add(directory);
	}
	#put(path, header) {
		this.#check(path, header);
		const there = this.#nodes.get(path);
		if (header.type === "directory") {
			if (there && there.kind !== "directory") throw this.#twice(path);
			if (this.#watched.covers(path)) this.#spell(header);
			this.#nodes.set(path, this.#directory(header, there));
			return;
		}
		this.#spell(header);
		if (header.type === "file" || header.type === "sparse") return this.#putFile(path, header, there);
		const node = header.type === "symlink" ? {
			kind: "symlink",
			target: header.target
		} : {
			kind: "special",
			what: header.type === "fifo" ? "fifo" : "device"
		};
		if (there && !sameNode(there, node)) throw this.#twice(path);
		this.#nodes.set(path, node);
	}
	#check(path, header) {
		if (this.#nodes.hides(path)) throw this.#contradiction(path);
		const dispute = disputeIn(path, header);
		if (dispute !== void 0) throw this.#ambiguous(path, dispute);
	}
	#directory(header, there) {
		const { mode, uid, gid } = header;
		const before = there?.kind === "directory" ? there : void 0;
		const named = before?.named ?? [];
		return {
			kind: "directory",
			named: !named.some((each) => sameMetadata(each, header)) ? [...named, {
				mode,
				uid,
				gid
			}] : named,
			spellings: new Set([...before?.spellings ?? [], spellingOf(header.path)]),
			isNamedFirst: before?.isNamedFirst ?? true,
			isForWhiteouts: false
		};
	}
	#putFile(path, header, there) {
		const inode = inodeOf(header);
		if (there && (there.kind !== "file" || there.linkedTo !== void 0)) throw this.#twice(path);
		if (there) this.#repeats.push({
			path,
			first: there.inode,
			second: inode
		});
		this.#nodes.set(path, {
			kind: "file",
			inode
		});
		return this.#watched.covers(path) ? bodyOf$1(inode, header.size, this.#keepContent) : void 0;
	}
	#link(path, header) {
		const named = rootedPath(header.target);
		const split = splitPath(named);
		const parent = this.#links.follow(split.parent);
		const target = joinPath(parent, split.name);
		this.#noteDirectory(parent, void 0);
		this.#links.repeat(target, path, this.#directories.has(splitPath(path).parent));
		const isWatched = this.#watched.concerns(path);
		if (!isWatched && !this.#watched.concerns(target)) return;
		if (isWatched) this.#check(path, header);
		if (isWatched) this.#spell(header);
		if (leavesRoot(path, header.target) || target !== named || named.startsWith(".wh.")) throw this.#ambiguous(path, `a hard link to ${show(header.target)}, which leads engines to two places`);
		if (isWatched && !this.#watched.covers(target)) {
			this.#nodes.set(path, {
				kind: "unwatched-link",
				target
			});
			return;
		}
		const node = this.#linked(path, target, header);
		if (!isWatched) return;
		const there = this.#nodes.get(path);
		if (there && !sameNode(there, node)) throw this.#twice(path);
		this.#nodes.set(path, node);
	}
	#linked(path, target, header) {
		const node = this.#nodes.get(target);
		if (!node) throw this.#ambiguous(path, `a hard link to ${show(target)}, which its layer does not have before it; some engines take a lower layer's`);
		if (node.kind === "directory") throw invalid$2(this.#place, `${JSON.stringify(path)} is a hard link to a directory`);
		if (node.kind !== "file") return node;
		if (!sameMetadata(node.inode, header)) throw this.#ambiguous(path, `a hard link whose mode or owner is not that of ${show(target)}`);
		for (const name of header.attributes.set.filter(isGrantingAttribute)) node.inode.attributes.add(name);
		return {
			...node,
			linkedTo: node.linkedTo ?? target
		};
	}
	#implyDirectories(parent, entry, as) {
		const nearest = this.#watched.nearest(parent);
		if (nearest !== void 0) this.#imply(nearest, entry, as);
	}
	#imply(directory, entry, as) {
		const node = this.#nodes.get(directory);
		if (node?.kind === "directory" && (!node.isForWhiteouts || as.isForWhiteouts)) return;
		if (node && node.kind !== "directory") throw this.#ambiguous(directory, `a ${node.kind} and the directory of ${show(entry)} at once`);
		if (this.#nodes.hides(directory)) throw this.#contradiction(directory);
		const { parent } = splitPath(directory);
		if (parent !== "") this.#imply(parent, entry, as);
		this.#nodes.set(directory, as);
	}
	#spell({ path }) {
		this.#spelled[spellingOf(path)] = true;
	}
	#twice(path) {
		return this.#ambiguous(path, "there twice in one layer, and not the same; most engines take the last one, go-containerregistry the first");
	}
	#contradiction(path) {
		return this.#ambiguous(path, "both hidden and present in one layer; which of them counts, and for what below it, differs");
	}
	#ambiguous(path, reason) {
		return ambiguousLayer(this.#place, `${show(path)} is ${reason}`);
	}
};
// src/image/view/watched-paths.ts
var WatchedPaths = class {
	#roots = new Set();
	#points = new Set();
	#above = new Set([""]);
	constructor(paths) {
		for (const path of paths) this.add(path);
	}
	add(path) {
		if (this.covers(path)) return false;
		this.#roots.add(path);
		this.#addAbove(splitPath(path).parent);
		return true;
	}
	addPoint(path) {
		this.#points.add(path);
		this.#addAbove(path);
	}
	get points() {
		return this.#points;
	}
	get key() {
		return [
			...[...this.#roots].sort(),
			"",
			...[...this.#points].sort()
		];
	}
	covers(path) {
		if (this.#roots.has(path) || this.#roots.has("")) return true;
		for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) if (this.#roots.has(path.slice(0, slash))) return true;
		return false;
	}
	concerns(path) {
		return this.#above.has(path) || this.covers(path);
	}
	nearest(path) {
		const first = path.indexOf("/");
		if (!this.concerns(first === -1 ? path : path.slice(0, first))) return void 0;
		let found = path;
		while (found !== "" && !this.concerns(found)) found = splitPath(found).parent;
		return found === "" ? void 0 : found;
	}
	leadsTo(path) {
		return this.concerns(path) || this.isBelowPoint(path);
	}
	isBelowPoint(path) {
		for (let at = path; at !== ""; at = splitPath(at).parent) if (this.#points.has(at)) return true;
		return false;
	}
	#addAbove(path) {
		for (let at = path; !this.#above.has(at); at = splitPath(at).parent) this.#above.add(at);
	}
};
// src/image/image-at.ts
async function imageAt(source, selector) {
	return await orMissing(source.manifest(selector));
}
async function orMissing(read) {
	try {
		return await read;
	} catch (fault) {
		if (fault instanceof IdentikitError && fault.code === "IMAGE_MISSING") return void 0;
		throw fault;
	}
}
// src/image/ahead.ts
const nothingAhead = { kind: "nothing" };
function askAhead(to, { bytes, digest }, known) {
	const { store, tag } = to;
	if (!store.origin) return nothingAhead;
	if (known?.layers.includes(digest)) return {
		kind: "name",
		found: quietly(imageAt(store, {
			kind: "tag",
			tag
		}))
	};
	let isExpected = false;
	const expectConfig = () => {
		if (!isExpected) store.expectBlob?.();
		isExpected = true;
	};
	const open = () => {
		expectConfig();
		return one$1(bytes);
	};
	const sending = sendAhead(store, {
		mediaType: "application/octet-stream",
		digest,
		size: bytes.length
	}, open);
	if (known) expectConfig();
	const lookUp = (isLacking) => isLacking ? void 0 : imageAt(store, {
		kind: "tag",
		tag
	});
	return {
		kind: "layer",
		sending,
		found: quietly(sending.isLacking.then(lookUp))
	};
}
function sendAhead(store, descriptor, open) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const arrived = store.putBlob(descriptor, () => {
		resolve(true);
		return open();
	});
	arrived.then((arrival) => resolve(arrival !== "present"), reject);
	return {
		isLacking: quietly(promise),
		arrived: quietly(arrived)
	};
}
async function endOf(ahead) {
	if (ahead.kind === "nothing") return;
	await ahead.found.catch(() => {});
	if (ahead.kind === "layer") await ahead.sending.arrived.catch(() => {});
}
function quietly(promise) {
	promise.catch(() => {});
	return promise;
}
async function* one$1(bytes) {
	yield bytes;
}
// src/image/base-cache.ts
const maxConfigBytes = 8388608;
var BaseCache = class {
	#cache;
	constructor(cache) {
		this.#cache = cache;
	}
	recall(name) {
		const bytes = this.#cache.get(name);
		return bytes && parse$1(bytes);
	}
	keep(name, configs) {
		if ([...configs.values()].reduce((total, bytes) => total + bytes.length, 0) > maxConfigBytes) return;
		this.#put(name, {
			configs,
			layers: this.recall(name)?.layers ?? []
		});
	}
	keepLayer(name, layer) {
		const known = this.recall(name);
		if (!known || known.layers.at(-1) === layer) return;
		const others = known.layers.filter((other) => other !== layer);
		this.#put(name, {
			...known,
			layers: [...others, layer].slice(-256)
		});
	}
	#put(name, { configs, layers }) {
		const entries = [...configs].map(([digest, bytes]) => [digest, Buffer.from(bytes).toString("base64")]);
		const kept = {
			name,
			configs: Object.fromEntries(entries),
			layers
		};
		this.#cache.put(name, Buffer.from(JSON.stringify(kept)));
	}
};
function baseCacheOf(env) {
	const root = cacheRootOf(env);
	return root === void 0 ? void 0 : new BaseCache(new Cache(root, "bases"));
}
var RememberedBase = class {
	name;
	configs = new Map();
	#base;
	#recall;
	constructor(base, recall) {
		this.#base = base;
		this.#recall = recall;
		this.name = base.name;
	}
	manifest(selector) {
		return this.#base.manifest(selector);
	}
	async *blob(descriptor) {
		const known = await this.#recall(descriptor.digest);
		if (known?.length === descriptor.size) {
			this.configs.set(descriptor.digest, known);
			yield known;
			return;
		}
		const chunks = [];
		for await (const chunk of this.#base.blob(descriptor)) {
			chunks.push(chunk);
			yield chunk;
		}
		this.configs.set(descriptor.digest, Buffer.concat(chunks));
	}
};
function parse$1(bytes) {
	const kept = new Map();
	try {
		const { configs, layers } = fieldsOf(JSON.parse(Buffer.from(bytes).toString("utf8")));
		for (const [digest, text] of Object.entries(configs ?? {})) {
			const config = Buffer.from(String(text), "base64");
			if (isDigest(digest) && digestOf(config) === digest) kept.set(digest, config);
		}
		return {
			configs: kept,
			layers: Array.isArray(layers) ? layers.filter(isDigest) : []
		};
	} catch {
		return;
	}
}
// src/image/carried-config.ts
const annotation = "io.identikit.base.config";
const largest = 32768;
function carrying(config) {
	if (!config || config.length > largest) return {};
	return { [annotation]: Buffer.from(config).toString("base64") };
}
function carriedConfigIn(raw) {
	const text = raw && annotationOf(raw);
	if (text === void 0) return new Map();
	const config = Buffer.from(text, "base64");
	return new Map([[digestOf(config), config]]);
}
function annotationOf(manifest) {
	try {
		return parseImageManifest(manifest, "the image").annotations?.[annotation];
	} catch (fault) {
		if (fault instanceof IdentikitError) return void 0;
		throw fault;
	}
}
// src/image/compose.ts
const createdBy = "identikit bake";
function composeManifest(staged, base, addition, family, carried) {
	const types = typesOf(family);
	const below = "manifest" in base ? base : void 0;
	const config = below ? extendConfig(below.config, addition) : newConfig(base.platform, addition);
	const value = {
		schemaVersion: 2,
		mediaType: types.manifest,
		config: staged.addBlob(Buffer.from(JSON.stringify(config)), types.config),
		layers: [...below?.manifest.layers ?? [], staged.addBlob(addition.layer.bytes, types.layer)],
		...annotationsOf$1(addition, family, carried)
	};
	return staged.addManifest(value, types.manifest);
}
function composeIndex(staged, images, addition, family) {
	const types = typesOf(family);
	const manifests = images.map(({ raw, platform }) => ({
		mediaType: raw.mediaType,
		digest: raw.digest,
		size: raw.bytes.length,
		platform
	}));
	const value = {
		schemaVersion: 2,
		mediaType: types.index,
		manifests,
		...annotationsOf$1(addition, family)
	};
	return staged.addManifest(value, types.index);
}
function familyOf(mediaType) {
	return mediaType === mediaTypes.dockerManifest || mediaType === mediaTypes.dockerIndex ? "docker" : "oci";
}
function annotationsOf$1({ labels }, family, carried) {
	return family === "oci" ? { annotations: {
		...labels,
		...carrying(carried)
	} } : {};
}
function extendConfig(base, { layer, labels, created }) {
	const ids = diffIds(base);
	const history = base.history ?? [];
	const isComplete = history.filter((line) => !line.empty_layer).length === ids.length;
	return {
		...base,
		created,
		config: {
			...base.config,
			Labels: sorted({
				...base.config?.Labels,
				...labels
			})
		},
		rootfs: {
			...base.rootfs,
			diff_ids: [...ids, layer.diffId]
		},
		...isComplete ? { history: [...history, {
			created,
			created_by: createdBy
		}] } : {}
	};
}
function newConfig(platform, { layer, labels, created }) {
	return {
		created,
		...platform,
		config: { Labels: sorted(labels) },
		rootfs: {
			type: "layers",
			diff_ids: [layer.diffId]
		},
		history: [{
			created,
			created_by: createdBy
		}]
	};
}
function sorted(labels) {
	return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1));
}
// src/image/reference.ts
const repositoryForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const hostForm = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::[0-9]+)?$/i;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const knownTransports = "docker://, oci:, docker-archive:, docker-daemon:, scratch";
function isTag(text) {
	return tagForm.test(text);
}
function parseImageReference(text) {
	if (text === "scratch") return { kind: "scratch" };
	if (text.startsWith("oci:")) return parseLayout(text.slice(4), text);
	if (text.startsWith("docker-archive:")) return parseArchive(text.slice(15), text);
	refuseCredential(text);
	if (text.startsWith("docker://")) return parseRegistry(text.slice(9), text);
	if (text.startsWith("docker-daemon:")) return parseEngine(text.slice(14), text);
	const transport = /^([a-z][a-z-]*):(?:\/\/|\/|\.)/.exec(text)?.[1];
	if (transport) throw invalid$1(text, `the transport ${transport} is not known`, `Use one of ${knownTransports}.`);
	return parseRegistry(text, text);
}
function parseStoredReference(text) {
	const reference = parseImageReference(text);
	if (reference.kind === "scratch") throw invalid$1(text, "scratch is a base, not a place");
	return reference;
}
function formatImageReference(reference) {
	switch (reference.kind) {
		case "scratch": return "scratch";
		case "registry": return `docker://${registryName(reference)}`;
		case "layout": return `oci:${reference.directory}${suffix(reference)}`;
		case "archive": return `docker-archive:${reference.file}${reference.tag === void 0 ? "" : `:${reference.tag}`}`;
		case "engine": return `docker-daemon:${reference.name}`;
	}
}
function formatWritten(place, tag, digest) {
	return formatImageReference(place.kind === "registry" || place.kind === "layout" ? {
		...place,
		tag,
		digest
	} : place);
}
function registryName(reference) {
	return `${reference.host}/${reference.repository}${suffix(reference)}`;
}
function suffix({ tag, digest }) {
	return `${tag === void 0 ? "" : `:${tag}`}${digest === void 0 ? "" : `@${digest}`}`;
}
function parseRegistry(name, text) {
	const { rest, digest } = splitDigest(name, text);
	const slash = rest.indexOf("/");
	const first = slash === -1 ? "" : rest.slice(0, slash);
	const hasHost = /[.:]/.test(first) || first === "localhost" || first.startsWith("[");
	const host = hasHost ? first.toLowerCase() : "docker.io";
	const path = hasHost ? rest.slice(slash + 1) : rest;
	const colon = path.lastIndexOf(":");
	const tag = colon > path.lastIndexOf("/") ? path.slice(colon + 1) : void 0;
	const short = tag === void 0 ? path : path.slice(0, colon);
	const repository = host === "docker.io" && !short.includes("/") ? `library/${short}` : short;
	if (rest.startsWith("/")) throw invalid$1(text, "it names no registry, so what fills it in is empty", "Set the variable that holds the registry's host (in the shipped workflows the variable REGISTRY).");
	if (!hostForm.test(host)) throw invalid$1(text, `${JSON.stringify(host)} is not a registry host`);
	if (!repositoryForm.test(repository) || repository.length > 255) throw invalid$1(text, `${JSON.stringify(short)} is not a repository name (lower case, parts joined by "/")`);
	if (tag !== void 0 && !isTag(tag)) throw invalid$1(text, `${JSON.stringify(tag)} is not a tag`);
	return {
		kind: "registry",
		host,
		repository,
		...present({
			tag,
			digest
		})
	};
}
function parseLayout(place, text) {
	const { rest, digest } = splitDigest(place, text);
	const from = /^[A-Za-z]:[\\/]/.test(rest) ? 2 : 0;
	const colon = rest.indexOf(":", from);
	const directory = colon === -1 ? rest : rest.slice(0, colon);
	const tag = colon === -1 ? void 0 : rest.slice(colon + 1);
	if (directory === "") throw invalid$1(text, "it names no directory");
	if (tag !== void 0 && !/^[A-Za-z0-9](?:[A-Za-z0-9._:@/+-]{0,254})$/.test(tag)) throw invalid$1(text, `${JSON.stringify(tag)} is not a name of an image in a layout`);
	return {
		kind: "layout",
		directory,
		...present({
			tag,
			digest
		})
	};
}
function parseArchive(place, text) {
	const from = /^[A-Za-z]:[\\/]/.test(place) ? 2 : 0;
	const colon = place.indexOf(":", from);
	const file = colon === -1 ? place : place.slice(0, colon);
	if (file === "") throw invalid$1(text, "it names no file");
	if (colon === -1) return {
		kind: "archive",
		file
	};
	return {
		kind: "archive",
		file,
		tag: familiarName$1(place.slice(colon + 1), text)
	};
}
function parseEngine(name, text) {
	if (isDigest(name) || /^[0-9a-f]{12,64}$/.test(name)) return {
		kind: "engine",
		name
	};
	return {
		kind: "engine",
		name: familiarName$1(name, text)
	};
}
function familiarName$1(name, text) {
	const { host, repository, tag, digest } = parseRegistry(name, text);
	const short = host === "docker.io" ? repository.replace(/^library\//, "") : `${host}/${repository}`;
	return digest === void 0 ? `${short}:${tag ?? "latest"}` : `${short}@${digest}`;
}
function splitDigest(name, text) {
	const at = name.lastIndexOf("@");
	if (at === -1 || !/^[a-z0-9+._-]+:/i.test(name.slice(at + 1))) return {
		rest: name,
		digest: void 0
	};
	const digest = name.slice(at + 1);
	if (!isDigest(digest)) throw invalid$1(text, `${JSON.stringify(digest)} is not a SHA-256 digest`);
	return {
		rest: name.slice(0, at),
		digest
	};
}
function present(selected) {
	return {
		...selected.tag === void 0 ? {} : { tag: selected.tag },
		...selected.digest === void 0 ? {} : { digest: selected.digest }
	};
}
function refuseCredential(text) {
	const shown = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@\s]+@(?!sha(?:256|512):)/i, "$1…@");
	if (shown === text) return;
	throw invalid$1(shown, "it holds a credential", "Log in to the registry, or give user and password as inputs.");
}
function invalid$1(text, reason, remedy) {
	return new IdentikitError("REFERENCE_INVALID", `image reference ${JSON.stringify(text)}: ${reason}`, { remedy: remedy ?? "Write it as docker://HOST/REPOSITORY:TAG, oci:DIR:TAG or one of the other transports." });
}
// src/image/below.ts
function belowScratch(platforms, family = "oci") {
	const images = (platforms.length === 0 ? [defaultPlatform] : platforms).map((platform) => ({
		platform,
		family
	}));
	return {
		images,
		index: images.length > 1 ? family : void 0,
		digest: void 0,
		configs: new Map()
	};
}
async function readBelow(base, platforms, { known, cache, baked }) {
	const kept = known?.configs ?? new Map();
	const remembered = new RememberedBase(base.store, async (digest) => {
		return kept.get(digest) ?? carriedConfigIn(await baked).get(digest);
	});
	const { raw, index, images } = await readImage(remembered, await base.select(), platforms, "own");
	if ([...remembered.configs.keys()].some((digest) => !kept.has(digest)) && base.store.origin) cache?.keep(formatImageReference(base.reference), remembered.configs);
	const isIndex = index !== void 0 && (platforms.length !== 1 || images.length > 1);
	return {
		images: images.map((image) => ({
			...image,
			family: familyOf(image.manifest.mediaType)
		})),
		index: isIndex ? familyOf(index.mediaType) : void 0,
		digest: raw.digest,
		configs: remembered.configs
	};
}
// src/image/layer/sort-members.ts
function sortMembers(members) {
	return [...members].sort((a, b) => comparePaths(a.path, b.path));
}
// src/image/staged-image.ts
var StagedImage = class {
	name;
	#base;
	#blobs = new Map();
	#manifests = new Map();
	constructor(name, base) {
		this.name = name;
		this.#base = base;
	}
	addBlob(bytes, mediaType) {
		const digest = digestOf(bytes);
		this.#blobs.set(digest, bytes);
		return {
			mediaType,
			digest,
			size: bytes.length
		};
	}
	addManifest(value, mediaType) {
		const bytes = Buffer.from(JSON.stringify(value));
		const manifest = {
			bytes,
			mediaType,
			digest: digestOf(bytes)
		};
		this.#manifests.set(manifest.digest, manifest);
		return manifest;
	}
	staged(digest) {
		return this.#blobs.get(digest);
	}
	async manifest(selector) {
		const found = selector.kind === "digest" ? this.#manifests.get(selector.digest) : void 0;
		if (found) return found;
		throw new IdentikitError("IMAGE_MISSING", `${this.name}: no such image is being made`, { remedy: "Report this with the command that you ran." });
	}
	async *blob(descriptor) {
		const bytes = this.#blobs.get(descriptor.digest);
		if (bytes) yield bytes;
		else if (this.#base) yield* this.#base.blob(descriptor);
		else throw new IdentikitError("IMAGE_MISSING", `${this.name}: there is no blob ${descriptor.digest}`, { remedy: "Report this with the command that you ran." });
	}
};
// src/image/image-gate.ts
async function passGate(gate, image) {
	if (gate === "skip") return [];
	const findings = await gate(image);
	if (verdictOf(findings) === "clean") return findings;
	const [first] = findings.filter(({ severity }) => severity !== "warning");
	const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
	const problem = first?.problem ?? `its identity is not the template's: ${first?.path}: ${first?.code}`;
	const message = `${image.subject}: ${problem}${more}`;
	throw new IdentikitError("GATE_FAILED", message, { remedy: first?.remedy ?? "Bake the image again from the template." });
}
// src/image/read-back.ts
const parallelTags$1 = 6;
async function readBack(place, written, { tags, alsoByDigest }) {
	const moved = (await inParallel(tags, parallelTags$1, (tag) => problemUnder(place, tag, written))).filter((problem) => problem !== void 0);
	if (moved.length === 0 && !alsoByDigest) return;
	const lost = await problemOf(place, written);
	if (lost !== void 0) throw new IdentikitError("DIGEST_MISMATCH", `${place.name}: ${[lost, ...moved].join("; ")}`, { remedy: "Do not use what was pushed: the place took it, and does not give it back." });
	if (moved.length === 0) return;
	throw new IdentikitError("TAG_MOVED", `${place.name}: ${moved.join("; ")}`, { remedy: "Find out who else writes this tag, then run again; the image itself is there, by its digest." });
}
async function problemUnder(place, tag, written) {
	const found = await place.foundUnder(tag, written);
	if (found?.digest !== written.digest) return `tag ${tag} stands for ${found?.digest ?? "nothing"}, not for ${written.digest}`;
	if (!(place.origin !== void 0 && found.mediaType !== void 0) || found.mediaType === written.mediaType) return void 0;
	return `tag ${tag} gives ${written.digest} as ${found.mediaType || "nothing"}, not as ${written.mediaType}`;
}
async function problemOf(place, { digest, bytes }) {
	try {
		const found = await imageAt(place, {
			kind: "digest",
			digest
		});
		if (found === void 0) return `${digest} was taken, and is not there`;
		return Buffer.from(found.bytes).equals(bytes) ? void 0 : `${digest} reads back as ${found.digest}`;
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "DIGEST_MISMATCH") return caught.message;
		throw caught;
	}
}
async function writeStaged(to, write) {
	const { staged, top, children, first, from, ahead } = write;
	const { store, tag } = to;
	if (ahead.kind === "name" && (await ahead.found)?.digest === top.digest) return false;
	if (store.takesWhole && store.origin === void 0 && (await store.foundUnder(tag, top))?.digest === top.digest) return false;
	const blobs = blobsOf(children.length > 0 ? children : [top], store.name);
	const layer = certain(blobs.find(({ digest }) => digest === first));
	const sending = ahead.kind === "layer" ? ahead.sending : sendAhead(store, layer, () => staged.blob(layer));
	if (ahead.kind === "name") store.expectBlob?.();
	let changed = await sending.isLacking;
	const isNamed = !changed && (await namedBy(to, ahead))?.digest === top.digest;
	if (isNamed && store.origin) return false;
	const put = (descriptor) => {
		if (descriptor === layer) return sending.arrived;
		const origin = isStaged(staged, descriptor) ? void 0 : from;
		return store.putBlob(descriptor, () => staged.blob(descriptor), origin);
	};
	const ordered = [...blobs].sort((a, b) => Number(isStaged(staged, b)) - Number(isStaged(staged, a)));
	for (const arrival of await inParallel(ordered, 6, put)) changed ||= arrival !== "present";
	if (isNamed && !changed) return false;
	for (const child of children) await store.putManifest(child);
	await store.putManifest(top, tag);
	await readBack(store, top, {
		tags: [tag],
		alsoByDigest: store.origin === void 0
	});
	return true;
}
function namedBy({ store, tag }, ahead) {
	return ahead.kind === "nothing" ? imageAt(store, {
		kind: "tag",
		tag
	}) : ahead.found;
}
function isStaged(staged, { digest }) {
	return staged.staged(digest) !== void 0;
}
function blobsOf(manifests, place) {
	const blobs = new Map();
	for (const raw of manifests) {
		const manifest = parseImageManifest(raw, place);
		if (manifest.kind === "index") continue;
		for (const blob of [...manifest.layers, manifest.config]) blobs.set(blob.digest, blob);
	}
	return [...blobs.values()];
}
// src/image/archive/archive-file.ts
const maxMembers = 1e5;
const blockBytes = 512;
var ArchiveFile = class ArchiveFile {
	#directory;
	#file;
	#members = new Map();
	#folded = new Map();
	constructor(directory, file) {
		this.#directory = directory;
		this.#file = file;
	}
	static async open(path, place) {
		const real = realPath(path, place);
		const archive = new ArchiveFile(AnchoredDirectory.open(dirname(real)), basename(real));
		try {
			await archive.#scan(place);
			return archive;
		} catch (fault) {
			archive[Symbol.dispose]();
			throw fault;
		}
	}
	#find(name) {
		for (let at = name, followed = 0; followed < 8; followed++) {
			const found = this.#members.get(at);
			if (found === void 0 || found === "directory") return void 0;
			if ("start" in found) return found;
			at = found.target;
		}
	}
	isLink(name) {
		const found = this.#members.get(name);
		return found !== void 0 && found !== "directory" && "target" in found;
	}
	sizeOf(name) {
		return this.#find(name)?.size;
	}
	names() {
		return this.#members.keys();
	}
	async *read(name) {
		const member = this.#find(name);
		if (!member || member.size === 0) return;
		yield* streamFileIn(this.#directory, this.#file, {
			start: member.start,
			length: member.size
		});
	}
	[Symbol.dispose]() {
		this.#directory[Symbol.dispose]();
	}
	async #scan(place) {
		let offset = 0;
		const parser = new TarParser(({ path, type, size, target }) => {
			if (this.#members.size >= maxMembers) throw invalid$2(place, `it has more than ${maxMembers} members`);
			const name = memberName(path, place);
			if (type === "file") this.#add(name, {
				start: offset + blockBytes,
				size
			}, place);
			else if (type === "link") this.#add(name, { target: cleanPath(target, place) }, place);
			else if (type === "symlink") this.#add(name, { target: cleanPath(joinPath(splitPath(name).parent, target), place) }, place);
			else if (type === "directory") this.#add(name, "directory", place);
			else throw invalid$2(place, `its member ${shown(name)} is no file, directory or link`);
		}, imageArchive(place));
		for (let isFirst = true;; isFirst = false) {
			const block = await this.#block(offset);
			if (isFirst && block[0] === 31 && block[1] === 139) throw invalid$2(place, "it is compressed", "Unpack it first: gunzip FILE.");
			if (block.length === 0) break;
			parser.write(block);
			offset += block.length;
			for (let skip = parser.skippable; skip > 0; skip = parser.skippable) {
				parser.skip(skip);
				offset += skip;
			}
			if (parser.hasEnded) return await this.#checkRest(offset, place);
		}
		parser.end();
	}
	#add(name, member, place) {
		const other = this.#folded.get(folded(name));
		const isAgain = other === name && member === "directory" && this.#members.get(name) === "directory";
		if (other !== void 0 && !isAgain) throw ambiguousImage(place, `it has ${shown(name)} ${other === name ? "twice" : `beside ${shown(other)}`}`);
		this.#folded.set(folded(name), name);
		this.#members.set(name, member);
	}
	async #checkRest(start, place) {
		const rest = {
			start,
			length: Number.MAX_SAFE_INTEGER
		};
		for await (const chunk of streamFileIn(this.#directory, this.#file, rest)) if (chunk.some((byte) => byte !== 0)) throw ambiguousImage(place, "it goes on after the archive's end");
	}
	async #block(start) {
		const parts = [];
		for await (const part of streamFileIn(this.#directory, this.#file, {
			start,
			length: blockBytes
		})) parts.push(part);
		return Buffer.concat(parts);
	}
};
function memberName(path, place) {
	if (path.split("/").includes("..")) throw ambiguousImage(place, `its member ${shown(path)} leads upwards`);
	return cleanPath(path, place);
}
function realPath(path, place) {
	try {
		return realpathSync(path);
	} catch (cause) {
		if (codeOf(cause) !== "ENOENT") throw fileFault("FILE_UNREADABLE", path, cause);
		throw new IdentikitError("IMAGE_MISSING", `${place}: there is no such file`, { remedy: "Check the path, or save an image to it first." });
	}
}
// src/image/archive/docker-archive.ts
async function manifestOf(archive, image, place) {
	if (image.original) return {
		raw: image.original.raw,
		members: blobMembers(archive)
	};
	const { member, digest, bytes: configBytes } = image.config;
	const config = parseConfig(configBytes, image.layers.length, place);
	const members = new Map([[digest, member]]);
	const layers = [];
	for (const [at, name] of image.layers.entries()) {
		const layer = await layerDescriptor(archive, name, certain(diffIds(config)[at]), place);
		members.set(layer.digest, name);
		layers.push(layer);
	}
	const value = {
		schemaVersion: 2,
		mediaType: mediaTypes.dockerManifest,
		config: {
			mediaType: mediaTypes.dockerConfig,
			digest,
			size: configBytes.length
		},
		layers
	};
	const bytes = Buffer.from(JSON.stringify(value));
	return {
		raw: {
			bytes,
			mediaType: mediaTypes.dockerManifest,
			digest: digestOf(bytes)
		},
		members
	};
}
async function layerDescriptor(archive, name, diffId, place) {
	const size = archive.sizeOf(name);
	if (size === void 0) throw invalid$2(place, `it lacks the layer ${name}`);
	const hash = createHash("sha256");
	let isFirst = true;
	for await (const chunk of archive.read(name)) {
		if (isFirst && !(chunk[0] === 31 && chunk[1] === 139)) return {
			mediaType: mediaTypes.dockerLayer,
			digest: diffId,
			size
		};
		isFirst = false;
		hash.update(chunk);
	}
	return {
		mediaType: mediaTypes.dockerLayerGzip,
		digest: `sha256:${hash.digest("hex")}`,
		size
	};
}
function blobMembers(archive) {
	const members = new Map();
	for (const name of archive.names()) {
		const { parent, name: hex } = splitPath(name);
		const digest = `sha256:${hex}`;
		if (parent === "blobs/sha256" && isDigest(digest)) members.set(digest, name);
	}
	return members;
}
// src/image/layout/layout-index.ts
const nameAnnotations = {
	tag: "org.opencontainers.image.ref.name",
	fullName: "io.containerd.image.name"
};
const schema$3 = looseObject({
	schemaVersion: literal(2),
	mediaType: nullableText,
	artifactType: nullableText,
	manifests: array(descriptor).max(1e4),
	subject: descriptor.nullish(),
	annotations: textMap
});
const emptyLayoutIndex = {
	schemaVersion: 2,
	manifests: []
};
function parseLayoutIndex(bytes, place) {
	const what = `${place}: index.json`;
	const value = readJson(bytes, what);
	decodeValue(value, schema$3, what);
	return value;
}
function entriesOf(index, selector) {
	return selector.kind === "digest" ? index.manifests.filter(({ digest }) => digest === selector.digest) : index.manifests.filter((entry) => isNamed(entry, selector.tag));
}
function entryOf(index, selector, place) {
	const [first, ...others] = entriesOf(index, selector);
	const other = others.find((each) => !first || !isSameContent(each, first));
	if (!first || !other) return first;
	const name = selector.kind === "tag" ? selector.tag : selector.digest;
	const what = first.digest === other.digest ? "in two ways" : `for ${first.digest} and for ${other.digest}`;
	throw ambiguousImage(place, `its index has ${shown(name)} ${what}`, "Write the image to a new directory, or name it by its digest.");
}
function isSameContent(one, other) {
	return one.digest === other.digest && one.mediaType === other.mediaType && one.size === other.size;
}
function isNamed({ annotations }, tag) {
	return Object.values(nameAnnotations).some((name) => annotations?.[name] === tag);
}
function namesOf(index) {
	return index.manifests.flatMap(({ annotations }) => annotations?.[nameAnnotations.tag] ?? []);
}
function withEntry(index, descriptor, tag) {
	const named = entriesOf(index, {
		kind: "tag",
		tag
	});
	if (named.length === 1 && named[0]?.digest === descriptor.digest) return index;
	const others = index.manifests.filter((entry) => !isNamed(entry, tag));
	const { mediaType, digest, size } = descriptor;
	const annotations = { [nameAnnotations.tag]: tag };
	return {
		...index,
		manifests: [...others, {
			mediaType,
			digest,
			size,
			annotations
		}]
	};
}
// src/image/layout/layout-marker.ts
const layoutMarker = "oci-layout";
const schema$2 = looseObject({ imageLayoutVersion: string() });
function checkLayoutMarker(bytes, place) {
	const { imageLayoutVersion } = decodeDocument(bytes, schema$2, `${place}: ${layoutMarker}`);
	if (imageLayoutVersion !== "1.0.0") throw invalid$2(place, `its layout version is ${imageLayoutVersion}`);
}
// src/image/archive/read-member.ts
async function readMember(archive, name, limit, place) {
	if (archive.isLink(name)) throw ambiguousImage(place, `its ${name} is a link, which not all programs follow`);
	const size = archive.sizeOf(name);
	if (size === void 0) throw invalid$2(place, `it has no ${name}, so it is no docker-archive`);
	if (size > limit) throw invalid$2(place, `${name} is over ${limit} bytes`);
	const parts = [];
	for await (const part of archive.read(name)) parts.push(part);
	return Buffer.concat(parts);
}
// src/image/archive/archived-layout.ts
async function archivedManifests(archive, place) {
	if (archive.sizeOf("oci-layout") !== void 0) checkLayoutMarker(await readMember(archive, layoutMarker, 4096, place), place);
	if (archive.sizeOf("index.json") === void 0) return [];
	const index = parseLayoutIndex(await readMember(archive, "index.json", imageLimits.manifestBytes, place), place);
	const found = [];
	for (const entry of index.manifests) {
		const name = entry.annotations?.[nameAnnotations.fullName];
		found.push(...await manifestsAt(archive, entry, {
			name,
			depth: 1,
			place
		}));
		if (found.length > imageLimits.indexEntries) throw invalid$2(place, "it has too many manifests");
	}
	if (found.length === 0) throw ambiguousImage(place, "its index.json leads to no image, and its manifest.json does");
	return found;
}
async function manifestsAt(archive, entry, at) {
	const { name, depth, place } = at;
	const member = `blobs/sha256/${entry.digest.slice(7)}`;
	if (isAttestation(entry) || archive.sizeOf(member) === void 0) return [];
	const bytes = await readMember(archive, member, imageLimits.manifestBytes, place);
	const { mediaType, digest, size } = entry;
	const raw = checkManifest({
		bytes,
		mediaType,
		digest: digestOf(bytes)
	}, digest, place);
	if (bytes.length !== size) throw mismatch(place, entry, `it is listed with ${size} bytes`);
	const parsed = parseImageManifest(raw, place);
	if (parsed.kind === "manifest") return [{
		raw,
		config: parsed.config.digest,
		name
	}];
	if (depth > imageLimits.indexDepth) throw invalid$2(place, "its indexes are nested too deeply");
	const below = [];
	for (const child of parsed.manifests) below.push(...await manifestsAt(archive, child, {
		...at,
		depth: depth + 1
	}));
	return below;
}
// src/image/archive/saved-images.ts
const schema$1 = array(looseObject({
	Config: string(),
	RepoTags: texts,
	Layers: array(string()).max(imageLimits.layers),
	Parent: nullableText,
	LayerSources: record(string(), descriptor).nullish()
})).max(1e3);
async function savedImages(archive, place) {
	const items = parseSavedList(await readMember(archive, "manifest.json", imageLimits.manifestBytes, place), place);
	const archived = await archivedManifests(archive, place);
	const images = [];
	for (const { Config: member, RepoTags, Layers: layers } of items) {
		const config = await readMember(archive, member, imageLimits.configBytes, place);
		const digest = digestOf(config);
		const original = archived.find((each) => each.config === digest);
		const tags = (RepoTags ?? []).map(familiarName);
		images.push({
			config: {
				member,
				bytes: config,
				digest
			},
			tags,
			layers,
			original
		});
	}
	const named = digestsByName(images, place);
	if (archived.length > 0) checkAgreement(images, archived, named, place);
	return images;
}
function parseSavedList(bytes, place) {
	return decodeDocument(bytes, schema$1, `${place}: manifest.json`);
}
function digestsByName(images, place) {
	const named = new Map();
	for (const { tags, config } of images) for (const tag of tags) {
		if ((named.get(tag) ?? config.digest) !== config.digest) throw ambiguousImage(place, `its manifest.json has the name ${shown(tag)} for two images`);
		named.set(tag, config.digest);
	}
	return named;
}
function checkAgreement(images, archived, named, place) {
	const known = new Set(images.map(({ config }) => config.digest));
	const strange = archived.find(({ config, name }) => !known.has(config) || name && (named.get(familiarName(name)) ?? config) !== config);
	const lacking = images.find(({ original }) => original === void 0);
	if (!strange && !lacking) return;
	throw ambiguousImage(place, `its manifest.json and its index.json hold different images (${strange ? `${strange.name ?? strange.raw.digest} of its index.json` : `${lacking?.config.member}`}): Docker reads the one, containerd the other`, "Save the image again, for one platform.");
}
function familiarName(name) {
	return name.replace(/^docker\.io\/(?:library\/)?/, "");
}
// src/image/archive/write-archive.ts
async function* writeArchive(raw, names, open, place) {
	const manifest = parseImageManifest(raw, place);
	if (manifest.kind === "index") throw invalid$2(place, "it can hold one platform only", "Bake for one platform with --platform, and take that image.");
	const { mediaType, digest, bytes } = raw;
	const top = {
		mediaType,
		digest,
		size: bytes.length
	};
	const index = {
		schemaVersion: 2,
		manifests: names.length === 0 ? [top] : names.map((name) => ({
			...top,
			annotations: annotationsOf(name)
		}))
	};
	const saved = [{
		Config: pathOf(manifest.config),
		RepoTags: names.length === 0 ? null : names,
		Layers: manifest.layers.map(pathOf)
	}];
	yield* member("oci-layout", Buffer.from("{\"imageLayoutVersion\":\"1.0.0\"}"));
	yield* member("index.json", Buffer.from(JSON.stringify(index)));
	yield* member("manifest.json", Buffer.from(JSON.stringify(saved)));
	yield* member(pathOf(top), bytes);
	const blobs = new Map([manifest.config, ...manifest.layers].map((blob) => [blob.digest, blob]));
	for (const blob of blobs.values()) {
		yield fileHeader(pathOf(blob), blob.size);
		yield* verified(blob, open(blob), place);
		yield filePadding(blob.size);
	}
	yield archiveEnd;
}
function* member(name, bytes) {
	yield fileHeader(name, bytes.length);
	yield bytes;
	yield filePadding(bytes.length);
}
function pathOf({ digest }) {
	return `blobs/sha256/${digest.slice(7)}`;
}
function annotationsOf(name) {
	return {
		[nameAnnotations.fullName]: name,
		[nameAnnotations.tag]: name.slice(name.lastIndexOf(":") + 1)
	};
}
// src/image/archive/archive-store.ts
var ArchiveStore = class {
	name;
	referrers = void 0;
	takesWhole = false;
	#file;
	#repository;
	#pending = new Map();
	#names;
	#archive;
	#manifests = new Map();
	#images = [];
	constructor(file, repository, name = `docker-archive:${file}`) {
		this.#file = file;
		this.#repository = repository;
		this.name = name;
	}
	async manifest(selector) {
		for (const image of await this.#load()) {
			const isNamed = selector.kind === "tag" && image.tags.includes(familiarName(`${this.#repository}:${selector.tag}`));
			if (selector.kind === "tag" && !isNamed) continue;
			const { raw } = await this.#manifestOf(image);
			if (isNamed || selector.kind === "digest" && raw.digest === selector.digest) return checkManifest(raw, void 0, this.name);
		}
		const asked = selector.kind === "tag" ? `${this.#repository}:${selector.tag}` : selector.digest;
		throw this.#missing(`has no image ${asked}`);
	}
	async foundUnder(tag) {
		return await imageAt(this, {
			kind: "tag",
			tag
		});
	}
	async only() {
		const [image, ...others] = await this.#load();
		if (!image || others.length > 0) throw this.#missing(`has ${image ? others.length + 1 : "no"} images`);
		return (await this.#manifestOf(image)).raw.digest;
	}
	async *blob(descriptor) {
		for (const image of await this.#load()) {
			const member = (await this.#manifestOf(image)).members.get(descriptor.digest);
			if (member === void 0 || !this.#archive) continue;
			yield* verified(descriptor, this.#archive.read(member), this.name);
			return;
		}
		throw this.#missing(`has no blob ${descriptor.digest}`);
	}
	async putBlob(descriptor, open) {
		this.#pending.set(descriptor.digest, open);
		return await this.#has(descriptor.digest) ? "present" : "sent";
	}
	async putManifest(manifest, tag) {
		if (tag === void 0) return;
		const names = [...this.#names?.digest === manifest.digest ? this.#names.names : [], `${this.#repository}:${tag}`];
		this.#names = {
			digest: manifest.digest,
			names
		};
		const open = (blob) => this.#pending.get(blob.digest)?.() ?? this.blob(blob);
		using directory = AnchoredDirectory.make(dirname(this.#file));
		await writeChunksIn(directory, basename(this.#file), writeArchive(manifest, names, open, this.name));
		this.#forget();
	}
	async [Symbol.asyncDispose]() {
		this.#forget();
	}
	async #load() {
		if (this.#archive) return this.#images;
		this.#archive = await ArchiveFile.open(this.#file, this.name);
		this.#images = await savedImages(this.#archive, this.name);
		return this.#images;
	}
	async #manifestOf(image) {
		const known = this.#manifests.get(image);
		if (known) return known;
		const manifest = await manifestOf(certain(this.#archive), image, this.name);
		this.#manifests.set(image, manifest);
		return manifest;
	}
	async #has(digest) {
		if (!existsSync(this.#file)) return false;
		for (const image of await this.#load()) if ((await this.#manifestOf(image)).members.has(digest)) return true;
		return false;
	}
	#forget() {
		this.#archive?.[Symbol.dispose]();
		this.#archive = void 0;
		this.#images = [];
		this.#manifests.clear();
	}
	#missing(what) {
		const names = this.#images.flatMap(({ tags }) => tags);
		return new IdentikitError("IMAGE_MISSING", `${this.name} ${what}`, { remedy: names.length > 0 ? `It has ${names.slice(0, 10).join(", ")}; name one of these.` : "Check the file." });
	}
};
// src/image/engine/progress.ts
const maxLineBytes = 1048576;
async function followEngine(call, what, signal) {
	let id;
	try {
		for await (const message of messagesOf(await call)) {
			signal.throwIfAborted();
			if (message.error !== void 0) throw failed(what, message.error);
			id = message.aux?.ID ?? id;
		}
	} catch (cause) {
		signal.throwIfAborted();
		throw engineFault(what, cause);
	}
	return id;
}
async function* messagesOf(stream) {
	let rest = "";
	for await (const chunk of stream) {
		rest += chunk.toString("utf8");
		if (rest.length > maxLineBytes) throw failed("the engine", "it sends a message without end");
		const lines = rest.split("\n");
		rest = certain(lines.pop());
		for (const line of lines) if (line.trim() !== "") yield JSON.parse(line);
	}
	if (rest.trim() !== "") yield JSON.parse(rest);
}
function failed(what, error) {
	const text = error.replace(/\s+/g, " ").trim().slice(0, 500);
	return new IdentikitError("ENGINE_FAILED", `${what}: ${text}`, { remedy: "Look at what the engine says; nothing of ours is under its final name." });
}
// src/image/engine/engine-store.ts
var EngineStore = class {
	name;
	takesWhole = true;
	referrers = void 0;
	#engine;
	#image;
	#signal;
	#pending = new Map();
	#written = new Map();
	#saved;
	constructor(engine, image, signal) {
		this.#engine = engine;
		this.#image = image;
		this.#signal = signal;
		this.name = `docker-daemon:${image}`;
	}
	async manifest(selector) {
		const written = selector.kind === "digest" ? this.#written.get(selector.digest) : void 0;
		if (written) return await this.#confirm(written);
		return await (await this.#save()).manifest(selector);
	}
	async only() {
		return await (await this.#save()).only();
	}
	async *blob(descriptor) {
		yield* (await this.#save()).blob(descriptor);
	}
	async putBlob(descriptor, open) {
		this.#pending.set(descriptor.digest, open);
		return "sent";
	}
	async putManifest(manifest, tag) {
		if (tag === void 0) return;
		const name = this.#nameOf(tag);
		const open = (blob) => this.#pending.get(blob.digest)?.() ?? this.blob(blob);
		const archive = writeArchive(manifest, [name], open, this.name);
		if ((await this.foundUnder(tag, manifest))?.digest !== manifest.digest) await followEngine(this.#engine.loadImage(Readable.from(archive, { objectMode: false }), {
			quiet: true,
			abortSignal: this.#signal
		}), `loading ${name}`, this.#signal);
		this.#written.set(manifest.digest, manifest);
		await this.#confirm(manifest);
	}
	async foundUnder(tag, manifest) {
		const id = await this.#idOf(this.#nameOf(tag));
		if (id === void 0) return void 0;
		return { digest: idsOf(manifest, this.name).includes(id) ? manifest.digest : id };
	}
	async [Symbol.asyncDispose]() {
		if (this.#saved) {
			await this.#saved.store[Symbol.asyncDispose]();
			rmSync(this.#saved.directory, {
				recursive: true,
				force: true
			});
		}
		this.#saved = void 0;
	}
	#nameOf(tag) {
		return `${isDigest(this.#image) ? this.#image : this.#image.replace(/:[^:/]*$/, "")}:${tag}`;
	}
	async #confirm(manifest) {
		for (const id of idsOf(manifest, this.name)) if (await this.#idOf(id) !== void 0) return manifest;
		throw new IdentikitError("ENGINE_FAILED", `${this.name}: the engine does not have what was loaded`, { remedy: "Look at the engine's log; its disk may be full." });
	}
	async #idOf(name) {
		try {
			return (await this.#engine.getImage(name).inspect()).Id;
		} catch (cause) {
			const fault = engineFault(this.name, cause);
			if (fault.code === "IMAGE_MISSING") return void 0;
			throw fault;
		}
	}
	async #save() {
		if (this.#saved) return this.#saved.store;
		const directory = mkdtempSync(join(tmpdir(), "identikit-"));
		try {
			using place = AnchoredDirectory.open(directory);
			const stream = await this.#engine.getImage(this.#image).get();
			this.#signal.addEventListener("abort", () => stream.destroy(), { once: true });
			await writeChunksIn(place, "image.tar", stream, { mode: 384 });
			const repository = this.#image.replace(/:[^:/]*$/, "");
			const store = new ArchiveStore(join(directory, "image.tar"), repository, this.name);
			this.#saved = {
				directory,
				store
			};
			return store;
		} catch (cause) {
			rmSync(directory, {
				recursive: true,
				force: true
			});
			throw engineFault(this.name, cause);
		}
	}
};
function idsOf(manifest, place) {
	const parsed = parseImageManifest(manifest, place);
	return parsed.kind === "manifest" ? [parsed.config.digest, manifest.digest] : [manifest.digest];
}
// src/image/referrers/tagged-referrers.ts
const mostTries = 5;
function referrersTag(subject) {
	return subject.replace(":", "-");
}
function isReferrersTag(name) {
	return /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/.test(name);
}
var TaggedReferrers = class {
	#place;
	constructor(place) {
		this.#place = place;
	}
	async of(subject) {
		const raw = await imageAt(this.#place, {
			kind: "tag",
			tag: referrersTag(subject)
		});
		return raw === void 0 ? [] : parseReferrers(raw, this.#place.name);
	}
	async add(subject, manifests) {
		for (let tries = 0; tries <= mostTries; tries++) {
			const listed = await this.of(subject);
			const missing = manifests.filter(({ digest }) => listed.every((one) => one.digest !== digest));
			if (missing.length === 0) return;
			await this.#place.putManifest(indexOf([...listed, ...missing]), referrersTag(subject));
		}
		throw new IdentikitError("TAG_MOVED", `${this.#place.name}: others write the list of what refers to ${subject} at the same time`, { remedy: "Run again when they are done; what was written before is still there." });
	}
};
function parseReferrers(raw, place) {
	const parsed = parseImageManifest(raw, place);
	if (parsed.kind === "index" && parsed.manifests.length <= imageLimits.referrers) return parsed.manifests;
	const why = parsed.kind === "index" ? "has too many entries" : "is a manifest and no list";
	throw invalid$2(place, `the list of referrers ${raw.digest} ${why}`, "Remove what refers to the image there.");
}
function indexOf(manifests) {
	const value = {
		schemaVersion: 2,
		mediaType: mediaTypes.ociIndex,
		manifests
	};
	const bytes = Buffer.from(JSON.stringify(value));
	return {
		bytes,
		mediaType: mediaTypes.ociIndex,
		digest: digestOf(bytes)
	};
}
// src/image/registry/credential.ts
const anonymous = async () => void 0;
function firstOf(...sources) {
	return async (place) => {
		for (const source of sources) {
			const credential = await source(place);
			if (credential) return credential;
		}
	};
}
function basicHeader(username, password) {
	return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
function givenCredential(registry, username, password) {
	if (!password) return anonymous;
	return async ({ host }) => host === registry ? {
		kind: "password",
		username: username ?? "",
		password
	} : void 0;
}
// src/image/registry/refusal.ts
function refusedBy(refusal) {
	const { registry, what, status } = refusal;
	const message = `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}`;
	if (status === 401 || refusal.isDenial && status !== 403) return new IdentikitError("REGISTRY_DENIED", message, { remedy: refusal.hadCredential ? "Check the credential for this registry: it is wrong, has run out, or may not do this." : "No credential for this registry was found: give a user name and password, or log in with `docker login`." });
	if (status === 403) return new IdentikitError("REGISTRY_DENIED", message, { remedy: "Use a credential that may do this in this repository." });
	return new IdentikitError("REGISTRY_REFUSED", message, { remedy: status === 413 ? "Raise the size that the registry, or the proxy before it, accepts." : "Read the registry's reason; its own log says more." });
}
function failedAt(refusal, retry) {
	const { registry, what, status } = refusal;
	const afterMs = retry.kind === "later" ? retry.afterMs : void 0;
	const wait = !afterMs ? "" : `; it asks for ${Math.ceil(afterMs / 1e3)} s of patience`;
	return new IdentikitError("REGISTRY_UNREACHABLE", `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}${wait}`, {
		remedy: "Run again later; what was sent so far is kept or sent again.",
		retry
	});
}
const longestReason = 300;
function reasonIn(body) {
	const text = wordsOf(errorTexts(body).join("; "));
	return text === "" ? "" : `: ${text}`;
}
function wordsOf(text) {
	return shortened(visible(text.trim()), longestReason);
}
function errorTexts(body) {
	let document;
	try {
		document = JSON.parse(body);
	} catch {
		return /^\s*</.test(body) ? [] : [body];
	}
	if (typeof document !== "object" || document === null) return [];
	const { errors, error, error_description, details, message } = fieldsOf(document);
	if (Array.isArray(errors)) return errors.slice(0, 5).map(errorText).filter((text) => text !== "");
	return [error, error_description ?? details ?? message].filter((text) => typeof text === "string");
}
function errorText(error) {
	if (typeof error !== "object" || error === null) return "";
	const { code, message } = fieldsOf(error);
	return [code, message].filter((text) => typeof text === "string" && text !== "").join(": ");
}
// src/image/registry/docker-config-file.ts
const largestConfig = 1048576;
async function readDockerConfig(options) {
	const file = configFile(options);
	const text = file && await readText(file);
	if (!file || text === void 0) return void 0;
	const document = parse(file, text);
	return {
		file,
		auths: mapIn(file, document, "auths"),
		credHelpers: mapIn(file, document, "credHelpers"),
		credsStore: document.credsStore,
		headers: mapIn(file, document, "HttpHeaders")
	};
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function invalidConfig(file, what) {
	return new IdentikitError("CREDENTIALS_INVALID", `${file} ${what}`, {
		remedy: "Fix the file, log in again with `docker login`, or give a user name and password.",
		location: { file }
	});
}
function configFile({ env }) {
	if (env.DOCKER_CONFIG) return join(env.DOCKER_CONFIG, "config.json");
	const home = env.HOME || env.USERPROFILE;
	return home ? join(home, ".docker", "config.json") : void 0;
}
async function readText(file) {
	try {
		if ((await stat(file)).size > largestConfig) throw invalidConfig(file, "is larger than 1 MiB");
		return await readFile(file, "utf8");
	} catch (caught) {
		if (caught instanceof IdentikitError) throw caught;
		const { code } = fieldsOf(caught);
		if (code === "ENOENT" || code === "ENOTDIR") return void 0;
		throw invalidConfig(file, `cannot be read (${code})`);
	}
}
function parse(file, text) {
	let document;
	try {
		document = JSON.parse(text.replace(/^\uFEFF/, ""));
	} catch {
		throw invalidConfig(file, "is not JSON");
	}
	if (!isObject(document)) throw invalidConfig(file, "is not a JSON object");
	return document;
}
function mapIn(file, document, key) {
	const value = document[key];
	if (value === void 0 || value === null) return new Map();
	if (!isObject(value)) throw invalidConfig(file, `has an entry \`${key}\` that is not an object`);
	return new Map(Object.entries(value));
}
// src/image/registry/docker-headers.ts
const noHeaders = async () => ({});
const ours = /^(accept|accept-encoding|authorization|connection|content-.*|expect|host|keep-alive|proxy-.*|range|te|trailer|transfer-encoding|upgrade|user-agent)$/;
const name = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
function dockerConfigHeaders(options) {
	let read;
	return () => {
		read ??= readHeaders(options);
		return read;
	};
}
async function readHeaders(options) {
	const config = await readDockerConfig(options);
	const headers = {};
	for (const [key, text] of config?.headers ?? []) {
		if (!name.test(key) || typeof text !== "string" || !value.test(text)) throw invalidConfig(config?.file ?? "", "has an entry in `HttpHeaders` that is not an HTTP header");
		if (!ours.test(key.toLowerCase())) headers[key.toLowerCase()] = text;
	}
	return headers;
}
// src/image/registry/traffic.ts
var TrafficMeter = class {
	#records = [];
	record = (request) => {
		this.#records.push(request);
	};
	summary() {
		const byKind = {};
		let bytesSent = 0;
		let bytesReceived = 0;
		for (const { kind, sent, received } of this.#records) {
			byKind[kind] = (byKind[kind] ?? 0) + 1;
			bytesSent += sent;
			bytesReceived += received;
		}
		const tokenRequests = byKind.token ?? 0;
		return {
			requests: this.#records.length - tokenRequests,
			tokenRequests,
			bytesSent,
			bytesReceived,
			byKind
		};
	}
};
// src/image/copy.ts
async function copyImage(source, top, sink, tags) {
	const manifests = await manifestsBelow(source, top);
	const tally = {
		present: 0,
		mounted: 0,
		sent: 0
	};
	const blobs = blobsOf([top, ...manifests], source.name);
	const put = (blob) => sink.putBlob(blob, () => source.blob(blob), source.origin);
	for (const arrival of await inParallel(blobs, 6, put)) tally[arrival]++;
	for (const manifest of manifests) await sink.putManifest(manifest);
	if (tags.length === 0) await sink.putManifest(top);
	for (const tag of tags) await sink.putManifest(top, tag);
	return tally;
}
async function manifestsBelow(source, top) {
	const found = new Map();
	const descend = async (raw, depth) => {
		const parsed = parseImageManifest(raw, source.name);
		if (parsed.kind === "manifest") return;
		if (depth > imageLimits.indexDepth) throw invalid$2(source.name, "its indexes are nested too deeply");
		for (const entry of parsed.manifests) {
			if (found.has(entry.digest)) continue;
			const child = await childManifest(source, entry);
			await descend(child, depth + 1);
			found.set(entry.digest, child);
			if (found.size > imageLimits.indexEntries) throw invalid$2(source.name, "it has too many manifests");
		}
	};
	await descend(top, 1);
	return [...found.values()];
}
// src/image/place-image.ts
const parallelTags = 6;
async function placeImage(source, top, place, tags, aroundMoves) {
	const { before, moving } = await tagsToMove(top, place, tags);
	if (moving.length === 0 && place.takesWhole) return {
		blobs: {
			present: 0,
			mounted: 0,
			sent: 0
		},
		changed: false,
		before
	};
	const write = async () => {
		const copied = await copyImage(source, top, place, place.takesWhole ? moving : tags);
		await readBack(place, top, {
			tags,
			alsoByDigest: !(place.origin !== void 0 && source.origin?.host === place.origin.host && source.origin.repository === place.origin.repository)
		});
		return copied;
	};
	const moves = tags.flatMap((tag, at) => moving.includes(tag) ? [{
		tag,
		previous: before[at] ?? null
	}] : []);
	const blobs = aroundMoves && moves.length > 0 ? await aroundMoves({
		digest: top.digest,
		tags: moves
	}, write) : await write();
	return {
		blobs,
		changed: moving.length > 0 || blobs.sent + blobs.mounted > 0,
		before
	};
}
async function planPlacing(_source, top, place, tags) {
	const { before, moving } = await tagsToMove(top, place, tags);
	return {
		blobs: {
			present: 0,
			mounted: 0,
			sent: 0
		},
		changed: moving.length > 0,
		before
	};
}
async function tagsToMove(top, place, tags) {
	const before = (await inParallel(tags, parallelTags, (tag) => place.foundUnder(tag, top))).map((one) => one?.digest ?? null);
	return {
		before,
		moving: tags.filter((_, at) => before[at] !== top.digest)
	};
}
// src/image/referrers/carry-limit.ts
const most = {
	artifacts: 1e3,
	bytes: 134217728
};
var CarryLimit = class {
	#artifacts = 0;
	takes(manifests) {
		if (manifests.flatMap((each) => each.kind === "index" ? each.manifests : [each.config, ...each.layers]).reduce((sum, { size }) => sum + size, 0) > most.bytes || this.#artifacts >= most.artifacts) return false;
		this.#artifacts++;
		return true;
	}
};
// src/image/referrers/carry-referrers.ts
const parallelSubjects = 6;
const mostDepth = 2;
const legacyKinds = [{
	suffix: ".sig",
	layers: "application/vnd.dev.cosign.simplesigning.v1+json"
}, {
	suffix: ".att",
	layers: "application/vnd.dsse.envelope.v1+json"
}];
const nothing = {
	carried: 0,
	left: 0
};
const one = {
	carried: {
		carried: 1,
		left: 0
	},
	left: {
		carried: 0,
		left: 1
	}
};
async function carryReferrers(source, top, place) {
	const from = source.referrers;
	if (from === void 0 || isSamePlace(source, place)) return nothing;
	const route = {
		source,
		from,
		place,
		limit: new CarryLimit()
	};
	const subjects = [top, ...await manifestsBelow(source, top)].map(({ digest }) => digest);
	return sumOf((await inParallel(subjects, parallelSubjects, async (subject) => {
		const own = await carryTo(subject, route, 1);
		const legacy = legacyKinds.map((kind) => carryLegacy(subject, kind, route));
		return [own, ...await Promise.all(legacy)];
	})).flat());
}
function isSamePlace(source, place) {
	if (!source.origin || !place.origin) return source.name === place.name;
	return source.origin.host === place.origin.host && source.origin.repository === place.origin.repository;
}
async function carryTo(subject, route, depth) {
	const { from, place } = route;
	const listed = (await from.of(subject)).filter(isFetchable);
	if (listed.length === 0) return nothing;
	if (place.referrers === void 0) return {
		carried: 0,
		left: listed.length
	};
	const there = new Set((await place.referrers.of(subject)).map(({ digest }) => digest));
	const missing = listed.filter(({ digest }) => !there.has(digest));
	const sums = [];
	const written = [];
	for (const entry of missing) {
		const raw = await referrerAt(entry, subject, route);
		if (raw === void 0) {
			sums.push(one.left);
			continue;
		}
		if (depth < mostDepth) sums.push(await carryTo(raw.digest, route, depth + 1));
		await copyImage(route.source, raw, place, []);
		sums.push(one.carried);
		written.push(entry);
	}
	if (written.length > 0) await place.referrers.add(subject, written);
	return sumOf(sums);
}
async function referrerAt(entry, subject, { source, limit }) {
	try {
		const raw = await childManifest(source, entry);
		const manifest = parseImageManifest(raw, source.name);
		if (manifest.subject?.digest !== subject) return void 0;
		return limit.takes([manifest, ...await partsBelow(source, raw)]) ? raw : void 0;
	} catch (caught) {
		return nothingDamaged(caught);
	}
}
async function partsBelow(source, raw) {
	return (await manifestsBelow(source, raw)).map((below) => parseImageManifest(below, source.name));
}
function nothingDamaged(caught) {
	if (!isImageProof(asFault(caught).code)) throw caught;
}
async function carryLegacy(subject, { suffix, layers }, { source, place, limit }) {
	const tag = `${referrersTag(subject)}${suffix}`;
	const raw = await imageAt(source, {
		kind: "tag",
		tag
	});
	if (raw === void 0) return nothing;
	if (place.referrers === void 0) return one.left;
	const there = await imageAt(place, {
		kind: "tag",
		tag
	});
	if (there?.digest === raw.digest) return nothing;
	if (there !== void 0 || !isLegacy(raw)) return one.left;
	await copyImage(source, raw, place, [tag]);
	return one.carried;
	function isLegacy(found) {
		try {
			const manifest = parseImageManifest(found, source.name);
			if (manifest.kind === "index" || manifest.layers.some(({ mediaType }) => mediaType !== layers)) return false;
			return limit.takes([manifest]);
		} catch (caught) {
			nothingDamaged(caught);
			return false;
		}
	}
}
function isFetchable({ mediaType }) {
	return isManifestType(mediaType) || isIndexType(mediaType);
}
function sumOf(parts) {
	return {
		carried: parts.reduce((sum, each) => sum + each.carried, 0),
		left: parts.reduce((sum, each) => sum + each.left, 0)
	};
}
// src/image/publish.ts
async function publish(options) {
	const { from, to, gate, dryRun = false } = options;
	const tags = options.tags.length > 0 ? options.tags : [to.tag];
	const top = await from.store.manifest(await from.select());
	const selector = {
		kind: "digest",
		digest: top.digest
	};
	await passGate(gate, {
		source: from.store,
		selector,
		subject: formatImageReference(from.reference)
	});
	const { unlessTag } = options;
	if (unlessTag !== void 0) {
		if ((await imageAt(to.store, {
			kind: "tag",
			tag: unlessTag
		}))?.digest === top.digest) return {
			image: formatWritten(to.reference, unlessTag, top.digest),
			digest: top.digest,
			tags: [],
			gated: gate !== "skip",
			changed: false,
			blobs: {
				sent: 0,
				mounted: 0,
				present: 0
			},
			referrers: {
				carried: 0,
				left: 0
			}
		};
	}
	const referrers = await bringReferrers(options, top);
	const { blobs, changed } = await (dryRun ? planPlacing : placeImage)(from.store, top, to.store, tags, options.aroundMoves);
	const tag = certain(tags[0]);
	return {
		image: formatWritten(to.reference, tag, top.digest),
		digest: top.digest,
		tags,
		gated: gate !== "skip",
		changed,
		blobs,
		referrers
	};
}
async function bringReferrers({ from, to, dryRun = false, beforeNames }, top) {
	if (dryRun) return {
		carried: 0,
		left: 0
	};
	const carried = await carryReferrers(from.store, top, to.store);
	await beforeNames?.(top);
	return carried;
}
async function promote(options) {
	const { from, to, gate, dryRun = false } = options;
	const selector = await from.select();
	if (selector.kind !== "digest" || !("digest" in from.reference)) {
		const name = formatImageReference(from.reference);
		throw new IdentikitError("REFERENCE_INVALID", `${name} does not say which digest to promote`, { remedy: "Add @sha256:… of the image that was verified." });
	}
	const top = await from.store.manifest(selector);
	await passGate(gate, {
		source: from.store,
		selector,
		subject: formatImageReference(from.reference)
	});
	const referrers = await bringReferrers(options, top);
	const { before, changed } = await (dryRun ? planPlacing : placeImage)(from.store, top, to.store, [to.tag], options.aroundMoves);
	return {
		image: formatWritten(to.reference, to.tag, top.digest),
		digest: top.digest,
		previousDigest: before[0] ?? null,
		changed,
		referrers
	};
}
// src/image/registry/challenge.ts
const longestHeader = 16384;
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`^\\s*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*(?:,|$)`);
const scheme = new RegExp(`^[\\s,]*(${token})(?=\\s|,|$)`);
function parseChallenges(header) {
	const challenges = [];
	let rest = (header ?? "").slice(0, longestHeader);
	for (;;) {
		const named = scheme.exec(rest);
		if (!named?.[1]) return challenges;
		rest = rest.slice(named[0].length);
		const parameters = Object.create(null);
		for (let pair = parameter.exec(rest); pair; pair = parameter.exec(rest)) {
			parameters[(pair[1] ?? "").toLowerCase()] = pair[2]?.replace(/\\(.)/g, "$1") ?? pair[3] ?? "";
			rest = rest.slice(pair[0].length);
		}
		challenges.push({
			scheme: named[1].toLowerCase(),
			parameters
		});
	}
}
// src/image/registry/scope.ts
function scopeText(scope) {
	return `repository:${scope.repository}:${scope.access === "push" ? "pull,push" : "pull"}`;
}
function unionOf(first, second) {
	const access = new Map();
	for (const scope of [...first, ...second]) if (scope.access === "push" || !access.has(scope.repository)) access.set(scope.repository, scope.access);
	return [...access].map(([repository, highest]) => ({
		repository,
		access: highest
	}));
}
function covers(held, needed) {
	return needed.every((want) => held.some((have) => have.repository === want.repository && (have.access === "push" || want.access === "pull")));
}
// src/image/engine/build.ts
const contextDirectory = "template";
async function build(options) {
	const { to, gate, env, signal } = options;
	const identity = selectIdentity(options.template, "the template", options.required, options.profile);
	const engine = await connectEngine(env);
	const base = baseName(options.base);
	const id = await followEngine(engine.buildImage(Readable.from([contextOf(identity, options.dockerfile)], { objectMode: false }), {
		dockerfile: "Dockerfile",
		buildargs: {
			BASE_IMAGE: base,
			PLATFORM_AGENT_TEMPLATE_DIR: contextDirectory
		},
		labels: {
			...templateLabels(identity, options.provenance),
			...options.labels
		},
		networkmode: "none",
		forcerm: true,
		abortSignal: signal
	}).catch((cause) => {
		throw engineFault(`building on ${base}`, cause);
	}), `building on ${base}`, signal);
	if (id === void 0) throw new IdentikitError("ENGINE_FAILED", `building on ${base}: the engine names no image`, { remedy: "Look at the engine's log." });
	await using built = new EngineStore(engine, id, signal);
	const digest = await built.only();
	const subject = formatImageReference(to.reference);
	await passGate(gate, {
		source: built,
		selector: {
			kind: "digest",
			digest
		},
		subject
	});
	const { raw, images } = await readImage(built, {
		kind: "digest",
		digest
	});
	const [image] = images;
	const layerDigest = image?.manifest.layers.at(-1)?.digest ?? raw.digest;
	await options.beforeNames?.({
		top: raw,
		layerDigest,
		treeDigest: identity.digest
	});
	const changed = await place(options, {
		built,
		id,
		engine
	});
	const isEngine = to.reference.kind === "engine";
	return {
		image: formatWritten(to.reference, to.tag, raw.digest),
		digest: isEngine ? id : raw.digest,
		layerDigest,
		treeDigest: identity.digest,
		platforms: images.map(({ platform }) => platform),
		changed
	};
}
async function place({ to }, { built, id, engine }) {
	if (to.reference.kind === "engine") {
		const { name } = to.reference;
		const repo = name.replace(/:[^:/]*$/, "");
		const before = await engine.getImage(name).inspect().catch(() => void 0);
		await engine.getImage(id).tag({
			repo,
			tag: to.tag
		}).catch((cause) => {
			throw engineFault(`naming ${name}`, cause);
		});
		const { Id: after } = await engine.getImage(name).inspect();
		if (after !== id) throw new IdentikitError("TAG_MOVED", `docker-daemon:${name} stands for ${after}, not for ${id}`, { remedy: "Find out who else writes this tag, then run again." });
		return before?.Id !== id;
	}
	const { changed } = await placeImage(built, await built.manifest({
		kind: "digest",
		digest: await built.only()
	}), to.store, [to.tag]);
	return changed;
}
function contextOf(identity, dockerfile) {
	const files = [...identity].map(({ path, mode, bytes }) => ({
		path: `${contextDirectory}/${path}`,
		mode,
		bytes
	}));
	const staged = [...bakedTree(identity)].map(({ path, mode, bytes }) => ({
		path: `${contextDirectory}@identity/${path}`,
		mode,
		bytes
	}));
	const beside = [{
		path: "Dockerfile",
		mode: 420,
		bytes: Buffer.from(dockerfile)
	}, {
		path: markerName,
		mode: 493,
		bytes: Buffer.from(markerScript)
	}];
	return writeTar([
		...beside,
		...files,
		...staged
	], 0);
}
function baseName(base) {
	if (base.kind === "registry") return registryName(base);
	if (base.kind === "engine") return base.name;
	throw new IdentikitError("USAGE", `an engine cannot build on ${formatImageReference(base)}`, { remedy: "Name an image of a registry or of the engine, or use --builder direct." });
}
// src/image/source-date-epoch.ts
function sourceDateEpoch(context) {
	const given = context.env.SOURCE_DATE_EPOCH;
	if (given === void 0 || given === "") return 0;
	if (/^\d{1,12}$/.test(given) && Number(given) <= 253402300799) return Number(given);
	throw new IdentikitError("USAGE", `SOURCE_DATE_EPOCH is ${JSON.stringify(given)}, no number of seconds`, { remedy: "Set it to seconds since 1970, or unset it." });
}
// src/image/view/layer-index.ts
const metadata = object({
	mode: int(),
	uid: int(),
	gid: int()
});
const schema = object({
	directories: record(string(), metadata.nullable()),
	isNamedThroughout: boolean()
});
var LayerIndex = class {
	#cache;
	constructor(cache) {
		this.#cache = cache;
	}
	recall(layer, paths) {
		const bytes = this.#cache.get(keyOf(layer, paths));
		const found = bytes && schema.safeParse(JSON.parse(bytes.toString("utf8"))).data;
		return found && {
			...found,
			directories: new Map(Object.entries(found.directories))
		};
	}
	keep(layer, paths, silent) {
		const directories = Object.fromEntries(silent.directories);
		this.#cache.put(keyOf(layer, paths), Buffer.from(JSON.stringify({
			...silent,
			directories
		})));
	}
};
function layerIndexOf(env) {
	const root = cacheRootOf(env);
	return root === void 0 ? void 0 : new LayerIndex(new Cache(root, "layers"));
}
function keyOf({ descriptor, diffId }, paths) {
	return JSON.stringify([
		"identikit-layer/v4",
		descriptor.digest,
		diffId,
		...paths
	]);
}
const common = [
	"type",
	"enable",
	"priority",
	"prefix",
	"suffix"
];
const known = {
	schedule: {
		keys: ["pattern"],
		priority: 1e3
	},
	semver: {
		keys: ["pattern", "value"],
		priority: 900
	},
	ref: {
		keys: ["event"],
		priority: 600
	},
	pr: {
		keys: [],
		priority: 600
	},
	raw: {
		keys: ["value"],
		priority: 200
	},
	sha: {
		keys: ["format"],
		priority: 100
	}
};
function parseTagRule(text) {
	const fields = text.split(",").map((field) => field.trim());
	if (!fields.some((field) => field.startsWith("type="))) return {
		type: "raw",
		text,
		attributes: { value: text.trim() }
	};
	const attributes = Object.create(null);
	for (const field of fields) {
		const equals = field.indexOf("=");
		if (equals <= 0) throw invalid(text, `${JSON.stringify(field)} is not key=value`);
		const key = field.slice(0, equals);
		if (key in attributes) throw invalid(text, `${key} is given twice`);
		attributes[key] = field.slice(equals + 1);
	}
	const type = attributes.type;
	if (!Object.hasOwn(known, type)) throw invalid(text, `the type ${JSON.stringify(type)} is not known`, `Use one of ${Object.keys(known).join(", ")}.`);
	const allowed = [...common, ...known[type].keys];
	const odd = Object.keys(attributes).find((key) => !allowed.includes(key));
	if (odd) throw invalid(text, `type=${type} has no ${odd}`, `It has ${allowed.join(", ")}.`);
	checkValues(type, attributes, text);
	return {
		type,
		text,
		attributes
	};
}
function checkValues(type, attributes, text) {
	const oneOf = (key, values) => {
		const value = attributes[key];
		if (value !== void 0 && !values.includes(value)) throw invalid(text, `${key} is ${JSON.stringify(value)}`, `It is one of ${values.join(", ")}.`);
	};
	if (type === "sha") oneOf("format", ["short", "long"]);
	if (type === "ref") oneOf("event", [
		"branch",
		"tag",
		"pr"
	]);
	oneOf("enable", [
		"true",
		"false",
		"{{is_default_branch}}"
	]);
	if (type === "ref" && attributes.event === void 0) throw invalid(text, "type=ref needs an event");
	if (type === "raw" && attributes.value === void 0) throw invalid(text, "type=raw needs a value");
	if (attributes.priority !== void 0 && !/^[0-9]{1,9}$/.test(attributes.priority)) throw invalid(text, "priority is not a number");
}
function tagsOf(rules, context) {
	const weighed = rules.flatMap((rule) => {
		const tag = tagOf(rule, context);
		const { priority = known[rule.type].priority } = rule.attributes;
		return tag === void 0 ? [] : {
			tag,
			priority: Number(priority)
		};
	});
	weighed.sort((a, b) => b.priority - a.priority);
	return [...new Set(weighed.map(({ tag }) => tag))];
}
function tagOf(rule, context) {
	const { enable = "true", prefix, suffix = "" } = rule.attributes;
	const body = (enable === "{{is_default_branch}}" ? onDefaultBranch(context) : enable === "true") ? bodyOf(rule, context) : void 0;
	if (body === void 0) return void 0;
	const tag = `${expand(prefix ?? defaultPrefix(rule), context)}${body}${expand(suffix, context)}`;
	const clean = tag.replace(/[^\w.-]+/g, "-");
	if (isTag(clean)) return clean;
	throw invalid(rule.text, `it gives ${JSON.stringify(tag)}, which is no tag`);
}
function defaultPrefix({ type, attributes }) {
	if (type === "sha") return "sha-";
	return type === "pr" || attributes.event === "pr" ? "pr-" : "";
}
function bodyOf(rule, context) {
	const { attributes } = rule;
	switch (rule.type) {
		case "sha": {
			const { commit } = context;
			if (commit === void 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw invalid(rule.text, "this run has no commit", "Run it in a git checkout, or give the tag itself with --tag.");
			return attributes.format === "long" ? commit : commit.slice(0, 7);
		}
		case "ref": return refBody(certain(attributes.event), context);
		case "pr": return refBody("pr", context);
		case "semver": return semverBody(rule, context);
		case "schedule": return context.event === "schedule" ? expand(attributes.pattern ?? "nightly", context) : void 0;
		case "raw": return expand(certain(attributes.value), context);
	}
}
function refBody(event, { ref = "", pullRequest }) {
	if (event === "pr") {
		const number = pullRequest ?? /^refs\/pull\/([0-9]+)\//.exec(ref)?.[1];
		return number === void 0 ? void 0 : String(number);
	}
	const prefix = event === "branch" ? "refs/heads/" : "refs/tags/";
	return ref.startsWith(prefix) ? ref.slice(prefix.length) : void 0;
}
const semverForm = /^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
function semverBody({ attributes, text }, context) {
	const raw = attributes.value ?? refBody("tag", context);
	if (raw === void 0) return void 0;
	const match = semverForm.exec(raw);
	if (!match) {
		if (attributes.value === void 0) return void 0;
		throw invalid(text, `${JSON.stringify(raw)} is not a semantic version`);
	}
	const [, major = "", minor = "", patch = "", pre = ""] = match;
	const version = `${major}.${minor}.${patch}${pre}`;
	return expand(pre === "" ? attributes.pattern ?? "{{version}}" : "{{version}}", context, {
		version,
		raw,
		major,
		minor,
		patch
	});
}
function onDefaultBranch({ ref, defaultBranch }) {
	return defaultBranch !== void 0 && ref === `refs/heads/${defaultBranch}`;
}
function expand(text, context, more = {}) {
	return text.replace(/\{\{\s*([a-z_]+)(?:\s+'([^']*)')?\s*\}\}/g, (whole, name, format) => {
		if (name === "date") return formatDate(context.now, format ?? "YYYYMMDD");
		const value = {
			...variables(context),
			...more
		}[name];
		if (value === void 0) throw invalid(text, `${whole} has no value in this run`);
		return value;
	});
}
function variables(context) {
	return {
		branch: refBody("branch", context),
		tag: refBody("tag", context),
		sha: context.commit?.slice(0, 7),
		is_default_branch: String(onDefaultBranch(context))
	};
}
function formatDate(date, format) {
	const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = date.toISOString().split(/[-T:.Z]/);
	const parts = {
		YYYY: year,
		MM: month,
		DD: day,
		HH: hour,
		mm: minute,
		ss: second
	};
	return format.replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => certain(parts[part]));
}
function invalid(text, reason, remedy) {
	return new IdentikitError("TAG_INVALID", `tag rule ${JSON.stringify(text)}: ${reason}`, { remedy: remedy ?? `Write it as in type=sha,prefix=staging-,format=long.` });
}
export { ArchiveStore, EngineStore, IdentityExpected, LayerStack, LayerTree, LayerUnpacking, StagedImage, TaggedReferrers, TrafficMeter, WatchedPaths, ZstdFrames, ambiguousImage, ambiguousLayer, askAhead, bakedTree, baseCacheOf, basicHeader, belowScratch, build, checkLayoutMarker, checkManifest, checkRunnable, childManifest, composeIndex, composeManifest, connectEngine, copyImage, covers, decodeDocument, defaultDestination, defaultRequiredFiles, destinationPath, diffIds, dockerConfigHeaders, emptyLayoutIndex, endOf, engineFault, engineHost, engineVersion, entryOf, failedAt, firstOf, formatImageReference, formatPlatform, formatWritten, givenCredential, imageArchive, imageAt, imageLimits, invalid$2 as invalid, invalidConfig, isAttestation, isImageProof, isManifestType, isObject, isReferrersTag, isSameMachine, layerIndexOf, layoutMarker, markerName, markerScript, mediaTypes, mismatch, nameAnnotations, namesOf, noHeaders, nothingAhead, orMissing, parseChallenges, parseImageManifest, parseImageReference, parseLayoutIndex, parseLoneConfig, parsePlatform, parseReferrers, parseStoredReference, parseTagRule, parseUser, passGate, platformAgent, platformOf, promote, publish, readBelow, readBlob, readDockerConfig, readImage, readJson, referrersTag, refusedBy, registryName, resolveUser, scopeText, selectIdentity, sortMembers, sourceDateEpoch, startsFrame, startsSkippable, tagsOf, templateLabels, through, treeDigestLabel, unionOf, verified, withEntry, wordsOf, writeStaged };
