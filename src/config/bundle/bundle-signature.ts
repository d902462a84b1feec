import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";

/** What stands on the last line of a signed bundle. */
export interface BundleSignature {
  readonly algorithm: "ed25519" | "hmac-sha256";
  /** Of the keyring's key, or SHA-256 of the public key in DER (SPKI). */
  readonly keyId: string;
  /** Base64. */
  readonly value: string;
}

/** Signs the digest of a bundle, which vouches for every row. */
export interface BundleSigner {
  sign(bundle: Digest): BundleSignature;
}

/** Says whether a signature is of a bundle and under a key that is trusted. */
export interface BundleVerifier {
  /** What messages call the trusted keys. */
  readonly name: string;
  verify(bundle: Digest, signature: BundleSignature): boolean;
}

/** A keyring, as far as it is needed here. */
interface DerivedKeys {
  deriveAll(purpose: string): readonly { readonly id: string; readonly bytes: Uint8Array }[];
}

const purpose = "bundle-signature";

const schema = z.strictObject({
  signature: z.strictObject({
    algorithm: z.enum(["ed25519", "hmac-sha256"]),
    keyId: z.string().min(1).max(128),
    value: z.base64(),
  }),
});

/** The last line of a signed bundle, without its line end. */
export function formatSignature(signature: BundleSignature): string {
  const { algorithm, keyId, value } = signature;
  return JSON.stringify({ signature: { algorithm, keyId, value } });
}

/** A bundle's last line as a signature; `undefined` for a line that is none. */
export function parseSignature(line: string): BundleSignature | undefined {
  try {
    const { signature } = schema.parse(JSON.parse(line));
    return formatSignature(signature) === line ? signature : undefined;
  } catch {
    return undefined;
  }
}

/** Signs and verifies with a key derived from the keyring's: who can verify can sign as well. */
export function keyringSignatures(keyring: DerivedKeys): BundleSigner & BundleVerifier {
  const keys = keyring.deriveAll(purpose);
  const [sealing] = keys;
  if (!sealing) throw new TypeError("a keyring has a key");
  return {
    name: "the keyring",
    sign: (bundle) => ({
      algorithm: "hmac-sha256",
      keyId: sealing.id,
      value: tagOf(sealing.bytes, bundle).toString("base64"),
    }),
    verify: (bundle, { algorithm, keyId, value }) => {
      const key = keys.find(({ id }) => id === keyId);
      if (algorithm !== "hmac-sha256" || !key) return false;
      const [expected, given] = [tagOf(key.bytes, bundle), Buffer.from(value, "base64")];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

/**
 * Signs with an Ed25519 key (RFC 8032).
 * @param pem the private key, PKCS #8, as `openssl genpkey -algorithm ed25519` writes it
 * @param name what messages call it
 * @throws {IdentikitError} `KEYRING_INVALID`; nothing of the key is in the message
 */
export function ed25519Signer(pem: string, name: string): BundleSigner {
  const key = keyOf(() => createPrivateKey(pem), name, "an Ed25519 private key (PKCS #8, PEM)");
  const keyId = keyIdOf(createPublicKey(key));
  return {
    sign: (bundle) => ({
      algorithm: "ed25519",
      keyId,
      value: sign(null, signedText(bundle), key).toString("base64"),
    }),
  };
}

/**
 * Verifies signatures of an Ed25519 key.
 * @param pem the public key, SPKI, as `openssl pkey -pubout` writes it
 * @throws {IdentikitError} `KEYRING_INVALID`
 */
export function ed25519Verifier(pem: string, name: string): BundleVerifier {
  const what = "an Ed25519 public key (SPKI, PEM)";
  // A private key would be taken for its public one, and would then lie where public keys lie.
  if (pem.includes("PRIVATE KEY")) throw invalidKey(name, what);
  const key = keyOf(() => createPublicKey(pem), name, what);
  const own = keyIdOf(key);
  return {
    name,
    verify: (bundle, { algorithm, keyId, value }) =>
      algorithm === "ed25519" &&
      keyId === own &&
      verify(null, signedText(bundle), key, Buffer.from(value, "base64")),
  };
}

/**
 * Asks for a signature where one is required.
 * @throws {IdentikitError} `BUNDLE_UNSIGNED` where the bundle has none, or one that is not of a trusted key
 */
export function requireSignature(
  verifier: BundleVerifier | undefined,
  bundle: { readonly name: string; readonly digest: Digest; readonly signature: BundleSignature | undefined },
): void {
  if (!verifier) return;
  const { name, digest, signature } = bundle;
  if (signature && verifier.verify(digest, signature)) return;
  const problem = signature
    ? `carries a signature (${signature.algorithm}, key ${signature.keyId}) that is not one of ${verifier.name}`
    : "carries no signature";
  throw new IdentikitError("BUNDLE_UNSIGNED", `the bundle ${name} ${problem}`, {
    remedy: "Export it with --sign-key, under a key that is trusted here; nothing was imported.",
  });
}

/** What is signed says what it is, so that a signature made for another purpose is none. */
function signedText(bundle: Digest): Buffer {
  return Buffer.from(`identikit-config-bundle-signature/v1\n${bundle}\n`);
}

function tagOf(key: Uint8Array, bundle: Digest): Buffer {
  return createHmac("sha256", key).update(signedText(bundle)).digest();
}

function keyIdOf(key: KeyObject): string {
  return digestOf(key.export({ type: "spki", format: "der" }));
}

function keyOf(read: () => KeyObject, name: string, what: string): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Said below: the library's own message may quote the file.
  }
  throw invalidKey(name, what);
}

function invalidKey(name: string, what: string): IdentikitError {
  return new IdentikitError("KEYRING_INVALID", `${name} is not ${what}`, {
    remedy:
      "Make a pair with: openssl genpkey -algorithm ed25519 -out sign.pem && openssl pkey -in sign.pem -pubout -out sign.pub",
  });
}
