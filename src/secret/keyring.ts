import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";
import type { SealedSecret } from "./sealed-secret.ts";

const cipher = "aes-256-gcm";
const sizes = { key: 32, nonce: 12, tag: 16 } as const;
const keyIdShape = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * The keys that secrets are sealed under: the first one seals, all of them open. Keys come from outside the
 * database, since a copy of the database must not open itself.
 */
export class Keyring {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  /** The id of the key that seals. */
  readonly sealingKeyId: string;

  private constructor(keys: ReadonlyMap<string, KeyObject>, sealingKeyId: string) {
    this.#keys = keys;
    this.sealingKeyId = sealingKeyId;
  }

  /**
   * Reads `id:base64` entries, separated by commas or line ends; lines that start with `#` are comments. Each key
   * is 256 bits.
   * @param source what messages call the text, such as `IDENTIKIT_SECRET_KEYS`; its content is never shown
   * @throws {IdentikitError} `KEYRING_INVALID`
   */
  static parse(text: string, source: string): Keyring {
    const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#"));
    const entries = lines.flatMap((line) => line.split(",")).map((entry) => entry.trim());
    const keys = new Map<string, KeyObject>();
    for (const [index, entry] of entries.filter((entry) => entry !== "").entries()) {
      const { id, key } = parseEntry(entry, `${source}, key ${index + 1}`);
      if (keys.has(id)) throw invalid(`${source}: the key id ${id} stands twice`);
      keys.set(id, key);
    }
    const [first] = keys.keys();
    if (first === undefined) throw invalid(`${source} holds no key`);
    return new Keyring(keys, first);
  }

  /** A new key in the form that {@link Keyring.parse} reads. */
  static generateEntry(id: string): string {
    return `${id}:${randomBytes(sizes.key).toString("base64")}`;
  }

  /** The ids of the keys, the sealing one first. */
  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** True where a value sealed under that key can be opened. */
  has(keyId: string): boolean {
    return this.#keys.has(keyId);
  }

  /**
   * Seals a value under the first key with a fresh random nonce. Name, version and key id are authenticated with
   * it, so that a sealed value cannot be moved to another name or passed off as a newer version.
   */
  seal(name: string, version: string, value: string): SealedSecret {
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
      tag: sealing.getAuthTag().toString("base64"),
    };
  }

  /**
   * Opens a sealed value.
   * @throws {IdentikitError} `SECRET_UNREADABLE` where the key is not there, or anything of it was altered
   */
  open(sealed: SealedSecret): string {
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
  derive(purpose: string): Uint8Array {
    return this.#derive(purpose, this.#key(this.sealingKeyId, ""));
  }

  /** {@link derive} for each key of the ring, the sealing one first: what an older key made can still be read. */
  deriveAll(purpose: string): { readonly id: string; readonly bytes: Uint8Array }[] {
    return [...this.#keys].map(([id, key]) => ({ id, bytes: this.#derive(purpose, key) }));
  }

  #derive(purpose: string, key: KeyObject): Uint8Array {
    return createHmac("sha256", key).update(`identikit/${purpose}`).digest();
  }

  #key(keyId: string, name: string): KeyObject {
    const key = this.#keys.get(keyId);
    if (key) return key;
    throw new IdentikitError(
      "SECRET_UNREADABLE",
      `secret ${name} is sealed under key ${keyId}, which is not here`,
      {
        remedy: "Add that key to IDENTIKIT_SECRET_KEYS (after the first), or set the secret again.",
      },
    );
  }
}

/** As a JSON list, no two triples are the same bytes. */
function associatedData(name: string, version: string, keyId: string): Buffer {
  return Buffer.from(`identikit-secret/v1\n${JSON.stringify([name, version, keyId])}`);
}

function parseEntry(entry: string, where: string): { id: string; key: KeyObject } {
  const colon = entry.indexOf(":");
  const id = entry.slice(0, Math.max(colon, 0));
  // What stands before the colon may itself be a key that lacks its id: never shown unless it can be no key.
  if (colon === -1) throw invalid(`${where}: no id before the key (id:base64)`);
  if (!keyIdShape.test(id))
    throw invalid(`${where}: the id is not letters, digits, dots, dashes and underscores`);
  const text = entry.slice(colon + 1);
  const key = Buffer.from(text, "base64");
  const canonical = key.toString("base64").replaceAll("=", "") === text.replaceAll("=", "");
  if (key.length !== sizes.key || !canonical)
    throw invalid(`${where} (${visible(id)}): not 32 bytes of base64`);
  return { id, key: createSecretKey(key) };
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("KEYRING_INVALID", problem, {
    remedy: "Write id:base64 entries with 32 random bytes each, as `openssl rand -base64 32` prints.",
  });
}

function altered(name: string, cause?: unknown): IdentikitError {
  return new IdentikitError(
    "SECRET_UNREADABLE",
    `secret ${name} was altered, or its key is another of the same id`,
    {
      remedy: `Set it again with: identikit secret set ${name}`,
      cause,
    },
  );
}
