import "./rolldown-runtime-Dl-MpCDs.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
import { a as parseStoredReference, i as parseImageReference, t as formatImageReference } from "./reference-lv1kc_YJ.js";
import { i as givenCredential } from "./credential-DNjaxeVs.js";
import { resolve } from "node:path";
// src/image/registry/traffic.ts
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
// src/image/places.ts
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
		this.#registries?.[Symbol.dispose]();
	}
	async #open(reference, access) {
		switch (reference.kind) {
			case "layout": {
				let { LayoutStore } = await import("./layout-store-Do049mzd.js"), store = new LayoutStore(reference.directory, this.#options.signal), { tag, digest } = reference;
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
			case "archive":
			case "engine": throw new IdentikitError("REFERENCE_INVALID", `${formatImageReference(reference)} cannot be opened yet`, { remedy: "Use a registry, or an OCI layout: oci:DIR:TAG." });
		}
	}
	async #openRegistries() {
		if (this.#registries) return this.#registries;
		let { Registries } = await import("./registries-Brf68g_U.js"), { dockerConfigCredentials } = await import("./docker-config-C76UlBfS.js"), { firstOf } = await import("./credential-Zd-vg_bw.js"), { credentials, ...options } = this.#options, configured = dockerConfigCredentials({ env: options.env });
		return this.#registries ??= new Registries({
			...options,
			onRequest: this.#meter.record,
			credentials: credentials ? firstOf(credentials, configured) : configured
		}), this.#registries;
	}
};
// src/jobs/image-place.ts
/** The places that one run reads images from and writes them to. */
function openPlaces({ signal, clock, env, registryCredential: given }) {
	let credentials = given && givenCredential(given.registry, given.username, given.password);
	return new ImagePlaces({
		signal,
		clock,
		env,
		...credentials ? { credentials } : {}
	});
}
/** The place of an image reference as a person typed it. */
function placeOf(context, typed) {
	return fromCwd(parseStoredReference(typed), context.cwd);
}
/** As {@link placeOf}, for a base, which may be `scratch`. */
function baseOf(context, typed) {
	let reference = parseImageReference(typed);
	return reference.kind === "scratch" ? reference : fromCwd(reference, context.cwd);
}
function fromCwd(reference, cwd) {
	return reference.kind === "layout" ? {
		...reference,
		directory: resolve(cwd, reference.directory)
	} : reference.kind === "archive" ? {
		...reference,
		file: resolve(cwd, reference.file)
	} : reference;
}
export { baseOf, openPlaces, placeOf };
