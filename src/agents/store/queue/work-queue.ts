// Longer than other files: one class, whose questions are all about the same rows.
import type { RawBuilder } from "kysely";
import type { Session } from "../../../config/connection/session.ts";
import type { ConfigDatabase } from "../../../config/database.ts";
import { clocks } from "../../../config/queue/queue.ts";

/** An object that a controller has to look at. */
export interface WorkKey {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Work that a worker has taken, until its lease ends. */
export interface WorkClaim extends WorkKey {
  readonly controller: string;
  readonly worker: string;
  /** The demands that there had been when it was taken. */
  readonly seq: number;
  /** Failures in a row before this try. */
  readonly attempts: number;
}

export interface ClaimOptions {
  /** Names this worker; every worker of every process has its own. */
  readonly worker: string;
  readonly limit: number;
  /** How long the claims hold unless they are extended; 60 seconds if left out. */
  readonly leaseMs?: number | undefined;
}

/** Why work failed, as it is shown. */
export interface WorkFailure {
  readonly code: string;
  readonly message: string;
}

/** Work that failed, as it is shown. */
export interface FailingWork extends WorkKey {
  readonly controller: string;
  /** Failures in a row. */
  readonly attempts: number;
  readonly failure: WorkFailure;
  readonly againMs: number;
}

interface FailingRow {
  readonly controller: string;
  readonly attempts: number;
  readonly error_code: string;
  readonly error_message: string;
  readonly wait: number;
}

const usualLeaseMs = 60_000;
/** The first wait after a failure, which doubles with each one, and the longest. */
const [firstBackoffMs, longestBackoffMs] = [1000, 600_000];
/** Keys of one statement. */
const statementKeys = 200;

/**
 * What the controllers have to look at: each object at most once for each controller, given to one worker at a time. Times are those of
 * the database, so that workers of several machines agree. A worker that is lost loses its claims when their leases end.
 */
export class WorkQueue {
  readonly #database: ConfigDatabase;

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** Demands that objects are looked at, in a transaction of its own. @param delayMs not before so long from now */
  async demand(controller: string, keys: readonly WorkKey[], delayMs = 0): Promise<void> {
    await this.#write((session) => demandWork(session, this.#database, controller, keys, delayMs));
  }

