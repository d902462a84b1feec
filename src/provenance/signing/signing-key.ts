import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { decryptCosignKey, isCosignKey } from "./cosign-key.ts";

/** A private key that statements are signed with, and the name that its bundles give it. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** SHA-256 of the public key (SPKI, DER) in base64, as cosign has it. */
  readonly hint: string;
}

/** The longest text that is taken for a key. Characters. */
const longestKey = 64 * 1024;

/**
 * A private key: PEM (PKCS #8, also encrypted; SEC 1) or cosign's own encrypted form.
 * @param name what messages call it
 * @param password opens an encrypted one
 * @throws {IdentikitError} `SIGNING_KEY_INVALID` for what is no ECDSA P-256 or Ed25519 key, or is not opened by the password
 */
export function parseSigningKey(text: string, name: string, password: string | undefined): SigningKey {
  const privateKey = readKey(name, () => {
    if (text.length > longestKey) throw new TypeError("it is too long for a key");
    if (!isCosignKey(text))
      return createPrivateKey(password === undefined ? text : { key: text, passphrase: password });
    if (password === undefined) throw new TypeError("it is encrypted, and there is no password");
    return createPrivateKey({ key: decryptCosignKey(text, password), format: "der", type: "pkcs8" });
  });
  return signingKeyOf(privateKey, name);
}

/**
 * A public key in PEM.
 * @throws {IdentikitError} `SIGNING_KEY_INVALID`
 */
export function parsePublicKey(text: string, name: string): KeyObject {
  const key = readKey(name, () => {
    // Node makes a public key of a private one, which nobody should have to hand over.
    if (!/-----BEGIN PUBLIC KEY-----/.test(text) || text.length > longestKey)
      throw new TypeError("it is no public key in PEM (-----BEGIN PUBLIC KEY-----)");
    return createPublicKey(text);
  });
  checkKind(key, name);
  return key;
}

/** The name that bundles give a public key. */
export function hintOf(publicKey: KeyObject): string {
  return createHash("sha256")
    .update(publicKey.export({ format: "der", type: "spki" }))
    .digest("base64");
}

function signingKeyOf(privateKey: KeyObject, name: string): SigningKey {
  checkKind(privateKey, name);
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, hint: hintOf(publicKey) };
}

/** Every verifier of today takes these two. */
function checkKind(key: KeyObject, name: string): void {
  const kind = key.asymmetricKeyType;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (kind === "ed25519" || (kind === "ec" && curve === "prime256v1")) return;
  throw invalid(name, `it is ${kind === "ec" ? `an EC key on ${curve}` : `of the kind ${kind}`}`);
}

function readKey(name: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch (cause) {
    // What OpenSSL says of a key is of no use to a person, and its own texts of ours are few.
    const reason =
      cause instanceof TypeError && !("code" in cause)
        ? cause.message
        : "it cannot be read, or the password is wrong";
    throw invalid(name, reason, cause);
  }
}

function invalid(name: string, reason: string, cause?: unknown): IdentikitError {
  return new IdentikitError("SIGNING_KEY_INVALID", `the key ${name}: ${reason}`, {
    remedy:
      "Give an ECDSA P-256 or Ed25519 key in PEM, or one of `cosign generate-key-pair`; its password in IDENTIKIT_SIGN_PASSWORD or COSIGN_PASSWORD.",
    cause,
  });
}
