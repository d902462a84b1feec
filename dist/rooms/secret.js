import { IdentikitError, codeOf, fieldsOf, visible } from "../start/faces.js";
import { certain } from "./fault.js";
import { AnchoredDirectory, createFileIn, fileFault, readFileIn } from "./tree.js";
import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, randomBytes } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { closeSync, openSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
// src/secret/secret-name.ts
const secretVariablePrefix = "IDENTIKIT_SECRET_";
const keyVariables = {
	keys: "IDENTIKIT_SECRET_KEYS",
	file: "IDENTIKIT_SECRET_KEYS_FILE"
};
const shape = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const reserved = new Set(Object.values(keyVariables).map((variable) => variable.slice(17)));
function isSecretName(name) {
	return shape.test(name) && !reserved.has(name.toUpperCase());
}
function checkSecretName(name) {
	if (isSecretName(name)) return;
	const why = reserved.has(name.toUpperCase()) ? "is reserved for the secret keys" : "is not letters, digits and underscores, or is longer than 128 characters";
	throw new IdentikitError("SECRET_INVALID", `the secret name ${visible(name)} ${why}`, { remedy: "Choose a name such as GITHUB_TOKEN." });
}
// src/secret/placeholder.ts
const opening = "${SECRET:";
const placeholder = /\$\{SECRET:([^}]*)\}/g;
const clientExpansion = /\$\{[^}]*\}/g;
function findPlaceholders(value, where) {
	const found = [];
	walk(value, [], (text, path) => {
		if (!text.includes(opening)) return;
		for (const name of namesIn(text, [where, ...path].join("."))) found.push({
			name,
			path: [...path]
		});
	});
	return found;
}
function fillPlaceholders(value, values, where, { expandsVariables = true } = {}) {
	return copy$1(value, where, {
		values,
		expandsVariables
	});
}
function copy$1(value, where, filling) {
	if (typeof value === "string") return fill(value, where, filling);
	if (Array.isArray(value)) return value.map((item, index) => copy$1(item, `${where}.${index}`, filling));
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).map(([key, item]) => [key, copy$1(item, `${where}.${key}`, filling)]);
	return Object.fromEntries(entries);
}
function fill(text, where, { values, expandsVariables }) {
	if (!text.includes(opening)) return text;
	namesIn(text, where);
	let filled = "";
	let end = 0;
	const secrets = [];
	for (const match of text.matchAll(placeholder)) {
		const name = certain(match[1]);
		const secret = values.get(name);
		if (secret === void 0) throw new Error(`fillPlaceholders was not given ${name}`);
		filled += text.slice(end, match.index);
		secrets.push({
			name,
			from: filled.length,
			to: filled.length + secret.length
		});
		filled += secret;
		end = match.index + match[0].length;
	}
	filled += text.slice(end);
	if (!expandsVariables) return filled;
	for (const match of filled.matchAll(clientExpansion)) {
		const [from, to] = [match.index, match.index + match[0].length];
		const touched = secrets.find((secret) => secret.from < to && from < secret.to);
		if (touched) throw expanded(touched.name, where);
	}
	return filled;
}
function namesIn(text, where) {
	const names = [...text.matchAll(placeholder)].map((match) => certain(match[1]));
	const wrong = names.find((name) => !isSecretName(name));
	if (wrong === void 0 && names.length === text.split(opening).length - 1) return names;
	const shown = wrong === void 0 ? "is not closed" : `names ${visible(wrong)}, which no secret is called`;
	throw new IdentikitError("SECRET_INVALID", `${where}: a secret placeholder ${shown}`, { remedy: `Write ${opening}NAME} with a name of letters, digits and underscores.` });
}
function walk(value, path, visit) {
	if (typeof value === "string") {
		visit(value, path);
		return;
	}
	if (typeof value !== "object" || value === null) return;
	for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
		path.push(key);
		walk(item, path, visit);
		path.pop();
	}
}
function expanded(name, where) {
	const problem = `secret ${name} holds "\${", which the agent client would expand in ${where}`;
	return new IdentikitError("SECRET_INVALID", problem, { remedy: "Set a value without that sequence: the client has no way to escape it." });
}
// src/secret/secret-like-name.ts
const secretLike = /pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|(api|access|private|signing)[-_]?key|^key$|^headersHelper$/i;
function isSecretLike(name) {
	return secretLike.test(name);
}
const parts = /pass(?:w|p|c|$|[-_])|secret|token|credential|auth(?!or(?!i))|cookie|bearer|key|signature|connection|headershelper/i;
const words = new Set("pass pwd pw pin pat otp totp sas sid sig tok jwt cred creds session login dsn secrets env environment headers header oauth".split(" "));
function mayNameSecret(name) {
	if (parts.test(name)) return true;
	return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).some((word) => words.has(word));
}
// src/secret/redact-text.ts
const hidden = "[hidden]";
const placeholdersOnly = /^(\$\{SECRET:[A-Za-z_][A-Za-z0-9_]*\}|Bearer |Basic |[\s:"'])*$/;
const assignment = /(?<!\$\{)(?<![\w.$%-])[\w.$%-]*[\w%][\]"'`]*\s*[=:]\s*(?!\/\/)/g;
const scheme = /(?<![\w-])(?:bearer|basic|digest|negotiate|token)\s+(?=\S)/i;
const knownToken = /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{12,}|sk-[\w-]{16,}|xox[a-z]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{12,}|AIza[\w-]{30,}|(?:npm|hf)_\w{20,}|pypi-[\w-]{16,}|SG\.[\w.-]{20,}|eyJ[\w.-]{16,})/g;
function hideText(text) {
	return placeholdersOnly.test(text) ? text : hidden;
}
function redactText(text) {
	const cut = cutOf(text);
	const [shown, rest] = cut === void 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut)];
	return redactMarks(shown) + (rest === "" ? "" : hideText(rest));
}
function redactProse(text) {
	return redactMarks(text.replace(/(?<![\w.-])([\w.-]*[\w-]["']?[ \t]*[=:][ \t]*)(?!\/\/)(\S+)/g, (whole, name, value, at) => text.slice(Math.max(0, at - 2), at) !== "${" && mayNameSecret(name) ? name + hideText(value) : whole));
}
function cutOf(text) {
	for (const match of text.matchAll(assignment)) if (mayNameSecret(match[0])) return match.index + match[0].length;
	const match = scheme.exec(text);
	return match ? match.index + match[0].length : void 0;
}
function redactMarks(text) {
	const shown = redactUrls(text).replace(knownToken, hidden);
	return shown.includes("@") ? shown.replace(/\S+/g, redactUser) : shown;
}
function redactUser(word) {
	const at = word.lastIndexOf("@");
	const colon = /:(?!\/\/)/.exec(word)?.index ?? -1;
	if (colon === -1 || colon >= at - 1 || word.startsWith("@sha256:", at)) return word;
	return word.slice(0, colon + 1) + hideText(word.slice(colon + 1, at)) + word.slice(at);
}
function redactUrls(text) {
	return text.replace(/\b([a-z][a-z0-9+.-]{0,40}:\/\/)([^\s/?#]*@)?([^\s?#]*)([?#]\S*)?/gi, (_, start, user, rest, tail) => {
		const shownUser = user === void 0 ? "" : `${hideText(user.slice(0, -1))}@`;
		const shownTail = tail === void 0 ? "" : `${tail[0]}${hidden}`;
		const [host, ...path] = rest.split("/");
		return `${start}${shownUser}${[host, ...path.map((part) => isDrawn(part) ? hidden : part)].join("/")}${shownTail}`;
	});
}
function isDrawn(part) {
	return /^[\w~%-]{16,}$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part);
}
// src/secret/redact-words.ts
const customaryFlag = /^(?:-[pPuUHebkKtxd]|--(?:[\w-]+-)?(?:headers?|env|env-vars?|env-file|cookies?|user|username|login|proxy|data(?:-raw|-binary|-ascii|-urlencode)?|cert|from-literal|build-arg|dsn|set))$/;
const customaryWord = /^-[pPuUHebkD](?=[^\s=])/;
const flag = /^(?:--?|\/)[A-Za-z][\w.-]*$/;
const flagWithValue = /^((?:--?|\/)[A-Za-z][\w.-]*)([=:])([\s\S]*)$/;
const shellWord = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']|["'][\s\S]*)+/g;
function takesSecret(word) {
	return customaryFlag.test(word) || /^--?[A-Za-z]/.test(word) && flag.test(word) && mayNameSecret(word);
}
const mostNested = 5;
function redactWord(word, nested = 0) {
	if (nested > mostNested) return hideText(word);
	const [, name, sign, value] = flagWithValue.exec(word) ?? [];
	if (name !== void 0 && value !== void 0 && (takesSecret(name) || isSlashed(name))) return `${name}${sign}${hideText(value)}`;
	const short = customaryWord.exec(word)?.[0];
	if (short !== void 0) return short + hideText(word.slice(short.length));
	const quoted = /^(["'])([\s\S]*)\1$/.exec(word);
	if (quoted) return `${quoted[1]}${redactWord(quoted[2], nested + 1)}${quoted[1]}`;
	return /\s/.test(word) ? redactScript(word, nested + 1) : redactText(word);
}
function isSlashed(name) {
	return name.startsWith("/") && (name.length === 2 || mayNameSecret(name));
}
function redactScript(text, nested) {
	let hidesNext = false;
	return redactText(text).replace(shellWord, (word) => {
		const isValue = hidesNext;
		hidesNext = isValue ? /^[=:]$/.test(word) : takesSecret(word.replace(/^["']/, ""));
		if (isValue) return hidesNext ? word : hideText(word);
		return word === text ? redactText(word) : redactWord(word, nested);
	});
}
// src/secret/redaction.ts
function redact(value) {
	return typeof value === "string" ? redactProse(value) : copy(value, false);
}
function redactEntry(name, value) {
	return copy(value, mayNameSecret(name));
}
function copy(value, hide) {
	if (typeof value === "string") return hide ? hideText(value) : redactWord(value);
	if (Array.isArray(value)) return copyList(value, hide);
	if (typeof value !== "object" || value === null) return hide && value !== null ? hidden : value;
	const entries = Object.entries(value).map(([key, item]) => [key, copy(item, hide || mayNameSecret(key))]);
	return Object.fromEntries(entries);
}
function copyList(list, hide) {
	let hidesNext = false;
	return list.map((item) => {
		const isValue = hidesNext;
		const isSign = isValue && (item === "=" || item === ":");
		hidesNext = isSign || !isValue && typeof item === "string" && takesSecret(item);
		return isSign ? item : copy(item, hide || isValue);
	});
}
// src/secret/mask.ts
function maskForms(value) {
	const bytes = Buffer.from(value);
	const forms = [
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
// src/secret/missing-secret-error.ts
var MissingSecretError = class extends IdentikitError {
	name = "MissingSecretError";
	secretName;
	secretNames;
	constructor(missing, needed) {
		const names = typeof missing === "string" ? [missing] : missing;
		const [first] = names;
		const several = names.length > 1;
		super("MISSING_SECRET", several ? `secrets ${names.join(", ")} are missing; they are needed by ${needed}` : `secret ${first} is missing; it is needed by ${needed}`, { remedy: several ? "Set each of them with: identikit secret set NAME" : `Set it with: identikit secret set ${first}` });
		this.secretName = first;
		this.secretNames = names;
	}
};
// src/secret/provider.ts
var SealedProvider = class {
	#load;
	#keyring;
	constructor(load, keyring) {
		this.#load = load;
		this.#keyring = keyring;
	}
	async find(name) {
		const sealed = await this.#load(name);
		if (!sealed) return void 0;
		const keyring = this.#keyring;
		if (!keyring?.has(sealed.keyId)) return {
			lockedUnder: sealed.keyId,
			keysHere: keyring?.ids ?? []
		};
		return {
			fingerprint: `${name}/${sealed.version}`,
			open: () => keyring.open(sealed)
		};
	}
};
var EnvironmentProvider = class {
	#env;
	#fingerprintKey;
	constructor(env, fingerprintKey = randomBytes(32)) {
		this.#env = env;
		this.#fingerprintKey = fingerprintKey;
	}
	async find(name) {
		const variable = secretVariablePrefix + name;
		const value = isSecretName(name) && Object.hasOwn(this.#env, variable) ? this.#env[variable] : void 0;
		if (value === void 0 || value === "") return void 0;
		return {
			fingerprint: `${name}/environment/${createHmac("sha256", this.#fingerprintKey).update(`${name}\0${value}`).digest("hex")}`,
			open: () => value
		};
	}
};
var RememberingProvider = class {
	#inner;
	#found = new Map();
	constructor(inner) {
		this.#inner = inner;
	}
	find(name) {
		let found = this.#found.get(name);
		if (!found) {
			found = this.#inner.find(name).then((secret) => secret && "open" in secret ? rememberValue(secret) : secret);
			this.#found.set(name, found);
		}
		return found;
	}
};
function rememberValue({ fingerprint, open }) {
	let value;
	return {
		fingerprint,
		open: () => {
			value ??= open();
			return value;
		}
	};
}
// src/secret/logged-reader.ts
const toldAsItIs = new Set([
	"ACCESS_LOG_FAILED",
	"DATABASE_BUSY",
	"DATABASE_TOO_NEW"
]);
var LoggedSecretReader = class LoggedSecretReader {
	#options;
	#masked = new Set();
	#waiting = [];
	#write;
	constructor(options) {
		this.#options = options;
	}
	async fingerprint(name) {
		return (await this.#find(name))?.fingerprint;
	}
	async read(name, use) {
		const found = await this.#find(name);
		if (!found) throw new MissingSecretError(name, `agent ${use.agent}`);
		await this.#record({
			...use,
			secret: name,
			time: this.#options.clock.now().toISOString()
		});
		const value = found.open();
		if (!this.#masked.has(found.fingerprint)) {
			for (const form of maskForms(value)) this.#options.log.mask(form);
			this.#masked.add(found.fingerprint);
		}
		return value;
	}
	snapshot() {
		const providers = this.#options.providers.map((provider) => new RememberingProvider(provider));
		return new SecretSnapshot(new LoggedSecretReader({
			...this.#options,
			providers
		}));
	}
	async #find(name) {
		let locked;
		for (const provider of this.#options.providers) {
			const found = await provider.find(name);
			if (found && "open" in found) return found;
			locked ??= found;
		}
		if (locked) throw wrongKeyring(name, locked);
	}
	#record(access) {
		this.#waiting.push(access);
		this.#write ??= setImmediate().then(() => {
			const accesses = this.#waiting;
			this.#waiting = [];
			this.#write = void 0;
			return this.#keep(accesses);
		});
		return this.#write;
	}
	async #keep(accesses) {
		try {
			await this.#options.accessLog.record(accesses);
		} catch (cause) {
			if (cause instanceof IdentikitError && toldAsItIs.has(cause.code)) throw cause;
			const names = [...new Set(accesses.map(({ secret }) => secret))].join(", ");
			throw new IdentikitError("ACCESS_LOG_FAILED", `the read of ${names} could not be logged, so it was not done`, {
				remedy: "Fix the access log (see --verbose for why) and run again.",
				cause
			});
		}
	}
};
function wrongKeyring(name, { lockedUnder, keysHere }) {
	const here = keysHere.length === 0 ? "no key is here" : `here: ${keysHere.join(", ")}`;
	return new IdentikitError("KEYRING_WRONG", `secret ${name} is sealed under key ${lockedUnder}, which the keyring does not have (${here})`, { remedy: `Give that key in IDENTIKIT_SECRET_KEYS or IDENTIKIT_SECRET_KEYS_FILE, or set the secret again: identikit secret set ${name}` });
}
var SecretSnapshot = class {
	#inner;
	#fingerprints = new Map();
	constructor(inner) {
		this.#inner = inner;
	}
	fingerprint(name) {
		let fingerprint = this.#fingerprints.get(name);
		if (!fingerprint) {
			fingerprint = this.#inner.fingerprint(name);
			this.#fingerprints.set(name, fingerprint);
		}
		return fingerprint;
	}
	read(name, use) {
		return this.#inner.read(name, use);
	}
	snapshot() {
		return this;
	}
};
// src/secret/chain-hasher.ts
var ChainHasher = class ChainHasher {
	keyId;
	#key;
	constructor(keyId, key) {
		this.keyId = keyId;
		this.#key = key && createSecretKey(key);
	}
	static of(purpose, keyring) {
		return certain(ChainHasher.all(purpose, keyring)[0]);
	}
	static all(purpose, keyring) {
		return [...(keyring?.deriveAll(purpose) ?? []).map(({ id, bytes }) => new ChainHasher(id, bytes)), new ChainHasher("", void 0)];
	}
	hash(parts) {
		return (this.#key ? createHmac("sha256", this.#key) : createHash("sha256")).update(JSON.stringify(parts)).digest("base64url");
	}
};
// src/secret/access-chain.ts
var AccessHasher = class AccessHasher {
	keyId;
	#chain;
	constructor(chain) {
		this.keyId = chain.keyId;
		this.#chain = chain;
	}
	static of(keyring) {
		return certain(AccessHasher.all(keyring)[0]);
	}
	static all(keyring) {
		return ChainHasher.all("access-log/v1", keyring).map((chain) => new AccessHasher(chain));
	}
	session(record) {
		const { number, session, keyId, started, noted, previous } = record;
		return this.#chain.hash([
			"access-session/v1",
			number,
			session,
			keyId,
			started,
			noted,
			previous
		]);
	}
	line(access, { session, seq, previous }) {
		const { secret, agent, accessor, reason, time } = access;
		return this.#chain.hash([
			"access-line/v1",
			session,
			seq,
			secret,
			agent,
			accessor,
			reason,
			time,
			previous
		]);
	}
};
// src/secret/sealed-secret.ts
const maxSecretBytes = 1048576;
// src/secret/keyring.ts
const cipher = "aes-256-gcm";
const sizes = {
	key: 32,
	nonce: 12,
	tag: 16
};
const keyIdShape = /^[A-Za-z0-9._-]{1,64}$/;
var Keyring = class Keyring {
	#keys;
	sealingKeyId;
	constructor(keys, sealingKeyId) {
		this.#keys = keys;
		this.sealingKeyId = sealingKeyId;
	}
	static parse(text, source) {
		const entries = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#")).flatMap((line) => line.split(",")).map((entry) => entry.trim());
		const keys = new Map();
		for (const [index, entry] of entries.filter((entry) => entry !== "").entries()) {
			const { id, key } = parseEntry(entry, `${source}, key ${index + 1}`);
			if (keys.has(id)) throw invalid(`${source}: the key id ${id} stands twice`);
			keys.set(id, key);
		}
		const [first] = keys.keys();
		if (first === void 0) throw invalid(`${source} holds no key`);
		return new Keyring(keys, first);
	}
	static generateEntry(id) {
		return `${id}:${randomBytes(sizes.key).toString("base64")}`;
	}
	get ids() {
		return [...this.#keys.keys()];
	}
	has(keyId) {
		return this.#keys.has(keyId);
	}
	seal(name, version, value) {
		const keyId = this.sealingKeyId;
		const nonce = randomBytes(sizes.nonce);
		const sealing = createCipheriv(cipher, this.#key(keyId, name), nonce, { authTagLength: sizes.tag });
		sealing.setAAD(associatedData(name, version, keyId));
		const ciphertext = Buffer.concat([sealing.update(value, "utf8"), sealing.final()]);
		return {
			name,
			version,
			keyId,
			nonce: nonce.toString("base64"),
			ciphertext: ciphertext.toString("base64"),
			tag: sealing.getAuthTag().toString("base64")
		};
	}
	open(sealed) {
		const { name, version, keyId } = sealed;
		const key = this.#key(keyId, name);
		const nonce = Buffer.from(sealed.nonce, "base64");
		const ciphertext = Buffer.from(sealed.ciphertext, "base64");
		const tag = Buffer.from(sealed.tag, "base64");
		if (nonce.length !== sizes.nonce || tag.length !== sizes.tag) throw altered(name);
		try {
			const opening = createDecipheriv(cipher, key, nonce, { authTagLength: sizes.tag });
			opening.setAAD(associatedData(name, version, keyId));
			opening.setAuthTag(tag);
			return Buffer.concat([opening.update(ciphertext), opening.final()]).toString("utf8");
		} catch (cause) {
			throw altered(name, cause);
		}
	}
	derive(purpose) {
		return this.#derive(purpose, this.#key(this.sealingKeyId, ""));
	}
	deriveAll(purpose) {
		return [...this.#keys].map(([id, key]) => ({
			id,
			bytes: this.#derive(purpose, key)
		}));
	}
	#derive(purpose, key) {
		return createHmac("sha256", key).update(`identikit/${purpose}`).digest();
	}
	#key(keyId, name) {
		const key = this.#keys.get(keyId);
		if (key) return key;
		throw new IdentikitError("SECRET_UNREADABLE", `secret ${name} is sealed under key ${keyId}, which is not here`, { remedy: "Add that key to IDENTIKIT_SECRET_KEYS (after the first), or set the secret again." });
	}
};
function associatedData(name, version, keyId) {
	return Buffer.from(`identikit-secret/v1\n${JSON.stringify([
		name,
		version,
		keyId
	])}`);
}
function parseEntry(entry, where) {
	const colon = entry.indexOf(":");
	const id = entry.slice(0, Math.max(colon, 0));
	if (colon === -1) throw invalid(`${where}: no id before the key (id:base64)`);
	if (!keyIdShape.test(id)) throw invalid(`${where}: the id is not letters, digits, dots, dashes and underscores`);
	const text = entry.slice(colon + 1);
	const key = Buffer.from(text, "base64");
	const canonical = key.toString("base64").replaceAll("=", "") === text.replaceAll("=", "");
	if (key.length !== sizes.key || !canonical) throw invalid(`${where} (${visible(id)}): not 32 bytes of base64`);
	return {
		id,
		key: createSecretKey(key)
	};
}
function invalid(problem) {
	return new IdentikitError("KEYRING_INVALID", problem, { remedy: "Write id:base64 entries with 32 random bytes each, as `openssl rand -base64 32` prints." });
}
function altered(name, cause) {
	return new IdentikitError("SECRET_UNREADABLE", `secret ${name} was altered, or its key is another of the same id`, {
		remedy: `Set it again with: identikit secret set ${name}`,
		cause
	});
}
// src/secret/key-file.ts
const maxKeyFileBytes = 65536;
function readKeyFile(file, mayShare = false) {
	const keyring = readIfPresent(file, mayShare);
	if (keyring) return keyring;
	throw new IdentikitError("KEYRING_INVALID", `the key file ${file} does not exist`, { remedy: "Name the right file, or make one with `id:base64` in it and mode 0600." });
}
function ensureLocalKeyring(file) {
	const present = readIfPresent(file);
	if (present) return present;
	using directory = AnchoredDirectory.make(dirname(resolve(file)));
	const entry = `# Opens the secrets of the config database beside it. Keep it out of version control.\n${Keyring.generateEntry("local-1")}\n`;
	createFileIn(directory, basename(file), Buffer.from(entry), { mode: 384 });
	return readKeyFile(file);
}
function writeKeyFile(file, entry) {
	using directory = AnchoredDirectory.make(dirname(resolve(file)));
	if (createFileIn(directory, basename(file), Buffer.from(`${keyFileHead}${entry}\n`), { mode: 384 })) return;
	throw new IdentikitError("FILE_UNWRITABLE", `${file} is there already`, { remedy: "Name a file that is not there yet; a key file is never overwritten." });
}
const keyFileHead = "# Opens the secrets of a config database. Keep it out of version control.\n";
function readPrivateFile(file) {
	const text = textIfPresent(file, false);
	if (text !== void 0) return text;
	throw new IdentikitError("KEYRING_INVALID", `the key file ${file} does not exist`, { remedy: "Check the path." });
}
function readIfPresent(file, mayShare = false) {
	const text = textIfPresent(file, mayShare);
	return text === void 0 ? void 0 : Keyring.parse(text, file);
}
function textIfPresent(file, mayShare) {
	const path = resolve(file);
	let directory;
	try {
		directory = AnchoredDirectory.open(dirname(path));
	} catch (cause) {
		if (isMissing(cause)) return void 0;
		throw cause;
	}
	using opened = directory;
	const found = readFileIn(opened, basename(path), maxKeyFileBytes);
	if (!found) return void 0;
	if ((found.mode & (mayShare ? 31 : 63)) !== 0) throw tooOpen(file, found.mode);
	return found.bytes.toString("utf8");
}
function isMissing(cause) {
	return codeOf(fieldsOf(cause).cause) === "ENOENT";
}
function tooOpen(file, mode) {
	const who = (mode & 7) !== 0 ? "every user of this machine" : "its group";
	const shown = mode.toString(8).padStart(4, "0");
	return new IdentikitError("KEYRING_INVALID", `the key file ${file} is open to ${who} (mode ${shown})`, { remedy: `Run: chmod 600 ${file}, and rotate to a new key if others may have read it. A group that is to read it needs mode 0640 and IDENTIKIT_KEY_FILE_SHARED=true.` });
}
// src/secret/precious-file.ts
const sqliteStart = "SQLite format 3\0";
const keyFile = /^(?:\s*(?:#[^\n]*)?\n)*\s*[\w.-]+:[A-Za-z0-9+/]{43}=\s*(?:$|[\n,])/;
function refusePrecious(path) {
	const what = startOf(path.replace(/-(?:wal|shm|journal)$/, "")).startsWith(sqliteStart) ? "a file of an SQLite database" : keyFile.test(startOf(path)) ? "a key file" : void 0;
	if (what === void 0) return;
	throw new IdentikitError("FILE_UNWRITABLE", `${path} is ${what}, and is not written over`, { remedy: "Name another file; if this one is not needed any more, remove it first." });
}
function startOf(path) {
	if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return "";
	let descriptor;
	try {
		descriptor = openSync(path, "r");
	} catch {
		return "";
	}
	try {
		const bytes = Buffer.alloc(4096);
		return bytes.toString("latin1", 0, readSync(descriptor, bytes));
	} finally {
		closeSync(descriptor);
	}
}
// src/secret/config-files.ts
var ConfigFiles = class {
	#contents;
	constructor(contents) {
		this.#contents = new Map(contents);
	}
	get names() {
		return [...this.#contents.keys()];
	}
	reveal(name) {
		return this.#contents.get(name);
	}
	toJSON() {
		return { names: this.names };
	}
};
// src/secret/read-config-files.ts
const maxFiles = 256;
const maxFileBytes = 65536;
function readConfigFiles(directory) {
	const { real, names } = listFiles(directory);
	return new ConfigFiles(names.map((name) => [name, readSecretFile(real, directory, name)]));
}
function listFiles(directory) {
	let real;
	let names;
	try {
		real = realpathSync(directory);
		names = readdirSync(real).filter((name) => !name.startsWith("."));
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory, cause);
	}
	if (names.length <= maxFiles) return {
		real,
		names: names.sort()
	};
	throw new IdentikitError("FILE_UNREADABLE", `${directory} has more than ${maxFiles} files`, { remedy: "Name a directory that holds the bootstrap secrets and nothing else." });
}
function readSecretFile(real, directory, name) {
	const shown = join(directory, visible(name));
	let target;
	try {
		target = realpathSync(join(real, name));
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", shown, cause);
	}
	if (!target.startsWith(`${real}/`)) throw new IdentikitError("PATH_ESCAPES", `${shown} leads out of the directory`, { remedy: "Put the secret itself there; a link may only lead to a file below the directory." });
	using parent = AnchoredDirectory.open(dirname(target));
	const file = readFileIn(parent, basename(target), maxFileBytes);
	if (file) return file.bytes;
	throw new IdentikitError("FILE_UNREADABLE", `${shown} went away while it was read`, { remedy: "Run it again." });
}
// src/secret/access-log.ts
var RecordingAccessLog = class {
	recorded = [];
	#inner;
	constructor(inner) {
		this.#inner = inner;
	}
	async record(accesses) {
		await this.#inner?.record(accesses);
		this.recorded.push(...accesses);
	}
};
function formatAccesses(accesses) {
	return accesses.map(({ time, secret, agent, accessor, reason }) => JSON.stringify({
		time,
		secret,
		agent,
		accessor,
		reason
	})).map((line) => `${line}\n`).join("");
}
// src/secret/credential-in.ts
const schemeWithValue = /(?:^|\s)(?:bearer|basic)\s+(?!\$\{)\S{8,}/i;
const userInUrl = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:(?!\$\{)[^\s/?#@]+@/i;
function credentialIn(value) {
	return find(value, [], false);
}
function find(value, path, isSecret) {
	if (typeof value === "string") return looksSecret(value, isSecret) ? path.join(".") || "value" : void 0;
	if (Array.isArray(value)) {
		for (const [index, item] of value.entries()) {
			const before = value[index - 1];
			const follows = typeof before === "string" && isLongFlag(before);
			const found = find(item, [...path, String(index)], follows);
			if (found !== void 0) return found;
		}
		return;
	}
	if (typeof value !== "object" || value === null) return void 0;
	for (const [key, item] of Object.entries(value)) {
		const found = find(item, [...path, key], isSecretLike(key));
		if (found !== void 0) return found;
	}
}
function isLongFlag(word) {
	return word.startsWith("--") && isSecretLike(word) && takesSecret(word);
}
function looksSecret(text, isSecret) {
	if (isSecret && text !== "" && hideText(text) !== text) return true;
	knownToken.lastIndex = 0;
	return knownToken.test(text) || schemeWithValue.test(text) || userInUrl.test(text);
}
export { AccessHasher, ChainHasher, ConfigFiles, EnvironmentProvider, Keyring, LoggedSecretReader, MissingSecretError, RecordingAccessLog, SealedProvider, checkSecretName, credentialIn, ensureLocalKeyring, fillPlaceholders, findPlaceholders, formatAccesses, hidden, hideText, isSecretLike, isSecretName, keyVariables, maskForms, maxSecretBytes, mayNameSecret, readConfigFiles, readKeyFile, readPrivateFile, redact, redactEntry, redactProse, redactText, refusePrecious, secretVariablePrefix, writeKeyFile };
