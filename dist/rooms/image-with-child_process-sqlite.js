import { ArchiveStore, EngineStore, TrafficMeter, connectEngine, dockerConfigHeaders, firstOf } from "./image.js";
import { LayoutStore } from "./image-with-sqlite.js";
import { dockerConfigCredentials } from "./image-with-child_process.js";
// src/image/places.ts
const defaultTag = "latest";
const defaultRepository = "molecule-ai/platform-platform-agent";
var ImagePlaces = class {
	#options;
	#stores = [];
	#meter = new TrafficMeter();
	#registries;
	constructor(options) {
		this.#options = options;
	}
	async openBase(reference) {
		return reference.kind === "scratch" ? "scratch" : await this.open(reference, "pull");
	}
	async open(reference, access = "pull") {
		const opened = await this.#open(reference, access);
		this.#stores.push(opened.store);
		return opened;
	}
	get traffic() {
		return this.#meter.summary();
	}
	async [Symbol.asyncDispose]() {
		for (const store of this.#stores) await store[Symbol.asyncDispose]();
		this.#registries?.[Symbol.dispose]();
		this.#options.onClose?.();
	}
	async #open(reference, access) {
		switch (reference.kind) {
			case "layout": {
				const store = new LayoutStore(reference.directory, this.#options.signal);
				const { tag, digest } = reference;
				const select = async () => {
					if (digest === void 0 && tag !== void 0) return {
						kind: "tag",
						tag
					};
					return {
						kind: "digest",
						digest: digest ?? await store.only()
					};
				};
				return {
					reference,
					store,
					tag: tag ?? defaultTag,
					select
				};
			}
			case "registry": {
				const { host, repository, tag = defaultTag, digest } = reference;
				const store = (await this.#openRegistries()).open({
					host,
					repository,
					access
				});
				const select = async () => digest === void 0 ? {
					kind: "tag",
					tag
				} : {
					kind: "digest",
					digest
				};
				return {
					reference,
					store,
					tag,
					select
				};
			}
			case "archive": {
				const name = reference.tag ?? `${defaultRepository}:${defaultTag}`;
				const tag = name.slice(name.lastIndexOf(":") + 1);
				const store = new ArchiveStore(reference.file, name.slice(0, -tag.length - 1));
				const select = async () => reference.tag === void 0 ? {
					kind: "digest",
					digest: await store.only()
				} : {
					kind: "tag",
					tag
				};
				return {
					reference,
					store,
					tag,
					select
				};
			}
			case "engine": {
				const { signal, env } = this.#options;
				const store = new EngineStore(await connectEngine(env), reference.name, signal);
				const tag = /:([^:/]+)$/.exec(reference.name)?.[1] ?? defaultTag;
				const select = async () => ({
					kind: "digest",
					digest: await store.only()
				});
				return {
					reference,
					store,
					tag,
					select
				};
			}
		}
	}
	async #openRegistries() {
		if (this.#registries) return this.#registries;
		const { Registries } = await import("./image-with-http.js");
		const { credentials, ...options } = this.#options;
		const configured = dockerConfigCredentials({ env: options.env });
		this.#registries ??= new Registries({
			...options,
			onRequest: this.#meter.record,
			headers: dockerConfigHeaders({ env: options.env }),
			credentials: credentials ? firstOf(credentials, configured) : configured
		});
		return this.#registries;
	}
};
export { ImagePlaces };
