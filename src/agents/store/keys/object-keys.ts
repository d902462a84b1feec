import type { Session } from "../../../config/connection/session.ts";
import type { ConfigDatabase } from "../../../config/database.ts";
import type { KeyPurpose } from "../../../config/schema/agent-key-tables.ts";

/** A key of an organisation. */
export interface ObjectKeyName {
  readonly purpose: KeyPurpose;
  readonly value: string;
}

/** Who holds a key. */
export interface HeldKey extends ObjectKeyName {
  readonly holder: string;
}

/** The keys of events and runs of one organisation, in one transaction of kind `write`. */
export class ObjectKeys {
  readonly #session: Session;
  readonly #database: Pick<ConfigDatabase, "kind">;
  readonly #namespace: string;

  constructor(session: Session, database: Pick<ConfigDatabase, "kind">, namespace: string) {
    this.#session = session;
    this.#database = database;
    this.#namespace = namespace;
  }

  /**
   * Keeps others from these words until the transaction ends: what is read under them afterwards is what is there. All of a transaction
   * are taken at once, in one order, so that no two transactions wait for each other.
   */
  async lock(words: readonly string[]): Promise<void> {
    // SQLite has one writer at a time.
    if (this.#database.kind === "sqlite" || words.length === 0) return;
    const { query, sql } = this.#session;
    const named = words.map((word) => sql`(${JSON.stringify([this.#namespace, word])})`);
    const numbers = sql`SELECT DISTINCT hashtextextended(word, 0) AS number FROM (VALUES ${sql.join(named)}) AS w (word) ORDER BY number`;
    await sql`SELECT pg_advisory_xact_lock(number) FROM (${numbers}) AS n`.execute(query);
  }

  /** Gives a key to an object, unless the purpose allows one holder and there is one. @returns whether it was given just now */
  async take({ purpose, value, holder }: HeldKey): Promise<boolean> {
    const { query, sql } = this.#session;
    const { rows } = await sql<{ holder: string }>`INSERT INTO agent_key (namespace, purpose, value, holder)
      VALUES (${this.#namespace}, ${purpose}, ${value}, ${holder}) ON CONFLICT DO NOTHING RETURNING holder`.execute(
      query,
    );
    return rows.length > 0;
  }

  /** The objects that hold a key, by name. */
  async holders({ purpose, value }: ObjectKeyName): Promise<readonly string[]> {
    const { query, sql } = this.#session;
    const { rows } = await sql<{ holder: string }>`SELECT holder FROM agent_key
      WHERE namespace = ${this.#namespace} AND purpose = ${purpose} AND value = ${value} ORDER BY holder`.execute(
      query,
    );
    return rows.map(({ holder }) => holder);
  }

  /** Takes a key from an object that no longer counts under it. */
  async drop({ purpose, value, holder }: HeldKey): Promise<void> {
    const { query, sql } = this.#session;
    await sql`DELETE FROM agent_key WHERE namespace = ${this.#namespace} AND purpose = ${purpose} AND value = ${value}
      AND holder = ${holder}`.execute(query);
  }
}
