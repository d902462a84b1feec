import { __toESM } from "../vendor/rolldown-runtime.js";
import { IdentikitError, codeOf, fieldsOf, isDigest, isRecord, messageOf, shortened, visible } from "../start/faces.js";
import { certain, findingCodes, inParallel, verdictOf } from "./fault.js";
import { _undefined, array, boolean, custom, int, literal, looseObject, object, record, string } from "../vendor/zod.js";
import { AnchoredDirectory, FileTree, checkPath, comparePaths, digestOf, fileFault, streamFileIn, writeChunksIn } from "./tree.js";
import { TarParser, anyArchive } from "./tar.js";
import { Cache, cacheRootOf } from "./cache.js";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { Readable, pipeline } from "node:stream";
import { readFile, stat } from "node:fs/promises";
// src/image/engine/connection.ts
/**
* Connects to the Docker Engine that `DOCKER_HOST` names (`unix://`, `tcp://` with `DOCKER_TLS_VERIFY` and
* `DOCKER_CERT_PATH`), else to the one of this machine. Nothing is asked of it yet.
* @throws {IdentikitError} `ENGINE_UNREACHABLE` for a host that cannot be dialled from here
*/
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
/** Where {@link connectEngine} connects to. */
function engineHost(env) {
	return env.DOCKER_HOST || "unix:///var/run/docker.sock";
}
/**
* The version of the API that the engine speaks.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
*/
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
/**
* An engine's failure as one clear line.
* @param what was asked, for the message
*/
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
/** Where the identity stands in the image, unless the configuration says otherwise. */
const defaultDestination = "/opt/molecule-platform-agent-template/";
/** The template for whose image {@link defaultRequiredFiles} hold. */
const platformAgent = "platform-agent";
/** Files without which the template of the platform agent is not a source of truth, unless the configuration says otherwise. */
const defaultRequiredFiles = [
	"config.yaml",
	"mcp_servers.yaml",
	"prompts/concierge.md"
];
/** The name of the marker, beside the identity. */
const markerName = "IMAGE_BAKED_IDENTITY_PRESENT";
/**
* The marker's bytes, the same from both builders and checked by the gate: a script for any POSIX shell. A runtime that
* falls back to the baked identity runs it, and its line says so in the runtime's log.
*/
const markerScript = `#!/bin/sh
echo "identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template" >&2
`;
/** The profile unless the configuration names another: `config.yaml`, `mcp_servers.yaml`, `prompts/**`, nothing else. */
const identityV1 = {
	name: "identity/v1",
	admits: (path) => path === "config.yaml" || path === "mcp_servers.yaml" || path.startsWith("prompts/")
};
/**
* The identity that a template's tree holds.
* @param owner what the tree was read from, for messages
* @param required files that must be there with content
* @param profile which files are the identity
* @throws {IdentikitError} `SSOT_MISSING` that names every file that is missing or empty
*/
function selectIdentity(template, owner, required = defaultRequiredFiles, profile = identityV1) {
	const lacking = required.flatMap((path) => {
		const file = template.get(path);
		if (file === void 0) return `${path} is missing`;
		return file.bytes.every(isBlank) ? `${path} is empty` : [];
	});
	if (lacking.length > 0) throw new IdentikitError("SSOT_MISSING", `${owner} is not a valid template: ${lacking.join(", ")}`, { remedy: "Add what is missing to the template, or list the files that it has under identity.required in identikit.yaml." });
	return template.select((path) => profile.admits(path));
}
/** What stands at the destination: the identity and the marker. */
function bakedTree(identity) {
	const marker = {
		path: markerName,
		mode: 493,
		bytes: Buffer.from(markerScript)
	};
	return FileTree.of([...identity, marker], "the identity");
}
/**
* A destination as path segments: absolute in the image, below `/`, in no form that two programs read as two places.
* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`
*/
function destinationPath(destination) {
	const path = destination.replace(/^\/+/, "").replace(/\/+$/, "");
	checkPath(path, `destination ${destination}`);
	return path;
}
function isBlank(byte) {
	return byte === 32 || byte >= 9 && byte <= 13;
}
// src/image/image-fault.ts
/** The fault of a malformed image. */
function invalid$2(place, reason, remedy, cause) {
	return new IdentikitError("IMAGE_INVALID", `${place}: ${reason}`, {
		remedy: remedy ?? "Build or push the image again; nothing was changed.",
		cause
	});
}
/** The fault of an image that programs read in different ways, so that nothing said about it holds for all of them. */
function ambiguousImage(place, reason, remedy) {
	return new IdentikitError("IMAGE_AMBIGUOUS", `${place}: ${reason}`, { remedy: remedy ?? "Build the image again with a current tool, and find out who wrote this one." });
}
/**
* The fault of a layer that engines read in different ways.
* @param place the layer
* @param reason what of it they disagree about, and who reads what, without a full stop
*/
function ambiguousLayer(place, reason) {
	return ambiguousImage(place, reason, "Build that layer again so that it says one thing about each path; nothing was changed.");
}
// src/image/document/read-json.ts
/** The deepest nesting that is read; Go's decoders stop at 10,000. */
const maxDepth = 100;
/**
* Bytes as the JSON value that every program reads in them (RFC 8259, and I-JSON, RFC 7493, where programs differ).
* @param what the document, for messages
* @throws {IdentikitError} `IMAGE_INVALID` where they are not JSON, nested over 100 levels included; `IMAGE_AMBIGUOUS`
* where programs read them differently: a key that stands twice, data after the value, text that is not Unicode, a whole number that is not written as one or that loses digits
*/
function readJson(bytes, what) {
	return new Reader(textOf(bytes, what), what).document();
}
/** Go puts U+FFFD for bytes that are not UTF-8, other programs refuse them. A byte order mark stays, and is refused. */
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
/** True where an odd number of backslashes stands before a quote. */
function isEscaped(text, quote) {
	let before = quote;
	while (text[before - 1] === "\\") before--;
	return (quote - before) % 2 === 1;
}
/** Text from outside in quotes, for one line of a message. */
function shown(text) {
	return JSON.stringify(shortened(visible(text), 80));
}
// src/image/media-type.ts
/** The media types of the OCI image specification and of Docker's image manifest, version 2, schema 2. */
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
/** Types of the config of an image that engines run. */
function isConfigType(mediaType) {
	return mediaType === mediaTypes.ociConfig || mediaType === mediaTypes.dockerConfig;
}
/**
* Types of a layer that every engine unpacks. Those that may not be passed on are read like any other where they are
* there. Some engines take whatever begins like an OCI layer's type, some know encrypted ones, some none but these.
*/
function isLayerType(mediaType) {
	return /^application\/vnd\.oci\.image\.layer\.(nondistributable\.)?v1\.tar(\+gzip|\+zstd)?$/.test(mediaType) || /^application\/vnd\.docker\.image\.rootfs\.(foreign\.)?diff\.tar(\.gzip|\.zstd)?$/.test(mediaType);
}
/** Docker's schema 1, whose layers have no digests of their own; registries of today refuse it. */
function isSchema1Type(mediaType) {
	return /^application\/vnd\.docker\.distribution\.manifest\.v1\+/.test(mediaType);
}
/** The media types of what an image of that family is made of; the identity layer is always gzip. */
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
// src/image/verified-blob.ts
/**
* Passes a blob's bytes on while counting and hashing them.
* @param place where the blob comes from, for messages
* @throws {IdentikitError} `DIGEST_MISMATCH`: as soon as there are more bytes than the descriptor says, else at the end
*/
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
/**
* A whole blob in memory, verified.
* @param limit bytes at most
* @throws {IdentikitError} `IMAGE_INVALID` where the descriptor says more than `limit`, and the faults of the source
*/
async function readBlob(source, descriptor, limit) {
	if (descriptor.size > limit) {
		const message = `${source.name}: blob ${descriptor.digest} has ${descriptor.size} bytes, over the bound of ${limit}`;
		throw new IdentikitError("IMAGE_INVALID", message, { remedy: "Build the image again." });
	}
	const chunks = [];
	for await (const chunk of source.blob(descriptor)) chunks.push(chunk);
	return Buffer.concat(chunks);
}
/**
* Checks that a manifest is the one that was asked for by digest, and that its own digest is its content's.
* @throws {IdentikitError} `DIGEST_MISMATCH`
*/
function checkManifest(raw, asked, place) {
	const actual = digestOf(raw.bytes);
	if (actual === raw.digest && (asked === void 0 || asked === actual)) return raw;
	throw mismatch(place, { digest: asked ?? raw.digest }, `its content has ${actual}`);
}
/** The fault of content that is not what its digest says. */
function mismatch(place, { digest }, reason) {
	return new IdentikitError("DIGEST_MISMATCH", `${place}: ${digest} is not what it says: ${reason}`, { remedy: "The copy is damaged or was tampered with: write the image again from its source." });
}
// src/image/child-manifest.ts
/**
* The manifest that an entry of an index names, with its digest worked out here, its size, and its media type, which is
* the entry's where the place has none of its own.
* @throws {IdentikitError} `DIGEST_MISMATCH`; `IMAGE_AMBIGUOUS` where the entry has another media type than the place
* gives, or one that only some engines take for a manifest; and the faults of the source
*/
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
// src/image/limits.ts
/** Bounds of what an image may consist of. Registries take manifests of 4 MiB; engines, 127 layers. */
const imageLimits = {
	manifestBytes: 10485760,
	configBytes: 10485760,
	layers: 512,
	indexEntries: 512,
	indexDepth: 3
};
// src/image/document/spelling.ts
/**
* Refuses an object of which a program that passes over letter case reads another value than one that does not. Go's
* `encoding/json` matches a field's name under Unicode simple case folding (`ſ` is `s`) and takes the last; the keys of
* maps it reads as they are. So fields, which the schema describes, have one spelling each, and keys of a record any.
* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
*/
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
/**
* One form for all spellings that a program may take for the same: never fewer than simple case folding joins (Go's
* `bytes.EqualFold`), and a few more (`ı`, `ß`), which nobody needs.
*/
function folded(key) {
	return key.toLowerCase().toUpperCase().toLowerCase();
}
function isObject$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/image/document/decode.ts
/** What a schema's own check gives its issue where engines differ on the value, instead of all refusing it. */
const enginesDiffer = { enginesDiffer: true };
/**
* A document that came from outside as the value that every engine reads in it.
* @param schema describes each field that any engine knows, or else another spelling of it would pass
* @param what the document, for messages
* @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
*/
function decodeDocument(bytes, schema, what) {
	return decodeValue(readJson(bytes, what), schema, what);
}
/** {@link decodeDocument} of a value that was read already. */
function decodeValue(value, schema, what) {
	checkSpelling(schema, value, what);
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const at = issue?.path.map(String).join(".") ?? "";
	const reason = `${at === "" ? "the document" : shown(at).slice(1, -1)}: ${issue?.message ?? "malformed"}`;
	throw issue?.code === "custom" && issue.params?.enginesDiffer === true ? ambiguousImage(what, reason) : invalid$2(what, reason);
}
// src/image/document/fields.ts
/** A SHA-256 digest. */
const digest = custom((value) => typeof value === "string" && isDigest(value), { error: "must be a SHA-256 digest" });
/** Lists and maps of text that Go leaves empty where they are null. */
const texts = array(string()).nullish();
const textMap = record(string(), string()).nullish();
/** Text that Go leaves empty where it is null. */
const nullableText = string().nullish();
/** A moment as Go's `time.Time` takes it: RFC 3339, with its capitals. */
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
/** Which machine something is for; `features` is a field of Docker's manifest lists. */
const platformFields = {
	os: string(),
	architecture: string(),
	variant: nullableText,
	"os.version": nullableText,
	"os.features": texts
};
/**
* An OCI descriptor; Docker's have some of its fields. Content that it holds itself is the one that it names.
* @see https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md
*/
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
}).transform(({ data: _, artifactType: __, ...kept }) => present$1(kept));
function isContentOf(data, named) {
	const content = Buffer.from(data, "base64");
	return content.toString("base64") === data && content.length === named.size && digestOf(content) === named.digest;
}
// src/image/document/config-schema.ts
const flag = boolean().nullish();
const whole = int().nullish();
/** A Go set: its members are keys. */
const set = record(string(), looseObject({}).nullable()).nullish();
/**
* What a container runs with: the image specification's fields, the Docker image specification's, and those that engines
* still read in configs of older engines.
* @see https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md
* @see https://github.com/moby/docker-image-spec/blob/v1.3.1/specs-go/v1/image.go
*/
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
/** A field of another kind of document, of which this one would be two at once (CVE-2021-41190). */
const alien = _undefined({ error: "is a field of another kind of manifest" }).optional();
/** What manifest and index both have. Their other fields are alien to each other, and still no other spelling of them passes. */
const common$1 = {
	schemaVersion: literal(2),
	mediaType: string().exactOptional(),
	artifactType: nullableText,
	subject: descriptor.nullish(),
	annotations: textMap,
	fsLayers: alien
};
/** @see https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md */
const imageManifestSchema = object({
	...common$1,
	config: descriptor,
	layers: array(descriptor).max(imageLimits.layers).nullable(),
	manifests: alien
});
/** @see https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md */
const indexSchema = object({
	...common$1,
	manifests: array(descriptor).max(imageLimits.indexEntries),
	config: alien,
	layers: alien
});
// src/image/model.ts
/**
* A manifest or index as a value.
* @param place for messages: "docker://host/repository:tag"
* @throws {IdentikitError} `IMAGE_INVALID` for malformed ones, for schema 1, and where the media type that came with it
* contradicts its content (CVE-2021-41190: one digest must not be read two ways); `IMAGE_AMBIGUOUS` where programs read
* its JSON differently, and where it calls itself another media type than it came with
*/
function parseImageManifest(raw, place) {
	if (raw.bytes.length > imageLimits.manifestBytes) throw invalid$2(place, "the manifest is over 10 MiB");
	const what = `${place}: manifest ${raw.digest}`;
	const value = parseJsonObject(raw.bytes, what);
	const { mediaType: declared, schemaVersion, manifests } = value;
	const mediaType = typeof declared === "string" ? declared : raw.mediaType;
	if (schemaVersion === 1 || isSchema1Type(mediaType) || isSchema1Type(raw.mediaType)) throw invalid$2(place, "it is a schema 1 manifest, whose layers cannot be verified", "Push it again with a tool of today.");
	checkMediaType(mediaType, raw, manifests === void 0 ? "manifest" : "index", place);
	if (manifests !== void 0) {
		const { annotations, ...index } = decodeValue(value, indexSchema, what);
		return {
			kind: "index",
			mediaType,
			manifests: index.manifests,
			...annotations ? { annotations } : {}
		};
	}
	const { annotations, ...image } = decodeValue(value, imageManifestSchema, what);
	const { config } = image;
	return {
		kind: "manifest",
		mediaType,
		config,
		layers: image.layers ?? [],
		...annotations ? { annotations } : {}
	};
}
/** The type that a document has for itself, the one that it came with and what it holds must say the same. */
function checkMediaType(own, { mediaType: carried, digest }, kind, place) {
	const types = [own, carried];
	const [isKind, isOther] = kind === "index" ? [isIndexType, isManifestType] : [isManifestType, isIndexType];
	const other = kind === "index" ? "a manifest" : "an index";
	if (types.some(isOther)) throw invalid$2(place, `${kind} ${digest} is declared to be ${other}`);
	if (!types.some(isKind)) throw invalid$2(place, `${shown(own)} is not an image's media type`);
	if (carried !== own) throw ambiguousImage(place, `${digest} calls itself ${shown(own)}, and came as ${shown(carried)}`);
}
/**
* Checks that a manifest is one of an image that engines run, and of nothing else.
* @throws {IdentikitError} `IMAGE_INVALID` for an artifact; `IMAGE_AMBIGUOUS` where a layer has a media type that some
* engines unpack and others pass over or refuse
*/
function checkRunnable({ config, layers }, place) {
	if (!isConfigType(config.mediaType)) throw invalid$2(place, `its config is ${shown(config.mediaType)}, so it is an artifact and not an image that engines run`, "Name an image.");
	const strange = layers.find(({ mediaType }) => !isLayerType(mediaType));
	if (strange) throw ambiguousImage(place, `layer ${strange.digest} is ${shown(strange.mediaType)}, which not all engines unpack`);
}
/**
* An image's config as a value, for the image that it belongs to.
* @throws {IdentikitError} `IMAGE_INVALID` where it is malformed or does not have one diff ID a layer; `IMAGE_AMBIGUOUS`
*/
function parseConfig(bytes, layers, place) {
	const config = parseLoneConfig(bytes, place);
	const count = diffIds(config).length;
	if (count !== layers) throw invalid$2(place, `its config has ${count} diff IDs for ${layers} layers`);
	return config;
}
/**
* A config by itself, whatever layers its image has.
* @throws {IdentikitError} `IMAGE_INVALID` where it is malformed; `IMAGE_AMBIGUOUS`
*/
function parseLoneConfig(bytes, place) {
	const what = `${place}: config`;
	const value = readJson(bytes, what);
	decodeValue(value, configSchema, what);
	return value;
}
/** The digests of the uncompressed layers, lowest first. */
function diffIds(of) {
	return of.rootfs.diff_ids ?? [];
}
/**
* Bytes as a JSON object.
* @param what the document, for messages
* @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
*/
function parseJsonObject(bytes, what) {
	const value = readJson(bytes, what);
	if (isRecord(value) && !Array.isArray(value)) return value;
	throw invalid$2(what, "it is not a JSON object");
}
// src/image/platform.ts
/** What `bake` builds from `scratch` where no platform is named: the same on every machine. */
const defaultPlatform = {
	os: "linux",
	architecture: "amd64"
};
/**
* Parses `os/architecture[/variant]`, such as `linux/arm64/v8`, in any of the spellings that containerd takes.
* @throws {IdentikitError} `USAGE`
*/
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
/** The platform as one writes it. */
function formatPlatform(platform) {
	const { os, architecture, variant } = platform;
	const version = platform["os.version"];
	return `${os}/${architecture}${variant ? `/${variant}` : ""}${version ? ` (${version})` : ""}`;
}
/**
* A platform in the one spelling that containerd compares, so that `Linux/x86_64` is `linux/amd64`. A variant that its
* architecture has anyway is left out, of `arm` it is written.
* @see https://github.com/containerd/platforms/blob/v1.0.0-rc.5/database.go
*/
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
/** Go lowers each character by itself, to one character. */
function goLower(text) {
	return [...text].map((each) => each === "İ" ? "i" : each.toLowerCase()).join("");
}
/** True where `have` is the platform that `want` names, in whatever spelling. */
function isSamePlatform(want, have) {
	const [one, other] = [normalized(want), normalized(have)];
	const version = want["os.version"];
	if (version !== void 0 && version !== have["os.version"]) return false;
	return isSameMachine(one, other) && one.variant === other.variant;
}
/** True where operating system and architecture are the same, whatever the variants. */
function isSameMachine(one, other) {
	const [first, second] = [normalized(one), normalized(other)];
	return first.os === second.os && first.architecture === second.architecture;
}
/** What a machine also runs where an image has nothing of its own architecture (containerd's `platforms.Only`). */
const fallbacks = {
	amd64: "386",
	arm64: "arm"
};
/**
* Which entries of an index some engine takes for a platform. Engines differ: containerd and Docker take the nearest
* variant that is not above the machine's, and at last another architecture that it runs; buildah and podman compare
* spellings as they are; go-containerregistry takes the first of any variant where none was asked for. An entry without
* a platform counts for every one.
*/
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
/** A variant as a number, since a machine runs images of those below; an unknown one may be taken by any. */
function levelOf(platform) {
	const { architecture, variant } = normalized(platform);
	const usual = architecture === "arm64" ? "v8" : "v1";
	const [, major = "0", minor = "0"] = /^v?(\d+)(?:\.(\d+))?$/.exec(variant ?? usual) ?? [];
	return Number(major) * 100 + Number(minor);
}
/**
* True for an entry of an index that is about an image rather than one: the attestations of BuildKit, which carry the
* platform `unknown/unknown`. The annotation that BuildKit also writes does not count: an engine picks by platform
* alone, so an image under a real platform must not be able to hide behind it.
*/
function isAttestation({ platform }) {
	return platform?.os === "unknown" && platform.architecture === "unknown";
}
// src/image/platform-missing.ts
/** The fault of a platform that an image does not have; the remedy names those that it has. */
function platformMissing(place, wanted, have) {
	return new IdentikitError("PLATFORM_MISSING", `${place} has no image for ${formatPlatform(wanted)}`, { remedy: `It has ${have.map(formatPlatform).join(", ") || "none"}; name one of these.` });
}
// src/image/platform-choice.ts
/**
* The entries that platforms mean, each once; all where no platform is named. One without a platform counts for all.
* @param place for messages
* @throws {IdentikitError} `PLATFORM_MISSING`
*/
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
/**
* Reads manifests and configs, no layers.
* @param platforms the ones to read, all of which must be there; empty means all
* @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`,
* and those of the source
*/
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
/** The images of an index and of the indexes in it. */
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
/** The platform that a config says its image is for. */
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
/** The largest number that is one for Docker, containerd and buildah alike. */
const largestId = 2 ** 31 - 1;
/**
* `User` of an image's config: `user`, `uid`, `user:group`, `uid:gid` and mixtures; nothing means root.
* @returns what is wrong with it, where engines would not take it for one
*/
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
/** Digits are a number to all engines, whatever `/etc/passwd` says; what is almost a number is one to some. */
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
/**
* Looks a user up as engines do (`moby/sys/user`, containerd's `oci` package).
* @param passwd content of `/etc/passwd`, if there is one
* @param group content of `/etc/group`, if there is one
* @returns who it is, or why that cannot be told
*/
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
/**
* Bytes sent through a decompressor, which must have use for every one of them: those of Node stop at some that they do
* not understand, and say nothing.
* @param create gives the decompressor
* @param place for messages
* @throws {IdentikitError} `IMAGE_INVALID` for damaged compression, and for bytes that are none of it; faults of `chunks`
* are passed on
*/
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
/** Ends a stream and waits until it has. */
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
/** The first four bytes of a frame (RFC 8878, 3.1.1), and those of a frame that decoders skip (3.1.2). */
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
/** True where bytes begin with a frame. */
function startsFrame(head) {
	return head.length >= 4 && head.readUInt32LE(0) === frameMagic;
}
/** True where bytes begin with a skippable frame. */
function startsSkippable(head) {
	if (head.length < 4) return false;
	const magic = head.readUInt32LE(0);
	return magic >= skippableMagic && magic <= largestSkippable;
}
/**
* Finds where each frame of a Zstandard stream ends (RFC 8878, 3.1), which the decoder at hand does not: it stops after the
* first. Skippable frames are left out. Headers are read, blocks are only measured.
*/
var ZstdFrames = class {
	#place;
	#held = Buffer.alloc(0);
	#state = "magic";
	/** Bytes of the frame that pass through unseen before the state goes on. */
	#through = 0;
	#skip = 0;
	#hasChecksum = false;
	/** @param place for messages */
	constructor(place) {
		this.#place = place;
	}
	/**
	* Takes the next bytes, and gives the frames' bytes among them and among those held back.
	* @throws {IdentikitError} `IMAGE_INVALID` where something else stands between frames or after them
	*/
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
	/** @throws {IdentikitError} `IMAGE_INVALID` where the last frame is cut off */
	end() {
		if (!(this.#state === "magic" && this.#held.length === 0) || this.#through > 0 || this.#skip > 0) throw invalid$2(this.#place, "a layer's compression ends within a frame");
	}
	/** Decides what comes next; false where that takes more bytes. */
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
/**
* The profile of an archive that an image is made of: whatever engines read is read.
* @param place for messages
*/
function imageArchive(place) {
	return anyArchive({ invalid: (reason) => invalid$2(place, reason) });
}
// src/image/view/directory-facts.ts
/** What engines that stack layers make of a directory that is only implied; and all of them of the root. */
const implied = {
	mode: 493,
	uid: 0,
	gid: 0
};
/** What Docker's vfs makes of it where no lower layer has it (releases up to 20.10). */
const impliedByVfs = {
	mode: 384,
	uid: 0,
	gid: 0
};
/**
* A directory of a container's file system. The topmost layer that names it decides. Where layers above that one only
* imply it, some engines show the metadata of the layer that names it, and some that of an implied directory.
* @param layers those that make it up, topmost first
*/
function directoryFacts(path, layers) {
	const nodes = layers.map((layer) => layer.node(path)).filter(isDirectory);
	if (path === "") return {
		path,
		metadata: [implied, ...lastNamed(nodes)]
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
			...isNowhereNamed ? [impliedByVfs] : []
		]
	};
}
/** What the topmost layer that names a directory says about it, the last word first. */
function lastNamed(nodes) {
	return nodes.find(({ named }) => named.length > 0)?.named.toReversed() ?? [];
}
function isDirectory(node) {
	return node?.kind === "directory";
}
// src/image/view/path.ts
/**
* A path of a layer's archive as engines put it below a container's root, without `.`, `..` and empty segments; `""` is
* the root. It is put right by its letters first, before any link is followed. A path that leads above the root starts
* there: engines take it so (those that unpack in a root of their own, containerd, buildah, umoci), or refuse the layer
* (Docker's newest releases, go-containerregistry).
*/
function rootedPath(path) {
	const segments = [];
	for (const segment of path.split("/")) if (segment === "..") segments.pop();
	else if (segment !== "" && segment !== ".") segments.push(segment);
	return segments.join("/");
}
/**
* A path of an archive, relative to its root and without `.` and empty segments; `""` is the root.
* @throws {IdentikitError} `IMAGE_INVALID` where it leads above the root
*/
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
/** The directory of a path and its last name. */
function splitPath$1(path) {
	const slash = path.lastIndexOf("/");
	return {
		parent: path.slice(0, Math.max(slash, 0)),
		name: path.slice(slash + 1)
	};
}
/** A path of an image as messages have it. */
function show(path) {
	return JSON.stringify(`/${path.replace(/^\/+/, "")}`);
}
// src/image/view/merged-directory.ts
/**
* The layers that make a path up.
* @param all topmost first
*/
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
/**
* A layer that only implies a directory replaces what is there where layers are stacked, and only there.
* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
*/
function checkReplaced(path, layer, below) {
	if (isNamedFirst(layer.node(path))) return;
	const what = below.kind === "symlink" ? `a link to ${show(below.target)}` : "no directory";
	throw ambiguousLayer(layer.place, `it has entries below ${show(path)} and does not name that before; a lower layer has ${what} there, which some engines replace, and others write through or refuse`);
}
/**
* go-containerregistry passes over what a directory replaces, and so over what that hides in turn.
* @param all topmost first
* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
*/
function checkBehind(path, { layer }, all) {
	if (all.slice(all.indexOf(layer) + 1).find((each) => each.node(path) !== void 0)) throw ambiguousLayer(layer.place, `${show(path)} is no directory in it, but one above it and below it; go-containerregistry then shows what is in both`);
}
/**
* An overlay file system lists the whiteouts of a directory that it does not merge, though it opens none.
* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
*/
function checkListed({ path, layers }) {
	const [only, another] = layers;
	const hidden = another ? void 0 : only?.hiddenIn(path);
	if (only && hidden !== void 0) throw ambiguousLayer(only.place, `${show(hidden)} is hidden where no lower layer has its directory; overlay file systems then list the name`);
}
/**
* A directory that only whiteouts imply is not one for every engine.
* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
*/
function checkMade({ path, layers }) {
	if (layers.map((layer) => layer.node(path)).every((node) => node?.kind === "directory" && node.isForWhiteouts)) throw ambiguousLayer(layers[0].place, `${show(path)} is implied by nothing but whiteouts; umoci and go-containerregistry make no directory then`);
}
function isNamedFirst(node) {
	return node?.kind === "directory" && node.isNamedFirst;
}
// src/image/view/layer-stack.ts
const absent = { kind: "absent" };
/**
* Layers put together, as engines agree that they are: the topmost layer that has a name decides what it is, directories
* show what is in them in all layers down to an opaque one, a whiteout hides what is below it. Where engines that stack
* layers show another thing than those that unpack them on top of each other, or than go-containerregistry, that is an error.
*/
var LayerStack = class {
	#layers;
	#complete;
	#watched;
	/** Directories gone through. */
	#way = new Map();
	/**
	* @param layers topmost first
	* @param complete whether these are all the image's layers, down to the lowest
	*/
	constructor(layers, complete, watched) {
		this.#layers = layers;
		this.#complete = complete;
		this.#watched = watched;
		for (const [at, layer] of layers.entries()) {
			const isLowest = complete && at === layers.length - 1;
			if (layer.isOpaque("") && !isLowest) throw ambiguousLayer(layer.place, "it makes the root opaque, which is lost where layers are stacked");
		}
	}
	/**
	* Everything below a directory, which is reached as a program in the container reaches it, through links. Links in it
	* are reported, not followed. Where there is no such directory, nothing is below it.
	* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
	*/
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
		const directories = [directoryFacts(directory.path, directory.layers)];
		const unknown = this.#list(directory, "", entries, directories);
		if (unknown) return unknown;
		return {
			kind: "listing",
			entries: entries.sort((a, b) => comparePaths(a.path, b.path)),
			way: way.filter((each) => each.path !== directory.path),
			directories
		};
	}
	/** What stands at a path itself, whose parents are known to be directories; links are not followed. */
	at(path) {
		const found = this.#walk(path, false);
		if (isUnknown(found)) return found;
		if (found.kind === "directory") return directoryEntry(path, directoryFacts(path, found.directory.layers));
		return found.kind === "node" ? this.#observe(path, found) : void 0;
	}
	/** The content of a file, with links followed; `absent` where there is none, or it was too large to keep. */
	content(path) {
		const found = this.#walk(path, true);
		if (isUnknown(found)) return found;
		return {
			kind: "content",
			bytes: (found.kind === "node" && found.node.kind === "file" ? found.node : void 0)?.inode.bytes
		};
	}
	/**
	* Looks at the place of a link that leads to a watched path, for entries that one engine puts below the link and another
	* behind it.
	* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
	*/
	cross(point) {
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
				const facts = directoryFacts(found.directory.path, found.directory.layers);
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
	/** go-containerregistry has a hard link share what the topmost layers have at its target, the others what its own has. */
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
	/** Goes to a path from the root. */
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
	/** Goes into a directory or out of it; what is no directory is given back. */
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
	#pass({ path, layers }) {
		this.#way.set(path, directoryFacts(path, layers));
	}
	/** {@link #child}, where the place is watched; else the rest of the way is what has to be watched. */
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
/** A directory that a layer only implies. */
const impliedDirectory = {
	kind: "directory",
	named: [],
	isNamedFirst: false,
	isForWhiteouts: false
};
/** A directory that only a whiteout implies. */
const whiteoutsDirectory = {
	...impliedDirectory,
	isForWhiteouts: true
};
function sameMetadata(a, b) {
	return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}
/** True where two entries of one name leave the same file, whichever of them an engine takes. */
function sameInode(a, b) {
	const attributes = [...a.attributes].every((name) => b.attributes.has(name));
	return sameMetadata(a, b) && a.digest === b.digest && attributes && a.attributes.size === b.attributes.size;
}
/** True where a name that is no directory is there twice, and both times the same. */
function sameNode(there, node) {
	if (there.kind === "symlink") return node.kind === "symlink" && there.target === node.target;
	if (there.kind === "special") return node.kind === "special" && there.what === node.what;
	return there.kind === "file" && node.kind === "file" && there.inode === node.inode;
}
// src/image/view/layer-nodes.ts
/** Entries and whiteouts that are kept of one layer. */
const most$2 = 1e5;
/** What one layer has at the watched paths, and what it hides there. */
var LayerNodes = class {
	#nodes = new Map();
	#children = new Map();
	#whiteouts = new Set();
	/** One hidden path of each directory that has any. */
	#hiddenIn = new Map();
	#place;
	/** @param place the layer, for messages */
	constructor(place) {
		this.#place = place;
	}
	get(path) {
		return this.#nodes.get(path);
	}
	/** @throws {IdentikitError} `IMAGE_INVALID` where there are too many */
	set(path, node) {
		this.#nodes.set(path, node);
		this.#bound();
		if (path === "") return;
		const { parent, name } = splitPath$1(path);
		const names = this.#children.get(parent);
		if (names) names.add(name);
		else this.#children.set(parent, new Set([name]));
	}
	/** @throws {IdentikitError} `IMAGE_INVALID` where there are too many */
	hide(path) {
		this.#whiteouts.add(path);
		this.#hiddenIn.set(splitPath$1(path).parent, path);
		this.#bound();
	}
	hides(path) {
		return this.#whiteouts.has(path);
	}
	/** A path that is hidden in a directory, if there is one. */
	hiddenIn(directory) {
		return this.#hiddenIn.get(directory);
	}
	get hidesAnything() {
		return this.#whiteouts.size > 0;
	}
	childrenOf(directory) {
		return this.#children.get(directory) ?? [];
	}
	/** A directory below another that is only implied, if there is one. */
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
		if (this.#nodes.size + this.#whiteouts.size > most$2) throw invalid$2(this.#place, `it has more than ${most$2} entries where the identity is to be`);
	}
};
// src/image/view/layer-tree.ts
/** What one layer puts, hides and replaces at the watched paths, as far as engines agree on it. */
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
	/** The tree of a layer that is known to have no more than these directories at the watched paths. */
	static ofSilent(silent, watched, place) {
		const nodes = new LayerNodes(place);
		for (const [path, metadata] of silent.directories) {
			const node = {
				kind: "directory",
				named: metadata ? [metadata] : [],
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
	/** The directories that are all that the layer has to do with the watched paths; `undefined` where it has more. */
	silence() {
		if (this.#opaque.size > 0 || this.#nodes.hidesAnything || this.leading.length > 0) return void 0;
		const directories = new Map();
		for (const [path, node] of this.#nodes) {
			if (node.kind !== "directory" || this.#watched.covers(path)) return void 0;
			const [metadata, another] = node.named;
			if (another || metadata && !node.isNamedFirst) return void 0;
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
	/** Names in a watched directory, in no order. */
	childrenOf(directory) {
		return this.#nodes.childrenOf(directory);
	}
	/** True where nothing of the layers below may be seen at the path. */
	hides(path) {
		return this.#nodes.hides(path);
	}
	/** A name that the layer hides in a directory, if there is one. */
	hiddenIn(directory) {
		return this.#nodes.hiddenIn(directory);
	}
	/** True where nothing of the layers below may be seen in the directory. */
	isOpaque(directory) {
		return this.#opaque.has(directory);
	}
};
// src/image/layer/attributes.ts
/** Bytes of a name, at most (`XATTR_NAME_MAX`). */
const longestName = 255;
/**
* True for what an overlay file system obeys: opaque, redirect, metacopy, whiteout and whatever comes. The kernel has two
* name spaces for it, fuse-overlayfs has its own, and modes and owners of rootless containers are kept so as well.
*/
function isOverlayAttribute(name) {
	return /^((trusted|user)\.overlay\.|user\.(fuseoverlayfs|containers)\.|user\.rootlesscontainers$)/.test(name);
}
/**
* True for POSIX access control lists. Engines apply them before a mode or after it, and so to another effect; they keep or
* drop those of a lower layer's directory.
*/
function isAccessList(name) {
	return name === "system.posix_acl_access" || name === "system.posix_acl_default";
}
/** True for a name of a kind that a Linux file system keeps, without changing what a program sees of the file. */
function isOrdinaryAttribute(name) {
	return /^(user|trusted|security)\../.test(name) && Buffer.byteLength(name) <= longestName;
}
/** True for what changes who may do what with a file. */
function isGrantingAttribute(name) {
	return name === "security.capability" || isAccessList(name);
}
// src/image/view/entry-name.ts
const whiteoutPrefix = ".wh.";
const opaqueName = ".wh..wh..opq";
/**
* What a path hides, if it is a whiteout's. A whiteout of nothing, of `.` or of `..` is odd: Docker's vfs and umoci remove
* the directory that it stands in, or the one above, where others refuse it. Names of AUFS's own (`.wh..wh.aufs`) are
* whiteouts of what no layer can have.
*/
function whiteoutOf(path) {
	const { parent, name } = splitPath$1(path);
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
/**
* True for a link that go-containerregistry leaves out (`unsafeRelativeLink`): relative to its own directory, by its
* letters, it leads above the root, or it looks like a path of Windows. It treats hard links the same.
*/
function leavesRoot(path, target) {
	const clean = target.replaceAll("\\", "/");
	if (clean.startsWith("/")) return false;
	if (/^[A-Za-z]:/.test(goClean(clean))) return true;
	return goClean(joinPath(splitPath$1(path).parent, clean)).startsWith("..");
}
/** A relative path as Go's `path.Clean` gives it: `..` stays where there is nothing left for it to take away. */
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
/** The largest user and group: the next number means "no change" to the kernel, and larger ones are cut to 32 bits. */
const largestOwner = 4294967294;
/**
* Why engines do not read an entry alike, whatever stands around it.
* @returns what the path "is", in words that follow these; `undefined` where they do read it alike
*/
function disputeIn(path, header) {
	const { type, uid, gid, target } = header;
	if (header.isOverlayWhiteout) return "the device 0:0, which hides a name where layers are stacked";
	if (path.split("/").some((segment) => segment.startsWith(".wh."))) return "below a directory whose name is a whiteout's";
	if (type === "symlink" && leavesRoot(path, target)) return `a link to ${show(target)}, which go-containerregistry leaves out as it leads out of the root`;
	const isOdd = [uid, gid].some((id) => id < 0 || id > largestOwner);
	if (type !== "symlink" && isOdd) return `owned by ${uid}:${gid}, which a kernel does not know`;
	return disputeInAttributes(header);
}
/** {@link disputeIn} its extended attributes. */
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
/** Bytes of a file whose content is kept. */
const mostContent = 1048576;
/** What an entry says about its file, whose body is still to come. */
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
/**
* Takes a file's body, and gives its inode the digest.
* @param keepContent whether the inode gets the content, too, where that is not too much
*/
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
const most$1 = 1e6;
/** The symbolic links that one layer has put so far, wherever they are. */
var LayerLinks = class {
	#targets = new Map();
	/** Those in a directory that the layer does not name, which may be somewhere else in the end. */
	#adrift = new Set();
	/** The directories above them. */
	#above = new Set();
	#place;
	/** @param place the layer, for messages */
	constructor(place) {
		this.#place = place;
	}
	/**
	* @param isAnchored whether the layer has named the link's directory
	* @throws {IdentikitError} `IMAGE_INVALID` where there are too many
	*/
	add(path, target, isAnchored) {
		if (this.#targets.size >= most$1) throw invalid$2(this.#place, `it has more than ${most$1} links`);
		this.#targets.set(path, target);
		if (!isAnchored) this.#adrift.add(path);
		for (let { parent } = splitPath$1(path); parent !== ""; {parent} = splitPath$1(parent)) {
			if (this.#above.has(parent)) break;
			this.#above.add(parent);
		}
	}
	/** A hard link to a link is that link once more. */
	repeat(path, as, isAnchored) {
		const target = this.#targets.get(path);
		if (target !== void 0) this.add(as, target, isAnchored);
	}
	/** Forgets what a new entry replaces. */
	replace(path, isDirectory) {
		this.#targets.delete(path);
		if (isDirectory || !this.#above.has(path)) return;
		for (const link of this.#targets.keys()) if (link.startsWith(`${path}/`)) this.#targets.delete(link);
	}
	/**
	* A directory's real path within the layer.
	* @throws {IdentikitError} `IMAGE_INVALID` where links lead in a circle
	*/
	follow(directory) {
		if (this.#targets.size === 0) return directory;
		let resolved = "";
		const segments = directory.split("/").reverse();
		for (let followed = 0; segments.length > 0;) {
			const segment = segments.pop();
			if (segment === "" || segment === ".") continue;
			if (segment === "..") {
				resolved = splitPath$1(resolved).parent;
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
	/**
	* Places of links that lead to a watched path, or may, and are not watched themselves: an entry of a later layer below
	* such a place may end at the watched one. Where a link leads is told by its letters, which do not tell where `..` leads
	* from behind another link, nor from a directory that may be elsewhere.
	*/
	leadingTo(watched) {
		const leading = [];
		for (const [path, target] of this.#targets) {
			if (watched.concerns(path)) continue;
			const from = target.startsWith("/") ? target : joinPath(splitPath$1(path).parent, target);
			if (/[^/.][^/]*\/+\.\.(\/|$)/.test(target) || this.#adrift.has(path) && climbs(target) || watched.leadsTo(rootedPath(from))) leading.push(path);
		}
		return leading;
	}
};
function climbs(target) {
	return !target.startsWith("/") && target.split("/").includes("..");
}
// src/image/view/named-directories.ts
const most = 1e6;
/** The directories that a layer has named so far. */
var NamedDirectories = class {
	#paths = new Set();
	/** Most entries stand in the directory of the one before. */
	#last = "";
	add(path) {
		if (this.#paths.size < most) this.#paths.add(path);
	}
	/** True for the root, too. */
	has(path) {
		if (path === "" || path === this.#last) return true;
		if (!this.#paths.has(path)) return false;
		this.#last = path;
		return true;
	}
};
// src/image/view/layer-unpacking.ts
/**
* Takes in one layer's archive, entry by entry. Engines read layers in two ways: some unpack each by itself and stack them,
* others unpack them on top of each other; go-containerregistry goes by names alone. What they agree on becomes a
* {@link LayerTree}; an entry that they do not read alike is refused where it matters.
*/
var LayerUnpacking = class {
	#nodes;
	#opaque = new Set();
	#links;
	#directories = new NamedDirectories();
	/** Entries of one name, which must be alike: only at the end is their content known. */
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
	/**
	* Takes the next entry of the layer's archive; the body is wanted where its content matters.
	* @throws {IdentikitError} `IMAGE_AMBIGUOUS`, `IMAGE_INVALID`
	*/
	apply = (header) => {
		if (header.type === "global") return this.#global(header);
		const isOfNoFile = header.type === "sparse" && header.alias === void 0;
		if (header.type === "unknown" || isOfNoFile) throw invalid$2(this.#place, `${JSON.stringify(header.path)} is an entry of a kind that no engine unpacks`);
		const path = rootedPath(header.path);
		if (header.claimsBody) throw this.#ambiguous(path, "an entry without a body that has a size; go-containerregistry ends there");
		if (path === "") return this.#root(header);
		const split = splitPath$1(path);
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
	/**
	* Ends the layer.
	* @throws {IdentikitError} `IMAGE_AMBIGUOUS`
	*/
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
	/** True where an entry of that name is, or hides, what is at a watched path or above one. */
	#changes(path) {
		const hidden = whiteoutOf(path)?.path;
		return this.#watched.concerns(path) || hidden !== void 0 && this.#watched.concerns(hidden);
	}
	/** True also where it only implies a directory on the way to one. */
	#touches(path) {
		return this.#changes(path) || this.#watched.nearest(path) !== void 0;
	}
	/** Docker's overlay2 leaves it out; containerd, buildah and Docker's vfs first remove what has its name. */
	#global({ path, alias = path }) {
		for (const each of [rootedPath(path), rootedPath(alias)]) {
			const real = joinPath(this.#links.follow(splitPath$1(each).parent), splitPath$1(each).name);
			if (real === "" || this.#touches(real)) throw this.#ambiguous(real, "the name of a global pax header, which some engines take for an entry's");
		}
	}
	/** An entry for the root itself: engines leave it out, or apply its mode and owner. */
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
	/** What no entry at a watched path may be. */
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
	/** A hard link: it shares its target, which has to be in the same layer before it. */
	#link(path, header) {
		const named = rootedPath(header.target);
		const split = splitPath$1(named);
		const parent = this.#links.follow(split.parent);
		const target = joinPath(parent, split.name);
		this.#noteDirectory(parent, void 0);
		this.#links.repeat(target, path, this.#directories.has(splitPath$1(path).parent));
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
	/** Puts the watched directories that an entry is in, as far as the layer does not have them yet. */
	#implyDirectories(parent, entry, as) {
		const nearest = this.#watched.nearest(parent);
		if (nearest !== void 0) this.#imply(nearest, entry, as);
	}
	#imply(directory, entry, as) {
		const node = this.#nodes.get(directory);
		if (node?.kind === "directory" && (!node.isForWhiteouts || as.isForWhiteouts)) return;
		if (node && node.kind !== "directory") throw this.#ambiguous(directory, `a ${node.kind} and the directory of ${show(entry)} at once`);
		if (this.#nodes.hides(directory)) throw this.#contradiction(directory);
		const { parent } = splitPath$1(directory);
		if (parent !== "") this.#imply(parent, entry, as);
		this.#nodes.set(directory, as);
	}
	#spell({ path }) {
		if (path.startsWith("/")) this.#spelled.absolute = true;
		else this.#spelled.relative = true;
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
/**
* The paths of an image that somebody wants to know about; everything else in a layer is passed over.
*/
var WatchedPaths = class {
	#roots = new Set();
	/** Places of links that lead to watched ones: what is below them is of no interest. */
	#points = new Set();
	#above = new Set([""]);
	constructor(paths) {
		for (const path of paths) this.add(path);
	}
	/** Adds a path; true where it was not covered yet. */
	add(path) {
		if (this.covers(path)) return false;
		this.#roots.add(path);
		this.#addAbove(splitPath$1(path).parent);
		return true;
	}
	/** Adds a path without what is below it. */
	addPoint(path) {
		this.#points.add(path);
		this.#addAbove(path);
	}
	/** The paths that were added without what is below them. */
	get points() {
		return this.#points;
	}
	/** All that was added, in an order of its own and in a form that tells it apart from anything else. */
	get key() {
		return [
			...[...this.#roots].sort(),
			"",
			...[...this.#points].sort()
		];
	}
	/** True for a watched path and what is below one. */
	covers(path) {
		if (this.#roots.has(path) || this.#roots.has("")) return true;
		for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) if (this.#roots.has(path.slice(0, slash))) return true;
		return false;
	}
	/** True also for what is above a watched path: it decides how one gets there. */
	concerns(path) {
		return this.#above.has(path) || this.covers(path);
	}
	/** The last directory on the way to a path that {@link concerns}, where that is not the root alone. */
	nearest(path) {
		const first = path.indexOf("/");
		if (!this.concerns(first === -1 ? path : path.slice(0, first))) return void 0;
		let found = path;
		while (found !== "" && !this.concerns(found)) found = splitPath$1(found).parent;
		return found === "" ? void 0 : found;
	}
	/** True for what leads to a watched path, or is one, or is below the place of a link that leads to one. */
	leadsTo(path) {
		return this.concerns(path) || this.isBelowPoint(path);
	}
	/** True below the place of a link, which may lead to a watched path. */
	isBelowPoint(path) {
		for (let at = path; at !== ""; at = splitPath$1(at).parent) if (this.#points.has(at)) return true;
		return false;
	}
	#addAbove(path) {
		for (let at = path; !this.#above.has(at); at = splitPath$1(at).parent) this.#above.add(at);
	}
};
// src/image/image-at.ts
/** The manifest that a name stands for, or `undefined` where the place has no such name. */
async function imageAt(source, selector) {
	return await orMissing(source.manifest(selector));
}
/** What was read, or `undefined` where it is not there. */
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
/**
* Asks a registry what can be asked before the base is known, since round trips are most of the time that a bake takes.
* On a base that was built on before, the image may well be there: its name is looked up. Else its layer is put, and
* only where that turns out to be there will the name be looked up.
*/
function askAhead(to, { bytes, digest }, isBaseKnown) {
	const { store, tag } = to;
	if (!store.origin) return nothingAhead;
	if (isBaseKnown) return {
		kind: "name",
		found: quietly(imageAt(store, {
			kind: "tag",
			tag
		}))
	};
	let isOpened = false;
	const open = () => {
		if (!isOpened) store.expectBlob?.();
		isOpened = true;
		return one(bytes);
	};
	const sending = sendAhead(store, {
		mediaType: "application/octet-stream",
		digest,
		size: bytes.length
	}, open);
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
/** Puts a blob, and tells before its end whether it was there. */
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
/** Waits for what was asked ahead, so that nothing goes on after a failure elsewhere. */
async function endOf(ahead) {
	if (ahead.kind === "nothing") return;
	await ahead.found.catch(() => {});
	if (ahead.kind === "layer") await ahead.sending.arrived.catch(() => {});
}
/** A promise whose failure is told to whoever awaits it later, and is no unhandled one until then. */
function quietly(promise) {
	promise.catch(() => {});
	return promise;
}
async function* one(bytes) {
	yield bytes;
}
// src/image/base-cache.ts
/** Bytes of all configs of one base. */
const maxConfigBytes = 8388608;
/**
* The configs of bases that were built on before, one file for each base's name. A base's tag is always read anew; what
* is kept is only what a digest names, and is checked against it.
*/
var BaseCache = class {
	#cache;
	constructor(cache) {
		this.#cache = cache;
	}
	/** What was kept for a base; `undefined` where it was never built on. */
	recall(name) {
		const bytes = this.#cache.get(name);
		return bytes && parse$1(bytes);
	}
	/** Keeps the configs of a base in place of what was kept for it. */
	keep(name, configs) {
		if ([...configs.values()].reduce((total, bytes) => total + bytes.length, 0) > maxConfigBytes) return;
		const entries = [...configs].map(([digest, bytes]) => [digest, Buffer.from(bytes).toString("base64")]);
		this.#cache.put(name, Buffer.from(JSON.stringify({
			name,
			configs: Object.fromEntries(entries)
		})));
	}
};
/** The user's own cache; none where there is no place for one. */
function baseCacheOf(env) {
	const root = cacheRootOf(env);
	return root === void 0 ? void 0 : new BaseCache(new Cache(root, "bases"));
}
/** A base whose configs come from what was kept, and are kept where they were not. */
var RememberedBase = class {
	name;
	/** The configs that were read. */
	configs = new Map();
	#base;
	#recall;
	/** @param recall content that has this digest, where it is at hand */
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
		const { configs } = fieldsOf(JSON.parse(Buffer.from(bytes).toString("utf8")));
		for (const [digest, text] of Object.entries(configs ?? {})) {
			const config = Buffer.from(String(text), "base64");
			if (isDigest(digest) && digestOf(config) === digest) kept.set(digest, config);
		}
	} catch {
		return;
	}
	return kept;
}
// src/image/carried-config.ts
/** The annotation of a baked image that carries its base's config, in base64. */
const annotation = "io.identikit.base.config";
/** A larger config is not carried; it is read from the base again. Bytes. */
const largest = 32768;
/**
* A baked image carries the config of its base: so a later bake that finds the image under its name has what it needs to
* tell that there is nothing to do, on a machine that knows nothing of the base yet. Only a manifest can carry it, and
* only of the OCI family; an index is told by its children.
*/
function carrying(config) {
	if (!config || config.length > largest) return {};
	return { [annotation]: Buffer.from(config).toString("base64") };
}
/** The config that an image carries, by its digest: whoever takes it for a base's compares that with the base's. */
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
/** How the history of an image names the layer; the same in every version, as the image's digest depends on it. */
const createdBy = "identikit bake";
/**
* Stages one platform's image: the base's layers as they are, one more, and the base's config with the layer's diff ID,
* one line of history and the labels.
* @param carried the base's config as it stands, for the manifest to carry
*/
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
/** Stages the index over several platforms' images. */
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
/** The family that a manifest or index of that media type belongs to. */
function familyOf(mediaType) {
	return mediaType === mediaTypes.dockerManifest || mediaType === mediaTypes.dockerIndex ? "docker" : "oci";
}
/** Docker's manifests have no annotations; there the labels alone carry what both carry elsewhere. */
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
/** True for what may stand as a tag. */
function isTag(text) {
	return tagForm.test(text);
}
/**
* Parses an image reference: `docker://HOST/REPOSITORY[:TAG][@DIGEST]` and the bare form of it, `oci:DIR[:TAG]`,
* `docker-archive:FILE[:REPOSITORY:TAG]`, `docker-daemon:NAME`, `scratch`. The transports are those of
* containers-transports(5); bare names are completed as Docker does (`docker.io`, `library/`), except that no
* tag is made up here.
* @throws {IdentikitError} `REFERENCE_INVALID`
*/
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
/** {@link parseImageReference} where there must be a place: everything but `scratch`. */
function parseStoredReference(text) {
	const reference = parseImageReference(text);
	if (reference.kind === "scratch") throw invalid$1(text, "scratch is a base, not a place");
	return reference;
}
/** The reference as one writes it; {@link parseImageReference} reads it back. */
function formatImageReference(reference) {
	switch (reference.kind) {
		case "scratch": return "scratch";
		case "registry": return `docker://${registryName(reference)}`;
		case "layout": return `oci:${reference.directory}${suffix(reference)}`;
		case "archive": return `docker-archive:${reference.file}${reference.tag === void 0 ? "" : `:${reference.tag}`}`;
		case "engine": return `docker-daemon:${reference.name}`;
	}
}
/** The reference of an image that was written to a place: with its name there, and its digest where the place has such. */
function formatWritten(place, tag, digest) {
	return formatImageReference(place.kind === "registry" || place.kind === "layout" ? {
		...place,
		tag,
		digest
	} : place);
}
/** A registry reference without its transport, as a `FROM` line or an image annotation has it. */
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
/** A name as an engine lists it: with a tag, and without what Docker leaves out of its own hub's names. */
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
/** `user:password@host`: such a reference would stand in logs and labels, and its first message is already one. */
function refuseCredential(text) {
	const shown = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@\s]+@(?!sha(?:256|512):)/i, "$1…@");
	if (shown === text) return;
	throw invalid$1(shown, "it holds a credential", "Log in to the registry, or give user and password as inputs.");
}
function invalid$1(text, reason, remedy) {
	return new IdentikitError("REFERENCE_INVALID", `image reference ${JSON.stringify(text)}: ${reason}`, { remedy: remedy ?? "Write it as docker://HOST/REPOSITORY:TAG, oci:DIR:TAG or one of the other transports." });
}
// src/image/below.ts
/** Nothing, for each platform asked for. */
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
/**
* A base's manifests and configs. The manifest that a name stands for is always read; configs that were kept are not.
* @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`, and the place's faults
*/
async function readBelow(base, platforms, { known = new Map(), cache, baked }) {
	const remembered = new RememberedBase(base.store, async (digest) => {
		return known.get(digest) ?? carriedConfigIn(await baked).get(digest);
	});
	const { raw, index, images } = await readImage(remembered, await base.select(), platforms, "own");
	if ([...remembered.configs.keys()].some((digest) => !known.has(digest)) && base.store.origin) cache?.keep(formatImageReference(base.reference), remembered.configs);
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
// src/image/labels.ts
/**
* What an image says of the identity in it. No commit and no time is among it: they would give an unchanged template another digest
* with each commit of its repository.
*/
function templateLabels(identity, { repository, source } = {}) {
	return {
		"io.identikit.template.tree-digest": identity.digest,
		...repository ? { "io.identikit.template.repository": repository } : {},
		...source ? { "org.opencontainers.image.source": source } : {}
	};
}
// src/image/layer/tar-writer.ts
const blockBytes$1 = 512;
/**
* A POSIX.1-1988 (ustar) archive whose bytes follow from its members alone: no clock, no user names, one form for each
* value. A path that ustar cannot hold travels in a pax record (POSIX.1-2001) before its entry.
* @param mtime seconds since the epoch, for every entry
*/
function writeTar(members, mtime) {
	const blocks = [];
	for (const member of members) {
		const bytes = member.bytes ?? new Uint8Array();
		const split = splitPath(member.path);
		if (!split) {
			const record = paxRecord("path", member.path);
			blocks.push(header({
				name: "././@PaxHeader",
				prefix: ""
			}, "x", 420, record.length, mtime), padded(record));
		}
		const type = member.path.endsWith("/") ? "5" : "0";
		const names = split ?? {
			name: `pax/${blocks.length}`,
			prefix: ""
		};
		blocks.push(header(names, type, member.mode, bytes.length, mtime, member.owner), padded(bytes));
	}
	blocks.push(archiveEnd);
	return Buffer.concat(blocks);
}
/** The header of one regular file, 0644 and 0:0, whose content follows by itself; the name is plain and short. */
function fileHeader(name, size) {
	return header({
		name,
		prefix: ""
	}, "0", 420, size, 0);
}
/** What follows a file's content, so that the next header starts at a whole block. */
function filePadding(size) {
	return new Uint8Array((blockBytes$1 - size % blockBytes$1) % blockBytes$1);
}
/** What ends an archive. */
const archiveEnd = new Uint8Array(2 * blockBytes$1);
/** Members in byte order of their paths, each directory before what is in it. */
function sortMembers(members) {
	return [...members].sort((a, b) => comparePaths(a.path, b.path));
}
/** The two name fields of ustar, where the path is ASCII and fits. */
function splitPath(path) {
	if (!/^[\x20-\x7e]*$/.test(path)) return void 0;
	if (path.length <= 100) return {
		name: path,
		prefix: ""
	};
	const slash = path.indexOf("/", path.length - 101);
	if (slash <= 0 || slash > 155 || slash === path.length - 1) return void 0;
	return {
		name: path.slice(slash + 1),
		prefix: path.slice(0, slash)
	};
}
function header({ name, prefix }, type, mode, size, mtime, owner = {
	uid: 0,
	gid: 0
}) {
	const block = Buffer.alloc(blockBytes$1);
	block.write(name, 0, 100, "latin1");
	block.write(octal(mode, 7), 100, "latin1");
	block.write(octal(owner.uid, 7), 108, "latin1");
	block.write(octal(owner.gid, 7), 116, "latin1");
	writeSize(block, size);
	block.write(octal(mtime, 11), 136, "latin1");
	block.write("        ", 148, "latin1");
	block.write(type, 156, "latin1");
	block.write("ustar\x0000", 257, "latin1");
	block.write(prefix, 345, 155, "latin1");
	let sum = 0;
	for (const byte of block) sum += byte;
	block.write(`${octal(sum, 6)}\u0000 `, 148, "latin1");
	return block;
}
/** Octal, and GNU's base-256 form from 8 GiB on. */
function writeSize(block, size) {
	if (size < 8 ** 11) {
		block.write(octal(size, 11), 124, "latin1");
		return;
	}
	block[124] = 128;
	block.writeBigUInt64BE(BigInt(size), 128);
}
function octal(value, digits) {
	return value.toString(8).padStart(digits, "0");
}
function padded(bytes) {
	const padding = filePadding(bytes.length);
	return padding.length === 0 ? bytes : Buffer.concat([bytes, padding]);
}
/** `<length> key=value\n`, where the length counts its own digits. */
function paxRecord(key, value) {
	const rest = Buffer.byteLength(` ${key}=${value}\n`);
	let length = rest;
	while (length !== rest + String(length).length) length = rest + String(length).length;
	return Buffer.from(`${length} ${key}=${value}\n`);
}
// src/image/staged-image.ts
/** Blobs and manifests that are made but not written yet, over the image that they were made from. */
var StagedImage = class {
	name;
	#base;
	#blobs = new Map();
	#manifests = new Map();
	/** @param base holds the blobs that are not staged; left out, there are none */
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
	/** Stages a manifest or index, as JSON without spaces. */
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
	/** The bytes of a staged blob. */
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
/**
* Asks the gate, and stops where the image is not clean. `"skip"` has to be said; nothing is ungated by omission.
* @throws {IdentikitError} `GATE_FAILED` that names the first finding and how many there are
*/
async function passGate(gate, image) {
	if (gate === "skip") return [];
	const findings = await gate(image);
	if (verdictOf(findings) === "clean") return findings;
	const [first] = findings.filter(({ severity }) => severity !== "warning");
	const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
	const message = `${image.subject}: its identity is not the template's: ${first?.path}: ${first?.code}${more}`;
	throw new IdentikitError("GATE_FAILED", message, { remedy: first?.remedy ?? "Bake the image again from the template." });
}
// src/image/read-back.ts
/** Tags that are read back at once. */
const parallelTags$1 = 6;
/**
* Reads back what was written, under each of its tags and by its digest, and compares it.
* @throws {IdentikitError} `TAG_MOVED` where a tag stands for something else by now, or for nothing, while the image itself
* is there; `DIGEST_MISMATCH` where the place does not give back what it was given. Both name every tag and both digests
*/
async function readBack(place, written, { tags, alsoByDigest }) {
	const moved = (await inParallel(tags, parallelTags$1, (tag) => problemUnder(place, tag, written))).filter((problem) => problem !== void 0);
	if (moved.length === 0 && !alsoByDigest) return;
	const lost = await problemOf(place, written);
	if (lost !== void 0) throw new IdentikitError("DIGEST_MISMATCH", `${place.name}: ${[lost, ...moved].join("; ")}`, { remedy: "Do not use what was pushed: the place took it, and does not give it back." });
	if (moved.length === 0) return;
	throw new IdentikitError("TAG_MOVED", `${place.name}: ${moved.join("; ")}`, { remedy: "Find out who else writes this tag, then run again; the image itself is there, by its digest." });
}
/** What is wrong with a tag, in words. */
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
/**
* Writes blobs, then manifests, then the name, and reads back what the name now stands for. Where the name stands for the image
* already, nothing is written; it is looked up only where it may: when it was asked for ahead, or when the identity's
* layer is there.
* @returns whether anything was written
* @throws {IdentikitError} `TAG_MOVED`, `DIGEST_MISMATCH`, and the faults of the place
*/
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
/** What has the name now, asked for once. */
function namedBy({ store, tag }, ahead) {
	return ahead.kind === "nothing" ? imageAt(store, {
		kind: "tag",
		tag
	}) : ahead.found;
}
function isStaged(staged, { digest }) {
	return staged.staged(digest) !== void 0;
}
/** Every blob that the manifests name, each once. */
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
/** A tar file whose members are read where they stand; opening it reads headers only. */
var ArchiveFile = class ArchiveFile {
	#directory;
	#file;
	#members = new Map();
	/** Names in a form without letter case. */
	#folded = new Map();
	constructor(directory, file) {
		this.#directory = directory;
		this.#file = file;
	}
	/**
	* @param place for messages
	* @throws {IdentikitError} `FILE_UNREADABLE`, `IMAGE_MISSING` where there is no such file, `IMAGE_INVALID`
	*/
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
	/** The content's place; links of the archive are followed, as old engines write them for layers that repeat. */
	#find(name) {
		for (let at = name, followed = 0; followed < 8; followed++) {
			const found = this.#members.get(at);
			if (found === void 0 || found === "directory") return void 0;
			if ("start" in found) return found;
			at = found.target;
		}
	}
	/** True for a member that is a link: programs differ on where a link of an archive leads. */
	isLink(name) {
		const found = this.#members.get(name);
		return found !== void 0 && found !== "directory" && "target" in found;
	}
	sizeOf(name) {
		return this.#find(name)?.size;
	}
	/** The names of all members. */
	names() {
		return this.#members.keys();
	}
	/** A member's content; one that is not there is empty. */
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
			else if (type === "symlink") this.#add(name, { target: cleanPath(joinPath(splitPath$1(name).parent, target), place) }, place);
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
	/** Of two members of one name some programs take the first, some the last, and some both; or where case is ignored. */
	#add(name, member, place) {
		const other = this.#folded.get(folded(name));
		const isAgain = other === name && member === "directory" && this.#members.get(name) === "directory";
		if (other !== void 0 && !isAgain) throw ambiguousImage(place, `it has ${shown(name)} ${other === name ? "twice" : `beside ${shown(other)}`}`);
		this.#folded.set(folded(name), name);
		this.#members.set(name, member);
	}
	/** Go's reader stops at the archive's end; other programs can be told to read on. */
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
/** A name as engines clean it; one with `..` leads elsewhere where it is unpacked than where it is only read. */
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
/**
* The manifest of a saved image: the original, where the archive carries an OCI layout, too; else one that names the
* archive's own, mostly uncompressed layers.
* @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
*/
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
/** An uncompressed layer's digest is its diff ID, which reading it proves; a compressed one's has to be worked out. */
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
		const { parent, name: hex } = splitPath$1(name);
		const digest = `sha256:${hex}`;
		if (parent === "blobs/sha256" && isDigest(digest)) members.set(digest, name);
	}
	return members;
}
// src/image/layout/layout-index.ts
/** The annotations under which an index names an image: the specification's, and containerd's. */
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
/** @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS` */
function parseLayoutIndex(bytes, place) {
	const what = `${place}: index.json`;
	const value = readJson(bytes, what);
	decodeValue(value, schema$3, what);
	return value;
}
/** The entries that a selector means. */
function entriesOf(index, selector) {
	return selector.kind === "digest" ? index.manifests.filter(({ digest }) => digest === selector.digest) : index.manifests.filter((entry) => isNamed(entry, selector.tag));
}
/**
* The entry that a selector means, where there is one.
* @throws {IdentikitError} `IMAGE_AMBIGUOUS` where there are several that differ: some programs take the first, some the
* last, some refuse
*/
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
/** The names that a layout's images have, for messages. */
function namesOf(index) {
	return index.manifests.flatMap(({ annotations }) => annotations?.[nameAnnotations.tag] ?? []);
}
/** The index in which the name stands for this image and for no other; the same index where it does already. */
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
/** The file that makes a directory a layout. */
const layoutMarker = "oci-layout";
const schema$2 = looseObject({ imageLayoutVersion: string() });
/**
* Checks that a marker's bytes say version 1.0.0.
* @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
*/
function checkLayoutMarker(bytes, place) {
	const { imageLayoutVersion } = decodeDocument(bytes, schema$2, `${place}: ${layoutMarker}`);
	if (imageLayoutVersion !== "1.0.0") throw invalid$2(place, `its layout version is ${imageLayoutVersion}`);
}
// src/image/archive/read-member.ts
/**
* A document that an archive must hold, whole.
* @param limit bytes
* @throws {IdentikitError} `IMAGE_INVALID` where it is not there or too large; `IMAGE_AMBIGUOUS` where it is a link
*/
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
/**
* The images that the layout in an archive holds; none where it carries no layout. What the index lists and the archive
* lacks is passed over, since an engine saves the platforms that it has.
* @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`, `DIGEST_MISMATCH`
*/
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
/** @see https://github.com/moby/moby/blob/v28.2.2/image/tarexport/tarexport.go */
const schema$1 = array(looseObject({
	Config: string(),
	RepoTags: texts,
	Layers: array(string()).max(imageLimits.layers),
	Parent: nullableText,
	LayerSources: record(string(), descriptor).nullish()
})).max(1e3);
/**
* The images that a `docker save` archive holds.
*
* An archive can carry an OCI layout beside `manifest.json` (engines from 25 on, BuildKit, and our own). `docker load`
* and skopeo's `docker-archive` read `manifest.json`, containerd and skopeo's `oci-archive` the layout: both must hold
* the same images under the same names.
* @throws {IdentikitError} `IMAGE_INVALID`; `IMAGE_AMBIGUOUS` where they do not, and where one name stands for two images
*/
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
/**
* The items of a `manifest.json`.
* @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
*/
function parseSavedList(bytes, place) {
	return decodeDocument(bytes, schema$1, `${place}: manifest.json`);
}
/** The config that each name stands for. */
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
/** A name without what is implied in it, which some tools write out. */
function familiarName(name) {
	return name.replace(/^docker\.io\/(?:library\/)?/, "");
}
// src/image/archive/write-archive.ts
/**
* One image as a stream that both `docker load` and readers of OCI layouts take: `manifest.json` for the former,
* `index.json` with the manifest as it is for the latter, over the same blobs. Blobs are verified on the way.
* @param names `repository:tag` names that the image is to have
* @throws {IdentikitError} `IMAGE_INVALID` for an index, which such an archive cannot hold
*/
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
/** A file as `docker save` writes it and `docker load` reads it. Writing replaces the whole file, at once. */
var ArchiveStore = class {
	name;
	takesWhole = false;
	#file;
	#repository;
	#pending = new Map();
	#names;
	#archive;
	#manifests = new Map();
	#images = [];
	/** @param repository what images are called in it; a name in the archive is `repository:tag` */
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
	/**
	* The digest of the archive's only image.
	* @throws {IdentikitError} `IMAGE_MISSING` where there is none, or more than one to choose from
	*/
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
	/** Notes the blob; it is read when the manifest is written. */
	async putBlob(descriptor, open) {
		this.#pending.set(descriptor.digest, open);
		return await this.#has(descriptor.digest) ? "present" : "sent";
	}
	/** The file is written for each name; what has no name of its own has no place in it. */
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
/**
* Reads an engine's messages, a JSON document a line, to the end.
* @param what is being done, for messages
* @returns the last image id that the engine named
* @throws {IdentikitError} `ENGINE_FAILED` with what the engine says, `ENGINE_UNREACHABLE`
*/
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
/**
* One image of a Docker Engine. An engine hands out whole images only, so the first read saves the image to a temporary
* file, from which everything else is read and verified; a write is one load.
*/
var EngineStore = class {
	name;
	takesWhole = true;
	#engine;
	#image;
	#signal;
	#pending = new Map();
	#written = new Map();
	#saved;
	/** @param image `repository:tag`, or an image id */
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
	/** The digest of the image, which is all that there is here. */
	async only() {
		return await (await this.#save()).only();
	}
	async *blob(descriptor) {
		yield* (await this.#save()).blob(descriptor);
	}
	/** Notes the blob; it is read when the manifest is written. */
	async putBlob(descriptor, open) {
		this.#pending.set(descriptor.digest, open);
		return "sent";
	}
	/** Loads the image under its name; where the engine has it under that name already, nothing is sent. */
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
	/** An engine names an image's id at once; only to give out its manifest would it have to give out all of it. */
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
/** An engine knows an image by its config's digest, with the containerd store by its manifest's. */
function idsOf(manifest, place) {
	const parsed = parseImageManifest(manifest, place);
	return parsed.kind === "manifest" ? [parsed.config.digest, manifest.digest] : [manifest.digest];
}
// src/image/registry/credential.ts
/** Asks as nobody. */
const anonymous = async () => void 0;
/** The first that one of the sources has. */
function firstOf(...sources) {
	return async (place) => {
		for (const source of sources) {
			const credential = await source(place);
			if (credential) return credential;
		}
	};
}
/** The value of an `Authorization: Basic` header (RFC 7617, UTF-8). */
function basicHeader(username, password) {
	return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
/**
* A user name and password as they were given for one registry, or a token in the password's place; nothing without a
* password. It is for that registry alone: a base elsewhere must not see the credential of the target.
*/
function givenCredential(registry, username, password) {
	if (!password) return anonymous;
	return async ({ host }) => host === registry ? {
		kind: "password",
		username: username ?? "",
		password
	} : void 0;
}
// src/image/registry/refusal.ts
/** The fault for an answer that trying again will not change. */
function refusedBy(refusal) {
	const { registry, what, status } = refusal;
	const message = `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}`;
	if (status === 401 || refusal.isDenial && status !== 403) return new IdentikitError("REGISTRY_DENIED", message, { remedy: refusal.hadCredential ? "Check the credential for this registry: it is wrong, has run out, or may not do this." : "No credential for this registry was found: give a user name and password, or log in with `docker login`." });
	if (status === 403) return new IdentikitError("REGISTRY_DENIED", message, { remedy: "Use a credential that may do this in this repository." });
	return new IdentikitError("REGISTRY_REFUSED", message, { remedy: status === 413 ? "Raise the size that the registry, or the proxy before it, accepts." : "Read the registry's reason; its own log says more." });
}
/** The fault for an answer that may be another one later. */
function failedAt(refusal, retry) {
	const { registry, what, status } = refusal;
	const afterMs = retry.kind === "later" ? retry.afterMs : void 0;
	const wait = !afterMs ? "" : `; it asks for ${Math.ceil(afterMs / 1e3)} s of patience`;
	return new IdentikitError("REGISTRY_UNREACHABLE", `${registry} answered ${status} to ${what}${reasonIn(refusal.body)}${wait}`, {
		remedy: "Run again later; what was sent so far is kept or sent again.",
		retry
	});
}
/** The longest part of a registry's own words that goes into a message, in characters. */
const longestReason = 300;
/** The registry's own words as `: CODE: message`, or nothing; they come from outside, so only what is seen is kept. */
function reasonIn(body) {
	const text = wordsOf(errorTexts(body).join("; "));
	return text === "" ? "" : `: ${text}`;
}
/** Text from another program as one short line without control characters: they could forge lines of a log. */
function wordsOf(text) {
	return shortened(visible(text.trim()), longestReason);
}
/** Distribution's `{"errors": [{"code", "message"}]}`, OAuth's `{"error", "error_description"}`, or short plain text. */
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
/**
* Reads `config.json` where there is one: in `DOCKER_CONFIG`, else in `.docker` at home.
* @throws {IdentikitError} `CREDENTIALS_INVALID` for a malformed file
*/
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
/** The fault of a configuration that cannot be used; `what` never quotes the file, which holds passwords. */
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
/** The parser's own error is left out: it quotes the file. */
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
/** Headers that say what a request is, or who asks: another value would change its meaning. */
const ours = /^(accept|accept-encoding|authorization|connection|content-.*|expect|host|keep-alive|proxy-.*|range|te|trailer|transfer-encoding|upgrade|user-agent)$/;
const name = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
/**
* `HttpHeaders` of Docker's `config.json`, which gateways before a registry may ask for. As with Docker, `User-Agent` is
* passed over; so is what a request's meaning depends on.
* @throws {IdentikitError} `CREDENTIALS_INVALID` for what is no header
*/
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
/** Counts requests; give its `record` as `onRequest`. */
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
/**
* Copies an image whole and byte for byte: every platform, attestations included, all blobs, then the manifests from the
* inside out, and last the names.
* @throws {IdentikitError} `IMAGE_INVALID`, `DIGEST_MISMATCH`, and the faults of both places
*/
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
/** The manifests that an index leads to, innermost first. */
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
/** Tags that are looked up at once. */
const parallelTags = 6;
/**
* Copies an image whole to a place, lets tags stand for it, and reads back that they do. Where they all did before,
* nothing is written to a registry or an engine, which take no image in part; elsewhere some blobs may have got lost,
* and are put back.
* @throws {IdentikitError} `TAG_MOVED`, `DIGEST_MISMATCH`, and the faults of both places
*/
async function placeImage(source, top, place, tags) {
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
	const blobs = await copyImage(source, top, place, place.takesWhole ? moving : tags);
	await readBack(place, top, {
		tags,
		alsoByDigest: !(place.origin !== void 0 && source.origin?.host === place.origin.host && source.origin.repository === place.origin.repository)
	});
	return {
		blobs,
		changed: moving.length > 0 || blobs.sent + blobs.mounted > 0,
		before
	};
}
/** What {@link placeImage} would come to, from what the tags stand for: nothing is written, and no blob is counted. */
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
// src/image/publish.ts
/**
* Gates an image, copies it whole, names it, and reads it back under each of its tags and by its digest.
* @throws {IdentikitError} `GATE_FAILED` with nothing pushed, `TAG_MOVED`, `DIGEST_MISMATCH`, and the faults of both
* places
*/
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
			}
		};
	}
	const { blobs, changed } = await (dryRun ? planPlacing : placeImage)(from.store, top, to.store, tags);
	const tag = certain(tags[0]);
	return {
		image: formatWritten(to.reference, tag, top.digest),
		digest: top.digest,
		tags,
		gated: gate !== "skip",
		changed,
		blobs
	};
}
/**
* Lets a tag stand for the image of a digest, byte for byte: nothing is rebuilt.
* @throws {IdentikitError} `REFERENCE_INVALID` where `from` has no digest, `GATE_FAILED`, `TAG_MOVED`, `DIGEST_MISMATCH`
*/
async function promote({ from, to, gate, dryRun = false }) {
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
	const { before, changed } = await (dryRun ? planPlacing : placeImage)(from.store, top, to.store, [to.tag]);
	return {
		image: formatWritten(to.reference, to.tag, top.digest),
		digest: top.digest,
		previousDigest: before[0] ?? null,
		changed
	};
}
// src/image/registry/challenge.ts
/** A longer header is not read: a challenge has a realm, a service and a scope. */
const longestHeader = 16384;
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`^\\s*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*(?:,|$)`);
const scheme = new RegExp(`^[\\s,]*(${token})(?=\\s|,|$)`);
/** Reads the values of `WWW-Authenticate`, several to a header or a header each; what is malformed ends the reading. */
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
/** The token protocol's text of a scope: `repository:NAME:pull,push`. */
function scopeText(scope) {
	return `repository:${scope.repository}:${scope.access === "push" ? "pull,push" : "pull"}`;
}
/** The least list of scopes that has all of both, one for each repository, in the order in which they first appear. */
function unionOf(first, second) {
	const access = new Map();
	for (const scope of [...first, ...second]) if (scope.access === "push" || !access.has(scope.repository)) access.set(scope.repository, scope.access);
	return [...access].map(([repository, highest]) => ({
		repository,
		access: highest
	}));
}
/** True where `held` has all that `needed` asks for. */
function covers(held, needed) {
	return needed.every((want) => held.some((have) => have.repository === want.repository && (have.access === "push" || want.access === "pull")));
}
// src/image/validate/image-finding.ts
/** Faults that prove something about the image. Any other says that a part of it could not be read. */
const proofs = new Set([
	"DIGEST_MISMATCH",
	"IMAGE_AMBIGUOUS",
	"IMAGE_INVALID",
	"IMAGE_MISSING"
]);
/** Faults that say nothing about the image: they end the validation. */
const notAboutTheImage = new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE"
]);
/** What a part should be and what it is, where they differ. */
function imageFinding(code, { path, subject }, expected, actual) {
	return {
		code,
		severity: "error",
		path,
		expected,
		actual,
		remedy: findingCodes[code].remedy,
		subject
	};
}
/**
* What kept a part from being read, as a finding: an `error` where it proves that the image is wrong, `unverified` where the
* place did not give it out.
* @throws what says nothing about the image
*/
function faultOfPart(fault, { path, subject }) {
	if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
	const { code, message, remedy } = fault;
	return {
		code,
		severity: proofs.has(code) ? "error" : "unverified",
		path,
		expected: null,
		actual: message,
		remedy,
		subject
	};
}
// src/image/engine/build.ts
/** Where the template stands in the build context that the engine is given. */
const contextDirectory = "template";
/**
* The other builder: `Dockerfile.platform-agent` on a real engine, through its API. The context holds the Dockerfile and the
* identity with its marker, as `fetch` stages them and in the layout of earlier Dockerfiles, nothing else. The image gets its name, or is copied to its place, only after the gate has passed it. The
* engine builds its own platform, and its image's digest is its own; the identity's is the same as the direct builder's.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED` with what the build says, `GATE_FAILED`, `USAGE` for a
* base that no engine can name
*/
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
	const changed = await place(options, {
		built,
		id,
		engine
	});
	const [image] = images;
	const isEngine = to.reference.kind === "engine";
	return {
		image: formatWritten(to.reference, to.tag, raw.digest),
		digest: isEngine ? id : raw.digest,
		layerDigest: image?.manifest.layers.at(-1)?.digest ?? raw.digest,
		treeDigest: identity.digest,
		platforms: images.map(({ platform }) => platform),
		changed
	};
}
/** Names the image in the engine, or copies it to where it is to be. */
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
	return writeTar([
		...[{
			path: "Dockerfile",
			mode: 420,
			bytes: Buffer.from(dockerfile)
		}, {
			path: markerName,
			mode: 493,
			bytes: Buffer.from(markerScript)
		}],
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
/**
* `SOURCE_DATE_EPOCH` in seconds (reproducible-builds.org, the specification of that name), or 0: the clock is never
* asked for what goes into an image.
* @throws {IdentikitError} `USAGE` where it is not a whole number of seconds
*/
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
/**
* What layers were found to be silent, by their digests and the paths that were asked about. Only silence is kept: a
* layer that has something at the destination is read and verified each time. What is recalled decides a verdict, so it
* counts only where the cache's key vouches for it.
*/
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
/** The user's own index; none where there is no place for one. */
function layerIndexOf(env) {
	const root = cacheRootOf(env);
	return root === void 0 ? void 0 : new LayerIndex(new Cache(root, "layers"));
}
/** Both digests: the diff ID is the config's word, and another config may not borrow what was found under it. */
function keyOf({ descriptor, diffId }, paths) {
	return JSON.stringify([
		"identikit-layer/v3",
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
/**
* Parses a rule in the vocabulary of docker/metadata-action: `type=sha,prefix=staging-,format=long`. A rule without
* `type=` is a raw tag. `type=pr` is short for `type=ref,event=pr`.
* @throws {IdentikitError} `TAG_INVALID`
*/
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
/**
* The tags that the rules give for a run, those of higher priority first, each once. A rule that says nothing about this
* run (`type=ref,event=tag` on a branch) gives none.
* @throws {IdentikitError} `TAG_INVALID` where a rule needs what the run does not have, or gives what is no tag
*/
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
/** Semantic Versioning 2.0.0, with the `v` that git tags have; build metadata cannot stand in a tag and is left out. */
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
/** Fills `{{name}}` and `{{date 'YYYYMMDD'}}` (UTC). */
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
export { ArchiveStore, EngineStore, LayerStack, LayerTree, LayerUnpacking, StagedImage, TrafficMeter, WatchedPaths, ZstdFrames, ambiguousImage, ambiguousLayer, askAhead, bakedTree, baseCacheOf, basicHeader, belowScratch, build, checkLayoutMarker, checkManifest, checkRunnable, childManifest, composeIndex, composeManifest, connectEngine, covers, decodeDocument, defaultDestination, defaultRequiredFiles, destinationPath, diffIds, dockerConfigHeaders, emptyLayoutIndex, endOf, engineFault, engineHost, engineVersion, entryOf, failedAt, faultOfPart, firstOf, formatImageReference, formatPlatform, formatWritten, givenCredential, imageArchive, imageAt, imageFinding, imageLimits, invalid$2 as invalid, invalidConfig, isAttestation, isObject, isSameMachine, layerIndexOf, layoutMarker, markerName, markerScript, mismatch, namesOf, noHeaders, nothingAhead, orMissing, parseChallenges, parseImageManifest, parseImageReference, parseLayoutIndex, parseLoneConfig, parsePlatform, parseStoredReference, parseTagRule, parseUser, passGate, platformAgent, platformOf, promote, publish, readBelow, readDockerConfig, readImage, refusedBy, registryName, resolveUser, scopeText, selectIdentity, sortMembers, sourceDateEpoch, startsFrame, startsSkippable, tagsOf, templateLabels, through, unionOf, verified, withEntry, wordsOf, writeStaged, writeTar };
