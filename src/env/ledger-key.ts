import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { readFileIn } from "../tree/file-reader.ts";

/**
 * What the digests of a ledger are keyed with. A ledger says of files that hold secrets whether they are as they
 * were written; without the key it must not let anybody try out guesses of those secrets.
 */
export interface LedgerKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * A ledger key that follows from a key of the secret keyring (HKDF-SHA-256, RFC 5869), so that ledgers can be
 * carried from one machine to the next without a key of their own beside them.
 */
export function deriveLedgerKey(key: LedgerKey): LedgerKey {
  const bytes = hkdfSync("sha256", key.bytes, new Uint8Array(), "identikit/ledger/v1", 32);
  return { id: key.id, bytes: new Uint8Array(bytes) };
}

/**
 * The key that stands beside the ledgers, made where there is none: for a place without a keyring. Who can read it
 * can read the env directories as well.
 * @param place the open `.identikit` directory, mode 0700
 */
export function localLedgerKey(place: AnchoredDirectory): LedgerKey {
  const name = "ledger.key";
  for (;;) {
    const found = readFileIn(place, name, 1024)?.bytes.toString("latin1").trim();
    if (found && /^[0-9a-f]{64}$/.test(found)) return { id: "local", bytes: Buffer.from(found, "hex") };
    writeFileIn(place, name, Buffer.from(`${randomBytes(32).toString("hex")}\n`), { mode: 0o600 });
  }
}

/** Digests of one agent's files under one key. Equal content of two agents, or of two files, has unequal digests. */
export class LedgerSeal {
  readonly keyId: string;
  readonly #key: Uint8Array;
  readonly #agent: string;

  constructor(key: LedgerKey, agent: string) {
    this.keyId = key.id;
    this.#key = key.bytes;
    this.#agent = agent;
  }

  /** @param use what the content is, such as `.claude.json file`; without a line feed */
  digest(use: string, content: Uint8Array | string): string {
    return createHmac("sha256", this.#key)
      .update(`${this.#agent}\n${use}\n`)
      .update(content)
      .digest("base64url");
  }
}
