/** Counts requests; give its `record` as `onRequest`. */
var TrafficMeter = class {
	#records = [];
	record = (request) => {
		this.#records.push(request);
	};
	summary() {
		let byKind = {}, bytesSent = 0, bytesReceived = 0;
		for (let { kind, sent, received } of this.#records) byKind[kind] = (byKind[kind] ?? 0) + 1, bytesSent += sent, bytesReceived += received;
		let tokenRequests = byKind.token ?? 0;
		return {
			requests: this.#records.length - tokenRequests,
			tokenRequests,
			bytesSent,
			bytesReceived,
			byKind
		};
	}
};
const defaultTag = "latest";
/**
* The places of one run. The code of a transport is loaded when it is first asked for, and repositories of one registry
* share connections and tokens. Open all places before the first is used: then one token serves them all.
*/
var ImagePlaces = class {
	#options;
	#stores = [];
	#meter = new TrafficMeter();
	#registries;
	constructor(options) {
		this.#options = options;
	}
	/** {@link open}, or `scratch` as it is, which is no place. */
	async openBase(reference) {
		return reference.kind === "scratch" ? "scratch" : await this.open(reference, "pull");
	}
	/**
	* Opens the place that a reference names. Nothing is read or written yet.
	* @param access `push` where an image is to be written there
	* @throws {IdentikitError} `REFERENCE_INVALID`
	*/
	async open(reference, access = "pull") {
		let opened = await this.#open(reference, access);
		return this.#stores.push(opened.store), opened;
	}
	/** What was asked of registries so far. */
	get traffic() {
		return this.#meter.summary();
	}
	async [Symbol.asyncDispose]() {
		for (let store of this.#stores) await store[Symbol.asyncDispose]();
		this.#registries?.[Symbol.dispose](), this.#options.onClose?.();
	}
	async #open(reference, access) {
		switch (reference.kind) {
			case "layout": {
				let { LayoutStore } = await import("./layout-store-BQQ0bjU9.js"), store = new LayoutStore(reference.directory, this.#options.signal), { tag, digest } = reference;
				return {
					reference,
					store,
					tag: tag ?? defaultTag,
					select: async () => digest === void 0 && tag !== void 0 ? {
						kind: "tag",
						tag
					} : {
						kind: "digest",
						digest: digest ?? await store.only()
					}
				};
			}
			case "registry": {
				let { host, repository, tag = defaultTag, digest } = reference;
				return {
					reference,
					store: (await this.#openRegistries()).open({
						host,
						repository,
						access
					}),
					tag,
					select: async () => digest === void 0 ? {
						kind: "tag",
						tag
					} : {
						kind: "digest",
						digest
					}
				};
			}
			case "archive": {
				let { ArchiveStore } = await import("./archive-store-BcAWVizb.js"), name = reference.tag ?? `molecule-ai/platform-platform-agent:${defaultTag}`, tag = name.slice(name.lastIndexOf(":") + 1), store = new ArchiveStore(reference.file, name.slice(0, -tag.length - 1));
				return {
					reference,
					store,
					tag,
					select: async () => reference.tag === void 0 ? {
						kind: "digest",
						digest: await store.only()
					} : {
						kind: "tag",
						tag
					}
				};
			}
			case "engine": {
				let { EngineStore } = await import("./engine-store-CjEOvRSn.js"), { connectEngine } = await import("./connection-JgNBzTq7.js"), { signal, env } = this.#options, store = new EngineStore(await connectEngine(env), reference.name, signal);
				return {
					reference,
					store,
					tag: /:([^:/]+)$/.exec(reference.name)?.[1] ?? defaultTag,
					select: async () => ({
						kind: "digest",
						digest: await store.only()
					})
				};
			}
		}
	}
	async #openRegistries() {
		if (this.#registries) return this.#registries;
		let { Registries } = await import("./registries-DO_s6d86.js"), { dockerConfigCredentials } = await import("./docker-config-CakNMN1U.js"), { firstOf } = await import("./credential-BWPjGtl0.js"), { credentials, ...options } = this.#options, configured = dockerConfigCredentials({ env: options.env });
		return this.#registries ??= new Registries({
			...options,
			onRequest: this.#meter.record,
			credentials: credentials ? firstOf(credentials, configured) : configured
		}), this.#registries;
	}
};
export { ImagePlaces as t };
