import { IdentikitError } from "../start/faces.js";
import { base64 as base64$1, int, literal, object } from "../vendor/zod.js";
import { xsalsa20poly1305 } from "../vendor/noble.js";
import { createHash, createPrivateKey, createPublicKey, scryptSync } from "node:crypto";
// src/provenance/signing/cosign-key.ts
const base64 = base64$1().transform((text) => Buffer.from(text, "base64"));
const schema = object({
	kdf: object({
		name: literal("scrypt"),
		params: object({
			N: int().min(2).max(1 << 18),
			r: int().min(1).max(8),
			p: int().min(1).max(2)
		}),
		salt: base64
	}),
	cipher: object({
		name: literal("nacl/secretbox"),
		nonce: base64
	}),
	ciphertext: base64
});
const form = /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END/;
function isCosignKey(text) {
	return form.test(text);
}
function decryptCosignKey(text, password) {
	const body = Buffer.from(form.exec(text)?.[1] ?? "", "base64").toString("utf8");
	const { kdf, cipher, ciphertext } = schema.parse(JSON.parse(body));
	const { N, r, p } = kdf.params;
	const key = scryptSync(password, kdf.salt, 32, {
		N,
		r,
		p,
		maxmem: 130 * N * r * p + 1048576
	});
	return Buffer.from(xsalsa20poly1305(key, cipher.nonce).decrypt(ciphertext));
}
// src/provenance/signing/signing-key.ts
const longestKey = 65536;
function parseSigningKey(text, name, password) {
	return signingKeyOf(readKey(name, () => {
		if (text.length > longestKey) throw new TypeError("it is too long for a key");
		if (!isCosignKey(text)) return createPrivateKey(password === void 0 ? text : {
			key: text,
			passphrase: password
		});
		if (password === void 0) throw new TypeError("it is encrypted, and there is no password");
		return createPrivateKey({
			key: decryptCosignKey(text, password),
			format: "der",
			type: "pkcs8"
		});
	}), name);
}
function parsePublicKey(text, name) {
	const key = readKey(name, () => {
		if (!/-----BEGIN PUBLIC KEY-----/.test(text) || text.length > longestKey) throw new TypeError("it is no public key in PEM (-----BEGIN PUBLIC KEY-----)");
		return createPublicKey(text);
	});
	checkKind(key, name);
	return key;
}
function hintOf(publicKey) {
	return createHash("sha256").update(publicKey.export({
		format: "der",
		type: "spki"
	})).digest("base64");
}
function signingKeyOf(privateKey, name) {
	checkKind(privateKey, name);
	const publicKey = createPublicKey(privateKey);
	return {
		privateKey,
		publicKey,
		hint: hintOf(publicKey)
	};
}
function checkKind(key, name) {
	const kind = key.asymmetricKeyType;
	const curve = key.asymmetricKeyDetails?.namedCurve;
	if (kind === "ed25519" || kind === "ec" && curve === "prime256v1") return;
	throw invalid(name, `it is ${kind === "ec" ? `an EC key on ${curve}` : `of the kind ${kind}`}`);
}
function readKey(name, read) {
	try {
		return read();
	} catch (cause) {
		throw invalid(name, cause instanceof TypeError && !("code" in cause) ? cause.message : "it cannot be read, or the password is wrong", cause);
	}
}
function invalid(name, reason, cause) {
	return new IdentikitError("SIGNING_KEY_INVALID", `the key ${name}: ${reason}`, {
		remedy: "Give an ECDSA P-256 or Ed25519 key in PEM, or one of `cosign generate-key-pair`; its password in IDENTIKIT_SIGN_PASSWORD or COSIGN_PASSWORD.",
		cause
	});
}
export { hintOf, parsePublicKey, parseSigningKey };
