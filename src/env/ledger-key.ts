import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { createFileIn, writeFileIn } from "../tree/atomic-file.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { EnvDirectories } from "./env-directories.ts";

const keyName = "ledger.key";

/**
 * What the digests of a ledger are keyed with. A ledger says of files that hold secrets whether they are as they
 * were written; without the key it must not let anybody try out guesses of those secrets.
 */
export class LedgerKey {
  readonly id: string;
  readonly secret: KeyObject;

  /** @param bytes 32 random ones, or as good */
  constructor(id: string, bytes: Uint8Array) {
    this.id = id;
    this.secret = createSecretKey(bytes);
  }

  /** A key for another use that follows from this one, and does not lead back to it. */
  derive(use: string): Buffer {
    return createHmac("sha256", this.secret).update(`derived\n${use}\n`).digest();
  }

  /**
   * The key that stands beside the ledgers, made where there is none: for a place without a keyring. Who can read it
   * can read the env directories as well.
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `PATH_LINKED`
   */
  static local(envRoot: string): LedgerKey {
    using place = EnvDirectories.make(envRoot);
    for (;;) {
      const found = readFileIn(place.ledgers, keyName, 1024)?.bytes.toString("latin1").trim();
      if (found && /^[0-9a-f]{64}$/.test(found)) return new LedgerKey("local", Buffer.from(found, "hex"));
      const made = Buffer.from(`${randomBytes(32).toString("hex")}\n`);
      // Of several that start at once one makes it; what is no key is replaced.
      const write = found === undefined ? createFileIn : writeFileIn;
      write(place.ledgers, keyName, made, { mode: 0o600 });
    }
  }
}

/** What a seal needs of a {@link LedgerKey}: it can be handed to another thread. */
export type SealKey = Pick<LedgerKey, "id" | "secret">;

/** Digests of one agent's files under one key. Equal content of two agents, or of two files, has unequal digests. */
export class LedgerSeal {
  readonly keyId: string;
  readonly #key: KeyObject;
  readonly #agent: string;

  constructor(key: SealKey, agent: string) {
    this.keyId = key.id;
    this.#key = key.secret;
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
