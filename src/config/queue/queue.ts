import type { RawBuilder } from "kysely";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import { sqliteNow } from "../schema/triggers-sqlite.ts";

/** An agent that a worker has taken to render, until its lease ends. */
export interface Claim {
  readonly agent: string;
  readonly worker: string;
  /** The writes that had made the agent due when it was taken. */
  readonly seq: number;
}

export interface TakeOptions {
  /** Names this worker; every process and every worker in it has its own. */
  readonly worker: string;
  /** Agents at most. */
  readonly limit: number;
  /** How long the claims hold before another worker may take them over. */
  readonly leaseMs: number;
  /** Which agents may be taken; default all. */
  readonly only?: ((agent: string) => boolean) | undefined;
}

/** The database's own clock in milliseconds: workers on several machines share it, and no other. */
export const clocks: Readonly<Record<DatabaseKind, string>> = {
  sqlite: sqliteNow,
  postgres: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
};

/**
 * Takes agents that are due, longest waiting first. No agent is taken by two workers at once; one whose worker died
 * is due again when its lease ends.
 */
export function takeDue(database: ConfigDatabase, options: TakeOptions): Promise<Claim[]> {
  const { worker, limit, leaseMs, only } = options;
  return database.transaction("claim", async ({ query, sql }) => {
    const now = sql.raw(clocks[database.kind]);
    // On PostgreSQL, rows that another worker is just taking, or a writer has just made due, are passed over.
    const skip = sql.raw(database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "");
    const mine = only && (await dueAmong(query, sql, now, only));
    if (mine?.length === 0) return [];
    const among = mine ? sql`AND agent IN (${sql.join(mine.slice(0, limit))})` : sql``;
    const { rows } = await sql<{ agent: string; seq: number }>`
      WITH due AS MATERIALIZED (
        SELECT agent FROM render_queue WHERE due_at <= ${now} ${among} ORDER BY due_at, agent LIMIT ${limit} ${skip})
      UPDATE render_queue SET worker = ${worker}, claimed_seq = seq, claimed_at = ${now}, due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
      WHERE agent IN (SELECT agent FROM due) RETURNING agent, seq`.execute(query);
    return rows.map(({ agent, seq }) => ({ agent, worker, seq }));
  });
}

/** The agents of a part of the fleet that are due, longest waiting first. */
async function dueAmong(
  query: Session["query"],
  sql: Session["sql"],
  now: RawBuilder<unknown>,
  only: (agent: string) => boolean,
): Promise<string[]> {
  const { rows } = await sql<{ agent: string }>`
    SELECT agent FROM render_queue WHERE due_at <= ${now} ORDER BY due_at, agent`.execute(query);
  return namesOf(rows).filter(only);
}

/**
 * Says that claimed agents were rendered. One that was written to meanwhile is due again at once; one whose claim was
 * lost to another worker is left to that one.
 * @returns the agents whose claims still held
 */
export function finishClaims(database: ConfigDatabase, claims: readonly Claim[]): Promise<string[]> {
  const work: ClaimWork<Claim> = async ({ query, sql }, held) => {
    const now = sql.raw(clocks[database.kind]);
    const done = await sql<{ agent: string }>`
      DELETE FROM render_queue WHERE ${held} AND seq = claimed_seq RETURNING agent`.execute(query);
    const again = await sql<{ agent: string }>`
      UPDATE render_queue SET worker = NULL, claimed_seq = NULL, claimed_at = NULL, failing_since = NULL, due_at = ${now}
      WHERE ${held} RETURNING agent`.execute(query);
    return [...done.rows, ...again.rows];
  };
  return onClaims(database, claims, work, "claim");
}

/**
 * Gives claimed agents back as they were, not rendered and not failed: they are due at once.
 * @returns the agents whose claims still held
 */
export function giveBack(database: ConfigDatabase, claims: readonly Claim[]): Promise<string[]> {
  return onClaims(database, claims, async ({ query, sql }, held) => {
    const now = sql.raw(clocks[database.kind]);
    const { rows } = await sql<{ agent: string }>`
      UPDATE render_queue SET worker = NULL, claimed_seq = NULL, claimed_at = NULL, due_at = ${now}
      WHERE ${held} RETURNING agent`.execute(query);
    return rows;
  });
}

/** Holds claims for longer. @returns the agents whose claims still held */
export function extendClaims(
  database: ConfigDatabase,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<string[]> {
  return onClaims(database, claims, async ({ query, sql }, held) => {
    const now = sql.raw(clocks[database.kind]);
    const { rows } = await sql<{ agent: string }>`
      UPDATE render_queue SET due_at = ${now} + ${sql.lit(Math.round(leaseMs))} WHERE ${held} RETURNING agent`.execute(
      query,
    );
    return rows;
  });
}

/** How many agents wait, and how many are being rendered. */
export function queueState(
  database: ConfigDatabase,
): Promise<{ readonly due: number; readonly claimed: number }> {
  return database.transaction("read", async ({ query, sql }) => {
    const { rows } = await sql<{ total: number; claimed: number }>`
      SELECT count(*) AS total, count(worker) AS claimed FROM render_queue`.execute(query);
    const { total = 0, claimed = 0 } = rows[0] ?? {};
    return { due: total - claimed, claimed };
  });
}

/** Does something with the rows of some claims; `held` is the condition that those meet whose claims still hold. */
type ClaimWork<Held extends Claim> = (
  session: Session,
  held: RawBuilder<unknown>,
  some: readonly Held[],
) => Promise<readonly { agent: string }[]>;

/**
 * Does something with the rows of claims that still hold. On PostgreSQL a writer may hold some of those rows until it commits,
 * and take them in an order of its own: so those that are free are done together, and each other one is waited for with
 * nothing in hand. Otherwise writer and worker could wait for each other.
 */
export async function onClaims<Held extends Claim>(
  database: ConfigDatabase,
  claims: readonly Held[],
  work: ClaimWork<Held>,
  kind: "write" | "claim" = "write",
): Promise<string[]> {
  if (claims.length === 0) return [];
  const run = (some: readonly Held[], session: Session) => work(session, rowsOf(session, some), some);
  if (database.kind === "sqlite")
    return namesOf(await database.transaction(kind, (session) => run(claims, session)));
  const done = await database.transaction(kind, async (session) => {
    const { query, sql } = session;
    const { rows } = await sql<{ agent: string }>`
      SELECT agent FROM render_queue WHERE ${rowsOf(session, claims)} FOR UPDATE SKIP LOCKED`.execute(query);
    const free = new Set(namesOf(rows));
    const some = claims.filter(({ agent }) => free.has(agent));
    if (some.length > 0) await run(some, session);
    return free;
  });
  for (const claim of claims) {
    if (done.has(claim.agent)) continue;
    const held = await database.transaction(kind, (session) => run([claim], session));
    for (const name of namesOf(held)) done.add(name);
  }
  return [...done];
}

/** The condition that the rows of claims meet while these hold. */
export function rowsOf({ sql }: Session, claims: readonly Claim[]): RawBuilder<unknown> {
  const rows = claims.map(({ agent, worker, seq }) => sql`(${agent}, ${worker}, CAST(${seq} AS BIGINT))`);
  return sql`(agent, worker, claimed_seq) IN (VALUES ${sql.join(rows)})`;
}

function namesOf(rows: readonly { readonly agent: string }[]): string[] {
  return rows.map(({ agent }) => agent);
}
