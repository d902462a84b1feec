import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, I as IdentikitError, P as shortened } from "./foundation-QtvXJkSz.js";
import { b as url, c as int, g as string, l as literal, p as preprocess, r as array, u as looseObject, v as union } from "./zod-BjridcMG.js";
import { t as digestOf } from "./digest-CDBbUiOQ.js";
import { setTimeout } from "node:timers/promises";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
/** One request takes at most this long; what is fetched is at most this big. */
const limits = {
	milliseconds: 12e4,
	answerBytes: 1048576,
	archiveBytes: 268435456
}, blockBytes = 8388608, text = string().min(1), number = union([int(), string().regex(/^\d+$/).transform(Number)]), snakeCased = (schema) => preprocess((answer) => mapKeys(answer, snake), schema), created = snakeCased(looseObject({
	ok: literal(!0),
	signed_upload_url: url()
})), finalized = snakeCased(looseObject({
	ok: literal(!0),
	artifact_id: number
})), signed = snakeCased(looseObject({ signed_url: url() })), stored = snakeCased(looseObject({
	name: text,
	database_id: number,
	workflow_run_backend_id: text.optional(),
	workflow_job_run_backend_id: text.optional()
})), listed = looseObject({ artifacts: array(stored).nullish() });
/**
* The artifact service of a run (protocol v4: JSON over Twirp, archives in block blobs), as GitHub, Gitea, Forgejo and
* act have it. Written here because the toolkit's client cannot be had on all of them: it refuses every server but
* github.com, and the storage client under it cuts the padding off the signatures of act and of older Gitea.
*/
var ArtifactService = class {
	#url;
	#token;
	#signal;
	#ids;
	/** @throws {IdentikitError} `ARTIFACT_FAILED` where the runner offers no such service */
	constructor(env, signal) {
		let { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: token } = env;
		if (!url || !token) throw refused("the runner offers no artifact storage (ACTIONS_RESULTS_URL is not set)");
		this.#url = new URL(url).origin, this.#token = token, this.#signal = signal, this.#ids = backendIds(token);
	}
	/** Stores an archive under a name; gives its id. Blocks go one after the other: act appends them as they come. */
	async store(name, archive, expires) {
		let { signed_upload_url: target } = await this.#call("CreateArtifact", created, {
			...this.#ids,
			name,
			version: 4,
			...expires ? { expires_at: expires.toISOString() } : {}
		}), ids = [];
		for (let at = 0; at === 0 || at < archive.length; at += blockBytes) {
			let id = Buffer.from(String(ids.length).padStart(8, "0")).toString("base64");
			ids.push(id);
			let block = archive.subarray(at, at + blockBytes);
			await this.#put(extended(target, `comp=block&blockid=${encodeURIComponent(id)}`), block);
		}
		let xml = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join("")}</BlockList>`;
		await this.#put(extended(target, "comp=blocklist"), Buffer.from(xml), {
			"content-type": "application/xml",
			"x-ms-blob-content-type": "zip"
		});
		let { artifact_id: id } = await this.#call("FinalizeArtifact", finalized, {
			...this.#ids,
			name,
			size: String(archive.length),
			hash: digestOf(archive)
		});
		return id;
	}
	/** The newest artifact of this run with a name. */
	async find(name) {
		let { artifacts } = await this.#call("ListArtifacts", listed, {
			...this.#ids,
			name_filter: name
		});
		return (artifacts ?? []).filter((artifact) => artifact.name === name).toSorted((a, b) => b.database_id - a.database_id)[0];
	}
	/** The archive of an artifact. */
	async fetch(artifact) {
		let { workflow_run_backend_id, workflow_job_run_backend_id, name } = {
			...this.#ids,
			...artifact
		}, owner = {
			workflow_run_backend_id,
			workflow_job_run_backend_id
		}, { signed_url: source } = await this.#call("GetSignedArtifactURL", signed, {
			...owner,
			name
		});
		return this.#request("GetArtifact", source, { method: "GET" }, limits.archiveBytes);
	}
	async #call(method, schema, body) {
		let path = `/twirp/github.actions.results.api.v1.ArtifactService/${method}`, request = {
			method: "POST",
			headers: {
				"content-type": "application/json",
				authorization: `Bearer ${this.#token}`
			},
			body: JSON.stringify(body)
		}, answer = await this.#request(method, `${this.#url}${path}`, request, limits.answerBytes);
		try {
			return schema.parse(JSON.parse(answer.toString("utf8")));
		} catch (cause) {
			throw refused(`${method} was answered with something else than the protocol says`, cause);
		}
	}
	/** A signed address needs no token, and gets none. */
	async #put(url, body, headers = {}) {
		let request = {
			method: "PUT",
			headers: {
				"x-ms-version": "2023-11-03",
				...headers
			},
			body: new Uint8Array(body)
		};
		await this.#request("UploadArtifact", url, request, limits.answerBytes);
	}
	/** Asks, and asks again where the server stumbles. Addresses are not repeated in messages: they are signed. */
	async #request(what, url, request, maxBytes) {
		for (let tried = 1;; tried++) try {
			return await this.#ask(what, url, request, maxBytes);
		} catch (caught) {
			if (this.#signal.aborted) throw stopped(caught);
			if (caught instanceof IdentikitError && caught.retry.kind !== "later" || tried === 4) throw caught instanceof IdentikitError ? caught : unreachable(what, caught);
			await setTimeout(500 * 2 ** tried, void 0, { signal: this.#signal }).catch((cause) => {
				throw stopped(cause);
			});
		}
	}
	async #ask(what, url, request, maxBytes) {
		let signal = AbortSignal.any([this.#signal, AbortSignal.timeout(limits.milliseconds)]), answer = await fetch(url, {
			...request,
			signal
		}), bytes = await bodyOf(answer, maxBytes);
		if (answer.ok) return bytes;
		let said = shortened(visible(bytes.toString("utf8").trim()), 200), later = answer.status >= 500 || answer.status === 429;
		throw refused(`${what} was answered ${answer.status} ${said}`.trimEnd(), void 0, later);
	}
};
async function bodyOf(answer, maxBytes) {
	let chunks = [], room = maxBytes;
	for await (let chunk of answer.body ?? []) {
		if (room -= chunk.length, room < 0) throw refused(`the server sent more than ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
/** Which run and job this is to the service: the scope `Actions.Results:RUN:JOB` of the token, which is a JWT. */
function backendIds(token) {
	let [, payload = ""] = token.split("."), claims = looseObject({ scp: string() });
	try {
		let { scp } = claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))), [, run, job] = /(?:^| )Actions\.Results:([^: ]+):([^: ]+)(?: |$)/.exec(scp) ?? [];
		if (run && job) return {
			workflow_run_backend_id: run,
			workflow_job_run_backend_id: job
		};
	} catch {}
	throw refused("the runner's token is not one for artifacts");
}
/** A signed address with more parameters; what is signed stays as it is, byte for byte. */
function extended(address, parameters) {
	return `${address}${address.includes("?") ? "&" : "?"}${parameters}`;
}
function snake(name) {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
function mapKeys(value, rename) {
	return typeof value != "object" || !value || Array.isArray(value) ? value : Object.fromEntries(Object.entries(value).map(([name, field]) => [rename(name), field]));
}
function refused(reason, cause, later = !1) {
	return new IdentikitError("ARTIFACT_FAILED", reason, {
		remedy: "Check that the host serves v4 artifacts, and that the artifact's name is used once in a run.",
		retry: later ? { kind: "later" } : { kind: "never" },
		...cause === void 0 ? {} : { cause }
	});
}
function unreachable(what, cause) {
	return refused(`${what}: the artifact service could not be reached`, cause, !0);
}
function stopped(cause) {
	return new IdentikitError("CANCELLED", "stopped while an artifact was under way", {
		remedy: "Run again.",
		cause
	});
}
/** Signatures, fixed lengths and the marks that are used of PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. */
const local = {
	signature: 67324752,
	length: 30
}, central = {
	signature: 33639248,
	length: 46
}, end = {
	signature: 101010256,
	length: 22
};
/** A ZIP archive of some small files, without Zip64: what the v4 artifact protocol stores. */
function zipOf(files) {
	let parts = [], directory = [], offset = 0;
	for (let { name, bytes } of files) {
		let nameBytes = Buffer.from(name), data = deflateRawSync(bytes), shared = Buffer.alloc(26);
		shared.writeUInt16LE(20, 0), shared.writeUInt16LE(2048, 2), shared.writeUInt16LE(8, 4), shared.writeUInt16LE(33, 8), shared.writeUInt32LE(crc32(bytes), 10), shared.writeUInt32LE(data.length, 14), shared.writeUInt32LE(bytes.length, 18), shared.writeUInt16LE(nameBytes.length, 22);
		let before = Buffer.alloc(6);
		before.writeUInt32LE(central.signature, 0), before.writeUInt16LE(788, 4);
		let after = Buffer.alloc(14);
		after.writeUInt32LE(2172649472, 6), after.writeUInt32LE(offset, 10), directory.push(before, shared, after, nameBytes);
		let signature = Buffer.alloc(4);
		signature.writeUInt32LE(local.signature), parts.push(signature, shared, nameBytes, data), offset += local.length + nameBytes.length + data.length;
	}
	let listing = Buffer.concat(directory), tail = Buffer.alloc(end.length);
	return tail.writeUInt32LE(end.signature, 0), tail.writeUInt16LE(files.length, 8), tail.writeUInt16LE(files.length, 10), tail.writeUInt32LE(listing.length, 12), tail.writeUInt32LE(offset, 16), Buffer.concat([
		...parts,
		listing,
		tail
	]);
}
/**
* The files of a small ZIP archive, read by its central directory, checked against its sizes and checksums.
* @param maxBytes of all files together
* @throws {IdentikitError} `ARCHIVE_INVALID` for anything else than plain files in the form above, `ARCHIVE_TOO_LARGE`
*/
function unzip(archive, maxBytes) {
	let tail = archive.lastIndexOf(Buffer.from([
		80,
		75,
		5,
		6
	]));
	if (tail === -1 || tail + end.length > archive.length) throw invalid("it has no end of central directory");
	let count = archive.readUInt16LE(tail + 10), files = /* @__PURE__ */ new Map(), at = archive.readUInt32LE(tail + 16), room = maxBytes;
	for (let n = 0; n < count; n++) {
		if (!startsWith(archive, at, central)) throw invalid("its central directory is malformed");
		let nameLength = archive.readUInt16LE(at + 28), name = archive.toString("utf8", at + central.length, at + central.length + nameLength);
		if (files.has(name)) throw invalid("it holds a name twice");
		let size = archive.readUInt32LE(at + 24);
		if (room -= size, room < 0) throw tooLarge(maxBytes);
		files.set(name, contentOf(archive, at, size)), at += central.length + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return files;
}
function contentOf(archive, entry, size) {
	let header = archive.readUInt32LE(entry + 42);
	if (!startsWith(archive, header, local)) throw invalid("an entry points nowhere");
	let start = header + local.length + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28), data = archive.subarray(start, start + archive.readUInt32LE(entry + 20)), method = archive.readUInt16LE(entry + 10);
	if (method !== 0 && method !== 8) throw invalid("an entry is compressed in an unknown way");
	let bytes = method === 0 ? data : inflate(data, size);
	if (bytes.length !== size || crc32(bytes) !== archive.readUInt32LE(entry + 16)) throw invalid("an entry is not what its checksum says");
	return bytes;
}
/** Never more than the size that was announced: that one is bounded. */
function inflate(data, size) {
	try {
		return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
	} catch (cause) {
		throw invalid("an entry cannot be decompressed to its size", cause);
	}
}
function startsWith(archive, at, record) {
	return at + record.length <= archive.length && archive.readUInt32LE(at) === record.signature;
}
function invalid(reason, cause) {
	return new IdentikitError("ARCHIVE_INVALID", `the artifact's archive is refused: ${reason}`, {
		remedy: "Run the job that stores it again; nothing of it was used.",
		...cause === void 0 ? {} : { cause }
	});
}
function tooLarge(maxBytes) {
	return new IdentikitError("ARCHIVE_TOO_LARGE", `the artifact's archive holds more than ${maxBytes} bytes`, { remedy: "Check that this is the artifact that was meant; nothing of it was used." });
}
/** Bytes of a file that is stored or fetched. */
const fileBytes = 268435456, artifactName = /^[^":<>|*?\r\n\\/]{1,200}$/, sumsName = "SHA256SUMS", sumsLine = /^(?<hex>[0-9a-f]{64}) {2}(?<name>[\w-][\w.-]*)\n$/;
/**
* Stores a file as an artifact of this run, with its checksum beside it.
* @returns the artifact's id, and the file's own digest for whoever fetches it
* @throws {IdentikitError} `ARTIFACT_FAILED`
*/
async function uploadArtifact(file, options) {
	let { env, artifact, signal } = options, digest = digestOf(file.bytes), sums = Buffer.from(`${digest.slice(7)}  ${file.name}\n`);
	if (!artifactName.test(artifact)) throw failed(artifact, "its name is not one that hosts take");
	if (!sumsLine.test(sums.toString())) throw failed(artifact, `"${visible(file.name)}" is no plain file name`);
	if (file.bytes.length > fileBytes) throw failed(artifact, `${file.name} is larger than ${fileBytes} bytes`);
	let service = new ArtifactService(env, signal), archive = zipOf([file, {
		name: sumsName,
		bytes: sums
	}]);
	return {
		id: await naming(artifact, service.store(artifact, archive, options.expires)),
		digest
	};
}
/**
* Fetches the file of an artifact that another job of this run stored with {@link uploadArtifact}, and checks it
* against the checksum beside it.
* @param expected the digest that the other job gave on, where it did
* @throws {IdentikitError} `ARTIFACT_FAILED` where there is none, `DIGEST_MISMATCH` where it is not what was stored,
* `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE`
*/
async function downloadArtifact(options) {
	let { env, artifact, signal } = options, service = new ArtifactService(env, signal), found = await naming(artifact, service.find(artifact));
	if (!found) throw failed(artifact, "no job of this run has stored it");
	let files = unzip(await naming(artifact, service.fetch(found)), fileBytes), { name, hex } = sumsLine.exec(files.get(sumsName)?.toString("utf8") ?? "")?.groups ?? {};
	if (!name) throw failed(artifact, `it has no ${sumsName} with one file`);
	let bytes = files.get(name);
	if (!bytes) throw failed(artifact, `${name} is not in it`);
	let digest = digestOf(bytes);
	for (let wanted of [`sha256:${hex}`, ...options.expected ? [options.expected] : []]) if (digest !== wanted) throw new IdentikitError("DIGEST_MISMATCH", `artifact ${artifact}: ${name} is ${digest}, not ${wanted}`, { remedy: "Run the job that stores it again; nothing of it was used." });
	return {
		name,
		bytes,
		digest
	};
}
/** The service's faults, with the artifact that they are about. */
async function naming(artifact, work) {
	try {
		return await work;
	} catch (caught) {
		if (!(caught instanceof IdentikitError) || caught.code !== "ARTIFACT_FAILED") throw caught;
		let { message, remedy, retry } = caught;
		throw new IdentikitError("ARTIFACT_FAILED", `artifact ${visible(artifact)}: ${message}`, {
			remedy,
			retry,
			cause: caught
		});
	}
}
function failed(artifact, reason) {
	return new IdentikitError("ARTIFACT_FAILED", `artifact ${visible(artifact)}: ${reason}`, { remedy: "Check that the job that stores it ran before, and that its name is used once in a run." });
}
export { downloadArtifact, uploadArtifact };
