import { certain } from "../fault/certain.ts";
import type { SecretAccess } from "./access-log.ts";
import { ChainHasher } from "./chain-hasher.ts";
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

/** Hashes what the access log holds, under a key of the keyring or none: see {@link ChainHasher}. */
export class AccessHasher {
  readonly keyId: string;
  readonly #chain: ChainHasher;

  private constructor(chain: ChainHasher) {
    this.keyId = chain.keyId;
    this.#chain = chain;
  }

  /** The hasher of new sessions: under the key that seals. */
  static of(keyring: Keyring | undefined): AccessHasher {
    return certain(AccessHasher.all(keyring)[0]);
  }

  /** A hasher for each key, the sealing one first, and last the one without a key. */
  static all(keyring: Keyring | undefined): AccessHasher[] {
    return ChainHasher.all("access-log/v1", keyring).map((chain) => new AccessHasher(chain));
  }

  session(record: Omit<AccessSession, "hash">): string {
    const { number, session, keyId, started, noted, previous } = record;
    return this.#chain.hash(["access-session/v1", number, session, keyId, started, noted, previous]);
  }

  line(access: SecretAccess, { session, seq, previous }: AccessLink): string {
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
      previous,
    ]);
  }
}
