import { IdentikitError, codeOf, fieldsOf, visible } from "../start/faces.js";
import { certain } from "./fault.js";
import { AnchoredDirectory, createFileIn, readFileIn } from "./tree.js";
import { setImmediate } from "node:timers/promises";
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
// src/secret/secret-like-name.ts
const secretLike = /pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|(api|access|private|signing)[-_]?key|^key$|^headersHelper$/i;
/** True for a name whose value is a secret by custom, such as `API_TOKEN`. */
function isSecretLike(name) {
	return secretLike.test(name);
}
/** Parts of names, wherever they stand in one. An author is not a secret. */
const parts = /pass(?:w|p|c|$|[-_])|secret|token|credential|auth(?!or(?!i))|cookie|bearer|key|signature|connection|headershelper/i;
/** Words that say it only where they stand alone: there are many paths, pinned versions and opinions. */
const words = new Set("pass pwd pw pin pat otp totp sas sid sig tok jwt cred creds session login dsn secrets env environment headers header oauth".split(" "));
/** True for a name whose value is better not shown: more than those of {@link isSecretLike}, also headers and variables. */
function mayNameSecret(name) {
	if (parts.test(name)) return true;
	return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).some((word) => words.has(word));
}
// src/secret/redact-text.ts
const hidden = "[hidden]";
const placeholdersOnly = /^(\$\{SECRET:[A-Za-z_][A-Za-z0-9_]*\}|Bearer |Basic |[\s:"'])*$/;
/** A name and what gives it a value, anywhere: `--token=`, `TOKEN=`, `"apiKey": `, `;Password=`. The name of a placeholder is none. */
const assignment = /(?<!\$\{)(?<![\w.$%-])[\w.$%-]*[\w%][\]"'`]*\s*[=:]\s*(?!\/\/)/g;
/** What stands before credentials in a header. */
const scheme = /(?<![\w-])(?:bearer|basic|digest|negotiate|token)\s+(?=\S)/i;
/** What the well-known issuers of tokens begin them with. */
const knownToken = /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{12,}|sk-[\w-]{16,}|xox[a-z]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{12,}|AIza[\w-]{30,}|(?:npm|hf)_\w{20,}|pypi-[\w-]{16,}|SG\.[\w.-]{20,}|eyJ[\w.-]{16,})/g;
/** A text that nobody would show, unless it says no more than where a secret goes. */
function hideText(text) {
	return placeholdersOnly.test(text) ? text : hidden;
}
/** A text of one value or one word: what follows a name or a scheme that speaks of a secret is hidden, up to its end. */
function redactText(text) {
	const cut = cutOf(text);
	const [shown, rest] = cut === void 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut)];
	return redactMarks(shown) + (rest === "" ? "" : hideText(rest));
}
/** A text for people, such as a prompt: of each line only the word is hidden that follows such a name. */
function redactProse(text) {
	return redactMarks(text.replace(/(?<![\w.-])([\w.-]*[\w-]["']?[ \t]*[=:][ \t]*)(?!\/\/)(\S+)/g, (whole, name, value, at) => text.slice(Math.max(0, at - 2), at) !== "${" && mayNameSecret(name) ? name + hideText(value) : whole));
}
/** Where a secret may begin. */
function cutOf(text) {
	for (const match of text.matchAll(assignment)) if (mayNameSecret(match[0])) return match.index + match[0].length;
	const match = scheme.exec(text);
	return match ? match.index + match[0].length : void 0;
}
/** What looks like a secret whatever stands before it. */
function redactMarks(text) {
	const shown = redactUrls(text).replace(knownToken, hidden);
	return shown.includes("@") ? shown.replace(/\S+/g, redactUser) : shown;
}
/** `user:password@host`, with any scheme but one that is followed by two slashes; what comes before an image's digest is none. */
function redactUser(word) {
	const at = word.lastIndexOf("@");
	const colon = /:(?!\/\/)/.exec(word)?.index ?? -1;
	if (colon === -1 || colon >= at - 1 || word.startsWith("@sha256:", at)) return word;
	return word.slice(0, colon + 1) + hideText(word.slice(colon + 1, at)) + word.slice(at);
}
/**
* Any URL in a text without its user, password, query and fragment, and without parts of its path that are too long and too mixed for
* somebody to have thought of them, except for placeholders.
*/
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
/** Flags whose value is a secret by custom: a password, a key, `user:password`, a header, a variable, what is sent. */
const customaryFlag = /^(?:-[pPuUHebkKtxd]|--(?:[\w-]+-)?(?:headers?|env|env-vars?|env-file|cookies?|user|username|login|proxy|data(?:-raw|-binary|-ascii|-urlencode)?|cert|from-literal|build-arg|dsn|set))$/;
/** The short ones with the value in the same word: `-Hx: y`. */
const customaryWord = /^-[pPuUHebkD](?=[^\s=])/;
const flag = /^(?:--?|\/)[A-Za-z][\w.-]*$/;
const flagWithValue = /^((?:--?|\/)[A-Za-z][\w.-]*)([=:])([\s\S]*)$/;
/** What a shell takes for one word, with its quotes. */
const shellWord = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']|["'][\s\S]*)+/g;
/** True for a word after which a secret may stand. */
function takesSecret(word) {
	return customaryFlag.test(word) || /^--?[A-Za-z]/.test(word) && flag.test(word) && mayNameSecret(word);
}
/** Command lines in command lines that are looked into; what is deeper is hidden. */
const mostNested = 5;
/** One word of a command line, which may be a command line itself, as after `sh -c`. */
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
/** As Windows programs are given them: `/password:X`. */
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
/**
* A copy of a config value that can be shown: by where a string stands, and only then by what it looks like. Whatever stands under
* `env`, `headers` and names that speak of a secret, values of flags, headers and variables that carry secrets, also in the
* middle of a command line, the credentials and query of URLs, and tokens of well-known issuers are hidden. A placeholder is no
* secret and stays. More is hidden than must be. A value that is one string is a prompt: a text for people.
*/
function redact(value) {
	return typeof value === "string" ? redactProse(value) : copy$1(value, false);
}
/** As {@link redact}, for a value that stands under a name: of one that speaks of a secret, all of it is hidden. */
function redactEntry(name, value) {
	return copy$1(value, mayNameSecret(name));
}
function copy$1(value, hide) {
	if (typeof value === "string") return hide ? hideText(value) : redactWord(value);
	if (Array.isArray(value)) return copyList(value, hide);
	if (typeof value !== "object" || value === null) return hide && value !== null ? hidden : value;
	const entries = Object.entries(value).map(([key, item]) => [key, copy$1(item, hide || mayNameSecret(key))]);
	return Object.fromEntries(entries);
}
/** In a list, a flag such as `--token` hides what follows it. */
function copyList(list, hide) {
	let hidesNext = false;
	return list.map((item) => {
		const isValue = hidesNext;
		const isSign = isValue && (item === "=" || item === ":");
		hidesNext = isSign || !isValue && typeof item === "string" && takesSecret(item);
		return isSign ? item : copy$1(item, hide || isValue);
	});
}
// src/secret/secret-name.ts
/** What every variable that carries a secret's value starts with. */
const secretVariablePrefix = "IDENTIKIT_SECRET_";
/** Where the keys come from: the variable that holds them, or the one that names a file. */
const keyVariables = {
	keys: "IDENTIKIT_SECRET_KEYS",
	file: "IDENTIKIT_SECRET_KEYS_FILE"
};
const shape = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const reserved = new Set(Object.values(keyVariables).map((variable) => variable.slice(17)));
/** True for a name that a secret may have: as an environment variable is named, 128 characters at most. */
function isSecretName(name) {
	return shape.test(name) && !reserved.has(name.toUpperCase());
}
/**
* @throws {IdentikitError} `SECRET_INVALID`
*/
function checkSecretName(name) {
	if (isSecretName(name)) return;
	const why = reserved.has(name.toUpperCase()) ? "is reserved for the secret keys" : "is not letters, digits and underscores, or is longer than 128 characters";
	throw new IdentikitError("SECRET_INVALID", `the secret name ${visible(name)} ${why}`, { remedy: "Choose a name such as GITHUB_TOKEN." });
}
// src/secret/placeholder.ts
const opening = "${SECRET:";
const placeholder = /\$\{SECRET:([^}]*)\}/g;
/** What the agent client expands by itself: `${VAR}` and `${VAR:-default}`, in one pass, with no escape. */
const clientExpansion = /\$\{[^}]*\}/g;
/**
* The placeholders in every string of a JSON value, in the order in which they stand; keys of objects hold none.
* @param where what the value is, for messages: "mcpServers.github"
* @throws {IdentikitError} `SECRET_INVALID` for one that is malformed: the agent client would pass it on as it is
*/
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
/**
* A copy of a JSON value with every placeholder replaced.
* @param values each secret by name; a name that is not in it is a mistake of the caller
* @param where what the value is, for messages
* @param options `expandsVariables` is false for a client that takes `${VAR}` as it stands
* @throws {IdentikitError} `SECRET_INVALID` where the agent client would read a part of a secret as a variable of
* its own and change it
*/
function fillPlaceholders(value, values, where, { expandsVariables = true } = {}) {
	return copy(value, where, {
		values,
		expandsVariables
	});
}
function copy(value, where, filling) {
	if (typeof value === "string") return fill(value, where, filling);
	if (Array.isArray(value)) return value.map((item, index) => copy(item, `${where}.${index}`, filling));
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).map(([key, item]) => [key, copy(item, `${where}.${key}`, filling)]);
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
/** Visits every string of a value; the path is one list that grows and shrinks, since a fleet has many values. */
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
// src/secret/mask.ts
/**
* The forms in which a value could turn up in a log: itself, each of its lines, and what base64, a URL and JSON
* make of it. Lines of white space are left out, since masking them would blank every log.
*/
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
/** Placeholders name secrets that no provider has. */
var MissingSecretError = class extends IdentikitError {
	name = "MissingSecretError";
	/** The first of {@link secretNames}. */
	secretName;
	/** Every one that is missing, so that they can be set in one go. */
	secretNames;
	/**
	* @param missing one secret or several
	* @param needed what needs them, for the message: "agent scout, mcpServers.github"
	*/
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
/** Sealed secrets, from wherever they are stored, with the keyring that opens them. */
var SealedProvider = class {
	#load;
	#keyring;
	/** @param keyring left out in a job that has no key: then this place only says that it cannot open */
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
/**
* Secrets from a job's environment, only under `IDENTIKIT_SECRET_<NAME>`: a config row can never pull the job's
* own tokens, nor the keys.
*/
var EnvironmentProvider = class {
	#env;
	#fingerprintKey;
	/**
	* @param fingerprintKey keeps fingerprints the same from run to run; without it they are good for this run only
	*/
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
/** What another place has, each secret as it was when it was first asked for. */
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
const toldAsItIs = new Set(["ACCESS_LOG_FAILED", "DATABASE_BUSY"]);
/**
* Gives out secrets, each only after its access was kept and its value masked. Reads that are asked for at the same
* time share one write of the log, since each write waits for the disk.
*/
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
	/** @throws {IdentikitError} `KEYRING_WRONG` where it is there, and only under a key that is not: it is not missing */
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
/** A reader of remembered secrets, which also remembers its answers: a fleet asks for the same few again and again. */
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
// src/secret/access-chain.ts
/**
* Hashes what the access log holds: HMAC-SHA-256 under a key that is derived from one of the keyring, so that who can write
* to the database cannot make a line that holds. Without a keyring, plain SHA-256: it shows damage, and what differs from heads
* that were kept elsewhere, and no more.
*/
var AccessHasher = class AccessHasher {
	keyId;
	#key;
	constructor(keyId, key) {
		this.keyId = keyId;
		this.#key = key;
	}
	/** The hasher of new sessions: under the key that seals. */
	static of(keyring) {
		return certain(AccessHasher.all(keyring)[0]);
	}
	/** A hasher for each key, the sealing one first, and last the one without a key. */
	static all(keyring) {
		return [...(keyring?.deriveAll("access-log/v1") ?? []).map(({ id, bytes }) => new AccessHasher(id, bytes)), new AccessHasher("", void 0)];
	}
	session(record) {
		const { number, session, keyId, started, noted, previous } = record;
		return this.#hash([
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
		return this.#hash([
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
	/** As a JSON list, no two records are the same bytes. */
	#hash(parts) {
		const text = JSON.stringify(parts);
		return (this.#key ? createHmac("sha256", this.#key) : createHash("sha256")).update(text).digest("base64url");
	}
};
// src/secret/sealed-secret.ts
/** The largest value of a secret, in bytes of UTF-8: the 1 MiB of a large key file, and no more. */
const maxSecretBytes = 1048576;
// src/secret/keyring.ts
const cipher = "aes-256-gcm";
const sizes = {
	key: 32,
	nonce: 12,
	tag: 16
};
const keyIdShape = /^[A-Za-z0-9._-]{1,64}$/;
/**
* The keys that secrets are sealed under: the first one seals, all of them open. Keys come from outside the
* database, since a copy of the database must not open itself.
*/
var Keyring = class Keyring {
	#keys;
	/** The id of the key that seals. */
	sealingKeyId;
	constructor(keys, sealingKeyId) {
		this.#keys = keys;
		this.sealingKeyId = sealingKeyId;
	}
	/**
	* Reads `id:base64` entries, separated by commas or line ends; lines that start with `#` are comments. Each key
	* is 256 bits.
	* @param source what messages call the text, such as `IDENTIKIT_SECRET_KEYS`; its content is never shown
	* @throws {IdentikitError} `KEYRING_INVALID`
	*/
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
	/** A new key in the form that {@link Keyring.parse} reads. */
	static generateEntry(id) {
		return `${id}:${randomBytes(sizes.key).toString("base64")}`;
	}
	/** The ids of the keys, the sealing one first. */
	get ids() {
		return [...this.#keys.keys()];
	}
	/** True where a value sealed under that key can be opened. */
	has(keyId) {
		return this.#keys.has(keyId);
	}
	/**
	* Seals a value under the first key with a fresh random nonce. Name, version and key id are authenticated with
	* it, so that a sealed value cannot be moved to another name or passed off as a newer version.
	*/
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
	/**
	* Opens a sealed value.
	* @throws {IdentikitError} `SECRET_UNREADABLE` where the key is not there, or anything of it was altered
	*/
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
	/** A key for another purpose, derived from the sealing key; it tells nothing of that key. */
	derive(purpose) {
		return this.#derive(purpose, this.#key(this.sealingKeyId, ""));
	}
	/** {@link derive} for each key of the ring, the sealing one first: what an older key made can still be read. */
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
/** As a JSON list, no two triples are the same bytes. */
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
		key
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
/**
* The keyring in a key file: `id:base64` entries, one a line.
* @param mayShare whether the file's group may read it too (mode 0640), where its owner said so
* @throws {IdentikitError} `KEYRING_INVALID` where it is missing, malformed, or open to other users of the machine;
* `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
*/
function readKeyFile(file, mayShare = false) {
	const keyring = readIfPresent(file, mayShare);
	if (keyring) return keyring;
	throw new IdentikitError("KEYRING_INVALID", `the key file ${file} does not exist`, { remedy: "Name the right file, or make one with `id:base64` in it and mode 0600." });
}
/**
* The keyring in a key file, which is made (mode 0600, one new key) where it is missing. Of several runs that start
* at once, one makes it and all use it. For the embedded quick start: a team keeps its keys where its other secrets are.
* @param file beside the database, never in it
* @throws {IdentikitError} as {@link readKeyFile}; `FILE_UNWRITABLE`
*/
function ensureLocalKeyring(file) {
	const present = readIfPresent(file);
	if (present) return present;
	using directory = AnchoredDirectory.make(dirname(resolve(file)));
	const entry = `# Opens the secrets of the config database beside it. Keep it out of version control.\n${Keyring.generateEntry("local-1")}\n`;
	createFileIn(directory, basename(file), Buffer.from(entry), { mode: 384 });
	return readKeyFile(file);
}
/**
* Writes a new key file, mode 0600.
* @param entry as {@link Keyring.generateEntry} gives it
* @throws {IdentikitError} `FILE_UNWRITABLE`, also where there is something at the path: keys that are lost open nothing any more
*/
function writeKeyFile(file, entry) {
	using directory = AnchoredDirectory.make(dirname(resolve(file)));
	if (createFileIn(directory, basename(file), Buffer.from(`${keyFileHead}${entry}\n`), { mode: 384 })) return;
	throw new IdentikitError("FILE_UNWRITABLE", `${file} is there already`, { remedy: "Name a file that is not there yet; a key file is never overwritten." });
}
const keyFileHead = "# Opens the secrets of a config database. Keep it out of version control.\n";
/**
* A file that holds a key of another form, such as a private key in PEM.
* @throws {IdentikitError} `KEYRING_INVALID` where it is missing, or open to other users of the machine; `PATH_LINKED`,
* `ENTRY_TYPE`, `FILE_UNREADABLE`
*/
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
// src/secret/credential-in.ts
/** What stands before a credential in a header, with a credential behind it that is no placeholder. */
const schemeWithValue = /(?:^|\s)(?:bearer|basic)\s+(?!\$\{)\S{8,}/i;
const userInUrl = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:(?!\$\{)[^\s/?#@]+@/i;
/**
* Where a value holds what looks like a credential rather than a placeholder for one: a token of a well-known issuer, what follows
* `Bearer`, a password in a URL, a text under a name such as `API_TOKEN` or behind a flag such as `--token`.
* @returns the keys and indices that lead to it, joined by dots; `undefined` where there is none. No value is shown.
*/
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
// src/secret/access-log.ts
/**
* A log that also remembers what it was given, so that a job can leave its accesses as a file. What the inner log
* refused is not among them.
*/
var RecordingAccessLog = class {
	recorded = [];
	#inner;
	/** @param inner where accesses are kept for good; left out, only here */
	constructor(inner) {
		this.#inner = inner;
	}
	async record(accesses) {
		await this.#inner?.record(accesses);
		this.recorded.push(...accesses);
	}
};
/** Accesses as JSON lines: the file that a job leaves behind. */
function formatAccesses(accesses) {
	return accesses.map(({ time, secret, agent, accessor, reason }) => JSON.stringify({
		time,
		secret,
		agent,
		accessor,
		reason
	})).map((line) => `${line}\n`).join("");
}
export { AccessHasher, EnvironmentProvider, Keyring, LoggedSecretReader, MissingSecretError, RecordingAccessLog, SealedProvider, checkSecretName, credentialIn, ensureLocalKeyring, fillPlaceholders, findPlaceholders, formatAccesses, isSecretLike, isSecretName, maxSecretBytes, readKeyFile, readPrivateFile, redact, redactEntry, secretVariablePrefix, writeKeyFile };
