import type { ConfigDatabase } from "./database.ts";
import type { DatabaseKind } from "./schema/create-tables.ts";
import { sqliteNow } from "./schema/triggers-sqlite.ts";
import type { Session } from "./session.ts";

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
}

/** The database's own clock in milliseconds: workers on several machines share it, and no other. */
const clocks: Readonly<Record<DatabaseKind, string>> = {
  sqlite: sqliteNow,
  postgres: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
};

/**
 * Takes agents that are due, longest waiting first. No agent is taken by two workers at once; one whose worker died
 * is due again when its lease ends.
 */
export function takeDue(database: ConfigDatabase, options: TakeOptions): Promise<Claim[]> {
  const { worker, limit, leaseMs } = options;
  return database.transaction("write", async ({ query, sql }) => {
    const now = sql.raw(clocks[database.kind]);
    // On PostgreSQL, rows that another worker is just taking, or a writer has just made due, are passed over.
    const skip = sql.raw(database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "");
    const { rows } = await sql<{ agent: string; seq: number }>`
      UPDATE render_queue SET worker = ${worker}, claimed_seq = seq, due_at = ${now} + ${leaseMs}
      WHERE agent IN (SELECT agent FROM render_queue WHERE due_at <= ${now} ORDER BY due_at, agent LIMIT ${limit} ${skip})
      RETURNING agent, seq`.execute(query);
    return rows.map(({ agent, seq }) => ({ agent, worker, seq }));
  });
}

/**
 * Says that claimed agents were rendered. One that was written to meanwhile is due again at once; one whose claim was
 * lost to another worker is left to that one.
 * @returns the agents whose claims still held
 */
export function finishClaims(database: ConfigDatabase, claims: readonly Claim[]): Promise<string[]> {
  return database.transaction("write", async ({ query, sql }) => {
    const now = sql.raw(clocks[database.kind]);
    const held: string[] = [];
    for (const { agent, worker, seq } of inOrder(claims)) {
      const mine = sql`agent = ${agent} AND worker = ${worker} AND claimed_seq = ${seq}`;
      const done = await sql`DELETE FROM render_queue WHERE ${mine} AND seq = ${seq}`.execute(query);
      const again = done.numAffectedRows
        ? done
        : await sql`UPDATE render_queue SET worker = NULL, claimed_seq = NULL, due_at = ${now} WHERE ${mine}`.execute(
            query,
          );
      if (again.numAffectedRows) held.push(agent);
    }
    return held;
  });
}

/**
 * Gives claimed agents back unrendered, such as those that failed.
 * @param afterMs how long nobody should try again; a new write makes the agent due at once all the same
 */
export function giveBack(database: ConfigDatabase, claims: readonly Claim[], afterMs = 0): Promise<void> {
  return database.transaction("write", async ({ query, sql }) => {
    const now = sql.raw(clocks[database.kind]);
    for (const { agent, worker, seq } of inOrder(claims)) {
      // Written to since it was taken: what failed may be mended, so it is due at once.
      await sql`UPDATE render_queue SET worker = NULL, claimed_seq = NULL,
          due_at = ${now} + CASE WHEN seq = claimed_seq THEN ${sql.lit(Math.round(afterMs))} ELSE 0 END
        WHERE agent = ${agent} AND worker = ${worker} AND claimed_seq = ${seq}`.execute(query);
    }
  });
}

/** Holds claims for longer. @returns the agents whose claims still held */
export function extendClaims(
  database: ConfigDatabase,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<string[]> {
  return database.transaction("write", async ({ query, sql }) => {
    const now = sql.raw(clocks[database.kind]);
    const held: string[] = [];
    for (const { agent, worker, seq } of inOrder(claims)) {
      const result = await sql`UPDATE render_queue SET due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
        WHERE agent = ${agent} AND worker = ${worker} AND claimed_seq = ${seq}`.execute(query);
      if (result.numAffectedRows) held.push(agent);
    }
    return held;
  });
}

/** How many agents wait, and how many are being rendered. */
export function queueState(
  database: ConfigDatabase,
): Promise<{ readonly due: number; readonly claimed: number }> {
  return database.transaction("read", async ({ query, sql }: Session) => {
    const { rows } = await sql<{ total: number; claimed: number }>`
      SELECT count(*) AS total, count(worker) AS claimed FROM render_queue`.execute(query);
    const { total = 0, claimed = 0 } = rows[0] ?? {};
    return { due: total - claimed, claimed };
  });
}

/** Rows are locked in one order by everybody, so that no two transactions wait for each other. */
function inOrder(claims: readonly Claim[]): Claim[] {
  return [...claims].sort((a, b) => (a.agent < b.agent ? -1 : 1));
}
