import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as MissingSecretError } from "./missing-secret-error-wd3LOA_B.js";
import { i as secretVariablePrefix, n as isSecretName } from "./secret-name-BOd28EES.js";
import { i as loadSecret, t as DatabaseAccessLog } from "./secret-store-DzXEox12.js";
import { createHmac, randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
/**
* The forms in which a value could turn up in a log: itself, each of its lines, and what base64, a URL and JSON
* make of it. Lines of white space are left out, since masking them would blank every log.
*/
function maskForms(value) {
	let bytes = Buffer.from(value), forms = [
		value,
		...value.split(/\r\n|\r|\n/),
		bytes.toString("base64"),
		bytes.toString("base64url"),
		encodeURIComponent(value.toWellFormed()),
		new URLSearchParams([["", value]]).toString().slice(1),
		JSON.stringify(value).slice(1, -1)
	];
	return [...new Set(forms)].filter((form) => form.trim() !== "");
}
/** Sealed secrets, from wherever they are stored, with the keyring that opens them. */
var SealedProvider = class {
	#load;
	#keyring;
	/** @param keyring left out in a job that has no key: then this place only says that it cannot open */
	constructor(load, keyring) {
		this.#load = load, this.#keyring = keyring;
	}
	async find(name) {
		let sealed = await this.#load(name);
		if (!sealed || !this.#keyring?.has(sealed.keyId)) return;
		let keyring = this.#keyring;
		return {
			fingerprint: `${name}/${sealed.version}`,
			open: () => keyring.open(sealed)
		};
	}
}, EnvironmentProvider = class {
	#env;
	#fingerprintKey;
	/**
	* @param fingerprintKey keeps fingerprints the same from run to run; without it they are good for this run only
	*/
	constructor(env, fingerprintKey = randomBytes(32)) {
		this.#env = env, this.#fingerprintKey = fingerprintKey;
	}
	async find(name) {
		let variable = secretVariablePrefix + name, value = isSecretName(name) && Object.hasOwn(this.#env, variable) ? this.#env[variable] : void 0;
		if (value !== void 0 && value !== "") return {
			fingerprint: `${name}/environment/${createHmac("sha256", this.#fingerprintKey).update(`${name}\0${value}`).digest("hex")}`,
			open: () => value
		};
	}
}, RememberingProvider = class {
	#inner;
	#found = /* @__PURE__ */ new Map();
	constructor(inner) {
		this.#inner = inner;
	}
	find(name) {
		let found = this.#found.get(name);
		return found || (found = this.#inner.find(name).then((secret) => secret && rememberValue(secret)), this.#found.set(name, found)), found;
	}
};
function rememberValue({ fingerprint, open }) {
	let value;
	return {
		fingerprint,
		open: () => (value ??= open(), value)
	};
}
/**
* Gives out secrets, each only after its access was kept and its value masked. Reads that are asked for at the same
* time share one write of the log, since each write waits for the disk.
*/
var LoggedSecretReader = class LoggedSecretReader {
	#options;
	#masked = /* @__PURE__ */ new Set();
	#waiting = [];
	#write;
	constructor(options) {
		this.#options = options;
	}
	async fingerprint(name) {
		return (await this.#find(name))?.fingerprint;
	}
	async read(name, use) {
		let found = await this.#find(name);
		if (!found) throw new MissingSecretError(name, `agent ${use.agent}`);
		await this.#record({
			...use,
			secret: name,
			time: this.#options.clock.now().toISOString()
		});
		let value = found.open();
		if (!this.#masked.has(found.fingerprint)) {
			for (let form of maskForms(value)) this.#options.log.mask(form);
			this.#masked.add(found.fingerprint);
		}
		return value;
	}
	snapshot() {
		let providers = this.#options.providers.map((provider) => new RememberingProvider(provider));
		return new SecretSnapshot(new LoggedSecretReader({
			...this.#options,
			providers
		}));
	}
	async #find(name) {
		for (let provider of this.#options.providers) {
			let found = await provider.find(name);
			if (found) return found;
		}
	}
	#record(access) {
		return this.#waiting.push(access), this.#write ??= setImmediate().then(() => {
			let accesses = this.#waiting;
			return this.#waiting = [], this.#write = void 0, this.#keep(accesses);
		}), this.#write;
	}
	async #keep(accesses) {
		try {
			await this.#options.accessLog.record(accesses);
		} catch (cause) {
			if (cause instanceof IdentikitError && cause.code === "ACCESS_LOG_FAILED") throw cause;
			let names = [...new Set(accesses.map(({ secret }) => secret))].join(", ");
			throw new IdentikitError("ACCESS_LOG_FAILED", `the read of ${names} could not be logged, so it was not done`, {
				remedy: "Mend the access log (see --verbose for why) and run again.",
				cause
			});
		}
	}
}, SecretSnapshot = class {
	#inner;
	#fingerprints = /* @__PURE__ */ new Map();
	constructor(inner) {
		this.#inner = inner;
	}
	fingerprint(name) {
		let fingerprint = this.#fingerprints.get(name);
		return fingerprint || (fingerprint = this.#inner.fingerprint(name), this.#fingerprints.set(name, fingerprint)), fingerprint;
	}
	read(name, use) {
		return this.#inner.read(name, use);
	}
	snapshot() {
		return this;
	}
};
/** The reader of a render: secrets of the database that can be opened here, then those of the job's environment. */
function openSecretReader(options) {
	let { database, keyring, env, accessLog = new DatabaseAccessLog(database), log, clock } = options, fingerprintKey = options.fingerprintKey ?? keyring?.derive("fingerprint");
	return new LoggedSecretReader({
		providers: [new SealedProvider((name) => loadSecret(database, name), keyring), new EnvironmentProvider(env, fingerprintKey)],
		accessLog,
		log,
		clock
	});
}
export { openSecretReader as t };
