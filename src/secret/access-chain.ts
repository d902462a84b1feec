import { createHash, createHmac } from "node:crypto";
import { certain } from "../fault/certain.ts";
import type { SecretAccess } from "./access-log.ts";
import type { Keyring } from "./keyring.ts";

/** What a writer knew of another session when its own began. */
export interface NotedHead {
  readonly session: string;
  readonly keyId: string;
  /** The last line that the session had. */
  readonly seq: number;
  readonly hash: string;
}

/** What a session says of the log as it was when the session began. */
export interface Noted {
  /** The heads of the sessions right before it, oldest first. */
  readonly heads: readonly NotedHead[];
  /** The lines without a session, told by the first session only. */
  readonly unchained?: { readonly lines: number; readonly lastId: number; readonly digest: string };
}

/** The record with which a writer's session begins. The records are a chain of their own. */
export interface AccessSession {
  /** 1, 2, 3, … without a gap. */
  readonly number: number;
  /** A random name, never used twice. */
  readonly session: string;
  /** The key of the session's hashes; empty for a job that has no key. */
  readonly keyId: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** {@link Noted} as JSON, as it was hashed. */
  readonly noted: string;
  /** The hash of the record before, empty for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** Where a line stands in its session. */
export interface AccessLink {
  readonly session: string;
  /** 1, 2, 3, … without a gap. */
  readonly seq: number;
  /** The hash of the line before; for the first line, that of the session's record. */
  readonly previous: string;
}

/**
 * Hashes what the access log holds: HMAC-SHA-256 under a key that is derived from one of the keyring, so that who can write
 * to the database cannot make a line that holds. Without a keyring, plain SHA-256: it shows damage, and what differs from heads
 * that were kept elsewhere, and no more.
 */
export class AccessHasher {
  readonly keyId: string;
  readonly #key: Uint8Array | undefined;

  private constructor(keyId: string, key: Uint8Array | undefined) {
    this.keyId = keyId;
    this.#key = key;
  }

  /** The hasher of new sessions: under the key that seals. */
  static of(keyring: Keyring | undefined): AccessHasher {
    return certain(AccessHasher.all(keyring)[0]);
  }

  /** A hasher for each key, the sealing one first, and last the one without a key. */
  static all(keyring: Keyring | undefined): AccessHasher[] {
    const keyed = keyring?.deriveAll("access-log/v1") ?? [];
    return [...keyed.map(({ id, bytes }) => new AccessHasher(id, bytes)), new AccessHasher("", undefined)];
  }

  session(record: Omit<AccessSession, "hash">): string {
    const { number, session, keyId, started, noted, previous } = record;
    return this.#hash(["access-session/v1", number, session, keyId, started, noted, previous]);
  }

  line(access: SecretAccess, { session, seq, previous }: AccessLink): string {
    const { secret, agent, accessor, reason, time } = access;
    return this.#hash(["access-line/v1", session, seq, secret, agent, accessor, reason, time, previous]);
  }

  /** As a JSON list, no two records are the same bytes. */
  #hash(parts: readonly (string | number)[]): string {
    const text = JSON.stringify(parts);
    const hash = this.#key ? createHmac("sha256", this.#key) : createHash("sha256");
    return hash.update(text).digest("base64url");
  }
}
