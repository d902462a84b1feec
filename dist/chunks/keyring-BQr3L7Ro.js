import { F as visible, I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
const cipher = "aes-256-gcm", sizes = {
	key: 32,
	nonce: 12,
	tag: 16
}, keyIdShape = /^[A-Za-z0-9._-]{1,64}$/;
/**
* The keys that secrets are sealed under: the first one seals, all of them open. Keys come from outside the
* database, since a copy of the database must not open itself.
*/
var Keyring = class Keyring {
	#keys;
	/** The id of the key that seals. */
	sealingKeyId;
	constructor(keys, sealingKeyId) {
		this.#keys = keys, this.sealingKeyId = sealingKeyId;
	}
	/**
	* Reads `id:base64` entries, separated by commas or line ends; lines that start with `#` are comments. Each key
	* is 256 bits.
	* @param source what messages call the text, such as `IDENTIKIT_SECRET_KEYS`; its content is never shown
	* @throws {IdentikitError} `KEYRING_INVALID`
	*/
	static parse(text, source) {
		let entries = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#")).flatMap((line) => line.split(",")).map((entry) => entry.trim()), keys = /* @__PURE__ */ new Map();
		for (let [index, entry] of entries.filter((entry) => entry !== "").entries()) {
			let { id, key } = parseEntry(entry, `${source}, key ${index + 1}`);
			if (keys.has(id)) throw invalid(`${source}: the key id ${id} stands twice`);
			keys.set(id, key);
		}
		let [first] = keys.keys();
		if (first === void 0) throw invalid(`${source} holds no key`);
		return new Keyring(keys, first);
	}
	/** A new key in the form that {@link Keyring.parse} reads. */
	static generateEntry(id) {
		return `${id}:${randomBytes(sizes.key).toString("base64")}`;
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
		let keyId = this.sealingKeyId, nonce = randomBytes(sizes.nonce), sealing = createCipheriv(cipher, this.#key(keyId, name), nonce, { authTagLength: sizes.tag });
		sealing.setAAD(associatedData(name, version, keyId));
		let [nonceText, ciphertextText, tag] = [
			nonce,
			Buffer.concat([sealing.update(value, "utf8"), sealing.final()]),
			sealing.getAuthTag()
		].map((part) => part.toString("base64"));
		return {
			name,
			version,
			keyId,
			nonce: nonceText,
			ciphertext: ciphertextText,
			tag
		};
	}
	/**
	* Opens a sealed value.
	* @throws {IdentikitError} `SECRET_UNREADABLE` where the key is not there, or anything of it was altered
	*/
	open(sealed) {
		let { name, version, keyId } = sealed, key = this.#key(keyId, name), [nonce, ciphertext, tag] = [
			sealed.nonce,
			sealed.ciphertext,
			sealed.tag
		].map((part) => Buffer.from(part, "base64"));
		if (nonce.length !== sizes.nonce || tag.length !== sizes.tag) throw altered(name);
		try {
			let opening = createDecipheriv(cipher, key, nonce, { authTagLength: sizes.tag });
			return opening.setAAD(associatedData(name, version, keyId)), opening.setAuthTag(tag), Buffer.concat([opening.update(ciphertext), opening.final()]).toString("utf8");
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
		let key = this.#keys.get(keyId);
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
	let colon = entry.indexOf(":"), id = entry.slice(0, Math.max(colon, 0));
	if (colon === -1) throw invalid(`${where}: no id before the key (id:base64)`);
	if (!keyIdShape.test(id)) throw invalid(`${where}: the id is not letters, digits, dots, dashes and underscores`);
	let text = entry.slice(colon + 1), key = Buffer.from(text, "base64"), canonical = key.toString("base64").replaceAll("=", "") === text.replaceAll("=", "");
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
export { Keyring as t };
