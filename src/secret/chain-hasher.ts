import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { certain } from "../fault/certain.ts";
import type { Keyring } from "./keyring.ts";

/**
 * Hashes what a log holds, link by link: HMAC-SHA-256 under a key that is derived from one of the keyring, so that who can write to
 * the database cannot make a link that holds. Without a keyring, plain SHA-256: it shows damage, and what differs from heads that
 * were kept elsewhere, and no more.
 */
export class ChainHasher {
  /** The key of the keyring; empty for the hasher without one. */
  readonly keyId: string;
  readonly #key: KeyObject | undefined;

  private constructor(keyId: string, key: Uint8Array | undefined) {
    this.keyId = keyId;
    // Made once: each hash that is given bytes makes a key of them first, which takes seven times as long as the hash.
    this.#key = key && createSecretKey(key);
  }

  /**
   * The hasher of what is written now: under the key that seals.
   * @param purpose which log; each has keys of its own
   */
  static of(purpose: string, keyring: Keyring | undefined): ChainHasher {
    return certain(ChainHasher.all(purpose, keyring)[0]);
  }

  /** A hasher for each key, the sealing one first, and last the one without a key. */
  static all(purpose: string, keyring: Keyring | undefined): ChainHasher[] {
    const keyed = keyring?.deriveAll(purpose) ?? [];
    return [...keyed.map(({ id, bytes }) => new ChainHasher(id, bytes)), new ChainHasher("", undefined)];
  }

  /** As a JSON list, no two records are the same bytes. */
  hash(parts: readonly (string | number)[]): string {
    const hash = this.#key ? createHmac("sha256", this.#key) : createHash("sha256");
    return hash.update(JSON.stringify(parts)).digest("base64url");
  }
}