  /** Takes work that is due, the longest due first. No other worker has it meanwhile. */
  claim(controller: string, { worker, limit, leaseMs = usualLeaseMs }: ClaimOptions): Promise<WorkClaim[]> {
    return this.#write(async ({ query, sql }) => {
      const now = sql.raw(clocks[this.#database.kind]);
      // Work that another worker is just taking, or that is just demanded, is passed over.
      const skip = sql.raw(this.#database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "");
      const { rows } = await sql<WorkKey & { seq: number; attempts: number }>`
        WITH due AS MATERIALIZED (SELECT kind, namespace, name FROM agent_queue
          WHERE controller = ${controller} AND due_at <= ${now} ORDER BY due_at LIMIT ${limit} ${skip})
        UPDATE agent_queue SET worker = ${worker}, claimed_seq = seq, due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
        WHERE controller = ${controller} AND (kind, namespace, name) IN (SELECT kind, namespace, name FROM due)
        RETURNING kind, namespace, name, seq, attempts`.execute(query);
      return rows.map((row) => ({ ...row, controller, worker }));
    });
  }

  /** Makes everything due that waits for its time and that nobody has taken. */
  async hasten(controller: string): Promise<void> {
    await this.#write(async ({ query, sql }) => {
      const now = sql.raw(clocks[this.#database.kind]);
      await sql`UPDATE agent_queue SET due_at = ${now} WHERE controller = ${controller} AND worker IS NULL AND due_at > ${now}`.execute(
        query,
      );
    });
  }

  /**
   * Says that work is done. What was demanded again meanwhile is due at once; what another worker took over stays with that one.
   * @param againMs looks again after so long, where that is given
   * @returns the claims that still held
   */
  finish(claims: readonly WorkClaim[], againMs?: number): Promise<WorkClaim[]> {
    return this.#onHeld(claims, async ({ query, sql }, held) => {
      const now = sql.raw(clocks[this.#database.kind]);
      const free = sql`worker = NULL, claimed_seq = NULL, attempts = 0, error_code = NULL, error_message = NULL`;
      const later = againMs === undefined ? undefined : sql`${now} + ${sql.lit(Math.round(againMs))}`;
      const done = later
        ? sql<WorkKey>`UPDATE agent_queue SET ${free}, due_at = ${later} WHERE ${held} AND seq = claimed_seq RETURNING kind, namespace, name`
        : sql<WorkKey>`DELETE FROM agent_queue WHERE ${held} AND seq = claimed_seq RETURNING kind, namespace, name`;
      const { rows } = await done.execute(query);
      const again = await sql<WorkKey>`
        UPDATE agent_queue SET ${free}, due_at = ${now} WHERE ${held} AND seq <> claimed_seq RETURNING kind, namespace, name`.execute(
        query,
      );
      return [...rows, ...again.rows];
    });
  }

  /**
   * Says that work failed: it is due again after a wait that doubles with each failure in a row, ten minutes at most.
   * @returns the claims that still held
   */
  fail(claims: readonly WorkClaim[], { code, message }: WorkFailure): Promise<WorkClaim[]> {
    return this.#onHeld(claims, async ({ query, sql }, held) => {
      const now = sql.raw(clocks[this.#database.kind]);
      const least = sql.raw(this.#database.kind === "sqlite" ? "min" : "least");
      const wait = sql`${least}(${sql.lit(longestBackoffMs)}, CAST(${sql.lit(firstBackoffMs)} AS BIGINT) << CAST(${least}(attempts, 20) AS INTEGER))`;
      const { rows } =
        await sql<WorkKey>`UPDATE agent_queue SET worker = NULL, claimed_seq = NULL, attempts = attempts + 1,
        error_code = ${code}, error_message = ${message.slice(0, 4000)}, due_at = CASE WHEN seq <> claimed_seq THEN ${now} ELSE ${now} + ${wait} END
        WHERE ${held} RETURNING kind, namespace, name`.execute(query);
      return rows;
    });
  }

  /** Holds claims for longer, as a worker that lives does from time to time. @returns the claims that still held */
  extend(claims: readonly WorkClaim[], leaseMs = usualLeaseMs): Promise<WorkClaim[]> {
    return this.#onHeld(claims, async ({ query, sql }, held) => {
      const now = sql.raw(clocks[this.#database.kind]);
      const { rows } =
        await sql<WorkKey>`UPDATE agent_queue SET due_at = ${now} + ${sql.lit(Math.round(leaseMs))}
        WHERE ${held} RETURNING kind, namespace, name`.execute(query);
      return rows;
    });
  }

  /** Gives claims back as they were taken, as a worker does that ends: others can take them at once. @returns the claims that still held */
  release(claims: readonly WorkClaim[]): Promise<WorkClaim[]> {
    return this.#onHeld(claims, async ({ query, sql }, held) => {
      const now = sql.raw(clocks[this.#database.kind]);
      const { rows } =
        await sql<WorkKey>`UPDATE agent_queue SET worker = NULL, claimed_seq = NULL, due_at = ${now}
        WHERE ${held} RETURNING kind, namespace, name`.execute(query);
      return rows;
    });
  }

  /** The work that failed when it was tried last, the longest due first, and when it is tried again; some hundreds at most. */
  failing(): Promise<readonly FailingWork[]> {
    return this.#database.transaction("read", async ({ query, sql }) => {
      const now = sql.raw(clocks[this.#database.kind]);
      const { rows } = await sql<WorkKey & FailingRow>`
        SELECT controller, kind, namespace, name, attempts, error_code, error_message, due_at - ${now} AS wait
        FROM agent_queue WHERE error_code IS NOT NULL ORDER BY due_at LIMIT 500`.execute(query);
      return rows.map(({ error_code: code, error_message: message, wait, ...work }) => ({
        ...work,
        failure: { code, message },
        againMs: Math.max(0, Number(wait)),
      }));
    });
  }

  /** How much waits, and how much is being worked on. */
  state(controller: string): Promise<{ readonly waiting: number; readonly claimed: number }> {
    return this.#database.transaction("read", async ({ query, sql }) => {
      const { rows } = await sql<{ total: number; claimed: number }>`
        SELECT count(*) AS total, count(worker) AS claimed FROM agent_queue WHERE controller = ${controller}`.execute(
        query,
      );
      const { total = 0, claimed = 0 } = rows[0] ?? {};
      return { waiting: total - claimed, claimed };
    });
  }

