import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
import { n as writeStreamIn } from "./file-stream-BODbn_Y7.js";
import { n as writeArchive, t as ArchiveStore } from "./archive-store-B9osRqGW.js";
import { s as parseManifest } from "./model--eBDUm4k.js";
import { n as engineFault } from "./connection-Bx_dOvTS.js";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { Readable } from "node:stream";
import { tmpdir } from "node:os";
/**
* Reads an engine's messages, a JSON document a line, to the end.
* @param what is being done, for messages
* @returns the last image id that the engine named
* @throws {IdentikitError} `ENGINE_FAILED` with what the engine says, `ENGINE_UNREACHABLE`
*/
async function followEngine(call, what, signal) {
	let id;
	try {
		for await (let message of messagesOf(await call)) {
			if (signal.throwIfAborted(), message.error !== void 0) throw failed(what, message.error);
			id = message.aux?.ID ?? id;
		}
	} catch (cause) {
		throw signal.throwIfAborted(), engineFault(what, cause);
	}
	return id;
}
async function* messagesOf(stream) {
	let rest = "";
	for await (let chunk of stream) {
		if (rest += chunk.toString("utf8"), rest.length > 1048576) throw failed("the engine", "it sends a message without end");
		let lines = rest.split("\n");
		rest = lines.pop();
		for (let line of lines) line.trim() !== "" && (yield JSON.parse(line));
	}
	rest.trim() !== "" && (yield JSON.parse(rest));
}
function failed(what, error) {
	let text = error.replace(/\s+/g, " ").trim().slice(0, 500);
	return new IdentikitError("ENGINE_FAILED", `${what}: ${text}`, { remedy: "Look at what the engine says; nothing of ours is under its final name." });
}
/**
* One image of a Docker Engine. An engine hands out whole images only, so the first read saves the image to a temporary
* file, from which everything else is read and verified; a write is one load.
*/
var EngineStore = class {
	name;
	#engine;
	#image;
	#signal;
	#pending = /* @__PURE__ */ new Map();
	#written = /* @__PURE__ */ new Map();
	#saved;
	/** @param image `repository:tag`, or an image id */
	constructor(engine, image, signal) {
		this.#engine = engine, this.#image = image, this.#signal = signal, this.name = `docker-daemon:${image}`;
	}
	async manifest(selector) {
		let written = selector.kind === "digest" ? this.#written.get(selector.digest) : void 0;
		return written ? await this.#confirm(written) : await (await this.#save()).manifest(selector);
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
		return this.#pending.set(descriptor.digest, open), "sent";
	}
	/** Loads the image under its name; where the engine has it under that name already, nothing is sent. */
	async putManifest(manifest, tag) {
		if (tag === void 0) return;
		let name = `${isDigest(this.#image) ? this.#image : this.#image.replace(/:[^:/]*$/, "")}:${tag}`, archive = writeArchive(manifest, [name], (blob) => this.#pending.get(blob.digest)?.() ?? this.blob(blob), this.name), parsed = parseManifest(manifest, this.name);
		(parsed.kind !== "manifest" || await this.#idOf(name) !== parsed.config.digest) && await followEngine(this.#engine.loadImage(Readable.from(archive, { objectMode: !1 }), {
			quiet: !0,
			abortSignal: this.#signal
		}), `loading ${name}`, this.#signal), this.#written.set(manifest.digest, manifest), await this.#confirm(manifest);
	}
	async [Symbol.asyncDispose]() {
		this.#saved && (await this.#saved.store[Symbol.asyncDispose](), rmSync(this.#saved.directory, {
			recursive: !0,
			force: !0
		})), this.#saved = void 0;
	}
	/** An engine knows an image by its config's digest, with the containerd store by its manifest's. */
	async #confirm(manifest) {
		let parsed = parseManifest(manifest, this.name);
		for (let id of [parsed.config.digest, manifest.digest]) if (await this.#idOf(id) !== void 0) return manifest;
		throw new IdentikitError("ENGINE_FAILED", `${this.name}: the engine does not have what was loaded`, { remedy: "Look at the engine's log; its disk may be full." });
	}
	async #idOf(name) {
		try {
			return (await this.#engine.getImage(name).inspect()).Id;
		} catch (cause) {
			let fault = engineFault(this.name, cause);
			if (fault.code === "IMAGE_MISSING") return;
			throw fault;
		}
	}
	async #save() {
		if (this.#saved) return this.#saved.store;
		let directory = mkdtempSync(join(tmpdir(), "identikit-"));
		try {
			using place = AnchoredDirectory.open(directory);
			let stream = await this.#engine.getImage(this.#image).get();
			this.#signal.addEventListener("abort", () => stream.destroy(), { once: !0 }), await writeStreamIn(place, "image.tar", stream, { mode: 384 });
			let repository = this.#image.replace(/:[^:/]*$/, ""), store = new ArchiveStore(join(directory, "image.tar"), repository, this.name);
			return this.#saved = {
				directory,
				store
			}, store;
		} catch (cause) {
			throw rmSync(directory, {
				recursive: !0,
				force: !0
			}), engineFault(this.name, cause);
		}
	}
};
export { followEngine as n, EngineStore as t };
