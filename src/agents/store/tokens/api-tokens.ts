import { createHash, randomBytes } from "node:crypto";
import type { ConfigDatabase } from "../../../config/database.ts";
import { type Actor, actor as actorSchema } from "../../kinds/actor.ts";

/** Who a token is for, until when, and for what. */
export interface TokenGrant {
  readonly actor: Actor;
  /** The organisation that it is good for. */
  readonly namespace: string;
  readonly expires: Date;
  /** The only things that it is good for, in the words of token scopes; everything that its holder may do if left out. */
  readonly scopes?: readonly string[] | undefined;
  /** How long it may go unused before it ends. Milliseconds; for ever if left out. */
  readonly idleMs?: number | undefined;
}

/** So that a token that lies somewhere is known as ours. */
const prefix = "idt_";
/** Stands for everything in the column of scopes; no scope is called so. */
const unlimited = "*";
/** A use is noted only if the one before is this old: most requests write nothing. Milliseconds. */
const noteEveryMs = 60_000;

interface FoundRow {
  readonly actor: string;
  readonly namespace: string;
  readonly expires: string;
  readonly scopes: string;
  readonly idle_ms: number;
  readonly used: string;
}

/**
 * What people and service accounts sign in to the API with. A token is 256 random bits; the database has its SHA-256 only, so nobody reads
 * one there. It is good for one organisation, until it expires, is not used for too long, or is withdrawn. Those with limits have a table
 * of their own, which programs of before know nothing of.
 */
export class ApiTokens {
  readonly #database: ConfigDatabase;

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** Makes a token, and takes those away whose time is over. @returns what nobody is told again */
  async issue({ actor, namespace, expires, scopes, idleMs }: TokenGrant, now: Date): Promise<string> {
    const token = `${prefix}${randomBytes(32).toString("base64url")}`;
    const [who, time, end] = [JSON.stringify(actor), now.toISOString(), expires.toISOString()];
    await this.#database.transaction("write", async ({ query, sql }) => {
      await sql`DELETE FROM agent_token WHERE expires <= ${time}`.execute(query);
      await sql`DELETE FROM agent_limited_token WHERE expires <= ${time}`.execute(query);
      if (scopes === undefined && idleMs === undefined)
        await sql`INSERT INTO agent_token (hash, actor, namespace, created, expires)
          VALUES (${hashOf(token)}, ${who}, ${namespace}, ${time}, ${end})`.execute(query);
      else
        await sql`INSERT INTO agent_limited_token (hash, actor, namespace, created, expires, scopes, idle_ms, used) VALUES
          (${hashOf(token)}, ${who}, ${namespace}, ${time}, ${end}, ${scopesText(scopes)}, ${idleMs ?? 0}, ${time})`.execute(
          query,
        );
    });
    return token;
  }

  /** Who has a token; nobody where it was never given, is withdrawn, or its time is over. It counts as used. */
  async find(token: string, now: Date): Promise<TokenGrant | undefined> {
    const [hash, time] = [hashOf(token), now.toISOString()];
    const row = await this.#database.transaction("read", async ({ query, sql }) => {
      const { rows } = await sql<FoundRow>`
        SELECT actor, namespace, expires, '*' AS scopes, 0 AS idle_ms, created AS used FROM agent_token
          WHERE hash = ${hash} AND expires > ${time}
        UNION ALL SELECT actor, namespace, expires, scopes, idle_ms, used FROM agent_limited_token
          WHERE hash = ${hash} AND expires > ${time}`.execute(query);
      return rows[0];
    });
    if (!row) return undefined;
    const idleMs = Number(row.idle_ms);
    const unusedMs = now.getTime() - new Date(row.used).getTime();
    if (idleMs > 0 && unusedMs >= idleMs) return undefined;
    if (idleMs > 0 && unusedMs >= Math.min(noteEveryMs, idleMs / 4)) await this.#noteUse(hash, time);
    return {
      actor: actorSchema.parse(JSON.parse(row.actor)),
      namespace: row.namespace,
      expires: new Date(row.expires),
      ...(row.scopes === unlimited ? {} : { scopes: row.scopes.split(" ") }),
      ...(idleMs === 0 ? {} : { idleMs }),
    };
  }

  /** Takes one token away. @returns whether it was there */
  async revoke(token: string): Promise<boolean> {
    return (await this.#delete([hashOf(token)])) > 0;
  }

  /** When the token of somebody that lasts longest ends, or has ended; nothing where they have none. */
  async expiryOf({ kind, name }: Pick<Actor, "kind" | "name">, namespace: string): Promise<Date | undefined> {
    return await this.#database.transaction("read", async ({ query, sql }) => {
      const { rows } = await sql<{ actor: string; expires: string }>`
        SELECT actor, expires FROM agent_token WHERE namespace = ${namespace}
        UNION ALL SELECT actor, expires FROM agent_limited_token WHERE namespace = ${namespace}`.execute(
        query,
      );
      const ends = rows
        .filter(({ actor }) => isOf(actor, { kind, name }))
        .map(({ expires }) => expires)
        .sort();
      const last = ends.at(-1);
      return last === undefined ? undefined : new Date(last);
    });
  }

  /** Takes all tokens of somebody away. @returns how many there were */
  async withdraw({ kind, name }: Pick<Actor, "kind" | "name">, namespace: string): Promise<number> {
    const rows = await this.#database.transaction("read", async ({ query, sql }) => {
      const all = await sql<{ hash: string; actor: string }>`
        SELECT hash, actor FROM agent_token WHERE namespace = ${namespace}
        UNION ALL SELECT hash, actor FROM agent_limited_token WHERE namespace = ${namespace}`.execute(query);
      return all.rows;
    });
    const own = rows.filter(({ actor }) => isOf(actor, { kind, name }));
    return await this.#delete(own.map(({ hash }) => hash));
  }

  async #delete(hashes: readonly string[]): Promise<number> {
    return await this.#database.transaction("write", async ({ query, sql }) => {
      let count = 0n;
      for (const hash of hashes)
        for (const table of ["agent_token", "agent_limited_token"]) {
          const done = await sql`DELETE FROM ${sql.table(table)} WHERE hash = ${hash}`.execute(query);
          count += done.numAffectedRows ?? 0n;
        }
      return Number(count);
    });
  }

  async #noteUse(hash: string, time: string): Promise<void> {
    await this.#database
      .transaction("write", ({ query, sql }) =>
        sql`UPDATE agent_limited_token SET used = ${time} WHERE hash = ${hash} AND used < ${time}`.execute(
          query,
        ),
      )
      .catch(() => {
        // A request is not refused because a busy database cannot note it; the next one is noted.
      });
  }
}

/** Scopes have no spaces. A list without any is good for nothing, which is not the same as no list. */
function scopesText(scopes: readonly string[] | undefined): string {
  return scopes === undefined ? unlimited : scopes.join(" ");
}

function isOf(actor: string, { kind, name }: Pick<Actor, "kind" | "name">): boolean {
  const whose = actorSchema.parse(JSON.parse(actor));
  return whose.kind === kind && whose.name.toLowerCase() === name.toLowerCase();
}

/** The token has 256 random bits, so a plain hash is enough: there is nothing to guess. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