  #write<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#database.transaction("write", work);
  }

  async #onHeld(
    claims: readonly WorkClaim[],
    work: (session: Session, held: RawBuilder<unknown>) => Promise<readonly WorkKey[]>,
  ): Promise<WorkClaim[]> {
    const held: WorkClaim[] = [];
    // In one order, so that no two who hold several rows wait for each other.
    const sorted = claims.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    for (let at = 0; at < sorted.length; at += statementKeys) {
      const some = sorted.slice(at, at + statementKeys);
      const rows = await this.#write(async (session) => {
        const { sql } = session;
        const own = some.map(
          ({ controller, kind, namespace, name, worker, seq }) =>
            sql`(${controller}, ${kind}, ${namespace}, ${name}, ${worker}, ${sql.lit(seq)})`,
        );
        const columns = sql`(controller, kind, namespace, name, worker, claimed_seq)`;
        const condition = sql`${columns} IN (VALUES ${sql.join(own)})`;
        if (this.#database.kind === "postgres")
          await sql`SELECT seq FROM agent_queue WHERE ${condition} ORDER BY kind, namespace, name FOR UPDATE`.execute(
            session.query,
          );
        return await work(session, condition);
      });
      const names = new Set(rows.map(nameOf));
      held.push(...some.filter((claim) => names.has(nameOf(claim))));
    }
    return held;
  }
}

/** Milliseconds until each controller has something to do, 0 where it has now; none for one without work. */
export async function readWaits({ kind, query, sql }: Session): Promise<ReadonlyMap<string, number>> {
  const now = sql.raw(clocks[kind]);
  const { rows } = await sql<{ controller: string; wait: number }>`
    SELECT controller, min(due_at) - ${now} AS wait FROM agent_queue GROUP BY controller`.execute(query);
  return new Map(rows.map(({ controller, wait }) => [controller, Math.max(0, Number(wait))]));
}

/** Demands that objects are looked at, in the open transaction: it is kept with what else that writes, or not at all. */
export async function demandWork(
  { query, sql }: Session,
  { kind: database }: Pick<ConfigDatabase, "kind">,
  controller: string,
  keys: readonly WorkKey[],
  delayMs = 0,
): Promise<void> {
  const now = sql.raw(clocks[database]);
  const least = sql.raw(database === "sqlite" ? "min" : "least");
  const unique = [...new Map(keys.map((key) => [nameOf(key), key])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (let at = 0; at < unique.length; at += statementKeys) {
    const rows = unique
      .slice(at, at + statementKeys)
      .map(
        ([, { kind, namespace, name }]) =>
          sql`(${controller}, ${kind}, ${namespace}, ${name}, ${now} + ${sql.lit(Math.round(delayMs))})`,
      );
    await sql`INSERT INTO agent_queue AS q (controller, kind, namespace, name, due_at) VALUES ${sql.join(rows)}
      ON CONFLICT (controller, kind, namespace, name) DO UPDATE SET seq = q.seq + 1,
        due_at = CASE WHEN q.worker IS NULL THEN ${least}(q.due_at, excluded.due_at) ELSE q.due_at END`.execute(
      query,
    );
  }
}

function nameOf({ kind, namespace, name }: WorkKey): string {
  return `${kind} ${namespace} ${name}`;
}
