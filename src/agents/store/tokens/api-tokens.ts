import { createHash, randomBytes } from "node:crypto";
import type { ConfigDatabase } from "../../../config/database.ts";
import { type Actor, actor as actorSchema } from "../../kinds/actor.ts";

/** Who a token is for, and until when. */
export interface TokenGrant {
  readonly actor: Actor;
  /** The organisation that it is good for. */
  readonly namespace: string;
  readonly expires: Date;
}

/** So that a token that lies somewhere is known as ours. */
const prefix = "idt_";

/**
 * What people and service accounts sign in to the API with. A token is 256 random bits; the database has its SHA-256 only, so nobody reads
 * one there. It is good for one organisation, until it expires or is withdrawn.
 */
export class ApiTokens {
  readonly #database: ConfigDatabase;

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** Makes a token, and takes those away whose time is over. @returns what nobody is told again */
  async issue({ actor, namespace, expires }: TokenGrant, now: Date): Promise<string> {
    const token = `${prefix}${randomBytes(32).toString("base64url")}`;
    await this.#database.transaction("write", async ({ query, sql }) => {
      await sql`DELETE FROM agent_token WHERE expires <= ${now.toISOString()}`.execute(query);
      await sql`INSERT INTO agent_token (hash, actor, namespace, created, expires) VALUES
        (${hashOf(token)}, ${JSON.stringify(actor)}, ${namespace}, ${now.toISOString()}, ${expires.toISOString()})`.execute(
        query,
      );
    });
    return token;
  }

  /** Who has a token; nobody where it was never given, is withdrawn, or its time is over. */
  async find(token: string, now: Date): Promise<TokenGrant | undefined> {
    return await this.#database.transaction("read", async ({ query, sql }) => {
      const { rows } = await sql<{ actor: string; namespace: string; expires: string }>`
        SELECT actor, namespace, expires FROM agent_token WHERE hash = ${hashOf(token)} AND expires > ${now.toISOString()}`.execute(
        query,
      );
      const [row] = rows;
      if (!row) return undefined;
      const actor = actorSchema.parse(JSON.parse(row.actor));
      return { actor, namespace: row.namespace, expires: new Date(row.expires) };
    });
  }

  /** Takes all tokens of somebody away. @returns how many there were */
  async withdraw({ kind, name }: Pick<Actor, "kind" | "name">, namespace: string): Promise<number> {
    return await this.#database.transaction("write", async ({ query, sql }) => {
      const { rows } = await sql<{ hash: string; actor: string }>`
        SELECT hash, actor FROM agent_token WHERE namespace = ${namespace}`.execute(query);
      const own = rows.filter(({ actor }) => {
        const whose = actorSchema.parse(JSON.parse(actor));
        return whose.kind === kind && whose.name.toLowerCase() === name.toLowerCase();
      });
      for (const { hash } of own) await sql`DELETE FROM agent_token WHERE hash = ${hash}`.execute(query);
      return own.length;
    });
  }
}

/** The token has 256 random bits, so a plain hash is enough: there is nothing to guess. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
